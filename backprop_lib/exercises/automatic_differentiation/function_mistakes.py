"""Known mistakes of lesson 09 in function, and what to say to who made one."""

# ruff: noqa: D103 - what each function does wrong is said in its Mistake below

from typing import Any

import numpy as np

from backprop_lib.exercises.automatic_differentiation.node_cases import NO_BLOCK, NO_END
from backprop_lib.exercises.automatic_differentiation.reference import Node, calls
from backprop_lib.exercises.findings import Mistake


def _function(
    *,
    forward_order: bool = False,
    forget: bool = True,
    record: bool = True,
    to_the_last: bool = False,
    overwrite: bool = False,
    handed_down: bool = True,
    everything: bool = False,
    to_all: bool = False,
    ones: bool = False,
    emptied: bool = False,
) -> Any:
    """A function(f) with room for one mistake."""

    def mark(f: Any) -> Any:
        def call(*args: Any) -> Any:
            start = 0 if everything else len(calls)
            result = f(*args)
            recorded = calls[start:]
            if forget:
                del calls[0 if emptied else start :]

            def back() -> None:
                first = recorded[-1] if to_the_last and recorded else result
                d = np.ones_like(block.grad) if ones else block.grad
                if handed_down:
                    first.grad = d if overwrite else first.grad + d
                for node in recorded if forward_order else reversed(recorded):
                    if to_all and node is not result:
                        node.grad = node.grad + block.grad
                    node.back()

            block = Node(result.value, back)
            if record:
                calls.append(block)
            return block

        return call

    return mark


in_the_order_of_the_calls = _function(forward_order=True)
record_kept = _function(forget=False)
block_not_recorded = _function(record=False)
to_the_last_call = _function(to_the_last=True)
result_overwritten = _function(overwrite=True)
nothing_handed_down = _function(handed_down=False)
to_every_call = _function(to_all=True)
ones_handed_down = _function(ones=True)
ones_in_place = _function(ones=True, overwrite=True)
all_calls_taken_out = _function(emptied=True)
later_calls_too = _function(everything=True, forget=False)


def not_marked(f: Any) -> Any:
    return f


def the_block_too(f: Any) -> Any:
    def call(*args: Any) -> Any:
        start = len(calls)
        result = f(*args)

        def back() -> None:
            result.grad = result.grad + block.grad
            for node in reversed(calls[start:]):
                node.back()

        block = Node(result.value, back)
        calls.append(block)
        return block

    return call


FUNCTION = (
    Mistake(
        "replayed forwards",
        in_the_order_of_the_calls,
        "The calls are replayed in the order in which they were made: the last one must go first, "
        "`for node in reversed(recorded)`.",
    ),
    Mistake(
        "record kept",
        record_kept,
        "The calls inside the function stay in calls beside the block, so that an outer function "
        "replays them twice: take them out, del calls[start:].",
    ),
    Mistake(
        "block not recorded",
        block_not_recorded,
        "The block itself is not recorded, so that an outer function does not replay it: append it "
        "to calls.",
    ),
    Mistake(
        "gradient to the last call",
        to_the_last_call,
        "The gradient of the block is handed to the last call: it belongs to the node that f "
        "returned, which need not be the last.",
    ),
    Mistake(
        "gradient to every call",
        to_every_call,
        "The gradient of the block is added to every recorded node: it belongs to what f returned "
        "alone; the others get theirs during the replay.",
    ),
    Mistake(
        "result overwritten",
        result_overwritten,
        "The grad of what f returned is replaced: f may return a node that is used elsewhere, too, "
        "so add to it.",
    ),
    Mistake(
        "ones for the upstream",
        ones_handed_down,
        "back adds ones to the grad of what f returned, in place of the gradient that has come to "
        "the block: add block.grad.",
    ),
    Mistake(
        "ones in place of the grad",
        ones_in_place,
        "back sets the grad of what f returned to ones. A block may stand anywhere in a net: add "
        "the gradient that has come to it, block.grad.",
    ),
    Mistake(
        "all calls taken out",
        all_calls_taken_out,
        "calls is emptied, so that what was recorded before f is lost as well: take out what f has "
        "recorded, and only that, del calls[start:].",
    ),
    Mistake(
        "nothing comes back",
        nothing_handed_down,
        "Nothing reaches the arguments: back must first add block.grad to result.grad, and then "
        "call the back of each recorded node, the last one first.",
    ),
    Mistake(
        "all calls replayed",
        later_calls_too,
        "The function replays calls that were made before it began: note len(calls) at its start, "
        "and replay what was added since, calls[start:].",
    ),
    Mistake("f's own node", not_marked, NO_BLOCK),
    Mistake("the block among its calls", the_block_too, NO_END),
)

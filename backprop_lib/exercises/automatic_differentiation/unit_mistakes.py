"""Known mistakes of lesson 09 in unit, and what to say to who made one."""

# ruff: noqa: D103 - what each function does wrong is said in its Mistake below

from typing import Any

import numpy as np

from backprop_lib.exercises.automatic_differentiation.node_cases import NO_ARGUMENT
from backprop_lib.exercises.automatic_differentiation.reference import Node, as_tuple, calls, unit
from backprop_lib.exercises.findings import Mistake


def _unit(
    *,
    accumulate: bool = True,
    record: int = 1,
    upstream: str = "grad",
    plain_back: bool = False,
    further: bool = False,
) -> Any:
    """A unit(f) with room for one mistake."""

    def lift(f: Any) -> Any:
        def call(*args: Any) -> Any:
            result, unit_back = f(*(arg.value if isinstance(arg, Node) else arg for arg in args))

            def back() -> None:
                ones = np.ones_like(node.grad)
                d = {"grad": node.grad, "ones": ones, "value": node.value}[upstream]
                for arg, gradient in zip(args, as_tuple(unit_back(d)), strict=False):
                    if isinstance(arg, Node):
                        arg.grad = arg.grad + gradient if accumulate else gradient
                        if further:
                            arg.back()

            node = Node(result, back)
            if plain_back:
                node.back = lambda: None
            calls.extend([node] * record)
            return node

        return call

    return lift


overwritten = _unit(accumulate=False)
never_recorded = _unit(record=0)
recorded_twice = _unit(record=2)
upstream_ignored = _unit(upstream="ones")
value_for_upstream = _unit(upstream="value")
arguments_go_back = _unit(further=True)
no_way_back = _unit(plain_back=True)


def rows_for_gradients(f: Any) -> Any:
    def call(*args: Any) -> Any:
        value, unit_back = f(*(arg.value if isinstance(arg, Node) else arg for arg in args))

        def back() -> None:
            for arg, d in zip(args, unit_back(node.grad), strict=False):
                if isinstance(arg, Node):
                    arg.grad = arg.grad + d

        node = Node(value, back)
        calls.append(node)
        return node

    return call


def the_units_own_back(f: Any) -> Any:
    def call(*args: Any) -> Any:
        node = Node(*f(*(arg.value if isinstance(arg, Node) else arg for arg in args)))
        calls.append(node)
        return node

    return call


def not_lifted(f: Any) -> Any:
    return f


def value_alone(f: Any) -> Any:
    lifted = unit(f)
    return lambda *args: lifted(*args).value


def called_at_once(f: Any) -> Any:
    return Node(np.zeros(2))


UNIT = (
    Mistake(
        "grad overwritten",
        overwritten,
        "back replaces what is in the grads of the arguments: where a node is used in several "
        "places, each adds its part. Write arg.grad = arg.grad + d.",
    ),
    Mistake(
        "not recorded",
        never_recorded,
        "The node is right, but it is not recorded: append it to calls, so that a function can "
        "replay it.",
    ),
    Mistake(
        "recorded more than once",
        recorded_twice,
        "Each call is recorded twice: append the node to calls once.",
    ),
    Mistake(
        "ones for the upstream",
        upstream_ignored,
        "back hands ones to the unit's back in place of the gradient that has come to the node: "
        "call it with node.grad.",
    ),
    Mistake(
        "value for the upstream",
        value_for_upstream,
        "back hands the node's value to the unit's back: hand over the gradient that has come to "
        "the node, node.grad.",
    ),
    Mistake(
        "further back than the arguments",
        arguments_go_back,
        "back also calls the back of its arguments. It hands gradients to the arguments and stops "
        "there: these have their own turn when the record is replayed, and would have it twice.",
    ),
    Mistake(
        "no back",
        no_way_back,
        "The node's back hands nothing back: it must call the unit's back with node.grad, when it "
        "is called and not before, and add what comes to the grads of the arguments.",
    ),
    Mistake(
        "rows in place of the gradient",
        rows_for_gradients,
        "Where a unit has one gradient only, its back returns it bare, and zip then hands its rows "
        "out: make a tuple of what comes with as_tuple.",
    ),
    Mistake("the unit's own back", the_units_own_back, NO_ARGUMENT),
    Mistake(
        "f itself",
        not_lifted,
        "The lifted unit returns what f returns, a tuple: return an inner function that calls f "
        "with values, and makes a Node of the value.",
    ),
    Mistake(
        "value without Node",
        value_alone,
        "The lifted unit returns the bare value: return the Node.",
    ),
    Mistake(
        "a Node in place of a function",
        called_at_once,
        "unit returned a Node: it must return a function, which makes a Node each time that it is "
        "called.",
    ),
)

"""What the checks do with `unit` and `function`."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from backprop_lib.arrays import Array
from backprop_lib.exercises.automatic_differentiation import programs
from backprop_lib.exercises.automatic_differentiation.played import attribute, function_from
from backprop_lib.exercises.cases import Case, Rng
from backprop_lib.exercises.compare import WrongForm, a_kind
from backprop_lib.exercises.given import GivenFunction
from backprop_lib.exercises.remote import RaisedElsewhere

STEPS = 5_000
NO_BLOCK = (
    "What the marked function returns is the very node that f returned: make a new Node for the "
    "block, with a back that replays the calls of f."
)
NO_ARGUMENT = (
    "The node's back wants an argument, as the unit's own does: give Node a function without "
    "arguments, which calls the unit's back with node.grad."
)
NO_END = (
    "back never ends, because among the calls that it replays is the block itself: replay those "
    "alone that f made, calls[start:], taken before the block is appended."
)
NESTED = {"inner": programs.INNER, "hand_on": programs.PASS}


def draw_units(rng: Rng) -> list[Case]:
    """Units of one, two and three arguments; nodes and arrays; one node in two places."""
    m, p, q = 1, *_sizes(rng, 2)
    X, W, b = _normal(rng, m, p), _normal(rng, p, q), _normal(rng, q)
    X2, W2, b2 = _normal(rng, 4, q), _normal(rng, q, p), _normal(rng, p)
    Y, T = _normal(rng, 5, q), _normal(rng, 5, q)
    A, B = _normal(rng, 3, q), _normal(rng, 3, q)
    x = _normal(rng, 2, p)
    return [
        _unit_case(rng, programs.SINE, (x,), (0,), "the one argument is a node"),
        _unit_case(rng, programs.MUL, (A, B), (0, 1), "both arguments are nodes"),
        _unit_case(rng, programs.MUL, (x, x), (0, 0), "one node is both arguments"),
        _unit_case(rng, programs.AFFINE, (X, W, b), (0, 1, 2), "all arguments are nodes"),
        _unit_case(rng, programs.AFFINE, (X2, W2, b2), (None, 1, 2), "W and b are nodes, X is not"),
        _unit_case(rng, programs.LOSS, (Y, T), (0, None), "Y is a node, T is not"),
    ]


def play_unit(
    unit: Any, f: GivenFunction, args: Sequence[Array], places: Sequence[int | None],
    upstream: Array, already: Mapping[int, Array],
) -> dict[str, Any]:  # fmt: skip
    """One call of the lifted unit and its back; every grad is something already.

    places: for each argument the number of the node that it is, None for a plain array.
    """
    source, lifted = function_from(unit, programs.IDENTITY), function_from(unit, f)
    first = source(np.zeros(2))
    attribute("What a lifted unit returned", first, "value")
    function_from(unit, programs.CLEAR)(first)
    parents = {i: source(args[places.index(i)]) for i in places if i is not None}
    nodes = {i: source(parent) for i, parent in parents.items()}
    inputs = [args[k] if i is None else nodes[i] for k, i in enumerate(places)]
    look = function_from(unit, programs.LOOK)
    before = look(np.zeros(2)).value
    node = lifted(*inputs)
    found = {"value": attribute(f"What the lifted {f.name} returned", node, "value")}
    found["grad before back"] = attribute("The node", node, "grad")
    lifted(*args)  # a later call must do the first no harm
    after = look(np.zeros(2)).value
    for i, each in nodes.items():
        each.grad = already[i]
    node.grad = upstream
    _back(node)
    for i, each in nodes.items():
        place = places.index(i)
        found[f"grad of argument {place}"] = each.grad
        found[f"grad of what argument {place} was computed from"] = parents[i].grad
    found["calls recorded"] = after - before
    return found


def draw_functions(rng: Rng) -> list[Case]:
    """A chain, a loop, branches, an early result, functions in functions."""
    cases = (
        (programs.CHAIN, "three calls in a row"),
        (programs.SQUARE, "X and Y are used twice"),
        (programs.LOOP, "a loop of six calls"),
        (programs.EARLY, "what it returns is not its last call"),
        (programs.OUTER, "it calls another marked function, twice"),
        (programs.AROUND, "it calls a marked function that returns its argument as it is"),
    )
    return [_function_case(rng, f, note) for f, note in cases]


def play_function(
    function: Any, f: GivenFunction, args: Sequence[Array],
    upstream: Array, already: Sequence[Array],
) -> dict[str, Any]:  # fmt: skip
    """One call of the marked function and its back; every grad is something already."""
    if hasattr(function_from(function, programs.OWN)(), "is_its_own"):
        raise WrongForm(NO_BLOCK)
    function_from(function, programs.CLEAR_CALLS)()
    constants = {name: function_from(function, NESTED[name]) for name in f.constants}
    leaf = function_from(function, programs.LEAF)
    nodes = [leaf(arg) for arg in args]
    marked = function_from(function, GivenFunction(f.name, f.source, constants))
    block = marked(*nodes)
    found = {"value": attribute(f"What the marked {f.name} returned", block, "value")}
    found["grad before back"] = attribute("The node", block, "grad")
    marked(*(leaf(arg) for arg in args))  # a later call must do the first no harm
    for node, start in zip(nodes, already, strict=True):
        node.grad = start
    block.grad = upstream
    go_back(function, block)
    for name, node in zip("XY", nodes, strict=True):
        found[f"grad of {name}"] = node.grad
    return found


def _back(node: Any) -> None:
    """node.back(), and a sentence where that is not the node's own."""
    back = attribute("The node", node, "back")
    if not callable(back):
        raise WrongForm(f"The node's back is {a_kind(back)}: hand over a function, uncalled.")
    try:
        back()
    except (TypeError, RaisedElsewhere) as error:
        if "missing 1 required positional argument" in str(error):
            raise WrongForm(NO_ARGUMENT) from None
        raise


def go_back(function: Any, block: Any) -> None:
    """block.back(), and a sentence where it would not end."""
    try:
        function_from(function, programs.GO_BACK)(block, STEPS)
    except (Exception, RaisedElsewhere) as error:
        name = error.ename if isinstance(error, RaisedElsewhere) else type(error).__name__
        if name in ("RecursionError", "TooManySteps"):
            raise WrongForm(NO_END) from None
        raise


def _unit_case(
    rng: Rng, f: GivenFunction, args: tuple[Array, ...], places: tuple[int | None, ...], note: str
) -> Case:
    shapes = ", ".join(str(arg.shape) for arg in args)
    value = f(*args)[0]
    already = {i: rng.standard_normal(args[places.index(i)].shape) for i in places if i is not None}
    return Case(
        (f, args, places, np.asarray(rng.standard_normal(np.shape(value))), already),
        note=f"unit({f.name}), called with arrays of shapes {shapes}: {note}",
    )


def _function_case(rng: Rng, f: GivenFunction, note: str) -> Case:
    m, q = int(rng.integers(1, 3)), int(rng.integers(3, 6))
    args = _normal(rng, m, q), _normal(rng, m, q)
    already = _normal(rng, m, q), _normal(rng, m, q)
    return Case(
        (f, args, _normal(rng, m, q), already),
        note=f"function({f.name}), called with two nodes of shape {(m, q)}: {note}",
    )


def _normal(rng: Rng, *shape: int) -> Array:
    drawn: Array = rng.standard_normal(shape)
    return drawn


def _sizes(rng: Rng, n: int) -> list[int]:
    return [int(size) for size in rng.choice([2, 3, 4, 5], n, replace=False)]

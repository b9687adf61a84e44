"""Nodes and blocks: calls of units, recorded and replayed in reverse.

`unit` lifts a unit so that it takes and returns nodes. A node holds a value, the gradient with
respect to it, and the call that made it. Calls are numbered as they are made, so the reverse order
is at hand and nothing needs to be sorted by dependency. `function` marks a Python function of such
calls, with whatever loops and conditions; it returns a block: a node with the record of its calls.

    affine, relu = unit(units.affine), unit(units.relu)

    @function
    def model(X, U):
        U1, U2 = U
        return affine(relu(affine(X, *U1)), *U2)

Inputs that are no nodes take no gradient, and where that spares a matrix product it is not formed.

Source: Avrithis, Deep learning for vision, lecture 6 (2018), "automatic differentiation: units"
and "automatic differentiation: functions".
"""

import functools
import inspect
import itertools
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from operator import attrgetter
from typing import Any, TypeAlias

import numpy as np

from backprop_lib import units
from backprop_lib.arguments import by_argument, unit_name
from backprop_lib.arrays import Array, require_floats, upstream
from backprop_lib.call_tree import lines, shape

Unit: TypeAlias = Callable[..., tuple[Any, Callable[[Any], Any]]]

SEQUENCE = (tuple, list)

_numbers = itertools.count()
_record: ContextVar["list[Node] | None"] = ContextVar("record", default=None)


class Node:
    """A value, the gradient with respect to it, and the call that made it.

    Node(value) is an input or a parameter: a floating-point array of any shape, or a float.
    `inputs` are the nodes that the value was computed from and that take a gradient; a node that
    was computed from none takes none itself. Raises TypeError for any other value.
    """

    __slots__ = (
        "_back", "_gradient", "_number", "args", "inputs", "name", "takes_gradient", "value",
    )  # fmt: skip
    __array_ufunc__ = None  # lets array + node come to __radd__

    value: Any
    name: str
    takes_gradient: bool
    args: tuple[Any, ...]
    inputs: "tuple[Node, ...]"
    _back: Callable[[Any], Any]
    _gradient: Any
    _number: int

    def __init__(self, value: Array | float, name: str = "") -> None:
        if isinstance(value, float):
            value = np.float64(value)
        require_floats("Node", {"value": value})
        self.value = value
        self.name = name
        self.takes_gradient = True
        self.args = self.inputs = ()
        self._back = _unchanged
        self._gradient = None
        self._number = next(_numbers)

    @property
    def grad(self) -> Any:
        """The gradient of what `back` was called on; zeros where that does not depend on this."""
        return np.zeros_like(self.value) if self._gradient is None else self._gradient

    def back(self, gradient: Any = None) -> None:
        """Compute the gradient of each node that this one depends on.

        gradient: the upstream gradient, of the value's shape; for a scalar 1 unless given. All
        gradients start from zero and accumulate at branches, so that a second call gives the same.
        Raises ValueError when the upstream gradient is not of the value's shape.
        """
        if gradient is None:
            if self.value.shape != ():
                raise ValueError(
                    f"back: the value is {self.value.shape}: call back on a scalar, "
                    "or pass the upstream gradient"
                )
            gradient = 1.0
        gradient = upstream("back", "gradient", gradient, self.value.shape, self.value.dtype)
        nodes = _latest_first(self)
        for node in nodes:
            node._gradient = None
        self._gradient = gradient
        for node in nodes:
            if node.inputs and node._gradient is not None:
                node._pass_on()

    def _pass_on(self) -> None:
        """Add to the gradients of the arguments what the unit's `back` gives for them."""
        gradients = by_argument(self.name, self.args, self._back(self._gradient))
        for argument, gradient in zip(self.args, gradients, strict=False):
            if isinstance(argument, Node):
                argument._receive(gradient, self.name)
            elif isinstance(argument, SEQUENCE):
                for node, part in _pairs(argument, gradient):
                    node._receive(part, self.name)
        if len(gradients) < len(self.args):
            self._refuse_nodes_from(len(gradients))

    def _refuse_nodes_from(self, start: int) -> None:
        for i in range(start, len(self.args)):
            if any(_nodes_in(self.args[i])):
                raise TypeError(
                    f"{self.name}: argument {i} is a node, but takes no gradient: pass its value"
                )

    def _receive(self, gradient: Any, sender: str) -> None:
        """Accumulate a gradient that flows back along one of the branches from here."""
        if not self.takes_gradient:
            return
        if gradient.shape != self.value.shape:
            raise ValueError(
                f"{sender}: a gradient is {gradient.shape}, its argument is {self.value.shape}: "
                "back must return gradients of the arguments' shapes"
            )
        held = self._gradient
        # Not in place: a unit of one's own may return one array for several arguments.
        self._gradient = gradient if held is None else held + gradient

    def __add__(self, other: Any) -> "Node":
        total: Node = _add_unit((self, other))
        return total

    def __radd__(self, other: Any) -> "Node":
        total: Node = _add_unit((other, self))
        return total

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.name + ' ' if self.name else ''}{shape(self)})"


class Block(Node):
    """What a function returns: its result as a node, with the calls that were recorded."""

    __slots__ = ("_results", "calls")
    calls: tuple[Node, ...]
    _results: tuple[Node, ...]

    def tree(self) -> str:
        """The calls of the function, and of the functions in it, a line each with their shapes."""
        return "\n".join(lines(self))

    def _pass_on(self) -> None:
        several = isinstance(self._gradient, tuple)
        gradients = self._gradient if several else (self._gradient,)
        for result, gradient in zip(self._results, gradients, strict=True):
            result._receive(gradient, self.name)


class _Part(Node):
    """One of the values of a call that returned several, whose `back` needs all their gradients."""

    __slots__ = ("_place",)
    _place: int

    def _pass_on(self) -> None:
        (whole,) = self.inputs
        if whole._gradient is None:
            whole._gradient = tuple(np.zeros_like(value) for value in whole.value)
        before, after = whole._gradient[: self._place], whole._gradient[self._place + 1 :]
        whole._gradient = (*before, self._gradient, *after)


def unit(f: Unit) -> Callable[..., Any]:
    """Lift a unit: it then takes nodes, arrays and tuples of them, and returns a node.

    A unit of several values returns a tuple of nodes. Errors are those of the unit itself; a node
    for an argument that has no gradient, such as targets, raises TypeError in `back`.
    """
    name = unit_name(f)
    signature = inspect.signature(f)
    names = tuple(signature.parameters)
    skips = "skip" in names

    @functools.wraps(f)
    def call(*args: Any, **keywords: Any) -> Any:
        if keywords:
            bound = signature.bind(*args, **keywords)
            args, keywords = bound.args, bound.kwargs
        values: list[Any] = []
        inputs: list[Node] = []
        constants: list[int] = []
        for i, arg in enumerate(args):
            value = arg
            if isinstance(arg, Node):
                value, found = arg.value, arg.takes_gradient
                if found:
                    inputs.append(arg)
            elif isinstance(arg, SEQUENCE):
                nodes = [node for node in _nodes_in(arg) if node.takes_gradient]
                value, found = _values(arg), bool(nodes)
                inputs += nodes
            else:
                found = False
            values.append(value)
            if not found:
                constants.append(i)
        if skips and constants and inputs:
            keywords["skip"] = [names[i] for i in constants]  # spares products nobody would take
        value, back = f(*values, **keywords)
        return _recorded(Node.__new__(Node), value, name, args, tuple(inputs), back)

    return call


def function(f: Callable[..., Any]) -> Callable[..., Any]:
    """Mark a function of units and functions: its calls are then recorded, and replayed by `back`.

    f takes anything and returns a node or a tuple of nodes; the marked function returns a Block,
    or a tuple of nodes. Raises TypeError when f returns anything else.
    """
    name = f.__name__

    @functools.wraps(f)
    def call(*args: Any, **keywords: Any) -> Any:
        calls: list[Node] = []
        token = _record.set(calls)
        try:
            result = f(*args, **keywords)
        finally:
            _record.reset(token)
        several = isinstance(result, tuple)
        results = result if several else (result,)
        if not results or not all(isinstance(each, Node) for each in results):
            raise TypeError(f"{name}: returned {shape(result)}: return a node or a tuple of nodes")
        block = Block.__new__(Block)
        block.calls, block._results = tuple(calls), results
        value = tuple(each.value for each in results) if several else result.value
        inputs = tuple(each for each in results if each.takes_gradient)
        return _recorded(block, value, name, (*args, *keywords.values()), inputs, _unchanged)

    return call


def _recorded(
    node: Node,
    value: Any,
    name: str,
    args: tuple[Any, ...],
    inputs: tuple[Node, ...],
    back: Callable[[Any], Any],
) -> Any:
    """The node of a call, written into the open record; its parts, if its value has several."""
    node.value = value
    node.name = name
    node.args = args
    node.inputs = inputs
    node.takes_gradient = bool(inputs)
    node._back = back
    node._gradient = None
    node._number = next(_numbers)
    record = _record.get()
    if record is not None:
        record.append(node)
    return _parts(node) if isinstance(value, tuple) else node


def _parts(whole: Node) -> tuple[Node, ...]:
    parts = []
    for place, value in enumerate(whole.value):
        part = _Part(value, f"{whole.name}[{place}]")
        part._place = place
        part.takes_gradient = whole.takes_gradient
        part.inputs = (whole,) if whole.takes_gradient else ()
        parts.append(part)
    return tuple(parts)


def _unchanged(gradient: Any) -> Any:
    return gradient


def _latest_first(node: Node) -> list[Node]:
    """The node and all that it depends on, in the reverse order of their calls."""
    nodes, found = [node], {node}
    for reached in nodes:  # which grows meanwhile
        for each in reached.inputs:
            if each not in found:
                found.add(each)
                nodes.append(each)
    nodes.sort(key=attrgetter("_number"), reverse=True)
    return nodes


def _nodes_in(argument: Any) -> Iterator[Node]:
    if isinstance(argument, Node):
        yield argument
    elif isinstance(argument, SEQUENCE):
        for each in argument:
            yield from _nodes_in(each)


def _pairs(argument: Any, gradient: Any) -> Iterator[tuple[Node, Any]]:
    """The nodes in an argument, each with the part of the argument's gradient that is its own."""
    if isinstance(argument, Node):
        yield argument, gradient
    elif isinstance(argument, SEQUENCE):
        for each, part in zip(argument, gradient, strict=True):
            yield from _pairs(each, part)


def _values(argument: Any) -> Any:
    if isinstance(argument, Node):
        return argument.value
    return tuple(map(_values, argument)) if isinstance(argument, SEQUENCE) else argument


_add_unit = unit(units.add)

"""An explicit computational graph: gates with names, evaluated in topological order.

    graph = ComputationalGraph({"q": Gate(add, ("x", "y")), "f": Gate(mul, "q", "z")})
    graph.forward(x=-2.0, y=5.0, z=-4.0)      # -12.0
    graph.backward()                          # {"x": -4.0, "y": -4.0, "z": 3.0}

Source: CS231n lecture 4 (Stanford, 2024), "Backprop Implementation: Modularized API".
"""

import inspect
from collections.abc import Callable, Collection, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from backprop_lib.arguments import argument_names, by_argument, unit_name
from backprop_lib.arrays import Array

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Unit: TypeAlias = Callable[..., tuple[Any, Callable[[Any], Any]]]
Source: TypeAlias = str | float
Input: TypeAlias = Source | tuple[Source, ...]

ROLES = {
    "add": "distributes",
    "sum_": "distributes",
    "mul": "swaps",
    "max_": "routes",
    "split": "adds",
}


class Gate:
    """A unit, and where its arguments come from.

    Each input is the name of a gate or of an input of the graph, a number (a constant), or a tuple
    of these for an argument that is a tuple, as in `Gate(add, ("x", "y"))`. Any unit will do:
    a function that returns its value and `back`. `label` is what a drawing calls it, the unit's
    name unless given; `role` is what the gate does to its upstream gradient, where it has a word.
    """

    def __init__(self, unit: Unit, *inputs: Input, label: str = "") -> None:
        self.unit = unit
        self.inputs = inputs
        self.label = label or unit_name(unit)
        self.role = ROLES.get(unit_name(unit), "")

    @property
    def sources(self) -> tuple[Source, ...]:
        """The inputs in a row, tuples opened."""
        return tuple(source for given in self.inputs for source in _flat(given))


class ComputationalGraph:
    """Gates by name, in any order; every name that is no gate is an input of the graph.

    The output is the one gate that feeds no other. `data` names inputs that take no gradient:
    units that can leave a product out for them do.

    After forward() `values`, and after backward() `gradients`, hold an entry for each name;
    `edge_gradients[gate, i]` is the part that flowed back along the gate's i-th source.
    Raises ValueError for a cycle, naming it, for no or several outputs, and for unknown data.
    """

    def __init__(self, gates: Mapping[str, Gate], data: Collection[str] = ()) -> None:
        self.gates = dict(gates)
        self.order = _topological_order(self.gates)
        self.inputs = _input_names(self.gates)
        self.output = _output_name(self.gates)
        self.constants = self._constants(data)
        self._skips = {name: self._without_products(gate) for name, gate in self.gates.items()}
        self._backs: dict[str, Callable[[Any], Any]] = {}
        self._arguments: dict[str, tuple[Any, ...]] = {}
        self.values: dict[str, Any] = {}
        self.gradients: dict[str, Any] = {}
        self.edge_gradients: dict[tuple[str, int], Any] = {}

    def forward(self, **inputs: Array | float) -> Any:
        """The value of the output, every gate evaluated once, after all that it depends on.

        inputs: an array or number for each input of the graph; numbers become float64.
        Raises TypeError when one is missing or unknown; units refuse what does not fit them.
        """
        missing = [name for name in self.inputs if name not in inputs]
        unknown = [name for name in inputs if name not in self.inputs]
        if missing or unknown:
            what = f"{missing} missing" if missing else f"{unknown} unknown"
            raise TypeError(f"graph: {what}: forward takes {', '.join(self.inputs)}")
        self.gradients, self.edge_gradients = {}, {}
        self.values = {name: _as_value(value) for name, value in inputs.items()}
        for name in self.order:
            gate = self.gates[name]
            args = tuple(self._look_up(given) for given in gate.inputs)
            value, self._backs[name] = gate.unit(*args, **self._skips[name])
            if isinstance(value, tuple):
                raise TypeError(
                    f"graph: {name} has {len(value)} values: a gate has one; to use a value "
                    "twice, name it as the source of two gates"
                )
            self._arguments[name] = args
            self.values[name] = value
        return self.values[self.output]

    def backward(self, upstream: Array | float | None = None) -> dict[str, Any]:
        """The gradient of the output for each input of the graph, every gate visited once.

        upstream: the gradient of the output, of its shape; 1 unless given, when it is one number.
        What flows back to a name along several edges adds up. May be called again: it starts afresh
        each time. Inputs that take no gradient are left out.
        Raises RuntimeError before forward(), ValueError when an upstream gradient is needed.
        """
        if not self.values:
            raise RuntimeError("graph: there is no value yet: call forward() before backward()")
        value = self.values[self.output]
        if upstream is None and value.shape != ():
            raise ValueError(
                f"graph: {self.output} is {value.shape}: pass its upstream gradient to backward()"
            )
        seed = 1.0 if upstream is None else upstream
        self.gradients = {self.output: np.asarray(seed, dtype=value.dtype)}
        self.edge_gradients = {}
        for name in reversed(self.order):
            if name in self.gradients:
                self._back_through(name)
        return {name: self.gradients[name] for name in self.inputs if name in self.gradients}

    def draw(self) -> "Figure":
        """A figure: values above and gradients below each edge, and the role of each gate.

        Raises RuntimeError before forward(); without backward() there are no gradients yet.
        """
        from backprop_lib.graph_drawing import draw

        return draw(self)

    def describe(self) -> str:
        """The graph in words, for the alt text of its drawing."""
        from backprop_lib.graph_drawing import describe

        return describe(self)

    def _look_up(self, given: Input) -> Any:
        if isinstance(given, tuple):
            return tuple(self._look_up(source) for source in given)
        return self.values[given] if isinstance(given, str) else np.float64(given)

    def _back_through(self, name: str) -> None:
        gate = self.gates[name]
        gradients = by_argument(
            gate.label, self._arguments[name], self._backs[name](self.gradients[name])
        )
        for i, (source, gradient) in enumerate(_by_source(gate.inputs, gradients)):
            if gradient is None or not isinstance(source, str) or source in self.constants:
                continue
            self.edge_gradients[name, i] = gradient
            known = self.gradients.get(source)
            self.gradients[source] = gradient if known is None else known + gradient

    def _constants(self, data: Collection[str]) -> set[Source]:
        """The names that take no gradient: data, and gates that depend on data alone."""
        unknown = sorted(set(data) - set(self.inputs))
        if unknown:
            raise ValueError(f"graph: data names {unknown}: the inputs are {list(self.inputs)}")
        constants: set[Source] = set(data)
        for name in self.order:
            if all(_is_constant(source, constants) for source in self.gates[name].sources):
                constants.add(name)
        return constants

    def _without_products(self, gate: Gate) -> dict[str, tuple[str, ...]]:
        """The unit's `skip` argument, where it has one: its own names for what is constant."""
        if "skip" not in inspect.signature(gate.unit).parameters:
            return {}
        names = argument_names(gate.unit, len(gate.inputs))
        return {
            "skip": tuple(
                name
                for name, given in zip(names, gate.inputs, strict=True)
                if all(_is_constant(source, self.constants) for source in _flat(given))
            )
        }


def _flat(given: Input) -> tuple[Source, ...]:
    return given if isinstance(given, tuple) else (given,)


def _is_constant(source: Source, constants: set[Source]) -> bool:
    return not isinstance(source, str) or source in constants


def _by_source(
    inputs: tuple[Input, ...], gradients: tuple[Any, ...]
) -> Iterator[tuple[Source, Any]]:
    for i, given in enumerate(inputs):
        gradient = gradients[i] if i < len(gradients) else None  # data arguments come last
        if isinstance(given, tuple):
            yield from zip(given, gradient or [None] * len(given), strict=True)
        else:
            yield given, gradient


def _as_value(value: Any) -> Any:
    return np.float64(value) if isinstance(value, int | float) else value


def _topological_order(gates: Mapping[str, Gate]) -> list[str]:
    """The gates, each after all gates that it depends on."""
    sorter = TopologicalSorter({name: _gates_before(gates, name) for name in gates})
    try:
        return list(sorter.static_order())
    except CycleError as error:
        raise ValueError(
            f"graph: a cycle, {' -> '.join(error.args[1])}: no gate may depend on itself"
        ) from None


def _gates_before(gates: Mapping[str, Gate], name: str) -> list[str]:
    return [s for s in gates[name].sources if isinstance(s, str) and s in gates]


def _input_names(gates: Mapping[str, Gate]) -> tuple[str, ...]:
    names = (s for gate in gates.values() for s in gate.sources if isinstance(s, str))
    return tuple(dict.fromkeys(name for name in names if name not in gates))


def _output_name(gates: Mapping[str, Gate]) -> str:
    used = {source for name in gates for source in _gates_before(gates, name)}
    outputs = [name for name in gates if name not in used]
    if len(outputs) != 1:
        raise ValueError(f"graph: the outputs are {outputs}: exactly one gate may feed no other")
    return outputs[0]

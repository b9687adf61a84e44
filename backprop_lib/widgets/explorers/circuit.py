"""A computational graph whose inputs can be changed, and whose gradients flow back gate by gate."""

from collections.abc import Mapping, Sequence
from typing import Any

from backprop_lib import circuit_plot
from backprop_lib.gates import add, max_, mul
from backprop_lib.graph import ComputationalGraph, Gate
from backprop_lib.plot import Picture
from backprop_lib.widgets.explorers.base import Explorer, numbers, picture_of

RANGE = (-8.0, 8.0, 0.5)
GATES: dict[str, Any] = {
    "+": lambda a, b: Gate(add, (a, b)),
    "×": lambda a, b: Gate(mul, a, b),
    "max": lambda a, b: Gate(max_, (a, b)),
}


class CircuitExplorer(Explorer):
    """A circuit of gates "+", "×" and "max".

    gates: {name: (symbol, input, input)}, the inputs of a gate before it, the output last; places:
    {name: (column, row)}, from the left and from below; inputs: {name: value}; changes: inputs of
    other values, each of which gets a button and a picture. Raises ValueError for what does not
    fit together.
    """

    entry = "circuit_explorer.js"

    def __init__(
        self,
        gates: Mapping[str, tuple[str, str, str]],
        places: Mapping[str, tuple[float, float]],
        inputs: Mapping[str, float],
        changes: Sequence[Mapping[str, float]] = ({},),
    ) -> None:
        self.gates = checked(gates, places, inputs, dict.fromkeys(GATES, 2))
        self.places, self.changes = dict(places), list(changes)
        self.inputs = {name: float(numbers(name, v, ())) for name, v in inputs.items()}
        super().__init__(
            gates=[[name, symbol, list(sources)] for name, (symbol, *sources) in gates.items()],
            places={name: list(place) for name, place in places.items()},
            inputs=self.inputs,
            changes=[dict(change) for change in changes],
            range=RANGE,
        )

    def still(self) -> Picture:
        """The circuit with the inputs as they are, and with each of the changes."""
        figure, axes = circuit_plot.room_for(len(self.changes), 1, self.places)
        told = []
        for ax, change in zip(axes, self.changes, strict=True):
            values, gradients = self._run({**self.inputs, **change})
            title = ", ".join(f"{name} = {values[name]:g}" for name in self.inputs)
            circuit_plot.draw(
                self.gates, self.places, values, gradients, ax=ax, title=title, roles=True
            )
            told.append(circuit_plot.describe(self.gates, values, gradients))
        return picture_of(figure, " ".join(told))

    def _run(self, inputs: Mapping[str, float]) -> tuple[dict[str, Any], dict[str, Any]]:
        """Values and gradients by name."""
        graph = ComputationalGraph({name: GATES[s](a, b) for name, (s, a, b) in self.gates.items()})
        graph.forward(**inputs)
        graph.backward()
        values = {name: float(value) for name, value in graph.values.items()}
        return values, {name: float(value) for name, value in graph.gradients.items()}


def checked(
    gates: Mapping[str, tuple[str, ...]],
    places: Mapping[str, Any],
    inputs: Mapping[str, float],
    counts: Mapping[str, int],
) -> dict[str, tuple[str, ...]]:
    """The gates, when each is known, has as many inputs as `counts` says, and comes after them.

    Raises ValueError for the first that does not, and for a name without a place.
    """
    known = set(inputs)
    if not gates:
        raise ValueError("there is no gate: give at least one")
    for name, (symbol, *sources) in gates.items():
        if symbol not in counts:
            raise ValueError(f"gate {name} is {symbol!r}: there are {', '.join(counts)}")
        if len(sources) != counts[symbol]:
            raise ValueError(
                f"gate {name} has {len(sources)} inputs: {symbol} has {counts[symbol]}"
            )
        missing = [source for source in sources if source not in known]
        if missing:
            raise ValueError(
                f"gate {name} needs {missing[0]}, which is no input and no gate before it"
            )
        known.add(name)
    without = sorted(known - set(places))
    if without:
        raise ValueError(f"{without[0]} has no place: give its column and row")
    return dict(gates)

"""A program on its tape: forward, one operation after the other, then back in reverse."""

from collections.abc import Mapping
from typing import Any

from backprop_lib import circuit_plot
from backprop_lib.activations import relu
from backprop_lib.graph import ComputationalGraph, Gate
from backprop_lib.plot import Picture
from backprop_lib.widgets.explorers.base import Explorer, numbers, picture_of
from backprop_lib.widgets.explorers.circuit import GATES, RANGE, checked

UNITS: dict[str, Any] = {**GATES, "relu": lambda a: Gate(relu, a)}


class TapeExplorer(Explorer):
    """A program of operations "+", "×", "max" and "relu", recorded and played back.

    program: {name: (operation, input, ...)}, in the order in which it runs, its output last;
    places: {name: (column, row)} for its drawing; inputs: {name: value}.
    Raises ValueError for what does not fit together.
    """

    entry = "tape_explorer.js"

    def __init__(
        self,
        program: Mapping[str, tuple[str, ...]],
        places: Mapping[str, tuple[float, float]],
        inputs: Mapping[str, float],
    ) -> None:
        self.program = checked(program, places, inputs, {**dict.fromkeys(GATES, 2), "relu": 1})
        self.places = dict(places)
        self.inputs = {name: float(numbers(name, v, ())) for name, v in inputs.items()}
        super().__init__(
            gates=[[name, symbol, list(of)] for name, (symbol, *of) in self.program.items()],
            places={name: list(place) for name, place in places.items()},
            inputs=self.inputs,
            range=RANGE,
        )

    def still(self) -> Picture:
        """The graph after the forward pass, and after each turn of the way back."""
        graph = ComputationalGraph(
            {name: UNITS[symbol](*of) for name, (symbol, *of) in self.program.items()}
        )
        graph.forward(**self.inputs)
        graph.backward()
        values = {name: float(value) for name, value in graph.values.items()}
        output = list(self.program)[-1]
        so_far: dict[Any, float] = {output: 1.0}
        turns = [(f"before: {output}.grad = 1", dict(so_far))]
        for name in reversed(self.program):
            _, *of = self.program[name]
            so_far |= {(name, i): float(graph.edge_gradients[name, i]) for i in range(len(of))}
            turns.append((f"{name} has had its turn", dict(so_far)))
        rows = (len(turns) + 1) // 2
        figure, axes = circuit_plot.room_for(rows, 2, self.places)
        for ax in axes[len(turns) :]:
            ax.set_axis_off()
        told = []
        for ax, (title, gradients) in zip(axes, turns, strict=False):
            circuit_plot.draw(self.program, self.places, values, gradients, ax=ax, title=title)
            told.append(f"{title}. {circuit_plot.describe(self.program, values, gradients)}")
        return picture_of(figure, " ".join(told))

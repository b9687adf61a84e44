"""Units of one input: their values, their derivatives, and what is left of a gradient."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from backprop_lib import activations, plot
from backprop_lib.plot import Picture
from backprop_lib.widgets.careful import OwnFunctionFailed, careful_unit
from backprop_lib.widgets.explorers.base import Array, Explorer, numbers, picture_of
from backprop_lib.widgets.own import guarded, wrong_gradients

SAMPLES = 321  # of an own unit, from -8 to 8
SECONDS = 2.0  # that it may take

UNITS: dict[str, Any] = {
    "sigmoid": activations.sigmoid,
    "tanh": activations.tanh,
    "relu": activations.relu,
    "leaky relu": activations.leaky_relu,
    "softplus": activations.softplus,
}


class UnitExplorer(Explorer):
    """A unit's value and derivative at an input, and a gradient that passes several of them.

    unit: the first to be shown; a: its input, from -8 to 8; layers: how many in a row there can
    be. own: units of one's own by name, unit(A) -> (value, back), which are shown beside the
    library's and checked by difference quotients; what is wrong with them is told in a sentence.
    Raises ValueError for others.
    """

    entry = "unit_explorer.js"

    def __init__(
        self,
        unit: str = "sigmoid",
        a: float = 2.0,
        layers: int = 12,
        *,
        own: Mapping[str, Any] | None = None,
    ) -> None:
        if unit not in UNITS:
            raise ValueError(f"unit is {unit!r}: there are {', '.join(UNITS)}")
        if not -8 <= float(numbers("a", a, ())) <= 8:
            raise ValueError(f"a is {a}: give a number from -8 to 8")
        if not 1 <= layers <= 50:
            raise ValueError(f"layers is {layers}: give 1 to 50")
        for name, each in (own or {}).items():
            if not callable(each):
                raise ValueError(f"own {name} is {each!r}: give a function")
        self.problems: list[str] = []
        made = {f"your {name}": self._sampled(name, each) for name, each in (own or {}).items()}
        known = {name: curves for name, curves in made.items() if curves}
        super().__init__(
            unit=next(iter(known), unit),
            a=float(a),
            layers=layers,
            own=known,
            problems=self.problems,
        )

    def _sampled(self, name: str, unit: Any) -> list[list[float]]:
        """Value and derivative of an own unit on a grid; empty when it fails, which is told."""
        careful = careful_unit(name, unit)
        A = np.linspace(-8, 8, SAMPLES)[:, None]
        try:
            with guarded(SECONDS):
                Z, back = careful(A)
                curves = [Z[:, 0].tolist(), np.asarray(back(np.ones_like(A)))[:, 0].tolist()]
                self.problems += wrong_gradients(name, careful, [A[3::20] + 0.01])
        except OwnFunctionFailed as failed:
            self.problems.append(str(failed))
            return []
        return curves

    def still(self) -> Picture:
        """Each unit with its derivative; one's own in the place of the library's of that name."""
        A = np.linspace(-8, 8, SAMPLES)
        own = {name: np.array(curves) for name, curves in self.opening["own"].items()}
        known = {name: each for name, each in UNITS.items() if f"your {name}" not in own}
        shown = own | {name: _curves(each, A) for name, each in known.items()}
        figure, axes = plot.panels(len(shown), width=2.9)
        told = []
        for ax, (name, (Z, slope)) in zip(axes, shown.items(), strict=True):
            ax.plot(A, Z, color="black", label="value")
            ax.plot(A, slope, "--", color=plot.BLUE, label="derivative")
            ax.set(xlabel="a", ylim=(-1.5, 4), title=name)
            told.append(
                f"{name}: at most {slope.max():.2g}, at -8 {slope[0]:.1g}, at 8 {slope[-1]:.1g}"
            )
        axes[0].legend(fontsize="small")
        return picture_of(
            figure,
            "The values of units, solid, and their derivatives, dashed, from -8 to 8. The "
            f"derivatives are, of {'; '.join(told)}. {' '.join(self.problems)}".strip(),
        )


def _curves(unit: Any, A: Array) -> Array:
    """The unit's values and derivatives, as two rows."""
    Z, back = unit(A)
    return np.stack([Z, back(np.ones_like(A))])

"""Difference quotients: a function drawn to the scale of the step, and the error against it."""

from collections.abc import Sequence

import numpy as np

from backprop_lib import plot
from backprop_lib.plot import Picture
from backprop_lib.widgets.explorers.base import Explorer, numbers, picture_of

LEAST, MOST = 1e-17, 1.0


class StepExplorer(Explorer):
    """Zooms in on a function until the step fills the window; and the error against the step.

    deltas: steps to choose from, each of which gets a button and a picture of x cubed at 1.
    Raises ValueError for steps outside of 1e-17 to 1.
    """

    entry = "step_explorer.js"

    def __init__(self, deltas: Sequence[float] = (0.5, 1e-5, 4e-16)) -> None:
        self.deltas = numbers("deltas", deltas, (None,)).tolist()
        for delta in self.deltas:
            if not LEAST <= delta <= MOST:
                raise ValueError(f"a step is {delta:g}: give steps from {LEAST:g} to {MOST:g}")
        super().__init__(deltas=self.deltas)

    def still(self) -> Picture:
        """x cubed at 1 under each of the steps, with tangent and chord."""
        figure, axes = plot.panels(len(self.deltas), width=3.9, height=3.9)
        told = []
        h, ends = np.linspace(-1.5, 1.5, 1201), np.array([-1.0, 1.0])
        for ax, delta in zip(axes, self.deltas, strict=True):
            rise = ((1 + ends * delta) ** 3 - 1) / delta
            slope = (rise[1] - rise[0]) / 2
            ax.plot(h, 3 * h, "--", color=plot.BLUE, label="tangent, slope 3")
            ax.plot(
                h, ((1 + h * delta) ** 3 - 1) / delta, color="black", linewidth=1, label="$x^3$"
            )
            ax.plot(ends, rise, "o-", color=plot.ORANGE, label="chord")
            ax.set(xlabel="distance from 1, in steps", ylim=(-5, 6.5))
            ax.set_title(f"delta = {delta:g}: slope {slope:.6g}", fontsize="medium")
            told.append(f"with delta = {delta:g} the chord has slope {slope:.3g}")
        axes[0].set_ylabel("rise of f, in steps")
        axes[0].legend(fontsize="small", loc="upper left")
        return picture_of(
            figure,
            f"x cubed around 1, drawn to the scale of {len(self.deltas)} steps, with its tangent "
            f"of slope 3 and the chord of the symmetric difference: {'; '.join(told)}. Where the "
            "step is large the function is curved; where it is small function, chord and tangent "
            "are one line; where it is as small as 1e-15 the function is a flight of stairs.",
        )

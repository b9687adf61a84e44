"""A valley, and the steps of gradient descent in it."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from backprop_lib import optim, plot
from backprop_lib.plot import Picture
from backprop_lib.widgets.explorers.base import Array, Explorer, numbers, picture_of

LEVELS = (0.25, 1, 2.25, 4, 6.25, 9, 12.25)
LOOKS = (("o", plot.BLUE), ("s", plot.ORANGE), ("^", "black"), ("v", "gray"))


class ValleyExplorer(Explorer):
    """f(x) = x' H x / 2 with curvature 1 along 30 degrees and kappa across, and paths down it.

    start: (2,), within 4 of the bottom both ways; kappa: from 1 to 50; rates: one to four learning
    rates from 0.005 to 0.6, each of which gets a button and a panel; steps: from 1 to 100. Raises
    ValueError for others.
    """

    entry = "valley_explorer.js"

    def __init__(
        self,
        start: ArrayLike = (3.0, 0.5),
        kappa: float = 10,
        rates: Sequence[float] = (0.03, 0.18, 0.205),
        steps: int = 15,
    ) -> None:
        self.start = numbers("start", start, (2,))
        self.rates = numbers("rates", rates, (None,)).tolist()
        if np.abs(self.start).max() > 4 or not self.start.any():
            raise ValueError(f"start is {self.start}: give a point within 4 of the bottom, (0, 0)")
        if not 1 <= kappa <= 50:
            raise ValueError(f"kappa is {kappa}: give 1 to 50")
        if len(self.rates) > len(LOOKS) or not all(0.005 <= rate <= 0.6 for rate in self.rates):
            raise ValueError(f"rates is {self.rates}: give one to four, from 0.005 to 0.6")
        if not 1 <= steps <= 100:
            raise ValueError(f"steps is {steps}: give 1 to 100")
        self.kappa, self.steps = float(kappa), steps
        super().__init__(
            start=self.start.tolist(), kappa=self.kappa, rates=self.rates, steps=self.steps
        )

    def still(self) -> Picture:
        """A panel for each learning rate, and the distance from the bottom for all."""
        c, s = np.cos(np.pi / 6), np.sin(np.pi / 6)
        turn = np.array([[c, -s], [s, c]])
        H = turn @ np.diag([1.0, self.kappa]) @ turn.T
        figure, axes = plot.panels(len(self.rates) + 1, width=3.2)
        x1, x2 = np.meshgrid(np.linspace(-4, 4, 101), np.linspace(-4, 4, 101))
        spots = np.stack([x1, x2], axis=-1)
        heights = np.sum((spots @ H) * spots, axis=-1) / 2
        told = []
        for ax, rate, (marker, colour) in zip(axes, self.rates, LOOKS, strict=False):
            path = _path(H, self.start, rate, self.steps)
            distances = np.linalg.norm(path, axis=1)
            ax.contour(x1, x2, heights, levels=LEVELS, colors="gray", linewidths=0.8)
            ax.plot(*path.T, marker=marker, color=colour, markersize=4, linewidth=1)
            ax.plot(0, 0, "*", color="black", markersize=12, zorder=3)
            ax.set(xlim=(-4, 4), ylim=(-4, 4), title=f"lr = {rate:g}")
            ax.set(xlabel="$x_1$", aspect="equal")
            axes[-1].semilogy(
                distances, marker=marker, color=colour, markersize=4, label=f"lr {rate:g}"
            )
            told.append(f"lr {rate:g}: {distances[0]:.2f} at first, {distances[-1]:.2f} in the end")
        axes[-1].set(xlabel="step", title="distance from the bottom")
        axes[-1].legend(fontsize="small")
        return picture_of(
            figure,
            f"A valley with curvatures 1 and {self.kappa:g} from above, and {self.steps} steps of "
            f"gradient descent with {len(self.rates)} learning rates; the distance from the "
            f"bottom against the step. {'; '.join(told)}.",
        )


def _path(H: Array, start: Array, rate: float, steps: int) -> Array:
    update = optim.plain()
    path: list[Any] = [start]
    for _ in range(steps):
        (x,) = update((path[-1],), (H @ path[-1],), rate)
        path.append(x)
    return np.array(path)

"""Exclusive or: the one line that cannot, the two that can, and the hidden space."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from backprop_lib import plot
from backprop_lib.plot import Picture
from backprop_lib.widgets.explorers.base import Array, Explorer, numbers, picture_of

X = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]])
T = np.array([0, 1, 1, 0])


class XorExplorer(Explorer):
    """Two hidden units of a net for exclusive or, as lines that can be turned and moved.

    lines: (direction in degrees, place) of each: where cos x1 + sin x2 = place; steepness: of the
    units, from 1 to 40. Raises ValueError for others.
    """

    entry = "xor_explorer.js"

    def __init__(
        self,
        lines: Sequence[tuple[float, float]] = ((45.0, 0.35), (45.0, 1.05)),
        steepness: float = 10,
    ) -> None:
        self.lines = numbers("lines", lines, (2, 2))
        if not 1 <= steepness <= 40:
            raise ValueError(f"steepness is {steepness}: give 1 to 40")
        for angle, place in self.lines:
            if not (0 <= angle <= 180 and -1 <= place <= 2):
                raise ValueError(
                    f"lines holds {(angle, place)}: give a direction from 0 to 180 degrees and a "
                    "place from -1 to 2"
                )
        self.steepness = float(steepness)
        super().__init__(lines=self.lines.tolist(), steepness=self.steepness)

    def still(self) -> Picture:
        """The line that cannot, the two that can, and the four points in the hidden space."""
        figure, axes = plot.panels(3, width=3.4)
        told = []
        for ax, count in zip(axes, (1, 2), strict=False):
            right = self._draw_plane(ax, count)
            told.append(f"{'one line' if count == 1 else 'two lines'}: {right} of 4 right")
        Z = self._hidden(X)
        plot.points(axes[2], Z, T)
        axes[2].axline((0.5, 0), slope=1, color="black", linestyle="--")
        axes[2].set(xlim=(-0.2, 1.2), ylim=(-0.2, 1.2), title="the hidden space")
        axes[2].set(xlabel="$z_1$", ylabel="$z_2$")
        return picture_of(
            figure,
            f"The four points of exclusive or, cut by {told[0]}; by {told[1]}. In the space of "
            "the two hidden units both points of target 1 lie in one place, and one line, dashed, "
            "parts them from the others.",
        )

    def _hidden(self, points: Array) -> Array:
        """What the two hidden units say of points (m, 2): (m, 2)."""
        turn = np.deg2rad(self.lines[:, 0])
        A = points @ np.stack([np.cos(turn), np.sin(turn)]) - self.lines[:, 1]
        return np.asarray((1 + np.tanh(self.steepness * A / 2)) / 2)

    def _draw_plane(self, ax: Any, count: int) -> int:
        def net(points: Array) -> Array:
            Z = self._hidden(points)
            score = Z[:, 0] - (Z[:, 1] if count == 2 else 0)
            return np.asarray(score)

        plot.decision_boundary(net, X, T, ax=ax, title="one line" if count == 1 else "two lines")
        return int(((net(X) > 0.5) == (T == 1)).sum())

"""A line through samples: its errors, and where it lies in the landscape of the loss."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from backprop_lib import plot
from backprop_lib.losses import mse
from backprop_lib.plot import Picture
from backprop_lib.widgets.explorers.base import Explorer, numbers, picture_of

SLOPES, INTERCEPTS = (-0.5, 4.5), (-3.0, 6.0)
LEVELS = [1, 2, 4, 8, 16, 32]
MARKERS = "so*^"
LINES = {"A": (1.0, 4.0), "B": (3.0, 0.0), "C": (2.2, 0.7)}


class LineExplorer(Explorer):
    """The lines y = k x + m through samples x (n,), y (n,), and the mean of their squared errors.

    lines: up to four (k, m) to choose from, by name; the first is shown first.
    Raises ValueError for samples or lines of other kinds.
    """

    entry = "line_explorer.js"

    def __init__(
        self, x: ArrayLike, y: ArrayLike, lines: Mapping[str, tuple[float, float]] = LINES
    ) -> None:
        self.x = numbers("x", x, (None,))
        self.y = numbers("y", y, (len(self.x),))
        if not 1 <= len(lines) <= len(MARKERS):
            raise ValueError(f"lines holds {len(lines)}: give one to four")
        self.lines = {name: numbers(f"line {name}", line, (2,)) for name, line in lines.items()}
        super().__init__(
            x=self.x.tolist(),
            y=self.y.tolist(),
            lines={name: line.tolist() for name, line in self.lines.items()},
            slopes=SLOPES,
            intercepts=INTERCEPTS,
        )

    def loss(self, k: float, m: float) -> float:
        """The mean of the squared errors of a line."""
        return float(mse(k * self.x + m, self.y)[0])

    def still(self) -> Picture:
        """Each line with its errors, and the map of the loss."""
        figure, axes = plot.panels(len(self.lines) + 1, width=3)
        for ax, (name, (k, m)) in zip(axes, self.lines.items(), strict=False):
            y_hat = k * self.x + m
            ax.plot(self.x, y_hat, color="black")
            ax.vlines(self.x, y_hat, self.y, linestyles="--", color="gray")
            ax.scatter(self.x, self.y, s=50, color=plot.ORANGE, marker="^", zorder=3)
            top = 1.15 * float(np.max(self.y))
            title = f"{name}: k = {k:g}, m = {m:g}\nMSE {self.loss(k, m):.3g}"
            ax.set(xlabel="x", ylim=(-0.5, top), title=title)
        self._draw_map(axes[-1])
        figure.subplots_adjust(top=0.82)
        told = [
            f"{name}, slope {k:g} and intercept {m:g}, has MSE {self.loss(k, m):.3g}"
            for name, (k, m) in self.lines.items()
        ]
        return picture_of(
            figure,
            f"{len(self.lines)} lines on {len(self.x)} samples, each with its errors as dashed "
            "lines, and a map of the MSE over all slopes and intercepts. " + "; ".join(told) + ". "
            "On the map the levels of equal loss are ellipses around one lowest point, long and "
            "narrow, from upper left to lower right.",
        )

    def _draw_map(self, ax: Any) -> None:
        K, M = np.meshgrid(np.linspace(*SLOPES, 26), np.linspace(*INTERCEPTS, 26))
        heights = [self.loss(k, m) for k, m in zip(K.flat, M.flat, strict=True)]
        drawn = ax.contour(K, M, np.reshape(heights, K.shape), levels=LEVELS, cmap="viridis")
        ax.clabel(drawn, fontsize="x-small")
        for marker, (name, (k, m)) in zip(MARKERS, self.lines.items(), strict=False):
            ax.plot(k, m, marker, color=plot.ORANGE, markersize=9, markeredgecolor="black")
            ax.annotate(name, (k, m), (8, 3), textcoords="offset points", weight="bold")
        ax.set(xlabel="slope k", ylabel="intercept m", title="the MSE of every line")

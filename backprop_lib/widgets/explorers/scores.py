"""Scores, the shares that softmax makes of them, and what the cross-entropy sends back."""

from collections.abc import Sequence

import numpy as np

from backprop_lib import plot
from backprop_lib.plot import Picture
from backprop_lib.units import logistic
from backprop_lib.widgets.explorers.base import Explorer, numbers, picture_of


class ScoresExplorer(Explorer):
    """Scores of two to six classes times a factor: shares, loss and gradients.

    right: the right class, from 1; factors: to choose from, each of which gets a picture.
    Raises ValueError for scores outside of -6 to 6, factors outside of 0 to 10, another class.
    """

    entry = "scores_explorer.js"

    def __init__(
        self,
        scores: Sequence[float] = (1, 2, 4),
        right: int = 2,
        factors: Sequence[float] = (0, 0.5, 1, 5),
    ) -> None:
        self.scores = numbers("scores", scores, (None,))
        self.factors = numbers("factors", factors, (None,)).tolist()
        if not 2 <= len(self.scores) <= 6 or np.abs(self.scores).max() > 6:
            raise ValueError(f"scores is {list(scores)}: give two to six, from -6 to 6")
        if not 1 <= right <= len(self.scores):
            raise ValueError(f"right is {right}: give a class from 1 to {len(self.scores)}")
        if not all(0 <= factor <= 10 for factor in self.factors):
            raise ValueError(f"factors is {self.factors}: give numbers from 0 to 10")
        self.right = right
        super().__init__(scores=self.scores.tolist(), right=right, factors=self.factors)

    def still(self) -> Picture:
        """Shares, targets and gradients for each of the factors."""
        figure, axes = plot.panels(len(self.factors), width=3.0)
        n = len(self.scores)
        T = np.eye(n)[[self.right - 1]]
        told = []
        for ax, factor in zip(axes, self.factors, strict=True):
            D, back = logistic(factor * self.scores[None], T)
            gradient = back(1.0)[0]
            Y = gradient + T[0]
            ax.bar(range(n), Y, color=plot.PALE_BLUE, edgecolor="black", width=0.5)
            ax.plot(range(n), T[0], "^", color=plot.ORANGE, markeredgecolor="black", markersize=9)
            for k in range(n):
                if abs(gradient[k]) > 0.06:
                    ends = (k + 0.36, Y[k]), (k + 0.36, T[0, k])
                    ax.annotate("", ends[1], ends[0], arrowprops={"arrowstyle": "->"})
                ax.annotate(f"{gradient[k]:+.2f}", (k, -0.17), ha="center")
            ax.set(title=f"scores x {factor:g}: loss {D:.2f}", ylim=(-0.25, 1.15))
            ax.set(xlim=(-0.5, n - 0.4), xticks=range(n))
            ax.set_xticklabels([f"class {k + 1}" for k in range(n)])
            told.append(
                f"Scores times {factor:g}: Y is {Y.round(2)}, Y - T is {gradient.round(2)}."
            )
        axes[0].set_ylabel("bars: Y, triangles: T, below: Y - T", fontsize="small")
        return picture_of(
            figure,
            f"The shares of {n} classes as bars and the targets as triangles, for "
            f"{len(self.factors)} factors; arrows lead from each bar to its triangle, and the "
            f"numbers below are Y - T. {' '.join(told)}",
        )

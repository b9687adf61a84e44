"""A matrix product by row and column, and the cells that each gradient is made of."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from backprop_lib import plot
from backprop_lib.plot import Picture
from backprop_lib.units import matmul
from backprop_lib.widgets.explorers.base import Explorer, numbers, picture_of

CELL = 0.42  # inches
CHOSEN, SOURCE, REACHED = "chosen", "source", "reached"
Entry = tuple[str, int, int]
# A matrix of a line: its name, its numbers, the row and column that are lit, and how.
Part = tuple[str, Any, tuple[int | None, int | None], str]


class MatrixExplorer(Explorer):
    """Y = X W and its gradients, for X (m, p), W (p, q) and the upstream gradient dY (m, q).

    An entry of X, W or Y is chosen; what it is multiplied by, what it reaches and what its gradient
    is made of are marked. entries: some of X and W, such as ("X", 1, 2), each of which gets a
    button and a line of the picture; the first is chosen first.
    Raises ValueError for what does not fit together.
    """

    entry = "matrix_explorer.js"

    def __init__(
        self,
        X: ArrayLike,
        W: ArrayLike,
        dY: ArrayLike,
        entries: Sequence[Entry] = (("X", 0, 0), ("W", 0, 0)),
    ) -> None:
        self.X = numbers("X", X, (None, None))
        self.W = numbers("W", W, (self.X.shape[1], None))
        self.dY = numbers("dY", dY, (self.X.shape[0], self.W.shape[1]))
        shapes = {"X": self.X.shape, "W": self.W.shape}
        for name, i, j in entries:
            if name not in shapes or not (0 <= i < shapes[name][0] and 0 <= j < shapes[name][1]):
                raise ValueError(
                    f"entries holds {(name, i, j)}: give X or W, a row and a column of it"
                )
        self.entries = list(entries)
        super().__init__(
            X=self.X.tolist(),
            W=self.W.tolist(),
            dY=self.dY.tolist(),
            entries=[list(each) for each in entries],
        )

    def still(self) -> Picture:
        """Each of the entries in a line: forward to Y, and back from dY."""
        from matplotlib.figure import Figure

        lines = [self._line(each) for each in self.entries]
        columns = max(sum(part[1].shape[1] + 1 for part in line) for line, _ in lines)
        heights = [max(part[1].shape[0] for part in line) + 1.8 for line, _ in lines]
        figure = Figure(figsize=(CELL * columns, CELL * sum(heights)), dpi=plot.DPI)
        ax = figure.add_axes((0, 0, 1, 1))
        ax.set(xlim=(0, columns), ylim=(sum(heights), 0))
        ax.set_axis_off()
        for n, (line, _) in enumerate(lines):
            x = 0.5
            for part in line:
                _draw(ax, x, sum(heights[:n]) + 1.2, part)
                x += part[1].shape[1] + 1
        return picture_of(
            figure,
            f"{len(lines)} lines of five matrices: the entry, what it is multiplied by, what it "
            f"reaches, what comes back, its gradient. {' '.join(words for _, words in lines)}",
        )

    def _line(self, entry: Entry) -> tuple[list[Part], str]:
        Y, back = matmul(self.X, self.W)
        dX, dW = back(self.dY)
        name, i, j = entry
        chosen: list[Part]
        if name == "X":
            chosen = [("X", self.X, (i, j), CHOSEN), ("W", self.W, (j, None), SOURCE)]
            lit: tuple[int | None, int | None] = (i, None)
            where, factor, gradient = f"row {i}", f"row {j} of W", dX
        else:
            chosen = [("W", self.W, (i, j), CHOSEN), ("X", self.X, (None, i), SOURCE)]
            lit = (None, j)
            where, factor, gradient = f"column {j}", f"column {i} of X", dW
        rest: list[Part] = [
            ("Y", Y, lit, REACHED),
            ("dY", self.dY, lit, SOURCE),
            (f"d{name}", gradient, (i, j), CHOSEN),
        ]
        factors = self.W[j] if name == "X" else self.X[:, i]
        upstream = self.dY[i] if name == "X" else self.dY[:, j]
        return [*chosen, *rest], (
            f"The entry [{i}, {j}] of {name} is multiplied by {factor}, {_listed(factors)}, and "
            f"reaches {where} of Y; {where} of dY, {_listed(upstream)}, comes back, and the "
            f"product of the two is {gradient[i, j]:g}, the entry [{i}, {j}] of d{name}."
        )


def _listed(values: Any) -> str:
    return f"[{', '.join(f'{value:g}' for value in np.ravel(values))}]"


def _draw(ax: Any, x: float, y: float, part: Part) -> None:
    from matplotlib.patches import Rectangle

    label, matrix, (row, column), kind = part
    looks: dict[str, dict[str, Any]] = {
        CHOSEN: {"facecolor": plot.PALE_ORANGE, "linewidth": 2.5},
        SOURCE: {"facecolor": plot.PALE_BLUE, "linewidth": 1.5},
        REACHED: {"facecolor": "white", "linewidth": 1.5, "linestyle": ":"},
    }
    ax.text(x, y - 0.25, f"{label} {matrix.shape}", fontsize=9)
    for r in range(matrix.shape[0]):
        for c in range(matrix.shape[1]):
            if row in (None, r) and column in (None, c):
                ax.add_patch(Rectangle((x + c, y + r), 1, 1, edgecolor="black", **looks[kind]))
            ax.text(x + c + 0.5, y + r + 0.5, f"{matrix[r, c]:g}", ha="center", va="center")

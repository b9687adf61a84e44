"""The gradients of a deep net's layers at its start: which arrive, which vanish, which explode."""

from typing import Any

import numpy as np

from backprop_lib import activations, init, plot
from backprop_lib.plot import Picture
from backprop_lib.units import affine
from backprop_lib.widgets.explorers.base import Explorer, picture_of

BENDS: dict[str, Any] = {
    "sigmoid": activations.sigmoid,
    "tanh": activations.tanh,
    "relu": activations.relu,
    "leaky relu": activations.leaky_relu,
}
STARTS: dict[str, Any] = {
    "std 0.01": lambda p, q, rng: 0.01 * rng.standard_normal((p, q)),
    "std 1": lambda p, q, rng: rng.standard_normal((p, q)),
    "Xavier": init.xavier,
    "He": init.he,
}
LOOKS = ("gray", ":", "v"), ("black", "--", "s"), (plot.BLUE, "-", "o"), (plot.ORANGE, "-", "^")
SAMPLES, WIDTH = 32, 50


class DepthExplorer(Explorer):
    """The norms of dW in a net of up to 40 layers of 50 units, for four activations and starts.

    bend, start: those shown and told at first; depth: the number of layers. Raises ValueError for
    others.
    """

    entry = "depth_explorer.js"

    def __init__(self, bend: str = "tanh", start: str = "Xavier", depth: int = 20) -> None:
        for what, value, known in (("bend", bend, BENDS), ("start", start, STARTS)):
            if value not in known:
                raise ValueError(f"{what} is {value!r}: there are {', '.join(known)}")
        if not 2 <= depth <= 40:
            raise ValueError(f"depth is {depth}: give 2 to 40 layers")
        self.depth = depth
        super().__init__(bend=bend, start=start, depth=depth)

    def still(self) -> Picture:
        """The norms of dW layer by layer, a panel an activation and a line a start."""
        figure, axes = plot.panels(len(BENDS), width=3.2, height=3.9)
        told = []
        for ax, (name, bend) in zip(axes, BENDS.items(), strict=True):
            for (label, start), look in zip(STARTS.items(), LOOKS, strict=True):
                norms = _norms(bend, start, self.depth)
                colour, line, marker = look
                ax.semilogy(
                    range(1, self.depth + 1), norms, color=colour, linestyle=line, marker=marker,
                    markersize=4, markevery=3, label=label,
                )  # fmt: skip
                told.append(f"{name}, {label}: {norms[0]:.0e} in layer 1, {norms[-1]:.0e} at last")
            ax.set(xlabel="layer", title=name)
        axes[0].set_ylabel("norm of dW")
        axes[0].legend(fontsize="small")
        return picture_of(
            figure,
            f"The norm of dW in each of {self.depth} layers, logarithmic, for four activations "
            f"and four starts. {'; '.join(told)}.",
        )


def _norms(bend: Any, start: Any, depth: int) -> list[float]:
    rng = np.random.default_rng(0)
    H, backs = rng.standard_normal((SAMPLES, WIDTH)), []
    for _ in range(depth):
        A, affine_back = affine(H, start(WIDTH, WIDTH, rng), np.zeros(WIDTH))
        H, bend_back = bend(A)
        backs.append((affine_back, bend_back))
    dH, norms = rng.standard_normal(H.shape), []
    for affine_back, bend_back in reversed(backs):
        dH, dW, _ = affine_back(bend_back(dH))
        norms.append(float(np.linalg.norm(dW)))
    return norms[::-1]

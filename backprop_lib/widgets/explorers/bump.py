"""A function put together from bumps, each made of two steep sigmoids."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from backprop_lib import plot
from backprop_lib.activations import sigmoid
from backprop_lib.plot import Picture
from backprop_lib.widgets.explorers.base import Array, Explorer, picture_of

CHOICES = ((4, 500), (8, 500), (16, 500), (16, 20))


class BumpExplorer(Explorer):
    """How close a net of bumps comes to a function from 0 to 1.

    choices: pairs (bumps, steepness) to choose from, each of which gets a button and a picture;
    1 to 64 bumps, of steepness 5 to 2000. Raises ValueError for others.
    """

    entry = "bump_explorer.js"

    def __init__(self, choices: Sequence[tuple[int, float]] = CHOICES) -> None:
        if not choices:
            raise ValueError("choices is empty: give at least one pair (bumps, steepness)")
        for bumps, steepness in choices:
            if not (1 <= bumps <= 64 and 5 <= steepness <= 2000):
                raise ValueError(
                    f"choices holds {(bumps, steepness)}: "
                    "give 1 to 64 bumps, of steepness 5 to 2000"
                )
        self.choices = [(int(bumps), float(steepness)) for bumps, steepness in choices]
        super().__init__(choices=[list(choice) for choice in self.choices])

    def still(self) -> Picture:
        """The sine and the net of each of the choices."""
        figure, axes = plot.panels(len(self.choices), width=2.9)
        x = np.linspace(0, 1, 1001)
        told = []
        for ax, (bumps, steepness) in zip(axes, self.choices, strict=True):
            y = _net(x, bumps, steepness)
            error = float(np.abs(y - _wave(x)).max())
            ax.plot(x, _wave(x), "--", color="black", label="g")
            ax.plot(x, y, color=plot.ORANGE, label="net")
            ax.set(xlabel="x", ylim=(-1.2, 1.2))
            ax.set_title(f"{bumps} bumps, steepness {steepness:g}", fontsize="medium")
            ax.annotate(f"error {error:.2f}", (0.5, 1.02))
            told.append(f"{bumps} bumps of steepness {steepness:g}, sup error {error:.2f}")
        axes[0].legend(fontsize="small", loc="lower left")
        return picture_of(
            figure,
            f"The sine, dashed, and the net built from bumps, in {len(self.choices)} pictures: "
            f"{'; '.join(told)}. With steepness 500 the net is a staircase whose stairs get "
            "smaller; with 20 it is smooth.",
        )


def _wave(x: Any) -> Any:
    return np.sin(2 * np.pi * x)


def _net(x: Array, bumps: int, steepness: float) -> Array:
    total = np.zeros_like(x)
    for k in range(bumps):
        up, down = (sigmoid(steepness * (x - at / bumps))[0] for at in (k, k + 1))
        total += _wave((k + 0.5) / bumps) * (up - down)
    return total

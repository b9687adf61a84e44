"""Analytical gradients against numerical ones, leaving out what crosses a kink."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from backprop_lib.arrays import Array
from backprop_lib.exercises.compare import Values
from backprop_lib.gradcheck import DELTA, has_kink

RTOL = 1e-5


@dataclass(frozen=True)
class NumericalCheck:
    """How many entries were compared, how many left out, and the gradients that do not agree."""

    compared: int = 0
    left_out: int = 0
    wrong: tuple[str, ...] = ()

    def __add__(self, other: "NumericalCheck") -> "NumericalCheck":
        return NumericalCheck(
            self.compared + other.compared,
            self.left_out + other.left_out,
            tuple(sorted({*self.wrong, *other.wrong})),
        )

    def __str__(self) -> str:
        text = f"{self.compared} entries equal to numerical gradients"
        if self.left_out:
            text += f" ({self.left_out} left out, where the difference crosses a kink)"
        return text


def check_gradient(
    f: Callable[[Array], float], x: Array | float, name: str, gradient: Values
) -> NumericalCheck:
    """Compare the gradient of f at x with symmetric differences, two calls of f an entry.

    Where they differ, four more calls tell whether f has a kink within DELTA of x: such an entry
    is left out.
    """
    x = np.asarray(x, dtype=float)
    numerical = np.array([quotient(f, x, i) for i in np.ndindex(x.shape)]).reshape(x.shape)
    tolerance = RTOL * max(1.0, float(np.max(np.abs(gradient), initial=0.0)))
    with np.errstate(all="ignore"):
        differ = np.argwhere(~(np.abs(numerical - gradient) <= tolerance))
    kinks = [has_kink(f, x, tuple(i), tolerance) for i in differ]
    left_out = sum(kinks)
    return NumericalCheck(x.size - left_out, left_out, () if all(kinks) else (name,))


def quotient(f: Callable[[Array], float], x: Array, i: tuple[int, ...]) -> float:
    """The symmetric difference quotient of f along one entry of x."""
    above, below = _moved(x, i, DELTA), _moved(x, i, -DELTA)
    return float((f(above) - f(below)) / (above[i] - below[i]))


def _moved(x: Array, i: tuple[int, ...], h: float) -> Array:
    moved = x.copy()
    moved[i] += h
    return moved

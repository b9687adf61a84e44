"""Numerical gradients, to check the analytical ones against."""

from collections.abc import Callable

import numpy as np

from backprop_lib.arrays import Array, require_floats


def numerical_gradient(f: Callable[[Array], float], x: Array, delta: float = 1e-5) -> Array:
    """The gradient of a scalar function by symmetric differences, two calls of f an entry.

    x: a floating-point array of any shape, never changed: f gets copies; the gradient has its
    shape and dtype. The error is of order delta^2 while f is smooth between x - delta and
    x + delta; a kink there (relu at 0) makes the entry meaningless.
    Raises TypeError when x is no such array or f returns no single number, ValueError when delta
    is not positive or lost in rounding.
    Source: Avrithis, Deep learning for vision, lecture 6 (2018), numerical approximation.
    """
    require_floats("numerical_gradient", {"x": x})
    if not delta > 0:
        raise ValueError(f"numerical_gradient: delta is {delta}: it must be positive, e.g. 1e-5")
    gradient = np.empty_like(x)
    for i in np.ndindex(x.shape):
        above, below = x.copy(), x.copy()
        above[i] += delta
        below[i] -= delta
        width = above[i] - below[i]  # 2 delta as rounding has left it
        if width == 0:
            raise ValueError(
                f"numerical_gradient: delta is {delta}, x[{i}] is {x[i]}: x does not change, "
                "use a larger delta"
            )
        gradient[i] = (_number(f(above)) - _number(f(below))) / width
    return gradient


def _number(value: object) -> float:
    if isinstance(value, int | float | np.generic) or (
        isinstance(value, np.ndarray) and value.shape == ()
    ):
        return float(value)
    shape = f" of shape {value.shape}" if isinstance(value, np.ndarray) else ""
    raise TypeError(
        f"numerical_gradient: f returned a {type(value).__name__}{shape}: it must return one "
        "number; of (loss, grads) return the loss alone"
    )

"""The solutions of lesson 03, each in its plainest form."""

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import numpy as np

from backprop_lib.arrays import Array

Unit: TypeAlias = Callable[..., tuple[Any, Callable[[Any], Any]]]
Planted: TypeAlias = dict[str, tuple[Unit, tuple[Array, ...]]]

UNITS: Planted = {}  # the notebook's, and in a check another one, stands here


def numerical_gradient(f: Callable[[Array], float], x: Array, delta: float) -> Array:
    """The gradient of f at x (any shape) by symmetric differences, entry by entry."""
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        above, below = x.copy(), x.copy()
        above[i] += delta
        below[i] -= delta
        gradient[i] = (f(above) - f(below)) / (2 * delta)
    return gradient


def relative_error(a: Array, b: Array) -> float:
    """The largest |a - b| / max(|a|, |b|) of all entries, where 0/0 counts as 0."""
    difference = np.abs(a - b)
    size = np.maximum(np.abs(a), np.abs(b))
    return float(np.max(difference / np.where(size == 0, 1, size)))


def error_curve(
    f: Callable[[Array], float],
    df: Callable[[Array], Array],
    x: Array,
    deltas: Sequence[float] | Array,
) -> Array:
    """The relative error of the numerical gradient of f at x, for each of the steps."""
    right = df(x)
    return np.array([relative_error(numerical_gradient(f, x, d), right) for d in deltas])


def best_step(dtype: Any) -> float:
    """A step near the best for symmetric differences in this precision: eps**(1/3)."""
    return float(np.finfo(dtype).eps ** (1 / 3))


def check(unit: Unit, args: Sequence[Array], rng: np.random.Generator) -> bool:
    """Whether back gives each argument a gradient of its shape, numerically right to 1e-4."""
    value, back = unit(*args)
    upstream = rng.standard_normal(np.shape(value))
    gradients = back(upstream)
    if not isinstance(gradients, tuple):
        gradients = (gradients,)
    if len(gradients) != len(args):
        return False
    for k, gradient in enumerate(gradients):

        def f(x: Array, k: int = k) -> float:
            moved = [*args[:k], x, *args[k + 1 :]]
            return float(np.sum(upstream * unit(*moved)[0]))

        if np.shape(gradient) != args[k].shape:
            return False
        numerical = numerical_gradient(f, args[k], best_step(args[k].dtype))
        if not relative_error(gradient, numerical) <= 1e-4:  # so that nan is noticed
            return False
    return True


def find_the_bugs() -> set[str]:
    """The names of the units in UNITS whose gradient is wrong."""
    rng = np.random.default_rng(0)
    return {name for name, (unit, args) in UNITS.items() if not check(unit, args, rng)}

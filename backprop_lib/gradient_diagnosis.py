"""What is wrong with a gradient, in words."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backprop_lib.arguments import Leaf, by_argument

RTOL = 1e-6  # of an entry; single precision gets a thousand of its own roundings
SCALE = 0.1  # and this share of RTOL times the largest entry, for those that nearly cancel


def diagnose(leaf: Leaf, numerical: NDArray[np.float64], keep: NDArray[np.bool_]) -> str:
    """A sentence on what is wrong with a leaf's gradient, "" when nothing is.

    keep: the entries of `numerical` that can be relied on.
    """
    name = f"d{leaf.name}"
    if not isinstance(leaf.gradient, np.ndarray | np.generic):
        return f"{name} is a {type(leaf.gradient).__name__}: return an array."
    gradient = np.asarray(leaf.gradient)
    if gradient.shape != numerical.shape:
        return _wrong_shape(name, gradient, numerical, keep)
    if gradient.dtype != leaf.array.dtype:
        return f"{name} is {gradient.dtype}, {leaf.name} is {leaf.array.dtype}: keep its dtype."
    if not np.isfinite(gradient[keep]).all():
        return f"{name} holds nan or inf: look for a division by zero or an overflow."
    if _close(gradient, numerical, keep):
        return ""
    if not gradient[keep].any():
        return f"{name} is zero everywhere, and should not be."
    square = gradient.ndim == 2 and gradient.shape[0] == gradient.shape[1]
    if square and _close(gradient.T, numerical, keep & keep.T):
        return f"{name} is the right one transposed."
    return _factor(name, gradient, numerical, keep) or _where(name, gradient, numerical, keep)


def relative_error(gradient: Any, numerical: Any, keep: NDArray[np.bool_]) -> float:
    """The largest difference of the kept entries, relative to the largest of them; inf if none."""
    if np.shape(gradient) != numerical.shape or isinstance(gradient, list | tuple):
        return np.inf
    largest = float(np.max(np.abs(numerical[keep]), initial=0.0))
    difference = float(np.max(np.abs(gradient[keep] - numerical[keep]), initial=0.0))
    return difference / largest if largest else difference


def impure(
    unit: Callable[..., Any], args: Sequence[Any], d: Any, expected: Sequence[Any]
) -> Iterator[str]:
    """Sentences on a unit or `back` that changes what it was given, or ignores its upstream.

    args and d are the caller's to lose; expected: the gradients that a first `back` gave for them.
    """
    before, d_before = _arrays(args), _arrays([d])
    value, back = unit(*args)
    value_before = _arrays([value])
    first = _arrays(by_argument("back", args, back(d)))
    again = _arrays(by_argument("back", args, back(d)))
    if not _same(_arrays(args), before):
        yield "An argument is changed in place: work on new arrays."
    if not _same(_arrays([d]), d_before):
        yield "back changes its upstream gradient in place: work on a new array."
    if not _same(_arrays([value]), value_before):
        yield "back changes the unit's value in place: work on a new array."
    if not _same(first, again) or not _same(first, _arrays(expected)):
        yield "back gives something else when it is called again: keep no state in it."
    twice = tuple(2 * part for part in d) if isinstance(d, tuple) else 2 * d
    if any(g.any() for g in first) and _same(_arrays(by_argument("", args, back(twice))), first):
        yield "back ignores its upstream gradient: multiply by it."


def _close(gradient: Any, numerical: Any, keep: NDArray[np.bool_]) -> bool:
    rtol = max(RTOL, 1e3 * float(np.finfo(gradient.dtype).eps))
    scale = float(np.max(np.abs(numerical[keep]), initial=0.0))
    margin = rtol * (np.abs(numerical) + SCALE * scale) + 1e-12
    return bool((np.abs(gradient - numerical) <= margin)[keep].all())


def _wrong_shape(name: str, gradient: Any, numerical: Any, keep: NDArray[np.bool_]) -> str:
    shape = numerical.shape
    if gradient.T.shape == shape and _close(gradient.T, numerical, keep):
        return f"{name} is the right one transposed: {gradient.shape} must be {shape}."
    if gradient.size == numerical.size and _close(gradient.reshape(shape), numerical, keep):
        return f"{name} has the right numbers in the shape {gradient.shape}: {shape} is needed."
    if gradient.ndim == len(shape) + 1 and gradient.shape[1:] == shape:
        total = gradient.sum(axis=0)
        if _close(total, numerical, keep):
            return f"{name} is {gradient.shape}, not summed over the batch: sum(axis=0)."
    return f"{name} is {gradient.shape}: it must have its argument's shape, {shape}."


def _factor(name: str, gradient: Any, numerical: Any, keep: NDArray[np.bool_]) -> str:
    g, n = gradient[keep].astype(float), numerical[keep]
    factor = float(g @ n / (n @ n)) if n.any() else 0.0
    if not factor or not _close(gradient / factor, numerical, keep):
        return ""
    if abs(factor + 1) < 1e-6:
        return f"{name} is the right one with its sign flipped."
    return f"{name} is the right one times {factor:.6g}."


def _where(name: str, gradient: Any, numerical: Any, keep: NDArray[np.bool_]) -> str:
    difference = np.where(keep, np.abs(gradient - numerical), 0)
    worst = np.unravel_index(int(np.argmax(difference)), numerical.shape)
    at = f" at {[int(i) for i in worst]}" if worst else ""
    return (
        f"{name} is wrong, most of all{at}: back says {gradient[worst]:.8g}, "
        f"the difference quotient {numerical[worst]:.8g}."
    )


def _arrays(values: Any) -> list[Any]:
    """Copies of all arrays in nested tuples and lists, in order."""
    if isinstance(values, tuple | list):
        return [array for value in values for array in _arrays(value)]
    return [np.array(values)] if isinstance(values, np.ndarray | np.generic) else []


def _same(a: list[Any], b: list[Any]) -> bool:
    return len(a) == len(b) and all(
        x.shape == y.shape and np.array_equal(x, y, equal_nan=True)
        for x, y in zip(a, b, strict=True)
    )

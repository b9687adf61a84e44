"""Numerical gradients, and analytical ones checked against them."""

import copy
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from backprop_lib import gradient_diagnosis
from backprop_lib.arguments import Leaf, by_argument, leaves, unit_name
from backprop_lib.arrays import Array, require_floats

Unit: TypeAlias = Callable[..., tuple[Any, Callable[[Any], Any]]]

DELTA = 1e-5


def numerical_gradient(f: Callable[[Array], float], x: Array, delta: float = DELTA) -> Array:
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
        above, below = _moved(x, i, delta), _moved(x, i, -delta)
        width = above[i] - below[i]  # 2 delta as rounding has left it
        if width == 0:
            raise ValueError(
                f"numerical_gradient: delta is {delta}, x[{i}] is {x[i]}: x does not change, "
                "use a larger delta"
            )
        gradient[i] = (_number(f(above)) - _number(f(below))) / width
    return gradient


def has_kink(
    f: Callable[[Array], float],
    x: Array,
    i: tuple[int, ...],
    tolerance: float,
    delta: float = DELTA,
) -> bool:
    """Whether f has a kink, or a jump, within delta of x along its entry i.

    At a kink the slopes right and left of x differ, by more than `tolerance` / 2 here. Curvature
    makes them differ too, but by an amount that halves with delta; one kink cannot look like that
    for delta, delta/2 and delta/4 at once. Six calls of f and one at x itself.
    """
    f0 = f(x.copy())
    bends = []
    for h in (delta, delta / 2, delta / 4):
        above, below = _moved(x, i, h), _moved(x, i, -h)
        right = (f(above) - f0) / float(above[i] - x[i])
        left = (f0 - f(below)) / float(x[i] - below[i])
        bends.append(right - left)
    bend = max(abs(bends[0] - 2 * bends[1]), abs(bends[1] - 2 * bends[2]))
    return not bend <= tolerance / 2  # nan is a kink


@dataclass(frozen=True)
class GradientCheck:
    """What `check_gradients` found.

    compared, left_out: entries of all gradients together; error: the largest difference of a
    compared entry, relative to the largest entry of its gradient; problems: a sentence each.
    """

    compared: int
    left_out: int
    error: float
    problems: tuple[str, ...] = ()

    def __str__(self) -> str:
        lines = list(self.problems) or ["The gradients equal the numerical ones."]
        text = f"{self.compared} entries compared, largest relative error {self.error:.1e}"
        if self.left_out:
            text += f"; {self.left_out} left out, for a kink within delta"
        return "\n".join([*lines, text + "."])


class WrongGradient(AssertionError):
    """A gradient check that did not pass; `check` holds what was found."""

    def __init__(self, unit: str, check: GradientCheck) -> None:
        super().__init__(f"{unit}: {check}")
        self.check = check


def check_gradients(
    unit: Unit, args: Sequence[Any], seed: int = 0, delta: float = DELTA
) -> GradientCheck:
    """Check a unit's `back` against symmetric differences, for a random upstream gradient.

    args: the unit's arguments, of which those that `back` returns gradients for come first: arrays,
    or tuples of arrays. Entries where the unit has a kink within delta are left out and counted;
    so are jumps. A rule that is wrong by a factor of 1.0005 is noticed, for float32 as for float64
    (the differences are always taken in float64: data of float32 must be among args, where it can
    be widened, not inside a closure). delta is multiplied by |x| where that is above 1.
    Raises WrongGradient, an AssertionError that says what is wrong with which gradient: transposed,
    times a constant, zero, of another shape or dtype; also when `back` ignores its upstream
    gradient, changes what it was given, or gives something else the second time.
    Source: Avrithis, Deep learning for vision, lecture 6 (2018), numerical vs. analytical.
    """
    name = unit_name(unit)
    value, back = unit(*_fresh(args))
    rng = np.random.default_rng(seed)
    d = _random_like(value, rng)
    gradients = by_argument(name, args, back(copy.deepcopy(d)))
    problems = [*gradient_diagnosis.impure(unit, _fresh(args), copy.deepcopy(d), gradients)]
    compared = left_out = 0
    error = 0.0
    for leaf in leaves(unit, args, gradients):
        numerical, kinked = _differences(unit, args, leaf, d, delta)
        keep = ~kinked
        finding = gradient_diagnosis.diagnose(leaf, numerical, keep)
        if finding:
            problems.append(finding)
        compared += int(keep.sum())
        left_out += int(kinked.sum())
        error = max(error, gradient_diagnosis.relative_error(leaf.gradient, numerical, keep))
    if not compared:
        problems.append("Nothing could be compared: every entry has a kink within delta.")
    check = GradientCheck(compared, left_out, error, tuple(problems))
    if problems:
        raise WrongGradient(name, check)
    return check


def as_unit(loss: Callable[[Any], tuple[Any, Sequence[Array]]]) -> Unit:
    """A flat network, loss(params) -> (loss, grads), as a unit of its parameters one by one.

    So `check_gradients(as_unit(loss), params)` checks a whole network.
    """

    def unit(*params: Array) -> tuple[Any, Callable[[Any], Any]]:
        value, grads = loss(params)
        return np.asarray(value), lambda d: tuple(d * dP for dP in grads)

    unit.__name__ = unit_name(loss)
    return unit


@dataclass(frozen=True)
class ErrorCurve:
    """Relative errors of numerical gradients, by step size, in two precisions; all are (n,)."""

    deltas: NDArray[np.float64]
    float64: NDArray[np.float64]
    float32: NDArray[np.float64]


def error_curve(
    f: Callable[[Array], float],
    gradient: Callable[[Array], Array],
    x: Array,
    deltas: Sequence[float] | None = None,
) -> ErrorCurve:
    """How wrong the numerical gradient is for large and for small steps.

    f(x) is one number, computed in the dtype of x; gradient(x) is right. The error is
    |n - g| / (|n| + |g|) with Euclidean norms, g in float64, and 1 where delta is lost in rounding.
    Unless given, deltas are 61 from 1e-15 to 1. On the right the error falls as delta^2, on the
    left it rises as 1/delta: the best step is in between, about 1e-5 for float64 and 1e-2 for
    float32.
    Raises what `numerical_gradient` raises, but not for a delta that is lost.
    Source: Avrithis, Deep learning for vision, lecture 6 (2018), numerical approximation; CS231n
    notes on gradient checks, relative error.
    """
    steps = np.logspace(-15, 0, 61) if deltas is None else np.asarray(deltas, dtype=np.float64)
    wide = np.asarray(x, dtype=np.float64)
    right = gradient(wide)
    curves = [
        np.array([_relative_norm(f, wide.astype(dtype), right, float(delta)) for delta in steps])
        for dtype in (np.float64, np.float32)
    ]
    return ErrorCurve(steps, *curves)


def _relative_norm(f: Callable[[Array], float], x: Array, right: Array, delta: float) -> float:
    if delta > 0 and ((x + delta) - (x - delta) == 0).any():
        return 1.0
    numerical = numerical_gradient(f, x, delta).astype(np.float64)
    size = np.linalg.norm(numerical) + np.linalg.norm(right)
    return float(np.linalg.norm(numerical - right) / size) if size else 0.0


def _differences(
    unit: Unit, args: Sequence[Any], leaf: Leaf, d: Any, delta: float
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Symmetric differences of the unit's value, projected on d; and where they meet a kink."""
    wide = [_in_float64(arg) for arg in args]
    x, d = np.asarray(leaf.of(wide)), _flat(d)
    v0 = _flat(unit(*_fresh(wide))[0])

    def projected(moved: Array) -> float:
        v = _flat(unit(*_fresh(leaf.replaced(wide, moved)))[0])
        return float(d @ (v - v0))  # the difference first: a large value hides nothing

    rounding = 64 * float(np.finfo(float).eps) * float(abs(d) @ abs(v0))
    numerical, kinked = np.zeros(x.shape), np.zeros(x.shape, dtype=bool)
    for i in np.ndindex(x.shape):
        h = delta * max(1.0, abs(float(x[i])))
        above, below = _moved(x, i, h), _moved(x, i, -h)
        numerical[i] = (projected(above) - projected(below)) / (above[i] - below[i])
        tolerance = gradient_diagnosis.RTOL * abs(float(numerical[i])) + 2 * rounding / h
        kinked[i] = has_kink(projected, x, i, tolerance, h)
    return numerical, kinked


def _moved(x: Array, i: tuple[int, ...], h: float) -> Array:
    moved = x.copy()
    moved[i] += h
    return moved


def _fresh(args: Sequence[Any]) -> list[Any]:
    """Copies, of generators too: dropout draws the same mask each time."""
    return copy.deepcopy(list(args))


def _in_float64(arg: Any) -> Any:
    if isinstance(arg, tuple | list):
        return type(arg)(_in_float64(item) for item in arg)
    floating = isinstance(arg, np.ndarray | np.generic) and arg.dtype.kind == "f"
    return np.asarray(arg, dtype=np.float64) if floating else arg


def _random_like(value: Any, rng: np.random.Generator) -> Any:
    if isinstance(value, tuple):
        return tuple(_random_like(part, rng) for part in value)
    return np.asarray(rng.standard_normal(np.shape(value)), dtype=value.dtype)


def _flat(value: Any) -> NDArray[np.float64]:
    parts = value if isinstance(value, tuple) else (value,)
    return np.concatenate([np.ravel(part).astype(np.float64) for part in parts])


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

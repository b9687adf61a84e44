"""Correct answers to lesson 03 in many forms: every check must accept every one."""

import functools
from typing import Any

import numpy as np


def gradient_by_basis(f: Any, x: Any, delta: Any) -> Any:
    steps = delta * np.eye(x.size)
    slopes = [(f(x + e.reshape(x.shape)) - f(x - e.reshape(x.shape))) / (2 * delta) for e in steps]
    return np.array(slopes).reshape(x.shape)


def gradient_put_back(f: Any, x: Any, delta: Any) -> Any:
    gradient = np.empty_like(x)
    for i in np.ndindex(x.shape):
        before = x[i]
        x[i] = before + delta
        above = f(x)
        x[i] = before - delta
        below = f(x)
        x[i] = before
        gradient[i] = (above - below) / delta / 2
    return gradient


def gradient_over_the_true_width(f: Any, x: Any, delta: Any) -> Any:
    gradient = np.zeros_like(x)
    walk = np.nditer(x, flags=["multi_index"])
    for _ in walk:
        i = walk.multi_index
        above, below = np.array(x), np.array(x)
        above[i], below[i] = x[i] + delta, x[i] - delta
        gradient[i] = np.subtract(f(above), f(below)) / (above[i] - below[i])
    return gradient


def gradient_two_one_sided(f: Any, x: Any, delta: Any) -> Any:
    here, gradient = f(x.copy()), np.zeros(x.shape)
    for k in range(x.size):
        step = np.zeros(x.shape)
        step.flat[k] = delta
        right = (f(x + step) - here) / delta
        left = (here - f(x - step)) / delta
        gradient.flat[k] = 0.5 * right + 0.5 * left
    return gradient


def error_with_where(a: Any, b: Any) -> Any:
    size = np.maximum(np.abs(a), np.abs(b))
    return np.divide(np.abs(a - b), size, out=np.zeros_like(size), where=size > 0).max()


def error_by_loop(a: Any, b: Any) -> Any:
    worst = 0.0
    for p, q in zip(np.ravel(a), np.ravel(b), strict=True):
        if p != q:
            worst = max(worst, abs(p - q) / max(abs(p), abs(q)))
    return worst


def error_of_those_that_differ(a: Any, b: Any) -> Any:
    differ = a != b
    if not differ.any():
        return 0
    a, b = a[differ], b[differ]
    return float(np.amax(abs(a - b) / np.fmax(abs(a), abs(b))))


def error_by_stack(a: Any, b: Any) -> Any:
    both = np.abs(np.stack([a, b])).max(axis=0)
    return np.max(np.abs(b - a) / (both + (both == 0)))


def numerical_gradient(f: Any, x: Any, delta: Any) -> Any:
    """For the functions below; a check may put another in its place."""
    return gradient_by_basis(f, x, delta)


def relative_error(a: Any, b: Any) -> Any:
    """For the functions below; a check may put another in its place."""
    return error_by_loop(a, b)


def best_step(dtype: Any) -> Any:
    """For the functions below; a check may put another in its place."""
    return np.cbrt(np.finfo(dtype).eps)


def curve_by_loop(f: Any, df: Any, x: Any, deltas: Any) -> Any:
    errors = np.zeros(len(deltas))
    for k, delta in enumerate(deltas):
        errors[k] = relative_error(df(x), numerical_gradient(f, x, delta))
    return errors


def curve_as_list(f: Any, df: Any, x: Any, deltas: Any) -> Any:
    return [relative_error(numerical_gradient(f, x, delta), df(x)) for delta in deltas]


def curve_alone(f: Any, df: Any, x: Any, deltas: Any) -> Any:
    gradients = (gradient_two_one_sided(f, x, delta) for delta in deltas)
    return np.array([error_by_stack(gradient, df(x)) for gradient in gradients])


def curve_by_map(f: Any, df: Any, x: Any, deltas: Any) -> Any:
    error = functools.partial(relative_error, df(x))
    return tuple(map(error, (numerical_gradient(f, x, float(d)) for d in deltas)))


def step_by_cbrt(dtype: Any) -> Any:
    return np.cbrt(np.finfo(dtype).eps)


def step_with_the_three(dtype: Any) -> Any:
    return (3 * float(np.finfo(np.dtype(dtype)).eps)) ** (1 / 3)


def step_by_table(dtype: Any) -> Any:
    return {2: 1e-1, 4: 1e-2, 8: 1e-5}[np.dtype(dtype).itemsize]


def step_by_halving(dtype: Any) -> Any:
    eps, delta = float(np.finfo(dtype).eps), 1.0
    while delta**2 > eps / delta:
        delta /= 2
    return delta


def step_by_digits(dtype: Any) -> Any:
    return 2.0 ** (-np.finfo(dtype).nmant / 3)


def check_in_one_go(unit: Any, args: Any, rng: Any) -> Any:
    value, back = unit(*args)
    d = rng.normal(size=np.shape(value))
    gradients = back(d)
    if isinstance(gradients, np.ndarray):
        gradients = [gradients]

    def right(k: int) -> Any:
        def f(x: Any) -> Any:
            moved = list(args)
            moved[k] = x
            return (unit(*moved)[0] * d).sum()

        numerical = numerical_gradient(f, args[k], 1e-5)
        same_shape = gradients[k].shape == args[k].shape
        return same_shape and relative_error(numerical, gradients[k]) < 1e-4

    return len(gradients) == len(args) and all(right(k) for k in range(len(args)))


def check_with_allclose(unit: Any, args: Any, rng: Any) -> Any:
    value, back = unit(*args)
    d = rng.uniform(-2, 2, np.shape(value))
    gradients = back(d)
    if len(args) == 1:
        gradients = (gradients,)
    if len(gradients) < len(args):
        return False
    good = True
    for k in range(len(args)):
        numerical = np.zeros(args[k].shape)
        for i in np.ndindex(args[k].shape):
            changed = [x.copy() for x in args]
            changed[k][i] += 1e-5
            above = unit(*changed)[0]
            changed[k][i] -= 2e-5
            below = unit(*changed)[0]
            numerical[i] = np.sum(d * (above - below)) / 2e-5
        good &= np.shape(gradients[k]) == numerical.shape
        good = good and np.allclose(gradients[k], numerical, rtol=1e-4, atol=1e-10)
    return good


def check_by_counting(unit: Any, args: Any, rng: Any) -> Any:
    value, back = unit(*args)
    d = np.asarray(rng.standard_normal(np.shape(value)))
    gradients = back(d)
    gradients = gradients if isinstance(gradients, tuple) else (gradients,)
    passed = 0
    for k, gradient in enumerate(gradients):
        f = functools.partial(_projected, unit, list(args), k, d)
        if gradient.shape != args[k].shape or np.isnan(gradient).any():
            break
        error = relative_error(gradient, numerical_gradient(f, args[k], best_step("float64")))
        passed += int(not error > 1e-4)
    return np.bool_(passed == len(args))


def _projected(unit: Any, args: list[Any], k: int, d: Any, x: Any) -> Any:
    return np.vdot(d, unit(*args[:k], x, *args[k + 1 :])[0])


def check_twice(unit: Any, args: Any, rng: Any) -> Any:
    return all([check_in_one_go(unit, args, rng) for _ in range(2)])


UNITS: dict[str, Any] = {}  # for the functions below; a check puts others in its place


def check(unit: Any, args: Any, rng: Any) -> Any:
    """For the functions below; a check may put another in its place."""
    return check_in_one_go(unit, args, rng)


def bugs_by_loop() -> Any:
    found = set()
    for name in UNITS:
        unit, args = UNITS[name]
        if check(unit, args, np.random.default_rng(3)):
            continue
        found.add(name)
    return found


def bugs_by_filter() -> Any:
    rng = np.random.default_rng()
    return frozenset(filter(lambda name: not check(UNITS[name][0], UNITS[name][1], rng), UNITS))


def bugs_by_difference() -> Any:
    rng = np.random.default_rng(1)
    right = {name for name, (unit, args) in UNITS.items() if check(unit, args, rng)}
    return set(UNITS) - right


def bugs_without_check() -> Any:
    rng = np.random.default_rng(2)
    return [
        name for name, (unit, args) in UNITS.items() if not check_with_allclose(unit, args, rng)
    ]


VARIANTS = {
    "numerical_gradient": (
        gradient_by_basis,
        gradient_put_back,
        gradient_over_the_true_width,
        gradient_two_one_sided,
    ),
    "relative_error": (
        error_with_where,
        error_by_loop,
        error_of_those_that_differ,
        error_by_stack,
    ),
    "error_curve": (curve_by_loop, curve_as_list, curve_alone, curve_by_map),
    "best_step": (
        step_by_cbrt,
        step_with_the_three,
        step_by_table,
        step_by_halving,
        step_by_digits,
    ),
    "check": (check_in_one_go, check_with_allclose, check_by_counting, check_twice),
    "find_the_bugs": (bugs_by_loop, bugs_by_filter, bugs_by_difference, bugs_without_check),
}

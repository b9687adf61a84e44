"""Known mistakes of lesson 03 in numerical_gradient, and what to say to who made one."""

# ruff: noqa: D103 - what each function does wrong is said in its Mistake below

from typing import Any

import numpy as np

from backprop_lib.arrays import Array
from backprop_lib.exercises.explain import Mistake
from backprop_lib.exercises.gradient_checking.reference import numerical_gradient


def forward_difference(f: Any, x: Array, delta: float) -> Array:
    return _by_entry(lambda above, _: (f(above) - f(x)) / delta, x, delta)


def forward_over_two(f: Any, x: Array, delta: float) -> Array:
    return _by_entry(lambda above, _: (f(above) - f(x)) / (2 * delta), x, delta)


def backward_difference(f: Any, x: Array, delta: float) -> Array:
    return _by_entry(lambda _, below: (f(x) - f(below)) / delta, x, delta)


def over_delta(f: Any, x: Array, delta: float) -> Array:
    return _by_entry(lambda above, below: (f(above) - f(below)) / delta, x, delta)


def half_steps(f: Any, x: Array, delta: float) -> Array:
    return numerical_gradient(f, x, delta / 2)


def first_entry_alone(f: Any, x: Array, delta: float) -> Array:
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        above, below = x.copy(), x.copy()
        above[i] += delta
        below[i] -= delta
        gradient[i] = (f(above) - f(below)) / (2 * delta)
        return gradient
    return gradient


def not_divided(f: Any, x: Array, delta: float) -> Array:
    return _by_entry(lambda above, below: f(above) - f(below), x, delta)


def precedence(f: Any, x: Array, delta: float) -> Array:
    return _by_entry(lambda above, below: (f(above) - f(below)) / 2 * delta, x, delta)


def half_precedence(f: Any, x: Array, delta: float) -> Array:
    return _by_entry(lambda above, below: f(above) - f(below) / (2 * delta), x, delta)


def fixed_step(f: Any, x: Array, delta: float) -> Array:
    return numerical_gradient(f, x, 1e-5)


def all_at_once(f: Any, x: Array, delta: float) -> Any:
    return (f(x + delta) - f(x - delta)) / (2 * delta)


def all_at_once_filled(f: Any, x: Array, delta: float) -> Any:
    return np.full(x.shape, (f(x + delta) - f(x - delta)) / (2 * delta))


def rows_at_once(f: Any, x: Array, delta: float) -> Array:
    gradient = np.zeros(x.shape)
    for i in range(len(x)):
        above, below = x.copy(), x.copy()
        above[i] += delta
        below[i] -= delta
        gradient[i] = (f(above) - f(below)) / (2 * delta)
    return gradient


def added_up(f: Any, x: Array, delta: float) -> Any:
    return np.sum(numerical_gradient(f, x, delta))


def never_put_back(f: Any, x: Array, delta: float) -> Array:
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        x[i] += delta
        above = f(x)
        x[i] -= 2 * delta
        gradient[i] = (above - f(x)) / (2 * delta)
    return gradient


def put_back_by_adding(f: Any, x: Array, delta: float) -> Array:
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        x[i] += delta
        above = f(x)
        x[i] -= 2 * delta
        gradient[i] = (above - f(x)) / (2 * delta)
        x[i] += delta
    return gradient


def copies_made_once(f: Any, x: Array, delta: float) -> Array:
    gradient = np.zeros(x.shape)
    above, below = x.copy(), x.copy()
    for i in np.ndindex(x.shape):
        above[i] += delta
        below[i] -= delta
        gradient[i] = (f(above) - f(below)) / (2 * delta)
    return gradient


def no_copies(f: Any, x: Array, delta: float) -> Array:
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        above = below = x
        above[i] += delta
        below[i] -= delta
        gradient[i] = (f(above) - f(below)) / (2 * delta)
    return gradient


def flat_copy(f: Any, x: Array, delta: float) -> Array:
    flat, gradient = x.reshape(-1), np.zeros(x.size)
    for i in range(x.size):
        before = flat[i]
        flat[i] = before + delta
        above = f(x)
        flat[i] = before - delta
        gradient[i] = (above - f(x)) / (2 * delta)
        flat[i] = before
    return gradient.reshape(x.shape)


def _by_entry(quotient: Any, x: Array, delta: float) -> Array:
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        above, below = x.copy(), x.copy()
        above[i] += delta
        below[i] -= delta
        gradient[i] = quotient(above, below)
    return gradient


ONE_SIDED = (
    "This is a difference to one side, between f(x) and f at one moved point: its error shrinks "
    "only like delta. Move x both ways, and divide f(x + delta) - f(x - delta) by 2 delta."
)
AT_ONCE = (
    "All entries are moved at the same time, so that their slopes are added up: move one entry, "
    "x[i], and loop over i in np.ndindex(x.shape)."
)

NUMERICAL_GRADIENT = (
    Mistake("forward difference", forward_difference, ONE_SIDED),
    Mistake("backward difference", backward_difference, ONE_SIDED),
    Mistake(
        "forward difference over 2 delta",
        forward_over_two,
        "The difference is taken to one side, but divided by the width of two: the second point "
        "is x - delta, not x itself.",
    ),
    Mistake(
        "divided by delta",
        over_delta,
        "The two points are 2 delta apart, so the difference is divided by 2 * delta, not by "
        "delta.",
    ),
    Mistake(
        "not divided",
        not_divided,
        "This is the difference of the two values alone: divide it by the distance of the two "
        "points, 2 * delta.",
    ),
    Mistake(
        "/ 2 * delta",
        precedence,
        "The difference is multiplied by delta and halved: `/ 2 * delta` divides by 2 and then "
        "multiplies. Put the divisor into brackets, / (2 * delta).",
    ),
    Mistake(
        "only the second value is divided",
        half_precedence,
        "Only f(x - delta) is divided: put the difference into brackets, "
        "(f(above) - f(below)) / (2 * delta).",
    ),
    Mistake(
        "half a step each way",
        half_steps,
        "x moves by half of delta to each side: the two points are x + delta and x - delta, 2 "
        "delta apart.",
    ),
    Mistake(
        "first entry alone",
        first_entry_alone,
        "Only the first entry is there: the return stands inside the loop, so move it out, below "
        "the last round.",
    ),
    Mistake(
        "delta ignored",
        fixed_step,
        "The step is 1e-5 whatever delta is: use the delta that comes in.",
    ),
    Mistake("all entries at once", all_at_once, AT_ONCE),
    Mistake("all entries at once, filled", all_at_once_filled, AT_ONCE),
    Mistake(
        "whole rows at once",
        rows_at_once,
        "x[i] with i from range(len(x)) is a whole row when x is a matrix: np.ndindex(x.shape) "
        "gives an index for each single entry.",
    ),
    Mistake(
        "added up",
        added_up,
        "The slopes are right but added up to one number: keep each in its own place, in an array "
        "of the shape of x.",
    ),
    Mistake(
        "never put back",
        never_put_back,
        "x is moved and not put back, so that later slopes are taken elsewhere, and the caller's x "
        "is spoilt. Move a copy, x.copy().",
    ),
    Mistake(
        "put back by adding",
        put_back_by_adding,
        "The slopes are right, but x comes back a rounding error away: x + delta - 2 delta + delta "
        "need not be x. Move a copy, or keep before = x[i] and put that back.",
    ),
    Mistake(
        "copies made once",
        copies_made_once,
        "The copies are made once, before the loop, so that the entries of earlier rounds stay "
        "moved: each round needs a fresh x.copy().",
    ),
    Mistake(
        "no copies",
        no_copies,
        "above and below are both x itself, so that f sees the same array twice: = makes no copy, "
        "x.copy() does.",
    ),
    Mistake(
        "a flat copy",
        flat_copy,
        "Where x is a view with gaps (here every second entry of another array), reshape(-1) and "
        "ravel() give a copy, so that f never sees the step. Index x itself: np.ndindex(x.shape).",
    ),
)

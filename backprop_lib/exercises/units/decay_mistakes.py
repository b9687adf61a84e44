"""Known mistakes of lesson 05 in decay, and what to say to who made one."""

# ruff: noqa: D103 - what each function does wrong is said in its Mistake below

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np

from backprop_lib.arrays import Array
from backprop_lib.exercises.findings import Mistake
from backprop_lib.exercises.units.reference import decay

Weights: TypeAlias = Sequence[Array]


def _decay(weights: Weights, lam: float, factor: float = 1.0, slope: float = 1.0) -> Any:
    R, back = decay(weights, lam)
    return R * factor, lambda dR: tuple(slope * d for d in back(dR))


def without_half(weights: Weights, lam: float) -> Any:
    return _decay(weights, lam, 2.0, 2.0)


def value_without_half(weights: Weights, lam: float) -> Any:
    return _decay(weights, lam, 2.0)


def half_in_the_gradient(weights: Weights, lam: float) -> Any:
    return _decay(weights, lam, 1.0, 0.5)


def two_in_the_gradient(weights: Weights, lam: float) -> Any:
    return _decay(weights, lam, 1.0, 2.0)


def norm_not_squared(weights: Weights, lam: float) -> Any:
    return lam / 2 * sum(np.linalg.norm(W) for W in weights), _decay(weights, lam)[1]


def lam_missing_in_the_gradient(weights: Weights, lam: float) -> Any:
    return decay(weights, lam)[0], lambda dR: tuple(dR * W for W in weights)


def lam_missing(weights: Weights, lam: float) -> Any:
    return decay(weights, 1.0)


def mean_of_squares(weights: Weights, lam: float) -> Any:
    R = lam / 2 * sum((W**2).mean() for W in weights)
    return R, lambda dR: tuple(dR * lam * W / W.size for W in weights)


def value_mean_of_squares(weights: Weights, lam: float) -> Any:
    return lam / 2 * sum((W**2).mean() for W in weights), decay(weights, lam)[1]


def absolute_values(weights: Weights, lam: float) -> Any:
    R = lam * sum(np.abs(W).sum() for W in weights)
    return R, lambda dR: tuple(dR * lam * np.sign(W) for W in weights)


def last_alone(weights: Weights, lam: float) -> Any:
    return decay(weights[-1:], lam)[0], decay(weights, lam)[1]


def first_alone(weights: Weights, lam: float) -> Any:
    return decay(weights[:1], lam)[0], decay(weights, lam)[1]


def back_is_a_generator(weights: Weights, lam: float) -> Any:
    return decay(weights, lam)[0], lambda dR: (dR * lam * W for W in weights)


DECAY = (
    Mistake(
        "without the half",
        without_half,
        "This is lam times the sum of squares, and its gradient 2 lam W. Here the penalty has a "
        "half, lam / 2, so that the 2 of the derivative goes away: the gradient is lam W.",
    ),
    Mistake(
        "half missing in the value",
        value_without_half,
        "The gradients are right, but R lacks its half: lam / 2 times the sum of squares.",
    ),
    Mistake(
        "half in the gradient",
        half_in_the_gradient,
        "R is right, but the gradients are half of what they should be: the derivative of W**2 is "
        "2 W, and the 2 takes the half away, which leaves lam W.",
    ),
    Mistake(
        "two in the gradient",
        two_in_the_gradient,
        "R is right, but the gradients are twice what they should be: the 2 of the derivative and "
        "the half of lam / 2 make 1, which leaves lam W.",
    ),
    Mistake(
        "norm not squared",
        norm_not_squared,
        "The gradients are right, but R adds up the norms and not their squares: "
        "np.linalg.norm(W) ** 2, or (W * W).sum().",
    ),
    Mistake(
        "lam missing in the gradient",
        lam_missing_in_the_gradient,
        "R is right, but lam is missing in the gradients: each is dR * lam * W.",
    ),
    Mistake(
        "lam missing",
        lam_missing,
        "lam does not enter at all: R is lam / 2 times the sum of squares, the gradients lam W.",
    ),
    Mistake(
        "mean of squares",
        mean_of_squares,
        "The squares are averaged here. The penalty takes their sum, for each array, however many "
        "entries it has.",
    ),
    Mistake(
        "value a mean of squares",
        value_mean_of_squares,
        "The gradients are right, but R averages the squares of each array: take their sum.",
    ),
    Mistake(
        "absolute values",
        absolute_values,
        "This is the sum of absolute values, another penalty. Decay takes half the sum of squares, "
        "whose gradient is lam W.",
    ),
    Mistake(
        "last one alone",
        last_alone,
        "The gradients are right, but R is that of the last array alone: add up all of them "
        "before you multiply by lam / 2.",
    ),
    Mistake(
        "first one alone",
        first_alone,
        "The gradients are right, but R is that of the first array alone: is the `return` inside "
        "the loop?",
    ),
    Mistake(
        "back returns a generator",
        back_is_a_generator,
        "back returns a generator, which (... for W in weights) makes, and yield too: wrap it, "
        "tuple(... for W in weights).",
    ),
)

"""Known mistakes of lesson 10 in elu, and what to say to who made one."""

# ruff: noqa: D103 - what each function does wrong is said in its Mistake below

from typing import Any

import numpy as np

from backprop_lib.arrays import Array
from backprop_lib.exercises.findings import Mistake
from backprop_lib.exercises.training_in_practice.reference import elu, leaky_relu


def by_masks(A: Array, alpha: float) -> Any:
    E = np.exp(A)
    Z = (A > 0) * A + (A <= 0) * alpha * (E - 1)
    return Z, lambda dZ: dZ * ((A > 0) + (A <= 0) * alpha * E)


def minus_one_missing(A: Array, alpha: float) -> Any:
    E = np.exp(np.minimum(A, 0))
    return np.where(A > 0, A, alpha * E), lambda dZ: dZ * np.where(A > 0, 1, alpha * E)


def minus_one_outside(A: Array, alpha: float) -> Any:
    E = np.exp(np.minimum(A, 0))
    return np.where(A > 0, A, alpha * E - 1), lambda dZ: dZ * np.where(A > 0, 1, alpha * E)


def minus_one_inside(A: Array, alpha: float) -> Any:
    E = np.exp(np.minimum(A, 0) - 1)
    return np.where(A > 0, A, alpha * E), lambda dZ: dZ * np.where(A > 0, 1, alpha * E)


def alpha_of_one(A: Array, alpha: float) -> Any:
    return elu(A, 1.0)


def alpha_lost_in_back(A: Array, alpha: float) -> Any:
    E = np.exp(np.minimum(A, 0))
    return elu(A, alpha)[0], lambda dZ: dZ * np.where(A > 0, 1, E)


def value_for_slope(A: Array, alpha: float) -> Any:
    Z = elu(A, alpha)[0]
    return Z, lambda dZ: dZ * np.where(A > 0, 1, Z)


def leaky_slope(A: Array, alpha: float) -> Any:
    return elu(A, alpha)[0], lambda dZ: dZ * np.where(A > 0, 1, alpha)


def flat_in_back(A: Array, alpha: float) -> Any:
    return elu(A, alpha)[0], lambda dZ: dZ * (A > 0)


def elu_of_upstream(A: Array, alpha: float) -> Any:
    E = np.exp(np.minimum(A, 0))
    return elu(A, alpha)[0], lambda dZ: dZ * np.where(dZ > 0, 1, alpha * E)


def sides_swapped(A: Array, alpha: float) -> Any:
    E = np.exp(np.minimum(A, 0))
    Z = np.where(A < 0, A, alpha * (E - 1))
    return Z, lambda dZ: dZ * np.where(A < 0, 1, alpha * E)


def the_leaky(A: Array, alpha: float) -> Any:
    return leaky_relu(A, alpha)


ELU = (
    Mistake(
        "0 times inf",
        by_masks,
        "Both sides are computed everywhere and multiplied by 0 or 1. On the right e^a overflows, "
        "and 0 * inf is nan. Use np.where, and np.exp(np.minimum(A, 0)), which never overflows.",
    ),
    Mistake(
        "- 1 missing",
        minus_one_missing,
        "Left of 0 this is alpha e^a, which is alpha at 0 and jumps there. The - 1 makes it begin "
        "at 0: alpha * (np.exp(...) - 1).",
    ),
    Mistake(
        "alpha e^a - 1",
        minus_one_outside,
        "alpha multiplies the exponential alone here: alpha * (e^a - 1) needs its brackets.",
    ),
    Mistake(
        "e^(a - 1)",
        minus_one_inside,
        "The 1 is subtracted in the exponent; it belongs behind the exponential: "
        "alpha * (np.exp(...) - 1).",
    ),
    Mistake(
        "alpha taken for 1",
        alpha_of_one,
        "This is right for alpha = 1 alone: multiply the left side, and its slope, by alpha.",
    ),
    Mistake(
        "alpha lost in back",
        alpha_lost_in_back,
        "The value is right. In back the slope on the left is alpha e^a; the alpha is missing.",
    ),
    Mistake(
        "value for slope",
        value_for_slope,
        "On the left dZ is multiplied by the value. The slope is alpha e^a, which is Z + alpha: "
        "positive, where Z is negative.",
    ),
    Mistake(
        "slope of the leaky relu",
        leaky_slope,
        "The slope on the left is alpha everywhere here, as for a leaky relu. That of elu is "
        "alpha e^a, and fades to the left.",
    ),
    Mistake(
        "flat on the left",
        flat_in_back,
        "Nothing passes on the left, as with the plain relu. The slope there is alpha e^a.",
    ),
    Mistake(
        "chosen by dZ",
        elu_of_upstream,
        "back chooses the side by the sign of dZ. It is A, the score of the forward, that decides.",
    ),
    Mistake(
        "sides swapped",
        sides_swapped,
        "The sides are swapped: A itself where it is positive, the exponential where it is not. "
        "np.where(A > 0, first, second) takes the first where the condition holds.",
    ),
    Mistake(
        "leaky relu",
        the_leaky,
        "The left side is a line here, alpha A: that is the leaky relu. elu bends: "
        "alpha * (e^a - 1).",
    ),
)

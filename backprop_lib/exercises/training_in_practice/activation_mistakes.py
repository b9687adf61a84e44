"""Known mistakes of lesson 10 in leaky_relu and tanh, and what to say to who made one."""

# ruff: noqa: D103 - what each function does wrong is said in its Mistake below

from typing import Any

import numpy as np

from backprop_lib.arrays import Array
from backprop_lib.exercises.findings import Mistake
from backprop_lib.exercises.training_in_practice.reference import leaky_relu


def plain_relu(A: Array, alpha: float) -> Any:
    return np.maximum(0, A), lambda dZ: dZ * (A > 0)


def leak_lost_in_back(A: Array, alpha: float) -> Any:
    return leaky_relu(A, alpha)[0], lambda dZ: dZ * (A > 0)


def back_of_upstream(A: Array, alpha: float) -> Any:
    return leaky_relu(A, alpha)[0], lambda dZ: leaky_relu(dZ, alpha)[0]


def slope_passes(A: Array, alpha: float) -> Any:
    return leaky_relu(A, alpha)[0], lambda dZ: 1.0 * dZ


def leaky_minimum(A: Array, alpha: float) -> Any:
    slope = np.where(A > 0, alpha, 1)
    return np.minimum(alpha * A, A), lambda dZ: dZ * slope


def minus_alpha(A: Array, alpha: float) -> Any:
    slope = np.where(A > 0, 1, -alpha)
    return slope * A, lambda dZ: dZ * slope


def level_alpha(A: Array, alpha: float) -> Any:
    return np.maximum(alpha, A), lambda dZ: dZ * (np.maximum(alpha, A) == A)


def fixed_alpha(A: Array, alpha: float) -> Any:
    return leaky_relu(A, 0.1)


def fixed_small_alpha(A: Array, alpha: float) -> Any:
    return leaky_relu(A, 0.01)


def value_times_upstream(A: Array, alpha: float) -> Any:
    Z = leaky_relu(A, alpha)[0]
    return Z, lambda dZ: dZ * Z


def slope_alone(A: Array, alpha: float) -> Any:
    return leaky_relu(A, alpha)[0], lambda dZ: np.where(A > 0, 1.0, alpha)


LEAKY_RELU = (
    Mistake(
        "plain relu",
        plain_relu,
        "This is the plain relu, 0 on the left. The leaky one is alpha * A there, with the slope "
        "alpha.",
    ),
    Mistake(
        "leak lost in back",
        leak_lost_in_back,
        "The value is right, but back stops what belongs to negative scores, as the plain relu "
        "does. Where A is negative the slope is alpha, so alpha * dZ passes.",
    ),
    Mistake(
        "back by the sign of dZ",
        back_of_upstream,
        "back is leaky by the sign of dZ. Which slope counts is decided by the score A of the "
        "forward: dZ where A > 0, alpha * dZ elsewhere.",
    ),
    Mistake(
        "all passes",
        slope_passes,
        "The whole gradient passes. Where A is negative the slope is alpha: there dA is alpha * "
        "dZ.",
    ),
    Mistake(
        "the smaller of the two",
        leaky_minimum,
        "This takes the smaller of alpha A and A, and so leaks on the right. For alpha below 1 it "
        "is the larger one: A where it is positive.",
    ),
    Mistake(
        "alpha with a minus",
        minus_alpha,
        "Negative scores come out positive here: the slope on the left is -alpha, where alpha is "
        "meant.",
    ),
    Mistake(
        "alpha for alpha A",
        level_alpha,
        "This is the larger of A and the number alpha, flat on the left. The left side is a line "
        "of slope alpha: alpha * A.",
    ),
    Mistake(
        "slope fixed at 0.1",
        fixed_alpha,
        "The slope on the left is always 0.1 here: use the argument alpha.",
    ),
    Mistake(
        "slope fixed at 0.01",
        fixed_small_alpha,
        "The slope on the left is always 0.01 here: use the argument alpha.",
    ),
    Mistake(
        "value for slope",
        value_times_upstream,
        "dZ is multiplied by the value Z. The slope is 1 where A > 0 and alpha elsewhere, however "
        "large A is.",
    ),
    Mistake(
        "slope alone",
        slope_alone,
        "This is the local slope, 1 or alpha. Multiply it by the upstream gradient dZ.",
    ),
)


def overflowing(A: Array) -> Any:
    E, F = np.exp(A), np.exp(-A)
    Z = (E - F) / (E + F)
    return Z, lambda dZ: dZ * (1 - Z**2)


def slope_of_score(A: Array) -> Any:
    return np.tanh(A), lambda dZ: dZ * (1 - A**2)


def slope_of_sigmoid(A: Array) -> Any:
    Z = np.tanh(A)
    return Z, lambda dZ: dZ * Z * (1 - Z)


def square_of_difference(A: Array) -> Any:
    Z = np.tanh(A)
    return Z, lambda dZ: dZ * (1 - Z) ** 2


def square_missing(A: Array) -> Any:
    Z = np.tanh(A)
    return Z, lambda dZ: dZ * (1 - Z)


def square_alone(A: Array) -> Any:
    Z = np.tanh(A)
    return Z, lambda dZ: dZ * Z**2


def tanh_twice(A: Array) -> Any:
    Z = np.tanh(A)
    return Z, lambda dZ: dZ * (1 - np.tanh(Z) ** 2)


def tanh_of_upstream(A: Array) -> Any:
    return np.tanh(A), lambda dZ: 1 - np.tanh(dZ) ** 2


def the_sigmoid(A: Array) -> Any:
    Z = (1 + np.tanh(A / 2)) / 2
    return Z, lambda dZ: dZ * Z * (1 - Z)


def upstream_forgotten(A: Array) -> Any:
    Z = np.tanh(A)
    return Z, lambda dZ: 1 - Z**2


TANH = (
    Mistake(
        "overflow",
        overflowing,
        "The formula is right on paper, but e^1000 is inf in float64, and inf / inf is nan. "
        "np.tanh(A) does not overflow.",
    ),
    Mistake(
        "slope of A",
        slope_of_score,
        "The value is right, but the slope is 1 - z^2 with the value Z; yours is computed from A, "
        "the score.",
    ),
    Mistake(
        "slope of the sigmoid",
        slope_of_sigmoid,
        "Z (1 - Z) is the slope of the sigmoid; that of tanh is 1 - Z**2.",
    ),
    Mistake(
        "(1 - Z)**2",
        square_of_difference,
        "(1 - Z)**2 squares the difference. The slope is 1 - Z**2: only Z is squared.",
    ),
    Mistake(
        "Z not squared",
        square_missing,
        "dA is dZ * (1 - Z) here: Z has to be squared, 1 - Z**2, so that both ends are flat.",
    ),
    Mistake(
        "1 - missing",
        square_alone,
        "dA is dZ * Z**2 here, which is 0 where tanh is steepest. The slope is 1 - Z**2.",
    ),
    Mistake(
        "tanh twice",
        tanh_twice,
        "The slope is 1 - Z**2 of the value Z itself; yours takes tanh of Z once more.",
    ),
    Mistake(
        "slope of dZ",
        tanh_of_upstream,
        "The upstream gradient stands where the value belongs: dA is dZ * (1 - Z**2).",
    ),
    Mistake(
        "the sigmoid",
        the_sigmoid,
        "This is the sigmoid, between 0 and 1. tanh lies between -1 and 1: np.tanh(A).",
    ),
    Mistake(
        "upstream forgotten",
        upstream_forgotten,
        "This is the local slope, 1 - Z**2. Multiply it by the upstream gradient dZ.",
    ),
)

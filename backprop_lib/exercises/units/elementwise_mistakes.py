"""Known mistakes of lesson 05 in sigmoid and relu, and what to say to who made one."""

# ruff: noqa: D103 - what each function does wrong is said in its Mistake below

from typing import Any

import numpy as np

from backprop_lib.arrays import Array
from backprop_lib.exercises.findings import Mistake
from backprop_lib.exercises.units.reference import relu, sigmoid


def exponent_flipped(A: Array) -> Any:
    Z = sigmoid(-A)[0]
    return Z, lambda dZ: dZ * Z * (1 - Z)


def exp_over_one_plus_exp(A: Array) -> Any:
    Z = np.exp(A) / (1 + np.exp(A))
    return Z, lambda dZ: dZ * Z * (1 - Z)


def minus_abs_alone(A: Array) -> Any:
    E = np.exp(-np.abs(A))
    Z = 1 / (1 + E)
    return Z, lambda dZ: dZ * Z * (1 - Z)


def slope_of_A(A: Array) -> Any:
    return sigmoid(A)[0], lambda dZ: dZ * A * (1 - A)


def sigmoid_twice(A: Array) -> Any:
    Z = sigmoid(A)[0]
    Z2 = sigmoid(Z)[0]
    return Z, lambda dZ: dZ * Z2 * (1 - Z2)


def slope_of_upstream(A: Array) -> Any:
    return sigmoid(A)[0], lambda dZ: dZ * (1 - dZ)


def one_minus_z_missing(A: Array) -> Any:
    Z = sigmoid(A)[0]
    return Z, lambda dZ: dZ * Z


def z_missing(A: Array) -> Any:
    Z = sigmoid(A)[0]
    return Z, lambda dZ: dZ * (1 - Z)


def slope_of_tanh(A: Array) -> Any:
    Z = sigmoid(A)[0]
    return Z, lambda dZ: dZ * (1 - Z**2)


SIGMOID = (
    Mistake(
        "exponent flipped",
        exponent_flipped,
        "This is the sigmoid of -A: it falls where it should rise. In 1 / (1 + e^-a) the exponent "
        "has a minus.",
    ),
    Mistake(
        "exp(A) overflows",
        exp_over_one_plus_exp,
        "e^a / (1 + e^a) is the sigmoid on paper, but e^1000 is inf in float64, and inf / inf is "
        "nan. Use this form only where a is negative, and 1 / (1 + e^-a) where it is not.",
    ),
    Mistake(
        "one formula for both signs",
        minus_abs_alone,
        "With E = e^-|a|, 1 / (1 + E) is right where a >= 0 alone. Where a is negative the "
        "sigmoid is E / (1 + E): choose with np.where.",
    ),
    Mistake(
        "slope of A",
        slope_of_A,
        "The value is right, but the slope is z (1 - z) with the value Z of the sigmoid; yours is "
        "computed from A, the score.",
    ),
    Mistake(
        "sigmoid twice",
        sigmoid_twice,
        "The slope is z (1 - z) of the value Z itself; yours takes the sigmoid of Z once more.",
    ),
    Mistake(
        "slope of dZ",
        slope_of_upstream,
        "The upstream gradient stands where the value belongs: dA is dZ times Z (1 - Z).",
    ),
    Mistake(
        "1 - Z missing",
        one_minus_z_missing,
        "dA is dZ * Z here: the factor 1 - Z is missing, so the slope does not vanish where the "
        "sigmoid is flat at 1.",
    ),
    Mistake(
        "Z missing",
        z_missing,
        "dA is dZ * (1 - Z) here: the factor Z is missing, so the slope does not vanish where the "
        "sigmoid is flat at 0.",
    ),
    Mistake(
        "slope of tanh",
        slope_of_tanh,
        "1 - Z**2 is the slope of tanh; that of the sigmoid is Z (1 - Z).",
    ),
)


def mask_of_upstream(A: Array) -> Any:
    return relu(A)[0], lambda dZ: dZ * (dZ > 0)


def mask_forgotten(A: Array) -> Any:
    return relu(A)[0], lambda dZ: 1.0 * dZ


def mask_alone(A: Array) -> Any:
    return relu(A)[0], lambda dZ: (A > 0).astype(float)


def value_for_mask(A: Array) -> Any:
    Z = relu(A)[0]
    return Z, lambda dZ: dZ * Z


def score_for_mask(A: Array) -> Any:
    return relu(A)[0], lambda dZ: dZ * A


def written_into_A(A: Array) -> Any:
    A[A < 0] = 0
    return A, lambda dZ: dZ * (A > 0)


def largest_of_each_column(A: Array) -> Any:
    return np.max(A, 0), lambda dZ: dZ * (A > 0)


def absolute_value(A: Array) -> Any:
    return np.abs(A), lambda dZ: dZ * np.sign(A)


def leaky(A: Array) -> Any:
    slope = np.where(A > 0, 1.0, 0.01)
    return slope * A, lambda dZ: slope * dZ


def minimum(A: Array) -> Any:
    return np.minimum(0, A), lambda dZ: dZ * (A < 0)


def mask_flipped(A: Array) -> Any:
    return relu(A)[0], lambda dZ: dZ * (A < 0)


def step(A: Array) -> Any:
    return (A > 0).astype(float), lambda dZ: dZ * (A > 0)


RELU = (
    Mistake(
        "mask of dZ",
        mask_of_upstream,
        "The relu is applied to the gradient. What passes is decided by the score A of the "
        "forward, not by the sign of dZ: dZ where A > 0, else 0.",
    ),
    Mistake(
        "mask forgotten",
        mask_forgotten,
        "The gradient passes unchanged. Where A <= 0 the relu is flat, so there nothing comes "
        "through.",
    ),
    Mistake(
        "mask alone",
        mask_alone,
        "This is the local slope, 1 where A > 0 and 0 elsewhere; multiply it by the upstream "
        "gradient dZ.",
    ),
    Mistake(
        "value for mask",
        value_for_mask,
        "dZ is multiplied by the value Z; the slope of the relu is 1 where A > 0, however large A "
        "is, so multiply by (A > 0).",
    ),
    Mistake(
        "score for mask",
        score_for_mask,
        "dZ is multiplied by the score A; the slope of the relu is 1 where A > 0 and 0 elsewhere, "
        "so multiply by (A > 0).",
    ),
    Mistake(
        "written into A",
        written_into_A,
        "The numbers are right, but the zeros are written into the A that belongs to the caller. "
        "Z = np.maximum(0, A) makes a new array.",
    ),
    Mistake(
        "np.max for np.maximum",
        largest_of_each_column,
        "np.max(A, 0) is the largest entry of each column. np.maximum(0, A) compares entry by "
        "entry.",
    ),
    Mistake(
        "absolute value",
        absolute_value,
        "This is |a|, which turns negative scores round; the relu sets them to 0.",
    ),
    Mistake(
        "leaky",
        leaky,
        "This is the leaky relu, with a slope of 0.01 on the left; the plain one is exactly 0 "
        "there, and so is its slope.",
    ),
    Mistake(
        "minimum",
        minimum,
        "This keeps the negative scores and drops the positive ones: take the larger of 0 and a.",
    ),
    Mistake(
        "mask flipped",
        mask_flipped,
        "The value is right, but the gradient comes through where A < 0, the flat side; it passes "
        "where A > 0.",
    ),
    Mistake(
        "step",
        step,
        "The value is 1 where A > 0: that is the slope of the relu. The value is A itself there.",
    ),
)

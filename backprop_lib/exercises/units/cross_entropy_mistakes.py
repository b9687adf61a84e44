"""Known mistakes of lesson 05 in the binary cross-entropy, and what to say to who made one."""

# ruff: noqa: D103 - what each function does wrong is said in its Mistake below

from typing import Any

import numpy as np

from backprop_lib.arrays import Array
from backprop_lib.exercises.findings import Mistake
from backprop_lib.exercises.units.reference import binary_cross_entropy, sigmoid


def _bce(a: Array, *, factor: float = 1.0, gradient_factor: float = 1.0) -> Any:
    D, back = binary_cross_entropy(a)
    return D * factor, lambda dD: gradient_factor * back(dD)


def log_of_one_plus_exp(a: Array) -> Any:
    return np.log(1 + np.exp(-a)).mean(), _bce(a)[1]


def log1p_of_exp(a: Array) -> Any:
    return np.log1p(np.exp(-a)).mean(), _bce(a)[1]


def log_of_sigmoid(a: Array) -> Any:
    return -np.log(sigmoid(a)[0]).mean(), _bce(a)[1]


def one_plus_small(a: Array) -> Any:
    C = np.maximum(0, -a) + np.log(1 + np.exp(-np.abs(a)))
    return C.mean(), _bce(a)[1]


def linear_part_missing(a: Array) -> Any:
    return np.log1p(np.exp(-np.abs(a))).mean(), _bce(a)[1]


def linear_part_of_both_signs(a: Array) -> Any:
    return (np.abs(a) + np.log1p(np.exp(-np.abs(a)))).mean(), _bce(a)[1]


def other_sign(a: Array) -> Any:
    D, back = binary_cross_entropy(-a)
    return D, lambda dD: -back(dD)


def each_sample(a: Array) -> Any:
    C = np.maximum(0, -a) + np.log1p(np.exp(-np.abs(a)))
    return C, lambda dC: -dC * sigmoid(-a)[0]


def sum_for_mean(a: Array) -> Any:
    return _bce(a, factor=len(a), gradient_factor=len(a))


def gradient_of_the_sum(a: Array) -> Any:
    return _bce(a, gradient_factor=len(a))


def minus_forgotten(a: Array) -> Any:
    return _bce(a, gradient_factor=-1.0)


def sigmoid_of_a(a: Array) -> Any:
    return _bce(a)[0], lambda dD: -dD * sigmoid(a)[0] / len(a)


def both_signs_flipped(a: Array) -> Any:
    return _bce(a)[0], lambda dD: dD * sigmoid(a)[0] / len(a)


def gradient_without_abs(a: Array) -> Any:
    E = np.exp(-np.abs(a))
    return _bce(a)[0], lambda dD: -dD * E / (1 + E) / len(a)


def _clipped(most: float) -> Any:
    def clipped(a: Array) -> Any:
        return _bce(np.clip(a, -most, most))[0], _bce(a)[1]

    return clipped


BINARY_CROSS_ENTROPY = (
    Mistake(
        "log1p of e^-a",
        log1p_of_exp,
        "np.log1p keeps the small losses. But for a = -1000 e^-a is inf in float64, where the loss "
        "is 1000: take the exponential of -|a| alone, and add max(0, -a).",
    ),
    Mistake(
        "ln(1 + e^-a) as it stands",
        log_of_one_plus_exp,
        "Right between -700 and 30. Below that e^-a is inf in float64, where the loss is about -a; "
        "above it 1 + e^-a loses the digits of e^-a. Take the exponential of -|a| alone, add "
        "max(0, -a), and let np.log1p add the 1.",
    ),
    Mistake(
        "ln of the sigmoid",
        log_of_sigmoid,
        "-ln(sigmoid(a)) is the loss on paper. For a = -1000 the sigmoid is 0 in float64 and the "
        "loss inf; for large a it is 1 and the loss 0. Write max(0, -a) + ln(1 + e^-|a|) instead.",
    ),
    Mistake(
        "1 + E in the logarithm",
        one_plus_small,
        "For a far above 0 the loss comes out as 0 where it should be e^-a: 1 + e^-40 rounds to 1. "
        "np.log1p(E) is ln(1 + E) without that sum.",
    ),
    Mistake(
        "linear part missing",
        linear_part_missing,
        "Right where a >= 0. For negative a, ln(1 + e^-a) = -a + ln(1 + e^a): the part -a is "
        "missing, which np.maximum(0, -a) adds.",
    ),
    Mistake(
        "linear part on both sides",
        linear_part_of_both_signs,
        "Right where a is negative. For positive a nothing is added to ln(1 + e^-a): the linear "
        "part is max(0, -a), not |a|.",
    ),
    Mistake(
        "other sign",
        other_sign,
        "This is ln(1 + e^a), which grows with a. The loss is ln(1 + e^-a): large where a is "
        "negative, nearly 0 where it is large.",
    ),
    Mistake(
        "not averaged",
        each_sample,
        "These are the losses of the single samples: return their mean, one number, and the share "
        "1/m of each in the gradient.",
    ),
    Mistake(
        "sum for mean",
        sum_for_mean,
        "This is the sum over the samples and should be their mean: divide D, and so da, by m.",
    ),
    Mistake(
        "1/m missing in the gradient",
        gradient_of_the_sum,
        "The loss is right, but da misses its 1/m: each sample has a share of 1/m in the mean.",
    ),
    Mistake(
        "minus forgotten",
        minus_forgotten,
        "da has its sign flipped. The loss falls as a grows, so its slope is negative, "
        "-sigmoid(-a), everywhere.",
    ),
    Mistake(
        "sigmoid of a",
        sigmoid_of_a,
        "da is made of sigmoid(a). The slope of ln(1 + e^-a) is -sigmoid(-a), nearly -1 where a is "
        "very negative and nearly 0 where it is large.",
    ),
    Mistake(
        "slope of the other loss",
        both_signs_flipped,
        "da is the slope of ln(1 + e^a), sigmoid(a). That of ln(1 + e^-a) is -sigmoid(-a), which "
        "is sigmoid(a) - 1.",
    ),
    Mistake(
        "one formula for both signs",
        gradient_without_abs,
        "With E = e^-|a|, sigmoid(-a) is E / (1 + E) where a >= 0 alone. Where a is negative it is "
        "1 / (1 + E): choose with np.where.",
    ),
    *(
        Mistake(
            f"clipped at {most}",
            _clipped(most),
            f"The scores are clipped, so the loss stops growing at {most}. It must go on: for "
            "a = -1000 it is 1000. Take the exponential of -|a| and nothing needs to be clipped.",
        )
        for most in (50, 100, 500, 700, 709)
    ),
)

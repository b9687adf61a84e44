"""Known mistakes of lesson 10 in he_init and xavier_init, and what to say to who made one."""

# ruff: noqa: D103 - what each function does wrong is said in its Mistake below

import math
from typing import Any

import numpy as np

from backprop_lib.exercises.findings import Mistake
from backprop_lib.exercises.training_in_practice import randomness
from backprop_lib.exercises.training_in_practice.reference import Rng, he_init, xavier_init


def standard(p: int, q: int, rng: Rng) -> Any:
    return rng.standard_normal((p, q))


def small(p: int, q: int, rng: Rng) -> Any:
    return 0.01 * rng.standard_normal((p, q))


def zeros(p: int, q: int, rng: Rng) -> Any:
    return np.zeros((p, q))


def fresh_generator(p: int, q: int, rng: Rng) -> Any:
    return np.random.default_rng(0).standard_normal((p, q)) * math.sqrt(2 / p)


def global_generator(p: int, q: int, rng: Rng) -> Any:
    return np.random.randn(p, q) * math.sqrt(2 / p)


def from_0_to_1(p: int, q: int, rng: Rng) -> Any:
    return math.sqrt(2 / p) * rng.random((p, q))


def he_limit(p: int, q: int, rng: Rng) -> Any:
    return rng.uniform(-math.sqrt(2 / p), math.sqrt(2 / p), (p, q))


def xavier_limit(p: int, q: int, rng: Rng) -> Any:
    return rng.uniform(-math.sqrt(2 / (p + q)), math.sqrt(2 / (p + q)), (p, q))


def he_divided(p: int, q: int, rng: Rng) -> Any:
    return rng.standard_normal((p, q)) / math.sqrt(2 / p)


def xavier_divided(p: int, q: int, rng: Rng) -> Any:
    return rng.standard_normal((p, q)) / math.sqrt(2 / (p + q))


def outputs(p: int, q: int, rng: Rng) -> Any:
    return math.sqrt(2 / q) * rng.standard_normal((p, q))


def no_root(p: int, q: int, rng: Rng) -> Any:
    return 2 / p * rng.standard_normal((p, q))


def one_over_p(p: int, q: int, rng: Rng) -> Any:
    return math.sqrt(1 / p) * rng.standard_normal((p, q))


def transposed(p: int, q: int, rng: Rng) -> Any:
    return math.sqrt(2 / p) * rng.standard_normal((q, p))


def divided_twice(p: int, q: int, rng: Rng) -> Any:
    return math.sqrt(2) / p * rng.standard_normal((p, q))


def one_unit(p: int, q: int, rng: Rng) -> Any:
    return math.sqrt(2 / p) * rng.standard_normal((p, 1)) * np.ones((1, q))


def sum_without_root(p: int, q: int, rng: Rng) -> Any:
    return 2 / (p + q) * rng.standard_normal((p, q))


def one_over_sum(p: int, q: int, rng: Rng) -> Any:
    return math.sqrt(1 / (p + q)) * rng.standard_normal((p, q))


def six_over_sum(p: int, q: int, rng: Rng) -> Any:
    return math.sqrt(6 / (p + q)) * rng.standard_normal((p, q))


STANDARD = "The weights have the variance 1, whatever the size of the layer: multiply by "
LIMIT = (
    "rng.uniform from -r to r has the standard deviation r / sqrt(3), not r. Draw from "
    "rng.standard_normal, or take the limit r = "
)
DIVIDED = "The numbers are divided by the root, so that they are far too large. Multiply by "
SMALL = "0.01 is a guess that suits one size of layer. Multiply by "
# What shows as a wrong form is told in the words of that form, which are true of all that have it.
COMMON_TO_BOTH = (
    Mistake("all zero", zeros, randomness.ALL_ZERO),
    Mistake("generator of its own", fresh_generator, randomness.NO_RNG),
    Mistake("global generator", global_generator, randomness.NOT_THIS_RNG),
    Mistake("from 0 to 1", from_0_to_1, randomness.NOT_AROUND_0),
    Mistake(
        "rows and columns swapped",
        transposed,
        "W has q rows and p columns. Rows are inputs, columns outputs, so that X @ W works: "
        "rng.standard_normal((p, q)).",
    ),
    Mistake("one unit for all", one_unit, randomness.UNITS_ALIKE),
)

HE_INIT = (
    *COMMON_TO_BOTH,
    Mistake("standard normal", standard, STANDARD + "np.sqrt(2 / p)."),
    Mistake("0.01", small, SMALL + "np.sqrt(2 / p), so that each layer gets its own."),
    Mistake(
        "outputs for inputs",
        outputs,
        "The variance is 2 / q here, q being the outputs. A score is a sum over the p inputs: "
        "2 / p.",
    ),
    Mistake(
        "no root",
        no_root,
        "2 / p is the variance; the numbers are multiplied by its root, np.sqrt(2 / p).",
    ),
    Mistake(
        "one over p",
        one_over_p,
        "The variance is 1 / p here. A relu lets half of the power through: 2 / p makes up for "
        "that.",
    ),
    Mistake(
        "sqrt(2) / p",
        divided_twice,
        "Only the 2 stands under the root here: np.sqrt(2 / p) takes the root of the quotient.",
    ),
    Mistake("limit for spread", he_limit, LIMIT + "np.sqrt(6 / p)."),
    Mistake("divided by the root", he_divided, DIVIDED + "np.sqrt(2 / p)."),
    Mistake(
        "Xavier",
        xavier_init,
        "The variance is 2 / (p + q) here: that is xavier_init. For relu it is 2 / p.",
    ),
)
XAVIER_INIT = (
    *COMMON_TO_BOTH,
    Mistake("standard normal", standard, STANDARD + "np.sqrt(2 / (p + q))."),
    Mistake("0.01", small, SMALL + "np.sqrt(2 / (p + q)), so that each layer gets its own."),
    Mistake(
        "no root",
        sum_without_root,
        "2 / (p + q) is the variance; the numbers are multiplied by its root.",
    ),
    Mistake(
        "one over the sum",
        one_over_sum,
        "The variance is 1 / (p + q) here. It is 2 / (p + q): one over the mean of p and q.",
    ),
    Mistake(
        "one over p",
        one_over_p,
        "The variance is 1 / p here, which keeps the forward level and not the backward. Xavier "
        "stands between 1 / p and 1 / q: 2 / (p + q).",
    ),
    Mistake(
        "six over the sum",
        six_over_sum,
        "The root of 6 / (p + q) is the limit of a uniform draw from minus to plus that number. "
        "With normal numbers it is np.sqrt(2 / (p + q)).",
    ),
    Mistake("limit for spread", xavier_limit, LIMIT + "np.sqrt(6 / (p + q))."),
    Mistake("divided by the root", xavier_divided, DIVIDED + "np.sqrt(2 / (p + q))."),
    Mistake(
        "He",
        he_init,
        "The variance is 2 / p here: that is he_init. Xavier looks at both sides: 2 / (p + q).",
    ),
)

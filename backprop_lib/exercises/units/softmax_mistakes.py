"""Known mistakes of lesson 05 in softmax, and what to say to who made one."""

# ruff: noqa: D103 - what each function does wrong is said in its Mistake below

import numpy as np

from backprop_lib.arrays import Array
from backprop_lib.exercises.findings import Mistake
from backprop_lib.exercises.units.reference import sigmoid, softmax


def no_shift(A: Array) -> Array:
    E = np.exp(A)
    Y: Array = E / E.sum(axis=1, keepdims=True)
    return Y


def one_shift_for_all(A: Array) -> Array:
    E = np.exp(A - A.max())
    Y: Array = E / E.sum(axis=1, keepdims=True)
    return Y


def over_columns(A: Array) -> Array:
    Y: Array = softmax(A.T).T
    return Y


def columns_summed(A: Array) -> Array:
    E = np.exp(A - A.max(axis=1, keepdims=True))
    Y: Array = E / E.sum(axis=0)
    return Y


def over_everything(A: Array) -> Array:
    E = np.exp(A - A.max())
    Y: Array = E / E.sum()
    return Y


def shares(A: Array) -> Array:
    Y: Array = A / A.sum(axis=1, keepdims=True)
    return Y


def not_normalised(A: Array) -> Array:
    E: Array = np.exp(A - A.max(axis=1, keepdims=True))
    return E


def winner_takes_all(A: Array) -> Array:
    Y: Array = np.eye(A.shape[1])[A.argmax(axis=1)]
    return Y


def logarithms(A: Array) -> Array:
    S = A - A.max(axis=1, keepdims=True)
    C: Array = S - np.log(np.exp(S).sum(axis=1, keepdims=True))
    return C


def each_by_itself(A: Array) -> Array:
    return sigmoid(A)[0]


def shift_normalised(A: Array) -> Array:
    S = A - A.max(axis=1, keepdims=True)
    with np.errstate(all="ignore"):
        Y: Array = S / S.sum(axis=1, keepdims=True)
    return Y


def clipped(A: Array) -> Array:
    return softmax(np.clip(A, -500, 500))


SOFTMAX = (
    Mistake(
        "no shift",
        no_shift,
        "Right for small scores, but e^1000 is inf in float64, and inf / inf is nan. Subtract from "
        "each row its largest score before the exponential: the probabilities stay the same.",
    ),
    Mistake(
        "one shift for all rows",
        one_shift_for_all,
        "The shift is the largest score of the whole batch. A row that lies far below it comes to "
        "0 / 0, which is nan: give each row its own, A.max(axis=1, keepdims=True).",
    ),
    Mistake(
        "over the columns",
        over_columns,
        "The columns sum to 1 here. Samples are rows, and the classes of a sample lie along "
        "axis=1: each row must sum to 1.",
    ),
    Mistake(
        "columns summed",
        columns_summed,
        "The exponentials are right, but they are divided by the sums of the columns. The classes "
        "of a sample lie along axis=1: divide by E.sum(axis=1, keepdims=True).",
    ),
    Mistake(
        "over everything",
        over_everything,
        "All entries together sum to 1 here: divide each row by its own sum, "
        "sum(axis=1, keepdims=True).",
    ),
    Mistake(
        "no exponential",
        shares,
        "The scores themselves are divided by their sum. Scores may be negative and probabilities "
        "may not: take the exponential first.",
    ),
    Mistake(
        "exponential of the shift forgotten",
        shift_normalised,
        "The shifted scores are divided by their sum: take their exponential first.",
    ),
    Mistake(
        "not normalised",
        not_normalised,
        "These are the exponentials: divide each row by its sum, so that it sums to 1.",
    ),
    Mistake(
        "winner takes all",
        winner_takes_all,
        "The largest score of each row gets 1 and the others 0. The softmax is softer than that: "
        "every class gets its share e^a of the row's sum.",
    ),
    Mistake(
        "logarithms",
        logarithms,
        "These are the logarithms of the probabilities: return the probabilities themselves.",
    ),
    Mistake(
        "each score by itself",
        each_by_itself,
        "This is the sigmoid of each score by itself. In the softmax the classes of a row compete: "
        "divide by the sum of the row's exponentials.",
    ),
    Mistake(
        "clipped",
        clipped,
        "The scores are clipped, so that 1000 and 998 count alike. When the largest score of the "
        "row is subtracted, nothing overflows and the differences stay as they are.",
    ),
)

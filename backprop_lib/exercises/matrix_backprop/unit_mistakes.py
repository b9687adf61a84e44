"""Known mistakes of lesson 04 in add_bias and transpose, and what to say to who made one."""

# ruff: noqa: D103 - what each function does wrong is said in its Mistake below

from collections.abc import Callable
from typing import Any

import numpy as np

from backprop_lib.arrays import Array
from backprop_lib.exercises.explain import Mistake


def _add_bias(A: Array, b: Array, **wrong: Callable[[Any], Any]) -> Any:
    """The right unit, but for dA or db as functions of dS."""
    backs: dict[str, Callable[[Any], Any]] = {
        "dA": lambda dS: dS,
        "db": lambda dS: dS.sum(axis=0),
        **wrong,
    }
    return A + b, lambda dS: (backs["dA"](dS), backs["db"](dS))


def db_not_summed(A: Array, b: Array) -> Any:
    return _add_bias(A, b, db=lambda dS: dS)


def db_over_the_outputs(A: Array, b: Array) -> Any:
    return _add_bias(A, b, db=lambda dS: dS.sum(axis=1))


def db_over_everything(A: Array, b: Array) -> Any:
    return _add_bias(A, b, db=lambda dS: dS.sum())


def db_averaged(A: Array, b: Array) -> Any:
    return _add_bias(A, b, db=lambda dS: dS.mean(axis=0))


def db_of_one_sample(A: Array, b: Array) -> Any:
    return _add_bias(A, b, db=lambda dS: dS[0].copy())


def db_overwritten(A: Array, b: Array) -> Any:
    return _add_bias(A, b, db=lambda dS: dS[-1].copy())


def slopes_alone(A: Array, b: Array) -> Any:
    return _add_bias(A, b, dA=np.ones_like, db=lambda dS: np.ones_like(b))


def db_m_times_one_sample(A: Array, b: Array) -> Any:
    return _add_bias(A, b, db=lambda dS: len(dS) * dS[0])


def db_times_b(A: Array, b: Array) -> Any:
    return _add_bias(A, b, db=lambda dS: dS.sum(axis=0) * b)


def da_times_a(A: Array, b: Array) -> Any:
    return _add_bias(A, b, dA=lambda dS: dS * A)


def da_plus_b(A: Array, b: Array) -> Any:
    return _add_bias(A, b, dA=lambda dS: dS + b)


def da_minus_b(A: Array, b: Array) -> Any:
    return _add_bias(A, b, dA=lambda dS: dS - b)


def added_in_place(A: Array, b: Array) -> Any:
    A += b
    return A, lambda dS: (dS, dS.sum(axis=0))


def sum_gradients_swapped(A: Array, b: Array) -> Any:
    return A + b, lambda dS: (dS.sum(axis=0), dS)


ADD_BIAS = (
    Mistake(
        "db not summed",
        db_not_summed,
        "db is dS, with a row for each sample: b has one row, which all samples share, so their "
        "gradients add up, dS.sum(axis=0).",
    ),
    Mistake(
        "wrong axis",
        db_over_the_outputs,
        "db is summed along the rows, one number for each sample: b has one for each column, so "
        "sum down the columns, axis=0.",
    ),
    Mistake(
        "all in one",
        db_over_everything,
        "db is the sum of all of dS, one number: b has an entry for each column, so sum down the "
        "columns alone, axis=0.",
    ),
    Mistake(
        "averaged",
        db_averaged,
        "db is a mean over the samples: it is their sum. Where the loss takes a mean, its 1/m is "
        "in dS already.",
    ),
    Mistake(
        "one sample",
        db_of_one_sample,
        "db is the gradient of the first sample alone: b was added to every row, so add up the "
        "rows of dS.",
    ),
    Mistake(
        "db overwritten",
        db_overwritten,
        "db is the gradient of the last sample alone: each sample adds its share, so write += in "
        "the loop, or dS.sum(axis=0).",
    ),
    Mistake(
        "slopes alone",
        slopes_alone,
        "back returns the slopes of the sum, which are 1: they are multiplied by the upstream "
        "gradient, so dA is dS, and db adds up its rows.",
    ),
    Mistake(
        "m times one sample",
        db_m_times_one_sample,
        "db is m times the first row of dS: that is the sum only where all rows are equal. Add "
        "the rows up.",
    ),
    Mistake(
        "times b",
        db_times_b,
        "db is multiplied by b: in a sum nothing is multiplied, the slope of A + b along b is 1.",
    ),
    Mistake(
        "times A",
        da_times_a,
        "dA is multiplied by A: in a sum nothing is multiplied, the slope of A + b along A is 1, "
        "so dA is dS.",
    ),
    Mistake(
        "b added to the gradient",
        da_plus_b,
        "b is added to the gradient: the bias moves the value, not its slope, so dA is dS.",
    ),
    Mistake(
        "b taken away again",
        da_minus_b,
        "b is subtracted from the gradient: going back is not undoing, and dA is dS as it came.",
    ),
    Mistake(
        "A changed",
        added_in_place,
        "The numbers are right, but A itself is changed, and it belongs to the caller: A += b "
        "works in place, S = A + b makes a new array.",
    ),
    Mistake(
        "order swapped",
        sum_gradients_swapped,
        "The gradients come in the wrong order: return dA, db, the order of the arguments A, b.",
    ),
)


def upstream_as_it_came(A: Array) -> Any:
    return A.T, lambda dB: dB


def upstream_reshaped(A: Array) -> Any:
    return A.T, lambda dB: dB.reshape(A.shape)


def both_reshaped(A: Array) -> Any:
    return A.reshape(A.T.shape), lambda dB: dB.reshape(A.shape)


def value_reshaped(A: Array) -> Any:
    return A.reshape(A.T.shape), lambda dB: dB.T


def turned(A: Array) -> Any:
    return np.rot90(A), lambda dB: np.rot90(dB, -1)


def argument_returned(A: Array) -> Any:
    return A.T, lambda dB: A.copy()


def ones_returned(A: Array) -> Any:
    return A.T, lambda dB: np.ones(A.shape)


TRANSPOSE = (
    Mistake(
        "dB as it came",
        upstream_as_it_came,
        "dA is dB as it came, in the shape of B: each number has to go back to where it was in A, "
        "so transpose dB.",
    ),
    Mistake(
        "dB reshaped",
        upstream_reshaped,
        "dA has the shape of A, but its numbers are in the wrong places: reshape keeps the order "
        "in which they are read. B[k, i] was A[i, k], so transpose dB.",
    ),
    Mistake(
        "reshape for transpose",
        both_reshaped,
        "This is a reshape, not a transpose, forward and back: it keeps the order in which the "
        "numbers are read. B[k, i] must be A[i, k]: use A.T, and dB.T.",
    ),
    Mistake(
        "value reshaped",
        value_reshaped,
        "The value is a reshape, not a transpose: it keeps the order in which the numbers are "
        "read. B[k, i] must be A[i, k], which is A.T.",
    ),
    Mistake(
        "turned",
        turned,
        "This turns the matrix by a quarter: a transpose mirrors it along its diagonal, so that "
        "B[k, i] is A[i, k]: use A.T, and dB.T.",
    ),
    Mistake(
        "A returned",
        argument_returned,
        "back returns A: the gradient comes from dB, each entry taken back to where it was in A.",
    ),
    Mistake(
        "ones",
        ones_returned,
        "back returns ones, the slope alone: multiplied by the upstream gradient this is dB, with "
        "each entry taken back to where it was in A.",
    ),
)

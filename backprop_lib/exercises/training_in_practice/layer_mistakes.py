"""Known mistakes of lesson 10 in maxout and residual, and what to say to who made one."""

# ruff: noqa: D103 - what each function does wrong is said in its Mistake below

from collections.abc import Callable
from typing import Any

import numpy as np

from backprop_lib.arrays import Array
from backprop_lib.exercises.findings import Mistake
from backprop_lib.exercises.training_in_practice.reference import maxout, residual


def _maxout(
    X: Array, W: Array, b: Array, shares: Callable[[Array], Array], Z: Array | None = None
) -> Any:
    """Right but for the shares of dZ that the two maps get, and perhaps for the value."""
    A = X @ W + b[:, None, :]

    def back(dZ: Array) -> Any:
        dA = dZ * shares(A)
        return dA[0] @ W[0].T + dA[1] @ W[1].T, X.T @ dA, dA.sum(axis=1)

    return (A.max(axis=0) if Z is None else Z), back


def to_both(X: Array, W: Array, b: Array) -> Any:
    return _maxout(X, W, b, lambda A: np.ones_like(A))


def to_the_first(X: Array, W: Array, b: Array) -> Any:
    return _maxout(X, W, b, lambda A: np.stack([np.ones_like(A[0]), np.zeros_like(A[0])]))


def to_the_smaller(X: Array, W: Array, b: Array) -> Any:
    return _maxout(X, W, b, lambda A: np.stack([A[0] < A[1], A[0] >= A[1]]))


def as_two_relus(X: Array, W: Array, b: Array) -> Any:
    return _maxout(X, W, b, lambda A: np.stack([A[0] > 0, A[1] > 0]))


def sum_of_both(X: Array, W: Array, b: Array) -> Any:
    A = X @ W + b[:, None, :]
    return _maxout(X, W, b, lambda A: np.ones_like(A), A.sum(axis=0))


def smaller_of_both(X: Array, W: Array, b: Array) -> Any:
    A = X @ W + b[:, None, :]
    return _maxout(X, W, b, lambda A: np.stack([A[0] <= A[1], A[0] > A[1]]), A.min(axis=0))


def dX_of_one(X: Array, W: Array, b: Array) -> Any:
    Z, back = maxout(X, W, b)

    def wrong(dZ: Array) -> Any:
        A = X @ W + b[:, None, :]
        _, dW, db = back(dZ)
        return (dZ * (A[0] >= A[1])) @ W[0].T, dW, db

    return Z, wrong


def db_over_the_maps(X: Array, W: Array, b: Array) -> Any:
    Z, back = maxout(X, W, b)

    def wrong(dZ: Array) -> Any:
        dX, dW, _ = back(dZ)
        return dX, dW, np.stack([dZ.sum(axis=0)] * 2)

    return Z, wrong


MAXOUT = (
    Mistake(
        "both get it",
        to_both,
        "Both maps get the whole of dZ. Only the larger one made the value: the other gets 0 "
        "there.",
    ),
    Mistake(
        "the first gets it",
        to_the_first,
        "The first map gets all of dZ, also where the second was larger. Decide entry by entry.",
    ),
    Mistake(
        "the smaller gets it",
        to_the_smaller,
        "dZ goes to the smaller of the two. The value is that of the larger one, so it gets dZ.",
    ),
    Mistake(
        "as two relus",
        as_two_relus,
        "Each map passes dZ where it is positive, like a relu. What counts is which of the two is "
        "larger.",
    ),
    Mistake(
        "sum",
        sum_of_both,
        "This adds up the two maps, which is one affine map again. Take the larger of them, entry "
        "by entry: np.maximum(A[0], A[1]).",
    ),
    Mistake("smaller", smaller_of_both, "This is the smaller of the two maps: take the larger."),
    Mistake(
        "dX of one map",
        dX_of_one,
        "dX holds the part of the first map alone. X was used by both: add dA[1] @ W[1].T.",
    ),
    Mistake(
        "db alike",
        db_over_the_maps,
        "Both rows of db are the sum of dZ. A bias gets only what its own map gets: sum dA, not "
        "dZ, over the samples.",
    ),
)


def without_skip(A: Array, W: Array, b: Array) -> Any:
    S = A @ W + b

    def back(dY: Array) -> Any:
        dS = dY * (S > 0)
        return dS @ W.T, A.T @ dS, dS.sum(axis=0)

    return np.maximum(0, S), back


def skip_lost_in_back(A: Array, W: Array, b: Array) -> Any:
    return residual(A, W, b)[0], without_skip(A, W, b)[1]


def branch_lost_in_dA(A: Array, W: Array, b: Array) -> Any:
    Y, back = residual(A, W, b)
    return Y, lambda dY: (1.0 * dY, *back(dY)[1:])


def W_not_transposed(A: Array, W: Array, b: Array) -> Any:
    Y, back = residual(A, W, b)
    mask = A @ W + b > 0
    return Y, lambda dY: (dY + (dY * mask) @ W, *back(dY)[1:])


def mask_forgotten(A: Array, W: Array, b: Array) -> Any:
    return residual(A, W, b)[0], lambda dY: (dY + dY @ W.T, A.T @ dY, dY.sum(axis=0))


def score_for_slope(A: Array, W: Array, b: Array) -> Any:
    return _with_slope(A, W, b, A @ W + b)


def value_for_slope(A: Array, W: Array, b: Array) -> Any:
    return _with_slope(A, W, b, np.maximum(0, A @ W + b))


def _with_slope(A: Array, W: Array, b: Array, slope: Array) -> Any:
    def back(dY: Array) -> Any:
        dS = dY * slope
        return dY + dS @ W.T, A.T @ dS, dS.sum(axis=0)

    return residual(A, W, b)[0], back


def mask_of_the_sum(A: Array, W: Array, b: Array) -> Any:
    Y, _ = residual(A, W, b)

    def back(dY: Array) -> Any:
        dS = dY * (Y > 0)
        return dY + dS @ W.T, A.T @ dS, dS.sum(axis=0)

    return Y, back


def relu_outside(A: Array, W: Array, b: Array) -> Any:
    S = A + A @ W + b

    def back(dY: Array) -> Any:
        dS = dY * (S > 0)
        return dS + dS @ W.T, A.T @ dS, dS.sum(axis=0)

    return np.maximum(0, S), back


def relu_forgotten(A: Array, W: Array, b: Array) -> Any:
    return A + A @ W + b, lambda dY: (dY + dY @ W.T, A.T @ dY, dY.sum(axis=0))


def A_for_dY(A: Array, W: Array, b: Array) -> Any:
    Y, back = residual(A, W, b)
    return Y, lambda dY: (back(dY)[0] - dY + A, *back(dY)[1:])


def skip_masked(A: Array, W: Array, b: Array) -> Any:
    Y, back = residual(A, W, b)
    mask = A @ W + b > 0
    return Y, lambda dY: (dY * mask + (dY * mask) @ W.T, *back(dY)[1:])


RESIDUAL = (
    Mistake(
        "no skip",
        without_skip,
        "This is relu(A W + b) alone. The residual unit adds A itself, and dY goes to dA past it.",
    ),
    Mistake(
        "skip lost in back",
        skip_lost_in_back,
        "The value is right, but dA holds the way through W alone. A also went straight to the "
        "sum: add dY.",
    ),
    Mistake(
        "branch lost in dA",
        branch_lost_in_dA,
        "dA is dY alone, the way past the layer. A went through W as well: add dS @ W.T.",
    ),
    Mistake(
        "W not transposed",
        W_not_transposed,
        "In dA stands dS @ W. W is square, so the shape fits, but S = A W needs dS @ W.T on the "
        "way back.",
    ),
    Mistake(
        "mask forgotten",
        mask_forgotten,
        "dY passes the relu unchanged. Where A W + b is negative the branch is off: begin with "
        "dS = dY * (S > 0).",
    ),
    Mistake(
        "score for slope",
        score_for_slope,
        "dS is dY times S itself. A relu's slope is 1 where S > 0 and 0 elsewhere: "
        "dS = dY * (S > 0).",
    ),
    Mistake(
        "value for slope",
        value_for_slope,
        "dS is dY times relu(S), the value. Its slope is 1 where S > 0, however large S is: "
        "dS = dY * (S > 0).",
    ),
    Mistake(
        "mask of the sum",
        mask_of_the_sum,
        "The mask looks at the sum Y. The relu saw S = A W + b: dS = dY * (S > 0).",
    ),
    Mistake(
        "relu of the sum",
        relu_outside,
        "The relu stands around the whole sum, A + A W + b. Here it is around A W + b alone, so "
        "that A passes untouched.",
    ),
    Mistake(
        "no relu",
        relu_forgotten,
        "The relu around A W + b is missing; without it the unit is one affine map, A (I + W) + b.",
    ),
    Mistake(
        "A for dY",
        A_for_dY,
        "A itself is added in dA. It was added in the forward; on the way back it is the upstream "
        "gradient that goes past the layer: add dY.",
    ),
    Mistake(
        "skip through the mask",
        skip_masked,
        "dY goes through the mask on both ways. Only the branch has a relu: dA is the whole of "
        "dY, plus dS @ W.T.",
    ),
)

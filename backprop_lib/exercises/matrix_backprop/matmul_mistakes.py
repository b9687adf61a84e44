"""Known mistakes of lesson 04 in matmul, and what to say to who made one."""

# ruff: noqa: D103 - what each function does wrong is said in its Mistake below

from collections.abc import Callable
from typing import Any

import numpy as np

from backprop_lib.arrays import Array
from backprop_lib.exercises.explain import Mistake


def _matmul(X: Array, W: Array, **wrong: Callable[[Any], Any]) -> Any:
    """The right unit, but for dX or dW as functions of dY."""
    backs: dict[str, Callable[[Any], Any]] = {
        "dX": lambda dY: dY @ W.T,
        "dW": lambda dY: X.T @ dY,
        **wrong,
    }
    return X @ W, lambda dY: (backs["dX"](dY), backs["dW"](dY))


def dw_transposed(X: Array, W: Array) -> Any:
    return _matmul(X, W, dW=lambda dY: dY.T @ X)


def dx_transposed(X: Array, W: Array) -> Any:
    return _matmul(X, W, dX=lambda dY: W @ dY.T)


def dw_reshaped(X: Array, W: Array) -> Any:
    return _matmul(X, W, dW=lambda dY: (dY.T @ X).reshape(W.shape))


def dx_reshaped(X: Array, W: Array) -> Any:
    return _matmul(X, W, dX=lambda dY: (W @ dY.T).reshape(X.shape))


def w_reshaped(X: Array, W: Array) -> Any:
    return _matmul(X, W, dX=lambda dY: dY @ W.reshape(W.T.shape))


def x_reshaped(X: Array, W: Array) -> Any:
    return _matmul(X, W, dW=lambda dY: X.reshape(X.T.shape) @ dY)


def dx_by_inverse(X: Array, W: Array) -> Any:
    return _matmul(X, W, dX=lambda dY: dY @ np.linalg.pinv(W))


def dw_by_inverse(X: Array, W: Array) -> Any:
    return _matmul(X, W, dW=lambda dY: np.linalg.pinv(X) @ dY)


def dw_averaged(X: Array, W: Array) -> Any:
    return _matmul(X, W, dW=lambda dY: X.T @ dY / len(X))


def dw_of_one_sample(X: Array, W: Array) -> Any:
    return _matmul(X, W, dW=lambda dY: np.outer(X[0], dY[0]))


def dx_overwritten(X: Array, W: Array) -> Any:
    return _matmul(X, W, dX=lambda dY: np.outer(dY[:, -1], W[:, -1]))


def dw_overwritten(X: Array, W: Array) -> Any:
    return _matmul(X, W, dW=lambda dY: np.outer(X[-1], dY[-1]))


def value_in_place_of_upstream(X: Array, W: Array) -> Any:
    Y = X @ W
    return Y, lambda dY: (Y @ W.T, X.T @ Y)


def gradients_swapped(X: Array, W: Array) -> Any:
    return X @ W, lambda dY: (X.T @ dY, dY @ W.T)


def factors_themselves(X: Array, W: Array) -> Any:
    return X @ W, lambda dY: (X.copy(), W.copy())


MATMUL = (
    Mistake(
        "dW transposed",
        dw_transposed,
        "dW is the right one transposed: dW[j, k] adds up X[i, j] dY[i, k] over the samples, which "
        "is X.T @ dY, (p, m) times (m, q).",
    ),
    Mistake(
        "dX transposed",
        dx_transposed,
        "dX is the right one transposed: dX[i, j] adds up dY[i, k] W[j, k] over the outputs, which "
        "is dY @ W.T, (m, q) times (q, p).",
    ),
    Mistake(
        "dW reshaped",
        dw_reshaped,
        "dW has the right numbers in the wrong places: dY.T @ X is (q, p), and reshape only writes "
        "its rows one after the other into another frame. Begin with X.T.",
    ),
    Mistake(
        "dX reshaped",
        dx_reshaped,
        "dX has the right numbers in the wrong places: W @ dY.T is (p, m), and reshape only "
        "writes its rows one after the other into another frame. Begin with dY.",
    ),
    Mistake(
        "W reshaped",
        w_reshaped,
        "W.reshape(...) makes the shapes fit in dX, but it is not W.T: it keeps the order in which "
        "the numbers are read, where a transpose turns rows into columns.",
    ),
    Mistake(
        "X reshaped",
        x_reshaped,
        "X.reshape(...) makes the shapes fit in dW, but it is not X.T: it keeps the order in which "
        "the numbers are read, where a transpose turns rows into columns.",
    ),
    Mistake(
        "inverse of W",
        dx_by_inverse,
        "dX is made with the inverse of W: going back is not undoing. An entry of X counts by the "
        "weights that it was multiplied by, so it is W.T.",
    ),
    Mistake(
        "inverse of X",
        dw_by_inverse,
        "dW is made with the inverse of X: going back is not undoing. A weight counts by the "
        "inputs that it was multiplied by, so it is X.T.",
    ),
    Mistake(
        "dW averaged",
        dw_averaged,
        "dW is divided by m: a product takes no mean. Where the loss does, its 1/m is in dY "
        "already.",
    ),
    Mistake(
        "one sample",
        dw_of_one_sample,
        "dW comes from the first sample alone: each sample uses W, so add up over all of them, "
        "which X.T @ dY does.",
    ),
    Mistake(
        "dX overwritten",
        dx_overwritten,
        "dX holds the last term of its sum alone, that of the last output: each output adds its "
        "share, so write += in the loop, or dY @ W.T, which adds up by itself.",
    ),
    Mistake(
        "dW overwritten",
        dw_overwritten,
        "dW holds the last term of its sum alone, that of the last sample: each sample adds its "
        "share, so write += in the loop, or X.T @ dY, which adds up by itself.",
    ),
    Mistake(
        "value for upstream",
        value_in_place_of_upstream,
        "back works with Y, the value, where dY belongs: the upstream gradient is its argument.",
    ),
    Mistake(
        "order swapped",
        gradients_swapped,
        "The gradients come in the wrong order: return dX, dW, the order of the arguments X, W.",
    ),
    Mistake(
        "factors themselves",
        factors_themselves,
        "back returns X and W themselves: of two factors each gets the upstream gradient times "
        "the other one, transposed.",
    ),
)

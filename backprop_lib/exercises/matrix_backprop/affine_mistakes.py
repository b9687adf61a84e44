"""Known mistakes of lesson 04 in affine and its Jacobians, and what to say to who made one."""

# ruff: noqa: D103 - what each function does wrong is said in its Mistake below

from typing import Any

import numpy as np

from backprop_lib.arrays import Array
from backprop_lib.exercises.explain import Mistake


def _gradients(X: Array, W: Array, dA: Array) -> Any:
    return dA @ W.T, X.T @ dA, dA.sum(axis=0)


def bias_forgotten(X: Array, W: Array, b: Array) -> Any:
    return X @ W, lambda dA: _gradients(X, W, dA)


def db_not_summed(X: Array, W: Array, b: Array) -> Any:
    return X @ W + b, lambda dA: (dA @ W.T, X.T @ dA, dA.copy())


def db_over_the_outputs(X: Array, W: Array, b: Array) -> Any:
    return X @ W + b, lambda dA: (dA @ W.T, X.T @ dA, dA.sum(axis=1))


def db_averaged(X: Array, W: Array, b: Array) -> Any:
    return X @ W + b, lambda dA: (dA @ W.T, X.T @ dA, dA.mean(axis=0))


def all_averaged(X: Array, W: Array, b: Array) -> Any:
    m = len(X)
    return X @ W + b, lambda dA: (dA @ W.T, X.T @ dA / m, dA.mean(axis=0))


def dw_transposed(X: Array, W: Array, b: Array) -> Any:
    return X @ W + b, lambda dA: (dA @ W.T, dA.T @ X, dA.sum(axis=0))


def dw_reshaped(X: Array, W: Array, b: Array) -> Any:
    return X @ W + b, lambda dA: (dA @ W.T, (dA.T @ X).reshape(W.shape), dA.sum(axis=0))


def w_reshaped(X: Array, W: Array, b: Array) -> Any:
    return X @ W + b, lambda dA: (dA @ W.reshape(W.T.shape), X.T @ dA, dA.sum(axis=0))


def bias_taken_away(X: Array, W: Array, b: Array) -> Any:
    return X @ W + b, lambda dA: ((dA - b) @ W.T, X.T @ dA, dA.sum(axis=0))


def bias_in_dw(X: Array, W: Array, b: Array) -> Any:
    return X @ W + b, lambda dA: (dA @ W.T, X.T @ dA + b, dA.sum(axis=0))


def order_of_the_lines(X: Array, W: Array, b: Array) -> Any:
    return X @ W + b, lambda dA: (X.T @ dA, dA.sum(axis=0), dA @ W.T)


def biases_before_weights(X: Array, W: Array, b: Array) -> Any:
    return X @ W + b, lambda dA: (dA @ W.T, dA.sum(axis=0), X.T @ dA)


AFFINE = (
    Mistake("bias forgotten", bias_forgotten, "The value lacks the bias: A = X @ W + b."),
    Mistake(
        "db not summed",
        db_not_summed,
        "db is dA, with a row for each sample: all samples share the one row b, so their "
        "gradients add up, dA.sum(axis=0).",
    ),
    Mistake(
        "wrong axis",
        db_over_the_outputs,
        "db is summed along the rows, one number for each sample: b has one for each output, so "
        "sum down the columns, axis=0.",
    ),
    Mistake(
        "db averaged",
        db_averaged,
        "db is a mean over the samples: it is their sum. Where the loss takes a mean, its 1/m is "
        "in dA already.",
    ),
    Mistake(
        "averaged",
        all_averaged,
        "dW and db are divided by m: this unit takes no mean. Where the loss does, its 1/m is in "
        "dA already.",
    ),
    Mistake(
        "dW transposed",
        dw_transposed,
        "dW is the right one transposed: X.T @ dA is (p, m) times (m, q), like W.",
    ),
    Mistake(
        "dW reshaped",
        dw_reshaped,
        "dW has the right numbers in the wrong places: dA.T @ X is (q, p), and reshape only writes "
        "its rows one after the other into another frame. Begin with X.T.",
    ),
    Mistake(
        "W reshaped",
        w_reshaped,
        "W.reshape(...) makes the shapes fit in dX, but it is not W.T: it keeps the order in which "
        "the numbers are read, where a transpose turns rows into columns.",
    ),
    Mistake(
        "bias taken away",
        bias_taken_away,
        "b is subtracted on the way back: going back is not undoing. The sum hands dA on as it is, "
        "and dX is dA @ W.T.",
    ),
    Mistake(
        "bias in dW",
        bias_in_dw,
        "b is added to dW: the bias moves the value, not its slope along W, so dW is X.T @ dA.",
    ),
    Mistake(
        "order of the lines",
        order_of_the_lines,
        "The gradients come in the wrong order, dW, db, dX: return dX, dW, db, the order of the "
        "arguments, whatever the order of your lines.",
    ),
    Mistake(
        "db before dW",
        biases_before_weights,
        "dW and db have changed places: return dX, dW, db, the order of the arguments X, W, b.",
    ),
)


def _jacobians(X: Array, W: Array) -> tuple[Array, Array, Array]:
    (m, p), q = X.shape, W.shape[1]
    JX, JW, Jb = np.zeros((m, q, m, p)), np.zeros((m, q, p, q)), np.zeros((m, q, q))
    for i in range(m):
        JX[i, :, i, :] = W.T
    for k in range(q):
        JW[:, k, :, k] = X
        Jb[:, k, k] = 1.0
    return JX, JW, Jb


def _pulled_back(dA: Array, *jacobians: Array) -> Any:
    return tuple(np.tensordot(dA, J, axes=2) for J in jacobians)


def every_row_by_every_row(X: Array, W: Array, b: Array, dA: Array) -> Any:
    JX, JW, Jb = _jacobians(X, W)
    for s in range(len(X)):
        JX[:, :, s, :] = W.T
    return _pulled_back(dA, JX, JW, Jb)


def every_column_by_every_column(X: Array, W: Array, b: Array, dA: Array) -> Any:
    JX, JW, Jb = _jacobians(X, W)
    JW[:] = X[:, None, :, None]
    return _pulled_back(dA, JX, JW, Jb)


def every_bias_everywhere(X: Array, W: Array, b: Array, dA: Array) -> Any:
    JX, JW, Jb = _jacobians(X, W)
    return _pulled_back(dA, JX, JW, np.ones_like(Jb))


def bias_of_one_sample(X: Array, W: Array, b: Array, dA: Array) -> Any:
    JX, JW, Jb = _jacobians(X, W)
    Jb[1:] = 0
    return _pulled_back(dA, JX, JW, Jb)


def bias_for_its_slope(X: Array, W: Array, b: Array, dA: Array) -> Any:
    JX, JW, Jb = _jacobians(X, W)
    return _pulled_back(dA, JX, JW, Jb * b)


def jacobians_returned(X: Array, W: Array, b: Array, dA: Array) -> Any:
    return _jacobians(X, W)


def left_flat(X: Array, W: Array, b: Array, dA: Array) -> Any:
    dX, dW, db = _pulled_back(dA, *_jacobians(X, W))
    return dX.ravel(), dW.ravel(), db


def columns_stacked(X: Array, W: Array, b: Array, dA: Array) -> Any:
    by_columns = dA.ravel(order="F")
    dX = by_columns @ np.kron(W.T, np.eye(len(X)))
    dW = by_columns @ np.kron(np.eye(W.shape[1]), X)
    return dX.reshape(X.shape), dW.reshape(W.shape), dA.sum(axis=0)


def columns_for_rows(X: Array, W: Array, b: Array, dA: Array) -> Any:
    dX = dA.ravel() @ np.kron(W.T, np.eye(len(X)))
    dW = dA.ravel() @ np.kron(np.eye(W.shape[1]), X)
    return dX.reshape(X.shape), dW.reshape(W.shape), dA.sum(axis=0)


def jacobians_added_up(X: Array, W: Array, b: Array, dA: Array) -> Any:
    return _pulled_back(np.ones_like(dA), *_jacobians(X, W))


def averaged(X: Array, W: Array, b: Array, dA: Array) -> Any:
    dX, dW, db = _gradients(X, W, dA)
    return dX, dW / len(X), db / len(X)


def lines_in_their_order(X: Array, W: Array, b: Array, dA: Array) -> Any:
    dX, dW, db = _gradients(X, W, dA)
    return dW, db, dX


AFFINE_BY_JACOBIAN = (
    Mistake(
        "rows mixed",
        every_row_by_every_row,
        "Every row of dX is the same: in JX each row of A depends on every row of X. A[i, k] "
        "depends on X[i, j] alone, so JX[i, k, s, j] is W[j, k] where s is i and 0 elsewhere.",
    ),
    Mistake(
        "columns mixed",
        every_column_by_every_column,
        "Every column of dW is the same: in JW each column of A depends on every column of W. "
        "A[i, k] depends on W[j, k] alone, so JW[i, k, j, c] is X[i, j] where c is k and 0 "
        "elsewhere.",
    ),
    Mistake(
        "biases mixed",
        every_bias_everywhere,
        "All entries of db are the same: Jb is 1 everywhere. A[i, k] depends on b[k] alone, so "
        "Jb[i, k, c] is 1 where c is k and 0 elsewhere.",
    ),
    Mistake(
        "one sample's bias",
        bias_of_one_sample,
        "db is that of the first sample: Jb[i, k, k] is 1 for every i, since b is added to each "
        "row.",
    ),
    Mistake(
        "bias for its slope",
        bias_for_its_slope,
        "Jb holds b: it must hold the slope of A[i, k] along b[k], which is 1 whatever b is.",
    ),
    Mistake(
        "Jacobians returned",
        jacobians_returned,
        "These are the Jacobians, and right: now multiply each by dA, for example with "
        "np.tensordot(dA, JX, axes=2), and return dX, dW, db.",
    ),
    Mistake(
        "left flat",
        left_flat,
        "dX and dW are right but flat: give each the shape of its argument again, with "
        ".reshape(X.shape) and .reshape(W.shape).",
    ),
    Mistake(
        "columns stacked",
        columns_stacked,
        "dX and dW have the right numbers in the wrong places: these Jacobians stack columns, as "
        'many books do, and reshape lays out rows. Reshape with order="F", or write the Jacobians '
        "for rows, which is what ravel strings together.",
    ),
    Mistake(
        "columns for rows",
        columns_for_rows,
        "dX and dW are mixed up: np.kron(W.T, I) and np.kron(I, X) are the Jacobians for matrices "
        "strung together by columns, as in many books, but ravel strings rows together. For rows "
        "they are np.kron(I, W.T) and np.kron(X, I).",
    ),
    Mistake(
        "upstream forgotten",
        jacobians_added_up,
        "The entries of each Jacobian are added up without dA: multiply them by dA[i, k] first, as "
        "np.tensordot(dA, J, axes=2) does.",
    ),
    Mistake(
        "averaged",
        averaged,
        "dW and db are divided by m: no mean is taken here. Where a loss takes one, its 1/m is in "
        "dA already.",
    ),
    Mistake(
        "order of the lines",
        lines_in_their_order,
        "The gradients come in the wrong order, dW, db, dX: return dX, dW, db, the order of the "
        "arguments.",
    ),
)

"""The solutions of lesson 04, each in its plainest form.

matmul, add_bias, transpose and affine are units: they return their value and `back`.
"""

from collections.abc import Callable

import numpy as np

from backprop_lib.arrays import Array


def relu_jacobian(x: Array) -> Array:
    """The Jacobian of z = relu(x): x (n,), the Jacobian (n, n), dz_i / dx_j at [i, j]."""
    return np.diag((x > 0).astype(float))


def relu_vjp(x: Array, dz: Array) -> Array:
    """The product of dz with the Jacobian of relu, without the Jacobian: x, dz and dx (n,)."""
    return dz * (x > 0)


def matmul(X: Array, W: Array) -> tuple[Array, Callable[[Array], tuple[Array, Array]]]:
    """Y = X W: X (m, p), W (p, q), Y (m, q)."""
    Y = X @ W

    def back(dY: Array) -> tuple[Array, Array]:
        dX = dY @ W.T
        dW = X.T @ dY
        return dX, dW

    return Y, back


def add_bias(A: Array, b: Array) -> tuple[Array, Callable[[Array], tuple[Array, Array]]]:
    """S = A + b, b added to each row: A (m, q), b (q,), S (m, q)."""
    S = A + b

    def back(dS: Array) -> tuple[Array, Array]:
        dA = dS
        db = dS.sum(axis=0)
        return dA, db

    return S, back


def transpose(A: Array) -> tuple[Array, Callable[[Array], Array]]:
    """B = A^T: A (m, q), B (q, m)."""
    B = A.T

    def back(dB: Array) -> Array:
        dA = dB.T
        return dA

    return B, back


def affine(X: Array, W: Array, b: Array) -> tuple[Array, Callable[[Array], tuple[Array, ...]]]:
    """A = X W + b: X (m, p), W (p, q), b (q,), A (m, q)."""
    A = X @ W + b

    def back(dA: Array) -> tuple[Array, ...]:
        dW = X.T @ dA
        db = dA.sum(axis=0)
        dX = dA @ W.T
        return dX, dW, db

    return A, back


def jacobian_bytes(n: int, d: int, m: int, itemsize: int) -> tuple[int, int]:
    """The bytes of both Jacobians of Y = X W, and those of X, W and dY: X (n, d), W (d, m)."""
    by_X = (n * m) * (n * d)
    by_W = (n * m) * (d * m)
    full = (by_X + by_W) * itemsize
    needed = (n * d + d * m + n * m) * itemsize
    return full, needed


def affine_by_jacobian(X: Array, W: Array, b: Array, dA: Array) -> tuple[Array, Array, Array]:
    """The gradients of A = X W + b, by a Jacobian each: JX[i, k, s, j] is dA[i, k] / dX[s, j]."""
    m, p = X.shape
    q = len(b)
    JX, JW, Jb = np.zeros((m, q, m, p)), np.zeros((m, q, p, q)), np.zeros((m, q, q))
    for i in range(m):
        JX[i, :, i, :] = W.T  # a row of A depends on the same row of X
    for k in range(q):
        JW[:, k, :, k] = X  # a column of A depends on the same column of W
        Jb[:, k, k] = 1.0
    dX = np.tensordot(dA, JX, axes=2)
    dW = np.tensordot(dA, JW, axes=2)
    db = np.tensordot(dA, Jb, axes=2)
    return dX, dW, db

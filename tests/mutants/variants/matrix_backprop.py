"""Correct answers to lesson 04 in many forms: every check must accept every one."""

from typing import Any

import numpy as np


def jacobian_loops(x: Any) -> Any:
    J = np.zeros((len(x), len(x)))
    for i in range(len(x)):
        if x[i] > 0:
            J[i, i] = 1
    return J


def jacobian_eye(x: Any) -> Any:
    return np.eye(x.size) * np.where(x > 0, 1.0, 0.0)


def jacobian_float32(x: Any) -> Any:
    return np.diagflat(np.heaviside(x, 0.0)).astype(np.float32)


def jacobian_of_integers(x: Any) -> Any:
    return np.diag((x >= 0).astype(int))


def jacobian_by_differences(x: Any) -> Any:
    steps = 1e-7 * np.eye(len(x))
    rows = [np.maximum(0, x + step) - np.maximum(0, x) for step in steps]
    return np.round(np.array(rows) / 1e-7)


def vjp_where(x: Any, dz: Any) -> Any:
    return np.where(x > 0, dz, 0.0)


def vjp_copy(x: Any, dz: Any) -> Any:
    dx = dz.copy()
    dx[x <= 0] = 0
    return dx


def vjp_loop(x: Any, dz: Any) -> Any:
    return np.array([g if entry > 0 else 0.0 for entry, g in zip(x, dz, strict=True)])


def vjp_float32(x: Any, dz: Any) -> Any:
    return (np.heaviside(x, 1.0) * dz).astype(np.float32)


def vjp_masked_product(x: Any, dz: Any) -> Any:
    return np.multiply(dz, x > 0, out=np.zeros_like(dz))


def vjp_zeros(x: Any, dz: Any) -> Any:
    dx = np.zeros(len(x))
    on = np.flatnonzero(x > 0)
    dx[on] = dz[on]
    return dx


def matmul_dot(X: Any, W: Any) -> Any:
    def back(dY: Any) -> Any:
        return [np.dot(dY, np.transpose(W)), np.dot(np.transpose(X), dY)]

    return [np.dot(X, W), back]


def matmul_einsum(X: Any, W: Any) -> Any:
    def back(dY: Any) -> Any:
        return np.einsum("ik,jk->ij", dY, W), np.einsum("ij,ik->jk", X, dY)

    return np.einsum("ij,jk->ik", X, W), back


def matmul_by_transposes(X: Any, W: Any) -> Any:
    return X @ W, lambda dY: ((W @ dY.T).T, (dY.T @ X).T)


def matmul_sample_by_sample(X: Any, W: Any) -> Any:
    Y = np.stack([x @ W for x in X])

    def back(dY: Any) -> Any:
        dX, dW = np.zeros(X.shape), np.zeros(W.shape)
        for i, (x, dy) in enumerate(zip(X, dY, strict=True)):
            dX[i] = W @ dy
            dW += np.outer(x, dy)
        return dX, dW

    return Y, back


def matmul_float32(X: Any, W: Any) -> Any:
    X, W = X.astype(np.float32), W.astype(np.float32)
    return X @ W, lambda dY: (dY.astype(np.float32) @ W.T, X.T @ dY.astype(np.float32))


def add_bias_ones(A: Any, b: Any) -> Any:
    ones = np.ones((len(A), 1))

    def back(dS: Any) -> Any:
        return dS.copy(), (ones.T @ dS)[0]

    return A + ones @ b[None, :], back


def add_bias_loop(A: Any, b: Any) -> Any:
    def back(dS: Any) -> Any:
        db = np.zeros(len(b))
        for row in dS:
            db += row
        return dS, db

    return np.array([row + b for row in A]), back


def add_bias_column_by_column(A: Any, b: Any) -> Any:
    S = A.copy()
    for k in range(len(b)):
        S[:, k] += b[k]
    return S, lambda dS: (1.0 * dS, np.array([column.sum() for column in dS.T]))


def add_bias_einsum(A: Any, b: Any) -> Any:
    return np.add(A, b), lambda dS: (np.array(dS), np.einsum("ik->k", dS))


def transpose_copied(A: Any) -> Any:
    return A.T.copy(), lambda dB: dB.T.copy()


def transpose_swapaxes(A: Any) -> Any:
    return np.swapaxes(A, 0, 1), lambda dB: (np.transpose(dB),)


def transpose_loops(A: Any) -> Any:
    def mirrored(M: Any) -> Any:
        made = np.zeros((M.shape[1], M.shape[0]))
        for i, row in enumerate(M):
            for k, entry in enumerate(row):
                made[k, i] = entry
        return made

    return mirrored(A), mirrored


def transpose_einsum(A: Any) -> Any:
    return np.einsum("ik->ki", A), lambda dB: np.einsum("ki->ik", dB)


def transpose_stacked(A: Any) -> Any:
    return np.column_stack(list(A)), lambda dB: np.column_stack(list(dB))


def matmul(X: Any, W: Any) -> Any:
    """For the functions below; the check puts another in its place."""
    return matmul_dot(X, W)


def add_bias(A: Any, b: Any) -> Any:
    """Likewise."""
    return add_bias_loop(A, b)


def affine_of_two_units(X: Any, W: Any, b: Any) -> Any:
    Y, back_of_product = matmul(X, W)
    A, back_of_sum = add_bias(Y, b)

    def back(dA: Any) -> Any:
        dY, db = back_of_sum(dA)
        dX, dW = back_of_product(dY)
        return dX, dW, db

    return A, back


def affine_augmented(X: Any, W: Any, b: Any) -> Any:
    X1, W1 = np.column_stack([X, np.ones(len(X))]), np.vstack([W, b])

    def back(dA: Any) -> Any:
        dW1 = X1.T @ dA
        return (dA @ W1.T)[:, :-1], dW1[:-1], dW1[-1]

    return X1 @ W1, back


def affine_in_place_on_its_own(X: Any, W: Any, b: Any) -> Any:
    A = X.dot(W)
    A += b

    def back(dA: Any) -> Any:
        return dA.dot(W.T), X.T.dot(dA), np.sum(dA, 0)

    return A, back


def affine_einsum(X: Any, W: Any, b: Any) -> Any:
    def back(dA: Any) -> Any:
        dX = np.einsum("ik,jk->ij", dA, W)
        dW = np.einsum("ij,ik->jk", X, dA)
        return dX, dW, np.ones(len(X)) @ dA

    return np.einsum("ij,jk->ik", X, W) + b[None], back


def affine_float32(X: Any, W: Any, b: Any) -> Any:
    X, W = X.astype(np.float32), W.astype(np.float32)
    return X @ W + b.astype(np.float32), lambda dA: (dA @ W.T, X.T @ dA, dA.sum(axis=0))


def bytes_by_entries(n: Any, d: Any, m: Any, itemsize: Any) -> Any:
    X, W, Y = n * d, d * m, n * m
    return [itemsize * Y * (X + W), itemsize * (X + W + Y)]


def bytes_as_floats(n: Any, d: Any, m: Any, itemsize: Any) -> Any:
    full = float(itemsize) * n * d * m * (n + m)
    return full, float(itemsize * (n * (d + m) + d * m))


def bytes_by_shapes(n: Any, d: Any, m: Any, itemsize: Any) -> Any:
    X, W, Y = (n, d), (d, m), (n, m)
    full = sum(np.prod((*Y, *shape), dtype=np.int64) for shape in (X, W)) * itemsize
    return full, sum(np.prod(shape, dtype=np.int64) for shape in (X, W, Y)) * itemsize


def bytes_as_array(n: Any, d: Any, m: Any, itemsize: Any) -> Any:
    counts = np.array([n * n * d * m + n * d * m * m, n * d + d * m + n * m], dtype=float)
    return tuple(itemsize * counts)


def by_kronecker_products(X: Any, W: Any, b: Any, dA: Any) -> Any:
    (m, _), q = X.shape, len(b)
    JX, JW = np.kron(np.eye(m), W.T), np.kron(X, np.eye(q))
    Jb = np.tile(np.eye(q), (m, 1))
    flat = dA.ravel()
    return (flat @ JX).reshape(X.shape), (flat @ JW).reshape(W.shape), flat @ Jb


def by_columns(X: Any, W: Any, b: Any, dA: Any) -> Any:
    m, q = dA.shape
    flat = dA.ravel(order="F")
    dX = (flat @ np.kron(W.T, np.eye(m))).reshape(X.shape, order="F")
    dW = (flat @ np.kron(np.eye(q), X)).reshape(W.shape, order="F")
    return dX, dW, flat @ np.kron(np.eye(q), np.ones((m, 1)))


def by_unit_steps(X: Any, W: Any, b: Any, dA: Any) -> Any:
    # A is linear in each argument, so a step of 1 gives a column of the Jacobian
    args = [X, W, b]
    found = []
    for n, arg in enumerate(args):
        J = np.zeros((dA.size, arg.size))
        for j in range(arg.size):
            moved = [np.array(each) for each in args]
            moved[n].flat[j] += 1
            J[:, j] = (moved[0] @ moved[1] + moved[2] - (X @ W + b)).ravel()
        found.append((dA.ravel() @ J).reshape(arg.shape))
    return found


def by_loops(X: Any, W: Any, b: Any, dA: Any) -> Any:
    (m, p), q = X.shape, len(b)
    JX, JW, Jb = np.zeros((m, q, m, p)), np.zeros((m, q, p, q)), np.zeros((m, q, q))
    for i in range(m):
        for k in range(q):
            Jb[i, k, k] = 1
            for j in range(p):
                JX[i, k, i, j] = W[j, k]
                JW[i, k, j, k] = X[i, j]
    return tuple(np.einsum("ik,ik...->...", dA, J) for J in (JX, JW, Jb))


VARIANTS = {
    "relu_jacobian": (
        jacobian_loops,
        jacobian_eye,
        jacobian_float32,
        jacobian_of_integers,
        jacobian_by_differences,
    ),
    "relu_vjp": (vjp_where, vjp_copy, vjp_loop, vjp_float32, vjp_masked_product, vjp_zeros),
    "matmul": (
        matmul_dot,
        matmul_einsum,
        matmul_by_transposes,
        matmul_sample_by_sample,
        matmul_float32,
    ),
    "add_bias": (add_bias_ones, add_bias_loop, add_bias_column_by_column, add_bias_einsum),
    "transpose": (
        transpose_copied,
        transpose_swapaxes,
        transpose_loops,
        transpose_einsum,
        transpose_stacked,
    ),
    "affine": (
        affine_of_two_units,
        affine_augmented,
        affine_in_place_on_its_own,
        affine_einsum,
        affine_float32,
    ),
    "jacobian_bytes": (bytes_by_entries, bytes_as_floats, bytes_by_shapes, bytes_as_array),
    "affine_by_jacobian": (by_kronecker_products, by_columns, by_unit_steps, by_loops),
}

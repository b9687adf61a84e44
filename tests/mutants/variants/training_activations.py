"""Correct activations and starts of lesson 10 in many forms."""

import math
from typing import Any

import numpy as np


def leaky_maximum(A: Any, alpha: Any) -> Any:
    def back(dZ: Any) -> Any:
        dA = dZ.copy()
        dA[A < 0] *= alpha
        return dA

    return np.maximum(alpha * A, A), back


def leaky_of_two_relus(A: Any, alpha: Any) -> Any:
    Z = np.maximum(0, A) - alpha * np.maximum(0, -A)
    return Z, lambda dZ: dZ * ((A > 0) + alpha * (A <= 0))


def leaky_float32(A: Any, alpha: Any) -> Any:
    slope = np.where(A >= 0, 1.0, alpha).astype(np.float32)
    return (A * slope).astype(np.float32), lambda dZ: dZ.astype(np.float32) * slope


def leaky_masked_copy(A: Any, alpha: Any) -> Any:
    Z = A.copy()
    left = Z < 0
    Z[left] = alpha * Z[left]
    return [Z, lambda dZ: (np.where(left, alpha * dZ, dZ),)]


def tanh_by_sigmoid(A: Any) -> Any:
    E = np.exp(-2 * np.abs(A))
    Z = np.sign(A) * (1 - E) / (1 + E)
    return Z, lambda dZ: dZ * 4 * E / (1 + E) ** 2


def tanh_product(A: Any) -> Any:
    Z = np.tanh(A)
    return Z, lambda dZ: (1 - Z) * (1 + Z) * dZ


def tanh_cosh(A: Any) -> Any:
    Z = np.tanh(A)
    return Z, lambda dZ: dZ / np.cosh(np.clip(A, -300, 300)) ** 2


def tanh_loop(A: Any) -> Any:
    Z = np.array([[math.tanh(a) for a in row] for row in A])

    def back(dZ: Any) -> Any:
        dA = np.empty(dZ.shape)
        for i in np.ndindex(dZ.shape):
            dA[i] = dZ[i] - dZ[i] * Z[i] ** 2
        return dA

    return Z, back


def tanh_float32(A: Any) -> Any:
    Z = np.tanh(A.astype(np.float32))
    return Z, lambda dZ: dZ.astype(np.float32) * (1 - Z * Z)


def elu_expm1(A: Any, alpha: Any) -> Any:
    M = np.minimum(0, A)
    Z = np.maximum(0, A) + alpha * np.expm1(M)
    return Z, lambda dZ: dZ * ((A > 0) + (A <= 0) * alpha * np.exp(M))


def elu_with_a_warning(A: Any, alpha: Any) -> Any:
    Z = np.where(A > 0, A, alpha * (np.exp(A) - 1))
    return Z, lambda dZ: np.where(A > 0, dZ, dZ * (Z + alpha))


def elu_masks(A: Any, alpha: Any) -> Any:
    left = A <= 0
    Z = A.copy()
    Z[left] = alpha * (np.exp(A[left]) - 1)

    def back(dZ: Any) -> Any:
        slope = np.ones_like(A)
        slope[left] = alpha * np.exp(A[left])
        return slope * dZ

    return Z, back


def elu_float32(A: Any, alpha: Any) -> Any:
    A = A.astype("float32")
    Z = np.where(A < 0, np.float32(alpha) * np.expm1(np.minimum(A, 0)), A)
    return Z, lambda dZ: dZ.astype("float32") * np.where(A < 0, Z + np.float32(alpha), 1)


def maxout_argmax(X: Any, W: Any, b: Any) -> Any:
    A = np.stack([X @ W[0] + b[0], X @ W[1] + b[1]])
    winner = A.argmax(axis=0)

    def back(dZ: Any) -> Any:
        dA = np.stack([dZ * (winner == k) for k in (0, 1)])
        dX = sum(dA[k] @ W[k].T for k in (0, 1))
        return dX, np.stack([X.T @ dA[k] for k in (0, 1)]), dA.sum(1)

    return np.maximum(A[0], A[1]), back


def maxout_einsum(X: Any, W: Any, b: Any) -> Any:
    A = np.einsum("mp,kpq->kmq", X, W) + b[:, np.newaxis]
    Z = np.amax(A, axis=0)

    def back(dZ: Any) -> Any:
        dA = np.where(A == Z, dZ, 0.0)
        return (
            np.einsum("kmq,kpq->mp", dA, W),
            np.einsum("mp,kmq->kpq", X, dA),
            np.einsum("kmq->kq", dA),
        )

    return Z, back


def maxout_by_relu(X: Any, W: Any, b: Any) -> Any:
    S = X @ (W[0] - W[1]) + b[0] - b[1]
    Z = X @ W[1] + b[1] + np.maximum(0, S)

    def back(dZ: Any) -> Any:
        dS = dZ * (S > 0)
        dW, db = np.empty_like(W), np.empty_like(b)
        dW[0], dW[1] = X.T @ dS, X.T @ (dZ - dS)
        db[0], db[1] = dS.sum(0), (dZ - dS).sum(0)
        return dS @ W[0].T + (dZ - dS) @ W[1].T, dW, db

    return Z, back


def maxout_wide(X: Any, W: Any, b: Any) -> Any:
    q = b.shape[1]
    U = np.hstack([W[0], W[1]])
    A = X @ U + b.ravel()
    on = A[:, :q] > A[:, q:]

    def back(dZ: Any) -> Any:
        dA = np.hstack([dZ * on, dZ * ~on])
        dU = X.T @ dA
        return [dA @ U.T, np.stack(np.hsplit(dU, 2)), dA.sum(axis=0).reshape(2, q)]

    return np.where(on, A[:, :q], A[:, q:]), back


def he_normal(p: Any, q: Any, rng: Any) -> Any:
    return rng.normal(0.0, np.sqrt(2 / p), size=(p, q))


def he_uniform(p: Any, q: Any, rng: Any) -> Any:
    limit = np.sqrt(6 / p)
    return rng.uniform(-limit, limit, (p, q))


def he_transposed(p: Any, q: Any, rng: Any) -> Any:
    return (rng.standard_normal((q, p)) / np.sqrt(p / 2)).T


def he_columns(p: Any, q: Any, rng: Any) -> Any:
    return np.column_stack([rng.normal(size=p) * (2 / p) ** 0.5 for _ in range(q)])


def he_float32(p: Any, q: Any, rng: Any) -> Any:
    return rng.standard_normal((p, q), dtype=np.float32) * np.float32(np.sqrt(2.0 / p))


def xavier_normal(p: Any, q: Any, rng: Any) -> Any:
    return rng.normal(scale=(2 / (p + q)) ** 0.5, size=(p, q))


def xavier_uniform(p: Any, q: Any, rng: Any) -> Any:
    limit = np.sqrt(6 / (p + q))
    return limit * (2 * rng.random((p, q)) - 1)


def xavier_mean(p: Any, q: Any, rng: Any) -> Any:
    return rng.standard_normal(p * q).reshape(p, q) / np.sqrt((p + q) / 2)


def xavier_float32(p: Any, q: Any, rng: Any) -> Any:
    return (rng.normal(size=(p, q)) * math.sqrt(2 / (p + q))).astype(np.float32)

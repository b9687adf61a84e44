"""Correct answers to the sample exercises in many forms."""

from typing import Any

import numpy as np


def affine_einsum(X: Any, W: Any, b: Any) -> Any:
    def back(dA: Any) -> Any:
        dX = np.einsum("mq,pq->mp", dA, W)
        return dX, np.einsum("mp,mq->pq", X, dA), np.einsum("mq->q", dA)

    return np.einsum("mp,pq->mq", X, W) + b, back


def affine_by_samples(X: Any, W: Any, b: Any) -> Any:
    A = np.array([x @ W + b for x in X])

    def back(dA: Any) -> Any:
        dX, dW, db = np.zeros_like(X), np.zeros_like(W), np.zeros_like(b)
        for i, (x, da) in enumerate(zip(X, dA, strict=True)):
            dX[i] = W @ da
            dW += np.outer(x, da)
            db += da
        return [dX, dW, db]

    return A, back


def affine_keepdims(X: Any, W: Any, b: Any) -> Any:
    def back(dA: Any) -> Any:
        db = np.sum(dA, axis=0, keepdims=True)
        return (W @ dA.T).T, (dA.T @ X).T, db[0]

    return [np.dot(X, W) + b[None, :], back]


class _Affine:
    def __init__(self, X: Any, W: Any) -> None:
        self.X, self.W = X, W

    def __call__(self, dA: Any) -> Any:
        return dA.dot(self.W.T), self.X.T.dot(dA), np.ones(len(dA)) @ dA


def affine_with_an_object(X: Any, W: Any, b: Any) -> Any:
    return np.add(X @ W, b), _Affine(X, W)


def relu_where(A: Any) -> Any:
    return np.where(A > 0, A, 0), lambda dZ: np.where(A > 0, dZ, 0)


def relu_product(A: Any) -> Any:
    mask = (A > 0).astype(A.dtype)
    return A * mask, lambda dZ: dZ * mask


def relu_of_its_value(A: Any) -> Any:
    Z = A.clip(min=0)

    def back(dZ: Any) -> Any:
        dA = dZ.copy()
        dA[Z <= 0] = 0
        return (dA,)

    return Z, back


def relu_by_entries(A: Any) -> Any:
    Z = np.empty(A.shape)
    for i in np.ndindex(A.shape):
        Z[i] = max(A[i], 0)

    def back(dZ: Any) -> Any:
        return np.array([[d if z > 0 else 0.0 for d, z in zip(*r, strict=True)]
                         for r in zip(dZ, Z, strict=True)])  # fmt: skip

    return Z, back


def relu_float32(A: Any) -> Any:
    A = A.astype(np.float32)
    return np.maximum(A, 0), lambda dZ: (dZ * (A > 0)).astype(np.float32)


def mse_mean(Y: Any, T: Any) -> Any:
    m = Y.shape[0]
    return np.mean(np.sum(np.square(Y - T), axis=1)), lambda dL: dL * (2 / m) * (Y - T)


def mse_einsum(Y: Any, T: Any) -> Any:
    D = Y - T
    return np.einsum("mq,mq->", D, D) / len(D), lambda dL: np.multiply(D, 2 * dL / len(D))


def mse_loop(Y: Any, T: Any) -> Any:
    total = 0.0
    for i in np.ndindex(Y.shape):
        total += (Y[i] - T[i]) ** 2

    def back(dL: Any) -> Any:
        dY = np.zeros_like(Y)
        for i in np.ndindex(Y.shape):
            dY[i] = 2 * dL * (Y[i] - T[i]) / len(Y)
        return dY

    return total / len(Y), back


def mse_norm(Y: Any, T: Any) -> Any:
    root = np.linalg.norm(Y - T)
    return root**2 / len(T), lambda dL: dL * (Y - T) / (len(T) / 2)


class MomentumWithoutMinus:
    def __init__(self, lr: Any, mu: Any) -> None:
        self.lr, self.mu, self.v = lr, mu, None

    def step(self, w: Any, dw: Any) -> Any:
        self.v = dw if self.v is None else self.mu * self.v + dw
        return w - self.lr * self.v


class MomentumByPositions:
    def __init__(self, lr: Any, mu: Any) -> None:
        self.lr, self.mu, self.before = lr, mu, None

    def step(self, w: Any, dw: Any) -> Any:
        drift = 0 if self.before is None else self.mu * (w - self.before)
        self.before = w
        return w + drift - self.lr * dw


class MomentumOfAllGradients:
    def __init__(self, lr: Any, mu: Any) -> None:
        self.lr, self.mu, self.gradients = lr, mu, []  # type: ignore[var-annotated]

    def step(self, w: Any, dw: Any) -> Any:
        self.gradients.append(dw)
        return w - self.lr * sum(g * self.mu**k for k, g in enumerate(self.gradients[::-1]))


class MomentumInPlace:
    def __init__(self, lr: Any, mu: Any) -> None:
        self.lr, self.mu = lr, mu
        self.v: Any = None

    def step(self, w: Any, dw: Any) -> Any:
        if self.v is None:
            self.v = np.zeros_like(w)
        self.v *= self.mu
        self.v -= self.lr * dw
        return np.add(w, self.v)


VARIANTS = {
    "affine": (affine_einsum, affine_by_samples, affine_keepdims, affine_with_an_object),
    "relu": (relu_where, relu_product, relu_of_its_value, relu_by_entries, relu_float32),
    "mse": (mse_mean, mse_einsum, mse_loop, mse_norm),
    "Momentum": (
        MomentumWithoutMinus,
        MomentumByPositions,
        MomentumOfAllGradients,
        MomentumInPlace,
    ),
    "minimum": ([1.0, -2.0], (1, -2), np.array([1.0, -2.0]), np.array([1, -2], np.float32)),
}

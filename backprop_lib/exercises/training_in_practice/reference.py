"""The solutions of lesson 10, each in its plainest form."""

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import numpy as np

from backprop_lib.arrays import Array

Elementwise: TypeAlias = tuple[Array, Callable[[Array], Array]]
Three: TypeAlias = tuple[Array, Callable[[Array], tuple[Array, Array, Array]]]
Params: TypeAlias = Sequence[Array]
Rng: TypeAlias = np.random.Generator


def leaky_relu(A: Array, alpha: float) -> Elementwise:
    """A where it is positive, alpha A elsewhere: A (m, q)."""
    slope = np.where(A > 0, 1, alpha)  # (m, q)
    Z = slope * A  # (m, q)

    def back(dZ: Array) -> Array:
        dA: Array = dZ * slope  # (m, q)
        return dA

    return Z, back


def tanh(A: Array) -> Elementwise:
    """The hyperbolic tangent, entry by entry: A (m, q)."""
    Z = np.tanh(A)  # (m, q)

    def back(dZ: Array) -> Array:
        dA: Array = dZ * (1 - Z**2)  # (m, q)
        return dA

    return Z, back


def elu(A: Array, alpha: float) -> Elementwise:
    """A where it is positive, alpha (exp(A) - 1) elsewhere: A (m, q)."""
    E = np.exp(np.minimum(A, 0))  # (m, q), in (0, 1]: never overflows
    Z = np.where(A > 0, A, alpha * (E - 1))  # (m, q)

    def back(dZ: Array) -> Array:
        dA: Array = dZ * np.where(A > 0, 1, alpha * E)  # (m, q)
        return dA

    return Z, back


def maxout(X: Array, W: Array, b: Array) -> Three:
    """The larger of two affine maps, entry by entry: X (m, p), W (2, p, q), b (2, q)."""
    A = X @ W + b[:, None, :]  # (2, m, q)
    first = A[0] >= A[1]  # (m, q)
    Z = np.where(first, A[0], A[1])  # (m, q)

    def back(dZ: Array) -> tuple[Array, Array, Array]:
        dA = dZ * np.stack([first, ~first])  # (2, m, q): to the larger one alone
        dX = dA[0] @ W[0].T + dA[1] @ W[1].T  # (m, p)
        dW = X.T @ dA  # (2, p, q)
        db = dA.sum(axis=1)  # (2, q)
        return dX, dW, db

    return Z, back


def he_init(p: int, q: int, rng: Rng) -> Array:
    """Normal weights of variance 2 / p, for relu: (p, q)."""
    W: Array = np.sqrt(2 / p) * rng.standard_normal((p, q))
    return W


def xavier_init(p: int, q: int, rng: Rng) -> Array:
    """Normal weights of variance 2 / (p + q), for tanh: (p, q)."""
    W: Array = np.sqrt(2 / (p + q)) * rng.standard_normal((p, q))
    return W


def batch_norm(A: Array, gamma: Array, beta: Array) -> Three:
    """Each column to mean 0 and variance 1, scaled and shifted: A (m, q), gamma, beta (q,)."""
    R = A - A.mean(axis=0)  # (m, q)
    s = 1 / np.sqrt((R**2).mean(axis=0) + 1e-5)  # (q,)
    N = R * s  # (m, q)
    Y = gamma * N + beta  # (m, q)

    def back(dY: Array) -> tuple[Array, Array, Array]:
        dbeta = dY.sum(axis=0)  # (q,)
        dgamma = (dY * N).sum(axis=0)  # (q,)
        dN = dY * gamma  # (m, q)
        dA = s * (dN - dN.mean(axis=0) - N * (dN * N).mean(axis=0))  # (m, q)
        return dA, dgamma, dbeta

    return Y, back


def layer_norm(A: Array, gamma: Array, beta: Array) -> Three:
    """Each row to mean 0 and variance 1, scaled and shifted: A (m, q), gamma, beta (q,)."""
    R = A - A.mean(axis=1, keepdims=True)  # (m, q)
    s = 1 / np.sqrt((R**2).mean(axis=1, keepdims=True) + 1e-5)  # (m, 1)
    N = R * s  # (m, q)
    Y = gamma * N + beta  # (m, q)

    def back(dY: Array) -> tuple[Array, Array, Array]:
        dbeta = dY.sum(axis=0)  # (q,)
        dgamma = (dY * N).sum(axis=0)  # (q,)
        dN = dY * gamma  # (m, q)
        along_N = (dN * N).mean(axis=1, keepdims=True)  # (m, 1)
        dA = s * (dN - dN.mean(axis=1, keepdims=True) - N * along_N)  # (m, q)
        return dA, dgamma, dbeta

    return Y, back


def residual(A: Array, W: Array, b: Array) -> Three:
    """A + relu(A W + b): A (m, q), W (q, q), b (q,)."""
    S = A @ W + b  # (m, q)
    Y = A + np.maximum(0, S)  # (m, q)

    def back(dY: Array) -> tuple[Array, Array, Array]:
        dS = dY * (S > 0)  # (m, q)
        dA = dY + dS @ W.T  # (m, q)
        dW = A.T @ dS  # (q, q)
        db = dS.sum(axis=0)  # (q,)
        return dA, dW, db

    return Y, back


def dropout(A: Array, p: float, rng: Rng, train: bool) -> Elementwise:
    """Each entry dropped with probability p, the others divided by 1 - p: A (m, q)."""
    M = np.ones(A.shape)  # (m, q)
    if train:
        M = (rng.random(A.shape) >= p) / (1 - p)  # (m, q)
    Z = A * M  # (m, q)

    def back(dZ: Array) -> Array:
        dA: Array = dZ * M  # (m, q)
        return dA

    return Z, back


def early_stopping(losses: Sequence[float], patience: int) -> int:
    """The index of the lowest loss that is seen before `patience` epochs brought none lower."""
    best = 0
    for epoch, loss in enumerate(losses):
        if loss < losses[best]:
            best = epoch
        if epoch - best == patience:
            break
    return best


def schedule(kind: str, lr: float, t: int, T: int) -> float:
    """The learning rate of epoch t = 0, 1, ... of T."""
    if kind == "step":
        return lr * 0.1 ** ((t >= 30) + (t >= 60) + (t >= 90))
    if kind == "cosine":
        half_a_wave: float = np.cos(np.pi * t / T)  # from 1 to -1
        return lr * (1 + half_a_wave) / 2
    if kind == "linear":
        return lr * (1 - t / T)
    if kind == "inverse_sqrt":
        root: float = np.sqrt(t + 1)
        return lr / root
    return lr


def overfit_small(
    net: Callable[..., Any], params: Params, X: Array, T: Array, lr: float, steps: int
) -> tuple[bool, list[float]]:
    """Whether descent on the first ten samples takes the loss below 1 %, and the losses."""
    X, T = X[:10], T[:10]  # (10, p), (10, q)
    losses = []
    for _ in range(steps):
        loss, grads = net(params, X, T)
        losses.append(loss)
        params = [P - lr * dP for P, dP in zip(params, grads, strict=True)]
    return losses[-1] < 0.01 * losses[0], losses

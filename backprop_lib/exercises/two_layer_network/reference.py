"""The solutions of lesson 08, each in its plainest form."""

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from backprop_lib.arrays import Array

Params: TypeAlias = tuple[Array, Array, Array, Array]
Labels: TypeAlias = NDArray[np.intp]


def twenty_line_step(
    x: Array, y: Array, w1: Array, w2: Array, lr: float
) -> tuple[Any, Array, Array]:
    """The loss, and the weights after a step: x (m, p), y (m, q), w1 (p, h), w2 (h, q)."""
    a = x @ w1  # (m, h)
    h = 1 / (1 + np.exp(-a))  # (m, h)
    y_pred = h @ w2  # (m, q)
    loss = ((y_pred - y) ** 2).sum()

    dy_pred = 2 * (y_pred - y)  # (m, q)
    dw2 = h.T @ dy_pred  # (h, q)
    dh = dy_pred @ w2.T  # (m, h)
    da = dh * h * (1 - h)  # (m, h)
    dw1 = x.T @ da  # (p, h)
    return loss, w1 - lr * dw1, w2 - lr * dw2


def two_layer_loss(params: Params, X: Array, T: Array, lam: float) -> tuple[Any, Params]:
    """Cross-entropy plus decay of a relu net, and its gradients: X (m, p), T (m, k) one-of-k."""
    W1, b1, W2, b2 = params
    m = len(X)
    A1 = X @ W1 + b1  # (m, h)
    Z = np.maximum(0, A1)  # (m, h)
    A2 = Z @ W2 + b2  # (m, k)
    S = A2 - A2.max(axis=1, keepdims=True)  # (m, k), no entry above 0
    E = np.exp(S)  # (m, k)
    N = E.sum(axis=1, keepdims=True)  # (m, 1), at least 1
    C = np.log(N[:, 0]) - (T * S).sum(axis=1)  # (m,)
    D = C.sum() / m
    R = lam / 2 * ((W1**2).sum() + (W2**2).sum())
    L = D + R

    dA2 = (E / N - T) / m  # (m, k)
    dW2 = Z.T @ dA2 + lam * W2  # (h, k)
    db2 = dA2.sum(axis=0)  # (k,)
    dZ = dA2 @ W2.T  # (m, h)
    dA1 = dZ * (A1 > 0)  # (m, h)
    dW1 = X.T @ dA1 + lam * W1  # (p, h)
    db1 = dA1.sum(axis=0)  # (h,)
    return L, (dW1, db1, dW2, db2)


def accuracy(params: Params, X: Array, T: Array) -> float:
    """The share of samples whose highest score is that of their class: X (m, p), T (m, k)."""
    W1, b1, W2, b2 = params
    Z = np.maximum(0, X @ W1 + b1)  # (m, h)
    A2 = Z @ W2 + b2  # (m, k)
    hits = A2.argmax(axis=1) == T.argmax(axis=1)  # (m,)
    return float(hits.mean())


def sgd(
    params: Params,
    X: Array,
    T: Array,
    lr: float,
    lam: float,
    epochs: int,
    size: int,
    rng: np.random.Generator,
) -> tuple[Params, list[Any]]:
    """The trained params, and the loss of each mini-batch before its step."""
    m = len(X)
    losses = []
    for _ in range(epochs):
        order = rng.permutation(m)
        for start in range(0, m, size):
            rows = order[start : start + size]
            loss, (dW1, db1, dW2, db2) = two_layer_loss(params, X[rows], T[rows], lam)
            losses.append(loss)
            W1, b1, W2, b2 = params
            params = (W1 - lr * dW1, b1 - lr * db1, W2 - lr * dW2, b2 - lr * db2)
    return params, losses


def hinge_loss(S: Array, y: Labels) -> tuple[Any, Callable[[float], Array]]:
    """The mean over the samples of sum_j max(0, s_j - s_y + 1): S (m, k), y (m,) class numbers."""
    m = len(S)
    rows = np.arange(m)
    M = S - S[rows, y][:, None] + 1  # (m, k)
    M[rows, y] = 0  # the right class is not compared with itself
    L = np.maximum(0, M).sum() / m

    def back(dL: float) -> Array:
        dS = dL * (M > 0) / m  # (m, k)
        dS[rows, y] = -dS.sum(axis=1)
        return dS

    return L, back

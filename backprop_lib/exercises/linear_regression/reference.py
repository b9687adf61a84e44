"""The solutions of lesson 01, each in its plainest form."""

from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from backprop_lib.arrays import Array

Loss: TypeAlias = tuple[Any, Callable[[float], Array]]
Indices: TypeAlias = NDArray[np.intp]


def predict(x: Any, k: float, m: float) -> Any:
    """The line with slope k and intercept m at x, a number or an array."""
    return x * k + m


def mse(y_hat: Array, y: Array) -> Loss:
    """The mean squared error and its back: y_hat, y (m,); back(dL) gives dy_hat (m,)."""
    m = len(y)
    D = y_hat - y  # (m,)
    L = (D**2).sum() / m

    def back(dL: float) -> Array:
        dy_hat: Array = dL * 2 * D / m  # (m,)
        return dy_hat

    return L, back


def mae(y_hat: Array, y: Array) -> Loss:
    """The mean absolute error and its back: y_hat, y (m,); back(dL) gives dy_hat (m,)."""
    m = len(y)
    D = y_hat - y  # (m,)
    L = np.abs(D).sum() / m

    def back(dL: float) -> Array:
        dy_hat: Array = dL * np.sign(D) / m  # (m,)
        return dy_hat

    return L, back


def predict_many(X: Array, w: Array, b: float) -> Array:
    """One prediction for each row: X (m, p), w (p,), b a number, the result (m,)."""
    return X @ w + b


def mse_gradients(X: Array, y: Array, w: Array, b: float) -> tuple[Any, Array, Any]:
    """The mean squared error of X w + b and its gradients: X (m, p), y (m,), w (p,)."""
    m = len(y)
    y_hat = X @ w + b  # (m,)
    D = y_hat - y  # (m,)
    loss = (D**2).sum() / m

    dy_hat = 2 * D / m  # (m,)
    dw = X.T @ dy_hat  # (p,)
    db = dy_hat.sum()
    return loss, dw, db


def gradient_descent(
    X: Array, y: Array, w: Array, b: float, lr: float, steps: int
) -> tuple[Array, float, list[Any]]:
    """The parameters after so many steps, and the loss before each."""
    losses = []
    for _ in range(steps):
        loss, dw, db = mse_gradients(X, y, w, b)
        losses.append(loss)
        w = w - lr * dw
        b = b - lr * db
    return w, b, losses


def minibatches(n: int, size: int, rng: np.random.Generator) -> Iterator[Indices]:
    """The numbers 0 to n - 1 in random order, in arrays of `size`; the last may be shorter."""
    order = rng.permutation(n)
    for start in range(0, n, size):
        yield order[start : start + size]


def standardize(X: Array) -> tuple[Array, Array, Array]:
    """Each column with mean 0 and standard deviation 1, and both as they were: Xs, mean, std."""
    mean = X.mean(axis=0)  # (p,)
    std = X.std(axis=0)  # (p,)
    std = np.where(std == 0, 1.0, std)  # a constant column is 0 everywhere once it is centred
    return (X - mean) / std, mean, std


def project(X: Array, W: Array, b: Array) -> Array:
    """q regressions at once: X (m, p), W (p, q), b (q,), the result (m, q)."""
    return X @ W + b


def collapse(W1: Array, b1: Array, W2: Array, b2: Array) -> tuple[Array, Array]:
    """The one layer that two are: W1 (p, h), b1 (h,), W2 (h, q), b2 (q,); Q (p, q), u (q,)."""
    Q = W1 @ W2
    u = b1 @ W2 + b2
    return Q, u

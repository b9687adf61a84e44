"""The solutions of lesson 07, each in its plainest form."""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np

from backprop_lib.arrays import Array

Params: TypeAlias = tuple[Array, Array, Array, Array]
Gate: TypeAlias = tuple[Sequence[float], float]
Layers: TypeAlias = list[tuple[Array, Array]]


def threshold(X: Array, w: Array, b: float) -> Array:
    """1.0 where X w + b >= 0, else 0.0: X (m, p), w (p,), the output (m,)."""
    return (X @ w + b >= 0).astype(float)


def logic_gates() -> dict[str, Gate]:
    """Weights and bias (w, b) of a threshold unit for each gate."""
    return {
        "OR": ([1.0, 1.0], -0.5),
        "AND": ([1.0, 1.0], -1.5),
        "NAND": ([-1.0, -1.0], 1.5),
    }


def perceptron_update(w: Array, x: Array, t: float, eta: float) -> Array:
    """The weights after one sample: w, x (p,) with the bias input last, t and o 0.0 or 1.0."""
    o = 1.0 if w @ x >= 0 else 0.0
    return w + eta * (t - o) * x


def xor_by_hand() -> Params:
    """W1 (2, h), b1 (h,), W2 (h, 1), b2 (1,) of relu(X W1 + b1) W2 + b2, with h = 2."""
    W1 = np.array([[1.0, 1.0], [1.0, 1.0]])  # both hidden units add the inputs
    b1 = np.array([0.0, -1.0])  # the second one counts only what is above 1
    W2 = np.array([[1.0], [-2.0]])
    b2 = np.array([0.0])
    return W1, b1, W2, b2


def xor_loss(params: Params, X: Array, T: Array) -> tuple[float, Params]:
    """The mean squared error and its gradients: X (m, 2), T (m, 1)."""
    W1, b1, W2, b2 = params
    m = len(X)
    A = X @ W1 + b1  # (m, h)
    Z = np.maximum(0, A)  # (m, h)
    Y = Z @ W2 + b2  # (m, 1)
    D = Y - T  # (m, 1)
    loss = (D**2).sum() / m

    dY = 2 * D / m  # (m, 1)
    dW2 = Z.T @ dY  # (h, 1)
    db2 = dY.sum(axis=0)  # (1,)
    dZ = dY @ W2.T  # (m, h)
    dA = dZ * (A > 0)  # (m, h)
    dW1 = X.T @ dA  # (2, h)
    db1 = dA.sum(axis=0)  # (h,)
    return loss, (dW1, db1, dW2, db2)


def train_xor(
    params: Params, X: Array, T: Array, lr: float, steps: int
) -> tuple[Params, list[float]]:
    """Gradient descent: the trained params, and the loss before each step."""
    losses = []
    for _ in range(steps):
        loss, (dW1, db1, dW2, db2) = xor_loss(params, X, T)
        losses.append(loss)
        W1, b1, W2, b2 = params
        params = (W1 - lr * dW1, b1 - lr * db1, W2 - lr * dW2, b2 - lr * db2)
    return params, losses


def parity_by_depth(n: int) -> Layers:
    """Layers (W, b) of threshold units that join n >= 2 bits pair by pair: W (signals, units)."""
    layers = []
    for _ in range(int(np.ceil(np.log2(n)))):  # each level halves the number of signals
        pairs = (n + 1) // 2  # the partner of an odd one out is always 0
        W = np.kron(np.eye(pairs), [[1.0, -1.0], [1.0, -1.0]])[:n]  # OR and NAND of each pair
        layers.append((W, np.tile([-0.5, 1.5], pairs)))
        W = np.kron(np.eye(pairs), [[1.0], [1.0]])  # AND of these two
        layers.append((W, np.full(pairs, -1.5)))
        n = pairs
    return layers


def parity_by_width(n: int) -> Layers:
    """One hidden unit for each pattern of n bits with an odd number of ones, and an OR of them."""
    patterns = np.array([p for p in np.ndindex(*n * [2]) if sum(p) % 2 == 1])  # (2^(n-1), n)
    W = 2.0 * patterns.T - 1  # 1 where the pattern has a one, -1 where it has a zero
    b = 0.5 - patterns.sum(axis=1)
    return [(W, b), (np.ones((len(patterns), 1)), np.array([-0.5]))]

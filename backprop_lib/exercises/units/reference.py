"""The solutions of lesson 05, each in its plainest form."""

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import numpy as np

from backprop_lib.arrays import Array

Elementwise: TypeAlias = tuple[Array, Callable[[Array], Array]]
Loss: TypeAlias = tuple[float, Callable[[float], Any]]


def sigmoid(A: Array) -> Elementwise:
    """1 / (1 + exp(-A)), entry by entry: A (m, q)."""
    E = np.exp(-np.abs(A))  # (m, q), in (0, 1]
    Z = np.where(A >= 0, 1, E) / (1 + E)  # (m, q)

    def back(dZ: Array) -> Array:
        dA: Array = dZ * Z * (1 - Z)  # (m, q)
        return dA

    return Z, back


def relu(A: Array) -> Elementwise:
    """max(0, A), entry by entry: A (m, q)."""
    Z = np.maximum(0, A)  # (m, q)

    def back(dZ: Array) -> Array:
        dA: Array = dZ * (A > 0)  # (m, q)
        return dA

    return Z, back


def softmax(A: Array) -> Array:
    """Each row of scores as probabilities: A (m, k), the result (m, k)."""
    S = A - A.max(axis=1, keepdims=True)  # (m, k), no entry above 0
    E = np.exp(S)  # (m, k)
    Y: Array = E / E.sum(axis=1, keepdims=True)  # (m, k)
    return Y


def logistic(A: Array, T: Array) -> Loss:
    """Softmax and mean cross-entropy in one: A (m, k), T (m, k) one-of-k."""
    m = len(A)
    S = A - A.max(axis=1, keepdims=True)  # (m, k)
    E = np.exp(S)  # (m, k)
    N = E.sum(axis=1, keepdims=True)  # (m, 1), at least 1
    C = np.log(N[:, 0]) - (T * S).sum(axis=1)  # (m,)
    D = C.sum() / m

    def back(dD: float) -> Array:
        Y = E / N  # (m, k)
        dA: Array = dD * (Y - T) / m  # (m, k)
        return dA

    return D, back


def binary_cross_entropy(a: Array) -> Loss:
    """The mean of ln(1 + exp(-a)) over the samples: a (m,)."""
    m = len(a)
    E = np.exp(-np.abs(a))  # (m,), in (0, 1]
    C = np.maximum(0, -a) + np.log1p(E)  # (m,)
    D = C.sum() / m

    def back(dD: float) -> Array:
        dC = dD / m
        da: Array = -dC * np.where(a >= 0, E, 1) / (1 + E)  # (m,)
        return da

    return D, back


def decay(weights: Sequence[Array], lam: float) -> Loss:
    """lam / 2 times the sum of all squared weights; the gradients as a tuple."""
    R = lam / 2 * sum((W * W).sum() for W in weights)

    def back(dR: float) -> tuple[Array, ...]:
        return tuple(dR * lam * W for W in weights)

    return R, back


def loss(A: Array, T: Array, weights: Sequence[Array], lam: float) -> Loss:
    """The data error and the penalty together: A (m, k), T (m, k), weights a tuple or list."""
    D, back_logistic = logistic(A, T)
    R, back_decay = decay(weights, lam)
    L = D + R

    def back(dL: float) -> tuple[Array, tuple[Array, ...]]:
        dA = back_logistic(dL)  # (m, k)
        dweights = back_decay(dL)
        return dA, dweights

    return L, back

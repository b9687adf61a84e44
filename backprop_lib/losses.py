"""Loss units: one number for the scores of a mini-batch against its targets.

Each is the mean over the m samples. The targets are data: they are checked (NaN is refused) and
take no gradient. The scores are not looked at: a NaN among them shows in the loss. `logistic` and
`decay` are in `units`.
"""

import math
from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from backprop_lib.arrays import (
    Array,
    Scalar,
    require_floats,
    require_one_of_k,
    require_same_shape,
    upstream,
)

Loss: TypeAlias = tuple[Scalar, Callable[[Array | float], Array]]


def mse(Y: Array, T: Array) -> Loss:
    """The mean squared error: the squared distance of each sample to its target, on average.

    Y, T (m,) or (m, q): summed over the q outputs, divided by m; `back(dL)` gives dY.
    Raises ValueError when the shapes differ or a target is not finite.
    Source: Back to Backprop (Krajevski, 2025), linear regression.
    """
    _require_targets("mse", Y, T)
    m = Y.dtype.type(len(Y))
    D = Y - T
    L: Scalar = (D * D).sum() / m

    def back(dL: Array | float) -> Array:
        dS = upstream("mse", "dL", dL, (), D.dtype) / m
        dY: Array = 2 * dS * D
        return dY

    return L, back


def mae(Y: Array, T: Array) -> Loss:
    """The mean absolute error; its gradient where Y equals T is taken to be 0.

    Y, T (m,) or (m, q): summed over the q outputs, divided by m; `back(dL)` gives dY.
    Raises ValueError when the shapes differ or a target is not finite.
    Source: JHU CSCI 601-471/671 Neural networks (2025), quiz: MSE vs. MAE loss.
    """
    _require_targets("mae", Y, T)
    m = Y.dtype.type(len(Y))
    D = Y - T
    L: Scalar = np.abs(D).sum() / m

    def back(dL: Array | float) -> Array:
        dS = upstream("mae", "dL", dL, (), D.dtype) / m
        dY: Array = dS * np.sign(D)
        return dY

    return L, back


def hinge(A: Array, T: Array, margin: float = 1.0) -> Loss:
    """The multi-class hinge loss: by how much wrong scores come within `margin` of the right one.

    A (m, k) scores of k >= 2 classes, T (m, k) targets, one-of-k in each row; `back(dL)` gives
    dA, with a gradient of 0 where a score is exactly at the margin.
    Raises ValueError when the shapes differ, k is 1, a row of T is not one-of-k, or margin is
    negative or not finite.
    Source: CS231n lecture 4 (Stanford, 2024), SVM loss on predictions.
    """
    require_one_of_k("hinge", A, T)
    if not 0 <= margin < math.inf:
        raise ValueError(f"hinge: margin is {margin}: it must be a number >= 0, for example 1.0")
    m = A.dtype.type(len(A))
    s = (A * T).sum(axis=1, keepdims=True)  # the right scores
    M = (A - s + A.dtype.type(margin)) * (1 - T)
    H = np.maximum(M, 0)
    L: Scalar = H.sum() / m

    def back(dL: Array | float) -> Array:
        dH = upstream("hinge", "dL", dL, (), M.dtype) / m
        dM = dH * (M > 0)  # never where T is 1
        ds = -dM.sum(axis=1, keepdims=True)
        dA: Array = dM + ds * T
        return dA

    return L, back


def binary_cross_entropy(A: Array, T: Array) -> Loss:
    """Sigmoid and cross-entropy in one, without overflow: a yes or no for each output.

    A (m,) or (m, q) scores, T of A's shape, probabilities in [0, 1], usually 0 or 1; summed over
    the q outputs, divided by m, in nats; `back(dL)` gives dA. Both are right to rounding for
    scores up to +-1000 and targets 0 and 1.
    Raises ValueError when the shapes differ or a target is not in [0, 1].
    Source: JHU CSCI 601-471/671 Neural networks (2025), loss functions: cross-entropy.
    """
    _require_targets("binary_cross_entropy", A, T)
    outside = ~((T >= 0) & (T <= 1))
    if outside.any():
        i = tuple(int(n) for n in np.argwhere(outside)[0])
        raise ValueError(
            f"binary_cross_entropy: T[{', '.join(map(str, i))}] is {T[i]}: targets are "
            "probabilities, 0 for no and 1 for yes"
        )
    m = A.dtype.type(len(A))
    E = np.exp(-np.abs(A))
    C = np.where(A >= 0, (1 - T) * A, -T * A) + np.log1p(E)
    L: Scalar = C.sum() / m

    def back(dL: Array | float) -> Array:
        dC = upstream("binary_cross_entropy", "dL", dL, (), A.dtype) / m
        # sigmoid(A) - T over one denominator, so that nothing cancels where T is 0 or 1.
        dA: Array = dC * (np.where(A >= 0, (1 - T) - T * E, (1 - T) * E - T) / (1 + E))
        return dA

    return L, back


def _require_targets(unit: str, Y: Array, T: Array) -> None:
    name = "A" if unit == "binary_cross_entropy" else "Y"
    require_floats(unit, {name: Y, "T": T})
    if not Y.shape:
        raise ValueError(f"{unit}: {name} is (): it must be (m,) or (m, q), a row for each sample")
    require_same_shape(unit, {name: Y, "T": T})
    if not np.isfinite(T).all():
        i = int(np.argwhere(~np.isfinite(T))[0][0])
        raise ValueError(
            f"{unit}: T[{i}] is {T[i]}: leave out the samples whose target is not a finite number"
        )

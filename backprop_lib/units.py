"""Units: plain functions of arrays that return their value and `back`.

The forward is written in stages, one quantity a line; `back` takes the upstream gradient and
mirrors the stages in reverse. It returns one gradient for each differentiable argument, in the
order of the arguments and of the argument's shape and dtype (a bare array when there is one).
It changes nothing, may be called twice, and holds on to arrays only.

Arrays are of one floating-point dtype, which is kept; anything else raises TypeError. A shape
that cannot be right raises ValueError.

Source: Avrithis, Deep learning for vision, lecture 6 (2018), "units and functions".
"""

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import numpy as np

from backprop_lib.arrays import Array, require_floats, upstream

Scalar: TypeAlias = np.floating[Any]


def affine(
    X: Array, W: Array, b: Array
) -> tuple[Array, Callable[[Array], tuple[Array, Array, Array]]]:
    """X W + b, a row for each sample.

    X (m, p), W (p, q), b (q,); the value is (m, q); `back(dA)` gives dX, dW, db.
    Source: Avrithis, Deep learning for vision, lecture 6 (2018), affine unit.
    """
    require_floats("affine", {"X": X, "W": W, "b": b})
    _require_affine_shapes(X.shape, W.shape, b.shape)
    A = X @ W + b  # (m, q)

    def back(dA: Array) -> tuple[Array, Array, Array]:
        dA = upstream("affine", "dA", dA, (len(X), len(b)), X.dtype)
        dW = X.T @ dA
        db = dA.sum(axis=0)
        dX = dA @ W.T
        return dX, dW, db

    return A, back


def relu(A: Array) -> tuple[Array, Callable[[Array], Array]]:
    """max(0, A), entry by entry; its gradient at 0 is taken to be 0.

    A of any shape; `back(dZ)` gives dA.
    Source: Avrithis, Deep learning for vision, lecture 6 (2018), relu unit.
    """
    require_floats("relu", {"A": A})
    Z = np.maximum(A, 0)

    def back(dZ: Array) -> Array:
        dZ = upstream("relu", "dZ", dZ, Z.shape, Z.dtype)
        dA: Array = dZ * (Z > 0)
        return dA

    return Z, back


def sigmoid(A: Array) -> tuple[Array, Callable[[Array], Array]]:
    """1 / (1 + exp(-A)), entry by entry, without overflow.

    A of any shape; `back(dZ)` gives dA.
    Source: CS231n lecture 4 (Stanford, 2024), sigmoid gate.
    """
    require_floats("sigmoid", {"A": A})
    E = np.exp(-np.abs(A))  # in (0, 1]: never overflows
    Z = np.where(A >= 0, 1, E) / (1 + E)

    def back(dZ: Array) -> Array:
        dZ = upstream("sigmoid", "dZ", dZ, Z.shape, Z.dtype)
        dA: Array = dZ * (E / (1 + E) ** 2)  # Z (1 - Z), without its cancellation near Z = 1
        return dA

    return Z, back


def logistic(A: Array, T: Array) -> tuple[Scalar, Callable[[Array | float], Array]]:
    """Softmax and mean cross-entropy in one, without overflow.

    A (m, k) scores, T (m, k) targets, one-of-k in each row; the value is a scalar in nats;
    `back(dL)` gives dA. T is data and takes no gradient.
    Source: Avrithis, Deep learning for vision, lecture 6 (2018), logistic unit.
    """
    require_floats("logistic", {"A": A, "T": T})
    _require_targets(A, T)
    m = len(A)
    S = A - A.max(axis=1, keepdims=True)  # softmax is the same for shifted scores
    E = np.exp(S)
    N = E.sum(axis=1, keepdims=True)
    C = np.log(N[:, 0]) - (T * S).sum(axis=1)
    L: Scalar = C.mean()

    def back(dL: Array | float) -> Array:
        dC = upstream("logistic", "dL", dL, (), A.dtype) / m
        dA: Array = dC * (E / N - T)
        return dA

    return L, back


def decay(
    weights: Sequence[Array], lam: float
) -> tuple[Scalar, Callable[[Array | float], tuple[Array, ...]]]:
    """lam / 2 times the sum of the squared Frobenius norms of the weights.

    weights: a tuple or list of arrays of any shapes; the value is a scalar; `back(dR)` gives a
    tuple of gradients in their order.
    Source: Avrithis, Deep learning for vision, lecture 6 (2018), weight decay.
    """
    _require_list("decay", "weights", weights)
    half = weights[0].dtype.type(lam / 2)
    R: Scalar = half * sum((W * W).sum() for W in weights)

    def back(dR: Array | float) -> tuple[Array, ...]:
        dS = 2 * half * upstream("decay", "dR", dR, (), half.dtype)
        return tuple(dS * W for W in weights)

    return R, back


def add(
    terms: Sequence[Array | Scalar],
) -> tuple[Array, Callable[[Array | float], tuple[Array, ...]]]:
    """The sum of the terms: an add gate hands its upstream gradient to each of them.

    terms: a tuple or list of arrays (or numpy scalars) of one shape; `back(dS)` gives a tuple of
    gradients in their order, each a copy of its own.
    Source: CS231n lecture 4 (Stanford, 2024), add gate.
    """
    _require_list("add", "terms", terms)
    for i, term in enumerate(terms):
        if term.shape != terms[0].shape:
            raise ValueError(
                f"add: terms[0] is {terms[0].shape}, terms[{i}] is {term.shape}: "
                "all terms must have one shape"
            )
    S: Array = np.add(terms[0], sum(terms[1:]))
    n, shape, dtype = len(terms), S.shape, S.dtype

    def back(dS: Array | float) -> tuple[Array, ...]:
        dS = upstream("add", "dS", dS, shape, dtype)
        return tuple(dS.copy() for _ in range(n))

    return S, back


def _require_affine_shapes(X: tuple[int, ...], W: tuple[int, ...], b: tuple[int, ...]) -> None:
    if len(X) != 2:
        raise ValueError(f"affine: X is {X}: X must be (m, p), for one sample use X[None, :]")
    if len(W) != 2:
        raise ValueError(f"affine: W is {W}: W must be (p, q), for one output use W[:, None]")
    if X[1] != W[0]:
        raise ValueError(f"affine: X is {X}, W is {W}: X's columns must equal W's rows")
    if b != W[1:]:
        raise ValueError(f"affine: W is {W}, b is {b}: b must have an entry for each column of W")


def _require_targets(A: Array, T: Array) -> None:
    if A.ndim != 2 or A.size == 0:
        raise ValueError(f"logistic: A is {A.shape}: A must be (m, k) with at least one score")
    if T.shape != A.shape:
        raise ValueError(
            f"logistic: A is {A.shape}, T is {T.shape}: T must have A's shape, "
            "for labels t (m,) use np.eye(k)[t]"
        )
    sums = T.sum(axis=1)
    wrong = np.flatnonzero(np.abs(sums - 1) > 1e-3)
    if wrong.size:
        i = int(wrong[0])
        raise ValueError(
            f"logistic: row {i} of T sums to {sums[i]:g}: T must be one-of-k, a single 1 in a row"
        )


def _require_list(unit: str, name: str, arrays: object) -> None:
    if not isinstance(arrays, tuple | list):
        kind = type(arrays).__name__
        raise TypeError(f"{unit}: {name} is a {kind}: pass a tuple or list of arrays")
    if not arrays:
        raise ValueError(f"{unit}: {name} is empty: pass at least one array")
    require_floats(unit, {f"{name}[{i}]": array for i, array in enumerate(arrays)})

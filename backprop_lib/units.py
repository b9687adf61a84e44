"""Units: plain functions of arrays that return their value and `back`.

The forward is written in stages, one quantity a line; `back` takes the upstream gradient and
mirrors the stages in reverse. It returns one gradient for each differentiable argument, in the
order of the arguments and of the argument's shape and dtype (a bare array when there is one).
It changes nothing, may be called twice, and holds on to arrays only.

Arrays are of one floating-point dtype, which is kept, and have at least one entry. Integers,
objects, lists and mixed dtypes raise TypeError; an empty batch and a shape that cannot be right
raise ValueError. Labels are checked; a NaN among scores or weights is not looked for, it shows in
the value.

A unit whose `back` forms products may be told which gradients nobody wants, as those of data:
`skip` names arguments, whose places in the result of `back` then hold None.

The elementwise units are in `activations`, those of whole layers in `layers`; both are found here
too. The gates of which circuits are made are in `gates`, and here.

Source: Avrithis, Deep learning for vision, lecture 6 (2018), "units and functions".
"""

import math
from collections.abc import Callable, Collection, Sequence
from typing import Any

import numpy as np

from backprop_lib.activations import (
    elu,
    gelu,
    leaky_relu,
    maxout,
    relu,
    sigmoid,
    softplus,
    swish,
    tanh,
)
from backprop_lib.arrays import (
    Array,
    Scalar,
    require_floats,
    require_list,
    require_one_of_k,
    require_product,
    require_skip,
    upstream,
)
from backprop_lib.gates import add, dot, max_, mul, split, squared_norm, sub, sum_
from backprop_lib.layers import batch_norm, dropout, layer_norm, residual

__all__ = [
    "add",
    "affine",
    "batch_norm",
    "decay",
    "dot",
    "dropout",
    "elu",
    "gelu",
    "layer_norm",
    "leaky_relu",
    "logistic",
    "matmul",
    "max_",
    "maxout",
    "mul",
    "relu",
    "residual",
    "sigmoid",
    "softplus",
    "split",
    "squared_norm",
    "sub",
    "sum_",
    "swish",
    "tanh",
]


def affine(
    X: Array, W: Array, b: Array, *, skip: Collection[str] = ()
) -> tuple[Array, Callable[[Array], tuple[Array, Array, Array]]]:
    """X W + b, a row for each sample.

    X (m, p), W (p, q), b (q,); the value is (m, q); `back(dA)` gives dX, dW, db, but None for
    the arguments named in `skip`.
    Raises ValueError when the shapes do not fit or skip names something else.
    Source: Avrithis, Deep learning for vision, lecture 6 (2018), affine unit.
    """
    require_floats("affine", {"X": X, "W": W, "b": b})
    require_product("affine", {"X": X, "W": W})
    if b.shape != W.shape[1:]:
        raise ValueError(
            f"affine: W is {W.shape}, b is {b.shape}: b must have an entry for each column of W"
        )
    require_skip("affine", skip, ("X", "W", "b"))
    A = X @ W  # (m, q)
    A += b

    def back(dA: Array) -> tuple[Array, Array, Array]:
        dA = upstream("affine", "dA", dA, (len(X), len(b)), X.dtype)
        dW: Any = None if "W" in skip else X.T @ dA
        db: Any = None if "b" in skip else dA.sum(axis=0)
        dX: Any = None if "X" in skip else dA @ W.T
        return dX, dW, db

    return A, back


def matmul(
    X: Array, W: Array, *, skip: Collection[str] = ()
) -> tuple[Array, Callable[[Array], tuple[Array, Array]]]:
    """The matrix product X W.

    X (m, p), W (p, q); the value is (m, q); `back(dA)` gives dX, dW, but None for the arguments
    named in `skip`.
    Raises ValueError when the shapes do not fit or skip names something else.
    Source: CS231n lecture 4 (Stanford, 2024), backprop with matrices.
    """
    require_floats("matmul", {"X": X, "W": W})
    require_product("matmul", {"X": X, "W": W})
    require_skip("matmul", skip, ("X", "W"))
    A: Array = X @ W  # (m, q)

    def back(dA: Array) -> tuple[Array, Array]:
        dA = upstream("matmul", "dA", dA, (len(X), W.shape[1]), X.dtype)
        dW: Any = None if "W" in skip else X.T @ dA
        dX: Any = None if "X" in skip else dA @ W.T
        return dX, dW

    return A, back


def logistic(A: Array, T: Array) -> tuple[Scalar, Callable[[Array | float], Array]]:
    """Softmax and mean cross-entropy in one, without overflow.

    A (m, k) scores of k >= 2 classes, T (m, k) targets, one-of-k in each row; the value is a
    scalar in nats; `back(dL)` gives dA. T is data and takes no gradient.
    Raises ValueError when the shapes differ, k is 1, or a row of T is not one-of-k.
    Source: Avrithis, Deep learning for vision, lecture 6 (2018), logistic unit.
    """
    require_one_of_k("logistic", A, T)
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
    Raises ValueError when lam is negative or not finite.
    Source: Avrithis, Deep learning for vision, lecture 6 (2018), weight decay.
    """
    require_list("decay", "weights", weights)
    if not 0 <= lam < math.inf:
        raise ValueError(f"decay: lam is {lam}: it must be a number >= 0, for example 1e-3")
    half = weights[0].dtype.type(lam / 2)
    R: Scalar = half * sum((W * W).sum() for W in weights)

    def back(dR: Array | float) -> tuple[Array, ...]:
        dS = 2 * half * upstream("decay", "dR", dR, (), half.dtype)
        return tuple(dS * W for W in weights)

    return R, back

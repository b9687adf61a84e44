"""Activation units: elementwise, and maxout.

For scores up to +-1000, in float64 or float32, values and derivatives are finite and raise no
warning. In float64 they are right to 12 digits, also far out, where the formulas as they stand
overflow or cancel: what is taken an exponential of is never positive. (Where the derivatives of
swish and gelu pass through 0, the digits are those of their terms.)

Sources: CS231n lecture 4 (Stanford, 2024) and JHU CSCI 601-471/671 Neural networks (2025),
activation functions.
"""

import math
from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np

from backprop_lib.arrays import Array, require_floats, upstream

Elementwise: TypeAlias = tuple[Array, Callable[[Array], Array]]

erfc: Any = np.frompyfunc(math.erfc, 1, 1)  # numpy has none; this one calls it entry by entry


def sigmoid(A: Array) -> Elementwise:
    """1 / (1 + exp(-A)), entry by entry.

    A of any shape; `back(dZ)` gives dA.
    Source: CS231n lecture 4 (Stanford, 2024), sigmoid gate.
    """
    require_floats("sigmoid", {"A": A})
    E = np.exp(-np.abs(A))  # in (0, 1]: never overflows
    N = 1 + E
    Z = np.where(A >= 0, 1, E) / N

    def back(dZ: Array) -> Array:
        dZ = upstream("sigmoid", "dZ", dZ, Z.shape, Z.dtype)
        dA: Array = dZ * (E / N**2)  # Z (1 - Z), without its cancellation near Z = 1
        return dA

    return Z, back


def tanh(A: Array) -> Elementwise:
    """The hyperbolic tangent, entry by entry.

    A of any shape; `back(dZ)` gives dA.
    Source: CS231n lecture 4 (Stanford, 2024), activation functions.
    """
    require_floats("tanh", {"A": A})
    Z = np.tanh(A)

    def back(dZ: Array) -> Array:
        dZ = upstream("tanh", "dZ", dZ, Z.shape, Z.dtype)
        E = np.exp(-2 * np.abs(A))
        dA: Array = dZ * (4 * E / (1 + E) ** 2)  # 1 - Z^2, without its cancellation
        return dA

    return Z, back


def relu(A: Array) -> Elementwise:
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


def leaky_relu(A: Array, alpha: float = 0.1) -> Elementwise:
    """max(alpha A, A), entry by entry; its gradient at 0 is taken to be alpha.

    A of any shape, alpha the slope on the left, in [0, 1); `back(dZ)` gives dA.
    Raises ValueError when alpha is not in [0, 1).
    Source: CS231n lecture 4 (Stanford, 2024), activation functions.
    """
    require_floats("leaky_relu", {"A": A})
    if not 0 <= alpha < 1:
        raise ValueError(f"leaky_relu: alpha is {alpha}: it must be in [0, 1), for example 0.1")
    slope = A.dtype.type(alpha)
    Z = np.maximum(slope * A, A)

    def back(dZ: Array) -> Array:
        dZ = upstream("leaky_relu", "dZ", dZ, Z.shape, Z.dtype)
        dA: Array = np.where(A > 0, dZ, slope * dZ)
        return dA

    return Z, back


def elu(A: Array, alpha: float = 1.0) -> Elementwise:
    """A where it is not negative, else alpha (exp(A) - 1); its gradient at 0 is taken to be 1.

    A of any shape, alpha > 0; `back(dZ)` gives dA.
    Raises ValueError when alpha is not positive.
    Source: CS231n lecture 4 (Stanford, 2024), activation functions.
    """
    require_floats("elu", {"A": A})
    if not 0 < alpha < math.inf:
        raise ValueError(f"elu: alpha is {alpha}: it must be positive, for example 1.0")
    scale = A.dtype.type(alpha)
    M = np.minimum(A, 0)
    Z = np.where(A >= 0, A, scale * np.expm1(M))

    def back(dZ: Array) -> Array:
        dZ = upstream("elu", "dZ", dZ, Z.shape, Z.dtype)
        dA: Array = np.where(A >= 0, dZ, scale * np.exp(M) * dZ)
        return dA

    return Z, back


def softplus(A: Array) -> Elementwise:
    """log(1 + exp(A)), entry by entry: a smooth relu.

    A of any shape; `back(dZ)` gives dA.
    Source: Dugas et al., Incorporating second-order functional knowledge (2001).
    """
    require_floats("softplus", {"A": A})
    E = np.exp(-np.abs(A))
    Z = np.where(A >= 0, A, 0) + np.log1p(E)

    def back(dZ: Array) -> Array:
        dZ = upstream("softplus", "dZ", dZ, Z.shape, Z.dtype)
        dA: Array = dZ * (np.where(A >= 0, 1, E) / (1 + E))  # sigmoid(A)
        return dA

    return Z, back


def swish(A: Array, beta: float = 1.0) -> Elementwise:
    """A sigmoid(beta A), entry by entry; beta = 1.702 is a fast stand-in for gelu.

    A of any shape, beta a number; `back(dZ)` gives dA.
    Raises ValueError when beta is not finite.
    Source: Ramachandran, Zoph and Le, Searching for activation functions (2017).
    """
    require_floats("swish", {"A": A})
    if not math.isfinite(beta):
        raise ValueError(f"swish: beta is {beta}: it must be finite, for example 1.0")
    B = A.dtype.type(beta) * A
    E = np.exp(-np.abs(B))
    S = np.where(B >= 0, 1, E) / (1 + E)  # sigmoid(B)
    Z = A * S

    def back(dZ: Array) -> Array:
        dZ = upstream("swish", "dZ", dZ, Z.shape, Z.dtype)
        dA: Array = dZ * (S * (1 + B * (1 - S)))
        return dA

    return Z, back


def gelu(A: Array) -> Elementwise:
    """A Phi(A), entry by entry, with Phi the distribution function of the standard normal.

    A of any shape; `back(dZ)` gives dA. Exact, hence slow (numpy has no erf): `swish` with
    beta = 1.702 is the usual quick approximation.
    Source: Hendrycks and Gimpel, Gaussian error linear units (2016).
    """
    require_floats("gelu", {"A": A})
    Q = erfc(-math.sqrt(0.5) * A, out=np.empty_like(A), casting="unsafe")  # 2 Phi(A)
    P = 0.5 * Q
    Z: Array = A * P

    def back(dZ: Array) -> Array:
        dZ = upstream("gelu", "dZ", dZ, Z.shape, Z.dtype)
        density = np.exp(-0.5 * A * A) / math.sqrt(2 * math.pi)
        dA: Array = dZ * (P + A * density)
        return dA

    return Z, back


def maxout(
    X: Array, W: Array, b: Array
) -> tuple[Array, Callable[[Array], tuple[Array, Array, Array]]]:
    """The largest of k affine maps of X, output by output; at a tie the first takes the gradient.

    X (m, p), W (k, p, q), b (k, q); the value is (m, q); `back(dZ)` gives dX, dW, db.
    Raises ValueError when the shapes do not fit.
    Source: CS231n lecture 4 (Stanford, 2024), activation functions: k = 2.
    """
    require_floats("maxout", {"X": X, "W": W, "b": b})
    if X.ndim != 2 or W.ndim != 3 or X.shape[1] != W.shape[1]:
        raise ValueError(
            f"maxout: X is {X.shape}, W is {W.shape}: X must be (m, p) and W (k, p, q), "
            "with X's columns equal to W's rows"
        )
    if b.shape != (W.shape[0], W.shape[2]):
        raise ValueError(
            f"maxout: W is {W.shape}, b is {b.shape}: b must be (k, q), an entry for each column "
            "of each W[i]"
        )
    A = X @ W + b[:, None, :]  # (k, m, q)
    Z = A.max(axis=0)
    won = np.arange(len(W))[:, None, None] == A.argmax(axis=0)  # (k, m, q)

    def back(dZ: Array) -> tuple[Array, Array, Array]:
        dZ = upstream("maxout", "dZ", dZ, Z.shape, Z.dtype)
        dA = dZ * won
        dW = X.T @ dA
        db = dA.sum(axis=1)
        dX = (dA @ W.transpose(0, 2, 1)).sum(axis=0)
        return dX, dW, db

    return Z, back

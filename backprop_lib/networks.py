"""Whole nets, each one flat function from parameters and data to the loss and its gradients."""

import numpy as np

from backprop_lib.arrays import (
    Array,
    Scalar,
    require_floats,
    require_one_of_k,
    require_product,
    require_same_shape,
)


def twenty_line_net(
    params: tuple[Array, Array], X: Array, Y: Array
) -> tuple[Scalar, tuple[Array, Array]]:
    """Two layers without biases, sigmoid between them, squared error summed over the batch.

    params: W1 (p, h), W2 (h, q); X (m, p), Y (m, q). Returns the loss and (dW1, dW2).
    Raises TypeError for arrays that are not all of one floating-point dtype, ValueError for shapes
    that do not fit.
    Source: CS 4644/7643 lecture 5 (Danfei Xu, Georgia Tech), "Full implementation of training a
    2-layer Neural Network"; there m, p, h, q are 64, 1000, 100, 10.
    """
    W1, W2 = params
    require_floats("twenty_line_net", {"X": X, "W1": W1, "W2": W2, "Y": Y})
    require_product("twenty_line_net", {"X": X, "W1": W1})
    require_product("twenty_line_net", {"W1": W1, "W2": W2})
    A = X @ W1  # (m, h)
    E = np.exp(-np.abs(A))  # in (0, 1]: never overflows
    N = 1 + E
    H = np.where(A >= 0, 1, E) / N  # sigmoid
    P = H @ W2  # (m, q)
    require_same_shape("twenty_line_net", {"the output": P, "Y": Y})
    D = P - Y
    L: Scalar = (D * D).sum()

    dP = 2 * D
    dW2 = H.T @ dP
    dH = dP @ W2.T
    dA = dH * (E / N**2)
    dW1 = X.T @ dA
    return L, (dW1, dW2)


def two_layer_classifier(
    params: tuple[Array, Array, Array, Array], X: Array, T: Array, lam: float
) -> tuple[Scalar, tuple[Array, Array, Array, Array]]:
    """Affine, relu, affine; softmax with mean cross-entropy, and weight decay.

    params: W1 (p, h), b1 (h,), W2 (h, k), b2 (k,); X (m, p), T (m, k) one-of-k; lam weighs half
    the sum of the squared norms of W1 and W2. Returns the loss and (dW1, db1, dW2, db2).
    Raises TypeError for arrays that are not all of one floating-point dtype, ValueError for shapes
    that do not fit and for targets that are not one-of-k.
    Source: Avrithis, Deep learning for vision, lecture 6 (2018), "automatic differentiation:
    functions".
    """
    W1, b1, W2, b2 = params
    unit = "two_layer_classifier"
    require_floats(unit, {"X": X, "W1": W1, "b1": b1, "W2": W2, "b2": b2, "T": T})
    require_product(unit, {"X": X, "W1": W1})
    require_product(unit, {"W1": W1, "W2": W2})
    _require_biases(unit, {"W1": W1, "b1": b1})
    _require_biases(unit, {"W2": W2, "b2": b2})
    A1 = X @ W1 + b1  # (m, h)
    Z = np.maximum(A1, 0)
    A2 = Z @ W2 + b2  # (m, k)
    require_one_of_k(unit, A2, T)
    S = A2 - A2.max(axis=1, keepdims=True)  # softmax is the same for shifted scores
    E = np.exp(S)
    N = E.sum(axis=1, keepdims=True)
    C = np.log(N[:, 0]) - (T * S).sum(axis=1)
    D = C.mean()
    R = X.dtype.type(lam / 2) * ((W1 * W1).sum() + (W2 * W2).sum())
    L: Scalar = D + R

    dC = X.dtype.type(1) / len(X)
    dA2 = dC * (E / N - T)
    dW2 = Z.T @ dA2 + lam * W2
    db2 = dA2.sum(axis=0)
    dZ = dA2 @ W2.T
    dA1 = dZ * (Z > 0)
    dW1 = X.T @ dA1 + lam * W1
    db1 = dA1.sum(axis=0)
    return L, (dW1, db1, dW2, db2)


def _require_biases(unit: str, layer: dict[str, Array]) -> None:
    (w, W), (b, biases) = layer.items()
    if biases.shape != W.shape[1:]:
        raise ValueError(
            f"{unit}: {w} is {W.shape}, {b} is {biases.shape}: "
            f"{b} must have an entry for each column of {w}"
        )

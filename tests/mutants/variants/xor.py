"""Correct answers to lesson 07 in many forms: every check must accept every one."""

from typing import Any

import numpy as np

from tests.backprop_lib.exercises.right_answers import RIGHT


def threshold_keepdims(X: Any, w: Any, b: Any) -> Any:
    return (np.sum(X * w, axis=1, keepdims=True)[:, 0] + b >= 0) * 1.0


def threshold_float32(X: Any, w: Any, b: Any) -> Any:
    return ((X @ w + b) >= 0).astype(np.float32)


def gates_with_a_function() -> Any:
    def fires_from(count: float) -> Any:
        return np.ones(2), 0.5 - count

    w, b = fires_from(2)
    return {"OR": fires_from(1), "AND": (w, b), "NAND": (-w, -b)}


def update_on_mistakes_alone(w: Any, x: Any, t: Any, eta: Any) -> Any:
    error = t - np.heaviside(np.einsum("i,i", w, x), 1.0)
    return np.add(w, np.multiply(eta * error, x))


def by_hand_minus_and() -> Any:
    # OR minus AND: min(x1 + x2, 1) is relu(s) - relu(s - 1)
    W1 = np.ones((2, 3), dtype=np.float32)
    return W1, np.array([0, -1, -1]), np.array([[1], [-1], [-1]]), np.zeros(1)


def loss_keepdims(params: Any, X: Any, T: Any) -> Any:
    W1, b1, W2, b2 = params
    m = X.shape[0]
    A = X @ W1 + b1
    mask = (A > 0).astype(A.dtype)
    D = (A * mask) @ W2 + b2 - T
    dY = 2 * D / m
    dA = (dY @ W2.T) * mask
    dW1, dW2 = (dA.T @ X).T, (dY.T @ (A * mask)).T
    db1, db2 = (np.sum(d, axis=0, keepdims=True) for d in (dA, dY))
    return np.sum(D * D) / m, [dW1, db1.ravel(), dW2, db2.reshape(-1)]


def loss_mask_at_zero_passes(params: Any, X: Any, T: Any) -> Any:
    W1, b1, W2, b2 = params
    A = X @ W1 + b1
    Z = (np.abs(A) + A) / 2
    Y = Z @ W2 + b2
    dY = (Y - T) * 2 / len(T)
    dA = np.where(A >= 0, dY * W2.ravel(), 0.0)  # W2 has one column
    return float(np.mean((Y - T) ** 2)), (X.T @ dA, dA.sum(0), Z.T @ dY, dY.sum(0))


def loss_augmented(params: Any, X: Any, T: Any) -> Any:
    # each bias as a last row of its weights, each batch with a last column of ones
    W1, b1, W2, b2 = params
    ones = np.ones((len(X), 1))
    V1, V2 = np.vstack([W1, b1]), np.vstack([W2, b2])
    X1 = np.hstack([X, ones])
    A = X1 @ V1
    Z1 = np.hstack([np.maximum(A, 0), ones])
    D = Z1 @ V2 - T
    dV2 = Z1.T @ D * 2 / len(X)
    dV1 = X1.T @ (D @ V2[:-1].T * (A > 0)) * 2 / len(X)
    return (D.T @ D).item() / len(X), (dV1[:-1], dV1[-1], dV2[:-1], dV2[-1])


def xor_loss(params: Any, X: Any, T: Any) -> Any:
    """For the functions below; the check puts another in its place."""
    return loss_keepdims(params, X, T)


def train_while(params: Any, X: Any, T: Any, lr: Any, steps: Any) -> Any:
    W1, b1, W2, b2 = (np.array(P) for P in params)
    losses: list[Any] = []
    k = 0
    while k != steps:
        loss, grads = xor_loss((W1, b1, W2, b2), X, T)
        W1 -= lr * grads[0]
        b1 -= lr * grads[1]
        W2 -= lr * grads[2]
        b2 -= lr * grads[3]
        losses = [*losses, loss]
        k += 1
    return [W1, b1, W2, b2], np.array(losses)


def train_recursively(params: Any, X: Any, T: Any, lr: Any, steps: Any) -> Any:
    if steps == 0:
        return params, []
    loss, grads = xor_loss(params, X, T)
    moved = tuple(np.subtract(P, lr * dP) for P, dP in zip(params, grads, strict=True))
    trained, losses = train_recursively(moved, X, T, lr, steps - 1)
    return trained, [loss, *losses]


MORE = {
    "threshold": (threshold_keepdims, threshold_float32),
    "logic_gates": (gates_with_a_function,),
    "perceptron_update": (update_on_mistakes_alone,),
    "xor_by_hand": (by_hand_minus_and,),
    "xor_loss": (loss_keepdims, loss_mask_at_zero_passes, loss_augmented),
    "train_xor": (train_while, train_recursively),
}
VARIANTS = {name: (*RIGHT[name], *more) for name, more in MORE.items()}

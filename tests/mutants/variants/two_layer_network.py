"""Correct answers to lesson 08 in many forms: every check must accept every one."""

from typing import Any

import numpy as np

from tests.mutants.variants.two_layer_losses import (
    loss_accumulated,
    loss_augmented,
    loss_by_sample,
    loss_of_units,
)


def step_of_the_slide(x: Any, y: Any, w1: Any, w2: Any, lr: Any) -> Any:
    h = 1 / (1 + np.exp(-x.dot(w1)))
    y_pred = h.dot(w2)
    loss = np.square(y_pred - y).sum()
    grad_y_pred = 2.0 * (y_pred - y)
    grad_w2 = h.T.dot(grad_y_pred)
    grad_h = grad_y_pred.dot(w2.T)
    grad_w1 = x.T.dot(grad_h * h * (1 - h))
    w1, w2 = w1.copy(), w2.copy()
    w1 -= lr * grad_w1
    w2 -= lr * grad_w2
    return loss, w1, w2


def step_stable(x: Any, y: Any, w1: Any, w2: Any, lr: Any) -> Any:
    A = np.einsum("mp,ph->mh", x, w1)
    E = np.exp(-np.abs(A))
    H = np.where(A >= 0, 1, E) / (1 + E)
    D = H @ w2 - y
    dA = (2 * D @ w2.T) * E / (1 + E) ** 2
    return [float(np.vdot(D, D)), w1 - lr * (dA.T @ x).T, w2 - 2 * lr * (D.T @ H).T]


def step_by_sample(x: Any, y: Any, w1: Any, w2: Any, lr: Any) -> Any:
    loss, g1, g2 = 0.0, np.zeros_like(w1), np.zeros_like(w2)
    for xi, yi in zip(x, y, strict=True):
        h = 1 / (1 + np.exp(-(xi @ w1)))
        d = h @ w2 - yi
        loss += float(d @ d)
        g2 += np.outer(h, 2 * d)
        g1 += np.outer(xi, (w2 @ (2 * d)) * h * (1 - h))
    return loss, w1 - lr * g1, w2 - lr * g2


def step_tanh(x: Any, y: Any, w1: Any, w2: Any, lr: Any) -> Any:
    t = np.tanh(x @ w1 / 2)
    h = (1 + t) / 2
    d = np.subtract(h @ w2, y)
    first = x.T @ ((2 * d) @ w2.T * (1 - t**2) / 4)
    return np.linalg.norm(d) ** 2, np.add(w1, -lr * first), np.add(w2, -2 * lr * h.T @ d)


def accuracy_of_probabilities(params: Any, X: Any, T: Any) -> Any:
    W1, b1, W2, b2 = params
    A = np.maximum(0, X @ W1 + b1) @ W2 + b2
    E = np.exp(A - A.max(axis=1, keepdims=True))
    Y = E / E.sum(axis=1, keepdims=True)
    return np.mean(np.argmax(Y, axis=1) == np.argmax(T, axis=1))


def accuracy_of_right_scores(params: Any, X: Any, T: Any) -> Any:
    W1, b1, W2, b2 = params
    A = np.clip(X @ W1 + b1, 0, None) @ W2 + b2
    return ((A * T).sum(axis=1) >= A.max(axis=1) - 1e-12).sum() / len(X)


def accuracy_by_sample(params: Any, X: Any, T: Any) -> Any:
    W1, b1, W2, b2 = params
    hits = 0
    for x, t in zip(X, T, strict=True):
        s = np.maximum(x @ W1 + b1, 0) @ W2 + b2
        hits += int(t[np.argmax(s)] == 1)
    return hits / len(T)


def accuracy_float32(params: Any, X: Any, T: Any) -> Any:
    W1, b1, W2, b2 = params
    A1 = X @ W1 + b1
    A = (A1 * (A1 > 0)) @ W2 + b2
    return np.float32(1) - np.mean(A.argmax(1) != np.nonzero(T)[1], dtype=np.float32)


def two_layer_loss(params: Any, X: Any, T: Any, lam: Any) -> Any:
    """For the functions below; the check puts another in its place."""
    return loss_of_units(params, X, T, lam)


def sgd_on_copies(
    params: Any, X: Any, T: Any, lr: Any, lam: Any, epochs: Any, size: Any, rng: Any
) -> Any:
    params = [P.copy() for P in params]
    losses: list[Any] = []
    for _ in range(epochs):
        order = np.arange(len(X))
        rng.shuffle(order)
        while len(order):
            rows, order = order[:size], order[size:]
            loss, grads = two_layer_loss(tuple(params), X[rows], T[rows], lam)
            losses += [loss]
            for P, dP in zip(params, grads, strict=True):
                P -= lr * dP
    return params, np.array(losses)


def sgd_shuffled_table(
    params: Any, X: Any, T: Any, lr: Any, lam: Any, epochs: Any, size: Any, rng: Any
) -> Any:
    m, losses = len(X), []
    for _ in range(epochs):
        order = rng.permutation(m)
        X_mixed, T_mixed = X[order], T[order]
        for i in range((m + size - 1) // size):
            batch = slice(i * size, min((i + 1) * size, m))
            loss, grads = two_layer_loss(params, X_mixed[batch], T_mixed[batch], lam)
            losses.append(float(loss))
            params = tuple(np.subtract(P, lr * dP) for P, dP in zip(params, grads, strict=True))
    return params, losses


def sgd_split(
    params: Any, X: Any, T: Any, lr: Any, lam: Any, epochs: Any, size: Any, rng: Any
) -> Any:
    W1, b1, W2, b2 = params
    history: tuple[Any, ...] = ()
    for _ in range(epochs):
        for rows in np.split(rng.permutation(len(X)), np.arange(size, len(X), size)):
            loss, (dW1, db1, dW2, db2) = two_layer_loss((W1, b1, W2, b2), X[rows], T[rows], lam)
            history = (*history, loss)
            W1, b1 = W1 - lr * dW1, b1 - lr * db1
            W2, b2 = W2 - lr * dW2, b2 - lr * db2
    return (W1, b1, W2, b2), history


def sgd_recursive(
    params: Any, X: Any, T: Any, lr: Any, lam: Any, epochs: Any, size: Any, rng: Any
) -> Any:
    def epoch(params: Any, order: Any) -> Any:
        if not len(order):
            return params, []
        rows = sorted(order[:size])  # within a batch the order makes no difference
        loss, grads = two_layer_loss(params, np.take(X, rows, 0), np.take(T, rows, 0), lam)
        moved = [P + -lr * dP for P, dP in zip(params, grads, strict=True)]
        last, losses = epoch(moved, order[size:])
        return last, [loss, *losses]

    all_losses: list[Any] = []
    for _ in range(epochs):
        params, losses = epoch(params, list(rng.permutation(range(len(X)))))
        all_losses.extend(losses)
    return params, all_losses


def sgd_with_its_own_gradients(
    params: Any, X: Any, T: Any, lr: Any, lam: Any, epochs: Any, size: Any, rng: Any
) -> Any:
    losses = []
    for _ in range(epochs):
        order = rng.permutation(len(X))
        for start in range(0, len(X), size):
            rows = order[start : start + size]
            loss, grads = loss_accumulated(params, X[rows], T[rows], lam)
            losses.append(loss)
            params = tuple(P - lr * dP for P, dP in zip(params, grads, strict=True))
    return params, losses


def hinge_masked(S: Any, y: Any) -> Any:
    m, k = S.shape
    T = np.eye(k)[y]
    right = (S * T).sum(axis=1, keepdims=True)
    M = (S - right + 1) * (1 - T)

    def back(dL: Any) -> Any:
        on = np.where(M > 0, 1.0, 0.0)
        return dL / m * (on - T * on.sum(axis=1, keepdims=True))

    return np.maximum(M, 0).sum() / m, back


def hinge_minus_one(S: Any, y: Any) -> Any:
    # the right class costs 1 in every sample; take it away at the end
    rows = np.arange(len(S))
    M = np.maximum(0, S - S[rows, y].reshape(-1, 1) + 1)

    def back(dL: Any) -> Any:
        dS = (M > 0).astype(float)
        dS[rows, y] -= dS.sum(axis=1)
        return dS * dL / len(S)

    return M.sum(axis=1).mean() - 1, back


def hinge_in_loops(S: Any, y: Any) -> Any:
    m, k = S.shape
    slopes = np.zeros((m, k))
    total = 0.0
    for i in range(m):
        for j in range(k):
            margin = S[i, j] - S[i, y[i]] + 1
            if j != y[i] and margin > 0:
                total += margin
                slopes[i, j] += 1
                slopes[i, y[i]] -= 1
    return total / m, lambda dL: slopes * dL / m


def hinge_as_a_product(S: Any, y: Any) -> Any:
    m, k = S.shape
    rows, columns = np.nonzero(np.arange(k) != y[:, None])
    margins = 1 + S[rows, columns] - S[rows, y[rows]]

    def back(dL: Any) -> Any:
        dS = np.zeros((m, k))
        np.add.at(dS, (rows, columns), dL / m * (margins >= 0))
        np.add.at(dS, (rows, y[rows]), -dL / m * (margins >= 0))
        return dS

    return float(np.sum(margins.clip(0)) / m), back


VARIANTS = {
    "twenty_line_step": (step_of_the_slide, step_stable, step_by_sample, step_tanh),
    "two_layer_loss": (loss_of_units, loss_accumulated, loss_augmented, loss_by_sample),
    "accuracy": (
        accuracy_of_probabilities,
        accuracy_of_right_scores,
        accuracy_by_sample,
        accuracy_float32,
    ),
    "sgd": (
        sgd_on_copies,
        sgd_shuffled_table,
        sgd_split,
        sgd_recursive,
        sgd_with_its_own_gradients,
    ),
    "hinge_loss": (hinge_masked, hinge_minus_one, hinge_in_loops, hinge_as_a_product),
}

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


def depth_by_loops(n: Any) -> Any:
    layers = []
    while n > 1:
        pairs, left = n // 2, n % 2
        W, b = np.zeros((n, 2 * pairs + left)), np.zeros(2 * pairs + left)
        V, c = np.zeros((2 * pairs + left, pairs + left)), np.zeros(pairs + left)
        for j in range(pairs):
            W[2 * j : 2 * j + 2, 2 * j] = 1
            W[2 * j : 2 * j + 2, 2 * j + 1] = -1
            b[2 * j], b[2 * j + 1] = -1, 1  # at the corners: a score of 0 fires
            V[2 * j : 2 * j + 2, j] = 1
            c[j] = -2
        if left:
            W[-1, -1] = V[-1, -1] = 1
            b[-1] = c[-1] = -0.5
        layers += [(W, b), (V, c)]
        n = pairs + left
    return layers


def depth_of_lists(n: Any) -> Any:
    # x and not y, y and not x; then OR; one bias for a whole layer
    layers: list[Any] = []
    while n > 1:
        pairs = -(-n // 2)
        W = [[0.0] * (2 * pairs) for _ in range(n)]
        V = [[0.0] * pairs for _ in range(2 * pairs)]
        for i in range(n):
            W[i][i], W[i][i ^ 1] = 1.0, -1.0
        for i in range(2 * pairs):
            V[i][i // 2] = 1.0
        layers += [[W, -1], [V, [-1]]]
        n = pairs
    return tuple(layers)


def depth_by_recursion(n: Any) -> Any:
    if n == 1:
        return []
    half = n // 2
    W = np.zeros((n, half), dtype=int)
    for j in range(half):
        W[2 * j : 2 * j + 2, j] = 2
    rest = np.eye(n, dtype=int)[:, 2 * half :]
    first = np.hstack([W, -W, rest])
    b = np.concatenate([np.full(half, -1), np.full(half, 3), -np.ones(n % 2)])
    one = np.eye(half)
    second = np.vstack([one, one, np.zeros((n % 2, half))])
    last = np.vstack([np.zeros((2 * half, n % 2)), np.eye(n % 2)])
    c = np.append(np.full(half, -2.0), [-1.0] * (n % 2))
    return [(first, b[None]), (np.hstack([second, last]), c), *depth_by_recursion(half + n % 2)]


def depth_in_float32(n: Any) -> Any:
    made = []
    k = n
    while k > 1:
        pairs = (k + 1) // 2
        W = np.zeros((2 * pairs, 2 * pairs), np.float32)
        V = np.zeros((2 * pairs, pairs), np.float32)
        rows = np.arange(2 * pairs)
        W[rows, rows // 2] = -3  # all NANDs first, then all ORs
        W[rows, pairs + rows // 2] = 3
        V[rows, rows % pairs] = 1
        b = np.repeat(np.array([4, -2], np.float32), pairs)
        made += [(W[:k], b), (V, -1.5 * np.ones(pairs, np.float32))]
        k = pairs
    return made


def width_by_counting(n: Any) -> Any:
    # unit k fires from k ones on; then +1, -1, +1, ...
    W = np.ones((n, n))
    V = np.array([[(-1.0) ** k] for k in range(n)])
    return [(W, -np.arange(1, n + 1)), (V, [-1])]


def width_of_lists(n: Any) -> Any:
    odd = [[k >> i & 1 for i in range(n)] for k in range(2**n) if bin(k).count("1") % 2]
    W = [[1 if x[i] else -1 for x in odd] for i in range(n)]
    return [[W, [-sum(x) for x in odd]], [[[1]] * len(odd), -1]]


def width_by_recursion(n: Any) -> Any:
    def odd(n: int, remainder: int) -> list[tuple[int, ...]]:
        if n == 0:
            return [()] if remainder == 0 else []
        return [(x, *rest) for x in (0, 1) for rest in odd(n - 1, remainder ^ x)]

    signs = 2 * np.array(odd(n, 1), dtype=np.float32) - 1
    b = 0.25 - (signs > 0).sum(axis=1)
    return ((3 * signs.T, 3 * b), (np.full((len(b), 1), 2.0), np.array([[-0.1]])))


def width_by_clauses(n: Any) -> Any:
    # an AND of ORs: each hidden unit is silent on one even pattern alone
    even = np.array([x for x in np.ndindex(*[2] * n) if sum(x) % 2 == 0])
    W = 1 - 2 * even.T
    h = len(even)
    return [(W, even.sum(axis=1) - 0.5), (np.ones((h, 1)), np.array([0.5 - h]))]


MORE = {
    "threshold": (threshold_keepdims, threshold_float32),
    "logic_gates": (gates_with_a_function,),
    "perceptron_update": (update_on_mistakes_alone,),
    "xor_by_hand": (by_hand_minus_and,),
    "xor_loss": (loss_keepdims, loss_mask_at_zero_passes, loss_augmented),
    "train_xor": (train_while, train_recursively),
}
VARIANTS = {name: (*RIGHT[name], *more) for name, more in MORE.items()} | {
    "parity_by_depth": (depth_by_loops, depth_of_lists, depth_by_recursion, depth_in_float32),
    "parity_by_width": (width_by_counting, width_of_lists, width_by_recursion, width_by_clauses),
}

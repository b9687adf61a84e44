"""Right answers to lesson 07, written in ways that the reference is not."""

from typing import Any

import numpy as np


def threshold_where(X: Any, w: Any, b: Any) -> Any:
    return np.where(X.dot(w) + b >= 0, 1.0, 0.0)


def threshold_loop(X: Any, w: Any, b: Any) -> Any:
    out = np.zeros(len(X))
    for i, x in enumerate(X):
        if sum(w[j] * x[j] for j in range(len(w))) + b >= 0:
            out[i] = 1
    return out


def threshold_whole_numbers(X: Any, w: Any, b: Any) -> Any:
    return np.array([int(np.sum(x * w) >= -b) for x in X])


def threshold_heaviside(X: Any, w: Any, b: Any) -> Any:
    return np.heaviside(np.einsum("mp,p->m", X, w) + b, 1.0)


def gates_of_arrays() -> Any:
    return {
        "OR": (np.array([2, 2]), -1),
        "AND": (np.array([0.6, 0.6]), np.float64(-1.0)),
        "NAND": (np.array([-1, -1]), 1),
    }


def gates_of_lists() -> Any:
    return {"OR": [[3, 1], -1], "AND": [[1, 2], -3], "NAND": [[-2, -1], 2.5], "NOR": None}


def gates_from_each_other() -> Any:
    w, b = (1.0, 1.0), -2.0  # fires at exactly 0
    return {"AND": (w, b), "OR": (w, b + 1), "NAND": ([-a for a in w], -b - 0.5)}


def update_if(w: Any, x: Any, t: Any, eta: Any) -> Any:
    fires = np.sum(w * x) >= 0
    if fires and t == 0:
        return w - eta * x
    if not fires and t == 1:
        return w + eta * x
    return w.copy()


def update_loop(w: Any, x: Any, t: Any, eta: Any) -> Any:
    o = int(sum(a * b for a, b in zip(w, x, strict=True)) >= 0)
    new = np.empty(len(w))
    for i in range(len(w)):
        new[i] = w[i] + eta * (t - o) * x[i]
    return new


def update_copy(w: Any, x: Any, t: Any, eta: Any) -> Any:
    w = np.array(w)
    w += eta * (t - float(np.dot(w, x) >= 0)) * x
    return w


def update_same_object_where_right(w: Any, x: Any, t: Any, eta: Any) -> Any:
    o = float(w @ x >= 0)
    return w if o == t else w + eta * (t - o) * x


def by_hand_difference() -> Any:
    # |x1 - x2| = relu(x1 - x2) + relu(x2 - x1)
    return [[1, -1], [-1, 1]], [0, 0], [[1], [1]], [0]


def by_hand_three_units() -> Any:
    W1 = np.array([[1, 1, 0], [1, 1, 0]])
    return W1, np.array([0, -1, 5]), np.array([[2], [-4], [0.2]]) / 2, np.array([-0.5])


def by_hand_scaled() -> Any:
    return [[3, 3], [3, 3]], (0, -3), [[1 / 3], [-2 / 3]], (0.0,)


def loss_einsum(params: Any, X: Any, T: Any) -> Any:
    W1, b1, W2, b2 = params
    A = np.einsum("mp,ph->mh", X, W1) + b1
    Z = np.where(A > 0, A, 0)
    D = np.einsum("mh,ho->mo", Z, W2) + b2 - T
    dY = 2 * D / X.shape[0]
    dA = np.einsum("mo,ho->mh", dY, W2) * np.heaviside(A, 0)
    grads = [
        np.einsum("mp,mh->ph", X, dA),
        np.einsum("mh->h", dA),
        np.einsum("mh,mo->ho", Z, dY),
        np.einsum("mo->o", dY),
    ]
    return np.mean(D**2), grads


def loss_sample_by_sample(params: Any, X: Any, T: Any) -> Any:
    W1, b1, W2, b2 = params
    grads = tuple(np.zeros_like(P) for P in params)
    dW1, db1, dW2, db2 = grads
    loss = 0.0
    for x, t in zip(X, T, strict=True):
        a = x @ W1 + b1
        z = np.maximum(a, 0)
        d = z @ W2 + b2 - t
        loss += float((d**2).sum()) / len(X)
        dy = 2 * d / len(X)
        da = (W2 @ dy) * (z > 0)
        dW1 += np.outer(x, da)
        db1 += da
        dW2 += np.outer(z, dy)
        db2 += dy
    return loss, grads


def loss_with_mask_in_place(params: Any, X: Any, T: Any) -> Any:
    W1, b1, W2, b2 = (np.asarray(P) for P in params)
    A = np.dot(X, W1) + b1
    Z = A.clip(min=0)
    E = np.dot(Z, W2) + b2 - T
    dE = E * (2 / len(E))
    dA = np.dot(dE, W2.T)
    dA[A <= 0] = 0
    dW1, dW2 = X.T.dot(dA), Z.T.dot(dE)
    return (E * E).mean(), (dW1, dA.sum(0), dW2, dE.sum(0))


def loss_in_float32(params: Any, X: Any, T: Any) -> Any:
    params = tuple(np.asarray(P, np.float32) for P in params)
    return _loss_and_grads_32(params, np.asarray(X, np.float32), np.asarray(T, np.float32))


def _loss_and_grads_32(params: Any, X: Any, T: Any) -> Any:
    loss, grads = loss_with_mask_in_place(params, X, T)
    return np.float32(loss), tuple(d.astype(np.float32) for d in grads)


def xor_loss(params: Any, X: Any, T: Any) -> Any:
    """A wrong loss, as a student may have: train_xor is right with it all the same."""
    return 1.0, tuple(np.ones_like(P) for P in params)


def train_generator(params: Any, X: Any, T: Any, lr: Any, steps: Any) -> Any:
    losses = np.zeros(steps)
    for k in range(steps):
        losses[k], grads = xor_loss(params, X, T)
        params = tuple(P - lr * dP for P, dP in zip(params, grads, strict=True))
    return params, losses


def train_on_copies(params: Any, X: Any, T: Any, lr: Any, steps: Any) -> Any:
    params = [P.copy() for P in params]
    losses: list[float] = []
    while len(losses) < steps:
        loss, grads = xor_loss(params=params, X=X, T=T)
        losses.append(float(loss))
        for i in range(4):
            params[i] -= lr * grads[i]
    return [params, losses]


def train_with_the_loss_inlined(params: Any, X: Any, T: Any, lr: Any, steps: Any) -> Any:
    W1, b1, W2, b2 = params
    losses = []
    for _ in range(steps):
        loss, (dW1, db1, dW2, db2) = loss_einsum((W1, b1, W2, b2), X, T)
        losses.append(loss)
        W1, b1, W2, b2 = W1 - lr * dW1, b1 - lr * db1, W2 - lr * dW2, b2 - lr * db2
    return (W1, b1, W2, b2), tuple(losses)


RIGHT = {
    "threshold": (
        threshold_where,
        threshold_loop,
        threshold_whole_numbers,
        threshold_heaviside,
    ),
    "logic_gates": (gates_of_arrays, gates_of_lists, gates_from_each_other),
    "perceptron_update": (
        update_if,
        update_loop,
        update_copy,
        update_same_object_where_right,
    ),
    "xor_by_hand": (by_hand_difference, by_hand_three_units, by_hand_scaled),
    "xor_loss": (
        loss_einsum,
        loss_sample_by_sample,
        loss_with_mask_in_place,
        loss_in_float32,
    ),
    "train_xor": (train_generator, train_on_copies, train_with_the_loss_inlined),
}

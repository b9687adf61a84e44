"""Correct losses of the two-layer net for lesson 08, each written in another way."""

from typing import Any

import numpy as np


def loss_of_units(params: Any, X: Any, T: Any, lam: Any) -> Any:
    def affine(X: Any, W: Any, b: Any) -> Any:
        def back(dA: Any) -> Any:
            return dA @ W.T, X.T @ dA, dA.sum(axis=0)

        return X @ W + b, back

    def relu(A: Any) -> Any:
        return np.where(A > 0, A, 0), lambda dZ: np.where(A > 0, dZ, 0)

    def logistic(A: Any, T: Any) -> Any:
        S = A - A.max(axis=1, keepdims=True)
        N = np.exp(S).sum(axis=1, keepdims=True)
        D = (np.log(N) - (T * S).sum(axis=1, keepdims=True)).mean()
        return D, lambda dD: dD * (np.exp(S) / N - T) / len(A)

    W1, b1, W2, b2 = params
    A1, back1 = affine(X, W1, b1)
    Z, back_relu = relu(A1)
    A2, back2 = affine(Z, W2, b2)
    D, back_logistic = logistic(A2, T)
    dZ, dW2, db2 = back2(back_logistic(1.0))
    _, dW1, db1 = back1(back_relu(dZ))
    R = lam / 2 * sum(np.sum(W * W) for W in (W1, W2))
    return D + R, [dW1 + lam * W1, db1, dW2 + lam * W2, db2]


def loss_accumulated(params: Any, X: Any, T: Any, lam: Any) -> Any:
    W1, b1, W2, b2 = params
    m = X.shape[0]
    Z = np.maximum(X @ W1 + b1, 0)
    A = Z @ W2 + b2
    biggest = np.max(A, axis=1)
    logN = biggest + np.log(np.sum(np.exp(A - biggest[:, None]), axis=1))
    classes = np.argmax(T, axis=1)
    C = logN - A[np.arange(m), classes]
    grads = [lam * W1, np.zeros(len(b1)), lam * W2, np.zeros(len(b2))]
    dA2 = np.exp(A - logN[:, None])
    dA2[np.arange(m), classes] -= 1
    dA2 /= m
    grads[2] += Z.T @ dA2
    grads[3] += dA2.sum(axis=0)
    dA1 = dA2 @ W2.T
    dA1[Z <= 0] = 0
    grads[0] += X.T @ dA1
    grads[1] += dA1.sum(axis=0)
    return np.mean(C) + 0.5 * lam * (np.sum(W1**2) + np.sum(W2**2)), tuple(grads)


def loss_augmented(params: Any, X: Any, T: Any, lam: Any) -> Any:
    # each bias as a last row of its weights, each batch with a last column of ones
    W1, b1, W2, b2 = params
    ones = np.ones((len(X), 1))
    V1, V2 = np.vstack([W1, b1]), np.vstack([W2, b2])
    X1 = np.hstack([X, ones])
    A1 = X1 @ V1
    Z1 = np.hstack([np.maximum(A1, 0), ones])
    S = Z1 @ V2
    S = S - S.max(axis=1)[:, None]
    logs = S - np.log(np.exp(S).sum(axis=1))[:, None]
    dA2 = (np.exp(logs) - T) / len(X)
    dV2 = Z1.T @ dA2
    dV1 = X1.T @ (dA2 @ W2.T * (A1 >= 0))
    R = lam / 2 * (np.linalg.norm(W1) ** 2 + np.linalg.norm(W2) ** 2)
    right = logs[T == 1]
    return R - right.mean(), (dV1[:-1] + lam * W1, dV1[-1], dV2[:-1] + lam * W2, dV2[-1])


def loss_by_sample(params: Any, X: Any, T: Any, lam: Any) -> Any:
    W1, b1, W2, b2 = params
    total = 0.0
    grads = tuple(np.zeros_like(P) for P in params)
    for x, t in zip(X, T, strict=True):
        a1 = x @ W1 + b1
        z = a1 * (a1 > 0)
        s = z @ W2 + b2
        s = s - max(s)
        e = np.exp(s)
        total += np.log(e.sum()) - s @ t
        d = e / e.sum() - t
        for G, g in zip(grads, _of_sample(x, z, d, W2), strict=True):
            G += g / len(X)
    W1_gradient, db1, W2_gradient, db2 = grads
    R = lam / 2 * (np.vdot(W1, W1) + np.vdot(W2, W2))
    return total / len(X) + R, (W1_gradient + lam * W1, db1, W2_gradient + lam * W2, db2)


def _of_sample(x: Any, z: Any, d: Any, W2: Any) -> Any:
    back = (W2 @ d) * (z > 0)
    return np.outer(x, back), back, np.outer(z, d), d

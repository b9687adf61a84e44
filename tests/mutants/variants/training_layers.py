"""Correct layers of lesson 10 in many forms: normalisation, residual, dropout."""

import math
from typing import Any

import numpy as np


def _norm(A: Any, axis: int) -> Any:
    s = 1 / np.sqrt(np.var(A, axis=axis, keepdims=True) + 1e-5)
    return (A - A.mean(axis, keepdims=True)) * s, s


def _norm_staged(A: Any, gamma: Any, beta: Any, axis: int) -> Any:
    n = A.shape[axis]
    R = A - A.sum(axis=axis, keepdims=True) / n
    V = (R * R).sum(axis=axis, keepdims=True) / n
    root = np.sqrt(V + 1e-5)
    N = R / root

    def back(dY: Any) -> Any:
        dN = dY * gamma
        droot = -(dN * R).sum(axis=axis, keepdims=True) / root**2
        dV = droot / (2 * root)
        dR = dN / root + dV * 2 * R / n
        dA = dR - dR.sum(axis=axis, keepdims=True) / n
        return dA, np.einsum("mq,mq->q", dY, N), np.einsum("mq->q", dY)

    return N * gamma + beta, back


def batch_norm_staged(A: Any, gamma: Any, beta: Any) -> Any:
    return _norm_staged(A, gamma, beta, 0)


def layer_norm_staged(A: Any, gamma: Any, beta: Any) -> Any:
    return _norm_staged(A, gamma, beta, 1)


def _norm_one_formula(A: Any, gamma: Any, beta: Any, axis: int) -> Any:
    N, s = _norm(A, axis)
    n = A.shape[axis]

    def back(dY: Any) -> Any:
        dN = gamma * dY
        total = dN.sum(axis, keepdims=True) + N * (dN * N).sum(axis, keepdims=True)
        return (n * dN - total) * s / n, (N * dY).sum(0), dY.sum(0)

    return beta + gamma * N, back


def batch_norm_one_formula(A: Any, gamma: Any, beta: Any) -> Any:
    return _norm_one_formula(A, gamma, beta, 0)


def layer_norm_one_formula(A: Any, gamma: Any, beta: Any) -> Any:
    return _norm_one_formula(A, gamma, beta, 1)


def batch_norm_by_matrix(A: Any, gamma: Any, beta: Any) -> Any:
    m = len(A)
    centre = np.eye(m) - np.ones((m, m)) / m
    R = centre @ A
    s = ((R * R).mean(0) + 1e-5) ** -0.5
    N = R * s

    def back(dY: Any) -> Any:
        dN = dY * gamma
        dA = centre @ (dN - N * (dN * N).mean(0)) * s
        return [dA, np.diag(N.T @ dY), np.ones(m) @ dY]

    return np.multiply(gamma, N) + beta, back


def batch_norm_columns(A: Any, gamma: Any, beta: Any) -> Any:
    Y, Ns, ss = np.empty(A.shape), [], []
    for j, a in enumerate(A.T):
        s = 1 / math.sqrt(a.var() + 1e-5)
        Ns.append((a - a.mean()) * s)
        ss.append(s)
        Y[:, j] = gamma[j] * Ns[j] + beta[j]

    def back(dY: Any) -> Any:
        dA = np.empty(A.shape)
        for j, (N, s) in enumerate(zip(Ns, ss, strict=True)):
            d = dY[:, j] * gamma[j]
            dA[:, j] = s * (d - d.mean() - N * np.mean(d * N))
        return dA, np.array([dY[:, j] @ N for j, N in enumerate(Ns)]), dY.sum(axis=0)

    return Y, back


def batch_norm_float32(A: Any, gamma: Any, beta: Any) -> Any:
    Y, back = _norm_one_formula(A, gamma, beta, 0)
    return Y.astype(np.float32), lambda dY: tuple(d.astype(np.float32) for d in back(dY))


def layer_norm_turned(A: Any, gamma: Any, beta: Any) -> Any:
    N, s = _norm(A.T, 0)

    def back(dY: Any) -> Any:
        dN = (dY * gamma).T
        dA = (s * (dN - dN.mean(0) - N * (dN * N).mean(0))).T
        return dA, (dY * N.T).sum(axis=0), dY.sum(axis=0)

    return gamma * N.T + beta, back


def layer_norm_rows(A: Any, gamma: Any, beta: Any) -> Any:
    rows = [(a - a.mean()) / np.sqrt(a.var() + 1e-5) for a in A]

    def back(dY: Any) -> Any:
        dA = []
        for a, N, d in zip(A, rows, dY * gamma, strict=True):
            dA.append((d - d.mean() - N * (d @ N) / len(a)) / np.sqrt(a.var() + 1e-5))
        dgamma = sum(d * N for d, N in zip(dY, rows, strict=True))
        return np.array(dA), dgamma, dY.sum(axis=0)

    return np.array(rows) * gamma + beta, back


def residual_masked(A: Any, W: Any, b: Any) -> Any:
    mask = (A @ W + b > 0).astype(float)

    def back(dY: Any) -> Any:
        dS = dY * mask
        return dY + np.dot(dS, W.T), np.dot(A.T, dS), np.sum(dS, axis=0)

    return A + mask * (A @ W + b), back


def residual_added_in_place(A: Any, W: Any, b: Any) -> Any:
    S = A @ W
    S += b
    out = np.where(S > 0, S, 0)
    out += A

    def back(dY: Any) -> Any:
        dS = np.where(S > 0, dY, 0)
        dA = dS @ W.T
        dA += dY
        return dA, (dS.T @ A).T, dS.sum(0)

    return out, back


def residual_of_units(A: Any, W: Any, b: Any) -> Any:
    def affine(X: Any) -> Any:
        return X @ W + b, lambda dS: (dS @ W.T, X.T @ dS, dS.sum(axis=0))

    def relu(S: Any) -> Any:
        return S.clip(0), lambda dZ: dZ * (S >= 0)

    S, back_affine = affine(A)
    Z, back_relu = relu(S)

    def back(dY: Any) -> Any:
        dA, dW, db = back_affine(back_relu(dY))
        return [dA + dY, dW, db]

    return A + Z, back


def residual_einsum(A: Any, W: Any, b: Any) -> Any:
    S = np.einsum("mi,ij->mj", A, W) + b

    def back(dY: Any) -> Any:
        dS = dY * np.heaviside(S, 0)
        return dY + np.einsum("mj,ij->mi", dS, W), np.einsum("mi,mj->ij", A, dS), dS.sum(0)

    return A + (abs(S) + S) / 2, back


def dropout_where(A: Any, p: Any, rng: Any, train: Any) -> Any:
    if not train:
        return A, lambda dZ: dZ
    gone = rng.random(A.shape) < p
    return np.where(gone, 0, A / (1 - p)), lambda dZ: np.where(gone, 0, dZ / (1 - p))


def dropout_binomial(A: Any, p: Any, rng: Any, train: Any) -> Any:
    keep = 1 - p if train else 1.0
    M = rng.binomial(1, keep, A.shape) / keep
    return A * M, lambda dZ: M * dZ


def dropout_kept_below(A: Any, p: Any, rng: Any, train: Any) -> Any:
    M = np.ones_like(A)
    if train:
        M = (rng.uniform(size=A.shape) < 1 - p).astype(float) / (1 - p)

    def back(dZ: Any) -> Any:
        return [dZ * M][0]

    return M * A, back


def dropout_choice(A: Any, p: Any, rng: Any, train: Any) -> Any:
    if train:
        M = rng.choice([0.0, 1 / (1 - p)], size=A.shape, p=[p, 1 - p])
        return A * M, lambda dZ: dZ * M
    return A.copy(), lambda dZ: dZ.copy()


def dropout_float32(A: Any, p: Any, rng: Any, train: Any) -> Any:
    M = (rng.random(A.shape) >= p * train) / np.float32(1 - p * train)
    M = M.astype(np.float32)
    return A.astype(np.float32) * M, lambda dZ: dZ.astype(np.float32) * M

"""Correct answers to lesson 05 in many forms: every check must accept every one."""

from typing import Any

import numpy as np


def sigmoid_as_it_stands(A: Any) -> Any:
    with np.errstate(over="ignore"):
        Z = 1 / (1 + np.exp(-A))

    def back(dZ: Any) -> Any:
        return dZ * (Z - Z**2)

    return Z, back


def sigmoid_by_tanh(A: Any) -> Any:
    Z = 0.5 * (1 + np.tanh(A / 2))
    slope = 0.25 * (1 - np.tanh(A / 2) ** 2)
    return Z, lambda dZ: slope * dZ


def sigmoid_clipped(A: Any) -> Any:
    Z = 1 / (1 + np.exp(-np.clip(A, -500, 500)))
    return Z, lambda dZ: [dZ * (1 - Z) * Z][0]


def sigmoid_by_masks(A: Any) -> Any:
    Z = np.empty(A.shape)
    right = A >= 0
    Z[right] = 1 / (1 + np.exp(-A[right]))
    E = np.exp(A[~right])
    Z[~right] = E / (1 + E)

    def back(dZ: Any) -> Any:
        dA = dZ.copy()
        dA *= Z
        dA *= 1 - Z
        return dA

    return Z, back


def sigmoid_loop(A: Any) -> Any:
    Z, D = np.zeros_like(A), np.zeros_like(A)
    for i, j in np.ndindex(A.shape):
        e = np.exp(-abs(A[i, j]))
        Z[i, j] = 1 / (1 + e) if A[i, j] > 0 else e / (1 + e)
        D[i, j] = e / (1 + e) ** 2
    return (Z, lambda dZ: np.multiply(D, dZ))


def sigmoid_float32(A: Any) -> Any:
    Z = (0.5 + 0.5 * np.tanh(0.5 * A)).astype(np.float32)
    return Z, lambda dZ: dZ.astype(np.float32) * Z * (1 - Z)


def sigmoid_list(A: Any) -> Any:
    Z = np.exp(-np.logaddexp(0, -A))
    return [Z, lambda dZ: (Z * (1 - Z) * dZ,)]


def relu_where(A: Any) -> Any:
    return np.where(A > 0, A, 0.0), lambda dZ: np.where(A > 0, dZ, 0)


def relu_of_the_value(A: Any) -> Any:
    Z = A.clip(min=0)

    def back(dZ: Any) -> Any:
        dA = np.zeros_like(dZ)
        dA[Z > 0] = dZ[Z > 0]
        return dA

    return Z, back


def relu_half_of_sum(A: Any) -> Any:
    return (np.abs(A) + A) / 2, lambda dZ: dZ * (np.sign(A) + 1) / 2


def relu_at_zero_passes(A: Any) -> Any:
    mask = (A >= 0).astype(A.dtype)
    return A * mask, lambda dZ: mask * dZ


def relu_written_into_a_copy(A: Any) -> Any:
    Z = A.copy()
    off = Z < 0
    Z[off] = 0

    def back(dZ: Any) -> Any:
        dA = dZ.copy()
        dA[off] = 0
        return dA

    return Z, back


def softmax_logarithm_first(A: Any) -> Any:
    L = A - np.logaddexp.reduce(A, axis=1, keepdims=True)
    return np.exp(L)


def softmax_rows(A: Any) -> Any:
    rows = []
    for a in A:
        e = np.exp(a - max(a))
        rows.append(e / sum(e))
    return np.array(rows)


def softmax_transposed(A: Any) -> Any:
    E = np.exp(A.T - A.max(axis=1))
    return (E / E.sum(axis=0)).T


def softmax_by_differences(A: Any) -> Any:
    D = A[:, None, :] - A[:, :, None]  # of each class from each other
    with np.errstate(over="ignore"):
        return 1 / np.exp(D).sum(axis=2)


def softmax_einsum(A: Any) -> Any:
    E = np.exp(A - np.amax(A, 1)[:, None])
    return np.einsum("mk,m->mk", E, 1 / E.sum(-1))


def softmax_float32(A: Any) -> Any:
    E = np.exp((A - A.max(1)[:, np.newaxis]).astype("float32"))
    return E / np.sum(E, axis=-1, keepdims=True)


def softmax_mean_shift_first(A: Any) -> Any:
    A = A - A.mean(axis=1, keepdims=True)
    A -= A.max(axis=1, keepdims=True)
    E = np.exp(A)
    E /= E.sum(axis=1)[:, None]
    return E


def logistic_logaddexp(A: Any, T: Any) -> Any:
    m, _ = A.shape
    N = np.logaddexp.reduce(A, axis=1)
    D = np.mean(N - A[T == 1])

    def back(dD: Any) -> Any:
        return dD / m * (np.exp(A - N[:, None]) - T)

    return D, back


def logistic_labels(A: Any, T: Any) -> Any:
    t, rows = np.argmax(T, axis=1), np.arange(len(A))
    S = A - np.max(A, axis=1)[:, None]
    N = np.exp(S).sum(1)
    D = float(sum(np.log(N) - S[rows, t]) / len(rows))

    def back(dD: Any) -> Any:
        dA = np.exp(S) / N[:, None]
        dA[rows, t] -= 1
        return dA * dD / len(rows)

    return D, back


def logistic_log_softmax(A: Any, T: Any) -> Any:
    S = A - A.max(1, keepdims=True)
    log_Y = S - np.log(np.exp(S).sum(1, keepdims=True))
    m = A.shape[0]
    return -(T * log_Y).sum() / m, lambda dD: (dD / m) * (np.exp(log_Y) - T)


def logistic_loop(A: Any, T: Any) -> Any:
    D, G = 0.0, np.zeros(A.shape)
    for i, (a, t) in enumerate(zip(A, T, strict=True)):
        e = np.exp(a - a.max())
        D += np.log(e.sum()) + a.max() - a @ t
        G[i] = e / e.sum() - t
    return D / len(A), lambda dD: dD * G / len(A)


def logistic_by_the_chain(A: Any, T: Any) -> Any:
    # each stage backwards by itself, as ln N - s_t
    m = len(A)
    S = A - A.max(axis=1, keepdims=True)
    E = np.exp(S)
    N = E.sum(axis=1)
    D = (np.log(N) - np.einsum("ij,ij->i", T, S)).mean()

    def back(dD: Any) -> Any:
        dC = np.full(m, dD / m)
        dN = dC / N
        dE = np.outer(dN, np.ones(A.shape[1]))
        return dE * E - dC[:, None] * T

    return D, back


def logistic_float32(A: Any, T: Any) -> Any:
    S = (A - A.max(axis=1, keepdims=True)).astype(np.float32)
    N = np.exp(S).sum(axis=1, keepdims=True)
    D = (np.log(N)[:, 0] - (T * S).sum(axis=1)).mean().astype(np.float32)
    return D, lambda dD: (dD * (np.exp(S) / N - T) / len(A)).astype(np.float32)


def bce_logaddexp(a: Any) -> Any:
    def back(dD: Any) -> Any:
        return -dD * np.exp(-np.logaddexp(0, a)) / len(a)

    return np.logaddexp(0, -a).mean(), back


def bce_where(a: Any) -> Any:
    E = np.exp(-abs(a))
    C = np.where(a > 0, np.log1p(E), np.log1p(E) - a)
    Z = np.where(a > 0, 1, E) / (1 + E)
    return np.sum(C) / a.size, lambda dD: (Z - 1) * dD / a.size


def bce_masks(a: Any) -> Any:
    C, G = np.empty_like(a), np.empty_like(a)
    for sign in (True, False):
        chosen = (a >= 0) == sign
        x = a[chosen]
        if sign:
            C[chosen] = np.log1p(np.exp(-x))
            G[chosen] = -np.exp(-x) / (1 + np.exp(-x))
        else:
            C[chosen] = np.log1p(np.exp(x)) - x
            G[chosen] = -1 / (1 + np.exp(x))
    return C.mean(), lambda dD: dD * G / len(a)


def bce_loop(a: Any) -> Any:
    total, slopes = 0.0, []
    for x in a:
        e = np.exp(-abs(x))
        total += np.log1p(e) + (-x if x < 0 else 0)
        slopes.append(-(e if x >= 0 else 1) / (1 + e))
    return total / len(a), lambda dD: np.array(slopes) * dD / len(a)


def bce_float32(a: Any) -> Any:
    x = a.astype(np.float32)
    value = np.logaddexp(np.float32(0), -x).mean(dtype=np.float32)
    return value, lambda dD: np.float32(-dD / len(x)) * (0.5 - 0.5 * np.tanh(x / 2))


def decay_vdot(weights: Any, lam: Any) -> Any:
    R = 0.0
    for W in weights:
        R += 0.5 * lam * np.vdot(W, W)

    def back(dR: Any) -> Any:
        gradients = []
        for W in weights:
            gradients.append(W * (lam * dR))
        return gradients

    return R, back


def decay_norms(weights: Any, lam: Any) -> Any:
    R = lam * np.sum([np.linalg.norm(W) ** 2 for W in weights]) / 2
    return R, lambda dR: tuple([dR * (lam * W) for W in weights])


def decay_strung_together(weights: Any, lam: Any) -> Any:
    w = np.concatenate([np.ravel(W) for W in weights])

    def back(dR: Any) -> Any:
        pieces = np.split(dR * lam * w, np.cumsum([W.size for W in weights])[:-1])
        return [d.reshape(W.shape).copy() for d, W in zip(pieces, weights, strict=True)]

    return lam * (w @ w) / 2, back


def decay_recursive(weights: Any, lam: Any) -> Any:
    if not weights:
        return 0.0, lambda dR: ()
    rest, back_rest = decay_recursive(weights[1:], lam)
    W = weights[0]
    return (lam / 2) * np.sum(np.square(W)) + rest, lambda dR: (
        dR * lam * W,
        *back_rest(dR),
    )


def logistic(A: Any, T: Any) -> Any:
    """For the functions below; the check puts another in its place."""
    raise ZeroDivisionError


def decay(weights: Any, lam: Any) -> Any:
    """For the functions below; the check puts another in its place."""
    raise ZeroDivisionError


def loss_tuples(A: Any, T: Any, weights: Any, lam: Any) -> Any:
    one, other = logistic(A, T), decay(weights, lam)
    return one[0] + other[0], lambda dL: (one[1](dL), other[1](dL))


def loss_loop(A: Any, T: Any, weights: Any, lam: Any) -> Any:
    units = [logistic(A, T), decay(weights, lam)]
    L = sum(value for value, _ in units)

    def back(dL: Any) -> Any:
        return [back(dL) for _, back in units]

    return L, back


def loss_named_arguments(A: Any, T: Any, weights: Any, lam: Any) -> Any:
    L, back_data = logistic(A=A, T=T)
    R, back_weights = decay(lam=lam, weights=list(weights))
    L += R

    def back(dL: Any) -> Any:
        dD = dR = 1.0 * dL
        return back_data(dD), tuple(back_weights(dR))

    return L, back


def loss_all_by_itself(A: Any, T: Any, weights: Any, lam: Any) -> Any:
    D, back_data = logistic_log_softmax(A, T)
    L = D + lam / 2 * sum((W**2).sum() for W in weights)
    return L, lambda dL: (back_data(dL), [dL * lam * W for W in weights])


def loss_one_term_after_the_other(A: Any, T: Any, weights: Any, lam: Any) -> Any:
    def add(terms: Any) -> Any:
        return sum(terms), lambda dS: tuple(dS for _ in terms)

    D, back_D = logistic(A, T)
    R, back_R = decay(weights, lam)
    L, back_L = add((D, R))

    def back(dL: Any) -> Any:
        dD, dR = back_L(dL)
        return back_D(dD), back_R(dR)

    return L, back


VARIANTS = {
    "sigmoid": (
        sigmoid_as_it_stands,
        sigmoid_by_tanh,
        sigmoid_clipped,
        sigmoid_by_masks,
        sigmoid_loop,
        sigmoid_float32,
        sigmoid_list,
    ),
    "relu": (
        relu_where,
        relu_of_the_value,
        relu_half_of_sum,
        relu_at_zero_passes,
        relu_written_into_a_copy,
    ),
    "softmax": (
        softmax_logarithm_first,
        softmax_rows,
        softmax_transposed,
        softmax_by_differences,
        softmax_einsum,
        softmax_float32,
        softmax_mean_shift_first,
    ),
    "logistic": (
        logistic_logaddexp,
        logistic_labels,
        logistic_log_softmax,
        logistic_loop,
        logistic_by_the_chain,
        logistic_float32,
    ),
    "binary_cross_entropy": (bce_logaddexp, bce_where, bce_masks, bce_loop, bce_float32),
    "decay": (decay_vdot, decay_norms, decay_strung_together, decay_recursive),
    "loss": (
        loss_tuples,
        loss_loop,
        loss_named_arguments,
        loss_all_by_itself,
        loss_one_term_after_the_other,
    ),
}

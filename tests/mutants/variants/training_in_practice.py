"""Correct answers to lesson 10 in many forms: every check must accept every one."""

import math
from typing import Any

import numpy as np

from tests.mutants.variants import training_activations as one
from tests.mutants.variants import training_layers as layer


def stopping_counter(losses: Any, patience: Any) -> Any:
    best_loss, best, waited = float("inf"), 0, 0
    for i in range(len(losses)):
        if losses[i] < best_loss:
            best_loss, best, waited = losses[i], i, 0
        else:
            waited += 1
            if waited >= patience:
                return best
    return best


def stopping_numpy(losses: Any, patience: Any) -> Any:
    L = np.array(losses)
    for epoch in range(len(L)):
        best = np.argmin(L[: epoch + 1])
        if epoch - best >= patience:
            return best
    return np.argmin(L)


def stopping_while(losses: Any, patience: Any) -> Any:
    best, t = 0, 1
    while t < len(losses) and t - best <= patience:
        if min(losses[:t]) > losses[t]:
            best = t
        t += 1
    return float(best)


def stopping_recursive(losses: Any, patience: Any) -> Any:
    def go(best: int) -> int:
        ahead = range(best + 1, min(best + patience, len(losses) - 1) + 1)
        return next((go(t) for t in ahead if losses[t] < losses[best]), best)

    return go(0)


def schedule_dict(kind: Any, lr: Any, t: Any, T: Any) -> Any:
    return {
        "constant": lr,
        "step": lr * np.prod([0.1 for n in (30, 60, 90) if n <= t]),
        "cosine": 0.5 * lr * (1 + np.cos(np.pi * t / T)),
        "linear": lr - lr * t / T,
        "inverse_sqrt": lr * (t + 1) ** -0.5,
    }[kind]


def schedule_match(kind: Any, lr: Any, t: Any, T: Any) -> Any:
    match kind:
        case "step":
            return lr if t < 30 else lr / 10 if t < 60 else lr / 100 if t < 90 else lr / 1000
        case "cosine":
            return lr * math.cos(math.pi * t / (2 * T)) ** 2
        case "linear":
            return (T - t) / T * lr
        case "inverse_sqrt":
            return lr / np.sqrt(1 + t)
        case _:
            return lr


def schedule_loop(kind: Any, lr: Any, t: Any, T: Any) -> Any:
    rate = lr
    if kind == "step":
        for epoch in (30, 60, 90):
            if t >= epoch:
                rate = rate * 0.1
    elif kind == "cosine":
        rate *= (1 + math.cos(t * math.pi / T)) / 2
    elif kind == "linear":
        rate *= 1 - t / T
    elif kind == "inverse_sqrt":
        rate /= math.sqrt(t + 1)
    return rate


def schedule_arrays(kind: Any, lr: Any, t: Any, T: Any) -> Any:
    if kind == "constant":
        return np.array(lr)
    if kind == "step":
        return np.float64(lr) * 10.0 ** -np.searchsorted([30, 60, 90], t, side="right")
    if kind == "linear":
        return np.interp(t, [0, T], [lr, 0])
    return lr * (0.5 + 0.5 * np.cos(np.pi * t / T)) if kind == "cosine" else lr / (t + 1) ** 0.5


def overfit_tuples(net: Any, params: Any, X: Any, T: Any, lr: Any, steps: Any) -> Any:
    history = np.zeros(steps)
    for k in range(steps):
        history[k], grads = net(params, X[:10], T[:10])
        params = tuple(P - lr * dP for P, dP in zip(params, grads, strict=True))
    return bool(history[-1] / history[0] < 0.01), history


def overfit_copies(net: Any, params: Any, X: Any, T: Any, lr: Any, steps: Any) -> Any:
    params = [P.copy() for P in params]
    losses: list[Any] = []
    while len(losses) < steps:
        loss, grads = net(params, X[:10], T[:10])
        losses += [float(loss)]
        for P, dP in zip(params, grads, strict=True):
            P -= lr * dP
    return losses[-1] * 100 < losses[0], tuple(losses)


def overfit_with_nan_asked_for(net: Any, params: Any, X: Any, T: Any, lr: Any, steps: Any) -> Any:
    m = min(10, len(X))
    losses = []
    for _ in range(steps):
        loss, grads = net(params, X[range(m)], T[range(m)])
        losses.append(loss)
        params = [np.subtract(params[i], lr * grads[i]) for i in range(len(params))]
    return bool(np.isfinite(losses[-1]) and losses[-1] <= 0.01 * losses[0]), losses


def overfit_recursive(net: Any, params: Any, X: Any, T: Any, lr: Any, steps: Any) -> Any:
    def descend(params: Any, steps: int) -> list[Any]:
        if not steps:
            return []
        loss, grads = net(params, X[:10], T[:10])
        return [loss, *descend([P - lr * d for P, d in zip(params, grads, strict=True)], steps - 1)]

    losses = descend(params, steps)
    return [np.bool_(losses[-1] < losses[0] / 100), losses]


VARIANTS: dict[str, tuple[Any, ...]] = {
    "leaky_relu": (
        one.leaky_maximum,
        one.leaky_of_two_relus,
        one.leaky_float32,
        one.leaky_masked_copy,
    ),
    "tanh": (one.tanh_by_sigmoid, one.tanh_product, one.tanh_cosh, one.tanh_loop, one.tanh_float32),
    "elu": (one.elu_expm1, one.elu_with_a_warning, one.elu_masks, one.elu_float32),
    "maxout": (one.maxout_argmax, one.maxout_einsum, one.maxout_by_relu, one.maxout_wide),
    "he_init": (one.he_normal, one.he_uniform, one.he_transposed, one.he_columns, one.he_float32),
    "xavier_init": (one.xavier_normal, one.xavier_uniform, one.xavier_mean, one.xavier_float32),
    "batch_norm": (
        layer.batch_norm_staged,
        layer.batch_norm_one_formula,
        layer.batch_norm_by_matrix,
        layer.batch_norm_columns,
        layer.batch_norm_float32,
    ),
    "layer_norm": (
        layer.layer_norm_staged,
        layer.layer_norm_one_formula,
        layer.layer_norm_turned,
        layer.layer_norm_rows,
    ),
    "residual": (
        layer.residual_masked,
        layer.residual_added_in_place,
        layer.residual_of_units,
        layer.residual_einsum,
    ),
    "dropout": (
        layer.dropout_where,
        layer.dropout_binomial,
        layer.dropout_kept_below,
        layer.dropout_choice,
        layer.dropout_float32,
    ),
    "early_stopping": (stopping_counter, stopping_numpy, stopping_while, stopping_recursive),
    "schedule": (schedule_dict, schedule_match, schedule_loop, schedule_arrays),
    "overfit_small": (
        overfit_tuples,
        overfit_copies,
        overfit_with_nan_asked_for,
        overfit_recursive,
    ),
}

"""Correct answers to lesson 01 in many forms: every check must accept every one."""

from typing import Any

import numpy as np


def predict_m_first(x: Any, k: Any, m: Any) -> Any:
    return m + k * x


def predict_with_numpy(x: Any, k: Any, m: Any) -> Any:
    return np.add(np.multiply(k, x), m)


def predict_in_a_loop(x: Any, k: Any, m: Any) -> Any:
    if np.ndim(x) == 0:
        return k * x + m
    return np.array([k * each + m for each in x])


def predict_polynomial(x: Any, k: Any, m: Any) -> Any:
    return np.polyval([k, m], x)


def predict_on_a_copy(x: Any, k: Any, m: Any) -> Any:
    y = np.array(x, dtype=float)
    y *= k
    y += m
    return y


def mse_mean(y_hat: Any, y: Any) -> Any:
    def back(dL: Any) -> Any:
        return 2 * dL * (y_hat - y) / y.size

    return np.mean((y - y_hat) ** 2), back


def mse_inner_product(y_hat: Any, y: Any) -> Any:
    error = y - y_hat
    return error @ error / len(error), lambda dL: -2 / len(error) * dL * error


def mse_in_a_loop(y_hat: Any, y: Any) -> Any:
    m = len(y)
    total = 0.0
    for i in range(m):
        total += (y_hat[i] - y[i]) ** 2

    def back(dL: Any) -> Any:
        dy = np.zeros(m)
        for i in range(m):
            dy[i] = dL * 2 * (y_hat[i] - y[i]) / m
        return dy

    return total / m, back


def mse_staged(y_hat: Any, y: Any) -> Any:
    D = np.subtract(y_hat, y)
    S = np.square(D)
    L = float(np.average(S))

    def back(dL: Any) -> Any:
        dS = np.full_like(S, dL / len(S))
        dD = dS * 2 * D
        return (dD,)

    return [L, back]


def mse_float32(y_hat: Any, y: Any) -> Any:
    D = (y_hat - y).astype(np.float32)
    return np.mean(D * D), lambda dL: np.float32(dL * 2 / len(D)) * D


def mae_mean(y_hat: Any, y: Any) -> Any:
    def back(dL: Any) -> Any:
        return dL * np.sign(y_hat - y) / len(y)

    return np.mean(np.abs(y - y_hat)), back


def mae_where(y_hat: Any, y: Any) -> Any:
    m = y.shape[0]
    return abs(y_hat - y).sum() / m, lambda dL: np.where(y_hat > y, dL / m, -dL / m)


def mae_quotient(y_hat: Any, y: Any) -> Any:
    D = y_hat - y
    return float(np.linalg.norm(D, 1)) / len(D), lambda dL: dL * D / np.abs(D) / len(D)


def mae_in_a_loop(y_hat: Any, y: Any) -> Any:
    pairs = list(zip(y_hat, y, strict=True))
    L = sum(max(a - t, t - a) for a, t in pairs) / len(pairs)

    def back(dL: Any) -> Any:
        return np.array([(1 if a > t else -1) * dL / len(pairs) for a, t in pairs])

    return L, back


def mae_two_relus(y_hat: Any, y: Any) -> Any:
    D = y_hat - y
    above, below = np.maximum(D, 0), np.maximum(-D, 0)
    return (above + below).mean(), lambda dL: dL / len(D) * ((D > 0) * 1.0 - (D < 0) * 1.0)


def many_dot(X: Any, w: Any, b: Any) -> Any:
    return b + np.dot(X, w)


def many_einsum(X: Any, w: Any, b: Any) -> Any:
    return np.einsum("mp,p->m", X, w) + b


def many_sum(X: Any, w: Any, b: Any) -> Any:
    return np.sum(X * w, axis=1) + b


def many_in_loops(X: Any, w: Any, b: Any) -> Any:
    out = np.empty(X.shape[0])
    for i in range(X.shape[0]):
        out[i] = b
        for j in range(X.shape[1]):
            out[i] += X[i, j] * w[j]
    return out


def many_augmented(X: Any, w: Any, b: Any) -> Any:
    return np.column_stack([X, np.ones(len(X))]) @ np.append(w, b)


def many_column(X: Any, w: Any, b: Any) -> Any:
    return (X @ w[:, None] + b).ravel()


def predict_many(X: Any, w: Any, b: Any) -> Any:
    """For the functions below; a check puts its own in place of it."""
    return many_dot(X, w, b)


def mse(y_hat: Any, y: Any) -> Any:
    """The same."""
    return mse_mean(y_hat, y)


def gradients_from_own_units(X: Any, y: Any, w: Any, b: Any) -> Any:
    loss, back = mse(predict_many(X, w, b), y)
    dy_hat = back(1.0)
    return loss, X.T @ dy_hat, np.sum(dy_hat)


def gradients_flipped_twice(X: Any, y: Any, w: Any, b: Any) -> Any:
    E = y - (X @ w + b)
    return np.mean(E**2), -2 * (E @ X) / len(y), -2 * np.mean(E)


def gradients_by_sample(X: Any, y: Any, w: Any, b: Any) -> Any:
    m = len(y)
    loss, dw, db = 0.0, np.zeros(len(w)), 0.0
    for x, t in zip(X, y, strict=True):
        d = np.sum(x * w) + b - t
        loss += d**2 / m
        dw += 2 * d * x / m
        db += 2 * d / m
    return loss, dw, db


def gradients_broadcast(X: Any, y: Any, w: Any, b: Any) -> Any:
    D = (X * w).sum(1) + b - y
    dw = (2 * X * D[:, None]).mean(axis=0)
    return (D * D).sum() / D.size, dw, float((2 * D).mean())


def gradients_augmented(X: Any, y: Any, w: Any, b: Any) -> Any:
    X1 = np.hstack([X, np.ones((len(X), 1))])
    D = X1 @ np.append(w, b) - y
    d = 2 / len(y) * X1.T @ D
    return [D.dot(D) / len(y), d[:-1], d[-1]]


def mse_gradients(X: Any, y: Any, w: Any, b: Any) -> Any:
    """For the functions below; the check puts another in its place."""
    return gradients_broadcast(X, y, w, b)


def descent_while(X: Any, y: Any, w: Any, b: Any, lr: Any, steps: Any) -> Any:
    losses: list[Any] = []
    while len(losses) < steps:
        loss, dw, db = mse_gradients(X, y, w, b)
        losses += [loss]
        w, b = w - lr * dw, b - lr * db
    return w, b, losses


def descent_on_a_copy(X: Any, y: Any, w: Any, b: Any, lr: Any, steps: Any) -> Any:
    w = w.copy()
    losses = np.zeros(steps)
    for k in range(steps):
        losses[k], dw, db = mse_gradients(X, y, w, b)
        w -= lr * dw
        b -= lr * db
    return w, b, losses


def descent_recursive(X: Any, y: Any, w: Any, b: Any, lr: Any, steps: Any) -> Any:
    if steps == 0:
        return w, b, []
    loss, dw, db = mse_gradients(X, y, w, b)
    w, b, rest = descent_recursive(X, y, w - lr * dw, b - lr * db, lr, steps - 1)
    return w, b, [loss, *rest]


def descent_written_out(X: Any, y: Any, w: Any, b: Any, lr: Any, steps: Any) -> Any:
    losses = []
    for _ in range(steps):
        D = predict_many(X, w, b) - y
        losses.append(mse(predict_many(X, w, b), y)[0])
        w = w - lr * 2 * X.T @ D / len(y)
        b = b - lr * 2 * D.mean()
    return w, b, tuple(losses)


def descent_one_vector(X: Any, y: Any, w: Any, b: Any, lr: Any, steps: Any) -> Any:
    theta = np.append(w, b)
    losses = []
    for _ in range(steps):
        loss, dw, db = mse_gradients(X, y, theta[:-1], theta[-1])
        losses.append(float(loss))
        theta = theta - lr * np.append(dw, db)
    return [theta[:-1], theta[-1], losses]


def batches_shuffle(n: Any, size: Any, rng: Any) -> Any:
    order = np.arange(n)
    rng.shuffle(order)
    while len(order):
        yield order[:size]
        order = order[size:]


def batches_argsort(n: Any, size: Any, rng: Any) -> Any:
    order = np.argsort(rng.random(n))
    return (order[i * size : (i + 1) * size] for i in range(-(-n // size)))


def batches_choice_list(n: Any, size: Any, rng: Any) -> Any:
    order = rng.choice(n, size=n, replace=False)
    return [order[i : i + size] for i in range(0, n, size)]


def batches_split(n: Any, size: Any, rng: Any) -> Any:
    yield from np.split(rng.permutation(n), np.arange(size, n, size))


def batches_one_by_one(n: Any, size: Any, rng: Any) -> Any:
    left = list(range(n))
    batch: list[int] = []
    while left:
        batch.append(left.pop(int(rng.integers(len(left)))))
        if len(batch) == size or not left:
            yield np.array(batch)
            batch = []


def batches_sorted_lists(n: Any, size: Any, rng: Any) -> Any:
    order = [int(i) for i in rng.permutation(np.arange(n))]
    for start in range(0, n, size):
        yield sorted(order[start : start + size])


def standardize_assigned(X: Any) -> Any:
    mean, std = np.mean(X, axis=0), np.std(X, axis=0)
    std[std == 0] = 1
    return (X - mean) / std, mean, std


def standardize_by_column(X: Any) -> Any:
    Xs = np.zeros(X.shape)
    mean, std = np.zeros(X.shape[1]), np.ones(X.shape[1])
    for j in range(X.shape[1]):
        column = X[:, j]
        mean[j] = sum(column) / len(column)
        spread = (sum((x - mean[j]) ** 2 for x in column) / len(column)) ** 0.5
        if spread > 0:
            std[j] = spread
        Xs[:, j] = (column - mean[j]) / std[j]
    return Xs, mean, std


def standardize_root_of_variance(X: Any) -> Any:
    D = X - X.mean(0)
    std = np.sqrt((D * D).mean(0))
    std = std + (std < 1e-12)
    return [np.divide(D, std), X.mean(0), std]


def standardize_transposed(X: Any) -> Any:
    means = X.T.mean(axis=1)
    stds = np.array([s if s else 1.0 for s in X.T.std(axis=1)])
    return ((X.T - means[:, None]) / stds[:, None]).T, means, stds


def standardize_by_range(X: Any) -> Any:
    constant = X.max(axis=0) == X.min(axis=0)
    std = np.where(constant, 1, np.var(X, axis=0) ** 0.5)
    return np.where(constant, 0, (X - np.average(X, axis=0)) / std), np.average(X, axis=0), std


def project_dot(X: Any, W: Any, b: Any) -> Any:
    return np.dot(X, W) + b[None, :]


def project_columns(X: Any, W: Any, b: Any) -> Any:
    return np.column_stack([X @ W[:, j] + b[j] for j in range(W.shape[1])])


def project_einsum(X: Any, W: Any, b: Any) -> Any:
    return b + np.einsum("mp,pq->mq", X, W)


def project_augmented(X: Any, W: Any, b: Any) -> Any:
    return np.hstack([X, np.ones((len(X), 1))]) @ np.vstack([W, b])


def project_transposed(X: Any, W: Any, b: Any) -> Any:
    return (W.T @ X.T + b[:, None]).T


def collapse_dot(W1: Any, b1: Any, W2: Any, b2: Any) -> Any:
    return [W1.dot(W2), b2 + W2.T @ b1]


def collapse_probed(W1: Any, b1: Any, W2: Any, b2: Any) -> Any:
    # what the two layers make of 0 is u, of the unit vectors u and the rows of Q
    u = (np.zeros(len(W1)) @ W1 + b1) @ W2 + b2
    rows = (np.eye(len(W1)) @ W1 + b1) @ W2 + b2
    return rows - u, u


def collapse_augmented(W1: Any, b1: Any, W2: Any, b2: Any) -> Any:
    last = np.zeros((len(W1) + 1, 1))
    last[-1] = 1
    V1 = np.hstack([np.vstack([W1, b1]), last])
    V = V1 @ np.vstack([W2, b2])
    return V[:-1], V[-1]


def collapse_loops(W1: Any, b1: Any, W2: Any, b2: Any) -> Any:
    Q = np.zeros((W1.shape[0], W2.shape[1]))
    u = np.array(b2, dtype=float)
    for k in range(W1.shape[1]):
        Q += np.outer(W1[:, k], W2[k])
        u += b1[k] * W2[k]
    return Q, u


VARIANTS = {
    "predict": (
        predict_m_first,
        predict_with_numpy,
        predict_in_a_loop,
        predict_polynomial,
        predict_on_a_copy,
    ),
    "mse": (mse_mean, mse_inner_product, mse_in_a_loop, mse_staged, mse_float32),
    "mae": (mae_mean, mae_where, mae_quotient, mae_in_a_loop, mae_two_relus),
    "predict_many": (
        many_dot,
        many_einsum,
        many_sum,
        many_in_loops,
        many_augmented,
        many_column,
    ),
    "mse_gradients": (
        gradients_from_own_units,
        gradients_flipped_twice,
        gradients_by_sample,
        gradients_broadcast,
        gradients_augmented,
    ),
    "gradient_descent": (
        descent_while,
        descent_on_a_copy,
        descent_recursive,
        descent_written_out,
        descent_one_vector,
    ),
    "minibatches": (
        batches_shuffle,
        batches_argsort,
        batches_choice_list,
        batches_split,
        batches_one_by_one,
        batches_sorted_lists,
    ),
    "standardize": (
        standardize_assigned,
        standardize_by_column,
        standardize_root_of_variance,
        standardize_transposed,
        standardize_by_range,
    ),
    "project": (
        project_dot,
        project_columns,
        project_einsum,
        project_augmented,
        project_transposed,
    ),
    "collapse": (collapse_dot, collapse_probed, collapse_augmented, collapse_loops),
}

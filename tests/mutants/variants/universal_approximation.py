"""Correct answers to lesson 06 in many forms: every check must accept every one."""

import itertools
from typing import Any

import numpy as np

from backprop_lib.exercises.universal_approximation import reference
from backprop_lib.exercises.universal_approximation.reference import net_loss, sigmoid, step


def error_by_sorting(f: Any, g: Any, a: Any, b: Any) -> Any:
    x = a + (b - a) * np.arange(1001) / 1000
    return np.sort(np.abs(g(x) - f(x)))[-1]


def error_point_by_point(f: Any, g: Any, a: Any, b: Any) -> Any:
    worst = 0.0
    for x in np.linspace(a, b, 1001):
        worst = max(worst, abs(float(f(x)) - float(g(x))))
    return worst


def error_on_a_finer_grid(f: Any, g: Any, a: Any, b: Any) -> Any:
    x = np.linspace(a, b, num=10_001)
    return np.linalg.norm(f(x) - g(x), ord=np.inf)


def error_from_both_sides(f: Any, g: Any, a: Any, b: Any) -> Any:
    x = np.linspace(b, a, 1001)
    gaps = f(x) - g(x)
    return np.array(max(gaps.max(), -gaps.min()))


def step_in_two_branches(x: Any, at: Any, steepness: Any) -> Any:
    z = steepness * (x - at)
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1 / (1 + e), e / (1 + e))


def step_clipped(x: Any, at: Any, steepness: Any) -> Any:
    return 1 / (1 + np.exp(-np.clip(steepness * (np.asarray(x) - at), -500, 500)))


def step_by_logaddexp(x: Any, at: Any, steepness: Any) -> Any:
    return np.exp(-np.logaddexp(0, -steepness * (x - at)))


def step_with_masks(x: Any, at: Any, steepness: Any) -> Any:
    z = steepness * (x - at)
    out = np.empty_like(z)
    out[z >= 0] = 1 / (1 + np.exp(-z[z >= 0]))
    e = np.exp(z[z < 0])
    out[z < 0] = e / (1 + e)
    return out


def step_with_the_warning_put_off(x: Any, at: Any, steepness: Any) -> Any:
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-(x * steepness - at * steepness)))


def bump_of_products(x: Any, left: Any, right: Any, height: Any, steepness: Any) -> Any:
    return height * step(x, left, steepness) - height * step(x, right, steepness)


def bump_from_a_falling_step(x: Any, left: Any, right: Any, height: Any, steepness: Any) -> Any:
    falls = 1 - step(x, right, steepness)
    return (step(x, left, steepness) + falls - 1) * height


def bump_as_a_net(x: Any, left: Any, right: Any, height: Any, steepness: Any) -> Any:
    at = np.array([left, right])
    Z = (1 + np.tanh(steepness * (x[..., None] - at) / 2)) / 2
    return Z @ np.array([height, -height])


def bump_by_keywords(x: Any, left: Any, right: Any, height: Any, steepness: Any) -> Any:
    up, down = (step(x, at=at, steepness=steepness) for at in (left, right))
    return np.multiply(np.subtract(up, down), height)


def pairs_in_a_list(g: Any, a: Any, b: Any, bumps: Any, steepness: Any) -> Any:
    W, shifts, v = [], [], []
    w = (b - a) / bumps
    for k in range(bumps):
        height = float(g(np.array([a + (k + 0.5) * w]))[0])
        for at, sign in ((a + k * w, 1.0), (a + (k + 1) * w, -1.0)):
            W.append(steepness)
            shifts.append(-steepness * at)
            v.append(sign * height)
    return W, shifts, v


def staircase(g: Any, a: Any, b: Any, bumps: Any, steepness: Any) -> Any:
    # one unit a piece: the first carries the first height, each other one the difference
    edges = np.linspace(a, b, bumps + 1)[:-1]
    heights = g(edges + (b - a) / bumps / 2)
    return np.full(bumps, steepness), -steepness * edges, np.diff(heights, prepend=0.0)


def heights_at_the_left(g: Any, a: Any, b: Any, bumps: Any, steepness: Any) -> Any:
    edges = np.linspace(a, b, bumps + 1)
    W = steepness * np.ones(2 * bumps)
    at = np.ravel([edges[:-1], edges[1:]])
    return [W, -W * at, np.ravel([g(edges[:-1]), -g(edges[:-1])])]


def mean_heights(g: Any, a: Any, b: Any, bumps: Any, steepness: Any) -> Any:
    edges = np.linspace(a, b, bumps + 1)
    heights = np.array([g(np.linspace(*pair, 50)).mean() for pair in itertools.pairwise(edges)])
    at = np.concatenate([edges[:-1], edges[1:]])
    v = np.concatenate([heights, -heights])
    return np.full(len(at), steepness), -at * steepness, v


def falling_steps(g: Any, a: Any, b: Any, bumps: Any, steepness: Any) -> Any:
    # every step mirrored: sigma(-z) is 1 - sigma(z), and the ones of a bump cancel
    W, shifts, v = reference.approximate(g, a, b, bumps, steepness)
    return -W, -shifts, -v


def open_at_the_ends(g: Any, a: Any, b: Any, bumps: Any, steepness: Any) -> Any:
    edges = np.linspace(a, b, bumps + 1)
    heights = g((edges[1:] + edges[:-1]) / 2)
    edges[0] -= (b - a) / bumps
    edges[-1] += (b - a) / bumps
    at = np.hstack([edges[:-1], edges[1:]])
    return (
        np.full(at.shape, steepness, dtype=float),
        -steepness * at,
        np.hstack([heights, -heights]),
    )


def loss_by_broadcasting(params: Any, x: Any, t: Any) -> Any:
    W, b, v = params
    Z = sigmoid(x[:, None] * W + b)
    d = (Z * v).sum(axis=1) - t
    dA = (2 / x.size) * d[:, None] * v * (Z - Z**2)
    return float(np.mean(d * d)), ((x[:, None] * dA).sum(0), dA.sum(0), 2 / x.size * d @ Z)


def loss_unit_by_unit(params: Any, x: Any, t: Any) -> Any:
    W, b, v = (np.array(P) for P in params)
    Z = np.stack([sigmoid(w * x + c) for w, c in zip(W, b, strict=True)])  # (h, m)
    d = v @ Z - t
    dW, db, dv = (np.zeros(len(W)) for _ in range(3))
    for j in range(len(W)):
        local = 2 * d * v[j] * Z[j] * (1 - Z[j]) / len(x)
        dW[j], db[j], dv[j] = (local * x).sum(), local.sum(), 2 * (d * Z[j]).mean()
    return d.dot(d) / len(x), [dW, db, dv]


def loss_point_by_point(params: Any, x: Any, t: Any) -> Any:
    W, b, v = params
    total, grads = 0.0, [np.zeros(len(W)) for _ in range(3)]
    for xi, ti in zip(x, t, strict=True):
        z = sigmoid(W * xi + b)
        d = v @ z - ti
        total += d**2
        dz = 2 * d * v * z * (1 - z)
        for grad, term in zip(grads, (dz * xi, dz, 2 * d * z), strict=True):
            grad += term
    return total / len(x), tuple(grad / len(x) for grad in grads)


def loss_in_columns(params: Any, x: Any, t: Any) -> Any:
    W, b, v = (P.reshape(-1, 1) for P in params)
    X, T = x.reshape(-1, 1), t.reshape(-1, 1)
    Z = sigmoid(X @ W.T + b.T)
    D = Z @ v - T
    dA = (2 * D / len(X)) @ v.T * Z * (1 - Z)
    return np.mean(D**2), ((X.T @ dA)[0], dA.sum(axis=0), (Z.T @ D)[:, 0] * 2 / len(X))


def train_while(g: Any, a: Any, b: Any, width: Any, steps: Any, rng: Any) -> Any:
    x = np.linspace(a, b, 101)
    places = rng.uniform(a, b, width)
    W = rng.choice([-1.0, 1.0], width) * rng.uniform(2, 12, width) / (b - a)
    c, v = -W * places, 0.1 * rng.standard_normal(width)
    losses = np.zeros(steps)
    k = 0
    while k < steps:
        losses[k], (dW, dc, dv) = net_loss((W, c, v), x, g(x))
        W, c, v = W - dW / width, c - dc / width, v - dv / width
        k += 1
    return [W, c, v], losses


def train_in_place(g: Any, a: Any, b: Any, width: Any, steps: Any, rng: Any) -> Any:
    x = np.linspace(a, b, 201)
    params = [10 / (b - a) * rng.normal(size=width), np.zeros(width), np.zeros(width)]
    params[1] -= params[0] * rng.uniform(a, b, width)
    losses = []
    for _ in range(steps):
        loss, grads = net_loss(tuple(params), x, g(x))
        losses += [float(loss)]
        for P, dP in zip(params, grads, strict=True):
            P -= 1.5 / width * dP
    return tuple(params), losses


def train_with_own_gradients(g: Any, a: Any, b: Any, width: Any, steps: Any, rng: Any) -> Any:
    x = np.linspace(a, b, 101)[:, None]
    W = 8 / (b - a) * rng.standard_normal((1, width))
    c = -W * rng.uniform(a, b, (1, width))
    v = np.zeros((width, 1))
    history = []
    for _ in range(steps):
        Z = 0.5 + 0.5 * np.tanh((x @ W + c) / 2)
        D = Z @ v - g(x)
        history.append(np.square(D).mean())
        dA = D @ v.T * Z * (1 - Z)
        lr = 2 / len(x) / width
        v = v - lr * Z.T @ D
        W = W - lr * x.T @ dA
        c = c - lr * dA.sum(axis=0)
    return (W.ravel(), c.ravel(), v.ravel()), tuple(history)


def train_with_momentum(g: Any, a: Any, b: Any, width: Any, steps: Any, rng: Any) -> Any:
    x = np.linspace(a, b, 101)
    W = rng.normal(0, 10 / (b - a), width)
    params = (W, -W * rng.uniform(a, b, width), np.zeros(width))
    velocity = (0.0, 0.0, 0.0)
    losses = []
    for _ in range(steps):
        loss, grads = net_loss(params, x, g(x))
        losses.append(loss)
        velocity = tuple(0.5 * u - 0.5 / width * dP for u, dP in zip(velocity, grads, strict=True))
        params = tuple(P + u for P, u in zip(params, velocity, strict=True))
    return params, losses


def train_recursively(g: Any, a: Any, b: Any, width: Any, steps: Any, rng: Any) -> Any:
    if steps == 0:
        W = rng.normal(size=width) * 10 / (b - a)
        return (W, -W * rng.uniform(a, b, size=width), np.zeros(width)), []
    params, losses = train_recursively(g, a, b, width, steps - 1, rng)
    x = np.linspace(a, b, 101)
    loss, grads = net_loss(params, x, g(x))
    moved = tuple(P - dP / width for P, dP in zip(params, grads, strict=True))
    return moved, [*losses, loss]


VARIANTS: dict[str, tuple[Any, ...]] = {
    "sup_error": (
        error_by_sorting,
        error_point_by_point,
        error_on_a_finer_grid,
        error_from_both_sides,
    ),
    "step": (
        step_in_two_branches,
        step_clipped,
        step_by_logaddexp,
        step_with_masks,
        step_with_the_warning_put_off,
    ),
    "bump": (bump_of_products, bump_from_a_falling_step, bump_as_a_net, bump_by_keywords),
    "approximate": (
        pairs_in_a_list,
        staircase,
        heights_at_the_left,
        mean_heights,
        falling_steps,
        open_at_the_ends,
    ),
    "net_loss": (
        loss_by_broadcasting,
        loss_unit_by_unit,
        loss_point_by_point,
        loss_in_columns,
    ),
    "train": (
        train_while,
        train_in_place,
        train_with_own_gradients,
        train_with_momentum,
        train_recursively,
    ),
}

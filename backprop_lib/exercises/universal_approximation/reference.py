"""The solutions of lesson 06, each in its plainest form."""

from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from backprop_lib.arrays import Array

Params: TypeAlias = tuple[Array, Array, Array]
Function: TypeAlias = Callable[[Array], Array]


def sigmoid(z: Array) -> Array:
    """1 / (1 + e^-z), of any shape; in the notebook it is the student's step."""
    return step(z, 0.0, 1.0)


def net(params: Params, x: Array) -> Array:
    """v . sigmoid(W x + b) at each of the points x (m,); W, b, v (h,), the output (m,)."""
    W, b, v = params
    return sigmoid(np.outer(x, W) + b) @ v


def sup_error(f: Function, g: Function, a: float, b: float) -> float:
    """The largest |f - g| on a grid from a to b, both ends included."""
    x = np.linspace(a, b, 1001)
    return float(np.max(np.abs(f(x) - g(x))))


def step(x: Array, at: float, steepness: float) -> Array:
    """A sigmoid that rises from 0 to 1 around `at`: x of any shape, and so the output."""
    z = steepness * (x - at)
    return (1 + np.tanh(z / 2)) / 2


def bump(x: Array, left: float, right: float, height: float, steepness: float) -> Array:
    """About `height` between left and right, about 0 outside: x of any shape."""
    return height * (step(x, left, steepness) - step(x, right, steepness))


def approximate(g: Function, a: float, b: float, bumps: int, steepness: float) -> Params:
    """W, b, v (2 bumps,) of a net that follows g from a to b, a bump on each equal piece."""
    edges = np.linspace(a, b, bumps + 1)
    left, right = edges[:-1], edges[1:]
    heights = g((left + right) / 2)
    at = np.concatenate([left, right])  # first where the bumps begin, then where they end
    return np.full(2 * bumps, steepness), -steepness * at, np.concatenate([heights, -heights])


def net_loss(params: Params, x: Array, t: Array) -> tuple[float, Params]:
    """The mean squared error of the net and its gradients: x, t (m,), params as in net."""
    W, b, v = params
    m = len(x)
    A = np.outer(x, W) + b  # (m, h)
    Z = sigmoid(A)  # (m, h)
    y = Z @ v  # (m,)
    d = y - t  # (m,)
    loss = (d**2).sum() / m

    dy = 2 * d / m  # (m,)
    dv = Z.T @ dy  # (h,)
    dZ = np.outer(dy, v)  # (m, h)
    dA = dZ * Z * (1 - Z)  # (m, h)
    dW = x @ dA  # (h,)
    db = dA.sum(axis=0)  # (h,)
    return loss, (dW, db, dv)


def train(
    g: Function, a: float, b: float, width: int, steps: int, rng: np.random.Generator
) -> tuple[Params, list[float]]:
    """Gradient descent from random steps: the trained (W, b, v), and the loss before each step."""
    x = np.linspace(a, b, 101)
    t = g(x)
    W = rng.normal(size=width) * 10 / (b - a)
    params = (W, -W * rng.uniform(a, b, size=width), np.zeros(width))
    lr = 1 / width
    losses = []
    for _ in range(steps):
        loss, grads = net_loss(params, x, t)
        losses.append(loss)
        W, bias, v = (P - lr * dP for P, dP in zip(params, grads, strict=True))
        params = (W, bias, v)
    return params, losses

"""The solutions of lesson 02, each in its plainest form. All quantities are numbers."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

import numpy as np

Pair: TypeAlias = tuple[float, float]
Triple: TypeAlias = tuple[float, float, float]
Five: TypeAlias = tuple[float, float, float, float, float]
Gate: TypeAlias = tuple[float, Callable[[float], Pair]]
Graph: TypeAlias = Mapping[str, Sequence[str]]


def add_gate(x: float, y: float) -> Gate:
    """x + y: both inputs get the upstream gradient as it is."""
    value = x + y

    def back(d: float) -> Pair:
        dx = d
        dy = d
        return dx, dy

    return value, back


def mul_gate(x: float, y: float) -> Gate:
    """x times y: each input gets the upstream gradient times the other input."""
    value = x * y

    def back(d: float) -> Pair:
        dx = d * y
        dy = d * x
        return dx, dy

    return value, back


def max_gate(x: float, y: float) -> Gate:
    """The larger of both: it gets the upstream gradient, the other 0; at a tie x gets it."""
    value = max(x, y)

    def back(d: float) -> Pair:
        dx = d if x >= y else 0.0
        dy = d if x < y else 0.0
        return dx, dy

    return value, back


def circuit(x: float, y: float, z: float) -> tuple[float, Triple]:
    """f = (x + y) z, and its gradients (dx, dy, dz)."""
    q = x + y
    f = q * z

    df = 1.0
    dq = df * z
    dz = df * q
    dx = dq
    dy = dq
    return f, (dx, dy, dz)


def exp_affine(w: float, x: float, b: float) -> tuple[float, Triple]:
    """y = exp(w x + b), and its gradients (dw, dx, db)."""
    z = w * x
    a = z + b
    y = np.exp(a)

    dy = 1.0
    da = dy * y
    dz = da
    db = da
    dw = dz * x
    dx = dz * w
    return y, (dw, dx, db)


def sigmoid_neuron(w0: float, x0: float, w1: float, x1: float, w2: float) -> tuple[float, Five]:
    """f = 1 / (1 + exp(-(w0 x0 + w1 x1 + w2))), and its gradients (dw0, dx0, dw1, dx1, dw2)."""
    s0 = w0 * x0
    s1 = w1 * x1
    s2 = s0 + s1
    s3 = s2 + w2
    f = 1 / (1 + np.exp(-s3))

    df = 1.0
    ds3 = df * (1 - f) * f
    dw2 = ds3
    ds2 = ds3
    ds0 = ds2
    ds1 = ds2
    dw0 = ds0 * x0
    dx0 = ds0 * w0
    dw1 = ds1 * x1
    dx1 = ds1 * w1
    return f, (dw0, dx0, dw1, dx1, dw2)


def shared(x: float) -> Pair:
    """f = (5 - x) x + x, and dx, the sum over the three uses of x."""
    a = 5 - x
    b = a * x
    f = b + x

    df = 1.0
    db = df
    dx = df  # from f = b + x
    da = db * x
    dx += db * a  # from b = a x
    dx -= da  # from a = 5 - x
    return f, dx


def topological_order(graph: Graph) -> list[str]:
    """The nodes of {node: [inputs]}, each after its inputs; ValueError when there is a cycle."""
    order = [node for node in graph if not graph[node]]
    waiting = [node for node in graph if graph[node]]
    while waiting:
        ready = [node for node in waiting if set(graph[node]) <= set(order)]
        if ready:
            order += ready
            waiting = [node for node in waiting if node not in ready]
        else:
            raise ValueError(f"a cycle: {waiting} wait for each other")
    return order

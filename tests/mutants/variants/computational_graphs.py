"""Correct answers to lesson 02 in many forms: every check must accept every one."""

import functools
import math
from collections import Counter, deque
from graphlib import TopologicalSorter
from typing import Any

import numpy as np


def add_lambda(x: Any, y: Any) -> Any:
    return x + y, lambda d: (d, d)


def add_list(x: Any, y: Any) -> Any:
    def back(upstream: Any) -> Any:
        return [1 * upstream] * 2

    return [sum([x, y]), back]


def add_numpy(x: Any, y: Any) -> Any:
    return np.add(x, y), lambda d: (np.float64(d), np.asarray(d))


def add_by_local_gradients(x: Any, y: Any) -> Any:
    local = {"x": 1.0, "y": 1.0}
    return y - -x, lambda d: tuple(each * d for each in local.values())


def mul_lambda(x: Any, y: Any) -> Any:
    return y * x, lambda d: (y * d, x * d)


def mul_float32(x: Any, y: Any) -> Any:
    return np.float32(x * y), lambda d: [np.float32(d * y), np.float32(d * x)]


def mul_partial(x: Any, y: Any) -> Any:
    def back(x: Any, y: Any, d: Any) -> Any:
        return np.multiply(d, y), np.multiply(d, x)

    return np.multiply(x, y), functools.partial(back, x, y)


def mul_of_squares(x: Any, y: Any) -> Any:
    # 4 x y = (x + y)^2 - (x - y)^2
    s, r = x + y, x - y

    def back(d: Any) -> Any:
        ds, dr = d * s / 2, -d * r / 2
        return ds + dr, ds - dr

    return (s**2 - r**2) / 4, back


def max_if(x: Any, y: Any) -> Any:
    if x < y:
        return y, lambda d: (0, d)
    return x, lambda d: (d, 0)


def max_numpy(x: Any, y: Any) -> Any:
    return np.maximum(x, y), lambda d: (np.where(x >= y, d, 0.0), np.where(x >= y, 0.0, d))


def max_product(x: Any, y: Any) -> Any:
    x_won = not y > x
    value = x_won * x + (not x_won) * y

    def back(d: Any) -> Any:
        return d * x_won, d - d * x_won

    return value, back


def max_argmax(x: Any, y: Any) -> Any:
    winner = int(np.argmax([x, y]))  # the first one at a tie

    def back(d: Any) -> Any:
        gradients = [0.0, 0.0]
        gradients[winner] = d
        return gradients

    return (x, y)[winner], back


def add_gate(x: Any, y: Any) -> Any:
    """For the circuits below; the check puts another in its place."""
    return add_lambda(x, y)


def mul_gate(x: Any, y: Any) -> Any:
    """For the circuits below; the check puts another in its place."""
    return mul_lambda(x, y)


def circuit_of_gates(x: Any, y: Any, z: Any) -> Any:
    q, add_back = add_gate(x, y)
    f, mul_back = mul_gate(q, z)
    dq, dz = mul_back(1.0)
    dx, dy = add_back(dq)
    return f, (dx, dy, dz)


def circuit_by_calculus(x: Any, y: Any, z: Any) -> Any:
    return x * z + y * z, [z, z, x + y]


def circuit_array(x: Any, y: Any, z: Any) -> Any:
    return np.dot([x, y], [z, z]), np.array([z, z, x + y])


def circuit_list(x: Any, y: Any, z: Any) -> Any:
    d = {}
    q = x + y
    d["q"], d["z"] = z, q
    d["x"] = d["y"] = d["q"]
    return [q * z, [d[name] for name in "xyz"]]


def exp_of_numpy(w: Any, x: Any, b: Any) -> Any:
    y = np.exp(np.dot(w, x) + b)
    return y, (y * x, y * w, y)


def exp_of_product(w: Any, x: Any, b: Any) -> Any:
    # exp(wx + b) = exp(wx) exp(b)
    u, v = math.exp(w * x), math.exp(b)
    du, dv = v, u
    return u * v, [du * u * x, du * u * w, dv * v]


def exp_power(w: Any, x: Any, b: Any) -> Any:
    y = math.e ** (b + x * w)
    return y, y * np.array([x, w, 1.0])


def exp_of_gates(w: Any, x: Any, b: Any) -> Any:
    z, mul_back = mul_gate(w, x)
    a, add_back = add_gate(z, b)
    y = np.exp(a)
    dz, db = add_back(y)
    dw, dx = mul_back(dz)
    return y, (dw, dx, db)


def neuron_gate_by_gate(w0: Any, x0: Any, w1: Any, x1: Any, w2: Any) -> Any:
    n = -(w0 * x0 + w1 * x1 + w2)
    e = math.exp(n)
    d = e + 1
    f = 1 / d
    dd = -1 / d**2
    dn = dd * e
    ds = -dn
    return f, (ds * x0, ds * w0, ds * x1, ds * w1, ds)


def neuron_tanh(w0: Any, x0: Any, w1: Any, x1: Any, w2: Any) -> Any:
    t = np.tanh((w0 * x0 + w1 * x1 + w2) / 2)
    ds = (1 - t) * (1 + t) / 4
    return (1 + t) / 2, [ds * each for each in (x0, w0, x1, w1, 1)]


def neuron_vectors(w0: Any, x0: Any, w1: Any, x1: Any, w2: Any) -> Any:
    w, x = np.array([w0, w1, w2]), np.array([x0, x1, 1.0])
    f = 1 / (1 + np.exp(-w @ x))
    dw, dx = f * (1 - f) * x, f * (1 - f) * w
    return f, np.array([dw[0], dx[0], dw[1], dx[1], dw[2]])


def neuron_stable(w0: Any, x0: Any, w1: Any, x1: Any, w2: Any) -> Any:
    s = w0 * x0 + w1 * x1 + w2
    e = math.exp(-abs(s))
    f = (1 if s >= 0 else e) / (1 + e)
    ds = e / (1 + e) ** 2
    return f, (x0 * ds, w0 * ds, x1 * ds, w1 * ds, ds)


def shared_by_calculus(x: Any) -> Any:
    return 6 * x - x**2, 6 - 2 * x


def shared_sum(x: Any) -> Any:
    a = 5 - x
    return a * x + x, sum([1.0, a, -x])


def shared_of_gates(x: Any) -> Any:
    a = 5.0 - x
    b, mul_back = mul_gate(a, x)
    f, add_back = add_gate(b, x)
    db, from_f = add_back(1.0)
    da, from_b = mul_back(db)
    return [f, from_f + from_b - da]


def shared_forward_mode(x: Any) -> Any:
    da = -1.0
    db = da * x + (5 - x)
    return np.float64((5 - x) * x + x), np.float64(db + 1)


def order_kahn(graph: Any) -> Any:
    users: dict[str, list[str]] = {node: [] for node in graph}
    waits = {}
    for node, inputs in graph.items():
        waits[node] = len(inputs)
        for name in inputs:
            users[name].append(node)
    queue = deque(node for node in graph if waits[node] == 0)
    order = []
    while queue:
        node = queue.popleft()
        order.append(node)
        for user in users[node]:
            waits[user] -= 1
            if waits[user] == 0:
                queue.append(user)
    if len(order) < len(graph):
        raise ValueError("a cycle")
    return order


def order_depth_first(graph: Any) -> Any:
    order: list[Any] = []
    begun: set[Any] = set()

    def visit(node: Any) -> None:
        if node in order:
            return
        if node in begun:
            raise ValueError("a cycle")
        begun.add(node)
        for name in graph[node]:
            visit(name)
        order.append(node)

    for node in sorted(graph, reverse=True):
        visit(node)
    return tuple(order)


def order_without_recursion(graph: Any) -> Any:
    state: dict[Any, str] = {}
    order = []
    for root in graph:
        stack = [root]
        while stack:
            node = stack.pop()
            if state.get(node) == "done":
                continue
            if state.get(node) == "open":
                state[node] = "done"
                order.append(node)
                continue
            state[node] = "open"
            stack.append(node)
            for name in graph[node]:
                if state.get(name) == "open":
                    raise ValueError(f"{name} needs itself")
                stack.append(name)
    return order


def order_one_at_a_time(graph: Any) -> Any:
    left = {node: set(inputs) for node, inputs in graph.items()}
    order: list[Any] = []
    while left:
        node = next((n for n, inputs in left.items() if not inputs), None)
        if node is None:
            raise ValueError
        del left[node]
        for inputs in left.values():
            inputs.discard(node)
        order += [node]
    return order


def order_by_depth(graph: Any) -> Any:
    depth = dict.fromkeys(graph, 0)
    for _ in graph:
        for node in graph:
            depth[node] = max((1 + depth[name] for name in graph[node]), default=0)
    if any(depth[node] <= depth[name] for node in graph for name in graph[node]):
        raise ValueError("a cycle")
    return sorted(depth, key=lambda node: (depth[node], node))


def order_of_the_standard_library(graph: Any) -> Any:
    return list(TopologicalSorter(graph).static_order())  # its CycleError is a ValueError


def order_from_the_outputs(graph: Any) -> Any:
    uses = Counter(name for inputs in graph.values() for name in inputs)
    order: list[Any] = []
    left = [node for node in graph if uses[node] == 0]
    while left:
        node = left.pop()
        order.insert(0, node)
        uses.subtract(graph[node])
        left += [name for name in set(graph[node]) if uses[name] == 0]
    if len(order) != len(graph):
        raise ValueError
    return order


VARIANTS = {
    "add_gate": (add_lambda, add_list, add_numpy, add_by_local_gradients),
    "mul_gate": (mul_lambda, mul_float32, mul_partial, mul_of_squares),
    "max_gate": (max_if, max_numpy, max_product, max_argmax),
    "circuit": (circuit_of_gates, circuit_by_calculus, circuit_array, circuit_list),
    "exp_affine": (exp_of_numpy, exp_of_product, exp_power, exp_of_gates),
    "sigmoid_neuron": (neuron_gate_by_gate, neuron_tanh, neuron_vectors, neuron_stable),
    "shared": (shared_by_calculus, shared_sum, shared_of_gates, shared_forward_mode),
    "topological_order": (
        order_kahn,
        order_depth_first,
        order_without_recursion,
        order_one_at_a_time,
        order_by_depth,
        order_of_the_standard_library,
        order_from_the_outputs,
    ),
}

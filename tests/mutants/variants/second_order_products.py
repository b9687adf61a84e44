"""Correct answers to lesson 11 on products with Hessian and Jacobian."""

from typing import Any

import numpy as np


def product_by_unit_vector(loss_and_grad: Any, x: Any, v: Any) -> Any:
    length = np.sqrt((v**2).sum())
    if not length:
        return np.zeros_like(v)
    u = v / length
    _, above = loss_and_grad(x + 3e-5 * u)
    _, below = loss_and_grad(x - 3e-5 * u)
    return length * (above - below) / 6e-5


def product_by_largest_entry(loss_and_grad: Any, x: Any, v: Any) -> Any:
    if not v.any():
        return 0 * x
    r = 5e-6 / np.abs(v).max()
    g = [loss_and_grad(x + s * r * v)[1] for s in (1, -1)]
    return np.subtract(*g) / r / 2


def product_by_hessian(loss_and_grad: Any, x: Any, v: Any) -> Any:
    columns = []
    for e in np.eye(x.size):
        e = 1e-5 * e.reshape(x.shape)
        columns.append((loss_and_grad(x + e)[1] - loss_and_grad(x - e)[1]).ravel() / 2e-5)
    return (np.array(columns).T @ v.ravel()).reshape(x.shape)


def product_of_fourth_order(loss_and_grad: Any, x: Any, v: Any) -> Any:
    r = 1e-3 / max(float(np.linalg.norm(v)), 1e-300)

    def slope(r: float) -> Any:
        return (loss_and_grad(x + r * v)[1] - loss_and_grad(x - r * v)[1]) / (2 * r)

    return np.zeros(x.shape) if not v.any() else (4 * slope(r) - slope(2 * r)) / 3


def tangent_by_basis(unit: Any, args: Any, tangents: Any) -> Any:
    value, back = unit(*args)
    size, shape = np.size(value), np.shape(value)
    entries = []
    for e in np.eye(size):
        rows = back(e.reshape(shape))
        rows = rows if isinstance(rows, tuple) else [rows]
        entries.append(sum((G * t).sum() for G, t in zip(rows, tangents, strict=True)))
    return value, np.array(entries).reshape(shape)


def tangent_by_vdot(unit: Any, args: Any, tangents: Any) -> Any:
    value, back = unit(*args)
    e, tangent = np.zeros(np.shape(value)), np.zeros(np.shape(value))
    for k in np.ndindex(*np.shape(value)):
        e[k] = 1.0
        gradients = back(e.copy())
        if isinstance(gradients, np.ndarray):
            gradients = (gradients,)
        for i, t in enumerate(tangents):
            tangent[k] += np.vdot(gradients[i], t)
        e[k] = 0.0
    return [value, tangent]


def tangent_by_random_upstreams(unit: Any, args: Any, tangents: Any) -> Any:
    value, back = unit(*args)
    n = np.size(value)
    upstreams = np.random.default_rng(0).standard_normal((n, n))

    def along(u: Any) -> Any:
        rows = back(u.reshape(np.shape(value)))
        rows = rows if isinstance(rows, tuple) else (rows,)
        return sum(np.sum(G * t) for G, t in zip(rows, tangents, strict=True))

    products = np.array([along(u) for u in upstreams])
    return value, np.linalg.solve(upstreams, products).reshape(np.shape(value))


def tangent_by_complex_step(unit: Any, args: Any, tangents: Any) -> Any:
    h = 1e-30
    moved = [x + 1j * h * t for x, t in zip(args, tangents, strict=False)]
    return unit(*args)[0], np.imag(unit(*moved, *args[len(tangents) :])[0]) / h


def net_with_slopes(params: Any, X: Any, T: Any, V: Any) -> Any:
    (W1, W2), (V1, V2) = params, V
    Z = 1 / (1 + np.exp(-X @ W1))
    S = Z - Z * Z
    dY = 2 * (Z @ W2 - T)
    dZ = dY @ W2.T
    tA = X @ V1
    tZ = S * tA
    tdY = 2 * (tZ @ W2 + Z @ V2)
    tS = S * (1 - 2 * Z) * tA
    tdA = (tdY @ W2.T + dY @ V2.T) * S + dZ * tS
    return X.T @ tdA, tZ.T @ dY + Z.T @ tdY


def net_by_complex_step(params: Any, X: Any, T: Any, V: Any) -> Any:
    W1, W2 = (W + 1e-30j * U for W, U in zip(params, V, strict=True))
    Z = 1 / (1 + np.exp(-(X @ W1)))
    dY = 2 * (Z @ W2 - T)
    dA = dY @ W2.T * Z * (1 - Z)
    return [(X.T @ dA).imag / 1e-30, (Z.T @ dY).imag / 1e-30]


def net_sample_by_sample(params: Any, X: Any, T: Any, V: Any) -> Any:
    parts = [net_with_slopes(params, x[None], t[None], V) for x, t in zip(X, T, strict=True)]
    return tuple(np.sum(part, axis=0) for part in zip(*parts, strict=True))


def net_by_tanh(params: Any, X: Any, T: Any, V: Any) -> Any:
    (W1, W2), (V1, V2) = params, V
    Z = 0.5 + 0.5 * np.tanh(X @ W1 / 2)
    dY = (Z @ W2 - T) * 2
    tZ = (X @ V1) * Z * (1 - Z)
    tdY = 2 * np.add(tZ @ W2, Z @ V2)
    tdZ = tdY @ W2.T + dY @ V2.T
    tdA = tdZ * Z * (1 - Z) + (dY @ W2.T) * (tZ * (1 - Z) - Z * tZ)
    return (tdA.T @ X).T, (dY.T @ tZ + tdY.T @ Z).T

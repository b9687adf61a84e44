"""The solutions of lesson 11, each in its plainest form."""

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import numpy as np

from backprop_lib.arrays import Array

Scalar: TypeAlias = Callable[[Array], float]
Field: TypeAlias = Callable[[Array], Array]  # a gradient, or a Hessian, at a point
Pair: TypeAlias = tuple[Array, Array]


def taylor(f: Scalar, grad: Field, hess: Field, x0: Array, order: int) -> Scalar:
    """The Taylor approximation of f around x0 (d,) of order 0, 1 or 2: a function of x (d,)."""
    value, g, H = f(x0), grad(x0), hess(x0)

    def approximation(x: Array) -> Any:
        step = x - x0
        result: Any = value
        if order >= 1:
            result = result + step @ g
        if order == 2:
            result = result + step @ H @ step / 2
        return result

    return approximation


def condition_number(H: Array) -> Any:
    """The largest over the smallest size of an eigenvalue: H (d, d), symmetric, invertible."""
    sizes = np.abs(np.linalg.eigvalsh(H))
    return sizes.max() / sizes.min()


def best_rate(H: Array) -> tuple[Any, Any]:
    """The best learning rate, and the factor per step with it: H (d, d), positive definite."""
    eigenvalues = np.linalg.eigvalsh(H)
    lr = 2 / (eigenvalues.min() + eigenvalues.max())
    kappa = condition_number(H)
    return lr, (kappa - 1) / (kappa + 1)


def descend(grad: Field, x: Array, lr: float, steps: int) -> Array:
    """The path (steps + 1, d) of gradient descent from x (d,), start and end included."""
    path = [x]
    for _ in range(steps):
        x = x - lr * grad(x)
        path.append(x)
    return np.array(path)


def newton_step(grad: Field, hess: Field, x: Array) -> Array:
    """The point (d,) where the gradient of the quadratic around x (d,) vanishes."""
    return x - np.linalg.solve(hess(x), grad(x))


def hvp(loss_and_grad: Callable[[Array], tuple[float, Array]], x: Array, v: Array) -> Array:
    """The Hessian at x times v, by a symmetric difference of gradients: x and v of one shape."""
    size = np.linalg.norm(v)
    if size == 0:
        return np.zeros(x.shape)
    r = 1e-5 / size
    above = loss_and_grad(x + r * v)[1]
    below = loss_and_grad(x - r * v)[1]
    return (above - below) / (2 * r)


def jvp(
    unit: Callable[..., tuple[Any, Callable[[Array], Any]]],
    args: Sequence[Array],
    tangents: Sequence[Array],
) -> tuple[Any, Array]:
    """A unit's value, and how it moves along the tangents, from one `back` for each output."""
    value, back = unit(*args)
    tangent = np.zeros(np.shape(value))
    for k in np.ndindex(tangent.shape):
        e = np.zeros(tangent.shape)
        e[k] = 1
        gradients = back(e)
        if not isinstance(gradients, tuple):
            gradients = (gradients,)
        tangent[k] = sum(np.sum(G * t) for G, t in zip(gradients, tangents, strict=True))
    return value, tangent


def two_layer_hvp(params: Pair, X: Array, T: Array, V: Pair) -> Pair:
    """The Hessian of the net times V, exactly: the tangents of dW1 (p, h) and dW2 (h, q)."""
    W1, W2 = params
    V1, V2 = V
    A = X @ W1  # (m, h)
    Z = 1 / (1 + np.exp(-A))  # (m, h)
    Y = Z @ W2  # (m, q)
    dY = 2 * (Y - T)  # (m, q)
    dZ = dY @ W2.T  # (m, h)

    tA = X @ V1  # (m, h)
    tZ = Z * (1 - Z) * tA  # (m, h)
    tY = tZ @ W2 + Z @ V2  # (m, q)

    tdY = 2 * tY  # (m, q)
    tdW2 = tZ.T @ dY + Z.T @ tdY  # (h, q)
    tdZ = tdY @ W2.T + dY @ V2.T  # (m, h)
    tdA = tdZ * Z * (1 - Z) + dZ * (1 - 2 * Z) * tZ  # (m, h)
    tdW1 = X.T @ tdA  # (p, h)
    return tdW1, tdW2

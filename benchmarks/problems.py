"""The four nets that are measured, and each of them flat and as its bare matrix products."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeAlias

import numpy as np

from backprop_lib.arrays import Array
from backprop_lib.networks import twenty_line_net

Gradients: TypeAlias = tuple[Array, ...]
Run: TypeAlias = Callable[[], Any]  # gives the gradients, as arrays of whoever computed them


@dataclass(frozen=True)
class Problem:
    """A net with its data, one forward and backward of which is measured.

    kind: "sigmoid" (two layers without biases, summed squared error), "affine" (one layer whose
    upstream gradient is given), "softmax" and "binary" (three layers, relu, mean cross-entropy).
    params: what takes a gradient; X: the data; T: targets, or the upstream gradient.
    """

    name: str
    title: str
    kind: str
    params: tuple[Array, ...]
    X: Array
    T: Array

    @property
    def weight_bytes(self) -> int:
        """The memory of all that takes a gradient."""
        return sum(param.nbytes for param in self.params)

    @property
    def jacobian_bytes(self) -> int:
        """What the Jacobian of each layer's scores with respect to its weights would take."""
        weights = [param for param in self.params[self.kind == "affine" :] if param.ndim == 2]
        return sum(len(self.X) * W.shape[1] * W.size * W.itemsize for W in weights)


def problems() -> list[Problem]:
    """The columns: all float64, drawn from fixed seeds."""
    return [
        _mlp(),
        _affine4096(),
        _small("spiral", 64, 2, "softmax"),
        _small("moons", 100, 1, "binary"),
    ]


def _mlp() -> Problem:
    normal = np.random.default_rng(0).standard_normal
    params = (normal((1000, 100)), normal((100, 10)))
    title = "64x1000x100x10, sigmoid, squared error"
    return Problem("mlp", title, "sigmoid", params, normal((64, 1000)), normal((64, 10)))


def _affine4096() -> Problem:
    normal = np.random.default_rng(1).standard_normal
    X, W, b, dA = normal((64, 4096)), normal((4096, 4096)), normal(4096), normal((64, 4096))
    title = "an affine layer 64x4096x4096, all three gradients"
    return Problem("affine4096", title, "affine", (X, W, b), X, dA)


def _small(name: str, m: int, outputs: int, kind: str) -> Problem:
    rng = np.random.default_rng(2)
    sizes = (2, 16, 16, outputs)
    params: list[Array] = []
    for p, q in pairwise(sizes):
        params += [rng.standard_normal((p, q)), rng.standard_normal(q)]
    labels = rng.integers(0, 2, m)
    T = np.eye(2)[labels] if kind == "softmax" else labels[:, None].astype(float)
    title = f"{m} samples through 2-16-16-{outputs}, relu, {kind} cross-entropy"
    return Problem(name, title, kind, tuple(params), rng.standard_normal((m, 2)), T)


def flat(problem: Problem) -> Run:
    """The whole net as one function of plain numpy, nothing called but numpy."""
    params, X, T = problem.params, problem.X, problem.T
    if problem.kind == "sigmoid":
        return lambda: twenty_line_net((params[0], params[1]), X, T)[1]
    if problem.kind == "affine":
        return lambda: _flat_affine(X, params[1], params[2], T)
    gradient = _softmax if problem.kind == "softmax" else _binary
    return lambda: _flat_three_layers(params, X, T, gradient)


def _flat_affine(X: Array, W: Array, b: Array, dA: Array) -> Gradients:
    A = X @ W
    A += b
    return dA @ W.T, X.T @ dA, dA.sum(axis=0)


def _flat_three_layers(
    params: tuple[Array, ...], X: Array, T: Array, cross_entropy: Callable[[Array, Array], Array]
) -> Gradients:
    W1, b1, W2, b2, W3, b3 = params
    A1 = X @ W1 + b1
    Z1 = np.maximum(A1, 0)
    A2 = Z1 @ W2 + b2
    Z2 = np.maximum(A2, 0)
    A3 = Z2 @ W3 + b3
    dA3 = cross_entropy(A3, T)
    dW3 = Z2.T @ dA3
    db3 = dA3.sum(axis=0)
    dZ2 = dA3 @ W3.T
    dA2 = dZ2 * (Z2 > 0)
    dW2 = Z1.T @ dA2
    db2 = dA2.sum(axis=0)
    dZ1 = dA2 @ W2.T
    dA1 = dZ1 * (Z1 > 0)
    dW1 = X.T @ dA1
    db1 = dA1.sum(axis=0)
    return dW1, db1, dW2, db2, dW3, db3


def _softmax(A: Array, T: Array) -> Array:
    """The gradient of the mean cross-entropy; the loss is computed on the way, as all others do."""
    S = A - A.max(axis=1, keepdims=True)
    E = np.exp(S)
    N = E.sum(axis=1, keepdims=True)
    (np.log(N[:, 0]) - (T * S).sum(axis=1)).mean()
    dA: Array = (1 / len(A)) * (E / N - T)
    return dA


def _binary(A: Array, T: Array) -> Array:
    E = np.exp(-np.abs(A))
    (np.maximum(A, 0) - A * T + np.log1p(E)).sum() / len(A)
    dA: Array = (1 / len(A)) * (np.where(A >= 0, 1, E) / (1 + E) - T)
    return dA


def products(problem: Problem) -> Run:
    """The matrix products of forward and backward alone, in the order of the flat net."""
    X, weights = problem.X, [param for param in problem.params if param.ndim == 2]
    if problem.kind == "affine":
        W, dA = problem.params[1], problem.T
        return lambda: (X @ W, dA @ W.T, X.T @ dA)
    rng = np.random.default_rng(3)
    ins = [X] + [rng.standard_normal((len(X), W.shape[1])) for W in weights[:-1]]
    outs = [rng.standard_normal((len(X), W.shape[1])) for W in weights]
    layers = list(zip(ins, weights, outs, strict=True))

    def run() -> Gradients:
        for Z, W, _ in layers:
            Z @ W
        gradients = []
        for i, (Z, W, dA) in reversed(list(enumerate(layers))):
            gradients.append(Z.T @ dA)
            if i:  # no gradient of the data
                dA @ W.T
        return tuple(reversed(gradients))

    return run

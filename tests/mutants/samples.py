"""Exercises of each kind, so that the kind is tried whether or not a lesson has it."""

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np

from backprop_lib.exercises.cases import Case, Rng
from backprop_lib.exercises.classes import ClassExercise, Scenario
from backprop_lib.exercises.findings import Mistake
from backprop_lib.exercises.unit import UnitExercise
from backprop_lib.exercises.value import ValueExercise

Unit: TypeAlias = tuple[Any, Callable[[Any], Any]]

POINTS = {"forward": 1, "backward": 2}


def affine(X: Any, W: Any, b: Any) -> Unit:
    """X (m, p), W (p, q), b (q,)."""
    A = X @ W + b

    def back(dA: Any) -> Any:
        dW = X.T @ dA
        db = dA.sum(axis=0)
        dX = dA @ W.T
        return dX, dW, db

    return A, back


def relu(A: Any) -> Unit:
    """A (m, q)."""
    Z = np.maximum(0, A)

    def back(dZ: Any) -> Any:
        return dZ * (A > 0)

    return Z, back


def mse(Y: Any, T: Any) -> Unit:
    """The mean over the batch of the squared errors: Y, T (m, q)."""
    D = Y - T
    L = (D**2).sum() / len(Y)

    def back(dL: Any) -> Any:
        return dL * 2 * D / len(Y)

    return L, back


class Momentum:
    """Gradient descent with momentum, of one array."""

    def __init__(self, lr: float, mu: float) -> None:
        self.lr = lr
        self.mu = mu
        self.velocity: Any = 0.0

    def step(self, w: Any, dw: Any) -> Any:
        """The array after one step."""
        self.velocity = self.mu * self.velocity - self.lr * dw
        return w + self.velocity


def _draw_descent(rng: Rng) -> list[Case]:
    return [
        Case((float(rng.uniform(0.1, 0.5)), float(rng.uniform(0.5, 0.9)), rng.standard_normal(n)))
        for n in (1, 3, 4)
    ]


def _play_descent(cls: Any, lr: float, mu: float, w: Any) -> dict[str, Any]:
    """Three steps down w**2 / 2, whose gradient is w."""
    optimiser = cls(lr, mu)
    for _ in range(3):
        w = optimiser.step(w, w)
    return {"w": w}


class _Forgetful(Momentum):
    def step(self, w: Any, dw: Any) -> Any:
        return w - self.lr * dw


def _affine_transposed(X: Any, W: Any, b: Any) -> Unit:
    return X @ W + b, lambda dA: (dA @ W.T, dA.T @ X, dA.sum(axis=0))


def _affine_not_summed(X: Any, W: Any, b: Any) -> Unit:
    return X @ W + b, lambda dA: (dA @ W.T, X.T @ dA, dA)


def _relu_of_gradient(A: Any) -> Unit:
    return np.maximum(0, A), lambda dZ: dZ * (dZ > 0)


def _mse_over_entries(Y: Any, T: Any) -> Unit:
    return ((Y - T) ** 2).mean(), lambda dL: dL * 2 * (Y - T) / Y.size


EXERCISES = (
    UnitExercise(
        affine,
        POINTS,
        {"X": "m p", "W": "p q", "b": "q"},
        value="A",
        mistakes=(
            Mistake("dA.T @ X", _affine_transposed, "dW is transposed: write X.T @ dA."),
            Mistake("db is dA", _affine_not_summed, "db is dA, not yet summed over the batch."),
        ),
        hints=(),
        prose="",
    ),
    UnitExercise(
        relu,
        POINTS,
        {"A": "m q"},
        value="Z",
        mistakes=(
            Mistake("mask of dZ", _relu_of_gradient, "A decides what passes, not the sign of dZ."),
        ),
        hints=(),
        prose="",
    ),
    UnitExercise(
        mse,
        POINTS,
        {"Y": "m q"},
        value="L",
        given={"T": lambda rng, sizes: rng.standard_normal((sizes["m"], sizes["q"]))},
        mistakes=(
            Mistake("mean of entries", _mse_over_entries, "Divide by the samples, not by all q m."),
        ),
        hints=(),
        prose="",
    ),
    ClassExercise(
        Momentum,
        {"descent": Scenario(1, _draw_descent, _play_descent, ("lr", "mu", "w"))},
        mistakes=(Mistake("no velocity", _Forgetful, "The velocity of the last step is lost."),),
        hints=(),
        prose="",
    ),
    ValueExercise(
        "minimum",
        1,
        np.array([1.0, -2.0]),
        mistakes=(
            Mistake("sign", lambda: np.array([-1.0, 2.0]), "Solve x - 1 = 0, and y + 2 = 0."),
        ),
        hints=(),
        prose="",
    ),
)

"""The numbers that lesson 10 states, computed."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from backprop_lib import data
from backprop_lib.arrays import Array
from backprop_lib.exercises.training_in_practice.reference import (
    batch_norm,
    dropout,
    early_stopping,
    elu,
    he_init,
    leaky_relu,
    maxout,
    overfit_small,
    residual,
    schedule,
    tanh,
    xavier_init,
)
from backprop_lib.units import affine, relu, sigmoid

Unit = Callable[..., Any]
X, T = data.moons(m=100, noise=0.1, seed=0)


def leaky(A: Array) -> Any:
    return leaky_relu(A, 0.1)


def moons_loss(params: Any, activation: Unit) -> Any:
    W1, b1, W2, b2 = params
    A, back_first = affine(X, W1, b1)
    Z, back_bend = activation(A)
    Y, back_second = affine(Z, W2, b2)
    dZ, dW2, db2 = back_second(2 * (Y - T) / len(X))
    _, dW1, db1 = back_first(back_bend(dZ))
    return np.mean((Y - T) ** 2), (dW1, db1, dW2, db2)


def descend(params: Any, activation: Unit, lr: float, steps: int) -> Any:
    for _ in range(steps):
        _, grads = moons_loss(params, activation)
        params = [P - lr * dP for P, dP in zip(params, grads, strict=True)]
    return params


def test_tanh_by_hand() -> None:
    Z, back = tanh(np.array([[0.0, 1.0, 3.0]]))
    assert Z[0].round(4).tolist() == [0, 0.7616, 0.9951]
    assert back(np.ones((1, 3)))[0].round(4).tolist() == [1, 0.42, 0.0099]
    assert round(math.tanh(1) ** 2, 4) == 0.58
    assert math.tanh(0.7) == pytest.approx(2 * sigmoid(np.array([[1.4]]))[0][0, 0] - 1)


@pytest.mark.parametrize(
    ("activation", "unmoved", "losses"),
    [(relu, [0, 38, 44], ["0.100", "0.084"]), (leaky, [0, 0, 0], ["0.418", "0.047"])],
)
def test_units_that_die(activation: Unit, unmoved: list[int], losses: list[str]) -> None:
    rng = np.random.default_rng(0)
    W1 = rng.standard_normal((2, 100))
    params: Any = [W1, np.zeros(100), np.sqrt(0.02) * rng.standard_normal((100, 1)), np.zeros(1)]
    found, counts = [], []
    for lr, steps in ((0.0, 0), (0.05, 50), (0.01, 1000)):
        params = descend(params, activation, lr, steps)
        loss, (dW1, db1, _, _) = moons_loss(params, activation)
        counts.append(int(((dW1 == 0).all(axis=0) & (db1 == 0)).sum()))
        found.append(f"{loss:.3f}")
    assert counts == unmoved
    assert found[1:] == losses


def test_leaky_and_elu_by_hand() -> None:
    Z, back = leaky_relu(np.array([[-3.0, 2.0, 5.0]]), 0.1)
    assert Z[0].tolist() == pytest.approx([-0.3, 2, 5])
    assert back(np.array([[7.0, -7.0, 7.0]]))[0].tolist() == pytest.approx([0.7, -7, 7])
    Z, back = elu(np.array([[-1000.0, -1.0, 2.0, 1000.0]]), 1.0)
    assert Z[0].round(4).tolist() == [-1, -0.6321, 2, 1000]
    assert back(np.ones((1, 4)))[0].round(4).tolist() == [0, 0.3679, 1, 1]


def test_maxout_by_hand() -> None:
    W, b = np.array([[[1.0]], [[-1.0]]]), np.array([[0.0], [1.0]])
    Z, back = maxout(np.array([[2.0]]), W, b)
    dX, dW, db = back(np.array([[5.0]]))
    assert (Z.item(), dX.item(), dW.ravel().tolist(), db.ravel().tolist()) == (
        2,
        5,
        [10, 0],
        [5, 0],
    )


def test_positive_inputs_zig_zag() -> None:
    positive = np.random.default_rng(0).uniform(0.5, 1.5, (50, 2))
    goal, found = np.array([1.0, -1.0]), []
    for inputs, lr in ((positive, 0.5), (positive - positive.mean(axis=0), 1.0)):
        rng, w, path, same = np.random.default_rng(0), np.array([-1.0, 1.0]), [], 0
        for _ in range(400):
            path.append(w)
            x = inputs[rng.integers(50)]
            dw = (x @ w - x @ goal) * x
            same += dw[0] * dw[1] > 0
            w = w - lr * dw
        arrived = int(np.argmax(np.linalg.norm(np.array(path) - goal, axis=1) < 0.1))
        length = np.linalg.norm(np.diff(path[: arrived + 1], axis=0), axis=1).sum()
        found.append((f"{same / 400:.0%}", arrived, round(float(length), 1)))
    assert found == [("100%", 64, 21.4), ("40%", 40, 3.3)]
    assert round(math.sqrt(8), 1) == 2.8


@pytest.mark.parametrize(("c", "columns"), [(0.0, 1), (0.5, 1)])
def test_a_constant_start(c: float, columns: int) -> None:
    start = [np.full((2, 8), c), np.zeros(8), np.full((8, 1), c), np.zeros(1)]
    params = descend(start, tanh, 0.1, 2000)
    moved = [bool((P != Q).any()) for P, Q in zip(params, start, strict=True)]
    assert moved == [c > 0] * 3 + [True]
    assert len(np.unique(params[0].round(9), axis=1).T) == columns
    rng = np.random.default_rng(0)
    random = [xavier_init(2, 8, rng), np.zeros(8), xavier_init(8, 1, rng), np.zeros(1)]
    loss = moons_loss(params, tanh)[0]
    assert loss > 2 * moons_loss(descend(random, tanh, 0.1, 2000), tanh)[0]
    if not c:
        assert params[3][0] == pytest.approx(0.5) and loss == pytest.approx(0.25)


def test_normalised_columns_by_hand() -> None:
    A = np.array([[1.0, 8.0, 2.0], [3.0, 10.0, 6.0]])
    Y, back = batch_norm(A, np.ones(3), np.zeros(3))
    np.testing.assert_allclose(Y, [[-1, -1, -1], [1, 1, 1]], atol=1e-5)
    dA = back(np.array([[1.0, 2.0, 3.0], [5.0, 7.0, 11.0]]))[0]
    np.testing.assert_allclose(dA.sum(axis=0), 0, atol=1e-12)
    assert batch_norm(A[:1], np.ones(3), A[1])[0].tolist() == [A[1].tolist()]


def test_residual_by_hand() -> None:
    W = np.array([[0.0, 0.0], [-1.0, 3.0]])
    Y, back = residual(np.array([[1.0, 1.0]]), W, np.zeros(2))
    assert (Y.tolist(), back(np.array([[1.0, 2.0]]))[0].tolist()) == ([[1, 4]], [[1, 8]])
    dA, _, _ = residual(np.ones((1, 2)), 0 * W, np.zeros(2))[1](np.array([[1.0, 2.0]]))
    assert dA.tolist() == [[1, 2]]


@pytest.mark.parametrize(("p", "share"), [(0.5, 0.5), (0.2, 0.8)])
def test_the_four_masks(p: float, share: float) -> None:
    masks = [(i, j) for i in (0, 1) for j in (0, 1)]
    chances = [math.prod(1 - p if kept else p for kept in mask) for mask in masks]
    mean = sum(c * (3 * i + 5 * j) for c, (i, j) in zip(chances, masks, strict=True))
    assert mean / 8 == pytest.approx(share)


def test_dropout_keeps_the_mean() -> None:
    Z, _ = dropout(np.ones((10_000, 8)), 0.2, np.random.default_rng(0), True)
    assert set(np.unique(Z)) == {0, 1.25} and abs(Z.mean() - 1) < 0.01


def test_early_stopping() -> None:
    assert early_stopping([5, 3, 4, 2, 3, 2, 2.5, 1], 3) == 3
    outside = held_out()
    found = [(e, f"{outside[e]:.3f}") for e in (early_stopping(outside, p) for p in (1, 3, 10))]
    assert found == [(8, "0.166"), (10, "0.162"), (25, "0.147")]
    assert outside.index(min(outside)) == 25


def held_out() -> list[float]:
    X, T = data.moons(m=40, noise=0.3, seed=0)
    X_out, T_out = data.moons(m=200, noise=0.3, seed=100)
    rng = np.random.default_rng(0)
    W1, W2 = 2 * rng.standard_normal((2, 60)), np.sqrt(2 / 61) * rng.standard_normal((60, 1))
    b1, b2, outside = np.zeros(60), np.zeros(1), []
    for _ in range(80):
        for rows in np.split(rng.permutation(40), 5):
            Z = np.tanh(X[rows] @ W1 + b1)
            dY = 2 * (Z @ W2 + b2 - T[rows]) / 8
            dA = dY @ W2.T * (1 - Z * Z)
            W1, b1 = W1 - 0.01 * X[rows].T @ dA, b1 - 0.01 * dA.sum(axis=0)
            W2, b2 = W2 - 0.01 * Z.T @ dY, b2 - 0.01 * dY.sum(axis=0)
        outside.append(float(np.mean((np.tanh(X_out @ W1 + b1) @ W2 + b2 - T_out) ** 2)))
    return outside


def test_schedules_half_way() -> None:
    half = {kind: schedule(kind, 1.0, 50, 100) for kind in ("cosine", "linear", "inverse_sqrt")}
    assert half["cosine"] == pytest.approx(0.5) == half["linear"]
    assert [schedule("step", 1.0, t, 100) for t in (29, 30, 60, 90)] == pytest.approx(
        [1, 0.1, 0.01, 0.001]
    )


def test_one_weight_by_hand() -> None:
    def net(params: Any, X: Array, T: Array) -> Any:
        (w,) = params
        return np.mean((w * X - T) ** 2), (np.mean(2 * (w * X - T) * X),)

    X, T, start = np.ones((12, 1)), np.full((12, 1), 3.0), (np.array(0.0),)
    assert net(start, X, T) == (9, (-6,))
    ok, losses = overfit_small(net, start, X, T, 0.25, 5)
    assert ok and np.round(losses, 4).tolist() == [9, 2.25, 0.5625, 0.1406, 0.0352]
    assert not overfit_small(net, start, X, T, 0.25, 4)[0]


@pytest.mark.parametrize(
    ("bug", "learned", "left"),
    [
        ("none", True, "0.06%"),
        ("mask", False, "1.42%"),
        ("sign of dW1", True, "0.14%"),
        ("sign of dW2", False, "3.01%"),
        ("dW2", True, "0.08%"),
        ("db1", False, "1.30%"),
    ],
)
def test_ten_samples_find_three_bugs_of_five(bug: str, learned: bool, left: str) -> None:
    def net(params: Any, X: Array, T: Array) -> Any:
        W1, b1, W2, b2 = params
        A = X @ W1 + b1
        Z = np.maximum(0, A)
        D = Z @ W2 + b2 - T
        dY = 2 * D / len(X)
        dA = dY @ W2.T * (np.ones_like(A) if bug == "mask" else A > 0)
        dW1, dW2 = X.T @ dA, Z.T @ dY
        factor = {"sign of dW2": -1, "dW2": 0}.get(bug, 1)
        first = -dW1 if bug == "sign of dW1" else dW1
        db1 = dA.sum(axis=0) * (bug != "db1")
        return np.sum(D**2) / len(X), (first, db1, factor * dW2, dY.sum(axis=0))

    rng = np.random.default_rng(0)
    params = [he_init(2, 60, rng), np.zeros(60), xavier_init(60, 1, rng), np.zeros(1)]
    ok, losses = overfit_small(net, params, *data.gauss(m=30, noise=0.8, seed=1), 0.03, 1000)
    assert (bool(ok), f"{losses[-1] / losses[0]:.2%}") == (learned, left)
    assert losses[-1] < losses[0]

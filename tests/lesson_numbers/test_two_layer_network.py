"""Every number that lesson 08 states, computed with the reference functions."""

import functools
from math import log

import numpy as np
import pytest

from backprop_lib import data
from backprop_lib.arrays import Array
from backprop_lib.exercises.two_layer_network.quizzes import quiz_batches, quiz_hinge
from backprop_lib.exercises.two_layer_network.reference import (
    Params,
    accuracy,
    hinge_loss,
    sgd,
    twenty_line_step,
    two_layer_loss,
)


def spirals(m: int, seed: int) -> tuple[Array, Array]:
    X, classes = data.spiral(m=m, noise=0.06, classes=3, seed=seed)
    near = np.linalg.norm(X, axis=1) < 0.5
    return 4 * X[near], data.one_of_k(classes[near], 3)


X, T = spirals(180, seed=1)
X_NEW, T_NEW = spirals(4000, seed=2)


def start(h: int, seed: int) -> Params:
    rng = np.random.default_rng(seed)
    W1 = rng.normal(size=(2, h))
    W2 = rng.normal(size=(h, 3)) * np.sqrt(2 / h)
    return W1, np.zeros(h), W2, np.zeros(3)


@functools.cache
def trained(h: int, lam: float, seed: int = 1, mixed: bool = False) -> Params:
    targets = T[np.random.default_rng(1).permutation(len(T))] if mixed else T
    rng = np.random.default_rng(seed)
    return sgd(start(h, seed), X, targets, 0.5, lam, 400, 30, rng)[0]


def shares(h: int, lam: float, seed: int = 1) -> tuple[float, float]:
    params = trained(h, lam, seed)
    return accuracy(params, X, T), accuracy(params, X_NEW, T_NEW)


def aside(h: int, lam: float, seed: int = 1) -> float:
    return float(two_layer_loss(trained(h, lam, seed), X_NEW, T_NEW, 0.0)[0])


def test_the_step_worked_by_hand() -> None:
    w1 = log(3) * np.array([[1.0, 1.0], [0.0, -1.0]])
    w2 = np.array([[2.0], [-2.0]])
    x, y = np.array([[1.0, 2.0]]), np.array([[0.0]])
    assert np.allclose(x @ w1, [[log(3), -log(3)]])
    loss, new1, new2 = twenty_line_step(x, y, w1, w2, 0.1)
    assert loss == pytest.approx(1)
    assert np.allclose((w1 - new1) / 0.1, [[0.75, -0.75], [1.5, -1.5]])
    assert np.allclose((w2 - new2) / 0.1, [[1.5], [0.5]])
    assert np.allclose(new2, [[1.85], [-2.05]])


def test_the_twenty_lines_learn_by_heart_and_stay_worse_than_silence_aside() -> None:
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(64, 1000)), rng.normal(size=(64, 10))
    w1: Array
    w2: Array
    w1, w2 = rng.normal(size=(1000, 100)), rng.normal(size=(100, 10))
    x_aside, y_aside = rng.normal(size=(64, 1000)), rng.normal(size=(64, 10))
    assert w1.size + w2.size == 101_000 and y.size == 640
    losses = []
    for _ in range(51):
        before = w1, w2
        loss, w1, w2 = twenty_line_step(x, y, w1, w2, 1e-4)
        losses.append(loss)
    assert [round(float(losses[k])) for k in (0, 1, 10, 50)] == [30075, 20545, 9406, 4177]
    assert twenty_line_step(x_aside, y_aside, *before, 0.0)[0] > 10 * (y_aside**2).sum()


def test_there_are_85_samples_to_train_on_and_1900_aside() -> None:
    assert len(X) == 85 and len(X_NEW) == 1900
    assert -(-len(X) // 30) == 3  # steps an epoch
    outer = np.array([0.0, 0.5]) * 3 * np.pi  # how far an arm winds up to the radius 0.5
    assert outer[1] / (2 * np.pi) == 0.75


def test_the_first_loss_is_the_logarithm_of_3() -> None:
    zeros = (np.zeros((2, 5)), np.zeros(5), np.zeros((5, 3)), np.zeros(3))
    assert (
        two_layer_loss(zeros, X, T, 0.0)[0] == pytest.approx(log(3)) == pytest.approx(1.0986, 1e-4)
    )


def test_the_loss_worked_by_hand() -> None:
    params = (
        np.array([[2.0, -1.0], [0.0, -1.0]]),
        np.zeros(2),
        np.array([[1.0, 1.0, 0.0], [2.0, -1.0, 0.0]]),
        np.array([0.0, 0.0, 2 + log(2)]),
    )
    x, t = np.array([[1.0, 2.0]]), np.array([[1.0, 0.0, 0.0]])
    loss, (dW1, db1, dW2, db2) = two_layer_loss(params, x, t, 0.1)
    D = two_layer_loss(params, x, t, 0.0)[0]
    assert pytest.approx(log(4)) == D
    assert round(log(4), 4) == 1.3863 and round(float(loss), 4) == 2.0363
    assert loss - D == pytest.approx(0.05 * (6 + 7)) == pytest.approx(0.65)
    assert np.allclose(dW1, [[-0.3, -0.1], [-1, -0.1]])
    assert np.allclose(dW2, [[-1.4, 0.6, 1], [0.2, -0.1, 0]])
    assert np.allclose(db1, [-0.5, 0]) and np.allclose(db2, [-0.75, 0.25, 0.5])
    assert np.allclose(db2 @ params[2].T, [-0.5, -1.75])  # dZ


def test_a_hundred_samples_in_batches_of_32_are_20_steps_and_the_last_has_4() -> None:
    cuts = [min(32, 100 - i) for i in range(0, 100, 32)]
    assert quiz_batches.options["d"].startswith(f"{5 * len(cuts)} steps")
    assert f" {cuts[-1]} samples" in quiz_batches.options["d"]


def test_20_units_have_nearly_all_right_and_five_out_of_six_aside() -> None:
    inside, out = shares(20, 0.0, seed=0)
    assert inside > 0.94 and out == pytest.approx(5 / 6, abs=0.02)


def test_more_units_fit_more() -> None:
    for h, inside, out in ((1, 0.64, 0.54), (3, 0.69, 0.69), (20, 0.96, 0.83)):
        assert shares(h, 0.0) == pytest.approx((inside, out), abs=0.02)


def test_the_four_lambdas() -> None:
    assert shares(20, 0.001)[1] == pytest.approx(shares(20, 0.0)[1], abs=0.025)
    assert shares(20, 0.01) == pytest.approx((0.87, 0.76), abs=0.03)
    assert shares(20, 0.1) == pytest.approx((0.62, 0.55), abs=0.04)


def test_the_loss_aside_is_lowest_near_0_003_a_fifth_below_that_without_a_penalty() -> None:
    lams = (0.0003, 0.001, 0.003, 0.01, 0.03, 0.1)
    for h in (20, 50):
        losses = [aside(h, lam) for lam in lams]
        assert lams[int(np.argmin(losses))] == 0.003
        assert losses[2] / aside(20, 0.0) == pytest.approx(0.8, abs=0.03)
    assert all(abs(aside(20, lam) - aside(50, lam)) < 0.03 for lam in lams)


def test_narrow_nets_are_worse_and_scatter() -> None:
    def ends(h: int, lam: float) -> tuple[float, float]:
        losses = [aside(h, lam, seed) for seed in range(4)]
        return min(losses), max(losses)

    best, worst = ends(50, 0.003)
    assert worst < ends(20, 0.0)[0] < ends(6, 0.0)[0] < ends(3, 0.0)[0]
    assert worst - best < 0.06 < 0.15 < min(np.ptp(ends(3, 0.0)), np.ptp(ends(6, 0.0)))


def test_the_numbers_of_the_quiz_on_size() -> None:
    fit = two_layer_loss(trained(20, 0.0), X, T, 0.0)[0]
    assert fit == pytest.approx(0.11, abs=0.01) and aside(20, 0.0) == pytest.approx(0.66, abs=0.02)
    W, b = np.zeros((2, 3)), np.zeros(3)  # no hidden layer
    for _ in range(2000):
        E = np.exp(X @ W + b)
        dA = (E / E.sum(axis=1, keepdims=True) - T) / len(X)
        W, b = W - 0.5 * X.T @ dA, b - 0.5 * dA.sum(axis=0)
    hits = (X_NEW @ W + b).argmax(axis=1) == T_NEW.argmax(axis=1)
    assert hits.mean() == pytest.approx(0.5, abs=0.05)


def test_the_hinge_worked_by_hand_and_with_the_sign_of_the_slide() -> None:
    L, back = hinge_loss(np.array([[1.0, 2.0, 4.0]]), np.array([1]))
    assert L == 3 and back(1.0).tolist() == [[0, -1, 1]]
    assert max(0, 1 + 2 + 1) + max(0, 4 + 2 + 1) == 4 + 7 == 11


def test_the_row_of_the_quiz_on_the_hinge() -> None:
    L, back = hinge_loss(np.array([[2.0, 2.5, 0.5]]), np.array([0]))
    assert L == 1.5 and back(1.0).tolist() == [[-1, 1, 0]]
    assert quiz_hinge.options["c"] == "(-1, 1, 0)"


def test_with_the_hinge_few_samples_pull_at_the_end() -> None:
    y = T.argmax(axis=1)
    params, lam = start(20, 1), 0.003
    for _ in range(1200):
        W1, b1, W2, b2 = params
        A1 = X @ W1 + b1
        Z = np.maximum(0, A1)
        dA2 = hinge_loss(Z @ W2 + b2, y)[1](1.0)
        dA1 = dA2 @ W2.T * (A1 > 0)
        grads = X.T @ dA1 + lam * W1, dA1.sum(axis=0), Z.T @ dA2 + lam * W2, dA2.sum(axis=0)
        W1, b1, W2, b2 = (P - 0.2 * dP for P, dP in zip(params, grads, strict=True))
        params = W1, b1, W2, b2
    assert accuracy(params, X, T) > 0.93 and accuracy(params, X_NEW, T_NEW) > 0.79
    assert dA2.any(axis=1).sum() < len(X) / 3


def test_mixed_up_targets_are_learned_with_room_and_less_with_a_penalty() -> None:
    mixed = T[np.random.default_rng(1).permutation(len(T))]

    def inside(h: int, lam: float) -> float:
        return accuracy(trained(h, lam, mixed=True), X, mixed)

    assert inside(3, 0.0) == pytest.approx(0.45, abs=0.02)
    assert inside(100, 0.0) == pytest.approx(0.61, abs=0.03)
    assert all(inside(h, 0.03) == pytest.approx(0.385, abs=0.02) for h in (3, 20, 100))
    for h in (3, 20, 100):
        assert 0.2 < accuracy(trained(h, 0.0, mixed=True), X_NEW, T_NEW) < 0.4

"""Lesson 01: every number that its text states, computed with the reference solutions."""

from itertools import combinations

import numpy as np
import pytest

from backprop_lib import data
from backprop_lib.exercises import linear_regression as ex
from backprop_lib.exercises.linear_regression import reference
from backprop_lib.exercises.linear_regression.reference import (
    collapse,
    gradient_descent,
    mae,
    minibatches,
    mse,
    mse_gradients,
    predict,
    predict_many,
    project,
    standardize,
)

X, T = data.apartments()
Y = T[:, 0]
SPACE = X[:, 0]
X4, Y4 = np.array([[0.0], [1.0], [2.0], [3.0]]), np.array([1.0, 3.0, 4.0, 8.0])
W = np.array([[0.8, 0.2], [0.6, 0.1], [-0.2, -1.2]])
B = np.array([0.3, -0.7])


def test_ten_functions_and_four_questions_are_worth_22_points() -> None:
    names = [each.name for each in ex.LESSON.exercises]
    assert len([n for n in names if n.startswith("quiz")]) == 4 and len(names) == 14
    assert ex.LESSON.points == 22


def test_the_first_flat_and_a_price_of_70_square_metres() -> None:
    np.testing.assert_array_equal(X[0], [98.3, 2, 15])
    assert X.shape == (100, 3)
    assert round(float(Y[0]), 1) == 309.4
    k, m = np.polyfit(SPACE, Y, 1)
    assert predict(70.0, k, m) == pytest.approx(200, abs=15)
    assert predict(70.0, 3.0, 0.0) == 210


def test_the_four_samples_under_the_line_2x() -> None:
    y_hat = predict(X4[:, 0], 2.0, 0.0)
    np.testing.assert_array_equal(y_hat - Y4, [-1, -1, 0, -2])
    L, back = mse(y_hat, Y4)
    assert L == 1.5
    np.testing.assert_array_equal(back(1.0), [-0.5, -0.5, 0, -1])
    L, back = mae(y_hat, Y4)
    assert L == 1
    np.testing.assert_array_equal(back(1.0), [-0.25, -0.25, 0, -0.25])


@pytest.mark.parametrize(("k", "m", "loss"), [(1.0, 4.0, 4.5), (3.0, 0.0, 1.5), (2.2, 0.7, 0.45)])
def test_the_lines_a_b_and_c(k: float, m: float, loss: float) -> None:
    assert mse(predict(X4[:, 0], k, m), Y4)[0] == pytest.approx(loss)


def test_c_is_the_bottom() -> None:
    np.testing.assert_allclose(np.polyfit(X4[:, 0], Y4, 1), [2.2, 0.7])
    _, dw, db = mse_gradients(X4, Y4, np.array([2.2]), 0.7)
    np.testing.assert_allclose([*dw, db], 0, atol=1e-14)


def test_one_digit_too_many_tilts_the_line_of_the_mse_alone() -> None:
    few, clean = SPACE[:20], Y[:20]
    assert few.argmax() == clean.argmax() and round(float(clean.max())) == 422
    slopes = []
    for prices in (clean, np.where(few == few.max(), 10 * clean, clean)):
        pairs = [(i, j) for i, j in combinations(range(20), 2) if few[i] != few[j]]
        lines = [np.polyfit(few[[i, j]], prices[[i, j]], 1) for i, j in pairs]
        best = min(lines, key=lambda line, y=prices: float(mae(predict(few, *line), y)[0]))  # type: ignore[misc]
        slopes.append((float(np.polyfit(few, prices, 1)[0]), float(best[0])))
    np.testing.assert_allclose(slopes, [(2.89, 2.95), (9.64, 2.95)], atol=0.005)
    assert slopes[0][1] == pytest.approx(slopes[1][1], rel=1e-12)


def test_the_rule_that_somebody_told() -> None:
    y_hat = predict_many(X, np.array([3.0, 5.0, -1.0]), 20.0)
    np.testing.assert_allclose(y_hat[:2], [309.9, 140])
    np.testing.assert_array_equal(X[1], [56, 1, 53])


def test_the_gradients_by_hand_and_one_step() -> None:
    w = np.array([2.0])
    loss, dw, db = mse_gradients(X4, Y4, w, 0.0)
    assert (loss, dw.tolist(), db) == (1.5, [-3.5], -2)
    w1, b1, _ = gradient_descent(X4, Y4, w, 0.0, 0.1, 1)
    np.testing.assert_allclose([*w1, b1], [2.35, 0.2])
    assert gradient_descent(X4, Y4, w, 0.0, 0.1, 2)[2][1] == pytest.approx(0.55375)


def test_the_promise_is_kept_up_to_the_square_of_the_step() -> None:
    for delta in (0.1, 0.01, 0.001):
        change = mse_gradients(X4, Y4, np.array([2 + delta]), 0.0)[0] - 1.5
        assert change - -3.5 * delta == pytest.approx(3.5 * delta**2)


@pytest.mark.parametrize(("lr", "loss"), [(0.01, 0.582), (0.1, 0.4507), (0.25, 7191)])
def test_thirty_steps_with_three_learning_rates(lr: float, loss: float) -> None:
    losses = gradient_descent(X4, Y4, np.zeros(1), 0.0, lr, 31)[2]
    assert losses[0] == 22.5
    assert losses[30] == pytest.approx(loss, rel=1e-3)


def test_the_largest_learning_rate_of_the_four_samples_is_0238() -> None:
    X1 = np.column_stack([X4, np.ones(4)])
    steepest = np.linalg.eigvalsh(2 / 4 * X1.T @ X1)[-1]
    assert 2 / steepest == pytest.approx(0.238, abs=5e-4)


def test_the_quiz_on_too_large_a_step() -> None:
    w = 1.0
    assert w - 1.1 * 2 * w == pytest.approx(-1.2)


def test_the_raw_table_gains_between_six_and_seven_digits_a_step() -> None:
    losses = gradient_descent(X, Y, np.zeros(3), 0.0, 0.1, 6)[2]
    gained = np.diff(np.log10(losses))
    assert (gained > 6.6).all() and (gained < 6.7).all()


def test_the_raw_table_needs_a_rate_of_000009_and_then_the_bias_creeps() -> None:
    assert gradient_descent(X, Y, np.zeros(3), 0.0, 1e-4, 6)[2][-1] > 80_470
    _, b, losses = gradient_descent(X, Y, np.zeros(3), 0.0, 9e-5, 1000)
    assert (np.diff(losses) < 0).all()
    assert round(float(b), 2) == 0.57
    assert np.mean(SPACE**2) == pytest.approx(9000, rel=0.01)
    assert round(float(SPACE.mean()), -1) == 90 and round(float(X[:, 1].mean())) == 3


def test_the_fit_of_the_flats() -> None:
    Xs, mean, std = standardize(X)
    w, b, _ = gradient_descent(Xs, Y, np.zeros(3), 0.0, 0.3, 100)
    loss = mse_gradients(Xs, Y, w, b)[0]
    assert round(float(loss)) == 173
    found = [*(w / std), b - (w / std) @ mean]
    np.testing.assert_allclose(found, [2.79, 7.2, -0.74, 30], rtol=3e-3)
    assert [f"{value:.2f}" for value in found[:3]] == ["2.79", "7.21", "-0.74"]
    noise = Y - (40 + X @ np.array([2.8, 6, -0.9]))
    assert round(float(np.mean(noise**2))) == 189

    X1 = np.column_stack([X, np.ones(100)])
    exact = np.linalg.solve(X1.T @ X1, X1.T @ Y)
    np.testing.assert_allclose(found, exact, rtol=0.006)  # two digits or more
    assert loss == pytest.approx(np.mean((X1 @ exact - Y) ** 2), rel=1e-5)

    new_X, new_T = data.apartments(seed=1)
    new_loss = mse(predict_many((new_X - mean) / std, w, b), new_T[:, 0])[0]
    assert round(float(new_loss)) == 212


def test_five_epochs_in_mini_batches() -> None:
    Xs, _, _ = standardize(X)
    rng = np.random.default_rng(0)
    w, b = np.zeros(3), 0.0
    after = []
    for _ in range(5):
        for batch in minibatches(100, 5, rng):
            _, dw, db = mse_gradients(Xs[batch], Y[batch], w, b)
            w, b = w - 0.2 * dw, b - 0.2 * db
        after.append(round(float(mse_gradients(Xs, Y, w, b)[0])))
    assert (after[2], after[4]) == (185, 194)
    assert round(gradient_descent(Xs, Y, np.zeros(3), 0.0, 0.2, 6)[2][5]) == 882


def test_the_two_flats_of_the_projection_and_the_mark_of_the_buyer() -> None:
    flats = np.array([[1.5, 1.0, -0.5], [-1.0, 0.0, 2.0]])
    H = project(flats, W, B)
    np.testing.assert_allclose(H, [[2.2, 0.3], [-0.9, -3.3]])
    W2, b2 = np.array([[2.0], [1.0]]), np.array([1.0])
    Q, u = collapse(W, B, W2, b2)
    np.testing.assert_allclose(Q, [[1.8], [1.3], [-1.6]])
    np.testing.assert_allclose(u, [0.9])
    assert project(H, W2, b2)[0, 0] == pytest.approx(5.7)
    np.testing.assert_allclose(flats[0] * Q[:, 0], [2.7, 1.3, 0.8])


def test_ten_samples_in_batches_of_four_are_three_batches() -> None:
    sizes = [len(batch) for batch in reference.minibatches(10, 4, np.random.default_rng(0))]
    assert sizes == [4, 4, 2]

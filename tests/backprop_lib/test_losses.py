"""Losses: hand-worked values, exactness for large scores, and refused targets."""

import math
import warnings
from collections.abc import Callable
from decimal import Decimal, localcontext

import numpy as np
import pytest

from backprop_lib.losses import binary_cross_entropy, hinge, mae, mse
from backprop_lib.units import logistic
from tests.backprop_lib import exact


def test_mse_and_mae_of_a_hand_worked_example() -> None:
    Y, T = np.array([[1.0, 2.0], [3.0, 5.0]]), np.array([[0.0, 2.0], [5.0, 1.0]])
    L, back = mse(Y, T)  # (1 + 0 + 4 + 16) / 2 samples
    assert L == 10.5
    np.testing.assert_array_equal(back(2.0), [[2, 0], [-4, 8]])
    L, back = mae(Y, T)  # (1 + 0 + 2 + 4) / 2
    assert L == 3.5
    np.testing.assert_array_equal(back(2.0), [[1, 0], [-1, 1]])


def test_hinge_of_a_hand_worked_example() -> None:
    # max(0, 5.1 - 3.2 + 1) + max(0, -1.7 - 3.2 + 1) = 2.9, and 0 where the right score leads.
    A = np.array([[3.2, 5.1, -1.7], [1.3, 4.9, 2.0]])
    T = np.eye(3)[[0, 1]]
    L, back = hinge(A, T)
    np.testing.assert_allclose(L, 2.9 / 2)
    np.testing.assert_array_equal(back(2.0), [[-1, 1, 0], [0, 0, 0]])


def test_equal_scores_cost_k_minus_1_margins_by_hinge() -> None:
    L, _ = hinge(np.zeros((4, 5)), np.eye(5)[[0, 1, 2, 2]], margin=0.5)
    assert L == 4 * 0.5


def test_a_wrong_score_exactly_at_the_margin_costs_nothing_and_pulls_at_nothing() -> None:
    L, back = hinge(np.array([[2.0, 1.0]]), np.eye(2)[[0]])
    assert L == 0
    np.testing.assert_array_equal(back(1.0), [[0, 0]])


def test_a_score_of_0_costs_ln_2_by_binary_cross_entropy() -> None:
    L, back = binary_cross_entropy(np.zeros(3), np.array([0.0, 1.0, 0.5]))
    np.testing.assert_allclose(L, math.log(2), rtol=1e-15)
    np.testing.assert_allclose(back(3.0), [0.5, -0.5, 0])


def test_binary_cross_entropy_is_logistic_of_two_classes_with_the_scores_0_and_a() -> None:
    a = np.random.default_rng(0).standard_normal(6)
    t = np.array([0, 1, 1, 0, 1, 0])
    L, back = binary_cross_entropy(a, t.astype(float))
    L_two, back_two = logistic(np.stack([np.zeros(6), a], axis=1), np.eye(2)[t])
    np.testing.assert_allclose(L, L_two, rtol=1e-14)
    np.testing.assert_allclose(back(1.0), back_two(1.0)[:, 1], rtol=1e-13)


@pytest.mark.parametrize("a", [-1e3, -745.0, -40.0, -1.0, 0.0, 1.0, 40.0, 745.0, 1e3])
@pytest.mark.parametrize("t", [0.0, 1.0])
def test_binary_cross_entropy_is_exact_and_silent_for_large_scores(a: float, t: float) -> None:
    with warnings.catch_warnings(), np.errstate(over="raise", divide="raise", invalid="raise"):
        warnings.simplefilter("error")
        L, back = binary_cross_entropy(np.array([a]), np.array([t]))
        dA = back(1.0)
    with localcontext(exact.PRECISION):
        y = 1 / (1 + Decimal(-a).exp())
        wrong = 1 - y if t else y
        want = float(-(1 - wrong).ln()), float(-wrong if t else wrong)
    np.testing.assert_allclose((L, dA[0]), want, rtol=1e-12, atol=5e-324)


def test_NaN_among_the_scores_shows_in_the_loss() -> None:
    Y, T = np.array([[np.nan, 1.0]]), np.eye(2)[[0]]
    for loss in (mse, mae, hinge, binary_cross_entropy):
        assert np.isnan(loss(Y, T)[0])


Y = np.ones((4, 2))
T = np.eye(2)[[0, 1, 1, 0]]
NAN = np.where(np.arange(4)[:, None] == 2, np.nan, T)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (
            lambda: mse(np.ones(4), np.ones((4, 1))),
            ValueError,
            "mse: Y is (4,), T is (4, 1): they must have one shape",
        ),
        (lambda: mae(Y, NAN), ValueError, "mae: T[2] is [nan nan]: leave out the samples"),
        (lambda: mse(Y, NAN), ValueError, "mse: T[2] is"),
        (
            lambda: mse(np.ones((0, 2)), np.ones((0, 2))),
            ValueError,
            "mse: Y is (0, 2): it is empty",
        ),
        (lambda: mse(np.array(1.0), np.array(1.0)), ValueError, "it must be (m,) or (m, q)"),
        (lambda: mse(Y, T.astype(int)), TypeError, "mse: T is an array of int64"),
        (lambda: mse(Y, T.astype(np.float32)), TypeError, "mse: Y is float64, T is float32"),
        (lambda: mse(Y, T)[1](np.ones(4)), ValueError, "mse: dL is (4,), the value is ()"),
        (lambda: hinge(Y, 2 * T), ValueError, "hinge: row 0 of T has 1 entries that are not 0"),
        (lambda: hinge(Y, NAN), ValueError, "hinge: row 2 of T has 2 entries that are not 0"),
        (lambda: hinge(Y, T[:, 0]), ValueError, "for labels t (m,) use np.eye(k)[t]"),
        (lambda: hinge(Y[:, :1], T[:, :1]), ValueError, "one class leaves nothing to choose"),
        (lambda: hinge(Y, T, margin=-1.0), ValueError, "hinge: margin is -1.0"),
        (
            lambda: binary_cross_entropy(Y, 2 * T - 1),
            ValueError,
            "binary_cross_entropy: T[0, 1] is -1.0: targets are probabilities, 0 for no and 1",
        ),
        (lambda: binary_cross_entropy(Y, NAN), ValueError, "binary_cross_entropy: T[2] is"),
        (lambda: binary_cross_entropy(Y, T[0]), ValueError, "A is (4, 2), T is (2,)"),
    ],
)
def test_what_cannot_be_right_is_refused_by_name(
    call: Callable[[], object], error: type[Exception], message: str
) -> None:
    with pytest.raises(error) as caught:
        call()
    assert message in str(caught.value)

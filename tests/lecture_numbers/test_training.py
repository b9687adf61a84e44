"""What the lectures say on descent, schedules, dropout, normalisation and the perceptron."""

import itertools
import math
from typing import Any

import numpy as np
import pytest

from backprop_lib.arrays import Array
from backprop_lib.gradcheck import error_curve, numerical_gradient
from backprop_lib.layers import batch_norm, dropout
from backprop_lib.schedules import cosine, inverse_sqrt, linear, robbins_monro, step
from backprop_lib.second_order import Loss, hvp, newton_step
from backprop_lib.units import dot, matmul
from tests.lecture_numbers.slides import AVRITHIS, CS231N, JHU, KRAJEVSKI, right, wrong


def quadratic(H: Array, c: Array) -> Loss:
    """The loss x^T H x / 2 + c x."""

    def loss(params: Any) -> Any:
        (x,) = params
        return (x * (H @ x)).sum() / 2 + (c * x).sum(), (H @ x + c,)

    return loss


@right("gradient descent", AVRITHIS)
def test_a_gradient_step_is_newtons_for_an_isotropic_hessian() -> None:
    eps, x, c = 0.25, np.array([1.0, -2.0, 3.0]), np.array([0.5, 1.0, -1.0])
    loss = quadratic(np.eye(3) / eps, c)
    (minimum,) = newton_step(loss, (x,))
    np.testing.assert_allclose(minimum, x - eps * (x / eps + c), rtol=1e-12)


@right("gradient descent", AVRITHIS)
def test_a_gradient_step_lowers_the_linear_model_by_eps_times_the_squared_gradient() -> None:
    g, x, eps = np.array([3.0, -4.0]), np.array([1.0, 1.0]), 0.1
    below = x - eps * g
    assert (below - x) @ g == pytest.approx(-eps * 25)


@right("aside: multiplication by Hessian*", AVRITHIS)
def test_a_hessian_vector_product_is_the_derivative_of_the_gradient() -> None:
    H, v = np.array([[2.0, 1.0], [1.0, -3.0]]), np.array([1.0, 4.0])
    loss = quadratic(H, np.ones(2))
    np.testing.assert_allclose(hvp(loss, (np.array([5.0, 6.0]),), (v,))[0], v @ H)


@wrong("aside: higher-order derivatives*", AVRITHIS)
def test_newtons_method_runs_into_a_saddle() -> None:
    H, x = np.diag([1.0, -1.0]), np.array([0.5, 0.5])
    np.testing.assert_array_equal(x - np.linalg.solve(H, H @ x), [0, 0])  # x1^2 - x2^2 is flat here
    with pytest.raises(ValueError, match="curvature"):
        newton_step(quadratic(H, np.zeros(2)), (x,))


@wrong("online gradient descent", AVRITHIS)
def test_a_root_of_the_gradient_may_be_a_saddle() -> None:
    loss = quadratic(np.diag([2.0, -2.0]), np.zeros(2))  # x1^2 - x2^2
    x = np.array([1.0, 0.0])
    for _ in range(200):
        x = x - 0.1 * loss((x,))[1][0]
    np.testing.assert_allclose(x, 0, atol=1e-15)
    beside = np.array([0.0, 0.1])
    assert loss((beside,))[0] < loss((x,))[0]


@right("sufficient conditions for convergence", AVRITHIS)
def test_the_harmonic_rates_meet_robbins_and_monros_conditions() -> None:
    rate = robbins_monro(1.0)
    rates = np.array([rate(t) for t in range(100_000)])
    assert rates[-1] < 1e-4
    assert (rates**2).sum() < math.pi**2 / 6
    # Each doubling of the number of rates adds ln 2: the sum has no bound.
    assert rates[50_000:].sum() == pytest.approx(math.log(2), abs=1e-4)


@right("numerical approximation", AVRITHIS)
def test_the_symmetric_difference_of_a_cube_is_wrong_by_delta_squared() -> None:
    x, delta = np.array([2.0]), 0.01
    d = numerical_gradient(lambda x: float(x[0] ** 3), x, delta)
    error = (d[0] - 3 * x[0] ** 2) / (3 * x[0] ** 2)
    assert error == pytest.approx(delta**2 / (3 * x[0] ** 2), rel=1e-6)


@wrong("numerical approximation", AVRITHIS)
def test_the_best_step_is_the_largest_of_the_recommended_range() -> None:
    def cube(x: Array) -> float:
        return float(x[0] ** 3)

    x = np.random.default_rng(0).uniform(0.5, 2, (10, 1))
    curves = [error_curve(cube, lambda x: 3 * x**2, one, [1e-10, 1e-5]).float64 for one in x]
    smallest, largest = np.mean(curves, axis=0)
    assert largest < 1e-10
    assert smallest > 1000 * largest


@right("Last time: learning rate scheduling", CS231N)
def test_the_step_schedule_of_resnets() -> None:
    rate = step(0.1, (30, 60, 90), 0.1)
    at = [rate(t) for t in (0, 29, 30, 60, 90)]
    np.testing.assert_allclose(at, [0.1, 0.1, 0.01, 0.001, 0.0001])


@right("Last time: learning rate scheduling", CS231N)
def test_the_cosine_and_linear_schedules_fall_from_the_rate_to_zero() -> None:
    for schedule in (cosine(0.4, 100), linear(0.4, 100)):
        at = [schedule(t) for t in (0, 50, 100)]
        np.testing.assert_allclose(at, [0.4, 0.2, 0], atol=1e-16)
    assert cosine(0.4, 100)(25) == pytest.approx(0.4 * (1 + math.cos(math.pi / 4)) / 2)


@wrong("Last time: learning rate scheduling", CS231N)
def test_the_inverse_square_root_starts_at_epoch_one() -> None:
    with pytest.raises(ZeroDivisionError):
        0.4 / math.sqrt(0)
    assert [inverse_sqrt(0.4)(t) for t in (0, 3)] == [0.4, 0.2]  # the slide's t = 1 and 4


@right("Gradient Descent: Setting the Step Size", JHU)
@right('How much do we "nudge"', KRAJEVSKI)
def test_a_small_step_is_slow_and_a_large_one_oscillates() -> None:
    def after(alpha: float) -> float:
        x = 1.0
        for _ in range(10):
            x -= alpha * 2 * x  # of x^2
        return x

    assert after(0.001) > 0.97
    assert abs(after(0.4)) < 1e-6
    assert after(1.0) == 1
    assert after(1.1) > 6  # to and fro, further each time


@right("Dropout Training", JHU)
def test_the_number_of_masks_of_4096_units() -> None:
    masks = 2**4096
    assert 10**1233 < masks < 2 * 10**1233
    assert masks > (10**82) ** 15


@right("Dropout During Test Time: Example", JHU)
def test_half_the_units_give_half_the_output_on_average() -> None:
    wx = np.array([3.0, -7.0])
    masks = list(itertools.product((0, 1), repeat=2))
    assert np.mean([wx @ mask for mask in masks]) == wx.sum() / 2


@wrong("Dropout During Test Time: Example", JHU)
def test_values_are_scaled_by_the_probability_of_keeping() -> None:
    p, wx = 0.2, np.array([3.0, -7.0])
    masks = itertools.product((0, 1), repeat=2)
    mean = sum((wx @ mask) * math.prod(1 - p if kept else p for kept in mask) for mask in masks)
    assert mean == pytest.approx((1 - p) * wx.sum())
    assert mean != pytest.approx(p * wx.sum())


@wrong("Dropout in Practice", JHU)
def test_what_is_kept_is_scaled_up_while_training() -> None:
    p = 0.2
    Z, _ = dropout(np.ones(20 * 16), p, np.random.default_rng(0))
    assert set(np.round(Z, 12)) == {0.0, 1 / (1 - p)}


@right("Normalization", JHU)
def test_normalised_values_have_mean_zero_and_variance_one() -> None:
    x = np.array([[1.0], [4.0], [7.0]])
    gamma, beta, eps = np.array([2.0]), np.array([0.5]), 1e-5
    Y, _ = batch_norm(x, gamma, beta, eps)
    np.testing.assert_allclose(Y, (x - 4) / math.sqrt(6 + eps) * 2 + 0.5, rtol=1e-14)


POSITIVE, UPSTREAM = np.array([[1.0, 3.0], [3.0, 1.0]]), np.array([1.0, -1.0])


@right("Non-Zero-Centered Data", JHU)
def test_the_gradients_of_a_positive_sample_share_their_sign() -> None:
    for x, d in zip(POSITIVE, UPSTREAM, strict=True):
        _, dw = dot(x, np.ones(2))[1](d)
        assert (np.sign(dw) == np.sign(d)).all()


@wrong("Non-Zero-Centered Data", JHU)
def test_the_gradients_of_a_positive_batch_need_not_share_their_sign() -> None:
    _, dW = matmul(POSITIVE, np.ones((2, 1)))[1](UPSTREAM[:, None])
    assert np.sign(dW).ravel().tolist() == [-1, 1]


@right("Exploding/Vanishing Gradients", JHU)
def test_many_factors_explode_or_vanish() -> None:
    with np.errstate(over="ignore", under="ignore"):
        assert np.prod(np.full(10_000, 1.1)) == np.inf
        assert np.prod(np.full(10_000, 0.9)) < 1e-300


@wrong("Exploding/Vanishing Gradients", JHU)
def test_small_elements_may_explode_and_large_ones_vanish() -> None:
    small = np.full((4, 4), 0.5)
    large = np.array([[0.0, 100.0], [0.0, 0.0]])
    assert np.linalg.matrix_power(small, 50).max() > 1e14
    assert np.linalg.matrix_power(large, 2).max() == 0
    assert np.abs(np.linalg.eigvals(small)).max() == pytest.approx(2)


CORNERS = np.array(list(itertools.product((0.0, 1.0), repeat=2)))


@right("A Neuron as a Mathematical Model of Computation", JHU)
def test_the_or_of_two_inputs_is_a_sum_of_at_least_one() -> None:
    assert (CORNERS.sum(axis=1) >= 1).tolist() == [False, True, True, True]


def update(w: Array, x: Array, t: float, eta: float = 1.0) -> Array:
    return w + eta * (t - float(w @ x >= 0)) * x


@right("Quiz (1): Understanding Perceptron Update Rule", JHU)
@right("Quiz (2): Understanding Perceptron Update Rule", JHU)
def test_an_update_changes_the_weights_of_active_inputs_alone() -> None:
    x = np.array([1.0, 0.0, 1.0])
    w = np.array([-1.0, 2.0, -3.0])
    np.testing.assert_array_equal(update(w, x, 0.0), w)  # the output is right
    np.testing.assert_array_equal(update(w, x, 1.0), w + np.array([1, 0, 1]))


@wrong("Quiz (2): Understanding Perceptron Update Rule", JHU)
def test_after_an_update_the_output_may_stay() -> None:
    x, eta = np.array([1.0, 0.0, 1.0]), 1.0
    w = np.array([-1.0, 2.0, -3.0])
    again = update(w, x, 1.0, eta)
    assert again @ x - w @ x == eta * (x @ x)
    assert (again @ x >= 0) == (w @ x >= 0)
    once = update(np.array([-0.5, 0, 0]), x, 1.0, eta)
    assert once @ x >= 0  # here one update is enough


@wrong("Perceptron: Demise", JHU)
def test_two_layers_of_weights_compute_xor() -> None:
    W1, b1, W2 = np.ones((2, 2)), np.array([0.0, -1.0]), np.array([1.0, -2.0])
    outputs = np.maximum(CORNERS @ W1 + b1, 0) @ W2
    assert outputs.tolist() == [0, 1, 1, 0]
    # One layer cannot: adding the inequalities of the corners 01, 10 and 00, 11 contradicts.
    assert (CORNERS[1] + CORNERS[2] == CORNERS[0] + CORNERS[3]).all()

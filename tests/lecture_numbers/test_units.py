"""The lectures' activation functions and losses: their values, ranges and derivatives."""

import math
import warnings

import numpy as np
import pytest

from backprop_lib.arrays import Array
from backprop_lib.gradcheck import numerical_gradient
from backprop_lib.losses import binary_cross_entropy, hinge, mse
from backprop_lib.units import (
    decay,
    elu,
    leaky_relu,
    logistic,
    maxout,
    relu,
    sigmoid,
    softplus,
    tanh,
)
from tests.lecture_numbers.slides import AVRITHIS, CS231N, CS4644, JHU, KRAJEVSKI, right, wrong

TABLE = {
    -1: 1.3133,
    -2: 2.1269,
    -5: 5.0067,
    -10: 10.0,
    -20: 20.0,
    -50: 50.0,
    -100: 100.0,
    -200: 200.0,
    -500: 500.0,
}


@right("the logistic unit in math*", AVRITHIS)
@pytest.mark.parametrize("x", TABLE)
def test_the_table_of_the_binary_cross_entropy(x: int) -> None:
    A = np.array([float(x)])
    stable, _ = binary_cross_entropy(A, np.ones(1))
    assert round(float(stable), 4) == TABLE[x]
    assert round(math.log(1 + math.exp(-x)), 4) == TABLE[x]


@wrong("the logistic unit in math*", AVRITHIS)
@pytest.mark.parametrize("x", [-1000, -2000])
def test_the_last_two_of_the_table_are_1000_and_2000_not_infinity(x: int) -> None:
    A = np.array([float(x)])
    with np.errstate(over="ignore"):
        assert np.log(1 + np.exp(-A[0])) == np.inf  # what the slide computes
    for loss, back in (
        binary_cross_entropy(A, np.ones(1)),
        logistic(np.array([[x, 0.0]]), np.array([[1.0, 0.0]])),
    ):
        assert loss == -x
        assert np.ravel(back(1.0))[0] == -1
    assert softplus(-A)[0] == -x


@right("the logistic unit", AVRITHIS)
def test_the_gradient_of_the_logistic_unit_is_y_minus_t_over_m() -> None:
    A = np.random.default_rng(0).standard_normal((5, 3))
    T = np.eye(3)[[0, 2, 1, 1, 0]]
    Y = np.exp(A) / np.exp(A).sum(axis=1, keepdims=True)
    D, back = logistic(A, T)
    assert pytest.approx(-(T * np.log(Y)).sum(axis=1).mean()) == D
    np.testing.assert_allclose(back(2.0), 2.0 * (Y - T) / 5, rtol=1e-12)


@wrong("the logistic unit in math*", AVRITHIS)
def test_the_gradient_of_the_scores_is_not_transposed() -> None:
    m, k = 5, 3
    _, back = logistic(np.zeros((m, k)), np.eye(k)[[0, 2, 1, 1, 0]])
    assert back(1.0).shape == (m, k)


@right("the decay unit*", AVRITHIS)
def test_the_gradient_of_decay_is_lambda_w() -> None:
    W = np.array([[1.0, -2.0], [3.0, 0.5]])
    R, back = decay((W,), 0.1)
    assert pytest.approx(0.1 / 2 * (1 + 4 + 9 + 0.25)) == R
    np.testing.assert_allclose(back(1.0)[0], 0.1 * W)


@wrong("Plugging in neural networks with loss functions", CS231N)
def test_a_penalty_without_the_half_decays_twice_as_fast() -> None:
    W, lam = np.array([[1.0, -2.0]]), 0.1
    R, back = decay((W,), 2 * lam)
    assert pytest.approx(lam * (W**2).sum()) == R
    np.testing.assert_allclose(back(1.0)[0], 2 * lam * W)


def svm(W: Array, x: Array, y: int, sign: int) -> float:
    others = [j for j in range(len(W)) if j != y]
    return sum(max(0.0, float(W[j] @ x + sign * (W[y] @ x) + 1)) for j in others)


@right("Problem: How to compute gradients?", CS231N)
@wrong("(Bad) Idea: Derive ∇_W L on paper", CS231N)
def test_the_right_score_is_subtracted_in_the_hinge_loss() -> None:
    W, x, y = np.array([[1.0, 0.0], [0.0, 1.0], [2.0, 1.0]]), np.array([1.0, 2.0]), 1
    scores = (W @ x)[None, :]  # 1, 2, 4
    L, back = hinge(scores, np.eye(3)[[y]])
    assert L == svm(W, x, y, -1) == 0 + (4 - 2 + 1)
    assert svm(W, x, y, +1) == (1 + 2 + 1) + (4 + 2 + 1)  # the slide's
    np.testing.assert_array_equal(back(1.0), [[0, -1, 1]])


@right("Quiz: CE for Binary Classification", JHU)
def test_a_sure_answer_costs_nothing_or_everything() -> None:
    y = np.array([1.0, 0.0])

    def loss(p: float) -> float:
        with np.errstate(divide="ignore"):
            return float(-np.log(np.array([p, 1 - p]))[y == 1].sum())

    assert loss(1.0) == 0
    assert loss(0.0) == np.inf
    assert loss(0.25) == -math.log(0.25)


@wrong("Cross-Entropy Over Next-Word Distribution", JHU)
def test_cross_entropy_is_minus_the_log_of_the_probability() -> None:
    p = np.array([0.5, 0.3, 0.2])
    L, _ = logistic(np.log(p)[None, :], np.eye(3)[[1]])
    assert pytest.approx(-math.log(0.3)) == L
    assert pytest.approx(0.3) != L


@wrong("Training Neural Networks: Setup", JHU)
def test_a_loss_may_be_zero_and_may_exceed_one() -> None:
    assert mse(np.array([2.0]), np.array([2.0]))[0] == 0
    assert mse(np.array([5.0]), np.array([2.0]))[0] == 9


@right("Sigmoid local gradient", CS231N)
def test_the_derivative_of_the_sigmoid_is_one_minus_it_times_it() -> None:
    x = np.linspace(-3, 3, 7)
    Z, back = sigmoid(x)
    dA = back(np.ones(7))
    np.testing.assert_allclose(dA, np.exp(-x) / (1 + np.exp(-x)) ** 2, rtol=1e-13)
    np.testing.assert_allclose(dA, (1 - Z) * Z, rtol=1e-13)


@right("Activation Functions : Sigmoid", JHU)
def test_beyond_five_the_gradient_of_a_sigmoid_is_below_one_percent() -> None:
    _, back = sigmoid(np.array([-5.0, 0.0, 5.0]))
    np.testing.assert_allclose(back(np.ones(3)), [0.00665, 0.25, 0.00665], atol=5e-6)


@wrong("Activation Functions : Sigmoid", JHU)
def test_a_sigmoid_reaches_neither_end_but_by_rounding() -> None:
    Z, _ = sigmoid(np.array([-700.0, -37.0, 36.0, 37.0]))
    assert (Z > 0).all()
    assert Z[2] < 1 == Z[3]  # 1 - 8.5e-17 is 1 in float64


@wrong("Feedforward Neural Network: The Neurons", JHU)
def test_a_sigmoid_maps_what_is_small_to_a_half() -> None:
    small, very_negative, large = sigmoid(np.array([1e-6, -20.0, 20.0]))[0]
    assert small == pytest.approx(0.5, abs=1e-6)
    assert very_negative == pytest.approx(0, abs=1e-8)
    assert large == pytest.approx(1, abs=1e-8)


@right("Activation Functions : Tanh", JHU)
def test_beyond_three_the_gradient_of_tanh_is_below_one_percent() -> None:
    _, back = tanh(np.array([-3.0, 3.0]))
    np.testing.assert_allclose(back(np.ones(2)), 0.00987, atol=5e-6)


@wrong("Activation Functions : Tanh", JHU)
def test_tanh_is_symmetric_about_zero_and_lies_within_one() -> None:
    Z, _ = tanh(np.array([-2.0, 0.0, 2.0]))
    assert Z[0] == -Z[2]
    assert Z[1] == 0
    assert np.abs(Z).max() < 1


@right("Example Activation Functions", JHU)
def test_clamping_tanh_at_fifteen_changes_nothing_in_float32() -> None:
    beyond = np.array([15.0, 50.0, 1000.0], np.float32)
    assert (tanh(beyond)[0] == tanh(np.minimum(beyond, 15))[0]).all()


@wrong("Activation Functions : Leaky ReLU", JHU)
def test_leaky_relu_has_one_slope_on_some_slides_and_another_on_others() -> None:
    x = np.array([-10.0, 10.0])
    np.testing.assert_array_equal(leaky_relu(x)[0], np.maximum(0.1 * x, x))
    np.testing.assert_array_equal(leaky_relu(x, 0.01)[0], np.maximum(0.01 * x, x))


@wrong("Activation Functions : Leaky ReLU", JHU)
def test_prelu_is_a_maximum_for_slopes_up_to_one_only() -> None:
    x = np.array([-1.0, 1.0])

    def prelu(alpha: float) -> list[float]:
        return [float(xi) if xi > 0 else alpha * float(xi) for xi in x]

    assert prelu(0.25) == np.maximum(0.25 * x, x).tolist()
    assert prelu(2) == [-2, 1]
    assert np.maximum(2 * x, x).tolist() == [-1, 2]


@right("Activation Functions : Leaky ReLU", JHU)
@right("Activation functions", CS4644, CS231N)
def test_maxout_of_two_pieces_doubles_the_parameters() -> None:
    p, q = 3, 4
    W, b = np.ones((2, p, q)), np.array([[0.0] * q, [1.0] * q])
    Z, _ = maxout(np.ones((5, p)), W, b)
    np.testing.assert_array_equal(Z, np.full((5, q), 3 + 1))
    assert W.size + b.size == 2 * (p * q + q)


@right("ReLU", KRAJEVSKI)
@right("Activation functions", CS4644)
def test_the_cases_of_relu_and_elu_meet_at_zero() -> None:
    x = np.array([-2.0, -1e-9, 0.0, 1e-9, 2.0])
    np.testing.assert_array_equal(relu(x)[0], [0, 0, 0, 1e-9, 2])
    below = [1.5 * math.expm1(-2), 1.5 * math.expm1(-1e-9)]
    np.testing.assert_allclose(elu(x, 1.5)[0], [*below, 0, 1e-9, 2], rtol=1e-14)


@wrong("Aside: Universal Function Approximators", CS4644)
def test_the_series_of_exp_starts_at_zero() -> None:
    x = 1.7
    terms = [x**k / math.factorial(k) for k in range(30)]
    assert sum(terms) == pytest.approx(math.exp(x), rel=1e-14)
    assert sum(terms[1:]) == pytest.approx(math.exp(x) - 1, rel=1e-14)


@wrong("Aside: Universal Function Approximators", CS4644)
def test_each_sigmoid_of_the_family_has_one_bias() -> None:
    N, M = 3, 5
    rng = np.random.default_rng(0)
    w, v, x = rng.standard_normal((M, N)), rng.standard_normal(M), rng.standard_normal(N)
    one_each, N_each = rng.standard_normal(M), rng.standard_normal((M, N))
    assert (v @ sigmoid(w @ x + one_each)[0]).shape == ()
    assert (v @ sigmoid((w @ x)[:, None] + N_each)[0]).shape == (N,)  # no number


@wrong("class Neuron", CS4644)
def test_the_neurons_exp_overflows_where_the_sigmoid_need_not() -> None:
    cell_body_sum = -710.0
    with pytest.raises(OverflowError):
        math.exp(-cell_body_sum)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert sigmoid(np.array([cell_body_sum]))[0][0] == pytest.approx(math.exp(cell_body_sum))


@right("class Neuron", CS4644)
def test_a_neuron_fires_at_the_rate_of_its_sigmoid() -> None:
    inputs, weights, bias = np.array([1.0, 2.0]), np.array([0.5, -1.0]), 0.25
    rate = 1 / (1 + math.exp(-float(np.sum(inputs * weights) + bias)))
    assert rate == pytest.approx(sigmoid(np.array([inputs @ weights + bias]))[0][0])


@right("numerical vs. analytical", AVRITHIS)
def test_a_numerical_gradient_takes_2p_evaluations() -> None:
    calls = []

    def f(x: Array) -> float:
        calls.append(x)
        return float(x @ x)

    numerical_gradient(f, np.ones(7))
    assert len(calls) == 2 * 7

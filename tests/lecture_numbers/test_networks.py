"""The lectures' whole nets, and what their backward pass costs."""

import functools
import itertools
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from backprop_lib.arrays import Array
from backprop_lib.init import parameters
from backprop_lib.layers import residual
from backprop_lib.networks import twenty_line_net, two_layer_classifier
from backprop_lib.units import affine, relu, sigmoid
from tests.lecture_numbers.slides import AVRITHIS, CS231N, CS4644, JHU, KRAJEVSKI, right, wrong


@right("Example feed-forward computation of a neural network", CS4644, CS231N)
def test_a_three_layer_net_of_three_inputs() -> None:
    rng = np.random.default_rng(0)
    W1, W2, W3 = rng.standard_normal((4, 3)), rng.standard_normal((4, 4)), np.ones((1, 4))
    x, b1, b2, b3 = rng.standard_normal((3, 1)), np.zeros((4, 1)), np.ones((4, 1)), np.zeros((1, 1))
    h1 = sigmoid(W1 @ x + b1)[0]
    h2 = sigmoid(W2 @ h1 + b2)[0]
    out = W3 @ h2 + b3
    assert (h1.shape, h2.shape, out.shape) == ((4, 1), (4, 1), (1, 1))


def twenty_lines(w1: Array, w2: Array, x: Array, y: Array) -> tuple[float, tuple[Array, Array]]:
    """Lines 9 to 17 of the slide."""
    h = 1 / (1 + np.exp(-(x @ w1)))
    grad_y_pred = 2 * (h @ w2 - y)
    grad_h = grad_y_pred @ w2.T
    return float(((h @ w2 - y) ** 2).sum()), (x.T @ (grad_h * h * (1 - h)), h.T @ grad_y_pred)


TWENTY = "Full implementation of training a 2-layer Neural Network needs ~20 lines"


@right(TWENTY, CS4644, CS231N)
def test_the_twenty_lines_compute_the_gradients_of_their_loss() -> None:
    rng = np.random.default_rng(0)
    x, y = rng.standard_normal((64, 1000)), rng.standard_normal((64, 10))
    w1, w2 = rng.standard_normal((1000, 100)), rng.standard_normal((100, 10))
    loss, grads = twenty_lines(w1, w2, x, y)
    exact_loss, exact = twenty_line_net((w1, w2), x, y)
    assert loss == pytest.approx(float(exact_loss), rel=1e-12)
    for grad, expected in zip(grads, exact, strict=True):
        # 1 - h cancels where the sigmoid is saturated.
        np.testing.assert_allclose(grad, expected, rtol=1e-6, atol=1e-9)


@right(TWENTY, CS4644, CS231N)
def test_the_twenty_lines_learn_at_their_rate() -> None:
    rng = np.random.default_rng(0)
    x, y = rng.standard_normal((64, 1000)), rng.standard_normal((64, 10))
    w1, w2 = rng.standard_normal((1000, 100)), rng.standard_normal((100, 10))
    losses = []
    for _ in range(30):
        loss, (grad_w1, grad_w2) = twenty_line_net((w1, w2), x, y)
        losses.append(float(loss))
        w1, w2 = w1 - 1e-4 * grad_w1, w2 - 1e-4 * grad_w2
    assert losses[-1] < 0.3 * losses[0]


@right("automatic differentiation: functions", AVRITHIS)
@right("the loss function", AVRITHIS)
def test_the_two_layer_model_line_by_line() -> None:
    rng = np.random.default_rng(0)
    m, k, lam = 6, 3, 0.1
    X, T = rng.standard_normal((m, 4)), np.eye(k)[rng.integers(0, k, m)]
    W1, b1, W2, b2 = parameters((4, 5, k))
    b1 = b1 + 0.1
    A1 = X @ W1 + b1
    Z = np.maximum(0, A1)
    E = np.exp(Z @ W2 + b2)
    Y = E / E.sum(axis=1, keepdims=True)
    D = -(T * np.log(Y)).sum() / m
    R = lam / 2 * ((W1**2).sum() + (W2**2).sum())
    dA2 = (Y - T) / m
    dA1 = dA2 @ W2.T * (Z > 0)
    by_hand = (X.T @ dA1 + lam * W1, dA1.sum(axis=0), Z.T @ dA2 + lam * W2, dA2.sum(axis=0))
    loss, grads = two_layer_classifier((W1, b1, W2, b2), X, T, lam)
    assert float(loss) == pytest.approx(D + R)
    for grad, slide in zip(grads, by_hand, strict=True):
        np.testing.assert_allclose(grad, slide, rtol=1e-12, atol=1e-15)


WIDTHS = (3, 5, 2, 4, 6)  # d_0 to d_L
L = len(WIDTHS) - 1


def jacobians() -> tuple[dict[int, NDArray[np.float64]], Array]:
    """J[i] is the Jacobian of h_i by h_(i-1) for i = 1 to L, and that of the loss by h_L."""
    rng = np.random.default_rng(0)
    chain = {i: rng.standard_normal((WIDTHS[i], WIDTHS[i - 1])) for i in range(1, L + 1)}
    return chain, rng.standard_normal((1, WIDTHS[L]))


@right("back-propagation", AVRITHIS)
def test_the_chain_may_be_multiplied_from_the_left() -> None:
    J, dh = jacobians()
    product = np.linalg.multi_dot([dh, *(J[i] for i in range(L, 0, -1))])
    for i in range(L, 0, -1):
        dh = dh @ J[i]
    np.testing.assert_allclose(dh, product, rtol=1e-12)


@wrong("back-propagation", AVRITHIS)
@wrong("Caching Gradients to Turn O(L^2) into O(L)", JHU)
@wrong("Gradient: Local Grad + Upstream Grad", JHU)
def test_each_upstream_gradient_takes_the_jacobian_of_its_own_step() -> None:
    J, delta = jacobians()
    for i in range(L - 1, 0, -1):
        with pytest.raises(ValueError, match="mismatch"):
            delta @ J[i]  # the slides': a step too early, and the widths do not fit
        delta = delta @ J[i + 1]
        assert delta.shape == (1, WIDTHS[i])


def multiply(factors: list[Array]) -> tuple[Array, int]:
    """The product of a chain, from the left, and how many products of two it took."""
    return functools.reduce(np.matmul, factors), len(factors) - 1


@right("A Generic Neural Network: Direct Gradients", JHU)
@right("Caching Gradients to Turn O(L^2) into O(L)", JHU)
def test_caching_gives_the_same_gradients_and_turns_quadratic_into_linear() -> None:
    rng = np.random.default_rng(1)
    J, dh = jacobians()
    dy = np.ones((1, 1))
    by_weights = {i: rng.standard_normal((WIDTHS[i], WIDTHS[i] * WIDTHS[i - 1])) for i in J}
    direct, without_caching = {}, 0
    for i in J:  # the gradient of W_(i-1)
        direct[i], n = multiply([dy, dh, *(J[j] for j in range(L, i, -1)), by_weights[i]])
        without_caching += n
    delta, with_caching = multiply([dy, dh])
    for i in reversed(J):
        gradient, n = multiply([delta, by_weights[i]])
        np.testing.assert_allclose(gradient, direct[i], rtol=1e-10, atol=1e-10)
        with_caching += n
        if i > 1:
            delta, n = multiply([delta, J[i]])
            with_caching += n
    assert without_caching == L * (L + 3) / 2 == 14
    assert with_caching == 2 * L == 8


@wrong("Exploding/Vanishing Gradients", JHU)
def test_only_the_last_factor_is_by_weights() -> None:
    J, dh = jacobians()
    by_weights = np.ones((WIDTHS[L - 1], WIDTHS[L - 1] * WIDTHS[L - 2]))  # of h_(L-1) by W_(L-2)
    with pytest.raises(ValueError, match="mismatch"):
        dh @ J[L] @ by_weights @ J[L - 2]


@wrong("A Generic Multi-Layer Perceptron", JHU)
def test_l_layers_have_the_matrices_0_to_l_minus_1_and_u() -> None:
    h, weights = np.ones(WIDTHS[0]), []
    for i in range(L):
        W = np.ones((WIDTHS[i + 1], WIDTHS[i]))
        weights.append(W)
        h = np.tanh(W @ h)
        assert h.shape == (WIDTHS[i + 1],)  # h_(i+1), not of d_i entries
    assert len(weights) == L
    u = np.ones(WIDTHS[L])
    assert (u @ h).shape == ()


@wrong("numerical vs. analytical", AVRITHIS)
@wrong("A Generic Neural Network: Backward Step", JHU)
def test_a_backward_pass_takes_up_to_two_products_for_each_forward() -> None:
    def cost(A: Array, B: Array) -> int:
        m, p, q = *A.shape, B.shape[1]
        return int(m * p * q)

    X, W1, W2 = np.empty((64, 1000)), np.empty((1000, 100)), np.empty((100, 10))
    H, dA, dP = np.empty((64, 100)), np.empty((64, 100)), np.empty((64, 10))
    forward = cost(X, W1) + cost(H, W2)
    for_weights = cost(X.T, dA) + cost(H.T, dP)
    for_hidden, for_data = cost(dP, W2.T), cost(dA, W1.T)
    assert forward == for_weights == 6_464_000
    assert (for_weights + for_hidden + for_data) / forward == 2
    assert (for_weights + for_hidden) / forward == pytest.approx(1.01, abs=1e-3)


@right("Residual Connections/Blocks", JHU)
def test_a_residual_block_lets_the_gradient_past() -> None:
    def dead(X: Array, W: Array) -> tuple[Array, Callable[[Array], Any]]:
        A, back_affine = affine(X, W, np.zeros(3))
        Z, back_relu = relu(A - 100)
        return Z, lambda dZ: back_affine(back_relu(dZ))[:2]

    X, W, dY = np.ones((2, 3)), np.eye(3), np.arange(6.0).reshape(2, 3)
    _, back = residual(dead)(X, W)
    dX, dW = back(dY)
    np.testing.assert_array_equal(dX, dY)
    np.testing.assert_array_equal(dW, np.zeros((3, 3)))


@right("Weight Initialization", JHU)
@pytest.mark.parametrize("constant", [0.0, 0.5])
def test_units_that_start_equal_stay_equal(constant: float) -> None:
    rng = np.random.default_rng(0)
    X, T = rng.standard_normal((8, 4)), np.eye(3)[rng.integers(0, 3, 8)]
    params: Any = tuple(np.full(shape, constant) for shape in ((4, 5), (5,), (5, 3), (3,)))
    for _ in range(5):
        _, grads = two_layer_classifier(params, X, T, 0.0)
        params = tuple(P - 0.5 * dP for P, dP in zip(params, grads, strict=True))
    assert (params[0] == params[0][:, :1]).all()
    assert (params[2] == params[2][:1]).all()


@wrong("Depth vs Width on Boolean functions", JHU)
@pytest.mark.parametrize("n", [2, 3, 6, 10])
def test_n_threshold_units_in_one_hidden_layer_compute_the_parity_of_n_bits(n: int) -> None:
    X = np.array(list(itertools.product([0.0, 1.0], repeat=n)))
    # Unit k is on when at least k inputs are; the output adds them up with signs + - + - ...
    H = X @ np.ones((n, n)) >= np.arange(1, n + 1)
    Y = H @ (-1.0) ** np.arange(n) >= 0.5
    np.testing.assert_array_equal(Y, X.sum(axis=1) % 2)


@right("The loss function", KRAJEVSKI)
@right("Neural networks: 2 layers", CS4644, CS231N)
def test_a_net_of_two_layers_is_relu_between_two_products() -> None:
    rng = np.random.default_rng(0)
    X, W1, W2 = (
        rng.standard_normal((5, 3)),
        rng.standard_normal((3, 4)),
        rng.standard_normal((4, 2)),
    )
    H, _ = relu(X @ W1)
    for x, row in zip(X, H @ W2, strict=True):  # rows here, columns on the slides
        np.testing.assert_allclose(row, W2.T @ np.maximum(0, W1.T @ x), rtol=1e-12)

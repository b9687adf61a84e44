"""Hessian-vector products agree with every other way to them; Newton's step; condition numbers."""

from collections.abc import Callable
from typing import Any

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import hessian_vector_product
from hypothesis import given
from hypothesis import strategies as st

from backprop_lib import gradcheck, init, units
from backprop_lib.networks import twenty_line_net, two_layer_classifier
from backprop_lib.second_order import condition_number, hessian, hvp, newton_step


def spiral_net(seed: int, dtype: Any = np.float64) -> tuple[Any, Any, Any, Any]:
    rng = np.random.default_rng(seed)
    m, p, h, k = (int(n) for n in rng.integers(2, 6, 4))
    params = init.parameters((p, h, k), seed=seed)
    params = tuple(P + 0.1 * rng.normal(size=P.shape) for P in params)
    v = tuple(rng.normal(size=P.shape) for P in params)
    T = np.eye(k)[rng.integers(0, k, m)]
    return params, v, rng.normal(size=(m, p)), T


def pearlmutter(params: Any, v: Any, X: Any, T: Any, lam: float) -> Any:
    """Two passes by hand: each quantity Q of the net is followed by its own RQ, moved along v."""
    (W1, b1, W2, b2), (V1, c1, V2, c2) = params, v
    A1, RA1 = X @ W1 + b1, X @ V1 + c1
    Z, RZ = np.maximum(A1, 0), RA1 * (A1 > 0)
    A2, RA2 = Z @ W2 + b2, RZ @ W2 + Z @ V2 + c2
    E = np.exp(A2 - A2.max(axis=1, keepdims=True))
    Y = E / E.sum(axis=1, keepdims=True)
    RY = Y * (RA2 - (Y * RA2).sum(axis=1, keepdims=True))
    dA2, RdA2 = (Y - T) / len(X), RY / len(X)
    RdW2 = RZ.T @ dA2 + Z.T @ RdA2 + lam * V2
    RdA1 = (RdA2 @ W2.T + dA2 @ V2.T) * (A1 > 0)
    return X.T @ RdA1 + lam * V1, RdA1.sum(axis=0), RdW2, RdA2.sum(axis=0)


@given(seed=st.integers(0, 2**32 - 1))
def test_hvp_of_the_two_layer_net_is_pearlmutters_two_passes_by_hand(seed: int) -> None:
    params, v, X, T = spiral_net(seed)
    ours = hvp(lambda params: two_layer_classifier(params, X, T, 0.1), params, v)
    for mine, right in zip(ours, pearlmutter(params, v, X, T, 0.1), strict=True):
        np.testing.assert_allclose(mine, right, rtol=1e-9, atol=1e-12)


def test_hvp_equals_that_of_autograd() -> None:
    rng = np.random.default_rng(5)
    W1, W2 = rng.normal(size=(4, 3)), rng.normal(size=(3, 2))
    X, Y = rng.normal(size=(6, 4)), rng.normal(size=(6, 2))
    v = (rng.normal(size=W1.shape), rng.normal(size=W2.shape))

    def loss(w: Any) -> Any:
        V1, V2 = w[:12].reshape(4, 3), w[12:].reshape(3, 2)
        H = 1 / (1 + anp.exp(-anp.dot(X, V1)))
        return anp.sum((anp.dot(H, V2) - Y) ** 2)

    w, direction = (np.concatenate([A.ravel(), B.ravel()]) for A, B in ((W1, W2), v))
    theirs = hessian_vector_product(loss)(w, direction)
    ours = hvp(lambda params: twenty_line_net(params, X, Y), (W1, W2), v)
    np.testing.assert_allclose(np.concatenate([H.ravel() for H in ours]), theirs, rtol=1e-10)


@pytest.mark.parametrize("name", ["sigmoid", "tanh", "softplus", "gelu", "swish", "elu"])
def test_hvp_through_each_smooth_unit_is_the_difference_of_gradients(name: str) -> None:
    unit = getattr(units, name)
    rng = np.random.default_rng(2)
    X = rng.normal(size=(5, 3))
    params = (rng.normal(size=(3, 2)), rng.normal(size=2))
    v = (rng.normal(size=(3, 2)), rng.normal(size=2))

    def loss(params: Any) -> Any:
        A, back_affine = units.affine(X, *params)
        Z, back_unit = unit(A)
        L, back_norm = units.squared_norm(Z)
        return L, back_affine(back_unit(back_norm(np.ones(()))))[1:]

    delta = 1e-5
    above = loss(tuple(P + delta * V for P, V in zip(params, v, strict=True)))[1]
    below = loss(tuple(P - delta * V for P, V in zip(params, v, strict=True)))[1]
    for H, a, b in zip(hvp(loss, params, v), above, below, strict=True):
        np.testing.assert_allclose(H, (a - b) / (2 * delta), rtol=1e-6, atol=1e-8)


def test_the_hessian_is_symmetric_and_its_rows_are_products_with_unit_vectors() -> None:
    params, v, X, T = spiral_net(3)

    def loss(params: Any) -> Any:
        return two_layer_classifier(params, X, T, 0.1)

    H = hessian(loss, params)
    np.testing.assert_allclose(H, H.T, atol=1e-12)
    Hv = np.concatenate([part.ravel() for part in hvp(loss, params, v)])
    np.testing.assert_allclose(H @ np.concatenate([V.ravel() for V in v]), Hv, atol=1e-12)


def quadratic(A: Any, c: Any) -> Any:
    return lambda params: (0.5 * params[0] @ A @ params[0] - c @ params[0], (A @ params[0] - c,))


def test_newton_reaches_the_minimum_of_a_quadratic_in_one_step() -> None:
    A = np.diag([1.0, 10.0, 1000.0]) + 0.1
    c = np.array([1.0, -2.0, 3.0])
    (x,) = newton_step(quadratic(A, c), (np.full(3, 7.0),))
    np.testing.assert_allclose(x, np.linalg.solve(A, c), rtol=1e-7)


def test_damping_is_added_to_the_hessian() -> None:
    A, c, start = np.diag([2.0, -1.0]), np.zeros(2), np.array([3.0, 4.0])
    (x,) = newton_step(quadratic(A, c), (start,), damping=5.0)
    np.testing.assert_allclose(x, start - A @ start / np.array([7.0, 4.0]))


def test_newton_converges_quadratically_on_a_regression() -> None:
    rng = np.random.default_rng(0)
    X, T = rng.normal(size=(40, 3)), np.eye(2)[rng.integers(0, 2, 40)]

    def loss(params: Any) -> Any:
        A, back_affine = units.affine(X, *params)
        L, back_logistic = units.logistic(A, T)
        R, back_decay = units.decay(params, 0.1)
        grads = zip(back_affine(back_logistic(1.0))[1:], back_decay(1.0), strict=True)
        return L + R, tuple(a + b for a, b in grads)

    params: Any = (np.zeros((3, 2)), np.zeros(2))
    for _ in range(5):
        params = newton_step(loss, params)
    assert max(np.abs(g).max() for g in loss(params)[1]) < 1e-12


def test_a_step_at_the_minimum_goes_nowhere() -> None:
    (x,) = newton_step(quadratic(np.eye(2), np.zeros(2)), (np.zeros(2),))
    np.testing.assert_array_equal(x, [0, 0])


@pytest.mark.parametrize(
    ("H", "number"),
    [
        (np.diag([1.0, 100.0]), 100.0),
        (np.diag([-2.0, 1.0]), 2.0),
        (np.ones((2, 2)), np.inf),
        (np.eye(3), 1.0),
    ],
)
def test_condition_numbers(H: Any, number: float) -> None:
    assert condition_number(H) == pytest.approx(number)


x, X = np.ones(2), np.ones((2, 2))


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: hvp(quadratic(X, x), (x,), (x, x)), ValueError, "v holds 2 arrays, params 1"),
        (lambda: hvp(quadratic(X, x), (), ()), ValueError, "params is empty"),
        (
            lambda: newton_step(quadratic(-np.eye(2), x), (x,)),
            ValueError,
            "the curvature is -1 along a direction, it must be positive: use damping above 1,",
        ),
        (lambda: newton_step(quadratic(X, x), (x,), -1.0), ValueError, "damping is -1.0"),
        (lambda: newton_step(quadratic(X, x * np.nan), (x,)), FloatingPointError, "not finite"),
        (lambda: condition_number(np.ones((2, 3))), ValueError, "H is (2, 3): H must be (n, n)"),
        (lambda: condition_number(np.array([[1.0, 2.0], [0.0, 1.0]])), ValueError, "symmetric"),
        (lambda: condition_number(X * np.nan), ValueError, "finite"),
    ],
)
def test_what_cannot_be_right_is_refused_by_name(
    call: Callable[[], object], error: type[Exception], message: str
) -> None:
    with pytest.raises(error) as caught, np.errstate(all="ignore"):
        call()
    assert message in str(caught.value)


def test_the_gradient_of_a_whole_network_passes_the_check() -> None:
    params, _, X, T = spiral_net(7)
    unit = gradcheck.as_unit(lambda params: two_layer_classifier(params, X, T, 0.1))
    assert gradcheck.check_gradients(unit, params).compared == sum(P.size for P in params)

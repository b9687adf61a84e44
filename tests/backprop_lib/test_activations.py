"""Activation units against exact arithmetic for scores up to +-1000, their kinks and refusals."""

import math
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backprop_lib.activations import (
    elu,
    gelu,
    leaky_relu,
    maxout,
    relu,
    sigmoid,
    softplus,
    swish,
    tanh,
)
from tests.backprop_lib import exact

UNITS: dict[str, Callable[..., Any]] = {
    "sigmoid": sigmoid,
    "tanh": tanh,
    "relu": relu,
    "leaky_relu": leaky_relu,
    "elu": elu,
    "softplus": softplus,
    "swish": swish,
    "gelu": gelu,
}
every_unit = pytest.mark.parametrize("name", UNITS)

SIDE = [1e-300, 1e-9, 1e-3, 0.3, 0.9, 2.0, 5.0, 8.3, 20.0, 36.7, 37.5, 38.2, 88.7, 354.9, 709.8]
FAR = [714.0, 745.0, 746.0, 999.9, 1000.0]
POINTS = [-x for x in reversed(SIDE + FAR)] + [0.0] + SIDE + FAR


@contextmanager
def silence() -> Iterator[None]:
    """Anything that would warn is an error."""
    with warnings.catch_warnings(), np.errstate(over="raise", divide="raise", invalid="raise"):
        warnings.simplefilter("error")
        yield


def value_and_derivative(name: str, A: Any) -> tuple[Any, Any]:
    with silence():
        Z, back = UNITS[name](A)
        return Z, back(np.ones_like(A))


def assert_right(name: str, x: float) -> None:
    got = value_and_derivative(name, np.array([x]))
    want = exact.exactly(getattr(exact, name), x)
    # Where the derivatives of swish and gelu pass through 0 their terms cancel, as rounding x does.
    through_0 = name in {"swish", "gelu"} and -2 < x < 0
    for ours, right, atol in zip(got, want, (0.0, 2e-15 if through_0 else 0.0), strict=True):
        # Below the smallest normal number, 2e-308, a float has fewer digits.
        np.testing.assert_allclose(ours, right, rtol=1e-12, atol=atol + 5e-321)


@every_unit
def test_value_and_derivative_are_right_to_12_digits_at_chosen_points(name: str) -> None:
    for x in POINTS:
        assert_right(name, x)


@every_unit
@settings(max_examples=60)
@given(x=st.floats(-1000, 1000))
def test_value_and_derivative_are_right_to_12_digits_anywhere(name: str, x: float) -> None:
    assert_right(name, x)


@every_unit
def test_float32_is_finite_and_silent_and_right_to_its_own_digits(name: str) -> None:
    A = np.linspace(-1000, 1000, 4001, dtype=np.float32)
    for ours, right in zip(
        value_and_derivative(name, A), value_and_derivative(name, A.astype(float)), strict=True
    ):
        assert ours.dtype == np.float32
        usual = np.abs(right) > 1e-30
        np.testing.assert_allclose(ours[usual], right[usual], rtol=5e-5)
        np.testing.assert_allclose(ours[~usual], right[~usual], atol=1e-30)


@every_unit
def test_a_single_number_will_do(name: str) -> None:
    Z, back = UNITS[name](np.array(-0.5))
    want = exact.exactly(getattr(exact, name), -0.5)
    np.testing.assert_allclose((float(Z), float(back(1.0))), want, rtol=1e-12)


@every_unit
def test_NaN_is_let_through_and_shows_in_the_value(name: str) -> None:
    Z, _ = UNITS[name](np.array([np.nan, 1.0]))
    assert np.isnan(Z[0])
    assert not np.isnan(Z[1])


def test_the_gradients_at_the_kinks_are_as_documented() -> None:
    zero, one = np.zeros(1), np.ones(1)
    assert relu(zero)[1](one) == 0
    assert leaky_relu(zero, 0.2)[1](one) == 0.2
    assert elu(zero, 0.7)[1](one) == 1


def test_relu_lets_nothing_through_at_exactly_zero() -> None:
    _, back = relu(np.array([-1.0, 0.0, 1.0]))
    np.testing.assert_array_equal(back(np.array([5.0, 5.0, 5.0])), [0, 0, 5])


def test_leaky_relu_with_a_slope_of_0_is_relu() -> None:
    A = np.linspace(-2, 2, 9)
    np.testing.assert_array_equal(leaky_relu(A, 0.0)[0], relu(A)[0])


def test_swish_runs_from_half_of_A_to_relu_as_beta_grows() -> None:
    A = np.linspace(-3, 3, 7)
    np.testing.assert_array_equal(swish(A, 0.0)[0], A / 2)
    np.testing.assert_allclose(swish(A, 1e3)[0], relu(A)[0], atol=1e-12)


def test_swish_stands_in_for_gelu_to_two_hundredths() -> None:
    A = np.linspace(-6, 6, 1201)
    assert np.abs(swish(A, 1.702)[0] - gelu(A)[0]).max() < 0.0204


def test_maxout_of_A_and_0_is_relu() -> None:
    X = np.array([[-1.0], [2.0]])
    W, b = np.array([[[1.0]], [[0.0]]]), np.zeros((2, 1))
    Z, back = maxout(X, W, b)
    np.testing.assert_array_equal(Z, relu(X)[0])
    dX, dW, db = back(np.array([[5.0], [7.0]]))
    np.testing.assert_array_equal(dX, [[0], [7]])
    np.testing.assert_array_equal(dW, [[[14]], [[-5]]])
    np.testing.assert_array_equal(db, [[7], [5]])


def test_the_first_of_equal_maps_takes_the_gradient_of_maxout() -> None:
    X, W, b = np.ones((1, 1)), np.ones((2, 1, 1)), np.zeros((2, 1))
    _, _, db = maxout(X, W, b)[1](np.ones((1, 1)))
    np.testing.assert_array_equal(db, [[1], [0]])


A = np.ones((2, 3))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: relu(np.ones((0, 3))), "relu: A is (0, 3): it is empty, pass at least one"),
        (lambda: leaky_relu(A, 1.0), "leaky_relu: alpha is 1.0: it must be in [0, 1)"),
        (lambda: leaky_relu(A, -0.1), "alpha is -0.1"),
        (lambda: elu(A, 0.0), "elu: alpha is 0.0: it must be positive"),
        (lambda: elu(A, math.inf), "elu: alpha is inf"),
        (lambda: swish(A, math.nan), "swish: beta is nan: it must be finite"),
        (
            lambda: maxout(A, np.ones((2, 4, 5)), np.ones((2, 5))),
            "maxout: X is (2, 3), W is (2, 4, 5): X must be (m, p) and W (k, p, q)",
        ),
        (lambda: maxout(A, np.ones((3, 5)), np.ones(5)), "W (k, p, q)"),
        (
            lambda: maxout(A, np.ones((2, 3, 5)), np.ones(5)),
            "maxout: W is (2, 3, 5), b is (5,): b must be (k, q)",
        ),
        (lambda: sigmoid(A)[1](np.ones(3)), "sigmoid: dZ is (3,), the value is (2, 3)"),
    ],
)
def test_what_cannot_be_right_is_refused_by_name(call: Callable[[], object], message: str) -> None:
    with pytest.raises(ValueError) as caught:
        call()
    assert message in str(caught.value)

"""Numerical gradients: right for any shape, and x left as it was."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backprop_lib.gradcheck import numerical_gradient


@given(st.lists(st.integers(1, 3), max_size=3), st.integers(0, 1000))
def test_gradient_of_a_cubic_for_any_shape(shape: list[int], seed: int) -> None:
    x = np.asarray(np.random.default_rng(seed).normal(size=shape))
    gradient = numerical_gradient(lambda x: (x**3).sum(), x)
    assert gradient.shape == x.shape
    np.testing.assert_allclose(gradient, 3 * x**2, rtol=1e-6, atol=1e-8)


def test_x_is_left_as_it_was_even_when_f_writes_into_it() -> None:
    def careless(x: Any) -> float:
        x *= 2
        return float(x.sum())

    x = np.array([0.1, 0.2, 0.3])
    np.testing.assert_allclose(numerical_gradient(careless, x), [2, 2, 2])
    np.testing.assert_array_equal(x, [0.1, 0.2, 0.3])


def test_float32_stays_float32() -> None:
    gradient = numerical_gradient(lambda x: (x**2).sum(), np.ones(2, np.float32), 1e-2)
    assert gradient.dtype == np.float32
    np.testing.assert_allclose(gradient, [2, 2], rtol=1e-3)


@pytest.mark.parametrize(
    ("f", "x", "delta", "error", "message"),
    [
        (np.sum, np.arange(3), 1e-5, TypeError, "x is an array of int64"),
        (np.sum, np.ones(3), 0.0, ValueError, "delta is 0.0: it must be positive"),
        (np.sum, np.full(1, 1e20), 1e-5, ValueError, "use a larger delta"),
        (lambda x: x, np.ones(3), 1e-5, TypeError, "f returned a ndarray of shape (3,)"),
        (lambda x: (1.0, x), np.ones(3), 1e-5, TypeError, "of (loss, grads) return the loss"),
    ],
)
def test_bad_input_is_refused_with_a_remedy(
    f: Any, x: Any, delta: float, error: type[Exception], message: str
) -> None:
    with pytest.raises(error) as caught:
        numerical_gradient(f, x, delta)
    assert message in str(caught.value)

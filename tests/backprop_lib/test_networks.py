"""The flat nets: gradients, the lecture's own twenty lines, extremes and refusals."""

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backprop_lib.gradcheck import numerical_gradient
from backprop_lib.networks import twenty_line_net, two_layer_classifier

Rng = np.random.Generator


def normal(rng: Rng, *shapes: tuple[int, ...]) -> Any:
    return tuple(rng.standard_normal(shape) for shape in shapes)


def assert_numerical(f: Callable[..., tuple[Any, Any]], params: Any) -> None:
    """The gradients of f are those of its loss by differences."""
    _, gradients = f(params)
    for i, (param, gradient) in enumerate(zip(params, gradients, strict=True)):

        def loss(x: Any, i: int = i) -> float:
            return float(f((*params[:i], x, *params[i + 1 :]))[0])

        assert gradient.shape == param.shape
        np.testing.assert_allclose(gradient, numerical_gradient(loss, param), rtol=1e-5, atol=1e-7)


sizes = st.integers(1, 5)


@given(st.integers(0, 2**32 - 1), sizes, sizes, sizes, sizes)
def test_gradients_of_the_twenty_line_net(seed: int, m: int, p: int, h: int, q: int) -> None:
    rng = np.random.default_rng(seed)
    X, Y = normal(rng, (m, p), (m, q))
    assert_numerical(lambda params: twenty_line_net(params, X, Y), normal(rng, (p, h), (h, q)))


@given(st.integers(0, 2**32 - 1), sizes, sizes, sizes, st.integers(2, 5), st.floats(0, 2))
def test_gradients_of_the_two_layer_classifier(
    seed: int, m: int, p: int, h: int, k: int, lam: float
) -> None:
    rng = np.random.default_rng(seed)
    X, W1, W2, b2 = normal(rng, (m, p), (p, h), (h, k), (k,))
    T = np.eye(k)[rng.integers(0, k, m)]
    # Hidden scores nowhere near the kink of relu.
    b1 = rng.choice([-1, 1], h) * (1 + np.abs(X @ W1).max(axis=0))
    assert_numerical(lambda params: two_layer_classifier(params, X, T, lam), (W1, b1, W2, b2))


def test_the_twenty_line_net_is_the_lectures_and_learns() -> None:
    rng = np.random.default_rng(0)
    X, Y, W1, W2 = normal(rng, (64, 1000), (64, 10), (1000, 100), (100, 10))
    loss, (dW1, dW2) = twenty_line_net((W1, W2), X, Y)
    # The slide's own lines, whose sigmoid overflows further out.
    h = 1 / (1 + np.exp(-X.dot(W1)))
    y_pred = h.dot(W2)
    grad_y_pred = 2.0 * (y_pred - Y)
    np.testing.assert_allclose(loss, np.square(y_pred - Y).sum(), rtol=1e-12)
    np.testing.assert_allclose(dW2, h.T.dot(grad_y_pred), rtol=1e-10, atol=1e-10)
    expected = X.T.dot(grad_y_pred.dot(W2.T) * h * (1 - h))
    np.testing.assert_allclose(dW1, expected, rtol=1e-8, atol=1e-10)
    first = loss
    for _ in range(50):
        loss, (dW1, dW2) = twenty_line_net((W1, W2), X, Y)
        W1, W2 = W1 - 1e-4 * dW1, W2 - 1e-4 * dW2
    assert loss < first / 2


def test_huge_scores_overflow_nowhere() -> None:
    X, T = np.array([[1e3, -1e3], [-1e3, 1e3]]), np.eye(2)
    W, b = np.array([[1.0, -1.0], [0.5, 2.0]]), np.zeros(2)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        results = [
            twenty_line_net((W, W), X, T),
            two_layer_classifier((W, b, W, b), X, T, 0.1),
        ]
    for loss, gradients in results:
        assert np.isfinite(loss) and all(np.isfinite(each).all() for each in gradients)


def test_nothing_that_was_passed_is_changed_and_float32_stays() -> None:
    rng = np.random.default_rng(1)
    arrays = [each.astype(np.float32) for each in normal(rng, (5, 3), (3, 4), (4,), (4, 2), (2,))]
    arrays.append(np.eye(2, dtype=np.float32)[[0, 1, 1, 0, 1]])
    before = [each.copy() for each in arrays]
    X, W1, b1, W2, b2, T = arrays
    loss, gradients = two_layer_classifier((W1, b1, W2, b2), X, T, 0.1)
    other, others = twenty_line_net((W1, W2), X, T)
    assert {each.dtype for each in (loss, other, *gradients, *others)} == {np.dtype(np.float32)}
    for now, was in zip(arrays, before, strict=True):
        np.testing.assert_array_equal(now, was)


X, T = np.ones((5, 3)), np.eye(2)[[0, 1, 1, 0, 1]]
W1, b1, W2, b2 = np.ones((3, 4)), np.zeros(4), np.ones((4, 2)), np.zeros(2)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (
            lambda: twenty_line_net((W2, W2), X, T),
            ValueError,
            "twenty_line_net: X is (5, 3), W1 is (4, 2): X's columns must equal W1's rows",
        ),
        (
            lambda: twenty_line_net((W1, W1), X, T),
            ValueError,
            "W1 is (3, 4), W2 is (3, 4): W1's columns must equal W2's rows",
        ),
        (lambda: twenty_line_net((W1, W2), X, T[:, :1]), ValueError, "Y is (5, 1)"),
        (lambda: twenty_line_net((W1, W2), X.astype(int), T), TypeError, "X is an array of int64"),
        (
            lambda: two_layer_classifier((W1, b2, W2, b2), X, T, 0.1),
            ValueError,
            "W1 is (3, 4), b1 is (2,): b1 must have an entry for each column of W1",
        ),
        (
            lambda: two_layer_classifier((W1, b1, W2, b1), X, T, 0.1),
            ValueError,
            "W2 is (4, 2), b2 is (4,): b2 must have an entry for each column of W2",
        ),
        (
            lambda: two_layer_classifier((W1, b1, W2, b2), X, 2 * T, 0.1),
            ValueError,
            "two_layer_classifier: row 0 of T ",
        ),
        (
            lambda: two_layer_classifier((W1, b1, W2, b2), X[:0], T[:0], 0.1),
            ValueError,
            "two_layer_classifier: X is (0, 3)",
        ),
    ],
)
def test_what_cannot_be_right_is_refused_by_name(
    call: Callable[[], object], error: type[Exception], message: str
) -> None:
    with pytest.raises(error) as caught:
        call()
    assert message in str(caught.value)

"""Units and gates: hand-worked values, exactness of the logistic unit, and refusals."""

import warnings
from collections.abc import Callable

import numpy as np
import pytest

from backprop_lib.units import (
    add,
    affine,
    decay,
    dot,
    logistic,
    matmul,
    max_,
    mul,
    relu,
    split,
    squared_norm,
    sub,
    sum_,
)


def test_dW_is_the_right_shape_for_a_batch_of_one() -> None:
    rng = np.random.default_rng(0)
    A, back = affine(rng.normal(size=(1, 3)), rng.normal(size=(3, 2)), np.zeros(2))
    dX, dW, db = back(rng.normal(size=(1, 2)))
    assert (A.shape, dX.shape, dW.shape, db.shape) == ((1, 2), (1, 3), (3, 2), (2,))


@pytest.mark.parametrize("scale", [1.0, 30.0, 1e3])
def test_logistic_is_exact_and_silent_for_large_scores(scale: float) -> None:
    A = scale * np.array([[1.0, -1.0, 0.0], [-1.0, 1.0, 0.0]])
    T = np.array([[1.0, 0.0, 0.0], [1.0, 0.0, 0.0]])
    with warnings.catch_warnings(), np.errstate(over="raise", divide="raise", invalid="raise"):
        warnings.simplefilter("error")
        L, back = logistic(A, T)
        dA = back(1.0)
    wide = A.astype(np.longdouble)  # its exponent holds exp(1000)
    Y = np.exp(wide) / np.exp(wide).sum(axis=1, keepdims=True)
    np.testing.assert_allclose(L, -np.log((T * Y).sum(axis=1)).mean(), rtol=1e-12)
    np.testing.assert_allclose(dA, (Y - T) / 2, rtol=1e-12, atol=1e-15)


def test_equal_scores_cost_log_k() -> None:
    L, _ = logistic(np.zeros((5, 10)), np.eye(10)[[0, 3, 3, 7, 9]])
    assert pytest.approx(np.log(10)) == L


def test_decay_of_a_hand_worked_example() -> None:
    # lam/2 (1 + 4 + 9) = 0.1 * 14 / 2
    R, back = decay([np.array([[1.0, 2.0]]), np.array([3.0])], 0.1)
    assert pytest.approx(0.7) == R
    dW1, dW2 = back(2.0)
    np.testing.assert_allclose(dW1, [[0.2, 0.4]])
    np.testing.assert_allclose(dW2, [0.6])


def test_add_hands_each_term_a_copy_of_its_own() -> None:
    S, back = add([np.ones(2), np.full(2, 2.0)])
    np.testing.assert_array_equal(S, [3, 3])
    d = np.array([1.0, -1.0])
    d1, d2 = back(d)
    assert not (np.shares_memory(d1, d2) or np.shares_memory(d1, d))


def test_sub_and_mul_of_a_hand_worked_example() -> None:
    x, y, d = np.array([3.0, -4.0]), np.array([-1.0, 2.0]), np.array([2.0, 5.0])
    D, back = sub(x, y)
    np.testing.assert_array_equal(D, [4, -6])
    np.testing.assert_array_equal(back(d), [[2, 5], [-2, -5]])
    P, back = mul(x, y)
    np.testing.assert_array_equal(P, [-3, -8])
    np.testing.assert_array_equal(back(d), [[-2, 10], [6, -20]])


def test_max_routes_its_gradient_to_the_winner_and_at_a_tie_to_the_first() -> None:
    M, back = max_((np.array([2.0, 1.0, 7.0]), np.array([-1.0, 3.0, 7.0])))
    np.testing.assert_array_equal(M, [2, 3, 7])
    np.testing.assert_array_equal(back(np.array([2.0, 5.0, 9.0])), [[2, 0, 9], [0, 5, 0]])


def test_a_splitter_adds_and_its_copies_are_its_own() -> None:
    x = np.array([1.0, 2.0])
    (x1, x2), back = split(x)
    assert not (np.shares_memory(x1, x) or np.shares_memory(x1, x2))
    np.testing.assert_array_equal(back((np.array([1.0, 2.0]), np.array([10.0, 20.0]))), [11, 22])


def test_squared_norm_is_a_splitter_and_a_dot_product() -> None:
    x = np.array([1.0, -2.0, 3.0])
    y, back = squared_norm(x)
    (x1, x2), back_split = split(x)
    y_too, back_dot = dot(x1, x2)
    assert y == y_too == 14
    np.testing.assert_array_equal(back(0.5), back_split(back_dot(0.5)))


def test_dot_is_a_Hadamard_product_and_a_sum() -> None:
    x1, x2 = np.array([1.0, -2.0, 3.0]), np.array([4.0, 5.0, 6.0])
    y, back = dot(x1, x2)
    P, back_mul = mul(x1, x2)
    y_too, back_sum = sum_(P)
    assert y == y_too == 12
    np.testing.assert_array_equal(back(2.0), back_mul(back_sum(2.0)))


def test_gates_take_plain_numpy_numbers() -> None:
    P, back = mul(np.float64(-2.0), np.float64(3.0))
    assert P == -6
    np.testing.assert_array_equal(back(1.0), (3, -2))


@pytest.mark.parametrize("fraction", [0.5, 1e-9])
def test_soft_targets_are_refused(fraction: float) -> None:
    soft = np.array([[fraction, 1 - fraction], [0.0, 1.0]])
    with pytest.raises(ValueError, match="row 0 of T has 2 entries that are not 0 and sums to 1"):
        logistic(np.zeros((2, 2)), soft)


def test_NaN_among_the_scores_shows_in_the_loss_and_among_the_targets_is_refused() -> None:
    A, T = np.array([[np.nan, 1.0], [0.0, 1.0]]), np.eye(2)
    assert np.isnan(logistic(A, T)[0])
    T[1, 0] = np.nan
    with pytest.raises(ValueError, match="logistic: row 1 of T has 2 entries that are not 0"):
        logistic(np.zeros((2, 2)), T)


X, W, b = np.ones((10, 64)), np.ones((64, 32)), np.zeros(32)
T = np.eye(3)[[0, 1]]


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (
            lambda: affine(X, np.ones((10, 32)), b),
            ValueError,
            "affine: X is (10, 64), W is (10, 32): X's columns must equal W's rows",
        ),
        (
            lambda: affine(X, W, np.zeros(10)),
            ValueError,
            "affine: W is (64, 32), b is (10,): b must have an entry for each column of W",
        ),
        (lambda: affine(X[0], W, b), ValueError, "for one sample use X[None, :]"),
        (lambda: affine(X, W[:, 0], b), ValueError, "for one output use W[:, None]"),
        (
            lambda: affine(X, W, b)[1](np.ones(32)),
            ValueError,
            "affine: dA is (32,), the value is (10, 32)",
        ),
        (lambda: affine(X.astype(int), W, b), TypeError, "affine: X is an array of int64"),
        (lambda: affine(X.astype(np.float32), W, b), TypeError, "X.astype(W.dtype)"),
        (lambda: relu([1.0, -1.0]), TypeError, "relu: A is a list: pass an array"),  # type: ignore[arg-type]
        (lambda: relu(X)[1](np.ones(64)), ValueError, "relu: dZ is (64,), the value is (10, 64)"),
        (
            lambda: logistic(np.ones((2, 3)), np.array([0.0, 1.0])),
            ValueError,
            "for labels t (m,) use np.eye(k)[t]",
        ),
        (
            lambda: logistic(np.ones((2, 3)), 2 * T),
            ValueError,
            "row 0 of T has 1 entries that are not 0",
        ),
        (lambda: logistic(np.ones((0, 3)), np.ones((0, 3))), ValueError, "A is (0, 3)"),
        (lambda: logistic(np.ones((2, 3)), T)[1](np.ones(2)), ValueError, "dL is (2,)"),
        (
            lambda: logistic(np.ones((2, 1)), np.ones((2, 1))),
            ValueError,
            "one class leaves nothing",
        ),
        (lambda: logistic(np.ones((2, 4)), T), ValueError, "A is (2, 4), T is (2, 3)"),
        (
            lambda: logistic(np.ones((2, 3)), np.array([0, 2])),
            ValueError,
            "A is (2, 3), T is (2,): T must have A's shape, for labels t (m,) use np.eye(k)[t]",
        ),
        (lambda: logistic(np.ones((2, 3)), T.astype(int)), TypeError, "T is an array of int64"),
        (lambda: logistic(np.ones((2, 3), int), T), TypeError, "A is an array of int64"),
        (lambda: decay((W,), -0.1), ValueError, "decay: lam is -0.1: it must be a number >= 0"),
        (lambda: decay((W,), np.nan), ValueError, "decay: lam is nan"),
        (lambda: logistic(np.ones(3), T[0]), ValueError, "A must be (m, k)"),
        (lambda: affine(X[:0], W, b), ValueError, "affine: X is (0, 64): it is empty"),
        (lambda: affine(X, W.astype(object), b), TypeError, "affine: W is an array of object"),
        (
            lambda: matmul(X, np.ones((10, 32))),
            ValueError,
            "matmul: X is (10, 64), W is (10, 32): X's columns must equal W's rows",
        ),
        (lambda: mul(X, X[0]), ValueError, "mul: X1 is (10, 64), X2 is (64,): they must have one"),
        (lambda: sub(X, 1.0), TypeError, "sub: X2 is a float: pass an array"),  # type: ignore[arg-type]
        (lambda: dot(X, X), ValueError, "dot: x1 is (10, 64): the arguments must be vectors"),
        (lambda: sum_(X, axis=2), ValueError, "sum_: X is (10, 64), axis is 2"),
        (lambda: max_(X), TypeError, "max_: terms is a ndarray: pass a tuple or list"),  # type: ignore[arg-type]
        (lambda: split(X, 0), ValueError, "split: n is 0"),
        (lambda: split(X)[1]((X,)), ValueError, "split: pass a tuple or list of 2 upstream"),
        (lambda: split(X)[1]((X, W)), ValueError, "split: dxs[1] is (64, 32)"),
        (lambda: relu(X)[1]([1.0]), TypeError, "relu: dZ is a list: pass an array"),  # type: ignore[arg-type]
        (lambda: decay(W, 0.1), TypeError, "decay: weights is a ndarray: pass a tuple or list"),  # type: ignore[arg-type]
        (lambda: decay((), 0.1), ValueError, "decay: weights is empty"),
        (lambda: add((np.ones(2), np.ones(3))), ValueError, "terms[0] is (2,), terms[1] is (3,)"),
    ],
)
def test_what_cannot_be_right_is_refused_by_name(
    call: Callable[[], object], error: type[Exception], message: str
) -> None:
    with pytest.raises(error) as caught:
        call()
    assert message in str(caught.value)

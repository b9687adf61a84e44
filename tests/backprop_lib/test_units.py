"""The laws that every unit keeps, its exactness, and its refusals."""

import gc
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backprop_lib.gradcheck import numerical_gradient
from backprop_lib.units import add, affine, decay, logistic, relu, sigmoid

LAM = 0.3


@dataclass(frozen=True)
class Setup:
    """A unit as a function of its differentiable arrays, so that all units face the same laws."""

    call: Callable[..., tuple[Any, Callable[[Any], Any]]]
    arrays: list[np.ndarray[Any, Any]]


def as_tuple(gradients: Any) -> tuple[Any, ...]:
    return gradients if isinstance(gradients, tuple) else (gradients,)


def one_of_k(rng: np.random.Generator, m: int, k: int, dtype: Any) -> Any:
    return np.eye(k, dtype=dtype)[rng.integers(0, k, m)]


@st.composite
def setups(draw: st.DrawFn, dtype: Any = np.float64) -> tuple[Setup, np.random.Generator]:
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    m, p, q = (draw(st.integers(1, 5)) for _ in range(3))

    def normal(*shape: int) -> Any:
        return rng.standard_normal(shape).astype(dtype)

    away_from_kink = normal(m, p)
    away_from_kink += np.sign(away_from_kink) * 0.01
    T = one_of_k(rng, m, q, dtype)
    options = {
        "affine": Setup(affine, [normal(m, p), normal(p, q), normal(q)]),
        "relu": Setup(relu, [away_from_kink]),
        "sigmoid": Setup(sigmoid, [normal(m, p)]),
        "logistic": Setup(lambda A: logistic(A, T), [normal(m, q)]),
        "decay": Setup(lambda *Ws: decay(Ws, LAM), [normal(p, q), normal(q)]),
        "add": Setup(lambda *terms: add(terms), [normal(m, p), normal(m, p), normal(m, p)]),
    }
    return options[draw(st.sampled_from(sorted(options)))], rng


def upstream_like(rng: np.random.Generator, value: Any) -> Any:
    return np.asarray(rng.standard_normal(np.shape(value)), dtype=value.dtype)


@given(setups())
def test_gradients_equal_numerical_gradients(drawn: tuple[Setup, np.random.Generator]) -> None:
    setup, rng = drawn
    value, back = setup.call(*setup.arrays)
    d = upstream_like(rng, value)
    for i, gradient in enumerate(as_tuple(back(d))):

        def f(x: Any, i: int = i) -> float:
            arrays = [*setup.arrays[:i], x, *setup.arrays[i + 1 :]]
            return float((d * setup.call(*arrays)[0]).sum())

        np.testing.assert_allclose(
            gradient, numerical_gradient(f, setup.arrays[i]), rtol=1e-5, atol=1e-7
        )


@given(setups(), st.floats(-3, 3))
def test_back_is_linear_in_the_upstream_gradient(
    drawn: tuple[Setup, np.random.Generator], c: float
) -> None:
    setup, rng = drawn
    value, back = setup.call(*setup.arrays)
    d1, d2 = upstream_like(rng, value), upstream_like(rng, value)
    parts = zip(as_tuple(back(d1)), as_tuple(back(d2)), as_tuple(back(d1 + c * d2)), strict=True)
    for g1, g2, both in parts:
        np.testing.assert_allclose(both, g1 + c * g2, rtol=1e-9, atol=1e-9)


@given(setups())
def test_back_called_twice_gives_the_same_and_changes_nothing(
    drawn: tuple[Setup, np.random.Generator],
) -> None:
    setup, rng = drawn
    before = [array.copy() for array in setup.arrays]
    value, back = setup.call(*setup.arrays)
    value_before = np.copy(value)
    d = upstream_like(rng, value)
    d_before = d.copy()
    first = [np.copy(g) for g in as_tuple(back(d))]
    for g in as_tuple(back(d)):
        g *= 2  # a caller may do this to a gradient; it must reach nothing else
    for again, once in zip(as_tuple(back(d)), first, strict=True):
        np.testing.assert_array_equal(again, once)
    for array, was in zip(
        [*setup.arrays, value, d], [*before, value_before, d_before], strict=True
    ):
        np.testing.assert_array_equal(array, was)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@given(st.data())
def test_values_and_gradients_keep_shape_and_dtype(dtype: Any, data: st.DataObject) -> None:
    setup, rng = data.draw(setups(dtype=dtype))
    value, back = setup.call(*setup.arrays)
    assert value.dtype == dtype
    gradients = as_tuple(back(upstream_like(rng, value)))
    assert [g.shape for g in gradients] == [a.shape for a in setup.arrays]
    assert {g.dtype for g in gradients} == {np.dtype(dtype)}
    if value.shape == ():
        assert {g.dtype for g in as_tuple(back(1.0))} == {np.dtype(dtype)}


def test_dW_is_the_right_shape_for_a_batch_of_one() -> None:
    rng = np.random.default_rng(0)
    A, back = affine(rng.normal(size=(1, 3)), rng.normal(size=(3, 2)), np.zeros(2))
    dX, dW, db = back(rng.normal(size=(1, 2)))
    assert (A.shape, dX.shape, dW.shape, db.shape) == ((1, 2), (1, 3), (3, 2), (2,))


@pytest.mark.parametrize("x", [-1e3, -745.0, -40.0, -1.0, 0.0, 1.0, 40.0, 745.0, 1e3])
def test_sigmoid_and_its_gradient_are_exact_and_silent_far_out(x: float) -> None:
    with warnings.catch_warnings(), np.errstate(over="raise", divide="raise", invalid="raise"):
        warnings.simplefilter("error")
        Z, back = sigmoid(np.array([x]))
        dA = back(np.array([1.0]))
    small = np.exp(-abs(x))
    np.testing.assert_allclose(Z, (1 if x >= 0 else small) / (1 + small), rtol=1e-15)
    np.testing.assert_allclose(dA, small / (1 + small) ** 2, rtol=1e-15)


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


def test_relu_lets_nothing_through_at_exactly_zero() -> None:
    _, back = relu(np.array([-1.0, 0.0, 1.0]))
    np.testing.assert_array_equal(back(np.array([5.0, 5.0, 5.0])), [0, 0, 5])


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


def test_units_leave_no_reference_cycles() -> None:
    T = np.eye(3)[[0, 2]]
    gc.collect()
    gc.disable()
    try:
        for _ in range(10):
            A, back = affine(np.ones((2, 3)), np.ones((3, 3)), np.zeros(3))
            Z, back_relu = relu(A)
            S, back_sigmoid = sigmoid(Z)
            L, back_logistic = logistic(S, T)
            R, back_decay = decay((A, Z), LAM)
            _, back_add = add((L, R))
            dL, dR = back_add(1.0)
            back_decay(dR)
            back(back_relu(back_sigmoid(back_logistic(dL))))
        del A, Z, S, L, R, dL, dR, back, back_relu, back_sigmoid, back_logistic, back_decay
        del back_add
        assert gc.collect() == 0
    finally:
        gc.enable()


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
        (lambda: logistic(np.ones((2, 3)), 2 * T), ValueError, "row 0 of T sums to 2"),
        (lambda: logistic(np.ones((0, 3)), np.ones((0, 3))), ValueError, "A is (0, 3)"),
        (lambda: logistic(np.ones((2, 3)), T)[1](np.ones(2)), ValueError, "dL is (2,)"),
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

"""Numerical gradients, and a check that accepts the right rule and says what is wrong."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backprop_lib import units
from backprop_lib.gradcheck import (
    WrongGradient,
    as_unit,
    check_gradients,
    error_curve,
    has_kink,
    numerical_gradient,
)
from backprop_lib.networks import twenty_line_net


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


@given(st.floats(-3e-5, 3e-5), st.floats(0.1, 10), st.floats(-5, 5))
def test_a_kink_is_seen_within_delta_and_curvature_is_none(
    x: float, slope: float, curvature: float
) -> None:
    def f(x: Any) -> float:
        return float(slope * abs(x[0]) + curvature * x[0] ** 2)

    near = abs(x) < 1e-5
    if abs(abs(x) - 1e-5) > 1e-9:  # a kink at the very end does no harm, nor is it seen
        assert has_kink(f, np.array([x]), (0,), 1e-5) == near
    assert not has_kink(lambda x: f(x + 1), np.array([x]), (0,), 1e-5)


rng = np.random.default_rng(0)
X, W, b = rng.normal(size=(4, 3)), rng.normal(size=(3, 2)), rng.normal(size=2)
T = np.eye(3)[[0, 2, 1, 1]]
RIGHT: list[tuple[Any, list[Any]]] = [
    (units.affine, [X, W, b]),
    (units.logistic, [X, T]),
    (units.logistic, [1e3 * X, T]),
    (units.sigmoid, [X]),
    (units.add, [(X, X + 1)]),
    (units.decay, [[W, b], 0.1]),
    (units.split, [X]),
    (units.dropout, [X, 0.5, np.random.default_rng(3)]),
    (units.dot, [b, b + 1]),
]


@pytest.mark.parametrize(("unit", "args"), RIGHT, ids=lambda value: getattr(value, "__name__", ""))
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_a_right_rule_is_accepted_in_both_precisions(unit: Any, args: Any, dtype: Any) -> None:
    def cast(arg: Any) -> Any:
        if isinstance(arg, tuple | list):
            return type(arg)(cast(item) for item in arg)
        return arg.astype(dtype) if isinstance(arg, np.ndarray) else arg

    for seed in range(5):
        check = check_gradients(unit, [cast(arg) for arg in args], seed=seed)
        assert (check.left_out, check.problems) == (0, ())
        assert check.compared > 0


@given(seed=st.integers(0, 2**32 - 1))
def test_a_right_rule_with_kinks_is_accepted_wherever_it_is_asked(seed: int) -> None:
    rng = np.random.default_rng(seed)
    near = rng.choice([-1.0, 0.0, 1.0, 1e-6, -3e-6, 9e-6, -2e-5], size=(3, 4))
    for unit in (units.relu, units.leaky_relu):
        check = check_gradients(unit, [near + 0.0], seed=seed) if (abs(near) == 1).any() else None
        if check is not None:
            assert check.left_out == (abs(near) < 1e-5).sum()


def square(factor: float) -> Callable[..., Any]:
    def rule(x: Any) -> Any:
        return x * x, lambda d: (factor * 2 * d * x).astype(x.dtype)

    return rule


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_a_rule_that_is_wrong_by_a_factor_of_1_0005_is_noticed(dtype: Any) -> None:
    x = np.array([0.5, -2.0, 1.0], dtype)
    check_gradients(square(1.0), [x])
    with pytest.raises(WrongGradient, match=r"dx is the right one times 1\.0005") as caught:
        check_gradients(square(1.0005), [x])
    assert caught.value.check.error == pytest.approx(5e-4, rel=1e-2)


def test_a_kink_is_left_out_and_the_rest_is_still_checked() -> None:
    x = np.array([1.0, 0.0, 3e-6, -1.0])
    check = check_gradients(units.relu, [x])
    assert (check.compared, check.left_out) == (2, 2)
    assert str(check).endswith("2 left out, for a kink within delta.")

    def wrong(x: Any) -> Any:
        return np.maximum(x, 0), lambda d: d * (x > 0) * 1.01

    with pytest.raises(WrongGradient, match=r"times 1\.01"):
        check_gradients(wrong, [x])


def test_a_jump_is_left_out_too() -> None:
    def step(x: Any) -> Any:
        return (x > 0) * 1.0, lambda d: 0 * d

    check = check_gradients(step, [np.array([1e-6, 1.0])])
    assert (check.compared, check.left_out) == (1, 1)


def test_strong_curvature_is_not_taken_for_a_kink() -> None:
    def sharp(x: Any) -> Any:
        return np.sin(300 * x), lambda d: 300 * d * np.cos(300 * x)

    assert check_gradients(sharp, [np.linspace(0, 1, 7)], delta=1e-6).left_out == 0


def test_nothing_but_kinks_is_no_pass() -> None:
    with pytest.raises(WrongGradient, match="Nothing could be compared"):
        check_gradients(units.relu, [np.zeros(3)])


def affine_with(back: Callable[[Any, Any, Any], Any]) -> Callable[..., Any]:
    def wrong_affine(X: Any, W: Any, b: Any) -> Any:
        return X @ W + b, lambda dA: back(X, W, dA)

    return wrong_affine


calls = 0


def other_each_time(X: Any, W: Any, dA: Any) -> Any:
    global calls
    calls += 1
    return dA @ W.T * calls, X.T @ dA, dA.sum(axis=0)


def doubling_upstream(X: Any, W: Any, dA: Any) -> Any:
    dA *= 2
    return dA @ W.T / 2, X.T @ dA / 2, dA.sum(axis=0) / 2


def poking_X(X: Any, W: Any, dA: Any) -> Any:
    dX = dA @ W.T
    X[0, 0] += 1
    return dX, X.T @ dA, dA.sum(axis=0)


MISTAKES: list[tuple[Callable[..., Any], str]] = [
    (lambda X, W, dA: (dA @ W.T, (X.T @ dA).T, dA.sum(0)), "dW is the right one transposed"),
    (lambda X, W, dA: (dA @ W.T, X.T @ dA, dA), "db is (4, 2), not summed over the batch"),
    (lambda X, W, dA: (-dA @ W.T, X.T @ dA, dA.sum(0)), "dX is the right one with its sign"),
    (lambda X, W, dA: (dA @ W.T, X.T @ dA / 4, dA.sum(0)), "dW is the right one times 0.25"),
    (lambda X, W, dA: (0 * X, X.T @ dA, dA.sum(0)), "dX is zero everywhere"),
    (lambda X, W, dA: (dA @ W.T, X.T @ dA, dA.sum(0)[None]), "db has the right numbers in the"),
    (lambda X, W, dA: (dA @ W.T, X.T @ dA, dA.sum(1)), "db is (4,): it must have its argument's"),
    (lambda X, W, dA: (dA @ W.T, X.T @ dA, dA.sum(0).tolist()), "db is a list: return an array"),
    (lambda X, W, dA: (dA @ W.T / 0, X.T @ dA, dA.sum(0)), "dX holds nan or inf"),
    (
        lambda X, W, dA: ((dA @ W.T).astype(np.float32), X.T @ dA, dA.sum(0)),
        "dX is float32, X is float64: keep its dtype",
    ),
    (lambda X, W, dA: (dA @ W.T + 0.1 * (X > 1), X.T @ dA, dA.sum(0)), "dX is wrong, most of all"),
    (
        lambda X, W, dA: (np.ones_like(X), np.ones_like(W), np.ones(2)),
        "back ignores its upstream gradient",
    ),
    (other_each_time, "back gives something else when it is called again"),
    (doubling_upstream, "back changes its upstream gradient in place"),
    (poking_X, "An argument is changed in place"),
]


@pytest.mark.parametrize(("back", "message"), MISTAKES, ids=[m for _, m in MISTAKES])
def test_a_mistake_is_told_in_words(back: Any, message: str) -> None:
    with pytest.raises(WrongGradient) as caught, np.errstate(all="ignore"):
        check_gradients(affine_with(back), [X.copy(), W, b])
    assert str(caught.value).startswith("wrong_affine: ")
    assert message in str(caught.value)


def test_a_square_gradient_is_recognised_transposed() -> None:
    def gram(A: Any) -> Any:
        return A @ A, lambda d: (d @ A.T + A.T @ d).T

    with pytest.raises(WrongGradient, match="dA is the right one transposed"):
        check_gradients(gram, [rng.normal(size=(3, 3))])


@pytest.mark.parametrize(
    ("back", "message"),
    [
        (lambda X, W, dA: (dA, dA, dA, dA), "4 gradients for 3 arguments"),
    ],
)
def test_gradients_that_fit_no_argument_are_refused(back: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        check_gradients(affine_with(back), [X, W, b])


def test_a_tuple_and_its_gradients_must_be_as_long() -> None:
    def wrong(terms: Any) -> Any:
        return terms[0] + terms[1], lambda d: (d,)

    with pytest.raises(ValueError, match="terms holds 2 arrays"):
        check_gradients(wrong, [(X, X)])


def test_arguments_are_left_as_they_were() -> None:
    args = [X.copy(), W.copy(), b.copy()]
    check_gradients(units.affine, args)
    for array, was in zip(args, [X, W, b], strict=True):
        np.testing.assert_array_equal(array, was)


def test_a_whole_network_is_checked_as_a_unit_of_its_parameters() -> None:
    W2, Y = rng.normal(size=(2, 3)), rng.normal(size=(4, 3))
    check = check_gradients(as_unit(lambda params: twenty_line_net(params, X, Y)), [W, W2])
    assert check.compared == W.size + W2.size

    def wrong(params: Any) -> Any:
        loss, (dW1, dW2) = twenty_line_net(params, X, Y)
        return loss, (dW1, dW2 / 2)

    with pytest.raises(WrongGradient, match=r"dparams\[1\] is the right one times 0\.5"):
        check_gradients(as_unit(wrong), [W, W2])


def test_the_error_curve_falls_as_delta_squared_and_rises_again_as_rounding_takes_over() -> None:
    x = np.array([0.3, -1.2, 2.0])
    curve = error_curve(lambda x: np.exp(x).sum(), np.exp, x)
    at = {float(f"{d:.0e}"): i for i, d in enumerate(curve.deltas)}
    truncation = curve.float64[at[1e-1]] / curve.float64[at[1e-2]]
    assert truncation == pytest.approx(100, rel=0.05)
    best64 = curve.deltas[np.argmin(curve.float64)]
    best32 = curve.deltas[np.argmin(curve.float32)]
    assert 1e-7 < best64 < 1e-4 < best32 < 1e-1
    assert curve.float64.min() < 1e-9 < 1e-6 < curve.float32.min() < 1e-3
    assert curve.float64[at[1e-12]] > 1e3 * curve.float64.min()
    assert curve.float32[at[1e-12]] == 1  # lost in rounding


def test_the_error_curve_takes_its_own_steps_and_refuses_one_that_is_not_positive() -> None:
    curve = error_curve(lambda x: (x * x).sum(), lambda x: 2 * x, np.ones(2), deltas=[1e-3, 1e-2])
    np.testing.assert_array_equal(curve.deltas, [1e-3, 1e-2])
    assert curve.float64.shape == curve.float32.shape == (2,)
    with pytest.raises(ValueError, match=r"delta is 0\.0: it must be positive"):
        error_curve(lambda x: x.sum(), np.ones_like, np.ones(2), deltas=[0.0])

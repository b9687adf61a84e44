"""The numbers that lesson 03 states, computed with its reference functions."""

from typing import Any

import nbformat
import numpy as np
import pytest

from backprop_lib.arrays import Array
from backprop_lib.exercises.gradient_checking import planted, reference
from backprop_lib.exercises.gradient_checking.reference import (
    best_step,
    error_curve,
    numerical_gradient,
    relative_error,
)
from tests.root import ROOT

SOURCE = ROOT / "solutions/03_gradient_checking/gradient_checking.ipynb"
EPS = float(np.finfo(float).eps)
DELTAS = np.logspace(-15, 0, 61)
X = np.random.default_rng(0).uniform(0.5, 2, 10)


def cubes(x: Array) -> float:
    return float(np.sum(x**3))


def cubes_slope(x: Array) -> Array:
    return 3 * x**2


def relu_sum(x: Array) -> float:
    return float(np.sum(np.maximum(0, x)))


def at(delta: float) -> int:
    return int(np.argmin(abs(DELTAS - delta)))


def units() -> dict[str, Any]:
    """What the notebook's cell of eight units defines."""
    cells = nbformat.read(SOURCE, as_version=4).cells
    (text,) = [cell.source for cell in cells if cell.id == "units"]
    scope: dict[str, Any] = {"np": np}
    exec(text, scope)
    return scope


def errors(unit: Any, args: Any, upstream: Any) -> list[float]:
    gradients = unit(*args)[1](upstream)
    gradients = gradients if isinstance(gradients, tuple) else (gradients,)

    def along(k: int) -> Any:
        return lambda x: float(np.sum(upstream * unit(*args[:k], x, *args[k + 1 :])[0]))

    step = best_step("float64")
    return [
        relative_error(gradient, numerical_gradient(along(k), args[k], step))
        for k, gradient in enumerate(gradients)
    ]


def test_the_first_formula_for_the_slope_of_softplus_is_right() -> None:
    x, d = 0.5, 0.001
    slope = (np.log(1 + np.exp(x + d)) - np.log(1 + np.exp(x - d))) / (2 * d)
    assert slope == pytest.approx(1 / (1 + np.exp(-x)), abs=1e-7)
    assert abs(slope - 1 / (1 + np.exp(x))) > 0.2


def test_the_chords_of_the_first_picture() -> None:
    assert (1.5**3 - 1) / 0.5 == 4.75
    assert 1.5**3 - 0.5**3 == 3.25


def test_the_differences_worked_by_hand() -> None:
    np.testing.assert_allclose([1.1**3, 0.9**3], [1.331, 0.729])
    np.testing.assert_allclose([(1.331 - 1) / 0.1, (1 - 0.729) / 0.1], [3.31, 2.71])
    assert numerical_gradient(cubes, np.ones(1), 0.1)[0] == pytest.approx(3.01)


@pytest.mark.parametrize(("delta", "one", "both"), [(0.1, 0.31, 0.01), (0.01, 0.0301, 0.0001)])
def test_the_errors_of_quiz_1(delta: float, one: float, both: float) -> None:
    assert ((1 + delta) ** 3 - 1) / delta - 3 == pytest.approx(one)
    assert 3 * delta + delta**2 == pytest.approx(one)
    assert numerical_gradient(cubes, np.ones(1), delta)[0] - 3 == pytest.approx(both)


def test_the_try_cell_of_the_gradient_shows_delta_squared() -> None:
    x = np.array([[1.0, 2.0, 0.5], [0.0, -1.0, 3.0]])
    np.testing.assert_allclose(numerical_gradient(cubes, x, 0.1), 3 * x**2 + 0.01)


def test_the_price_of_the_digit_net() -> None:
    parameters = 784 * 100 + 100 + 100 * 10 + 10
    assert (parameters, 2 * parameters) == (79_510, 159_020)


def test_the_try_cell_of_the_relative_error() -> None:
    assert relative_error(np.array([1000.0, 0.0]), np.array([999.0, 0.0])) == 0.001
    assert relative_error(np.array([1000.0, 0.002]), np.array([1000.0, 0.001])) == 0.5
    assert relative_error(np.array([1.0, 3.0]), np.array([1.0, -3.0])) == 2


def test_the_error_for_x_cubed_is_delta_squared_over_three() -> None:
    deltas = np.array([0.1, 0.01, 0.001])
    found = error_curve(cubes, cubes_slope, np.ones(1), deltas)
    np.testing.assert_allclose(found, deltas**2 / 3, rtol=0.01)


def test_the_curve_turns_round_near_1e_minus_5() -> None:
    curve = error_curve(cubes, cubes_slope, X, DELTAS)
    assert DELTAS[curve.argmin()] == pytest.approx(1e-5)
    assert curve.min() < 1e-10
    assert curve[at(1e-2)] / curve[at(1e-3)] == pytest.approx(100, rel=0.01)
    assert curve[0] > 0.1  # at 1e-15 not one digit is right
    assert curve[at(1e-10)] > 1e4 * curve[at(1e-5)]


def test_the_quotients_of_the_cancellation_cell() -> None:
    quotients = [((1 + d) ** 3 - (1 - d) ** 3) / (2 * d) for d in (1e-2, 1e-5, 1e-12)]
    assert quotients == pytest.approx([3.0001, 3.000000000097, 3.000100168293], abs=1e-12)


def test_the_best_steps() -> None:
    assert float(f"{EPS:.1e}") == 2.2e-16
    assert float(f"{EPS**0.5:.1e}") == 1.5e-8
    assert float(f"{best_step('float64'):.0e}") == 6e-6
    assert best_step("float64") ** 2 == pytest.approx(EPS ** (2 / 3))


def test_float32_leaves_one_digit_at_1e_minus_5_and_four_or_five_at_its_best_step() -> None:
    def in_float32(x: Array) -> float:
        return float(np.sum(x.astype(np.float32) ** 3))

    curve = error_curve(in_float32, cubes_slope, X, DELTAS)
    assert 0.03 < curve[at(1e-5)] < 0.04
    assert 1e-5 < curve.min() < 1e-4
    assert (curve[DELTAS < 6e-7] == 1).all()
    assert (curve[DELTAS > 9e-7] < 1).all()


def test_the_slope_on_the_stairs() -> None:
    slopes = [((1 + d) ** 3 - (1 - d) ** 3) / (2 * d) for d in (0.5, 1e-5, 4e-16)]
    assert [f"{slope:.6g}" for slope in slopes] == ["3.25", "3", "3.33067"]


@pytest.mark.parametrize(
    ("x", "slope"), [(1.0, 1.0), (3e-6, 0.65), (0.0, 0.5), (-3e-6, 0.35), (2e-6, 0.6)]
)
def test_the_difference_across_the_kink(x: float, slope: float) -> None:
    assert numerical_gradient(relu_sum, np.array([x]), 1e-5)[0] == pytest.approx(slope)


def test_the_relative_error_of_quiz_3() -> None:
    numerical = numerical_gradient(relu_sum, np.array([2e-6]), 1e-5)
    assert relative_error(np.ones(1), numerical) == pytest.approx(0.4)


def test_the_notebook_shows_the_eight_units_with_three_bugs() -> None:
    scope = units()
    assert tuple(scope["UNITS"]) == planted.NAMES
    rng = np.random.default_rng(0)
    wrong = {
        n for n, (unit, args) in scope["UNITS"].items() if not reference.check(unit, args, rng)
    }
    assert wrong == planted.VISIBLE == {"scale", "tanh", "mean_square"}


@pytest.mark.parametrize("seed", range(5))
def test_right_units_come_to_1e_minus_7_or_better(seed: int) -> None:
    rng = np.random.default_rng(seed)
    for name, (unit, args) in units()["UNITS"].items():
        if name not in planted.VISIBLE:
            upstream = rng.standard_normal(np.shape(unit(*args)[0]))
            assert max(errors(unit, args, upstream)) < 1e-7, name


def test_what_the_witness_says() -> None:
    scope = units()
    unit, (scaled, g) = scope["UNITS"]["scale"]
    upstream = np.random.default_rng(3).standard_normal(scaled.shape)
    dg = unit(scaled, g)[1](upstream)[1]
    np.testing.assert_allclose(dg, (upstream * scaled).sum(axis=0) / 5)
    unit, (Y,) = scope["UNITS"]["mean_square"]
    dL = np.random.default_rng(3).standard_normal()
    ratio = unit(Y)[1](dL) / (dL * 2 * Y / Y.size)
    np.testing.assert_allclose(ratio, 1 / dL)


@pytest.mark.parametrize(
    ("m", "size", "failing"), [(1, 1.0, {"tanh", "mean_square"}), (5, 0.0, {"relu"})]
)
def test_the_inputs_that_hide_a_bug(m: int, size: float, failing: set[str]) -> None:
    drawn = units()["with_args"](m, np.random.default_rng(4))
    found = set()
    for name, (unit, (first, *others)) in drawn.items():
        if not reference.check(unit, (size * first, *others), np.random.default_rng(5)):
            found.add(name)
    assert found == failing


def test_an_upstream_gradient_of_one_hides_mean_square() -> None:
    unit, args = units()["UNITS"]["mean_square"]
    assert max(errors(unit, args, np.ones(()))) < 1e-8


def test_a_relu_of_1000_entries_is_right_to_1e_minus_7_but_for_the_one_at_its_kink() -> None:
    rng = np.random.default_rng(0)
    A = rng.choice([-1.0, 1.0], 1000) * rng.uniform(0.01, 2, 1000)
    A[7] = 2e-6
    apart = abs(numerical_gradient(relu_sum, A, 1e-5) - (A > 0))
    assert apart[7] == pytest.approx(0.4)
    assert np.delete(apart, 7).max() < 1e-7

"""The numbers that lesson 11 states, computed with its reference functions."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
import pytest

from backprop_lib import data
from backprop_lib.arrays import Array
from backprop_lib.exercises.second_order import reference
from backprop_lib.exercises.second_order.net_mistakes import TWO_LAYER_HVP
from backprop_lib.exercises.second_order.reference import (
    best_rate,
    condition_number,
    descend,
    hvp,
    jvp,
    newton_step,
    taylor,
    two_layer_hvp,
)
from tests.root import ROOT

SOURCE = ROOT / "solutions/11_second_order/second_order.ipynb"
X0 = np.array([2.0, 1.0])
START = np.array([3.0, 0.5])


@pytest.fixture(scope="module")
def scope() -> dict[str, Any]:
    """What the notebook defines: the example f, the valley, the net."""
    cells = {cell.id: cell.source for cell in nbformat.read(SOURCE, as_version=4).cells}
    made: dict[str, Any] = {"np": np, "data": data}
    for name, until in (("try-taylor", "x0 ="), ("two-bowls", "def contours"), ("net", "with ")):
        exec(cells[name].partition(f"\n{until}")[0], made)
    return made


def to_a_share(rate: float, share: float) -> float:
    return float(np.log(share) / np.log(rate))


def test_the_picture_of_the_three_guesses() -> None:
    slope, curvature = 1.5**3 - 1.5, 3 * 1.5**2 - 1
    assert 1.5 - slope / curvature == pytest.approx(1.17, abs=0.005)
    assert 1 / 4 - 1 / 2 == -0.25


def test_taylor_by_hand(scope: dict[str, Any]) -> None:
    f, grad, hess = (scope[name] for name in ("f", "grad_f", "hess_f"))
    x = np.array([1.5, 0.5])
    assert [taylor(f, grad, hess, X0, order)(x) for order in range(3)] == [3, -1, 0.625]
    assert f(x) == 0.390625
    np.testing.assert_array_equal(grad(X0), [6, 2])
    np.testing.assert_array_equal(hess(X0), [[11, 0], [0, 2]])


def test_half_the_step_leaves_a_half_a_quarter_an_eighth(scope: dict[str, Any]) -> None:
    f, grad, hess = (scope[name] for name in ("f", "grad_f", "hess_f"))
    for order in range(3):
        near, nearer = (
            taylor(f, grad, hess, X0, order)(x) - f(x) for x in (X0 - 0.125, X0 - 0.0625)
        )
        assert near / nearer == pytest.approx(2 ** (order + 1), rel=0.08)


def test_the_condition_numbers_of_the_try_cell(scope: dict[str, Any]) -> None:
    assert condition_number(scope["valley"](10)) == pytest.approx(10)
    assert condition_number(scope["hess_f"](X0)) == 5.5


@pytest.mark.parametrize(
    ("standardised", "kappa", "steps"), [(False, 118_020, 408_000), (True, 16.8, 58)]
)
def test_the_flats(standardised: bool, kappa: float, steps: int) -> None:
    flats, _ = data.apartments()
    if standardised:
        flats = (flats - flats.mean(axis=0)) / flats.std(axis=0)
    X1 = np.column_stack([flats, np.ones(len(flats))])
    H = 2 / len(X1) * X1.T @ X1
    assert condition_number(H) == pytest.approx(kappa, rel=1e-3)
    assert to_a_share(best_rate(H)[1], 1e-3) == pytest.approx(steps, rel=2e-3)
    if not standardised:
        edge = 2 / np.linalg.eigvalsh(H)[-1]
        assert (round(2 / edge), round(edge, 6)) == (21_524, 0.000093)


def test_halving_in_one_variable() -> None:
    np.testing.assert_array_equal(descend(lambda x: x, np.array([8.0]), 0.5, 3)[:, 0], [8, 4, 2, 1])


def test_the_three_paths(scope: dict[str, Any]) -> None:
    H = scope["valley"](10)
    ends = [
        np.linalg.norm(descend(lambda x: H @ x, START, lr, 15)[-1]) for lr in (0.03, 0.18, 0.21)
    ]
    assert ends[1] < 0.2 < ends[0] < np.linalg.norm(START) < ends[2]


def test_the_lines_cross_at_the_best_rate(scope: dict[str, Any]) -> None:
    assert best_rate(scope["valley"](10)) == pytest.approx((2 / 11, 9 / 11))
    assert (round(2 / 11, 4), round(9 / 11, 4)) == (0.1818, 0.8182)
    assert abs(1 - 10 * 0.1) == 0 and abs(1 - 10 * 0.2) == 1


@pytest.mark.parametrize(("kappa", "steps"), [(3, 10), (10, 34), (100, 345), (1000, 3454)])
def test_the_rate_is_met_to_the_last_digits(scope: dict[str, Any], kappa: int, steps: int) -> None:
    H = scope["valley"](kappa)
    lr, rate = best_rate(H)
    distances = np.linalg.norm(descend(lambda x: H @ x, START, lr, 50), axis=1)
    np.testing.assert_allclose(distances[1:] / distances[:-1], rate, rtol=1e-9)
    assert round(to_a_share(rate, 1e-3)) == steps


def test_quiz_1() -> None:
    assert to_a_share(99 / 101, 0.01) == pytest.approx(230, abs=0.5)
    assert to_a_share(9 / 11, 0.01) == pytest.approx(23, abs=0.1)


def test_newton_by_hand_and_on_the_valley(scope: dict[str, Any]) -> None:
    new = newton_step(scope["grad_f"], scope["hess_f"], X0)
    np.testing.assert_allclose(new, [2 - 6 / 11, 0])
    assert round(2 - 6 / 11, 4) == 1.4545
    H = scope["valley"](1000)
    np.testing.assert_allclose(newton_step(lambda x: H @ x, lambda x: H, START), 0, atol=1e-9)


def test_newton_doubles_the_digits(scope: dict[str, Any]) -> None:
    x, distances = X0, []
    for _ in range(7):
        distances.append(np.linalg.norm(x - np.array([1.0, 0.0])))
        x = newton_step(scope["grad_f"], scope["hess_f"], x)
    assert [round(-np.log10(distance)) for distance in distances[4:]] == [3, 6, 12]


@pytest.mark.parametrize(
    ("begin", "first", "last"), [(0.3, -0.07, 0.0), (0.5, -1.0, -1.0), (0.6, 5.4, 1.0)]
)
def test_where_newton_goes(scope: dict[str, Any], begin: float, first: float, last: float) -> None:
    path = newton_path(scope, begin)
    assert path[1] == pytest.approx(first, abs=0.005)
    assert path[8] == pytest.approx(last, abs=0.001)


def test_newton_reels_from_0_45(scope: dict[str, Any]) -> None:
    path = newton_path(scope, 0.45)
    assert min(path) == pytest.approx(-10.2, abs=0.05)
    assert abs(path[8] + 1) > 0.5


def newton_path(scope: dict[str, Any], begin: float) -> list[float]:
    x, path = np.array([begin, 0.5]), [begin]
    for _ in range(8):
        x = newton_step(scope["grad_f"], scope["hess_f"], x)
        path.append(float(x[0]))
    return path


def test_the_curvatures_where_newton_fails(scope: dict[str, Any]) -> None:
    curvatures = [scope["hess_f"](np.array([x, 0.5]))[0, 0] for x in (0.3, 0.6)]
    np.testing.assert_allclose(curvatures, [-0.73, 0.08])


def test_the_size_of_a_hessian() -> None:
    assert 784 * 100 + 100 + 100 * 10 + 10 == 79_510
    gigabytes = 79_510**2 * 8 / 1e9
    assert gigabytes == pytest.approx(50.6, abs=0.05)
    assert 1e6**2 * 8 / 1e12 == 8


def test_the_products_of_the_try_cell(scope: dict[str, Any]) -> None:
    def loss_and_grad(x: Array) -> tuple[float, Array]:
        return scope["f"](x), scope["grad_f"](x)

    for length in (1.0, 1e6, 0.0):
        product = hvp(loss_and_grad, X0, length * np.ones(2))
        np.testing.assert_allclose(product, length * np.array([11.0, 2.0]))


def test_the_hessian_of_the_net_at_its_start(scope: dict[str, Any]) -> None:
    H = hessian(scope, two_layer_hvp)
    eigenvalues = np.linalg.eigvalsh(H)
    assert (eigenvalues < 0).sum() == 5 and len(eigenvalues) == 9
    assert eigenvalues[-1] == pytest.approx(32.6, abs=0.05)
    assert eigenvalues[-1] > 4 * eigenvalues[-2]
    assert abs(H - H.T).max() < 1e-14


def test_the_difference_is_right_to_ten_digits_at_best(scope: dict[str, Any]) -> None:
    x, v = scope["net_start"], np.random.default_rng(2).normal(size=9)
    exact = scope["join"](two_layer_hvp(scope["split"](x), *samples(scope), scope["split"](v)))
    errors = []
    for r in np.logspace(-12, 0, 49):
        above, below = (scope["net_of_vector"](x + s * v)[1] for s in (r, -r))
        errors.append(abs((above - below) / (2 * r) - exact).max() / abs(exact).max())
    assert 1e-11 < min(errors) < 1e-10
    assert errors[0] > 1e-6 and errors[-1] > 1e-2


def test_symmetry_sees_most_terms_that_are_missing_and_no_lost_factor(
    scope: dict[str, Any],
) -> None:
    seen = {}
    for mistake in TWO_LAYER_HVP:
        H = hessian(scope, mistake.wrong)
        seen[mistake.name] = bool(abs(H - H.T).max() > 1e-6)
    missing = [name for name in seen if "alone" in name or "left out" in name]
    assert len(missing) == 7 and all(seen[name] for name in missing)
    assert not seen["2 lost in tdY"] and not seen["2 lost in the slope"]


def test_one_of_each_by_hand() -> None:
    one, two = np.ones((1, 1)), np.array([[2.0]])
    params, along = (np.log(3) * one, two), (16 * one, one)
    found = two_layer_hvp(params, one, 0.5 * one, along)
    assert np.ravel(found) == pytest.approx([-0.5625, 16.125])
    z = 1 / (1 + np.exp(-np.log(3)))
    assert (z, z * (1 - z)) == pytest.approx((3 / 4, 3 / 16))
    assert 29 * 3 / 16 + 4 * -0.5 * 3 == -0.5625
    assert 3 * 2 + 0.75 * 13.5 == 16.125


def test_the_quotient_by_hand() -> None:
    def quotient(a: Array, b: Array) -> tuple[Array, Callable[[Array], tuple[Array, Array]]]:
        return a / b, lambda dc: (dc / b, -dc * a / b**2)

    value, tangent = jvp(
        quotient, (np.array([6.0]), np.array([3.0])), (np.array([1.0]), np.array([2.0]))
    )
    assert (value[0], tangent[0]) == pytest.approx((2, -1))


def test_the_price_in_matrix_products() -> None:
    text = Path(str(reference.__file__)).read_text(encoding="utf-8")
    body = text.partition("def two_layer_hvp")[2].partition('"""\n')[2]
    passes, _, tangents = body.partition("    tA =")
    assert (passes.count("@"), tangents.count("@")) == (3, 8)


def test_the_edge(scope: dict[str, Any]) -> None:
    trained = descend(lambda x: scope["net_of_vector"](x)[1], scope["net_start"], 0.01, 2000)[-1]
    v = np.ones(9) / 3
    for _ in range(12):
        product = two_layer_hvp(scope["split"](trained), *samples(scope), scope["split"](v))
        Hv = scope["join"](product)
        largest, v = v @ Hv, Hv / np.linalg.norm(Hv)
    exact = np.linalg.eigvalsh(hessian(scope, two_layer_hvp, trained))[-1]
    assert largest == pytest.approx(exact, rel=1e-6)
    assert abs(1 - 1.1 * 2) == pytest.approx(1.2)
    losses = {}
    for share in (0.9, 1.1):
        path = descend(
            lambda x: scope["net_of_vector"](x)[1], trained + 0.03 * v, share * 2 / largest, 15
        )
        losses[share] = [scope["net_of_vector"](x)[0] for x in path]
    assert losses[0.9][-1] < losses[0.9][0] < losses[1.1][1] < losses[1.1][-1]


def samples(scope: dict[str, Any]) -> tuple[Array, Array]:
    return scope["X"], scope["T"]


def hessian(scope: dict[str, Any], product: Callable[..., Any], x: Array | None = None) -> Array:
    """The columns of the net's Hessian, by a product with each unit vector."""
    params = scope["split"](scope["net_start"] if x is None else x)
    return np.column_stack(
        [scope["join"](product(params, *samples(scope), scope["split"](e))) for e in np.eye(9)]
    )

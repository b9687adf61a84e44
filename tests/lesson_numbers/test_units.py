"""The numbers that lesson 05 states, computed."""

import math
from decimal import Decimal, getcontext

import numpy as np
import pytest

from backprop_lib import activations, data
from backprop_lib.arrays import Array
from backprop_lib.exercises.units import quizzes
from backprop_lib.exercises.units.reference import (
    binary_cross_entropy,
    decay,
    logistic,
    loss,
    sigmoid,
    softmax,
)

SCORES = np.array([[1.0, 2.0, 4.0]])
ONE = np.ones((1, 1))


def slope(score: float) -> float:
    return float(sigmoid(np.array([[score]]))[1](ONE)[0, 0])


def ell(x: float) -> float:
    return float(binary_cross_entropy(np.array([x]))[0])


def naive(x: float) -> float:
    with np.errstate(over="ignore"):
        return float(np.log(1 + np.exp(-x)))


def exp(x: float) -> Decimal:
    getcontext().prec = 500
    return Decimal(x).exp()


def test_the_loss_at_minus_1000_is_1000_to_more_than_400_decimals() -> None:
    rest = (1 + exp(1000)).ln() - 1000
    assert Decimal("5.07e-435") < rest < Decimal("5.08e-435")


def test_the_limits_of_float64() -> None:
    assert f"{np.finfo(float).max:.2e}" == "1.80e+308"
    assert f"{np.log(np.finfo(float).max):.2f}" == "709.78"
    assert f"{np.nextafter(0, 1):.1e}" == "4.9e-324" == f"{math.exp(-745):.1e}"
    assert math.exp(-746) == 0


def test_the_sigmoid_gate_of_cs231n() -> None:
    z = float(sigmoid(ONE)[0][0, 0])
    assert (round(z, 4), round(1 - z, 4), round(slope(1.0), 4)) == (0.7311, 0.2689, 0.1966)
    assert round(2 * slope(1.0), 2) == 0.39
    assert 2 * round(slope(1.0), 2) == 0.40


def test_two_spellings_of_the_sigmoid() -> None:
    extreme = np.array([-1000.0, 0.0, 1000.0])
    with np.errstate(all="ignore"):
        np.testing.assert_array_equal(1 / (1 + np.exp(-extreme)), [0, 0.5, 1])
        other = np.exp(extreme) / (1 + np.exp(extreme))
    assert other[:2].tolist() == [0, 0.5] and np.isnan(other[2])


def test_saturation() -> None:
    assert slope(0.0) == 0.25
    assert f"{slope(5.0):.2%}" == "0.66%"
    assert slope(40.0) == 0
    assert f"{slope(-40.0):.1e}" == "4.2e-18" == f"{math.exp(-40):.1e}"
    assert slope(-10.0) < 1 / 20_000 and round(slope(-10.0), 6) == 0.000045
    assert round(math.exp(10), -3) == 22_000
    assert f"{0.25**10:.1e}" == "9.5e-07"


def test_several_in_a_row() -> None:
    assert slope(2) == pytest.approx(0.105, abs=5e-4)
    assert round(slope(2), 3) ** 3 == pytest.approx(0.0012, abs=5e-5)
    assert slope(0) ** 3 == pytest.approx(0.016, abs=5e-4)
    score = np.array([[2.0], [0.0], [-2.0]])
    of_tanh = activations.tanh(score)[1](np.ones((3, 1)))
    assert of_tanh[:2, 0].tolist() == pytest.approx([0.071, 1], abs=5e-4)
    leaky = activations.leaky_relu(score)[1](np.ones((3, 1)))
    assert leaky[2, 0] == pytest.approx(0.1)


def test_the_softmax_by_hand() -> None:
    S = SCORES - 4
    E = np.exp(S)[0]
    assert [round(e, 4) for e in E] == [0.0498, 0.1353, 1]
    assert round(E.sum(), 4) == 1.1851
    for shift in (0, 1000, -1000):
        assert softmax(SCORES + shift)[0].round(4).tolist() == [0.0420, 0.1142, 0.8438]


def test_costs_of_probabilities() -> None:
    assert [round(-math.log(p), 2) for p in (0.5, 0.1)] == [0.69, 2.30]
    assert round(-math.log(0.01), 1) == 4.6


@pytest.mark.parametrize(
    ("right_class", "cost", "gradient"),
    [(3, 0.1698, [0.0420, 0.1142, -0.1562]), (1, 3.1698, [-0.9580, 0.1142, 0.8438])],
)
def test_the_logistic_unit_by_hand(right_class: int, cost: float, gradient: list[float]) -> None:
    T = np.eye(3)[[right_class - 1]]
    D, back = logistic(SCORES, T)
    assert round(D, 4) == cost
    assert back(1.0)[0].round(4).tolist() == gradient
    D, back = logistic(1000 * SCORES, T)
    assert pytest.approx({3: 0, 1: 3000}[right_class]) == D
    assert back(1.0)[0].tolist() == {3: [0, 0, 0], 1: [-1, 0, 1]}[right_class]


def test_the_long_way_round_is_y_minus_t() -> None:
    y, t = softmax(SCORES)[0], np.array([0.0, 1.0, 0.0])
    jacobian = np.diag(y) - np.outer(y, y)
    np.testing.assert_allclose((-t / y) @ jacobian, y - t, rtol=1e-12)


def test_the_explorer() -> None:
    T = np.array([[0.0, 1.0, 0.0]])
    assert round(logistic(0 * SCORES, T)[0], 2) == 1.10 == round(math.log(3), 2)
    losses = [logistic(factor * SCORES, T)[0] for factor in (0.0, 0.5, 1.0, 5.0)]
    assert losses == sorted(losses)
    assert logistic(5 * SCORES, T)[1](1.0)[0].round(2).tolist() == [0, -1, 1]


def test_the_table_of_the_lecture() -> None:
    printed = (1.3133, 2.1269, 5.0067, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0)
    xs = (-1, -2, -5, -10, -20, -50, -100, -200, -500)
    assert tuple(round(naive(x), 4) for x in xs) == printed
    assert tuple(round(ell(x), 4) for x in xs) == printed
    assert [naive(x) for x in (-1000, -2000)] == [math.inf, math.inf]
    assert [ell(x) for x in (-1000, -2000)] == [1000, 2000]


def test_a_probability_of_1e_minus_1000() -> None:
    x = 1000 * math.log(0.1)
    assert round(x, 3) == -2302.585
    assert sigmoid(np.array([[x]]))[0][0, 0] == 0 and naive(x) == math.inf
    assert ell(x) == -x
    assert exp(-1000) < Decimal("5.08e-435") and Decimal(10) ** -1000 > 0


def test_the_other_side_of_the_table() -> None:
    assert naive(36) > 0 == naive(37)
    assert f"{naive(30):.4e}"[:3] == f"{math.exp(-30):.4e}"[:3]
    assert f"{naive(30):.4e}"[:5] != f"{math.exp(-30):.4e}"[:5]
    for x in (30, 37, 100, 700):
        assert ell(x) == pytest.approx(float((1 + exp(-x)).ln()), rel=1e-15)
    assert ell(745) == np.nextafter(0, 1) and ell(1000) == 0


def test_the_binary_cross_entropy_is_that_of_two_classes() -> None:
    for a in (-3.0, 0.5, 20.0):
        D, back = logistic(np.array([[a, 0.0]]), np.array([[1.0, 0.0]]))
        assert pytest.approx(ell(a), rel=1e-6) == D
        assert back(1.0)[0, 0] == pytest.approx(binary_cross_entropy(np.array([a]))[1](1.0)[0])
    D, back = binary_cross_entropy(np.array([-1000.0, 40.0]))
    assert D == 500
    assert [f"{d:.2g}" for d in back(2.0)] == ["-1", "-4.2e-18"]


def test_eleven_steps_against_none() -> None:
    by_entropy, by_square = [-10.0], [-10.0]
    for _ in range(60):
        a, b = by_entropy[-1], np.array([[by_square[-1]]])
        by_entropy.append(a - float(binary_cross_entropy(np.array([a]))[1](1.0)[0]))
        Z, back = sigmoid(b)
        by_square.append(float((b - back(2 * (Z - 1)))[0, 0]))
    assert next(n for n, a in enumerate(by_entropy) if a > 0) == 11
    assert by_square[-1] < -9.99


def test_decay() -> None:
    assert 1 - 0.1 * 0.1 == 0.99
    assert f"{0.99**100:.1%}" == "36.6%"
    R, back = decay((np.array([[3.0, -4.0]]), np.array([2.0])), 0.1)
    assert pytest.approx(1.45) == R
    np.testing.assert_allclose(back(1.0)[0], [[0.3, -0.4]])
    W = np.array([[3.0, 4.0]])
    L, _ = loss(SCORES, np.array([[0.0, 0.0, 1.0]]), (W,), 0.1)
    assert round(L, 4) == 1.4198


def test_decay_makes_the_net_modest_and_hits_as_often() -> None:
    X, classes = data.gauss(m=60, noise=0.7, seed=3)
    T = data.one_of_k(classes, 2)
    sizes, hits, sure = [], set(), []
    for lam in (0.0, 0.1, 1.0):
        W = np.zeros((2, 2))
        for _ in range(300):
            dA, (dW,) = loss(X @ W, T, (W,), lam)[1](1.0)
            W = W - (X.T @ dA + dW)
        Y = softmax(X @ W)
        sizes.append(float(np.linalg.norm(W)))
        sure.append(float(Y.max(axis=1).mean()))
        hits.add(int((Y.argmax(axis=1) == classes[:, 0]).sum()))
    assert sizes == sorted(sizes, reverse=True) and sure == sorted(sure, reverse=True)
    assert len(hits) == 1


def slide(s: float, shifted: bool) -> tuple[float, Array]:
    A, T = s * SCORES, np.array([[1.0, 0.0, 0.0]])
    with np.errstate(all="ignore"):
        E = np.exp(A - A.max()) if shifted else np.exp(A)
        Y = E / E.sum()
        gradient = (-T / Y) @ (np.diag(Y[0]) - Y.T @ Y)
        return float(-np.sum(T * np.log(Y))), gradient


def test_where_the_slide_breaks() -> None:
    T = np.array([[1.0, 0.0, 0.0]])
    assert softmax(100 * SCORES)[0, 0] == pytest.approx(math.exp(-300))
    for s in (1.0, 100.0):
        D, gradient = slide(s, shifted=False)
        assert pytest.approx(D) == logistic(s * SCORES, T)[0]
        np.testing.assert_allclose(gradient, logistic(s * SCORES, T)[1](1.0), atol=1e-12)
    assert 2 * 187 < 709.78 < 4 * 187 == 748
    for s in (187.0, 1000.0):
        D, gradient = slide(s, shifted=False)
        assert np.isnan(D) and np.isnan(gradient).all()
    D, gradient = slide(100.0, shifted=True)
    assert np.isfinite(gradient).all()
    D, gradient = slide(240.0, shifted=True)
    assert pytest.approx(720) == D and not np.isfinite(gradient).all()
    assert not np.isfinite(slide(1000.0, shifted=True)[0])


def test_what_the_quizzes_say() -> None:
    Y, T = np.array([0.7, 0.2, 0.1]), np.array([0.0, 1.0, 0.0])
    assert ((Y - T) / 4).tolist() == pytest.approx([0.175, -0.2, 0.025])
    assert (-T / Y / 4).tolist() == pytest.approx([0, -1.25, 0])
    assert quizzes.quiz_y_minus_t.options["d"] == "(0.175, -0.2, 0.025)"
    assert len(str(int(exp(1000)))) == 435

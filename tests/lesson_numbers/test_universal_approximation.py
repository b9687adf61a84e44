"""Every number that lesson 06 states, computed with the reference functions."""

import warnings
from math import factorial, log

import numpy as np
import pytest

from backprop_lib.arrays import Array
from backprop_lib.exercises.universal_approximation.quizzes import quiz_rate
from backprop_lib.exercises.universal_approximation.reference import (
    Function,
    Params,
    approximate,
    bump,
    net,
    net_loss,
    sigmoid,
    step,
    sup_error,
    train,
)


def wave(x: Array) -> Array:
    y: Array = np.sin(2 * np.pi * x)
    return y


def taylor(x: Array, N: int, first: int = 0) -> Array:
    y: Array = np.sum([x**k / factorial(k) for k in range(first, N + 1)], axis=0)
    return y


def by_hand(g: Function, bumps: int, steepness: float, a: float = 0.0, b: float = 1.0) -> Function:
    params = approximate(g, a, b, bumps, steepness)
    return lambda x: net(params, x)


def trained(g: Function, width: int, seed: int, steeper: float = 1.0) -> float:
    """The sup error of the reference's training, its first W made steeper if asked."""
    rng = np.random.default_rng(seed)
    if steeper == 1.0:
        params, _ = train(g, 0.0, 1.0, width, 2000, rng)
        return sup_error(lambda x: net(params, x), g, 0, 1)
    x = np.linspace(0, 1, 101)
    W: Array = rng.normal(size=width) * 10 * steeper
    start: Params = (W, -W * rng.uniform(0, 1, size=width), np.zeros(width))
    for _ in range(2000):
        _, (dW, db, dv) = net_loss(start, x, g(x))
        W, b, v = start
        start = (W - dW / width, b - db / width, v - dv / width)
    return sup_error(lambda x: net(start, x), g, 0, 1)


def test_the_polynomial_of_degree_4_is_at_34_in_place_of_55() -> None:
    assert round(float(taylor(np.array(4.0), 4))) == 34 and round(np.exp(4)) == 55


def test_x_and_its_square_are_a_quarter_apart_on_0_1_and_2_apart_on_0_2() -> None:
    def identity(x: Array) -> Array:
        return x

    def square(x: Array) -> Array:
        return x**2

    assert sup_error(identity, square, 0, 1) == 0.25
    assert sup_error(identity, square, 0, 2) == 2


@pytest.mark.parametrize(
    ("N", "near", "far"),
    [(1, "0.72", "50"), (2, "0.22", "42"), (4, "0.0099", "20"), (8, "3.1e-06", "1.2")],
)
def test_the_errors_of_the_polynomials(N: int, near: str, far: str) -> None:
    assert f"{sup_error(np.exp, lambda x: taylor(x, N), -1, 1):.2g}" == near
    assert f"{sup_error(np.exp, lambda x: taylor(x, N), -1, 4):.2g}" == far
    assert sup_error(np.exp, lambda x: taylor(x, N, first=1), -1, 1) > 1


def test_the_polynomial_of_degree_4_is_worst_at_the_end() -> None:
    x = np.linspace(-1, 1, 1001)
    assert np.argmax(np.abs(np.exp(x) - taylor(x, 4))) == 1000


def test_a_step_rises_from_a_tenth_to_nine_tenths_within_4_39_over_the_steepness() -> None:
    assert round(2 * log(9), 2) == 4.39
    for s, width in ((10, 0.44), (100, 0.044)):
        half = 2 * log(9) / s / 2
        assert np.allclose(step(np.array([-half, half]), 0.0, s), [0.1, 0.9])
        assert 2 * half == pytest.approx(width, rel=0.01)


def test_the_exponential_overflows_from_710_on() -> None:
    with np.errstate(over="ignore"):
        assert np.isfinite(np.exp(709.0)) and np.isinf(np.exp(710.0))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert step(np.array([-1e3, 1e3]), 0.0, 1e3).tolist() == [0, 1]


@pytest.mark.parametrize(("s", "top"), [(10, 0.64), (30, 0.98), (300, 1.00)])
def test_the_middle_of_a_bump_is_at_tanh_of_a_quarter_of_width_times_steepness(
    s: float, top: float
) -> None:
    middle = bump(np.array([0.45]), 0.3, 0.6, 1.0, s)[0]
    assert middle == pytest.approx(np.tanh(s * 0.3 / 4))
    assert round(middle, 2) == top


def test_two_bumps_worked_by_hand() -> None:
    W, b, v = approximate(wave, 0.0, 1.0, 2, 100.0)
    assert W.tolist() == [100, 100, 100, 100]
    assert b.tolist() == [0, -50, -50, -100]
    assert np.allclose(v, [1, -1, -1, 1])


def test_the_four_pictures_have_these_errors() -> None:
    chosen = ((4, 500), (8, 500), (16, 500), (16, 20))
    errors = [round(sup_error(by_hand(wave, n, s), wave, 0, 1), 2) for n, s in chosen]
    assert errors == [0.64, 0.33, 0.15, 0.20]


def test_twice_the_width_is_half_the_error() -> None:
    counts = np.array([5, 10, 20, 40, 80])
    errors = [sup_error(by_hand(wave, n, 5000), wave, 0, 1) for n in counts]
    assert [round(error, 3) for error in errors] == [0.578, 0.301, 0.149, 0.072, 0.033]
    assert all(error < np.pi / n for error, n in zip(errors, counts, strict=True))
    assert round(np.polyfit(np.log(counts), np.log(errors), 1)[0], 2) == -1.04


def test_heights_at_the_left_have_about_twice_the_error() -> None:
    edges = np.linspace(0, 1, 21)
    W, b, _ = approximate(wave, 0.0, 1.0, 20, 5000)
    v = np.concatenate([wave(edges[:-1]), -wave(edges[:-1])])
    error = sup_error(lambda x: net((W, b, v), x), wave, 0, 1)
    assert error / 0.149 == pytest.approx(2, abs=0.1)


def test_the_numbers_of_the_quiz_on_the_rate() -> None:
    assert round(sup_error(by_hand(wave, 20, 5000), wave, 0, 1), 2) == 0.15
    assert sup_error(by_hand(wave, 200, 50_000), wave, 0, 1) < 0.0158
    assert sup_error(by_hand(wave, 40, 5000), wave, 0, 1) == pytest.approx(0.07, abs=5e-3)
    assert quiz_rate.options["b"] == str(round(20 * 10**0.5))


def test_neither_the_gentlest_nor_the_steepest_steps_are_best() -> None:
    steepnesses = [5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000]
    errors = [sup_error(by_hand(wave, 20, s), wave, 0, 1) for s in steepnesses]
    assert steepnesses[int(np.argmin(errors))] == 100
    assert [round(errors[k], 3) for k in (0, 4, 9)] == [0.753, 0.080, 0.149]
    assert 2 * log(9) / 100 == pytest.approx(1 / 20, rel=0.15)  # a step and the next


def test_the_cosine_needs_a_margin() -> None:
    def cosine(x: Array) -> Array:
        y: Array = np.cos(2 * np.pi * x)
        return y

    def errors(margin: float) -> list[float]:
        nets = [by_hand(cosine, n, 5000, -margin, 1 + margin) for n in (10, 20, 40, 80)]
        return [round(sup_error(f, cosine, 0, 1), 3) for f in nets]

    assert errors(0.0) == [0.524, 0.506, 0.502, 0.5]
    assert errors(0.1) == [0.361, 0.179, 0.087, 0.04]


def test_a_kink_is_no_trouble_a_jump_costs_half_of_it_and_a_fast_wave_four_times_the_bumps() -> (
    None
):
    def jump(x: Array) -> Array:
        return (x > 0.5) * 1.0

    def kink(x: Array) -> Array:
        y: Array = np.abs(x - 0.3)
        return y

    def fast(x: Array) -> Array:
        return wave(4 * x)

    for n in (10, 20, 40, 80):
        assert sup_error(by_hand(kink, n, 5000, -0.1, 1.1), kink, 0, 1) < 1 / n
        assert sup_error(by_hand(jump, n, 5000, -0.1, 1.1), jump, 0, 1) == pytest.approx(0.5)
    slow_error = sup_error(by_hand(wave, 20, 5000), wave, 0, 1)
    assert sup_error(by_hand(fast, 80, 20_000), fast, 0, 1) == pytest.approx(slow_error, rel=0.1)


def test_outside_the_interval_the_net_is_zero() -> None:
    assert by_hand(wave, 40, 500)(np.array([-0.25, 2.0])) == pytest.approx([0, 0])


def test_the_slope_of_the_sigmoid_is_at_most_a_quarter_and_hardly_heard_from_afar() -> None:
    Z = sigmoid(np.linspace(-50, 50, 1001))
    assert (Z * (1 - Z)).max() == 0.25
    far = sigmoid(100 * (np.array([0.22, 0.38]) - 0.3))
    assert (far * (1 - far)).max() < 0.25 / 500


def test_the_point_worked_by_hand() -> None:
    params = (np.array([log(3) / 2, 0]), np.zeros(2), np.array([2.0, -1.0]))
    loss, (dW, db, dv) = net_loss(params, np.array([2.0]), np.array([0.5]))
    assert round(log(3), 4) == 1.0986
    assert sigmoid(np.array([log(3), 0])) == pytest.approx([0.75, 0.5])
    assert loss == pytest.approx(0.25)
    assert dW == pytest.approx([0.75, -0.5])
    assert db == pytest.approx([0.375, -0.25])
    assert dv == pytest.approx([0.75, 0.5])


def test_ten_units_trained_are_better_than_five_bumps() -> None:
    assert trained(wave, 10, 0) < 0.3 < 0.57 < sup_error(by_hand(wave, 5, 5000), wave, 0, 1)


def test_its_steps_have_hardly_moved() -> None:
    places = []
    for steps in (0, 2000):
        (W, b, _), _ = train(wave, 0.0, 1.0, 10, steps, np.random.default_rng(0))
        places.append(-b / W)
    assert np.sum(np.abs(places[1] - places[0]) < 0.02) >= 5


def test_on_the_slow_wave_training_wins_at_8_units_and_loses_at_128() -> None:
    hand = [sup_error(by_hand(wave, h // 2, 5000), wave, 0, 1) for h in (8, 32, 128)]
    assert [round(error, 3) for error in hand] == [0.696, 0.188, 0.042]
    ours = [[round(trained(wave, h, seed), 2) for seed in (0, 1)] for h in (8, 32, 128)]
    assert ours == [[0.29, 0.32], [0.20, 0.18], [0.12, 0.14]]


def test_the_fast_wave_is_not_learned_and_steeper_starts_help_a_little() -> None:
    def fast(x: Array) -> Array:
        return wave(4 * x)

    assert round(sup_error(by_hand(fast, 64, 5000), fast, 0, 1), 3) == 0.169
    assert all(trained(fast, width, seed) > 1 for width in (32, 128) for seed in (0, 1))
    assert [round(trained(fast, 128, seed, steeper=8), 2) for seed in (0, 1)] == [0.53, 0.38]

"""Training: each rule by hand, each schedule by its formula, and nets that learn."""

import itertools
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backprop_lib import data, init, optim, schedules
from backprop_lib.networks import two_layer_classifier

C = np.array([1.0, -2.0])


def bowl(params: Any) -> Any:
    """|x - C|^2 / 2: the gradient is x - C."""
    (x,) = params
    return float((x - C) @ (x - C)) / 2, (x - C,)


def regression(params: Any, X: Any, T: Any) -> Any:
    w, b = params
    D = X @ w + b - T
    return (D * D).mean(), (2 * X.T @ D / len(X), 2 * D.mean(axis=0))


START = (np.zeros(2),)
MODEL = (np.zeros((2, 1)), np.zeros(1))


def test_plain_steps_of_a_hand_worked_example() -> None:
    params, losses = optim.gradient_descent(bowl, START, 0.5, 3)
    assert losses == [2.5, 0.625, 0.15625]  # the distance halves, its square quarters
    np.testing.assert_allclose(params[0], C * 7 / 8)


def test_momentum_of_a_hand_worked_example() -> None:
    update = optim.momentum(0.5)
    params = update((np.array([0.0]),), (np.array([1.0]),), 0.1)
    np.testing.assert_allclose(params[0], [-0.1])
    np.testing.assert_allclose(update(params, (np.array([1.0]),), 0.1)[0], [-0.25])


def test_momentum_of_zero_is_plain() -> None:
    plain = optim.gradient_descent(bowl, START, 0.1, 5)
    with_zero = optim.gradient_descent(bowl, START, 0.1, 5, optim.momentum(0.0))
    np.testing.assert_array_equal(plain[0], with_zero[0])


def test_momentum_is_faster_in_a_long_valley() -> None:
    def valley(params: Any) -> Any:
        (x,) = params
        A = np.array([1.0, 100.0])
        return float(A @ (x * x)) / 2, (A * x,)

    start = (np.array([1.0, 1.0]),)
    slow = optim.gradient_descent(valley, start, 0.01, 150)[1][-1]
    fast = optim.gradient_descent(valley, start, 0.01, 150, optim.momentum(0.8))[1][-1]
    assert fast < slow / 100


def test_the_first_step_of_adam_is_the_rate_whatever_the_gradients_size() -> None:
    for scale in (1e-4, 1.0, 1e6):
        (x,) = optim.adam()((np.zeros(2),), (scale * np.array([1.0, -3.0]),), 0.01)
        np.testing.assert_allclose(x, [-0.01, 0.01], rtol=1e-3)


def adam_by_algorithm_1(grads: Any, rate: float) -> Any:
    x, m, v = 0.0, 0.0, 0.0
    for t, g in enumerate(grads, start=1):
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
        x -= rate * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
    return x


@given(st.lists(st.floats(-10, 10), min_size=1, max_size=8))
def test_adam_is_the_papers_algorithm(grads: list[float]) -> None:
    update = optim.adam()
    params: optim.Params = (np.zeros(1),)
    for g in grads:
        params = update(params, (np.array([g]),), 0.1)
    assert params[0][0] == pytest.approx(adam_by_algorithm_1(grads, 0.1), abs=1e-12)


@pytest.mark.parametrize("update", [optim.plain, optim.momentum, optim.adam])
def test_given_arrays_are_not_changed_and_float32_stays(update: Any) -> None:
    start = (np.ones(2, np.float32),)
    loss = lambda params: (1.0, (params[0] * np.float32(0.5),))  # noqa: E731
    params, _ = optim.gradient_descent(loss, start, 0.1, 3, update())
    np.testing.assert_array_equal(start[0], [1, 1])
    assert params[0].dtype == np.float32


def test_a_schedule_is_asked_for_each_step() -> None:
    asked: list[int] = []

    def rate(t: int) -> float:
        asked.append(t)
        return 0.1

    optim.gradient_descent(bowl, START, rate, 3)
    optim.sgd(regression, MODEL, data.plane(20), rate, epochs=2, batch_size=10)
    assert asked == [0, 1, 2, 0, 0, 1, 1]  # steps, then epochs of two batches


@given(
    m=st.integers(1, 40), batch_size=st.integers(1, 50), seed=st.integers(0, 1000)
)  # fmt: skip
def test_mini_batches_hold_every_sample_once_and_rows_stay_together(
    m: int, batch_size: int, seed: int
) -> None:
    X = np.arange(2.0 * m).reshape(m, 2)
    batches = list(optim.mini_batches((X, -X[:, :1]), batch_size, np.random.default_rng(seed)))
    assert [len(x) for x, _ in batches[:-1]] == [batch_size] * (len(batches) - 1)
    together = np.concatenate([x for x, _ in batches])
    np.testing.assert_array_equal(np.sort(together, axis=0), X)
    for x, t in batches:
        np.testing.assert_array_equal(t, -x[:, :1])


def test_sgd_finds_the_plane_and_repeats_with_its_seed() -> None:
    X, T = data.plane(200, noise=0.01)
    runs = [
        optim.sgd(regression, MODEL, (X, T), 0.1, epochs=30, seed=seed)
        for seed in (1, 1, 2)
    ]  # fmt: skip
    (w, b), losses = runs[0]
    np.testing.assert_allclose(w, [[1], [1]], atol=0.01)
    assert abs(b[0]) < 0.01 and len(losses) == 30 and losses[-1] < 2e-4
    assert losses == runs[1][1] and losses != runs[2][1]


def test_sgd_with_all_samples_in_a_batch_is_gradient_descent() -> None:
    X, T = data.plane(20)
    whole = optim.gradient_descent(lambda p: regression(p, X, T), MODEL, 0.1, 5)
    batch = optim.sgd(regression, MODEL, (X, T), 0.1, epochs=5, batch_size=20)
    np.testing.assert_allclose(whole[1], batch[1])
    np.testing.assert_allclose(whole[0][0], batch[0][0])


@pytest.mark.parametrize(("update", "rate"), [(optim.momentum, 0.1), (optim.adam, 0.02)])
def test_a_net_learns_the_spiral(update: Callable[[], optim.Update], rate: float) -> None:
    X, T = data.spiral(200, noise=0)
    K = data.one_of_k(T, 2)
    params, _ = optim.sgd(
        lambda params, X, K: two_layer_classifier(params, X, K, 0.0),
        init.parameters((2, 100, 2)),
        (3 * X, K),
        schedules.cosine(rate, 200),
        epochs=200,
        update=update(),
    )
    W1, b1, W2, b2 = params
    wins = (np.maximum(3 * X @ W1 + b1, 0) @ W2 + b2).argmax(axis=1)
    assert (wins == T[:, 0]).mean() > 0.95


def test_early_stopping_keeps_the_best_and_waits_its_patience() -> None:
    seen = iter([3.0, 2.0, 2.5, 1.0, 1.0, 4.0, 0.0])
    stop = optim.EarlyStopping(lambda params: next(seen), patience=2)
    answers = [stop((np.array([float(i)]),)) for i in range(6)]
    assert answers == [False, False, False, False, False, True]
    assert stop.loss == 1.0 and stop.params[0][0] == 3.0


def test_a_validation_loss_that_is_not_a_number_never_becomes_the_best() -> None:
    stop = optim.EarlyStopping(lambda params: np.nan, patience=1)
    assert stop(START) and stop.params == ()


def test_sgd_stops_when_it_is_told_to() -> None:
    X, T = data.plane(20)
    count = itertools.count(1)
    _, losses = optim.sgd(
        regression, MODEL, (X, T), 0.1, epochs=50, until=lambda params: next(count) == 3
    )
    assert len(losses) == 3


RATE, T = 0.8, 10


@pytest.mark.parametrize(
    ("schedule", "values"),
    [
        (schedules.step(RATE, (3, 6)), {0: 0.8, 2: 0.8, 3: 0.08, 5: 0.08, 6: 0.008, 99: 0.008}),
        (schedules.step(RATE, (3,), factor=0.5), {2: 0.8, 3: 0.4}),
        (schedules.cosine(RATE, T), {0: 0.8, 5: 0.4, 10: 0.0, 11: 0.0}),
        (schedules.linear(RATE, T), {0: 0.8, 5: 0.4, 9: 0.08, 10: 0.0, 11: 0.0}),
        (schedules.inverse_sqrt(RATE), {0: 0.8, 3: 0.4, 15: 0.2}),
        (schedules.robbins_monro(RATE), {0: 0.8, 1: 0.4, 7: 0.1}),
        (schedules.robbins_monro(RATE, 0.75), {15: 0.1}),
    ],
)
def test_schedules_follow_their_formulas(
    schedule: schedules.Schedule, values: dict[int, float]
) -> None:
    for t, value in values.items():
        assert schedule(t) == pytest.approx(value, abs=1e-16)


@pytest.mark.parametrize(
    "schedule",
    [
        schedules.step(RATE, (3, 6)),
        schedules.cosine(RATE, T),
        schedules.linear(RATE, T),
        schedules.inverse_sqrt(RATE),
        schedules.robbins_monro(RATE),
    ],
)
def test_rates_never_rise(schedule: schedules.Schedule) -> None:
    rates = [schedule(t) for t in range(30)]
    assert rates[0] == RATE and rates == sorted(rates, reverse=True)


def test_robbins_monro_averages_noise_away_where_a_constant_rate_does_not() -> None:
    rng = np.random.default_rng(0)
    noise = rng.normal(size=4000)

    def last(rate: float | schedules.Schedule) -> float:
        draws = iter(noise)
        params, _ = optim.gradient_descent(
            lambda params: (0.0, (params[0] - 5 - next(draws),)), (np.zeros(1),), rate, 4000
        )
        return float(abs(params[0][0] - 5))

    assert last(schedules.robbins_monro(1.0)) < 0.05  # it is the mean of 4000 draws
    assert last(schedules.robbins_monro(1.0)) == pytest.approx(abs(noise.mean()))
    assert last(0.5) > 0.1


def wrong_shape(params: Any) -> Any:
    return 1.0, (np.zeros(3),)


X = np.ones((4, 2))


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: optim.momentum(1.0), ValueError, "momentum: mu is 1.0"),
        (lambda: optim.adam(beta2=-0.1), ValueError, "adam: beta2 is -0.1"),
        (
            lambda: optim.gradient_descent(bowl, START, 3.0, 2000),
            FloatingPointError,
            "gradient_descent: the loss is inf: the steps were too large, use a smaller rate",
        ),
        (
            lambda: optim.gradient_descent(wrong_shape, START, 0.1, 1),
            ValueError,
            "the gradients are [(3,)], the parameters [(2,)]",
        ),
        (
            lambda: optim.sgd(regression, MODEL, (X, X[:2]), 0.1, 1),
            ValueError,
            "mini_batches: data are [(4, 2), (2, 2)]: arrays must have as many rows",
        ),
        (lambda: optim.sgd(regression, MODEL, (), 0.1, 1), ValueError, "data are []"),
        (lambda: optim.sgd(regression, MODEL, (X, X), 0.1, 1, 0), ValueError, "batch_size is 0"),
        (lambda: optim.sgd(regression, MODEL, (X[:0],), 0.1, 1), ValueError, "0 samples"),
        (lambda: optim.EarlyStopping(bowl, 0), ValueError, "EarlyStopping: patience is 0"),
        (lambda: schedules.cosine(0.1, 0), ValueError, "cosine: T is 0"),
        (lambda: schedules.linear(0.1, 0), ValueError, "linear: T is 0"),
        (lambda: schedules.robbins_monro(0.1, 0.5), ValueError, "robbins_monro: power is 0.5"),
        (lambda: schedules.robbins_monro(0.1, 1.1), ValueError, "robbins_monro: power is 1.1"),
    ],
)
def test_what_cannot_be_right_is_refused_by_name(
    call: Callable[[], object], error: type[Exception], message: str
) -> None:
    with pytest.raises(error) as caught, np.errstate(all="ignore"):
        call()
    assert message in str(caught.value)

"""The numbers that lesson 10 states about nets of twenty layers, measured."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from backprop_lib.arrays import Array
from backprop_lib.exercises.training_in_practice.reference import (
    batch_norm,
    elu,
    he_init,
    layer_norm,
    leaky_relu,
    maxout,
    tanh,
    xavier_init,
)
from backprop_lib.units import affine, relu, sigmoid

Unit = Callable[..., Any]


def leaky(A: Array) -> Any:
    return leaky_relu(A, 0.1)


def smooth(A: Array) -> Any:
    return elu(A, 1.0)


def small(p: int, q: int, rng: np.random.Generator) -> Array:
    return 0.01 * rng.standard_normal((p, q))


def large(p: int, q: int, rng: np.random.Generator) -> Array:
    return rng.standard_normal((p, q))


def deep_net(
    activation: Unit, init: Unit, norm: Unit | None = None, skip: bool = False
) -> tuple[float, float, float]:
    """The norms of dW in the first and in the last of 20 layers, and the spread of the output."""
    rng = np.random.default_rng(0)
    H, backs, ones, zeros = rng.standard_normal((32, 50)), [], np.ones(50), np.zeros(50)
    for _ in range(20):
        A, back_affine = affine(H, init(50, 50, rng), zeros)
        A, back_norm = norm(A, ones, zeros) if norm else (A, lambda dA: (dA,))
        Z, back_bend = activation(A)
        H = H + Z if skip else Z
        backs.append((back_affine, back_norm, back_bend))
    dH, norms = rng.standard_normal(H.shape), []
    for back_affine, back_norm, back_bend in reversed(backs):
        dX, dW, _ = back_affine(back_norm(back_bend(dH))[0])
        norms.append(float(np.linalg.norm(dW)))
        dH = dH + dX if skip else dX
    return norms[-1], norms[0], float(H.std())


def deep_maxout(init: Unit) -> tuple[float, float, float]:
    """The same for 20 layers of maxout."""
    rng, backs = np.random.default_rng(0), []
    H: Array = rng.standard_normal((32, 50))
    for _ in range(20):
        W = np.stack([init(50, 50, rng), init(50, 50, rng)])
        H, back = maxout(H, W, np.zeros((2, 50)))
        backs.append(back)
    dH: Array = rng.standard_normal(H.shape)
    norms = []
    for back in reversed(backs):
        dH, dW, _ = back(dH)
        norms.append(float(np.linalg.norm(dW)))
    return norms[-1], norms[0], float(H.std())


@pytest.mark.parametrize(
    ("activation", "init", "first", "last"),
    [
        (sigmoid, small, "3e-32", "3e+01"),
        (sigmoid, large, "5e-01", "3e+01"),
        (sigmoid, xavier_init, "5e-11", "3e+01"),
        (relu, small, "3e-23", "4e-23"),
        (relu, large, "3e+15", "4e+15"),
        (relu, xavier_init, "2e-01", "3e-01"),
        (relu, he_init, "1e+02", "2e+02"),
        (leaky, he_init, "2e+02", "1e+02"),
        (tanh, xavier_init, "4e+01", "4e+01"),
        (tanh, small, "3e-20", "4e-20"),
    ],
)
def test_twenty_layers(activation: Unit, init: Unit, first: str, last: str) -> None:
    one, twenty, _ = deep_net(activation, init)
    assert (f"{one:.0e}", f"{twenty:.0e}") == (first, last)


def test_the_sigmoid_loses_a_factor_of_more_than_50_at_best() -> None:
    shares = [
        one / last for one, last, _ in (deep_net(sigmoid, i) for i in (small, large, he_init))
    ]
    assert 1 / 60 < max(shares) < 1 / 50
    assert f"{0.25**20:.0e}" == "9e-13"


def test_starts_by_hand() -> None:
    assert (math.sqrt(2 / 50), round(math.sqrt(2 / 100), 3)) == (0.2, 0.141)
    assert pytest.approx(50 * 0.01**2 / 2) == 0.0025
    assert f"{0.05**20:.0e}" == "1e-26"
    assert f"{deep_net(relu, small)[2]:.0e}" == "7e-27"


def test_xavier_is_level_for_elu_and_for_maxout() -> None:
    one, last, _ = deep_net(smooth, xavier_init)
    assert (f"{one:.0e}", f"{last:.0e}") == ("3e+01", "3e+01")
    one, last, spread = deep_maxout(xavier_init)
    assert (f"{one:.0e}", f"{last:.0e}") == ("3e+02", "2e+02")
    assert deep_net(smooth, he_init)[0] > 10 * deep_net(smooth, xavier_init)[0]
    assert deep_maxout(he_init)[2] / spread == pytest.approx(1024)


def test_the_larger_of_two_scores_has_the_power_of_one() -> None:
    scores = np.random.default_rng(0).standard_normal((2, 1_000_000))
    assert np.mean(scores.max(axis=0) ** 2) == pytest.approx(1, abs=0.01)


def test_the_rescue() -> None:
    one, last, _ = deep_net(relu, large, batch_norm)
    assert 45 < one / last < 60 and round((one / last) ** (1 / 19), 1) == 1.2
    one, last, _ = deep_net(relu, large, layer_norm)
    assert (f"{one:.0e}", f"{last:.0e}") == ("3e+01", "3e+01")
    one, last, _ = deep_net(relu, small, skip=True)
    assert (f"{one:.0e}", f"{last:.0e}") == ("2e+02", "2e+02")
    assert deep_net(relu, large, skip=True)[0] > 1e15
    assert deep_net(relu, he_init, skip=True)[0] > 1e6 / 2

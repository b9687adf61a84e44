"""Data sets: their shapes, their classes, their seeds, and what each is meant to show."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from backprop_lib import data

MADE: dict[str, Callable[..., data.Samples]] = {
    "xor": data.xor,
    "apartments": data.apartments,
    "circle": data.circle,
    "gauss": data.gauss,
    "moons": data.moons,
    "spiral": data.spiral,
    "plane": data.plane,
    "multi_gauss": data.multi_gauss,
}
CLASSES = ["xor", "circle", "gauss", "moons", "spiral"]


def test_xor_is_the_four_corners_in_order() -> None:
    X, T = data.xor()
    np.testing.assert_array_equal(X, [[0, 0], [0, 1], [1, 0], [1, 1]])
    np.testing.assert_array_equal(T, [[0], [1], [1], [0]])
    assert X.dtype == T.dtype == np.float64


def test_a_cloud_stays_near_its_corners_and_repeats_with_its_seed() -> None:
    X, T = data.xor(101, noise=0.05, seed=3)
    assert X.shape == (101, 2) and T.shape == (101, 1)
    corners = np.round(X)
    np.testing.assert_array_equal(T[:, 0], corners[:, 0] != corners[:, 1])
    np.testing.assert_array_equal(X, data.xor(101, noise=0.05, seed=3)[0])
    assert (data.xor(101, noise=0.05, seed=4)[0] != X).any()


def test_what_is_returned_may_be_changed_without_harm() -> None:
    X, T = data.xor()
    X += 1
    T += 1
    np.testing.assert_array_equal(data.xor()[0], X - 1)


@pytest.mark.parametrize("name", MADE)
def test_shapes_dtypes_and_seeds(name: str) -> None:
    make = MADE[name]
    X, T = make(51, noise=0.1, seed=3)
    assert X.shape == (51, 3 if name == "apartments" else 2) and T.shape == (51, 1)
    assert X.dtype == T.dtype == np.float64
    again, other = make(51, noise=0.1, seed=3), make(51, noise=0.1, seed=4)
    np.testing.assert_array_equal(X, again[0])
    np.testing.assert_array_equal(T, again[1])
    assert not (np.array_equal(X, other[0]) and np.array_equal(T, other[1]))


@pytest.mark.parametrize("name", MADE)
@pytest.mark.parametrize("arguments", [{"m": 0}, {"noise": -1.0}, {"noise": np.nan}])
def test_impossible_requests_are_refused(name: str, arguments: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=f"{name}: {next(iter(arguments))} is"):
        MADE[name](**arguments)


@pytest.mark.parametrize("name", CLASSES)
def test_classes_are_zero_and_one_and_as_many_of_each(name: str) -> None:
    _, T = MADE[name](100)
    assert np.unique(T, return_counts=True)[1].tolist() == [50, 50]


def linear_accuracy(X: Any, T: Any) -> float:
    """The share of samples on the right side of the least-squares line."""
    A = np.column_stack([X, np.ones(len(X))])
    w = np.linalg.lstsq(A, 2 * T - 1, rcond=None)[0]
    return float(((A @ w > 0) == (T == 1)).mean())


@pytest.mark.parametrize("name", ["xor", "circle", "spiral"])
def test_no_line_separates(name: str) -> None:
    assert linear_accuracy(*MADE[name](400, noise=0.05)) < 0.75


def test_a_line_separates_the_clouds_but_not_quite_the_moons() -> None:
    assert linear_accuracy(*data.gauss(400)) > 0.95
    assert 0.8 < linear_accuracy(*data.moons(400)) < 0.95


def test_without_noise_the_disc_and_the_ring_are_apart() -> None:
    X, T = data.circle(300, noise=0)
    radius = np.linalg.norm(X, axis=1)
    assert radius[T[:, 0] == 1].max() <= 1 < 1.5 <= radius[T[:, 0] == 0].min()


def test_without_noise_the_arms_of_a_spiral_are_the_first_one_turned() -> None:
    X, T = data.spiral(300, noise=0, classes=3)
    assert np.unique(T).tolist() == [0, 1, 2]
    radius = np.linalg.norm(X, axis=1)
    angle = np.arctan2(X[:, 1], X[:, 0]) - 3 * np.pi * radius
    turned = np.exp(1j * (angle - 2 * np.pi * T[:, 0] / 3))
    np.testing.assert_allclose(turned, 1, atol=1e-9)
    with pytest.raises(ValueError, match="spiral: classes is 1"):
        data.spiral(classes=1)


def test_a_linear_regression_finds_the_price_of_an_apartment_again() -> None:
    X, T = data.apartments(20_000, seed=1)
    assert len(data.APARTMENT_COLUMNS) == X.shape[1]
    w = np.linalg.lstsq(np.column_stack([X, np.ones(len(X))]), T, rcond=None)[0][:, 0]
    np.testing.assert_allclose(w, [2.8, 6, -0.9, 40], rtol=0.05)
    assert X.min(axis=0).tolist() >= [25, 1, 0] and X.max(axis=0).tolist() <= [140, 5, 80]


def test_the_plane_is_the_sum_of_its_coordinates() -> None:
    X, T = data.plane(50, noise=0)
    np.testing.assert_array_equal(T[:, 0], X.sum(axis=1))


def test_the_hills_alternate_with_the_hollows() -> None:
    X, T = data.multi_gauss(5000, noise=0, seed=2)
    assert -1.1 < T.min() < -0.9 and 0.9 < T.max() < 1.1
    for i, hill in enumerate(data.HILLS):
        near = np.linalg.norm(X - hill, axis=1) < 0.1
        assert near.any() and (np.sign(T[near, 0]) == (-1) ** i).all()


def test_one_of_k_puts_a_one_at_each_class_number() -> None:
    rows = [[1, 0, 0], [0, 0, 1], [0, 1, 0]]
    np.testing.assert_array_equal(data.one_of_k(np.array([[0.0], [2.0], [1.0]]), 3), rows)
    np.testing.assert_array_equal(data.one_of_k(np.array([0, 2, 1]), 3), rows)


@pytest.mark.parametrize(
    ("T", "message"),
    [
        (np.array([0, 3]), "one_of_k: T holds 3, k is 3"),
        (np.array([0.5]), "one_of_k: T holds 0.5"),
        (np.array([-1]), "one_of_k: T holds -1"),
        (np.array([np.nan]), "one_of_k: T holds nan"),
        (np.zeros((2, 2)), "one_of_k: T is (2, 2)"),
        (np.array(1), "one_of_k: T is ()"),
    ],
)
def test_class_numbers_that_are_none_are_refused(T: Any, message: str) -> None:
    with pytest.raises(ValueError) as caught:
        data.one_of_k(T, 3)
    assert message in str(caught.value)


def test_what_is_held_out_is_not_trained_on() -> None:
    X = np.arange(20.0).reshape(10, 2)
    T = X[:, :1] + X[:, 1:]
    X_train, T_train, X_test, T_test = data.hold_out(X, T, 0.3, seed=2)
    assert (len(X_train), len(X_test)) == (7, 3)
    both = np.concatenate([X_train, X_test])
    np.testing.assert_array_equal(np.sort(both, axis=0), X)
    np.testing.assert_array_equal(T_test[:, 0], X_test.sum(axis=1))
    np.testing.assert_array_equal(T_train[:, 0], X_train.sum(axis=1))
    for fraction in (0.0, 1.0, 0.01):
        with pytest.raises(ValueError, match="both parts need at least one"):
            data.hold_out(X, T, fraction)
    with pytest.raises(ValueError, match="as many rows"):
        data.hold_out(X, T[:5])

"""The exclusive or, exact and as a cloud."""

import numpy as np
import pytest

from backprop_lib import data


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


@pytest.mark.parametrize("arguments", [{"m": 0}, {"noise": -1.0}])
def test_impossible_requests_are_refused(arguments: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=f"xor: {next(iter(arguments))} is"):
        data.xor(**arguments)

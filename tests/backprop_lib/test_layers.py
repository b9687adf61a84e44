"""Dropout, normalisation and residual units: what they are for, and what they refuse."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from backprop_lib.layers import batch_norm, dropout, layer_norm, residual
from backprop_lib.units import affine, relu


def ones_and_zeros(p: int) -> tuple[Any, Any]:
    return np.ones(p), np.zeros(p)


def test_dropout_drops_a_fraction_p_and_scales_up_the_rest() -> None:
    Z, back = dropout(np.full((200, 500), 3.0), 0.2, np.random.default_rng(0))
    assert set(np.unique(Z)) == {0, 3 / 0.8}
    np.testing.assert_allclose((Z == 0).mean(), 0.2, atol=0.005)
    np.testing.assert_allclose(Z.mean(), 3, atol=0.02)
    dA = back(np.ones((200, 500)))
    np.testing.assert_array_equal(dA, Z / 3)


def test_the_mean_of_dropout_over_its_four_masks_is_the_net_without_it() -> None:
    # w1 x1 + w2 x2 with p = 1/2, each mask as often as the others.
    x, w = np.array([2.0, -1.0]), np.array([3.0, 5.0])
    seen: dict[tuple[bool, ...], float] = {}
    rng = np.random.default_rng(0)
    while len(seen) < 4:
        z, _ = dropout(x, 0.5, rng)
        seen[tuple(z != 0)] = float(z @ w)
    np.testing.assert_allclose(np.mean(list(seen.values())), x @ w)


def test_dropout_of_nothing_is_the_identity() -> None:
    A = np.random.default_rng(0).standard_normal((3, 4))
    np.testing.assert_array_equal(dropout(A, 0.0, np.random.default_rng(1))[0], A)


def test_dropout_draws_a_new_mask_each_call_and_the_same_from_the_same_seed() -> None:
    A, rng = np.ones(100), np.random.default_rng(5)
    first, second = dropout(A, 0.5, rng)[0], dropout(A, 0.5, rng)[0]
    assert (first != second).any()
    np.testing.assert_array_equal(dropout(A, 0.5, np.random.default_rng(5))[0], first)


def test_batch_norm_brings_each_column_to_mean_0_and_variance_1() -> None:
    X = np.random.default_rng(0).normal(7, 3, (50, 4))
    Y, _ = batch_norm(X, *ones_and_zeros(4), eps=1e-12)
    np.testing.assert_allclose(Y.mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(Y.var(axis=0), 1, rtol=1e-9)


def test_layer_norm_brings_each_row_to_mean_0_and_variance_1() -> None:
    X = np.random.default_rng(0).normal(7, 3, (4, 50))
    Y, _ = layer_norm(X, *ones_and_zeros(50), eps=1e-12)
    np.testing.assert_allclose(Y.mean(axis=1), 0, atol=1e-12)
    np.testing.assert_allclose(Y.var(axis=1), 1, rtol=1e-9)


def test_a_shift_or_a_scale_of_what_is_normalised_takes_no_gradient() -> None:
    rng = np.random.default_rng(0)
    X, dY = rng.standard_normal((6, 3)), rng.standard_normal((6, 3))
    dX, _, _ = batch_norm(X, *ones_and_zeros(3), eps=1e-12)[1](dY)
    np.testing.assert_allclose(dX.sum(axis=0), 0, atol=1e-10)  # along a shift of the column
    np.testing.assert_allclose((dX * X).sum(axis=0), 0, atol=1e-10)  # along a scaling of it


def test_batch_norm_with_the_moments_of_the_batch_has_the_same_value() -> None:
    X = np.random.default_rng(0).standard_normal((6, 3))
    gamma, beta = np.array([1.0, 2.0, -1.0]), np.array([0.0, 1.0, 3.0])
    Y, _ = batch_norm(X, gamma, beta)
    moments = (X.mean(axis=0), X.var(axis=0))
    np.testing.assert_allclose(batch_norm(X, gamma, beta, moments=moments)[0], Y)
    one, _ = batch_norm(X[2:3], gamma, beta, moments=moments)
    np.testing.assert_allclose(one, Y[2:3])


def test_the_gradient_goes_straight_past_a_dead_residual_unit() -> None:
    X, dY = -np.ones((2, 3)), np.arange(6.0).reshape(2, 3)
    Y, back = residual(relu)(X)
    np.testing.assert_array_equal(Y, X)
    np.testing.assert_array_equal(back(dY), dY)


G, B = ones_and_zeros(3)
X = np.random.default_rng(0).standard_normal((4, 3))


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: dropout(X, 1.0, np.random.default_rng(0)), ValueError, "dropout: p is 1.0"),
        (lambda: dropout(X, -0.1, np.random.default_rng(0)), ValueError, "must be in [0, 1)"),
        (lambda: dropout(X, np.nan, np.random.default_rng(0)), ValueError, "p is nan"),
        (lambda: dropout(X, 0.5, 7), TypeError, "rng is a int: pass a generator, np.random."),  # type: ignore[arg-type]
        (
            lambda: batch_norm(X[:1], G, B),
            ValueError,
            "batch_norm: X is (1, 3): a batch of one has no variance, use more samples, or when "
            "evaluating pass moments=(mean, variance)",
        ),
        (lambda: batch_norm(X[0], G, B), ValueError, "for one sample use X[None, :]"),
        (lambda: batch_norm(X, G[:2], B), ValueError, "X is (4, 3), gamma is (2,): gamma must"),
        (lambda: batch_norm(X, G, np.zeros(4)), ValueError, "X is (4, 3), beta is (4,)"),
        (lambda: batch_norm(X, G, B, eps=0.0), ValueError, "batch_norm: eps is 0.0"),
        (
            lambda: batch_norm(X, G, B, moments=(B, np.zeros(2))),
            ValueError,
            "gamma is (3,), moments[1] is (2,): they must have one shape",
        ),
        (lambda: batch_norm(X, G, B, moments=(B, -G)), ValueError, "moments[1] holds what is no"),
        (lambda: layer_norm(X[:, :1], G[:1], B[:1]), ValueError, "a row of one has no variance"),
        (lambda: layer_norm(X, G, B)[1](X[0]), ValueError, "layer_norm: dY is (3,)"),
        (
            lambda: residual(affine)(X, np.ones((3, 2)), np.zeros(2)),
            ValueError,
            "residual: X is (4, 3), the unit's value is (4, 2): they must have one shape",
        ),
    ],
)
def test_what_cannot_be_right_is_refused_by_name(
    call: Callable[[], object], error: type[Exception], message: str
) -> None:
    with pytest.raises(error) as caught:
        call()
    assert message in str(caught.value)

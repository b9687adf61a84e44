"""How weights start: the variances, and what they are for."""

from typing import Any

import numpy as np
import pytest

from backprop_lib import init, units

P, Q = 400, 300


@pytest.mark.parametrize(
    ("weights", "variance"),
    [(init.gaussian, 1e-4), (init.xavier, 2 / (P + Q)), (init.he, 2 / P)],
)
def test_the_variance_is_as_said_and_the_mean_is_zero(weights: Any, variance: float) -> None:
    W = weights(P, Q, np.random.default_rng(0))
    assert W.shape == (P, Q) and W.dtype == np.float64
    assert W.var() == pytest.approx(variance, rel=0.02)
    assert abs(W.mean()) < 5 * np.sqrt(variance / W.size)


def test_the_same_generator_gives_the_same_weights() -> None:
    draws = [init.he(3, 2, np.random.default_rng(seed)) for seed in (1, 1, 2)]
    np.testing.assert_array_equal(draws[0], draws[1])
    assert (draws[0] != draws[2]).any()


def signal_after(layers: int, weights: init.Init, unit: Any) -> float:
    """The mean square of the last layer's values, relative to that of the inputs."""
    rng = np.random.default_rng(0)
    Z = rng.normal(size=(200, P))
    for _ in range(layers):
        Z = unit(Z @ weights(P, P, rng))[0]
    return float((Z * Z).mean())


def test_he_keeps_the_signal_through_twenty_relu_layers_where_others_lose_it() -> None:
    assert 0.3 < signal_after(20, init.he, units.relu) < 3
    assert signal_after(20, init.xavier, units.relu) < 1e-4
    assert signal_after(20, init.gaussian, units.relu) < 1e-20


def test_zeros_give_every_hidden_unit_the_same_gradient() -> None:
    rng = np.random.default_rng(0)
    W1, b1, W2, b2 = init.parameters((3, 4, 2), init.zeros)
    assert not W1.any() and not W2.any()
    X, T = rng.normal(size=(6, 3)), np.eye(2)[[0, 1, 1, 0, 1, 1]]
    A1, back1 = units.affine(X, W1 + 0.5, b1)  # any constant will do
    Z, back_sigmoid = units.sigmoid(A1)
    A2, back2 = units.affine(Z, W2 + 0.5, b2)
    _, back_loss = units.logistic(A2, T)
    _, dW1, _ = back1(back_sigmoid(back2(back_loss(1.0))[0]))
    np.testing.assert_allclose(dW1, np.repeat(dW1[:, :1], 4, axis=1), atol=1e-17)


def test_parameters_have_the_shapes_of_their_layers_and_zero_biases() -> None:
    params = init.parameters((2, 16, 16, 3), seed=4)
    assert [A.shape for A in params] == [(2, 16), (16,), (16, 16), (16,), (16, 3), (3,)]
    assert not any(b.any() for b in params[1::2])
    assert all(W.any() for W in params[::2])
    np.testing.assert_array_equal(params[0], init.parameters((2, 16, 16, 3), seed=4)[0])


@pytest.mark.parametrize("sizes", [(3,), (), (3, 0, 2)])
def test_sizes_that_make_no_net_are_refused(sizes: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="parameters: sizes is"):
        init.parameters(sizes)

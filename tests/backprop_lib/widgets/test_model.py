"""The net of a Playground: its gradients, in every kind that can be chosen."""

import numpy as np
import pytest

from backprop_lib import init
from backprop_lib.gradcheck import as_unit, check_gradients
from backprop_lib.widgets.choices import CHOICES
from backprop_lib.widgets.model import Net
from backprop_lib.widgets.samples import draw, features, grid
from backprop_lib.widgets.state import EXTENT, Config
from backprop_lib.widgets.trainer import Trainer


@pytest.mark.parametrize("problem", ["classification", "regression"])
@pytest.mark.parametrize("activation", CHOICES["activation"])
@pytest.mark.parametrize("regularisation", CHOICES["regularisation"])
def test_gradients_agree_with_differences(
    problem: str, activation: str, regularisation: str
) -> None:
    rng = np.random.default_rng(3)
    X, T = rng.normal(size=(6, 3)), np.sign(rng.normal(size=(6, 1)))
    params = [P + 0.1 * rng.normal(size=P.shape) for P in init.parameters((3, 4, 2, 1), seed=1)]
    net = Net(activation, problem, regularisation, 0.1)
    check_gradients(as_unit(lambda params: net.loss(params, X, T)), params)


@pytest.mark.parametrize("data", [*CHOICES["data"]["classification"], "plane", "multi_gauss"])
def test_samples_lie_in_the_square_and_repeat_with_their_seed(data: str) -> None:
    config = Config(data=data, points=((0.5, -1.5, 1),), train_share=70)
    samples = draw(config)
    assert samples.X.shape == (141, 2) and samples.X_test.shape == (60, 2)
    assert np.abs(samples.X).max() <= EXTENT
    np.testing.assert_array_equal(samples.X[-1], [0.5, -1.5])
    if config.problem == "classification":
        assert set(np.unique(samples.T)) == {-1, 1}
    np.testing.assert_array_equal(samples.X, draw(config).X)


def test_features_are_columns_in_their_order() -> None:
    F = features(["x1 x2", "sin x1", "x2^2"], np.array([[2.0, 3.0]]))
    np.testing.assert_allclose(F, [[6, np.sin(2), 9]])


def test_the_grid_goes_from_the_bottom_left_to_the_top_right() -> None:
    cells = grid(3)
    np.testing.assert_allclose(cells[[0, 1, 3, 8]], [[-2, -2], [0, -2], [-2, 0], [2, 2]])


@pytest.mark.parametrize("data", ["circle", "xor", "gauss"])
def test_the_small_net_learns(data: str) -> None:
    trainer = Trainer(Config(data=data))
    for _ in range(1500):
        trainer.step()
    assert min(trainer.accuracy()) > 0.95


def test_a_seed_repeats_a_training_run_and_reset_begins_it_again() -> None:
    one, two = Trainer(Config(optimizer="adam")), Trainer(Config(optimizer="adam"))
    for _ in range(30):
        one.step()
        two.step()
    first = one.losses()
    assert first == two.losses()
    one.reset()
    for _ in range(30):
        one.step()
    assert one.losses() == first


def test_an_epoch_shows_every_sample_once() -> None:
    trainer = Trainer(Config(batch_size=30))
    seen = []
    for _ in range(4):
        trainer.step()
        seen.append(trainer.last_batch[0])
    assert trainer.epoch == 1
    np.testing.assert_array_equal(np.sort(np.concatenate(seen), axis=0), np.sort(trainer.F, axis=0))


def test_the_history_stays_short_and_keeps_its_ends() -> None:
    trainer = Trainer(Config(hidden=(), samples=10))
    for _ in range(2500):
        trainer.step()
        trainer.record()
    assert len(trainer.history) <= 2000
    steps = [step for step, _, _ in trainer.history]
    assert (steps[0], steps[-1]) == (1, 2500) and steps == sorted(steps)

"""What the checks of lesson 10 say about answers that are no known mistake."""

from typing import Any

import numpy as np
import pytest

from backprop_lib.exercises import training_in_practice as ex
from backprop_lib.exercises.training_in_practice import randomness, reference


def message(exercise: Any, answer: Any) -> str:
    report = exercise.judge(answer, 5)
    assert report.verdict == "failed"
    return str(report)


def test_two_wrong_schedules_are_both_named() -> None:
    def schedule(kind: str, lr: float, t: int, T: int) -> Any:
        if kind == "linear":
            return lr - t / T
        if kind == "inverse_sqrt":
            return lr / (t + 1)
        return reference.schedule(kind, lr, t, T)

    text = message(ex.schedule, schedule)
    assert "linear: lr - t / T soon falls below 0." in text
    assert "inverse_sqrt: lr / (t + 1) falls too fast." in text


def test_a_wrong_schedule_is_shown_with_its_epoch() -> None:
    def schedule(kind: str, lr: float, t: int, T: int) -> Any:
        return reference.schedule(kind, lr, t, T) * (2 if kind == "step" and t == 89 else 1)

    assert "worst entry: the rate for 'step' at t = 89 is" in message(ex.schedule, schedule)


def test_a_loss_in_place_of_an_epoch_is_told() -> None:
    text = message(ex.early_stopping, lambda losses, patience: min(losses))
    assert "The index is 0.7, no whole number: return the epoch, not a loss." in text


def test_no_verdict_is_looked_at_where_the_losses_are_wrong() -> None:
    def overfit_small(net: Any, params: Any, X: Any, T: Any, lr: float, steps: int) -> Any:
        ok, losses = reference.overfit_small(net, params, X, T, lr / 3, steps)
        return ok, losses

    text = message(ex.overfit_small, overfit_small)
    assert "losses is not right." in text
    assert "ok (True is 1) is" not in text


@pytest.mark.parametrize(
    ("mask", "sentence"),
    [
        (lambda A, p, rng, train: np.ones(A.shape), randomness.NOTHING_DROPPED),
        (lambda A, p, rng, train: np.zeros(A.shape) if train else 1.0, randomness.ALL_DROPPED),
        (
            lambda A, p, rng, train: (
                (rng.random((len(A), 1)) >= p) / (1 - p) * np.ones(A.shape) if train else 1.0
            ),
            randomness.ENTRIES_ALIKE,
        ),
        (
            lambda A, p, rng, train: (
                (np.random.default_rng().random(A.shape) >= p) / (1 - p) if train else 1.0
            ),
            randomness.NOT_THIS_RNG,
        ),
        (
            lambda A, p, rng, train: (
                (rng.random(A.shape) >= p) / (1 - p) if train else 1.0 * (A > 0)
            ),
            "Entries are dropped also when train is False.",
        ),
    ],
)
def test_a_mask_that_is_none(mask: Any, sentence: str) -> None:
    def dropout(A: Any, p: float, rng: Any, train: bool) -> Any:
        M = mask(A, p, rng, train)
        return A * M, lambda dZ: dZ * M

    assert sentence in message(ex.dropout, dropout)


@pytest.mark.parametrize(
    ("weights", "sentence"),
    [
        (lambda p, q, rng: np.full((p, q), np.sqrt(2 / p)), randomness.ALL_ALIKE),
        (lambda p, q, rng: np.ones((p, 1)) * rng.standard_normal(q), randomness.INPUTS_ALIKE),
        (lambda p, q, rng: np.sqrt(2 / p) * rng.random((p, q)) + 1, randomness.NOT_AROUND_0),
    ],
)
def test_weights_that_are_no_draw(weights: Any, sentence: str) -> None:
    assert sentence in message(ex.he_init, weights)

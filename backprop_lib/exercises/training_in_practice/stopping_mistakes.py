"""Known mistakes of lesson 10 in early_stopping, and what to say to who made one."""

# ruff: noqa: D103 - what each function does wrong is said in its Mistake below

from collections.abc import Sequence
from typing import Any

import numpy as np

from backprop_lib.exercises.findings import Mistake

Losses = Sequence[float]


def looks_ahead(losses: Losses, patience: int) -> Any:
    return int(np.argmin(losses))


def _walk(losses: Losses, patience: int, ties: bool = False) -> tuple[int, int]:
    """The best epoch, and the epoch at which one stops."""
    best = epoch = 0
    for epoch, loss in enumerate(losses):
        if loss < losses[best] or (ties and loss == losses[best]):
            best = epoch
        if epoch - best >= patience:
            break
    return best, epoch


def where_it_stops(losses: Losses, patience: int) -> Any:
    return _walk(losses, patience)[1]


def one_more(losses: Losses, patience: int) -> Any:
    return _walk(losses, patience + 1)[0]


def one_less(losses: Losses, patience: int) -> Any:
    return _walk(losses, patience - 1)[0] if patience > 1 else 0


def ties_count(losses: Losses, patience: int) -> Any:
    return _walk(losses, patience, ties=True)[0]


def against_the_one_before(losses: Losses, patience: int) -> Any:
    waited = 0
    for epoch in range(1, len(losses)):
        waited = 0 if losses[epoch] < losses[epoch - 1] else waited + 1
        if waited == patience:
            return epoch - patience
    return int(np.argmin(losses))


def never_reset(losses: Losses, patience: int) -> Any:
    best, waited = 0, 0
    for epoch, loss in enumerate(losses):
        if loss < losses[best]:
            best = epoch
        elif epoch:
            waited += 1
        if waited == patience:
            break
    return best


def first_rise(losses: Losses, patience: int) -> Any:
    return next((k for k in range(len(losses) - 1) if losses[k + 1] >= losses[k]), len(losses) - 1)


def the_loss(losses: Losses, patience: int) -> Any:
    return losses[_walk(losses, patience)[0]]


def counted_from_1(losses: Losses, patience: int) -> Any:
    return _walk(losses, patience)[0] + 1


def the_last(losses: Losses, patience: int) -> Any:
    return len(losses) - 1


def the_worst(losses: Losses, patience: int) -> Any:
    return _walk([-loss for loss in losses], patience)[0]


EARLY_STOPPING = (
    Mistake(
        "looks ahead",
        looks_ahead,
        "This is the lowest loss of all, seen after the fact. Training stops when `patience` "
        "epochs in a row brought nothing better; what comes later is never seen.",
    ),
    Mistake(
        "where it stops",
        where_it_stops,
        "This is the epoch at which training stops. Wanted is the best one before it, whose "
        "weights one goes back to.",
    ),
    Mistake(
        "one epoch too patient",
        one_more,
        "It waits one epoch too long: stop when the best epoch is exactly `patience` epochs ago.",
    ),
    Mistake(
        "one epoch too hasty",
        one_less,
        "It stops one epoch too early: stop when the best epoch is exactly `patience` epochs ago.",
    ),
    Mistake(
        "equal is better",
        ties_count,
        "An equal loss is taken for a better one, so that it never stops on a level. Better means "
        "lower: < in place of <=.",
    ),
    Mistake(
        "against the epoch before",
        against_the_one_before,
        "Each loss is compared with the one before it. Compare with the best so far: a small dip "
        "on a high level is no progress.",
    ),
    Mistake(
        "counter never reset",
        never_reset,
        "The epochs without progress are counted over the whole run. When a new best comes, the "
        "count begins again at 0.",
    ),
    Mistake(
        "stops at the first rise",
        first_rise,
        "It stops when the loss rises for the first time, whatever patience says.",
    ),
    Mistake(
        "loss for index",
        the_loss,
        "This is the lowest loss itself; return its index, so that one knows which weights to "
        "take.",
    ),
    Mistake(
        "counted from 1",
        counted_from_1,
        "This counts epochs from 1; the index of the first loss is 0.",
    ),
    Mistake(
        "the last epoch",
        the_last,
        "This is the last epoch. Wanted is the one with the lowest loss before training stops.",
    ),
    Mistake(
        "highest loss",
        the_worst,
        "This follows the highest loss, as one would with an accuracy. Of losses the lowest is "
        "best.",
    ),
)

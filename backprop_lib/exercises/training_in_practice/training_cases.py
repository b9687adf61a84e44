"""The cases of early_stopping and schedule, and how their results are measured."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from backprop_lib.arrays import Array
from backprop_lib.exercises.calls import returned
from backprop_lib.exercises.cases import Case, Rng
from backprop_lib.exercises.compare import Measured, WrongForm, as_number
from backprop_lib.exercises.remote import call_with_names
from backprop_lib.exercises.training_in_practice.reference import early_stopping

EVERY_EPOCH = "(called for each of these t in turn)"


def draw_early_stopping(rng: Rng) -> list[Case]:
    """Losses that fall, rise, fall again in time or too late, rest on a level; the shortest first.

    At most 13 losses of two digits, so that a report can show all of them.
    """
    down = _distinct(rng, 20, 100, 8)[::-1]
    high = [float(loss) for loss in rng.permutation(_distinct(rng, 101, 200, 8))]
    walk = [float(loss) for loss in rng.permutation(_distinct(rng, 10, 100, 13))]
    lower, lowest = 0.08, 0.03
    even = int(rng.choice([2, 4]))  # tells a sum of epochs from their difference
    wait, short, long = (int(n) for n in rng.permutation([2, 3, 4]))
    lists = [
        (
            [*down[:3], *high[: wait - 1], lower, high[wait - 1], lowest, *high[wait : wait + 4]],
            wait,
        ),
        ([*down[:4], *high[:even], lower, *high[even : even + 2]], even),  # too late
        ([*down[:3], *sorted(high)[-1:-6:-1], lower], wait),  # each better than the one before it
        ([*down[:4], *high[:short], lower], short),  # late by one epoch
        ([*down[:3], *[down[2]] * (long - 1), lower, *high[:long], lowest], long),
        ([1.5, *down[:2], *[down[1]] * (wait + 2), lower], wait),
        (down, short),
        (high, long),
        ([0.7], 3),
        ([*down[:4], *high[:1], lower], 1),
        ([*down, *high[:2]], 50),
        (walk, 3),
        (walk[::-1], 2),
    ]
    lists.sort(key=lambda item: len(item[0]))
    return [Case((losses, n), note=_what_happens(losses, n)) for losses, n in lists]


def _distinct(rng: Rng, low: int, high: int, n: int) -> list[float]:
    """Numbers of two digits in ascending order."""
    return sorted(float(k) / 100 for k in rng.choice(np.arange(low, high), n, replace=False))


def _what_happens(losses: Sequence[float], patience: int) -> str:
    best = early_stopping(losses, patience)
    last = min(best + patience, len(losses) - 1)
    return f"(the lowest that is seen is {losses[best]}; the last that is seen is epoch {last})"


def measure_index(result: object, _: Case) -> Measured:
    """The index."""
    index = as_number("the index", result)
    if index != np.round(index):
        raise WrongForm(f"The index is {index:.6g}, no whole number: return the epoch, not a loss.")
    return {"the index": index}


def draw_schedule(rng: Rng) -> list[Case]:
    """For each kind a list of epochs in place of t, at which it is asked for its rate."""
    T = int(rng.integers(125, 200))  # beyond 120, where no fourth step comes
    early, late = int(rng.integers(10, 28)), int(rng.integers(100, 120))
    epochs = {
        "cosine": [early, T, 0],
        "linear": [early, T, 0],
        "inverse_sqrt": [early, 0, T],
        "step": [90, T, 30, 60, 29, 59, 89],
        "constant": [late, 0],
    }
    lrs = rng.uniform(0.02, 0.5, len(epochs))
    return [
        Case((kind, float(lr), its, T), note=EVERY_EPOCH)
        for (kind, its), lr in zip(epochs.items(), lrs, strict=True)
    ]


def rates(answer: Any, case: Case) -> Measured:
    """The rates of a case's kind, one for each of its epochs."""
    kind, lr, epochs, T = case.args
    found = [returned(call_with_names(answer, case.names, kind, lr, t, T)) for t in epochs]
    made: Array = np.array([as_number("the rate", rate) for rate in found])
    return {f"the rate for {kind!r}": made}

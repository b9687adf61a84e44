"""The exercise on mini-batches: which samples are drawn is free, how they are is not."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import islice
from typing import Any

import numpy as np

from backprop_lib.exercises.calls import Outcome
from backprop_lib.exercises.cases import Case, Rng
from backprop_lib.exercises.compare import Measured, WrongForm, a_kind, from_list
from backprop_lib.exercises.function import FunctionExercise
from backprop_lib.exercises.remote import RemoteCallable

ENOUGH = 20  # samples from which on an order that looks undrawn was not drawn

IN_ORDER = (
    "The samples come in the order that they have in the table: draw an order first, "
    "rng.permutation(n), and cut that into pieces."
)
ANOTHER_GENERATOR = (
    "The same rng gives other batches the second time: draw from the rng that is handed over, "
    "rng.permutation(n), not from np.random or a generator of your own."
)
RNG_UNUSED = (
    "Two different rngs give the same batches: draw from the rng that is handed over, and "
    "replace it by none of your own."
)
DRAWN_TWICE = (
    "Some samples come more than once and others never: draw one order for all batches, before the "
    "loop, and let each batch begin where the last one ended."
)
NEIGHBOURS = (
    "The batches come in a random order, but each is a run of neighbours, the same samples every "
    "time: shuffle the samples first, then cut."
)


class MinibatchExercise(FunctionExercise):
    """A generator of index arrays, judged by what they have in common for every good order."""

    def run(self, answer: Any, case: Case, part: str | None = None) -> Outcome:
        """The sizes of the batches and how often each sample comes; what else must be so."""
        n, size, _ = case.args
        first = super().run(answer, case, part)
        if first.raised or first.wrong_form:
            return first
        order, sizes = first.values["order"], first.values["batch sizes"]
        visits = np.bincount(order.astype(int), minlength=n).astype(float)
        values = {"batch sizes": sizes, "visits of each sample": visits}
        starts = np.arange(0, n, size)
        right = np.array_equal(sizes, np.minimum(size, n - starts))
        if n >= ENOUGH and len(sizes) == len(starts) and visits.min() == 0 and visits.max() > 1:
            return Outcome(wrong_form=DRAWN_TWICE)
        if n < ENOUGH or not right or (visits != 1).any():
            return replace(first, values=values)
        if np.array_equal(order, np.arange(n)):
            return Outcome(wrong_form=IN_ORDER)
        for rng, same, sentence in (
            (case.args[2], True, ANOTHER_GENERATOR),
            (np.random.default_rng(n), False, RNG_UNUSED),
        ):
            other = super().run(answer, replace(case, args=(n, size, rng)), part)
            if other.raised or other.wrong_form:
                return other
            if np.array_equal(order, other.values["order"]) != same:
                return Outcome(wrong_form=sentence)
        if _all_neighbours(order, sizes):
            return Outcome(wrong_form=NEIGHBOURS)
        return replace(first, values=values)


def draw_minibatches(rng: Rng) -> list[Case]:
    """A last batch that is short, none that is, one batch, batches of one, a single sample."""
    size = int(rng.integers(4, 7))
    pairs = [
        (5 * size + int(rng.integers(1, size)), size),
        (6 * size, size),
        (int(rng.integers(3, 6)), 8),
        (int(rng.integers(3, 6)), 1),
        (1, 1),
    ]
    seeds = rng.integers(1_000_000, size=len(pairs))
    return [
        Case((n, s, np.random.default_rng(int(seed))))
        for (n, s), seed in zip(pairs, seeds, strict=True)
    ]


def measure_minibatches(result: Any, case: Case) -> Measured:
    """The samples in the order of their visits, and the sizes of the batches."""
    n = case.args[0]
    local = isinstance(result, Iterable) and not isinstance(result, str | bytes | dict)
    if isinstance(result, np.ndarray) and result.ndim == 1:
        raise WrongForm(
            "It returned one array: yield the first batch, and then the others; `return` ends the "
            "function, `yield` does not."
        )
    if not (local or isinstance(result, RemoteCallable)):
        raise WrongForm(f"It returned {a_kind(result)}: yield one array of indices after another.")
    visits: list[float] = []
    sizes: list[float] = []
    for i, batch in enumerate(islice(result, 2 * n + 1)):
        label = f"batch {i}"
        indices = from_list(label, batch)
        kind = getattr(batch, "dtype", np.dtype(int)).kind
        if indices.ndim != 1:
            raise WrongForm(
                f"{label} has the shape {indices.shape}: each batch is one array of row numbers, "
                "(size,)."
            )
        if kind not in "iu" and indices.size:
            raise WrongForm(f"{label} holds {batch.dtype}: indices are whole numbers.")
        if ((indices < 0) | (indices >= n)).any():
            out = indices[(indices < 0) | (indices >= n)][0]
            raise WrongForm(f"{label} holds {out:g}: the samples of {n} are 0 to {n - 1}.")
        visits += indices.tolist()
        sizes.append(float(indices.size))
    if len(sizes) > 2 * n:
        raise WrongForm(f"There are more than {2 * n} batches, and n is {n}: when does it stop?")
    return {"order": np.array(visits), "batch sizes": np.array(sizes)}


def _all_neighbours(order: Any, sizes: Any) -> bool:
    """Whether each batch is a run such as 5, 6, 7, in whatever order."""
    cuts = np.cumsum(sizes.astype(int))[:-1]
    return all(np.ptp(batch) == len(batch) - 1 for batch in np.split(order, cuts) if len(batch))

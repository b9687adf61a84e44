"""The cases of lesson 08, and how what the student's functions return is measured."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from backprop_lib.arrays import Array
from backprop_lib.exercises.cases import Case, Rng
from backprop_lib.exercises.compare import (
    Measured,
    WrongForm,
    as_array,
    as_number,
    as_sequence,
    from_list,
)
from backprop_lib.exercises.computed import STATE
from backprop_lib.exercises.explain import Trial
from backprop_lib.exercises.findings import Finding
from backprop_lib.exercises.function import FunctionExercise
from backprop_lib.exercises.source import bare_source
from backprop_lib.exercises.two_layer_network import reference
from backprop_lib.exercises.two_layer_network.reference import Labels, Params
from backprop_lib.exercises.unit import UnitExercise
from backprop_lib.exercises.unit_cases import UnitCase

GRADIENTS = ("dW1", "db1", "dW2", "db2")
LARGE = "(the scores of this case are in the thousands)"
CLEAR = "(in this case some right scores are ahead by more than the margin)"

# Its slope is simple, and depends on the rows of X and T together, on lam and on the params.
BOWL = """
def two_layer_loss(params, X, T, lam):
    weights = np.linspace(1, 2, X.shape[1]), np.linspace(-1, 1.5, T.shape[1])
    target = np.mean((X @ weights[0]) * (T @ weights[1]) + T @ weights[1])
    loss = sum(float(((0.5 + lam) / 2 * P ** 2 - target * P).sum()) for P in params)
    return loss, tuple((0.5 + lam) * P - target for P in params)
"""
DRAWN_ELSEWHERE = Finding(
    "stale",
    "The same call, with rng in the same state, gives another result the second time. Draw from "
    "the rng that is handed over, rng.permutation(m), not from np.random or a generator of your "
    "own; and keep nothing between calls.",
)
BOWL_NOTE = "(for this check two_layer_loss was replaced by a bowl whose bottom depends on X and T)"


def draw_steps(rng: Rng) -> list[Case]:
    """Batches of one and of several, large inputs, non-contiguous arrays."""
    cases = []
    for m, scale, strided in ((1, 1.0, False), (7, 1.0, False), (8, 20.0, False), (9, 1.0, True)):
        p, h, q = (int(n) for n in rng.permutation([2, 3, 4, 5])[:3])
        x, y = scale * rng.standard_normal((m, p)), rng.standard_normal((m, q))
        w1, w2 = rng.standard_normal((p, h)), rng.standard_normal((h, q))
        lr = float(rng.uniform(0.05, 0.3))
        sizes = {"m": m, "p": p, "h": h, "q": q}
        cases.append(Case((x, y, w1, w2, lr), sizes, strided=strided))
    return cases


def measure_step(result: object, _: Case) -> Measured:
    """The loss and the new weights."""
    loss, w1, w2 = as_sequence("The result", result, 3, "return loss, w1, w2")
    return {
        "loss": as_number("loss", loss),
        "the new w1": as_array("the new w1", w1),
        "the new w2": as_array("the new w2", w2),
    }


def draw_losses(rng: Rng) -> list[Case]:
    """A batch of one, several, scores in the thousands, non-contiguous arrays."""
    return [
        replace(_net_case(rng, 1), numerical=True),
        replace(_net_case(rng, 7), numerical=True),
        replace(_net_case(rng, 8, scale=1e3), note=LARGE),
        replace(_alive(_net_case(rng, 1)), note=LARGE),
        replace(_net_case(rng, 9), strided=True),
    ]


def measure_loss(result: object, _: Case) -> Measured:
    """The loss and the four gradients."""
    loss, grads = as_sequence("The result", result, 2, "return loss, (dW1, db1, dW2, db2)")
    items = as_sequence("grads", grads, 4, "it must be (dW1, db1, dW2, db2)")
    measured = {"loss": as_number("loss", loss)}
    return measured | {n: as_array(n, d) for n, d in zip(GRADIENTS, items, strict=True)}


def draw_accuracies(rng: Rng) -> list[Case]:
    """About two in three right; a batch of one that is right, and one that is not."""
    cases = []
    for m, right in ((1, 1.0), (1, 0.0), (400, 0.65), (550, 0.7), (300, 0.6)):
        case = _net_case(rng, m)
        params, X, T, _ = case.args
        # The highest score of all is in the first row: its place in the table is a class number.
        X = X[np.argsort(-_scores(params, X).max(axis=1))]
        answers = _scores(params, X).argmax(axis=1)
        k = T.shape[1]
        others = (answers + rng.integers(1, k, m)) % k
        hits = rng.uniform(size=m) < right
        hits[0] = right > 0  # so that the first target, taken for all, gets some right
        classes = np.where(hits, answers, others)
        args = (params, X, np.eye(k)[classes])
        cases.append(Case(args, case.sizes, strided=m == 300))
    return cases


def measure_accuracy(result: object, _: Case) -> Measured:
    """The share of right answers."""
    array = np.asarray(result) if isinstance(result, np.ndarray | np.generic) else None
    if array is not None and array.dtype.kind == "b" and array.shape:
        raise WrongForm(
            "It returned the hits of the single samples: their mean is the share, hits.mean()."
        )
    return {"the accuracy": as_number("the accuracy", result)}


def draw_sgd_in_a_bowl(rng: Rng) -> list[Case]:
    """Training with two_layer_loss replaced by a bowl, so that a wrong one does no harm here."""
    names = {"two_layer_loss": BOWL}
    return [replace(case, names=names, note=BOWL_NOTE) for case in _trainings(rng)]


def draw_sgd(rng: Rng) -> list[Case]:
    """The same on the loss itself, for who writes the gradients out once more."""
    names = {"two_layer_loss": bare_source(reference.two_layer_loss)}
    return [replace(case, names=names) for case in _trainings(rng)]


def measure_sgd(result: object, _: Case) -> Measured:
    """The trained parameters and the losses."""
    params, losses = as_sequence("The result", result, 2, "return params, losses")
    items = as_sequence("params", params, 4, "it must be (W1, b1, W2, b2)")
    names = ("W1", "b1", "W2", "b2")
    measured = {n: as_array(n, P) for n, P in zip(names, items, strict=True)}
    if isinstance(losses, list | tuple):
        losses = [as_number(f"losses[{k}]", loss) for k, loss in enumerate(losses)]
    history = from_list("losses", losses)
    if history.shape == ():
        raise WrongForm("losses is one number: return all of them, one for each step.")
    return measured | {"losses": history}


def labels(rng: Rng, sizes: Mapping[str, int]) -> Labels:
    """Class numbers y (m,)."""
    drawn: Labels = rng.integers(0, sizes["k"], sizes["m"])
    return drawn


class SgdExercise(FunctionExercise):
    """Training that draws from the rng it is given; a sentence of its own where it does not."""

    def _asked_again(self, answer: Any, trial: Trial, part: str | None) -> Trial:
        again = super()._asked_again(answer, trial, part)
        conduct = tuple(DRAWN_ELSEWHERE if f == STATE else f for f in again.actual.conduct)
        return replace(again, actual=replace(again.actual, conduct=conduct))


class HingeExercise(UnitExercise):
    """A unit with one more case: many classes, and samples on both sides of the margin."""

    def cases(self, rng: Rng, part: str | None) -> Sequence[UnitCase]:
        """The usual ones, and the one with samples that cost nothing."""
        m, k = int(rng.integers(6, 9)), int(rng.integers(4, 6))
        pairs = []
        for _ in range(2):
            S, y = rng.standard_normal((m, k)), rng.integers(0, k, m)
            S[np.arange(m), y] += np.where(np.arange(m) % 2, 5.0, 0.5)
            pairs.append((S, y))
        first, second = (float(d) for d in rng.standard_normal(2))
        clear = UnitCase(
            pairs[0], {"m": m, "k": k}, numerical=True, note=CLEAR, upstream=first,
            other=pairs[1], other_upstream=second,
        )  # fmt: skip
        return [*super().cases(rng, part), clear]


def _net_case(rng: Rng, m: int, scale: float = 1.0) -> Case:
    """A net of random sizes, no two of them equal, and a batch for it."""
    p, h, k = (int(n) for n in rng.permutation([2, 3, 4, 5])[:3])
    if k == 2:  # two classes hide too much
        h, k = (h, 6) if m != 6 else (6, 7)
    params: Params = (
        rng.standard_normal((p, h)),
        rng.standard_normal(h),
        rng.standard_normal((h, k)),
        rng.standard_normal(k),
    )
    X = scale * rng.standard_normal((m, p))
    T = np.eye(k)[rng.integers(0, k, m)]
    lam = float(rng.uniform(0.2, 0.8))
    return Case((params, X, T, lam), sizes={"m": m, "p": p, "h": h, "k": k})


def _alive(case: Case) -> Case:
    """The batch of one, large, so that the first hidden unit is on; all scores beyond 710."""
    (W1, b1, W2, b2), _, T, lam = case.args
    w = W1[:, 0]
    X = 1e3 * (w / np.linalg.norm(w))[None]
    lowest = _scores((W1, b1, W2, b2), X).min()
    return replace(case, args=((W1, b1, W2, b2 + 1000 - lowest), X, T, lam))


def _trainings(rng: Rng) -> list[Case]:
    """Last batches that are short and that are not, one batch, batches of one, one sample."""
    cases = []
    # Odd numbers of steps, too: two params that change places are back after an even one.
    for m, size, epochs in ((11, 4, 3), (8, 4, 2), (5, 7, 3), (4, 1, 1), (1, 1, 3)):
        case = _net_case(rng, m)
        lr = float(rng.uniform(0.05, 0.2))
        draws = np.random.default_rng(int(rng.integers(1_000_000)))
        args: tuple[Any, ...] = (*case.args[:3], lr, case.args[3], epochs, size, draws)
        sizes = {**case.sizes, "size": size} if size != 1 else case.sizes
        cases.append(Case(args, sizes=sizes, strided=m == 8))
    return cases


def _scores(params: Params, X: Array) -> Array:
    W1, b1, W2, b2 = params
    scores: Array = np.maximum(0, X @ W1 + b1) @ W2 + b2
    return scores

"""The mutants are those that are asked for, and none of them runs for ever."""

import itertools
from typing import Any

import numpy as np
import pytest

from tests.mutants.mutate import Endless, define, mutants, time_limit


def example(X: Any, W: Any, axis: int = 0) -> Any:
    """Some of everything."""
    total = np.zeros(3)
    for k in range(len(X)):
        if X[k, 0] >= 0:
            total += (X[k] @ W).T
    mean = total.sum(axis=0) / len(X)
    return mean, -total


def forever(n: int) -> int:
    """Counts down; never, when it counts up."""
    while n > 0:
        n -= 1
    return n


class Counter:
    """A class of two methods."""

    def __init__(self) -> None:
        self.count = 0

    def add(self, n: int) -> None:
        """Count n more."""
        self.count += n


@pytest.mark.parametrize(
    ("operator", "change"),
    [
        ("another_operator", "mean = total.sum(axis=0) * len(X)"),
        ("another_comparison", "if X[k, 0] > 0:"),
        ("another_comparison", "if X[k, 0] < 0:"),
        ("operands_swapped", "total += (W @ X[k]).T"),
        ("operand_dropped", "mean = total.sum(axis=0)"),
        ("sign", "return (mean, total)"),
        ("axis", "mean = total.sum(axis=1) / len(X)"),
        ("axis", "mean = total.sum() / len(X)"),
        ("transpose", "total += X[k] @ W"),
        ("transpose", "total += (X[k] @ W.T).T"),
        ("index", "total += (X @ W).T"),
        ("index", "for k in range(len(X) - 1):"),
        ("constant", "if X[k, 1] >= 0:"),
        ("another_function", "total = np.ones(3)"),
        ("statement_dropped", "pass"),
        ("values_swapped", "return (-total, mean)"),
        ("assignment", "total = (X[k] @ W).T"),
        ("assignment", "total -= (X[k] @ W).T"),
    ],
)
def test_a_mutant_of_each_kind_is_made(operator: str, change: str) -> None:
    made = [(m.operator, m.change.partition(" -> ")[2]) for m in mutants(example)]
    assert (operator, change) in made


def test_mutants_are_different_named_apart_and_never_the_original() -> None:
    made = mutants(example)
    assert len({m.source for m in made}) == len({m.change for m in made}) == len(made)
    assert all(m.change.partition(" -> ")[0] != m.change.partition(" -> ")[2] for m in made)


def test_a_mutant_is_defined_beside_what_its_module_has() -> None:
    X, W = np.ones((2, 2)), np.ones((2, 3))
    results = [
        define(m.source, example)(X, W) for m in mutants(example) if m.operator == "values_swapped"
    ]
    assert any(np.array_equal(first, [-4, -4, -4]) for first, _ in results)


def test_a_class_has_mutants_too() -> None:
    counters = []
    for mutant in mutants(Counter):
        if mutant.operator == "assignment":
            counter = define(mutant.source, Counter)()
            counter.add(2)
            counter.add(3)
            counters.append(counter.count)
    assert counters == [3, -5]


def test_a_mutant_that_never_ends_is_stopped() -> None:
    ended, endless = 0, 0
    for mutant in mutants(forever):
        try:
            define(mutant.source, forever)(3)
            ended += 1
        except Endless:
            endless += 1
    assert ended and endless


def test_what_takes_too_long_without_a_loop_of_its_own_is_stopped() -> None:
    with pytest.raises(Endless), time_limit(0.05):
        for _ in itertools.count():
            pass

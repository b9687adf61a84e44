"""The second opinion sees each pattern where it is, and none where it is not."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from tests.mutants import oracle
from tests.mutants.probe import Call, Probe

RNG = np.random.default_rng(0)
BATCHES = (1, 4, 6, 9)


def pairs(spoil: Callable[[Any, int], Any]) -> list[tuple[Any, Any]]:
    """Right arrays (3, 4), and what has become of them in mini-batches of several sizes."""
    expected = [RNG.standard_normal((3, 4)) for _ in BATCHES]
    return [(spoil(e, m), e) for e, m in zip(expected, BATCHES, strict=True)]


def batches() -> list[dict[str, Any]]:
    return [{"X": np.zeros((m, 3))} for m in BATCHES]


@pytest.mark.parametrize(
    ("spoil", "seen", "said"),
    [
        (lambda e, m: e.T, "transposed", "transposed"),
        (lambda e, m: -e, "sign flipped", "sign flipped"),
        (lambda e, m: 0 * e, "zero", "zero"),
        (lambda e, m: 2 * e, "factor 2 size^0", "constant factor 2"),
        (lambda e, m: -e / m, "factor -1 size^-1", "constant factor -1/m"),
        (lambda e, m: 0.5 * m * e, "factor 0.5 size^1", "constant factor 0.5 m"),
        (lambda e, m: m * e, "factor 1 size^1", "constant factor m"),
        (lambda e, m: e[::-1], "rows permuted", "rows permuted"),
        (lambda e, m: e[:, [1, 0, 3, 2]], "columns permuted", "columns permuted"),
        (lambda e, m: e * [1, 0, 1, 1], "zero block", "zero block"),
        (lambda e, m: e[None], "wrong shape", "wrong shape"),
        (lambda e, m: np.stack([e / 2] * 2), "not summed over the batch",
         "not summed over the batch"),
    ],
)  # fmt: skip
def test_a_pattern_is_seen_and_agrees_with_its_name(spoil: Any, seen: str, said: str) -> None:
    found = oracle.patterns(pairs(spoil), batches())
    assert found == {seen}
    assert oracle.agrees(said, seen)
    assert not oracle.agrees("constant factor 3", seen)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda e, m: e + 1,
        lambda e, m: e * np.nan,
        lambda e, m: -e if m > 4 else e,
        lambda e, m: e[:2],
        lambda e, m: e * RNG.standard_normal(),
        lambda e, m: e * (RNG.random(e.shape) > 0.5),
    ],
)
def test_no_pattern_is_seen_where_there_is_none(spoil: Any) -> None:
    assert oracle.patterns(pairs(spoil), batches()) == set()


def test_what_is_wrong_only_where_an_argument_is_negative_is_seen() -> None:
    given = [{"A": RNG.standard_normal((3, 4))} for _ in BATCHES]
    found = [(np.where(x["A"] > 0, e, e + 1), e) for (_, e), x in zip(
        pairs(lambda e, m: e), given, strict=True)]  # fmt: skip
    assert oracle.patterns(found, given) == {"wrong where x <= 0"}


def test_two_cases_are_too_few_for_a_pattern() -> None:
    assert oracle.patterns(pairs(lambda e, m: -e)[:2], batches()[:2]) == set()


def double(x: Any) -> Any:
    """The right function of these tests."""
    return 2 * x


def calls(fn: Callable[[Any], Any]) -> list[Call]:
    probe = Probe(double)
    for n in (2, 3, 5):
        probe.wrap(fn)(RNG.standard_normal(n))
    return probe.calls


def test_a_known_mistake_is_borne_out_by_equal_numbers_alone() -> None:
    assert oracle.reproduces(lambda x: x + x + 1, calls(lambda x: 1 + double(x)))
    assert not oracle.reproduces(lambda x: x + 2, calls(lambda x: 1 + double(x)))
    assert not oracle.reproduces(double, calls(double))


def relu(A: Any) -> Any:
    """A unit, with its back."""
    return np.maximum(0, A), lambda dZ: dZ * (A > 0)


def test_a_unit_is_watched_forward_and_back() -> None:
    probe = Probe(relu)
    for m in BATCHES:
        _, back = probe.wrap(lambda A: (relu(A)[0], lambda dZ: -relu(A)[1](dZ)))(
            RNG.standard_normal((m, 2))
        )
        back(RNG.standard_normal((m, 2)))
    assert oracle.seen(probe.calls) == {"back": {"sign flipped"}}


def test_an_argument_that_a_call_changes_is_noticed() -> None:
    probe = Probe(double)

    def in_place(x: Any) -> Any:
        x *= 2
        return x

    probe.wrap(in_place)(np.ones(3))
    assert [call.changed for call in probe.calls] == [True]

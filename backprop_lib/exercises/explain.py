"""From the outcomes of a check to the sentences that the student needs."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from backprop_lib.exercises.calls import SHARED, Outcome
from backprop_lib.exercises.cases import Case
from backprop_lib.exercises.compare import close
from backprop_lib.exercises.describe import join
from backprop_lib.exercises.diagnosis import Sample, diagnose
from backprop_lib.exercises.findings import Finding, Mistake

__all__ = ["Mistake", "Trial", "explain"]


@dataclass(frozen=True)
class Trial:
    """One case, what the student's function came to on it, and what the reference did.

    What is not asked for is left out of `expected`, and so is not looked at.
    """

    case: Case
    actual: Outcome
    expected: Outcome

    @property
    def wrong(self) -> tuple[str, ...]:
        """The names of the arrays that are not right."""
        return _differing(self.actual, self.expected)

    @property
    def shapes_fit(self) -> bool:
        """Whether every array that was returned has the shape of the right one."""
        given = self.actual.values
        return all(
            given[name].shape == value.shape
            for name, value in self.expected.values.items()
            if name in given
        )

    @property
    def right(self) -> bool:
        """Whether everything about the call is as it should be."""
        actual = self.actual
        return not (actual.wrong_form or actual.changed or actual.conduct or self.wrong)


def explain(
    trials: Sequence[Trial],
    mistakes: Sequence[Mistake],
    run: Callable[[Callable[..., Any], Case], Outcome],
    arguments: Sequence[str] = (),
) -> list[Finding]:
    """What is wrong, as full sentences; empty when everything is right.

    A result of the wrong kind comes alone. Then wrong shapes, inputs that were changed and the
    like, and numbers: a known mistake is named when it reproduces what the student's code did
    wherever it differs from the reference; what is left is looked at by the general patterns.
    """
    if all(trial.right for trial in trials):
        return []
    known = {m.name: [run(m.wrong, trial.case) for trial in trials] for m in mistakes}
    if any(trial.actual.wrong_form for trial in trials):
        return [_wrong_form(trials, mistakes, known)]
    names = dict.fromkeys(name for trial in trials for name in trial.expected.values)
    wrong = [name for name in names if any(name in t.wrong for t in trials)]
    named = _misconduct_known(trials, mistakes, known)
    if named is not None:
        return [named]
    findings, explained = _known(trials, mistakes, known)
    left = [name for name in wrong if name not in explained]
    shapes = [name for name in left if not _shapes_fit(trials, name)]
    numbers = [name for name in left if name not in shapes]
    conduct = _misconduct(trials, right=not wrong)
    rest = _general(trials, numbers, arguments)
    if conduct:  # numbers that nothing explains may be wrong because of it
        rest = [finding for finding in rest if finding.name]
    return [*_general(trials, shapes, arguments), *conduct, *findings, *rest]


def _wrong_form(
    trials: Sequence[Trial], mistakes: Sequence[Mistake], known: Mapping[str, list[Outcome]]
) -> Finding:
    texts = [trial.actual.wrong_form for trial in trials]
    for mistake in mistakes:
        if texts == [outcome.wrong_form for outcome in known[mistake.name]]:
            return Finding(mistake.name, mistake.sentence)
    return Finding("wrong kind", _sentence(next(text for text in texts if text)))


def _misconduct_known(
    trials: Sequence[Trial], mistakes: Sequence[Mistake], known: Mapping[str, list[Outcome]]
) -> Finding | None:
    """The known mistake that did all of it: the same changes and conduct, and the same numbers."""
    if not any(t.actual.changed or t.actual.conduct for t in trials):
        return None
    for mistake in mistakes:
        if all(
            t.actual.changed == outcome.changed
            and set(t.actual.conduct) <= set(outcome.conduct)
            and not (outcome.raised or outcome.wrong_form)
            and not set(t.expected.values) & set(_differing(t.actual, outcome))
            for t, outcome in zip(trials, known[mistake.name], strict=True)
        ):
            return Finding(mistake.name, mistake.sentence)
    return None


def _misconduct(trials: Sequence[Trial], right: bool) -> list[Finding]:
    findings = []
    changed = list(dict.fromkeys(name for trial in trials for name in trial.actual.changed))
    if changed:
        begin = "The result is right, but the call" if right else "The call"
        findings.append(
            Finding(
                "input changed",
                f"{begin} changes its input {join(changed)}: work on a copy, "
                "or write a = a + b in place of a += b.",
            )
        )
    conduct = dict.fromkeys(finding for trial in trials for finding in trial.actual.conduct)
    # One cause shows itself in many ways; and memory that is shared does no harm by itself.
    at_hand = [f for f in conduct if f.name != SHARED or (right and not changed)]
    return findings + at_hand[:1]


def _known(
    trials: Sequence[Trial], mistakes: Sequence[Mistake], known: Mapping[str, list[Outcome]]
) -> tuple[list[Finding], set[str]]:
    candidates = []
    for mistake in mistakes:
        outcomes = known[mistake.name]
        if any(outcome.raised or outcome.wrong_form for outcome in outcomes):
            continue
        pairs = list(zip(trials, outcomes, strict=True))
        affected = {name for t, o in pairs for name in _differing(o, t.expected)}
        if affected and all(affected.isdisjoint(_differing(t.actual, o)) for t, o in pairs):
            candidates.append((mistake, affected))
    findings: list[Finding] = []
    explained: set[str] = set()
    for mistake, affected in sorted(candidates, key=lambda item: -len(item[1])):
        if explained.isdisjoint(affected):
            findings.append(Finding(mistake.name, mistake.sentence))
            explained |= affected
    return findings, explained


def _general(
    trials: Sequence[Trial], names: Sequence[str], arguments: Sequence[str]
) -> list[Finding]:
    groups: dict[Finding, list[str]] = {}
    for name in names:
        finding = diagnose(_samples(trials, name, arguments)) or Finding("", "is not right.")
        groups.setdefault(finding, []).append(name)
    return [
        Finding(finding.name, f"{_subject(group)} {finding.sentence}")
        for finding, group in groups.items()
    ]


def _samples(trials: Sequence[Trial], name: str, arguments: Sequence[str]) -> list[Sample]:
    return [
        Sample(
            t.actual.values[name],
            t.expected.values[name],
            t.case.sizes,
            {
                argument: value
                for argument, value in zip(arguments, t.case.args, strict=False)
                if isinstance(value, np.ndarray)
            },
            t.expected.alternatives.get(name, {}),
        )
        for t in trials
        if name in t.expected.values
    ]


def _shapes_fit(trials: Sequence[Trial], name: str) -> bool:
    return all(
        t.actual.values[name].shape == t.expected.values[name].shape
        for t in trials
        if name in t.expected.values
    )


def _subject(names: Sequence[str]) -> str:
    return _sentence(join(names) + (": each" if len(names) > 1 else ""))


def _sentence(text: str) -> str:
    """Text that begins a sentence; names such as dW are left as they are."""
    return text.replace("the ", "The ", 1) if text.startswith("the ") else text


def _differing(actual: Outcome, expected: Outcome) -> tuple[str, ...]:
    return tuple(
        name
        for name, value in expected.values.items()
        if name not in actual.values or not close(actual.values[name], value)
    )

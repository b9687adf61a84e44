"""From the outcomes of a check to the sentences that the student needs."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from backprop_lib.exercises.calls import Outcome
from backprop_lib.exercises.cases import Case
from backprop_lib.exercises.compare import close
from backprop_lib.exercises.describe import join
from backprop_lib.exercises.diagnosis import Finding, Sample, diagnose


@dataclass(frozen=True)
class Mistake:
    """A known mistake: a wrong implementation, and the sentence that its author needs."""

    name: str
    wrong: Callable[..., Any]
    sentence: str


@dataclass(frozen=True)
class Trial:
    """One case, what the student's function came to on it, and what the reference did."""

    case: Case
    actual: Outcome
    expected: Outcome

    @property
    def wrong(self) -> tuple[str, ...]:
        """The names of the arrays that are not right."""
        return _differing(self.actual, self.expected)

    @property
    def right(self) -> bool:
        """Whether everything about the call is as it should be."""
        return not (self.actual.wrong_form or self.actual.changed or self.wrong)


def explain(
    trials: Sequence[Trial],
    mistakes: Sequence[Mistake],
    run: Callable[[Callable[..., Any], Case], Outcome],
) -> list[Finding]:
    """What is wrong, as full sentences; empty when everything is right.

    A known mistake is named when it reproduces the student's results wherever it differs from the
    reference; what is left is looked at by the general patterns.
    """
    if all(trial.right for trial in trials):
        return []
    known = {m.name: [run(m.wrong, trial.case) for trial in trials] for m in mistakes}
    if any(trial.actual.wrong_form for trial in trials):
        return [_wrong_form(trials, mistakes, known)]
    wrong = [name for name in trials[0].expected.values if any(name in t.wrong for t in trials)]
    if not wrong:
        return [_changed(trials, mistakes, known)]
    findings, explained = _known(trials, mistakes, known)
    return findings + _general(trials, [name for name in wrong if name not in explained])


def _wrong_form(
    trials: Sequence[Trial], mistakes: Sequence[Mistake], known: Mapping[str, list[Outcome]]
) -> Finding:
    texts = [trial.actual.wrong_form for trial in trials]
    for mistake in mistakes:
        if texts == [outcome.wrong_form for outcome in known[mistake.name]]:
            return Finding(mistake.name, mistake.sentence)
    return Finding("wrong kind", next(text for text in texts if text))


def _changed(
    trials: Sequence[Trial], mistakes: Sequence[Mistake], known: Mapping[str, list[Outcome]]
) -> Finding:
    for mistake in mistakes:
        outcomes = known[mistake.name]
        if all(
            trial.actual.changed == outcome.changed and _same(trial.actual, outcome)
            for trial, outcome in zip(trials, outcomes, strict=True)
        ):
            return Finding(mistake.name, mistake.sentence)
    changed = list(dict.fromkeys(name for trial in trials for name in trial.actual.changed))
    return Finding(
        "input changed",
        f"The result is right, but the call changes its input {join(changed)}: work on a copy, "
        "or write a = a + b in place of a += b.",
    )


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


def _general(trials: Sequence[Trial], names: Sequence[str]) -> list[Finding]:
    groups: dict[Finding, list[str]] = {}
    for name in names:
        samples = [
            Sample(t.actual.values[name], t.expected.values[name], t.case.sizes) for t in trials
        ]
        finding = diagnose(samples) or Finding("", "is not right.")
        groups.setdefault(finding, []).append(name)
    return [
        Finding(finding.name, f"{_subject(group)} {finding.sentence}")
        for finding, group in groups.items()
    ]


def _subject(names: Sequence[str]) -> str:
    subject = join(names) + (": each" if len(names) > 1 else "")
    return subject.replace("the ", "The ", 1) if subject.startswith("the ") else subject


def _differing(actual: Outcome, expected: Outcome) -> tuple[str, ...]:
    return tuple(
        name
        for name, value in expected.values.items()
        if name not in actual.values or not close(actual.values[name], value)
    )


def _same(actual: Outcome, other: Outcome) -> bool:
    return not (other.raised or other.wrong_form or _differing(actual, other))

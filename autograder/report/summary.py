"""What a class's results come to: pass rates, mistakes, stops, faults."""

from __future__ import annotations

import statistics
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from autograder.judging.verdict import Verdict
from autograder.report.checks import Check
from autograder.report.results import STATES, ClassResults, Result

BINS = 20
LISTED = 100  # of anything, beyond which a page is no help


@dataclass(frozen=True)
class Scores:
    """How the points are spread, as points and as a share of all."""

    count: int
    mean: float
    median: float
    lowest: float
    highest: float
    full: int


@dataclass(frozen=True)
class Rate:
    """How one check went: how many students by state."""

    check: Check
    states: dict[str, int]

    @property
    def count(self) -> int:
        return sum(self.states.values())

    @property
    def passed(self) -> float:
        """The share that passed, or was marked."""
        done = self.states.get("passed", 0)
        return done / self.count if self.count else 0.0


@dataclass(frozen=True)
class Mistake:
    """What several students, or one, got wrong in the same way.

    `known`: the exercise knows it by this name. `sentence` is what most of them were told.
    """

    exercise: str
    name: str
    known: bool
    state: str
    sentence: str
    students: tuple[str, ...]
    answers: tuple[str, ...]


@dataclass(frozen=True)
class Told:
    """Something about one student and one check."""

    student: str
    check: Check
    sentence: str


def scores(results: Sequence[Result], points: float) -> Scores:
    """The spread of the points; there is at least one result."""
    each = [result.score for result in results]
    full = sum(score >= points > 0 for score in each)
    return Scores(
        len(each), statistics.mean(each), statistics.median(each), min(each), max(each), full
    )


def spread(results: Sequence[Result], points: float) -> list[tuple[float, float, int]]:
    """How many students have how many points: from, below, and how many.

    The last are those with all points or more, for themselves: from and below are the same there.
    """
    bins = max(1, min(BINS, round(points)))
    width = max(points, 1) / bins
    counts = Counter(min(int(round(result.score / width, 9)), bins) for result in results)
    below = [(place * width, (place + 1) * width, counts[place]) for place in range(bins)]
    return [*below, (bins * width, bins * width, counts[bins])]


def rates(of: ClassResults) -> list[Rate]:
    """How each check went, in the order of the lesson."""
    found = []
    for check in of.checks:
        states = Counter(result.state(check) for result in of.results)
        found.append(Rate(check, {state: states[state] for state in STATES if states[state]}))
    return found


def mistakes(of: ClassResults) -> list[Mistake]:
    """What was got wrong, the most frequent first; parts of an exercise count together."""
    groups: dict[tuple[str, str, bool], list[tuple[Result, Check, Verdict]]] = defaultdict(list)
    for result, check, verdict in _verdicts(of):
        if verdict.state in ("failed", "raised") and result.state(check) != "passed":
            name, known = _name(verdict)
            groups[check.exercise, name, known].append((result, check, verdict))
    found = [_mistake(key, group) for key, group in groups.items()]
    order = {check.exercise: place for place, check in reversed([*enumerate(of.checks)])}
    return sorted(found, key=lambda each: (-len(each.students), order[each.exercise], each.name))


def stops(of: ClassResults) -> list[Told]:
    """Time-outs, crashes and the like: where a student's code had to be ended."""
    return [
        Told(result.student, check, verdict.sentence.removeprefix("Stopped: "))
        for result, check, verdict in _verdicts(of)
        if verdict.state == "stopped"
    ]


def faults(of: ClassResults) -> list[Told]:
    """Where the course itself is at fault, or a submission could not be graded."""
    return [
        Told(result.student, check, verdict.explanation or verdict.sentence)
        for result, check, verdict in _verdicts(of)
        if verdict.state == "course fault"
    ]


def _verdicts(of: ClassResults) -> Iterator[tuple[Result, Check, Verdict]]:
    for result in of.results:
        for check in of.checks:
            if check.name in result.verdicts:
                yield result, check, result.verdicts[check.name]


def _name(verdict: Verdict) -> tuple[str, bool]:
    """What a mistake goes by: its name where it has one, else how what was said of it begins."""
    if verdict.mistake:
        return verdict.mistake, True
    if verdict.state == "raised":
        said = verdict.sentence.removeprefix("It raised ").removeprefix("Your code raised ")
        return f"raised {said.split(':')[0].split(',')[0][:60]}", False
    return verdict.sentence.split("\n")[0].split(". ")[0][:120], False


def _mistake(key: tuple[str, str, bool], group: list[tuple[Result, Check, Verdict]]) -> Mistake:
    exercise, name, known = key
    told = Counter(verdict.sentence for _, _, verdict in group)
    students = tuple(dict.fromkeys(result.student for result, _, _ in group))
    sentence = min(told, key=lambda text: (-told[text], len(text), text))
    check = group[0][1]
    return Mistake(exercise, name, known, group[0][2].state, sentence, students, check.answers)

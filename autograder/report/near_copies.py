"""Pairs of submissions that agree beyond renaming, beyond what the exercise forces: a hint.

Answers are cut into windows of one to three statements, in which the names that the answer itself
makes are numbered. A window counts by how rare it is in the class: what the course's solution or
the release holds, and what many have written, counts nothing. Rare windows point from one student
to the others, so that pairs without any are never looked at.
"""

from __future__ import annotations

import functools
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from autograder.report.fragments import statements, windows

COMMON = 0.05  # of the class: what more than these have written is common,
AT_LEAST, AT_MOST = 4, 30  # but for this many, and for no more than that many
SHARE = 0.6  # of the unusual statements of the one who has fewer
BEYOND = 14.0  # bits, beyond what chance would give among all pairs of a class
# Where there are SEVERAL answers, one says at most CAP times what it takes to tell one student from
# the class: its statements hang together, and prove less than they seem to.
SEVERAL, CAP = 3, 2.0

Answers = Mapping[str, str]  # source by answer cell
_Key = tuple[str, int]  # answer cell and window


@dataclass(frozen=True)
class Agreement:
    """How much of an answer two students have in common: of its unusual statements, so many."""

    answer: str
    shared: int
    unusual: int
    bits: float


@dataclass(frozen=True)
class NearCopy:
    """Two students whose answers agree. `bits`: how unlikely that is, in tosses of a coin."""

    students: tuple[str, str]
    agreements: tuple[Agreement, ...]

    @property
    def bits(self) -> float:
        return sum(each.bits for each in self.agreements)


def near_copies(answers: Mapping[str, Answers], forced: Iterable[Answers]) -> list[NearCopy]:
    """The pairs that agree most, the clearest first.

    `answers` by student; `forced` are answers that nobody is to be blamed for: the course's own.
    """
    return _Class(answers, forced).pairs()


@dataclass(frozen=True, eq=False)
class _Part:
    """An answer's windows: for each its key, and the statements that it covers."""

    places: dict[_Key, list[range]]


class _Class:
    def __init__(self, answers: Mapping[str, Answers], forced: Iterable[Answers]) -> None:
        size = len(answers)
        cut = functools.cache(_part)  # many answers are the same, word for word
        self._parts = {
            student: {name: cut(name, text) for name, text in each.items()}
            for student, each in answers.items()
        }
        given = {
            key for each in forced for name, text in each.items() for key in cut(name, text).places
        }
        holders: dict[_Key, list[str]] = defaultdict(list)
        for student, parts in self._parts.items():
            for part in parts.values():
                for key in part.places:
                    holders[key].append(student)
        most = min(max(math.ceil(COMMON * size), AT_LEAST), AT_MOST)
        self._rare = {
            key: students
            for key, students in holders.items()
            if len(students) <= most and key not in given
        }
        self._weight = {key: math.log2(size / len(each)) for key, each in self._rare.items()}
        several = max(map(len, self._parts.values()), default=0) >= SEVERAL
        self._most = CAP * math.log2(max(size, 1)) if several else math.inf
        self._unusual = functools.cache(self._count_unusual)
        self._enough = BEYOND + math.log2(max(1, size * (size - 1) / 2))

    def pairs(self) -> list[NearCopy]:
        together: dict[tuple[str, str], float] = defaultdict(float)
        for key, students in self._rare.items():
            for pair in combinations(students, 2):
                together[pair] += self._weight[key]
        found = (self._compare(pair) for pair, weight in together.items() if weight >= self._enough)
        enough = (each for each in found if each.bits >= self._enough)
        return sorted(enough, key=lambda each: (-each.bits, each.students))

    def _compare(self, pair: tuple[str, str]) -> NearCopy:
        first, second = (self._parts[student] for student in pair)
        each = (
            self._agreement(name, first[name], second[name]) for name in first if name in second
        )
        return NearCopy(pair, tuple(one for one in each if one.shared >= SHARE * one.unusual > 0))

    def _agreement(self, name: str, first: _Part, second: _Part) -> Agreement:
        """Seen from the one who has fewer unusual statements."""
        part, other = sorted((first, second), key=self._unusual)
        gain: dict[int, float] = {}
        for key in part.places.keys() & other.places.keys():
            if key not in self._rare:
                continue
            for covered in part.places[key][: len(other.places[key])]:
                for place in covered:
                    weight = self._weight[key] / len(covered)
                    gain[place] = max(gain.get(place, 0.0), weight)
        bits = min(sum(gain.values()), self._most)
        return Agreement(name, len(gain), self._unusual(part), bits)

    def _count_unusual(self, part: _Part) -> int:
        """How many of an answer's statements are in a rare window."""
        rare = (covered for key, covered in part.places.items() if key in self._rare)
        return len({place for covered in rare for places in covered for place in places})


def _part(name: str, source: str) -> _Part:
    places: dict[_Key, list[range]] = defaultdict(list)
    for key, covered in windows(statements(source)):
        places[name, key].append(covered)
    return _Part(dict(places))

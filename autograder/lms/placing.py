"""Which of a student's attempts counts, and where each is: submitted/ has the one that counts, and
collected/LESSON/STUDENT/ all others.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from autograder.lms.handed_in import digest
from autograder.lms.plain import TIMESTAMP
from autograder.submission.submitted import read_timestamp

if TYPE_CHECKING:
    from autograder.course import Course

KEPT = "collected"


@dataclass(frozen=True)
class Candidate:
    """An attempt in a folder. `late`: whether it came after the student's deadline."""

    folder: Path
    when: datetime | None
    late: bool
    digest: str


@dataclass(frozen=True)
class Placed:
    """What became of a student's attempts."""

    student: str
    changed: bool
    late: bool
    kept: int


def candidate(folder: Path, deadline: datetime | None) -> Candidate:
    """The attempt in a folder that was collected before."""
    when = read_timestamp(folder)
    aware = when.replace(tzinfo=UTC) if when else None
    files = {
        PurePosixPath(path.relative_to(folder).as_posix()): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink() and path.name != TIMESTAMP
    }
    return Candidate(folder, aware, is_late(aware, deadline), digest(files))


def is_late(when: datetime | None, deadline: datetime | None) -> bool:
    """Whether this is after the deadline, as far as both are known."""
    return when is not None and deadline is not None and when > deadline


def counting(candidates: list[Candidate]) -> Candidate:
    """The last one before the deadline; of late ones alone, the last.

    `candidates` are in the order in which they came, as far as there is no time to tell.
    """
    pool = [each for each in candidates if not each.late] or candidates
    if any(each.when is None for each in pool):
        return pool[-1]
    return max(pool, key=lambda each: each.when or datetime.min.replace(tzinfo=UTC))


def place(
    course: Course, lesson: str, student: str, new: Iterable[Candidate], deadline: datetime | None
) -> Placed:
    """Put the attempt that counts into submitted/, and all others beside."""
    submitted = course.folder("submitted", lesson, student)
    beside = course.root / KEPT / lesson / student
    before = [candidate(folder, deadline) for folder in sorted(beside.glob("*")) if folder.is_dir()]
    current = candidate(submitted, deadline) if submitted.is_dir() else None
    known = [*before, *([current] if current else [])]
    seen = {(each.digest, each.when) for each in known}
    fresh = [each for each in new if (each.digest, each.when) not in seen]
    chosen = counting([*known, *fresh])
    moved = 0
    if current is not None and chosen != current:
        _move(current, beside)
        moved += 1
    for each in fresh:
        if each != chosen:
            _move(each, beside)
            moved += 1
    if chosen != current:
        submitted.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(chosen.folder, submitted)
    return Placed(student, chosen != current, chosen.late, moved)


def _move(attempt: Candidate, beside: Path) -> None:
    """Keep an attempt that does not count, under the time when it came."""
    beside.mkdir(parents=True, exist_ok=True)
    when = f"{attempt.when.astimezone(UTC):%Y-%m-%dT%H-%M-%SZ}" if attempt.when else "undated"
    target = beside / f"{when}-{attempt.digest[:8]}"
    number = 1
    while target.exists():
        number += 1
        target = beside / f"{when}-{attempt.digest[:8]}-{number}"
    shutil.move(attempt.folder, target)

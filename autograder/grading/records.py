"""What is kept of each graded submission beside the gradebook: verdicts/LESSON/STUDENT.json.

A record is written last, after the gradebook: where it is, and tells of this very submission, the
submission is done.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder.submission.submitted import NotANotebook, read_file
from autograder.submission.supporting import plain_files
from autograder.version import code_digest

if TYPE_CHECKING:
    from autograder.course import Course
    from autograder.judging.verdict import Verdict


@dataclass(frozen=True)
class Submission:
    """What a student has handed in: the notebook, or why there is none, and the files beside it.

    `digest` is of all that the result depends on.
    """

    student: str
    notebook: bytes
    unreadable: str
    files: Mapping[str, bytes]
    digest: str


@dataclass(frozen=True)
class Record:
    """A result as it is kept, with the time that grading took and when it was over (ISO 8601)."""

    digest: str
    verdicts: tuple[Verdict, ...]
    repairs: tuple[str, ...]
    seconds: float = 0.0
    graded: str = ""

    @property
    def marks(self) -> dict[str, float]:
        """What the gradebook must hold."""
        return {verdict.grade_id: verdict.score for verdict in self.verdicts}


class Records:
    """The records of one lesson."""

    def __init__(self, course: Course, lesson: str) -> None:
        self.folder = course.root / "verdicts" / lesson
        self._course, self._lesson = course, lesson
        self._source = course.notebook(lesson)
        self._lessons_own = plain_files(self._source.parent)
        self._basis = _digest(
            [code_digest().encode(), self._source.read_bytes(), *_named(self._lessons_own)]
        )

    @property
    def lessons_own(self) -> Mapping[str, bytes]:
        """The files beside the lesson's source, by relative path."""
        return self._lessons_own

    def submission(self, student: str) -> Submission:
        """Read what a student has handed in."""
        folder = self._course.folder("submitted", self._lesson, student)
        notebook, unreadable = b"", ""
        try:
            notebook = read_file(folder / self._source.name)
        except NotANotebook as reason:
            unreadable = str(reason)
        files = plain_files(folder, self._lessons_own)
        parts = [self._basis, notebook, unreadable.encode(), _timestamp(folder), *_named(files)]
        return Submission(student, notebook, unreadable, files, _digest(parts).hex())

    def autograded(self, student: str) -> Path:
        """Where a student's autograded notebook is."""
        return self._course.folder("autograded", self._lesson, student) / self._source.name

    def read(self, student: str) -> Record | None:
        """The record of a student; None where there is none that can be read."""
        from autograder.judging.verdict import Verdict

        try:
            kept = json.loads(self._path(student).read_text(encoding="utf-8"))
            verdicts = tuple(Verdict(**verdict) for verdict in kept["verdicts"])
            return Record(
                kept["made from"],
                verdicts,
                tuple(kept["repairs"]),
                float(kept.get("seconds", 0.0)),
                str(kept.get("graded", "")),
            )
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None

    def any(self) -> bool:
        """Whether there is any record at all."""
        return any(self.folder.glob("*.json"))

    def write(self, batch: Mapping[str, Record]) -> None:
        """Keep the records of a batch, by student, each whole or not at all."""
        for student, record in batch.items():
            kept: dict[str, Any] = {
                "made from": record.digest,
                "verdicts": [asdict(verdict) for verdict in record.verdicts],
                "repairs": record.repairs,
                "seconds": round(record.seconds, 3),
                "graded": record.graded,
            }
            write_whole(self._path(student), json.dumps(kept, indent=1))
        _keep_names(self.folder)

    def forget(self, students: Iterable[str]) -> None:
        """From now on these are not done, until they are recorded again."""
        for student in students:
            self._path(student).unlink(missing_ok=True)
        _keep_names(self.folder)

    def _path(self, student: str) -> Path:
        return self.folder / f"{student}.json"


def write_whole(path: Path, text: str) -> None:
    """Write a file so that it is there whole or not at all, whatever happens meanwhile.

    A disk takes a few milliseconds for it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise


def _keep_names(folder: Path) -> None:
    """Have the disk keep what was renamed or removed in a folder, not only what was written."""
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        with contextlib.suppress(OSError):  # some network file systems cannot
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _timestamp(folder: Path) -> bytes:
    """When it was handed in, as told: a late one may lose points."""
    path = folder / "timestamp.txt"
    with contextlib.suppress(OSError):
        if not path.is_symlink() and path.is_file() and path.stat().st_size <= 100:
            return path.read_bytes()
    return b""


def _named(files: Mapping[str, bytes]) -> Iterator[bytes]:
    for name in sorted(files):
        yield from (name.encode(), files[name])


def _digest(parts: Iterable[bytes]) -> bytes:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(hashlib.sha256(part).digest())
    return digest.digest()

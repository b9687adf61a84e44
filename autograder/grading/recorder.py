"""Records what comes back of the jobs of a lesson."""

from __future__ import annotations

import errno
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from autograder.course import Course
from autograder.errors import CourseError
from autograder.grading.autograded import AutogradedFolders
from autograder.grading.gradebook import Entry, GradebookWriter
from autograder.grading.job import Done
from autograder.grading.records import Record, Records
from autograder.submission.submitted import read_timestamp

_FULL = (errno.ENOSPC, errno.EDQUOT)
_NOT_DONE = "not graded"  # a digest that no submission has: it is tried again by the next run


class Recorder:
    """The one writer of a lesson's results. Use as a context manager."""

    def __init__(self, course: Course, lesson: str, records: Records) -> None:
        self._course, self._lesson, self._records = course, lesson, records
        self._logs = course.root / "logs" / lesson
        self._folders = AutogradedFolders(course, lesson, records.lessons_own)
        self._writer = GradebookWriter(course, lesson)

    def __enter__(self) -> Recorder:
        return self

    def __exit__(self, *_: object) -> None:
        self._writer.close()

    def record(self, batch: Sequence[Done]) -> None:
        """Record a batch; a kill at any moment leaves each either done, or to be graded again.

        Raises CourseError where the disk or the gradebook does not take it.
        """
        with _full_disk_told():
            self._records.forget(done.student for done in batch)
            for done in batch:
                self._folders.write(done.student, done.notebook)
                self._log(done)
            self._writer.write([self._entry(done) for done in batch])
            self._records.write({done.student: self._record(done) for done in batch})

    def _log(self, done: Done) -> None:
        self._logs.mkdir(parents=True, exist_ok=True)
        (self._logs / f"{done.student}.log").write_text(done.log, encoding="utf-8")

    def _record(self, done: Done) -> Record:
        return Record(
            _NOT_DONE if done.fault else done.digest,
            done.verdicts,
            done.repairs,
            done.seconds,
            datetime.now().astimezone().isoformat(timespec="seconds"),
        )

    def _entry(self, done: Done) -> Entry:
        folder = self._course.folder("submitted", self._lesson, done.student)
        return Entry(done.student, done.marks, done.comments, read_timestamp(folder))


@contextmanager
def _full_disk_told() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno not in _FULL:
            raise
        raise CourseError(
            f"The disk is full ({error.filename}): make room, then run this again. "
            "What was graded is kept."
        ) from error

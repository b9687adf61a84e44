"""Grades a class: rebuilds, judges and records one submission after another.

There is one writer of the gradebook, this process. A submission that cannot be graded scores 0 with
the reason, and the next one goes on.
"""

from __future__ import annotations

import hashlib
import json
import logging
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbgrader.api import MissingEntry
from nbgrader.preprocessors import AssignLatePenalties

import backprop_lib
from autograder.course import Course
from autograder.errors import CourseError, WallsUnavailable
from autograder.nbgrader_plugin import SaveVerdicts
from autograder.rebuild import Template, rebuild_file
from autograder.submitted import NotANotebook, read_file, read_timestamp
from autograder.supporting import supporting_files
from autograder.verdict import Verdict, missed
from autograder.walls import Walls

log = logging.getLogger("autograder")


@dataclass(frozen=True)
class Graded:
    """One student's result: the verdicts of all grading cells, in order, and what was repaired."""

    student: str
    verdicts: tuple[Verdict, ...]
    repairs: tuple[str, ...]
    skipped: bool = False

    @property
    def score(self) -> float:
        return sum(verdict.score for verdict in self.verdicts)

    @property
    def max_score(self) -> float:
        return sum(verdict.max_score for verdict in self.verdicts)

    @property
    def missed(self) -> list[Verdict]:
        """The verdicts that are not "passed"."""
        return [verdict for verdict in self.verdicts if verdict.state != "passed"]


def grade(
    course: Course, lesson: str, students: list[str], walls: Walls, force: bool = False
) -> Iterator[Graded]:
    """Grade `lesson` for `students`, in turn; what has not changed is skipped unless `force`."""
    walls.check()
    course.enter(lesson)
    grader = _Grader(course, lesson, walls)
    for student in students:
        graded = None if force else grader.unchanged(student)
        yield graded or grader.grade_whatever_comes(student)


def _content(submitted: Path) -> bytes:
    try:
        return read_file(submitted)
    except NotANotebook as reason:
        return str(reason).encode()


class _Grader:
    def __init__(self, course: Course, lesson: str, walls: Walls) -> None:
        self._course, self._lesson, self._walls = course, lesson, walls
        self._source = course.notebook(lesson)
        self._form: Template = course.template(lesson)

    def unchanged(self, student: str) -> Graded | None:
        """The recorded result, where it was made from this very submission, source and library."""
        try:
            recorded = json.loads(self._record(student).read_text(encoding="utf-8"))
            if recorded["made from"] != self._digest(student):
                return None
            verdicts = tuple(Verdict(**verdict) for verdict in recorded["verdicts"])
            with self._course.nbgrader.gradebook as gradebook:
                gradebook.find_submission(self._lesson, student)
        except (OSError, ValueError, KeyError, TypeError, MissingEntry):
            return None  # what cannot be read is made anew
        return Graded(student, verdicts, tuple(recorded["repairs"]), skipped=True)

    def grade_whatever_comes(self, student: str) -> Graded:
        """Grade a submission; what nobody has thought of scores 0 and is logged, no more."""
        try:
            return self.grade(student)
        except (CourseError, WallsUnavailable):
            raise
        except Exception:
            log.exception("%s %s could not be graded", self._lesson, student)
            reason = "It could not be graded. This is for the instructor to look into, not for you."
            verdicts = tuple(
                missed(str(cell.metadata.nbgrader.grade_id), points, "course fault", reason)
                for cell in self._form.notebook.cells
                if (points := cell.metadata.get("nbgrader", {}).get("points")) is not None
            )
            return Graded(student, verdicts, (reason,))

    def grade(self, student: str) -> Graded:
        rebuilt = rebuild_file(self._form, self._submitted(student))
        verdicts = self._course.judge(rebuilt.notebook, self._lesson, student, self._walls)
        graded = Graded(student, tuple(verdicts.values()), tuple(rebuilt.repairs))
        self._write(graded, rebuilt.notebook)
        self._save(student, rebuilt.notebook, verdicts)
        log.info("%s %s: %g of %g points", self._lesson, student, graded.score, graded.max_score)
        for fault in (verdict for verdict in graded.verdicts if verdict.state == "course fault"):
            log.error(
                "%s %s: a fault of the course: %s", self._lesson, fault.grade_id, fault.explanation
            )
        return graded

    def _submitted(self, student: str) -> Path:
        return self._course.folder("submitted", self._lesson, student) / self._source.name

    def _record(self, student: str) -> Path:
        """Beside the gradebook, where no file of a student's comes."""
        return self._course.root / "verdicts" / self._lesson / f"{student}.json"

    def _autograded(self, student: str) -> Path:
        return self._course.folder("autograded", self._lesson, student)

    def _digest(self, student: str) -> str:
        """Of all that the result depends on: the library, the source, and what was handed in."""
        submitted = self._submitted(student)
        files = supporting_files(self._source.parent, submitted.parent)
        contents = [backprop_lib.__version__.encode(), self._source.read_bytes()]
        contents.append(_content(submitted))
        contents += [part for name in sorted(files) for part in (name.encode(), files[name])]
        digest = hashlib.sha256()
        for content in contents:
            digest.update(hashlib.sha256(content).digest())
        return digest.hexdigest()

    def _write(self, graded: Graded, notebook: Any) -> None:
        folder = self._autograded(graded.student)
        if folder.exists():
            shutil.rmtree(folder)
        folder.mkdir(parents=True)
        nbformat.write(notebook, folder / self._source.name)
        submitted = self._submitted(graded.student).parent
        if read_timestamp(submitted) is not None:
            shutil.copy(submitted / "timestamp.txt", folder)
        recorded = {
            "made from": self._digest(graded.student),
            "verdicts": [asdict(verdict) for verdict in graded.verdicts],
            "repairs": graded.repairs,
        }
        record = self._record(graded.student)
        record.parent.mkdir(parents=True, exist_ok=True)
        record.write_text(json.dumps(recorded, indent=1), encoding="utf-8")

    def _save(self, student: str, notebook: Any, verdicts: dict[str, Verdict]) -> None:
        nbgrader = self._course.nbgrader
        timestamp = read_timestamp(self._submitted(student).parent)
        with nbgrader.gradebook as gradebook:
            gradebook.update_or_create_student(student)
            info = {"timestamp": timestamp} if timestamp else {}
            gradebook.update_or_create_submission(self._lesson, student, **info)
        resources = {
            "nbgrader": {
                "student": student,
                "assignment": self._lesson,
                "notebook": self._source.stem,
                "db_url": nbgrader.coursedir.db_url,
                "verdicts": verdicts,
            }
        }
        for preprocessor in (SaveVerdicts, AssignLatePenalties):
            preprocessor(config=self._course.config).preprocess(notebook, resources)

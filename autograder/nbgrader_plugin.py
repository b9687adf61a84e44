"""What puts the judge under nbgrader's own commands and its formgrader.

`nbgrader_config.py` names these classes, so that `nbgrader autograde`, `nbgrader generate_feedback`
and the buttons of the formgrader rebuild, judge and record just as `backprop grade` does.
"""

from __future__ import annotations

import os
import stat
from datetime import datetime
from pathlib import Path
from typing import Any

from nbconvert.exporters import HTMLExporter, NotebookExporter
from nbformat.notebooknode import NotebookNode
from nbgrader import utils
from nbgrader.converters import base
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor, SaveAutoGrades
from traitlets import Bool, Float, Integer

from autograder.course import Course
from autograder.rebuild import rebuild_file
from autograder.submitted import read_timestamp
from autograder.supporting import in_the_way, supporting_files
from autograder.verdict import Verdict
from autograder.walls import NO_WALLS, Limits, Walls

Resources = dict[str, Any]

_LIMITS = Limits()
_lessons_own: set[str] = set()

# Nothing runs, nothing is loaded from elsewhere, whatever a student's text has become.
_POLICY = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; "
    "form-action 'none'; base-uri 'none'"
)


class SubmissionExporter(NotebookExporter):
    """Rebuilds a submitted file from the lesson's source; later passes read it as usual."""

    def from_filename(
        self, filename: str, resources: Resources | None = None, **kw: Any
    ) -> tuple[Any, Resources]:
        autograde: Any = self.parent
        if resources is None or not autograde._sanitizing:
            return super().from_filename(filename, resources, **kw)
        course = Course(Path(autograde.coursedir.root))
        form = course.template(resources["nbgrader"]["assignment"])
        notebook = rebuild_file(form, Path(filename)).notebook
        done: tuple[Any, Resources] = super().from_notebook_node(notebook, resources, **kw)  # type: ignore[no-untyped-call]
        return done


class JudgeNotebook(NbGraderPreprocessor):  # type: ignore[misc]
    """Runs the rebuilt notebook and hands its verdicts on; `backprop grade` has its limits, too."""

    enclosed = Bool(True, help="Whether the students' code runs inside walls.").tag(config=True)
    warm = Bool(True, help="Whether they are forked from a warm interpreter.").tag(config=True)
    cell_seconds = Float(_LIMITS.cell_seconds, help="For one cell.").tag(config=True)
    call_seconds = Float(
        _LIMITS.call_seconds, help="For one call of a student's function by a check."
    ).tag(config=True)
    submission_seconds = Float(
        _LIMITS.submission_seconds, help="For a notebook with all its checks."
    ).tag(config=True)
    check_seconds = Float(
        _LIMITS.check_seconds, help="Beyond those, for what the checks compute themselves."
    ).tag(config=True)
    memory = Integer(
        _LIMITS.memory, help="Bytes that all processes of a submission may use together."
    ).tag(config=True)
    processes = Integer(_LIMITS.processes, help="How many processes there may be.").tag(config=True)

    def walls(self) -> Walls:
        """The walls as configured."""
        limits = Limits(
            cell_seconds=self.cell_seconds,
            call_seconds=self.call_seconds,
            submission_seconds=self.submission_seconds,
            check_seconds=self.check_seconds,
            memory=self.memory,
            processes=self.processes,
        )
        return Walls(limits, enclosed=self.enclosed, warm=self.warm)

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        walls = self.walls()
        walls.check()
        if not self.enclosed:
            self.log.warning(NO_WALLS)
        told = resources["nbgrader"]
        course = Course(Path(self.parent.parent.coursedir.root))
        told["verdicts"] = course.judge(nb, told["assignment"], told["student"], walls)
        return nb, resources


class SaveVerdicts(SaveAutoGrades):  # type: ignore[misc]
    """Writes the judge's verdicts into the gradebook: a grading cell without one scores 0."""

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        self._verdicts: dict[str, Verdict] = resources["nbgrader"]["verdicts"]
        return super().preprocess(nb, resources)  # type: ignore[no-any-return]

    def _add_score(self, cell: NotebookNode, resources: Resources) -> None:
        if cell.metadata.nbgrader.solution:  # an answer that a person reads
            super()._add_score(cell, resources)
            return
        name = cell.metadata.nbgrader.grade_id
        grade = self.gradebook.find_grade(
            name, self.notebook_id, self.assignment_id, self.student_id
        )
        grade.auto_score = self._verdicts[name].score if name in self._verdicts else 0.0
        grade.needs_manual_grade = grade.manual_score is not None
        self.gradebook.db.commit()


class FeedbackExporter(HTMLExporter):
    """A feedback page that is safe to open: it runs no script and loads nothing."""

    def from_notebook_node(
        self, nb: NotebookNode, resources: Resources | None = None, **kw: Any
    ) -> tuple[Any, Resources]:
        page: Any
        page, resources = super().from_notebook_node(nb, resources, **kw)
        policy = f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        return page.replace("<head>", f"<head>\n{policy}", 1), resources or {}


def _find_plain_files(path: str, exclude: list[str] | None = None) -> list[str]:
    """As nbgrader's own, but for what it would stumble over: links, pipes, devices, and files that
    are in the way of the lesson's own.
    """
    found = utils.find_all_files(path, exclude)
    return [
        name
        for name in found
        if stat.S_ISREG(os.lstat(name).st_mode)
        and not in_the_way(Path(name).relative_to(path).as_posix(), _lessons_own)
    ]


def _existing_timestamp(_: CourseDirectory, folder: str) -> datetime | None:
    """As nbgrader's own, but for a file that tells no time, over which it would stop."""
    return read_timestamp(Path(folder))


# nbgrader has no settings for these two, and both meet what a student has handed in.
base.find_all_files = _find_plain_files
CourseDirectory.get_existing_timestamp = _existing_timestamp


def enter_lesson(assignment: str, **_: Any) -> None:
    """Before autograding: a lesson that the gradebook does not know yet is entered into it."""
    course = Course.find(Path.cwd())
    course.enter(assignment)
    _lessons_own.clear()
    _lessons_own.update(supporting_files(course.folder("source", assignment), Path(os.devnull)))

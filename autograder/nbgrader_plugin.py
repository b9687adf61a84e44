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
from nbgrader import api, utils
from nbgrader.converters import base
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor, SaveAutoGrades

from autograder.course import Course
from autograder.grading.database import newest_revision
from autograder.grading.entering import enter
from autograder.judging.soundness import judge_soundly
from autograder.judging.verdict import Verdict
from autograder.submission.rebuild import rebuild_file
from autograder.submission.submitted import read_timestamp
from autograder.submission.supporting import in_the_way, supporting_files
from autograder.walls.bubblewrap import NO_WALLS
from autograder.walls.settings import WallsSettings

Resources = dict[str, Any]

_lessons_own: set[str] = set()

# Nothing runs, nothing is loaded from elsewhere, whatever a student's text has become.
_POLICY = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; "
    "form-action 'none'; base-uri 'none'"
)

# What nbgrader's page lacks for people who see little contrast or use no mouse.
_STYLE = """
a { color: #1b5e97 !important; text-decoration: underline; }
.panel-heading a { color: inherit !important; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; }
.highlight, .highlight pre, div.input_area { background: #fff !important; }
"""


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


class JudgeNotebook(WallsSettings, NbGraderPreprocessor):  # type: ignore[misc]
    """Runs the rebuilt notebook and hands its verdicts on; `backprop grade` has its limits, too."""

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        walls = self.walls()
        walls.check()
        if not self.enclosed:
            self.log.warning(NO_WALLS)
        told = resources["nbgrader"]
        autograde: Any = self.parent
        course = Course(Path(autograde.parent.coursedir.root))
        told["verdicts"] = judge_soundly(course, told["assignment"], told["student"], nb, walls)
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
    """A feedback page that is safe to open: it runs no script and loads nothing.

    And it can be read: in enough contrast, with links that are more than a colour.
    """

    def from_notebook_node(
        self, nb: NotebookNode, resources: Resources | None = None, **kw: Any
    ) -> tuple[Any, Resources]:
        page: Any
        page, resources = super().from_notebook_node(nb, resources, **kw)
        policy = f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        for old, new in (
            ("<html>", '<html lang="en">'),
            ("<head>", f"<head>\n{policy}"),
            ("</head>", f"<style>{_STYLE}</style>\n</head>"),
        ):
            page = page.replace(old, new, 1)
        return page, resources or {}


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
# Its own starts a program, for a second.
api.get_alembic_version = newest_revision


def enter_lesson(assignment: str, **_: Any) -> None:
    """Before autograding: a lesson that the gradebook does not know yet is entered into it."""
    course = Course.find(Path.cwd())
    enter(course, assignment)
    _lessons_own.clear()
    _lessons_own.update(supporting_files(course.folder("source", assignment), Path(os.devnull)))

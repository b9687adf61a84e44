"""The gradebook, nbgrader's own: what it holds of a lesson, and its one writer.

nbgrader's API commits once a cell; here a batch of submissions is one transaction, of the same
rows. Reading needs SQLAlchemy alone: nbgrader takes seconds to import.
"""

from __future__ import annotations

import contextlib
import logging
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy
from sqlalchemy import exc

from autograder.errors import CourseError

if TYPE_CHECKING:
    from autograder.course import Course

_MARKS = """
SELECT submitted_assignment.student_id, base_cell.name, grade.auto_score
FROM grade
JOIN base_cell ON base_cell.id = grade.cell_id
JOIN submitted_notebook ON submitted_notebook.id = grade.notebook_id
JOIN submitted_assignment ON submitted_assignment.id = submitted_notebook.assignment_id
JOIN assignment ON assignment.id = submitted_assignment.assignment_id
WHERE assignment.name = :lesson
"""


_TABLES = ("grade", "base_cell", "submitted_notebook", "submitted_assignment", "assignment")


def create(url: str, course_id: str) -> None:
    """Make a gradebook of SQLite's where there is none: whole or, if this is killed, not at all."""
    from nbgrader import api

    api.get_alembic_version = newest_revision  # its own starts a program, for a second
    with clear_errors(url):
        address = sqlalchemy.make_url(url)
        path = Path(address.database or "")
        if address.get_backend_name() != "sqlite" or not address.database or path.exists():
            return
        part = path.with_name(f".{path.name}.{os.getpid()}.part")
        part.unlink(missing_ok=True)
        try:
            api.Gradebook(address.set(database=str(part)), course_id).close()
            with contextlib.suppress(FileExistsError):  # a run of another lesson was quicker
                os.link(part, path)
        finally:
            part.unlink(missing_ok=True)


def newest_revision() -> str:
    """Of the gradebook's tables, as nbgrader's migrations have it."""
    from alembic.script import ScriptDirectory
    from nbgrader.dbutil import ALEMBIC_DIR

    return str(ScriptDirectory(ALEMBIC_DIR).get_current_head())


def marks(url: str, lesson: str) -> dict[str, dict[str, float | None]]:
    """The automatic marks of a lesson by student and cell, as far as there are any."""
    with clear_errors(url):
        address = sqlalchemy.make_url(url)
        if address.get_backend_name() == "sqlite" and not Path(address.database or "").is_file():
            return {}
        engine = sqlalchemy.create_engine(address)
        try:
            if not {*_TABLES} <= {*sqlalchemy.inspect(engine).get_table_names()}:
                return {}
            found: dict[str, dict[str, float | None]] = {}
            with engine.connect() as connection:
                rows = connection.execute(sqlalchemy.text(_MARKS), {"lesson": lesson})
                for student, cell, mark in rows:
                    found.setdefault(student, {})[cell] = mark
            return found
        finally:
            engine.dispose()


@dataclass(frozen=True)
class Entry:
    """What the gradebook gets of one student: marks and comments by cell, and when it came in."""

    student: str
    marks: Mapping[str, float | None]
    comments: Mapping[str, str | None]
    timestamp: datetime | None


class GradebookWriter:
    """Writes the results of one lesson."""

    def __init__(self, course: Course, lesson: str) -> None:
        from nbgrader.api import Gradebook
        from nbgrader.preprocessors import AssignLatePenalties

        self._lesson = lesson
        self._url = course.gradebook_url
        with clear_errors(self._url):
            course.enter(lesson)
            self._gradebook = Gradebook(self._url, course.config.CourseDirectory.course_id)
        self._late = AssignLatePenalties(
            config=course.config, log=logging.getLogger("autograder.lms.late")
        )
        self._late.init_plugin()

    def close(self) -> None:
        self._gradebook.close()

    def write(self, entries: Sequence[Entry]) -> None:
        """Write a batch, in one transaction: all of it or, where this raises, none."""
        db = self._gradebook.db
        try:
            with clear_errors(self._url):
                submissions = self._submissions([entry.student for entry in entries])
                for entry in entries:
                    self._fill(submissions[entry.student], entry)
                db.flush()
                for entry in entries:
                    self._penalise(submissions[entry.student])
                db.commit()
        finally:
            db.rollback()  # nothing, after a commit
            db.expunge_all()  # memory stays as it is however large the class

    def _submissions(self, students: list[str]) -> dict[str, Any]:
        """Their submissions as nbgrader's objects, by student; made where there are none."""
        from nbgrader.api import Student, SubmittedAssignment

        db = self._gradebook.db
        assignment = self._gradebook.find_assignment(self._lesson)
        known = {each.id for each in db.query(Student).filter(Student.id.in_(students))}
        db.add_all(Student(id=name) for name in students if name not in known)
        db.flush()
        found = db.query(SubmittedAssignment).filter(
            SubmittedAssignment.assignment_id == assignment.id,
            SubmittedAssignment.student_id.in_(students),
        )
        submissions = {each.student_id: each for each in found}
        for name in students:
            if name not in submissions:
                submissions[name] = _new_submission(assignment, name)
        db.add_all(submissions.values())
        db.flush()
        return submissions

    def _fill(self, submission: Any, entry: Entry) -> None:
        if entry.timestamp is not None:
            submission.timestamp = entry.timestamp
        grades = {each.cell.name: each for book in submission.notebooks for each in book.grades}
        comments = {each.cell.name: each for book in submission.notebooks for each in book.comments}
        if unknown := sorted({*entry.marks} - {*grades} | {*entry.comments} - {*comments}):
            raise CourseError(
                f"The gradebook does not know {', '.join(unknown)} of {self._lesson}. "
                f"Enter it with: backprop generate {self._lesson}"
            )
        for name, mark in entry.marks.items():
            grades[name].auto_score = mark
            by_person = grades[name].manual_score is not None
            grades[name].needs_manual_grade = by_person or mark is None
        for name, comment in entry.comments.items():
            comments[name].auto_comment = comment

    def _penalise(self, submission: Any) -> None:
        """As nbgrader's AssignLatePenalties."""
        late = submission.total_seconds_late
        for notebook in submission.notebooks:
            notebook.late_submission_penalty = None
            if late > 0:
                self._gradebook.db.refresh(notebook, ["score"])
                penalty = self._late.plugin_inst.late_submission_penalty(
                    submission.student_id, notebook.score, late
                )
                if penalty is not None:
                    penalty = self._late._check_late_penalty(notebook, penalty)
                notebook.late_submission_penalty = penalty


def _new_submission(assignment: Any, student: str) -> Any:
    """As nbgrader's `Gradebook.add_submission`, for a session that it is to be added to."""
    from nbgrader.api import Comment, Grade, SubmittedAssignment, SubmittedNotebook

    submission = SubmittedAssignment(assignment_id=assignment.id, student_id=student)
    for notebook in assignment.notebooks:
        book = SubmittedNotebook(notebook_id=notebook.id, assignment=submission)
        for cell in (*notebook.grade_cells, *notebook.task_cells):
            Grade(cell_id=cell.id, notebook=book)
        for cell in (*notebook.solution_cells, *notebook.task_cells):
            Comment(cell_id=cell.id, notebook=book)
    return submission


@contextlib.contextmanager
def clear_errors(url: str) -> Iterator[None]:
    """What databases and their drivers say, as one line that tells what to do."""
    try:
        yield
    except exc.NoSuchModuleError as error:
        raise CourseError(f"The gradebook's address is of no database known: {error}") from error
    except exc.ArgumentError as error:
        raise CourseError(f"The gradebook's address {url!r} cannot be read: {error}") from error
    except ModuleNotFoundError as error:
        raise CourseError(
            f"The gradebook at {_shown(url)} needs the driver {error.name}, which is not "
            "installed. For PostgreSQL: pip install 'backprop-course[postgres]', and begin the "
            "address with postgresql+psycopg://"
        ) from error
    except exc.DBAPIError as error:
        raise CourseError(_told(url, " ".join(str(error.orig).split()))) from error


def _told(url: str, said: str) -> str:
    if "locked" in said:
        why = "is locked by another program: close what has it open"
    elif "disk is full" in said or "No space left" in said:
        why = "cannot be written, the disk is full: make room"
    elif "no such column" in said or "no such table" in said or "does not exist" in said:
        why = f"was made by another nbgrader ({said[:100]}): keep a copy of it, nbgrader db upgrade"
    elif "not a database" in said or "malformed" in said:
        why = "is damaged: put it right or restore a copy"
    else:
        why = f"cannot be used ({said[:300]}): see to it"
    return f"The gradebook {_shown(url)} {why}, then run this again. What was graded is kept."


def _shown(url: str) -> str:
    """The address without its password."""
    try:
        return sqlalchemy.make_url(url).render_as_string(hide_password=True)
    except exc.ArgumentError:
        return "at the address that is configured"

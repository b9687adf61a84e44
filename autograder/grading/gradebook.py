"""The gradebook, nbgrader's own: what it holds of a lesson, and its one writer.

nbgrader's API commits once a cell; here a batch of submissions is one transaction, of the same
rows. Reading needs SQLAlchemy alone: nbgrader takes seconds to import.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy

from autograder.errors import CourseError
from autograder.grading.database import clear_errors
from autograder.grading.entering import enter

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
            enter(course, lesson)
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

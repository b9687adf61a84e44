"""What the gradebook holds of a lesson: who there is, their marks, when they handed in.

By SQLAlchemy alone: nbgrader takes seconds to import.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy
from sqlalchemy import DateTime, Interval

from autograder.errors import CourseError
from autograder.grading.database import clear_errors

_NEEDED = {
    "student": {"id", "first_name", "last_name"},
    "assignment": {"id", "name", "duedate"},
    "submitted_assignment": {"id", "assignment_id", "student_id", "timestamp", "extension"},
    "submitted_notebook": {"id", "assignment_id", "late_submission_penalty"},
    "base_cell": {"id", "name", "type"},
    "grade": {"cell_id", "notebook_id", "auto_score", "manual_score", "extra_credit"},
    "comment": {"cell_id", "notebook_id", "manual_comment"},
    "grade_cells": {"id", "max_score"},
    "task_cells": {"id", "max_score"},
}
_SUBMISSIONS = """
SELECT submitted_assignment.student_id, timestamp, extension, duedate,
    (SELECT SUM(late_submission_penalty) FROM submitted_notebook
        WHERE submitted_notebook.assignment_id = submitted_assignment.id) AS penalty
FROM submitted_assignment
JOIN assignment ON assignment.id = submitted_assignment.assignment_id
WHERE assignment.name = :lesson
"""
_OF_THE_LESSON = """
JOIN submitted_notebook ON submitted_notebook.id = {table}.notebook_id
JOIN submitted_assignment ON submitted_assignment.id = submitted_notebook.assignment_id
JOIN assignment ON assignment.id = submitted_assignment.assignment_id
JOIN base_cell ON base_cell.id = {table}.cell_id
WHERE assignment.name = :lesson
"""
_MARKS = (
    "SELECT student_id, base_cell.name, auto_score, manual_score, extra_credit, needs_manual_grade "
    f"FROM grade {_OF_THE_LESSON.format(table='grade')}"
)
_COMMENTS = (
    "SELECT student_id, base_cell.name, manual_comment "
    f"FROM comment {_OF_THE_LESSON.format(table='comment')} AND manual_comment IS NOT NULL"
)


@dataclass(frozen=True)
class Mark:
    """The points of one cell: by the judge, by a person, and on top; `open`: a person must look."""

    auto: float | None
    manual: float | None
    extra: float
    open: bool

    @property
    def score(self) -> float:
        """As nbgrader counts: what a person gave, else what the judge gave, and what is on top."""
        return (self.manual if self.manual is not None else self.auto or 0.0) + self.extra


@dataclass
class Marked:
    """One submission in the gradebook. `late`: after the deadline and what was granted on top."""

    handed_in: datetime | None = None
    late: timedelta = timedelta()
    penalty: float = 0.0
    marks: dict[str, Mark] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)

    @property
    def graded(self) -> bool:
        """Whether anybody, the judge or a person, has given a mark."""
        return any(each.auto is not None or each.manual is not None for each in self.marks.values())


@dataclass(frozen=True)
class Marks:
    """A lesson in the gradebook: names by student's id, and submissions by student."""

    roster: Mapping[str, str]
    submissions: Mapping[str, Marked]


def read_marks(url: str, lesson: str) -> Marks:
    """Read what the gradebook holds of a lesson; nothing where there is no gradebook yet.

    Raises CourseError for one that cannot be read, or is of another nbgrader.
    """
    with clear_errors(url):
        address = sqlalchemy.make_url(url)
        if address.get_backend_name() == "sqlite" and not Path(address.database or "").is_file():
            return Marks({}, {})
        engine = sqlalchemy.create_engine(address)
        try:
            _check_tables(engine)
            with engine.connect() as connection:
                return _read(connection, lesson)
        finally:
            engine.dispose()


def _check_tables(engine: sqlalchemy.Engine) -> None:
    found = sqlalchemy.inspect(engine)
    tables = {*found.get_table_names()}
    if not tables:
        raise CourseError("The gradebook is empty. Fill it with: backprop grade LESSON")
    missing = sorted({*_NEEDED} - tables) or [
        f"{table}.{column}"
        for table, needed in _NEEDED.items()
        for column in sorted(needed - {each["name"] for each in found.get_columns(table)})
    ]
    if missing:
        where = engine.url.render_as_string(hide_password=True)
        raise CourseError(
            f"The gradebook {where} was made by an older nbgrader: it has no {missing[0]}. "
            "Bring it up to date, with a copy of it kept, by: nbgrader db upgrade"
        )


def _read(connection: sqlalchemy.Connection, lesson: str) -> Marks:
    def rows(query: str, **types: Any) -> Any:
        return connection.execute(sqlalchemy.text(query).columns(**types), {"lesson": lesson})

    roster = {
        student: " ".join(filter(None, (first, last)))
        for student, first, last in connection.execute(
            sqlalchemy.text("SELECT id, first_name, last_name FROM student ORDER BY id")
        )
    }
    submissions: dict[str, Marked] = {}
    types = {"timestamp": DateTime(), "duedate": DateTime(), "extension": Interval()}
    for row in rows(_SUBMISSIONS, student_id=sqlalchemy.String(), **types):
        late = timedelta()
        if row.timestamp is not None and row.duedate is not None:
            late = max(late, row.timestamp - row.duedate - (row.extension or timedelta()))
        submissions[row.student_id] = Marked(row.timestamp, late, row.penalty or 0.0)
    for student, cell, auto, manual, extra, needs in rows(_MARKS):
        if student in submissions:
            mark = Mark(auto, manual, extra or 0.0, bool(needs) and manual is None)
            submissions[student].marks[cell] = mark
    for student, cell, comment in rows(_COMMENTS):
        if student in submissions and comment.strip():
            submissions[student].comments[cell] = comment
    return Marks(roster, submissions)

"""The class as nbgrader's gradebook has it: students, the due date of a lesson, extensions."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.grading.database import clear_errors, opened
from autograder.grading.entering import enter
from autograder.lms.roster import Roster, Student

if TYPE_CHECKING:
    from autograder.course import Course


@dataclass(frozen=True)
class Deadline:
    """When a lesson is due, in UTC; `extensions` by student. None: there is no due date."""

    due: datetime | None = None
    extensions: dict[str, timedelta] = field(default_factory=dict)

    def of(self, student: str) -> datetime | None:
        """When it is due for a student."""
        return self.due and self.due + self.extensions.get(student, timedelta())


def exists(course: Course) -> bool:
    """Whether there may be a gradebook: a database server is asked, a file is looked for."""
    from sqlalchemy import make_url

    with clear_errors(course.gradebook_url):
        address = make_url(course.gradebook_url)
    return address.get_backend_name() != "sqlite" or Path(address.database or "").is_file()


def students(course: Course) -> dict[str, Student]:
    """The students that the gradebook has, by id."""
    if not exists(course):
        return {}
    with opened(course) as gradebook:
        return {
            each.id: Student(
                id=each.id,
                first=each.first_name or "",
                last=each.last_name or "",
                email=each.email or "",
                canvas=each.lms_user_id or "",
                ids=frozenset({each.email or each.id}),
            )
            for each in gradebook.students
        }


def known_students(course: Course) -> Roster | None:
    """The class that a roster has brought into the gradebook; None where there are none, only
    those who were graded.
    """
    found = list(students(course).values())
    return Roster(found) if any(each.names or each.canvas for each in found) else None


def enter_students(course: Course, roster: Roster) -> int:
    """Enter a roster's students into the gradebook, or what is new of them; returns how many are
    new. Nobody is removed.
    """
    from nbgrader.api import Student as Entered

    new = 0
    with opened(course) as gradebook:
        known = {each.id: each for each in gradebook.students}
        for student in roster.students:
            entered = known.get(student.id)
            if entered is None:
                entered = Entered(id=student.id)
                gradebook.db.add(entered)
                new += 1
            entered.first_name = student.first or entered.first_name
            entered.last_name = student.last or entered.last_name
            entered.email = student.email or entered.email
            entered.lms_user_id = student.canvas or entered.lms_user_id
        gradebook.db.commit()
    return new


def deadline(course: Course, lesson: str) -> Deadline:
    """The due date of a lesson and who has more time, as the gradebook has them."""
    from nbgrader.api import MissingEntry

    if not exists(course):
        return Deadline()
    with opened(course) as gradebook:
        try:
            assignment = gradebook.find_assignment(lesson)
        except MissingEntry:
            return Deadline()
        if assignment.duedate is None:
            return Deadline()
        extensions = {
            each.student_id: each.extension for each in assignment.submissions if each.extension
        }
        return Deadline(assignment.duedate.replace(tzinfo=UTC), extensions)


def set_deadline(course: Course, lesson: str, due: datetime) -> None:
    """Have the gradebook know when a lesson is due; nbgrader's late penalties go by it."""
    enter(course, lesson)
    with opened(course) as gradebook:
        gradebook.update_or_create_assignment(
            lesson, duedate=due.astimezone(UTC).replace(tzinfo=None)
        )

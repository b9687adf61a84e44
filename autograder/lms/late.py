"""What handing in late costs, who has more time, and how both come into the gradebook.

The due date and the extensions are nbgrader's own, in its gradebook; the penalty is set by its own
kind of plugin, which `nbgrader_config.py` names and configures in one place.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from nbgrader.api import MissingEntry
from nbgrader.plugins import LateSubmissionPlugin
from traitlets import Float

from autograder.errors import CourseError
from autograder.grading.database import opened
from autograder.grading.entering import enter
from autograder.grading.gradebook import Entry, GradebookWriter

if TYPE_CHECKING:
    from autograder.course import Course

DAY = 24 * 3600.0


class LatePolicy(LateSubmissionPlugin):  # type: ignore[misc]
    """So much of the score off for each day that has begun; by default nothing."""

    grace_minutes = Float(0.0, min=0, help="Late by no more than this is not late.").tag(
        config=True
    )
    per_day = Float(
        0.0, min=0, max=1, help="The share of the score that each begun day costs."
    ).tag(config=True)
    most = Float(1.0, min=0, max=1, help="The share of the score that it costs at most.").tag(
        config=True
    )
    days_until_nothing = Float(
        math.inf, min=0, help="After so many days nothing of the score is left."
    ).tag(config=True)

    def late_submission_penalty(
        self, student_id: str, score: float, total_seconds_late: float
    ) -> float | None:
        seconds = total_seconds_late - 60 * self.grace_minutes
        if seconds <= 0:
            return None
        if seconds > DAY * self.days_until_nothing:
            return score
        share: float = min(self.most, self.per_day * math.ceil(seconds / DAY))
        return score * share or None


@dataclass(frozen=True)
class Late:
    """A late submission: by how much, and what it costs."""

    student: str
    by: timedelta
    penalty: float


def late_submissions(course: Course, lesson: str) -> list[Late]:
    """Who was late with a lesson, as the gradebook has it."""
    with opened(course) as gradebook:
        return [
            Late(
                each.student_id,
                timedelta(seconds=each.total_seconds_late),
                each.late_submission_penalty or 0.0,
            )
            for each in _submissions(gradebook, lesson)
            if each.total_seconds_late > 0
        ]


def extend(course: Course, lesson: str, student: str, days: float) -> None:
    """Give a student so many days more for a lesson, in all; 0 takes them back."""
    enter(course, lesson)
    with opened(course) as gradebook:
        try:
            gradebook.find_student(student)
        except MissingEntry as error:
            raise CourseError(
                f"The gradebook has no student {student!r}. Who is in it: nbgrader db student list"
            ) from error
        gradebook.update_or_create_submission(lesson, student)
        gradebook.grant_extension(lesson, student, days=days)


def penalise(course: Course, lesson: str) -> None:
    """Set all penalties of a lesson anew: its due date, an extension or the policy has changed."""
    with opened(course) as gradebook:
        students = [each.student_id for each in _submissions(gradebook, lesson)]
    writer = GradebookWriter(course, lesson)
    try:
        writer.write([Entry(student, {}, {}, None) for student in students])
    finally:
        writer.close()


def _submissions(gradebook: Any, lesson: str) -> list[Any]:
    try:
        return list(gradebook.find_assignment(lesson).submissions)
    except MissingEntry:
        return []

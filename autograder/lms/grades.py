"""The points of a class in a lesson, as nbgrader counts them: late penalties are off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from autograder.report.checks import checks_of
from autograder.report.marks import read_marks

if TYPE_CHECKING:
    from autograder.course import Course
    from autograder.report.marks import Marked


@dataclass(frozen=True)
class Grade:
    """One student's points: after the penalty, by exercise without it. `open`: a person has still
    to grade something.
    """

    points: float
    exercises: Mapping[str, float]
    penalty: float = 0.0
    open: bool = False


@dataclass(frozen=True)
class LessonGrades:
    """The graded submissions of a lesson; who has none is missing. `exercises`: their points."""

    lesson: str
    exercises: Mapping[str, float]
    grades: Mapping[str, Grade]

    @property
    def max_points(self) -> float:
        return sum(self.exercises.values())


def lesson_grades(course: Course, lesson: str) -> LessonGrades:
    """Read a lesson's grades; raises CourseError for a gradebook that cannot be read."""
    checks = checks_of(course.notebook(lesson))
    parts = {check.name: (check.exercise, check.points) for check in checks}
    exercises = dict.fromkeys((exercise for exercise, _ in parts.values()), 0.0)
    for exercise, points in parts.values():
        exercises[exercise] += points
    marks = read_marks(course.gradebook_url, lesson)
    grades = {
        student: _grade(marked, parts)
        for student, marked in marks.submissions.items()
        if any(each.auto is not None or each.manual is not None for each in marked.marks.values())
    }
    return LessonGrades(lesson, exercises, grades)


def number(points: float) -> str:
    """Points as they are written: without zeros that tell nothing."""
    return f"{round(points, 4) + 0.0:.10g}"


def _grade(marked: Marked, parts: Mapping[str, tuple[str, float]]) -> Grade:
    by_exercise = dict.fromkeys((exercise for exercise, _ in parts.values()), 0.0)
    total = 0.0
    for cell, mark in marked.marks.items():
        total += mark.score
        if cell in parts:
            by_exercise[parts[cell][0]] += mark.score
    is_open = any(mark.open for mark in marked.marks.values())
    return Grade(max(0.0, total - marked.penalty), by_exercise, marked.penalty, is_open)

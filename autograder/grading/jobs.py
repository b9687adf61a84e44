"""Makes the jobs of a lesson of what was handed in."""

from __future__ import annotations

from autograder.course import Course
from autograder.grading.job import Job, Material
from autograder.grading.records import Records
from autograder.walls.bubblewrap import Walls


class Jobs:
    """The jobs of one lesson, all with the same material."""

    def __init__(self, course: Course, lesson: str, records: Records, walls: Walls) -> None:
        form, given = course.template(lesson), course.given(lesson)
        self._records = records
        self._material = Material.of(lesson, form, records.lessons_own, given, walls)
        self._source = course.notebook(lesson)

    def solution(self) -> Job:
        """The job that judges the course's own solution: it is graded as the students' are."""
        own = "(the course's own solution)"
        return Job(self._material, own, "", self._source.read_bytes(), "", {})

    def of(self, student: str) -> Job:
        """The job of a student: what is handed in now is what the record will be of."""
        found = self._records.submission(student)
        return Job(
            self._material, student, found.digest, found.notebook, found.unreadable, found.files
        )

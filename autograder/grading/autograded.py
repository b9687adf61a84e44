"""The folder of an autograded submission: what `nbgrader autograde` would leave there."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterable
from pathlib import Path

from nbgrader import utils
from nbgrader.coursedir import CourseDirectory

from autograder.course import Course
from autograder.grading.records import write_whole
from autograder.submission.supporting import in_the_way


class AutogradedFolders:
    """Writes the folders of one lesson."""

    def __init__(self, course: Course, lesson: str, lessons_own: Iterable[str]) -> None:
        self._course, self._lesson = course, lesson
        self._lessons_own = frozenset(lessons_own)
        self._source = course.notebook(lesson)
        self._ignored = [*CourseDirectory(config=course.config).ignore, "*.ipynb"]

    def write(self, student: str, notebook: str) -> None:
        """Write a student's folder anew: the notebook, the files beside it, the lesson's own."""
        folder = self._course.folder("autograded", self._lesson, student)
        if folder.exists():
            shutil.rmtree(folder)
        submitted = self._course.folder("submitted", self._lesson, student)
        self._copy(submitted, folder, self._lessons_own)
        self._copy(self._source.parent, folder, frozenset())
        write_whole(folder / self._source.name, notebook)

    def _copy(self, source: Path, target: Path, taken: frozenset[str]) -> None:
        for found in utils.find_all_files(str(source), self._ignored):
            name = Path(found).relative_to(source).as_posix()
            if stat.S_ISREG(os.lstat(found).st_mode) and not in_the_way(name, taken):
                (target / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(found, target / name)

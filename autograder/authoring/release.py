"""Generates what students get, `notebooks/` from `solutions/`, and hands it out."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

from autograder.course import CONFIG, Course
from autograder.errors import CourseError


def generate(course: Course, lesson: str) -> None:
    """Generate the release of one lesson.

    Raises CourseError with nbgrader's own words when that fails.
    """
    result = course.nbgrader.generate_assignment(lesson, force=True, create=True)
    if not result["success"]:
        raise CourseError(
            f"{lesson} could not be generated.\n{result.get('log') or result.get('error')}"
        )


def stale(course: Course, lessons: Iterable[str]) -> list[str]:
    """Those lessons whose release is not what their source generates today."""
    lessons = list(lessons)
    with tempfile.TemporaryDirectory() as folder:
        fresh = copy(course, Path(folder), lessons)
        for lesson in lessons:
            generate(fresh, lesson)
        return [
            lesson
            for lesson in lessons
            if _contents(fresh.folder("release", lesson))
            != _contents(course.folder("release", lesson))
        ]


def copy(course: Course, folder: Path, lessons: Iterable[str]) -> Course:
    """A new course in `folder` with the sources of `lessons` and nothing else."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(course.root / CONFIG, folder / CONFIG)
    new = Course(folder)
    for lesson in lessons:
        shutil.copytree(course.folder("source", lesson), new.folder("source", lesson))
    return new


def hand_out(course: Course, folder: Path) -> tuple[list[Path], list[Path]]:
    """Copy the released lessons to `folder`; returns what was copied and what was there and left as
    it is.
    """
    copied, kept = [], []
    for lesson in course.lessons():
        released = course.folder("release", lesson)
        for path in sorted(released.rglob("*")):
            target = folder / lesson / path.relative_to(released)
            if not path.is_file():
                continue
            if target.exists():
                kept.append(target)
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target)
            copied.append(target)
    return copied, kept


def _contents(folder: Path) -> dict[str, bytes]:
    paths = sorted(folder.rglob("*")) if folder.is_dir() else []
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths if path.is_file()}

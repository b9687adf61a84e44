"""A course whose gradebook knows the lesson, and an answered notebook of it."""

import shutil
from pathlib import Path

import pytest

from autograder.course import Course
from tests.autograder.lms import zips


@pytest.fixture
def course(made_once: Path, tmp_path: Path) -> Course:
    """A course with one lesson, `squares`, which the gradebook knows, and nothing handed in."""
    return Course(shutil.copytree(made_once, tmp_path / "course"))


@pytest.fixture
def notebook(course: Course) -> bytes:
    return zips.answered(course)

"""Walls with short limits, and courses to grade in."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.course import CONFIG, Course
from autograder.session import Session
from autograder.walls import Walls
from tests.autograder import notebooks as nb

ROOT = Path(__file__).parents[2]


@pytest.fixture
def session(walls: Walls) -> Iterator[Session]:
    with Session(walls, ("data", "demo", "plot")) as started:
        yield started


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """A course with one lesson, `squares`, and nothing handed in."""
    root = tmp_path / "course"
    nb.write(root / "solutions" / "squares" / "squares.ipynb", nb.squares())
    shutil.copy(ROOT / CONFIG, root / CONFIG)
    return Course(root)

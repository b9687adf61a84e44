"""A worker, courses to grade in, and the command line."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.course import CONFIG, Course
from autograder.grading.entering import enter
from autograder.judging.session import Session
from autograder.walls.bubblewrap import Walls
from tests.autograder import notebooks as nb
from tests.autograder.command_line import Here
from tests.root import ROOT


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


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course with a gradebook, which takes seconds to make; to be copied."""
    root = tmp_path_factory.mktemp("course")
    nb.write(root / "solutions" / "squares" / "squares.ipynb", nb.squares())
    shutil.copy(ROOT / CONFIG, root / CONFIG)
    enter(Course(root), "squares")
    return root


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Here:
    return Here(monkeypatch, capsys)

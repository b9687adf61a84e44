"""Courses with a gradebook, which takes seconds to make and is made once."""

import shutil
from pathlib import Path

import pytest

from autograder.course import CONFIG, Course
from tests.autograder import notebooks as nb
from tests.autograder.conftest import ROOT
from tests.autograder.lms import zips
from tests.autograder.lms.here import Here


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("course")
    nb.write(root / "solutions" / "squares" / "squares.ipynb", nb.squares())
    shutil.copy(ROOT / CONFIG, root / CONFIG)
    Course(root).enter("squares")
    return root


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Here:
    return Here(monkeypatch, capsys)


@pytest.fixture
def course(made_once: Path, tmp_path: Path) -> Course:
    """A course with one lesson, `squares`, which the gradebook knows, and nothing handed in."""
    return Course(shutil.copytree(made_once, tmp_path / "course"))


@pytest.fixture
def notebook(course: Course) -> bytes:
    return zips.answered(course)

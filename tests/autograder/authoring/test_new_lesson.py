"""A new lesson works as it is made, so that what is filled in starts from something sound."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.authoring.new_lesson import new_lesson
from autograder.course import CONFIG, Course
from autograder.errors import CourseError
from tests.autograder.command_line import Here
from tests.root import ROOT

LESSON = "98_made_up"

CHECK = """
from backprop_lib.exercises import lessons
from backprop_lib.exercises import made_up as ex
from tests.mutants.variants import made_up as variants

assert lessons()["98_made_up"] == "backprop_lib.exercises.made_up"
assert [each.name for each in ex.LESSON.exercises] == ["square", "quiz_slope"]
for seed in range(5):
    assert ex.square.judge(ex.square.reference, seed).verdict == "passed"
    for variant in variants.VARIANTS["square"]:
        report = ex.square.judge(variant, seed)
        assert report.verdict == "passed", (variant, report)
    for mistake in ex.square.mistakes:
        report = ex.square.judge(mistake.wrong, seed)
        assert report.mistake == mistake.name, report
from tests.mutants.definitions import complaints
assert complaints(ex.square) == [], complaints(ex.square)
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A copy of the checkout, as far as lessons need it, with a new lesson in it."""
    root = tmp_path_factory.mktemp("checkout")
    for name in ("backprop_lib", "tests/mutants", "tests/backprop_lib/exercises"):
        ignored = shutil.ignore_patterns("__pycache__", "records")
        shutil.copytree(ROOT / name, root / name, ignore=ignored)
    for name in (CONFIG, "pyproject.toml"):
        shutil.copy(ROOT / name, root / name)
    course = Course(root)
    new_lesson(course, LESSON, "Something made up")
    return course


def run(course: Course, *command: str) -> str:
    done = subprocess.run(
        [sys.executable, *command], cwd=course.root, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_its_checks_accept_and_reject_what_they_should(made: Course) -> None:
    run(made, "-c", CHECK)


def test_what_is_written_is_clean(made: Course) -> None:
    written = [
        "backprop_lib/exercises/__init__.py",
        "backprop_lib/exercises/made_up",
        "tests/mutants/variants/made_up.py",
        "solutions",
    ]
    run(made, "-m", "ruff", "check", *written)
    run(made, "-m", "ruff", "format", "--check", *written)


def test_its_notebook_is_released_without_the_solutions_and_has_the_points_of_its_exercises(
    made: Course,
) -> None:
    released = "\n".join(made.template(LESSON).released.values())
    assert "SOLUTION" not in released and "2 * X * dA" not in released
    cells = json.loads(made.notebook(LESSON).read_text(encoding="utf-8"))["cells"]
    points = [cell["metadata"].get("nbgrader", {}).get("points", 0) for cell in cells]
    assert sum(points) == 3
    ids = [cell["id"] for cell in cells]
    assert len({*ids}) == len(ids)


@pytest.mark.parametrize(
    ("name", "title", "said"),
    [
        ("attention", "", "is no lesson's name"),
        ("13_Attention", "", "is no lesson's name"),
        ("13_../x", "", "is no lesson's name"),
        (LESSON, "", "There is 98_made_up"),
        ("98_other", "", "There is 98_made_up already"),
        ("97_units", "", "There is"),
        ("97_fine", 'a "title"', "must do without quotes"),
    ],
)
def test_a_name_that_will_not_do_is_told_and_nothing_is_written(
    made: Course, name: str, title: str, said: str
) -> None:
    before = {path for path in made.root.rglob("*") if path.is_file()}
    with pytest.raises(CourseError, match=said):
        new_lesson(made, name, title)
    assert {path for path in made.root.rglob("*") if path.is_file()} == before


def test_a_course_that_is_no_checkout_is_told(tmp_path: Path, here: Here) -> None:
    shutil.copy(ROOT / CONFIG, tmp_path / CONFIG)
    status, shown = here("new", "13_attention", cwd=tmp_path)
    assert status == 1 and "checkout of the whole course" in shown

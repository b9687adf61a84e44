"""The made-up class comes out as it was made up."""

import re
from pathlib import Path

import pytest
from rich.console import Console

from autograder.course import Course
from autograder.demo import CLASS, demo
from autograder.errors import CourseError
from autograder.grading.run import Graded
from autograder.walls.bubblewrap import Walls
from tests.root import ROOT

SENTENCES = {
    "chloe": "goes the wrong way",
    "dan": "transposed",
    "emma": "miss the factor 1/m",
    "felix": "passes the relu unchanged",
    "grace": "NameError: name 'gradients' is not defined",
    "hugo": "is there a loop that never ends?",
    "kim": "its sign flipped",
}


@pytest.fixture(scope="module")
def shown_at_the_end(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo") / "shown.txt"


@pytest.fixture(scope="module")
def graded(shown_at_the_end: Path, walls: Walls) -> dict[str, Graded]:
    folder = shown_at_the_end.parent / "course"
    with shown_at_the_end.open("w", encoding="utf-8") as shown:
        console = Console(file=shown, width=80)
        return {each.student: each for each in demo(Course(ROOT), folder, True, console)}


def missed(graded: Graded) -> dict[str, str]:
    return {verdict.grade_id: verdict.sentence for verdict in graded.missed}


def test_the_class_has_at_least_ten_and_four_of_them_mean_harm(graded: dict[str, Graded]) -> None:
    assert len(graded) == len(CLASS) >= 10
    assert sum(student.hostile for student in CLASS) == 4


def test_perfect_is_all_and_untouched_is_nothing(graded: dict[str, Graded]) -> None:
    assert graded["ada"].score == graded["ada"].max_score == 19
    assert graded["ben"].score == 0
    assert {verdict.state for verdict in graded["ben"].verdicts} == {"not attempted"}


@pytest.mark.parametrize("name", sorted(SENTENCES))
def test_each_mistake_loses_its_own_exercise_and_shows_its_sentence(
    graded: dict[str, Graded], name: str
) -> None:
    ((_, sentence),) = missed(graded[name]).items()
    assert SENTENCES[name] in sentence


@pytest.mark.parametrize("name", ["iris", "jack"])
def test_who_answers_nothing_and_attacks_instead_gains_nothing(
    graded: dict[str, Graded], name: str
) -> None:
    assert graded[name].score == 0


def test_a_check_that_was_taken_out_is_put_back_and_told(graded: dict[str, Graded]) -> None:
    assert graded["kim"].repairs == ("The cell `test_xor_loss` was missing. It was put back.",)


def test_the_readme_shows_what_it_prints(graded: dict[str, Graded], shown_at_the_end: Path) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (quoted, *_) = re.findall(r"^```text\n(.*?)^```", readme, re.DOTALL | re.MULTILINE)
    printed = shown_at_the_end.read_text(encoding="utf-8").splitlines()
    assert "emma" in graded and "emma" in quoted
    assert [line for line in quoted.splitlines() if line not in printed] == []


def test_a_folder_that_is_in_use_is_left_alone(tmp_path: Path, walls: Walls) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(CourseError, match="is not empty"):
        demo(Course(ROOT), tmp_path, True, Console(quiet=True))
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]

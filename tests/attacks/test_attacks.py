"""No attack gains a point, leaks, or harms a neighbour; no honest control loses a point."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

import pytest

from tests.attacks import corpus
from tests.attacks.corpus import Attack
from tests.attacks.course import LESSON, NEIGHBOUR
from tests.attacks.grading import BACKPROP, WAYS, Result, recorded, run, scores

PLANTED = "planted"  # part of the name of every file that an attack tries to leave behind
LARGEST = 24 * 2**20  # bytes of a graded notebook
WRITTEN = {"feedback", "logs", "verdicts"}  # by one way or both
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")

ATTACKS = corpus.load()

each_attack = pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
each_way = pytest.mark.parametrize("way", WAYS)

Results = dict[str, Result]


@each_way
@each_attack
def test_gains_nothing(results: Results, attack: Attack, way: str) -> None:
    assert results[way].scores.get(attack.student) == attack.score


@each_way
@each_attack
def test_honest_control_loses_nothing(results: Results, attack: Attack, way: str) -> None:
    result = results[way]
    assert result.scores.get(attack.honest) == result.target.points, result.told(attack.honest)


@each_way
@each_attack
def test_reason_is_told(results: Results, attack: Attack, way: str) -> None:
    assert attack.reason in results[way].told(attack.student)


@each_way
@each_attack
def test_nothing_leaks(results: Results, attack: Attack, way: str) -> None:
    result = results[way]
    for name, text in result.left_behind(attack.student).items():
        leaked = [canary for canary in result.target.canaries.never_told() if canary in text]
        assert leaked == [], name


@each_attack
def test_result_is_safe_to_open(results: Results, attack: Attack) -> None:
    result = results["backprop"]
    page = result.page(attack.student)
    assert page
    assert [text for text in attack.forbidden if text in page] == []
    assert not CONTROLS.search(recorded(result, attack.student))
    assert result.autograded(attack.student).stat().st_size < LARGEST


@each_way
@each_attack
def test_takes_no_longer_than_its_bound(results: Results, attack: Attack, way: str) -> None:
    assert results[way].seconds[attack.student] <= attack.seconds


@each_way
def test_neighbour_keeps_its_points(results: Results, way: str) -> None:
    result = results[way]
    assert result.scores[NEIGHBOUR] == result.target.points
    assert set(result.scores) == {NEIGHBOUR} | {
        name for attack in result.attacks for name in (attack.student, attack.honest)
    }


@each_way
def test_run_ends_well(results: Results, way: str) -> None:
    assert results[way].status == 0, results[way].log[-3000:]


@each_way
def test_log_tells_no_secret(results: Results, way: str) -> None:
    result = results[way]
    folder = result.target.course.root / "logs"
    logs = [path.read_text() for path in folder.rglob("*") if path.is_file()]
    assert "canary-" not in "\n".join([result.log, *logs])


@each_way
def test_nothing_is_left_anywhere(results: Results, way: str) -> None:
    root = results[way].target.course.root
    places = [Path(place) for place in (tempfile.gettempdir(), "/dev/shm", "/var/tmp", "/")]
    found = [str(path) for place in places for path in place.glob(f"*{PLANTED}*")]
    found += [str(path) for path in root.parent.rglob(f"*{PLANTED}*")]
    assert found == []


@each_way
def test_the_course_is_as_it_was(results: Results, way: str) -> None:
    root = results[way].target.course.root
    assert sorted(path.name for path in root.iterdir() if path.name not in WRITTEN) == [
        "autograded",
        "began",
        "gradebook-notes.txt",
        "gradebook.db",
        "nbgrader_config.py",
        "solutions",
        "submitted",
    ]


def test_hidden_tests_stay_hidden_in_feedback(results: Results) -> None:
    result = results["backprop"]
    shown = [name for name in result.scores if result.target.canaries.hidden in result.page(name)]
    assert shown == []


@each_attack
def test_has_an_attack_and_a_control(attack: Attack) -> None:
    for stem in ("attack", "control"):
        assert any((attack.folder / f"{stem}.{end}").is_file() for end in ("py", "toml"))
    assert attack.tries.endswith(".")


def test_there_are_enough_of_every_family() -> None:
    families = [attack.family for attack in ATTACKS]
    assert len(ATTACKS) >= 100
    assert all(families.count(family) >= 4 for family in set(families))
    assert len(set(families)) == 11


def test_a_forged_record_is_not_believed(results: Results) -> None:
    # nbgrader's way copies what is handed in to where results are; then comes the other way.
    result = results["nbgrader"]
    forged = [attack for attack in result.attacks if attack.name == "file_with_a_forged_record"]
    for student in (attack.student for attack in forged):
        status, said = run([*BACKPROP, "grade", LESSON, "--student", student], result.target, 60)
        assert status == 0, said
        assert scores(result.target)[student] == 0

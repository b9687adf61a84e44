"""A run that is killed, interrupted, or started twice loses nothing and grades nobody twice."""

import contextlib
import json
import multiprocessing
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from autograder.course import Course
from autograder.errors import CourseError
from autograder.grading import run as grading
from autograder.grading.autograded import AutogradedFolders
from autograder.grading.gradebook import GradebookWriter
from autograder.grading.records import Records
from autograder.grading.run_lock import run_lock
from autograder.walls import warm
from autograder.walls.bubblewrap import Walls
from tests.autograder.classes import gradebook_content, hand_in_class, run_and_kill
from tests.autograder.processes import children_of
from tests.autograder.squares import RIGHT, grade, gradebook_scores, hand_in

SLOW = "import time\ntime.sleep(0.6)\n" + RIGHT
COMMAND = [sys.executable, "-c", "from autograder.cli import main; main()", "grade", "squares"]
STEPS = {
    "the record is taken away": (Records, "forget"),
    "the folder is written": (AutogradedFolders, "write"),
    "the gradebook is written": (GradebookWriter, "write"),
    "the record is written": (Records, "write"),
}


def start(course: Course, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*COMMAND, *words],
        cwd=course.root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def rest_of(command: subprocess.Popen[str]) -> tuple[str, str]:
    """What else a command prints until it ends, on stdout and on stderr.

    `communicate` would miss lines that came together with one that was read.
    """
    assert command.stdout is not None and command.stderr is not None
    shown, said = command.stdout.read(), command.stderr.read()
    command.wait()
    return shown, said


def graders(command: subprocess.Popen[str]) -> list[int]:
    """The processes of a command that grade, once there are any; none when it has ended."""
    found: list[int] = []
    while command.poll() is None and not found:
        time.sleep(0.02)
        for child in children_of(command.pid):
            with contextlib.suppress(OSError):
                if b"grading.process" in Path(f"/proc/{child}/cmdline").read_bytes():
                    found.append(child)
    return found


def undisturbed(course: Course, walls: Walls, tmp_path: Path) -> Any:
    """What an undisturbed run leaves in the gradebook for the same class."""
    other = tmp_path / "undisturbed"
    subprocess.run(["cp", "-r", course.root, other], check=True)
    grade(Course(other), walls)
    return gradebook_content(Course(other))


def test_a_run_that_is_killed_at_random_moments_ends_as_if_undisturbed(
    course: Course, walls: Walls, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = hand_in_class(course, 12, "import time\ntime.sleep(0.2)\n" + RIGHT)
    expected = undisturbed(course, walls, tmp_path)
    moments = random.Random(os.environ.get("MOMENTS", "twenty"))
    monkeypatch.setattr(grading, "SECONDS", 0.0)  # a transaction each, to be killed in
    warm.warm_up(walls, course.given("squares"))
    killed = 0
    seen: set[str] = set()
    while killed < 17:  # and three times below
        killed += run_and_kill(lambda: grade(course, walls), moments.uniform(0.02, 0.8))
        records = Records(course, "squares")
        done = {name for name in names if records.read(name)}
        assert seen <= done, "a submission that was done is not done any more"
        seen = done
        if len(done) == len(names):  # all of it once more
            for path in records.folder.glob("*.json"):
                path.unlink()
            seen = set()
    with start(course, "--workers", "2") as command:  # the command itself, while it starts
        assert graders(command)
        os.kill(command.pid, signal.SIGKILL)
    with start(course, "--workers", "2", "--json", "--force") as command:
        assert command.stdout is not None
        os.kill(graders(command)[0], signal.SIGKILL)  # a worker that is starting
        shown = command.stdout.readline()
        for victim in graders(command)[:1]:  # and one in the middle of the class
            os.kill(victim, signal.SIGKILL)
        rest, said = rest_of(command)
        shown += rest
    assert command.returncode == 0, said
    assert sorted(json.loads(line)["student"] for line in shown.splitlines()[:-1]) == names
    assert gradebook_content(course) == expected
    assert all(each.skipped for each in grade(course, walls).values())


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_kill_between_any_two_steps_loses_nothing(
    course: Course, walls: Walls, tmp_path: Path, step: str, when: str
) -> None:
    hand_in_class(course, 2)
    expected = undisturbed(course, walls, tmp_path)
    owner, name = STEPS[step]
    sound = getattr(owner, name)

    def die(*args: Any) -> None:
        if when == "after":
            sound(*args)
        os._exit(9)

    def run() -> None:
        setattr(owner, name, die)
        grade(course, walls)

    run_and_kill(run, 60)
    done = {each.student: each.skipped for each in grade(course, walls).values()}
    assert any(done.values()) == ((step, when) == ("the record is written", "after"))
    assert gradebook_content(course) == expected
    assert all(each.skipped for each in grade(course, walls).values())


def test_a_record_without_a_gradebook_is_not_believed(course: Course, walls: Walls) -> None:
    hand_in(course, "ada")
    grade(course, walls)
    (course.root / "gradebook.db").unlink()
    assert not grade(course, walls)["ada"].skipped
    assert gradebook_scores(course) == {"ada": 3}


def test_marks_that_are_not_those_of_the_record_are_made_anew(course: Course, walls: Walls) -> None:
    hand_in(course, "ada")
    grade(course, walls)
    with course.nbgrader.gradebook as gradebook:
        gradebook.find_grade("test_square", "squares", "squares", "ada").auto_score = 0
        gradebook.db.commit()
    assert not grade(course, walls)["ada"].skipped
    assert gradebook_scores(course) == {"ada": 3}


@pytest.mark.parametrize("what", ["timestamp.txt", "numbers.csv"])
def test_what_is_handed_in_beside_the_notebook_counts_too(
    course: Course, walls: Walls, what: str
) -> None:
    path = hand_in(course, "ada")
    grade(course, walls)
    (path.parent / what).write_text("2026-03-01 12:00:00 UTC")
    assert not grade(course, walls)["ada"].skipped
    assert grade(course, walls)["ada"].skipped


def test_a_file_of_the_lesson_counts_too(course: Course, walls: Walls) -> None:
    hand_in(course, "ada")
    grade(course, walls)
    (course.folder("source", "squares") / "numbers.csv").write_text("1")
    assert not grade(course, walls)["ada"].skipped


@pytest.fixture
def another_run(course: Course) -> Iterator[int]:
    """Another process that grades the lesson, as it says; its process id."""
    ready = multiprocessing.get_context("fork").Event()

    def hold() -> None:
        with run_lock(course.root / "verdicts" / "squares" / ".lock", "squares"):
            ready.set()
            time.sleep(300)

    other = multiprocessing.get_context("fork").Process(target=hold)
    other.start()
    assert ready.wait(30) and other.pid
    yield other.pid
    other.kill()
    other.join()


def test_a_second_run_says_who_is_at_it_and_stops(
    course: Course, walls: Walls, another_run: int
) -> None:
    hand_in(course, "ada")
    with pytest.raises(CourseError, match=rf"already by .* \(process {another_run} on .*since 20"):
        grade(course, walls)
    assert not (course.root / "gradebook.db").exists()


def test_the_lock_of_a_run_that_was_killed_is_no_obstacle(
    course: Course, walls: Walls, another_run: int
) -> None:
    hand_in(course, "ada")
    os.kill(another_run, signal.SIGKILL)
    deadline = time.monotonic() + 10
    while Path(f"/proc/{another_run}/fd/0").exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert grade(course, walls)["ada"].score == 3


def test_ctrl_c_finishes_what_is_in_work_and_says_how_to_go_on(course: Course) -> None:
    names = hand_in_class(course, 12, SLOW)
    with start(course, "--workers", "2", "--json") as command:
        assert command.stdout is not None
        first = json.loads(command.stdout.readline())
        os.kill(command.pid, signal.SIGINT)
        shown, said = rest_of(command)
    assert command.returncode == 130
    summary = json.loads(shown.splitlines()[-1])
    done = [first["student"], *(json.loads(line)["student"] for line in shown.splitlines()[:-1])]
    assert summary["interrupted"] and summary["left"] == len(names) - len(done) > 0
    assert f"{len(done)} of 12 are graded" in said
    assert "Go on with: backprop grade squares --workers 2" in said
    records = Records(course, "squares")
    assert sorted(done) == [name for name in names if records.read(name)]

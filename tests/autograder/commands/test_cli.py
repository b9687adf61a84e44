"""What someone at a terminal sees."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from autograder import cli, demo
from autograder.course import Course
from autograder.walls import bubblewrap
from tests.autograder.command_line import Here, backprop
from tests.autograder.squares import EQUAL_TO_ALL, WRONG, hand_in
from tests.root import ROOT

VERBS = tuple(sorted(typer.main.get_command(cli.app).commands))  # type: ignore[attr-defined]


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_with_an_example(verb: str) -> None:
    result = CliRunner().invoke(cli.app, [verb, "--help"])
    assert result.exit_code == 0
    assert f"Example: backprop {verb}" in result.output
    assert "--course" in result.output


def test_help_comes_at_once_since_nbgrader_is_not_imported_for_it() -> None:
    slow = "{'nbgrader', 'sqlalchemy', 'nbformat', 'jinja2', 'yaml'}"
    code = f"import sys, autograder.cli; print(sorted({slow} & {{*sys.modules}}))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stderr


def test_lessons_lists_exercises_and_points() -> None:
    status, shown = backprop("lessons")
    assert status == 0
    for word in ("07_xor", "xor_by_hand", "19"):
        assert word in shown


def test_grade_and_feedback_carry_a_class_through(course: Course, walls: object) -> None:
    hand_in(course, "ada")
    hand_in(course, "ben", answer=WRONG)
    status, shown = backprop("grade", "squares", cwd=course.root)
    assert status == 0
    assert "test_square, test_hidden" in shown
    status, shown = backprop("feedback", "squares", cwd=course.root)
    assert status == 0
    assert (course.folder("feedback", "squares", "ben") / "squares.html").is_file()
    status, shown = backprop("grade", "squares", "--student", "ben", cwd=course.root)
    assert "unchanged" in shown and "ada" not in shown


def test_generate_writes_the_release_and_check_notices_a_stale_one(course: Course) -> None:
    status, shown = backprop("generate", "--check", cwd=course.root)
    assert status == 1 and "Run: backprop generate" in shown
    assert backprop("generate", cwd=course.root)[0] == 0
    assert backprop("generate", "--check", cwd=course.root)[0] == 0


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("grade", "sqares"), "Did you mean squares?"),
        (("grade", "squares"), "Nobody has handed in squares"),
        (("feedback", "nothing"), "There is no lesson 'nothing'"),
        (("generate", "sqares"), "Did you mean squares?"),
        (("grade", "squares", "--course", "nowhere"), "is no course"),
    ],
)
def test_a_mistake_ends_with_one_clear_line(
    course: Course, words: tuple[str, ...], told: str
) -> None:
    status, shown = backprop(*words, cwd=course.root)
    assert status == 1
    assert told in shown and shown.count("\n") == 1


def test_an_unknown_student_is_told_who_there_is(course: Course) -> None:
    hand_in(course, "ada")
    status, shown = backprop("grade", "squares", "--student", "adda", cwd=course.root)
    assert status == 1 and "There are: ada." in shown


def test_without_bubblewrap_grade_refuses_with_the_line_that_installs_it(course: Course) -> None:
    hand_in(course, "ada")
    status, shown = backprop("grade", "squares", cwd=course.root, path="/nowhere")
    assert status == 1 and "apt-get install bubblewrap" in shown
    assert not course.folder("autograded", "squares", "ada").exists()


def test_without_bubblewrap_the_demo_leaves_its_hostile_students_out(
    tmp_path: Path, here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = [student for student in demo.CLASS if student.name in ("ada", "hugo")]
    monkeypatch.setattr(demo, "CLASS", few)
    monkeypatch.setenv("PATH", "/nowhere")
    bubblewrap._check_bubblewrap.cache_clear()
    status, shown = here("demo", "--into", str(tmp_path / "demo"), cwd=ROOT)
    assert status == 0
    assert "Install it with: apt-get install bubblewrap" in shown
    assert "ada" in shown and "Left out, since there are no walls: hugo." in shown


def test_no_walls_warns_first_and_still_judges_outside(course: Course) -> None:
    hand_in(course, "ada")
    hand_in(course, "eve", answer=EQUAL_TO_ALL)
    status, shown = backprop("grade", "squares", "--no-walls", cwd=course.root)
    assert status == 0
    assert shown.startswith("warning: ")
    assert "can read and write what you can" in (course.root / "logs" / "squares.log").read_text()
    rows = [[cell.strip() for cell in line.split("│")] for line in shown.splitlines()]
    assert {row[1]: row[2] for row in rows if len(row) > 3} == {"ada": "3", "eve": "0"}


def test_a_fault_of_the_course_is_told_and_the_status_is_not_zero(
    course: Course, walls: object
) -> None:
    source = course.notebook("squares")
    source.write_text(source.read_text().replace("assert square(3) == 9", "assert 1 / 0"))
    hand_in(course, "ada")
    status, shown = backprop("grade", "squares", cwd=course.root)
    assert status == 1 and "The course itself is at fault in test_square" in shown


def test_lab_serves_the_lessons_from_work(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    work = tmp_path / "work"
    command = [sys.executable, "-c", "from autograder.cli import main; main()"]
    command += ["lab", "--work", str(work), "--port", str(port), "--no-browser"]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, "JUPYTER_TOKEN": "known"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        try:
            deadline = time.monotonic() + 60
            while True:
                try:
                    with urllib.request.urlopen(f"http://127.0.0.1:{port}/api", timeout=5) as page:
                        assert b"version" in page.read()
                    break
                except OSError:
                    assert time.monotonic() < deadline, "JupyterLab did not come up"
                    time.sleep(0.3)
            settings = "lab/api/settings/@jupyterlab/apputils-extension:notification?token=known"
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/{settings}") as found:
                asks = json.load(found)["schema"]["properties"]["fetchNews"]["default"]
            assert asks == "false", "whether one wants news of Jupyter's"
        finally:
            os.killpg(process.pid, signal.SIGKILL)
    assert (work / "07_xor" / "xor.ipynb").is_file()
    shutil.rmtree(work)

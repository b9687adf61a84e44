"""Progress is kept beside the notebook: safe when two write it, and when it is damaged."""

import json
import multiprocessing
import stat
from pathlib import Path

import pytest

from backprop_lib.exercises import course_progress, xor
from backprop_lib.exercises.exercise import Exercise
from backprop_lib.exercises.lesson import Lesson
from backprop_lib.exercises.progress_file import DAMAGED, FILE, read, record
from backprop_lib.exercises.report import Report
from backprop_lib.exercises.settings import solutions_shown


class Echo(Exercise):
    """An exercise that is passed by True."""

    def report_on(self, answer: object, seed: int | None, part: str | None) -> Report:
        return Report(self.name, "passed" if answer is True else "failed", "Said.")

    def explanation(self) -> str:
        return "True."


def test_what_is_recorded_is_read_again(tmp_path: Path) -> None:
    assert read(tmp_path) == {}
    assert record(tmp_path, "07", "one", {"": "passed"}) == ""
    assert record(tmp_path, "07", "two", {"forward": "failed", "backward": "passed"}) == ""
    assert record(tmp_path, "08", "one", {"": "raised"}) == ""
    assert read(tmp_path) == {
        "07": {"one": {"": "passed"}, "two": {"forward": "failed", "backward": "passed"}},
        "08": {"one": {"": "raised"}},
    }
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


def _write_many(folder: Path, lesson: str) -> None:
    for k in range(25):
        assert record(folder, lesson, f"exercise {k}", {"": "passed"}) == ""


def test_two_notebooks_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_write_many, args=(tmp_path, name)) for name in ("07", "08")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    kept = read(tmp_path)
    assert {lesson: len(exercises) for lesson, exercises in kept.items()} == {"07": 25, "08": 25}


@pytest.mark.parametrize(
    "damage",
    ["", "{", "[]", '{"07": 3}', '{"07": {"one": {"": "wonderful"}}}', "\x00\xff", "[" * 100_000],
)
def test_a_damaged_file_is_set_aside_and_told(tmp_path: Path, damage: str) -> None:
    (tmp_path / FILE).write_text(damage, encoding="latin-1")
    assert read(tmp_path) == {}
    told = record(tmp_path, "07", "one", {"": "passed"})
    assert told == f"{FILE} could not be read. It was set aside as {DAMAGED}, and begun anew."
    assert (tmp_path / DAMAGED).read_text(encoding="latin-1") == damage
    assert read(tmp_path) == {"07": {"one": {"": "passed"}}}


def test_a_folder_that_cannot_be_written_is_told_and_harms_nothing(tmp_path: Path) -> None:
    told = record(tmp_path / "absent", "07", "one", {"": "passed"})
    assert told.startswith("Progress cannot be kept in ")
    assert told.endswith("No such file or directory.")


def test_a_lesson_recalls_what_was_not_checked_here(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole, parts = Echo("whole", 2, ()), Echo("parts", 3, (), {"forward": 1, "backward": 2})
    lesson = Lesson("99_echo", "Echoes", (), (whole, parts))
    record(tmp_path, "99_echo", "whole", {"": "failed", "of old": "passed"})
    record(tmp_path, "99_echo", "parts", {"forward": "passed", "backward": "failed"})
    whole.check(True)
    lesson.recall(tmp_path)
    capsys.readouterr()
    lesson.progress()
    assert capsys.readouterr().out.splitlines() == [
        "99_echo: Echoes",
        "  whole   2 points  passed",
        "  parts   3 points  forward passed, backward failed",
        "1 of 2 passed, 3 of 5 points",
    ]


def test_the_course_is_gathered_from_the_folders_beside(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    here, beside = tmp_path / "here", tmp_path / "07_xor"
    here.mkdir()
    beside.mkdir()
    record(beside, "07_xor", "quiz_collapse", {"": "passed"})
    before = dict(xor.quiz_collapse.verdicts)
    try:
        xor.quiz_collapse.verdicts[""] = "not attempted"
        course_progress.show_progress(here)
        assert xor.quiz_collapse.verdict == "passed"
    finally:
        xor.quiz_collapse.verdicts.update(before)
    assert xor.LESSON.title in capsys.readouterr().out


def test_nothing_is_written_outside_a_notebook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    xor.quiz_collapse.check("b")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_others_may_not_read_stays_so(tmp_path: Path) -> None:
    record(tmp_path, "07", "one", {"": "passed"})
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) & 0o077 == 0
    json.loads((tmp_path / FILE).read_text())


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", True),
        ("solutions = true", True),
        ("solutions = false", False),
        ('solutions = "no"', False),
        ("solutions = fals", False),
    ],
)
def test_a_course_keeps_its_solutions_back_by_one_setting(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    text: str,
    shown: bool,
) -> None:
    lesson = tmp_path / "course" / "07_xor"
    lesson.mkdir(parents=True)
    (tmp_path / "course" / "backprop.toml").write_text(text)
    monkeypatch.chdir(lesson)
    assert solutions_shown() is shown
    echo = Echo("echo", 1, ())
    echo.solution()
    echo.hint()
    kept_back = "This course keeps its solutions back. ex.echo.hint() gives a hint.\n"
    said = capsys.readouterr().out
    assert (said.startswith("True.\n"), kept_back in said) == (shown, not shown)
    assert ("solution()" in said) is shown

"""What is said while a class is graded."""

import json
import time

import pytest
from rich.console import Console

from autograder.commands.progress import Bar, JsonLines, Lines, Tally, duration
from autograder.grading.run import Graded


def test_the_line_has_the_count_the_rate_the_time_left_and_who_is_slow_or_failed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: clock[0])
    tally = Tally(10)
    assert tally.line() == "0 of 10, 0.0 a second, starting"
    clock[0] = 2.0
    tally.add(Graded("ada", (), (), skipped=True))
    for name in ("ben", "chloe", "dan"):
        tally.add(Graded(name, (), (), seconds=0.5))
    tally.add(Graded("emma", (), (), seconds=20.0))
    tally.add(Graded("felix", (), (), seconds=0.5, fault="Traceback"))
    tally.in_flight = {"grace": -10.0, "hugo": 1.9}
    assert tally.line() == (
        "6 of 10, 2.5 a second, 2 s left, in work: grace (12 s), slow: emma (20 s), "
        "could not be graded: felix"
    )


@pytest.mark.parametrize(
    ("seconds", "told"), [(40, "40 s"), (720, "12 min"), (12_000, "3 h 20 min")]
)
def test_times_are_told_as_people_do(seconds: float, told: str) -> None:
    assert duration(seconds) == told


def test_lines_come_every_few_seconds_and_not_more_often(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: clock[0])
    written: list[str] = []
    with Lines(written.append, 3) as lines:
        for clock[0] in (1.0, 4.9, 5.0, 5.1, 9.9, 10.1):
            lines.watch({})
    assert len(written) == 2


def test_json_is_an_object_a_line_and_a_last_one_of_the_run() -> None:
    written: list[str] = []
    with JsonLines(written.append, 2) as lines:
        lines.add(Graded("ada", (), ("put back",), seconds=0.25))
        lines.summary("squares", interrupted=True)
    student, run = map(json.loads, written)
    assert (student["student"], student["repairs"], student["seconds"]) == (
        "ada",
        ["put back"],
        0.25,
    )
    assert (run["graded"], run["left"], run["interrupted"]) == (1, 1, True)


def test_the_bar_shows_the_line_below_it() -> None:
    console = Console(force_terminal=True, width=100, record=True, file=open("/dev/null", "w"))  # noqa: SIM115
    with Bar(console, 2, "squares") as bar:
        bar.add(Graded("ada", (), ()))
        console.print(bar._picture())
    shown = console.export_text()
    assert "squares" in shown and "1/2" in shown and "1 of 2" in shown
    console.file.close()

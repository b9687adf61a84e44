"""`backprop report`: from the records and the gradebook to the page, the CSV and the terminal."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from autograder.errors import CourseError
from autograder.report import terminal
from autograder.report.anonymous import Anonymiser
from autograder.report.answers import Answers, answers_in, read_answers
from autograder.report.history import changes
from autograder.report.near_copies import near_copies
from autograder.report.page import Material, page
from autograder.report.results import ClassResults, class_results
from autograder.report.table import as_csv

if TYPE_CHECKING:
    from autograder.course import Course


def report(
    course: Course, lesson: str, output: Path | None, csv: Path | None, out: Console
) -> None:
    """Write the page, and the CSV where one is asked for, and print the rest.

    Raises CourseError where there is nothing to report on, or a file cannot be written.
    """
    of = class_results(course, lesson)
    answers = read_answers(course, lesson, (result.student for result in of.results))
    own, released = (_own_answers(course, lesson, step) for step in ("source", "release"))
    pairs = near_copies(answers, [own, released])
    folder = course.root / "reports"
    found = changes(of, folder / f".{lesson}.json")
    anonymiser = Anonymiser(_everybody(of), [*own.values(), *released.values()])
    target = output or folder / f"{lesson}.html"
    _write(target, page(Material(of, answers, pairs, found, anonymiser)))
    if csv is not None:
        _write(csv, as_csv(of), newline="")
    terminal.show(of, pairs, found, out)
    for path in filter(None, (target, csv)):
        out.print(f"Written: {path}", highlight=False, markup=False, soft_wrap=True)


def _own_answers(course: Course, lesson: str, step: str) -> Answers:
    """The answer cells of the course's own solution, or of what students were given."""
    return answers_in(course.folder(step, lesson) / course.notebook(lesson).name)


def _everybody(of: ClassResults) -> dict[str, str]:
    known = {result.student: result.name for result in of.results}
    return {**dict.fromkeys((*of.absent, *of.ungraded), ""), **of.roster, **known}


def _write(path: Path, text: str, newline: str | None = None) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # What a student wrote may hold halves of characters, which no file can.
        path.write_text(text, encoding="utf-8", errors="replace", newline=newline)
    except OSError as error:
        raise CourseError(f"{path} cannot be written: {error.strerror or error}.") from error

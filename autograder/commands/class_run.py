"""`backprop grade`: a class is graded at a terminal, in a script, or until Ctrl-C."""

from __future__ import annotations

import contextlib
import dataclasses
import logging
import signal
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rich.markup import escape
from rich.table import Table

from autograder.commands.progress import Bar, Display, JsonLines, Lines
from autograder.course import Course
from autograder.errors import CourseError
from autograder.grading import executors
from autograder.grading.run import Graded, Hooks, grade
from autograder.terminal import err, out
from autograder.walls.bubblewrap import NO_WALLS

INTERRUPTED = 130  # as shells have it for Ctrl-C
ROWS = 200  # a table of more is no help


@dataclass(frozen=True)
class Options:
    """What was asked for."""

    student: str | None = None
    force: bool = False
    workers: int | None = None
    scheduler: str | None = None
    as_json: bool = False
    no_walls: bool = False


def grade_class(course: Course, lesson: str, options: Options) -> int:
    """Grade a lesson, show how it goes and what came of it; returns the exit status."""
    log_to(course.root / "logs" / f"{lesson}.log")
    students = _students(course, lesson, options.student)
    walls = None
    if options.no_walls:
        err.print(f"[bold yellow]warning:[/] {NO_WALLS}", soft_wrap=True)
        logging.getLogger("autograder").warning(NO_WALLS)
        walls = dataclasses.replace(course.walls(), enclosed=False)
    start = (
        executors.dask(options.scheduler) if options.scheduler else executors.local(options.workers)
    )
    display = _display(options, len(students), lesson)
    graded: list[Graded] = []
    with _interrupted() as stop, display:
        hooks = Hooks(stop, display.watch)
        # Closed before anything is said: what is in work has then been recorded or given up.
        with (
            contextlib.closing(
                grade(course, lesson, students, walls, options.force, start, hooks)
            ) as results,
            contextlib.suppress(KeyboardInterrupt),
        ):
            for each in results:
                display.add(each)
                graded.append(_brief(each))
        interrupted = stop() and len(graded) < len(students)
    if isinstance(display, JsonLines):
        display.summary(lesson, interrupted)
    else:
        _show(graded)
    if interrupted:
        _say_how_to_go_on(lesson, options, len(graded), len(students))
        return INTERRUPTED
    _raise_faults(course, lesson, graded)
    return 0


def log_to(path: Path) -> None:
    """Have what is logged written to a file, too."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handler = logging.FileHandler(path, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logger = logging.getLogger("autograder")
    logger.setLevel(logging.INFO)
    logger.addHandler(handler)


def _students(course: Course, lesson: str, student: str | None) -> list[str]:
    students = course.students(lesson)
    if student is not None and student not in students:
        raise CourseError(
            f"{student!r} has handed in nothing for {lesson}. "
            f"There are: {', '.join(students) or 'none'}."
        )
    if not students:
        raise CourseError(
            f"Nobody has handed in {lesson}: there is no {course.root}/submitted/STUDENT/{lesson}/."
        )
    return [student] if student else students


def _display(options: Options, total: int, lesson: str) -> Display:
    if options.as_json:
        return JsonLines(lambda line: print(line, flush=True), total)
    if err.is_terminal:
        return Bar(err, total, lesson)
    return Lines(lambda line: err.print(escape(line), highlight=False, soft_wrap=True), total)


@contextlib.contextmanager
def _interrupted() -> Iterator[Callable[[], bool]]:
    """Whether Ctrl-C was pressed: the first time is a request, the second one ends the run."""
    asked = threading.Event()

    def ask(*_: object) -> None:
        if asked.is_set():
            raise KeyboardInterrupt
        asked.set()
        err.print("Stopping: what is in work is finished and recorded. Ctrl-C again: at once.")

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield asked.is_set
    finally:
        signal.signal(signal.SIGINT, before)


def _brief(graded: Graded) -> Graded:
    """Without what is not shown here: memory stays small for a large class."""
    verdicts = tuple(dataclasses.replace(each, explanation="") for each in graded.verdicts)
    return dataclasses.replace(graded, verdicts=verdicts, fault=graded.fault[:200])


def _say_how_to_go_on(lesson: str, options: Options, done: int, total: int) -> None:
    words = ["backprop grade", lesson]
    words += [f"--workers {options.workers}"] if options.workers else []
    words += [f"--scheduler {options.scheduler}"] if options.scheduler else []
    again = " ".join(words)
    err.print(
        f"Stopped: {done} of {total} are graded and recorded. Go on with: {again}",
        highlight=False,
        soft_wrap=True,
    )


def _raise_faults(course: Course, lesson: str, graded: list[Graded]) -> None:
    """Raise CourseError where somebody could not be graded, or a check is at fault itself."""
    logs = course.root / "logs"
    if failed := [each.student for each in graded if each.fault]:
        raise CourseError(
            f"Could not be graded: {', '.join(sorted(failed))}. They have 0 points for now: "
            f"see {logs / lesson}/STUDENT.log, then run this again."
        )
    if faults := {
        verdict.grade_id
        for each in graded
        for verdict in each.verdicts
        if verdict.state == "course fault"
    }:
        raise CourseError(
            f"The course itself is at fault in {', '.join(sorted(faults))}: see {logs}."
        )


def _show(graded: list[Graded]) -> None:
    unchanged = sum(each.skipped for each in graded)
    if len(graded) > ROWS:
        mean = sum(each.score for each in graded) / len(graded)
        out.print(
            f"{len(graded)} students, {unchanged} of them unchanged. On average {mean:.1f} of "
            f"{max(each.max_score for each in graded):g} points.",
            highlight=False,
        )
        return
    noted = any(each.skipped or each.repairs for each in graded)
    table = Table("student", "points", "of", "not passed", *[""] * noted)
    for each in sorted(graded, key=lambda each: each.student):
        missed = ", ".join(verdict.grade_id for verdict in each.missed)
        note = "unchanged" if each.skipped else "repaired" if each.repairs else ""
        row = [escape(each.student), f"{each.score:g}", f"{each.max_score:g}", missed]
        table.add_row(*row, *[note] * noted)
    out.print(table)

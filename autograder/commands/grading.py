"""`backprop grade`, `feedback` and `demo`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from autograder.commands.options import CourseOption, Lesson, WithoutWalls, course_in
from autograder.errors import CourseError
from autograder.terminal import err, out
from autograder.walls.bubblewrap import NO_WALLS


def grade(
    lesson: Lesson,
    student: Annotated[str | None, typer.Option(help="Only this student.")] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Grade again what has not changed.")
    ] = False,
    workers: Annotated[
        int | None,
        typer.Option(min=1, help="Processes that grade. Default: one for each core."),
    ] = None,
    scheduler: Annotated[
        str | None,
        typer.Option(metavar="URL", help="Grade on a Dask cluster, such as tcp://10.0.0.1:8786."),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON object a line for each student, then of all.")
    ] = False,
    no_walls: WithoutWalls = False,
    course: CourseOption = None,
) -> None:
    """Grade the submissions of a lesson in submitted/.

    Each submission is rebuilt from the lesson's source, its cells run inside walls, and the grading
    cells are decided outside. What is unchanged is skipped, so a run that was ended goes on where
    it was. The status is 1 when a grading cell itself is at fault, and 130 after Ctrl-C.

    Example: backprop grade 07_xor
    """
    from autograder.commands.class_run import Options, grade_class

    found = course_in(course)
    options = Options(student, force, workers, scheduler, as_json, no_walls)
    raise typer.Exit(grade_class(found, found.lesson(lesson), options))


def feedback(lesson: Lesson, course: CourseOption = None) -> None:
    """Write the feedback of a graded lesson as HTML pages that are safe to open.

    Example: backprop feedback 07_xor
    """
    found = course_in(course)
    lesson = found.lesson(lesson)
    result = found.nbgrader.generate_feedback(lesson, force=True)
    if not result["success"]:
        raise CourseError(
            f"The feedback could not be written: has {lesson} been graded?\n{result.get('log', '')}"
        )
    out.print(
        f"The feedback is in {found.root}/feedback/STUDENT/{lesson}/",
        highlight=False,
        soft_wrap=True,
    )


def demo(
    folder: Annotated[
        Path | None, typer.Option("--into", help="A new folder. Default: a temporary one.")
    ] = None,
    no_walls: WithoutWalls = False,
    course: CourseOption = None,
) -> None:
    """Show all of it on a made-up class, in a fresh folder.

    Example: backprop demo
    """
    from autograder.demo import demo as run_demo

    if no_walls:
        err.print(
            f"[bold yellow]warning:[/] {NO_WALLS} The hostile students are left out.",
            soft_wrap=True,
        )
    run_demo(course_in(course), folder, not no_walls, out)

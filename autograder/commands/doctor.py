"""`backprop doctor`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from autograder.commands.options import CourseOption, course_in
from autograder.errors import CourseError
from autograder.submission.outputs import plain_text
from autograder.terminal import out

if TYPE_CHECKING:
    from autograder.course import Course


def doctor(
    target: Annotated[
        Path | None,
        typer.Argument(metavar="[NOTEBOOK]", help="A notebook, or a folder of notebooks."),
    ] = None,
    lesson: Annotated[
        str | None,
        typer.Option("--lesson", metavar="LESSON", help="All that was handed in for a lesson."),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            metavar="FILE",
            help="Where the repaired copy goes. Default: beside the notebook; for what was handed "
            "in: repaired/ in the course.",
        ),
    ] = None,
    course: CourseOption = None,
) -> None:
    """What is wrong in a notebook, in words, with a repaired copy; without one: on this machine.

    A copy is written where something had to be put right, never over a file. The status is 1 when
    anything was wrong that costs points.

    Example: backprop doctor submitted/ada/07_xor/xor.ipynb
    """
    from autograder import doctor as examining

    found = course_in(course)
    if target is None and lesson is None:
        troubles = [*examining.environment()]
        for trouble in troubles:
            out.print(str(trouble), highlight=False, markup=False, soft_wrap=True)
        if not troubles:
            out.print("Python, its packages, the kernel and the walls are as they should be.")
        raise typer.Exit(1 if troubles else 0)
    named = found.lesson(lesson) if lesson else None
    paths = _notebooks(found, target, named)
    if output is not None and len(paths) != 1:
        raise CourseError(f"--output names one file, and there are {len(paths)} notebooks.")
    who = examining.Doctor(found, named)
    ill = 0
    for path in paths:
        examined = who.examine(path)
        copy = examining.keep(found, examined, output)
        ill += examined.ill
        out.print(f"{path}: {examined.lesson or 'no lesson'}", markup=False, soft_wrap=True)
        lines = [f"  {trouble}" for trouble in examined.troubles] or ["  Nothing is wrong."]
        lines += [f"  A repaired copy: {copy}"] if copy else []
        for line in lines:
            out.print(plain_text(line), highlight=False, markup=False, soft_wrap=True)
    if len(paths) > 1:
        out.print(f"{len(paths)} notebooks, {ill} with something wrong.", highlight=False)
    raise typer.Exit(1 if ill else 0)


def _notebooks(course: Course, target: Path | None, lesson: str | None) -> list[Path]:
    from autograder.doctor import notebooks_in, submitted

    if target is None:
        assert lesson is not None
        paths = submitted(course, lesson)
        if not paths:
            raise CourseError(f"Nobody has handed in {lesson}.")
        return paths
    if target.is_dir():
        paths = notebooks_in(target)
        if not paths:
            raise CourseError(f"There is no notebook in {target}.")
        return paths
    if not target.exists():
        raise CourseError(f"There is no file {target}.")
    return [target]

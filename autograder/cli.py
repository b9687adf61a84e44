"""The command line: `backprop`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from autograder import desk, making
from autograder.errors import CourseError, WallsUnavailable
from autograder.lms import verbs
from autograder.options import CourseOption, Lesson, WithoutWalls
from autograder.options import course_in as _course
from autograder.terminal import err, out
from autograder.walls import NO_WALLS

app = typer.Typer(
    help="The backpropagation course: lessons, and a judge for them.",
    no_args_is_help=True,
    add_completion=False,
)


def main() -> None:
    """Run the command line; a mistake of the user's ends with one clear message and status 1."""
    try:
        app()
    except (CourseError, WallsUnavailable) as error:
        err.print(f"[bold red]error:[/] {escape(str(error))}", highlight=False, soft_wrap=True)
        sys.exit(1)


@app.command()
def lab(
    course: CourseOption = None,
    folder: Annotated[
        Path | None, typer.Option("--work", help="Where to work. Default: work/ in the course.")
    ] = None,
    browser: Annotated[bool, typer.Option(help="Open a browser.")] = True,
    port: Annotated[int, typer.Option(help="The port to serve on.")] = 8888,
) -> None:
    """Copy the lessons to work/, never over a file of yours, and open JupyterLab there.

    Example: backprop lab
    """
    from autograder import release

    found = _course(course)
    work = folder or found.root / "work"
    copied, kept = release.hand_out(found, work)
    out.print(
        f"{len(copied)} new files in {work}, {len(kept)} of yours left as they are.",
        highlight=False,
    )
    command = [sys.executable, "-m", "jupyterlab", f"--notebook-dir={work}", f"--port={port}"]
    command += [] if browser else ["--no-browser"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")
    raise typer.Exit(subprocess.run(command, check=False).returncode)


@app.command()
def lessons(course: CourseOption = None) -> None:
    """List the lessons, their exercises and points.

    Example: backprop lessons
    """
    found = _course(course)
    table = Table("lesson", "title", "exercises", "points")
    for name in found.lessons():
        if lesson := found.exercises(name):
            parts = ", ".join(exercise.name for exercise in lesson.exercises)
            table.add_row(name, lesson.title, parts, str(lesson.points))
        else:
            table.add_row(name)
    out.print(table)


@app.command()
def generate(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[LESSON]...", help="Default: all.")
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Change nothing; fail when a release is stale.")
    ] = False,
    course: CourseOption = None,
) -> None:
    """Generate notebooks/ from solutions/, by nbgrader.

    Example: backprop generate 07_xor
    """
    from autograder import release

    found = _course(course)
    chosen = [found.lesson(name) for name in names or found.lessons()]
    if check:
        if stale := release.stale(found, chosen):
            raise CourseError(f"notebooks/ is stale for {', '.join(stale)}. Run: backprop generate")
        out.print("notebooks/ is what solutions/ generates.")
        return
    for name in chosen:
        release.generate(found, name)
        out.print(f"{found.folder('release', name)} generated", highlight=False, soft_wrap=True)


@app.command()
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
    from autograder.class_run import Options, grade_class

    found = _course(course)
    options = Options(student, force, workers, scheduler, as_json, no_walls)
    raise typer.Exit(grade_class(found, found.lesson(lesson), options))


@app.command()
def feedback(lesson: Lesson, course: CourseOption = None) -> None:
    """Write the feedback of a graded lesson as HTML pages that are safe to open.

    Example: backprop feedback 07_xor
    """
    found = _course(course)
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


@app.command()
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
    run_demo(_course(course), folder, not no_walls, out)


for verb in (
    verbs.collect,
    verbs.late,
    verbs.export,
    making.bundle,
    making.new,
    desk.report,
    desk.doctor,
):
    app.command()(verb)

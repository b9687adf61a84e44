"""`backprop lab`, `lessons`, `generate`, `bundle` and `new`: lessons, made and handed out."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from autograder.commands.options import CourseOption, course_in
from autograder.errors import CourseError
from autograder.terminal import out


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
    from autograder.authoring import release

    found = course_in(course)
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
    # Settings that are not JupyterLab's own: learners need not be asked whether they want its news.
    ours = str(Path(__file__).with_name("jupyter"))
    others = os.environ.get("JUPYTER_CONFIG_PATH", "")
    paths = os.pathsep.join([ours, others] if others else [ours])
    environment = {**os.environ, "JUPYTER_CONFIG_PATH": paths}
    raise typer.Exit(subprocess.run(command, env=environment, check=False).returncode)


def lessons(course: CourseOption = None) -> None:
    """List the lessons, their exercises and points.

    Example: backprop lessons
    """
    found = course_in(course)
    table = Table("lesson", "title", "exercises", "points")
    for name in found.lessons():
        if lesson := found.exercises(name):
            parts = ", ".join(exercise.name for exercise in lesson.exercises)
            table.add_row(name, lesson.title, parts, str(lesson.points))
        else:
            table.add_row(name)
    out.print(table)


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
    from autograder.authoring import release

    found = course_in(course)
    chosen = [found.lesson(name) for name in names or found.lessons()]
    if check:
        if stale := release.stale(found, chosen):
            raise CourseError(f"notebooks/ is stale for {', '.join(stale)}. Run: backprop generate")
        out.print("notebooks/ is what solutions/ generates.")
        return
    for name in chosen:
        release.generate(found, name)
        out.print(f"{found.folder('release', name)} generated", highlight=False, soft_wrap=True)


def bundle(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[LESSON]...", help="Default: all.")
    ] = None,
    to: Annotated[
        Path | None,
        typer.Option("--to", metavar="FILE", help="The new zip. Default: backprop-course-….zip"),
    ] = None,
    course: CourseOption = None,
) -> None:
    """Make the zip that students get: lessons, the library, and how to install it.

    The lessons are the released ones, without solutions; each notebook is stamped with its release,
    so that `backprop collect` tells who has worked on an older one. The library is a wheel that pip
    installs without a package index.

    Example: backprop bundle 01_linear_regression 02_computational_graphs
    """
    import backprop_lib
    from autograder.authoring.bundle import bundle as make
    from autograder.lms.tables import write_new

    found = course_in(course)
    chosen = [found.lesson(name) for name in names or found.lessons()]
    path = to or Path(f"backprop-course-{backprop_lib.__version__}.zip")
    content = make(found, chosen)
    write_new(path, content)
    out.print(
        f"{path}: {len(chosen)} lessons, {len(content) / 2**20:.1f} MB",
        highlight=False,
        soft_wrap=True,
        markup=False,
    )


def new(
    lesson: Annotated[
        str, typer.Argument(metavar="LESSON", help="Its name, such as 13_attention.")
    ],
    title: Annotated[str, typer.Option(help="Its title. Default: made of the name.")] = "",
    course: CourseOption = None,
) -> None:
    """Make a new lesson to fill: notebook, exercises, known mistakes, quiz and variants.

    It works as it is, with one small unit; TODO stands wherever words are missing. No file is
    written over.

    Example: backprop new 13_attention --title "Attention"
    """
    from autograder.authoring.new_lesson import new_lesson

    found = course_in(course)
    for path in new_lesson(found, lesson, title):
        out.print(str(path.relative_to(found.root)), highlight=False, soft_wrap=True, markup=False)
    module = lesson.partition("_")[2]
    out.print(
        f"Next: fill in every TODO, then\n"
        f"  backprop generate {lesson}\n"
        f"  python -m tests.mutants {lesson}     (how far its checks can be trusted)\n"
        f"  pytest -k {module} tests/test_lessons.py tests/backprop_lib/exercises\n"
        "and add it to the table in README.md.",
        highlight=False,
        soft_wrap=True,
        markup=False,
    )

"""The command line: `backprop`."""

from __future__ import annotations

import gc
import sys

import typer
from rich.markup import escape

from autograder.commands.course_sites import collect, export, late
from autograder.commands.doctor import doctor
from autograder.commands.grading import demo, feedback, grade
from autograder.commands.lessons import bundle, generate, lab, lessons, new
from autograder.commands.report import report
from autograder.errors import CourseError, WallsUnavailable
from autograder.terminal import err

app = typer.Typer(
    help="The backpropagation course: lessons, and a judge for them.",
    no_args_is_help=True,
    add_completion=False,
)
# In the order of a term, which is that of the help.
for verb in (
    lab,
    lessons,
    new,
    generate,
    bundle,
    collect,
    late,
    grade,
    feedback,
    report,
    export,
    doctor,
    demo,
):
    app.command()(verb)


def main() -> None:
    """Run the command line; a mistake of the user's ends with one clear message and status 1."""
    try:
        app()
    except (CourseError, WallsUnavailable) as error:
        err.print(f"[bold red]error:[/] {escape(str(error))}", highlight=False, soft_wrap=True)
        sys.exit(1)
    finally:
        # At its end the interpreter searches all that there is for garbage, several times: a third
        # of a second, with all that nbgrader imports.
        gc.freeze()

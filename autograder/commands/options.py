"""The options that commands share, and the course that they name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

# nbgrader takes seconds to import, so each command imports what it needs: help comes at once.
if TYPE_CHECKING:
    from autograder.course import Course

CourseOption = Annotated[
    Path | None,
    typer.Option(
        "--course", metavar="DIR", help="The course's folder. Default: the one you are in."
    ),
]
Lesson = Annotated[str, typer.Argument(metavar="LESSON", help="A lesson's name, such as 07_xor.")]
WithoutWalls = Annotated[
    bool,
    typer.Option(
        "--no-walls", help="Run the students' code without walls. Only for code that you trust."
    ),
]


def course_in(folder: Path | None) -> Course:
    """The course in `folder`, or the one that one is in."""
    from autograder.course import Course

    return Course(folder) if folder else Course.find(Path.cwd())

"""`backprop report`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from autograder.commands.options import CourseOption, Lesson, course_in
from autograder.terminal import out


def report(
    lesson: Lesson,
    csv: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Everything as a table, too.")
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The page. Default: reports/LESSON.html in the course."),
    ] = None,
    course: CourseOption = None,
) -> None:
    """How a class did: a page with plots and tables, and the short of it here.

    Scores, pass rates by exercise and part, the mistakes by frequency with an example, what had to
    be stopped, who has not handed in, what changed since the last run, and near-copies. The page
    is one file, which loads nothing.

    Example: backprop report 07_xor --csv xor.csv
    """
    from autograder.report.run import report as write_report

    found = course_in(course)
    write_report(found, found.lesson(lesson), output, csv, out)

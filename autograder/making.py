"""`backprop bundle` and `backprop new`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from autograder.options import CourseOption, course_in
from autograder.terminal import out


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
    from autograder.bundle import bundle as make
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
    from autograder.new_lesson import new_lesson

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

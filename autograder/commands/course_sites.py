"""`backprop collect`, `backprop late` and `backprop export`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from autograder.commands.options import CourseOption, Lesson, course_in
from autograder.lms.tables import one_line
from autograder.terminal import counted, err, out

if TYPE_CHECKING:
    from autograder.lms.collecting import Collected

LISTED = 200  # lines, of each kind


def collect(
    archive: Annotated[
        Path, typer.Argument(metavar="ARCHIVE", help="The LMS's zip, or a folder of submissions.")
    ],
    lesson: Annotated[
        str | None, typer.Option("--lesson", help="Default: the one that most notebooks are of.")
    ] = None,
    lms: Annotated[
        str | None,
        typer.Option(
            "--lms",
            help="canvas, moodle, blackboard, gradescope or plain. Default: told by the names.",
        ),
    ] = None,
    roster: Annotated[
        Path | None,
        typer.Option(
            "--roster",
            metavar="FILE",
            help="A CSV of the class, best the LMS's own. Default: who is in the gradebook.",
        ),
    ] = None,
    deadline: Annotated[
        str | None,
        typer.Option(
            "--deadline",
            metavar="TIME",
            help="Such as '2026-03-01 23:59'; the gradebook keeps it. Default: what it has.",
        ),
    ] = None,
    timezone: Annotated[
        str | None,
        typer.Option(
            "--timezone", metavar="ZONE", help="Such as Europe/Paris. Default: this machine's."
        ),
    ] = None,
    course: CourseOption = None,
) -> None:
    """Bring submissions from an LMS into submitted/STUDENT/LESSON/.

    Zips as Canvas, Moodle, Blackboard and Gradescope name them, or any folder or zip of
    STUDENT/notebook.ipynb. Of several attempts the last before the deadline counts; the others are
    kept in collected/. What cannot be matched to a student is listed and left in the archive; then
    the status is 1.

    Example: backprop collect submissions.zip --roster canvas-gradebook.csv
    """
    from autograder.lms.collecting import Options
    from autograder.lms.collecting import collect as run

    found = course_in(course)
    chosen = found.lesson(lesson) if lesson else None
    options = Options(chosen, lms, roster, deadline, timezone)
    with counted("collecting") as told:
        collected = run(found, archive, options, told)
    _show(collected)
    raise typer.Exit(1 if collected.problems else 0)


def _show(collected: Collected) -> None:
    changed = [placed for placed in collected.placed if placed.changed]
    late = [placed.student for placed in collected.placed if placed.late]
    _say(
        f"{collected.lesson}, from {collected.title}: {len(changed)} collected, "
        f"{len(collected.placed) - len(changed)} unchanged, {len(late)} late; other attempts kept "
        f"in collected/: {sum(placed.kept for placed in collected.placed)}."
    )
    if late:
        _say(f"Late: {', '.join(late[:LISTED])}")
    for note in collected.notes[:LISTED]:
        _say(f"- {note}")
    if collected.problems:
        err.print(
            f"[bold red]Not collected:[/] {len(collected.problems)}. They are left where they are.",
            soft_wrap=True,
        )
        _list(collected.problems)


def _say(line: str) -> None:
    out.print(escape(one_line(line)), highlight=False, soft_wrap=True)


def export(
    lessons: Annotated[
        list[str], typer.Argument(metavar="LESSON...", help="One lesson or several.")
    ],
    lms: Annotated[str, typer.Option("--lms", help="canvas, moodle, blackboard or csv.")],
    into: Annotated[
        Path | None,
        typer.Option("--into", metavar="FILE", help="The LMS's own table. It is not changed."),
    ] = None,
    to: Annotated[
        Path | None,
        typer.Option("--to", metavar="FILE", help="The new file. Default: named after the others."),
    ] = None,
    column: Annotated[
        list[str] | None,
        typer.Option("--column", help="The table's column, one a lesson. Default: by its name."),
    ] = None,
    scale: Annotated[
        bool,
        typer.Option("--scale", help="In proportion, where the LMS has other points for a lesson."),
    ] = False,
    course: CourseOption = None,
) -> None:
    """Write the grades of a lesson for an LMS, or as a CSV with a column an exercise.

    With --into the LMS's own table is filled: columns, order and quotes stay, one cell a student is
    written. Late penalties are taken off, a missing submission is empty and not 0, nothing is taken
    for a formula, and no file is written over. Who is graded but not in the table is listed; then
    the status is 1.

    Example: backprop export 07_xor --lms canvas --into canvas-gradebook.csv
    """
    from autograder.lms.exporting import Options
    from autograder.lms.exporting import export as run
    from autograder.lms.plugins import LmsExport

    found = course_in(course)
    dropped = LmsExport(config=found.config).drop_lowest
    options = Options(lms, into, to, tuple(column or ()), scale, drop_lowest=dropped)
    exported = run(found, [found.lesson(name) for name in lessons], options)
    for name, count in exported.counts.items():
        _say(f"{name}: grades of {count} of the class are in {exported.path}")
    for note in exported.notes:
        _say(f"- {note}")
    if exported.problems:
        err.print(f"[bold red]Not written:[/] {len(exported.problems)}.", soft_wrap=True)
        _list(exported.problems)
    raise typer.Exit(1 if exported.problems else 0)


def late(
    lesson: Lesson,
    due: Annotated[
        str | None, typer.Option("--due", metavar="TIME", help="Such as '2026-03-01 23:59'.")
    ] = None,
    timezone: Annotated[
        str | None,
        typer.Option(
            "--timezone", metavar="ZONE", help="Such as Europe/Paris. Default: this machine's."
        ),
    ] = None,
    extend: Annotated[
        str | None, typer.Option("--extend", metavar="STUDENT", help="Who gets more time.")
    ] = None,
    days: Annotated[
        float, typer.Option(min=0, help="Days more, in all; 0 takes an extension back.")
    ] = 0.0,
    course: CourseOption = None,
) -> None:
    """Show who is late with a lesson and what it costs; set when it is due, or give more time.

    The penalties are those of nbgrader_config.py. All of the lesson's are set anew, without grading
    anything again.

    Example: backprop late 07_xor --extend ada --days 2
    """
    from autograder.lms import class_list, times
    from autograder.lms import late as policy

    found = course_in(course)
    lesson = found.lesson(lesson)
    if due is not None:
        class_list.set_deadline(found, lesson, times.read(due, times.zone(timezone)))
    if extend is not None:
        policy.extend(found, lesson, extend, days)
    policy.penalise(found, lesson)
    deadline = class_list.deadline(found, lesson).due
    _say(
        f"{lesson} is due {deadline.astimezone():%Y-%m-%d %H:%M %Z}"
        if deadline
        else f"{lesson} has no due date: nobody is late. Set one with --due."
    )
    for each in policy.late_submissions(found, lesson):
        hours = each.by.total_seconds() / 3600
        _say(f"- {each.student}: {hours:.1f} hours late, {each.penalty:g} points off")


def _list(problems: list[str]) -> None:
    for problem in problems[:LISTED]:
        err.print(escape(f"- {one_line(problem)}"), highlight=False, soft_wrap=True)
    if len(problems) > LISTED:
        err.print(f"- and {len(problems) - LISTED} more")

"""Everything a report is made of, as CSV: a line for each student and check."""

from __future__ import annotations

from collections.abc import Iterator

from autograder.csv_text import csv_text
from autograder.report.results import ClassResults, Result

HEADS = (
    "lesson",
    "student",
    "name",
    "handed in",
    "handed in at (UTC)",
    "late (hours)",
    "late penalty",
    "score",
    "of",
    "exercise",
    "part",
    "cell",
    "points",
    "of points",
    "state",
    "mistake",
    "what the student was told",
    "points by the judge",
    "points by hand",
    "extra credit",
    "comment",
    "repaired",
)


def as_csv(of: ClassResults) -> str:
    """The whole class; who has handed in nothing has a line with nothing in it, not zeros."""
    return csv_text([HEADS, *_rows(of)])


def _rows(of: ClassResults) -> Iterator[list[object]]:
    for result in of.results:
        yield from _of_one(of, result)
    for students, handed_in in ((of.ungraded, "not graded yet"), (of.absent, "no")):
        for student in students:
            row = [of.lesson, student, of.roster.get(student, ""), handed_in]
            yield [*row, *[None] * (len(HEADS) - len(row))]


def _of_one(of: ClassResults, result: Result) -> Iterator[list[object]]:
    marked = result.marked
    late = marked.late.total_seconds() / 3600
    for check in of.checks:
        mark, verdict = marked.marks.get(check.name), result.verdicts.get(check.name)
        comments = (marked.comments.get(name) for name in (check.name, *check.answers))
        yield [
            of.lesson,
            result.student,
            result.name,
            "yes",
            f"{marked.handed_in:%Y-%m-%d %H:%M:%S}" if marked.handed_in else None,
            round(late, 2),
            marked.penalty,
            result.score,
            of.points,
            check.exercise,
            check.part,
            check.name,
            result.points(check),
            check.points,
            result.state(check),
            verdict.mistake if verdict else None,
            verdict.sentence if verdict else None,
            mark.auto if mark else None,
            mark.manual if mark else None,
            mark.extra if mark else None,
            next(filter(None, comments), None),
            " ".join(result.repairs),
        ]

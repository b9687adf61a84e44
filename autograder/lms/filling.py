"""Fills the grades of a class into the table that an LMS has exported, and nothing else of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from autograder.errors import CourseError
from autograder.lms.grades import LessonGrades, number
from autograder.lms.naming import squashed
from autograder.lms.roster import POINTS_POSSIBLE, Roster, Student, Unmatched, roster_of
from autograder.lms.tables import Table, one_line

_NUMBER = re.compile(r" *\((\d+)\) *$")  # Canvas's, of an assignment
_BLACKBOARD = re.compile(r" *\[Total Pts: (?:up to )?(?P<points>[\d.,]+)[^\]]*\].*$")


@dataclass
class Filled:
    """What came of it: how many cells were written; whom the table does not have."""

    count: int = 0
    unmatched: list[str] = field(default_factory=list)


def fill(
    table: Table,
    lesson: LessonGrades,
    titles: set[str],
    known: Mapping[str, Student],
    column: str | None = None,
    scale: bool = False,
) -> Filled:
    """Write each student's points into the lesson's column. A cell of one who has handed in
    nothing stays as it is, as do all others.

    titles: what the column may be called; known: the gradebook's students, by id; scale: write
    points in proportion where the LMS has others. Raises CourseError where there is no such column,
    or its points are others.
    """
    roster = roster_of(table)
    place = _column(table, titles, column)
    filled = Filled()
    for student, grade in lesson.grades.items():
        try:
            row_of = _row_owner(roster, known.get(student, Student(student)))
        except Unmatched:
            filled.unmatched.append(student)
            continue
        for row in roster.rows[row_of.id]:
            factor = _factor(table, place, row, lesson, scale)
            text = number(grade.points * factor)
            table.put(row, place, text.replace(".", ",") if table.delimiter == ";" else text)
        filled.count += 1
    return filled


def _row_owner(roster: Roster, student: Student) -> Student:
    """The row of a student of the gradebook: by any id, never by name; raises Unmatched."""
    for keys in (
        {"id": student.id},
        {"Canvas": student.canvas or student.id},
        {"email": student.email},
    ):
        if all(keys.values()):
            try:
                return roster.find(keys)
            except Unmatched:
                continue
    raise Unmatched(student.id)


def _column(table: Table, titles: set[str], asked: str | None) -> int:
    """The one column that is asked for, or that is called as the lesson is."""
    wanted = {squashed(asked)} if asked else {squashed(title) for title in titles}
    exact = [n for n, title in enumerate(table.header) if asked and title == asked.strip()]
    found = exact or [
        place for place, title in enumerate(table.header) if squashed(_bare(title)) in wanted
    ]
    if len(found) == 1:
        return found[0]
    what = repr(asked) if asked else " or ".join(map(repr, sorted(titles)))
    how = "several columns that could be" if found else "no column"
    raise CourseError(
        f"{table.name} has {how} {what}: name one with --column. There are: "
        f"{one_line(', '.join(filter(None, table.header)))[:600]}"
    )


def _bare(title: str) -> str:
    return _BLACKBOARD.sub("", _NUMBER.sub("", title))


def _factor(table: Table, place: int, row: int, lesson: LessonGrades, scale: bool) -> float:
    """What points are multiplied by: 1, unless the LMS has others and `scale` is asked for."""
    possible = _possible(table, place, row)
    if possible is None or abs(possible - lesson.max_points) < 1e-6:
        return 1.0
    if not scale:
        raise CourseError(
            f"{table.name} gives {number(possible)} points for {table.header[place]!r}, the lesson "
            f"{lesson.lesson} has {number(lesson.max_points)}: change it in the LMS, or write in "
            "proportion with --scale."
        )
    return possible / lesson.max_points


def _possible(table: Table, place: int, row: int) -> float | None:
    """The points that the LMS has for a column, as far as the table tells."""
    blackboard = _BLACKBOARD.search(table.header[place])
    if blackboard:
        return _read(blackboard["points"])
    header = [squashed(title) for title in table.header]
    if "maximumgrade" in header:
        return _read(_value(table, row, header.index("maximumgrade")))
    for number_, line in enumerate(table.rows[1:4], 1):
        if line.values()[0].strip().casefold().startswith(POINTS_POSSIBLE):
            return _read(_value(table, number_, place))
    return None


def _value(table: Table, row: int, column: int) -> str:
    values = table.rows[row].values()
    return values[column] if column < len(values) else ""


def _read(text: str) -> float | None:
    try:
        return float(text.strip().replace(",", "."))
    except ValueError:
        return None

"""`backprop export`: from nbgrader's gradebook to the LMS's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.csv_text import csv_text
from autograder.errors import CourseError
from autograder.lms import class_list
from autograder.lms.filling import fill
from autograder.lms.grades import Grade, LessonGrades, lesson_grades, number
from autograder.lms.roster import Student
from autograder.lms.tables import read_table, write_new, write_table

if TYPE_CHECKING:
    from autograder.course import Course

FORMATS = ("canvas", "moodle", "blackboard", "csv")
_EXCELS_MARK = "\ufeff"  # by which Excel knows UTF-8


@dataclass(frozen=True)
class Options:
    """What was asked for. into: the LMS's own table; to: the new file; columns: one a lesson."""

    lms: str
    into: Path | None = None
    to: Path | None = None
    columns: tuple[str, ...] = ()
    scale: bool = False
    students: tuple[str, ...] = ()
    drop_lowest: int = 0


@dataclass
class Exported:
    """What came of it. `problems`: grades that the table has no row for."""

    path: Path
    counts: dict[str, int] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def export(course: Course, lessons: Sequence[str], options: Options) -> Exported:
    """Write the grades of some lessons into a new file; raises CourseError."""
    if options.lms not in FORMATS:
        raise CourseError(f"There is no format {options.lms!r}. There are: {', '.join(FORMATS)}.")
    if options.columns and len(options.columns) != len(lessons):
        raise CourseError("Name a --column for each lesson, in their order, or for none.")
    graded = [_only(lesson_grades(course, lesson), options.students) for lesson in lessons]
    if not any(each.grades for each in graded):
        raise CourseError(
            f"Nobody is graded in {', '.join(lessons)}. Run: backprop grade {lessons[0]}"
        )
    known = class_list.students(course)
    exported = Exported(_target(lessons, options))
    if options.into:
        _fill(course, graded, options, known, exported)
    else:
        _write(graded, options, known, exported)
    for each in graded:
        if waiting := sorted(name for name, grade in each.grades.items() if grade.open):
            exported.notes.append(
                f"{each.lesson}: {len(waiting)} wait to be graded by hand, and have the points so "
                f"far: {', '.join(waiting[:20])}{' and others' if len(waiting) > 20 else ''}"
            )
    return exported


def _only(graded: LessonGrades, students: tuple[str, ...]) -> LessonGrades:
    if not students:
        return graded
    chosen = {name: grade for name, grade in graded.grades.items() if name in students}
    return LessonGrades(graded.lesson, graded.exercises, chosen)


def _target(lessons: Sequence[str], options: Options) -> Path:
    if options.to:
        return options.to
    if options.into:
        return options.into.with_name(f"{options.into.stem}-filled{options.into.suffix or '.csv'}")
    name = lessons[0] if len(lessons) == 1 else "grades"
    return Path(f"{name}-{options.lms}.csv")


def _fill(
    course: Course,
    graded: list[LessonGrades],
    options: Options,
    known: Mapping[str, Student],
    exported: Exported,
) -> None:
    assert options.into is not None
    table = read_table(options.into)
    for place, each in enumerate(graded):
        column = options.columns[place] if options.columns else None
        titles = {"Grade"} if options.lms == "moodle" else _titles(course, each.lesson)
        filled = fill(table, each, titles, known, column, options.scale)
        exported.counts[each.lesson] = filled.count
        exported.problems += [
            f"{each.lesson}: {name} is not in {table.name}" for name in sorted(filled.unmatched)
        ]
    write_table(table, exported.path)


def _titles(course: Course, lesson: str) -> set[str]:
    """What an instructor may have called a lesson in the LMS."""
    known = course.exercises(lesson)
    stem = course.notebook(lesson).stem
    return {lesson, stem, *([known.title] if known else [])}


def _write(
    graded: list[LessonGrades],
    options: Options,
    known: Mapping[str, Student],
    exported: Exported,
) -> None:
    if options.lms == "canvas":
        raise CourseError(
            "Canvas takes its own table alone: export the gradebook in Canvas, then name that file "
            "with --into. It is not changed, a new one is written."
        )
    names = options.students or sorted({*known, *(name for each in graded for name in each.grades)})
    students = [known.get(name, Student(name)) for name in names]
    exported.counts = {each.lesson: len(each.grades) for each in graded}
    if options.lms == "csv":
        text = _EXCELS_MARK + csv_text(_plain_rows(graded, students, options.drop_lowest))
    else:
        text = csv_text(_lms_rows(graded, students, options.lms))
    write_new(exported.path, text.encode("utf-8"))


def _lms_rows(graded: list[LessonGrades], students: list[Student], lms: str) -> list[list[object]]:
    """A column a lesson, beside what Moodle or Blackboard knows a student by."""
    moodle = lms == "moodle"
    who = ["Username", "Email address", "First name", "Last name"] if moodle else ["Username"]
    titles = [
        each.lesson if moodle else f"{each.lesson} [Total Pts: {number(each.max_points)} Score]"
        for each in graded
    ]
    rows: list[list[object]] = [[*who, *titles]]
    for student in students:
        told = [student.id, student.email, student.first, student.last][: len(who)]
        rows.append([*told, *(_points(each.grades.get(student.id)) for each in graded)])
    return rows


def _plain_rows(
    graded: list[LessonGrades], students: list[Student], drop_lowest: int
) -> list[list[object]]:
    """All of it: a column an exercise, what being late cost, and of several lessons the total."""
    header: list[object] = ["student", "last name", "first name", "email"]
    for each in graded:
        header.append(f"{each.lesson} ({number(each.max_points)})")
        header += [f"{each.lesson}: {x} ({number(p)})" for x, p in each.exercises.items()]
        header.append(f"{each.lesson}: late penalty")
    several = len(graded) > 1
    dropped = f" without the {drop_lowest} lowest" if drop_lowest else ""
    rows = [[*header, f"total in percent{dropped}"] if several else header]
    for student in students:
        row: list[object] = [student.id, student.last, student.first, student.email]
        for each in graded:
            grade = each.grades.get(student.id)
            row.append(_points(grade))
            row += [grade.exercises[name] if grade else None for name in each.exercises]
            row.append(grade.penalty if grade else None)
        rows.append([*row, total(graded, student.id, drop_lowest)] if several else row)
    return rows


def total(graded: Sequence[LessonGrades], student: str, drop_lowest: int = 0) -> float | None:
    """The percentage of all points together, without the lessons that went worst.

    A missing lesson counts as nothing and is dropped first; one that nobody is graded in does not
    count yet. None for a student who has handed in none.
    """
    if not any(student in each.grades for each in graded):
        return None
    reached = [
        (each.grades[student].points if student in each.grades else 0.0, each.max_points)
        for each in graded
        if each.max_points and each.grades
    ]
    kept = sorted(reached, key=lambda pair: pair[0] / pair[1])[min(drop_lowest, len(reached) - 1) :]
    return round(100 * sum(got for got, _ in kept) / sum(most for _, most in kept), 2)


def _points(grade: Grade | None) -> float | None:
    return None if grade is None else round(grade.points, 4)

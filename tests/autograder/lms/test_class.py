"""A made-up class of 200, from the LMS's zip to the LMS's table of grades."""

import csv
import io
from pathlib import Path

import pytest

from autograder.course import Course
from autograder.grading import run as grading
from autograder.grading.gradebook import Entry, GradebookWriter
from autograder.lms.collecting import Options as Collecting
from autograder.lms.collecting import collect
from autograder.lms.exporting import Options as Exporting
from autograder.lms.exporting import export
from autograder.submission.submitted import read_timestamp
from autograder.walls.bubblewrap import Walls
from tests.autograder.lms import zips
from tests.autograder.squares import RIGHT, configure

SIZE = 200
ABSENT = range(17, SIZE, 40)
GRADED = 3  # by the judge; the others' marks are written as grading would write them
HALF = "def square(x):\n    return x * x if x < 0 else x"
POLICY = "\nc.LatePolicy.per_day = 0.5\n"


def canvas(number: int) -> str:
    return f"{zips.canvas_name(number, late=number % 20 == 1)}_squares.ipynb"


def moodle(number: int) -> str:
    return f"{zips.moodle_folder(number)}/squares.ipynb"


@pytest.mark.parametrize("lms", ["canvas", "moodle"])
def test_a_class_is_carried_from_the_zip_to_the_table(
    course: Course, walls: Walls, tmp_path: Path, lms: str
) -> None:
    course = configure(course, POLICY)
    present = [number for number in range(SIZE) if number not in ABSENT]
    is_canvas = lms == "canvas"
    table = tmp_path / "table.csv"
    table.write_text(
        zips.canvas_csv(SIZE) if is_canvas else zips.moodle_csv(SIZE), encoding="utf-8"
    )
    answers = [zips.answered(course, RIGHT), zips.answered(course, HALF)]
    named = canvas if is_canvas else moodle
    archive = zips.zipped(tmp_path / "a.zip", {named(n): answers[n % 2] for n in present})

    options = Collecting(roster=table, deadline="2026-03-02 00:00", timezone="UTC")
    collected = collect(course, archive, options)
    assert collected.problems == [] and len(collected.placed) == len(present)
    ids = {n: f"login{n}" if is_canvas else f"student{n}@example.org" for n in range(SIZE)}
    late = {n for n in present if (n % 20 == 1 if is_canvas else n % 10 == 9)}
    assert {each.student for each in collected.placed if each.late} == {ids[n] for n in late}

    judged = present[:GRADED]
    results = grading.grade(course, "squares", [ids[n] for n in judged], walls)
    assert {each.student: each.score for each in results} == {
        ids[n]: 1.0 if n % 2 else 3.0 for n in judged
    }
    writer = GradebookWriter(course, "squares")
    writer.write([entry(course, ids[n], n) for n in present[GRADED:]])
    writer.close()

    exported = export(course, ["squares"], Exporting(lms, into=table))
    assert exported.problems == [] and exported.counts == {"squares": len(present)}
    before = list(csv.reader(io.StringIO(table.read_text(encoding="utf-8"))))
    after = list(csv.reader(io.StringIO(exported.path.read_text(encoding="utf-8"))))
    start, column = (3, 6) if is_canvas else (1, 4)
    for number in range(SIZE):
        row = after[start + number]
        assert row[:column] + row[column + 1 :] == (
            before[start + number][:column] + before[start + number][column + 1 :]
        )
        # Half is off for a begun day: in Canvas's class they are late by one, in Moodle's by two.
        share = (0.5 if is_canvas else 0.0) if number in late else 1.0
        points = share * (1.0 if number % 2 else 3.0)
        assert row[column] == ("" if number in ABSENT else f"{points:g}"), number


def entry(course: Course, student: str, number: int) -> Entry:
    """What grading would write of a submission."""
    marks = {"test_square": 0.0 if number % 2 else 2.0, "test_hidden": 1.0}
    when = read_timestamp(course.folder("submitted", "squares", student))
    return Entry(student, marks, {}, when)

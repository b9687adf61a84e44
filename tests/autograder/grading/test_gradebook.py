"""The gradebook holds what nbgrader's own way of writing it holds, in SQLite and in PostgreSQL."""

import copy
import subprocess
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from sqlalchemy import create_engine

from autograder.course import Course
from autograder.errors import CourseError
from autograder.grading import gradebook
from autograder.grading.entering import enter
from autograder.walls.bubblewrap import Walls
from tests.autograder import notebooks as nb
from tests.autograder import servers
from tests.autograder.classes import gradebook_content, hand_in_class
from tests.autograder.command_line import backprop, nbgrader
from tests.autograder.squares import EQUAL_TO_ALL, WRONG, add_essay, configure, grade, hand_in

LATE = """
from datetime import datetime

from nbgrader.plugins import LateSubmissionPlugin


class HalfAPoint(LateSubmissionPlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return 0.5


c.AssignLatePenalties.plugin_class = HalfAPoint
"""


def a_class_of_all_kinds(course: Course) -> None:
    """Right, wrong, damaged, untouched, late, with files beside; essays and tasks, too."""
    add_essay(course)
    (course.notebook("squares").parent / "numbers.csv").write_text("1")
    hand_in(course, "ada")
    hand_in(course, "ben", answer=WRONG)
    hand_in(course, "chloe", b"this is no notebook")
    hand_in(course, "dan", answer=EQUAL_TO_ALL)
    hand_in(course, "emma", answer=nb.STUB)
    path = hand_in(course, "felix")
    (path.parent / "timestamp.txt").write_text("2026-03-02 12:00:00 UTC")
    (path.parent / "mine.txt").write_text("mine")
    (path.parent / "numbers.csv").write_text("not the lesson's")
    path = hand_in(course, "grace")
    (path.parent / "timestamp.txt").write_text("2026-03-01 11:00:00 UTC")
    answered = copy.deepcopy(nbformat.read(path, as_version=4))
    answered.cells[-1].source = "Because."
    nb.write(path, answered)
    enter(course, "squares")
    with course.nbgrader.gradebook as book:
        book.update_or_create_assignment("squares", duedate="2026-03-01 12:00:00")


def autograded(course: Course) -> dict[str, str]:
    """All files below autograded/, by relative path."""
    folder = course.root / "autograded"
    return {
        str(path.relative_to(folder)): path.read_text()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_both_ways_of_grading_leave_the_same_gradebook_and_the_same_folders(
    course: Course, walls: Walls, tmp_path: Path
) -> None:
    course = configure(course, LATE)
    a_class_of_all_kinds(course)
    other = tmp_path / "other"
    subprocess.run(["cp", "-r", course.root, other], check=True)
    nbgrader(Course(other), "autograde", "squares")
    grade(course, walls)
    content = gradebook_content(course)
    assert content == gradebook_content(Course(other))
    assert ("felix", "squares", 0.5, False) in content["notebooks"]
    assert ("chloe", "square", "No response.", None) in content["comments"]
    assert ("grace", "essay", None, None, None, True) in content["grades"]
    assert autograded(course) == autograded(Course(other))


@pytest.fixture(scope="module")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with servers.postgres(tmp_path_factory.mktemp("postgres")) as address:
        yield address


def test_postgresql_holds_what_sqlite_holds(
    course: Course, walls: Walls, tmp_path: Path, postgres: str
) -> None:
    course = configure(course, LATE)
    hand_in_class(course, 3)
    other = tmp_path / "other"
    subprocess.run(["cp", "-r", course.root, other], check=True)
    on_postgres = configure(Course(other), f"c.CourseDirectory.db_url = {postgres!r}\n")
    for made in (course, on_postgres):
        a_class_of_all_kinds(made)
        grade(made, walls)
    assert not (other / "gradebook.db").exists()
    assert gradebook_content(course) == gradebook_content(on_postgres)
    assert all(each.skipped for each in grade(on_postgres, walls).values())
    nbgrader(on_postgres, "generate_feedback", "squares")
    assert (on_postgres.folder("feedback", "squares", "ada") / "squares.html").is_file()


def test_a_failed_batch_leaves_nothing_of_it(course: Course, walls: Walls) -> None:
    hand_in_class(course, 2)
    writer = gradebook.GradebookWriter(course, "squares")
    right = gradebook.Entry("ada", {"test_square": 2.0}, {}, None)
    unknown = gradebook.Entry("ben", {"test_cube": 2.0}, {}, None)
    with pytest.raises(CourseError, match="does not know test_cube of squares"):
        writer.write([right, unknown])
    assert gradebook_content(course)["students"] == []
    writer.write([right])
    writer.close()
    assert gradebook_content(course)["students"] == [("ada",)]


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("postgresql+psycopg2://teacher:secret@127.0.0.1/x", "needs the driver psycopg2"),
        ("postgresql+psycopg://teacher:secret@127.0.0.1:1/x", "cannot be used"),
        ("mongodb://teacher:secret@127.0.0.1/x", "of no database known"),
        ("gradebook", "cannot be read"),
    ],
)
def test_an_address_that_leads_to_no_gradebook_is_told(
    course: Course, address: str, told: str
) -> None:
    hand_in(course, "ada")
    configure(course, f"c.CourseDirectory.db_url = {address!r}\n")
    status, shown = backprop("grade", "squares", cwd=course.root)
    assert status == 1 and told in shown and shown.count("\n") == 1
    assert "secret" not in shown


def test_a_damaged_gradebook_is_told_and_left_as_it_is(course: Course) -> None:
    hand_in(course, "ada")
    (course.root / "gradebook.db").write_bytes(b"this is no database" * 100)
    status, shown = backprop("grade", "squares", cwd=course.root)
    assert status == 1 and "is damaged" in shown and shown.count("\n") == 1
    assert (course.root / "gradebook.db").read_bytes() == b"this is no database" * 100


def test_a_gradebook_that_another_program_has_locked_is_told(course: Course, walls: Walls) -> None:
    hand_in(course, "ada")
    grade(course, walls)
    hand_in(course, "ben")
    engine = create_engine(course.gradebook_url)
    with engine.connect() as other:
        other.exec_driver_sql("BEGIN EXCLUSIVE")
        with pytest.raises(CourseError, match="is locked by another program") as told:
            grade(course, walls)
    assert "\n" not in str(told.value)
    assert grade(course, walls)["ada"].skipped

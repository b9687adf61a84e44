"""What is collected: which attempt counts, what is told, and what is left as it is."""

import io
import sqlite3
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from autograder.course import Course
from autograder.errors import CourseError
from autograder.grading.database import opened
from autograder.grading.gradebook import Entry, GradebookWriter
from autograder.lms import late
from autograder.lms.collecting import Options, collect
from tests.autograder import notebooks as nb
from tests.autograder.command_line import Here
from tests.autograder.lms import zips
from tests.autograder.lms.zips import attempt, tree, write
from tests.autograder.squares import RIGHT, WRONG, configure


def test_collecting_again_changes_nothing_and_something_new_replaces(
    course: Course, notebook: bytes, tmp_path: Path
) -> None:
    archive = zips.zipped(tmp_path / "a.zip", {"ada/squares.ipynb": notebook})
    collect(course, archive, Options())
    again = collect(course, archive, Options())
    assert [(placed.changed, placed.kept) for placed in again.placed] == [(False, 0)]
    assert tree(course, "collected") == {}
    new = zips.answered(course, WRONG)
    collect(course, zips.zipped(tmp_path / "b.zip", {"ada/squares.ipynb": new}), Options())
    assert tree(course) == {"ada/squares/squares.ipynb": new}
    assert [*tree(course, "collected").values()] == [notebook]


def test_an_extension_makes_the_later_attempt_count(course: Course, tmp_path: Path) -> None:
    first, second = zips.answered(course, WRONG), zips.answered(course, RIGHT)
    files = attempt("ada", "2026-03-01-09-00-00", first)
    files |= attempt("ada", "2026-03-02-09-00-00", second)
    archive = zips.zipped(tmp_path / "b.zip", files)
    options = Options(deadline="2026-03-01 23:59")
    collect(course, archive, options)
    assert tree(course)["ada/squares/squares.ipynb"] == first
    with opened(course) as gradebook:
        gradebook.add_student("ada")
        gradebook.add_submission("squares", "ada")
        gradebook.find_submission("squares", "ada").extension = timedelta(days=2)
        gradebook.db.commit()
    collect(course, archive, Options())
    assert tree(course)["ada/squares/squares.ipynb"] == second
    assert first in tree(course, "collected").values()


def test_another_deadline_sets_the_penalties_of_what_is_graded_anew(
    course: Course, notebook: bytes, tmp_path: Path
) -> None:
    course = configure(course, "c.LatePolicy.per_day = 0.5\n")
    writer = GradebookWriter(course, "squares")
    marks = {"test_square": 2.0, "test_hidden": 1.0}
    writer.write([Entry("ada", marks, {}, datetime(2026, 3, 2))])
    writer.close()
    archive = zips.zipped(tmp_path / "a.zip", {"ada/squares.ipynb": notebook})
    collect(course, archive, Options(deadline="2026-03-01 12:00", timezone="UTC"))
    assert [each.penalty for each in late.late_submissions(course, "squares")] == [1.5]


def test_the_course_itself_is_not_collected(course: Course) -> None:
    for source in (course.root, course.root.parent):
        with pytest.raises(CourseError, match="is the course itself"):
            collect(course, source, Options())


def test_a_notebook_of_another_lesson_is_told(
    course: Course, notebook: bytes, tmp_path: Path
) -> None:
    cubes = course.root / "solutions" / "cubes" / "cubes.ipynb"
    nb.write(cubes, nb.notebook(nb.answer("def cube(x): ...", "cube")))
    files = {
        "ada/squares.ipynb": notebook,
        "ben/squares.ipynb": zips.other_lesson(),
        "chloe/squares.ipynb": notebook,
        "chloe/cubes.ipynb": zips.other_lesson(),
        "dan/squares.ipynb": b"this is no notebook",
        "emma/answer.pdf": b"%PDF",
    }
    archive = zips.zipped(tmp_path / "c.zip", files)
    collected = collect(course, archive, Options(lesson="squares"))
    assert collected.problems == [
        "ben: the notebook is of another lesson, cubes: squares.ipynb",
        "emma: there is no notebook, but answer.pdf",
    ]
    # What cannot be read is collected all the same: grading tells the student why.
    names = {"ada", "chloe", "dan"}
    assert {*tree(course)} == {f"{name}/squares/squares.ipynb" for name in names}


def test_a_zip_in_the_zip_is_read_and_a_bad_one_is_its_students_alone(
    course: Course, notebook: bytes, tmp_path: Path
) -> None:
    good, bad = io.BytesIO(), io.BytesIO()
    zips.zipped(good, {"work/squares.ipynb": notebook, "work/data.csv": b"1"})  # type: ignore[arg-type]
    zips.zipped(bad, {"../squares.ipynb": notebook})  # type: ignore[arg-type]
    files = {
        f"{zips.canvas_name(0)}_work.zip": good.getvalue(),
        f"{zips.canvas_name(1)}_work.zip": bad.getvalue(),
        f"{zips.canvas_name(2)}_squares.ipynb": notebook,
    }
    collected = collect(course, zips.zipped(tmp_path / "c.zip", files), Options())
    assert {*tree(course)} == {
        "1000/squares/squares.ipynb", "1000/squares/data.csv", "1002/squares/squares.ipynb",
    }  # fmt: skip
    (problem,) = collected.problems
    assert "work.zip holds the path '../squares.ipynb', which leads elsewhere" in problem


def test_two_notebooks_of_one_name_are_not_guessed_and_none_is_lost(
    course: Course, tmp_path: Path
) -> None:
    files = {
        "lovelaceada_1000_5000_squares.ipynb": zips.answered(course, WRONG),
        "lovelaceada_1000_5001_squares.ipynb": zips.answered(course, RIGHT),
    }
    (problem,) = collect(course, zips.zipped(tmp_path / "c.zip", files), Options()).problems
    assert problem == "1000: several notebooks could be meant: squares.ipynb, squares~2.ipynb"
    assert tree(course) == {}


def test_a_gradebook_of_an_older_nbgrader_is_named_and_nothing_is_written(
    course: Course, notebook: bytes, tmp_path: Path
) -> None:
    with sqlite3.connect(course.root / "gradebook.db") as database:
        database.execute("ALTER TABLE student DROP COLUMN lms_user_id")
    before = (course.root / "gradebook.db").read_bytes()
    archive = zips.zipped(tmp_path / "c.zip", {"ada/squares.ipynb": notebook})
    with pytest.raises(CourseError, match=r"made by another nbgrader .* nbgrader db upgrade"):
        collect(course, archive, Options())
    assert (course.root / "gradebook.db").read_bytes() == before and tree(course) == {}


def test_a_full_disk_is_told(
    course: Course, notebook: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", "squares.ipynb")

    archive = zips.zipped(tmp_path / "c.zip", {"ada/squares.ipynb": notebook})
    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", full)
        with pytest.raises(CourseError, match="cannot be written: No space left on device"):
            collect(course, archive, Options())
    assert tree(course) == {} and tree(course, "collected") == {}


def test_files_that_are_refused_one_by_one_are_told_and_the_others_go_on(
    course: Course, notebook: bytes, tmp_path: Path
) -> None:
    files = {"ada/squares.ipynb": notebook, "ada/nul.txt": b"x", "ada/timestamp.txt": b"2026-03-01"}
    collected = collect(course, zips.zipped(tmp_path / "c.zip", files), Options())
    assert "nul.txt: its name is reserved for a device" in collected.notes[0]
    assert set(tree(course)) == {"ada/squares/squares.ipynb", "ada/squares/timestamp.txt"}


def test_the_command_prints_what_is_left_and_its_status_says_so(
    course: Course, notebook: bytes, tmp_path: Path, here: Here
) -> None:
    files = {
        f"{zips.canvas_name(0)}_squares.ipynb": notebook,
        f"{zips.canvas_name(8)}_squares.ipynb": notebook,
    }
    archive = str(zips.zipped(tmp_path / "s.zip", files))
    roster = str(write(tmp_path / "grades.csv", zips.canvas_csv(2)))
    status, shown = here("collect", archive, "--roster", roster, cwd=course.root)
    assert status == 1
    assert "squares, from Canvas: 1 collected" in shown
    assert "Not collected: 1." in shown and "Canvas 1008 is not in grades.csv" in shown
    del files[f"{zips.canvas_name(8)}_squares.ipynb"]
    archive = str(zips.zipped(tmp_path / "s2.zip", files))
    assert here("collect", archive, cwd=course.root)[0] == 0

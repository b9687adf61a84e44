"""A class is graded whatever is handed in, and by nbgrader's commands with the same scores."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest

from autograder.authoring import release
from autograder.course import Course
from autograder.errors import CourseError
from autograder.grading import job
from autograder.submission import rebuild
from autograder.walls.bubblewrap import Limits, Walls
from tests.autograder import notebooks as nb
from tests.autograder.command_line import nbgrader
from tests.autograder.squares import EQUAL_TO_ALL, WRONG, grade, gradebook_scores, hand_in


def test_the_lesson_enters_the_gradebook_by_itself(course: Course, walls: Walls) -> None:
    hand_in(course, "ada")
    assert grade(course, walls)["ada"].score == 3
    assert gradebook_scores(course) == {"ada": 3}


def test_whatever_is_handed_in_the_class_goes_on(course: Course, walls: Walls) -> None:
    hand_in(course, "ada")
    hand_in(course, "ben", b"")
    hand_in(course, "chloe", b"this is no notebook")
    hand_in(course, "dan", b"\x00\xff" * 100)
    course.folder("submitted", "squares", "emma").mkdir(parents=True)
    hand_in(course, "zoe")
    graded = grade(course, walls)
    assert {name: each.score for name, each in graded.items()} == {
        "ada": 3, "ben": 0, "chloe": 0, "dan": 0, "emma": 0, "zoe": 3,
    }  # fmt: skip
    assert "empty" in graded["ben"].repairs[0]
    assert "JSON" in graded["chloe"].repairs[0]
    assert "There was no file squares.ipynb" in graded["emma"].repairs[0]
    assert gradebook_scores(course)["chloe"] == 0


def test_the_feedback_of_a_file_that_is_no_notebook_says_why(course: Course, walls: Walls) -> None:
    hand_in(course, "ben", b"this is no notebook")
    grade(course, walls)
    course.nbgrader.generate_feedback("squares", force=True)
    page = (course.folder("feedback", "squares", "ben") / "squares.html").read_text()
    assert "It cannot be read as JSON" in page or "it cannot be read as JSON" in page


def test_feedback_is_safe_to_open(course: Course, walls: Walls) -> None:
    path = hand_in(course, "eve", answer="print('<script>alert(1)</script>')\n" + WRONG)
    made = nbformat.read(path, as_version=4)
    made.cells.append(nbformat.v4.new_markdown_cell("<script>alert(2)</script><b>bold</b>"))
    html = "from IPython.display import HTML, display\ndisplay(HTML('<script>alert(3)</script>'))"
    made.cells.append(nb.own(html))
    nb.write(path, made)
    grade(course, walls)
    course.nbgrader.generate_feedback("squares", force=True)
    page = (course.folder("feedback", "squares", "eve") / "squares.html").read_text()
    for number in (1, 2, 3):
        assert f"<script>alert({number})</script>" not in page
    assert "<b>bold</b>" not in page
    assert "script-src" in page or "default-src 'none'" in page
    assert "assert square(3) == 9" in page


@pytest.mark.parametrize(
    ("check", "answer"),
    [
        ("assert square(3) ** square(3) == 9", "def square(x): return 1 << 4_000_000"),
        ("assert sum(range(square(3))) == 9", "def square(x): return 10**15"),
        ("assert len([0] * square(3)) == 9", "def square(x): return 10**11"),
    ],
    ids=["power", "loop", "memory"],
)
def test_what_takes_a_check_for_ever_costs_its_own_submission_alone(
    course: Course, walls: Walls, check: str, answer: str
) -> None:
    source = course.notebook("squares")
    source.write_text(source.read_text().replace("assert square(3) == 9", check))
    hand_in(course, "ada", answer=answer)
    hand_in(course, "ben", answer=WRONG)
    graded = grade(course, Walls(Limits(submission_seconds=3, check_seconds=2)))
    assert graded["ada"].verdicts[0].score == 0
    assert graded["ben"].verdicts[0].state in ("failed", "course fault")


def test_what_was_passed_before_a_check_took_for_ever_stays(course: Course, walls: Walls) -> None:
    source = course.notebook("squares")
    loop = "for _ in range(square(-4) - 16): pass\\nassert square(-4) == 16"
    source.write_text(source.read_text().replace("assert square(-4) == 16", loop))
    hand_in(course, "ada", answer="def square(x):\n    return 9 if x == 3 else 10**15")
    graded = grade(course, Walls(Limits(submission_seconds=3, check_seconds=2)))["ada"]
    assert [(verdict.score, verdict.state) for verdict in graded.verdicts] == [
        (2, "passed"),
        (0, "stopped"),
    ]


@pytest.mark.parametrize("time", ["last Tuesday, I promise", "", "\x00", "9" * 90])
def test_a_timestamp_that_is_none_stops_nobody(course: Course, walls: Walls, time: str) -> None:
    path = hand_in(course, "ada")
    (path.parent / "timestamp.txt").write_text(time)
    assert grade(course, walls)["ada"].score == 3


def test_a_timestamp_that_is_none_stops_nobody_under_nbgrader(course: Course, walls: Walls) -> None:
    path = hand_in(course, "ada")
    (path.parent / "timestamp.txt").write_text("last Tuesday, I promise")
    nbgrader(course, "autograde", "squares")
    assert gradebook_scores(course) == {"ada": 3}


def test_a_timestamp_is_recorded(course: Course, walls: Walls) -> None:
    path = hand_in(course, "ada")
    (path.parent / "timestamp.txt").write_text("2026-03-01 12:00:00 UTC")
    grade(course, walls)
    with course.nbgrader.gradebook as gradebook:
        assert gradebook.find_submission("squares", "ada").timestamp.isoformat() == (
            "2026-03-01T12:00:00"
        )


def test_what_nobody_has_thought_of_stops_no_other(
    course: Course, walls: Walls, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_in(course, "ada", answer="# 1/0")
    hand_in(course, "ben")
    sound = rebuild.rebuild_or_tell

    def rebuild_or_tell(form: rebuild.Template, read: Callable[[], bytes]) -> rebuild.Rebuilt:
        if b"1/0" in read():
            raise ZeroDivisionError
        return sound(form, read)

    monkeypatch.setattr(job, "rebuild_or_tell", rebuild_or_tell)
    graded = grade(course, walls)
    assert graded["ben"].score == 3
    assert {verdict.state for verdict in graded["ada"].verdicts} == {"course fault"}
    assert "ZeroDivisionError" in graded["ada"].fault
    assert gradebook_scores(course) == {"ada": 0, "ben": 3}
    again = grade(course, walls)
    assert (again["ada"].skipped, again["ben"].skipped) == (False, True)


def test_a_folder_in_the_place_of_the_lessons_file_changes_nothing(
    course: Course, walls: Walls
) -> None:
    source = course.notebook("squares").parent
    (source / "numbers.csv").write_text("1")
    (source / "data").mkdir()
    (source / "data" / "more.csv").write_text("2")
    path = hand_in(course, "ada")
    (path.parent / "numbers.csv").mkdir()
    (path.parent / "numbers.csv" / "x").write_text("x")
    (path.parent / "data").write_text("x")
    assert grade(course, walls)["ada"].score == 3
    nbgrader(course, "autograde", "squares", "--force")
    assert gradebook_scores(course) == {"ada": 3}


def test_hidden_tests_stay_hidden_in_the_feedback(course: Course, walls: Walls) -> None:
    hand_in(course, "ada", answer="def square(x):\n    return 9")
    assert grade(course, walls)["ada"].score == 2
    course.nbgrader.generate_feedback("squares", force=True)
    page = (course.folder("feedback", "squares", "ada") / "squares.html").read_text()
    assert "A hidden test does not hold." in page
    for part in ("BEGIN HIDDEN", "-4", "16"):
        assert part not in re.sub(r"<(head|style)>.*?</\1>|<[^>]*>", "", page, flags=re.DOTALL)


def test_links_beside_a_notebook_are_not_copied_by_nbgrader_either(
    course: Course, walls: Walls
) -> None:
    (course.root / "secret.txt").write_text("secret")
    path = hand_in(course, "eve")
    (path.parent / "notes.txt").symlink_to(course.root / "secret.txt")
    nbgrader(course, "autograde", "squares")
    assert not (course.folder("autograded", "squares", "eve") / "notes.txt").exists()


def test_a_record_that_a_student_hands_in_is_not_believed(course: Course, walls: Walls) -> None:
    path = hand_in(course, "eve", answer=WRONG)
    (path.parent / "verdicts.json").write_text("[]")
    nbgrader(course, "autograde", "squares")
    assert grade(course, walls)["eve"].score == 0


def test_unchanged_submissions_are_skipped_and_changed_ones_are_not(
    course: Course, walls: Walls
) -> None:
    hand_in(course, "ada")
    path = hand_in(course, "ben", answer=WRONG)
    grade(course, walls)
    assert all(each.skipped for each in grade(course, walls).values())
    path.write_bytes(path.read_bytes().replace(b"return x", b"return x * x"))
    again = grade(course, walls)
    assert (again["ada"].skipped, again["ben"].skipped) == (True, False)
    assert gradebook_scores(course) == {"ada": 3, "ben": 3}
    assert not any(each.skipped for each in grade(course, walls, force=True).values())


def test_a_changed_source_is_graded_again(course: Course, walls: Walls) -> None:
    hand_in(course, "ada")
    grade(course, walls)
    source = course.notebook("squares")
    source.write_text(source.read_text().replace("square(3) == 9", "square(3) == 10"))
    assert grade(Course(course.root), walls)["ada"].score == 1


def test_a_regrade_keeps_manual_points(course: Course, walls: Walls) -> None:
    hand_in(course, "ada", answer=WRONG)
    grade(course, walls)
    with course.nbgrader.gradebook as gradebook:
        found = gradebook.find_grade("test_square", "squares", "squares", "ada")
        found.manual_score = 1.5
        gradebook.db.commit()
    grade(course, walls, force=True)
    assert gradebook_scores(course)["ada"] == 1.5


def test_nbgrader_autograde_gives_the_same_scores(course: Course, walls: Walls) -> None:
    hand_in(course, "ada")
    hand_in(course, "ben", answer=WRONG)
    hand_in(course, "chloe", b"this is no notebook")
    hand_in(course, "dan", answer=EQUAL_TO_ALL)
    nbgrader(course, "autograde", "squares")
    by_nbgrader = gradebook_scores(course)
    ours = {name: each.score for name, each in grade(course, walls, force=True).items()}
    assert by_nbgrader == ours == {"ada": 3, "ben": 0, "chloe": 0, "dan": 0}


def test_nbgrader_autograde_writes_what_backprop_grade_writes(course: Course, walls: Walls) -> None:
    hand_in(course, "ben", answer=WRONG)
    path = course.folder("autograded", "squares", "ben") / "squares.ipynb"
    nbgrader(course, "autograde", "squares")
    by_nbgrader = json.loads(path.read_text())
    grade(course, walls, force=True)
    assert json.loads(path.read_text()) == by_nbgrader


def test_nbgrader_feedback_follows_nbgrader_autograde(course: Course, walls: Walls) -> None:
    hand_in(course, "ben", answer=WRONG)
    nbgrader(course, "autograde", "squares")
    nbgrader(course, "generate_feedback", "squares")
    page = (course.folder("feedback", "squares", "ben") / "squares.html").read_text()
    assert "Score: 0.0 / 3.0" in page


def test_a_release_is_stale_when_its_source_has_changed(course: Course) -> None:
    release.generate(course, "squares")
    assert release.stale(course, ["squares"]) == []
    source = course.notebook("squares")
    source.write_text(source.read_text().replace("# Squares", "# All squares"))
    assert release.stale(course, ["squares"]) == ["squares"]


def test_handing_out_never_overwrites(course: Course, tmp_path: Path) -> None:
    release.generate(course, "squares")
    copied, kept = release.hand_out(course, tmp_path / "work")
    assert [path.name for path in copied] == ["squares.ipynb"] and kept == []
    copied[0].write_text("mine")
    assert release.hand_out(course, tmp_path / "work") == ([], copied)
    assert copied[0].read_text() == "mine"


def test_a_lesson_that_does_not_exist_is_told_with_the_nearest(course: Course) -> None:
    with pytest.raises(CourseError, match=r"no lesson 'sqares'\. Did you mean squares"):
        course.lesson("sqares")


def test_a_folder_without_a_course_is_told(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="is no course"):
        Course(tmp_path)

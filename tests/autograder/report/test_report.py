"""What an instructor learns from a report, and what it keeps to itself."""

import csv
import io
import json
import shutil
import sqlite3
from pathlib import Path

import pytest
from rich.console import Console

from autograder.course import CONFIG, Course
from autograder.errors import CourseError
from autograder.report import page as pages
from autograder.report.anonymous import Anonymiser
from autograder.report.history import Changes
from autograder.report.marks import Mark, Marked
from autograder.report.near_copies import near_copies
from autograder.report.results import Result, class_results
from autograder.report.run import report
from autograder.report.summary import spread
from autograder.walls.bubblewrap import Walls
from tests.autograder import notebooks as nb
from tests.autograder.command_line import backprop
from tests.autograder.report.test_near_copies import a_class
from tests.autograder.squares import WRONG, add_essay, grade, hand_in
from tests.root import ROOT

HOSTILE = "<script>alert('name')</script>"
CRASH = "import os\ndef square(x):\n    os._exit(1)"
RAISES = f"def square(x):\n    raise ValueError({HOSTILE!r} + '=1+1 by ada.lovelace')"
SIGNED = "def square(x):\n    # by ada.lovelace\n    ada_result = x\n    return ada_result"


def a_varied_class(course: Course) -> None:
    """One of each kind, and two who have handed in nothing or not been graded."""
    add_essay(course)
    hand_in(course, "ada.lovelace", answer=SIGNED)
    hand_in(course, "ben", answer=WRONG)
    hand_in(course, "chloe")
    hand_in(course, "dan", answer=CRASH)
    hand_in(course, "emma", answer=nb.STUB)
    hand_in(course, "felix", b"this is no notebook")
    hand_in(course, "gwen", answer=RAISES)


@pytest.fixture(scope="module")
def graded_once(walls: Walls, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("graded") / "course"
    nb.write(root / "solutions" / "squares" / "squares.ipynb", nb.squares())
    shutil.copy(ROOT / CONFIG, root / CONFIG)
    course = Course(root)
    a_varied_class(course)
    grade(course, walls)
    with course.nbgrader.gradebook as book:
        book.update_or_create_student("ada.lovelace", first_name="Ada", last_name="Lovelace")
        book.update_or_create_student("zoe", first_name="Zoë", last_name=HOSTILE)
        book.add_submission("squares", "zoe")  # as an extension makes it
    hand_in(course, "harry")
    return root


@pytest.fixture
def graded(graded_once: Path, tmp_path: Path) -> Course:
    """A copy of one class, graded once for all."""
    return Course(shutil.copytree(graded_once, tmp_path / "course"))


def made(course: Course) -> tuple[str, list[dict[str, str]], str]:
    """The page, the rows of the CSV, and what the terminal shows."""
    out = Console(width=200, record=True, file=io.StringIO())
    report(course, "squares", None, course.root / "all.csv", out)
    page = (course.root / "reports" / "squares.html").read_text(encoding="utf-8")
    with (course.root / "all.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return page, rows, out.export_text()


def test_everything_about_a_class_is_told(graded: Course) -> None:
    page, rows, shown = made(graded)
    states = {row["student"]: row["state"] for row in rows if row["cell"] == "test_square"}
    assert states == {
        "ada.lovelace": "failed",
        "ben": "failed",
        "chloe": "passed",
        "dan": "stopped",
        "emma": "not attempted",
        "felix": "not attempted",
        "gwen": "raised",
    }
    handed_in = {row["student"]: row["handed in"] for row in rows}
    assert (handed_in["harry"], handed_in["zoe"]) == ("not graded yet", "no")
    assert all(row["points"] == "" for row in rows if row["student"] in ("harry", "zoe"))
    assert {row["state"] for row in rows if row["cell"] == "essay"} == {"not attempted"}
    for text in ("7 graded", "Not handed in: zoe", "not graded yet: harry", "crashes): dan"):
        assert text in shown
    assert "This does not hold: assert square(3) == 9" in page and "This does not hold" in shown
    assert "ended the whole Python process" in page
    assert page.count("<h2") == 9


def test_nothing_of_a_students_is_html_in_the_page(graded: Course) -> None:
    page, _, _ = made(graded)
    assert "<script" not in page and "&lt;script&gt;" in page
    assert 'http-equiv="Content-Security-Policy" content="default-src \'none\'' in page
    assert "src=" not in page and "@import" not in page and "http://" not in page.split("<svg")[0]


def test_full_marks_are_counted_for_themselves() -> None:
    scores = (0.0, 0.5, 2.5, 3.0, 3.5)  # of 3; the last with something on top
    results = [
        Result("", "", Marked(marks={"square": Mark(score, None, 0, False)}), {}, (), False)
        for score in scores
    ]
    assert spread(results, 3) == [(0, 1, 2), (1, 2, 0), (2, 3, 1), (3, 3, 2)]


def test_an_example_does_not_say_whose_it_is(graded: Course) -> None:
    page, _, _ = made(graded)
    mistakes = page[page.index('id="mistakes"') : page.index('id="stops"')].lower()
    assert "return x" in mistakes or "return name1" in mistakes
    assert "ada" not in mistakes and "lovelace" not in mistakes


def test_a_spreadsheet_takes_no_cell_for_a_formula(graded: Course) -> None:
    path = graded.folder("submitted", "squares", "gwen") / "squares.ipynb"
    path.write_text(path.read_text().replace("<script>", "=1+1"))
    with graded.nbgrader.gradebook as book:
        book.update_or_create_student("ben", first_name="=cmd|' /C calc'!A0", last_name="")
    text = made(graded) and (graded.root / "all.csv").read_bytes()
    assert b"\r\n" in text and b",=cmd" not in text and b"'=cmd" in text


def test_near_copies_are_shown_side_by_side_as_a_hint(graded: Course) -> None:
    of = class_results(graded, "squares")
    answers = a_class(30) | {"copy": a_class(8)["s7"]}
    answers["s7"] = {name: f"{text}\n# {HOSTILE} is mine" for name, text in answers["s7"].items()}
    pairs = near_copies(answers, [])
    text = pages.page(pages.Material(of, answers, pairs, Changes(None, ()), Anonymiser({}, [])))
    shown = text[text.index('id="copies"') : text.index('id="students"')]
    assert "s7 and copy" in shown and "a hint, not a verdict" in shown
    assert shown.count("def loss(W, X):") == 2 and "<script" not in shown


def test_points_and_comments_by_hand_count(graded: Course) -> None:
    with graded.nbgrader.gradebook as book:
        found = book.find_grade("essay", "squares", "squares", "ben")
        found.manual_score, found.extra_credit, found.needs_manual_grade = 3, 0.5, False
        book.find_grade("test_square", "squares", "squares", "ben").manual_score = 2
        book.find_comment("essay", "squares", "squares", "ben").manual_comment = "Well put."
        book.db.commit()
    _, rows, _ = made(graded)
    ben = {row["cell"]: row for row in rows if row["student"] == "ben"}
    assert (ben["essay"]["state"], ben["essay"]["points"]) == ("marked", "3.5")
    assert ben["essay"]["comment"] == "Well put."
    assert (ben["test_square"]["state"], ben["test_square"]["points by the judge"]) == (
        "passed",
        "0",
    )
    assert ben["essay"]["score"] == "5.5"


def test_what_changed_since_the_last_run_is_told_until_it_changes_again(
    graded: Course, walls: Walls
) -> None:
    assert "This is the first report" in made(graded)[0]
    path = graded.folder("submitted", "squares", "ben") / "squares.ipynb"
    path.write_text(path.read_text().replace("return x", "return x * x"))
    assert "handed in again since" in made(graded)[0]
    grade(graded, walls)
    for _ in range(2):
        page, _, shown = made(graded)
        assert "1 newly graded, 1 with other points or verdicts" in shown
        changed = page[page.index('id="changes"') : page.index('id="copies"')]
        assert ">ben<" in changed and "square" in changed and ">ada" not in changed
    (graded.root / "reports" / ".squares.json").write_text('[{"seen": 1, "students": {"a": 1}}]')
    assert "This is the first report" in made(graded)[0]


def test_a_course_fault_is_told_as_such(course: Course, walls: Walls) -> None:
    source = course.notebook("squares")
    source.write_text(source.read_text().replace("assert square(3) == 9", "assert 1 / 0"))
    hand_in(course, "ben")
    grade(course, walls)
    page, _, shown = made(course)
    assert "The course is at fault in: square" in shown
    assert "ZeroDivisionError" in page[page.index('id="faults"') : page.index('id="absent"')]


def test_marks_of_nbgraders_own_command_are_reported_without_reasons(graded: Course) -> None:
    for path in (graded.root / "verdicts" / "squares").glob("*.json"):
        path.unlink()
    page, rows, shown = made(graded)
    states = {row["student"]: row["state"] for row in rows if row["cell"] == "test_square"}
    assert (states["chloe"], states["ben"]) == ("passed", "not passed")
    assert "reasons unknown" in shown and "the gradebook has the points alone" in page


def one_line(course: Course, *words: str) -> str:
    status, shown = backprop(*words, cwd=course.root)
    assert status == 1 and shown.count("\n") == 1
    return shown


def test_before_anything_is_graded_the_next_step_is_told(course: Course) -> None:
    hand_in(course, "ada")
    assert "Grade it with: backprop grade squares" in one_line(course, "report", "squares")


def test_damage_is_named_with_its_remedy(graded: Course) -> None:
    record = graded.root / "verdicts" / "squares" / "ben.json"
    kept = record.read_text()
    for damage in ("{", "[]", json.dumps({**json.loads(kept), "verdicts": [{"x": 1}]})):
        record.write_text(damage)
        with pytest.raises(CourseError, match="backprop grade squares --student ben"):
            made(graded)
    record.write_text(kept)
    with pytest.raises(CourseError, match="cannot be written"):
        report(graded, "squares", Path("/proc/nowhere/page.html"), None, Console())


def test_a_gradebook_of_an_older_nbgrader_or_a_locked_one_is_told(graded: Course) -> None:
    path = graded.root / "gradebook.db"
    with sqlite3.connect(path) as book:
        book.execute("ALTER TABLE grade DROP COLUMN extra_credit")
    book.close()
    before = path.read_bytes()
    with pytest.raises(
        CourseError, match=r"older nbgrader: it has no grade\.extra_credit.*upgrade"
    ):
        made(graded)
    assert path.read_bytes() == before
    with sqlite3.connect(path) as book:
        book.execute("ALTER TABLE grade ADD COLUMN extra_credit FLOAT")
        book.commit()
        book.isolation_level = None
        book.execute("BEGIN EXCLUSIVE")
        with pytest.raises(CourseError, match="is locked by another program"):
            made(graded)
    book.close()


@pytest.mark.parametrize(
    ("source", "left"),
    [
        ("x = 1  # Ada wrote this", "x = 1"),
        ("adaLoss = np.max(x)", "name1 = np.max(x)"),
        ("loss_of_s1234567 = 'by Lovelace'", 'name1 = "..."'),
        ("max_value = 'fine'", "max_value = 'fine'"),
        ("def f(x):\n    '''Ada's'''\n    return x", "def f(x):\n    return x"),
        ('# YOUR CODE HERE\nx = f"{x} by Ada"', None),
        ("def f(x:", None),
        ("", None),
    ],
)
def test_who_wrote_something_is_taken_out(source: str, left: str | None) -> None:
    people = {"s1234567": "Ada Max Lovelace"}
    example = Anonymiser(people, ["def f(x):\n    # YOUR CODE HERE\nmax_value = 0"]).example(source)
    if left is None:
        assert example is None or "Ada" not in example.source
    else:
        assert example is not None and example.source == left

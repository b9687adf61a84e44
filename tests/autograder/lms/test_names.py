"""Submissions come in from each LMS, and none is taken for another student's."""

from pathlib import Path

import pytest

from autograder.course import Course
from autograder.errors import CourseError
from autograder.lms import class_list
from autograder.lms.collecting import Options, collect
from tests.autograder.lms import zips
from tests.autograder.lms.zips import attempt, blackboard, tree, write
from tests.autograder.squares import RIGHT, WRONG


def test_canvas_names_students_by_its_own_numbers(
    course: Course, notebook: bytes, tmp_path: Path
) -> None:
    files = {f"{zips.canvas_name(n)}_squares.ipynb": notebook for n in range(6)}
    files[f"{zips.canvas_name(0)}_notes.txt"] = b"mine"
    files[f"{zips.canvas_name(1)}_text.html"] = b"<script>"
    archive = zips.zipped(tmp_path / "submissions.zip", files)
    roster = write(tmp_path / "grades.csv", zips.canvas_csv(7))
    collected = collect(course, archive, Options(roster=roster))
    assert collected.title == "Canvas" and collected.lesson == "squares"
    assert collected.problems == []
    assert set(tree(course)) == {
        *(f"login{n}/squares/squares.ipynb" for n in range(6)),
        "login0/squares/notes.txt",
        "login1/squares/text.html",
    }
    assert any("1 of 7 have nothing for squares yet: login6" in note for note in collected.notes)


def test_canvas_without_numbers_goes_by_the_full_name_that_one_student_alone_has(
    course: Course, notebook: bytes, tmp_path: Path
) -> None:
    files = {f"{zips.canvas_name(n)}_squares.ipynb": notebook for n in range(6)}
    archive = zips.zipped(tmp_path / "submissions.zip", files)
    rows = ["username;first name;last name", "twin;Ada;Lovelace"]
    for number in range(6):
        first, last = ('"' + name.replace('"', '""') + '"' for name in zips.name_of(number))
        rows.append(f"user{number};{first};{last}")
    roster = tmp_path / "class.csv"
    roster.write_bytes("\r\n".join(rows).encode("utf-16"))
    collected = collect(course, archive, Options(roster=roster))
    assert {name.split("/")[0] for name in tree(course)} == {f"user{n}" for n in range(1, 6)}
    (problem,) = collected.problems
    assert "is the name of twin and user0" in problem


def test_canvas_tells_who_is_late_and_a_deadline_makes_nbgrader_know(
    course: Course, notebook: bytes, tmp_path: Path
) -> None:
    files = {
        f"{zips.canvas_name(0)}_squares.ipynb": notebook,
        f"{zips.canvas_name(1, late=True)}_squares-2.ipynb": notebook,
    }
    archive = zips.zipped(tmp_path / "submissions.zip", files)
    options = Options(deadline="2026-03-01 23:59", timezone="Europe/Paris")
    collected = collect(course, archive, options)
    assert [placed.student for placed in collected.placed if placed.late] == ["1001"]
    assert tree(course)["1001/squares/timestamp.txt"] == b"2026-03-01 22:59:01 UTC\n"
    assert "1000/squares/timestamp.txt" not in tree(course)
    due = class_list.deadline(course, "squares").due
    assert due is not None and due.isoformat() == "2026-03-01T22:59:00+00:00"


def test_a_canvas_notebook_that_was_handed_in_anew_gets_the_lessons_name(
    course: Course, tmp_path: Path
) -> None:
    old, new = zips.answered(course, WRONG), zips.answered(course, RIGHT)
    archive = zips.zipped(
        tmp_path / "submissions.zip",
        {
            f"{zips.canvas_name(0)}_squares.ipynb": old,
            "lovelaceada_1000_5001_squares-1.ipynb": new,
        },
    )
    collected = collect(course, archive, Options())
    assert tree(course) == {"1000/squares/squares.ipynb": new}
    assert "the last was taken, squares-1.ipynb" in collected.notes[0]


@pytest.mark.parametrize("folders", [True, False])
def test_moodle_goes_by_the_participant_of_its_worksheet_and_takes_the_times_from_it(
    course: Course, notebook: bytes, tmp_path: Path, folders: bool
) -> None:
    between = "/" if folders else ""
    files = {f"{zips.moodle_folder(n)}{between}squares.ipynb": notebook for n in range(10)}
    archive = zips.zipped(tmp_path / "moodle.zip", files)
    roster = write(tmp_path / "worksheet.csv", zips.moodle_csv(10))
    options = Options(roster=roster, timezone="UTC", deadline="2026-03-02 00:00")
    collected = collect(course, archive, options)
    assert collected.title == "Moodle" and collected.problems == []
    late = [placed.student for placed in collected.placed if placed.late]
    assert late == ["student9@example.org"]
    times = tree(course)["student9@example.org/squares/timestamp.txt"]
    assert times == b"2026-03-03 10:11:00 UTC\n"


def test_moodle_without_a_roster_is_not_guessed(
    course: Course, notebook: bytes, tmp_path: Path
) -> None:
    archive = zips.zipped(tmp_path / "m.zip", {f"{zips.moodle_folder(0)}/squares.ipynb": notebook})
    with pytest.raises(CourseError, match="grading worksheet"):
        collect(course, archive, Options())


def test_blackboard_tells_attempts_and_the_last_before_the_deadline_counts(
    course: Course, tmp_path: Path
) -> None:
    attempts = {
        "2026-03-01-09-00-00": zips.answered(course, WRONG),
        "2026-03-01-22-00-00": zips.answered(course, RIGHT),
        "2026-03-02-08-00-00": zips.answered(course, "def square(x): return 0"),
    }
    files = attempt("ben", "2026-03-05-08-00-00", zips.answered(course))
    for when, content in attempts.items():
        files |= attempt("ada_l", when, content)
    archive = zips.zipped(tmp_path / "gradebook.zip", files)
    options = Options(deadline="2026-03-01T23:59:00", timezone="America/New_York")
    collected = collect(course, archive, options)
    assert collected.title == "Blackboard" and collected.problems == []
    found = tree(course)
    assert found["ada_l/squares/squares.ipynb"] == attempts["2026-03-01-22-00-00"]
    assert found["ada_l/squares/timestamp.txt"] == b"2026-03-02 03:00:00 UTC\n"
    assert found["ben/squares/squares.ipynb"]  # late, but there is no other
    kept = tree(course, "collected/squares")
    assert set(kept.values()) >= {
        attempts["2026-03-01-09-00-00"],
        attempts["2026-03-02-08-00-00"],
    }
    assert [placed.kept for placed in collected.placed] == [2, 0]


def test_a_forged_text_beside_a_blackboard_attempt_makes_nobody_another(
    course: Course, notebook: bytes, tmp_path: Path
) -> None:
    files = attempt("eve", "2026-03-01-09-00-00", notebook)
    forged = b"Name: Ada (ada)\nAssignment: Squares\nName: Eve (eve)\n"
    files = {name: forged if name.endswith(".txt") else content for name, content in files.items()}
    archive = zips.zipped(tmp_path / "b.zip", files)
    roster = write(tmp_path / "class.csv", "Username\nada\neve\n")
    collect(course, archive, Options(roster=roster))
    assert {name.split("/")[0] for name in tree(course)} == {"eve"}


def test_blackboard_without_its_texts_needs_a_roster_to_tell_where_a_name_begins(
    course: Course, notebook: bytes, tmp_path: Path
) -> None:
    when = "2026-03-01-09-00-00"
    files = {blackboard(user, when): notebook for user in ("ada_l", "ben", "zoe")}
    archive = zips.zipped(tmp_path / "b.zip", files)
    assert len(collect(course, archive, Options()).problems) == 3
    roster = write(tmp_path / "class.csv", "Username\nada_l\nben\n")
    (problem,) = collect(course, archive, Options(roster=roster)).problems
    assert "Week 1_Squares_zoe ends with nobody in class.csv" in problem
    assert {name.split("/")[0] for name in tree(course)} == {"ada_l", "ben"}


METADATA = """
submission_11:
  :submitters:
  - :name: Ada Lovelace
    :sid: S0000
    :email: ada@example.org
  :created_at: 2026-03-01 10:11:12.123456000 Z
  :score: 0.0
  :history: []
submission_12:
  :submitters:
  - :name: Bob
    :sid: S0001
  - :name: José
    :sid: S0002
  :created_at: !ruby/object:ActiveSupport::TimeWithZone
    utc: 2026-03-01 10:11:12 Z
"""


def test_gradescope_tells_students_in_its_metadata_groups_too(
    course: Course, notebook: bytes, tmp_path: Path
) -> None:
    files = {
        "assignment_9_export/submission_metadata.yml": METADATA.encode(),
        "assignment_9_export/submission_11/squares.ipynb": notebook,
        "assignment_9_export/submission_12/squares.ipynb": notebook,
        "assignment_9_export/submission_13/squares.ipynb": notebook,
        "__MACOSX/assignment_9_export/._submission_metadata.yml": b"\0",
    }
    archive = zips.zipped(tmp_path / "submissions.zip", files)
    roster = write(tmp_path / "grades.csv", zips.canvas_csv(3))
    collected = collect(course, archive, Options(roster=roster))
    assert collected.title == "Gradescope"
    found = tree(course)
    assert {name.split("/")[0] for name in found} == {"login0", "login1", "login2"}
    assert found["login0/squares/timestamp.txt"] == b"2026-03-01 10:11:12 UTC\n"
    (problem,) = collected.problems
    assert "submission_13/squares.ipynb: its name tells no student" in problem


@pytest.mark.parametrize(
    "layout",
    ["{}/squares.ipynb", "{}/squares/squares.ipynb", "submitted/{}/squares/squares.ipynb",
     "class/{}/my notebook.ipynb", "{}.ipynb", "class/{}_squares.ipynb"],
)  # fmt: skip
@pytest.mark.parametrize("packed", [True, False])
def test_a_plain_folder_is_named_by_its_students(
    course: Course, notebook: bytes, tmp_path: Path, layout: str, packed: bool
) -> None:
    files = {layout.format(name): notebook for name in ("ada", "ben")}
    if packed:
        source = zips.zipped(tmp_path / "class.zip", files)
    else:
        source = tmp_path / "folder"
        for name, content in files.items():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            (source / name).write_bytes(content)
    collected = collect(course, source, Options())
    assert collected.problems == []
    assert set(tree(course)) == {"ada/squares/squares.ipynb", "ben/squares/squares.ipynb"}


WHEN = "2026-03-01-09-00-00"
# Names of files that a student chose, so as to be taken for ben, whose number is 1001.
FORGED = {
    "Blackboard": f"Squares_eve_attempt_{WHEN}_ben_attempt_{WHEN}_squares.ipynb",
    "Moodle": "Eve E_9000_assignsubmission_file_Ben B_9001_assignsubmission_file_squares.ipynb",
    "Canvas, by the file": "eeve_1000_5000_1001_5001_squares.ipynb",
    "Canvas, by the name": "bben_1001_1000_5000_squares.ipynb",
    "Gradescope": "export/submission_1/submission_2/squares.ipynb",
    "plain": "class/eve/ben/squares/squares.ipynb",
}
ROSTER = """Username,Name,Identifier,ID,SIS User ID
eve,"E, Eve",Participant 9000,1000,1
ben,"B, Ben",Participant 9001,1001,2
zoe,"Z, Zoe",Participant 9002,1002,3
"""
SUBMITTERS = "submission_{}:\n  :submitters:\n  - :name: x\n    :sid: '{}'\n"


@pytest.mark.parametrize("kind", FORGED)
def test_no_name_of_a_file_makes_a_submission_anothers(
    course: Course, notebook: bytes, tmp_path: Path, kind: str
) -> None:
    files = {FORGED[kind]: notebook}
    if kind == "plain":
        files["class/zoe/squares.ipynb"] = notebook
    if kind == "Gradescope":
        metadata = (SUBMITTERS.format(1, "eve") + SUBMITTERS.format(2, "ben")).encode()
        files["export/submission_metadata.yml"] = metadata
        forged = SUBMITTERS.format(1, "ben").encode()
        files["export/submission_1/submission_metadata.yml"] = forged
    archive = zips.zipped(tmp_path / "a.zip", files)
    roster = write(tmp_path / "class.csv", ROSTER)
    collected = collect(course, archive, Options(lesson="squares", roster=roster))
    assert collected.title.startswith(kind.split(",")[0]) or kind == "plain"
    assert "ben" not in {name.split("/")[0] for name in tree(course)}
    assert "eve/squares/squares.ipynb" in tree(course) or collected.problems

"""Grades go out as each LMS wants them, and nothing of its own table is changed."""

import csv
import io
from collections.abc import Mapping
from pathlib import Path

import pytest

from autograder.course import Course
from autograder.errors import CourseError
from autograder.grading.gradebook import Entry, GradebookWriter
from autograder.lms.exporting import Options, export, total
from autograder.lms.grades import Grade, LessonGrades
from autograder.lms.tables import read_table, write_table
from tests.autograder.command_line import Here
from tests.autograder.lms import zips


def record(course: Course, points: Mapping[str, float]) -> None:
    """Grades in the gradebook, by the writer that grading has."""
    writer = GradebookWriter(course, "squares")
    writer.write(
        [
            Entry(name, {"test_square": mark, "test_hidden": 1.0}, {}, None)
            for name, mark in points.items()
        ]
    )
    writer.close()


def write(path: Path, content: str) -> Path:
    path.write_bytes(content.encode())
    return path


def changed(before: str, after: str) -> dict[int, str]:
    """The lines that are others, by number."""
    lines = zip(before.splitlines(), after.splitlines(), strict=True)
    return {number: new for number, (old, new) in enumerate(lines) if old != new}


def test_canvas_own_table_is_filled_and_all_else_of_it_stays_to_the_byte(
    course: Course, tmp_path: Path
) -> None:
    record(course, {"login0": 2.0, "login1": 0.5, "1002": 2.0})
    before = zips.canvas_csv(6)
    into = write(tmp_path / "grades.csv", before)
    exported = export(course, ["squares"], Options("canvas", into))
    assert into.read_text() == before
    assert exported.path == tmp_path / "grades-filled.csv" and exported.problems == []
    after = exported.path.read_text()
    new = changed(before, after)
    assert {*new} == {3, 4, 5}
    assert new[3] == '"Lovelace, Ada",1000,S0000,login0,Autumn,7.50,3,75.0'
    # A name that begins with = stays as Canvas wrote it.
    assert new[4] == before.splitlines()[4].replace(",7.50,,", ",7.50,1.5,")
    assert new[5].endswith(",7.50,3,75.0")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_table_that_is_read_and_written_is_the_same(
    tmp_path: Path, encoding: str, ending: str
) -> None:
    text = ending.join(['a,"b, ""c""",', '"two', 'lines",, x ', 'é,\'=1,""', ""])
    content = text.encode(encoding)
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    table = read_table(path)
    assert table.rows[0].values() == ["a", 'b, "c"', ""]
    assert table.rows[1].values() == [f"two{ending}lines", "", " x "]
    write_table(table, tmp_path / "b.csv")
    assert (tmp_path / "b.csv").read_bytes() == content


def test_semicolons_have_decimal_commas(course: Course, tmp_path: Path) -> None:
    record(course, {"ada": 0.5})
    text = "Student;ID;SIS Login ID;Section;squares (7)\n    Points Possible;;;;3,00\n"
    into = write(tmp_path / "grades.csv", f"{text}Lovelace, Ada;1;ada;A;\n")
    exported = export(course, ["squares"], Options("canvas", into))
    assert exported.path.read_text().endswith("Lovelace, Ada;1;ada;A;1,5\n")


def test_a_missing_submission_is_empty_and_what_stands_there_stays(
    course: Course, tmp_path: Path
) -> None:
    record(course, {"login0": 2.0})
    before = zips.canvas_csv(3).replace("7.50,,75.0", "7.50,EX,75.0")
    into = write(tmp_path / "grades.csv", before)
    exported = export(course, ["squares"], Options("canvas", into))
    assert {*changed(before, exported.path.read_text())} == {3}
    plain = export(course, ["squares"], Options("csv", to=tmp_path / "plain.csv"))
    rows = list(csv.reader(io.StringIO(plain.path.read_text(encoding="utf-8-sig"))))
    assert rows[0][4:] == [
        "squares (3)", "squares: square (2)", "squares: hidden (1)", "squares: late penalty",
    ]  # fmt: skip
    assert rows[1] == ["login0", "", "", "", "3", "2", "1", "0"]


def test_who_is_graded_but_not_in_the_table_is_told(
    course: Course, tmp_path: Path, here: Here
) -> None:
    record(course, {"login0": 2.0, "nobody": 2.0})
    into = str(write(tmp_path / "grades.csv", zips.canvas_csv(3)))
    words = ("export", "squares", "--lms", "canvas", "--into", into)
    status, shown = here(*words, cwd=course.root)
    assert status == 1 and "squares: nobody is not in grades.csv" in shown
    assert (tmp_path / "grades-filled.csv").is_file()
    status, shown = here(*words, cwd=course.root)
    assert status == 1 and "is there already and is not written over" in shown
    assert shown.count("\n") == 1


def test_other_points_are_told_and_written_in_proportion_on_demand(
    course: Course, tmp_path: Path
) -> None:
    record(course, {"login0": 0.5})
    into = write(tmp_path / "grades.csv", zips.canvas_csv(1, points="100.00"))
    with pytest.raises(CourseError, match=r"gives 100 points .* squares has 3: .*--scale"):
        export(course, ["squares"], Options("canvas", into))
    exported = export(course, ["squares"], Options("canvas", into, scale=True))
    assert ",7.50,50,75.0" in exported.path.read_text()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (Options("canvas"), "export the gradebook in Canvas"),
        (Options("sakai"), "There is no format 'sakai'"),
        (Options("canvas", Path("grades.csv"), columns=("Nothing",)), "no column 'Nothing'"),
        (Options("canvas", Path("other.csv")), "no column 'squares'"),
        (Options("canvas", Path("twice.csv")), "several columns that could be"),
        (Options("canvas", Path("none.csv")), "cannot be read: No such file"),
    ],
)
def test_what_cannot_be_written_is_told_in_a_sentence(
    course: Course, tmp_path: Path, options: Options, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    record(course, {"login0": 2.0})
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "grades.csv", zips.canvas_csv(1))
    write(tmp_path / "other.csv", zips.canvas_csv(1, column="Cubes (78)"))
    write(tmp_path / "twice.csv", zips.canvas_csv(1, column="Squares (77),squares (78)"))
    with pytest.raises(CourseError, match=r"^[^\n]*$") as told:
        export(course, ["squares"], options)
    assert said in str(told.value)


def test_moodles_worksheet_is_filled(course: Course, tmp_path: Path) -> None:
    record(course, {"student0@example.org": 2.0})
    before = zips.moodle_csv(2)
    into = write(tmp_path / "worksheet.csv", before)
    exported = export(course, ["squares"], Options("moodle", into))
    (line,) = changed(before, exported.path.read_bytes().decode()).values()
    assert line.startswith(
        '"Participant 9000","Ada Lovelace",student0@example.org,"Submitted for grading - ",3,3.00,'
    )


def test_blackboards_table_is_filled_or_written_anew(course: Course, tmp_path: Path) -> None:
    record(course, {"ada": 0.5})
    header = '"Last Name"\t"First Name"\t"Username"\t"Squares [Total Pts: 3 Score] |4711"\r\n'
    into = tmp_path / "gc_squares.xls"
    into.write_bytes((header + '"Lovelace"\t"Ada"\t"ada"\t""\r\n').encode("utf-16"))
    exported = export(course, ["squares"], Options("blackboard", into))
    assert exported.path.name == "gc_squares-filled.xls"
    text = exported.path.read_bytes().decode("utf-16")
    assert text == header + '"Lovelace"\t"Ada"\t"ada"\t"1.5"\r\n'
    new = export(course, ["squares"], Options("blackboard", to=tmp_path / "new.csv"))
    assert new.path.read_text() == "Username,squares [Total Pts: 3 Score]\nada,1.5\n"


def test_no_cell_of_ours_is_a_formula(course: Course, tmp_path: Path) -> None:
    record(course, {"ada": 2.0})
    with course.nbgrader.gradebook as gradebook:
        gradebook.update_or_create_student(
            "ada", first_name="=cmd|' /C calc'!A0", last_name="+1\n-2", email="@sum"
        )
    for lms in ("csv", "moodle"):
        exported = export(course, ["squares"], Options(lms, to=tmp_path / f"{lms}.csv"))
        text = exported.path.read_text(encoding="utf-8-sig")
        for row in csv.reader(io.StringIO(text)):
            assert not any(value.lstrip().startswith(("=", "+", "-", "@")) for value in row)


def test_the_lowest_are_dropped_and_a_missing_one_is_the_lowest() -> None:
    def lesson(name: str, **points: float) -> LessonGrades:
        return LessonGrades(name, {"a": 10.0}, {who: Grade(p, {}) for who, p in points.items()})

    graded = [lesson("01", ada=10, ben=5), lesson("02", ada=5), lesson("03", ada=9, ben=8)]
    graded.append(lesson("04"))  # nobody is graded yet
    assert total(graded, "ada") == 80
    assert total(graded, "ada", 1) == 95
    assert total(graded, "ben", 1) == 65
    assert total(graded, "nobody", 1) is None
    assert total(graded, "ada", 7) == 100

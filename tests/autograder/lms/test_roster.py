"""Rosters as they come: any encoding, any name; what cannot be one is told in a sentence."""

from pathlib import Path

import pytest

from autograder.errors import CourseError
from autograder.lms.roster import Unmatched, read_roster
from tests.autograder.lms import zips

ROWS = [
    ["Username", "First name", "Last name", "Email address"],
    *(
        [f"user{number}", *zips.name_of(number), f"u{number}@example.org"]
        for number in range(len(zips.NAMES))
    ),
]


def text(delimiter: str) -> str:
    lines = (delimiter.join('"' + value.replace('"', '""') + '"' for value in row) for row in ROWS)
    return "\r\n".join(lines) + "\r\n"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_encoding_and_delimiter_gives_the_same_names(
    tmp_path: Path, encoding: str, delimiter: str
) -> None:
    path = tmp_path / "class.csv"
    path.write_bytes(text(delimiter).encode(encoding))
    students = read_roster(path).students
    assert [(each.first, each.last) for each in students] == zips.NAMES
    assert [each.id for each in students] == [f"user{number}" for number in range(6)]


def test_an_old_windows_encoding_is_read(tmp_path: Path) -> None:
    path = tmp_path / "class.csv"
    path.write_bytes("login;name\r\njose;José Núñez\r\n".encode("cp1252"))
    assert read_roster(path).students[0].full == "José Núñez"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "has no first row"),
        (b"\xef\xbb\xbf", "has no first row"),
        (b"PK\x03\x04...", "is an Excel file"),
        (b"name,points\nAda,3\n", "has no column that names students"),
        (b"username,name\n", "has columns, but no students"),
        (b"username,name\nada,Ada\nben,Ben\nada,Adam\n", "has the id 'ada' twice, in rows 2 and 4, "
         "for Ada and Adam"),
        (b"username,name\nAda,Ada\nada,Adam\n", "has the id 'ada' twice"),
        (b"username,name\n../etc,Ada\n", "row 2: the id '../etc' cannot be a folder's name"),
        (b"identifier,full name\nnobody,Ada\n", "row 2: the id '' cannot be"),
        (b"username,name\nada,\"A\nB\"\nada,Adam\n", "for A B and Adam"),
        (b"username,name\n=cmd,Ada\n", "row 2: the id '=cmd' cannot be"),
        (b"username,name\na/b,Ada\n", "row 2: the id 'a/b' cannot be"),
        (b"username,name\n\xff\xfe\x00,Ada\n", "cannot be a folder's name"),
        (b"\xff\xfea", "is no text in utf-16-le"),
    ],
)  # fmt: skip
def test_what_is_no_roster_is_told_in_a_sentence(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "class.csv"
    path.write_bytes(content)
    with pytest.raises(CourseError) as told:
        read_roster(path)
    assert said in str(told.value) and "\n" not in str(told.value)


def test_a_student_of_two_sections_is_one(tmp_path: Path) -> None:
    path = tmp_path / "class.csv"
    path.write_text("username,name,section\nada,Ada,A\nada,Ada,B\n", encoding="utf-8")
    assert len(read_roster(path).students) == 1


def test_canvas_own_numbers_and_names_that_begin_like_a_formula_are_read(tmp_path: Path) -> None:
    path = tmp_path / "grades.csv"
    path.write_text(zips.canvas_csv(3), encoding="utf-8")
    bob = read_roster(path).students[1]
    assert (bob.id, bob.canvas, bob.first) == ("login1", "1001", "Bob")
    assert bob.last == '=HYPERLINK("x")'


def test_a_number_that_is_not_canvass_is_never_taken_for_one(tmp_path: Path) -> None:
    path = tmp_path / "class.csv"
    path.write_text("id,first_name,last_name\n1000,Ada,Lovelace\n", encoding="utf-8")
    roster = read_roster(path)
    assert roster.find({"id": "1000"}).last == "Lovelace"
    with pytest.raises(Unmatched, match=r"bob is not in class\.csv"):
        roster.find({"Canvas": "1000", "name": "bob"})


def test_an_id_that_is_two_students_is_nobodys(tmp_path: Path) -> None:
    path = tmp_path / "class.csv"
    path.write_text("username,student number\nada,ben\nben,77\n", encoding="utf-8")
    with pytest.raises(Unmatched, match=r"ben is ada and ben in class\.csv"):
        read_roster(path).find({"id": "ben"})


def test_accents_are_the_same_however_they_are_put_together(tmp_path: Path) -> None:
    path = tmp_path / "class.csv"
    path.write_text("username,name\njos\u00e9,Jos\u00e9\n", encoding="utf-8")
    assert read_roster(path).find({"id": "Jose\u0301"}).id == "jos\u00e9"


def test_a_folder_may_have_the_full_name_and_a_login_may_not(tmp_path: Path) -> None:
    path = tmp_path / "class.csv"
    path.write_text('username,name\nben,"B, Ben"\n', encoding="utf-8")
    roster = read_roster(path)
    assert roster.find({"folder": "Ben B"}).id == roster.find({"folder": "BEN"}).id == "ben"
    with pytest.raises(Unmatched, match="benb is not in"):
        roster.find({"id": "benb"})

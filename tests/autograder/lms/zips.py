"""Archives as each LMS makes them, of a made-up class."""

import json
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from autograder.course import Course
from tests.autograder import notebooks as nb
from tests.autograder.squares import RIGHT

# The names that are hard: commas, quotes, formulas, accents, from right to left.
NAMES = [
    ("Ada", "Lovelace"),
    ("Bob", '=HYPERLINK("x")'),
    ("José", "Núñez, Jr."),
    ("نور", "الهدى"),
    ("Zoë", "O'Neil"),
    ('Mary "May"', "Smith-Jones"),
]


def name_of(number: int) -> tuple[str, str]:
    """The first and last name of the made-up student of this number; no two are the same."""
    first, last = NAMES[number % len(NAMES)]
    return (first, last) if number < len(NAMES) else (first, f"{last} {_letters(number)}")


def _letters(number: int) -> str:
    return "".join(chr(ord("a") + int(digit)) for digit in str(number))


def answered(course: Course, answer: str = RIGHT) -> bytes:
    """A notebook of `squares`, as a student saves it."""
    form = course.template("squares")
    for cell in form.notebook.cells:
        cell.source = answer if cell.id == "square" else form.released[cell.id]
    return nb.as_bytes(form.notebook)


def zipped(path: Path, files: Mapping[str, bytes] | Iterable[tuple[str, bytes]]) -> Path:
    """A zip of these files."""
    items = files.items() if isinstance(files, Mapping) else files
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in items:
            archive.writestr(name, content)
    return path


def canvas_name(number: int, late: bool = False) -> str:
    """What Canvas puts before a file's name; its own number of the student is 1000 + number."""
    first, last = name_of(number)
    squashed = "".join(each for each in f"{last}{first}" if each.isalnum()).lower()
    return f"{squashed}{'_LATE' if late else ''}_{1000 + number}_{5000 + number}"


def canvas_csv(size: int, column: str = "Squares (77)", points: str = "3.00") -> str:
    """A gradebook as Canvas exports it."""
    lines = [
        f'Student,ID,SIS User ID,SIS Login ID,Section,"Essay, first (76)",{column},Final Score',
        ",,,,,Manual Posting,,",
        f"    Points Possible,,,,,10.00,{points},(read only)",
    ]
    for number in range(size):
        first, last = name_of(number)
        name = f"{last}, {first}"
        name = f'="{name}"' if name.startswith("=") else name
        quoted = '"' + name.replace('"', '""') + '"'
        lines.append(f"{quoted},{1000 + number},S{number:04},login{number},Autumn,7.50,,75.0")
    return "\n".join(lines) + "\n"


def moodle_folder(number: int) -> str:
    first, last = name_of(number)
    return f"{first} {last}_{9000 + number}_assignsubmission_file_"


def moodle_csv(size: int) -> str:
    """A grading worksheet as Moodle exports it; every tenth has handed in late."""
    lines = [
        'Identifier,"Full name","Email address",Status,Grade,"Maximum Grade",'
        '"Grade can be changed","Last modified (submission)","Last modified (grade)",'
        '"Feedback comments"'
    ]
    for number in range(size):
        first, last = name_of(number)
        name = f"{first} {last}".replace('"', '""')
        day = 3 if number % 10 == 9 else 1
        lines.append(
            f'"Participant {9000 + number}","{name}",student{number}@example.org,'
            f'"Submitted for grading - ",,3.00,Yes,"Sunday, {day} March 2026, 10:11 AM",-,'
        )
    return "﻿" + "\r\n".join(lines) + "\r\n"


def other_lesson() -> bytes:
    """A notebook of a lesson `cubes`."""
    made = nb.notebook(nb.answer("def cube(x):\n    return x**3", "cube"))
    return json.dumps(made).encode()


def tree(course: Course, folder: str = "submitted") -> dict[str, bytes]:
    """All files below a folder of the course, by relative path."""
    top = course.root / folder
    return {
        path.relative_to(top).as_posix(): path.read_bytes()
        for path in sorted(top.rglob("*"))
        if path.is_file()
    }


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def blackboard(user: str, when: str, name: str = "squares.ipynb") -> str:
    return f"Week 1_Squares_{user}_attempt_{when}_{name}"


def attempt(user: str, when: str, content: bytes) -> dict[str, bytes]:
    """An attempt as Blackboard packs it: the file, and a text that tells the user."""
    text = f"Name: Somebody ({user})\nAssignment: Week 1_Squares\nDate Submitted: x\n"
    name = blackboard(user, when)
    return {name: content, name.removesuffix("_squares.ipynb") + ".txt": text.encode()}

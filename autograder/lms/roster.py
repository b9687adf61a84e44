"""Who is in the class: a roster as an LMS or a spreadsheet exports it, and whose a submission is.

Nobody is guessed: a submission is a student's by what its LMS knows the student by, or by a full
name that one student alone has.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from autograder.errors import CourseError
from autograder.lms.naming import Keys, squashed
from autograder.lms.tables import Table, one_line, read_table

_SAFE = re.compile(r"\w[\w.@+-]{0,99}")
POINTS_POSSIBLE = "points possible"  # Canvas's second or third row

# Columns by what they hold, without case and punctuation; the first kinds make the better folder.
_COLUMNS = {
    "student": ("studentid", "nbgraderid"),
    "login": (
        "sisloginid", "login", "loginid", "username", "user", "netid", "uniqueid", "account",
    ),
    "number": (
        "sisuserid", "sisid", "sid", "idnumber", "studentnumber", "matriculationnumber",
        "matriculation", "orgdefinedid",
    ),
    "email": ("email", "emailaddress", "mail"),
    "id": ("id", "lmsuserid"),
    "participant": ("identifier",),
    "name": ("student", "name", "fullname", "studentname"),
    "first": ("firstname", "givenname", "first"),
    "last": ("lastname", "surname", "familyname", "last"),
    "handed in": ("lastmodifiedsubmission",),
}  # fmt: skip
_FOLDERS = ("student", "login", "number", "email", "Canvas", "participant")
_TIMES = ("%A, %d %B %Y, %I:%M %p", "%A, %d %B %Y, %H:%M", "%A, %B %d, %Y, %I:%M %p")


@dataclass(frozen=True)
class Student:
    """A student: the name of the folder and of the gradebook, and what else is known.

    canvas, participant: an LMS's own numbers; ids: all else that names this student.
    """

    id: str
    first: str = ""
    last: str = ""
    email: str = ""
    canvas: str = ""
    participant: str = ""
    ids: frozenset[str] = frozenset()
    full: str = ""
    handed_in: datetime | None = None

    @property
    def names(self) -> set[str]:
        """The full name in each order, squashed."""
        written = {
            self.full,
            f"{self.first} {self.last}",
            f"{self.last} {self.first}",
            " ".join(reversed(self.full.split(",", 1))),
        }
        return {squashed(name) for name in written} - {""}


class Unmatched(Exception):
    """A submission that is nobody's in the roster; the message says why."""


@dataclass
class Roster:
    """The students of a class. `rows`: where the table has each, counted from its header's 0."""

    students: list[Student]
    name: str = "the gradebook"
    rows: dict[str, list[int]] = field(default_factory=dict)
    _by: dict[str, dict[str, set[str]]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._by = {kind: defaultdict(set) for kind in ("id", "Canvas", "participant", "name")}
        self._students = {student.id: student for student in self.students}
        for student in self.students:
            for value in student.ids | {student.id}:
                self._by["id"][_plain(value)].add(student.id)
            for name in student.names:
                self._by["name"][name].add(student.id)
            if student.canvas:
                self._by["Canvas"][student.canvas].add(student.id)
            if student.participant:
                self._by["participant"][student.participant].add(student.id)

    def find(self, keys: Keys) -> Student:
        """Whose a submission is; raises Unmatched."""
        self._check_others(keys)
        if "ending" in keys:
            return self._by_ending(keys["ending"])
        for kind in ("Canvas", "participant", "id", "email", "folder"):
            index = self._by.get(kind, self._by["id"])
            value = keys.get(kind)
            if value is None or not index:
                continue
            found = index.get(_plain(value), set())
            if len(found) == 1:
                return self._students[next(iter(found))]
            if found:
                raise Unmatched(f"{value} is {_names(found)} in {self.name}")
            if kind == "id" and "email" in keys:
                continue
            if kind == "folder":
                return self._by_full_name(value)
            what = value if kind in ("id", "email") else f"{kind} {value}"
            raise Unmatched(f"{what} is not in {self.name}")
        if name := keys.get("name"):
            return self._by_full_name(name)
        raise Unmatched(f"{self.name} has no column that tells whose it is")

    def _check_others(self, keys: Keys) -> None:
        """Raise Unmatched where numbers of several students are in one name of a file."""
        numbers = [keys.get("Canvas", ""), *keys.get("others", "").split()]
        found = {name for number in numbers for name in self._by["Canvas"].get(number, ())}
        if len(found) > 1:
            raise Unmatched(f"the name of the file has the numbers of {_names(found)}")

    def _by_ending(self, text: str) -> Student:
        ends = _plain(text)
        found = {
            name
            for value, names in self._by["id"].items()
            if ends.endswith(f"_{value}")
            for name in names
        }
        if len(found) == 1:
            return self._students[found.pop()]
        if found:
            raise Unmatched(f"{text} may be {_names(found)} in {self.name}")
        raise Unmatched(f"{text} ends with nobody in {self.name}")

    def _by_full_name(self, name: str) -> Student:
        found = self._by["name"].get(squashed(name), set())
        if len(found) == 1:
            return self._students[next(iter(found))]
        if found:
            raise Unmatched(f"{name} is the name of {_names(found)} in {self.name}")
        raise Unmatched(f"{name} is not in {self.name}")


def _plain(value: str) -> str:
    """An id without case, however its accents are put together."""
    return unicodedata.normalize("NFC", value).casefold()


def is_folder_name(name: str) -> bool:
    """Whether a student's folder can have this name."""
    return _SAFE.fullmatch(name) is not None and ".." not in name


def read_roster(path: Path) -> Roster:
    """The roster in a table; raises CourseError, in one sentence, for what cannot be one."""
    return roster_of(read_table(path))


def roster_of(table: Table) -> Roster:
    """The students of a table, in its order."""
    columns = find_columns(table)
    if not any(kind in columns for kind in _FOLDERS):
        raise CourseError(
            f"{table.name} has no column that names students, such as 'SIS Login ID', 'Username' "
            f"or 'Email address': it has {one_line(', '.join(filter(None, table.header)))[:300]}."
        )
    found: dict[str, tuple[int, Student]] = {}
    rows: dict[str, list[int]] = {}
    for number, row in enumerate(table.rows[1:], 2):
        told = row_of(columns, row.values())
        if told is None:
            continue
        student = _student(told, table.name, number)
        first, known = found.setdefault(_plain(student.id), (number, student))
        if known != student:
            raise CourseError(
                f"{table.name} has the id {student.id!r} twice, in rows {first} and {number}, for "
                f"{_called(known)} and {_called(student)}: correct it, then run this again."
            )
        rows.setdefault(known.id, []).append(number - 1)
    if not found:
        raise CourseError(f"{table.name} has columns, but no students.")
    return Roster([student for _, student in found.values()], table.name, rows)


def find_columns(table: Table) -> dict[str, int]:
    """Where a table has what, by kind; "Canvas" is Canvas's own number of a student."""
    found: dict[str, int] = {}
    for number, title in enumerate(table.header):
        plain = squashed(title)
        for kind, titles in _COLUMNS.items():
            if plain in titles:
                found.setdefault(kind, number)
    if "id" in found:
        there = {squashed(title) for title in table.header}
        own = there & {"sisloginid", "sisuserid"} or {"student", "section"} <= there
        found.setdefault("Canvas" if own else "student", found.pop("id"))
    return found


def row_of(columns: Mapping[str, int], values: list[str]) -> dict[str, str] | None:
    """What a row tells, by kind; None for one that is no student's."""
    told = {
        kind: values[column].strip() if column < len(values) else ""
        for kind, column in columns.items()
    }
    if not any(told.get(kind) for kind in _FOLDERS):
        return None
    is_points = told.get("name", "").casefold().startswith(POINTS_POSSIBLE)
    return None if is_points else told


def _student(told: Mapping[str, str], table: str, number: int) -> Student:
    known = {**told, "participant": re.sub(r"^\D+", "", told.get("participant", ""))}
    name = next((known[kind] for kind in _FOLDERS if known.get(kind)), "")
    if not is_folder_name(name):
        raise CourseError(
            f"{table}, row {number}: the id {name!r} cannot be a folder's name. Use letters, "
            "digits and . _ @ + - alone."
        )
    ids = frozenset(
        known[kind] for kind in ("student", "login", "number", "email") if known.get(kind)
    )
    full = _plain_name(known.get("name", ""))
    last, comma, first = full.partition(",")
    return Student(
        id=name,
        first=known.get("first") or (first.strip() if comma else ""),
        last=known.get("last") or (last.strip() if comma else ""),
        email=known.get("email", ""),
        canvas=known.get("Canvas", ""),
        participant=known["participant"],
        ids=ids,
        full=full,
        handed_in=_time(known.get("handed in", "")),
    )


def _plain_name(written: str) -> str:
    """A name as it is: Canvas writes one that begins with = as ="=name"."""
    quoted = re.fullmatch(r'="(.*)"', written, re.DOTALL)
    return quoted[1] if quoted else written


def _time(text: str) -> datetime | None:
    """When something was handed in, as Moodle writes it in English."""
    for form in _TIMES:
        try:
            return datetime.strptime(" ".join(text.split()), form)
        except ValueError:
            continue
    return None


def _called(student: Student) -> str:
    name = student.full or f"{student.first} {student.last}".strip() or student.email or student.id
    return one_line(name)


def _names(ids: Iterable[str]) -> str:
    return " and ".join(sorted(ids))

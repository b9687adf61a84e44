"""What the place of a file in an archive tells: whose it is, of which attempt, and from when."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import PurePosixPath
from typing import Protocol

from autograder.lms.archives import Entry

# What an LMS may know a student by. "id" is anything that an institution gives: a login, a number,
# an address; "Canvas" and "participant" are an LMS's own numbers; "name" is the full name;
# "folder" is an id or the full name; "ending" is a text that ends with an id; "others" are numbers
# that may not be another student's. A student without a roster goes by the first of OWN.
Keys = Mapping[str, str]
OWN = ("id", "email", "Canvas", "folder")


@dataclass(frozen=True)
class Place:
    """Whose a file is, and what its own name was.

    students: what each is known by, more than one for a group's work; attempt: what tells attempts
    of the same student apart; when: without a time zone where the LMS tells none; late: the LMS
    says so.
    """

    students: tuple[Keys, ...]
    file: PurePosixPath
    attempt: str = ""
    when: datetime | None = None
    late: bool = False


class Lms(Protocol):
    """How one LMS names the files of an archive; made from all its files."""

    title: str

    def __init__(self, entries: list[Entry]) -> None: ...

    def place(self, path: PurePosixPath) -> Place | None:
        """What the path of a file tells; None where it tells nobody."""

    @staticmethod
    def knows(path: PurePosixPath) -> bool:
        """Whether the path is as this LMS would have it."""


@dataclass
class Attempt:
    """The files that one student has handed in at once."""

    keys: Keys
    when: datetime | None
    late: bool
    files: dict[PurePosixPath, Entry] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """How the student is called in messages, before anybody is found."""
        shown = ("id", "email", "Canvas", "participant", "anonymous")
        numbers = [f"{kind} {self.keys[kind]}" for kind in shown if kind in self.keys]
        texts = ("name", "folder", "ending")
        names = [self.keys[kind] for kind in texts if self.keys.get(kind)]
        return ", ".join([*numbers, *names])


def attempts(lms: Lms, entries: list[Entry]) -> tuple[list[Attempt], list[Entry]]:
    """The attempts in an archive, and the files that tell nobody, notebooks and zips alone."""
    found: dict[tuple[object, ...], Attempt] = {}
    nobodys: list[Entry] = []
    for entry in entries:
        place = lms.place(entry.path)
        if place is None:
            if entry.path.suffix.lower() in (".ipynb", ".zip"):
                nobodys.append(entry)
            continue
        for keys in place.students:
            name = (*sorted(keys.items()), place.attempt)
            attempt = found.setdefault(name, Attempt(keys, place.when, place.late))
            attempt.files[_free(place.file, attempt.files)] = entry
    return list(found.values()), nobodys


def _free(name: PurePosixPath, taken: Collection[PurePosixPath]) -> PurePosixPath:
    """The name, or another where there is a file of this name already: none is lost."""
    number, free = 1, name
    while free in taken:
        number += 1
        free = name.with_name(f"{name.stem}~{number}{name.suffix}")
    return free


def squashed(name: str) -> str:
    """A name without case, blanks and punctuation, as Canvas writes names into names of files."""
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFC", name)).casefold()


def notebooks(entries: list[Entry]) -> Iterator[Entry]:
    """The notebooks among the files."""
    return (entry for entry in entries if entry.path.suffix.lower() == ".ipynb")


def share(entries: list[Entry], knows: Callable[[PurePosixPath], bool]) -> float:
    """The share of the files that are named as an LMS would name them."""
    return sum(knows(entry.path) for entry in entries) / max(len(entries), 1)

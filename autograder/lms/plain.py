"""A plain folder or zip: STUDENT/xor.ipynb, nbgrader's STUDENT/07_xor/xor.ipynb, or STUDENT.ipynb.

A `timestamp.txt` in a student's folder tells when it was handed in, as nbgrader's does.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import UTC, datetime
from pathlib import PurePosixPath

from autograder.lms.archives import Entry
from autograder.lms.naming import Place

TIMESTAMP = "timestamp.txt"


class Plain:
    """Places files by the folders that they are in.

    `lessons` and `notebooks` are the course's, which are no students' names.
    """

    title = "a plain folder"

    def __init__(
        self,
        entries: list[Entry],
        lessons: Collection[str] = (),
        notebooks: Collection[str] = (),
    ) -> None:
        self._lessons, self._notebooks = lessons, notebooks
        folders = {entry.path.parent for entry in entries}
        one_folder = len(folders) == 1 and not any(
            entry.path.stem in self._notebooks for entry in entries
        )
        self._top = len(folders.pop().parts) if one_folder else _common(entries, {*lessons})
        self._times = {
            entry.path.parent: when
            for entry in entries
            if entry.path.name == TIMESTAMP
            and entry.size <= 100
            and (when := _time(entry.read().decode("utf-8", "replace"))) is not None
        }

    def place(self, path: PurePosixPath) -> Place | None:
        folders = path.parts[self._top : -1]
        if not folders:
            return self._flat(path)
        student, inside = folders[0], folders[1:]
        if inside and inside[0] in self._lessons:
            inside = inside[1:]
        if path.name == TIMESTAMP:
            return None
        folder = PurePosixPath(*path.parts[: len(path.parts) - 1 - len(inside)])
        when = self._times.get(folder)
        keys = {"folder": student}
        return Place((keys,), PurePosixPath(*inside, path.name), "", when)

    def _flat(self, path: PurePosixPath) -> Place | None:
        if path.suffix.lower() not in (".ipynb", ".zip"):
            return None
        stem = re.sub(r"(-\d+| \(\d+\))$", "", path.stem)
        for notebook in self._notebooks:
            if stem == notebook:
                return None
            stem = stem.removesuffix(f"_{notebook}")
        return Place(({"folder": stem},), PurePosixPath(path.name))

    @staticmethod
    def knows(_: PurePosixPath) -> bool:
        return True


def _common(entries: list[Entry], lessons: set[str]) -> int:
    """How many folders are above those of the students: all files are below them."""
    above = 0
    folders = [entry.path.parts[:-1] for entry in entries]
    while True:
        here = {parts[above] if len(parts) > above + 1 else None for parts in folders}
        below = {parts[above + 1] for parts in folders if len(parts) > above + 1}
        # The folder of one student alone is no folder of all: it holds a lesson, or files.
        if len(here) != 1 or None in here or below <= lessons:
            return above
        above += 1


def _time(text: str) -> datetime | None:
    from nbgrader.utils import parse_utc  # takes seconds to import

    try:
        when: datetime = parse_utc(text.strip())
    except (ValueError, OverflowError):
        return None
    return when.replace(tzinfo=UTC)

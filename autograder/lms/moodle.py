"""Moodle's "Download all submissions": `Ada Lovelace_12345_assignsubmission_file_/xor.ipynb`.

That is the full name without underscores, the number of the participant, which another assignment
has another of, and the kind of submission; without folders, the file's name follows. There is no
time in it: the grading worksheet of the assignment has it.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from autograder.lms.archives import Entry
from autograder.lms.naming import Place

_NAMED = re.compile(
    r"(?P<name>[^_]*)_(?P<participant>\d+)_assignsubmission_(?P<kind>[a-z]+)(?:_(?P<file>.*))?",
    re.DOTALL,
)


class Moodle:
    """Places files as Moodle names them."""

    title = "Moodle"

    def __init__(self, _: list[Entry]) -> None:
        pass

    def place(self, path: PurePosixPath) -> Place | None:
        for depth, part in enumerate(path.parts):
            named = _NAMED.fullmatch(part)
            if named is None:
                continue
            inside = path.parts[depth + 1 :] or ((named["file"],) if named["file"] else ())
            if not inside:
                return None
            known = {"participant": named["participant"], "name": named["name"]}
            return Place((known,), PurePosixPath(*inside))
        return None

    @staticmethod
    def knows(path: PurePosixPath) -> bool:
        return any(_NAMED.fullmatch(part) for part in path.parts)

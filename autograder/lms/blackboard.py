"""Blackboard's "Assignment File Download": `XOR_alovelace_attempt_2026-03-01-10-11-12_xor.ipynb`.

That is the assignment, the user name, when the attempt was handed in by the server's clock, and the
file's name. Beside the files of each attempt is a text of the same name without the last part. It
tells the full name, and the user name, which together with the assignment's may have underscores.
The first `_attempt_` is Blackboard's: all that follows the time is the student's to choose.
"""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import PurePosixPath

from autograder.lms.archives import Entry
from autograder.lms.naming import Place

MAX_TEXT = 2**20

_NAMED = re.compile(
    r"(?P<start>.+?)_attempt_(?P<when>\d{4}-\d\d-\d\d-\d\d-\d\d-\d\d)(?:_(?P<file>.+)|\.txt)",
    re.DOTALL,
)
_NAME = re.compile(r"^Name:\s*(?P<name>.*?)\s*\((?P<login>[^()\r\n]+)\)\s*$", re.MULTILINE)


class Blackboard:
    """Places files as Blackboard names them."""

    title = "Blackboard"

    def __init__(self, entries: list[Entry]) -> None:
        self._told: dict[str, dict[str, str]] = {}
        for entry in entries:
            named = _NAMED.fullmatch(entry.path.name)
            if named and named["file"] is None and entry.size <= MAX_TEXT and not entry.refused:
                told = _NAME.search(entry.read().decode("utf-8", "replace"))
                # The text has what a student wrote, too: the file's own name must agree.
                if told and f"_{named['start']}".endswith(f"_{told['login']}"):
                    self._told[named["start"]] = {"id": told["login"], "name": told["name"]}

    def place(self, path: PurePosixPath) -> Place | None:
        named = _NAMED.fullmatch(path.name)
        if named is None or named["file"] is None:
            return None
        try:
            when = datetime.strptime(named["when"], "%Y-%m-%d-%H-%M-%S")
        except ValueError:
            return None
        known = self._told.get(named["start"]) or {"ending": named["start"]}
        return Place((known,), PurePosixPath(named["file"]), named["when"], when)

    @staticmethod
    def knows(path: PurePosixPath) -> bool:
        return _NAMED.fullmatch(path.name) is not None

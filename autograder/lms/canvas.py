"""Canvas's "Download Submissions": `lovelaceada_LATE_12345_678910_xor-1.ipynb`, in one folder.

That is the sortable name without blanks and punctuation, whether it is late, the number of the
user, the number of the file, and its name; or `anon_` and five characters for the first three. A
file that was handed in anew ends with a number: `-1`. There is no time in it.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from autograder.lms.archives import Entry
from autograder.lms.naming import Place

_NAMED = re.compile(
    r"(?:anon_(?P<anonymous>[A-Za-z0-9]{5})|(?P<name>\w*?)_(?P<late>LATE_)?(?P<user>\d+))"
    r"_(?P<number>\d+)_(?P<file>.+)",
    re.DOTALL,
)
_NUMBERS = re.compile(r"(?=(?:^|_)(\d+)_\d+_)")


class Canvas:
    """Places files as Canvas names them."""

    title = "Canvas"

    def __init__(self, _: list[Entry]) -> None:
        pass

    def place(self, path: PurePosixPath) -> Place | None:
        named = _NAMED.fullmatch(path.name)
        if named is None:
            return None
        late = named["late"] is not None
        if named["anonymous"]:
            return Place(
                ({"anonymous": named["anonymous"]},), PurePosixPath(named["file"]), late=late
            )
        known = {"Canvas": named["user"], "name": named["name"]}
        # Both names may be the student's to choose: any number in them could be another's.
        others = {*_NUMBERS.findall(path.name)} - {named["user"]}
        if others:
            known["others"] = " ".join(sorted(others))
        return Place((known,), PurePosixPath(named["file"]), late=late)

    @staticmethod
    def knows(path: PurePosixPath) -> bool:
        return _NAMED.fullmatch(path.name) is not None

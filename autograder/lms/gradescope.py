"""Gradescope's "Download Submissions": `assignment_98765_export/submission_123456/xor.ipynb`.

Beside the folders is `submission_metadata.yml`, which tells of each the students, one or a group,
and when it was handed in.
"""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any

from autograder.errors import CourseError
from autograder.lms.archives import Entry
from autograder.lms.naming import Keys, Place

METADATA = "submission_metadata.yml"
MAX_METADATA = 64 * 2**20
_FOLDER = re.compile(r"submission_\d+")


class Gradescope:
    """Places files as Gradescope names them."""

    title = "Gradescope"

    def __init__(self, entries: list[Entry]) -> None:
        # Gradescope's own is beside the students' folders, and not in one of them.
        found = [
            entry
            for entry in entries
            if entry.path.name == METADATA
            and entry.size <= MAX_METADATA
            and not self.knows(entry.path)
        ]
        self._told = read_metadata(found[0].read()) if len(found) == 1 else {}

    def place(self, path: PurePosixPath) -> Place | None:
        for depth, part in enumerate(path.parts[:-1]):
            told = self._told.get(part)
            if _FOLDER.fullmatch(part) and isinstance(told, dict):
                students = tuple(_students(told))
                inside = PurePosixPath(*path.parts[depth + 1 :])
                when = told.get(":created_at")
                if isinstance(when, str):
                    when = _time(when)
                dated = when if isinstance(when, datetime) else None
                return Place(students, inside, part, dated) if students else None
        return None

    @staticmethod
    def knows(path: PurePosixPath) -> bool:
        return any(_FOLDER.fullmatch(part) for part in path.parts[:-1])


def read_metadata(content: bytes) -> dict[str, Any]:
    """What Gradescope tells of each submission, by folder; raises CourseError."""
    import yaml

    class Plain(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
        """Safe, and reads Ruby's objects as the plain values that they hold."""

    def value(loader: Any, _: str, node: Any) -> Any:
        if isinstance(node, yaml.MappingNode):
            return loader.construct_mapping(node, deep=True)
        return None

    Plain.add_multi_constructor("!ruby/", value)
    try:
        told = yaml.load(content, Plain)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        why = " ".join(str(error).split())[:200]
        raise CourseError(f"{METADATA} cannot be read: {why}") from error
    if not isinstance(told, dict):
        raise CourseError(f"{METADATA} tells of no submissions: download the zip again.")
    return {str(folder): each for folder, each in told.items()}


def _students(told: dict[str, Any]) -> list[Keys]:
    found: list[Keys] = []
    submitters = told.get(":submitters")
    for each in submitters if isinstance(submitters, list) else []:
        if isinstance(each, dict):
            kinds = {"id": ":sid", "email": ":email", "name": ":name"}
            keys = {kind: str(each[name]) for kind, name in kinds.items() if each.get(name)}
            if keys:
                found.append(keys)
    return found


def _time(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text.strip())
    except ValueError:
        return None

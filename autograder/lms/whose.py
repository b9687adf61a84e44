"""Which lesson a notebook is of, and which release of it, by the names of its cells."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from typing import TYPE_CHECKING

from autograder.submission.submitted import SubmittedCell, read_cells
from backprop_lib.notebook_file import NotANotebook, read_notebook

if TYPE_CHECKING:
    from autograder.course import Course

STAMP = "backprop"  # the notebook's metadata that tells its release


class Lessons:
    """The lessons of a course, to tell submissions apart by."""

    def __init__(self, course: Course) -> None:
        self.names = course.lessons()
        self.notebooks = {name: course.notebook(name).stem for name in self.names}
        self._cells = {
            name: _grade_ids(read_cells(course.notebook(name).read_bytes())) for name in self.names
        }

    def of(self, content: bytes) -> str | None:
        """The lesson that most named cells of a notebook are of; None for one that has none, or
        that is no notebook.
        """
        try:
            ids = _grade_ids(read_cells(content))
        except NotANotebook:
            return None
        shared = Counter({name: len(ids & cells) for name, cells in self._cells.items()})
        best = max(shared, key=lambda name: shared[name], default=None)
        return best if best and shared[best] else None


def release_digest(content: bytes) -> str:
    """What names a release: a digest of its cells, not of who has saved it since."""
    digest = hashlib.sha256()
    for cell in read_cells(content):
        digest.update(json.dumps([cell.grade_id, cell.cell_type, cell.source]).encode())
    return digest.hexdigest()[:12]


def stamped_release(content: bytes) -> str | None:
    """The release that a notebook says it was made from. A student may have written anything."""
    try:
        metadata = read_notebook(content).metadata
    except NotANotebook:
        return None
    stamp = metadata.get(STAMP) if isinstance(metadata, dict) else None
    release = stamp.get("release") if isinstance(stamp, dict) else None
    return release[:40] if isinstance(release, str) and release.isalnum() else None


def _grade_ids(cells: list[SubmittedCell]) -> set[str]:
    return {cell.grade_id for cell in cells if cell.grade_id}

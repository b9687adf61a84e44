"""Reads a submitted file, whatever is in it, and takes nothing of it but the text of its cells."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from backprop_lib.notebook_file import NotANotebook, grade_id_of, read_notebook, source_of

__all__ = ["NotANotebook", "SubmittedCell", "read_cells", "read_file", "read_timestamp"]

MAX_BYTES = 256 * 1024 * 1024
MAX_CELLS = 5_000
MAX_SOURCE = 1_000_000


@dataclass(frozen=True)
class SubmittedCell:
    """What is taken of a submitted cell, and what names it."""

    cell_type: str
    source: str
    grade_id: str | None
    cell_id: str | None


def read_file(path: Path) -> bytes:
    """The content of a submitted file; raises NotANotebook for a link, or one that is too large."""
    if path.is_symlink() or not path.is_file():
        raise NotANotebook(f"There was no file {path.name} in what was handed in.")
    if path.stat().st_size > MAX_BYTES:
        size, most = path.stat().st_size // 2**20, MAX_BYTES // 2**20
        raise NotANotebook(
            f"The file has {size} MB, at most {most} are read. Clear all outputs and save it again."
        )
    return path.read_bytes()


def read_timestamp(folder: Path) -> datetime | None:
    """When a submission was handed in, by its timestamp.txt; None where that tells no time."""
    from nbgrader.utils import parse_utc  # takes seconds to import

    path = folder / "timestamp.txt"
    try:
        if path.is_symlink() or path.stat().st_size > 100:
            return None
        time: datetime = parse_utc(path.read_text(encoding="utf-8").strip())
    except (OSError, ValueError, OverflowError):
        return None
    return time


def read_cells(submission: bytes) -> list[SubmittedCell]:
    """The cells of a notebook of any format since version 3; raises NotANotebook."""
    cells = read_notebook(submission).cells
    if len(cells) > MAX_CELLS:
        raise NotANotebook(f"The notebook has {len(cells)} cells, at most {MAX_CELLS} are read.")
    return [read for cell in cells if (read := _read_cell(cell)) is not None]


def _read_cell(cell: Any) -> SubmittedCell | None:
    source = source_of(cell)
    if source is None:
        return None
    return SubmittedCell(
        cell_type="code" if cell.get("cell_type") == "code" else "markdown",
        source=source[:MAX_SOURCE].encode("utf-8", "replace").decode("utf-8"),
        grade_id=grade_id_of(cell),
        cell_id=cell_id if isinstance(cell_id := cell.get("id"), str) else None,
    )

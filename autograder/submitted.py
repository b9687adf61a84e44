"""Reads a submitted file, whatever is in it, and takes nothing of it but the text of its cells."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

MAX_BYTES = 256 * 1024 * 1024
MAX_CELLS = 5_000
MAX_SOURCE = 1_000_000


class NotANotebook(Exception):
    """A submitted file that cannot be read as a notebook; the message says why, for the student."""


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
    if not submission.strip():
        raise NotANotebook(
            "The file was empty. Save the notebook in JupyterLab and hand it in again."
        )
    try:
        content = json.loads(submission.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise NotANotebook(_why_unreadable(submission)) from None
    cells = list(_raw_cells(content))
    if len(cells) > MAX_CELLS:
        raise NotANotebook(f"The notebook has {len(cells)} cells, at most {MAX_CELLS} are read.")
    return [read for cell in cells if (read := _read_cell(cell)) is not None]


def _why_unreadable(submission: bytes) -> str:
    if b"\n<<<<<<< " in submission or submission.startswith(b"<<<<<<< "):
        return (
            "The file has git's merge markers (<<<<<<<) in it. Solve the conflict, open the "
            "notebook in JupyterLab to see that it is well, and hand it in again."
        )
    return "The file is not a notebook: it cannot be read as JSON."


def _raw_cells(content: Any) -> Iterator[Any]:
    """The cells as they stand; in version 3 they are kept by worksheet."""
    if not isinstance(content, dict):
        raise NotANotebook("The file is not a notebook: it has no list of cells.")
    if isinstance(content.get("cells"), list):
        yield from content["cells"]
    elif isinstance(content.get("worksheets"), list):
        for worksheet in content["worksheets"]:
            if isinstance(worksheet, dict) and isinstance(worksheet.get("cells"), list):
                yield from worksheet["cells"]
    else:
        raise NotANotebook("The file is not a notebook: it has no list of cells.")


def _read_cell(cell: Any) -> SubmittedCell | None:
    if not isinstance(cell, dict):
        return None
    source = cell.get("source", cell.get("input", ""))
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    if not isinstance(source, str):
        return None
    metadata = cell.get("metadata")
    nbgrader = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    grade_id = nbgrader.get("grade_id") if isinstance(nbgrader, dict) else None
    return SubmittedCell(
        cell_type="code" if cell.get("cell_type") == "code" else "markdown",
        source=source[:MAX_SOURCE].encode("utf-8", "replace").decode("utf-8"),
        grade_id=grade_id if isinstance(grade_id, str) else None,
        cell_id=cell_id if isinstance(cell_id := cell.get("id"), str) else None,
    )

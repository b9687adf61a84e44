"""A notebook file as it stands, whatever is in it: its cells, or why there are none."""

import json
from dataclasses import dataclass
from typing import Any


class NotANotebook(Exception):
    """A file that cannot be read as a notebook; the message says why, for the student."""


@dataclass(frozen=True)
class NotebookFile:
    """What a file holds, unchecked: every cell and every entry may be of any kind."""

    metadata: Any
    cells: list[Any]


def read_notebook(content: bytes) -> NotebookFile:
    """The cells of a notebook of any format since version 3; raises NotANotebook."""
    if not content.strip():
        raise NotANotebook(
            "The file was empty. Save the notebook in JupyterLab and hand it in again."
        )
    try:
        found = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise NotANotebook(_why_unreadable(content)) from None
    if not isinstance(found, dict):
        raise NotANotebook("The file is not a notebook: it has no list of cells.")
    return NotebookFile(found.get("metadata"), _cells(found))


def source_of(cell: Any) -> str | None:
    """The text of a cell, in version 3, too; None where it has none."""
    if not isinstance(cell, dict):
        return None
    source = cell.get("source", cell.get("input", ""))
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    return source if isinstance(source, str) else None


def nbgrader_of(cell: Any) -> dict[str, Any]:
    """What nbgrader notes in a cell; empty where it notes nothing, or nothing that makes sense."""
    metadata = cell.get("metadata") if isinstance(cell, dict) else None
    noted = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    return noted if isinstance(noted, dict) else {}


def grade_id_of(cell: Any) -> str | None:
    """The name that nbgrader knows a cell by, if any."""
    name = nbgrader_of(cell).get("grade_id")
    return name if isinstance(name, str) else None


def _why_unreadable(content: bytes) -> str:
    if b"\n<<<<<<< " in content or content.startswith(b"<<<<<<< "):
        return (
            "The file has git's merge markers (<<<<<<<) in it. Solve the conflict, open the "
            "notebook in JupyterLab to see that it is well, and hand it in again."
        )
    return "The file is not a notebook: it cannot be read as JSON."


def _cells(found: dict[str, Any]) -> list[Any]:
    """The cells as they stand; in version 3 they are kept by worksheet."""
    if isinstance(found.get("cells"), list):
        return list(found["cells"])
    if isinstance(found.get("worksheets"), list):
        return [
            cell
            for worksheet in found["worksheets"]
            if isinstance(worksheet, dict) and isinstance(worksheet.get("cells"), list)
            for cell in worksheet["cells"]
        ]
    raise NotANotebook("The file is not a notebook: it has no list of cells.")

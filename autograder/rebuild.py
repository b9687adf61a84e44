"""Builds the notebook that is actually run from the instructor's source and a submission.

Every graded, locked and text cell is the source's. Of the submission come only the *source text* of
its answer cells and the cells that the student added; no metadata, tags, outputs or attachments do.
What was damaged is repaired and told.
"""

from __future__ import annotations

import copy
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
from nbformat.notebooknode import NotebookNode
from nbgrader import utils
from nbgrader.preprocessors import (
    ClearHiddenTests,
    ClearMarkScheme,
    ClearOutput,
    ClearSolutions,
    ComputeChecksums,
    IncludeHeaderFooter,
    LockCells,
)

MAX_BYTES = 64 * 1024 * 1024
MAX_CELLS = 5_000
MAX_SOURCE = 1_000_000


class NotANotebook(Exception):
    """A submitted file that cannot be read as a notebook; the message says why, for the student."""


@dataclass(frozen=True)
class Template:
    """What every submission is rebuilt from: `notebook` has hidden tests and no solutions.

    `released` holds, by cell id, the source that students were given.
    """

    notebook: NotebookNode
    released: dict[str, str]


@dataclass(frozen=True)
class Rebuilt:
    """The notebook to run, and what had to be repaired in the submission."""

    notebook: NotebookNode
    repairs: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Submitted:
    """What is taken of a submitted cell, and what names it."""

    cell_type: str
    source: str
    grade_id: str | None
    cell_id: str | None


def template(source: Path) -> Template:
    """The template of a lesson, from its source notebook."""
    notebook = nbformat.read(source, as_version=4)
    resources: dict[str, Any] = {"nbgrader": {}}
    for preprocessor in (
        IncludeHeaderFooter,
        LockCells,
        ClearSolutions,
        ClearOutput,
        ComputeChecksums,
    ):
        notebook, resources = preprocessor().preprocess(notebook, resources)
    released = copy.deepcopy(notebook)
    for preprocessor in (ClearHiddenTests, ClearMarkScheme):
        released, resources = preprocessor().preprocess(released, resources)
    return Template(notebook, {cell.id: cell.source for cell in released.cells})


def rebuild(form: Template, submission: bytes) -> Rebuilt:
    """Fill a lesson's template with the answers of a submitted file; raises NotANotebook."""
    sorted_cells = _Sorted(form)
    for cell in _read(submission):
        sorted_cells.add(cell)
    notebook = copy.deepcopy(form.notebook)
    cells = list(sorted_cells.added.get(None, []))
    for cell in notebook.cells:
        if cell.id in sorted_cells.answers:
            cell.source = sorted_cells.answers[cell.id]
        cells.append(cell)
        cells.extend(sorted_cells.added.get(cell.id, []))
    notebook.cells = cells
    return Rebuilt(notebook, sorted_cells.repairs + sorted_cells.missing())


def rebuild_file(form: Template, path: Path) -> Rebuilt:
    """Rebuild from a submitted file, whatever it is; a first cell tells what was repaired."""
    try:
        rebuilt = rebuild(form, _read_bytes(path))
    except NotANotebook as reason:
        rebuilt = Rebuilt(copy.deepcopy(form.notebook), [str(reason)])
    if rebuilt.repairs:
        rebuilt.notebook.cells.insert(0, _note(rebuilt.repairs))
    return rebuilt


def _read_bytes(path: Path) -> bytes:
    if path.is_symlink() or not path.is_file():
        raise NotANotebook(f"There was no file {path.name} in what was handed in.")
    if path.stat().st_size > MAX_BYTES:
        size, most = path.stat().st_size // 2**20, MAX_BYTES // 2**20
        raise NotANotebook(
            f"The file has {size} MB, at most {most} are read. Clear all outputs and save it again."
        )
    return path.read_bytes()


def _note(repairs: list[str]) -> NotebookNode:
    """A text cell that tells the student what was repaired."""
    lines = ["**Before this notebook was graded, something in the file was put right:**", ""]
    cell: NotebookNode = nbformat.v4.new_markdown_cell(
        "\n".join([*lines, *(f"- {repair}" for repair in repairs)])
    )
    cell.id = "what-was-repaired"
    return cell


def _grade_id(cell: NotebookNode) -> str | None:
    name = cell.metadata.get("nbgrader", {}).get("grade_id")
    return name if isinstance(name, str) else None


class _Sorted:
    """Tells answers, added cells and damage apart, one submitted cell after another.

    `answers` and `added` are by the id of the template's cell, which for an added cell is the one
    that it follows.
    """

    def __init__(self, form: Template) -> None:
        self.answers: dict[str, str] = {}
        self.added: dict[str | None, list[NotebookNode]] = {}
        self.repairs: list[str] = []
        self._form = form
        self._seen: set[str] = set()
        self._place: str | None = None
        cells = form.notebook.cells
        self._by_name: dict[str | None, NotebookNode] = {
            name: cell for cell in cells if (name := _grade_id(cell))
        }
        self._by_id: dict[str | None, NotebookNode] = {cell.id: cell for cell in cells}
        # Old notebooks have no cell ids: prose is recognised by what it says.
        self._by_text = {cell.source.strip(): cell for cell in cells if _grade_id(cell) is None}

    def add(self, cell: _Submitted) -> None:
        known = self._by_name.get(cell.grade_id) or self._by_id.get(cell.cell_id)
        known = known or self._by_text.get(cell.source.strip())
        if known is None:
            self._add_own(cell)
        elif known.id not in self._seen:
            self._seen.add(known.id)
            self._place = known.id
            self._compare(known, cell)
            if utils.is_solution(known):
                self.answers[known.id] = cell.source
        elif utils.is_solution(known):
            self.repairs.append(
                f"The answer cell `{_name(known)}` was there twice. Both were run, in their order."
            )
            self._add_own(cell)
        elif _grade_id(known):
            self.repairs.append(
                f"The cell `{_name(known)}` was there twice. The second one was left out."
            )

    def missing(self) -> list[str]:
        """What is said of the template's cells that have not come."""
        absent = [cell for cell in self._by_name.values() if cell.id not in self._seen]
        how = ("put back", "put back, empty")
        return [
            f"The cell `{_name(cell)}` was missing. It was {how[utils.is_solution(cell)]}."
            for cell in absent
        ]

    def _compare(self, known: NotebookNode, cell: _Submitted) -> None:
        if _grade_id(known) is None:
            return
        if cell.cell_type != known.cell_type:
            self.repairs.append(
                f"The cell `{_name(known)}` had become a {cell.cell_type} cell. "
                f"It is a {known.cell_type} cell again."
            )
        locked = not utils.is_solution(known)
        if locked and cell.source.strip() != self._form.released[known.id].strip():
            self.repairs.append(
                f"The cell `{_name(known)}` had been changed. The course's own text was used."
            )

    def _add_own(self, cell: _Submitted) -> None:
        if cell.source.strip():
            self.added.setdefault(self._place, []).append(_added_cell(cell))


def _name(cell: NotebookNode) -> str:
    return _grade_id(cell) or str(cell.id)


def _added_cell(cell: _Submitted) -> NotebookNode:
    # Raw and unknown cells become text that shows what was there.
    added: NotebookNode
    if cell.cell_type == "code":
        added = nbformat.v4.new_code_cell(cell.source)
    else:
        added = nbformat.v4.new_markdown_cell(cell.source)
    return added


def _read(submission: bytes) -> list[_Submitted]:
    if not submission.strip():
        raise NotANotebook(
            "The file was empty. Save the notebook in JupyterLab and hand it in again."
        )
    try:
        content = json.loads(submission.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise NotANotebook("The file is not a notebook: it cannot be read as JSON.") from None
    cells = content.get("cells") if isinstance(content, dict) else None
    if not isinstance(cells, list):
        raise NotANotebook("The file is not a notebook: it has no list of cells.")
    if len(cells) > MAX_CELLS:
        raise NotANotebook(f"The notebook has {len(cells)} cells, at most {MAX_CELLS} are read.")
    return [read for cell in cells if (read := _read_cell(cell)) is not None]


def _read_cell(cell: Any) -> _Submitted | None:
    if not isinstance(cell, dict):
        return None
    source = cell.get("source", "")
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    if not isinstance(source, str):
        return None
    metadata = cell.get("metadata")
    nbgrader = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    grade_id = nbgrader.get("grade_id") if isinstance(nbgrader, dict) else None
    return _Submitted(
        cell_type="code" if cell.get("cell_type") == "code" else "markdown",
        source=source[:MAX_SOURCE].encode("utf-8", "replace").decode("utf-8"),
        grade_id=grade_id if isinstance(grade_id, str) else None,
        cell_id=cell_id if isinstance(cell_id := cell.get("id"), str) else None,
    )

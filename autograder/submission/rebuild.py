"""Builds the notebook that is actually run from the instructor's source and a submission.

Every graded, locked and text cell is the source's. Of the submission come only the *source text* of
its answer cells and the cells that the student added; no metadata, tags, outputs or attachments do.
What was damaged is repaired and told.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
from nbformat.notebooknode import NotebookNode
from traitlets.config import Config

from autograder.submission.cells import is_solution
from autograder.submission.outputs import plain_markdown
from autograder.submission.submitted import NotANotebook, SubmittedCell, read_cells, read_file


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


def template(source: Path, config: Config | None = None) -> Template:
    """The template of a lesson, from its source notebook, by nbgrader's steps as configured."""
    from nbgrader.preprocessors import (
        ClearHiddenTests,
        ClearMarkScheme,
        ClearOutput,
        ClearSolutions,
        ComputeChecksums,
        IncludeHeaderFooter,
        LockCells,
    )

    notebook = nbformat.read(source, as_version=4)
    resources: dict[str, Any] = {"nbgrader": {}}
    for preprocessor in (
        IncludeHeaderFooter,
        LockCells,
        ClearSolutions,
        ClearOutput,
        ComputeChecksums,
    ):
        notebook, resources = preprocessor(config=config).preprocess(notebook, resources)
    released = copy.deepcopy(notebook)
    for preprocessor in (ClearHiddenTests, ClearMarkScheme):
        released, resources = preprocessor(config=config).preprocess(released, resources)
    return Template(notebook, {cell.id: cell.source for cell in released.cells})


def rebuild(form: Template, submission: bytes) -> Rebuilt:
    """Fill a lesson's template with the answers of a submitted file; raises NotANotebook."""
    sorted_cells = _Sorted(form)
    submitted = read_cells(submission)
    for cell in submitted:
        sorted_cells.add(cell)
    if sorted_cells.nothing_is_known and any(cell.grade_id for cell in submitted):
        raise NotANotebook("This is the notebook of another lesson: none of its cells belong here.")
    notebook = copy.deepcopy(form.notebook)
    cells = list(sorted_cells.added.get(None, []))
    for cell in notebook.cells:
        if cell.id in sorted_cells.answers:
            answer = sorted_cells.answers[cell.id]
            text = cell.cell_type != "code" and answer != cell.source
            cell.source = plain_markdown(answer) if text else answer
        cells.append(cell)
        cells.extend(sorted_cells.added.get(cell.id, []))
    notebook.cells = cells
    return Rebuilt(notebook, sorted_cells.repairs + sorted_cells.missing())


def rebuild_file(form: Template, path: Path) -> Rebuilt:
    """Rebuild from a submitted file, whatever it is; a first cell tells what was repaired."""
    return rebuild_or_tell(form, lambda: read_file(path))


def rebuild_or_tell(form: Template, read: Callable[[], bytes]) -> Rebuilt:
    """Rebuild from what `read` returns; a NotANotebook that it raises is told in a first cell."""
    try:
        rebuilt = rebuild(form, read())
    except NotANotebook as reason:
        rebuilt = Rebuilt(copy.deepcopy(form.notebook), [str(reason)])
    if rebuilt.repairs:
        rebuilt.notebook.cells.insert(0, note(rebuilt.repairs))
    return rebuilt


def note(repairs: list[str]) -> NotebookNode:
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

    def add(self, cell: SubmittedCell) -> None:
        known = self._by_name.get(cell.grade_id) or self._by_id.get(cell.cell_id)
        known = known or self._by_text.get(cell.source.strip())
        if known is None:
            self._add_own(cell)
        elif known.id not in self._seen:
            self._seen.add(known.id)
            self._place = known.id
            self._compare(known, cell)
            if is_solution(known):
                self.answers[known.id] = cell.source
        elif is_solution(known):
            self.repairs.append(
                f"The answer cell `{_name(known)}` was there twice. Both were run, in their order."
            )
            self._add_own(cell)
        elif _grade_id(known):
            self.repairs.append(
                f"The cell `{_name(known)}` was there twice. The second one was left out."
            )

    @property
    def nothing_is_known(self) -> bool:
        """Whether none of the cells with a grade id has come."""
        return all(cell.id not in self._seen for cell in self._by_name.values())

    def missing(self) -> list[str]:
        """What is said of the template's cells that have not come."""
        absent = [cell for cell in self._by_name.values() if cell.id not in self._seen]
        how = ("put back", "put back, empty")
        return [
            f"The cell `{_name(cell)}` was missing. It was {how[is_solution(cell)]}."
            for cell in absent
        ]

    def _compare(self, known: NotebookNode, cell: SubmittedCell) -> None:
        if _grade_id(known) is None:
            return
        if cell.cell_type != known.cell_type:
            self.repairs.append(
                f"The cell `{_name(known)}` had become a {cell.cell_type} cell. "
                f"It is a {known.cell_type} cell again."
            )
        locked = not is_solution(known)
        if locked and cell.source.strip() != self._form.released[known.id].strip():
            self.repairs.append(
                f"The cell `{_name(known)}` had been changed. The course's own text was used."
            )

    def _add_own(self, cell: SubmittedCell) -> None:
        if cell.source.strip():
            self.added.setdefault(self._place, []).append(_added_cell(cell))


def _name(cell: NotebookNode) -> str:
    return _grade_id(cell) or str(cell.id)


def _added_cell(cell: SubmittedCell) -> NotebookNode:
    # Raw and unknown cells become text that shows what was there.
    added: NotebookNode
    if cell.cell_type == "code":
        added = nbformat.v4.new_code_cell(cell.source)
    else:
        added = nbformat.v4.new_markdown_cell(plain_markdown(cell.source))
    return added

"""What a cell is to nbgrader, read from its metadata as nbgrader does.

nbgrader itself takes more than a second to import, which each process that grades would pay.
"""

from __future__ import annotations

from nbformat.notebooknode import NotebookNode


def is_grade(cell: NotebookNode) -> bool:
    """Whether a cell brings points."""
    return _says(cell, "grade")


def is_solution(cell: NotebookNode) -> bool:
    """Whether a cell is an answer."""
    return _says(cell, "solution")


def is_task(cell: NotebookNode) -> bool:
    """Whether a cell describes a task, whose answer is in the cells below."""
    return _says(cell, "task")


def is_locked(cell: NotebookNode) -> bool:
    """Whether a cell's source is the instructor's, whatever is handed in."""
    return not is_solution(cell) and (is_grade(cell) or _says(cell, "locked"))


def is_grading(cell: NotebookNode) -> bool:
    """Whether a cell is decided by the judge: graded, and no answer that a person reads."""
    return is_grade(cell) and not is_solution(cell)


def grade_id(cell: NotebookNode) -> str:
    """The name of a cell that is one of nbgrader's."""
    return str(cell.metadata.nbgrader.grade_id)


def points(cell: NotebookNode) -> float:
    """What a graded cell brings at most."""
    return float(cell.metadata.nbgrader.points)


def _says(cell: NotebookNode, what: str) -> bool:
    return bool(cell.metadata.get("nbgrader", {}).get(what, False))

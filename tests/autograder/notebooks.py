"""Notebooks for the tests, cell by cell."""

import json
from pathlib import Path
from typing import Any

import nbformat
from nbformat.notebooknode import NotebookNode

STUB = "# YOUR CODE HERE\nraise NotImplementedError()"


def _code(source: str, grade_id: str, **role: Any) -> NotebookNode:
    cell: NotebookNode = nbformat.v4.new_code_cell(source, id=grade_id)
    cell.metadata.nbgrader = {
        "grade": False,
        "solution": False,
        "locked": True,
        "task": False,
        "grade_id": grade_id,
        "schema_version": 3,
        **role,
    }
    return cell


def locked(source: str, grade_id: str = "setup") -> NotebookNode:
    return _code(source, grade_id)


def answer(source: str, grade_id: str) -> NotebookNode:
    return _code(source, grade_id, solution=True, locked=False)


def grading(source: str, grade_id: str, points: float = 1) -> NotebookNode:
    return _code(source, grade_id, grade=True, points=points)


def prose(source: str, cell_id: str) -> NotebookNode:
    cell: NotebookNode = nbformat.v4.new_markdown_cell(source, id=cell_id)
    return cell


def own(source: str) -> NotebookNode:
    """A cell that a student added."""
    cell: NotebookNode = nbformat.v4.new_code_cell(source)
    return cell


def notebook(*cells: NotebookNode) -> NotebookNode:
    made: NotebookNode = nbformat.v4.new_notebook(
        cells=list(cells),
        metadata={
            "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}
        },
    )
    return made


def write(path: Path, made: NotebookNode) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(made, path)
    return path


def as_bytes(made: NotebookNode) -> bytes:
    return json.dumps(made).encode()


def squares() -> NotebookNode:
    """A source notebook with one exercise and plain asserts, one of them hidden."""
    return notebook(
        prose("# Squares", "title"),
        locked("import numpy as np"),
        answer(
            "def square(x):\n    ### BEGIN SOLUTION\n    return x * x\n    ### END SOLUTION",
            "square",
        ),
        grading("assert square(3) == 9", "test_square", points=2),
        grading(
            "### BEGIN HIDDEN TESTS\nassert square(-4) == 16\n### END HIDDEN TESTS", "test_hidden"
        ),
    )

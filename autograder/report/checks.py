"""What a lesson asks: its graded cells in order, with exercise, part, points and answer cells."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.report.fragments import syntax_tree
from backprop_lib.notebook_file import grade_id_of, nbgrader_of, read_notebook, source_of


@dataclass(frozen=True)
class Check:
    """A graded cell. `answers`: the cells that hold what it checks; `by_hand`: a person grades."""

    name: str
    exercise: str
    part: str
    points: float
    answers: tuple[str, ...]
    by_hand: bool = False

    @property
    def title(self) -> str:
        """The exercise, and its part if it has parts."""
        return f"{self.exercise}, {self.part}" if self.part else self.exercise


def checks_of(source: Path) -> list[Check]:
    """The graded cells of a lesson's source notebook, in order."""
    found = []
    answers: dict[str, set[str]] = {}  # what each answer cell above defines
    for cell in read_notebook(source.read_bytes()).cells:
        name, noted, text = grade_id_of(cell), nbgrader_of(cell), source_of(cell) or ""
        if name is None:
            continue
        if noted.get("solution"):
            answers[name] = defined(text)
        if noted.get("grade") or noted.get("task"):
            found.append(_check(cell, name, float(noted.get("points") or 0), answers))
    return found


def defined(source: str) -> set[str]:
    """The names that a cell defines at its top."""
    tree = syntax_tree(source)
    found: set[str] = set()
    for line in tree.body if tree else ():
        if isinstance(line, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef):
            found.add(line.name)
        else:
            found |= {node.id for node in ast.walk(line) if _is_stored(node)}  # type: ignore[attr-defined]
    return found


def _is_stored(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)


def _check(cell: Any, name: str, points: float, answers: dict[str, set[str]]) -> Check:
    if nbgrader_of(cell).get("solution") or nbgrader_of(cell).get("task"):
        return Check(name, name, "", points, (name,), by_hand=True)
    tree = syntax_tree(source_of(cell) or "")
    used = {node.id for node in _walk(tree) if isinstance(node, ast.Name)}
    meant = tuple(answer for answer, names in answers.items() if names & used)
    exercise, part = next(_asked(tree), ("", ""))
    if exercise in answers:
        meant = (exercise,)
    return Check(
        name, exercise or name.removeprefix("test_"), part, points, meant or (*answers,)[-1:]
    )


def _asked(tree: ast.Module | None) -> Iterator[tuple[str, str]]:
    """The exercises, and parts, that a grading cell checks, as in ex.affine.check(affine)."""
    for node in _walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "check"
            and isinstance(node.func.value, ast.Attribute)
        ):
            values = (keyword.value for keyword in node.keywords if keyword.arg == "part")
            part = next((v.value for v in values if isinstance(v, ast.Constant)), "")
            yield node.func.value.attr, str(part)


def _walk(tree: ast.Module | None) -> Iterable[ast.AST]:
    return ast.walk(tree) if tree else ()

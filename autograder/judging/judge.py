"""Runs a rebuilt notebook and decides its grades.

The student's cells run in a `Session`, inside the walls. The grading cells run here, in the judge's
own namespace, against what is fetched from there: no verdict is ever made, stored or sent by the
process that runs the student's code.
"""

from __future__ import annotations

import ast
import builtins
import contextlib
import functools
import io
import linecache
import symtable
from collections.abc import Callable, Iterator, Mapping
from numbers import Real
from types import CodeType
from typing import Any

import numpy as np
from nbformat.notebooknode import NotebookNode

from autograder.errors import CourseError
from autograder.judging.handles import Stopped
from autograder.judging.session import Session
from autograder.judging.verdict import CELL_FILE, Verdict, from_exception, missed
from autograder.submission import outputs
from autograder.submission.cells import grade_id, is_grading, is_locked, points
from autograder.walls.bubblewrap import Walls, WorkerLost


def judge(
    notebook: NotebookNode,
    walls: Walls,
    given: tuple[str, ...],
    files: Mapping[str, bytes],
    tell: Callable[[Verdict], None] = lambda _: None,
) -> dict[str, Verdict]:
    """Judge one rebuilt notebook; returns a verdict for each grading cell by its grade id.

    The notebook's cells get their outputs. `given` names what of backprop_lib may be imported;
    `files` are there, by relative path, in the folder where the cells run. Each verdict is told
    as soon as it is made.
    Raises WallsUnavailable when no interpreter starts.
    """
    return _Judge(notebook, Session(walls, given, files), tell).judge()


class _Judge:
    def __init__(
        self, notebook: NotebookNode, session: Session, tell: Callable[[Verdict], None]
    ) -> None:
        self._notebook = notebook
        self._tell = tell
        self._session = session
        self._namespace: dict[str, Any] = {"__name__": "__judge__", "__builtins__": builtins}
        self._culprits: set[str] = set()
        self._room = outputs.Room()
        self._verdicts: dict[str, Verdict] = {}

    def judge(self) -> dict[str, Verdict]:
        """Run every cell in its order; returns a verdict for each grading cell, by grade id."""
        _import_what_is_locked(self._notebook, self._namespace)
        code = [cell for cell in self._notebook.cells if cell.cell_type == "code"]
        not_reached = Stopped("the notebook ended before this check")
        try:
            with self._session:
                for index, cell in enumerate(code):
                    cell.execution_count = index + 1
                    step = self._grade if is_grading(cell) else self._run
                    step(cell, code[:index])
        except Stopped as stopped:
            not_reached = stopped
        for cell in filter(is_grading, code):
            if grade_id(cell) not in self._verdicts:
                self._record(cell, _stopped(cell, not_reached))
        return self._verdicts

    def _run(self, cell: NotebookNode, before: list[NotebookNode]) -> None:
        cell.outputs = []
        try:
            self._revive(before)
            told, _ = self._session.run(cell.source)
            cell.outputs = self._room.keep(outputs.safe_outputs(told))
        except Stopped as stopped:
            self._culprits.add(cell.id)
            cell.outputs = [outputs.error("Stopped", f"Stopped: {stopped}")]
            if self._session.time_is_up:
                raise

    def _grade(self, cell: NotebookNode, before: list[NotebookNode]) -> None:
        with _printed() as printed:
            try:
                self._revive(before)
                verdict = self._decide(cell)
            except Stopped as stopped:
                verdict = _stopped(cell, stopped)
        self._record(cell, verdict, printed.getvalue())

    def _record(self, cell: NotebookNode, verdict: Verdict, printed: str = "") -> None:
        self._verdicts[verdict.grade_id] = verdict
        self._tell(verdict)
        cell.outputs = [outputs.stream(printed)] if printed else []
        if verdict.explanation:
            cell.outputs.append(outputs.error(verdict.state, verdict.explanation))

    def _revive(self, before: list[NotebookNode]) -> None:
        """After a time-out or a death: start again, and run what came before but for culprits."""
        while not self._session.running:
            if self._session.time_is_up:
                raise Stopped("the whole notebook's time was used up")
            self._session.start()
            for cell in before:
                if is_grading(cell) or cell.id in self._culprits:
                    continue
                try:
                    self._session.run(cell.source)
                except Stopped:
                    self._culprits.add(cell.id)
                    break

    def _decide(self, cell: NotebookNode) -> Verdict:
        source = _as_python(cell.source)
        try:
            value = self._execute(source, grade_id(cell), self._fetch_names(source))
            return Verdict(grade_id(cell), _partial(value, points(cell)), points(cell), "passed")
        except (Stopped, WorkerLost, KeyboardInterrupt):
            raise
        except BaseException as error:  # a grading cell may raise anything, and each gets a verdict
            return from_exception(grade_id(cell), points(cell), error)

    def _fetch_names(self, source: str) -> dict[str, Any]:
        """The student's values of those names in `source` that the judge does not have itself."""
        # A name that neither side has is missed where the grading cell uses it.
        return self._session.fetch_all(
            [
                name
                for name in sorted(_global_names(source))
                if name not in self._namespace and not hasattr(builtins, name)
            ]
        )

    def _execute(self, source: str, name: str, fetched: dict[str, Any]) -> Any:
        """Execute a grading cell; returns the value of its last line when that is an expression."""
        filename = CELL_FILE.format(name)
        linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
        body, last = _compiled(source, filename)
        names = self._namespace | fetched
        value = None
        try:
            exec(body, names)
            if last is not None:
                value = eval(last, names)
        finally:
            # What a grading cell defines is there for the next one; what it fetched is fetched
            # anew.
            self._namespace |= {key: names[key] for key in names.keys() - fetched.keys()}
        return value


@contextlib.contextmanager
def _printed() -> Iterator[io.StringIO]:
    """What grading cells print, and nothing that the check warns of, goes to the notebook."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        yield printed


def _stopped(cell: NotebookNode, reason: Stopped) -> Verdict:
    return missed(grade_id(cell), points(cell), "stopped", f"Stopped: {reason}")


def _partial(value: Any, points: float) -> float:
    """Points of a passed cell: a number that it ends with is partial credit, as nbgrader has it.

    Raises ValueError for a number that cannot be one, so that no mistake gives full points.
    """
    if isinstance(value, bool | np.bool_) or not isinstance(value, Real | np.generic):
        return points
    credit = float(value)
    if not 0 <= credit <= points:
        raise ValueError(f"the check ends with {credit:g}, which is no part of {points:g} points")
    return credit


def import_ahead(notebook: NotebookNode) -> None:
    """Import what the judge of this notebook needs, so that those that are forked have it.

    Raises CourseError as the judge does.
    """
    import numpy.random  # noqa: F401 - which numpy imports when it is used first

    _import_what_is_locked(notebook, {"__name__": "__judge__", "__builtins__": builtins})
    for cell in filter(is_grading, notebook.cells):
        _compiled(_as_python(cell.source), CELL_FILE.format(grade_id(cell)))


def _import_what_is_locked(notebook: NotebookNode, namespace: dict[str, Any]) -> None:
    """Run those imports of the instructor's cells whose names the checks use: `np` and `ex` are the
    judge's own. The rest is left out: what draws takes long to import.

    Raises CourseError when one fails, or a cell is no Python.
    """
    own = [cell for cell in notebook.cells if cell.cell_type == "code" and is_locked(cell)]
    lines = [(line, cell) for cell in own for line in _lines(cell)]
    used = {"*"}.union(
        *(_global_names(_as_python(cell.source)) for cell in own if is_grading(cell))
    )
    for line, cell in lines:
        if isinstance(line, ast.Import | ast.ImportFrom) and used & _bound(line):
            try:
                exec(compile(ast.Module([line], []), "<imports>", "exec"), namespace)
            except Exception as error:
                raise CourseError(
                    f"`{ast.unparse(line)}`, in the course's own cell {grade_id(cell)}, fails: "
                    f"{type(error).__name__}: {error}"
                ) from error


def _lines(cell: NotebookNode) -> list[ast.stmt]:
    try:
        return ast.parse(_as_python(cell.source)).body
    except SyntaxError as error:
        raise CourseError(
            f"The course's own cell {grade_id(cell)} is no Python: {error.msg}, line {error.lineno}"
        ) from error


def _bound(line: ast.Import | ast.ImportFrom) -> set[str]:
    """The names that an import binds; "*" for all that there are."""
    return {alias.asname or alias.name.partition(".")[0] for alias in line.names}


@functools.lru_cache(maxsize=1024)
def _as_python(source: str) -> str:
    """The source of a cell, without IPython's own notation."""
    try:
        ast.parse(source)
        return source
    except SyntaxError:
        from IPython.core.inputtransformer2 import TransformerManager  # takes long to import

        return str(TransformerManager().transform_cell(source))


@functools.lru_cache(maxsize=1024)
def _compiled(source: str, filename: str) -> tuple[CodeType, CodeType | None]:
    """A grading cell, and its last line by itself when that is an expression."""
    tree = ast.parse(source, filename)
    value = None
    if tree.body and isinstance(last := tree.body[-1], ast.Expr):
        tree.body.pop()
        value = compile(ast.Expression(last.value), filename, "eval")
    return compile(tree, filename, "exec"), value


@functools.lru_cache(maxsize=1024)
def _global_names(source: str) -> frozenset[str]:
    """The global names that `source` uses, in its functions, too."""
    names: set[str] = set()
    tables = [symtable.symtable(source, "<grading cell>", "exec")]
    while tables:
        table = tables.pop()
        tables.extend(table.get_children())
        for symbol in table.get_symbols():
            at_top = table.get_type() == "module"
            if symbol.is_referenced() and (at_top or symbol.is_global()):
                names.add(symbol.get_name())
    return frozenset(names)

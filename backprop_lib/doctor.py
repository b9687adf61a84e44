"""What is wrong with a notebook file or with the environment, in words, before handing in.

Knows the released notebook only by what nbgrader notes in its cells, and the lesson by its
exercises: no source of the course's is needed.
"""

import ast
import hashlib
import warnings
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backprop_lib.notebook_file import (
    NotANotebook,
    NotebookFile,
    grade_id_of,
    nbgrader_of,
    read_notebook,
    source_of,
)

if TYPE_CHECKING:
    from backprop_lib.exercises.lesson import Lesson

LARGE = 20 * 1024 * 1024  # bytes, beyond which many course sites refuse a file
STUB = "raise NotImplementedError()"


@dataclass(frozen=True)
class Trouble:
    """Something that is wrong, and what to do about it.

    `serious`: points may be lost, or nothing can be graded; otherwise it is for information.
    """

    text: str
    serious: bool = True

    def __str__(self) -> str:
        return f"{'✘' if self.serious else '○'} {self.text}"


def doctor(lesson: "Lesson", notebook: str | Path | None = None) -> None:
    """Print what is wrong with a lesson's notebook file, and with the Python that runs it.

    notebook: the file; by default the notebook in which this is called, as it was last saved.
    """
    from backprop_lib import doctor_here

    path = Path(notebook) if notebook is not None else doctor_here.this_notebook(lesson)
    if path is None:
        print(
            "Which file is this notebook? Name it, as in "
            'ex.doctor("xor.ipynb"), with the name that it has in the file browser.'
        )
        return
    found = [*examine_file(path, lesson), *doctor_here.unsaved(path), *doctor_here.environment()]
    print(f"{lesson.name}: {path.name}, {doctor_here.when_saved(path)}")
    for trouble in sorted(found, key=lambda each: not each.serious):
        print(f"  {trouble}")
    if not any(trouble.serious for trouble in found):
        print("Nothing is wrong with the file, nor with this Python.")


def examine_file(path: Path, lesson: "Lesson") -> list[Trouble]:
    """What is wrong with a file; reading it changes nothing."""
    try:
        content = path.read_bytes()
    except OSError as problem:
        return [Trouble(f"{path} cannot be read: {problem.strerror or problem}.")]
    try:
        file = read_notebook(content)
    except NotANotebook as reason:
        return [Trouble(str(reason))]
    return [*examine(file, lesson), *about_file(file, len(content))]


def examine(file: NotebookFile, lesson: "Lesson") -> Iterator[Trouble]:
    """What is wrong with the cells of a lesson's notebook."""
    names = [grade_id_of(cell) for cell in file.cells]
    checked = [_checks(cell) for cell in file.cells]
    wanted = [exercise.name for exercise in lesson.exercises]
    if not ({*wanted} & {*names}) and not any(checked):
        yield Trouble(
            f"This is not the notebook of {lesson.name}: it has none of its exercises. "
            "Open the right one, or name its file: ex.doctor(FILE)."
        )
        return
    for name in wanted:
        if name not in names:
            yield Trouble(
                f"The answer cell `{name}` is missing: what you write elsewhere is not taken for "
                "your answer. Take it from a fresh copy of the notebook, by copying the whole cell."
            )
        if not any(name in found for found in checked):
            yield Trouble(
                f"The check of `{name}` is missing. The grader puts its own back; "
                "take it from a fresh copy to see what it says.",
                serious=False,
            )
    for doubled, times in Counter(name for name in names if name).items():
        if times > 1:
            yield Trouble(
                f"The cell `{doubled}` is there {times} times, so it is not clear which one "
                "counts. Delete all but one (a copied cell keeps its name)."
            )
    yield from about_cells(file.cells)
    yield from about_answers(file.cells)


def about_answers(cells: Sequence[Any]) -> Iterator[Trouble]:
    """What can be said of what a student wrote: answers, and cells of their own."""
    unwritten = []
    for cell in cells:
        name, source = grade_id_of(cell), source_of(cell) or ""
        code = isinstance(cell, dict) and cell.get("cell_type") == "code"
        if name and nbgrader_of(cell).get("solution"):
            if _untouched(cell, source):
                unwritten.append(f"`{name}`")
            elif code and (line := syntax_error(source)):
                yield Trouble(f"`{name}` is not Python yet: {line}.")
        if code and "input(" in source and _asks(source):
            yield Trouble(
                f"{_named(cell)} calls input(): nobody answers while grading, so it stops there. "
                "Take it out."
            )
    if unwritten:
        yield Trouble(f"Not written yet: {', '.join(unwritten)}.", serious=False)


def about_cells(cells: Sequence[Any]) -> Iterator[Trouble]:
    """What can be said of cells one by one, by what nbgrader notes in them."""
    for cell in cells:
        name, noted, source = grade_id_of(cell), nbgrader_of(cell), source_of(cell)
        if source is None:
            yield Trouble("A cell has no text that can be read: delete it.")
            continue
        given = name and noted.get("checksum") and not noted.get("solution")
        if given and not _as_released(cell, source):
            yield Trouble(
                f"The cell `{name}` has been changed. The grader uses the course's own: "
                "what you changed there does not count.",
                serious=False,
            )
        if name and (kind := _kind_lost(cell, source)):
            yield Trouble(f"`{name}` has become a {kind} cell: make it a code cell again.")


def about_file(file: NotebookFile, size: int) -> Iterator[Trouble]:
    """What can be said of a notebook as a whole."""
    metadata = file.metadata if isinstance(file.metadata, dict) else {}
    kernel = metadata.get("kernelspec")
    if isinstance(kernel, dict) and str(kernel.get("language", "python")).lower() != "python":
        yield Trouble(
            f"The notebook's kernel is {kernel.get('display_name') or kernel.get('name')}, not "
            "Python: choose Python 3 in the menu Kernel > Change Kernel."
        )
    if size > LARGE:
        yield Trouble(
            f"The file has {size / 2**20:.0f} MB, which a course site may refuse: "
            "choose Edit > Clear Outputs of All Cells, and save."
        )
    code = [cell for cell in file.cells if isinstance(cell, dict) and cell.get("outputs")]
    raised = [(cell, out) for cell in code for out in _errors(cell)]
    for cell, error in raised[:5]:
        if not _checks(cell):
            yield Trouble(f"{_named(cell)} ended with {error}.", serious=False)
    counts = [c.get("execution_count") for c in file.cells if isinstance(c, dict)]
    run = [count for count in counts if isinstance(count, int)]
    if run != sorted(run):
        yield Trouble(
            "The cells were not run from top to bottom, as the grader runs them: choose "
            "Kernel > Restart Kernel and Run All Cells, and see whether all is still well.",
            serious=False,
        )


def checksum(cell: Any, source: str) -> str:
    """The digest that nbgrader notes in a cell, of the text and of what the cell is for."""
    noted = nbgrader_of(cell)
    parts = [source, str(cell.get("cell_type"))]
    parts += [str(noted.get(role, False)) for role in ("grade", "solution")]
    locked = not noted.get("solution", False) and (
        noted.get("grade", False) or noted.get("locked", False)
    )
    parts += [str(locked), str(noted.get("grade_id"))]
    if noted.get("grade"):
        points = noted.get("points")
        parts.append(str(float(points)) if isinstance(points, int | float) else "")
    return hashlib.md5("".join(parts).encode("utf-8", "replace"), usedforsecurity=False).hexdigest()


def syntax_error(source: str) -> str:
    """Where and why a cell is not Python, as IPython reads it; empty where it is."""
    try:
        from IPython.core.inputtransformer2 import TransformerManager

        source = TransformerManager().transform_cell(source)
    except ImportError:
        pass
    except SyntaxError as error:
        return _said(error)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(source)
    except SyntaxError as error:
        return _said(error)
    except (ValueError, RecursionError, MemoryError):
        return "it cannot be read"
    return ""


def _said(error: SyntaxError) -> str:
    where = f"line {error.lineno}: " if error.lineno else ""
    return f"{where}{error.msg}"


def _checks(cell: Any) -> set[str]:
    """The exercises that a cell checks."""
    source = source_of(cell) or ""
    if not isinstance(cell, dict) or cell.get("cell_type") != "code" or ".check(" not in source:
        return set()
    return {before.rsplit(".", 1)[-1] for before in source.split(".check(")[:-1]}


def _untouched(cell: Any, source: str) -> bool:
    """Whether an answer is as it was released, or its stub still stands."""
    return _as_released(cell, source) or STUB in source


def _as_released(cell: Any, source: str) -> bool:
    return nbgrader_of(cell).get("checksum") == checksum(cell, source)


def _kind_lost(cell: Any, source: str) -> str:
    """What a cell with code in it has become, if it is no code cell any more."""
    kind = cell.get("cell_type") if isinstance(cell, dict) else None
    looks_like_code = any(line.startswith(("def ", "class ", "ex.")) for line in source.split("\n"))
    return str(kind) if kind in ("markdown", "raw") and looks_like_code else ""


def _asks(source: str) -> bool:
    """Whether code calls `input`, not in a comment or a text."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return any(
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "input"
        for node in ast.walk(tree)
    )


def _errors(cell: dict[str, Any]) -> list[str]:
    outputs = cell["outputs"] if isinstance(cell["outputs"], list) else []
    found = [o for o in outputs if isinstance(o, dict) and o.get("output_type") == "error"]
    return [str(o.get("ename", "an error"))[:80] for o in found]


def _named(cell: Any) -> str:
    name = grade_id_of(cell)
    if name:
        return f"The cell `{name}`"
    first = (source_of(cell) or "").strip().split("\n")[0][:40]
    return f"Your cell that begins with `{first}`"

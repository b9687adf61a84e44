"""A made-up class, carried through the whole loop in a fresh folder.

Every student starts from the released notebook and types answers into it, as real ones do.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat.notebooknode import NotebookNode
from rich.console import Console
from rich.table import Table
from rich.text import Text

from autograder.authoring import release
from autograder.course import Course
from autograder.errors import CourseError, WallsUnavailable
from autograder.grading import executors
from autograder.grading import run as grading
from autograder.grading.run import Graded
from autograder.terminal import track
from autograder.walls.bubblewrap import Limits, Walls

LESSON = "07_xor"
LIMITS = Limits(cell_seconds=5.0, call_seconds=2.0)

Edit = Callable[[NotebookNode], None]


@dataclass(frozen=True)
class Student:
    """A made-up student: the edits to a notebook that has all the right answers, and the story."""

    name: str
    story: str
    edits: tuple[Edit, ...] = ()
    attempted: bool = True
    hostile: bool = False


def _cell(notebook: NotebookNode, name: str) -> NotebookNode:
    cells: list[NotebookNode] = notebook.cells
    return next(cell for cell in cells if cell.metadata.get("nbgrader", {}).get("grade_id") == name)


def _change(name: str, old: str, new: str) -> Edit:
    def edit(notebook: NotebookNode) -> None:
        cell = _cell(notebook, name)
        if old not in cell.source:
            raise CourseError(f"The made-up class does not fit the lesson: {name} has no {old!r}.")
        cell.source = cell.source.replace(old, new)

    return edit


def _write(name: str, source: str) -> Edit:
    def edit(notebook: NotebookNode) -> None:
        _cell(notebook, name).source = source

    return edit


def _add_first(source: str) -> Edit:
    def edit(notebook: NotebookNode) -> None:
        notebook.cells.insert(0, nbformat.v4.new_code_cell(source))

    return edit


def _lose(name: str) -> Edit:
    def edit(notebook: NotebookNode) -> None:
        notebook.cells.remove(_cell(notebook, name))

    return edit


_STEAL = """
import pathlib

stolen = {"np": __import__("numpy")}
for path in pathlib.Path("/").rglob("*xor*"):
    try:
        if "BEGIN SOLUTION" in path.read_text():
            exec(path.read_text(), stolen)
    except Exception:
        pass
try:
    import backprop_lib.exercises.xor as answers
    stolen.update({name: getattr(answers, name).reference for name in dir(answers)})
except Exception as error:
    print(error)
"""

_PATCH = """
import builtins
import numpy as np


def yes(*args, **kwargs):
    return True


class Anything(Exception):
    def __new__(cls, *args):
        return None


np.allclose = np.array_equal = np.isclose = yes
np.testing.assert_allclose = np.testing.assert_array_equal = yes
builtins.AssertionError = builtins.all = builtins.any = yes
"""

_ANSWERS = (
    *("threshold", "logic_gates", "perceptron_update", "xor_by_hand", "xor_loss", "train_xor"),
    *("parity_by_depth", "parity_by_width"),
)

CLASS = (
    Student("ada", "all of it right"),
    Student("ben", "handed in the untouched release", attempted=False),
    Student("chloe", "a sign", (_change("perceptron_update", "t - o", "o - t"),)),
    Student("dan", "a transpose", (_change("xor_loss", "dW2 = Z.T @ dY", "dW2 = dY.T @ Z"),)),
    Student("emma", "a missing 1/m", (_change("xor_loss", "dY = 2 * D / m", "dY = 2 * D"),)),
    Student("felix", "a forgotten mask", (_change("xor_loss", "dZ * (A > 0)", "dZ"),)),
    Student(
        "grace", "a crash", (_change("train_xor", "zip(params, grads", "zip(params, gradients"),)
    ),
    Student(
        "hugo",
        "a loop that never ends",
        (_write("xor_by_hand", "def xor_by_hand():\n    while True:\n        pass"),),
        hostile=True,
    ),
    Student(
        "iris",
        "looked for the solutions' folder",
        (_add_first(_STEAL), *(_write(name, f"{name} = stolen[{name!r}]") for name in _ANSWERS)),
        attempted=False,
        hostile=True,
    ),
    Student(
        "jack",
        "patched numpy and assert",
        (
            _add_first(_PATCH),
            *(_write(name, f"def {name}(*args):\n    return 1.0") for name in _ANSWERS),
        ),
        attempted=False,
        hostile=True,
    ),
    Student(
        "kim",
        "took out a check that failed",
        (_change("xor_loss", "return loss, (dW1", "return loss, (-dW1"), _lose("test_xor_loss")),
        hostile=True,
    ),
)


def hand_in(course: Course, student: Student) -> None:
    """Put a made-up student's notebook where collected submissions are."""
    source, released = (
        course.folder(step, LESSON) / course.notebook(LESSON).name for step in ("source", "release")
    )
    notebook = nbformat.read(released, as_version=4)
    if student.attempted:
        solved = nbformat.read(source, as_version=4)
        for cell in solved.cells:
            if cell.metadata.get("nbgrader", {}).get("solution"):
                lines = [line for line in cell.source.split("\n") if " SOLUTION" not in line]
                _cell(notebook, cell.metadata.nbgrader.grade_id).source = "\n".join(lines)
    for edit in student.edits:
        edit(notebook)
    target = course.folder("submitted", LESSON, student.name) / source.name
    target.parent.mkdir(parents=True)
    nbformat.write(notebook, target)


def demo(course: Course, folder: Path | None, walls: bool, out: Console) -> list[Graded]:
    """Carry the made-up class through the whole loop, and print the table.

    `folder` is made; by default a temporary one. Without `walls`, or where they cannot be built,
    the hostile students stay out.
    """
    if walls:
        try:
            Walls().check()
        except WallsUnavailable as reason:
            # The rest of the class is ours, and may run without walls.
            out.print(f"No walls: {reason}", highlight=False, soft_wrap=True)
            walls = False
    if folder is not None and folder.exists() and any(folder.iterdir()):
        raise CourseError(f"{folder} is not empty. Name a new folder with --into.")
    made = release.copy(course, folder or Path(tempfile.mkdtemp(prefix="backprop-demo-")), [LESSON])
    release.generate(made, LESSON)
    out.print(f"1. generated the release of {LESSON}")
    students = [student for student in CLASS if walls or not student.hostile]
    for student in students:
        hand_in(made, student)
    out.print(f"2. collected {len(students)} submissions")
    names = [student.name for student in students]
    results = grading.grade(
        made, LESSON, names, Walls(LIMITS, enclosed=walls), workers=executors.local()
    )
    by_name = {each.student: each for each in track(results, len(names), "grading")}
    graded = [by_name[name] for name in names]
    out.print(f"3. graded them {'inside walls' if walls else 'WITHOUT WALLS'}, judged outside")
    made.nbgrader.generate_feedback(LESSON, force=True)
    out.print("4. wrote the feedback")
    out.print(_table(students, graded))
    if not walls:
        left_out = ", ".join(student.name for student in CLASS if student.hostile)
        out.print(f"Left out, since there are no walls: {left_out}.")
    page = f"feedback/emma/{LESSON}/xor.html"
    out.print(f"All of it is in {made.root}: open {page}, for example.", soft_wrap=True)
    return graded


def _table(students: list[Student], graded: list[Graded]) -> Table:
    table = Table("student", "what they did", "score", "what they are told", show_lines=True)
    for student, each in zip(students, graded, strict=True):
        score = f"{each.score:g}/{each.max_score:g}\n{each.score / each.max_score:.0%}"
        told = Text("\n".join(_told(each)))
        table.add_row(student.name, student.story, score, told)
    return table


def _told(graded: Graded) -> Iterator[str]:
    """What was repaired, then what was missed, exercises with the same sentence together."""
    yield from graded.repairs
    by_sentence: dict[str, list[str]] = {}
    for verdict in graded.missed:
        name = verdict.grade_id.removeprefix("test_")
        sentence = verdict.sentence.replace(f"`{name}`", "The function")
        by_sentence.setdefault(sentence, []).append(name)
    for sentence, names in by_sentence.items():
        yield f"{', '.join(names)}: {sentence}"

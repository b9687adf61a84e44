"""A made-up class on a lesson of six small exercises and one plot: most right, some hostile."""

from __future__ import annotations

import copy
import shutil
from pathlib import Path

import nbformat
from nbformat.notebooknode import NotebookNode

from autograder.course import CONFIG, Course
from tests.autograder import notebooks as nb

ROOT = Path(__file__).resolve().parents[1]
LESSON = "six"
WRONG_EVERY = 5
HOSTILE_EVERY = 50

# Name, arguments, a right body, a wrong one, and what is asserted.
EXERCISES = (
    ("affine", "X, W, b", "X @ W + b", "X @ W", "np.allclose(affine(X, W, b), X @ W + b)"),
    ("relu", "A", "np.maximum(A, 0)", "np.abs(A)", "np.allclose(relu(A), A * (A > 0))"),
    (
        "sigmoid",
        "A",
        "1 / (1 + np.exp(-A))",
        "np.exp(-A)",
        "np.allclose(sigmoid(A), 0.5 * (1 + np.tanh(A / 2)))",
    ),
    ("mse", "Y, T", "np.mean((Y - T) ** 2)", "np.sum((Y - T) ** 2)", "abs(mse(A, 0 * A)) < 9"),
    ("grad_relu", "A, dZ", "dZ * (A > 0)", "dZ", "np.allclose(grad_relu(A, A), A * (A > 0))"),
    ("grad_W", "X, dA", "X.T @ dA", "dA.T @ X", "grad_W(X, A).shape == W.shape"),
)
PLOT = """import matplotlib.pyplot as plt

steps = np.linspace(-6, 6, 200)
fig, ax = plt.subplots()
ax.plot(steps, np.tanh(steps))
plt.show()"""
ARRAYS = """rng = np.random.default_rng(0)
X, W, b = rng.normal(size=(5, 4)), rng.normal(size=(4, 3)), rng.normal(size=3)
A = X @ W + b"""
PLAIN = """c = get_config()
c.CourseDirectory.course_id = "plain"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "notebooks"
c.ExecutePreprocessor.timeout = 5
"""
ATTACKS = (
    "while True:\n    pass",
    "import os\nos.abort()",
    "keep = []\nwhile True:\n    keep.append(bytearray(10**8))",
)


def build(
    root: Path, students: int, plain: bool = False, repeat: int = 1, calls: int = 1
) -> Course:
    """A course with a class that has handed in; `plain` is for nbgrader as it comes.

    The notebook has `repeat` times six exercises, each of which is checked `calls` times.
    """
    config = PLAIN if plain else (ROOT / CONFIG).read_text() + _LIMITS
    cells = [nb.prose("# Six exercises", "title"), nb.locked("import numpy as np\n" + ARRAYS)]
    for number in range(repeat):
        for name, arguments, right, _, check in EXERCISES:
            body = f"    ### BEGIN SOLUTION\n    return {right}\n    ### END SOLUTION"
            once = f"{ARRAYS}\nfor _ in range({calls}):\n    assert {check}"
            grade_id = name if number == 0 else f"{name}-{number}"
            cells.append(nb.answer(f"def {name}({arguments}):\n{body}", grade_id))
            cells.append(nb.grading(once, f"test_{grade_id}"))
    cells.append(nb.locked(PLOT, "plot"))
    source = nb.write(root / "solutions" / LESSON / f"{LESSON}.ipynb", nb.notebook(*cells))
    (root / CONFIG).write_text(config)
    course = Course(root)
    form = course.template(LESSON)
    for cell in form.notebook.cells:
        cell.source = form.released[cell.id]
    for number in range(students):
        hostile = number % HOSTILE_EVERY == HOSTILE_EVERY - 1
        made = _answered(form.notebook, number, hostile)
        nb.write(root / "submitted" / f"student{number:05}" / LESSON / source.name, made)
    return course


_LIMITS = """
c.JudgeNotebook.cell_seconds = 5
c.JudgeNotebook.memory = 512 * 2**20
"""


def _answered(released: NotebookNode, number: int, hostile: bool) -> NotebookNode:
    made: NotebookNode = copy.deepcopy(released)
    wrong = number % WRONG_EVERY == WRONG_EVERY - 1
    for place, (name, arguments, right, mistake, _) in enumerate(EXERCISES):
        body = mistake if wrong and place == number % len(EXERCISES) else right
        for cell in made.cells:
            if cell.id == name or cell.id.startswith(f"{name}-"):
                cell.source = f"def {name}({arguments}):  # {number}\n    return {body}"
    if hostile:
        attack = ATTACKS[number // HOSTILE_EVERY % len(ATTACKS)]
        made.cells.append(nbformat.v4.new_code_cell(attack))
    return made


def clear(course: Course) -> None:
    """Forget all results."""
    for name in ("autograded", "verdicts", "logs"):
        shutil.rmtree(course.root / name, ignore_errors=True)
    (course.root / "gradebook.db").unlink(missing_ok=True)

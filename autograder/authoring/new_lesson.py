"""`backprop new`: a lesson that works from the start, to be filled.

It has one unit, one quiz, a known mistake and some variants, and TODO wherever words are missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from nbformat.notebooknode import NotebookNode

from autograder.errors import CourseError

if TYPE_CHECKING:
    from autograder.course import Course

SKELETON = Path(__file__).with_name("skeleton")
REGISTRY = Path("backprop_lib", "exercises", "__init__.py")
_NAME = re.compile(r"(?P<number>\d\d)_(?P<module>[a-z][a-z0-9_]*)")
_ENTRY = re.compile(r'^        "\d\d_\w+": "backprop_lib\.exercises\.\w+",\n', re.MULTILINE)
_KERNEL = {
    "kernelspec": {
        "display_name": "Python 3 (ipykernel)",
        "language": "python",
        "name": "python3",
    },
    "language_info": {"name": "python"},
}


def new_lesson(course: Course, lesson: str, title: str) -> list[Path]:
    """Make the files of a new lesson; returns them, and the list of lessons, which has it now.

    Raises CourseError, and writes nothing, where the name is no lesson's or something of it exists.
    """
    named = _NAME.fullmatch(lesson)
    if named is None:
        raise CourseError(
            f"{lesson!r} is no lesson's name: write two digits and the notebook's name, such as "
            "13_attention."
        )
    module = named["module"]
    if not (course.root / REGISTRY).is_file():
        raise CourseError(
            f"{course.root} has no {REGISTRY}: a lesson is made in a checkout of the whole course."
        )
    files = _files(course, lesson, module, _told(lesson, named["number"], module, title))
    others = [name for name in course.lessons() if name[:3] == lesson[:3]]
    if there := [*others, *(str(path) for path in files if path.exists())]:
        raise CourseError(f"There is {', '.join(there)} already: choose another name.")
    registry = _registered(course.root / REGISTRY, lesson, module)
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (course.root / REGISTRY).write_text(registry, encoding="utf-8")
    return [*files, course.root / REGISTRY]


def _told(lesson: str, number: str, module: str, title: str) -> dict[str, str]:
    title = title or module.replace("_", " ").capitalize()
    if not title.isprintable() or re.search(r'["\\{}]', title):
        raise CourseError(f"The title {title!r} must do without quotes, braces and backslashes.")
    imports = {
        f"backprop_lib.exercises.{module}": "mistakes, reference",
        f"backprop_lib.exercises.{module}.quizzes": "quiz_slope",
        "backprop_lib.exercises.lesson": "Lesson",
        "backprop_lib.exercises.unit": "UnitExercise",
    }
    return {
        "lesson": lesson,
        "number": number,
        "module": module,
        "title": title,
        "imports": "\n".join(
            f"from {name} import {what}" for name, what in sorted(imports.items())
        ),
    }


def _files(course: Course, lesson: str, module: str, told: dict[str, str]) -> dict[Path, str]:
    """What is written, by path."""
    templates = Environment(
        loader=FileSystemLoader(SKELETON),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        autoescape=False,  # Python, not HTML
    )
    exercises = course.root / REGISTRY.parent / module
    names = ("__init__.py", "reference.py", "mistakes.py", "quizzes.py")
    places = {exercises / name: name for name in names}
    places[course.root / "tests" / "mutants" / "variants" / f"{module}.py"] = "variants.py"
    files = {
        path: templates.get_template(f"{name}.j2").render(told) for path, name in places.items()
    }
    notebook = course.folder("source", lesson) / f"{module}.ipynb"
    files[notebook] = nbformat.writes(_notebook(told)) + "\n"
    return files


def _registered(registry: Path, lesson: str, module: str) -> str:
    """The list of lessons with the new one in its place."""
    text = registry.read_text(encoding="utf-8")
    entries = _ENTRY.findall(text)
    start = text.find(entries[0]) if entries else -1
    if start < 0 or text[start : start + sum(map(len, entries))] != "".join(entries):
        raise CourseError(f"{registry} has no list of lessons that could be added to.")
    if any(f".{module}" in entry for entry in entries):
        raise CourseError(f"{registry} has a module {module} already: choose another name.")
    entry = f'        "{lesson}": "backprop_lib.exercises.{module}",\n'
    return text.replace("".join(entries), "".join(sorted([*entries, entry])))


def _notebook(told: dict[str, str]) -> NotebookNode:
    notebook: NotebookNode = nbformat.v4.new_notebook(
        cells=list(_cells(told)), metadata=_KERNEL, nbformat_minor=5
    )
    return notebook


def _cells(told: dict[str, str]) -> Iterator[NotebookNode]:
    yield _prose(
        "title",
        f"# {told['title']}\n\nTODO what the lesson is about, in two or three sentences.\n\n"
        "**You will be able to**\n\n- TODO\n\n**You need** TODO. **It takes** about TODO minutes.",
    )
    yield _prose(
        "how-it-works",
        "## How this notebook works\n\nBelow each answer cell is a check. In any empty cell you may"
        " ask for `ex.square.hint()`, or, when you have had enough, `ex.square.solution()`.",
    )
    yield _code(
        "setup",
        "import numpy as np\n\nfrom backprop_lib import demo\n"
        f"from backprop_lib.exercises import {told['module']} as ex",
        locked=True,
    )
    yield _prose(
        "square-derivation",
        "## 1. TODO a heading\n\nTODO the derivation, with the shape of every quantity.",
    )
    yield _prose("square-exercise", "### Exercise 1: a square (2 points)")
    yield _code(
        "square",
        "def square(X):\n"
        '    """Return A, back: A = X**2, entry by entry, as a new array.\n\n'
        '    X, A (m, p); back(dA) returns dX (m, p).\n    """\n'
        "    ### BEGIN SOLUTION\n    A = X**2\n    ### END SOLUTION\n\n"
        "    def back(dA):\n        ### BEGIN SOLUTION\n        return 2 * X * dA\n"
        "        ### END SOLUTION\n\n    return A, back",
        solution=True,
    )
    yield _code(
        "square-try",
        "# Try it here: 9 and 4; then 6 and -4.\nwith demo.when_written():\n"
        "    A, back = square(np.array([[3.0, -2.0]]))\n"
        '    print("A ", A)\n    print("dX", back(np.array([[1.0, 1.0]])))',
    )
    yield _code("test_square", "ex.square.check(square)", locked=True, grade=True, points=2)
    yield _prose(
        "quiz-slope-question", "### Quiz (1 point)\n\nTODO the question, as in `quizzes.py`."
    )
    yield _code(
        "quiz_slope",
        'quiz_slope = None  # your answer in place of None: "a", "b", "c" or "d"; '
        "delete what is below\n"
        '### BEGIN SOLUTION\nquiz_slope = "b"\n### END SOLUTION',
        solution=True,
    )
    yield _code(
        "test_quiz_slope", "ex.quiz_slope.check(quiz_slope)", locked=True, grade=True, points=1
    )
    yield _prose("read-on", "## Where to read on\n\n- TODO")


def _prose(cell_id: str, source: str) -> NotebookNode:
    cell: NotebookNode = nbformat.v4.new_markdown_cell(source, id=cell_id)
    return cell


def _code(cell_id: str, source: str, **role: Any) -> NotebookNode:
    """A code cell; nbgrader knows those that have a role."""
    cell: NotebookNode = nbformat.v4.new_code_cell(source, id=cell_id)
    if role:
        kinds = {"grade": False, "locked": False, "solution": False, "task": False}
        cell.metadata.nbgrader = {**kinds, "schema_version": 3, "grade_id": cell_id, **role}
    return cell

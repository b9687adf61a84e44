"""The lesson `squares`: answers to it, handed in and graded."""

import copy
from pathlib import Path

import nbformat

from autograder.course import Course
from autograder.grading import run as grading
from autograder.walls.bubblewrap import Walls
from tests.autograder import notebooks as nb

RIGHT = "def square(x):\n    return x * x"
WRONG = "def square(x):\n    return x"
EQUAL_TO_ALL = "class Yes:\n    __eq__ = lambda *a: True\nsquare = lambda x: Yes()"


def hand_in(
    course: Course, student: str, content: bytes | None = None, answer: str = RIGHT
) -> Path:
    """Put a submission of `squares` in its place: `content`, or the release with `answer`."""
    path = course.folder("submitted", "squares", student) / "squares.ipynb"
    path.parent.mkdir(parents=True)
    if content is None:
        form = course.template("squares")
        made = copy.deepcopy(form.notebook)
        for cell in made.cells:
            cell.source = answer if cell.id == "square" else form.released[cell.id]
        content = nb.as_bytes(made)
    path.write_bytes(content)
    return path


def grade(course: Course, walls: Walls, force: bool = False) -> dict[str, grading.Graded]:
    results = grading.grade(course, "squares", course.students("squares"), walls, force)
    return {graded.student: graded for graded in results}


def gradebook_scores(course: Course) -> dict[str, float]:
    with course.nbgrader.gradebook as gradebook:
        submissions = gradebook.find_assignment("squares").submissions
        return {submission.student.id: submission.score for submission in submissions}


def configure(course: Course, text: str) -> Course:
    """The course with more lines of configuration."""
    with (course.root / "nbgrader_config.py").open("a") as config:
        config.write(text)
    return Course(course.root)


def add_essay(course: Course) -> None:
    """Have the lesson ask for an essay, which a person marks with up to 4 points."""
    source = course.notebook("squares")
    made = nbformat.read(source, as_version=4)
    essay = nb.answer("Why?", "essay")
    essay.metadata.nbgrader.update(grade=True, points=4)
    made.cells.append(nbformat.v4.new_markdown_cell("Why?", metadata=essay.metadata, id="essay"))
    nb.write(source, made)

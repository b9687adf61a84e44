"""What students wrote: the text of the answer cells in their autograded notebooks.

It is read as text and compared as text; nothing of it is run.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from autograder.submission.submitted import MAX_SOURCE, NotANotebook, read_file
from backprop_lib.notebook_file import grade_id_of, nbgrader_of, read_notebook, source_of

if TYPE_CHECKING:
    from pathlib import Path

    from autograder.course import Course

Answers = dict[str, str]  # by grade id of the answer cell


def read_answers(course: Course, lesson: str, students: Iterable[str]) -> dict[str, Answers]:
    """The answers of each student whose autograded notebook is there."""
    name = course.notebook(lesson).name
    found = {
        student: answers_in(course.folder("autograded", lesson, student) / name)
        for student in students
    }
    return {student: answers for student, answers in found.items() if answers}


def answers_in(path: Path) -> Answers:
    """The answer cells of a notebook; none where there is no notebook that can be read."""
    try:
        cells = read_notebook(read_file(path)).cells
    except (NotANotebook, OSError):
        return {}
    return {
        name: text[:MAX_SOURCE]
        for cell in cells
        if nbgrader_of(cell).get("solution")
        and (name := grade_id_of(cell)) is not None
        and (text := source_of(cell)) is not None
    }

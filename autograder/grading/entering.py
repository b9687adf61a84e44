"""Enters a lesson into the gradebook, as `nbgrader generate_assignment` would."""

from __future__ import annotations

from typing import Any

from autograder.course import Course
from autograder.errors import CourseError
from autograder.grading.database import opened


def enter(course: Course, lesson: str) -> None:
    """Enter a lesson into the gradebook, unless all of it is there."""
    import nbformat  # takes long to import, as does nbgrader
    from nbgrader import utils
    from nbgrader.api import MissingEntry
    from nbgrader.converters import GenerateAssignment
    from nbgrader.preprocessors import SaveCells

    source = course.notebook(lesson)
    notebook = nbformat.read(source, as_version=4)
    kinds = (utils.is_grade, utils.is_solution, utils.is_locked, utils.is_task)
    named = [cell for cell in notebook.cells if any(is_kind(cell) for is_kind in kinds)]
    with opened(course) as gradebook:
        try:
            entered = gradebook.find_notebook(source.stem, lesson).source_cells
            if {cell.metadata.nbgrader.grade_id for cell in named} <= {
                cell.name for cell in entered
            }:
                return
        except MissingEntry:
            gradebook.update_or_create_assignment(lesson)
    names = {"assignment": lesson, "notebook": source.stem, "db_url": course.gradebook_url}
    resources: dict[str, Any] = {"nbgrader": names}
    steps = GenerateAssignment(config=course.config).preprocessors
    try:
        for step in steps[: steps.index(SaveCells) + 1]:
            notebook, resources = step(config=course.config).preprocess(notebook, resources)
    except RuntimeError as error:  # nbgrader's word for cells that came or went meanwhile
        raise CourseError(f"{lesson} has changed since it was graded: {error}.") from error

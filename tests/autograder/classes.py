"""Small classes on the lesson `squares`, and runs that can be killed."""

import os
import signal
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import create_engine, text

from autograder.course import Course
from tests.autograder.squares import RIGHT, WRONG, hand_in

# All that a gradebook holds of students, without its random ids and without times of writing.
CONTENT = {
    "students": "SELECT id FROM student",
    "submissions": """
        SELECT student_id, assignment.name, timestamp FROM submitted_assignment
        JOIN assignment ON assignment.id = submitted_assignment.assignment_id""",
    "notebooks": """
        SELECT student_id, notebook.name, late_submission_penalty, flagged FROM submitted_notebook
        JOIN submitted_assignment
            ON submitted_assignment.id = submitted_notebook.assignment_id
        JOIN notebook ON notebook.id = submitted_notebook.notebook_id""",
    "grades": """
        SELECT student_id, base_cell.name, auto_score, manual_score, extra_credit,
            needs_manual_grade
        FROM grade JOIN base_cell ON base_cell.id = grade.cell_id
        JOIN submitted_notebook ON submitted_notebook.id = grade.notebook_id
        JOIN submitted_assignment ON submitted_assignment.id = submitted_notebook.assignment_id""",
    "comments": """
        SELECT student_id, base_cell.name, auto_comment, manual_comment
        FROM comment JOIN base_cell ON base_cell.id = comment.cell_id
        JOIN submitted_notebook ON submitted_notebook.id = comment.notebook_id
        JOIN submitted_assignment ON submitted_assignment.id = submitted_notebook.assignment_id""",
}


def hand_in_class(course: Course, size: int, answer: str = RIGHT) -> list[str]:
    """A class in which every third is wrong; returns the names."""
    names = [f"student{number:02}" for number in range(size)]
    for number, name in enumerate(names):
        hand_in(course, name, answer=WRONG if number % 3 == 0 else answer)
    return names


def gradebook_content(course: Course) -> Mapping[str, list[tuple[Any, ...]]]:
    """All rows about students, in order; a row that is there twice is there twice."""
    engine = create_engine(course.gradebook_url)
    with engine.connect() as connection:
        found = {
            name: sorted((_plain(row) for row in connection.execute(text(query))), key=repr)
            for name, query in CONTENT.items()
        }
    engine.dispose()
    return found


def _plain(row: Iterable[Any]) -> tuple[Any, ...]:
    """A row with times as text and truth values as such, whatever the database has for them."""
    times = (str(value) if isinstance(value, datetime) else value for value in row)
    return tuple(t.removesuffix(".000000") if isinstance(t, str) else t for t in times)


def run_and_kill(run: Callable[[], object], seconds: float) -> bool:
    """Run something in a process that is killed after so long; whether it was not done by then."""
    child = os.fork()
    if child == 0:
        try:
            os.setpgid(0, 0)
            run()
        finally:
            os._exit(0)
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if os.waitpid(child, os.WNOHANG)[0]:
            return False
        time.sleep(0.005)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return True

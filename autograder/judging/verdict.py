"""What the judge decided about one grading cell, and how its exceptions become that."""

from __future__ import annotations

import dataclasses
import linecache
import traceback
from dataclasses import dataclass

from autograder.submission.outputs import plain_text
from backprop_lib.exercises.remote import RaisedElsewhere
from backprop_lib.exercises.report import ExerciseFailed

CELL_FILE = "<grading cell {}>"


@dataclass(frozen=True)
class Verdict:
    """The verdict on one grading cell.

    `state` is "passed", "failed", "raised", "not attempted", "stopped" or "course fault".
    `sentence` says in a line or two what is wrong; `explanation` is all that the student is told.
    `mistake` names the mistake that was recognised, if any.
    """

    grade_id: str
    score: float
    max_score: float
    state: str
    sentence: str = ""
    explanation: str = ""
    mistake: str | None = None


def missed(
    grade_id: str, points: float, state: str, sentence: str, explanation: str = ""
) -> Verdict:
    """No points, and why."""
    text = plain_text(explanation or sentence)
    return Verdict(grade_id, 0.0, points, state, plain_text(sentence), text)


def from_exception(grade_id: str, points: float, error: BaseException) -> Verdict:
    """The verdict when a grading cell raised."""
    if isinstance(error, ExerciseFailed):
        report = error.report
        found = missed(grade_id, points, report.verdict, report.message, str(report))
        credit = max(0.0, min(1.0, report.score)) * points
        return dataclasses.replace(found, score=credit, mistake=report.mistake)
    if isinstance(error, RaisedElsewhere):
        if error.ename == "NotImplementedError":
            return missed(grade_id, points, "not attempted", "It is not written yet.")
        where = f", at {error.where}" if error.where else ""
        return missed(grade_id, points, "raised", f"Your code raised {error}{where}")
    if isinstance(error, NameError) and error.name:
        sentence = f"`{error.name}` is not defined: did the cell that defines it fail?"
        return missed(grade_id, points, "not attempted", sentence)
    line = _line(error, grade_id)
    if line is None:
        return missed(grade_id, points, "failed", "A hidden test does not hold.")
    if isinstance(error, AssertionError):
        sentence = str(error) or f"This does not hold: {line}"
    else:
        sentence = f"The check cannot use your answer: {type(error).__name__}: {error}"
    return missed(grade_id, points, "failed", sentence, f"{line}\n{sentence}")


def _line(error: BaseException, grade_id: str) -> str | None:
    """The line of the grading cell where `error` was raised; None when it is a hidden one."""
    file = CELL_FILE.format(grade_id)
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if frame.filename == file:
            above = "".join(linecache.getlines(file)[: frame.lineno])
            hidden = above.count("BEGIN HIDDEN TESTS") > above.count("END HIDDEN TESTS")
            return None if hidden else frame.line or ""
    return ""

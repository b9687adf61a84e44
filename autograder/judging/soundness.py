"""Whether a lesson's own solution passes its checks: if not, no student is to blame."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Mapping
from pathlib import Path

from nbformat.notebooknode import NotebookNode

from autograder.course import Course
from autograder.judging.apart import judge_apart
from autograder.judging.verdict import Verdict
from autograder.submission.rebuild import rebuild
from autograder.submission.supporting import supporting_files
from autograder.walls.bubblewrap import Walls


def judge_soundly(
    course: Course, lesson: str, student: str, notebook: NotebookNode, walls: Walls
) -> dict[str, Verdict]:
    """Judge a student's rebuilt notebook, with the files beside it, in place.

    A miss of a check that the course's own solution misses, too, is the course's fault.
    """
    source, given = course.notebook(lesson), course.given(lesson)
    files = supporting_files(source.parent, course.folder("submitted", lesson, student))
    verdicts = judge_apart(notebook, walls, given, files)
    return blame(verdicts, _unsound(course.root, lesson, source.stat().st_mtime_ns, walls))


def blame(verdicts: Mapping[str, Verdict], unsound: Mapping[str, Verdict]) -> dict[str, Verdict]:
    """The verdicts, given those of the checks that the course's own solution misses."""
    return {
        name: _blamed(verdict, unsound[name]) if name in unsound else verdict
        for name, verdict in verdicts.items()
    }


def _blamed(verdict: Verdict, unsound: Verdict) -> Verdict:
    if verdict.state == "passed":
        return verdict
    sentence = "This check is at fault, not you: the course's own solution does not pass it."
    explanation = f"{sentence}\n{unsound.explanation}"
    return dataclasses.replace(
        verdict, state="course fault", sentence=sentence, explanation=explanation
    )


@functools.lru_cache(maxsize=8)
def _unsound(root: Path, lesson: str, _changed: int, walls: Walls) -> dict[str, Verdict]:
    """The verdicts of those checks that the solution does not pass, judged once for each state."""
    course = Course(root)
    source = course.notebook(lesson)
    solved = rebuild(course.template(lesson), source.read_bytes()).notebook
    files = supporting_files(source.parent, source.parent)
    verdicts = judge_apart(solved, walls, course.given(lesson), files)
    return {name: verdict for name, verdict in verdicts.items() if verdict.state != "passed"}

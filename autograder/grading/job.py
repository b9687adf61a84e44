"""One submission to grade, as data that travels: to another process, or to another machine.

A job holds what grading it needs and no more: no solution, no other submission, no path of the
course's. `run` makes of it a result that the one writer of the gradebook records.
"""

from __future__ import annotations

import functools
import json
import os
import socket
import time
import traceback
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import datetime

import nbformat
from nbformat.notebooknode import NotebookNode

from autograder.errors import CourseError, WallsUnavailable
from autograder.judging.apart import judge_apart
from autograder.judging.verdict import Verdict, missed
from autograder.submission.cells import grade_id, is_grade, is_grading, is_solution, is_task, points
from autograder.submission.rebuild import Rebuilt, Template, note, rebuild_or_tell
from autograder.submission.submitted import NotANotebook
from autograder.walls.bubblewrap import Walls

REASON = "It could not be graded. This is for the instructor to look into, not for you."


@dataclass(frozen=True)
class Material:
    """What of a lesson is needed to grade: its template as JSON, files, modules, walls."""

    lesson: str
    template: bytes
    files: Mapping[str, bytes]
    given: tuple[str, ...]
    walls: Walls

    @classmethod
    def of(
        cls,
        lesson: str,
        form: Template,
        files: Mapping[str, bytes],
        given: tuple[str, ...],
        walls: Walls,
    ) -> Material:
        template = {"notebook": form.notebook, "released": form.released}
        return cls(lesson, json.dumps(template).encode(), files, given, walls)


@dataclass(frozen=True)
class Job:
    """One submission: the notebook's bytes, or why there are none, and the files beside it.

    `digest` is of all that was handed in, and comes back with the result.
    """

    material: Material
    student: str
    digest: str
    notebook: bytes
    unreadable: str
    files: Mapping[str, bytes]

    @property
    def size(self) -> int:
        """Bytes of the student's, roughly what it takes of memory."""
        return len(self.notebook) + sum(map(len, self.files.values()))


@dataclass(frozen=True)
class Done:
    """A graded submission.

    `marks` and `comments` are what the gradebook gets by cell: a mark of None is for a person to
    give. `notebook` is the autograded one as JSON. `fault` says why it could not be graded.
    """

    student: str
    digest: str
    verdicts: tuple[Verdict, ...]
    repairs: tuple[str, ...]
    marks: Mapping[str, float | None]
    comments: Mapping[str, str | None]
    notebook: str
    seconds: float
    log: str
    fault: str = ""


def run(job: Job) -> Done:
    """Grade one submission; what nobody has thought of scores 0 and is told in `fault`.

    Raises CourseError and WallsUnavailable, which concern the whole class.
    """
    began = time.monotonic()
    try:
        material = job.material
        material.walls.check()
        rebuilt = rebuild_or_tell(_form(material.template), lambda: _content(job))
        files = {**material.files, **job.files}
        verdicts = judge_apart(rebuilt.notebook, material.walls, material.given, files)
        return _done(job, rebuilt, tuple(verdicts.values()), time.monotonic() - began)
    except (CourseError, WallsUnavailable):
        raise
    except Exception:
        return not_graded(job, traceback.format_exc(), time.monotonic() - began)


def not_graded(job: Job, fault: str, seconds: float = 0.0) -> Done:
    """No points for any check, the reason for the student, and `fault` for the instructor."""
    notebook = _form(job.material.template).notebook
    verdicts = tuple(
        missed(grade_id(cell), points(cell), "course fault", REASON)
        for cell in filter(is_grading, notebook.cells)
    )
    told = nbformat.from_dict({**notebook, "cells": [note([REASON]), *notebook.cells]})
    return _done(job, Rebuilt(told, [REASON]), verdicts, seconds, fault)


def _content(job: Job) -> bytes:
    if job.unreadable:
        raise NotANotebook(job.unreadable)
    return job.notebook


@functools.lru_cache(maxsize=4)
def _form(template: bytes) -> Template:
    form = json.loads(template)
    return Template(nbformat.from_dict(form["notebook"]), form["released"])


def _done(
    job: Job, rebuilt: Rebuilt, verdicts: tuple[Verdict, ...], seconds: float, fault: str = ""
) -> Done:
    notebook, repairs = rebuilt.notebook, tuple(rebuilt.repairs)
    scores = {verdict.grade_id: verdict.score for verdict in verdicts}
    untouched = _untouched(_form(job.material.template), notebook)
    log = "\n".join(_log(job, verdicts, repairs, seconds, fault)) + "\n"
    text = nbformat.writes(notebook)
    if not text.endswith("\n"):
        text += "\n"
    return Done(
        job.student,
        job.digest,
        verdicts,
        repairs,
        _marks(notebook, scores, untouched),
        _comments(notebook, untouched),
        text,
        seconds,
        log,
        fault,
    )


def _untouched(form: Template, notebook: NotebookNode) -> set[str]:
    """The answers that are as they were released."""
    released = {cell.id: cell.source for cell in filter(is_solution, form.notebook.cells)}
    return {grade_id(cell) for cell in notebook.cells if released.get(cell.id) == cell.source}


def _marks(
    notebook: NotebookNode, scores: Mapping[str, float], untouched: Set[str]
) -> dict[str, float | None]:
    """As nbgrader's SaveAutoGrades: answers that a person reads get 0 when they are untouched."""
    marks: dict[str, float | None] = {}
    for cell in filter(is_grade, notebook.cells):
        name = grade_id(cell)
        by_hand = 0.0 if name in untouched else None
        marks[name] = scores.get(name, 0.0) if is_grading(cell) else by_hand
    return marks


def _comments(notebook: NotebookNode, untouched: Set[str]) -> dict[str, str | None]:
    """As nbgrader's SaveAutoGrades: untouched answers are commented as such."""
    return {
        grade_id(cell): "No response." if grade_id(cell) in untouched else None
        for cell in notebook.cells
        if is_solution(cell) or is_task(cell)
    }


def _log(
    job: Job, verdicts: tuple[Verdict, ...], repairs: tuple[str, ...], seconds: float, fault: str
) -> Iterator[str]:
    now = datetime.now().astimezone().strftime("%Y-%m-%d %H:%M:%S %z")
    yield f"{job.material.lesson} {job.student}: graded {now} in {seconds:.2f} s"
    yield f"by process {os.getpid()} on {socket.gethostname()}"
    yield f"files: {', '.join(sorted(job.files)) or 'none'}"
    yield from (f"repaired: {repair}" for repair in repairs)
    for verdict in verdicts:
        points = f"{verdict.score:g} of {verdict.max_score:g}"
        yield f"{verdict.grade_id}: {points}, {verdict.state}. {verdict.sentence}".rstrip()
    if fault:
        yield f"could not be graded:\n{fault}"

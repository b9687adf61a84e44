"""Judges a submission in a process of its own, which has a deadline and a limit of memory.

A grading cell computes with what the student's code has returned. Data that takes a check for ever,
or all memory there is, then costs its own submission alone.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import select
import signal
import sys
import time
import traceback
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import nbformat
from nbformat.notebooknode import NotebookNode

from autograder.errors import CourseError, WallsUnavailable
from autograder.judging.judge import import_ahead, judge
from autograder.judging.verdict import Verdict, missed
from autograder.submission.cells import grade_id, is_grading, points
from autograder.submission.outputs import error
from autograder.walls import warm
from autograder.walls.bubblewrap import Walls, WorkerLost

_ROOM = 2 * 1024**3  # bytes that a check may use beyond what the judge has already


class JudgeFailed(Exception):
    """The judge itself failed over a submission: nobody's fault but ours. The text says where."""


class _Lost(JudgeFailed):
    """As WorkerLost: another try may do."""


_FAULTS = {fault.__name__: fault for fault in (CourseError, WallsUnavailable, JudgeFailed, _Lost)}


def judge_apart(
    notebook: NotebookNode, walls: Walls, given: tuple[str, ...], files: Mapping[str, bytes]
) -> dict[str, Verdict]:
    """As `judge`, in a process of its own: the notebook's cells get their outputs, too.

    Raises JudgeFailed for what went wrong in the judge and has nothing to do with limits.
    """
    with contextlib.suppress(_Lost):
        return _judge_apart(notebook, walls, given, files)
    return _judge_apart(notebook, walls, given, files)


def _judge_apart(
    notebook: NotebookNode, walls: Walls, given: tuple[str, ...], files: Mapping[str, bytes]
) -> dict[str, Verdict]:
    warm.warm_up(walls, given)
    import_ahead(notebook)
    reading, writing = os.pipe()
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _be_the_judge(writing, notebook, walls, given, files)
    os.close(writing)
    try:
        limits = walls.limits
        deadline = time.monotonic() + limits.submission_seconds + limits.check_seconds
        answer = _read(reading, deadline)
    finally:
        os.close(reading)
        os.kill(child, signal.SIGKILL)  # what it started inside walls dies with it
        os.waitpid(child, 0)
    return _take(answer, notebook)


def _be_the_judge(
    writing: int,
    notebook: NotebookNode,
    walls: Walls,
    given: tuple[str, ...],
    files: Mapping[str, bytes],
) -> None:
    """The child's whole life: judge, tell each verdict and at last the cells, end."""
    try:
        os.setpgid(0, 0)
        _limit_memory()
        with os.fdopen(writing, "w", encoding="utf-8") as pipe:

            def tell(**message: Any) -> None:
                print(json.dumps(message), file=pipe, flush=True)

            try:
                judge(notebook, walls, given, files, lambda made: tell(verdict=asdict(made)))
                tell(cells=notebook.cells)
            except (CourseError, WallsUnavailable) as fault:
                tell(error=type(fault).__name__, text=str(fault))
            except WorkerLost as lost:
                tell(error=_Lost.__name__, text=str(lost))
            except MemoryError:
                pass  # what is missing then tells it
            except Exception:
                tell(error=JudgeFailed.__name__, text=traceback.format_exc())
    finally:
        os._exit(0)


def _limit_memory() -> None:
    used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    room = used + _ROOM if hard == resource.RLIM_INFINITY else min(used + _ROOM, hard)
    resource.setrlimit(resource.RLIMIT_AS, (room, hard))


def _read(descriptor: int, deadline: float) -> bytes:
    """All that the child tells until it ends; what there is when the time is up."""
    received = bytearray()
    while select.select([descriptor], [], [], max(0.0, deadline - time.monotonic()))[0]:
        part = os.read(descriptor, 1 << 20)
        if not part:
            break
        received += part
    return bytes(received)


def _take(answer: bytes, notebook: NotebookNode) -> dict[str, Verdict]:
    """The verdicts that were told; checks that have none took too long, or too much memory."""
    verdicts: dict[str, Verdict] = {}
    for line in answer.splitlines():
        try:
            message = json.loads(line)
        except ValueError:  # cut off in the middle
            break
        if "error" in message:
            raise _FAULTS[message["error"]](message["text"])
        if "verdict" in message:
            verdict = Verdict(**message["verdict"])
            verdicts[verdict.grade_id] = verdict
        else:
            notebook.cells = [nbformat.from_dict(cell) for cell in message["cells"]]
            return verdicts
    for cell in filter(is_grading, notebook.cells):
        verdict = verdicts.setdefault(grade_id(cell), _unfinished(cell))
        cell.outputs = [error(verdict.state, verdict.explanation)] if verdict.explanation else []
    return verdicts


def _unfinished(cell: NotebookNode) -> Verdict:
    sentence = "Stopped: a check took too long, or too much memory, with what your code returned."
    return missed(grade_id(cell), points(cell), "stopped", sentence)

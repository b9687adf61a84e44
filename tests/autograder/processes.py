"""Processes as a test sees them from outside."""

import time
from collections.abc import Callable
from pathlib import Path

from autograder.walls.warm import OwnZygote


def children_of(process: int) -> list[int]:
    """What a process has started and still runs."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent, *_ = path.read_bytes().rpartition(b")")[2].split()
        except OSError:
            continue
        if int(parent) == process and state != b"Z":
            found.append(int(path.parent.name))
    return found


def pid_of(zygote: OwnZygote) -> int:
    """Of the interpreter itself, the only child of bubblewrap's process outside."""
    (inside,) = children_of(zygote.pid)
    return inside


def comes_to_be(condition: Callable[[], bool]) -> bool:
    """Whether it holds within seconds, on a machine that may be busy."""
    deadline = time.monotonic() + 10
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)
    return condition()

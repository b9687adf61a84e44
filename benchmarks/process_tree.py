"""A command, watched: its time, the time to its first result, and the memory of all it starts."""

from __future__ import annotations

import contextlib
import os
import subprocess
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

BEGUN_EVERY = 0.05  # seconds between looks for a result
MEMORY_EVERY = 0.2  # and at the memory, which takes long and holds up those that are looked at


@dataclass(frozen=True)
class Timed:
    """Seconds in all, and seconds to the first result."""

    seconds: float
    first: float


def timed(
    command: list[str],
    cwd: Path,
    begun: Callable[[], bool] = lambda: True,
    ends: Collection[int] = (0,),
) -> Timed:
    """Run a command; `begun` says whether there is a result, `ends` has its proper statuses."""
    began = time.monotonic()
    first = 0.0
    for _ in _while_it_runs(command, cwd, BEGUN_EVERY, ends):
        if not first and begun():
            first = time.monotonic() - began
    seconds = time.monotonic() - began
    return Timed(seconds, first or seconds)


def peak_memory(
    command: list[str], cwd: Path, others: Iterable[int] = (), ends: Collection[int] = (0,)
) -> int:
    """The most bytes at one time of all that a command starts, and of `others` and theirs."""
    return max(
        sum(map(_memory, tree([process, *others])))
        for process in _while_it_runs(command, cwd, MEMORY_EVERY, ends)
    )


def _while_it_runs(
    command: list[str], cwd: Path, every: float, ends: Collection[int]
) -> Iterator[int]:
    """The process of a command, every so many seconds until it ends."""
    with open(os.devnull, "wb") as nowhere:
        process = subprocess.Popen(command, cwd=cwd, stdout=nowhere, stderr=nowhere)
    while process.poll() is None:
        yield process.pid
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(every)
    if process.returncode not in ends:
        raise SystemExit(f"{' '.join(command)} ended with status {process.returncode}")


def tree(roots: list[int]) -> list[int]:
    """These processes and all below them."""
    found = list(roots)
    for process in found:  # grows meanwhile
        with contextlib.suppress(OSError):
            for path in Path(f"/proc/{process}/task").glob("*/children"):
                found.extend(int(child) for child in path.read_text().split())
    return found


def _memory(process: int) -> int:
    """Its share of memory in bytes: what several processes have in common is counted once."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0

"""A command, watched: its time, the time to its first result, and the memory of all it starts."""

from __future__ import annotations

import contextlib
import os
import subprocess
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

EVERY = 0.2  # seconds between looks


@dataclass(frozen=True)
class Watched:
    """Seconds in all, seconds to the first result, and the most bytes at one time."""

    seconds: float
    first: float
    peak: int


def watch(
    command: list[str], cwd: Path, begun: Callable[[], bool], others: Iterable[int] = ()
) -> Watched:
    """Run a command; `begun` says whether there is a result, `others` are processes of it, too."""
    began = time.monotonic()
    first, peak = 0.0, 0
    with open(os.devnull, "wb") as nowhere:
        process = subprocess.Popen(command, cwd=cwd, stdout=nowhere, stderr=nowhere)
        while process.poll() is None:
            if not first and begun():
                first = time.monotonic() - began
            peak = max(peak, sum(map(_memory, tree([process.pid, *others]))))
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(EVERY)
    seconds = time.monotonic() - began
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with status {process.returncode}")
    return Watched(seconds, first or seconds, peak)


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

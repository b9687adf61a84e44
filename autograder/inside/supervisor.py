"""The first process inside the walls: it bounds what all the student's processes use together.

Resource limits are kept for each process alone, and for root the number of processes is not
limited at all. This process can be neither signalled nor traced by the others; when it ends, the
kernel ends them all. Its exit status tells the judge why.
"""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from autograder.inside import kernel

PAUSE = 0.05
NICENESS = 5  # of what is watched over, so that the watcher has its turn among sixty of them
TOO_MUCH_MEMORY, TOO_MANY_PROCESSES, TOO_MANY_THREADS, TOO_MANY_FILES = 81, 82, 83, 84
REASONS = {
    TOO_MUCH_MEMORY: "used more memory than is allowed",
    TOO_MANY_PROCESSES: "started more processes than are allowed",
    TOO_MANY_THREADS: "started more threads than are allowed",
    TOO_MANY_FILES: "made more files than are allowed",
}

_PAGE = os.sysconf("SC_PAGE_SIZE")


def fork_under_supervision(limits: Mapping[str, int]) -> None:
    """Go on in a child process, while this one watches over it and all that it starts.

    `limits` has "memory" in bytes, "processes", "threads" and "files". Returns in the child alone.
    """
    child = os.fork()
    kernel.refuse_to_be_looked_into()
    if child:
        # Only a signal with a handler, as Python has one for SIGINT, reaches a first process.
        for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
            signal.signal(number, signal.SIG_DFL)
        os.closerange(0, 256)
        os._exit(_watch(child, limits))
    os.nice(NICENESS)


def _watch(child: int, limits: Mapping[str, int]) -> int:
    """Wait for the child to end; returns the status to end with."""
    while True:
        with contextlib.suppress(ChildProcessError):
            while (ended := os.waitpid(-1, os.WNOHANG)[0]) != 0:
                if ended == child:
                    return 0
        processes = list(_processes())
        if len(processes) > limits["processes"]:
            return TOO_MANY_PROCESSES
        if sum(map(_threads, processes)) > limits["threads"]:
            return TOO_MANY_THREADS
        if sum(map(_memory, processes)) > limits["memory"]:
            return TOO_MUCH_MEMORY
        if _files() > limits["files"]:
            return TOO_MANY_FILES
        time.sleep(PAUSE)


def _processes() -> Iterator[str]:
    return (name for name in os.listdir("/proc") if name.isdigit() and name != "1")


def _memory(process: str) -> int:
    """Resident bytes of a process; 0 when it has just ended."""
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * _PAGE
    except (OSError, IndexError):
        return 0


def _threads(process: str) -> int:
    """Its threads; 0 when it has just ended."""
    try:
        # After the name, which may hold anything, in parentheses.
        return int(Path(f"/proc/{process}/stat").read_bytes().rpartition(b")")[2].split()[17])
    except (OSError, IndexError):
        return 0


def _files() -> int:
    """How many files there are in /tmp and /dev/shm, which have room for more than memory has."""
    places = map(os.statvfs, ("/tmp", "/dev/shm"))
    return sum(place.f_files - place.f_ffree for place in places)

"""Workers that are forked from a warm interpreter, one for each process that grades.

Starting Python with numpy, matplotlib and IPython takes most of a second; a fork of one that has
them, a few milliseconds. See `zygote` for what happens inside the walls.
"""

from __future__ import annotations

import contextlib
import functools
import logging
import os
import select
import socket
from collections.abc import Iterable
from dataclasses import dataclass

from autograder.inside import supervisor
from autograder.inside.zygote import START
from autograder.walls.bubblewrap import ColdWorker, Walls, Worker, last_words

log = logging.getLogger("autograder")

SECONDS_TO_END = 5.0


@dataclass(frozen=True)
class WarmWorker:
    """A forked worker: `lifeline` leads to its keeper, which ends it when this is closed."""

    sock: socket.socket
    lifeline: socket.socket

    def end(self) -> str:
        """Have it killed; returns once it is gone."""
        self.sock.close()
        with self.lifeline, contextlib.suppress(OSError):
            self.lifeline.settimeout(SECONDS_TO_END)
            self.lifeline.send(b"end")
            while self.lifeline.recv(16):
                pass
        return ""

    def why_it_ended(self) -> str:
        """As its keeper tells."""
        with contextlib.suppress(OSError, ValueError):
            self.lifeline.settimeout(1)
            return supervisor.REASONS.get(int(self.lifeline.recv(16)), "")
        return ""


class Zygote:
    """A warm interpreter; raises OSError when it does not come up."""

    def __init__(self, walls: Walls, given: tuple[str, ...]) -> None:
        self._process: ColdWorker = walls.launch("zygote", given, socket.SOCK_SEQPACKET)
        self._process.sock.settimeout(walls.limits.start_seconds)
        try:
            if self._process.sock.recv(16) != b"ready":
                raise OSError(last_words(self._process.errors))
        except OSError:
            self._process.end()
            raise
        self._watched = os.pidfd_open(self._process.process.pid)

    @property
    def alive(self) -> bool:
        """Whether it runs, as seen from the process that started it and from those it forked."""
        return not select.select([self._watched], [], [], 0)[0]

    def start(self) -> WarmWorker:
        """Fork a worker; raises OSError when the zygote is gone."""
        ours, theirs = socket.socketpair()
        line, lifeline = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs, lifeline:
            socket.send_fds(self._process.sock, [START], [theirs.fileno(), lifeline.fileno()])
        return WarmWorker(ours, line)


def start(walls: Walls, given: Iterable[str]) -> Worker:
    """A worker, warm where the walls want that and this machine allows it."""
    zygote = warm_up(walls, tuple(given))
    if zygote is not None:
        with contextlib.suppress(OSError):
            return zygote.start()
    return walls.start(given)


def warm_up(walls: Walls, given: tuple[str, ...]) -> Zygote | None:
    """The zygote of this process for these walls, started when there is none yet.

    To be called before forking a process that starts workers.
    """
    if not (walls.warm and walls.enclosed):
        return None
    zygote = _zygote(walls, given)
    if zygote is not None and not zygote.alive:
        _zygote.cache_clear()
        zygote = _zygote(walls, given)
    return zygote


@functools.lru_cache(maxsize=4)
def _zygote(walls: Walls, given: tuple[str, ...]) -> Zygote | None:
    try:
        return Zygote(walls, given)
    except OSError as reason:
        log.warning(
            "No warm interpreter inside the walls (%s): each submission starts one of its own, "
            "which is as safe and takes about a second longer.",
            " ".join(str(reason).split())[-300:] or "it said nothing",
        )
        return None

"""Workers that are forked from a warm interpreter, which a few processes that grade share.

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

from autograder.inside import START, supervisor
from autograder.walls.bubblewrap import ColdWorker, Walls, Worker, WorkerLost

log = logging.getLogger("autograder")

SECONDS_TO_END = 5.0


@dataclass(frozen=True)
class WarmWorker:
    """A forked worker: `lifeline` leads to the zygote, which ends it when this is closed."""

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
        """As the zygote tells; raises WorkerLost when that tells nothing."""
        with contextlib.suppress(OSError):
            self.lifeline.settimeout(1)
            status = self.lifeline.recv(16)
            if not status:
                raise WorkerLost("the warm interpreter has ended, or cannot fork any more")
            return supervisor.REASONS.get(int(status), "")
        return ""


class Zygote:
    """A warm interpreter inside the walls, of this process or of one that shares its own.

    `control` leads to it, `watched` is a descriptor that is readable once it has ended.
    """

    def __init__(self, control: socket.socket, watched: int, seconds: float) -> None:
        self._control, self._watched = control, watched
        self._control.settimeout(seconds)

    @property
    def descriptors(self) -> list[int]:
        """All that another process needs to use it as its own."""
        return [self._control.fileno(), self._watched]

    @property
    def alive(self) -> bool:
        """Whether it runs, as seen from any process that uses it."""
        return not select.select([self._watched], [], [], 0)[0]

    def is_ready(self) -> bool:
        """Wait until it is warm; False when it ends before that."""
        # Looked at but not taken: each process that shares it waits for the same word.
        with contextlib.suppress(OSError):
            return self._control.recv(16, socket.MSG_PEEK) == b"ready" and self.alive
        return False

    def start(self) -> WarmWorker:
        """Fork a worker; raises OSError when the zygote is gone."""
        ours, theirs = socket.socketpair()
        line, lifeline = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs, lifeline:
            socket.send_fds(self._control, [START], [theirs.fileno(), lifeline.fileno()])
        return WarmWorker(ours, line)


class OwnZygote(Zygote):
    """One that this process has started: it takes a second until it is ready."""

    def __init__(self, walls: Walls, given: tuple[str, ...]) -> None:
        self._process: ColdWorker = walls.launch("zygote", given, socket.SOCK_SEQPACKET)
        watched = os.pidfd_open(self._process.process.pid)
        super().__init__(self._process.sock, watched, walls.limits.start_seconds)

    @property
    def pid(self) -> int:
        """Of its bubblewrap."""
        return self._process.process.pid

    def end(self) -> str:
        """End it; returns its last words."""
        os.close(self._watched)
        return self._process.end()


def is_wanted(walls: Walls) -> bool:
    """Whether workers behind these walls are forks of a warm interpreter."""
    return walls.warm and walls.enclosed


def start(walls: Walls, given: Iterable[str]) -> Worker:
    """A worker, warm where the walls want that and this machine allows it."""
    zygote = warm_up(walls, tuple(given))
    if zygote is not None:
        with contextlib.suppress(OSError):
            return zygote.start()
    return walls.start(given)


_shared: dict[tuple[Walls, tuple[str, ...]], Zygote] = {}


def share(walls: Walls, given: tuple[str, ...], control: int, watched: int) -> None:
    """Use, from now on, a zygote that another process has started."""
    line = socket.socket(fileno=control)
    _shared[walls, given] = Zygote(line, watched, walls.limits.start_seconds)


def warm_up(walls: Walls, given: tuple[str, ...]) -> Zygote | None:
    """The zygote of this process for these walls, started when there is none yet.

    To be called before forking a process that starts workers.
    """
    if not is_wanted(walls):
        return None
    shared = _shared.get((walls, given))
    if shared is not None:
        if shared.is_ready():
            return shared
        del _shared[walls, given]
    zygote = _zygote(walls, given)
    if zygote is not None and not zygote.alive:
        _zygote.cache_clear()
        zygote = _zygote(walls, given)
    return zygote


@functools.lru_cache(maxsize=4)
def _zygote(walls: Walls, given: tuple[str, ...]) -> Zygote | None:
    why = ""
    try:
        zygote = OwnZygote(walls, given)
        if zygote.is_ready():
            return zygote
        why = zygote.end()
    except OSError as reason:
        why = str(reason)
    log.warning(
        "No warm interpreter inside the walls (%s): each submission starts one of its own, "
        "which is as safe and takes about a second longer.",
        " ".join(why.split())[-300:] or "it said nothing",
    )
    return None

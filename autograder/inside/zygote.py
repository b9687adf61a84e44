"""A warm interpreter inside the walls that forks for each submission. Runs no student's code.

It has imported what notebooks import and drawn a figure once. Each fork is the first process of a
submission: before the student's first line it gets its own process ids, /proc, /tmp, /dev/shm and
network, and loses every capability.
"""

from __future__ import annotations

import contextlib
import functools
import gc
import io
import os
import selectors
import shutil
import signal
import socket
import sys
import traceback
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from autograder.inside import START, kernel
from autograder.inside.notebook_shell import NotebookShell
from autograder.inside.worker import admit_only, be_a_worker

FONTS = Path("/grader/fonts")
OUTER_PROC = Path("/grader/proc")
NEW_TMP = "/grader/tmp"


def main(
    descriptor: int,
    given: Iterable[str],
    limits: Mapping[str, int],
    together: Mapping[str, int],
    tmp: int,
    kept: Iterable[str],
    calls: int | None,
) -> None:
    """Serve the judge at the other end of `descriptor`: a fork for each message.

    `given`, `limits` and `together` as in `worker.main`; `tmp` is the size of each private file
    system in bytes, `kept` names what of the present /tmp stays there, `calls` is a descriptor of
    the filter for system calls.
    """
    control = socket.socket(fileno=descriptor)
    control.set_inheritable(False)
    program = b"" if calls is None else _read(calls)
    kernel.forbid_user_namespaces()
    admit_only(given)
    shell = _warm_up()

    def enter() -> None:
        _enter(tmp, kept, program)

    def live(line: socket.socket) -> None:
        enter()
        np.random.seed()  # not the same for every submission
        be_a_worker(line, shell, limits, together)

    _rehearse(enter)
    control.send(b"ready")
    _Keeper(control, live).keep()


@dataclass(frozen=True)
class _Submission:
    """Its first process, what is readable once that has ended, and the judge's line about it."""

    first: int
    watched: int
    lifeline: socket.socket


class _Keeper:
    """Starts submissions when asked to, ends them, and tells how they ended.

    Whoever asks through `control` hands over two sockets: one for the submission, to `live` with,
    and its lifeline. When that is closed at the other end, or anything comes from there, the
    submission is killed; its exit status is sent there before it is closed here.
    """

    def __init__(self, control: socket.socket, live: Callable[[socket.socket], None]) -> None:
        self._control, self._live = control, live
        self._watched = selectors.PollSelector()
        self._watched.register(control, selectors.EVENT_READ)

    def keep(self) -> None:
        """Until nobody is at the other end."""
        while True:
            ready = {key.fileobj: key.data for key, _ in self._watched.select()}
            for watched, submission in ready.items():
                if watched is self._control:
                    if not self._start():
                        return
                elif watched == submission.watched:
                    self._tell(submission)
                elif submission.watched not in ready:
                    self._kill(submission)

    def _start(self) -> bool:
        message, descriptors, _, _ = socket.recv_fds(self._control, len(START), 2)
        if message != START or len(descriptors) != 2:
            return False
        line, lifeline = (socket.socket(fileno=each) for each in descriptors)
        with line:
            try:
                first = _fork(lambda: self._live(line), line.fileno())
            except OSError:  # no more processes or memory: those that run are not to suffer for it
                traceback.print_exc()
                lifeline.close()
                return True
        submission = _Submission(first, os.pidfd_open(first), lifeline)
        for each in (submission.watched, lifeline):
            self._watched.register(each, selectors.EVENT_READ, submission)
        return True

    def _kill(self, submission: _Submission) -> None:
        """All of it: the kernel ends a process namespace with its first process."""
        self._watched.unregister(submission.lifeline)
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(submission.watched, signal.SIGKILL)

    def _tell(self, submission: _Submission) -> None:
        status = os.waitstatus_to_exitcode(os.waitpid(submission.first, 0)[1])
        self._watched.unregister(submission.watched)
        os.close(submission.watched)
        with contextlib.suppress(KeyError):  # it was killed
            self._watched.unregister(submission.lifeline)
        with submission.lifeline as lifeline, contextlib.suppress(OSError):
            lifeline.send(str(status).encode())


def _fork(live: Callable[[], None], *kept: int) -> int:
    """Fork a process, the first of namespaces of its own, whose whole life is `live`.

    Of the descriptors beyond the standard ones it has those that are `kept`.
    """
    first = kernel.fork_into_new_namespaces()
    if first == 0:
        status = 1
        try:
            _close_all_but(kept)
            os.setsid()  # a signal to one's process group crosses namespaces
            live()
            status = 0
        finally:
            if status:
                traceback.print_exc()
                sys.stderr.flush()
            os._exit(status)
    return first


def _warm_up() -> NotebookShell:
    """Everything that is slow the first time.

    Raises RuntimeError when a file is left open: those that it forks would share it.
    """
    before = _open_files()
    shell = NotebookShell()
    np.random.seed()  # imports what it needs when it is used first
    import ipywidgets  # noqa: F401 - so that it is there
    from matplotlib import pyplot
    from matplotlib_inline import backend_inline

    figure = pyplot.figure()
    figure.add_subplot().set_title("$x$")
    figure.savefig(io.BytesIO(), format="png")
    pyplot.close(figure)
    backend_inline.flush_figures()  # type: ignore[no-untyped-call]
    del figure
    _forget_fonts()
    if left := _open_files() - before:
        raise RuntimeError(f"files are left open: {', '.join(sorted(left))}")
    gc.freeze()  # a fork that collects garbage would copy all there is
    return shell


def _forget_fonts() -> None:
    """Empty matplotlib's caches: they hold fonts, and a font is an open file."""
    cache = type(functools.lru_cache(len))
    for each in gc.get_objects():
        if isinstance(each, cache) and str(each.__module__).startswith("matplotlib."):
            each.cache_clear()
    gc.collect()


def _open_files() -> set[str]:
    found = set()
    for descriptor in os.listdir("/proc/self/fd"):
        with contextlib.suppress(OSError):
            target = os.readlink(f"/proc/self/fd/{descriptor}")
            found |= {target} if target.startswith("/") else set()
    return found - {f"/proc/{os.getpid()}/fd"}


def _rehearse(enter: Callable[[], None]) -> None:
    """Go once through what is done for each submission, so that what is refused is found now.

    Raises RuntimeError where the kernel refuses; what it said is on stderr.
    """
    first = _fork(enter)
    if os.waitstatus_to_exitcode(os.waitpid(first, 0)[1]) != 0:
        raise RuntimeError("this machine does not allow what a fork for a submission needs")


def _enter(tmp: int, kept: Iterable[str], program: bytes) -> None:
    """From the zygote's surroundings to those of a submission, with no way back."""
    kernel.keep_mounts_to_oneself()
    kernel.mount("proc", "/proc", kernel.READ_ONLY)
    if OUTER_PROC.exists():
        kernel.mount("tmpfs", str(OUTER_PROC), kernel.READ_ONLY)
    kernel.mount("tmpfs", "/dev/shm", size=tmp)
    kernel.mount("tmpfs", NEW_TMP, size=tmp)
    for path in kept:
        target = Path(NEW_TMP) / Path(path).relative_to("/tmp")
        target.mkdir(parents=True)
        kernel.bind(path, str(target))
    kernel.move_mount(NEW_TMP, "/tmp")
    if FONTS.exists():
        folder = Path(os.environ["MPLCONFIGDIR"])
        folder.mkdir()
        for fonts in FONTS.iterdir():
            shutil.copy(fonts, folder)
    os.chdir("/tmp")
    kernel.bring_loopback_up()
    kernel.drop_capabilities()
    kernel.die_with_parent()
    if program:
        kernel.filter_system_calls(program)


def _close_all_but(kept: Collection[int]) -> None:
    """Close every descriptor beyond the standard ones that is not to be kept."""
    for descriptor in map(int, os.listdir("/proc/self/fd")):
        if descriptor > 2 and descriptor not in kept:
            with contextlib.suppress(OSError):  # the listing's own is closed already
                os.close(descriptor)


def _read(descriptor: int) -> bytes:
    with open(descriptor, "rb") as file:
        return file.read()

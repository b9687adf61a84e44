"""A warm interpreter inside the walls that forks for each submission. Runs no student's code.

It has imported what notebooks import and drawn a figure once. For each submission it forks a
keeper, which makes new namespaces, in them the first process of the submission, and outlives that
only to tell how it ended. Between the fork and the student's first line the new process gets its
own /proc, /tmp, /dev/shm, network and process ids, and loses every capability.
"""

from __future__ import annotations

import contextlib
import functools
import gc
import io
import os
import select
import shutil
import signal
import socket
import sys
import traceback
from collections.abc import Callable, Collection, Iterable, Mapping
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
    _rehearse(lambda: _enter(tmp, kept, program))
    control.send(b"ready")
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, len(START), 2)
        _reap()
        if message != START or len(descriptors) != 2:
            return
        if os.fork() == 0:
            _close_all_but(descriptors)
            line, lifeline = (socket.socket(fileno=each) for each in descriptors)
            _keep(line, lifeline, lambda: _enter(tmp, kept, program), shell, limits, together)
        for each in descriptors:
            os.close(each)


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
    keeper = os.fork()
    if keeper == 0:
        status = 1
        try:
            kernel.unshare_everything_else()
            first = os.fork()
            if first == 0:
                enter()
                os._exit(0)
            status = os.waitstatus_to_exitcode(os.waitpid(first, 0)[1])
        finally:
            traceback.print_exc()
            sys.stderr.flush()
            os._exit(status)
    if os.waitstatus_to_exitcode(os.waitpid(keeper, 0)[1]) != 0:
        raise RuntimeError("this machine does not allow what a fork for a submission needs")


def _keep(
    line: socket.socket,
    lifeline: socket.socket,
    enter: Callable[[], None],
    shell: NotebookShell,
    limits: Mapping[str, int],
    together: Mapping[str, int],
) -> None:
    """The keeper's whole life: start the submission's first process, end it, tell how it ended."""
    status = 1
    try:
        kernel.unshare_everything_else()
        first = os.fork()
        if first == 0:
            _close_all_but([line.fileno()])
            os.setsid()  # a signal to one's process group crosses namespaces
            enter()
            np.random.seed()  # not the same for every submission
            be_a_worker(line, shell, limits, together)
            os._exit(0)
        line.close()
        watched = os.pidfd_open(first)
        # Readable means that the judge wants an end, or is gone.
        select.select([lifeline.fileno(), watched], [], [])
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(watched, signal.SIGKILL)
        status = os.waitstatus_to_exitcode(os.waitpid(first, 0)[1])
    finally:
        with contextlib.suppress(OSError):
            lifeline.send(str(status).encode())
        os._exit(0)


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


def _reap() -> None:
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _read(descriptor: int) -> bytes:
    with open(descriptor, "rb") as file:
        return file.read()

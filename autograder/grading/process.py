"""Processes that grade: each runs one job after another, and a job outlives the death of one.

`concurrent.futures.ProcessPoolExecutor` breaks as a whole when one of its processes is killed, says
not which job it had, leaves its processes behind when it is killed itself, and may not be used in a
worker of Dask's, which is a daemonic process. Here any thread, of any executor, takes an idle
process or starts one. They are plain and single-threaded, since judging a submission forks.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import queue
import signal
import socket
import subprocess
import sys
import tempfile
import time
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder.errors import CourseError, WallsUnavailable

if TYPE_CHECKING:
    from autograder.grading.job import Done, Job
    from autograder.walls.bubblewrap import Walls
    from autograder.walls.warm import OwnZygote, Zygote

TRIES = 3  # of a job
SHARERS = 8  # processes to a warm interpreter, which takes milliseconds for a fork
STARTS = 20  # in vain, of processes for a job, that are not held against it
_PATIENCE = 60.0  # seconds beyond all limits of a submission, before a process counts as hung
_HANDED = b"z"  # comes with the descriptors of a zygote
_START = 120.0  # seconds until a process must have imported what it needs
_FAULTS = {fault.__name__: fault for fault in (CourseError, WallsUnavailable)}
_THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")


class Died(Exception):
    """A grading process has ended before its answer; the message says how.

    `starting`: it had not got its job yet.
    """

    def __init__(self, how: str, starting: bool) -> None:
        super().__init__(how)
        self.starting = starting


class GradingProcess:
    """A process that grades, as seen from outside."""

    def __init__(self) -> None:
        ours, theirs = socket.socketpair()
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - end closes it
        package = str(Path(__file__).parents[2])
        serve = (
            f"import sys; sys.path.insert(0, {package!r}); "
            f"from autograder.grading.process import serve; serve({theirs.fileno()})"
        )
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-c", serve],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=self._errors,
                pass_fds=[theirs.fileno()],
                env={**os.environ, **dict.fromkeys(_THREADS, "1")},
                start_new_session=True,  # Ctrl-C at the terminal is not for it
            )
        self._line = ours
        self._connection = Connection(os.dup(ours.fileno()))
        self._ready = False

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def run(self, job: Job) -> Done:
        """Have it run a job; raises Died, and what `job.run` raises."""
        limits = job.material.walls.limits
        longest = limits.submission_seconds + limits.check_seconds + limits.start_seconds
        try:
            if not self._ready:
                self._receive(_START)
                self._ready = True
            self._connection.send(("grade", job))
            kind, answer = self._receive(longest + _PATIENCE)
        except (OSError, EOFError, pickle.UnpicklingError) as error:
            raise Died(self._how_it_ended(), starting=not self._ready) from error
        if kind != "done":
            raise _FAULTS.get(kind, RuntimeError)(answer)
        done: Done = answer
        return done

    def share(self, walls: Walls, given: tuple[str, ...], zygote: Zygote) -> None:
        """Have it use this warm interpreter for these walls."""
        with contextlib.suppress(OSError):  # it is gone: its job will tell
            self._connection.send(("share", (walls, given)))
            socket.send_fds(self._line, [_HANDED], zygote.descriptors)

    def kill(self) -> None:
        """End it, whatever it is doing; whoever waits for its answer is told that it has died."""
        self._process.kill()

    def end(self) -> None:
        """End it, and all that leads to it."""
        self._connection.close()
        self._line.close()
        self._process.kill()
        self._process.wait()
        self._errors.close()

    def _receive(self, seconds: float) -> tuple[str, Any]:
        """Its next message. What it has started may keep the connection open when it is gone."""
        deadline = time.monotonic() + seconds
        while not self._connection.poll(0.5):
            if self._process.poll() is not None and not self._connection.poll(0):
                raise EOFError
            if time.monotonic() > deadline:
                self._process.kill()
                raise EOFError
        message: tuple[str, Any] = self._connection.recv()
        return message

    def _how_it_ended(self) -> str:
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=2)
        status = self._process.poll()
        if status is not None and status < 0:
            return f"it was ended by {signal.Signals(-status).name}"
        self._errors.seek(0)
        said = self._errors.read(100_000).decode(errors="replace").strip()
        if not self._ready and status:
            last = said.rsplit("\n", 1)[-1]
            raise CourseError(f"A process that grades does not start: {last}")
        return f"it ended with status {status}\n{said[-2000:]}"


class GradingProcesses:
    """As many processes as threads call `run` at once."""

    def __init__(self) -> None:
        self._idle: queue.SimpleQueue[GradingProcess] = queue.SimpleQueue()
        self._all: set[GradingProcess] = set()
        self._zygotes: list[OwnZygote] = []
        self._for: tuple[Walls, tuple[str, ...]] | None = None
        self._ended = False

    def start(self, count: int) -> None:
        """Start processes before there are jobs: they take seconds to import what they need."""
        for _ in range(count):
            self._idle.put(self._new())

    def prepare(self, walls: Walls, given: tuple[str, ...]) -> None:
        """Warm interpreters up for these walls before there are jobs, one for a few processes."""
        from autograder.walls import warm

        if not warm.is_wanted(walls):
            return
        self._for = walls, given
        with contextlib.suppress(OSError):  # each then tries for itself, and tells what it was
            for _ in range(0, len(self._all), SHARERS):
                self._zygotes.append(warm.OwnZygote(walls, given))
        for number, process in enumerate(self._all):
            self._share(process, number)

    def run(self, job: Job) -> Done:
        """As `job.run`, in an idle process; another one tries again when it dies."""
        deaths: list[str] = []
        starts = 0
        while len(deaths) < TRIES:
            process = self._take()
            try:
                done = process.run(job)
            except Died as how:
                self._drop(process)
                if self._ended:
                    raise
                starts += how.starting
                if not how.starting or starts > STARTS:
                    deaths.append(str(how))
                continue
            except BaseException:
                self._drop(process)
                raise
            self._idle.put(process)
            return done
        from autograder.grading.job import not_graded

        each = "\n".join(f"- {death}" for death in deaths)
        return not_graded(job, f"the process that graded it died, {TRIES} times:\n{each}")

    def end(self) -> None:
        """End all of them, whatever they are doing."""
        self._ended = True
        for process in list(self._all):
            process.kill()
        for zygote in self._zygotes:
            zygote.end()

    def _new(self) -> GradingProcess:
        process = GradingProcess()
        self._all.add(process)
        self._share(process, len(self._all))
        return process

    def _share(self, process: GradingProcess, number: int) -> None:
        if self._for and self._zygotes:
            process.share(*self._for, self._zygotes[number % len(self._zygotes)])

    def _take(self) -> GradingProcess:
        with contextlib.suppress(queue.Empty):
            while True:
                process = self._idle.get_nowait()
                if process.alive:
                    return process
                self._drop(process)
        return self._new()

    def _drop(self, process: GradingProcess) -> None:
        self._all.discard(process)
        process.end()


_here = GradingProcesses()


def run_in_process(job: Job) -> Done:
    """As `job.run`, in a process of this machine: what a worker of Dask's is sent."""
    return _here.run(job)


def serve(descriptor: int) -> None:
    """The whole life of a grading process: it ends with whoever started it."""
    _end_with_parent()
    from autograder.grading.job import run
    from autograder.walls import warm

    line = socket.socket(fileno=os.dup(descriptor))
    connection = Connection(descriptor)
    connection.send(("ready", None))
    while True:
        try:
            wanted, what = connection.recv()
        except (EOFError, OSError):
            return
        if wanted == "share":
            _, handed, _, _ = socket.recv_fds(line, len(_HANDED), 2)
            warm.share(*what, *handed)
            continue
        try:
            answer = ("done", run(what))
        except (CourseError, WallsUnavailable) as fault:
            answer = (type(fault).__name__, str(fault))  # type: ignore[assignment]
        try:
            connection.send(answer)
        except OSError:
            return


def _end_with_parent() -> None:
    """SIGTERM when the thread that started this process is gone; what it has begun ends with it."""

    def leave(*_: object) -> None:
        raise SystemExit(1)

    from autograder.inside import kernel

    signal.signal(signal.SIGTERM, leave)
    kernel.die_with_parent(signal.SIGTERM)

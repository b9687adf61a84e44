"""Where submissions are graded: in processes of this machine, or of a Dask cluster's.

Each is an executor of `concurrent.futures`, with the number of submissions that it grades at once.
"""

from __future__ import annotations

import contextlib
import logging
import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from autograder.errors import CourseError
from autograder.grading.process import GradingProcesses, run_in_process
from autograder.version import version

if TYPE_CHECKING:
    from autograder.walls.bubblewrap import Walls

SECONDS_TO_CONNECT = 10.0
SECONDS_FOR_WORKERS = 30.0
INSTALL_LINE = "pip install 'backprop-course[scale]'"


@dataclass(frozen=True)
class Workers:
    """An executor for jobs; `count` tells how many it runs at once, which may change.

    `run` is what it has to run: a function of a job. It runs on this machine if `here`. A future of
    the executor raises one of `killed` when a job took its workers with it, and one of `lost` when
    the workers cannot be reached. `prepare` may be told the walls, and which modules are given,
    before there are jobs.
    """

    executor: Executor
    count: Callable[[], int]
    run: Callable[[Any], Any]
    here: bool = True
    killed: tuple[type[Exception], ...] = ()
    lost: tuple[type[Exception], ...] = ()
    prepare: Callable[[Walls, tuple[str, ...]], None] = lambda walls, given: None


Start = Callable[[int], AbstractContextManager[Workers]]
"""Starts workers for so many jobs; they are ended on the way out."""


@contextlib.contextmanager
def in_this_process(_jobs: int) -> Iterator[Workers]:
    """No other process: a job runs when it is submitted."""
    from autograder.grading.job import run

    yield Workers(_AtOnce(), lambda: 1, run)


def local(count: int | None = None) -> Start:
    """Processes of this machine, by default as many as there are cores for us."""
    wanted = count or len(os.sched_getaffinity(0))

    @contextlib.contextmanager
    def start(jobs: int) -> Iterator[Workers]:
        processes = max(1, min(wanted, jobs))
        pool = GradingProcesses()
        pool.start(processes)
        executor = ThreadPoolExecutor(processes)
        try:
            yield Workers(executor, lambda: processes, pool.run, prepare=pool.prepare)
        finally:
            executor.shutdown(wait=False, cancel_futures=True)
            pool.end()

    return start


def dask(scheduler: str) -> Start:
    """The workers of the Dask cluster at an address such as tcp://10.0.0.1:8786."""

    @contextlib.contextmanager
    def start(_jobs: int) -> Iterator[Workers]:
        client = _connect(scheduler)
        from distributed import CancelledError, KilledWorker

        try:
            _wait_for_workers(client, scheduler)
            _compare_versions(client)

            def count() -> int:
                return sum(client.nthreads().values())

            yield Workers(
                client.get_executor(pure=False),
                count,
                run_in_process,
                here=False,
                killed=(KilledWorker,),
                lost=(OSError, CancelledError, TimeoutError),
            )
        finally:
            client.close(timeout=2)

    return start


class _AtOnce(Executor):
    def submit(self, call: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(call(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


def _connect(scheduler: str) -> Any:
    try:
        from distributed import Client
    except ImportError as error:
        raise CourseError(f"--scheduler needs Dask: {INSTALL_LINE}") from error
    for name in ("distributed", "tornado", "asyncio"):  # what matters is said here, in one line
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        connect: Any = Client
        return connect(scheduler, timeout=SECONDS_TO_CONNECT, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise CourseError(
            f"The scheduler {scheduler} cannot be reached: is `dask scheduler` running there? "
            f"({_one_line(error)})"
        ) from error


def _wait_for_workers(client: Any, scheduler: str) -> None:
    deadline = time.monotonic() + SECONDS_FOR_WORKERS
    while not client.nthreads():
        if time.monotonic() > deadline:
            raise CourseError(
                f"The scheduler {scheduler} has no workers. Start some: dask worker {scheduler}"
            )
        time.sleep(0.2)


def _compare_versions(client: Any) -> None:
    """Raise CourseError, and name them, where workers have another version of the library."""
    others = {
        worker: f"has none ({_one_line(found)})" if isinstance(found, Exception) else found
        for worker, found in client.run(version, on_error="return").items()
        if found != version()
    }
    if others:
        told = ", ".join(f"{worker}: {found}" for worker, found in sorted(others.items()))
        raise CourseError(
            f"Workers with another version of the library than {version()}: {told}. "
            "Install the same there and start them again."
        )


def _one_line(error: BaseException) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__

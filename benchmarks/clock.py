"""Measuring: times of rows in turn, so that whatever drifts hits all of them; peak memory."""

import time
import tracemalloc
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any

ROUNDS = 7
SECONDS = 0.05  # a sample is as many calls as fit in this, at least one
WARM_UP = 0.005  # seconds of calls before it, at least one: caches hold what the last row left


@dataclass(frozen=True)
class Time:
    """Seconds a call over the rounds: by the clock on the wall, and of the processor's work."""

    minimum: float
    median: float
    cpu: float


def times(rows: Mapping[str, Callable[[], Any]]) -> dict[str, Time]:
    """The minimum and median of 7 samples of each row, a sample of every row a round.

    On one thread `cpu`, a median too, is what the wall would show if nothing else were running.
    """
    seconds = {name: _seconds(run) for name, run in rows.items()}
    walls: dict[str, list[float]] = {name: [] for name in rows}
    cpus: dict[str, list[float]] = {name: [] for name in rows}
    for _ in range(ROUNDS):
        for name, run in rows.items():
            for _ in range(max(1, int(WARM_UP / seconds[name]))):
                run()
            wall, cpu = _sample(run, max(1, int(SECONDS / seconds[name])))
            walls[name].append(wall)
            cpus[name].append(cpu)
    return {name: Time(min(walls[name]), median(walls[name]), median(cpus[name])) for name in rows}


def peak_bytes(run: Callable[[], Any]) -> int:
    """The most memory that one call holds at once beyond what was held before; numpy's alone."""
    run()  # what the row keeps between calls is no part of it
    tracemalloc.start()
    try:
        run()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def _seconds(run: Callable[[], Any]) -> float:
    run()
    return min(_sample(run, 1)[0] for _ in range(3))


def _sample(run: Callable[[], Any], calls: int) -> tuple[float, float]:
    """Seconds a call, by the wall and of the processor."""
    wall, cpu = time.perf_counter(), time.process_time()
    for _ in range(calls):
        run()
    return (time.perf_counter() - wall) / calls, (time.process_time() - cpu) / calls

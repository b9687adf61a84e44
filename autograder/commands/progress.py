"""What is shown while a class is graded: a bar, plain lines, or JSON for scripts."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Protocol, Self

from rich.console import Console, Group
from rich.live import Live
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.text import Text

if TYPE_CHECKING:
    from autograder.grading.run import Graded

SLOW = 5.0  # seconds, and
TIMES = 5.0  # times what the others take
NAMES = 5  # that are listed at most
EVERY = 5.0  # seconds between plain lines


class Tally:
    """What is known of a run so far."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.graded: list[float] = []
        self.unchanged = 0
        self.slow: dict[str, float] = {}
        self.failed: list[str] = []
        self.in_flight: Mapping[str, float] = {}
        self._began = time.monotonic()

    def add(self, graded: Graded) -> None:
        if graded.skipped:
            self.unchanged += 1
            return
        self.graded.append(graded.seconds)
        if graded.fault:
            self.failed.append(graded.student)
        elif self._is_slow(graded.seconds):
            self.slow[graded.student] = graded.seconds

    @property
    def done(self) -> int:
        return len(self.graded) + self.unchanged

    @property
    def seconds(self) -> float:
        """Since the run began."""
        return time.monotonic() - self._began

    @property
    def rate(self) -> float:
        """Submissions graded a second."""
        return len(self.graded) / max(self.seconds, 1e-9)

    @property
    def left(self) -> str:
        """The time left, in words."""
        if not self.graded:
            return "starting"
        return f"{duration((self.total - self.done) / self.rate)} left"

    def line(self) -> str:
        """All of it in a line."""
        parts = [f"{self.done} of {self.total}", f"{self.rate:.1f} a second", self.left]
        now = time.monotonic()
        running = {name: now - since for name, since in self.in_flight.items()}
        waiting = {name: seconds for name, seconds in running.items() if self._is_slow(seconds)}
        for word, slow in (("in work", waiting), ("slow", self.slow)):
            if slow:
                names = sorted(slow, key=lambda name: -slow[name])
                parts.append(
                    f"{word}: {_names([f'{name} ({slow[name]:.0f} s)' for name in names])}"
                )
        if self.failed:
            parts.append(f"could not be graded: {_names(self.failed)}")
        return ", ".join(parts)

    def _is_slow(self, seconds: float) -> bool:
        usual = statistics.median(self.graded) if self.graded else 0.0
        return seconds > max(SLOW, TIMES * usual)


class Display(Protocol):
    """Shows how a run goes. Use as a context manager."""

    tally: Tally

    def __enter__(self) -> Display: ...
    def __exit__(self, *_: object) -> None: ...
    def add(self, graded: Graded) -> None:
        """A result is recorded."""

    def watch(self, in_flight: Mapping[str, float]) -> None:
        """Who is being graded, and since when."""


class Bar:
    """A bar that is drawn anew, for a terminal."""

    def __init__(self, console: Console, total: int, lesson: str) -> None:
        self.tally = Tally(total)
        self._progress = Progress(
            TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), console=console
        )
        self._task = self._progress.add_task(lesson, total=total)
        self._live = Live(
            console=console, transient=True, refresh_per_second=4, get_renderable=self._picture
        )

    def __enter__(self) -> Bar:
        self._live.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._live.stop()

    def add(self, graded: Graded) -> None:
        self.tally.add(graded)
        self._progress.update(self._task, completed=self.tally.done)

    def watch(self, in_flight: Mapping[str, float]) -> None:
        self.tally.in_flight = in_flight

    def _picture(self) -> Group:
        return Group(self._progress, Text(self.tally.line()))


class Lines:
    """A line every few seconds, for a file or a pipe."""

    def __init__(self, write: Callable[[str], None], total: int) -> None:
        self.tally = Tally(total)
        self._write = write
        self._written = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def add(self, graded: Graded) -> None:
        self.tally.add(graded)

    def watch(self, in_flight: Mapping[str, float]) -> None:
        self.tally.in_flight = in_flight
        if time.monotonic() - self._written >= EVERY:
            self._written = time.monotonic()
            self._write(self.tally.line())


class JsonLines(Lines):
    """One JSON object a line for each student, and a last one of the whole run."""

    def add(self, graded: Graded) -> None:
        super().add(graded)
        self._write(
            json.dumps(
                {
                    "student": graded.student,
                    "score": graded.score,
                    "max_score": graded.max_score,
                    "unchanged": graded.skipped,
                    "seconds": round(graded.seconds, 3),
                    "repairs": list(graded.repairs),
                    "verdicts": {v.grade_id: v.state for v in graded.verdicts},
                    "fault": graded.fault,
                }
            )
        )

    def watch(self, in_flight: Mapping[str, float]) -> None:
        self.tally.in_flight = in_flight

    def summary(self, lesson: str, interrupted: bool) -> None:
        """The last line."""
        tally = self.tally
        self._write(
            json.dumps(
                {
                    "lesson": lesson,
                    "students": tally.total,
                    "graded": len(tally.graded),
                    "unchanged": tally.unchanged,
                    "failed": tally.failed,
                    "left": tally.total - tally.done,
                    "seconds": round(tally.seconds, 3),
                    "interrupted": interrupted,
                }
            )
        )


def duration(seconds: float) -> str:
    """A time as people say it: 40 s, 12 min, 3 h 20 min."""
    if seconds < 100:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 100 else f"{minutes // 60} h {minutes % 60} min"


def _names(names: list[str]) -> str:
    more = f" and {len(names) - NAMES} more" if len(names) > NAMES else ""
    return ", ".join(names[:NAMES]) + more

"""A student's interpreter as the judge sees it: asked, timed, ended and started again.

Whatever goes wrong on the other side becomes one of two exceptions: `RaisedElsewhere`, when the
student's code raised, and `Stopped`, when it took too long, died, or answered with something that
is no answer.
"""

from __future__ import annotations

import contextlib
import math
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import numpy as np

from autograder import wire
from autograder.errors import WallsUnavailable
from autograder.judging.handles import Handle, Stopped, write_back
from autograder.walls import warm
from autograder.walls.bubblewrap import Walls, Worker
from backprop_lib.exercises.given import GivenFunction
from backprop_lib.exercises.remote import RaisedElsewhere

SHARED = {"arguments", "earlier"}


class Session:
    """One student's interpreter. Use as a context manager: it is ended on the way out."""

    def __init__(
        self, walls: Walls, given: Iterable[str], files: Mapping[str, bytes] = MappingProxyType({})
    ) -> None:
        self._walls = walls
        self._given = tuple(given)
        self._files = dict(files)
        self._deadline = math.inf
        self._worker: Worker | None = None
        self._said = ""
        self._epoch = 0

    def __enter__(self) -> Session:
        self.start()
        self._deadline = time.monotonic() + self._walls.limits.submission_seconds
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def running(self) -> bool:
        return self._worker is not None

    @property
    def time_is_up(self) -> bool:
        """Whether the whole submission's time is used."""
        return time.monotonic() >= self._deadline

    def start(self) -> None:
        """Start a fresh interpreter.

        Raises WallsUnavailable when it does not come up: no code of the student's has run by then.
        """
        self.stop()
        self._epoch += 1
        self._worker = warm.start(self._walls, self._given)
        try:
            ready = self._receive(self._walls.limits.start_seconds, "starting") == ("ready",)
        except Stopped:
            ready = False
        if not ready and not self.time_is_up:
            said = self._said or "it said nothing"
            raise WallsUnavailable(f"The interpreter for students' code fails to start: {said}")
        if ready and self._files:
            self._request("its files", "write", self._files)

    def stop(self) -> None:
        """End the interpreter and all that it started."""
        if self._worker is not None:
            self._said = self._worker.end()
            self._worker = None

    def run(self, source: str) -> tuple[Any, bool]:
        """Run one cell; returns what it showed, as the worker tells it, and whether it ran without
        an error.
        """
        try:
            answer = self._ask(self._walls.limits.cell_seconds, "the cell", "run", source)
        except RaisedElsewhere as error:  # what the cell has shown cannot be told
            return [{"error": f"Its output could not be kept: {error}"}], False
        if not (isinstance(answer, tuple) and len(answer) == 2):
            raise self._nonsense()
        return answer[0], answer[1] is True

    def fetch(self, name: str) -> Any:
        """The value of a global name of the notebook; raises NameError when there is none."""
        found = self._fetch(name)
        if not found:
            raise NameError(f"name {name!r} is not defined", name=name)
        return found[name]

    def fetch_all(self, names: Sequence[str]) -> dict[str, Any]:
        """The values of those of these global names that there are."""
        if not names:
            return {}
        try:
            return self._fetch(*names)
        except RaisedElsewhere:  # all in one message may be too large
            return {name: value for each in names for name, value in self._fetch(each).items()}

    def _fetch(self, *names: str) -> dict[str, Any]:
        answer = self._request(", ".join(f"`{name}`" for name in names), "fetch", *names)
        if not isinstance(answer, dict) or not answer.keys() <= set(names):
            raise self._nonsense()
        return answer

    def call(
        self,
        handle: Handle,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        names: Mapping[str, str],
    ) -> tuple[Any, frozenset[str]]:
        """Call a student's function; arguments that it changed in place are changed here, too.

        Returns its result, and what it shares memory with: "arguments", "earlier".
        """
        what = "a call of your function"
        answer = self._request(what, "call", handle, args, kwargs, dict(names))
        if not isinstance(answer, tuple) or len(answer) != 3:
            raise self._nonsense()
        result, changed, shared = answer
        if changed is not None and not write_back(args, changed):
            raise self._nonsense()
        return result, frozenset(SHARED & set(shared if isinstance(shared, list) else ()))

    def request(self, handle: Handle, name: str, *args: Any) -> Any:
        """One operation on a student's object."""
        return self._request(f"your {handle.handle_type}", name, *args)

    def _request(self, what: str, name: str, *args: Any) -> Any:
        return self._ask(self._walls.limits.call_seconds, what, name, *args)

    def _ask(self, seconds: float, what: str, name: str, *args: Any) -> Any:
        if self._worker is None:
            raise Stopped("the interpreter is not running any more")
        body = wire.pack((name, *args), self._register, gaps=True)
        with self._ending_on_trouble(seconds, what) as deadline:
            wire.send(self._worker.sock, body, deadline)
        answer = self._receive(seconds, what)
        if not isinstance(answer, tuple) or not answer:
            raise self._nonsense()
        if answer[0] == "ok" and len(answer) == 2:
            return answer[1]
        if (
            answer[0] == "raised"
            and len(answer) == 4
            and all(isinstance(part, str) for part in answer)
        ):
            raise RaisedElsewhere(*answer[1:])
        raise self._nonsense()

    def _receive(self, seconds: float, what: str) -> Any:
        assert self._worker is not None
        sock = self._worker.sock
        with self._ending_on_trouble(seconds, what) as deadline:
            return wire.unpack(wire.receive(sock, deadline), self._make_handle)

    @contextlib.contextmanager
    def _ending_on_trouble(self, seconds: float, what: str) -> Iterator[float]:
        now = time.monotonic()
        deadline = min(now + seconds, self._deadline)
        try:
            yield deadline
        except TimeoutError:
            self.stop()
            if self._deadline <= now + seconds:
                limit = self._walls.limits.submission_seconds
                raise Stopped(f"the whole notebook took longer than {limit:g} seconds") from None
            raise Stopped(
                f"{what} took longer than {seconds:g} seconds: is there a loop that never ends?"
            ) from None
        except wire.Disconnected:
            why = self._worker.why_it_ended() if self._worker else ""
            self.stop()
            raise Stopped(f"{what} {why or 'ended the whole Python process'}") from None
        except wire.WireError as error:
            self.stop()
            raise Stopped(f"{what} gave something that cannot be read: {error}") from None

    def _nonsense(self) -> Stopped:
        self.stop()
        return Stopped("the interpreter gave an answer that is none")

    def _make_handle(self, number: int, kind: str, name: str) -> Handle:
        return Handle(self, self._epoch, number, kind, name)

    def _register(self, value: Any) -> tuple[int, str, str] | wire.Source | wire.RandomState:
        if isinstance(value, GivenFunction):
            return wire.Source(value.name, value.source, value.constants)
        if type(value) is np.random.Generator:
            return wire.RandomState(dict(value.bit_generator.state))
        if not isinstance(value, Handle):
            raise wire.WireError(
                f"a {type(value).__name__} cannot be given to the student's code: only plain data"
            )
        if value.handle_epoch != (id(self), self._epoch):
            raise Stopped("this object was lost when the interpreter was started again")
        return value.handle_number, value.handle_kind, value.handle_type

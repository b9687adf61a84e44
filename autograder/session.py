"""A student's interpreter as the judge sees it: a process that is asked, timed, ended and started
again.

Whatever goes wrong on the other side becomes one of two exceptions: `RaisedElsewhere`, when the
student's code raised, and `Stopped`, when it took too long, died, or answered with something that
is no answer.
"""

from __future__ import annotations

import contextlib
import itertools
import math
import time
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np

from autograder import wire
from autograder.errors import WallsUnavailable
from autograder.walls import Walls, Worker
from backprop_lib.exercises.remote import RaisedElsewhere, RemoteCallable

MAX_ITERATIONS = 100_000


class Stopped(BaseException):
    """The student's interpreter had to be ended, or ended itself; the message says why.

    Not an Exception, so that no check takes it for one that the student's code raised.
    """


class Session:
    """One student's interpreter. Use as a context manager: it is ended on the way out."""

    def __init__(self, walls: Walls, given: Iterable[str]) -> None:
        self._walls = walls
        self._given = tuple(given)
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
        self._worker = self._walls.start(self._given)
        try:
            ready = self._receive(self._walls.limits.start_seconds, "starting") == ("ready",)
        except Stopped:
            ready = False
        if not ready and not self.time_is_up:
            said = self._said or "it said nothing"
            raise WallsUnavailable(f"The interpreter for students' code fails to start: {said}")

    def stop(self) -> None:
        """End the interpreter and all that it started."""
        if self._worker is not None:
            self._said = self._worker.end()
            self._worker = None

    def run(self, source: str) -> tuple[Any, bool]:
        """Run one cell; returns what it showed, as the worker tells it, and whether it ran without
        an error.
        """
        answer = self._ask(self._walls.limits.cell_seconds, "the cell", "run", source)
        if not (isinstance(answer, tuple) and len(answer) == 2):
            raise self._nonsense()
        return answer[0], answer[1] is True

    def fetch(self, name: str) -> Any:
        """The value of a global name of the notebook; raises NameError when there is none."""
        answer = self._request(f"`{name}`", "fetch", name)
        if not isinstance(answer, tuple) or len(answer) > 1:
            raise self._nonsense()
        if not answer:
            raise NameError(f"name {name!r} is not defined", name=name)
        return answer[0]

    def call(
        self,
        handle: Handle,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        names: Mapping[str, str],
    ) -> Any:
        """Call a student's function; arguments that it changed in place are changed here, too."""
        what = "a call of your function"
        answer = self._request(what, "call", handle, args, kwargs, dict(names))
        if not isinstance(answer, tuple) or len(answer) not in (1, 2):
            raise self._nonsense()
        if len(answer) == 2 and not _write_back(args, answer[1]):
            raise self._nonsense()
        return answer[0]

    def request(self, handle: Handle, name: str, *args: Any) -> Any:
        """One operation on a student's object."""
        return self._request(f"your {handle.handle_type}", name, *args)

    def _request(self, what: str, name: str, *args: Any) -> Any:
        return self._ask(self._walls.limits.call_seconds, what, name, *args)

    def _ask(self, seconds: float, what: str, name: str, *args: Any) -> Any:
        if self._worker is None:
            raise Stopped("the interpreter is not running any more")
        body = wire.pack((name, *args), self._register)
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
            self.stop()
            raise Stopped(f"{what} ended the whole Python process") from None
        except wire.WireError as error:
            self.stop()
            raise Stopped(f"{what} gave something that cannot be read: {error}") from None

    def _nonsense(self) -> Stopped:
        self.stop()
        return Stopped("the interpreter gave an answer that is none")

    def _make_handle(self, number: int, kind: str, name: str) -> Handle:
        return Handle(self, self._epoch, number, kind, name)

    def _register(self, value: Any) -> tuple[int, str, str]:
        if not isinstance(value, Handle):
            raise wire.WireError(
                f"a {type(value).__name__} cannot be given to the student's code: only plain data"
            )
        if value.handle_epoch != (id(self), self._epoch):
            raise Stopped("this object was lost when the interpreter was started again")
        return value.handle_number, value.handle_kind, value.handle_type


def _write_back(ours: Any, theirs: Any) -> bool:
    """Change arrays, lists and dicts in `ours` to what a call made of them; whether that was
    possible.
    """
    if isinstance(ours, np.ndarray):
        same = (
            isinstance(theirs, np.ndarray)
            and theirs.shape == ours.shape
            and theirs.dtype == ours.dtype
        )
        if same:
            ours[...] = theirs
        return same
    if isinstance(ours, tuple):
        fits = isinstance(theirs, tuple) and len(theirs) == len(ours)
        return fits and all(
            _write_back(one, other) for one, other in zip(ours, theirs, strict=True)
        )
    if isinstance(ours, list | dict) and type(theirs) is type(ours):
        ours.clear()
        ours.extend(theirs) if isinstance(ours, list) else ours.update(theirs)
    return True


class Handle(RemoteCallable):
    """Stands for an object of the student's that is not plain data.

    It can be called, have its attributes and items read and set, be iterated and take part in
    arithmetic; each of these happens on the other side. It is never equal to anything, has no truth
    value and is no number.
    """

    # ndarray operators give way to ours, instead of taking a handle for a scalar.
    __array_ufunc__ = None

    def __init__(self, session: Session, epoch: int, number: int, kind: str, name: str) -> None:
        own = object.__setattr__
        own(self, "_session", session)
        own(self, "handle_epoch", (id(session), epoch))
        own(self, "handle_number", number)
        own(self, "handle_kind", kind)
        own(self, "handle_type", name)
        own(self, "_arguments", None)

    def __repr__(self) -> str:
        return f"<the student's {self.handle_type}>"

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self.call_with_names({}, *args, **kwargs)

    def call_with_names(self, names: Mapping[str, str], *args: Any, **kwargs: Any) -> Any:
        object.__setattr__(self, "_arguments", args)
        return self._session.call(self, args, kwargs, names)

    def arguments_after(self) -> tuple[Any, ...] | None:
        arguments: tuple[Any, ...] | None = self._arguments
        return arguments

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return self._ask("getattr", self, name, may_raise=AttributeError)

    def __setattr__(self, name: str, value: Any) -> None:
        self._ask("setattr", self, name, value)

    def __getitem__(self, key: Any) -> Any:
        return self._ask("getitem", self, key)

    def __len__(self) -> int:
        length = self._ask("length", self, may_raise=TypeError)
        if type(length) is not int or length < 0:
            raise TypeError("its length is not a number")
        return length

    def __iter__(self) -> Iterator[Any]:
        iterator = self._ask("iterate", self)
        for _ in itertools.repeat(None, MAX_ITERATIONS):
            item = self._ask("next", iterator)
            if not isinstance(item, tuple) or len(item) > 1:
                raise TypeError(f"{self!r} cannot be iterated")
            if not item:
                return
            yield item[0]
        raise Stopped(
            f"your {self.handle_type} gave more than {MAX_ITERATIONS} items: does it ever stop?"
        )

    def __eq__(self, other: object) -> bool:
        return False

    def __ne__(self, other: object) -> bool:
        return True

    def __hash__(self) -> int:
        return id(self)

    def __bool__(self) -> bool:
        raise TypeError(f"{self!r} is neither true nor false")

    def __array__(self, *_: Any, **__: Any) -> Any:
        raise TypeError(f"{self!r} is not an array")

    def __neg__(self) -> Any:
        return self._ask("negate", self)

    def _ask(self, name: str, *args: Any, may_raise: type[Exception] | None = None) -> Any:
        """One operation; an exception of the kind that Python's own protocols expect stays one."""
        try:
            return self._session.request(self, name, *args)
        except RaisedElsewhere as error:
            if may_raise is not None and error.ename == may_raise.__name__:
                raise may_raise(error.evalue) from None
            raise


def _operator(name: str, reflected: bool) -> Any:
    def operate(self: Handle, other: Any) -> Any:
        return self._ask("operate", name, *((other, self) if reflected else (self, other)))

    return operate


for _name in ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul"):
    setattr(Handle, f"__{_name}__", _operator(_name, reflected=False))
    setattr(Handle, f"__r{_name}__", _operator(_name, reflected=True))

"""Runs the student's cells. Lives inside the walls; nothing that it says is believed without a
look.

Started by the walls, which call `main` with one end of a socket pair. It answers requests one at a
time (see `Worker`), and knows of the course only what the walls let it see.
"""

from __future__ import annotations

import importlib.abc
import importlib.util
import operator
import os
import resource
import socket
import sys
import tempfile
import types
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from autograder import wire
from autograder.inside.memory import Memory
from autograder.inside.notebook_shell import NotebookShell, define, where_in_cells
from autograder.inside.supervisor import fork_under_supervision

OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    name: getattr(operator, name)
    for name in ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul")
}


class Opaque:
    """A result that crosses as a handle, even where it is plain data."""

    def __init__(self, value: Any) -> None:
        self.value = value


class Objects:
    """The student's objects that the judge holds a handle of."""

    def __init__(self) -> None:
        self._objects: dict[int, Any] = {}
        self._numbers: dict[int, int] = {}  # by id: an object that is kept has its id for ever

    def register(self, value: Any) -> tuple[int, str, str]:
        """Give `value` a number; returns the number, its kind and the name of its type."""
        value = value.value if isinstance(value, Opaque) else value
        number = self._numbers.setdefault(id(value), len(self._objects))
        self._objects[number] = value
        if isinstance(value, type):
            return number, "class", value.__name__
        kind = (
            "function" if isinstance(value, types.FunctionType | types.MethodType) else "instance"
        )
        return number, kind, type(value).__name__

    def find(self, number: int, _kind: str = "", _name: str = "") -> Any:
        return self._objects[number]


class Worker:
    """Answers the judge's requests with the student's objects."""

    def __init__(self, sock: socket.socket, shell: NotebookShell) -> None:
        self._sock = sock
        self._objects = Objects()
        self._memory = Memory()
        self._shell = shell
        self._requests: dict[str, Callable[..., Any]] = {
            "run": self._run,
            "write": _write,
            "fetch": self._fetch,
            "call": self._call,
            "getattr": getattr,
            "setattr": setattr,
            "getitem": operator.getitem,
            "operate": lambda name, left, right: Opaque(OPERATORS[name](left, right)),
            "negate": lambda operand: Opaque(-operand),
            "length": len,
            "iterate": iter,
            "next": _next,
        }

    def serve(self) -> None:
        """Answer requests until the judge hangs up."""
        while True:
            try:
                body = wire.receive(self._sock)
            except wire.Disconnected:
                return
            name, *args = wire.unpack(body, self._objects.find, _make)
            self._reply(name, args)

    def _reply(self, name: str, args: list[Any]) -> None:
        try:
            answer = wire.pack(("ok", self._requests[name](*args)), self._objects.register)
        except BaseException as error:  # whatever the student's code does, the judge gets an answer
            answer = wire.pack(("raised", *_describe(error)))
        wire.send(self._sock, answer)

    def _run(self, source: str) -> tuple[list[dict[str, Any]], bool]:
        return self._shell.run(source)

    def _fetch(self, *names: str) -> dict[str, Any]:
        """The values of those of these global names of the student's notebook that there are."""
        there = self._shell.names
        return {name: there[name] for name in names if name in there}

    def _call(
        self, function: Any, args: tuple[Any, ...], kwargs: dict[str, Any], given: dict[str, str]
    ) -> tuple[Any, ...]:
        """Call `function`; returns its result, its arguments where it has changed them, and what
        the result shares memory with.
        """
        before = wire.pack(args, self._objects.register)
        with self._shell.given_names(given), self._shell.quiet():
            result = function(*args, **kwargs)
        changed = wire.pack(args, self._objects.register) != before
        return result, args if changed else None, self._memory.shared(args, result)


def _make(described: wire.Source | wire.RandomState | wire.Gaps) -> Any:
    """The function, generator of random numbers or view that the judge has described."""
    if isinstance(described, wire.Gaps):
        return _with_gaps(described.array)
    if isinstance(described, wire.Source):
        return define(described.name, described.source, described.constants)
    kind = described.state["bit_generator"]
    generator = np.random.Generator(getattr(np.random, kind)())
    generator.bit_generator.state = described.state
    return generator


def _with_gaps(array: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """The same numbers, every second entry of a larger array."""
    wide = np.zeros([2 * n for n in array.shape], dtype=array.dtype)
    view = wide[tuple(slice(None, None, 2) for _ in array.shape)]
    view[...] = array
    return view


def _write(files: Mapping[str, bytes]) -> None:
    """Put the lesson's and the student's files into the folder where the cells run."""
    for name, content in files.items():
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _next(iterator: Iterator[Any]) -> tuple[Any, ...]:
    """The next item in a tuple; empty when there is none."""
    try:
        return (next(iterator),)
    except StopIteration:
        return ()


def _describe(error: BaseException) -> tuple[str, str, str]:
    """The kind of an exception, its message and the student's own line where it was raised."""
    try:
        message = str(error)[:2000]
    except Exception:
        message = ""
    return type(error).__name__[:100], message, where_in_cells(error)[:300]


class Guard(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Says why a part of `backprop_lib` cannot be imported while grading.

    The walls are what keeps it out; this is for the message. The exercises of a lesson, which every
    notebook imports, are replaced by ones that check nothing: the judge does.
    """

    def __init__(self, given: Iterable[str]) -> None:
        self._given = {f"backprop_lib.{name}" for name in given}

    def find_spec(
        self, fullname: str, path: Any = None, target: Any = None
    ) -> importlib.machinery.ModuleSpec | None:
        if not fullname.startswith("backprop_lib."):
            return None
        if fullname == "backprop_lib.exercises" or fullname.startswith("backprop_lib.exercises."):
            return importlib.util.spec_from_loader(fullname, self, is_package=True)
        if any(fullname == name or fullname.startswith(f"{name}.") for name in self._given):
            return None
        raise ImportError(
            f"{fullname} is not available while grading: write it yourself", name=fullname
        )

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType:
        return _Exercises(spec.name)

    def exec_module(self, module: types.ModuleType) -> None:
        """There is nothing to execute."""


class _Exercises(types.ModuleType):
    """Stands for a lesson's exercises: `ex.anything.check(...)` does nothing here."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Unchecked()


class _Unchecked:
    """Stands for an exercise, a check or a hint, whatever is done with it."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return _Unchecked()

    def __call__(self, *_: Any, **__: Any) -> None:
        return None


def limit_resources(limits: Mapping[str, int]) -> None:
    """Lower this process's hard limits; `limits` maps names such as "RLIMIT_AS" to values."""
    for name, value in limits.items():
        which = getattr(resource, name)
        _, hard = resource.getrlimit(which)
        new = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(which, (new, new))


def _silence() -> None:
    """Nothing that a student's program writes to its own file descriptors is kept."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)
    os.close(nowhere)


def main(
    descriptor: int,
    given: Iterable[str],
    limits: Mapping[str, int],
    together: Mapping[str, int],
) -> None:
    """Serve the judge at the other end of `descriptor`.

    `given` names what of backprop_lib may be imported; `limits` are the kernel's for each process,
    `together` those for all of them.
    """
    admit_only(given)
    be_a_worker(socket.socket(fileno=descriptor), None, limits, together)


def admit_only(given: Iterable[str]) -> None:
    """Say of all else of backprop_lib why it cannot be imported."""
    sys.path.insert(0, "")  # as in a notebook, modules beside it can be imported
    sys.meta_path.insert(0, Guard(given))


def be_a_worker(
    sock: socket.socket,
    shell: NotebookShell | None,
    limits: Mapping[str, int],
    together: Mapping[str, int],
) -> None:
    """Serve the judge within limits, with a shell that is warm already or a new one."""
    os.chdir(tempfile.mkdtemp(prefix="notebook-"))
    limit_resources(limits)
    if os.getpid() == 1:  # without walls there is nothing to supervise
        fork_under_supervision(together)
    sock.set_inheritable(False)
    worker = Worker(sock, shell or NotebookShell())
    _silence()
    wire.send(sock, wire.pack(("ready",)))
    worker.serve()

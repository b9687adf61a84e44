"""Calling the student's functions, here or in another process.

A grader runs the student's code in a process of its own and checks it through proxies. A proxy is
a `RemoteCallable`; when the student's code raises over there, its call raises `RaisedElsewhere`.
"""

import abc
import functools
import inspect
from collections.abc import Callable, Mapping
from types import CodeType, MappingProxyType
from typing import Any

import numpy as np

_ABSENT = object()


class RaisedElsewhere(Exception):
    """The student's code raised in the other process.

    ename, evalue: name and text of the exception; where: text such as "line 3: `Z = A @ W`",
    empty when not known.
    """

    def __init__(self, ename: str, evalue: str, where: str = "") -> None:
        super().__init__(ename, evalue, where)
        self.ename = ename
        self.evalue = evalue
        self.where = where

    def __str__(self) -> str:
        return f"{self.ename}: {self.evalue}"


class RemoteCallable(abc.ABC):
    """A function that lives in another process; arguments and results cross as copies."""

    @abc.abstractmethod
    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call the function there. Raises RaisedElsewhere when it raises."""

    @abc.abstractmethod
    def call_with_names(self, names: Mapping[str, str], *args: Any, **kwargs: Any) -> Any:
        """The same, with global names replaced there for the time of the call, by source text."""

    def arguments_after(self) -> tuple[Any, ...] | None:
        """The last call's positional arguments as it left them; None when that is not known."""
        return None

    def shares_arguments(self) -> bool:
        """Whether the last call's result shares memory with its arguments, as far as is known."""
        return False

    def shares_earlier(self) -> bool:
        """Whether it shares memory with what an earlier call took, or returned beside a function:
        for a `back`, the arguments and the value of its forward.
        """
        return False


def define(name: str, source: str, constants: Mapping[str, Any] = MappingProxyType({})) -> Any:
    """What `source` defines as `name`; it may use `np` and the constants."""
    scope: dict[str, Any] = {"np": np, **constants}
    exec(_compiled(source, f"<backprop_lib stand-in for {name}>"), scope)
    return scope[name]


@functools.lru_cache
def _compiled(source: str, filename: str) -> CodeType:
    return compile(source, filename, "exec")


def call_with_names(fn: Callable[..., Any], names: Mapping[str, str], *args: Any) -> Any:
    """Call fn with some of the global names that it sees replaced for the time of the call.

    names: each name's source text, a module-level definition of that name that may use `np`.
    What the names were is restored afterwards, also when fn raises.
    """
    if isinstance(fn, RemoteCallable):
        return fn.call_with_names(names, *args) if names else fn(*args)
    scope = _globals_of(fn)
    before = {name: scope.get(name, _ABSENT) for name in names}
    try:
        for name, source in names.items():
            scope[name] = define(name, source)
        return fn(*args)
    finally:
        for name, value in before.items():
            if value is _ABSENT:
                scope.pop(name, None)
            else:
                scope[name] = value


def _globals_of(fn: Any) -> dict[str, Any]:
    while isinstance(fn, functools.partial):
        fn = fn.func
    fn = inspect.unwrap(fn)
    if not hasattr(fn, "__globals__"):
        fn = type(fn).__call__  # an object that is called like a function
    scope = getattr(fn, "__globals__", None)
    return scope if isinstance(scope, dict) else {}

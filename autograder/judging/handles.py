"""Handles: what stands in the judge for the student's objects that are not plain data."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from backprop_lib.exercises.remote import RaisedElsewhere, RemoteCallable

if TYPE_CHECKING:
    from autograder.judging.session import Session

MAX_ITERATIONS = 100_000


class Stopped(BaseException):
    """The student's interpreter had to be ended, or ended itself; the message says why.

    Not an Exception, so that no check takes it for one that the student's code raised.
    """


def write_back(ours: Any, theirs: Any) -> bool:
    """Change arrays, lists and dicts in `ours` to what a call made of them, where that fits.

    Returns whether it did.
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
        return fits and all(write_back(one, other) for one, other in zip(ours, theirs, strict=True))
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
        own(self, "_shared", frozenset())

    def __repr__(self) -> str:
        return f"<the student's {self.handle_type}>"

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self.call_with_names({}, *args, **kwargs)

    def call_with_names(self, names: Mapping[str, str], *args: Any, **kwargs: Any) -> Any:
        object.__setattr__(self, "_arguments", args)
        result, shared = self._session.call(self, args, kwargs, names)
        object.__setattr__(self, "_shared", shared)
        return result

    def arguments_after(self) -> tuple[Any, ...] | None:
        arguments: tuple[Any, ...] | None = self._arguments
        return arguments

    def shares_arguments(self) -> bool:
        return "arguments" in self._shared

    def shares_earlier(self) -> bool:
        return "earlier" in self._shared

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
        return self._still_a_handle(self._ask("negate", self))

    def _still_a_handle(self, result: Any) -> Handle:
        """What arithmetic gives. It has seen the other operand, so plain data is not taken from it.

        An object whose difference to any number is 0.0 would otherwise be equal to all of them.
        """
        if not isinstance(result, Handle):
            raise TypeError(f"arithmetic of {self!r} gave a {type(result).__name__}")
        return result

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
        operands = (other, self) if reflected else (self, other)
        return self._still_a_handle(self._ask("operate", name, *operands))

    return operate


for _name in ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul"):
    setattr(Handle, f"__{_name}__", _operator(_name, reflected=False))
    setattr(Handle, f"__r{_name}__", _operator(_name, reflected=True))

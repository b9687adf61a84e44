"""A stand-in for another process: arguments and results cross as copies, exceptions as text."""

import copy
from collections.abc import Callable, Mapping
from typing import Any

from backprop_lib.exercises.remote import RaisedElsewhere, RemoteCallable, call_with_names


class Copying(RemoteCallable):
    """Calls a function of this process as if it lived elsewhere."""

    def __init__(self, fn: Callable[..., Any]) -> None:
        self._fn = fn
        self._after: tuple[Any, ...] | None = None

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self.call_with_names({}, *args, **kwargs)

    def call_with_names(self, names: Mapping[str, str], *args: Any, **kwargs: Any) -> Any:
        theirs = copy.deepcopy(args)
        try:
            result = copy.deepcopy(call_with_names(self._fn, names, *theirs, **kwargs))
        except (Exception, SystemExit) as error:
            raise RaisedElsewhere(type(error).__name__, str(error), "line 1: `...`") from None
        self._after = copy.deepcopy(theirs)
        return result

    def arguments_after(self) -> tuple[Any, ...] | None:
        return self._after

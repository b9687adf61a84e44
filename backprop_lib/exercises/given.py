"""Functions that a check hands to the student's function: as source, so that they can travel."""

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from backprop_lib.exercises.remote import define


@dataclass(frozen=True)
class GivenFunction:
    """A function as its source: `GivenFunction("f", "def f(x):\\n    return a * x", {"a": 2.0})`.

    name: the function that the source defines, with `np` and the constants as globals; constants:
    plain data and arrays. It is called like the function itself. A grader sends source and
    constants to the process that runs the student's code, and makes the function there.
    """

    name: str
    source: str
    constants: Mapping[str, Any] = field(default_factory=dict)

    @functools.cached_property
    def function(self) -> Callable[..., Any]:
        """The function itself."""
        made: Callable[..., Any] = define(self.name, self.source, self.constants)
        return made

    @property
    def __name__(self) -> str:
        return self.name

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self.function(*args, **kwargs)

    def __repr__(self) -> str:
        return f"the function {self.name}"

"""Recorded calls in words: a line each, indented below the function that made them."""

from collections.abc import Iterator
from typing import Any

import numpy as np


def lines(node: Any, first: str = "", rest: str = "") -> Iterator[str]:
    """The call that made a node, then those inside it: name, shapes of arguments and of value.

    node: has `name`, `args`, `value` and, when it is a function's, `calls`; `first` and `rest` go
    before its own line and before those below.
    """
    yield f"{first}{node.name}({', '.join(map(shape, node.args))}) -> {shape(node)}"
    calls = getattr(node, "calls", ())
    for i, call in enumerate(calls, start=1):
        branch, below = ("└─ ", "   ") if i == len(calls) else ("├─ ", "│  ")
        yield from lines(call, rest + branch, rest + below)


def shape(argument: Any) -> str:
    """How an argument is shown: a shape, the shapes in a tuple, a number or text as it is."""
    value = getattr(argument, "value", argument)
    if isinstance(value, tuple | list):
        return f"[{', '.join(map(shape, value))}]"
    if isinstance(value, np.ndarray | np.generic):
        return str(value.shape).replace(" ", "")
    return repr(value) if isinstance(value, int | float | str | None) else type(value).__name__

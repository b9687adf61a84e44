"""Arrays and arguments in words, for the details of a report."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from backprop_lib.exercises.compare import Values, close, differing
from backprop_lib.exercises.report import Row

SMALL = 8  # entries that are still shown one by one


def describe_arguments(arguments: Sequence[str], args: Sequence[Any]) -> str:
    """The arguments of a call: "X (5, 2), w = [0.5, -1.2], b = 0.1"."""
    parts = (f"{name} {_describe(value)}" for name, value in zip(arguments, args, strict=True))
    return ", ".join(parts)


def describe_row(label: str, actual: Values | None, expected: Values) -> Row:
    """An array of the student's beside the right one: shapes, and the numbers where they are few.

    actual is None where there is none to show.
    """
    if actual is None:
        return Row(label, "", _cell(expected), right=False)
    return Row(label, _cell(actual), _cell(expected), right=close(actual, expected))


def worst_entry(actual: Values, expected: Values) -> tuple[int, ...]:
    """The index of the wrong entry that is furthest off; the shapes are the same."""
    wrong = differing(actual, expected)
    with np.errstate(all="ignore"):
        error = np.where(wrong, np.nan_to_num(np.abs(actual - expected), nan=np.inf), -1.0)
    return tuple(int(k) for k in np.unravel_index(int(np.argmax(error)), actual.shape))


def number(value: float) -> str:
    """A number with the digits that a comparison needs."""
    return f"{value:.6g}"


def join(names: Sequence[str]) -> str:
    """Names in a sentence: "a", "a and b", "a, b and c"."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _describe(value: Any) -> str:
    if isinstance(value, np.ndarray):
        return f"= {_show(value)}" if value.ndim and value.size <= SMALL else str(value.shape)
    if isinstance(value, tuple | list) and any(isinstance(item, np.ndarray) for item in value):
        return "of shapes " + ", ".join(str(np.shape(item)) for item in value)
    if isinstance(value, np.random.Generator):
        return "a generator of random numbers"
    return f"= {number(value)}" if isinstance(value, float) else f"= {value!r}"[:80]


def _cell(array: Values) -> str:
    if not array.shape:
        return number(float(array))
    numbers = f" {_show(array)}" if array.size <= SMALL and array.ndim == 1 else ""
    return f"{array.shape}{numbers}"


def _show(array: Values) -> str:
    text = np.array2string(
        array, separator=", ", threshold=50, formatter={"float_kind": "{:.4g}".format}
    )
    return " ".join(text.split())

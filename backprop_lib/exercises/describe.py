"""Arrays and arguments in words, for the details of a report."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from backprop_lib.exercises.compare import Values, differing

SMALL = 8  # entries that are still shown one by one


def describe_arguments(arguments: Sequence[str], args: Sequence[Any]) -> str:
    """The arguments of a call: "X (5, 2), w = [0.5, -1.2], b = 0.1"."""
    parts = (f"{name} {_describe(value)}" for name, value in zip(arguments, args, strict=True))
    return ", ".join(parts)


def describe_difference(label: str, actual: Values, expected: Values) -> str:
    """Where an array is not what it should be: shapes, all of a small array, or the worst entry."""
    if actual.shape != expected.shape:
        return f"{label} is {actual.shape}, expected {expected.shape}"
    if actual.size <= SMALL:
        return f"{label} is {_show(actual)}, expected {_show(expected)}"
    wrong = differing(actual, expected)
    with np.errstate(all="ignore"):
        error = np.where(wrong, np.nan_to_num(np.abs(actual - expected), nan=np.inf), -1.0)
    i = tuple(int(k) for k in np.unravel_index(int(np.argmax(error)), actual.shape))
    place = ", ".join(map(str, i))
    return (
        f"{label} differs in {int(wrong.sum())} of {wrong.size} entries, most at [{place}]: "
        f"{actual[i]:.6g}, expected {expected[i]:.6g}"
    )


def join(names: Sequence[str]) -> str:
    """Names in a sentence: "a", "a and b", "a, b and c"."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _describe(value: Any) -> str:
    if isinstance(value, np.ndarray):
        return f"= {_show(value)}" if value.ndim and value.size <= SMALL else str(value.shape)
    if isinstance(value, tuple | list):
        return "of shapes " + ", ".join(str(np.shape(item)) for item in value)
    return f"= {value:.6g}" if isinstance(value, float) else f"= {value}"


def _show(array: Values) -> str:
    text = np.array2string(
        array, separator=", ", threshold=50, formatter={"float_kind": "{:.4g}".format}
    )
    return " ".join(text.split())

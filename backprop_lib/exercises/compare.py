"""What a student's function returned, turned into named arrays and compared."""

from collections.abc import Mapping
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Values: TypeAlias = NDArray[Any]
Measured: TypeAlias = Mapping[str, Values]

RTOL = 1e-6
RTOL_FLOAT32 = 1e-3


class WrongForm(Exception):
    """The result is not of the kind that the exercise asks for; the text says what to return."""


def as_array(label: str, value: object) -> Values:
    """An array of numbers, as it is. Raises WrongForm for anything else."""
    if isinstance(value, list | tuple):
        kind = type(value).__name__
        raise WrongForm(f"{label} is a {kind}: make it an array, for example np.array(...).")
    if not isinstance(value, np.ndarray | np.generic | float | int):
        raise WrongForm(f"{label} is a {type(value).__name__}: an array is needed.")
    array = np.asarray(value)
    if array.dtype.kind == "b":
        raise WrongForm(f"{label} holds True and False: numbers are needed, use .astype(float).")
    return _numbers(label, array)


def as_number(label: str, value: object) -> Values:
    """A single number, as an array of shape (). Raises WrongForm for anything else."""
    array = as_array(label, value)
    if array.shape:
        raise WrongForm(f"{label} is an array of shape {array.shape}: a single number is needed.")
    return array


def from_list(label: str, value: object) -> Values:
    """An array of numbers from an array, or from lists and tuples of numbers."""
    if not isinstance(value, list | tuple):
        return as_array(label, value)
    try:
        array = np.array(value)
    except ValueError:
        raise WrongForm(f"{label} has rows of different lengths.") from None
    return _numbers(label, array)


def as_sequence(label: str, value: object, length: int, what: str) -> list[Any]:
    """The items of a tuple or list of that length. Raises WrongForm, saying `what` it must be."""
    if not isinstance(value, tuple | list):
        raise WrongForm(f"{label} is {_kind(value)}: {what}.")
    if len(value) != length:
        raise WrongForm(f"{label} has {len(value)} items, not {length}: {what}.")
    return list(value)


def close(actual: Values, expected: Values) -> bool:
    """Whether two arrays have one shape and equal numbers, up to rounding."""
    return actual.shape == expected.shape and not differing(actual, expected).any()


def differing(actual: Values, expected: Values) -> NDArray[np.bool_]:
    """Which entries of two arrays of one shape differ by more than rounding.

    Rounding is judged by the largest expected entry. float32 gets a wider margin, and never less
    than that of entries around 1: a difference of nearly equal numbers keeps few of its digits.
    """
    scale = float(np.max(np.abs(expected), initial=0.0))
    single = actual.dtype == np.float32
    margin = RTOL_FLOAT32 * max(scale, 1.0) if single else RTOL * scale + 1e-12
    with np.errstate(all="ignore"):
        near = np.abs(actual - expected) <= margin
    wrong: NDArray[np.bool_] = np.asarray(~near)  # nan is near nothing
    return wrong


def _numbers(label: str, array: Values) -> Values:
    if array.dtype.kind not in "fiub":
        raise WrongForm(f"{label} holds {array.dtype}: real numbers are needed.")
    return array if array.dtype.kind == "f" else array.astype(float)


def _kind(value: object) -> str:
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}"
    if isinstance(value, np.generic | float | int):
        return "one number"
    return f"a {type(value).__name__}"

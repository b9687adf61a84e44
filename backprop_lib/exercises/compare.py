"""What a student's function returned, turned into named arrays and compared."""

from collections.abc import Mapping
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from backprop_lib.exercises.remote import RemoteCallable

Values: TypeAlias = NDArray[Any]
Measured: TypeAlias = Mapping[str, Values]

RTOL = 1e-6
RTOL_FLOAT32 = 1e-3

_REMEDIES = {
    "NoneType": "None: an array is needed, so compute it before the return",
    "list": "a list: make it an array, for example np.array(...)",
    "tuple": "a tuple: make it an array, for example np.array(...)",
    "MaskedArray": "a masked array: use a plain array, for example .filled(0.0)",
    "matrix": "a np.matrix: use an array, for example np.asarray(...)",
    "generator": "a generator: use return in place of yield, or np.array(list(...))",
    "coroutine": "a coroutine: write def in place of async def",
    "function": "a function: call it, or return what it gives",
}


class WrongForm(Exception):
    """The result is not of the kind that the exercise asks for; the text says what to return."""


def as_array(label: str, value: object) -> Values:
    """An array of numbers, as it is. Raises WrongForm for anything else."""
    kind = type_name(value)
    if kind in _REMEDIES:
        raise WrongForm(f"{label} is {_REMEDIES[kind]}.")
    if not isinstance(value, np.ndarray | np.generic | float | int):
        if kind == "ndarray":  # of another process, and not of plain numbers
            raise WrongForm(f"{label} is an array of objects: real numbers are needed.")
        raise WrongForm(f"{label} is {a_kind(value)}: an array is needed.")
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
        raise WrongForm(f"{label} is {a_kind(value)}: {what}.")
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
    scale = float(np.max(np.abs(expected[np.isfinite(expected)]), initial=0.0))
    single = actual.dtype == np.float32
    margin = RTOL_FLOAT32 * max(scale, 1.0) if single else RTOL * scale + 1e-12
    with np.errstate(all="ignore"):
        near = np.abs(actual - expected) <= margin
    # What a known mistake makes may not be finite, and is to be recognised.
    near |= (actual == expected) | (np.isnan(actual) & np.isnan(expected))
    wrong: NDArray[np.bool_] = np.asarray(~near)
    return wrong


def type_name(value: object) -> str:
    """The name of a value's type, also when it lives in another process."""
    remote = getattr(value, "handle_type", None) if isinstance(value, RemoteCallable) else None
    return remote if isinstance(remote, str) else type(value).__name__


def a_kind(value: object) -> str:
    """What a value is, in words: "an array of shape (2, 3)", "one number", "a dict"."""
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}"
    if isinstance(value, np.generic | float | int):
        return "one number"
    if value is None:
        return "None"
    name = type_name(value)
    return f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {name}"


def _numbers(label: str, array: Values) -> Values:
    if array.dtype.kind not in "fiub":
        kind = "objects" if array.dtype.kind == "O" else str(array.dtype)
        raise WrongForm(f"{label} holds {kind}: real numbers are needed.")
    return array if array.dtype.kind == "f" else array.astype(float)

"""The array type of the units, and the checks that they share."""

from collections.abc import Mapping
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[np.floating[Any]]


def require_floats(unit: str, arrays: Mapping[str, object]) -> None:
    """Refuse arguments of `unit` that are no floating-point arrays, or not of one dtype.

    Raises TypeError, naming the unit, the argument and the remedy.
    """
    first = ""
    dtype: np.dtype[Any] | None = None
    for name, array in arrays.items():
        if not isinstance(array, np.ndarray | np.generic):
            kind = type(array).__name__
            raise TypeError(
                f"{unit}: {name} is a {kind}: pass an array, for example np.array({name}, float)"
            )
        if array.dtype.kind != "f":
            raise TypeError(
                f"{unit}: {name} is an array of {array.dtype}: gradients need floating point, "
                f"for example {name}.astype(float)"
            )
        if dtype is None:
            first, dtype = name, array.dtype
        elif array.dtype != dtype:
            raise TypeError(
                f"{unit}: {first} is {dtype}, {name} is {array.dtype}: use one dtype, "
                f"for example {first}.astype({name}.dtype)"
            )


def upstream(
    unit: str, name: str, gradient: object, shape: tuple[int, ...], dtype: np.dtype[Any]
) -> Array:
    """Give the upstream gradient as an array of the value's dtype.

    Raises ValueError when its shape is not the value's: broadcasting would hide the mistake.
    """
    d: Array = np.asarray(gradient, dtype=dtype)
    if d.shape != shape:
        raise ValueError(
            f"{unit}: {name} is {d.shape}, the value is {shape}: "
            "the upstream gradient must have the shape of the value"
        )
    return d

"""The array type of the units, and the checks that they share: one sentence for one mistake."""

from collections.abc import Collection, Mapping
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[np.floating[Any]]
Scalar: TypeAlias = np.floating[Any]


def require_floats(unit: str, arrays: Mapping[str, Any]) -> None:
    """Refuse arguments of `unit` that are no floating-point arrays of one dtype, or are empty.

    What counts is `dtype`, `shape` and `size`, not the class. Their entries are not looked at.
    Raises TypeError for the kind and ValueError for an empty one, naming the unit, the argument
    and the remedy.
    """
    dtype: np.dtype[Any] | None = None
    for name, array in arrays.items():
        found = getattr(array, "dtype", None)
        if found is not dtype or dtype is None:  # the first, or one that may differ
            _require_float(unit, name, array, found)
            if dtype is not None and found != dtype:
                first = next(iter(arrays))
                raise TypeError(
                    f"{unit}: {first} is {dtype}, {name} is {found}: use one dtype, "
                    f"for example {first}.astype({name}.dtype)"
                )
            dtype = found
        if not array.size:
            raise ValueError(
                f"{unit}: {name} is {array.shape}: it is empty, pass at least one sample and input"
            )


def _require_float(unit: str, name: str, array: object, dtype: object) -> None:
    if not isinstance(dtype, np.dtype):
        kind = type(array).__name__
        raise TypeError(
            f"{unit}: {name} is a {kind}: pass an array, for example np.array({name}, float)"
        )
    if dtype.kind != "f":
        raise TypeError(
            f"{unit}: {name} is an array of {dtype}: gradients need floating point, "
            f"for example {name}.astype(float)"
        )


def upstream(
    unit: str, name: str, gradient: Any, shape: tuple[int, ...], dtype: np.dtype[Any]
) -> Array:
    """Give the upstream gradient as an array of the value's dtype; a plain number will do for ().

    Raises ValueError when its shape is not the value's: broadcasting would hide the mistake.
    Raises TypeError when it is no number and no floating-point array.
    """
    d = gradient
    if getattr(d, "dtype", None) is not dtype:
        if isinstance(d, int | float):
            d = np.asarray(d, dtype)
        else:
            _require_float(unit, name, d, getattr(d, "dtype", None))
            d = d if d.dtype == dtype else d.astype(dtype)
    if d.shape != shape:
        raise ValueError(
            f"{unit}: {name} is {d.shape}, the value is {shape}: "
            "the upstream gradient must have the shape of the value"
        )
    return d  # type: ignore[no-any-return]


def require_list(unit: str, name: str, arrays: Any) -> None:
    """Refuse what is no tuple or list of at least one floating-point array, all of one dtype.

    Raises TypeError or ValueError, naming the unit, the argument and the remedy.
    """
    if not isinstance(arrays, tuple | list):
        kind = type(arrays).__name__
        raise TypeError(f"{unit}: {name} is a {kind}: pass a tuple or list of arrays")
    if not arrays:
        raise ValueError(f"{unit}: {name} is empty: pass at least one array")
    require_floats(unit, {f"{name}[{i}]": array for i, array in enumerate(arrays)})


def require_same_shape(unit: str, arrays: Mapping[str, Any]) -> None:
    """Refuse arrays of different shapes: broadcasting would hide the mistake.

    Raises ValueError, naming the first one and the one that differs.
    """
    (first, one), *rest = arrays.items()
    for name, array in rest:
        if array.shape != one.shape:
            raise ValueError(
                f"{unit}: {first} is {one.shape}, {name} is {array.shape}: they must have one shape"
            )


def require_skip(unit: str, skip: Collection[str], names: Collection[str]) -> None:
    """Refuse a name in `skip` that is no differentiable argument of the unit, by ValueError."""
    for name in skip:
        if name not in names:
            raise ValueError(
                f"{unit}: skip names {name!r}: the arguments with a gradient are {', '.join(names)}"
            )


def require_product(unit: str, arrays: Mapping[str, Any]) -> None:
    """Refuse two arrays that have no matrix product: (m, p) and (p, q) are needed.

    Raises ValueError, naming both, their shapes and the remedy.
    """
    (x, X), (w, W) = arrays.items()
    if X.ndim == 2 == W.ndim and X.shape[1] == len(W):
        return
    if X.ndim != 2:
        raise ValueError(
            f"{unit}: {x} is {X.shape}: {x} must be (m, p), for one sample use {x}[None, :]"
        )
    if W.ndim != 2:
        raise ValueError(
            f"{unit}: {w} is {W.shape}: {w} must be (p, q), for one output use {w}[:, None]"
        )
    raise ValueError(
        f"{unit}: {x} is {X.shape}, {w} is {W.shape}: {x}'s columns must equal {w}'s rows"
    )


def require_one_of_k(unit: str, A: Any, T: Any) -> None:
    """Refuse targets T that are not one-of-k for the scores A (m, k) of k >= 2 classes.

    Raises ValueError, naming the shapes or the first row of T that is wrong (NaN is), and the
    remedy; TypeError when the two are not of one floating-point dtype. The scores themselves are
    not looked at.
    """
    require_floats(unit, {"A": A})
    if A.ndim != 2:
        raise ValueError(f"{unit}: A is {A.shape}: A must be (m, k), a row of scores a sample")
    m, k = A.shape
    if k < 2:
        raise ValueError(
            f"{unit}: A is {A.shape}: one class leaves nothing to choose, use a score for each of "
            "k >= 2 classes, or binary_cross_entropy"
        )
    if getattr(T, "shape", A.shape) != A.shape:  # before its dtype: labels are integers
        raise ValueError(
            f"{unit}: A is {A.shape}, T is {T.shape}: T must have A's shape, "
            "for labels t (m,) use np.eye(k)[t]"
        )
    require_floats(unit, {"A": A, "T": T})
    # m entries that are not 0, in rows that sum to 1: each row has one of them, and it is 1.
    right = T @ np.ones(k, T.dtype) == 1
    if np.count_nonzero(T) != m or np.count_nonzero(right) != m:
        i = int(np.argmin(right & (np.count_nonzero(T, axis=1) == 1)))
        raise ValueError(
            f"{unit}: row {i} of T has {np.count_nonzero(T[i])} entries that are not 0 and sums to "
            f"{T[i].sum():g}: T must be one-of-k, a single 1 in a row of 0s"
        )

"""Units of matrices as such: the entries of a table of matrix derivatives, as forward and back.

Arrays are float64 or float32 (LAPACK has no others); anything else raises TypeError.

Source: Avrithis, Deep learning for vision, lecture 6 (2018), matrix derivatives and matrix
calculus, after Ionescu, Vantzos and Sminchisescu, Matrix backpropagation (2015).
"""

from collections.abc import Callable, Collection
from typing import Any

import numpy as np

from backprop_lib.arrays import Array, Scalar, require_floats, require_skip, upstream


def quadratic_form(
    x: Array, A: Array, *, skip: Collection[str] = ()
) -> tuple[Scalar, Callable[[Array | float], tuple[Array, Array]]]:
    """x^T A x.

    x (n,), A (n, n), symmetric or not; the value is a scalar; `back(dy)` gives dx, dA, but None
    for those named in `skip`.
    Raises ValueError when the shapes do not fit.
    """
    require_floats("quadratic_form", {"x": x, "A": A})
    if x.ndim != 1 or A.shape != x.shape * 2:
        raise ValueError(
            f"quadratic_form: x is {x.shape}, A is {A.shape}: x must be (n,) and A (n, n)"
        )
    require_skip("quadratic_form", skip, ("x", "A"))
    z = A @ x  # (n,)
    y: Any = x @ z

    def back(dy: Array | float) -> tuple[Array, Array]:
        dy = upstream("quadratic_form", "dy", dy, (), x.dtype)
        dz = dy * x
        dA: Any = None if "A" in skip else dz[:, None] * x
        dx: Any = None if "x" in skip else dy * z + A.T @ dz
        return dx, dA

    return y, back


def axb(
    A: Array, X: Array, B: Array, *, skip: Collection[str] = ()
) -> tuple[Array, Callable[[Array], tuple[Array, Array, Array]]]:
    """The product A X B.

    A (m, n), X (n, p), B (p, q); the value is (m, q); `back(dY)` gives dA, dX, dB, but None for
    those named in `skip`.
    Raises ValueError when the shapes do not fit.
    """
    require_floats("axb", {"A": A, "X": X, "B": B})
    shapes = (A.shape, X.shape, B.shape)
    if any(len(s) != 2 for s in shapes) or A.shape[1] != len(X) or X.shape[1] != len(B):
        raise ValueError(
            f"axb: A is {A.shape}, X is {X.shape}, B is {B.shape}: they must be (m, n), (n, p) and "
            "(p, q)"
        )
    require_skip("axb", skip, ("A", "X", "B"))
    P = A @ X  # (m, p)
    Y: Array = P @ B  # (m, q)

    def back(dY: Array) -> tuple[Array, Array, Array]:
        dY = upstream("axb", "dY", dY, (len(A), B.shape[1]), A.dtype)
        dB: Any = None if "B" in skip else P.T @ dY
        dP: Any = None if "A" in skip and "X" in skip else dY @ B.T
        dX: Any = None if "X" in skip else A.T @ dP
        dA: Any = None if "A" in skip else dP @ X.T
        return dA, dX, dB

    return Y, back


def inverse(A: Array) -> tuple[Array, Callable[[Array], Array]]:
    """The inverse of a matrix.

    A (n, n); the value is (n, n); `back(dY)` gives dA.
    Raises ValueError when A is not square, or singular to working precision.
    """
    _require_square("inverse", "A", A)
    Y = _inverse("inverse", A)

    def back(dY: Array) -> Array:
        dY = upstream("inverse", "dY", dY, Y.shape, Y.dtype)
        dA: Array = -(Y.T @ dY @ Y.T)
        return dA

    return Y, back


def log_determinant(A: Array) -> tuple[Scalar, Callable[[Array | float], Array]]:
    """ln |det A|, without overflow; the derivative A^-T is the same whatever the sign of det A.

    A (n, n); the value is a scalar; `back(dy)` gives dA.
    Raises ValueError when A is not square or singular, by `back` also to working precision.
    """
    _require_square("log_determinant", "A", A)
    sign, y = np.linalg.slogdet(A)
    if sign == 0:
        raise ValueError("log_determinant: A is singular: its determinant is 0 and has no log")

    def back(dy: Array | float) -> Array:
        dy = upstream("log_determinant", "dy", dy, (), A.dtype)
        dA: Array = dy * _inverse("log_determinant", A).T
        return dA

    return y, back


def trace(A: Array) -> tuple[Scalar, Callable[[Array | float], Array]]:
    """The sum of the diagonal.

    A (n, n); the value is a scalar; `back(dy)` gives dA.
    Raises ValueError when A is not square.
    """
    _require_square("trace", "A", A)
    y: Scalar = np.trace(A)
    n, dtype = len(A), A.dtype

    def back(dy: Array | float) -> Array:
        dy = upstream("trace", "dy", dy, (), dtype)
        dA: Array = dy * np.eye(n, dtype=dtype)
        return dA

    return y, back


def eigenvalues(S: Array) -> tuple[Array, Callable[[Array], Array]]:
    """The eigenvalues of a symmetric matrix, in ascending order.

    S (n, n); the value is (n,); `back(dl)` gives dS, which is symmetric: the gradient for those
    changes of S that keep it so. An eigenvalue has a derivative only where it occurs once;
    where two come close, the derivative loses as many digits as they share.
    Raises ValueError when S is not square, not symmetric or not finite; `back` does when two
    eigenvalues agree to half the digits of the dtype, relative to the largest.
    """
    _require_square("eigenvalues", "S", S)
    _require_finite("eigenvalues", "S", S)
    if np.abs(S - S.T).max() > 8 * len(S) * np.finfo(S.dtype).eps * np.abs(S).max():
        raise ValueError(
            "eigenvalues: S is not symmetric: take its symmetric part, (S + S.T) / 2, or use "
            "singular_values"
        )
    values, U = np.linalg.eigh((S + S.T) / 2)

    def back(dl: Array) -> Array:
        dl = upstream("eigenvalues", "dl", dl, values.shape, values.dtype)
        _require_distinct("eigenvalues", values)
        dS: Array = (U * dl) @ U.T
        return dS

    return values, back


def singular_values(A: Array) -> tuple[Array, Callable[[Array], Array]]:
    """The singular values of a matrix, in descending order.

    A (m, n); the value is (min(m, n),); `back(ds)` gives dA. A singular value has a derivative
    only where it occurs once and is not 0, where it turns round as |x| does.
    Raises ValueError when A is no matrix or not finite; `back` does when two singular
    values, or the smallest and 0, agree to half the digits of the dtype, relative to the largest.
    """
    _require_matrix("singular_values", "A", A)
    _require_finite("singular_values", "A", A)
    U, values, Vt = np.linalg.svd(A, full_matrices=False)

    def back(ds: Array) -> Array:
        ds = upstream("singular_values", "ds", ds, values.shape, values.dtype)
        _require_distinct("singular_values", values)
        if values[-1] <= _resolution(values):
            raise ValueError(
                f"singular_values: the smallest of them is {values[-1]:g}: at 0 it has no "
                "derivative, use a matrix of full rank"
            )
        dA: Array = (U * ds) @ Vt
        return dA

    return values, back


def _inverse(unit: str, A: Array) -> Array:
    try:
        Y: Array = np.linalg.inv(A)
    except np.linalg.LinAlgError:
        raise ValueError(f"{unit}: A is singular: it has no inverse") from None
    condition = np.abs(A).sum(axis=0).max() * np.abs(Y).sum(axis=0).max()
    if condition * np.finfo(A.dtype).eps >= 1:
        raise ValueError(
            f"{unit}: A is singular to working precision: its condition number is {condition:.0e}, "
            "its inverse would have no right digit"
        )
    return Y


def _resolution(values: Array) -> Scalar:
    limit: Scalar = np.sqrt(np.finfo(values.dtype).eps) * np.abs(values).max()
    return limit


def _require_distinct(unit: str, values: Array) -> None:
    close = np.flatnonzero(np.abs(np.diff(values)) <= _resolution(values))
    if close.size:
        i = int(close[0])
        raise ValueError(
            f"{unit}: values {i} and {i + 1} are {values[i]:g} and {values[i + 1]:g}: a value that "
            "occurs twice has no derivative, only functions such as their sum have"
        )


def _require_matrix(unit: str, name: str, A: Array) -> None:
    require_floats(unit, {name: A})
    if A.dtype.char not in "fd":
        raise TypeError(f"{unit}: {name} is an array of {A.dtype}: use {name}.astype(float)")
    if A.ndim != 2:
        raise ValueError(f"{unit}: {name} is {A.shape}: it must be a matrix")


def _require_finite(unit: str, name: str, A: Array) -> None:
    if not np.isfinite(A).all():
        raise ValueError(f"{unit}: {name} holds NaN or infinity: look for where it was computed")


def _require_square(unit: str, name: str, A: Array) -> None:
    _require_matrix(unit, name, A)
    if A.shape[0] != A.shape[1]:
        raise ValueError(f"{unit}: {name} is {A.shape}: it must be square")

"""The gates of which circuits are made, for arrays of any shape: add distributes its upstream
gradient, mul swaps its inputs, max routes, a splitter adds.

Sources: CS231n lecture 4 (Stanford, 2024), patterns in gradient flow; Avrithis, Deep learning for
vision, lecture 6 (2018), splitting the input and the output.
"""

from collections.abc import Callable, Collection, Sequence
from typing import Any

import numpy as np

from backprop_lib.arrays import (
    Array,
    Scalar,
    require_floats,
    require_list,
    require_same_shape,
    require_skip,
    upstream,
)


def add(
    terms: Sequence[Array | Scalar],
) -> tuple[Array, Callable[[Array | float], tuple[Array, ...]]]:
    """The sum of the terms: an add gate hands its upstream gradient to each of them.

    terms: a tuple or list of arrays (or numpy scalars) of one shape; `back(dS)` gives a tuple of
    gradients in their order, each a copy of its own.
    Source: CS231n lecture 4 (Stanford, 2024), add gate.
    """
    _require_terms("add", terms)
    S: Array = np.add(terms[0], sum(terms[1:]))
    n, shape, dtype = len(terms), S.shape, S.dtype

    def back(dS: Array | float) -> tuple[Array, ...]:
        dS = upstream("add", "dS", dS, shape, dtype)
        return tuple(dS.copy() for _ in range(n))

    return S, back


def sub(
    X1: Array | Scalar, X2: Array | Scalar, *, skip: Collection[str] = ()
) -> tuple[Array, Callable[[Array | float], tuple[Array, Array]]]:
    """X1 - X2: as an add gate, with the sign turned round for X2.

    X1, X2 of one shape, any; `back(dD)` gives dX1, dX2, but None for those named in `skip`.
    Source: Back to Backprop (Krajevski, 2025), Sub.
    """
    require_floats("sub", {"X1": X1, "X2": X2})
    require_same_shape("sub", {"X1": X1, "X2": X2})
    require_skip("sub", skip, ("X1", "X2"))
    D: Any = X1 - X2
    shape, dtype = D.shape, D.dtype

    def back(dD: Array | float) -> tuple[Array, Array]:
        dD = upstream("sub", "dD", dD, shape, dtype)
        dX1: Any = None if "X1" in skip else dD.copy()
        dX2: Any = None if "X2" in skip else -dD
        return dX1, dX2

    return D, back


def mul(
    X1: Array | Scalar, X2: Array | Scalar, *, skip: Collection[str] = ()
) -> tuple[Array, Callable[[Array | float], tuple[Array, Array]]]:
    """X1 times X2, entry by entry (Hadamard): each input scales the gradient of the other.

    X1, X2 of one shape, any; `back(dP)` gives dX1, dX2, but None for those named in `skip`.
    Source: Avrithis, Deep learning for vision, lecture 6 (2018), Hadamard product.
    """
    require_floats("mul", {"X1": X1, "X2": X2})
    require_same_shape("mul", {"X1": X1, "X2": X2})
    require_skip("mul", skip, ("X1", "X2"))
    P: Any = X1 * X2
    shape, dtype = P.shape, P.dtype

    def back(dP: Array | float) -> tuple[Array, Array]:
        dP = upstream("mul", "dP", dP, shape, dtype)
        dX2: Any = None if "X2" in skip else dP * X1
        dX1: Any = None if "X1" in skip else dP * X2
        return dX1, dX2

    return P, back


def dot(
    x1: Array, x2: Array, *, skip: Collection[str] = ()
) -> tuple[Scalar, Callable[[Array | float], tuple[Array, Array]]]:
    """The dot product of two vectors.

    x1, x2 (p,); the value is a scalar; `back(dy)` gives dx1, dx2, but None for those named in
    `skip`.
    Source: Avrithis, Deep learning for vision, lecture 6 (2018), dot product.
    """
    require_floats("dot", {"x1": x1, "x2": x2})
    require_same_shape("dot", {"x1": x1, "x2": x2})
    if x1.ndim != 1:
        raise ValueError(f"dot: x1 is {x1.shape}: the arguments must be vectors, or use matmul")
    require_skip("dot", skip, ("x1", "x2"))
    y: Any = x1 @ x2

    def back(dy: Array | float) -> tuple[Array, Array]:
        dy = upstream("dot", "dy", dy, (), x1.dtype)
        dx2: Any = None if "x2" in skip else dy * x1
        dx1: Any = None if "x1" in skip else dy * x2
        return dx1, dx2

    return y, back


def sum_(
    X: Array | Scalar, axis: int | None = None
) -> tuple[Array | Scalar, Callable[[Array | float], Array]]:
    """The sum of the entries, of all of them or along one axis: it distributes to every entry.

    X of any shape; the value is a scalar, or X's shape without `axis`; `back(dy)` gives dX.
    Raises ValueError when X has no such axis.
    Source: Avrithis, Deep learning for vision, lecture 6 (2018), vector sum.
    """
    require_floats("sum_", {"X": X})
    if axis is not None and not -X.ndim <= axis < X.ndim:
        raise ValueError(f"sum_: X is {X.shape}, axis is {axis}: X has no such axis")
    y: Array | Scalar = X.sum(axis=axis)
    shape, X_shape, dtype = y.shape, X.shape, X.dtype

    def back(dy: Array | float) -> Array:
        dy = upstream("sum_", "dy", dy, shape, dtype)
        dX: Array = (dy if axis is None else np.expand_dims(dy, axis)) * np.ones(X_shape, dtype)
        return dX

    return y, back


def max_(
    terms: Sequence[Array | Scalar],
) -> tuple[Array, Callable[[Array | float], tuple[Array, ...]]]:
    """The largest of the terms, entry by entry: it routes its gradient to the term that won.

    terms: a tuple or list of arrays (or numpy scalars) of one shape; `back(dM)` gives a tuple of
    gradients in their order. At a tie, where there is no derivative, the first takes all of it,
    so that no more flows back than came in.
    Source: Avrithis, Deep learning for vision, lecture 6 (2018), maximum.
    """
    _require_terms("max_", terms)
    M: Any = terms[0].copy()
    won = [np.ones(M.shape, bool)]
    for term in terms[1:]:
        more = term > M
        won = [before & ~more for before in won] + [more]
        M = np.maximum(M, term)
    shape, dtype = M.shape, M.dtype

    def back(dM: Array | float) -> tuple[Array, ...]:
        dM = upstream("max_", "dM", dM, shape, dtype)
        return tuple(dM * here for here in won)

    return M, back


def split(x: Array, n: int = 2) -> tuple[tuple[Array, ...], Callable[[Sequence[Array]], Array]]:
    """A splitter: x is shared by n branches, and their gradients add up.

    x of any shape; the value is a tuple of n copies; `back(dxs)` takes a tuple or list of n
    upstream gradients and gives dx.
    Raises ValueError when n is not positive or the gradients are not n.
    Source: Avrithis, Deep learning for vision, lecture 6 (2018), splitter (sharing).
    """
    require_floats("split", {"x": x})
    if n < 1:
        raise ValueError(f"split: n is {n}: x must go to at least one branch")
    copies = tuple(x.copy() for _ in range(n))
    shape, dtype = x.shape, x.dtype

    def back(dxs: Sequence[Array]) -> Array:
        if not isinstance(dxs, tuple | list) or len(dxs) != n:
            raise ValueError(f"split: pass a tuple or list of {n} upstream gradients, one a branch")
        dx = upstream("split", "dxs[0]", dxs[0], shape, dtype).copy()
        for i in range(1, n):
            dx = dx + upstream("split", f"dxs[{i}]", dxs[i], shape, dtype)
        return dx

    return copies, back


def squared_norm(X: Array | Scalar) -> tuple[Scalar, Callable[[Array | float], Array]]:
    """The sum of the squared entries.

    X of any shape; the value is a scalar; `back(dy)` gives dX.
    Source: Avrithis, Deep learning for vision, lecture 6 (2018), squared norm.
    """
    require_floats("squared_norm", {"X": X})
    y: Scalar = (X * X).sum()

    def back(dy: Array | float) -> Array:
        dX: Array = 2 * upstream("squared_norm", "dy", dy, (), X.dtype) * X
        return dX

    return y, back


def _require_terms(unit: str, terms: Sequence[Array | Scalar]) -> None:
    require_list(unit, "terms", terms)
    require_same_shape(unit, {f"terms[{i}]": term for i, term in enumerate(terms)})

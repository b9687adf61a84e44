"""Dual numbers: arrays that carry a tangent along, so that numpy code computes derivatives forward.

A `Dual` is x + e dx with e^2 = 0: its value x, and its tangent dx, how x moves along a direction.
Every numpy operation on duals gives a dual, exactly, by the chain rule; what is done to the values
is what would be done without tangents. So a unit's own code, forward and `back`, runs on them.

Where there is no derivative a choice is made: |x| has slope 1 at 0; at a tie max and min follow
their first argument, or the constant when one is. An operation without a rule raises TypeError,
and so does turning a dual into a plain array, which would lose its tangent in silence.

Source: Avrithis, Deep learning for vision, lecture 6 (2018), automatic differentiation, forward
accumulation.
"""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin

from backprop_lib.dual_rules import (
    LINEAR,
    METHODS,
    NAMED_UFUNCS,
    PLAIN_FUNCTIONS,
    PLAIN_UFUNCS,
    PRODUCTS,
    TIES,
    UFUNCS,
)


class Dual(NDArrayOperatorsMixin):
    """A floating-point array, or number, with a tangent of its shape and dtype."""

    def __init__(self, value: Any, tangent: Any) -> None:
        self.value = value
        self.tangent = tangent

    def __repr__(self) -> str:
        return f"Dual({self.value!r}, {self.tangent!r})"

    @property
    def shape(self) -> tuple[int, ...]:
        return tuple(self.value.shape)

    @property
    def ndim(self) -> int:
        return len(self.shape)

    @property
    def size(self) -> int:
        return int(self.value.size)

    @property
    def dtype(self) -> "np.dtype[Any]":
        return self.value.dtype  # type: ignore[no-any-return]

    @property
    def T(self) -> "Dual":
        return Dual(self.value.T, self.tangent.T)

    def __len__(self) -> int:
        return len(self.value)

    def __bool__(self) -> bool:
        return bool(self.value)

    def __iter__(self) -> "Iterator[Dual]":
        return (self[i] for i in range(len(self)))

    def __getitem__(self, index: Any) -> "Dual":
        return Dual(self.value[index], self.tangent[index])

    def __setitem__(self, index: Any, new: Any) -> None:
        self.value[index] = value_of(new)
        self.tangent[index] = new.tangent if isinstance(new, Dual) else 0

    def __array__(self, *_: Any, **__: Any) -> Any:
        raise TypeError(
            "forward mode: a value that carries a tangent was turned into a plain array, or put "
            "into one: keep to operations on whole arrays, out = out + ..."
        )

    def __float__(self) -> float:
        raise TypeError(
            "forward mode: a value that carries a tangent was turned into a plain number: keep it "
            "an array of shape ()"
        )

    def __getattr__(self, name: str) -> Any:
        if not name.startswith("__") and name in METHODS:
            return lambda *args, **kwargs: METHODS[name](self, *args, **kwargs)
        raise AttributeError(f"forward mode: .{name} has no rule for tangents")

    def astype(self, dtype: Any) -> "Dual":
        return Dual(np.asarray(self.value).astype(dtype), np.asarray(self.tangent).astype(dtype))

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **kwargs: Any) -> Any:
        out = kwargs.pop("out", (None,))[0]
        kwargs.pop("casting", None)  # writing into `out` casts
        if method != "__call__" or kwargs:
            raise TypeError(f"forward mode: np.{ufunc.__name__}.{method} with {kwargs} has no rule")
        result = _apply(ufunc, inputs)
        return result if out is None else _write(out, result)

    def __array_function__(
        self, function: Callable[..., Any], _: Any, args: Any, kwargs: Any
    ) -> Any:
        if function in PLAIN_FUNCTIONS:
            return function(*values_of(args), **values_of(kwargs))
        if function in LINEAR:
            parts = (values_of(args), values_of(kwargs)), (tangents_of(args), values_of(kwargs))
            return Dual(*(function(*a, **k) for a, k in parts))
        if function in PRODUCTS:
            return Dual(function(*values_of(args), **kwargs), _product(function, args, kwargs))
        if function in FUNCTIONS:
            return FUNCTIONS[function](*args, **kwargs)
        raise TypeError(f"forward mode: np.{function.__name__} has no rule for tangents")


def value_of(x: Any) -> Any:
    """The value of a dual; anything else as it is."""
    return x.value if isinstance(x, Dual) else x


def values_of(nested: Any) -> Any:
    """The values of all duals in nested tuples, lists and dicts; anything else as it is."""
    return _map(value_of, nested)


def tangents_of(nested: Any) -> Any:
    """The tangents of all duals in nested tuples and lists; zeros for plain arrays."""
    return _map(_tangent_of, nested)


def _tangent_of(x: Any) -> Any:
    if isinstance(x, Dual):
        return x.tangent
    constant = isinstance(x, float) or (isinstance(x, np.ndarray) and x.dtype.kind == "f")
    return np.zeros_like(x) if constant else x  # what is left is an axis, a shape, an index


def _map(f: Callable[[Any], Any], nested: Any) -> Any:
    if isinstance(nested, tuple | list):
        return type(nested)(_map(f, item) for item in nested)
    if isinstance(nested, dict):
        return {key: _map(f, item) for key, item in nested.items()}
    return f(nested)


def _apply(ufunc: np.ufunc, inputs: tuple[Any, ...]) -> Any:
    """The chain rule: each input's tangent times the partial derivative, summed."""
    values = values_of(inputs)
    result = ufunc(*values)
    if ufunc in PLAIN_UFUNCS:
        return result
    if ufunc in PRODUCTS:
        return Dual(result, _product(ufunc, inputs, {}))
    partials = UFUNCS.get(ufunc) or NAMED_UFUNCS.get(ufunc.__name__)
    if partials is None:
        raise TypeError(f"forward mode: np.{ufunc.__name__} has no rule for tangents")
    if ufunc in TIES:  # a constant wins a tie
        constants = [not isinstance(x, Dual) for x in inputs]
        partials = TIES[ufunc][1 if constants[1] else 0]
    terms = [
        partial(result, *values) * x.tangent
        for partial, x in zip(partials, inputs, strict=True)
        if isinstance(x, Dual)
    ]
    tangent = terms[0] if len(terms) == 1 else terms[0] + terms[1]
    if np.shape(tangent) != np.shape(result):
        tangent = np.broadcast_to(tangent, np.shape(result)).copy()
    return Dual(result, tangent)


def _product(function: Callable[..., Any], args: Any, kwargs: Any) -> Any:
    """The product rule: the sum over the duals, each in turn replaced by its tangent."""
    values = values_of(args)
    terms = [
        function(*values[:i], x.tangent, *values[i + 1 :], **kwargs)
        for i, x in enumerate(args)
        if isinstance(x, Dual)
    ]
    return sum(terms[1:], terms[0])


def _write(out: Any, result: Any) -> Any:
    if not isinstance(out, Dual):
        raise TypeError(
            "forward mode: a result that carries a tangent was written into a plain array: "
            "make a new one, out = out + ..."
        )
    if isinstance(out.value, np.ndarray):
        out.value[...] = value_of(result)
        out.tangent[...] = result.tangent if isinstance(result, Dual) else 0
    else:
        out.value, out.tangent = result.value, result.tangent
    return out


def _where(condition: Any, x: Any, y: Any) -> Dual:
    condition = value_of(condition)
    tangents = (a.tangent if isinstance(a, Dual) else 0.0 for a in (x, y))
    value = np.where(condition, *values_of((x, y)))
    return Dual(value, np.where(condition, *tangents).astype(value.dtype, copy=False))


def _extreme(find: Callable[..., Any]) -> Callable[..., Any]:
    """max or min: the tangent of the first entry that is the largest or smallest."""

    def rule(x: Any, axis: int | None = None, keepdims: bool = False) -> Any:
        if axis is None:
            one = x[np.unravel_index(find(x.value), x.shape)]
            return one.reshape((1,) * x.ndim) if keepdims else one
        at = np.expand_dims(find(x.value, axis=axis), axis)
        entries = np.take_along_axis(x, at, axis)
        return entries if keepdims else np.squeeze(entries, axis)

    return rule


def _constant_like(function: Callable[..., Any]) -> Callable[..., Dual]:
    def rule(x: Dual, *args: Any, **kwargs: Any) -> Dual:
        value = function(x.value, *args, **kwargs)
        return Dual(value, np.zeros_like(value))

    return rule


def _clip(x: Any, low: Any = None, high: Any = None) -> Any:
    x = x if low is None else np.maximum(x, low)
    return x if high is None else np.minimum(x, high)


def _inv(A: Dual) -> Dual:
    Y = np.linalg.inv(A.value)
    return Dual(Y, -Y @ A.tangent @ Y)


def _slogdet(A: Dual) -> tuple[Any, Dual]:
    sign, y = np.linalg.slogdet(A.value)
    return sign, Dual(y, np.trace(np.linalg.solve(A.value, A.tangent)))


def _eigh(S: Dual) -> tuple[Dual, Dual]:
    values, U = np.linalg.eigh(S.value)
    P = U.T @ S.tangent @ U
    return Dual(values, np.diagonal(P).copy()), Dual(U, U @ (_gaps(values) * P))


def _svd(A: Dual, full_matrices: bool = True) -> tuple[Dual, Dual, Dual]:
    if full_matrices:
        raise TypeError("forward mode: np.linalg.svd has a rule for full_matrices=False alone")
    U, s, Vt = np.linalg.svd(A.value, full_matrices=False)
    P, F = U.T @ A.tangent @ Vt.T, _gaps(s * s)
    outside_U = A.tangent @ Vt.T - U @ P  # what moves U and V out of the spaces they span
    outside_V = A.tangent.T @ U - Vt.T @ P.T
    dU = U @ (F * (P * s + s[:, None] * P.T)) + outside_U / s
    dV = Vt.T @ (F * (s[:, None] * P + P.T * s)) + outside_V / s
    return Dual(U, dU), Dual(s, np.diagonal(P).copy()), Dual(Vt, dV.T)


def _gaps(values: Any) -> Any:
    """1 / (values[j] - values[i]) off the diagonal, 0 on it."""
    gaps = values - values[:, None] + np.eye(len(values), dtype=values.dtype)
    return (1 - np.eye(len(values), dtype=values.dtype)) / gaps


FUNCTIONS: dict[Any, Callable[..., Any]] = {
    np.where: _where,
    np.max: _extreme(np.argmax),
    np.min: _extreme(np.argmin),
    np.clip: _clip,
    np.linalg.inv: _inv,
    np.linalg.slogdet: _slogdet,
    np.linalg.eigh: _eigh,
    np.linalg.svd: _svd,
    np.zeros_like: _constant_like(np.zeros_like),
    np.ones_like: _constant_like(np.ones_like),
    np.empty_like: _constant_like(np.zeros_like),
    np.full_like: _constant_like(np.full_like),
}

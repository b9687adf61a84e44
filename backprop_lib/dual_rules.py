"""The rules of forward mode: which numpy operation moves how, one line each.

Source: Griewank and Walther, Evaluating derivatives (2008), chapter 3, forward mode.
"""

import math
from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np

Partial: TypeAlias = Callable[..., Any]

# The partial derivatives, given the result and the values of the inputs.
UFUNCS: dict[np.ufunc, tuple[Partial, ...]] = {
    np.add: (lambda z, x, y: 1.0, lambda z, x, y: 1.0),
    np.subtract: (lambda z, x, y: 1.0, lambda z, x, y: -1.0),
    np.divide: (lambda z, x, y: 1 / y, lambda z, x, y: -z / y),
    np.power: (lambda z, x, y: y * x ** (y - 1), lambda z, x, y: z * np.log(x)),
    np.logaddexp: (lambda z, x, y: np.exp(x - z), lambda z, x, y: np.exp(y - z)),
    np.maximum: (lambda z, x, y: x >= y, lambda z, x, y: x < y),
    np.minimum: (lambda z, x, y: x <= y, lambda z, x, y: x > y),
    np.negative: (lambda z, x: -1.0,),
    np.positive: (lambda z, x: 1.0,),
    np.absolute: (lambda z, x: np.where(x < 0, -1.0, 1.0).astype(x.dtype),),
    np.square: (lambda z, x: 2 * x,),
    np.sqrt: (lambda z, x: 0.5 / z,),
    np.reciprocal: (lambda z, x: -z * z,),
    np.exp: (lambda z, x: z,),
    np.expm1: (lambda z, x: np.exp(x),),
    np.log: (lambda z, x: 1 / x,),
    np.log1p: (lambda z, x: 1 / (1 + x),),
    np.tanh: (lambda z, x: 4 * np.exp(-2 * abs(x)) / (1 + np.exp(-2 * abs(x))) ** 2,),
    np.sin: (lambda z, x: np.cos(x),),
    np.cos: (lambda z, x: -np.sin(x),),
}
# A ufunc that units make of math.erfc goes by its name.
NAMED_UFUNCS: dict[str, tuple[Partial, ...]] = {
    "erfc (vectorized)": (lambda z, x: -2 / math.sqrt(math.pi) * np.exp(-x * x),),
}
# The partials at hand when the second argument is a dual, and when it is a constant.
TIES: dict[np.ufunc, tuple[tuple[Partial, ...], tuple[Partial, ...]]] = {
    np.maximum: (UFUNCS[np.maximum], (lambda z, x, y: x > y, lambda z, x, y: x < y)),
    np.minimum: (UFUNCS[np.minimum], (lambda z, x, y: x < y, lambda z, x, y: x > y)),
}
PLAIN_UFUNCS = {
    np.greater, np.greater_equal, np.less, np.less_equal, np.equal, np.not_equal,
    np.isfinite, np.isnan, np.isinf, np.sign, np.logical_not, np.logical_and, np.logical_or,
    np.floor, np.ceil, np.rint,
}  # fmt: skip
PRODUCTS: set[Any] = {
    np.multiply, np.matmul, np.dot, np.inner, np.outer, np.vdot, np.kron, np.tensordot, np.einsum,
}  # fmt: skip
LINEAR: set[Any] = {
    np.sum, np.mean, np.cumsum, np.diff, np.trace, np.diagonal, np.diag, np.triu, np.tril,
    np.reshape, np.ravel, np.transpose, np.swapaxes, np.moveaxis, np.expand_dims, np.squeeze,
    np.broadcast_to, np.copy, np.flip, np.roll, np.tile, np.repeat, np.take_along_axis,
    np.concatenate, np.stack, np.vstack, np.hstack,
}  # fmt: skip
PLAIN_FUNCTIONS: set[Any] = {
    np.argmax, np.argmin, np.argsort, np.shape, np.ndim, np.size, np.count_nonzero, np.any, np.all,
    np.array_equal, np.allclose, np.isclose, np.iscomplexobj, np.result_type,
}  # fmt: skip
METHODS: dict[str, Callable[..., Any]] = {
    "sum": np.sum, "mean": np.mean, "max": np.max, "min": np.min, "argmax": np.argmax,
    "argmin": np.argmin, "ravel": np.ravel, "copy": np.copy, "dot": np.dot, "clip": np.clip,
    "squeeze": np.squeeze, "swapaxes": np.swapaxes, "trace": np.trace, "diagonal": np.diagonal,
    "reshape": lambda x, *shape: np.reshape(x, shape[0] if len(shape) == 1 else shape),
    "transpose": lambda x, *axes: np.transpose(x, (axes[0] if len(axes) == 1 else axes) or None),
    "any": np.any, "all": np.all, "cumsum": np.cumsum,
}  # fmt: skip

"""A Tensor that remembers what it was computed from, and its `backward`.

    W = Tensor(np.ones((3, 2)))
    L = ((X @ W - Y) ** 2).sum()
    L.backward()
    W.value -= 0.1 * W.grad

Each operation keeps, for each tensor that went in, the rule that turns the gradient of the result
into the gradient of that tensor. Arrays and numbers may stand beside tensors; they are constants
and no rule is kept, so no product is formed for them.

Source: JHU CSCI 601-471/671 Neural networks (2025), "Backprop via Automatic Differentiation".
"""

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np

from backprop_lib import units
from backprop_lib.arguments import by_argument
from backprop_lib.arrays import Array, require_floats, require_product, upstream

Operand: TypeAlias = "Tensor | Array | float"
Rule: TypeAlias = Callable[[Any], Any]
Axis: TypeAlias = int | tuple[int, ...] | None


class Tensor:
    """A value, the gradient with respect to it, and the tensors that it was computed from.

    Tensor(value): a floating-point array of any shape, or a float. Raises TypeError for any other
    value. Shapes broadcast as in numpy; an operation on shapes that do not raises ValueError.
    """

    __slots__ = ("_gradient", "inputs", "value")
    __array_ufunc__ = None  # lets array * tensor come to __rmul__

    value: Any
    inputs: "tuple[tuple[Tensor, Rule], ...]"

    def __init__(self, value: Array | float) -> None:
        if isinstance(value, float):
            value = np.float64(value)
        require_floats("Tensor", {"value": value})
        self.value = value
        self.inputs = ()
        self._gradient: Any = None

    @property
    def grad(self) -> Any:
        """The gradient of what `backward` was called on; zeros where it does not depend on this."""
        return np.zeros_like(self.value) if self._gradient is None else self._gradient

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of the value."""
        shape: tuple[int, ...] = self.value.shape
        return shape

    def backward(self, gradient: Any = None) -> None:
        """Compute the gradient of each tensor that this one depends on.

        gradient: the upstream gradient, of the value's shape; for a scalar 1 unless given. All
        gradients start from zero and accumulate at branches, so that a second call gives the same:
        gradients need no resetting between steps, and to add up losses, add the losses.
        Raises ValueError when the upstream gradient is not of the value's shape.
        """
        if gradient is None:
            if self.shape != ():
                raise ValueError(
                    f"backward: the value is {self.shape}: call backward on a scalar, "
                    "or pass the upstream gradient"
                )
            gradient = 1.0
        d = upstream("backward", "gradient", gradient, self.shape, self.value.dtype)
        tensors = _topological_order(self)
        for tensor in tensors:
            tensor._gradient = None
        self._gradient = d.copy()
        for tensor in reversed(tensors):
            tensor._pass_on()

    def _pass_on(self) -> None:
        d = self._gradient
        for tensor, rule in self.inputs:
            gradient = unbroadcast(rule(d), tensor.value.shape)
            if tensor._gradient is not None:
                tensor._gradient += gradient
            elif gradient is d or gradient.base is not None:
                tensor._gradient = gradient.copy()  # what is added to must be its own
            else:
                tensor._gradient = gradient

    def __add__(self, other: Operand) -> "Tensor":
        value, _, _ = _combine("add", np.add, self, other)
        return _made(value, (self, _unchanged), (other, _unchanged))

    def __sub__(self, other: Operand) -> "Tensor":
        value, _, _ = _combine("sub", np.subtract, self, other)
        return _made(value, (self, _unchanged), (other, np.negative))

    def __rsub__(self, other: Operand) -> "Tensor":
        value, _, _ = _combine("sub", np.subtract, other, self)
        return _made(value, (self, np.negative))

    def __mul__(self, other: Operand) -> "Tensor":
        value, a, b = _combine("mul", np.multiply, self, other)
        return _made(value, (self, lambda d: d * b), (other, lambda d: d * a))

    def __truediv__(self, other: Operand) -> "Tensor":
        value, _, b = _combine("div", np.divide, self, other)
        return _made(value, (self, lambda d: d / b), (other, lambda d: -d * value / b))

    def __rtruediv__(self, other: Operand) -> "Tensor":
        value, _, b = _combine("div", np.divide, other, self)
        return _made(value, (self, lambda d: -d * value / b))

    __radd__ = __add__
    __rmul__ = __mul__

    def __neg__(self) -> "Tensor":
        return _made(-self.value, (self, np.negative))

    def __pow__(self, n: float) -> "Tensor":
        if not isinstance(n, int | float):
            raise TypeError(
                f"pow: the exponent is a {type(n).__name__}: it must be a number; "
                "for others use (b * a.log()).exp()"
            )
        a = self.value
        if n == 0:
            return _made(np.ones_like(a), (self, np.zeros_like))
        return _made(a**n, (self, lambda d: d * (n * a ** (n - 1))))

    def __matmul__(self, other: "Tensor | Array") -> "Tensor":
        return _product(self, other)

    def __rmatmul__(self, other: Array) -> "Tensor":
        return _product(other, self)

    def __getitem__(self, index: Any) -> "Tensor":
        a = self.value

        def rule(d: Any) -> Any:
            gradient = np.zeros_like(a)
            np.add.at(gradient, index, d)  # an entry may have been taken several times
            return gradient

        return _made(a[index], (self, rule))

    def relu(self) -> "Tensor":
        """max(0, a), entry by entry."""
        return self.apply(units.relu)

    def exp(self) -> "Tensor":
        """e^a, entry by entry."""
        value = np.exp(self.value)
        return _made(value, (self, lambda d: d * value))

    def log(self) -> "Tensor":
        """The natural logarithm, entry by entry."""
        a = self.value
        return _made(np.log(a), (self, lambda d: d / a))

    def sum(self, axis: Axis = None, keepdims: bool = False) -> "Tensor":
        """The sum over an axis, several, or all: its backward hands the gradient to each term."""
        shape = self.shape
        total = np.sum(self.value, axis=axis, keepdims=True)
        kept = total.shape
        value = total if keepdims else np.squeeze(total, axis=axis)[()]
        return _made(value, (self, lambda d: np.broadcast_to(np.reshape(d, kept), shape)))

    def mean(self, axis: Axis = None, keepdims: bool = False) -> "Tensor":
        """The mean over an axis, several, or all."""
        total = self.sum(axis, keepdims)
        n: float = self.value.size / total.value.size
        return total / n

    def max(self, axis: int | None = None, keepdims: bool = False) -> "Tensor":
        """The maximum over an axis or all: the first largest entry takes the gradient."""
        a = self.value if axis is not None else np.ravel(self.value)
        over = 0 if axis is None else axis
        places = np.expand_dims(np.argmax(a, axis=over), over)
        value = np.max(self.value, axis=axis, keepdims=keepdims)
        shape = self.shape

        def rule(d: Any) -> Any:
            gradient = np.zeros_like(a)
            np.put_along_axis(gradient, places, np.reshape(d, places.shape), over)
            return gradient.reshape(shape)

        return _made(value, (self, rule))

    def reshape(self, *shape: Any) -> "Tensor":
        """The same entries in another shape."""
        before = self.shape
        return _made(np.reshape(self.value, shape[0] if len(shape) == 1 else shape),
                     (self, lambda d: np.reshape(d, before)))  # fmt: skip

    def transpose(self, *axes: int) -> "Tensor":
        """The axes in another order, reversed unless given."""
        order = axes or tuple(reversed(range(len(self.shape))))
        inverse = np.argsort(order)
        return _made(np.transpose(self.value, order), (self, lambda d: np.transpose(d, inverse)))

    @property
    def T(self) -> "Tensor":
        """The transpose."""
        return self.transpose()

    def apply(self, unit: Callable[..., Any], *constants: Any) -> "Tensor":
        """A unit of this tensor and of data: A.apply(sigmoid), A.apply(logistic, T).

        The unit's first argument takes the gradient, and its value is a single array.
        Raises TypeError when another argument is a tensor.
        """
        name = getattr(unit, "__name__", "unit")
        for constant in constants:
            if isinstance(constant, Tensor):
                raise TypeError(f"{name}: an argument of apply is a Tensor: pass its value")
        args = (self.value, *constants)
        value, back = unit(*args)
        return _made(value, (self, lambda d: by_argument(name, args, back(d))[0]))

    def __repr__(self) -> str:
        return f"Tensor({self.value})"


def unbroadcast(gradient: Any, shape: tuple[int, ...]) -> Any:
    """Sum a gradient over the axes along which a value of `shape` was broadcast."""
    if gradient.shape == shape:
        return gradient
    extra = len(gradient.shape) - len(shape)
    stretched = [extra + i for i, n in enumerate(shape) if n == 1]
    return np.sum(gradient, axis=(*range(extra), *stretched), keepdims=True).reshape(shape)


def _made(value: Any, *sources: tuple[Any, Rule]) -> Tensor:
    """The result of an operation; rules are kept for the sources that are tensors."""
    tensor = Tensor.__new__(Tensor)
    tensor.value = value
    tensor.inputs = tuple(source for source in sources if isinstance(source[0], Tensor))
    tensor._gradient = None
    return tensor


def _value(operand: Operand) -> Any:
    return operand.value if isinstance(operand, Tensor) else operand


def _unchanged(gradient: Any) -> Any:
    return gradient


def _combine(
    name: str, f: Callable[[Any, Any], Any], left: Operand, right: Operand
) -> tuple[Any, Any, Any]:
    """f of two operands, one of them a number perhaps, and their values."""
    a, b = _value(left), _value(right)
    if getattr(a, "dtype", None) is not getattr(b, "dtype", None):
        arrays = {"left": a, "right": b}
        require_floats(name, {k: x for k, x in arrays.items() if not isinstance(x, int | float)
                              or isinstance(x, np.generic)})  # fmt: skip
    try:
        return f(a, b), a, b
    except ValueError:
        raise ValueError(
            f"{name}: left is {a.shape}, right is {b.shape}: each axis must be of one length, or 1"
        ) from None


def _product(left: Any, right: Any) -> Tensor:
    """The matrix product; a vector on the left is a row, on the right a column."""
    a, b = _value(left), _value(right)
    require_floats("matmul", {"X": a, "W": b})
    A, B = _shaped(a, (1, -1), len(a.shape) == 1), _shaped(b, (-1, 1), len(b.shape) == 1)
    require_product("matmul", {"X": A, "W": B})
    product = A @ B
    shape = product.shape
    vectors = A is not a or B is not b
    # The axis of a vector is summed over and gone; two vectors make a number.
    value = product.reshape(a.shape[:-1] + b.shape[1:])[()] if vectors else product

    def rule_a(d: Any) -> Any:
        return _shaped(_shaped(d, shape, vectors) @ B.T, a.shape, vectors)

    def rule_b(d: Any) -> Any:
        return _shaped(A.T @ _shaped(d, shape, vectors), b.shape, vectors)

    return _made(value, (left, rule_a), (right, rule_b))


def _shaped(array: Any, shape: tuple[int, ...], needed: bool) -> Any:
    return np.reshape(array, shape) if needed else array


def _topological_order(root: Tensor) -> list[Tensor]:
    """All that the root depends on, each after its inputs; depth first, on a stack of its own."""
    order: list[Tensor] = []
    visited: set[Tensor] = set()
    waiting = [(root, False)]
    while waiting:
        tensor, inputs_done = waiting.pop()
        if inputs_done:
            order.append(tensor)
        elif tensor not in visited:
            visited.add(tensor)
            waiting.append((tensor, True))
            waiting.extend((each, False) for each, _ in tensor.inputs)
    return order

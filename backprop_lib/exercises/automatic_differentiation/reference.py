"""Right answers to the exercises of lesson 09, and what its notebook gives to work with."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from backprop_lib.arrays import Array


def count_products(L: int, memo: bool) -> int:
    """Return how many products the gradients of W_0 to W_(L-1) take; L >= 1.

    memo: whether the product that has come down to a layer is kept for the layers below it.
    """
    products = 0
    for i in range(1, L + 1):  # the gradient of W_(L-i): a chain of i + 2 Jacobians
        products += 2 if memo else i + 1
    return products


class Tensor:
    """A number that remembers what it was computed from.

    value: the number; grad: the gradient of what backward was called on, a number.
    """

    def __init__(self, value: Any, inputs: Any = ()) -> None:
        self.value = value
        self.grad = 0.0
        self.inputs = inputs

    def __add__(self, other: Any) -> Any:
        other = other if isinstance(other, Tensor) else Tensor(other)
        return Tensor(self.value + other.value, ((self, 1.0), (other, 1.0)))

    def __mul__(self, other: Any) -> Any:
        other = other if isinstance(other, Tensor) else Tensor(other)
        return Tensor(self.value * other.value, ((self, other.value), (other, self.value)))

    __radd__ = __add__
    __rmul__ = __mul__

    def relu(self) -> Any:
        """Return max(0, value) as a Tensor."""
        on = self.value > 0
        return Tensor(max(0.0, self.value), ((self, 1.0 if on else 0.0),))

    def backward(self) -> None:
        """Set the grad of every Tensor that this one was computed from, starting at 0."""
        order, found, waiting = [], set(), [(self, False)]
        while waiting:
            tensor, inputs_done = waiting.pop()
            if inputs_done:
                order.append(tensor)
            elif tensor not in found:
                found.add(tensor)
                waiting.append((tensor, True))
                for source, _ in tensor.inputs:
                    waiting.append((source, False))
        for tensor in order:
            tensor.grad = 0.0
        self.grad = 1.0
        for tensor in reversed(order):
            for source, local in tensor.inputs:
                source.grad += local * tensor.grad


def tensors(P: Any) -> Any:
    """An array of Tensors, one for each number of P. Given in the notebook."""
    return np.vectorize(Tensor, otypes=[object])(P)


def gradients(P: Any) -> Any:
    """The grads of an array of Tensors. Given in the notebook."""
    return np.vectorize(lambda tensor: tensor.grad, otypes=[float])(P)


def relu_each(A: Any) -> Any:
    """The relu of each Tensor of an array. Given in the notebook."""
    return np.vectorize(lambda tensor: tensor.relu(), otypes=[object])(A)


def tensor_loss(
    params: Sequence[Array], X: Array, T: Array
) -> tuple[float, tuple[Array, Array, Array, Array]]:
    """Return (loss, grads): half the squared error of the relu net, by Tensors alone.

    params = W1 (p, h), b1 (h,), W2 (h, 1), b2 (1,); X (m, p); T (m, 1).
    grads = (dW1, db1, dW2, db2), each with the shape of its parameter.
    """
    W1, b1, W2, b2 = (tensors(P) for P in params)
    A = X @ W1 + b1
    Z = relu_each(A)
    D = Z @ W2 + b2 + (-T)
    loss = (D * D).sum() * 0.5
    loss.backward()
    return loss.value, (gradients(W1), gradients(b1), gradients(W2), gradients(b2))


class Node:
    """A value, the gradient with respect to it, and how to hand that back. Given in the notebook.

    back: adds to the grads of what the value was computed from; nothing to do for an input.
    """

    def __init__(self, value: Any, back: Callable[[], None] = lambda: None) -> None:
        self.value = value
        self.grad = np.zeros_like(value)
        self.back = back


calls: list[Any] = []
"""The nodes of the calls, in their order. Given in the notebook."""


def as_tuple(result: Any) -> Any:
    """What a unit's back returned, as a tuple. Given in the notebook."""
    return result if isinstance(result, tuple) else (result,)


def unit(f: Any) -> Any:
    """Return f, lifted: called with arrays and nodes, it returns the Node of f's value.

    f(*arrays) returns its value and back, as the units of the lessons before do.
    """

    def call(*args: Any) -> Any:
        values = [arg.value if isinstance(arg, Node) else arg for arg in args]
        value, unit_back = f(*values)

        def back() -> None:
            for arg, d in zip(args, as_tuple(unit_back(node.grad)), strict=False):
                if isinstance(arg, Node):
                    arg.grad = arg.grad + d

        node = Node(value, back)
        calls.append(node)
        return node

    return call


def function(f: Any) -> Any:
    """Return f, marked: it returns one Node, whose back replays the calls inside f in reverse.

    f(*args) makes calls of lifted units and marked functions, and returns a Node.
    """

    def call(*args: Any) -> Any:
        start = len(calls)
        result = f(*args)
        recorded = calls[start:]
        del calls[start:]

        def back() -> None:
            result.grad = result.grad + block.grad
            for node in reversed(recorded):
                node.back()

        block = Node(result.value, back)
        calls.append(block)
        return block

    return call

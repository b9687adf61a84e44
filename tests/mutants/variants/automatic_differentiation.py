"""Correct answers to lesson 09 in many forms: every check must accept every one."""

from typing import Any

import numpy as np

from backprop_lib.exercises.automatic_differentiation.reference import (
    Node,
    Tensor,
    as_tuple,
    calls,
    function,
    gradients,
)
from tests.mutants.variants.tensors import RIGHT_TENSORS

__all__ = ["VARIANTS", "function"]  # which functions inside functions are marked with


def tensors(P: Any) -> Any:
    """As in the notebook: of the Tensor among these global names, which a check may replace."""
    return np.vectorize(Tensor, otypes=[object])(P)


def count_by_formula(L: int, memo: bool) -> Any:
    return 2 * L if memo else L * (L + 3) // 2


def count_by_chains(L: int, memo: bool) -> Any:
    chains = [["loss", "y", *["layer"] * i, "W"] for i in range(L)]
    return sum(2 if memo else len(chain) - 1 for chain in chains)


def count_as_float(L: int, memo: bool) -> Any:
    return float(np.sum(np.full(L, 2) if memo else np.arange(2, L + 2)))


def count_step_by_step(L: int, memo: bool) -> Any:
    count = 0
    if memo:
        count += 1  # delta_L
        for i in range(L - 1, -1, -1):
            count += 1  # the weights
            if i > 0:
                count += 1  # the next delta
        return count
    for i in range(L):
        for _ in range(i + 2):
            count += 1
    return np.int64(count)


def loss_entry_by_entry(params: Any, X: Any, T: Any) -> Any:
    W1, b1, W2, b2 = [tensors(P) for P in params]
    loss = Tensor(0.0)
    for x, t in zip(X, T, strict=True):
        y = b2[0]
        for k in range(len(b1)):
            a = b1[k]
            for j in range(len(x)):
                a = a + W1[j, k] * float(x[j])
            y = y + a.relu() * W2[k, 0]
        d = y + -float(t[0])
        loss = loss + 0.5 * d * d
    loss.backward()
    return loss.value, [gradients(P) for P in (W1, b1, W2, b2)]


def loss_with_tensors_for_data(params: Any, X: Any, T: Any) -> Any:
    made = [tensors(P) for P in params]
    W1, b1, W2, b2 = made
    relu = np.frompyfunc(lambda a: a.relu(), 1, 1)
    D = np.dot(relu(np.dot(tensors(X), W1) + b1), W2) + b2 + tensors(T) * -1.0
    loss = 0.5 * np.sum(D * D)
    loss.backward()
    return float(loss.value), tuple(map(gradients, made))


def loss_of_lists(params: Any, X: Any, T: Any) -> Any:
    W1, b1, W2, b2 = [tensors(P) for P in params]
    A = X @ W1 + b1
    Z = np.array([[a.relu() for a in row] for row in A], dtype=object)
    D = (Z @ W2 + b2).ravel() + -1 * T.ravel()
    loss = sum((d * d * 0.5 for d in D), Tensor(0.0))
    loss.backward()
    grads = [np.array([p.grad for p in P.flat]).reshape(P.shape) for P in (W1, b1, W2, b2)]
    return loss.value, tuple(grads)


def loss_by_hand(params: Any, X: Any, T: Any) -> Any:
    W1, b1, W2, b2 = params
    A = X @ W1 + b1
    Z = A.clip(min=0)
    D = Z @ W2 + b2 - T
    dA = (D @ W2.T) * (A > 0)
    return 0.5 * (D**2).sum(), (X.T @ dA, dA.sum(axis=0), Z.T @ D, D.sum(axis=0))


def unit_with_a_class(f: Any) -> Any:
    class Call:
        def __init__(self, args: Any, unit_back: Any) -> None:
            self.args, self.unit_back = args, unit_back

        def __call__(self) -> None:
            found = as_tuple(self.unit_back(self.node.grad))
            for i in range(len(found)):
                if isinstance(self.args[i], Node):
                    self.args[i].grad = self.args[i].grad + found[i]

        node: Any = None

    def call(*args: Any) -> Any:
        value, unit_back = f(*[getattr(arg, "value", arg) for arg in args])
        way_back = Call(args, unit_back)
        way_back.node = Node(value, way_back)
        calls.append(way_back.node)
        return way_back.node

    return call


def unit_that_sets_back_later(f: Any) -> Any:
    def lifted(*args: Any) -> Any:
        value, unit_back = f(*(a.value if hasattr(a, "grad") else a for a in args))
        node = Node(value)

        def back() -> None:
            gradients_found = unit_back(node.grad)
            if not isinstance(gradients_found, tuple):
                gradients_found = [gradients_found]
            for a, d in zip(args, gradients_found, strict=False):
                if hasattr(a, "grad"):
                    a.grad = np.add(a.grad, d)

        node.back = back
        calls.append(node)
        return node

    return lifted


class unit_object:  # noqa: N801 - stands for a function
    """What a function called unit could be, too; handed over by unit_by_object."""

    def __init__(self, f: Any) -> None:
        self.f = f

    def __call__(self, *args: Any) -> Any:
        nodes = {i: arg for i, arg in enumerate(args) if isinstance(arg, Node)}
        plain = [nodes[i].value if i in nodes else arg for i, arg in enumerate(args)]
        value, unit_back = self.f(*plain)

        def back() -> None:
            for i, d in enumerate(as_tuple(unit_back(node.grad))):
                if i in nodes:
                    nodes[i].grad = nodes[i].grad + d

        node = Node(value, back)
        calls.append(node)
        return node


def unit_by_object(f: Any) -> Any:
    return unit_object(f)


def unit_that_runs_again(f: Any) -> Any:
    def call(*args: Any) -> Any:
        values = [arg.value if isinstance(arg, Node) else arg for arg in args]

        def back() -> None:
            given = f(*values)[1](node.grad)
            for arg, d in zip(args, as_tuple(given), strict=False):
                if isinstance(arg, Node):
                    total = arg.grad + d
                    arg.grad = total

        node = Node(f(*values)[0], back)
        calls.insert(len(calls), node)
        return node

    return call


def function_by_slices(f: Any) -> Any:
    def marked(*args: Any, **keywords: Any) -> Any:
        n = len(calls)
        result = f(*args, **keywords)
        inner = list(calls[n:])
        calls[n:] = []
        block = Node(result.value)

        def back() -> None:
            result.grad = block.grad + result.grad
            for node in inner[::-1]:
                node.back()

        block.back = back
        calls.append(block)
        return block

    return marked


def function_by_popping(f: Any) -> Any:
    def marked(*args: Any) -> Any:
        before = len(calls)
        result = f(*args)
        latest_first = []
        while len(calls) > before:
            latest_first.append(calls.pop())

        def back() -> None:
            result.grad = result.grad + block.grad
            for node in latest_first:
                node.back()

        block = Node(result.value, back)
        calls.append(block)
        return block

    return marked


def function_in_place(f: Any) -> Any:
    def marked(*args: Any) -> Any:
        before = len(calls)
        result = f(*args)
        recorded = calls[before:]
        block = Node(result.value)
        calls[before:] = [block]

        def back() -> None:
            result.grad = np.add(result.grad, block.grad)
            while_left = [*recorded]
            while while_left:
                while_left.pop().back()

        block.back = back
        return block

    return marked


def function_with_a_record_of_its_own(f: Any) -> Any:
    def marked(*args: Any) -> Any:
        outer = calls[:]
        calls.clear()
        try:
            result = f(*args)
            recorded = tuple(calls)
        finally:
            calls[:] = outer

        def back() -> None:
            result.grad = result.grad + block.grad
            for node in reversed(recorded):
                node.back()

        block = Node(result.value, back)
        calls.append(block)
        return block

    return marked


VARIANTS = {
    "count_products": (
        count_by_formula,
        count_by_chains,
        count_as_float,
        count_step_by_step,
    ),
    "Tensor": RIGHT_TENSORS,
    "tensor_loss": (
        loss_entry_by_entry,
        loss_with_tensors_for_data,
        loss_of_lists,
        loss_by_hand,
    ),
    "unit": (
        unit_with_a_class,
        unit_that_sets_back_later,
        unit_by_object,
        unit_that_runs_again,
    ),
    "function": (
        function_by_slices,
        function_by_popping,
        function_in_place,
        function_with_a_record_of_its_own,
    ),
}

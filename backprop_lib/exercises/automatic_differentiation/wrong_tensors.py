"""Wrong classes Tensor, one for each known mistake of lesson 09's class."""

# ruff: noqa: D101 - what each class does wrong is said in its Mistake, in tensor_mistakes

from typing import Any

from backprop_lib.exercises.automatic_differentiation.reference import Tensor


class _Open(Tensor):
    """Tensor with its results made of the class itself, and backward in replaceable steps."""

    def made(self, value: Any, inputs: Any) -> Any:
        return type(self)(value, inputs)

    def __add__(self, other: Any) -> Any:
        other = other if isinstance(other, Tensor) else type(self)(other)
        return self.made(self.value + other.value, self.add_locals(other))

    def __mul__(self, other: Any) -> Any:
        other = other if isinstance(other, Tensor) else type(self)(other)
        return self.made(self.value * other.value, self.mul_locals(other))

    __radd__ = __add__
    __rmul__ = __mul__

    def relu(self) -> Any:
        return self.made(self.relu_value(), ((self, self.relu_local()),))

    def add_locals(self, other: Any) -> Any:
        return ((self, 1.0), (other, 1.0))

    def mul_locals(self, other: Any) -> Any:
        return ((self, other.value), (other, self.value))

    def relu_value(self) -> Any:
        return max(0.0, self.value)

    def relu_local(self) -> float:
        return 1.0 if self.value > 0 else 0.0

    def order(self) -> list[Any]:
        """Each after its inputs."""
        order, found, waiting = [], set(), [(self, False)]
        while waiting:
            tensor, inputs_done = waiting.pop()
            if inputs_done:
                order.append(tensor)
            elif tensor not in found:
                found.add(tensor)
                waiting.append((tensor, True))
                waiting.extend((source, False) for source, _ in tensor.inputs)
        return order

    def start(self, order: list[Any]) -> None:
        for tensor in order:
            tensor.grad = 0.0
        self.grad = 1.0

    def pass_on(self) -> None:
        for source, local in self.inputs:
            source.grad += local * self.grad

    def backward(self) -> None:
        order = self.order()
        self.start(order)
        for tensor in reversed(order):
            tensor.pass_on()


class ProductOfOne(_Open):
    def mul_locals(self, other: Any) -> Any:
        return ((self, self.value), (other, other.value))


class SumLikeProduct(_Open):
    def add_locals(self, other: Any) -> Any:
        return self.mul_locals(other)


class SumOfOwn(_Open):
    def add_locals(self, other: Any) -> Any:
        return ((self, self.value), (other, other.value))


class ReluByItsInput(_Open):
    def relu_local(self) -> Any:
        return self.value


class ReluByItsValue(_Open):
    def relu_local(self) -> Any:
        return self.relu_value()


class ReluLetsThrough(_Open):
    def relu_local(self) -> float:
        return 1.0


class ReluOfNothing(_Open):
    def relu_value(self) -> Any:
        return self.value


class ReluTurnsRound(_Open):
    def relu_value(self) -> Any:
        return abs(self.value)


class ReluInPlace(_Open):
    def relu(self) -> Any:
        self.value = max(0.0, self.value)
        return self


class UpstreamForgotten(_Open):
    def pass_on(self) -> None:
        for source, local in self.inputs:
            source.grad += local


class LocalForgotten(_Open):
    def pass_on(self) -> None:
        for source, _ in self.inputs:
            source.grad += self.grad


class NotStarted(_Open):
    def start(self, order: list[Any]) -> None:
        for tensor in order:
            tensor.grad = 0.0


class AllStarted(_Open):
    def start(self, order: list[Any]) -> None:
        for tensor in order:
            tensor.grad = 1.0


class InTheOrderOfTheForward(_Open):
    def backward(self) -> None:
        order = self.order()
        self.start(order)
        for tensor in order:
            tensor.pass_on()


class Overwritten(_Open):
    def pass_on(self) -> None:
        for source, local in self.inputs:
            source.grad = local * self.grad


class OncePerOperation(_Open):
    def pass_on(self) -> None:
        for source, local in dict(self.inputs).items():
            source.grad += local * self.grad


class FirstComeFirstServed(_Open):
    def order(self) -> list[Any]:
        found = {self: True}  # a dict keeps its order, and finds quickly
        levels = [self]
        for tensor in levels:  # which grows meanwhile
            for source, _ in tensor.inputs:
                if source not in found:
                    found[source] = True
                    levels.append(source)
        return levels[::-1]


class AsSoonAsFound(_Open):
    def order(self) -> list[Any]:
        order: dict[Any, bool] = {}
        waiting = [self]
        while waiting:
            tensor = waiting.pop()
            if tensor not in order:
                order[tensor] = True
                waiting.extend(source for source, _ in tensor.inputs)
        return list(order)[::-1]


class WithEveryPart(_Open):
    def hand_on(self) -> None:
        for source, local in self.inputs:
            source.grad += local * self.grad
            source.hand_on()

    def backward(self) -> None:
        self.start(self.order())
        self.hand_on()


class NothingMarked(_Open):
    def order(self) -> list[Any]:
        order: list[Any] = []
        waiting = [(self, False)]
        while waiting and len(order) < 5000:
            tensor, inputs_done = waiting.pop()
            if inputs_done:
                order.append(tensor)
            else:
                waiting.append((tensor, True))
                waiting.extend((source, False) for source, _ in tensor.inputs)
        return order


class AddsToTheLast(_Open):
    def start(self, order: list[Any]) -> None:
        self.grad = 1.0


class OneOnlyWhereZero(_Open):
    def start(self, order: list[Any]) -> None:
        if self.grad == 0:
            self.grad = 1.0


class InputsAlone(_Open):
    def start(self, order: list[Any]) -> None:
        for tensor in order:
            if not tensor.inputs:
                tensor.grad = 0.0
        self.grad = 1.0


class AllButInputs(_Open):
    def start(self, order: list[Any]) -> None:
        for tensor in order:
            if tensor.inputs:
                tensor.grad = 0.0
        self.grad = 1.0


class Recursive(_Open):
    def order(self) -> list[Any]:
        order, found = [], set()

        def visit(tensor: Any) -> None:
            if tensor not in found:
                found.add(tensor)
                for source, _ in tensor.inputs:
                    visit(source)
                order.append(tensor)

        visit(self)
        return order


class PathByPath(_Open):
    def backward(self) -> None:
        self.start(self.order())
        self.grad = 0.0
        waiting = [(self, 1.0)]
        while waiting:
            tensor, d = waiting.pop()
            tensor.grad += d
            waiting.extend((source, local * d) for source, local in tensor.inputs)

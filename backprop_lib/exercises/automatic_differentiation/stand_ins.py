"""What stands in for the student's own class while another exercise is checked."""

# So that a wrong Tensor costs its own points alone.
TENSOR = """
class Tensor:
    def __init__(self, value, inputs=()):
        self.value, self.grad, self.inputs = value, 0.0, inputs

    def __add__(self, other):
        other = other if isinstance(other, Tensor) else Tensor(other)
        return Tensor(self.value + other.value, ((self, 1.0), (other, 1.0)))

    def __mul__(self, other):
        other = other if isinstance(other, Tensor) else Tensor(other)
        return Tensor(self.value * other.value, ((self, other.value), (other, self.value)))

    __radd__, __rmul__ = __add__, __mul__

    def relu(self):
        return Tensor(max(0.0, self.value), ((self, float(self.value > 0)),))

    def backward(self):
        order, found, waiting = [], set(), [(self, False)]
        while waiting:
            tensor, inputs_done = waiting.pop()
            if inputs_done:
                order.append(tensor)
            elif tensor not in found:
                found.add(tensor)
                waiting.append((tensor, True))
                waiting.extend((source, False) for source, _ in tensor.inputs)
        for tensor in order:
            tensor.grad = 0.0
        self.grad = 1.0
        for tensor in reversed(order):
            for source, local in tensor.inputs:
                source.grad += local * tensor.grad
"""

NOTE = "(Tensor was replaced by a right one for this check)"

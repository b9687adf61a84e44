"""The lectures' circuits of numbers, gate by gate, through every rung."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from backprop_lib.graph import ComputationalGraph, Gate
from backprop_lib.units import add, max_, mul, sub
from tests.lecture_numbers.rungs import (
    Circuit,
    Rung,
    assert_run,
    every_rung,
    run,
    rungs_with_max,
)
from tests.lecture_numbers.slides import AVRITHIS, CS231N, CS4644, JHU, KRAJEVSKI, right, wrong


@right("Backpropagation: a simple example", CS4644, CS231N)
@right("Backprop in PyTorch", JHU)
@every_rung
def test_a_simple_example(rung: Rung) -> None:
    simple = run(rung, {"q": ("add", "x", "y"), "f": ("mul", "q", "z")}, x=-2, y=5, z=-4)
    assert_run(simple, {"q": 3, "f": -12}, {"f": 1, "q": -4, "z": 3, "x": -4, "y": -4})


GRAPH: Circuit = {
    "a": ("add", "x1", "x2"),
    "b": ("mul", "a", "x3"),
    "f": ("sub", "b", "x4"),
}


@right("Computation Graph: An Example", JHU)
@every_rung
def test_the_computation_graph_example(rung: Rung) -> None:
    example = run(rung, GRAPH, x1=5, x2=4, x3=3, x4=2)
    assert_run(
        example,
        {"a": 9, "b": 27, "f": 25},
        {"x4": -1, "b": 1, "x3": 9, "a": 3, "x2": 3, "x1": 3},
    )


@wrong("Computation Graph: An Example", JHU)
def test_the_example_has_four_inputs_and_no_fifth() -> None:
    graph = ComputationalGraph(
        {
            "a": Gate(add, ("x1", "x2")),
            "b": Gate(mul, "a", "x3"),
            "f": Gate(sub, "b", "x4"),
        }
    )
    assert graph.inputs == ("x1", "x2", "x3", "x4")


@right("gradient computation: y = exp(wx + b)", AVRITHIS)
@every_rung
def test_the_exponential_of_a_line(rung: Rung) -> None:
    circuit: Circuit = {"z": ("mul", "w", "x"), "a": ("add", "z", "b"), "y": ("exp", "a")}
    line = run(rung, circuit, w=2, x=3, b=-4)
    printed = {"a": 7.39, "b": 7.39, "z": 7.39, "x": 14.78, "w": 22.17, "y": 1}
    assert {name: round(float(line.gradients[name]), 2) for name in printed} == printed


NEURON: Circuit = {
    "s0": ("mul", "w0", "x0"),
    "s1": ("mul", "w1", "x1"),
    "s2": ("add", "s0", "s1"),
    "s3": ("add", "s2", "w2"),
    "n": ("mul", "s3", -1.0),
    "e": ("exp", "n"),
    "d": ("add", "e", 1.0),
    "f": ("reciprocal", "d"),
}
AT = {"w0": 2, "x0": -1, "w1": -3, "x1": -2, "w2": -3}


@right("Sigmoid local gradient", CS231N)
@every_rung
def test_a_sigmoid_neuron_gate_by_gate(rung: Rung) -> None:
    neuron = run(rung, NEURON, **AT)
    values = {"s0": -2, "s1": 6, "s2": 4, "s3": 1, "n": -1, "e": 0.37, "d": 1.37, "f": 0.73}
    gradients = {"f": 1, "d": -0.53, "e": -0.53, "n": -0.2, "s3": 0.2, "w2": 0.2, "w0": -0.2}
    assert {name: round(float(neuron.values[name]), 2) for name in values} == values
    assert {name: round(float(neuron.gradients[name]), 2) for name in gradients} == gradients


@wrong("Sigmoid local gradient", CS231N)
@every_rung
def test_the_neurons_x0_gets_039_not_040(rung: Rung) -> None:
    dx0 = float(run(rung, NEURON, **AT).gradients["x0"])
    assert dx0 == pytest.approx(0.39322, abs=1e-5)
    assert round(dx0, 2) == 0.39
    assert round(AT["w0"] * round(dx0 / AT["w0"], 2), 2) == 0.40  # rounded before multiplying


@right("Computational graph representation may not be unique", CS231N)
@every_rung
def test_the_neuron_with_one_sigmoid_gate_has_the_same_gradients(rung: Rung) -> None:
    parts = run(rung, NEURON, **AT)
    first_four = {name: NEURON[name] for name in ("s0", "s1", "s2", "s3")}
    whole = run(rung, {**first_four, "f": ("sigmoid", "s3")}, **AT)
    assert_run(whole, {"f": parts.values["f"]}, {name: parts.gradients[name] for name in AT})
    assert round((1 - 0.73) * 0.73, 1) == round(float(whole.gradients["s3"]), 1) == 0.2


@right('Backprop Implementation: "Flat" code', CS231N)
@every_rung
def test_the_neuron_as_flat_code(rung: Rung) -> None:
    w0, x0, w1, x1, w2 = AT.values()
    L = 1 / (1 + np.exp(-(w0 * x0 + w1 * x1 + w2)))
    ds3 = (1 - L) * L
    by_hand = {"w2": ds3, "w1": ds3 * x1, "x1": ds3 * w1, "w0": ds3 * x0, "x0": ds3 * w0}
    assert_run(run(rung, NEURON, **AT), {"f": L}, by_hand)


@right("mul gate: swap multiplier", CS231N)
@right("Patterns in backward flow", CS4644)
@every_rung
def test_a_mul_gate_swaps_its_inputs(rung: Rung) -> None:
    gate = run(rung, {"y": ("mul", "x1", "x2")}, upstream=5, x1=2, x2=3)
    assert_run(gate, {"y": 6}, {"x1": 5 * 3, "x2": 2 * 5})


@right("add gate: gradient distributor", CS231N)
@right("Patterns in backward flow", CS4644)
@every_rung
def test_an_add_gate_distributes(rung: Rung) -> None:
    gate = run(rung, {"y": ("add", "x1", "x2")}, upstream=2, x1=3, x2=4)
    assert_run(gate, {"y": 7}, {"x1": 2, "x2": 2})


@right("max gate: gradient router", CS231N)
@right("Patterns in backward flow", CS4644)
@rungs_with_max
def test_a_max_gate_routes(rung: Rung) -> None:
    gate = run(rung, {"y": ("max", "x1", "x2")}, upstream=9, x1=4, x2=5)
    assert_run(gate, {"y": 5}, {"x1": 0, "x2": 9})


@right("copy gate: gradient adder", CS231N)
@right("Gradients add at branches", CS4644)
@right("example: splitter (sharing)", AVRITHIS)
@every_rung
def test_gradients_add_at_branches(rung: Rung) -> None:
    # y = 4 x + 2 x: the two copies of x get 4 and 2
    circuit: Circuit = {
        "a": ("mul", "x", 4.0),
        "b": ("mul", "x", 2.0),
        "y": ("add", "a", "b"),
    }
    assert_run(run(rung, circuit, x=7), {"y": 42}, {"x": 4 + 2})


X1, X2, DY = [3.0, -1.0, 2.0], [0.5, 4.0, -2.0], [1.0, -2.0, 3.0]
EXAMPLES: dict[str, tuple[tuple[str, ...], Any, Any, Any]] = {
    "sum": (("add", "x1", "x2"), DY, DY, DY),
    "Hadamard (element-wise) product*": (
        ("mul", "x1", "x2"),
        DY,
        np.multiply(DY, X2),
        np.multiply(DY, X1),
    ),
    "dot product*": (("dot", "x1", "x2"), 3.0, np.multiply(3, X2), np.multiply(3, X1)),
    "vector sum*": (("sum", "x1"), 3.0, [3, 3, 3], None),
    "squared norm*": (("squared_norm", "x1"), 3.0, np.multiply(2 * 3, X1), None),
}


@right("example: sum", AVRITHIS)
@right("example: Hadamard (element-wise) product*", AVRITHIS)
@right("example: dot product*", AVRITHIS)
@right("example: vector sum*", AVRITHIS)
@right("example: squared norm*", AVRITHIS)
@pytest.mark.parametrize("example", EXAMPLES)
@every_rung
def test_the_examples_of_splitting_the_input(rung: Rung, example: str) -> None:
    gate, upstream, dx1, dx2 = EXAMPLES[example]
    inputs = {"x1": X1, "x2": X2}
    given = {name: inputs[name] for name in gate[1:]}
    gradients = dict(zip(given, (dx1, dx2), strict=False))
    assert_run(run(rung, {"y": gate}, upstream, **given), {}, gradients)


@right("example: product*", AVRITHIS)
@every_rung
def test_a_product_hands_each_branch_the_input_of_the_other(rung: Rung) -> None:
    assert_run(run(rung, {"y": ("mul", "x1", "x2")}, x1=3, x2=-7), {}, {"x1": -7, "x2": 3})


@wrong("example: maximum", AVRITHIS)
def test_at_a_tie_a_maximum_does_not_route_to_both() -> None:
    x = np.float64(2)
    _, back = max_((x, x))
    indicators = [float(each == max(x, x)) for each in (x, x)]
    assert sum(indicators) == 2  # by the slide's formula twice as much flows back as came in
    assert sum(float(d) for d in back(1.0)) == 1


@right("Chain rule and Backpropagation!", CS4644)
@every_rung
def test_the_loss_of_one_logistic_unit(rung: Rung) -> None:
    circuit: Circuit = {
        "u": ("dot", "w", "x"),
        "p": ("sigmoid", "u"),
        "l": ("log", "p"),
        "L": ("mul", "l", -1.0),
    }
    unit = run(rung, circuit, w=[0.5, -1.0], x=[2.0, 3.0])
    p = 1 / (1 + np.exp(2.0))
    np.testing.assert_allclose(unit.values["p"], p, rtol=1e-14)
    np.testing.assert_allclose(unit.gradients["w"], -(1 - p) * np.array([2.0, 3.0]), rtol=1e-14)


TENSORS: Circuit = {"z": ("mul", "x", "y"), "w": ("add", "z", "y"), "o": ("relu", "w")}


@right("Let's run Backprop!!", JHU)
@every_rung
def test_the_tensor_program(rung: Rung) -> None:
    program = run(rung, TENSORS, x=3, y=2)
    assert_run(program, {"z": 6, "w": 8, "o": 8}, {"x": 2, "y": 3 + 1})


class Accumulating:
    """A tensor that starts a backward pass from the gradients of the one before."""

    def __init__(self, value: float, *inputs: "Accumulating") -> None:
        self.value = value
        self.grad = 0.0
        self.inputs = inputs
        self.pass_on: Callable[[], None] = lambda: None

    def backward(self, order: list["Accumulating"]) -> None:
        self.grad = self.grad or 1.0
        for tensor in reversed(order):
            tensor.pass_on()


@wrong("Let's run Backprop!!", JHU)
@every_rung
def test_a_second_backward_gives_the_same_and_not_8_and_15(rung: Rung) -> None:
    x, y = Accumulating(3), Accumulating(2)
    z = Accumulating(x.value * y.value, x, y)
    w = Accumulating(z.value + y.value, z, y)
    o = Accumulating(max(0, w.value), w)

    def mul_back() -> None:
        x.grad += y.value * z.grad
        y.grad += x.value * z.grad

    def add_back() -> None:
        z.grad += w.grad
        y.grad += w.grad

    def relu_back() -> None:
        w.grad += (o.value > 0) * o.grad

    z.pass_on, w.pass_on, o.pass_on = mul_back, add_back, relu_back
    found = []
    for _ in range(2):
        o.backward([x, y, z, w, o])
        found.append((x.grad, y.grad))
    assert found == [(2, 4), (8, 15)]
    for _ in range(2):
        assert_run(run(rung, TENSORS, x=3, y=2), {}, {"x": 2, "y": 4})


@right("Derivatives", JHU)
@every_rung
def test_the_derivative_of_twice_the_square(rung: Rung) -> None:
    circuit: Circuit = {"s": ("mul", "y", "y"), "z": ("mul", "s", 2.0)}
    assert_run(run(rung, circuit, y=5), {"z": 2 * 5**2}, {"y": 4 * 5})


@right("Quiz time!", JHU)
@every_rung
def test_the_gradient_of_a_monomial(rung: Rung) -> None:
    x, y = 2, 3
    circuit: Circuit = {
        "y2": ("mul", "y", "y"),
        "y4": ("mul", "y2", "y2"),
        "x2": ("mul", "x", "x"),
        "x4": ("mul", "x2", "x2"),
        "x5": ("mul", "x4", "x"),
        "z": ("mul", "y4", "x5"),
    }
    gradients = {"x": 5 * y**4 * x**4, "y": 4 * y**3 * x**5}
    assert_run(run(rung, circuit, x=x, y=y), {"z": y**4 * x**5}, gradients)


@right("The matrix product derivative", KRAJEVSKI)
@right("The adding & subtracting derivative", KRAJEVSKI)
@every_rung
def test_the_derivatives_of_add_sub_and_mul(rung: Rung) -> None:
    circuit: Circuit = {"c": ("mul", "a", "b"), "s": ("add", "c", "d"), "e": ("sub", "s", "g")}
    at = {"a": 3, "b": -5, "d": 2, "g": 7}
    assert_run(run(rung, circuit, **at), {}, {"a": -5, "b": 3, "d": 1, "g": -1, "c": 1})

"""The numbers that the text of lesson 02 states."""

import math
from collections.abc import Mapping
from itertools import permutations
from typing import Any

import pytest

from backprop_lib.exercises.computational_graphs import LESSON
from backprop_lib.exercises.computational_graphs.reference import (
    add_gate,
    circuit,
    exp_affine,
    max_gate,
    mul_gate,
    shared,
    sigmoid_neuron,
    topological_order,
)

GATES = {"+": add_gate, "×": mul_gate, "max": max_gate}
Circuit = Mapping[str, tuple[str, str, str]]


def run(
    gates: Circuit, inputs: Mapping[str, float], back_order: list[str] | None = None
) -> tuple[dict[str, float], dict[str, float]]:
    """Values and gradients, as the machine of the lesson finds them."""
    graph = {name: [one, two] for name, (_, one, two) in gates.items()}
    order = topological_order(graph | {name: [] for name in inputs})
    values, backs = dict(inputs), {}
    for name in (n for n in order if n in gates):
        symbol, one, two = gates[name]
        values[name], backs[name] = GATES[symbol](values[one], values[two])
    gradients = dict.fromkeys(order, 0.0) | {order[-1]: 1.0}
    for name in (n for n in back_order or reversed(order) if n in gates):
        for source, d in zip(gates[name][1:], backs[name](gradients[name]), strict=True):
            gradients[source] += d
    return values, gradients


def rounded(numbers: Any) -> list[float]:
    return [round(float(number), 2) for number in numbers]


def test_the_simple_example_and_what_shaking_it_shows() -> None:
    f, gradients = circuit(-2, 5, -4)
    assert (f, gradients) == (-12, (-4, -4, 3))
    changes = [
        circuit(-1.999, 5, -4)[0] - f,
        circuit(-2, 5.001, -4)[0] - f,
        circuit(-2, 5, -3.999)[0] - f,
    ]
    assert changes == pytest.approx([-0.004, -0.004, 0.003])


def test_the_three_gates_of_the_picture() -> None:
    assert (add_gate(3, 4)[0], add_gate(3, 4)[1](2)) == (7, (2, 2))
    assert (mul_gate(2, 3)[0], mul_gate(2, 3)[1](5)) == (6, (15, 10))
    assert (max_gate(4, 5)[0], max_gate(4, 5)[1](9)) == (5, (0, 9))
    assert (max_gate(4, 4)[0], max_gate(4, 4)[1](9)) == (4, (9, 0))


def test_the_square_gate() -> None:
    value, back = mul_gate(3.0, 3.0)
    assert (value, sum(back(1.0)), sum(back(10.0))) == (9, 6, 60)


def test_the_unequal_product_of_the_quiz() -> None:
    assert mul_gate(1000, 0.01)[1](1) == (0.01, 1000)


def test_the_exponential_of_an_affine_function() -> None:
    y, gradients = exp_affine(2, 3, -4)
    assert round(y, 2) == 7.39
    assert rounded(gradients) == [22.17, 14.78, 7.39]
    assert max(gradients) == gradients[0]


def test_the_neuron_and_the_table_of_what_is_inside_its_sigmoid() -> None:
    f, gradients = sigmoid_neuron(2, -1, -3, -2, -3)
    assert rounded([f, *gradients]) == [0.73, -0.2, 0.39, -0.39, -0.59, 0.2]
    n, e = -1.0, math.exp(-1.0)
    d = e + 1
    assert rounded([n, e, d, 1 / d]) == [-1.0, 0.37, 1.37, 0.73]
    dd = -1 / d**2
    assert rounded([dd, dd, dd * e, -dd * e]) == [-0.53, -0.53, -0.2, 0.2]
    assert -dd * e == pytest.approx((1 - f) * f)
    assert round((1 - 0.73) * 0.73, 2) == 0.2


def test_why_the_slide_has_040_for_039() -> None:
    ds3 = sigmoid_neuron(2, -1, -3, -2, -3)[1][4]
    assert round(ds3, 4) == 0.1966
    assert (round(2 * ds3, 2), 2 * round(ds3, 2)) == (0.39, 0.4)


def test_a_value_that_is_copied() -> None:
    gates = {"a": ("×", "x", "4"), "b": ("×", "x", "2"), "y": ("+", "a", "b")}
    values, gradients = run(gates, {"x": 7, "4": 4, "2": 2})
    assert [values[name] for name in "aby"] == [28, 14, 42]
    assert gradients["x"] == 4 + 2


def test_the_three_parts_of_a_shared_value() -> None:
    assert [shared(x) for x in (1, 2, 3, 4)] == [(5, 4), (8, 2), (9, 0), (8, -2)]
    assert (shared(2)[1], shared(3)[1]) == (1 + 3 - 2, 1 + 2 - 3)
    for x in (0.5, 7.0):
        assert shared(x)[0] == 6 * x - x**2


def test_eight_of_120_orders_are_topological() -> None:
    graph = {"f": ["q", "z"], "q": ["x", "y"], "x": [], "y": [], "z": []}
    orders = list(permutations(graph))
    valid = [o for o in orders if all(o.index(i) < o.index(n) for n in graph for i in graph[n])]
    assert (len(valid), len(orders), math.factorial(5)) == (8, 120, 120)
    assert math.factorial(20) > 10**18


def test_the_machine_on_the_circuits_of_the_lectures() -> None:
    simple = {"q": ("+", "x", "y"), "f": ("×", "q", "z")}
    values, gradients = run(simple, {"x": -2, "y": 5, "z": -4})
    assert values["f"] == -12
    assert [gradients[name] for name in "qxyz"] == [-4, -4, -4, 3]

    example = {"a": ("+", "x1", "x2"), "b": ("×", "a", "x3"), "c": ("×", "x4", "-1")}
    example["f"] = ("+", "b", "c")
    values, gradients = run(example, {"x1": 5, "x2": 4, "x3": 3, "x4": 2, "-1": -1})
    assert [values[name] for name in "abf"] == [9, 27, 25]
    assert [gradients[name] for name in ("x1", "x2", "x3", "x4")] == [3, 3, 9, -1]

    program = {"z": ("×", "x", "y"), "w": ("+", "z", "y"), "o": ("max", "w", "zero")}
    values, gradients = run(program, {"x": 3, "y": 2, "zero": 0})
    assert [values[name] for name in "zwo"] == [6, 8, 8]
    assert [gradients[name] for name in "xy"] == [2, 4]


def test_twenty_doublings_have_a_million_paths() -> None:
    gates = {f"u{k}": ("+", f"u{k - 1}", f"u{k - 1}") for k in range(1, 21)}
    assert run(gates, {"u0": 1})[1]["u0"] == 2**20 == 1_048_576
    assert len(gates) == 20


KNOBS = {"q": ("+", "x", "y"), "m": ("max", "q", "z"), "f": ("×", "m", "w")}


@pytest.mark.parametrize(
    ("change", "f", "expected"),
    [({}, 20, [5, 5, 0, 4]), ({"z": 6}, 30, [0, 0, 5, 6]), ({"w": -1}, -4, [-1, -1, 0, 4])],
)
def test_the_knobs(change: dict[str, float], f: float, expected: list[float]) -> None:
    values, gradients = run(KNOBS, {"x": 3, "y": 1, "z": 2, "w": 5} | change)
    assert values["f"] == f
    assert [gradients[name] for name in "xyzw"] == expected


def test_the_wrong_order_back_loses_what_comes_late() -> None:
    branch = {"u": ("+", "x", "y"), "v": ("×", "u", "z"), "f": ("+", "u", "v")}
    at = {"x": 3.0, "y": 2.0, "z": 2.0}
    found = [run(branch, at, order)[1] for order in (["f", "v", "u"], ["f", "u", "v"])]
    assert [[g[name] for name in "uxyz"] for g in found] == [[3, 3, 3, 5], [3, 1, 1, 5]]


def test_the_points_that_the_lesson_promises() -> None:
    names = [exercise.name for exercise in LESSON.exercises]
    quizzes = [name for name in names if name.startswith("quiz")]
    assert (len(names) - len(quizzes), len(quizzes), LESSON.points) == (8, 3, 21)

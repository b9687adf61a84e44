"""The computational graph: any order of gates, gradients that add up at branches, a drawing."""

import base64
import gc
import weakref
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backprop_lib import plot
from backprop_lib.gradcheck import numerical_gradient
from backprop_lib.graph import ComputationalGraph, Gate
from backprop_lib.graph_drawing import Layout
from backprop_lib.networks import two_layer_classifier
from backprop_lib.units import (
    add,
    affine,
    decay,
    logistic,
    max_,
    mul,
    relu,
    split,
    squared_norm,
)


def slide() -> ComputationalGraph:
    """CS231n lecture 4: f = (x + y) z, its gates deliberately out of order."""
    return ComputationalGraph({"f": Gate(mul, "q", "z"), "q": Gate(add, ("x", "y"))})


def patterns() -> ComputationalGraph:
    """2 (x y + max(z, w)): an add, a mul, a max, a constant; and s used twice."""
    return ComputationalGraph(
        {
            "a": Gate(mul, "x", "y"),
            "b": Gate(max_, ("z", "w")),
            "c": Gate(add, ("a", "b")),
            "f": Gate(mul, "c", 2.0),
        }
    )


def test_the_slides_example() -> None:
    graph = slide()
    assert graph.forward(x=-2, y=5, z=-4) == -12
    assert graph.backward() == {"z": 3, "x": -4, "y": -4}
    assert graph.values == {"x": -2, "y": 5, "z": -4, "q": 3, "f": -12}
    assert graph.gradients["q"] == -4


def test_add_distributes_mul_swaps_max_routes() -> None:
    graph = patterns()
    assert graph.forward(x=3, y=-4, z=2, w=-1) == -20
    assert graph.backward() == {"x": -8, "y": 6, "z": 2, "w": 0}
    assert [graph.gates[name].role for name in "abcf"] == [
        "swaps", "routes", "distributes", "swaps",
    ]  # fmt: skip


def test_gradients_add_up_where_a_value_branches() -> None:
    graph = ComputationalGraph(
        {"q": Gate(mul, "x", "x"), "r": Gate(mul, "q", "x"), "f": Gate(add, ("r", "q"))}
    )
    assert graph.forward(x=3.0) == 36  # x^3 + x^2
    assert graph.backward() == {"x": 33}  # 3 x^2 + 2 x
    assert (graph.edge_gradients["q", 0], graph.edge_gradients["q", 1]) == (12, 12)
    assert graph.edge_gradients["r", 1] == 9


def test_twice_backward_gives_the_same_and_a_new_forward_starts_afresh() -> None:
    graph = slide()
    graph.forward(x=-2, y=5, z=-4)
    assert graph.backward() == graph.backward()
    graph.forward(x=1, y=1, z=1)
    assert graph.gradients == {}
    assert graph.backward() == {"z": 2, "x": 1, "y": 1}


def classifier(data: tuple[str, ...]) -> ComputationalGraph:
    return ComputationalGraph(
        {
            "L": Gate(add, ("D", "R")),
            "R": Gate(decay, ("W1", "W2"), 0.1),
            "D": Gate(logistic, "A2", "T"),
            "A2": Gate(affine, "Z", "W2", "b2"),
            "Z": Gate(relu, "A1"),
            "A1": Gate(affine, "X", "W1", "b1"),
        },
        data=data,
    )


@given(seed=st.integers(0, 2**32 - 1))
def test_a_net_has_the_gradients_of_the_flat_one(seed: int) -> None:
    rng = np.random.default_rng(seed)
    m, p, h, k = (int(n) for n in rng.integers(2, 6, 4))
    params = {
        "W1": rng.normal(size=(p, h)),
        "b1": rng.normal(size=h),
        "W2": rng.normal(size=(h, k)),
        "b2": rng.normal(size=k),
    }
    X, T = rng.normal(size=(m, p)), np.eye(k)[rng.integers(0, k, m)]
    W1, b1, W2, b2 = params.values()
    loss, grads = two_layer_classifier((W1, b1, W2, b2), X, T, 0.1)
    graph = classifier(("X", "T"))
    assert graph.forward(X=X, T=T, **params) == pytest.approx(loss, rel=1e-13)
    gradients = graph.backward()
    assert set(gradients) == set(params)
    for name, right in zip(params, grads, strict=True):
        np.testing.assert_allclose(gradients[name], right, rtol=1e-12, atol=1e-14)


def test_the_product_for_data_is_left_out_and_otherwise_computed() -> None:
    rng = np.random.default_rng(0)
    inputs = {
        "X": rng.normal(size=(4, 3)),
        "W1": rng.normal(size=(3, 5)),
        "b1": np.zeros(5),
        "W2": rng.normal(size=(5, 2)),
        "b2": np.zeros(2),
        "T": np.eye(2)[[0, 1, 1, 0]],
    }
    whole, spared = classifier(()), classifier(("X", "T"))
    whole.forward(**inputs)
    spared.forward(**inputs)
    dX = whole.backward()["X"]
    assert "X" not in spared.backward() and ("A1", 0) not in spared.edge_gradients

    def loss(X: Any) -> float:
        return float(classifier(()).forward(**{**inputs, "X": X}))

    np.testing.assert_allclose(dX, numerical_gradient(loss, inputs["X"]), rtol=1e-6, atol=1e-9)


def test_what_depends_on_data_alone_takes_no_gradient() -> None:
    graph = ComputationalGraph(
        {"s": Gate(mul, "x", "x"), "f": Gate(mul, "s", "w")}, data=("x",)
    )  # fmt: skip
    graph.forward(x=3.0, w=2.0)
    assert graph.backward() == {"w": 9}
    assert "s" not in graph.gradients


def test_an_output_of_several_entries_takes_an_upstream_gradient() -> None:
    graph = ComputationalGraph({"P": Gate(mul, "x", "y")})
    graph.forward(x=np.array([1.0, 2.0]), y=np.array([3.0, 4.0]))
    np.testing.assert_array_equal(graph.backward(np.array([1.0, 10.0]))["x"], [3, 40])


def test_a_chain_of_thousands_of_gates_needs_no_recursion() -> None:
    gates = {f"x{i + 1}": Gate(mul, f"x{i}", 1.0) for i in reversed(range(5000))}
    graph = ComputationalGraph(gates)
    graph.forward(x0=2.0)
    assert graph.backward() == {"x0": 1}


def test_inputs_are_left_as_they_were_and_float32_stays() -> None:
    graph = ComputationalGraph({"y": Gate(squared_norm, "x")})
    x = np.array([3.0, 4.0], dtype=np.float32)
    assert graph.forward(x=x).dtype == np.float32
    assert graph.backward()["x"].dtype == np.float32
    np.testing.assert_array_equal(x, [3, 4])


def test_a_graph_that_is_let_go_leaves_no_cycle() -> None:
    gc.collect()
    gc.disable()
    try:
        graph = slide()
        graph.forward(x=1.0, y=2.0, z=3.0)
        graph.backward()
        gone = weakref.ref(graph)
        del graph
        assert gone() is None
    finally:
        gc.enable()


ONE = {"x": 1.0, "y": 2.0, "z": 3.0}


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (
            lambda: ComputationalGraph({"a": Gate(relu, "b"), "b": Gate(relu, "a")}),
            ValueError,
            "graph: a cycle, a -> b -> a: no gate may depend on itself",
        ),
        (lambda: ComputationalGraph({"a": Gate(mul, "a", "x")}), ValueError, "a cycle, a -> a"),
        (
            lambda: ComputationalGraph({"a": Gate(relu, "x"), "b": Gate(relu, "x")}),
            ValueError,
            "graph: the outputs are ['a', 'b']: exactly one gate may feed no other",
        ),
        (lambda: ComputationalGraph({}), ValueError, "the outputs are []"),
        (
            lambda: ComputationalGraph({"a": Gate(relu, "x")}, data=("y",)),
            ValueError,
            "graph: data names ['y']: the inputs are ['x']",
        ),
        (lambda: slide().forward(x=1), TypeError, "['z', 'y'] missing: forward takes z, x, y"),
        (lambda: slide().forward(**ONE, q=1), TypeError, "['q'] unknown: forward takes z, x, y"),
        (lambda: slide().backward(), RuntimeError, "call forward() before backward()"),
        (lambda: slide().draw(), RuntimeError, "call forward() before draw()"),
        (
            lambda: _evaluated(ComputationalGraph({"y": Gate(relu, "x")}), np.ones(2)).backward(),
            ValueError,
            "graph: y is (2,): pass its upstream gradient to backward()",
        ),
        (
            lambda: _evaluated(ComputationalGraph({"y": Gate(split, "x")}), np.ones(2)),
            TypeError,
            "graph: y has 2 values: a gate has one",
        ),
        (
            lambda: _evaluated(ComputationalGraph({"y": Gate(relu, "x")}), np.arange(2)),
            TypeError,
            "relu: A is an array of int64: gradients need floating point",
        ),
    ],
)
def test_what_cannot_be_right_is_refused_by_name(
    call: Callable[[], object], error: type[Exception], message: str
) -> None:
    with pytest.raises(error) as caught:
        call()
    assert message in str(caught.value)


def _evaluated(graph: ComputationalGraph, x: Any) -> ComputationalGraph:
    graph.forward(x=x)
    return graph


def test_the_drawing_has_values_above_and_gradients_below_each_edge() -> None:
    graph = slide()
    graph.forward(x=-2, y=5, z=-4)
    graph.backward()
    (ax,) = graph.draw().axes
    heights: dict[str, list[float]] = {}
    for text in ax.texts:
        heights.setdefault(text.get_text(), []).append(text.get_position()[1])
    assert {"-2", "5", "3", "-12", "-4", "1"} <= set(heights)  # five edges, values and gradients
    assert heights["-12"][0] > heights["1"][0]
    assert len(heights["-4"]) == 4  # the value of z, and three gradients
    assert {"+", "×", "distributes", "swaps", "x", "y", "z", "q", "f"} <= set(heights)


def test_values_and_gradients_differ_by_colour_and_by_slant() -> None:
    graph = slide()
    graph.forward(x=-2, y=5, z=-4)
    graph.backward()
    looks = {(t.get_color(), t.get_fontstyle()) for t in graph.draw().axes[0].texts}
    assert {(plot.BLUE, "normal"), (plot.ORANGE, "italic")} <= looks


def test_a_drawing_before_backward_shows_no_gradients() -> None:
    graph = slide()
    graph.forward(x=-2, y=5, z=-4)
    assert all(t.get_color() != plot.ORANGE for t in graph.draw().axes[0].texts)


def test_a_branch_is_marked_as_adding_and_arrays_are_told_by_shape() -> None:
    graph = ComputationalGraph({"q": Gate(mul, "x", "x"), "f": Gate(squared_norm, "q")})
    graph.forward(x=np.ones((2, 3)))
    graph.backward()
    shown = [t.get_text() for t in graph.draw().axes[0].texts]
    assert "adds" in shown and "(2, 3)" in shown


def test_no_two_stops_of_a_drawing_share_a_place_and_columns_follow_depth() -> None:
    graph = patterns()
    graph.forward(x=3, y=-4, z=2, w=-1)
    layout = Layout(graph)
    places = list(layout.places.values())
    for i, (x, y) in enumerate(places):
        assert all(abs(x - u) > 0.1 or abs(y - v) > 1 for u, v in places[:i])
    columns = [layout.places[name][0] for name in ("x", "a", "c", "f")]
    assert columns == sorted(set(columns))


def test_a_drawing_is_a_figure_that_show_accepts_with_its_description() -> None:
    graph = patterns()
    graph.forward(x=3, y=-4, z=2, w=-1)
    graph.backward()
    text = graph.describe()
    assert "c = add(a, b), which distributes: value -10, gradient 2." in text
    assert "f = mul(c, 2), which swaps: value -20, gradient 1." in text
    page = plot.html(graph.draw(), alt=text)
    assert base64.b64decode(page.split("base64,")[1].split('"')[0]).startswith(b"\x89PNG")

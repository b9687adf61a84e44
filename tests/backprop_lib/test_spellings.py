"""The same net in every spelling gives the same gradients, and the same mistake the same words."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backprop_lib import losses, units
from backprop_lib.graph import ComputationalGraph, Gate
from backprop_lib.nodes import Node, unit
from backprop_lib.tensor import Tensor
from benchmarks import peers, spellings
from benchmarks.problems import Problem, flat, products
from tests.backprop_lib.unit_cases import CASES, as_tuple, upstream_like

OURS = {
    "units": spellings.with_units,
    "nodes": spellings.with_nodes,
    "graph": spellings.with_graph,
    "tensor": spellings.with_tensors,
}


def problem(kind: str, rng: np.random.Generator, m: int, p: int, h: int, q: int) -> Problem:
    """A net of one of the kinds that are measured, of any size."""
    X, Y = rng.standard_normal((m, p)), rng.standard_normal((m, q))
    params: list[Any] = [rng.standard_normal((p, h)), rng.standard_normal((h, q))]
    if kind == "affine":
        params = [X, rng.standard_normal((p, q)), rng.standard_normal(q)]
    elif kind in ("softmax", "binary"):
        q = q + 1 if kind == "softmax" else 1
        params = [
            rng.standard_normal(shape) for shape in ((p, h), (h,), (h, h), (h,), (h, q), (q,))
        ]
        labels = rng.integers(0, max(q, 2), m)
        Y = np.eye(q)[labels] if kind == "softmax" else labels[:, None].astype(float)
    return Problem(kind, kind, kind, tuple(params), X, Y)


@given(st.data())
@pytest.mark.parametrize("kind", ["sigmoid", "affine", "softmax", "binary"])
@pytest.mark.parametrize("spelling", OURS)
def test_gradients_are_those_of_the_flat_net(spelling: str, kind: str, data: st.DataObject) -> None:
    rng = np.random.default_rng(data.draw(st.integers(0, 2**32 - 1)))
    net = problem(kind, rng, *(data.draw(st.integers(1, 6)) for _ in range(4)))
    run = OURS[spelling](net)
    for _ in range(2):  # a second time starts afresh
        for actual, expected in zip(run(), flat(net)(), strict=True):
            if kind == "binary":  # flat subtracts what the unit never adds
                np.testing.assert_allclose(actual, expected, rtol=1e-12, atol=1e-14)
            else:
                np.testing.assert_array_equal(actual, expected)


@pytest.mark.parametrize("kind", ["sigmoid", "affine", "softmax", "binary"])
def test_hips_autograd_agrees(kind: str) -> None:
    net = problem(kind, np.random.default_rng(0), 5, 4, 3, 2)
    for actual, expected in zip(peers.with_autograd(net)(), flat(net)(), strict=True):
        np.testing.assert_allclose(actual, expected, rtol=1e-9, atol=1e-12)


def test_the_bare_products_have_the_shapes_of_the_gradients() -> None:
    for kind in ("sigmoid", "softmax"):
        net = problem(kind, np.random.default_rng(0), 5, 4, 3, 2)
        weights = [param.shape for param in net.params if param.ndim == 2]
        assert [product.shape for product in products(net)()] == weights


@pytest.mark.parametrize("name", CASES)
def test_every_unit_gives_its_own_gradients_as_nodes(name: str) -> None:
    rng = np.random.default_rng(0)
    setup = CASES[name](rng, 4, 3, 2, np.float64)
    value, back = setup.call(*setup.arrays)
    if isinstance(value, tuple):
        d = tuple(upstream_like(rng, each) for each in value)
    else:
        d = upstream_like(rng, value)
    expected = as_tuple(back(d))
    nodes = [Node(array) for array in setup.arrays]
    result = unit(setup.call)(*nodes)
    if isinstance(result, tuple):
        total = sum(unit(units.sum_)(unit(units.mul)(r, e)) for r, e in zip(result, d, strict=True))
        total.back()
    else:
        result.back(d)
    for node, gradient in zip(nodes, expected, strict=True):
        np.testing.assert_allclose(node.grad, gradient, rtol=1e-13, atol=1e-15)


X, W, b = np.ones((10, 64)), np.ones((10, 32)), np.zeros(32)
A, T = np.zeros((2, 3)), 2 * np.eye(3)[:2]


@pytest.mark.parametrize(
    ("rungs", "error"),
    [
        (
            [
                lambda: units.matmul(X, W),
                lambda: unit(units.matmul)(X, Node(W)),
                lambda: ComputationalGraph({"A": Gate(units.matmul, "X", "W")}).forward(X=X, W=W),
                lambda: X @ Tensor(W),
            ],
            ValueError,
        ),
        (
            [
                lambda: units.logistic(A, T),
                lambda: unit(units.logistic)(Node(A), T),
                lambda: ComputationalGraph({"L": Gate(units.logistic, "A", "T")}).forward(A=A, T=T),
                lambda: Tensor(A).apply(units.logistic, T),
            ],
            ValueError,
        ),
        (
            [
                lambda: losses.mse(A, T.astype(int)),
                lambda: unit(losses.mse)(Node(A), T.astype(int)),
                lambda: ComputationalGraph({"L": Gate(losses.mse, "A", "T")}).forward(
                    A=A, T=T.astype(int)
                ),
                lambda: Tensor(A).apply(losses.mse, T.astype(int)),
            ],
            TypeError,
        ),
    ],
)
def test_a_mistake_is_told_in_the_same_words_by_every_spelling(
    rungs: list[Callable[[], object]], error: type[Exception]
) -> None:
    told = set()
    for rung in rungs:
        with pytest.raises(error) as caught:
            rung()
        told.add(str(caught.value))
    assert len(told) == 1

"""Nodes and blocks: what is recorded, what flows back, and what is refused."""

import gc
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backprop_lib import units
from backprop_lib.gradcheck import numerical_gradient
from backprop_lib.nodes import Block, Node, function, unit

affine, relu, logistic = unit(units.affine), unit(units.relu), unit(units.logistic)
decay, mul, split, matmul = (
    unit(units.decay),
    unit(units.mul),
    unit(units.split),
    unit(units.matmul),
)
sigmoid, squared_norm = unit(units.sigmoid), unit(units.squared_norm)

Rng = np.random.Generator


@function
def model(X: Any, U: Any) -> Any:
    U1, U2 = U
    return affine(relu(affine(X, *U1)), *U2)


@function
def loss(A: Any, T: Any, W: Any) -> Any:
    return logistic(A, T) + decay(W, 0.1)


def two_layers(rng: Rng, m: int = 5) -> tuple[Any, Any, Any]:
    U = tuple(
        (Node(rng.standard_normal((p, q))), Node(rng.standard_normal(q)))
        for p, q in ((3, 4), (4, 2))
    )
    return rng.standard_normal((m, 3)), U, np.eye(2)[rng.integers(0, 2, m)]


def numerical(f: Callable[[], Any], node: Node) -> Any:
    """The gradient of what f computes, by differences in the value of a node."""
    value = node.value

    def g(x: Any) -> float:
        node.value = x
        return float(f().value)

    try:
        return numerical_gradient(g, value)
    finally:
        node.value = value


def test_the_lectures_model_and_loss_have_the_numerical_gradients() -> None:
    X, U, T = two_layers(np.random.default_rng(0))
    (W1, b1), (W2, b2) = U

    def L() -> Any:
        return loss(model(X, U), T, (W1, W2))

    L().back()
    for node in (W1, b1, W2, b2):
        gradient = node.grad
        np.testing.assert_allclose(gradient, numerical(L, node), rtol=1e-6, atol=1e-9)


def test_a_function_of_functions_gives_what_its_calls_one_by_one_give() -> None:
    X, U, T = two_layers(np.random.default_rng(1))
    W = U[0][0], U[1][0]

    @function
    def net(X: Any, U: Any, T: Any, W: Any) -> Any:
        return loss(model(X, U), T, W)

    net(X, U, T, W).back()
    inside = [node.grad for pair in U for node in pair]
    A = affine(relu(affine(X, *U[0])), *U[1])
    (logistic(A, T) + decay(W, lam=0.1)).back()
    for node, was in zip((node for pair in U for node in pair), inside, strict=True):
        np.testing.assert_array_equal(node.grad, was)


def test_a_block_prints_its_calls_with_their_shapes() -> None:
    X, U, T = two_layers(np.random.default_rng(2))

    @function
    def net(X: Any, U: Any, T: Any) -> Any:
        return loss(model(X, U), T, (U[0][0], U[1][0]))

    block = net(X, U, T)
    assert isinstance(block, Block)
    assert block.tree().splitlines() == [
        "net((5,3), [[(3,4), (4,)], [(4,2), (2,)]], (5,2)) -> ()",
        "├─ model((5,3), [[(3,4), (4,)], [(4,2), (2,)]]) -> (5,2)",
        "│  ├─ affine((5,3), (3,4), (4,)) -> (5,4)",
        "│  ├─ relu((5,4)) -> (5,4)",
        "│  └─ affine((5,4), (4,2), (2,)) -> (5,2)",
        "└─ loss((5,2), (5,2), [(3,4), (4,2)]) -> ()",
        "   ├─ logistic((5,2), (5,2)) -> ()",
        "   ├─ decay([(3,4), (4,2)], 0.1) -> ()",
        "   └─ add([(), ()]) -> ()",
    ]
    assert repr(block) == "Block(net ())"
    assert repr(U[0][0]) == "Node((3,4))"


@given(st.integers(0, 2**32 - 1), st.integers(1, 6))
def test_shared_parameters_in_a_loop_get_the_sum_of_their_gradients(seed: int, steps: int) -> None:
    rng = np.random.default_rng(seed)
    x, W = Node(rng.standard_normal((2, 3))), Node(0.5 * rng.standard_normal((3, 3)))

    @function
    def recurrent(x: Any, W: Any) -> Any:
        for _ in range(steps):
            x = sigmoid(matmul(x, W))
        return squared_norm(x)

    recurrent(x, W).back()
    dx, dW = x.grad, W.grad
    np.testing.assert_allclose(dW, numerical(lambda: recurrent(x, W), W), rtol=1e-5, atol=1e-9)
    np.testing.assert_allclose(dx, numerical(lambda: recurrent(x, W), x), rtol=1e-5, atol=1e-9)


@pytest.mark.parametrize(("positive", "expected"), [(True, [2.0, 4.0]), (False, [0.0, 0.0])])
def test_only_the_branch_that_was_taken_is_replayed(positive: bool, expected: list[float]) -> None:
    x, y = Node(np.array([1.0, 2.0])), Node(np.array([3.0]))

    @function
    def either(x: Any, y: Any) -> Any:
        return squared_norm(x) if positive else squared_norm(y)

    either(x, y).back()
    np.testing.assert_array_equal(x.grad, expected)


def test_a_second_back_gives_the_same() -> None:
    X, U, T = two_layers(np.random.default_rng(3))
    L = loss(model(X, U), T, (U[0][0], U[1][0]))
    L.back()
    once = U[0][0].grad.copy()
    L.back()
    np.testing.assert_array_equal(U[0][0].grad, once)


def test_gradients_start_from_zero_for_another_loss() -> None:
    x = Node(np.array([1.0, 2.0]))
    squared_norm(x).back()
    mul(x, np.array([5.0, 7.0])).back(np.ones(2))
    np.testing.assert_array_equal(x.grad, [5, 7])


def test_a_node_that_was_never_reached_has_a_gradient_of_zeros() -> None:
    np.testing.assert_array_equal(Node(np.ones((2, 3))).grad, np.zeros((2, 3)))


def test_a_node_used_twice_accumulates_and_changes_no_gradient_of_another() -> None:
    x = Node(np.array([1.0, -2.0]))
    y = x + x
    (y + y).back(np.array([1.0, 10.0]))
    np.testing.assert_array_equal(x.grad, [4, 40])
    np.testing.assert_array_equal(y.grad, [2, 20])


def test_arrays_may_stand_on_either_side_of_plus_and_sum_adds_up() -> None:
    x = Node(np.array([1.0, 2.0]))
    one: Any = np.ones(2)
    for total in (x + one, one + x, sum([x, one], 0 * one)):
        assert isinstance(total, Node)
        total.back(np.array([3.0, 4.0]))
        np.testing.assert_array_equal(x.grad, [3, 4])


def test_an_interior_node_of_a_block_may_be_used_outside_of_it() -> None:
    kept: list[Any] = []
    x = Node(np.array([1.0, 2.0]))

    @function
    def doubled_norm(x: Any) -> Any:
        kept.append(x + x)
        return squared_norm(kept[-1])

    L = doubled_norm(x)
    (L + squared_norm(kept[0])).back()
    np.testing.assert_array_equal(x.grad, 16 * x.value)  # twice the gradient of |2 x|^2


def test_a_function_may_return_its_argument_or_several_nodes() -> None:
    x = Node(np.array([1.0, 2.0]))

    @function
    def both(x: Any) -> Any:
        return x, mul(x, x)

    same, square = both(x)
    (squared_norm(same) + squared_norm(square)).back()
    np.testing.assert_allclose(x.grad, 2 * x.value + 4 * x.value**3)
    square.back(np.ones(2))
    np.testing.assert_allclose(x.grad, 2 * x.value)


def test_the_parts_of_a_split_bring_back_the_sum_of_their_gradients() -> None:
    x = Node(np.array([1.0, 2.0]))
    first, second = split(x)
    (squared_norm(first) + squared_norm(second)).back()
    np.testing.assert_array_equal(x.grad, 4 * x.value)
    second.back(np.array([5.0, 6.0]))
    np.testing.assert_array_equal(x.grad, [5, 6])


@pytest.mark.parametrize(
    ("nodes", "skipped"),
    [((1, 2), ["X"]), ((1,), ["X", "b"]), ((0,), ["W", "b"]), ((0, 1, 2), ())],
)
def test_the_gradients_of_what_is_no_node_are_not_computed(
    nodes: tuple[int, ...], skipped: Any
) -> None:
    seen: list[Any] = []

    def spied(X: Any, W: Any, b: Any, *, skip: Any = ()) -> Any:
        seen.append(skip)
        return units.affine(X, W, b, skip=skip)

    rng = np.random.default_rng(4)
    args: list[Any] = [rng.standard_normal(shape) for shape in ((5, 3), (3, 2), (2,))]
    upstream = rng.standard_normal((5, 2))
    expected = units.affine(*args)[1](upstream)
    for i in nodes:
        args[i] = Node(args[i])
    unit(spied)(*args).back(upstream)
    assert seen == [skipped]
    for i in nodes:
        np.testing.assert_array_equal(args[i].grad, expected[i])


def test_what_is_computed_from_no_node_is_skipped_like_an_array() -> None:
    X, U, T = two_layers(np.random.default_rng(5))
    features = relu(affine(X, *(node.value for node in U[0])))
    L = logistic(affine(features, *U[1]), T)
    L.back()
    assert not features.takes_gradient
    np.testing.assert_array_equal(features.grad, np.zeros((5, 4)))
    assert np.abs(U[1][0].grad).sum() > 0


def test_a_chain_of_a_hundred_thousand_nodes_goes_forward_and_back() -> None:
    x = Node(np.array([1.0]))
    y = x
    for _ in range(100_000):
        y = relu(y)
    y.back(np.array([3.0]))
    assert x.grad == 3


def test_nodes_leave_no_reference_cycles() -> None:
    X, U, T = two_layers(np.random.default_rng(6))
    gc.collect()
    gc.disable()
    try:
        for _ in range(3):
            L = loss(model(X, U), T, (U[0][0], U[1][0]))
            L.back()
            L.tree()
        first, second = split(U[0][0])
        (squared_norm(first) + squared_norm(second)).back()
        del L, first, second
        assert gc.collect() == 0
    finally:
        gc.enable()


def test_an_error_inside_a_function_closes_its_record() -> None:
    x = Node(np.ones(2))

    @function
    def broken(x: Any) -> Any:
        squared_norm(x)
        raise ZeroDivisionError

    @function
    def fine(x: Any) -> Any:
        with pytest.raises(ZeroDivisionError):
            broken(x)
        return squared_norm(x)

    assert [call.name for call in fine(x).calls] == ["squared_norm"]


def gradient_of_the_wrong_shape(x: Any) -> Any:
    return x * 2, lambda d: np.ones(7)


def too_many_gradients(x: Any) -> Any:
    return x * 2, lambda d: (d, d)


x = Node(np.ones(2))


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: Node([1.0, 2.0]), TypeError, "Node: value is a list"),  # type: ignore[arg-type]
        (lambda: Node(np.ones(3).astype(int)), TypeError, "Node: value is an array of int64"),
        (
            lambda: affine(np.ones((10, 64)), Node(np.ones((10, 32))), np.zeros(32)),
            ValueError,
            "affine: X is (10, 64), W is (10, 32): X's columns must equal W's rows",
        ),
        (lambda: x.back(), ValueError, "back: the value is (2,): call back on a scalar"),
        (lambda: x.back(np.ones(3)), ValueError, "gradient is (3,), the value is (2,)"),
        (
            lambda: logistic(Node(np.zeros((1, 2))), Node(np.eye(2)[:1])).back(),
            TypeError,
            "logistic: argument 1 is a node, but takes no gradient: pass its value",
        ),
        (
            lambda: unit(gradient_of_the_wrong_shape)(x).back(np.ones(2)),
            ValueError,
            "gradient_of_the_wrong_shape: a gradient is (7,), its argument is (2,)",
        ),
        (
            lambda: unit(too_many_gradients)(x).back(np.ones(2)),
            ValueError,
            "too_many_gradients: back returned 2 gradients for 1 arguments",
        ),
        (lambda: function(lambda x: None)(x), TypeError, "returned None: return a node"),
        (lambda: function(lambda x: x.value)(x), TypeError, "returned (2,): return a node"),
        (lambda: x + 1.0, TypeError, "add: terms[1] is a float: pass an array"),
    ],
)
def test_what_cannot_be_right_is_refused_by_name(
    call: Callable[[], object], error: type[Exception], message: str
) -> None:
    with pytest.raises(error) as caught:
        call()
    assert message in str(caught.value)

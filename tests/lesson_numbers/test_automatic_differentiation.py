"""The numbers that the text of lesson 09 states."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from backprop_lib.data import xor
from backprop_lib.exercises.automatic_differentiation import LESSON
from backprop_lib.exercises.automatic_differentiation.reference import (
    Node,
    Tensor,
    calls,
    count_products,
    function,
    gradients,
    tensor_loss,
    tensors,
    unit,
)

PARAMS = (
    np.array([[1.0, -1.0, 0.5], [0.5, 1.0, -1.0]]),
    np.array([0.1, 0.2, 0.3]),
    np.array([[1.0], [-2.0], [0.5]]),
    np.array([0.25]),
)


def mul(X: Any, Y: Any) -> Any:
    return X * Y, lambda dZ: (dZ * Y, dZ * X)


def add(X: Any, Y: Any) -> Any:
    return X + Y, lambda dS: (dS, dS)


def relu(A: Any) -> Any:
    return np.maximum(A, 0), lambda dZ: dZ * (A > 0)


def replayed(*replays: Callable[[list[Any]], Any]) -> tuple[float, float]:
    calls.clear()
    x, y = Node(3.0), Node(2.0)
    o = unit(relu)(unit(add)(unit(mul)(x, y), y))
    o.grad = 1.0
    for replay in replays:
        for node in replay(list(calls)):
            node.back()
    return float(x.grad), float(y.grad)


def test_the_lesson_pays_17_points() -> None:
    assert LESSON.points == 17
    assert LESSON.exercises[2].parts == {
        "values": 1, "gradients": 1, "branches": 2, "again": 1, "deep": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("L", "direct", "reuse"),
    [(1, 2, 2), (3, 9, 6), (10, 65, 20), (100, 5150, 200), (200, 20300, 400)],
)
def test_products_without_and_with_reuse(L: int, direct: int, reuse: int) -> None:
    assert (count_products(L, False), count_products(L, True)) == (direct, reuse)
    assert (direct, reuse) == (L * (L + 3) / 2, 2 * L)


def test_three_layers_take_2_and_3_and_4_products() -> None:
    counts = [count_products(L, False) for L in range(4)]
    assert np.diff(counts).tolist() == [2, 3, 4]


def test_the_lectures_program_gives_8_and_2_and_4() -> None:
    x, y = Tensor(3.0), Tensor(2.0)
    z = x * y
    w = z + y
    o = w.relu()
    o.backward()
    assert (z.value, w.value, o.value, x.grad, y.grad) == (6, 8, 8, 2, 4)
    assert (z.grad, w.grad, o.grad) == (1, 1, 1)


def test_three_thousand_additions_with_a_condition() -> None:
    x, total = Tensor(1.0), Tensor(0.0)
    for _ in range(3000):
        total = total + (x if total.value < 100 else x * 0.5)
    total.backward()
    assert total.value == x.grad == 100 + 2900 / 2 == 1550


def test_rows_that_were_multiplied_by_1_and_10_and_100() -> None:
    W = tensors(np.arange(1.0, 7.0).reshape(3, 2))
    (np.array([[1.0, 10.0, 100.0]]) @ W).sum().backward()
    assert gradients(W).tolist() == [[1, 1], [10, 10], [100, 100]]


def test_the_net_gives_what_pytorch_printed() -> None:
    loss, grads = tensor_loss(PARAMS, *xor())
    printed: tuple[Any, ...] = (
        [[2.2, -2.9, 0.375], [-1.1, 2.2, 0.0]],
        [-0.25, 2.0, 0.425],
        [[1.625], [-2.75], [0.63]],
        [-0.25],
    )
    assert loss == pytest.approx(4.58875, abs=1e-12)
    for grad, right in zip(grads, printed, strict=True):
        np.testing.assert_allclose(grad, right, atol=1e-12)


def test_replays_in_the_right_order_and_in_wrong_ones() -> None:
    assert replayed(reversed) == (2, 4)
    assert replayed(list) == (0, 0)
    assert replayed(reversed, reversed) == (8, 15)


def test_the_slides_tensor_gives_8_and_15_when_backward_is_called_twice() -> None:
    """It starts the result at 1, when its grad is 0, and nothing else at 0."""
    x_grad = y_grad = z_grad = w_grad = 0.0
    for _ in range(2):
        o_grad = 1.0
        w_grad += o_grad
        z_grad += w_grad
        y_grad += w_grad
        x_grad += 2.0 * z_grad
        y_grad += 3.0 * z_grad
    assert (x_grad, y_grad) == (8, 15)


def test_the_fourth_power_of_two() -> None:
    calls.clear()

    @function
    def power_of_four(x: Any) -> Any:
        result = x
        for _ in range(3):
            result = unit(mul)(result, x)
        return result

    x = Node(2.0)
    p = power_of_four(x)
    p.grad = 1.0
    p.back()
    assert (p.value, x.grad, len(calls)) == (16, 32, 1)

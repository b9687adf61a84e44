"""Tensors: each operation against numerical gradients, broadcasting, order, and refusals."""

import gc
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from autograd import elementwise_grad
from autograd import numpy as anp
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import mutually_broadcastable_shapes

from backprop_lib import units
from backprop_lib.gradcheck import numerical_gradient
from backprop_lib.tensor import Tensor, unbroadcast

OPERATIONS: dict[str, Callable[[Any], Any]] = {
    "negative": lambda x: -x,
    "square": lambda x: x**2,
    "cube root of a power": lambda x: (x**2) ** (1 / 3),
    "power 0": lambda x: x**0 * x,
    "inverse": lambda x: x**-1,
    "number on the left": lambda x: 2 - 3 * x + 4 / x,
    "number on the right": lambda x: (x - 2) * 3 + x / 4,
    "exp": lambda x: x.exp(),
    "log": lambda x: (x * x).log(),
    "relu": lambda x: x.relu(),
    "sum": lambda x: x.sum(),
    "sum over rows": lambda x: x.sum(axis=0),
    "sum kept": lambda x: x.sum(axis=1, keepdims=True),
    "sum over two axes": lambda x: x.sum(axis=(0, -1)),
    "mean": lambda x: x.mean(),
    "mean over columns": lambda x: x.mean(axis=1),
    "max": lambda x: x.max(),
    "max over columns": lambda x: x.max(axis=-1),
    "max kept": lambda x: x.max(axis=0, keepdims=True),
    "reshape": lambda x: x.reshape(4, 3),
    "reshape by a tuple": lambda x: x.reshape((2, -1)),
    "transpose": lambda x: x.T,
    "transpose by axes": lambda x: x.reshape(2, 3, 2).transpose(2, 0, 1),
    "an entry": lambda x: x[1, 2],
    "a slice": lambda x: x[:, 1:3],
    "rows several times": lambda x: x[[0, 2, 2, 2]],
    "a mask": lambda x: x[np.arange(12).reshape(3, 4) % 2 == 0],
    "softmax": lambda x: x.exp() / x.exp().sum(axis=1, keepdims=True),
    "a unit": lambda x: x.apply(units.gelu),
    "a unit with data": lambda x: x.apply(units.logistic, np.eye(4)[[0, 1, 3]]),
}


@pytest.mark.parametrize("name", OPERATIONS)
def test_gradients_equal_numerical_gradients(name: str) -> None:
    operation, rng = OPERATIONS[name], np.random.default_rng(0)
    x = rng.standard_normal((3, 4))
    x += np.copysign(0.3, x)  # away from the kink of relu and the pole of 1/x
    node = Tensor(x)
    y = operation(node)
    d = np.asarray(rng.standard_normal(np.shape(y.value)))
    y.backward(d)
    expected = numerical_gradient(lambda x: float((d * operation(Tensor(x)).value).sum()), x)
    np.testing.assert_allclose(node.grad, expected, rtol=1e-5, atol=1e-7)
    assert node.grad.shape == x.shape


@pytest.mark.parametrize("name", OPERATIONS)
def test_float32_stays_float32(name: str) -> None:
    x = np.random.default_rng(1).standard_normal((3, 4)).astype(np.float32)
    if name == "a unit with data":
        return  # the data there are float64
    node = Tensor(x)
    y = OPERATIONS[name](node)
    y.backward(np.ones(np.shape(y.value), np.float32))
    assert y.value.dtype == node.grad.dtype == np.float32


@given(
    mutually_broadcastable_shapes(num_shapes=2, max_dims=3, max_side=3),
    st.sampled_from("+-*/"),
    st.integers(0, 2**32 - 1),
)
def test_broadcasting_is_undone_as_hips_autograd_undoes_it(
    shapes: Any, sign: str, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    values = [np.asarray(rng.uniform(1, 2, shape)) for shape in shapes.input_shapes]
    f: Callable[[Any, Any], Any] = {
        "+": lambda a, b: a + b,
        "-": lambda a, b: a - b,
        "*": lambda a, b: a * b,
        "/": lambda a, b: a / b,
    }[sign]
    a, b = map(Tensor, values)
    y = f(a, b)
    d = np.asarray(rng.standard_normal(shapes.result_shape))
    y.backward(d)
    for i, tensor in enumerate((a, b)):
        expected = elementwise_grad(lambda *ab: anp.sum(d * f(*ab)), i)(*values)
        np.testing.assert_allclose(tensor.grad, expected, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize(
    ("left", "right"), [((3, 4), (4, 2)), ((4,), (4, 2)), ((3, 4), (4,)), ((4,), (4,))]
)
def test_matrix_products_of_matrices_and_vectors(left: Any, right: Any) -> None:
    rng = np.random.default_rng(2)
    a, b = Tensor(rng.standard_normal(left)), Tensor(rng.standard_normal(right))
    y = a @ b
    np.testing.assert_allclose(y.value, np.dot(a.value, b.value))
    d = np.asarray(rng.standard_normal(y.shape))
    y.backward(d)
    for i, tensor in enumerate((a, b)):
        expected = elementwise_grad(lambda *ab: anp.sum(d * anp.dot(*ab)), i)(a.value, b.value)
        np.testing.assert_allclose(tensor.grad, expected)


def test_arrays_beside_tensors_are_constants() -> None:
    X, W = np.ones((5, 3)), Tensor(np.ones((3, 2)))
    A = X @ W
    assert [tensor for tensor, _ in A.inputs] == [W]  # no rule, so no product, for X
    (A * np.full((5, 2), 2.0)).sum().backward()
    np.testing.assert_array_equal(W.grad, np.full((3, 2), 10.0))


def test_the_lectures_program() -> None:
    # z = x y, w = z + y, o = relu(w) at x = 3, y = 2
    x, y = Tensor(3.0), Tensor(2.0)
    o = (x * y + y).relu()
    o.backward()
    assert (o.value, x.grad, y.grad) == (8, 2, 4)


def test_b_is_a_plus_a_and_c_is_b_plus_b() -> None:
    a = Tensor(np.array([1.0]))
    b = a + a
    c = b + b
    c.backward(np.array([1.0]))
    assert (a.grad, b.grad) == (4, 2)


def test_a_second_backward_gives_the_same() -> None:
    x = Tensor(np.array([1.0, 2.0]))
    y = x * x
    L = (y * y).sum()
    L.backward()
    L.backward()
    np.testing.assert_array_equal(x.grad, 4 * x.value**3)
    y.backward(np.ones(2))
    np.testing.assert_array_equal(x.grad, 2 * x.value)


def test_ties_of_max_send_the_gradient_to_the_first() -> None:
    x = Tensor(np.array([[1.0, 3.0, 3.0], [2.0, 2.0, 0.0]]))
    x.max(axis=1).backward(np.array([5.0, 7.0]))
    np.testing.assert_array_equal(x.grad, [[0, 5, 0], [7, 0, 0]])


def test_each_gradient_is_an_array_of_its_own() -> None:
    x, y = Tensor(np.ones((2, 2))), Tensor(np.ones((2, 2)))
    total = x + y
    d = np.array([[1.0, 2.0], [3.0, 4.0]])
    total.T.backward(d)
    gradients = [x.grad, y.grad, total.grad, d]
    for i, one in enumerate(gradients):
        assert not any(np.shares_memory(one, other) for other in gradients[:i])


def test_a_chain_of_a_hundred_thousand_goes_forward_and_back() -> None:
    x = Tensor(np.array([1.0]))
    y = x
    for _ in range(100_000):
        y = y + x
    y.backward(np.array([1.0]))
    assert x.grad == 100_001


def test_tensors_leave_no_reference_cycles() -> None:
    gc.collect()
    gc.disable()
    try:
        for operation in OPERATIONS.values():
            y = operation(Tensor(np.ones((3, 4))))
            y.backward(np.ones(np.shape(y.value)))
        z = Tensor(np.ones((2, 3))) @ Tensor(np.ones((3, 2))) - np.ones(2)
        z.sum().backward()
        del y, z
        assert gc.collect() == 0
    finally:
        gc.enable()


def test_unbroadcast_sums_over_new_and_stretched_axes() -> None:
    d = np.ones((4, 2, 3))
    np.testing.assert_array_equal(unbroadcast(d, (2, 1)), [[12], [12]])
    assert unbroadcast(d, ()) == 24
    assert unbroadcast(d, (4, 2, 3)) is d


x = Tensor(np.ones((2, 3)))


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: Tensor([1.0]), TypeError, "Tensor: value is a list: pass an array"),  # type: ignore[arg-type]
        (lambda: Tensor(np.ones(2).astype(int)), TypeError, "Tensor: value is an array of int64"),
        (lambda: x + np.ones((2, 4)), ValueError, "add: left is (2, 3), right is (2, 4)"),
        (lambda: np.ones((2, 4)) - x, ValueError, "sub: left is (2, 4), right is (2, 3)"),
        (lambda: x * np.ones((2, 3), int), TypeError, "mul: right is an array of int64"),
        (lambda: x / np.ones((2, 3), np.float32), TypeError, "div: left is float64, right is fl"),
        (lambda: x + "1", TypeError, "add: right is a str: pass an array"),  # type: ignore[operator]
        (
            lambda: Tensor(np.ones((10, 64))) @ np.ones((10, 32)),
            ValueError,
            "matmul: X is (10, 64), W is (10, 32): X's columns must equal W's rows",
        ),
        (lambda: x @ np.ones((3, 2), int), TypeError, "matmul: W is an array of int64"),
        (lambda: x**x, TypeError, "pow: the exponent is a Tensor"),  # type: ignore[operator]
        (lambda: x.backward(), ValueError, "backward: the value is (2, 3): call backward on a s"),
        (lambda: x.backward(np.ones(3)), ValueError, "gradient is (3,), the value is (2, 3)"),
        (lambda: x.apply(units.mul, x), TypeError, "mul: an argument of apply is a Tensor"),
        (
            lambda: x.apply(units.logistic, np.ones((2, 3))),
            ValueError,
            "T must be one-of-k",
        ),
    ],
)
def test_what_cannot_be_right_is_refused_by_name(
    call: Callable[[], object], error: type[Exception], message: str
) -> None:
    with pytest.raises(error) as caught:
        call()
    assert message in str(caught.value)

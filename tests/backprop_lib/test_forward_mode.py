"""Forward mode: dual numbers run a unit's own code, and agree with its `back`."""

import copy
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backprop_lib import losses, matrix_units, units
from backprop_lib.arguments import by_argument
from backprop_lib.dual import Dual
from backprop_lib.second_order import jvp


class Sizes:
    """Random arrays of random sizes: m samples, p inputs, q outputs, k classes."""

    def __init__(self, rng: np.random.Generator, dtype: Any) -> None:
        self.rng, self.dtype = rng, dtype
        self.m, self.p, self.q = (int(n) for n in rng.integers(1, 5, 3))
        self.k = int(rng.integers(2, 5))

    def normal(self, *shape: int) -> Any:
        return self.rng.standard_normal(shape).astype(self.dtype)

    def targets(self) -> Any:
        return np.eye(self.k, dtype=self.dtype)[self.rng.integers(0, self.k, self.m)]

    def definite(self) -> Any:
        A = self.normal(self.p, self.p)
        return A @ A.T + np.eye(self.p, dtype=self.dtype)


ELEMENTWISE = [
    units.sigmoid, units.tanh, units.relu, units.leaky_relu, units.elu, units.softplus,
    units.swish, units.gelu,
]  # fmt: skip

# name: a unit, and its arguments for some sizes; those that take a gradient come first.
CASES: dict[str, tuple[Callable[..., Any], Callable[[Sizes], list[Any]]]] = {
    **{f.__name__: (f, lambda s: [3 * s.normal(s.m, s.p)]) for f in ELEMENTWISE},
    "affine": (units.affine, lambda s: [s.normal(s.m, s.p), s.normal(s.p, s.q), s.normal(s.q)]),
    "matmul": (units.matmul, lambda s: [s.normal(s.m, s.p), s.normal(s.p, s.q)]),
    "add": (units.add, lambda s: [(s.normal(s.m, s.p), s.normal(s.m, s.p))]),
    "sub": (units.sub, lambda s: [s.normal(s.m), s.normal(s.m)]),
    "mul": (units.mul, lambda s: [s.normal(s.m), s.normal(s.m)]),
    "dot": (units.dot, lambda s: [s.normal(s.p), s.normal(s.p)]),
    "sum_": (lambda X: units.sum_(X, axis=0), lambda s: [s.normal(s.m, s.p)]),
    "max_": (units.max_, lambda s: [tuple(s.normal(s.m, s.p) for _ in range(3))]),
    "split": (units.split, lambda s: [s.normal(s.m, s.p)]),
    "squared_norm": (units.squared_norm, lambda s: [s.normal(s.m, s.p)]),
    "decay": (units.decay, lambda s: [[s.normal(s.p, s.q), s.normal(s.q)], 0.3]),
    "logistic": (units.logistic, lambda s: [s.normal(s.m, s.k), s.targets()]),
    "maxout": (
        units.maxout,
        lambda s: [s.normal(s.m, s.p), s.normal(s.k, s.p, s.q), s.normal(s.k, s.q)],
    ),
    "dropout": (units.dropout, lambda s: [s.normal(s.m, s.p), 0.3, np.random.default_rng(1)]),
    "batch_norm": (
        units.batch_norm,
        lambda s: [s.normal(s.m + 2, s.p), s.normal(s.p), s.normal(s.p)],
    ),
    "layer_norm": (
        units.layer_norm,
        lambda s: [s.normal(s.m, s.p + 2), s.normal(s.p + 2), s.normal(s.p + 2)],
    ),
    "residual": (units.residual(units.tanh), lambda s: [s.normal(s.m, s.p)]),
    "mse": (losses.mse, lambda s: [s.normal(s.m, s.q), s.normal(s.m, s.q)]),
    "mae": (losses.mae, lambda s: [s.normal(s.m, s.q), s.normal(s.m, s.q)]),
    "hinge": (losses.hinge, lambda s: [s.normal(s.m, s.k), s.targets()]),
    "binary_cross_entropy": (
        losses.binary_cross_entropy,
        lambda s: [s.normal(s.m, s.k), s.targets()],
    ),
    "quadratic_form": (matrix_units.quadratic_form, lambda s: [s.normal(s.p), s.definite()]),
    "axb": (
        matrix_units.axb,
        lambda s: [s.normal(s.m, s.p), s.normal(s.p, s.q), s.normal(s.q, s.k)],
    ),
    "inverse": (matrix_units.inverse, lambda s: [s.definite()]),
    "log_determinant": (matrix_units.log_determinant, lambda s: [s.definite()]),
    "trace": (matrix_units.trace, lambda s: [s.normal(s.p, s.p)]),
}


def normal_like(rng: np.random.Generator, nested: Any) -> Any:
    if isinstance(nested, tuple | list):
        return type(nested)(normal_like(rng, part) for part in nested)
    return np.asarray(rng.standard_normal(np.shape(nested)), dtype=nested.dtype)


def inner(a: Any, b: Any) -> float:
    if isinstance(a, tuple | list):
        return sum(inner(x, y) for x, y in zip(a, b, strict=True))
    return float(np.vdot(np.asarray(a, float), np.asarray(b, float)))


def both_modes(name: str, seed: int, dtype: Any) -> tuple[float, float, Any, Any]:
    """<v, J t> forward, <v J, t> backward; the value as each mode has it."""
    rng = np.random.default_rng(seed)
    unit, draw = CASES[name]
    args = draw(Sizes(rng, dtype))
    value, back = unit(*copy.deepcopy(args))
    v = normal_like(rng, value)
    gradients = by_argument(name, args, back(v))
    t = tuple(normal_like(rng, arg) for arg in args[: len(gradients)])
    forward_value, Jt = jvp(unit, args, t)
    return inner(v, Jt), inner(gradients, t), value, forward_value


@pytest.mark.parametrize("name", CASES)
@given(seed=st.integers(0, 2**32 - 1))
def test_forward_and_reverse_mode_agree(name: str, seed: int) -> None:
    forward, backward, value, forward_value = both_modes(name, seed, np.float64)
    assert forward == pytest.approx(backward, rel=1e-8, abs=1e-8)
    assert inner(value, value) == inner(forward_value, forward_value)


@pytest.mark.parametrize("name", CASES)
def test_forward_mode_keeps_float32(name: str) -> None:
    forward, backward, _, value = both_modes(name, 0, np.float32)
    assert forward == pytest.approx(backward, rel=2e-2, abs=1e-3)
    parts = value if isinstance(value, tuple) else (value,)
    assert {part.dtype for part in parts} == {np.dtype(np.float32)}
    rng = np.random.default_rng(0)
    unit, draw = CASES[name]
    args = draw(Sizes(rng, np.float32))
    first = normal_like(rng, args[0])
    tangent = jvp(unit, args, [first])[1]
    tangents = tangent if isinstance(tangent, tuple) else (tangent,)
    assert {part.dtype for part in tangents} == {np.dtype(np.float32)}


@given(seed=st.integers(0, 2**32 - 1))
def test_forward_mode_of_singular_values_and_eigenvalues(seed: int) -> None:
    rng = np.random.default_rng(seed)
    A, dA = rng.normal(size=(4, 3)), rng.normal(size=(4, 3))
    S, dS = A.T @ A, dA.T @ dA
    for unit, x, t in [(matrix_units.singular_values, A, dA), (matrix_units.eigenvalues, S, dS)]:
        try:
            value, back = unit(x)
        except ValueError:
            continue  # two values too close for a derivative
        v = rng.normal(size=value.shape)
        assert inner(v, jvp(unit, [x], [t])[1]) == pytest.approx(inner(back(v), t), rel=1e-6)


@pytest.mark.parametrize("x", [-1e3, -20.0, 0.0, 20.0, 1e3])
@pytest.mark.parametrize("unit", ELEMENTWISE, ids=lambda unit: unit.__name__)
def test_forward_mode_is_exact_and_silent_at_zero_and_far_out(unit: Any, x: float) -> None:
    with warnings.catch_warnings(), np.errstate(over="raise", divide="raise", invalid="raise"):
        warnings.simplefilter("error")
        _, slope = jvp(unit, [np.array([x])], [np.array([1.0])])
        expected = unit(np.array([x]))[1](np.array([1.0]))
    np.testing.assert_allclose(slope, expected, rtol=1e-12)


def test_an_argument_without_a_tangent_stays() -> None:
    X, W, dW = np.ones((2, 3)), np.ones((3, 1)), np.full((3, 1), 2.0)
    value, tangent = jvp(units.matmul, [X, W], [None, dW])
    np.testing.assert_array_equal(value, [[3.0], [3.0]])
    np.testing.assert_array_equal(tangent, [[6.0], [6.0]])


def test_arguments_and_tangents_are_left_as_they_were() -> None:
    def careless(x: Any) -> Any:
        x *= 2
        return x, None

    x, t = np.ones(2), np.ones(2)
    value, tangent = jvp(careless, [x], [t])
    np.testing.assert_array_equal([value, tangent, x, t], [[2, 2], [2, 2], [1, 1], [1, 1]])


def half(x: Any) -> Any:
    return np.asarray(x) / 2, None


def into_a_plain_array(x: Any) -> Any:
    total = np.zeros(2)
    total += x
    return total, None


def entry_by_entry(x: Any) -> Any:
    out = np.zeros(2)
    out[0] = x[0]
    return out, None


x = np.ones(2)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: jvp(units.relu, [x], [np.ones(3)]), ValueError, "A is (2,), its tangent (3,)"),
        (lambda: jvp(units.relu, [x], [x, x]), ValueError, "2 tangents for 1 arguments of relu"),
        (lambda: jvp(units.add, [(x, x)], [x]), ValueError, "tuple of as many"),
        (lambda: jvp(units.relu, [np.arange(2)], [x]), TypeError, "A is an array of int64"),
        (lambda: jvp(half, [x], [x]), TypeError, "turned into a plain array"),
        (lambda: jvp(into_a_plain_array, [x], [x]), TypeError, "written into a plain array"),
        (lambda: jvp(lambda x: (float(x[0]), 0), [x], [x]), TypeError, "into a plain number"),
        (lambda: jvp(lambda x: (np.arctan(x), None), [x], [x]), TypeError, "np.arctan has no rule"),
        (lambda: jvp(lambda x: (np.fft.fft(x), None), [x], [x]), TypeError, "np.fft has no rule"),
        (lambda: jvp(lambda x: (x.tolist(), None), [x], [x]), AttributeError, ".tolist has no"),
    ],
)
def test_what_cannot_be_right_is_refused_by_name(
    call: Callable[[], object], error: type[Exception], message: str
) -> None:
    with pytest.raises(error) as caught, np.errstate(all="ignore"):
        call()
    assert message in str(caught.value)


def test_filling_a_plain_array_entry_by_entry_is_refused() -> None:
    with pytest.raises(ValueError) as caught:
        jvp(entry_by_entry, [x], [x])
    assert "a value that carries a tangent" in str(caught.value.__cause__)


def random_dual(*shape: int) -> Dual:
    rng = np.random.default_rng(sum(shape))
    return Dual(rng.uniform(0.5, 2, shape), rng.normal(size=shape))


OPERATIONS: dict[str, Callable[[Any], Any]] = {
    "x / y": lambda x: x / (x + 1) + 1 / x - 2 / x,
    "powers": lambda x: x**3 + x**-0.5 + 2.0**x + np.square(x) + np.reciprocal(x),
    "roots and logs": lambda x: np.sqrt(x) + np.log(x) + np.log1p(x) + np.expm1(x) - +x,
    "sin and cos": lambda x: np.sin(x) * np.cos(x),
    "clip": lambda x: np.clip(x, 0.8, 1.5) + x.clip(None, 1.0),
    "max along an axis": lambda x: x.max(axis=1) + np.max(x, axis=0, keepdims=True).sum(),
    "min and max": lambda x: x * x.min() + x.max() + np.max(x, keepdims=True),
    "mean and cumsum": lambda x: x.mean(axis=0) + x.cumsum(axis=1),
    "shapes": lambda x: x.reshape(9).reshape(3, 3) @ x.T.ravel().reshape((3, 3)).transpose(1, 0),
    "slices": lambda x: x[1:, ::2] + x[0, 0] + sum(row[0] for row in x),
    "lists": lambda x: np.concatenate([x, np.ones((1, 3)), x * x]) + np.stack([x[0], x[1]])[0],
    "einsum": lambda x: np.einsum("ij,jk->ik", x, x) + np.outer(x[0], x[1]) + np.dot(x, x[0]),
    "where": lambda x: np.where(x > 1, x * x, 3.0),
    "likes": lambda x: np.zeros_like(x) + np.ones_like(x) * x + np.full_like(x, 2.0),
    "in place": lambda x: _in_place(x),
    "linear algebra": lambda x: np.linalg.inv(x + 3 * np.eye(3)) + np.linalg.slogdet(x @ x.T)[1],
    "eigenvectors": lambda x: np.linalg.eigh(x + x.T)[1] ** 2,
    "singular vectors": lambda x: np.linalg.svd(x[:2], full_matrices=False)[2] ** 2,
}  # fmt: skip


def _in_place(x: Any) -> Any:
    y = x.copy()
    y += x * x
    y[0] = x[1]
    y[1, 1] = 5.0
    np.multiply(y, 2.0, out=y)
    return y


@pytest.mark.parametrize("name", OPERATIONS)
def test_each_operation_moves_as_its_difference_quotient(name: str) -> None:
    f, x = OPERATIONS[name], random_dual(3, 3)
    delta = 1e-6
    result = f(x)
    above, below = f(x.value + delta * x.tangent), f(x.value - delta * x.tangent)
    np.testing.assert_allclose(result.value, f(x.value), rtol=1e-14)
    np.testing.assert_allclose(result.tangent, (above - below) / (2 * delta), rtol=1e-6, atol=1e-7)

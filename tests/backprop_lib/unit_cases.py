"""Every unit as a function of its differentiable arrays alone, so that all face the same laws."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

import autograd.numpy as anp
import numpy as np

from backprop_lib import losses, matrix_units, units

Rng: TypeAlias = np.random.Generator
LAM = 0.3


@dataclass(frozen=True)
class Setup:
    """A call of a unit: its arrays, and its value in the words of HIPS autograd where it has them.

    No array is so near a kink that a difference of 1e-5 would cross it.
    """

    call: Callable[..., tuple[Any, Callable[[Any], Any]]]
    arrays: list[Any]
    oracle: Callable[..., Any] | None = None


def as_tuple(gradients: Any) -> tuple[Any, ...]:
    return gradients if isinstance(gradients, tuple) else (gradients,)


def upstream_like(rng: Rng, value: Any) -> Any:
    return np.asarray(rng.standard_normal(np.shape(value)), dtype=value.dtype)


def one_of_k(rng: Rng, m: int, k: int, dtype: Any) -> Any:
    return np.eye(k, dtype=dtype)[rng.integers(0, k, m)]


def away_from(rng: Rng, X: Any) -> Any:
    """Something nowhere nearer to X than 0.01."""
    shift = rng.standard_normal(X.shape)
    return (X + shift + np.copysign(0.01, shift)).astype(X.dtype)


def with_singular_values(rng: Rng, values: Any) -> Any:
    n = len(values)
    U, V = (np.linalg.qr(rng.standard_normal((n, n)))[0] for _ in range(2))
    return (U * values) @ V


def _elementwise(unit: Callable[..., Any], oracle: Callable[..., Any] | None, *args: Any) -> Any:
    def case(rng: Rng, m: int, p: int, q: int, dtype: Any) -> Setup:
        A = away_from(rng, np.zeros((m, p), dtype))
        return Setup(lambda A: unit(A, *args), [A], oracle)

    return case


def _arrays(
    call: Callable[..., Any],
    oracle: Callable[..., Any] | None,
    *shapes: str,
) -> Callable[[Rng, int, int, int, Any], Setup]:
    """A case of normal arrays whose shapes are written in the letters m, p and q."""

    def case(rng: Rng, m: int, p: int, q: int, dtype: Any) -> Setup:
        sizes = {"m": m, "p": p, "q": q, "2": 2}
        arrays = [
            np.asarray(rng.standard_normal([sizes[letter] for letter in shape]), dtype)
            for shape in shapes
        ]
        return Setup(call, arrays, oracle)

    return case


def _split_call(x: Any) -> Any:
    copies, back = units.split(x, 3)
    return np.stack(copies), lambda d: back(tuple(d))


def _max(rng: Rng, m: int, p: int, q: int, dtype: Any) -> Setup:
    base = rng.standard_normal((m, p)).astype(dtype)
    places = rng.permuted(np.arange(3)[:, None, None] * np.ones((3, m, p)), axis=0)
    return Setup(
        lambda *terms: units.max_(terms),
        [base + places[i].astype(dtype) for i in range(3)],
        lambda a, b, c: anp.maximum(anp.maximum(a, b), c),
    )


def _maxout(rng: Rng, m: int, p: int, q: int, dtype: Any) -> Setup:
    while True:
        X, W, b = (
            rng.standard_normal(shape).astype(dtype) for shape in ((m, p), (3, p, q), (3, q))
        )
        ranked = np.sort(X @ W + b[:, None, :], axis=0)
        if (ranked[2] - ranked[1]).min() > 1e-3:
            break
    return Setup(
        units.maxout, [X, W, b], lambda X, W, b: anp.max(anp.matmul(X, W) + b[:, None, :], axis=0)
    )


def _logistic(rng: Rng, m: int, p: int, q: int, dtype: Any) -> Setup:
    T = one_of_k(rng, m, q + 1, dtype)

    def oracle(A: Any) -> Any:
        return -anp.mean(anp.sum(T * (A - anp.log(anp.sum(anp.exp(A), 1, keepdims=True))), 1))

    A = rng.standard_normal((m, q + 1)).astype(dtype)
    return Setup(lambda A: units.logistic(A, T), [A], oracle)


def _hinge(rng: Rng, m: int, p: int, q: int, dtype: Any) -> Setup:
    T = one_of_k(rng, m, q + 1, dtype)
    A = (0.3 * rng.integers(-8, 9, (m, q + 1))).astype(dtype)  # no two differ by the margin of 1

    def oracle(A: Any) -> Any:
        right = anp.sum(A * T, axis=1, keepdims=True)
        return anp.sum(anp.maximum(0, A - right + 1) * (1 - T)) / m

    return Setup(lambda A: losses.hinge(A, T), [A], oracle)


def _mse(rng: Rng, m: int, p: int, q: int, dtype: Any) -> Setup:
    T = rng.standard_normal((m, q)).astype(dtype)
    Y = rng.standard_normal((m, q)).astype(dtype)
    return Setup(lambda Y: losses.mse(Y, T), [Y], lambda Y: anp.sum((Y - T) ** 2) / m)


def _mae(rng: Rng, m: int, p: int, q: int, dtype: Any) -> Setup:
    T = rng.standard_normal(m).astype(dtype)
    Y = away_from(rng, T)
    return Setup(lambda Y: losses.mae(Y, T), [Y], lambda Y: anp.sum(anp.abs(Y - T)) / m)


def _binary_cross_entropy(rng: Rng, m: int, p: int, q: int, dtype: Any) -> Setup:
    T = rng.choice([0.0, 0.25, 1.0], (m, q)).astype(dtype)

    def oracle(A: Any) -> Any:
        Y = 1 / (1 + anp.exp(-A))
        return -anp.sum(T * anp.log(Y) + (1 - T) * anp.log(1 - Y)) / m

    A = rng.standard_normal((m, q)).astype(dtype)
    return Setup(lambda A: losses.binary_cross_entropy(A, T), [A], oracle)


def _dropout(rng: Rng, m: int, p: int, q: int, dtype: Any) -> Setup:
    seed = int(rng.integers(2**32))
    M = (np.random.default_rng(seed).random((m, p)) >= 0.4) / 0.6
    return Setup(
        lambda A: units.dropout(A, 0.4, np.random.default_rng(seed)),
        [rng.standard_normal((m, p)).astype(dtype)],
        lambda A: A * M.astype(dtype),
    )


def _norm(axis: int) -> Callable[[Rng, int, int, int, Any], Setup]:
    unit = (units.batch_norm, units.layer_norm)[axis]
    eps = 0.1  # of the size of the variance, so that its place in the formula matters

    def oracle(X: Any, gamma: Any, beta: Any) -> Any:
        R = X - anp.mean(X, axis=axis, keepdims=True)
        return gamma * R / anp.sqrt(anp.mean(R**2, axis=axis, keepdims=True) + eps) + beta

    def case(rng: Rng, m: int, p: int, q: int, dtype: Any) -> Setup:
        shapes = ((m + 1, p + 1), (p + 1,), (p + 1,))
        arrays = [rng.standard_normal(shape).astype(dtype) for shape in shapes]
        return Setup(lambda X, g, b: unit(X, g, b, eps), arrays, oracle)

    return case


def _batch_norm_with_moments(rng: Rng, m: int, p: int, q: int, dtype: Any) -> Setup:
    mean, variance = rng.standard_normal(p).astype(dtype), rng.random(p).astype(dtype)
    arrays = [rng.standard_normal(shape).astype(dtype) for shape in ((m, p), (p,), (p,))]
    return Setup(
        lambda X, g, b: units.batch_norm(X, g, b, 0.1, (mean, variance)),
        arrays,
        lambda X, g, b: g * (X - mean) / anp.sqrt(variance + 0.1) + b,
    )


def _well_conditioned(unit: Callable[..., Any], oracle: Callable[..., Any]) -> Any:
    def case(rng: Rng, m: int, p: int, q: int, dtype: Any) -> Setup:
        A = with_singular_values(rng, 1 + np.arange(m) / 2).astype(dtype)
        return Setup(unit, [A], oracle)

    return case


def _eigenvalues(rng: Rng, m: int, p: int, q: int, dtype: Any) -> Setup:
    """Of the symmetric part, so that any matrix will do."""

    def call(A: Any) -> Any:
        values, back = matrix_units.eigenvalues((A + A.T) / 2)

        def back_A(dl: Any) -> Any:
            dS = back(dl)
            return (dS + dS.T) / 2

        return values, back_A

    Q = np.linalg.qr(rng.standard_normal((m, m)))[0]
    S = (Q * rng.permutation(np.arange(m) - 1.5)) @ Q.T
    return Setup(call, [S.astype(dtype)], lambda A: anp.linalg.eigh((A + A.T) / 2)[0])


def _singular_values(rng: Rng, m: int, p: int, q: int, dtype: Any) -> Setup:
    r = min(m, p)
    U, V = (np.linalg.qr(rng.standard_normal((n, r)))[0] for n in (m, p))
    A = ((U * (1 + rng.permutation(r))) @ V.T).astype(dtype)
    return Setup(
        matrix_units.singular_values,
        [A],
        lambda A: anp.linalg.svd(A, full_matrices=False)[1],
    )


CASES: dict[str, Callable[[Rng, int, int, int, Any], Setup]] = {
    "affine": _arrays(units.affine, lambda X, W, b: anp.dot(X, W) + b, "mp", "pq", "q"),
    "matmul": _arrays(units.matmul, anp.dot, "mp", "pq"),
    "add": _arrays(lambda *t: units.add(t), lambda a, b, c: a + b + c, "mp", "mp", "mp"),
    "sub": _arrays(units.sub, lambda a, b: a - b, "mp", "mp"),
    "mul": _arrays(units.mul, lambda a, b: a * b, "mp", "mp"),
    "dot": _arrays(units.dot, anp.dot, "p", "p"),
    "sum_": _arrays(units.sum_, anp.sum, "mpq"),
    "sum_ along 0": _arrays(lambda X: units.sum_(X, 0), lambda X: anp.sum(X, 0), "mp"),
    "sum_ along -1": _arrays(lambda X: units.sum_(X, -1), lambda X: anp.sum(X, -1), "mp"),
    "max_": _max,
    "split": _arrays(_split_call, lambda x: anp.stack((x, x, x)), "mp"),
    "squared_norm": _arrays(units.squared_norm, lambda X: anp.sum(X**2), "mp"),
    "sigmoid": _elementwise(units.sigmoid, lambda A: 1 / (1 + anp.exp(-A))),
    "tanh": _elementwise(units.tanh, anp.tanh),
    "relu": _elementwise(units.relu, lambda A: anp.maximum(A, 0)),
    "leaky_relu": _elementwise(units.leaky_relu, lambda A: anp.maximum(A, 0.2 * A), 0.2),
    "elu": _elementwise(units.elu, lambda A: anp.where(A > 0, A, 0.7 * (anp.exp(A) - 1)), 0.7),
    "softplus": _elementwise(units.softplus, lambda A: anp.log(1 + anp.exp(A))),
    "gelu": _elementwise(units.gelu, None),
    "swish": _elementwise(units.swish, lambda A: A / (1 + anp.exp(-1.5 * A)), 1.5),
    "maxout": _maxout,
    "logistic": _logistic,
    "decay": _arrays(
        lambda *Ws: units.decay(Ws, LAM),
        lambda V, w: LAM / 2 * (anp.sum(V**2) + anp.sum(w**2)),
        "pq",
        "q",
    ),
    "dropout": _dropout,
    "batch_norm": _norm(axis=0),
    "batch_norm with moments": _batch_norm_with_moments,
    "layer_norm": _norm(axis=1),
    "residual": _arrays(
        units.residual(units.affine), lambda X, W, b: X + anp.dot(X, W) + b, "mp", "pp", "p"
    ),
    "residual of tanh": _arrays(units.residual(units.tanh), lambda X: X + anp.tanh(X), "mp"),
    "mse": _mse,
    "mae": _mae,
    "hinge": _hinge,
    "binary_cross_entropy": _binary_cross_entropy,
    "quadratic_form": _arrays(
        matrix_units.quadratic_form, lambda x, A: anp.dot(x, anp.dot(A, x)), "p", "pp"
    ),
    "axb": _arrays(matrix_units.axb, lambda A, X, B: anp.dot(A, anp.dot(X, B)), "mp", "pq", "q2"),
    "inverse": _well_conditioned(matrix_units.inverse, anp.linalg.inv),
    "log_determinant": _well_conditioned(
        matrix_units.log_determinant, lambda A: anp.linalg.slogdet(A)[1]
    ),
    "trace": _arrays(matrix_units.trace, anp.trace, "pp"),
    "eigenvalues": _eigenvalues,
    "singular_values": _singular_values,
}

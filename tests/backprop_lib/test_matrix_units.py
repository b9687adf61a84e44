"""Matrix units: the table of matrix derivatives, and where there is no derivative."""

import math
from collections.abc import Callable

import numpy as np
import pytest

from backprop_lib.matrix_units import (
    axb,
    eigenvalues,
    inverse,
    log_determinant,
    quadratic_form,
    singular_values,
    trace,
)
from backprop_lib.units import matmul

rng = np.random.default_rng(0)


def test_the_gradient_of_a_quadratic_form_is_that_of_its_table_entry() -> None:
    x, A = rng.standard_normal(4), rng.standard_normal((4, 4))
    dx, dA = quadratic_form(x, A)[1](1.0)
    np.testing.assert_allclose(dx, x @ (A + A.T))
    np.testing.assert_allclose(dA.ravel(), np.kron(x, x))


def test_the_jacobian_of_A_X_B_is_a_Kronecker_product() -> None:
    A, X, B = (rng.standard_normal(shape) for shape in ((2, 3), (3, 4), (4, 5)))
    dY = rng.standard_normal((2, 5))
    _, dX, _ = axb(A, X, B)[1](dY)
    by_columns = dY.ravel(order="F") @ np.kron(B.T, A)
    np.testing.assert_allclose(dX.ravel(order="F"), by_columns)


def test_the_gradient_of_the_trace_of_A_X_is_A_transposed() -> None:
    A, X = rng.standard_normal((3, 4)), rng.standard_normal((4, 3))
    P, back_product = matmul(A, X)
    y, back_trace = trace(P)
    np.testing.assert_allclose(y, (A.T * X).sum())
    _, dX = back_product(back_trace(1.0))
    np.testing.assert_allclose(dX, A.T)


def test_the_log_of_the_determinant_does_not_overflow_nor_mind_its_sign() -> None:
    y, back = log_determinant(np.diag(np.r_[np.full(399, 1e3), -1e3]))
    np.testing.assert_allclose(y, 400 * math.log(1e3))
    np.testing.assert_allclose(np.diag(back(1.0))[-2:], [1e-3, -1e-3])


def test_the_sum_of_the_log_eigenvalues_has_the_gradient_of_the_log_determinant() -> None:
    R = rng.standard_normal((4, 4))
    S = R @ R.T + np.diag([1.0, 2.0, 3.0, 4.0])
    S = (S + S.T) / 2
    values, back = eigenvalues(S)
    np.testing.assert_allclose(back(1 / values), log_determinant(S)[1](1.0), rtol=1e-10)


def test_the_sum_of_the_squared_singular_values_has_the_gradient_2_A() -> None:
    A = rng.standard_normal((3, 5))
    values, back = singular_values(A)
    np.testing.assert_allclose(back(2 * values), 2 * A, atol=1e-12)


def test_eigenvalues_ascend_and_singular_values_descend() -> None:
    np.testing.assert_allclose(eigenvalues(np.diag([2.0, -5.0, 1.0]))[0], [-5, 1, 2])
    np.testing.assert_allclose(singular_values(np.diag([2.0, -5.0, 1.0]))[0], [5, 2, 1])


def test_a_double_eigenvalue_has_a_value_but_no_derivative() -> None:
    values, back = eigenvalues(np.diag([1.0, 3.0, 1.0]))
    np.testing.assert_array_equal(values, [1, 1, 3])
    with pytest.raises(ValueError, match="eigenvalues: values 0 and 1 are 1 and 1: a value that"):
        back(np.ones(3))


def test_a_singular_value_that_is_double_or_0_has_no_derivative() -> None:
    _, back = singular_values(np.diag([2.0, -2.0, 1.0]))
    with pytest.raises(ValueError, match="singular_values: values 0 and 1 are 2 and 2"):
        back(np.ones(3))
    _, back = singular_values(np.diag([2.0, 0.0]))
    with pytest.raises(ValueError, match="the smallest of them is 0: at 0 it has no derivative"):
        back(np.ones(2))


A = np.array([[1.0, 2.0], [3.0, 4.0]])
SINGULAR = np.array([[1.0, 2.0], [2.0, 4.0]])
NEARLY = np.array([[0.1, 0.3], [0.1 + 1e-17, 0.3 + 1e-16]])


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: inverse(A[:1]), ValueError, "inverse: A is (1, 2): it must be square"),
        (lambda: inverse(A[0]), ValueError, "inverse: A is (2,): it must be a matrix"),
        (lambda: inverse(SINGULAR), ValueError, "inverse: A is singular: it has no inverse"),
        (lambda: inverse(NEARLY), ValueError, "inverse: A is singular to working precision"),
        (lambda: inverse(A.astype(int)), TypeError, "inverse: A is an array of int64"),
        (lambda: inverse(A.astype(np.float16)), TypeError, "of float16: use A.astype(float)"),
        (lambda: log_determinant(SINGULAR), ValueError, "its determinant is 0 and has no log"),
        (lambda: eigenvalues(A), ValueError, "S is not symmetric: take its symmetric part"),
        (lambda: eigenvalues(A.astype(int)), TypeError, "eigenvalues: S is an array of int64"),
        (lambda: eigenvalues(A * np.nan), ValueError, "eigenvalues: S holds NaN or infinity"),
        (lambda: singular_values(A / 0.0), ValueError, "singular_values: A holds NaN or infinity"),
        (lambda: trace(A[:1]), ValueError, "trace: A is (1, 2): it must be square"),
        (
            lambda: quadratic_form(np.ones(3), A),
            ValueError,
            "quadratic_form: x is (3,), A is (2, 2): x must be (n,) and A (n, n)",
        ),
        (lambda: axb(A, A[:1], A), ValueError, "they must be (m, n), (n, p) and (p, q)"),
        (lambda: axb(A, A, A[0]), ValueError, "B is (2,)"),
    ],
)
@pytest.mark.filterwarnings("ignore:divide by zero")
def test_what_cannot_be_right_is_refused_by_name(
    call: Callable[[], object], error: type[Exception], message: str
) -> None:
    with pytest.raises(error) as caught:
        call()
    assert message in str(caught.value)

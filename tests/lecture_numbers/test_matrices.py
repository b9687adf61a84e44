"""The lectures' vectors, matrices and Jacobians."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from backprop_lib.arrays import Array
from backprop_lib.gradcheck import numerical_gradient
from backprop_lib.losses import mse
from backprop_lib.matrix_units import axb, inverse, log_determinant, quadratic_form, trace
from backprop_lib.tensor import Tensor
from backprop_lib.units import affine, matmul, relu, squared_norm
from tests.lecture_numbers.rungs import Circuit, Rung, assert_run, every_rung, run
from tests.lecture_numbers.slides import AVRITHIS, CS231N, CS4644, JHU, KRAJEVSKI, right, wrong


def random(*shape: int) -> Array:
    return np.random.default_rng(sum(shape)).standard_normal(shape)


def jacobian(unit: Callable[[Any], tuple[Any, Callable[[Any], Any]]], X: Array) -> Array:
    """One row for each entry of the value, by columns, one column for each entry of X, likewise."""
    Y, back = unit(X)
    rows = []
    for entry in range(np.size(Y)):
        dY = np.zeros(np.size(Y))
        dY[entry] = 1
        rows.append(back(dY.reshape(np.shape(Y), order="F")).ravel(order="F"))
    return np.stack(rows)


def vec(A: Array) -> Array:
    return A.reshape(-1, 1, order="F")


@right("Backprop with Vectors", CS4644)
@right("4D input x, 4D output z", CS231N)
@right("The ReLU derivative", KRAJEVSKI)
@every_rung
def test_relu_of_four_numbers(rung: Rung) -> None:
    four = run(rung, {"z": ("relu", "x")}, [4, -1, 5, 9], x=[1, -2, 3, -1])
    assert_run(four, {"z": [1, 0, 3, 0]}, {"x": [4, 0, 5, 0]})


@right("Backprop with Vectors", CS4644)
@right("4D input x, 4D output z", CS231N)
def test_the_jacobian_of_relu_is_diagonal() -> None:
    J = jacobian(relu, np.array([1.0, -2, 3, -1]))
    np.testing.assert_array_equal(J, np.diag([1, 0, 1, 0]))


X = np.array([[2.0, 1, -3], [-3, 4, 2]])
W = np.array([[3.0, 2, 1, -1], [2, 1, 3, 2], [3, 2, 1, -2]])
DY = np.array([[2.0, 3, -3, 9], [-8, 1, 4, 6]])
PRINTED_Y = np.array([[13.0, 9, -2, -6], [5, 2, 17, 1]])
PRODUCT: Circuit = {"Y": ("matmul", "X", "W")}


@wrong("Backprop with Matrices", CS4644, CS231N)
@every_rung
def test_the_value_of_the_matrix_slide(rung: Rung) -> None:
    slide = run(rung, PRODUCT, DY, X=X, W=W)
    Y = [[-1, -1, 2, 6], [5, 2, 11, 7]]
    assert_run(slide, {"Y": Y}, {})
    assert np.argwhere(slide.values["Y"] == PRINTED_Y).tolist() == [[1, 0], [1, 1]]


@right("Backprop with Matrices", CS4644, CS231N)
@right("The chain rule trick cont'd.", KRAJEVSKI)
@every_rung
def test_the_gradients_of_the_matrix_slide(rung: Rung) -> None:
    dX = [[0, 16, -9], [-24, 9, -30]]
    dW = [[28, 3, -18, 0], [-30, 7, 13, 33], [-22, -7, 17, -15]]
    assert_run(run(rung, PRODUCT, DY, X=X, W=W), {}, {"X": dX, "W": dW})


@right("Backprop with Matrices", CS4644, CS231N)
def test_an_entry_of_x_affects_a_row_of_y_by_w() -> None:
    n, d = 0, 1
    moved = X.copy()
    moved[n, d] += 1
    change = matmul(moved, W)[0] - matmul(X, W)[0]
    np.testing.assert_array_equal(change, [W[d], np.zeros(4)])


@wrong("Backprop with Matrices", CS231N)
def test_shapes_alone_do_not_fix_the_formulas_of_a_square_layer() -> None:
    S, dA = random(3, 3), random(2, 3)
    _, back = matmul(random(2, 3), S)
    dX, _ = back(dA)
    assert dX.shape == (dA @ S.T).shape == (dA @ S).shape
    assert np.allclose(dX, dA @ S.T)
    assert not np.allclose(dX, dA @ S)


@wrong("Backprop with Matrices", CS4644, CS231N)
def test_only_one_of_the_two_jacobians_takes_256_gib() -> None:
    N, D, M = 64, 4096, 4096
    by_x, by_w = (N * M) * (N * D), (N * M) * (D * M)
    float32, float64 = 4, 8
    assert by_x * float32 == 256 * 2**30  # 275 GB
    assert by_x * float64 == 512 * 2**30
    assert by_w * float32 == 16 * 2**40
    assert by_w == 64 * by_x
    weights = D * M
    assert round(weights * float64 / 1e9, 2) == 0.13  # this figure is of float64
    assert round(weights * float32 / 1e9, 2) == 0.07


@right("Neural networks: why is max operator important?", CS4644, CS231N)
@right("Why Add Non-linearity?", JHU)
@right("So what if we stack multiple linear layers?", KRAJEVSKI)
def test_linear_layers_collapse_into_one() -> None:
    X, U1, b1, U2, b2 = random(6, 3), random(3, 5), random(5), random(5, 2), random(2)
    H1, _ = affine(X, U1, b1)
    H2, _ = affine(H1, U2, b2)
    collapsed, _ = affine(X, U1 @ U2, b1 @ U2 + b2)
    np.testing.assert_allclose(H2, collapsed, rtol=1e-12)


@wrong("Neural networks: why is max operator important?", CS4644, CS231N)
def test_the_product_of_both_layers_is_c_by_d() -> None:
    C, H, D = 2, 5, 3
    assert (random(C, H) @ random(H, D)).shape == (C, D)


@wrong("Non-linearities", KRAJEVSKI)
def test_a_stack_with_a_bottleneck_is_not_any_linear_layer() -> None:
    narrow = random(4, 1) @ random(1, 3)
    assert np.linalg.matrix_rank(narrow) == 1
    assert np.linalg.matrix_rank(random(4, 3)) == 3


@wrong("Some properties of the matrix product", KRAJEVSKI)
def test_ba_exists_when_m_equals_n_and_may_equal_ab() -> None:
    n, p = 2, 3
    A, B = random(n, p), random(p, n)
    assert (A @ B).shape == (n, n)
    assert (B @ A).shape == (p, p)
    C = np.diag([1.0, 2.0])
    np.testing.assert_array_equal(C @ np.eye(2), np.eye(2) @ C)


@right("Some properties of the matrix product", KRAJEVSKI)
def test_the_matrix_product_is_associative_and_distributive() -> None:
    A, B, C = random(2, 3), random(3, 4), random(4, 5)
    np.testing.assert_allclose((A @ B) @ C, A @ (B @ C), rtol=1e-12)
    np.testing.assert_allclose((A + A) @ B, A @ B + A @ B, rtol=1e-12)


@right("Multiple linear regressions", KRAJEVSKI)
@right("Broadcasting", KRAJEVSKI)
@every_rung
def test_two_regressions_are_one_projection(rung: Rung) -> None:
    w1, w2, b = [0.8, 0.6, -0.2], [0.2, 0.1, -1.2], [0.3, -0.7]
    X = [[1.0, 2.0, 0.5], [-1.0, 0.5, 2.0]]
    both = run(
        rung,
        {"H": ("affine", "X", "W", "b")},
        [[1, 0], [0, 1]],
        X=X,
        W=np.column_stack([w1, w2]),
        b=b,
    )
    by_hand = [[2.2, -0.7 - 0.2], [-0.6, -0.7 - 2.55]]
    np.testing.assert_allclose(both.values["H"], by_hand, rtol=1e-13)
    np.testing.assert_allclose(np.array(X) @ w1 + b[0], np.array(by_hand)[:, 0], rtol=1e-13)


@right("Vectorized loss function", KRAJEVSKI)
def test_the_vectorised_loss_is_the_mean_squared_error() -> None:
    y, predicted = random(5), random(6)[:5]
    error = y - predicted
    L, back = mse(predicted, y)
    assert pytest.approx(error @ error / 5) == L
    np.testing.assert_allclose(back(1.0), -2 * error / 5)


@wrong("The broadcasting issue", KRAJEVSKI)
@every_rung
def test_a_bias_gets_the_sum_of_its_rows_not_n_times_one(rung: Rung) -> None:
    circuit: Circuit = {"A": ("affine", "X", "W", "b")}
    rows = run(rung, circuit, [[1], [-1]], X=[[1], [2]], W=[[1]], b=[0])
    assert_run(rows, {}, {"b": [0]})
    equal_rows = run(rung, circuit, [[1], [1]], X=[[1], [2]], W=[[1]], b=[0])
    assert_run(equal_rows, {}, {"b": [2 * 1]})


@right("The broadcasting issue", KRAJEVSKI)
@right("the affine unit", AVRITHIS)
@every_rung
def test_the_gradients_of_the_affine_unit(rung: Rung) -> None:
    X, W, b, dA = random(5, 3), random(3, 2), random(2), random(5, 2)
    unit = run(rung, {"A": ("affine", "X", "W", "b")}, dA, X=X, W=W, b=b)
    gradients = {"X": dA @ W.T, "W": X.T @ dA, "b": dA.sum(axis=0)}
    np.testing.assert_allclose(unit.values["A"], X @ W + np.outer(np.ones(5), b))
    for name, gradient in gradients.items():
        np.testing.assert_allclose(unit.gradients[name], gradient, rtol=1e-13)


@wrong("The chain rule trick", KRAJEVSKI)
def test_an_entry_of_a_product_is_differentiated_by_the_column_it_lies_in() -> None:
    A, B = random(4, 3), random(3, 2)
    i, j, k = 3, 1, 0
    d = numerical_gradient(lambda A: float((A @ B)[i, k]), A)
    np.testing.assert_allclose(d[i, j], B[j, k], rtol=1e-8)  # k, not the slide's i
    assert i >= B.shape[1]  # B has no column i


@right("The transpose derivative", KRAJEVSKI)
def test_the_gradient_of_a_transpose_is_transposed() -> None:
    A, dB = Tensor(random(3, 2)), random(2, 3)
    A.T.backward(dB)
    np.testing.assert_array_equal(A.grad, dB.T)


@wrong("Recap: Vector derivatives", CS4644, CS231N)
def test_a_jacobian_has_a_row_for_each_output() -> None:
    A = random(2, 3)  # from R^3 to R^2: N is 3, M is 2

    def f(x: Array) -> tuple[Array, Callable[[Array], Array]]:
        return A @ x, lambda dy: dy @ A

    J = jacobian(f, random(3))
    assert J.shape == (2, 3)
    np.testing.assert_array_equal(J, A)  # entry [m, n] is dy_m / dx_n


@right("Jacobian Array: Generalization of the Gradient", JHU)
@right("Jacobians", CS4644)
def test_the_jacobian_of_one_output_is_the_gradient_transposed() -> None:
    x = random(4)
    J = jacobian(squared_norm, x)
    np.testing.assert_array_equal(J, 2 * x[None, :])


@right("Quiz Time!", JHU)
@right("What are the shapes of the derivatives?", KRAJEVSKI)
def test_the_three_answers_of_the_composition_quiz_are_equal() -> None:
    x = 0.7
    y = np.array([x**2, np.sin(x), x])
    dz_dy = np.array([[y[1], y[0] + 2, 1.0]])  # z = y1 y2 + 2 y2 + y3
    dy_dx = np.array([[2 * x], [np.cos(x)], [1.0]])
    exact = 2 * x * np.sin(x) + x**2 * np.cos(x) + 2 * np.cos(x) + 1
    assert float((dz_dy @ dy_dx)[0, 0]) == pytest.approx(exact)
    assert sum(dz_dy[0, i] * dy_dx[i, 0] for i in range(3)) == pytest.approx(exact)


def loops(A: Array, B: Array) -> Array:
    """The slide's product by loops: as large as A."""
    C = np.zeros_like(A)
    for i in range(A.shape[0]):
        for j in range(B.shape[1]):
            for k in range(A.shape[1]):
                C[i, j] += A[i, k] * B[k, j]
    return C


@wrong("Batches of Data, In Practice", JHU)
def test_the_product_by_loops_is_right_for_a_square_second_factor_only() -> None:
    A = random(10, 10)
    np.testing.assert_allclose(loops(A, A), A @ A)
    assert loops(random(2, 3), random(3, 2)).shape == (2, 3)  # must be (2, 2)
    with pytest.raises(IndexError):
        loops(random(2, 3), random(3, 4))


@right("matrix calculus*", AVRITHIS)
def test_the_derivative_of_ax() -> None:
    A = random(2, 3)
    np.testing.assert_array_equal(jacobian(lambda x: (A @ x, lambda d: d @ A), random(3)), A)


@right("matrix calculus*", AVRITHIS)
def test_the_derivatives_of_a_quadratic_form() -> None:
    x, A = random(3), random(3, 3)
    dx, dA = quadratic_form(x, A)[1](1.0)
    np.testing.assert_allclose(dx, x @ (A + A.T), rtol=1e-12)
    np.testing.assert_allclose(vec(dA).T, np.kron(x[None, :], x[None, :]), rtol=1e-12)


@right("matrix calculus*", AVRITHIS)
def test_the_derivative_of_axb() -> None:
    A, B = random(2, 3), random(4, 5)
    J = jacobian(lambda X: (axb(A, X, B)[0], lambda d: axb(A, X, B)[1](d)[1]), random(3, 4))
    np.testing.assert_allclose(J, np.kron(B.T, A), rtol=1e-12)


@wrong("matrix calculus*", AVRITHIS)
def test_vec_stacks_columns_where_numpy_ravels_rows() -> None:
    A, X, B = random(2, 3), random(3, 4), random(4, 5)
    np.testing.assert_allclose(np.kron(B.T, A) @ vec(X), vec(A @ X @ B), rtol=1e-12)
    np.testing.assert_allclose(np.kron(A, B.T) @ X.ravel(), (A @ X @ B).ravel(), rtol=1e-12)
    assert not np.allclose(np.kron(B.T, A) @ X.ravel(), (A @ X @ B).ravel())


@right("matrix calculus*", AVRITHIS)
def test_the_derivative_of_the_inverse() -> None:
    A = random(3, 3)
    Y = np.linalg.inv(A)
    np.testing.assert_allclose(jacobian(inverse, A), -np.kron(Y.T, Y), rtol=1e-9)


@right("matrix calculus*", AVRITHIS)
def test_the_derivative_of_the_log_determinant() -> None:
    A = random(3, 3)
    np.testing.assert_allclose(jacobian(log_determinant, A), vec(np.linalg.inv(A).T).T, rtol=1e-9)


@right("matrix calculus*", AVRITHIS)
def test_the_derivative_of_a_trace() -> None:
    A, X = random(3, 3), random(3, 3)
    P, back = matmul(A, X)
    _, dX = back(trace(P)[1](1.0))
    np.testing.assert_allclose(vec(dX).T, vec(A.T).T, rtol=1e-12)

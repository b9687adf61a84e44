"""The numbers that lesson 04 states, computed with its reference functions."""

import numpy as np
import pytest

from backprop_lib.arrays import Array
from backprop_lib.exercises.matrix_backprop import LESSON
from backprop_lib.exercises.matrix_backprop.reference import (
    add_bias,
    affine,
    affine_by_jacobian,
    jacobian_bytes,
    matmul,
    relu_jacobian,
    relu_vjp,
    transpose,
)

GIB, TIB, MIB = 2**30, 2**40, 2**20

x = np.array([1.0, -2, 3, -1])
dz = np.array([4.0, -1, 5, 9])
X = np.array([[2.0, 1, -3], [-3, 4, 2]])
W = np.array([[3.0, 2, 1, -1], [2, 1, 3, 2], [3, 2, 1, -2]])
dY = np.array([[2.0, 3, -3, 9], [-8, 1, 4, 6]])
PRINTED_Y = np.array([[13.0, 9, -2, -6], [5, 2, 17, 1]])


def test_two_of_the_sixteen_slopes_of_relu_are_not_0() -> None:
    assert np.argwhere(relu_jacobian(x)).tolist() == [[0, 0], [2, 2]]
    off_the_diagonal = 4 * 4 - 4
    assert off_the_diagonal == 12
    assert 4096**2 == 16_777_216


def test_the_gradient_of_the_lectures_vector() -> None:
    assert relu_vjp(x, dz).tolist() == (dz @ relu_jacobian(x)).tolist() == [4, 0, 5, 0]


def test_the_product_is_not_what_the_slides_print() -> None:
    Y, _ = matmul(X, W)
    assert Y.tolist() == [[-1, -1, 2, 6], [5, 2, 11, 7]]
    assert np.argwhere(Y == PRINTED_Y).tolist() == [[1, 0], [1, 1]]


def test_an_entry_of_x_reaches_a_row_and_a_weight_a_column() -> None:
    raised = X.copy()
    raised[0, 1] += 1
    assert (raised @ W - X @ W).tolist() == [[2, 1, 3, 2], [0, 0, 0, 0]]
    raised = W.copy()
    raised[1, 2] += 1
    assert (X @ raised - X @ W).tolist() == [[0, 0, 1, 0], [0, 0, 4, 0]]


def test_the_gradients_worked_by_hand() -> None:
    dX, dW = matmul(X, W)[1](dY)
    assert dX[0, 1] == 2 * 2 + 3 * 1 + (-3) * 3 + 9 * 2 == 16
    assert dX[1, 2] == (-8) * 3 + 1 * 2 + 4 * 1 + 6 * (-2) == -30
    assert dW[1, 2] == 1 * (-3) + 4 * 4 == 13
    assert dW[0, 3] == 2 * 9 + (-3) * 6 == 0


def test_the_bias_gets_the_column_sums_and_samples_may_cancel() -> None:
    _, db = add_bias(X @ W, np.zeros(4))[1](dY)
    assert db.tolist() == [-6, 4, 1, 15]
    _, db = add_bias(np.zeros((2, 1)), np.zeros(1))[1](np.array([[1.0], [-1.0]]))
    assert db.tolist() == [0]


def test_the_chain_of_transposes_gives_the_same_gradients() -> None:
    Yt, back = matmul(transpose(W)[0], transpose(X)[0])
    dWt, dXt = back(transpose(Yt)[1](dY))
    dX, dW = matmul(X, W)[1](dY)
    np.testing.assert_array_equal(dXt.T, dX)
    np.testing.assert_array_equal(dWt.T, dW)


def test_the_wrong_formula_of_the_square_layer_is_wrong_in_all_six_entries() -> None:
    square = np.array([[2.0, 1, 0], [-1, 1, 3], [4, 0, -2]])
    dA = np.array([[1.0, 2, -1], [0, 3, 1]])
    right, wrong = dA @ square.T, dA @ square
    assert right.shape == wrong.shape == (2, 3)
    assert not np.isclose(right, wrong).any()


def kronecker_jacobians() -> tuple[Array, Array]:
    return np.kron(np.eye(2), W.T), np.kron(X, np.eye(4))


def test_the_jacobians_of_the_small_product() -> None:
    by_X, by_W = kronecker_jacobians()
    assert (by_X.shape, by_W.shape) == ((8, 6), (8, 12))
    assert (by_X.size, by_W.size) == (48, 96)
    assert np.count_nonzero(by_X) == np.count_nonzero(by_W) == 24
    assert (24 / 48, 24 / 96) == (1 / 2, 1 / 4)  # 1/m and 1/q
    dX, dW = matmul(X, W)[1](dY)
    np.testing.assert_array_equal((dY.ravel() @ by_X).reshape(X.shape), dX)
    np.testing.assert_array_equal((dY.ravel() @ by_W).reshape(W.shape), dW)
    assert jacobian_bytes(2, 3, 4, 8) == ((48 + 96) * 8, (6 + 12 + 8) * 8)


def test_the_table_of_bytes() -> None:
    n, d, m = 64, 4096, 4096
    by_X, by_W = (n * m) * (n * d), (n * m) * (d * m)
    assert (by_X, by_W) == (68_719_476_736, 4_398_046_511_104)
    assert (4 * by_X, 4 * by_W) == (256 * GIB, 16 * TIB)
    assert by_W == 64 * by_X
    matrices = n * d + d * m + n * m
    assert matrices == 17_301_504
    assert jacobian_bytes(n, d, m, 4) == (4 * (by_X + by_W), 66 * MIB)
    assert 4 * d * m == 64 * MIB
    assert round(8 * d * m / 1e9, 2) == 0.13
    assert round((by_X + by_W) / matrices, -3) == 258_000


def test_what_twice_the_batch_does() -> None:
    def sizes(n: int) -> np.ndarray:
        return np.array([(n * 7) * (n * 5), (n * 7) * (5 * 7), 5 * 7])

    assert (sizes(128) / sizes(64)).tolist() == [4, 2, 1]


def test_the_long_way_and_the_short_way_agree() -> None:
    b = np.array([10.0, 20, 30, 40])
    for one, other in zip(affine_by_jacobian(X, W, b, dY), affine(X, W, b)[1](dY), strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize(("summed", "end", "shape"), [(False, 0.0, (6, 1)), (True, 1.456, (1,))])
def test_without_the_sum_the_bias_learns_each_sample_by_heart(
    summed: bool, end: float, shape: tuple[int, ...]
) -> None:
    rng = np.random.default_rng(4)
    X6, T6 = rng.normal(size=(6, 2)), rng.normal(size=(6, 1))
    U, b = np.zeros((2, 1)), np.zeros(1)
    for _ in range(2000):
        A, back = affine(X6, U, b)
        dA = 2 * (A - T6) / 6
        _, dU, db = back(dA)
        U, b = U - 0.1 * dU, b - 0.1 * (db if summed else dA)
    assert np.mean((affine(X6, U, b)[0] - T6) ** 2) == pytest.approx(end, abs=5e-4)
    assert b.shape == shape


def test_the_points_that_are_announced() -> None:
    assert LESSON.points == 19
    assert len(LESSON.exercises) == 8 + 3

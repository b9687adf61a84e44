"""The exercises of lesson 04: Jacobians, why never to form them, and the units of a layer.

Sources: CS 4644/7643 lecture 5 (Danfei Xu, Georgia Tech) and CS231n lecture 4 (Stanford, 2024),
"Backprop with Vectors" and "Backprop with Matrices"; Krajevski, Back to Backprop (2025), from "The
broadcasting issue" to "The transpose derivative"; Avrithis, Deep learning for vision, lecture 6
(2018), "the affine unit".
"""

from backprop_lib.exercises.function import FunctionExercise
from backprop_lib.exercises.lesson import Lesson
from backprop_lib.exercises.matrix_backprop import (
    affine_mistakes,
    bytes_mistakes,
    cases,
    matmul_mistakes,
    reference,
    relu_mistakes,
    unit_mistakes,
)
from backprop_lib.exercises.matrix_backprop.quizzes import quiz_batch, quiz_column, quiz_square
from backprop_lib.exercises.matrix_backprop.stand_ins import RIGHT_UNITS
from backprop_lib.exercises.unit import UnitExercise

__all__ = [
    "LESSON",
    "add_bias",
    "affine",
    "affine_by_jacobian",
    "doctor",
    "jacobian_bytes",
    "matmul",
    "progress",
    "quiz_batch",
    "quiz_column",
    "quiz_square",
    "relu_jacobian",
    "relu_vjp",
    "transpose",
]

relu_jacobian = FunctionExercise(
    reference.relu_jacobian,
    points=1,
    draw=cases.draw_relu_jacobian,
    measure=cases.measure_jacobian,
    mistakes=relu_mistakes.RELU_JACOBIAN,
    hints=(
        "z_i = max(0, x_i) has no other entry of x in it. So what is dz_i / dx_j for j other "
        "than i?",
        "On the diagonal stands the slope of relu at x_i: 1 where x_i > 0, else 0. "
        "(x > 0).astype(float) has these n numbers.",
        "np.diag makes a matrix with n given numbers on its diagonal, and zeros elsewhere.",
    ),
    prose="Each entry of z depends on its own entry of x alone, so the Jacobian is diagonal; on "
    "the diagonal stands the slope of relu, 1 where x is positive and 0 where it is negative.",
)

relu_vjp = FunctionExercise(
    reference.relu_vjp,
    points=1,
    draw=cases.draw_relu_vjp,
    measure=cases.measure_dx,
    may_return_input=True,
    mistakes=relu_mistakes.RELU_VJP,
    hints=(
        "Multiply a row by a diagonal matrix on paper. What happens to entry i of the row?",
        "Entry i is multiplied by the i-th number on the diagonal: 1 where x_i > 0, else 0.",
        "x > 0 is a mask of n entries, and dz * mask multiplies entry by entry.",
    ),
    prose="A diagonal matrix multiplies entry by entry. So the n numbers of its diagonal are "
    "enough, and the mask x > 0 holds them.",
)

matmul = UnitExercise(
    reference.matmul,
    {"forward": 1, "backward": 2},
    {"X": "m p", "W": "p q"},
    value="Y",
    mistakes=matmul_mistakes.MATMUL,
    hints=(
        "Begin with the shapes: dY is (m, q) like Y, dX must be (m, p) like X, dW (p, q) like W.",
        "dX[i, j] is row i of dY times row j of W. To have a product of rows with rows, transpose "
        "the second matrix.",
        "dW[j, k] is column j of X times column k of dY. To have a product of columns with "
        "columns, transpose the first matrix.",
    ),
    prose="Each factor gets the upstream gradient times the other factor, transposed, on the side "
    "where that factor stood: rows with rows give dY W^T, columns with columns X^T dY.",
)

add_bias = UnitExercise(
    reference.add_bias,
    {"forward": 1, "backward": 1},
    {"A": "m q", "b": "q"},
    value="S",
    mistakes=unit_mistakes.ADD_BIAS,
    hints=(
        "A + b adds the row b to each row of A; numpy repeats it by itself.",
        "A sum hands the upstream gradient on as it is. But b[k] was used m times: what becomes "
        "of gradients that meet again where one number was used in several places?",
        "They add up: db[k] is the sum of column k of dS. .sum(axis=0) sums down the columns.",
    ),
    prose="The sum hands dS to A unchanged. To b it hands a row for each sample; b is one row "
    "that all of them used, so the rows are added up.",
)

transpose = UnitExercise(
    reference.transpose,
    {"forward": 1, "backward": 1},
    {"A": "m q"},
    value="B",
    mistakes=unit_mistakes.TRANSPOSE,
    hints=(
        "A transpose computes nothing, it moves numbers: A[i, k] goes to B[k, i].",
        "So the gradient of A[i, k] is that of B[k, i]. Which matrix has dB[k, i] at [i, k]?",
    ),
    prose="Numbers are moved and nothing is done to them, so their gradients are moved back: "
    "dA[i, k] is dB[k, i].",
)

affine = UnitExercise(
    reference.affine,
    {"forward": 1, "backward": 2},
    {"X": "m p", "W": "p q", "b": "q"},
    value="A",
    names=RIGHT_UNITS,
    mistakes=affine_mistakes.AFFINE,
    hints=(
        "Forward, two lines: the product, then the bias. Going back they come in reverse: first "
        "through the bias, then through the product.",
        "Through the bias dA goes unchanged to the product, and its column sums are db.",
        "Through the product: dX = dA @ W.T and dW = X.T @ dA. Return dX, dW, db.",
    ),
    prose="The bias hands dA on unchanged and takes its column sums; the product gives each "
    "factor dA times the other one, transposed. Three lines, whatever the sizes.",
)

jacobian_bytes = FunctionExercise(
    reference.jacobian_bytes,
    points=2,
    draw=cases.draw_jacobian_bytes,
    measure=cases.measure_bytes,
    mistakes=bytes_mistakes.JACOBIAN_BYTES,
    hints=(
        "A Jacobian has a row for each entry of the value and a column for each entry of the "
        "argument. How many entries have Y, X and W?",
        "dY/dX has (n m)(n d) entries and dY/dW has (n m)(d m): add the two, times itemsize.",
        "needed: X has n d entries, W has d m, dY has n m; added up, times itemsize.",
    ),
    prose="A Jacobian has as many entries as the value times as many as the argument; the two "
    "products that replace it read three matrices.",
)

affine_by_jacobian = FunctionExercise(
    reference.affine_by_jacobian,
    points=2,
    draw=cases.draw_affine_by_jacobian,
    measure=cases.measure_gradients,
    mistakes=affine_mistakes.AFFINE_BY_JACOBIAN,
    hints=(
        "Make three arrays of zeros: JX (m, q, m, p), JW (m, q, p, q) and Jb (m, q, q). "
        "JX[i, k, s, j] is the slope of A[i, k] along X[s, j].",
        "A[i, k] = sum over j of X[i, j] W[j, k], plus b[k]. So JX[i, k, i, j] is W[j, k], "
        "JW[i, k, j, k] is X[i, j], Jb[i, k, k] is 1, and everything else stays 0.",
        "Whole blocks at once: JX[i, :, i, :] = W.T for each i; JW[:, k, :, k] = X and "
        "Jb[:, k, k] = 1 for each k.",
        "np.tensordot(dA, JX, axes=2) sums dA[i, k] JX[i, k, s, j] over i and k, which is dX.",
    ),
    prose="The blocks say it all: in JX only s = i is not 0, a row of A depends on its own row of "
    "X; in JW and Jb only the column k of A itself. Most entries are zeros, and the rest are W or "
    "X again, many times over.",
)

LESSON = Lesson(
    name="04_matrix_backprop",
    title="Matrices: gradients without Jacobians",
    given=("plot", "demo"),
    exercises=(
        relu_jacobian,
        relu_vjp,
        quiz_column,
        matmul,
        add_bias,
        transpose,
        affine,
        quiz_square,
        jacobian_bytes,
        quiz_batch,
        affine_by_jacobian,
    ),
)
progress = LESSON.progress
doctor = LESSON.doctor

"""The exercises of lesson 01: a line, two losses, their gradients, and the way down.

Sources: Back to Backprop (Krajevski, 2025), from "A linear function" to "Stacking multiple linear
layers is useless", and "Gradient Descent"; JHU CSCI 601-471/671 Neural networks (2025), "A Special
Case: Linear Regression" to "Gradient Descent: Setting the Step Size", and "Normalize Your Data!".
"""

from backprop_lib.exercises.function import FunctionExercise
from backprop_lib.exercises.lesson import Lesson
from backprop_lib.exercises.linear_regression import (
    batches,
    cases,
    data_mistakes,
    descent_mistakes,
    gradient_mistakes,
    line_mistakes,
    loss_mistakes,
    reference,
)
from backprop_lib.exercises.linear_regression.quizzes import (
    quiz_outliers,
    quiz_third_layer,
    quiz_too_large,
    quiz_vertical,
)
from backprop_lib.exercises.unit import UnitExercise

__all__ = [
    "LESSON",
    "collapse",
    "doctor",
    "gradient_descent",
    "mae",
    "minibatches",
    "mse",
    "mse_gradients",
    "predict",
    "predict_many",
    "progress",
    "project",
    "quiz_outliers",
    "quiz_third_layer",
    "quiz_too_large",
    "quiz_vertical",
    "standardize",
]

predict = FunctionExercise(
    reference.predict,
    points=1,
    draw=cases.draw_predict,
    measure=cases.measure_predict,
    mistakes=line_mistakes.PREDICT,
    hints=(
        "At x = 0 the answer is m; each step of 1 to the right adds k.",
        "One expression does for a number and for an array: NumPy multiplies and adds entry by "
        "entry.",
    ),
    prose="The slope times x, plus the intercept. The same expression works for an array, entry by "
    "entry, and makes a new one.",
)

mse = UnitExercise(
    reference.mse,
    {"forward": 1, "backward": 1},
    {"y_hat": "m"},
    value="L",
    given={"y": lambda rng, sizes: rng.standard_normal(sizes["m"])},
    mistakes=loss_mistakes.MSE,
    others=(reference.mae,),
    hints=(
        "Name the errors, D = y_hat - y, of shape (m,). The loss is the mean of D**2.",
        "The derivative of D**2 is 2 D, and each sample has the share 1/m in the mean: the slope "
        "with respect to y_hat is 2 D / m, (m,).",
        "Inside mse write def back(dL): ..., which returns dL times that slope. It can use D and "
        "m, since it stands in the same function. Return L, back, without calling back.",
    ),
    prose="The errors have a name, D, because both halves need it. A square has the slope 2 D, a "
    "mean gives each sample the share 1/m, and what is downstream multiplies by dL.",
)

mae = UnitExercise(
    reference.mae,
    {"forward": 1, "backward": 1},
    {"y_hat": "m"},
    value="L",
    given={"y": lambda rng, sizes: rng.standard_normal(sizes["m"])},
    mistakes=loss_mistakes.MAE,
    others=(reference.mse,),
    hints=(
        "It is mse with np.abs(D) in place of D**2; only the slope of that is another one.",
        "To the right of 0 the graph of |D| has the slope 1, to the left -1: np.sign(D).",
    ),
    prose="The slope of |D| is the sign of D, however large D is. At D = 0 there is a kink and no "
    "slope; np.sign gives 0 there, which does no harm.",
)

predict_many = FunctionExercise(
    reference.predict_many,
    points=1,
    draw=cases.draw_predict_many,
    measure=cases.measure_predict,
    mistakes=line_mistakes.PREDICT_MANY,
    hints=(
        "For one sample: each predictor times its weight, added up, plus b.",
        "X @ w does that for each row: (m, p) times (p,) is (m,).",
    ),
    prose="The product of a matrix and a vector holds one inner product for each row, which is one "
    "prediction for each sample. b is added to all of them.",
)

mse_gradients = FunctionExercise(
    reference.mse_gradients,
    points=3,
    draw=cases.draw_mse_gradients,
    measure=cases.measure_gradients,
    mistakes=gradient_mistakes.MSE_GRADIENTS,
    value="loss",
    gradients={"dw": (2,)},
    parts={"forward": 1, "backward": 2},
    covers={"forward": ("loss",), "backward": ("dw", "db")},
    hints=(
        "Go forward one quantity a line: y_hat, D, loss. Then backward: dy_hat, dw, db.",
        "dy_hat = 2 * D / m is (m,). dw must be (p,), like w: of X and dy_hat only X.T @ dy_hat "
        "has that shape.",
        "b is added to every prediction, so its gradient is the sum of all of dy_hat.",
    ),
    prose="Forward to the loss, then back: the slope of the squares, dy_hat, is shared out. A "
    "weight gets it times its predictor, added up over the samples, which is X.T @ dy_hat; the "
    "bias, which every sample uses as it is, gets the sum.",
)

gradient_descent = FunctionExercise(
    reference.gradient_descent,
    points=2,
    draw=cases.draw_descent_in_a_bowl,
    or_else=cases.draw_descent,
    measure=cases.measure_descent,
    mistakes=descent_mistakes.GRADIENT_DESCENT,
    hints=(
        "A loop of steps rounds; in each: loss, dw and db from mse_gradients(X, y, w, b), the loss "
        "into the list, then the step.",
        "The step: w = w - lr * dw and b = b - lr * db. Both gradients are computed before either "
        "of them moves.",
    ),
    prose="Each round takes the loss and the slopes where it stands, then steps against them. "
    "w = w - ... makes a new array, so the w of the caller stays as it was.",
)

minibatches = batches.MinibatchExercise(
    reference.minibatches,
    points=2,
    draw=batches.draw_minibatches,
    measure=batches.measure_minibatches,
    may_return_generator=True,
    mistakes=data_mistakes.MINIBATCHES,
    hints=(
        "rng.permutation(n) is an array of the numbers 0 to n - 1 in random order.",
        "Cut it into pieces: range(0, n, size) gives the starts, order[start : start + size] the "
        "piece. A slice that reaches beyond the end is only shorter.",
        "yield in place of return hands out one piece, and goes on behind it when the next one is "
        "asked for.",
    ),
    prose="One random order of all samples, cut into pieces: so every sample comes exactly once, "
    "and which ones meet in a batch is new in every pass.",
)

standardize = FunctionExercise(
    reference.standardize,
    points=2,
    draw=cases.draw_standardize,
    measure=cases.measure_standardize,
    mistakes=data_mistakes.STANDARDIZE,
    hints=(
        "X.mean(axis=0) and X.std(axis=0) go down the columns; both are (p,).",
        "(X - mean) / std uses the right entry for each column by itself: NumPy lines (p,) up "
        "with the last axis of (m, p).",
        "np.where(std == 0, 1.0, std) puts 1 where a column is constant.",
    ),
    prose="Mean and standard deviation of each column; a constant column has no spread to divide "
    "by, and divided by 1 it is simply 0. Both are returned, since new samples must be treated "
    "with the numbers of the old ones.",
)

project = FunctionExercise(
    reference.project,
    points=1,
    draw=cases.draw_project,
    measure=cases.measure_projection,
    mistakes=line_mistakes.PROJECT,
    hints=(
        "One regression is X @ w + b. Put the q weight vectors side by side as the columns of W.",
        "X @ W is (m, q); adding b of shape (q,) gives each column its own bias.",
    ),
    prose="Column j of the product is the regression with column j of W. NumPy repeats b for each "
    "row, which is called broadcasting.",
)

collapse = FunctionExercise(
    reference.collapse,
    points=2,
    draw=cases.draw_collapse,
    measure=cases.measure_collapse,
    mistakes=line_mistakes.COLLAPSE,
    hints=(
        "Multiply (X W1 + b1) W2 + b2 out, and sort by what has an X and what has none.",
        "X W1 W2 + b1 W2 + b2. What X is multiplied by is Q, (p, q); the rest is u, (q,).",
    ),
    prose="(X W1 + b1) W2 + b2 = X (W1 W2) + (b1 W2 + b2): the first bracket is Q, the second u.",
)

LESSON = Lesson(
    name="01_linear_regression",
    title="Linear regression: from a line to its gradient",
    given=("data", "plot", "demo"),
    exercises=(
        predict,
        quiz_vertical,
        mse,
        mae,
        quiz_outliers,
        predict_many,
        mse_gradients,
        gradient_descent,
        quiz_too_large,
        standardize,
        minibatches,
        project,
        collapse,
        quiz_third_layer,
    ),
)
progress = LESSON.progress
doctor = LESSON.doctor

"""The exercises of lesson 08: a net in twenty lines, a classifier, and how to train it.

Sources: CS231n lecture 4 (Fei-Fei Li and Ehsan Adeli, Stanford, 2024), "Full implementation of
training a 2-layer Neural Network" to "Plugging in neural networks with loss functions"; Avrithis,
Deep learning for vision, lecture 6 (2018), "automatic differentiation: functions".
"""

from backprop_lib.exercises.function import FunctionExercise
from backprop_lib.exercises.lesson import Lesson
from backprop_lib.exercises.two_layer_network import (
    accuracy_mistakes,
    cases,
    hinge_mistakes,
    loss_mistakes,
    reference,
    step_mistakes,
    training_mistakes,
)
from backprop_lib.exercises.two_layer_network.quizzes import (
    quiz_batches,
    quiz_first_loss,
    quiz_hinge,
    quiz_size,
)

__all__ = [
    "LESSON",
    "accuracy",
    "doctor",
    "hinge_loss",
    "progress",
    "quiz_batches",
    "quiz_first_loss",
    "quiz_hinge",
    "quiz_size",
    "sgd",
    "twenty_line_step",
    "two_layer_loss",
]

twenty_line_step = FunctionExercise(
    reference.twenty_line_step,
    points=3,
    draw=cases.draw_steps,
    measure=cases.measure_step,
    mistakes=step_mistakes.TWENTY_LINE_STEP,
    parts={"forward": 1, "step": 2},
    covers={"forward": ("loss",), "step": ("the new w1", "the new w2")},
    hints=(
        "Forward, one quantity a line: a = x @ w1, h (its sigmoid), y_pred = h @ w2, and the sum "
        "of all squares of y_pred - y.",
        "Backward: dy_pred = 2 * (y_pred - y), (m, q). dw2 is (h, q), made of h and dy_pred; dh is "
        "(m, h), made of dy_pred and w2.",
        "Through the sigmoid, da = dh * h * (1 - h); then dw1 is made of x and da as dw2 was of h "
        "and dy_pred.",
        "Both steps come last: w1 - lr * dw1 and w2 - lr * dw2 are new arrays.",
    ),
    prose="Two matrix products forward, three back, and the slope of the sigmoid from its value. "
    "dh goes back through the old w2, the one that the forward pass used, so both weights move at "
    "the end.",
)

two_layer_loss = FunctionExercise(
    reference.two_layer_loss,
    points=5,
    draw=cases.draw_losses,
    measure=cases.measure_loss,
    mistakes=loss_mistakes.TWO_LAYER_LOSS,
    value="loss",
    gradients={name: (0, i) for i, name in enumerate(cases.GRADIENTS)},
    parts={"forward": 2, "backward": 3},
    covers={"forward": ("loss",), "backward": cases.GRADIENTS},
    hints=(
        "Forward: A1, Z, A2 as in the table. Then the logistic unit: S = A2 minus the largest of "
        "its row, E, N, and C = ln N - s of the right class, (T * S).sum(axis=1).",
        "D is the mean of C. R is lam / 2 times the squares of W1 and W2; b1 and b2 are not in it.",
        "Backward: dA2 = (E / N - T) / m, (m, k). From there it is the backward pass of lesson 07: "
        "dW2, db2, dZ, dA1, dW1, db1.",
        "W1 and W2 are used twice, in the net and in R: add lam * W1 to dW1, and lam * W2 to dW2.",
    ),
    prose="Affine, relu, affine, logistic, and the decay beside them. Each line of the backward "
    "answers one of the forward; where a weight is used twice, its two gradients are added. S "
    "keeps the exponentials from overflowing, and C takes the logarithm on paper.",
)

accuracy = FunctionExercise(
    reference.accuracy,
    points=1,
    draw=cases.draw_accuracies,
    measure=cases.measure_accuracy,
    mistakes=accuracy_mistakes.ACCURACY,
    hints=(
        "The scores A2 are those of the forward pass. Softmax keeps their order, so it is not "
        "needed.",
        "A2.argmax(axis=1) is the class with the highest score for each sample, and "
        "T.argmax(axis=1) the right one.",
        "True counts as 1 and False as 0 in a mean.",
    ),
    prose="The net answers with the class of the highest score, and so does T with its 1. The mean "
    "of the hits is their share.",
)

sgd = cases.SgdExercise(
    reference.sgd,
    points=3,
    draw=cases.draw_sgd_in_a_bowl,
    or_else=cases.draw_sgd,
    measure=cases.measure_sgd,
    mistakes=training_mistakes.SGD,
    hints=(
        "Two loops: over the epochs, and inside over range(0, m, size), the starts of the batches.",
        "order = rng.permutation(m) belongs at the start of each epoch; "
        "rows = order[start : start + size] picks a batch, X[rows] and T[rows]. A slice beyond "
        "the end is only shorter.",
        "A step as in lesson 07: the loss into the list, then four new arrays, P - lr * dP, as the "
        "new params.",
    ),
    prose="In every epoch one random order, cut into batches, so each sample comes exactly once. "
    "A step is one of gradient descent, as if the batch were all there is.",
)

hinge_loss = cases.HingeExercise(
    reference.hinge_loss,
    {"forward": 1, "backward": 2},
    {"S": "m k"},
    given={"y": cases.labels},
    value="L",
    mistakes=hinge_mistakes.HINGE_LOSS,
    hints=(
        "With rows = np.arange(m), S[rows, y] holds the right score of each sample, (m,); "
        "[:, None] makes it a column, (m, 1), which NumPy repeats for each class.",
        "M = S - S[rows, y][:, None] + 1 is (m, k). Where the column is y it would compare the "
        "right class with itself: set M[rows, y] to 0.",
        "Each positive entry of M gives its score +1/m, times dL.",
        "The right score is subtracted in each of these terms: it gets minus the sum of its row.",
    ),
    prose="M holds how far each wrong score comes into the margin. What is positive counts, and "
    "passes the gradient on as it is; the right score, subtracted in all of these terms, gets "
    "minus their sum.",
)

LESSON = Lesson(
    name="08_two_layer_network",
    title="A two-layer network: twenty lines, three spirals",
    given=("data", "plot", "demo"),
    exercises=(
        twenty_line_step,
        quiz_first_loss,
        two_layer_loss,
        accuracy,
        quiz_batches,
        sgd,
        quiz_size,
        hinge_loss,
        quiz_hinge,
    ),
)
progress = LESSON.progress
doctor = LESSON.doctor

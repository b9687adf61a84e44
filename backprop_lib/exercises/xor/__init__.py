"""The exercises of lesson 07: threshold units, the perceptron rule, nets for XOR and for parity.

Sources: JHU CSCI 601-471/671 Neural networks (2025), from "Depth vs Width on Boolean functions"
to "Perceptron: Demise"; the staged backward as in Avrithis, Deep learning for vision,
lecture 6 (2018).
"""

from backprop_lib.exercises.function import FunctionExercise
from backprop_lib.exercises.lesson import Lesson
from backprop_lib.exercises.xor import (
    cases,
    depth_mistakes,
    loss_mistakes,
    mistakes,
    parity_cases,
    reference,
    training_mistakes,
    width_mistakes,
)
from backprop_lib.exercises.xor.quizzes import quiz_collapse, quiz_one_line, quiz_parity

__all__ = [
    "LESSON",
    "doctor",
    "logic_gates",
    "parity_by_depth",
    "parity_by_width",
    "perceptron_update",
    "progress",
    "quiz_collapse",
    "quiz_one_line",
    "quiz_parity",
    "threshold",
    "train_xor",
    "xor_by_hand",
    "xor_loss",
]

threshold = FunctionExercise(
    reference.threshold,
    points=1,
    draw=cases.draw_threshold,
    measure=cases.measure_threshold,
    mistakes=mistakes.THRESHOLD,
    hints=(
        "X @ w + b is a score for each of the m samples at once, an array of shape (m,).",
        "Comparing an array with 0 gives True and False; .astype(float) makes them 1.0 and 0.0.",
    ),
    prose="One product scores the whole batch, b shifts every score, and the comparison turns "
    "scores into 0.0 and 1.0. A score of exactly 0 fires.",
)

logic_gates = FunctionExercise(
    reference.logic_gates,
    points=1,
    draw=cases.draw_nothing,
    measure=cases.measure_gates,
    mistakes=mistakes.LOGIC_GATES,
    hints=(
        "With w = (1, 1) the score is the number of inputs that are on, plus b. For OR one of them "
        "must be enough.",
        "The score must be >= 0 exactly where the gate says 1: write down its value on the four "
        "inputs and choose b between those that must fire and those that must not.",
        "NAND is 1 where AND is 0: negate the weights and the bias of AND. Keep the corners "
        "off its line: where the score is exactly 0 both of them would fire.",
    ),
    prose="With both weights 1 the unit counts its inputs, and b says how many are needed: one for "
    "OR, two for AND. NAND is AND with all signs flipped, "
    "which works because no corner lies on its line, where the score is 0. Any other line that "
    "leaves the same corners on the same sides is as good.",
)

perceptron_update = FunctionExercise(
    reference.perceptron_update,
    points=2,
    draw=cases.draw_perceptron_update,
    measure=cases.measure_weights,
    may_return_input=True,
    mistakes=mistakes.PERCEPTRON_UPDATE,
    hints=(
        "First the output o of the unit: 1.0 if w @ x >= 0, else 0.0. The bias is already in w, as "
        "the weight of the last input, which is 1.",
        "t - o is 0 where the unit is right, 1 where it should have fired, -1 where it should not "
        "have. It decides whether, and which way, to step along x.",
        "Return w + (a step): this makes a new array and leaves w as it came.",
    ),
    prose="The factor t - o is 0 where the unit is right, so only mistakes move the weights; "
    "multiplied by x it moves only the weights of inputs that are on.",
)

xor_by_hand = FunctionExercise(
    reference.xor_by_hand,
    points=2,
    draw=cases.draw_nothing,
    measure=cases.measure_xor_net,
    mistakes=mistakes.XOR_BY_HAND,
    hints=(
        "Two hidden units suffice. Let the first one add the inputs: relu(x1 + x2) is 0, 1, 1, 2 "
        "on the four inputs.",
        "That is right but for the 2, which should be 0. A second hidden unit that is on for "
        "(1, 1) alone can take it away.",
        "relu(x1 + x2 - 1) is 0, 0, 0, 1. How much of it has to go?",
    ),
    prose="The first hidden unit adds the inputs, 0, 1, 1, 2; the second one is on for (1, 1) "
    "alone, 0, 0, 0, 1. The first minus twice the second is 0, 1, 1, 0.",
)

xor_loss = FunctionExercise(
    reference.xor_loss,
    points=4,
    draw=cases.draw_xor_loss,
    measure=cases.measure_loss,
    mistakes=loss_mistakes.XOR_LOSS,
    value="loss",
    gradients={name: (0, i) for i, name in enumerate(cases.GRADIENTS)},
    parts={"forward": 1, "backward": 3},
    covers={"forward": ("loss",), "backward": cases.GRADIENTS},
    hints=(
        "Write the forward one quantity a line: A, Z, Y, D, loss. The backward goes through "
        "them in reverse: dY, dZ, dA, with the gradients of the parameters on the way.",
        "Each gradient has the shape of its own quantity. The loss is a mean of squares of "
        "D = Y - T, so dY is 2 D / m.",
        "dW2 = Z.T @ dY is (h, 1), db2 = dY.sum(axis=0) is (1,), dZ = dY @ W2.T is (m, h); through "
        "the relu only entries with A > 0 come back. dW1 and db1 follow like dW2 and db2.",
    ),
    prose="Each line of the backward answers one line of the forward, from the last to the first, "
    "and has the shape of its quantity: through a product the other factor transposed, through a "
    "bias the sum over the batch, through the relu only what was positive.",
)

train_xor = FunctionExercise(
    reference.train_xor,
    points=2,
    draw=cases.draw_descent_in_a_bowl,
    or_else=cases.draw_descent,
    measure=cases.measure_training,
    mistakes=training_mistakes.TRAIN_XOR,
    hints=(
        "A loop of steps rounds; in each: loss and gradients from xor_loss(params, X, T), the loss "
        "into the list, then the step.",
        "A step makes four new arrays, W1 - lr * dW1 and so on, and packs them into new params.",
    ),
    prose="Gradient descent: each round takes the loss and the gradients where it stands, then "
    "steps against the gradients. New arrays leave the given parameters as they were.",
)


class ParityNet(FunctionExercise):
    """A net of threshold units, judged by what it says to each input and by its size."""

    tolerant = True  # many nets are right, and small changes to the weights change nothing


parity_by_depth = ParityNet(
    reference.parity_by_depth,
    points=2,
    draw=parity_cases.draw_parity,
    measure=parity_cases.measure_deep_parity,
    mistakes=depth_mistakes.PARITY_BY_DEPTH,
    hints=(
        "One pair is XOR as before: a layer with OR and NAND, then a layer with their AND. For "
        "two bits these two layers are all.",
        "k pairs side by side: np.kron(np.eye(k), W) puts k copies of W on the diagonal of a "
        "larger array, and np.tile(b, k) repeats b k times.",
        "Loop while n > 1: append the two layers for all pairs, then go on with one signal for "
        "each pair. For an odd n let k be (n + 1) // 2 and keep the first n rows of the first W: "
        "the last signal has a partner that is always 0, and x XOR 0 is x.",
    ),
    prose="XOR does not care how its inputs are grouped, so pairs are joined first, then pairs of "
    "the results. Each level takes two layers and three units a pair, and halves the number "
    "of signals. Cutting the last row of W gives an odd one out a partner that is always 0.",
)

parity_by_width = ParityNet(
    reference.parity_by_width,
    points=2,
    draw=parity_cases.draw_parity,
    measure=parity_cases.measure_wide_parity,
    mistakes=width_mistakes.PARITY_BY_WIDTH,
    hints=(
        "List the patterns first: of all inputs, corners(n) or np.ndindex(*n * [2]), keep those "
        "whose sum is odd. There are 2^(n-1).",
        "With the weight 1 where the pattern has a one and -1 where it has a zero, w.x is largest "
        "on the pattern itself, where it is the number of its ones, and at least 1 smaller "
        "everywhere else.",
        "So b = 0.5 - (number of ones). The output is an OR of the hidden units: weights 1, and "
        "the bias -0.5.",
    ),
    prose="Each hidden unit recognises one pattern: its score is 0.5 there and -0.5 or less "
    "on every other input. At most one of them fires, and the output says whether one does.",
)

LESSON = Lesson(
    name="07_xor",
    title="XOR: what one threshold unit cannot do and two layers can",
    given=("data", "plot", "demo"),
    exercises=(
        threshold,
        logic_gates,
        perceptron_update,
        xor_by_hand,
        xor_loss,
        train_xor,
        parity_by_depth,
        parity_by_width,
        quiz_one_line,
        quiz_collapse,
        quiz_parity,
    ),
)
progress = LESSON.progress
doctor = LESSON.doctor

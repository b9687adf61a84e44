"""The exercises of lesson 05: units and losses that are right for scores of any size.

Sources: Avrithis, Deep learning for vision, lecture 6 (2018), "the logistic unit" to "the loss
function"; JHU CSCI 601-471/671 Neural networks (2025), activation functions.
"""

from backprop_lib.exercises.function import FunctionExercise
from backprop_lib.exercises.lesson import Lesson
from backprop_lib.exercises.unit import UnitExercise
from backprop_lib.exercises.units import (
    cases,
    cross_entropy_mistakes,
    decay_mistakes,
    elementwise_mistakes,
    logistic_mistakes,
    loss_mistakes,
    reference,
    softmax_mistakes,
)
from backprop_lib.exercises.units.kinds import MoreCases, SmallValues
from backprop_lib.exercises.units.quizzes import quiz_saturation, quiz_shift, quiz_y_minus_t
from backprop_lib.exercises.units.stand_ins import STAND_INS

__all__ = [
    "LESSON",
    "binary_cross_entropy",
    "decay",
    "doctor",
    "logistic",
    "loss",
    "progress",
    "quiz_saturation",
    "quiz_shift",
    "quiz_y_minus_t",
    "relu",
    "sigmoid",
    "softmax",
]

sigmoid = MoreCases(
    reference.sigmoid,
    {"forward": 1, "backward": 1},
    {"A": "m q"},
    value="Z",
    more=cases.beyond_exp,
    others=(reference.relu,),
    mistakes=elementwise_mistakes.SIGMOID,
    hints=(
        "Let only what is not positive go into np.exp: E = np.exp(-np.abs(A)) lies in (0, 1].",
        "Where a >= 0, E is e^-a and the sigmoid is 1 / (1 + E). Where a < 0, E is e^a: multiply "
        "1 / (1 + e^-a) above and below by e^a.",
        "np.where(A >= 0, 1, E) picks the numerator; the denominator is 1 + E for both.",
        "The slope is z (1 - z), with the value Z at hand; dA is dZ times that.",
    ),
    prose="E is e^-|a| and never overflows; the two signs of a differ in the numerator alone. The "
    "backward needs nothing but the value: the slope of the sigmoid is Z (1 - Z).",
)

relu = UnitExercise(
    reference.relu,
    {"forward": 1, "backward": 1},
    {"A": "m q"},
    value="Z",
    others=(reference.sigmoid,),
    mistakes=elementwise_mistakes.RELU,
    hints=(
        "np.maximum compares entry by entry, and makes a new array.",
        "The slope is 1 where A > 0 and 0 elsewhere: A > 0 is an array of True and False, which "
        "count as 1 and 0 in a product.",
    ),
    prose="What was positive passes, in both directions; what was not is stopped, in both "
    "directions.",
)

softmax = FunctionExercise(
    reference.softmax,
    points=2,
    draw=cases.draw_softmax,
    measure=cases.measure_softmax,
    mistakes=softmax_mistakes.SOFTMAX,
    hints=(
        "Subtracting one number from a whole row changes no probability. Which number makes every "
        "exponent 0 or less?",
        "A.max(axis=1, keepdims=True) is (m, 1), one number for each row; without keepdims it is "
        "(m,), which does not fit to the rows.",
        "The sum is over the classes of a sample: axis=1, with keepdims again.",
    ),
    prose="With the largest score of each row subtracted, no exponent is above 0 and the largest "
    "exponential is 1, so nothing overflows and no sum is 0.",
)

logistic = MoreCases(
    reference.logistic,
    {"forward": 2, "backward": 2},
    {"A": "m k"},
    value="D",
    given={"T": cases.one_of_k},
    more=cases.logistic_far_apart,
    mistakes=logistic_mistakes.LOGISTIC,
    hints=(
        "Shift as in softmax: S = A - A.max(axis=1, keepdims=True), E = np.exp(S), and N, the sums "
        "of the rows of E.",
        "The loss of a sample is -ln y_t = ln N - s_t, with s_t the shifted score of the right "
        "class. Nothing is divided, so nothing underflows.",
        "(T * S).sum(axis=1) picks s_t from each row, since T is one-of-k. D is the mean over the "
        "m samples.",
        "dA is dD times (Y - T) / m, with Y = E / N.",
    ),
    prose="The logarithm is taken on paper, ln N - s_t, so that no probability has to be written "
    "down that float64 has no room for. The gradient needs no logarithm at all.",
)

binary_cross_entropy = SmallValues(
    reference.binary_cross_entropy,
    {"forward": 2, "backward": 1},
    {"a": "m"},
    value="D",
    more=cases.large_of_both_signs,
    mistakes=cross_entropy_mistakes.BINARY_CROSS_ENTROPY,
    hints=(
        "For negative a, take e^-a out of the logarithm: ln(1 + e^-a) = -a + ln(1 + e^a). Then the "
        "exponent is negative, whatever the sign of a.",
        "Both signs in one line: max(0, -a) + ln(1 + E) with E = e^-|a|. np.log1p(E) is ln(1 + E), "
        "right also when E is tiny.",
        "The slope is -e^-a / (1 + e^-a) = -sigmoid(-a): E / (1 + E) or 1 / (1 + E), by the sign "
        "of a. Then the mean: each sample has a share of 1/m.",
    ),
    prose="The linear part is exact and the rest is ln(1 + E) with E in (0, 1], which np.log1p "
    "computes to the last digit. The slope is -sigmoid(-a), from the same E.",
)

decay = MoreCases(
    reference.decay,
    {"forward": 1, "backward": 1},
    {"weights": ("p q", "q r", "r")},
    value="R",
    given={"lam": cases.strength},
    large=None,
    more=cases.other_weights,
    mistakes=decay_mistakes.DECAY,
    hints=(
        "The squared Frobenius norm of W is the sum of its squared entries, (W * W).sum(). Add "
        "these up over weights; how many there are, you do not know.",
        "The derivative of lam / 2 times w**2 is lam w. back returns a tuple: "
        "tuple(... for W in weights).",
    ),
    prose="The half makes the gradient lam W without a 2: each step of gradient descent takes the "
    "same fraction off every weight, which is why it is called decay.",
)

loss = UnitExercise(
    reference.loss,
    {"forward": 1, "backward": 1},
    {"A": "m k", "weights": ("p q", "q k")},
    value="L",
    given={"T": cases.one_of_k, "lam": cases.strength},
    names=STAND_INS,
    mistakes=loss_mistakes.LOSS,
    hints=(
        "Call logistic(A, T) and decay(weights, lam); each gives you a value and a back. Keep both "
        "backs under names of their own.",
        "A sum hands the upstream gradient to both of its terms as it is: call both backs with dL.",
        "back returns dA, dweights: an array, and the tuple that the back of decay gives.",
    ),
    prose="The loss knows nothing of softmax or squares. It adds two values, and hands dL on to "
    "the two backs: that is all there is to composing units.",
)

LESSON = Lesson(
    name="05_units",
    title="Units: sigmoid, relu, softmax and losses for scores of any size",
    given=("data", "plot", "demo"),
    exercises=(
        sigmoid,
        quiz_saturation,
        relu,
        softmax,
        quiz_shift,
        logistic,
        quiz_y_minus_t,
        binary_cross_entropy,
        decay,
        loss,
    ),
)
progress = LESSON.progress
doctor = LESSON.doctor

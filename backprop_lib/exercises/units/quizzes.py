"""The quizzes of lesson 05."""

from backprop_lib.exercises.quiz import Quiz

quiz_saturation = Quiz(
    "quiz_saturation",
    points=1,
    question="A sigmoid unit has the score a = -10 where the target is 1. It is trained by "
    "gradient descent on the squared error (z - t)**2. What happens?",
    options={
        "a": "It learns fast: the error is nearly 1, about the largest there is.",
        "b": "It hardly moves: the slope of the sigmoid multiplies the error, and at -10 it is "
        "less than 1/20,000.",
        "c": "It hardly moves: e^10 overflows, so that the gradient is nan.",
        "d": "It does not move at all: at a = -10 the sigmoid is exactly 0, and so is its slope.",
    },
    right="b",
    because="The gradient of the score is 2 (z - t) z (1 - z). The first factor is nearly -2, but "
    "z (1 - z) is 0.000045, so the step is tiny although the answer is as wrong as can be.",
    why_wrong={
        "a": "The error is large, but the gradient of the score is 2 (z - t) times the slope "
        "z (1 - z): how large is that at a = -10?",
        "c": "e^10 is about 22,000, far from the largest float64, near 1.8e308: nothing overflows "
        "here.",
        "d": "At a = -10 the sigmoid is 0.000045, small but not 0, and its slope is nearly the "
        "same. It moves, very slowly.",
    },
    hints=("Write down the derivative of (z - t)**2 with respect to a: it has two factors.",),
)

quiz_shift = Quiz(
    "quiz_shift",
    points=1,
    question="In one row of A, 1000 is added to every score. What happens to the exact softmax of "
    "that row and to its cross-entropy?",
    options={
        "a": "The largest probability goes to 1, and the loss to 0 or to infinity.",
        "b": "The probabilities stay the same, and the loss of that row grows by 1000.",
        "c": "Nothing: both stay as they are.",
        "d": "Both become infinite, because e^1000 does.",
    },
    right="c",
    because="Every exponential of the row is multiplied by e^1000, and so is their sum: the factor "
    "cancels. That is why one may subtract the largest score.",
    why_wrong={
        "a": "That happens when the scores are multiplied by 1000, which drives them apart. Adding "
        "leaves their differences as they are.",
        "b": "The loss is -ln of one of those probabilities: when they stay the same, so does it.",
        "d": "e^1000 is a finite number of 435 digits; only float64 has no room for it. On paper "
        "it cancels between numerator and denominator.",
    },
    hints=("Write e^(a + 1000) as a product.",),
)

quiz_y_minus_t = Quiz(
    "quiz_y_minus_t",
    points=1,
    question="One of m = 4 samples has the probabilities (0.7, 0.2, 0.1), and its target is the "
    "second class. What is its row of dA, for dD = 1?",
    options={
        "a": "(0, -1.25, 0)",
        "b": "(0, -0.2, 0)",
        "c": "(0.7, -0.8, 0.1)",
        "d": "(0.175, -0.2, 0.025)",
    },
    right="d",
    because="(Y - T) / m = (0.7, 0.2 - 1, 0.1) / 4. Its entries sum to 0: what the right score is "
    "to gain, the others are to lose.",
    why_wrong={
        "a": "That is -T / Y / m, the gradient of the probabilities. The scores lie one step "
        "further back, through the softmax.",
        "b": "The second entry is right. But the other scores stand in the softmax's sum: lowering "
        "them lowers the loss, so they have a gradient, too.",
        "c": "That is Y - T, the gradient of this sample's own loss. D is the mean over m = 4 of "
        "them.",
    },
    hints=("The gradient is (Y - T) / m.", "T is (0, 1, 0) in this row."),
)

"""The quizzes of lesson 10."""

from backprop_lib.exercises.quiz import Quiz

quiz_dead = Quiz(
    "quiz_dead",
    points=1,
    question="A relu unit has a negative score for every sample of the training set. The inputs "
    "of the layer no longer change. What will gradient descent do with its weights and its bias?",
    options={
        "a": "It raises the bias until the unit is on for some samples.",
        "b": "Nothing: their gradients are exactly 0, and stay so.",
        "c": "Next to nothing: the gradients are tiny, so that it takes very long.",
        "d": "It depends on the upstream gradients: where they are negative, the weights grow.",
    },
    right="b",
    because="Where the score is negative the slope is 0, and 0 times any upstream gradient is 0. "
    "All m samples add nothing to dW and db, the parameters stay, and so do the scores.",
    why_wrong={
        "a": "It would have to know that this helps. All it knows is the gradient of b, the sum of "
        "the dA of this unit: which entries of dA are not 0?",
        "c": "Tiny gradients are those of a saturated sigmoid or tanh. The relu's slope on the "
        "left is not small but exactly 0.",
        "d": "The upstream gradient is multiplied by the slope, which is 0 for every sample. Its "
        "sign no longer matters.",
    },
    hints=("Go through back of relu: what is dA for a unit whose scores are all negative?",),
)

quiz_sign = Quiz(
    "quiz_sign",
    points=1,
    question="A unit f = x . w + b sees samples with two positive inputs, one sample a step. The "
    "best weights lie at w1 larger and w2 smaller than now. Which way can a single step go?",
    options={
        "a": "Straight there, if the learning rate is right.",
        "b": "Both weights up or both down; only several steps in turn get there.",
        "c": "Along one axis at a time: first w1, then w2.",
        "d": "Nowhere: the two gradients cancel.",
    },
    right="b",
    because="dw_i is the upstream gradient times x_i. All x_i are positive, so all dw_i have the "
    "sign of the upstream gradient: the step is up in both or down in both.",
    why_wrong={
        "a": "That step has a plus for w1 and a minus for w2. Write down dw1 and dw2 for one "
        "sample, and look at their signs.",
        "c": "A step moves w_i by x_i times the upstream gradient, and no x_i is 0 here: both "
        "weights move at once.",
        "d": "dw1 and dw2 belong to two different weights and are not added to one another.",
    },
    hints=("dw1 = df x1 and dw2 = df x2, with the same df.",),
)

quiz_constant = Quiz(
    "quiz_constant",
    points=1,
    question="All weights of a net with one hidden layer of 100 tanh units start at 0.5, all "
    "biases at 0. It is trained for a long time. What is it worth?",
    options={
        "a": "As much as one that started at random: training makes the units differ.",
        "b": "Nothing: as with zeros, no weight ever moves.",
        "c": "As much as a net with one hidden unit, since all 100 stay alike.",
        "d": "As much as a linear model.",
    },
    right="c",
    because="Units that start alike compute the same and get the same gradient, so that they take "
    "the same steps. Their 100 copies are one unit with a larger outgoing weight.",
    why_wrong={
        "a": "Training moves a unit by its gradient. What is different in the gradients of two "
        "units with the same weights?",
        "b": "With zeros the gradient of the first layer is 0, since it passes through W2 = 0. "
        "With 0.5 it is not, and the weights do move; but how do they move?",
        "d": "The tanh is still there, and one tanh unit is not linear. But how many different "
        "units are there?",
    },
    hints=("Compare the columns of dW1. Their units have the same Z, and the same row in W2.",),
)

quiz_dropout = Quiz(
    "quiz_dropout",
    points=1,
    question="A net was trained with dropout, p = 0.2 the probability of dropping, and without any "
    "scaling while training. By what are the values to be multiplied when testing?",
    options={
        "a": "By 0.2, the dropout probability.",
        "b": "By 0.8.",
        "c": "By 1 / 0.8 = 1.25.",
        "d": "By nothing: in the mean they are right.",
    },
    right="b",
    because="In training an entry was there with probability 0.8, so the next layer has learned "
    "with 0.8 times the value in the mean. Inverted dropout divides by 0.8 in training instead.",
    why_wrong={
        "a": "0.2 is the probability of dropping. What the next layer got in the mean is the value "
        "times the probability that it was kept. For p = 0.5 the two are the same, which is why "
        "an example with 0.5 does not show it.",
        "c": "Dividing by 0.8 is for training, where entries are missing. In testing nothing is "
        "missing, and the values are too large, not too small.",
        "d": "In training a fifth of the entries was 0. Now all are there, and the sums of the "
        "next layer are larger than those that it was trained on.",
    },
    hints=(
        "What is the mean of a value a that is replaced by 0 with probability 0.2?",
        "0.2 times 0 plus 0.8 times a.",
    ),
)

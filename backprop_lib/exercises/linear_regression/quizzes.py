"""The quizzes of lesson 01."""

from backprop_lib.exercises.quiz import Quiz

quiz_vertical = Quiz(
    "quiz_vertical",
    points=1,
    question="Every straight line but one kind is y = x k + m for some k and m. Why not the "
    "vertical ones?",
    options={
        "a": "Their slope is 0, and with k = 0 nothing of x is left.",
        "b": "One x would need many values of y, and a function gives one.",
        "c": "They do not cross the y-axis, so they have no intercept.",
        "d": "Their k is very large: k = 1e300 is vertical for all purposes.",
    },
    right="b",
    because="x k + m is one number for each x. A vertical line has every y at one x and none at "
    "the others, so no slope and intercept make it.",
    why_wrong={
        "a": "A slope of 0 makes a horizontal line, the constant m, and that is a fine function.",
        "c": "Most of them do not, but x = 0 is vertical and lies on the axis itself; look for "
        "what all vertical lines have in common.",
        "d": "However large k is, the line has one y for each x, and is not vertical; at x = 0 it "
        "still gives m alone.",
    },
    hints=("Take two points on a vertical line and ask what predict should return at their x.",),
)

quiz_outliers = Quiz(
    "quiz_outliers",
    points=1,
    question="One price in the table is off by a factor of ten. Which loss lets it drag the line "
    "further, and why?",
    options={
        "a": "The MAE: its gradient does not get smaller as the error does.",
        "b": "Both alike: each divides by m, so one sample has the share 1/m.",
        "c": "The MSE: an error ten times as large costs a hundred times as much and pulls ten "
        "times as hard.",
        "d": "Neither: gradient descent goes downhill whatever a single sample says.",
    },
    right="c",
    because="The MSE pulls each prediction with 2 D / m, in proportion to its error; the MAE pulls "
    "with 1/m, up or down, however far off the sample is.",
    why_wrong={
        "a": "That is true of its gradient, and it is the reason for the opposite: a huge error "
        "pulls no harder than a small one.",
        "b": "Each sample has the share 1/m in both, but a share of what? In the one of D squared, "
        "in the other of |D|.",
        "d": "It goes downhill on the loss, and the loss is made of the samples: the question is "
        "how much of the slope comes from the wrong one.",
    },
    hints=("Compare the gradients of the two losses at an error of 1 and at one of 1,000.",),
)

quiz_too_large = Quiz(
    "quiz_too_large",
    points=1,
    question="The loss is w squared, so its gradient is 2w. From w = 1 with lr = 1.1, what do the "
    "steps of gradient descent do?",
    options={
        "a": "They reach 0 faster than with a smaller lr, only less exactly.",
        "b": "They jump between 1 and -1 for ever.",
        "c": "They jump from side to side and come to rest at 0.",
        "d": "They jump from side to side, further from 0 each time.",
    },
    right="d",
    because="w - 1.1 * 2w = -1.2 w: each step turns the sign and takes w 1.2 times as far from 0 "
    "as it was.",
    why_wrong={
        "a": "Do the first step: 1 - 1.1 * 2 is -1.2. Is that nearer to 0 than 1?",
        "b": "That is what lr = 1 does, where each step gives -w. Here the step is longer still.",
        "c": "For that the step must not take w beyond the mirror image of where it was, which is "
        "so for lr between 0.5 and 1.",
    },
    hints=("Write down w after one step and after two.",),
)

quiz_third_layer = Quiz(
    "quiz_third_layer",
    points=1,
    question="Two linear layers are stacked, with nothing between them. What does a third one add "
    "to the functions that they can compute?",
    options={
        "a": "Nothing: the three are one linear layer, too.",
        "b": "A bend: each layer adds one, so three can follow a curve.",
        "c": "More weights, so they can come closer to any data.",
        "d": "XOR and the like, which two layers can compute but one cannot.",
    },
    right="a",
    because="Collapse two of them into one, then that one and the third: one matrix and one bias "
    "are left. A narrow layer in between can even take functions away.",
    why_wrong={
        "b": "Where would a bend come from? A linear function of a linear function is linear, and "
        "its graph is as flat as before.",
        "c": "There are more numbers, but they enter only through their product, one matrix of "
        "shape (p, q).",
        "d": "Two layers can do that with something non-linear between them. Without it, they are "
        "one.",
    },
    hints=("Use collapse on the first two. What is left to stack?",),
)

"""The quizzes of lesson 07."""

from backprop_lib.exercises.quiz import Quiz

quiz_one_line = Quiz(
    "quiz_one_line",
    points=1,
    question="Why can no single threshold unit compute XOR?",
    options={
        "a": "Two weights and a bias are too few numbers to hold four answers.",
        "b": "The perceptron rule goes round in a cycle; a better learning rule would find the "
        "weights.",
        "c": "No straight line has (0,1) and (1,0) on its firing side and (0,0) and (1,1) on the "
        "other.",
        "d": "Its output jumps from 0 to 1; a smooth unit, such as a sigmoid, could do it alone.",
    },
    right="c",
    because="The unit fires on one side of a straight line, and the segment between the two "
    "corners that must fire crosses the segment between the two that must not.",
    why_wrong={
        "a": "The number of parameters is not the obstacle: the same three numbers hold OR, AND, "
        "NAND and 11 others of the 16 tables of two inputs.",
        "b": "No rule can find what does not exist: the cycle is a symptom, and the question is "
        "why there are no such weights.",
        "d": "A sigmoid crosses 1/2 on the same straight line as the jump: smoothing the step does "
        "not bend the line.",
    },
    hints=("Draw the four corners, mark where the unit must fire, and try to lay a ruler.",),
)

quiz_collapse = Quiz(
    "quiz_collapse",
    points=1,
    question="The relu between the two layers is left out: Y = (X W1 + b1) W2 + b2, trained on XOR "
    "with the mean squared error. What happens?",
    options={
        "a": "It learns XOR all the same, only more slowly: it still has two layers of weights.",
        "b": "However wide the hidden layer, it is one affine map of X; at its best it says 1/2 "
        "everywhere, a loss of 0.25.",
        "c": "It learns XOR if the hidden layer is wide enough.",
        "d": "Nothing: without the relu the gradient is zero, so the weights stay where they "
        "started.",
    },
    right="b",
    because="(X W1 + b1) W2 + b2 is X (W1 W2) + (b1 W2 + b2), one affine map; by symmetry its best "
    "fit to XOR is the mean of the targets, 1/2 on each input.",
    why_wrong={
        "a": "Time does not help: W1 W2 is a single matrix, so the two affine maps are one affine "
        "map, and its lines of equal output are straight.",
        "c": "Width does not help: W1 W2 is (2, 1) whatever h is, so h drops out.",
        "d": "A relu only ever takes gradient away; without it all of it flows back, and the "
        "weights do move.",
    },
    hints=("Multiply the brackets out. What is the shape of W1 W2?",),
)

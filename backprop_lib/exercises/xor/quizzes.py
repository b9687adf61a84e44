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

quiz_parity = Quiz(
    "quiz_parity",
    points=1,
    question="One hidden layer of threshold units, and one threshold unit as the output. What is "
    "true of the parity of n bits?",
    options={
        "a": "However wide the hidden layer is, such a net cannot compute it: as with XOR, another "
        "layer is needed.",
        "b": "It can, but no such net has fewer than 2^(n-1) hidden units: that is what depth is "
        "there to avoid.",
        "c": "It can with 2^(n-1) hidden units that recognise a pattern each, and also with n of "
        "them, which count.",
        "d": "The net by depth is smaller because each of its units looks at more signals.",
    },
    right="c",
    because="A unit that is an AND of inputs recognises one pattern, and then all 2^(n-1) of them "
    "are needed. A threshold can also count: n units that fire at 1, 2, ..., n ones are enough, "
    "with weights of alternating sign to the output.",
    why_wrong={
        "a": "XOR needs one hidden layer, and parity no more: your parity_by_width has just one, "
        "and computes it.",
        "b": "That holds for hidden units that recognise single patterns. The net that counts has "
        "n hidden units in the same single layer.",
        "d": "Each unit of it looks at two signals at most. It is small because what one level "
        "finds out is used by the next, not found out again for each pattern.",
    },
    hints=("You have seen two nets with one hidden layer. How many hidden units had each?",),
)

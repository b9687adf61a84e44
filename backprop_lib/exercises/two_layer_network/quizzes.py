"""The quizzes of lesson 08."""

from backprop_lib.exercises.quiz import Quiz

quiz_first_loss = Quiz(
    "quiz_first_loss",
    points=1,
    question="Three classes, lam = 0, and all weights and biases are 0. What is the first loss?",
    options={
        "a": "0: nothing has been said, so nothing is wrong.",
        "b": "2/3: two answers of three are wrong.",
        "c": "ln 3, about 1.10.",
        "d": "3, one for each class.",
    },
    right="c",
    because="Equal scores give each class the probability 1/3, and a sample costs "
    "-ln(1/3) = ln 3. A first loss far from ln k says that something is wrong before training has "
    "begun.",
    why_wrong={
        "a": "Scores of 0 do say something: equal probabilities. Only a probability of 1 for the "
        "right class costs nothing.",
        "b": "That is the share of mistakes which one expects from guessing. The loss is made of "
        "probabilities: what does a sample cost whose class gets 1/3?",
        "d": "The loss looks at the probability of the right class alone, and takes minus its "
        "logarithm.",
    },
    hints=("What does softmax make of three equal scores?",),
)

quiz_batches = Quiz(
    "quiz_batches",
    points=1,
    question="m = 100 samples, size = 32, 5 epochs. How many steps does sgd take, and how many "
    "samples has the last one?",
    options={
        "a": "15 steps; the last batch has 32 samples.",
        "b": "16 steps; the last batch has 20 samples.",
        "c": "5 steps; the last batch has 100 samples.",
        "d": "20 steps; the last batch has 4 samples.",
    },
    right="d",
    because="Each epoch is cut into 32, 32, 32 and the 4 that are left: four steps, five times.",
    why_wrong={
        "a": "That leaves four samples out of every epoch. A last batch that is short is a batch, "
        "too.",
        "b": "That lets batches run on from one epoch into the next. Each epoch draws an order of "
        "its own and cuts that, so each ends with a short batch.",
        "c": "That is one step an epoch, with all samples. With mini-batches there is a step for "
        "each of them.",
    },
    hints=("Cut 100 into pieces of 32. What is left?",),
)

quiz_size = Quiz(
    "quiz_size",
    points=1,
    question="A net with 20 hidden units and no penalty has a cross-entropy of 0.11 on its "
    "training samples, and of 0.66 on new ones. It has learned noise. What do you try first?",
    options={
        "a": "Three hidden units: with less room it cannot learn the noise.",
        "b": "A larger lambda, and all 20 hidden units.",
        "c": "More epochs, until the training loss is 0.",
        "d": "No hidden layer: a line never overfits.",
    },
    right="b",
    because="lambda turns the fit down smoothly and keeps the shapes that many units can make. "
    "Width goes in jumps, and narrow nets depend on their start.",
    why_wrong={
        "a": "It cannot learn the spirals either, and what it does learn depends on the luck of "
        "its start: on new samples its loss is higher still. Capacity is no dial for noise.",
        "c": "The training samples are not the trouble. What is left of their loss is their noise, "
        "and fitting that makes the net surer where it is wrong.",
        "d": "A line has no noise to show because it can show next to nothing: with straight "
        "borders it gets about half of the spirals' samples right.",
    },
    hints=("Look at the two figures: what does width change, and what does lambda?",),
)

quiz_hinge = Quiz(
    "quiz_hinge",
    points=1,
    question="One sample has the scores (2, 2.5, 0.5), and its class is the first. What is its "
    "row of dS for m = 1 and dL = 1?",
    options={
        "a": "(-1.5, 1.5, 0)",
        "b": "(-2, 1, 1)",
        "c": "(-1, 1, 0)",
        "d": "(0, 1, 0)",
    },
    right="c",
    because="The second class is above the right one, 2.5 - 2 + 1 = 1.5; the third is further "
    "behind than the margin, 0.5 - 2 + 1 = -0.5. So one term counts: +1 for its score, -1 for the "
    "right one.",
    why_wrong={
        "a": "1.5 is the loss. The slope of max(0, m) is 1 where m > 0, whatever m is.",
        "b": "The third class is behind by 1.5, more than the margin of 1: its term is 0, and so "
        "is its slope.",
        "d": "The right score is subtracted in every term that counts, so it has a gradient, too.",
    },
    hints=("Write the two terms down: s_j - s_y + 1 for the second class and for the third.",),
)

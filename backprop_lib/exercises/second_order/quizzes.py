"""The quizzes of lesson 11."""

from backprop_lib.exercises.quiz import Quiz

quiz_steps = Quiz(
    "quiz_steps",
    points=1,
    question="A valley has the condition number 100, and descent its best learning rate. About how "
    "many steps bring the distance from the lowest point down to a hundredth?",
    options={
        "a": "About 5: each step takes a fixed share, and ln 100 is about 5.",
        "b": "About 23.",
        "c": "About 230.",
        "d": "About 10,000: a hundred for each of a hundred parts.",
    },
    right="c",
    because="Each step leaves 99/101 = 0.980 of the distance. ln 100 is 4.6 and -ln(99/101) is "
    "0.020, so 231 steps. Each step takes about 2/kappa of the distance; that is why the number of "
    "steps is proportional to the condition number.",
    why_wrong={
        "a": "That would be so if each step left a factor of 1/e: here it leaves 99/101. Divide "
        "4.6 by -ln(99/101).",
        "b": "That would be enough for a condition number of 10, where each step leaves 9/11: for "
        "100 it is 99/101.",
        "d": "Steps multiply: after n of them (99/101)**n is left. Solve (99/101)**n = 1/100 for "
        "n.",
    },
    hints=("(99/101)**n = 1/100: take the logarithm of both sides.",),
)

quiz_saddle = Quiz(
    "quiz_saddle",
    points=1,
    question="At x the Hessian has the eigenvalues 2 and -1, and the gradient has a part along "
    "each of the two eigenvectors. What does the plain Newton step x - H^-1 g do?",
    options={
        "a": "It goes downhill along both eigenvectors; signs do not matter to H^-1.",
        "b": "It cannot be computed: a Hessian with a negative eigenvalue has no inverse.",
        "c": "It goes to the lowest point of the quadratic, only further away.",
        "d": "It goes downhill along the first eigenvector and uphill along the second, to where "
        "the quadratic is flat: its saddle.",
    },
    right="d",
    because="Along an eigenvector of eigenvalue l the step is -g/l. For l > 0 that is against the "
    "gradient, downhill; for l < 0 it is along it, uphill. Both lead to where the gradient of the "
    "quadratic vanishes, and that is a saddle here.",
    why_wrong={
        "a": "Along an eigenvector the step is -g/l: with l = -1 it goes along the gradient, which "
        "is uphill.",
        "b": "Only an eigenvalue of 0 prevents the inverse: 1/2 and -1 are those of H^-1.",
        "c": "This quadratic has no lowest point: along the second eigenvector it falls without "
        "end.",
    },
    hints=("Along an eigenvector with the eigenvalue l the step is -g/l. What is its sign?",),
)

quiz_modes = Quiz(
    "quiz_modes",
    points=1,
    question="A simulation turns 3 settings into a picture of 1,000,000 pixels. You want the whole "
    "Jacobian: how each pixel moves with each setting. Which way is the cheapest?",
    options={
        "a": "Reverse: a million backward passes, with a single 1 as upstream gradient each.",
        "b": "Forward: three passes, with a single 1 as tangent each.",
        "c": "Reverse, one backward pass with an upstream gradient of ones.",
        "d": "Either: both compute the same Jacobian, so they cost the same.",
    },
    right="b",
    because="A forward pass gives J t, with a single 1 in t a column of J; there are three of "
    "them. A backward pass gives a row, and there are a million. For a loss it is the other way "
    "round: one row, a million columns. That is why nets are trained in reverse.",
    why_wrong={
        "a": "It is right, but a million passes: each gives one row of a Jacobian that has only "
        "three columns.",
        "c": "Ones ask for the sum of all pixels: three numbers, in which the pixels can no longer "
        "be told apart.",
        "d": "The Jacobian is the same, but one way builds it by columns and the other by rows: "
        "count both.",
    },
    hints=("J is (1000000, 3). Which of the two ways gives a row at a time, which a column?",),
)

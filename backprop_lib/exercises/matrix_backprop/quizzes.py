"""The quizzes of lesson 04."""

from backprop_lib.exercises.quiz import Quiz

quiz_column = Quiz(
    "quiz_column",
    points=1,
    question="Y = X W with X (2, 3) and W (3, 4). Which entries of Y change when the one entry "
    "W[1, 2] does?",
    options={
        "a": "Row 1 of Y, since W[1, 2] is in row 1 of W.",
        "b": "Column 2 of Y, an entry for each sample.",
        "c": "The entry Y[1, 2] alone.",
        "d": "All of Y.",
    },
    right="b",
    because="Y[i, 2] is the sum over j of X[i, j] W[j, 2], so each sample's entry in column 2 has "
    "W[1, 2] in it, times X[i, 1], and no entry of another column has.",
    why_wrong={
        "a": "A row of Y belongs to a sample, a row of X. In W the rows count the inputs: take "
        "Y[1, 0] and write it out, W[1, 2] is not in it.",
        "c": "The same weight serves every sample: Y[0, 2] has X[0, 1] W[1, 2] in its sum, too.",
        "d": "Y[0, 0] is made of row 0 of X and column 0 of W; W[1, 2] is in column 2.",
    },
    hints=("Write out Y[0, 2] and Y[1, 0]. In which of the two sums does W[1, 2] occur?",),
)

quiz_square = Quiz(
    "quiz_square",
    points=1,
    question="In a layer with a square W, such as 4096 x 4096, somebody writes dX = dA @ W. What "
    "is true?",
    options={
        "a": "It is right: the shapes fit, and the shapes leave only one formula.",
        "b": "It raises an error, so it cannot go unnoticed.",
        "c": "It is right up to a transpose, so transposing dX mends it.",
        "d": "It runs, has the shape of X, and is wrong unless W happens to be symmetric.",
    },
    right="d",
    because="dA @ W multiplies rows of dA with columns of W, where rows with rows are needed. The "
    "shapes do not tell; a difference quotient does, and so does a test in which all sizes differ.",
    why_wrong={
        "a": "For a square W both dA @ W and dA @ W.T have the shape of X: here the shapes leave "
        "two formulas.",
        "b": "An error needs sizes that do not fit; W and W.T are of the same size here.",
        "c": "The transpose of dA @ W is W.T @ dA.T, of shape (p, m): neither the shape of X nor "
        "the sums that are needed.",
    },
    hints=("What are the shapes of dA @ W and of dA @ W.T when W is (p, p)?",),
)

quiz_batch = Quiz(
    "quiz_batch",
    points=1,
    question="The batch doubles, from 64 samples to 128; the layer stays as it is. What becomes of "
    "the two Jacobians of Y = X W, and of W itself?",
    options={
        "a": "dY/dX, dY/dW and W all take twice as much.",
        "b": "dY/dX takes four times as much, dY/dW twice, W the same.",
        "c": "dY/dX and dY/dW take four times as much, W twice.",
        "d": "dY/dX takes twice as much, dY/dW and W the same.",
    },
    right="b",
    because="Y and X both have a row for each sample, so dY/dX has n^2 d m entries; W knows "
    "nothing of samples, so dY/dW has n d m^2, and W itself d m.",
    why_wrong={
        "a": "W is (d, m): no n in it. And count the n in the shape of dY/dX, (n m) x (n d).",
        "c": "W is (d, m) and dY/dW is (n m) x (d m): how many n do you see in each?",
        "d": "dY/dX has a row for each entry of Y and a column for each entry of X, and both "
        "double: (n m) x (n d).",
    },
    hints=("Write down the number of entries of each, and count the factors n.",),
)

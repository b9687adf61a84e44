"""The quizzes of lesson 03."""

from backprop_lib.exercises.quiz import Quiz

quiz_order = Quiz(
    "quiz_order",
    points=1,
    question="For f(x) = x**3 at x = 1 and delta = 0.1 the one-sided difference is off by 0.31, "
    "the symmetric one by 0.01. Now delta = 0.01. By how much are they off?",
    options={
        "a": "About 0.031 and 0.001: a tenth of before, both.",
        "b": "About 0.03 and 0.0001: a tenth, and a hundredth.",
        "c": "About 0.003 and 0.0001: a hundredth of before, both.",
        "d": "About 0.31 and 0.01 as before: the error is that of the formula, not of the step.",
    },
    right="b",
    because="The one-sided error is 3 delta + delta**2, which is 0.0301, and the symmetric one is "
    "delta**2, which is 0.0001. A step ten times smaller gives one more digit, or two.",
    why_wrong={
        "a": "The symmetric error is delta**2 here: in the difference of the two sides the term "
        "with delta has cancelled, so a tenth of the step leaves a hundredth of the error.",
        "c": "The one-sided error is 3 delta + delta**2: its first term is in proportion to delta, "
        "and for a small step that term is nearly all of it.",
        "d": "The formula is exact in the limit, and it is the step that keeps us away from it: "
        "put delta = 0.01 into 3 delta + delta**2 and into delta**2.",
    },
    hints=("For x = 1 the errors are 3 delta + delta**2 and delta**2: put in 0.01.",),
)

quiz_upstream = Quiz(
    "quiz_upstream",
    points=1,
    question="A classmate checks softmax with an upstream gradient of ones, and with a numerical "
    "gradient of sum(Z). For every A each row of Z adds up to 1. What does this check see?",
    options={
        "a": "All that matters: if the gradient is right for ones, it is right for any upstream.",
        "b": "Nothing: sum(Z) does not depend on A, so the right answer is zero, and a back that "
        "returns zeros for every upstream agrees with it.",
        "c": "The diagonal of the Jacobian, but not the rest.",
        "d": "The right gradient up to a constant factor.",
    },
    right="b",
    because="sum(Z) is the number of rows, whatever A is, so its slope is 0 everywhere; zeros, and "
    "any back that gives zeros for ones, agree with it. A random upstream asks for a random "
    "combination of the outputs, in which a mistake would have to hide by accident.",
    why_wrong={
        "a": "back is linear in its upstream gradient, so ones test one direction out of many; a "
        "mistake in any other direction is not seen.",
        "c": "The sum adds up a whole row of the Jacobian, diagonal and the rest, and in this sum "
        "they cancel.",
        "d": "A factor of what? With ones the right gradient is exactly zero.",
    },
    hints=("What is sum(Z) for a batch of m rows? Now move one entry of A: what is it then?",),
)

quiz_kink = Quiz(
    "quiz_kink",
    points=1,
    question="A check of relu on 1,000 random entries, with delta = 1e-5, finds 999 entries right "
    "to 1e-7 or better, and one with a relative error of 0.4. Its input is 2e-6. What now?",
    options={
        "a": "The backward pass is wrong: 0.4 is far above the bound.",
        "b": "Nothing is wrong with either: a numerical gradient is only good to 0.4 now and then.",
        "c": "Raise the bound from 1e-4 to 0.5, so that the check passes.",
        "d": "The step crosses the kink at 0, where the difference mixes two slopes: draw inputs "
        "that keep further than delta from it, and check again.",
    },
    right="d",
    because="Between 2e-6 - 1e-5 and 2e-6 + 1e-5 relu has a slope of 0 and then of 1; the "
    "difference gives 0.6, the share of the way on which it is 1. The backward pass says 1, and "
    "(1 - 0.6)/1 is 0.4. Away from the kink, both say the same.",
    why_wrong={
        "a": "Look at where it happens: at 2e-6 the points 2e-6 - 1e-5 and 2e-6 + 1e-5 lie on both "
        "sides of 0. Here it is the numerical gradient that is wrong.",
        "b": "There is a reason, and it can be told beforehand: away from kinks the numerical "
        "gradient is right to many digits, and within delta of one it is not.",
        "c": "A bound of 0.5 would let a gradient pass that is off by a third, everywhere: mend "
        "the inputs, not the bound.",
    },
    hints=("Where are x - delta and x + delta? What is relu there?",),
)

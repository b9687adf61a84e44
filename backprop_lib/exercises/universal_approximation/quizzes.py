"""The quizzes of lesson 06."""

from backprop_lib.exercises.quiz import Quiz

quiz_bias = Quiz(
    "quiz_bias",
    points=1,
    question="A hidden unit sigma(W x + b) has W = 50. Which b puts its step at x = 0.3?",
    options={"a": "b = 0.3", "b": "b = -0.3", "c": "b = 15", "d": "b = -15"},
    right="d",
    because="The step stands where W x + b = 0, at x = -b / W = 15 / 50 = 0.3.",
    why_wrong={
        "a": "W x + b is 0 at x = -0.3 / 50 = -0.006: the place of the step is -b / W.",
        "b": "W x + b is 0 at x = 0.3 / 50 = 0.006: the bias has to grow with W.",
        "c": "The size is right, the sign is not: W x + b is 0 at x = -15 / 50 = -0.3.",
    },
    hints=("The sigmoid is at 1/2 where W x + b = 0. Solve that for x.",),
)

quiz_rate = Quiz(
    "quiz_rate",
    points=1,
    question="With 20 bumps of steep steps the error is 0.15. About how many does 0.015 need?",
    options={"a": "40", "b": "63", "c": "200", "d": "2000"},
    right="c",
    because="The error of steep bumps falls like 1/n: a tenth of the error takes ten times as "
    "many.",
    why_wrong={
        "a": "Twice as many bumps halve the error, once: that leaves 0.07.",
        "b": "That would be right if the error fell like 1/n**2. On the log-log picture the line "
        "goes down by one decade where it goes right by one decade.",
        "d": "That would be right if the error fell like 1 over the root of n. In the picture "
        "each doubling of the bumps halves the error.",
    },
    hints=("Each doubling of the bumps halves the error. How does a factor of ten go?",),
)

quiz_theorem = Quiz(
    "quiz_theorem",
    points=1,
    question="g is continuous on [0, 1], and the error is to be below 0.01. What does the theorem "
    "promise?",
    options={
        "a": "Some number of hidden units, with some weights, is enough.",
        "b": "Gradient descent finds such weights if it runs long enough.",
        "c": "A net that is that close on [0, 1] is close on [-1, 2] too.",
        "d": "A hundred hidden units are enough, since 1 / 0.01 = 100.",
    },
    right="a",
    because="It says that such a net exists: not how wide it is, not how to find its weights, and "
    "nothing about what it does outside the interval.",
    why_wrong={
        "b": "The theorem does not speak of training at all: it says that weights exist. The last "
        "section has runs of gradient descent that never come near them.",
        "c": "Outside the interval nothing is promised: your bumps are 0 there, whatever g does.",
        "d": "No width is promised: it depends on g. For sin(8 pi x) the same error takes four "
        "times as many bumps as for sin(2 pi x).",
    },
    hints=("It begins with the words: there is a sum of the form ...",),
)

"""The quizzes of lesson 02."""

from backprop_lib.exercises.quiz import Quiz

quiz_swap = Quiz(
    "quiz_swap",
    points=1,
    question="A mul gate has the inputs x = 1000 and y = 0.01, and the upstream gradient 1. Which "
    "input gets the larger gradient?",
    options={
        "a": "x, because it is the larger one.",
        "b": "y: it gets 1000, and x gets 0.01.",
        "c": "Both get the same: without either of them there is no product.",
        "d": "That cannot be said without knowing the rest of the circuit.",
    },
    right="b",
    because="Each input gets the upstream gradient times the other input. So large inputs make "
    "large gradients for the weights that they are multiplied by: one reason to bring data to a "
    "common scale.",
    why_wrong={
        "a": "Try it: when x grows by 1, the product grows by 0.01 only. And when y grows by 1?",
        "c": "Both are needed, but what counts is how far the product moves when one of them moves "
        "by a little: by y times as much, or by x times as much.",
        "d": "What the rest of the circuit does is all in the upstream gradient, and that is "
        "given: 1.",
    },
    hints=("Let x grow by 1 and see what the product does; then y.",),
)

quiz_keep = Quiz(
    "quiz_keep",
    points=1,
    question="The forward pass through q = x + y, f = q z is done. Which of its numbers does the "
    "backward pass still need?",
    options={
        "a": "x, y and z: all gradients are computed from the inputs.",
        "b": "q and z, the inputs of the mul gate.",
        "c": "f alone, since the backward pass begins there.",
        "d": "None: the gradients depend on the wiring alone.",
    },
    right="b",
    because="The mul gate needs both of its inputs, q and z; the add gate needs nothing. What a "
    "gate needs later it has to keep: this is why training takes more memory than predicting.",
    why_wrong={
        "a": "Look at your backward lines: do x and y stand in any of them? What does stand there "
        "beside z, and was not an input of the circuit?",
        "c": "The backward pass begins with df, which is 1 whatever f is. Does f stand in any of "
        "your backward lines?",
        "d": "Of a circuit of add gates that would be true. But dz = df * q is another number for "
        "another q.",
    },
    hints=("Read your backward lines in `circuit`, and note what they take from the forward.",),
)

quiz_wait = Quiz(
    "quiz_wait",
    points=1,
    question="A node u is used by two gates, v and w. On the way back v has handed its gradient to "
    "u, w has not yet. What is to be done with u?",
    options={
        "a": "Send it on through u's gate now; when w's part has come, send on the sum of both.",
        "b": "Wait until w's part has come, add both, and go through u's gate once.",
        "c": "Send it on now, and leave w's part out: v was first.",
        "d": "Wait until w's part has come, and send on the larger of the two.",
    },
    right="b",
    because="Only the sum is u's gradient, and one step through u's gate is enough for it. In "
    "reverse topological order it is always complete: all users of a node come before it.",
    why_wrong={
        "a": "Then v's part goes through u's gate twice, once alone and once within the sum, and "
        "is counted twice in everything below.",
        "c": "f depends on u through both gates, whichever was visited first: a part that is left "
        "out is missing in everything below u.",
        "d": "A larger part does not replace the smaller one: both are effects of u on f, and "
        "effects add.",
    },
    hints=("Follow v's part through u's gate. How often should it arrive below?",),
)

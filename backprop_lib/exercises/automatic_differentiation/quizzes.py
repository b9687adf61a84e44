"""The quizzes of lesson 09."""

from backprop_lib.exercises.quiz import Quiz

quiz_deeper = Quiz(
    "quiz_deeper",
    points=1,
    question="A net of 100 layers is made twice as deep. How many times as many products do its "
    "gradients take?",
    options={
        "a": "Twice as many, with and without reuse.",
        "b": "About four times as many without reuse, twice as many with it.",
        "c": "About four times as many, with and without reuse.",
        "d": "About four times as many without reuse, and the same number with it.",
    },
    right="b",
    because="Without reuse there are twice as many chains, and on average each is twice as long: "
    "5,150 products become 20,300. With reuse each layer takes two products, so 200 become 400.",
    why_wrong={
        "a": "Without reuse not only the number of chains doubles: they also become twice as long.",
        "c": "With reuse each new layer costs the same two products, however many layers there are "
        "above it.",
        "d": "Nothing is free with reuse: each new layer still needs its delta and the gradient of "
        "its weights, two products.",
    },
    hints=("Count both for L = 100 and for L = 200 with your own function, and divide.",),
)

quiz_memory = Quiz(
    "quiz_memory",
    points=1,
    question="A training loop keeps a running total of its losses, total = total + loss, all of "
    "them Tensors, so as to print their mean at the end. Over the hours it uses more and more "
    "memory. Why?",
    options={
        "a": "The number in total grows, and larger numbers take more memory.",
        "b": "backward was never called on total, so its grad is still to be stored.",
        "c": "Each total remembers the one before and a loss, and through it every Tensor of that "
        "step: as long as the last total is there, nothing can be freed.",
        "d": "Python frees nothing before a program ends.",
    },
    right="c",
    because="A Tensor holds its inputs, these hold theirs, and so on down to the weights: the last "
    "total holds all steps ever made. total = total + loss.value keeps the number alone.",
    why_wrong={
        "a": "A float takes the same memory whatever its size is: look at what else a Tensor "
        "keeps.",
        "b": "A grad is one number, there from the start: calling backward would not free "
        "anything. Look at what a Tensor keeps besides.",
        "d": "Python frees an object as soon as nothing refers to it any more. Who refers to the "
        "Tensors of the first step?",
    },
    hints=("What is in the inputs of total? And in the inputs of these?",),
)

quiz_zero_grad = Quiz(
    "quiz_zero_grad",
    points=1,
    question="PyTorch trains a net in a loop: loss, loss.backward(), W moves against W.grad. "
    "The line that sets the grads back to zero was forgotten. What is in W.grad at the third step?",
    options={
        "a": "The gradient of the third step: backward starts from zero.",
        "b": "The sum of the gradients of the first three steps.",
        "c": "The gradient of the first step: later ones are ignored.",
        "d": "Nothing: PyTorch raises an error at the second backward.",
    },
    right="b",
    because="PyTorch adds to the grads of the parameters and leaves it to you to zero them. Each "
    "step then goes along the sum of all gradients so far, old ones included.",
    why_wrong={
        "a": "Your Tensor starts from zero, PyTorch does not: its 2 and 4 became 4 and 8 above.",
        "c": "The second backward did change the grads above: 2 and 4 became 4 and 8.",
        "d": "There is an error only when backward is called twice on the same forward; here each "
        "step makes a new loss, and the mistake is silent.",
    },
    hints=("Look at the second line of grads that PyTorch printed.",),
)

"""The exercises of lesson 09: tensors, units as nodes, functions that replay their calls.

Sources: JHU CSCI 601-471/671 Neural networks (2025), "Direct Gradients", "Caching Gradients" and
"Backprop via Automatic Differentiation"; Avrithis, Deep learning for vision, lecture 6 (2018),
"automatic differentiation: units" and "automatic differentiation: functions".
"""

from backprop_lib.exercises.automatic_differentiation import (
    function_mistakes,
    loss_cases,
    loss_mistakes,
    node_cases,
    product_mistakes,
    reference,
    tensor_cases,
    tensor_mistakes,
    unit_mistakes,
)
from backprop_lib.exercises.automatic_differentiation.played import PlayedExercise, TensorExercise
from backprop_lib.exercises.automatic_differentiation.quizzes import (
    quiz_deeper,
    quiz_memory,
    quiz_zero_grad,
)
from backprop_lib.exercises.classes import Scenario
from backprop_lib.exercises.function import FunctionExercise
from backprop_lib.exercises.lesson import Lesson

__all__ = [
    "LESSON",
    "Tensor",
    "count_products",
    "doctor",
    "function",
    "progress",
    "quiz_deeper",
    "quiz_memory",
    "quiz_zero_grad",
    "tensor_loss",
    "unit",
]

count_products = FunctionExercise(
    reference.count_products,
    points=1,
    draw=loss_cases.draw_depths,
    measure=loss_cases.measure_products,
    mistakes=product_mistakes.COUNT_PRODUCTS,
    hints=(
        "The chain of W_(L-1) has three Jacobians, so it takes two products. Each layer further "
        "down has one more.",
        "Without reuse: 2 + 3 + ... + (L + 1). A loop over the layers will do.",
        "With reuse every layer takes two: one for its delta, one for its weights.",
    ),
    prose="Without reuse the chain of W_(L-i) is multiplied out from its start, i + 1 products, "
    "which adds up to L (L + 3) / 2. With reuse each layer takes one product for its delta and one "
    "for its weights, 2 L.",
)

Tensor = TensorExercise(
    reference.Tensor,
    {
        "values": Scenario(
            1, tensor_cases.draw_numbers, tensor_cases.play_values, tensor_cases.ARGUMENTS
        ),
        "gradients": Scenario(
            1, tensor_cases.draw_numbers, tensor_cases.play_gradients, tensor_cases.ARGUMENTS
        ),
        "branches": Scenario(
            2, tensor_cases.draw_numbers, tensor_cases.play_branches, tensor_cases.ARGUMENTS
        ),
        "again": Scenario(
            1, tensor_cases.draw_numbers, tensor_cases.play_again, tensor_cases.ARGUMENTS
        ),
        "deep": Scenario(1, tensor_cases.draw_lengths, tensor_cases.play_deep, ("x", "n")),
    },
    mistakes=tensor_mistakes.TENSOR,
    hints=(
        "Each operation returns a Tensor with the new value and a pair for each operand: the "
        "operand, and the derivative of the value with respect to it. For a product that is the "
        "value of the other factor.",
        "backward has three steps: sort, set all grads to 0 and its own to 1, then go through the "
        "sorted Tensors from the last to the first and add local * grad to each input.",
        "To sort without recursion keep a list of what is still to be visited. Visit each Tensor "
        "twice: the first time put it back, marked, and its inputs on top; the second time, when "
        "these are done, append it to the order.",
        "found = set() keeps you from opening a Tensor twice; the pairs on the list may be "
        "(tensor, False) before its inputs and (tensor, True) after them.",
    ),
    prose="The forward builds the graph, each Tensor holding its inputs with their local "
    "derivatives. backward sorts it depth first, on a list of its own in place of recursion, and "
    "passes each Tensor once, from the result down, when all of its gradient has come.",
)
Tensor.long = {"deep": tensor_mistakes.DEEP}

tensor_loss = FunctionExercise(
    reference.tensor_loss,
    points=2,
    draw=loss_cases.draw_nets,
    or_else=loss_cases.draw_own_nets,
    measure=loss_cases.measure_net,
    mistakes=loss_mistakes.TENSOR_LOSS,
    value="loss",
    gradients={name: (0, i) for i, name in enumerate(loss_cases.GRADIENTS)},
    hints=(
        "Begin with W1, b1, W2, b2 = (tensors(P) for P in params). After that X @ W1 + b1 is an "
        "array of Tensors.",
        "There is no minus: D = Y + (-T), with T an array of plain numbers.",
        "loss = (D * D).sum() * 0.5 is one Tensor. Call its backward, then read gradients(W1) and "
        "the others.",
    ),
    prose="Only the forward is written, in the lines of the flat net, on arrays of Tensors: NumPy "
    "multiplies and adds them entry by entry with the operators of the class. backward does the "
    "rest.",
)

unit = PlayedExercise(
    reference.unit,
    points=2,
    draw=node_cases.draw_units,
    play=node_cases.play_unit,
    mistakes=unit_mistakes.UNIT,
    hints=(
        "Inside unit define call(*args) and return it. It takes the value of each argument that is "
        "a Node, and calls f with these values.",
        "f gives value and unit_back. Make node = Node(value, back), append it to calls, return "
        "it. back is an inner function of yours, without arguments.",
        "back calls unit_back(node.grad); as_tuple makes a tuple of what comes. zip(args, ...) "
        "pairs arguments and gradients; add to arg.grad where arg is a Node.",
    ),
    prose="The lifted unit takes the values out of the nodes, runs the plain unit, and keeps in a "
    "new Node how to go back: the unit's own back, whose gradients are added to the grads of those "
    "arguments that are nodes.",
)

function = PlayedExercise(
    reference.function,
    points=3,
    draw=node_cases.draw_functions,
    play=node_cases.play_function,
    mistakes=function_mistakes.FUNCTION,
    hints=(
        "Note start = len(calls) before f is called; what f has recorded is calls[start:] "
        "afterwards. Take it out of calls.",
        "Return a new Node with the value of f's result, and append it to calls: to an outer "
        "function it is one call like any other.",
        "Its back adds the block's grad to the grad of f's result, then calls back() of the "
        "recorded nodes, the last first.",
    ),
    prose="The record of the calls is already in an order in which each call comes after those "
    "that it uses, so nothing needs to be sorted: back replays it in reverse. What was recorded "
    "inside is replaced by the one node of the function, so that functions can call functions.",
)

LESSON = Lesson(
    name="09_automatic_differentiation",
    title="Automatic differentiation: write the forward, get the backward",
    given=("data", "plot", "demo", "circuit_plot"),
    exercises=(
        count_products,
        quiz_deeper,
        Tensor,
        quiz_memory,
        tensor_loss,
        unit,
        function,
        quiz_zero_grad,
    ),
)
progress = LESSON.progress
doctor = LESSON.doctor

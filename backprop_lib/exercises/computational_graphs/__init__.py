"""The exercises of lesson 02: gates, staged circuits, shared values, and the order of a graph.

Sources: CS 4644/7643 lecture 5 (Danfei Xu, Georgia Tech) and CS231n lecture 4 (Stanford, 2024),
circuits and patterns in gradient flow; Avrithis, Deep learning for vision, lecture 6 (2018),
exp(wx + b) and sharing; JHU CSCI 601-471/671 Neural networks (2025), topological order.
"""

from backprop_lib.exercises.computational_graphs import (
    cases,
    circuit_mistakes,
    gate_mistakes,
    order_mistakes,
    ordering,
    reference,
)
from backprop_lib.exercises.computational_graphs.quizzes import quiz_keep, quiz_swap, quiz_wait
from backprop_lib.exercises.function import FunctionExercise
from backprop_lib.exercises.lesson import Lesson

__all__ = [
    "LESSON",
    "add_gate",
    "circuit",
    "doctor",
    "exp_affine",
    "max_gate",
    "mul_gate",
    "progress",
    "quiz_keep",
    "quiz_swap",
    "quiz_wait",
    "shared",
    "sigmoid_neuron",
    "topological_order",
]

add_gate = cases.GateExercise(
    reference.add_gate,
    pairs=cases.draw_pairs,
    mistakes=gate_mistakes.ADD,
    hints=(
        "Write `back` inside add_gate, as a function of its own: def back(d): ... return dx, dy.",
        "Let x grow by 0.001. By how much does x + y grow? That is the local gradient; the "
        "gradient of x is this times d.",
    ),
    prose="An add gate distributes: both local gradients are 1, so both inputs get the upstream "
    "gradient as it is.",
)

mul_gate = cases.GateExercise(
    reference.mul_gate,
    pairs=cases.draw_pairs,
    mistakes=gate_mistakes.MUL,
    hints=(
        "Let x grow by 0.001. Then x * y grows by 0.001 times something: that is the local "
        "gradient of x.",
        "`back` may use x and y: it is defined inside mul_gate and remembers them.",
        "dx is d times y; dy is the same with x.",
    ),
    prose="A mul gate swaps: the local gradient of each input is the other input. `back` remembers "
    "both from the forward pass.",
)

max_gate = cases.GateExercise(
    reference.max_gate,
    pairs=cases.draw_ordered_pairs,
    mistakes=gate_mistakes.MAX,
    hints=(
        "The larger input is the value, so its local gradient is 1. How much does the maximum "
        "change when the smaller one moves by a little?",
        "dx is d if x >= y, else 0.0; dy is the other way round. With >= in one of them and < in "
        "the other a tie goes to x alone.",
    ),
    prose="A max gate routes: the winner gets all of the upstream gradient, the other one nothing. "
    "At a tie there is no derivative; x takes it by convention, so that no more flows back than "
    "came in.",
)

circuit = FunctionExercise(
    reference.circuit,
    points=2,
    draw=cases.draw_circuit,
    or_else=cases.draw_circuit_as_it_is,
    measure=cases.measure_gradients("f", ("dx", "dy", "dz")),
    gradients={"dx": (0,), "dy": (1,), "dz": (2,)},
    value="f",
    mistakes=circuit_mistakes.CIRCUIT,
    hints=(
        "Two forward lines: q = x + y, then f = q * z. The backward begins with df = 1.0.",
        "The last gate comes first: dq = df * z and dz = df * q.",
        "The add gate hands dq on to both of its inputs.",
    ),
    prose="The backward has a line for each input of each gate, the last gate first. Each line is "
    "the upstream gradient times the local one.",
)

exp_affine = FunctionExercise(
    reference.exp_affine,
    points=2,
    draw=cases.draw_exp_affine,
    measure=cases.measure_gradients("y", ("dw", "dx", "db")),
    gradients={"dw": (0,), "dx": (1,), "db": (2,)},
    value="y",
    mistakes=circuit_mistakes.EXP_AFFINE,
    hints=(
        "Three forward lines: z = w * x, a = z + b, y = np.exp(a). The backward begins with "
        "dy = 1.0.",
        "The derivative of exp(a) is exp(a), and that number is there already: it is y.",
        "da = dy * y, which the add gate hands to dz and db; then the mul gate swaps.",
    ),
    prose="The local gradient of exp is its own value, kept from the forward pass. The add gate "
    "hands it on, and the mul gate swaps w and x.",
)

sigmoid_neuron = FunctionExercise(
    reference.sigmoid_neuron,
    points=3,
    draw=cases.draw_sigmoid_neuron,
    measure=cases.measure_gradients("f", ("dw0", "dx0", "dw1", "dx1", "dw2")),
    gradients={name: (i,) for i, name in enumerate(("dw0", "dx0", "dw1", "dx1", "dw2"))},
    value="f",
    mistakes=circuit_mistakes.SIGMOID_NEURON,
    hints=(
        "Five forward lines: s0 = w0 * x0, s1 = w1 * x1, s2 = s0 + s1, s3 = s2 + w2, and the "
        "sigmoid f = 1 / (1 + np.exp(-s3)).",
        "Backward, the sigmoid first: ds3 = df * (1 - f) * f, with the f of the forward pass.",
        "Two add gates hand ds3 on to w2, s0 and s1 as it is. Then two mul gates swap. Return the "
        "gradients in the order of the arguments.",
    ),
    prose="The sigmoid's local gradient is (1 - f) f. Behind it stand two add gates, which hand "
    "it on, and two mul gates, which swap: ten lines, none of them longer than one gate.",
)

shared = FunctionExercise(
    reference.shared,
    points=2,
    draw=cases.draw_shared,
    measure=cases.measure_shared,
    gradients={"dx": (0,)},
    value="f",
    mistakes=circuit_mistakes.SHARED,
    hints=(
        "Three forward lines: a = 5 - x, b = a * x, f = b + x. x stands in each of them, so dx has "
        "three parts.",
        "Begin with dx = df, from the last line; whatever comes later is added with +=.",
        "b = a * x gives da = db * x, and the part db * a for x. a = 5 - x gives the part -da.",
    ),
    prose="Each use of x sends back a part of its own, and the parts add up. Along each path the "
    "local gradients are multiplied, -1 among them for what is subtracted.",
)

topological_order = ordering.OrderExercise(
    reference.topological_order,
    points=3,
    draw=ordering.draw_graphs,
    measure=ordering.measure_order,
    mistakes=order_mistakes.TOPOLOGICAL_ORDER,
    hints=(
        "Which nodes can come first? Those without inputs. And then? Those all of whose inputs "
        "have been taken.",
        "Go through the nodes that are left, again and again; take each one whose inputs are all "
        "in the list already, until none is left.",
        "If a whole round takes nothing although nodes are left, they wait for each other: "
        "raise ValueError.",
    ),
    prose="In each round all nodes are taken whose inputs have been taken. A round that takes "
    "nothing means that those left wait for each other, in a cycle. Depth first search does it as "
    "well, and faster: a node is appended when all of its inputs have been visited.",
)

LESSON = Lesson(
    name="02_computational_graphs",
    title="Computational graphs: one gate at a time",
    given=("demo", "plot", "circuit_plot"),
    exercises=(
        add_gate,
        mul_gate,
        max_gate,
        quiz_swap,
        circuit,
        quiz_keep,
        exp_affine,
        sigmoid_neuron,
        shared,
        topological_order,
        quiz_wait,
    ),
)
progress = LESSON.progress
doctor = LESSON.doctor

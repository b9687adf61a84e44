"""The exercises of lesson 06: steps from sigmoids, bumps from steps, any function from bumps.

Sources: CS 4644/7643 lecture 5 (Danfei Xu, Georgia Tech), "Aside: Universal Function
Approximators"; JHU CSCI 601-471/671 Neural networks (2025), "Why Add Non-linearity?" and
"Universal Approximation".
"""

from backprop_lib.exercises.function import FunctionExercise
from backprop_lib.exercises.lesson import Lesson
from backprop_lib.exercises.universal_approximation import (
    cases,
    curve_mistakes,
    net_mistakes,
    reference,
    training_mistakes,
)
from backprop_lib.exercises.universal_approximation.judged import (
    Tolerant,
    Training,
    WithoutOverflow,
)
from backprop_lib.exercises.universal_approximation.quizzes import (
    quiz_bias,
    quiz_rate,
    quiz_theorem,
)

__all__ = [
    "LESSON",
    "approximate",
    "bump",
    "doctor",
    "net_loss",
    "progress",
    "quiz_bias",
    "quiz_rate",
    "quiz_theorem",
    "step",
    "sup_error",
    "train",
]

sup_error = FunctionExercise(
    reference.sup_error,
    points=1,
    draw=cases.draw_sup_error,
    measure=cases.measure_error,
    mistakes=curve_mistakes.SUP_ERROR,
    hints=(
        "np.linspace(a, b, 1001) has both ends. f and g take the whole array at once.",
        "The distance at each point is np.abs(f(x) - g(x)); the error is the largest of them.",
    ),
    prose="The distance of the two functions at each point of a fine grid, and the largest of "
    "these. The absolute value comes first: f may lie below g.",
)

step = WithoutOverflow(
    reference.step,
    points=2,
    draw=cases.draw_step,
    measure=cases.measure_values,
    mistakes=curve_mistakes.STEP,
    hints=(
        "Begin with z = steepness * (x - at): it is 0 where the step stands. Then the sigmoid of "
        "z.",
        "np.exp(-z) overflows where z is below about -709. np.tanh never does; how are the two "
        "curves related?",
        "(1 + tanh(z / 2)) / 2 is 1 / (1 + e^-z): multiply the fraction by e^(z/2) above and below "
        "to see it.",
    ),
    prose="z is 0 at the step and grows with the steepness. The sigmoid of z is "
    "(1 + tanh(z / 2)) / 2, and tanh stays between -1 and 1 whatever z is. With np.exp it works "
    "too, as long as its argument is never positive: with e = np.exp(-np.abs(z)) it is "
    "1 / (1 + e) where z >= 0 and e / (1 + e) elsewhere.",
)

bump = FunctionExercise(
    reference.bump,
    points=1,
    draw=cases.draw_bump_of_steps,
    or_else=cases.draw_bump,
    measure=cases.measure_values,
    mistakes=curve_mistakes.BUMP,
    hints=(
        "One step goes up at left. What has to happen at right?",
        "Subtract a second step of the same steepness, and multiply the difference by height.",
    ),
    prose="Left of both steps the difference is 0 - 0, between them 1 - 0, right of both 1 - 1.",
)

approximate = Tolerant(
    reference.approximate,
    points=3,
    draw=cases.draw_approximate,
    measure=cases.measure_net,
    mistakes=net_mistakes.APPROXIMATE,
    hints=(
        "np.linspace(a, b, bumps + 1) are the edges of the pieces; edges[:-1] are the left ones, "
        "edges[1:] the right ones.",
        "Each bump is two hidden units, a step at its left edge with the weight +height in v and "
        "one at its right edge with -height. The height is g in the middle of the piece.",
        "All of W is steepness. A step at `at` has the bias -steepness * at.",
    ),
    prose="Two units a bump: first all the steps at left edges, then all those at right edges. The "
    "bias puts each step in its place, v says how far it goes up or down. Where a bump ends and "
    "the next begins stand two steps in the same place; one with the difference of the heights "
    "would do, and half as many units.",
)

net_loss = FunctionExercise(
    reference.net_loss,
    points=4,
    draw=cases.draw_net_loss,
    or_else=cases.draw_net_loss_alone,
    measure=cases.measure_loss,
    mistakes=training_mistakes.NET_LOSS,
    value="loss",
    gradients={name: (0, i) for i, name in enumerate(cases.GRADIENTS)},
    parts={"forward": 1, "backward": 3},
    covers={"forward": ("loss",), "backward": cases.GRADIENTS},
    hints=(
        "The forward: A = np.outer(x, W) + b is (m, h), Z = sigmoid(A), y = Z @ v is (m,), "
        "d = y - t. The backward goes through them from the last to the first.",
        "dy = 2 d / m. From y = Z @ v come two gradients: dv = Z.T @ dy, (h,), and "
        "dZ = np.outer(dy, v), (m, h).",
        "The slope of the sigmoid is Z (1 - Z), so dA = dZ * Z * (1 - Z). Then dW = x @ dA and "
        "db = dA.sum(axis=0), both (h,).",
    ),
    prose="Each line of the backward answers one line of the forward. The sigmoid passes dZ on "
    "times its own slope Z (1 - Z), which is at most 1/4 and nearly 0 far from the step.",
)

train = Training(
    reference.train,
    points=3,
    draw=cases.draw_training,
    or_else=cases.draw_training_alone,
    measure=cases.measure_net,
    mistakes=training_mistakes.TRAIN,
    hints=(
        "Before the loop: points x from a to b, targets t = g(x), and a start (W, b, v). The end "
        "of the interval is called b too: give the bias another name.",
        "A start that works: W = rng.normal(size=width) * 10 / (b - a), the bias "
        "-W * rng.uniform(a, b, size=width), v = np.zeros(width).",
        "In each round: loss and gradients from net_loss, the loss into the list, then every "
        "parameter minus lr times its gradient, with lr = 1 / width.",
    ),
    prose="The start puts steps of both directions at random places in [a, b], where their slopes "
    "are not 0. lr = 1 / width, because the output adds up width units, so that the same step "
    "moves it the further the wider the net is.",
)

LESSON = Lesson(
    name="06_universal_approximation",
    title="Universal approximation: from steps to any function",
    given=("plot", "demo"),
    exercises=(
        sup_error,
        step,
        quiz_bias,
        bump,
        approximate,
        quiz_rate,
        quiz_theorem,
        net_loss,
        train,
    ),
)
progress = LESSON.progress
doctor = LESSON.doctor

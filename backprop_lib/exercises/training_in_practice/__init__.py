"""The exercises of lesson 10: what makes deep nets train, and how one sees that they do.

Sources: JHU CSCI 601-471/671 Neural networks (2025), "Non-Zero-Centered Data" to "The Only Time You
Want to Overfit"; CS231n lecture 4 (Fei-Fei Li and Ehsan Adeli, Stanford, 2024), "Activation
functions" and "Last time: learning rate scheduling"; Krajevski, Back to Backprop (2025), the
introduction.
"""

from backprop_lib.exercises.function import FunctionExercise
from backprop_lib.exercises.lesson import Lesson
from backprop_lib.exercises.training_in_practice import (
    activation_mistakes,
    cases,
    dropout_mistakes,
    elu_mistakes,
    layer_mistakes,
    norm_mistakes,
    overfit_cases,
    overfit_mistakes,
    reference,
    schedule_mistakes,
    stopping_mistakes,
    training_cases,
    weight_mistakes,
)
from backprop_lib.exercises.training_in_practice.kinds import (
    Drawn,
    Dropout,
    Initialiser,
    Schedule,
    drawn_with_the_rest,
)
from backprop_lib.exercises.training_in_practice.quizzes import (
    quiz_constant,
    quiz_dead,
    quiz_dropout,
    quiz_sign,
)
from backprop_lib.exercises.unit import UnitExercise

__all__ = [
    "LESSON",
    "batch_norm",
    "doctor",
    "dropout",
    "early_stopping",
    "elu",
    "he_init",
    "layer_norm",
    "leaky_relu",
    "maxout",
    "overfit_small",
    "progress",
    "quiz_constant",
    "quiz_dead",
    "quiz_dropout",
    "quiz_sign",
    "residual",
    "schedule",
    "tanh",
    "xavier_init",
]

ONE_EACH = {"forward": 1, "backward": 1}

tanh = UnitExercise(
    reference.tanh,
    ONE_EACH,
    {"A": "m q"},
    value="Z",
    mistakes=activation_mistakes.TANH,
    hints=(
        "np.tanh(A) is the value, entry by entry, and never overflows.",
        "The slope is 1 - z^2, with the value Z at hand; dA is dZ times that.",
    ),
    prose="The backward needs nothing but the value: where Z is near 1 or -1, next to nothing "
    "passes.",
)

leaky_relu = UnitExercise(
    reference.leaky_relu,
    ONE_EACH,
    {"A": "m q"},
    value="Z",
    given={"alpha": cases.leak},
    mistakes=activation_mistakes.LEAKY_RELU,
    hints=(
        "np.where(A > 0, 1, alpha) is the slope of every entry. What is the value, given that?",
        "Z is slope * A, and dA is dZ * slope.",
    ),
    prose="The unit is two lines through 0, so its value is slope times score; the same slopes "
    "bring the gradient back. None of them is 0, and so the unit cannot die.",
)

elu = UnitExercise(
    reference.elu,
    ONE_EACH,
    {"A": "m q"},
    value="Z",
    given={"alpha": cases.depth},
    mistakes=elu_mistakes.ELU,
    hints=(
        "np.where(A > 0, A, alpha * (E - 1)) chooses the side; E stands for e^a where a <= 0.",
        "np.where computes both sides everywhere. E = np.exp(np.minimum(A, 0)) does not overflow "
        "on the right.",
        "The slope on the left is alpha * E, on the right 1.",
    ),
    prose="With the positive scores cut off at 0 the exponential lies in (0, 1]. It serves for the "
    "value and for the slope.",
)

maxout = Drawn(
    reference.maxout,
    {"forward": 1, "backward": 2},
    {"X": "m p", "W": "k p q", "b": "k q"},
    value="Z",
    draw=cases.draw_maxout,
    mistakes=layer_mistakes.MAXOUT,
    hints=(
        "The two maps are A0 = X @ W[0] + b[0] and A1 = X @ W[1] + b[1], both (m, q). Note where "
        "the first is the larger: first = A0 >= A1.",
        "dZ goes to the larger one alone: dA0 = dZ * first, dA1 = dZ * ~first. From there on it is "
        "twice the affine unit.",
        "dX = dA0 @ W[0].T + dA1 @ W[1].T, since both used X. dW and db are stacked: "
        "np.stack([X.T @ dA0, X.T @ dA1]).",
    ),
    prose="Maxout is two affine units and a max gate: the gate routes dZ to the larger score, and "
    "each affine unit does what it always does. X was used twice, so its gradients add up.",
)

he_init = Initialiser(
    reference.he_init,
    points=1,
    variance=lambda p, q: 2 / p,
    mistakes=weight_mistakes.HE_INIT,
    hints=(
        "rng.standard_normal((p, q)) has mean 0 and variance 1. Multiply by the root of the "
        "variance that is asked for.",
    ),
    prose="A score is a sum of p products. With variance 2 / p for the weights, and relu letting "
    "half of the power through, scores keep their size from layer to layer.",
)

xavier_init = Initialiser(
    reference.xavier_init,
    points=1,
    variance=lambda p, q: 2 / (p + q),
    mistakes=weight_mistakes.XAVIER_INIT,
    hints=("The same as he_init, with p + q in place of p.",),
    prose="Forward 1 / p would be right, backward 1 / q; 2 / (p + q) stands between the two.",
)

batch_norm = Drawn(
    reference.batch_norm,
    {"forward": 1, "backward": 2},
    {"A": "m q", "gamma": "q", "beta": "q"},
    value="Y",
    draw=cases.draw_batch_norm,
    mistakes=norm_mistakes.BATCH_NORM,
    hints=(
        "Four lines: R = A - A.mean(axis=0); s = 1 / np.sqrt((R**2).mean(axis=0) + 1e-5); N = R * "
        "s; Y = gamma * N + beta.",
        "dbeta and dgamma are those of a bias and of a factor that all samples share: sums over "
        "the samples, of dY and of dY * N.",
        "With dN = dY * gamma, dA is s times dN, less the mean of dN, less N times the mean of "
        "dN * N; all means are down the columns.",
    ),
    prose="Whatever is added to a whole column changes nothing, and neither does a factor: so the "
    "gradient has no part along 1 and (nearly) none along N. The two means take these parts away.",
)

layer_norm = Drawn(
    reference.layer_norm,
    ONE_EACH,
    {"A": "m q", "gamma": "q", "beta": "q"},
    value="Y",
    draw=cases.draw_layer_norm,
    mistakes=norm_mistakes.LAYER_NORM,
    hints=(
        "Copy batch_norm. Every mean within a sample is over axis=1, with keepdims=True, so that "
        "(m, 1) stands beside (m, q).",
        "gamma and beta still belong to the columns: dgamma and dbeta are summed over the samples, "
        "axis=0, as before.",
    ),
    prose="The same unit turned round: mean and variance are those of a sample, so that no sample "
    "depends on another. gamma and beta are shared by the samples, as before.",
)

residual = Drawn(
    reference.residual,
    ONE_EACH,
    {"A": "m q", "W": "q q", "b": "q"},
    value="Y",
    draw=cases.draw_residual,
    mistakes=layer_mistakes.RESIDUAL,
    hints=(
        "S = A @ W + b, and Y = A + np.maximum(0, S).",
        "A is used twice: by the sum directly and by the product. Its gradient has two terms.",
        "dS = dY * (S > 0); dA = dY + dS @ W.T; dW and db as in every affine unit.",
    ),
    prose="The sum hands dY to both of its terms: unchanged to A, and through relu and W once "
    "more. Whatever W is, the first of the two arrives.",
)

dropout = Dropout(
    reference.dropout,
    ONE_EACH,
    {"A": "m q"},
    value="Z",
    given=dict.fromkeys(("p", "rng", "train"), drawn_with_the_rest),
    draw=cases.draw_dropout,
    mistakes=dropout_mistakes.DROPOUT,
    hints=(
        "rng.random(A.shape) < p is true with probability p, entry by entry: those are dropped.",
        "The mask with its scaling, M = (rng.random(A.shape) >= p) / (1 - p), is 0 or 1 / (1 - p). "
        "Z is A * M and dA is dZ * M.",
        "When train is False, Z is A and dA is dZ: let M be np.ones(A.shape) then.",
    ),
    prose="One mask, drawn in the forward and used by both. Its mean is 1, so that the mean of Z "
    "is A, and testing needs no scaling.",
)

early_stopping = FunctionExercise(
    reference.early_stopping,
    points=1,
    draw=training_cases.draw_early_stopping,
    measure=training_cases.measure_index,
    mistakes=stopping_mistakes.EARLY_STOPPING,
    hints=(
        "Go through the losses with enumerate, and keep the index of the best so far.",
        "After each loss ask how long ago the best was: epoch - best. If that is patience, break.",
    ),
    prose="Only losses that were seen count. When the best is `patience` epochs ago, training "
    "ends, and the best is returned, not the last.",
)

schedule = Schedule(
    reference.schedule,
    points=1,
    draw=training_cases.draw_schedule,
    mistakes=schedule_mistakes.SCHEDULE,
    hints=(
        "One `if kind == ...: return ...` for each kind.",
        "(t >= 30) + (t >= 60) + (t >= 90) is the number of steps taken; the rate is lr times 0.1 "
        "to that power.",
        "np.cos and np.pi: half a wave has the argument pi t / T.",
    ),
    prose="Five lines, each the formula of its kind. t counts from 0, so that the inverse square "
    "root needs t + 1.",
)

overfit_small = FunctionExercise(
    reference.overfit_small,
    points=2,
    draw=overfit_cases.draw_overfit,
    measure=overfit_cases.measure_overfit,
    mistakes=overfit_mistakes.OVERFIT_SMALL,
    hints=(
        "Cut X and T to ten rows first: X[:10]. With fewer samples a slice takes what there is.",
        "In each step: loss, grads = net(params, X, T); the loss into the list; then new "
        "parameters, each P - lr * dP, in a list or a tuple under the name params.",
        "ok is losses[-1] < 0.01 * losses[0]. With nan every comparison is False, which is the "
        "right answer here.",
    ),
    prose="Plain gradient descent on ten samples. A right net learns them by heart; a net with a "
    "bug nearly never does, and nothing in the function knows what the bug is.",
)

LESSON = Lesson(
    name="10_training_in_practice",
    title="Training in practice: what makes deep nets learn",
    given=("data", "plot", "demo"),
    exercises=(
        tanh,
        leaky_relu,
        quiz_dead,
        elu,
        maxout,
        quiz_sign,
        xavier_init,
        he_init,
        quiz_constant,
        batch_norm,
        layer_norm,
        residual,
        dropout,
        quiz_dropout,
        early_stopping,
        schedule,
        overfit_small,
    ),
)
progress = LESSON.progress
doctor = LESSON.doctor

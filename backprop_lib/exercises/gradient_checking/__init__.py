"""The exercises of lesson 03: numerical gradients, how good they are, and bugs found with them.

Sources: Avrithis, Deep learning for vision, lecture 6 (2018), "numerical approximation" and
"numerical vs. analytical"; CS231n lecture 4 (Fei-Fei Li and Ehsan Adeli, Stanford, 2024) and the
CS231n notes on gradient checks.
"""

from backprop_lib.exercises.function import FunctionExercise
from backprop_lib.exercises.gradient_checking import (
    bug_mistakes,
    cases,
    check_cases,
    check_mistakes,
    error_mistakes,
    mistakes,
    reference,
    step_mistakes,
)
from backprop_lib.exercises.gradient_checking.quizzes import (
    quiz_kink,
    quiz_order,
    quiz_upstream,
)
from backprop_lib.exercises.lesson import Lesson

__all__ = [
    "LESSON",
    "best_step",
    "check",
    "doctor",
    "error_curve",
    "find_the_bugs",
    "numerical_gradient",
    "progress",
    "quiz_kink",
    "quiz_order",
    "quiz_upstream",
    "relative_error",
]


class TolerantExercise(FunctionExercise):
    """One in which any answer that comes close is right."""

    tolerant = True


numerical_gradient = FunctionExercise(
    reference.numerical_gradient,
    points=3,
    draw=cases.draw_numerical_gradient,
    measure=cases.measure_gradient,
    mistakes=mistakes.NUMERICAL_GRADIENT,
    hints=(
        "Make an array of zeros with the shape of x, and fill it entry by entry: "
        "`for i in np.ndindex(x.shape)` gives each index as a tuple, for any number of axes.",
        "For one entry: a copy of x with that entry delta larger, another with it delta smaller. "
        "f of the one minus f of the other, divided by their distance.",
        "above, below = x.copy(), x.copy(); above[i] += delta; below[i] -= delta; the entry is "
        "(f(above) - f(below)) / (2 * delta).",
    ),
    prose="One entry at a time is moved both ways, on fresh copies, so that x stays as it was and "
    "entries moved earlier are back in their place. The index tuple of np.ndindex fits any shape.",
)

relative_error = FunctionExercise(
    reference.relative_error,
    points=1,
    draw=cases.draw_relative_error,
    measure=cases.measure_error,
    mistakes=error_mistakes.RELATIVE_ERROR,
    hints=(
        "np.abs(a - b) and np.maximum(np.abs(a), np.abs(b)) are arrays of one shape: divide, then "
        "take np.max.",
        "Where the divisor is 0 both entries are 0, and so is their difference. Divide by 1 there, "
        "and the quotient is 0: np.where(size == 0, 1, size).",
    ),
    prose="Each difference is measured against the larger of its two numbers, and the worst entry "
    "counts. Where both are 0, any divisor but 0 gives the 0 that we want.",
)

error_curve = FunctionExercise(
    reference.error_curve,
    points=1,
    draw=cases.draw_error_curve,
    measure=cases.measure_curve,
    mistakes=error_mistakes.ERROR_CURVE,
    hints=(
        "df(x) is the right gradient, the same for every step. For each delta there is one "
        "numerical gradient, and one relative error between the two.",
        "np.array([... for delta in deltas]) keeps them in order.",
    ),
    prose="The right gradient is asked for once; each step then gets a numerical gradient and one "
    "number that says how far off it is.",
)

best_step = TolerantExercise(
    reference.best_step,
    points=1,
    draw=cases.draw_dtypes,
    measure=cases.measure_step,
    mistakes=step_mistakes.BEST_STEP,
    hints=(
        "The error is about delta**2 + eps / delta. Where delta**2 is the larger one a smaller "
        "step helps, where eps / delta is, a larger one. So look where they are equal.",
        "delta**2 = eps / delta means delta**3 = eps. np.finfo(dtype).eps is eps.",
    ),
    prose="Truncation, delta**2, and rounding, eps/delta, are in balance at the cube root of eps. "
    "The curve is flat there: a few times more or less does no harm.",
)

check = FunctionExercise(
    reference.check,
    points=3,
    draw=check_cases.draw_check,
    measure=check_cases.measure_answer,
    mistakes=check_mistakes.CHECK,
    hints=(
        "Begin with value, back = unit(*args). Draw an upstream gradient of the value's shape, "
        "rng.standard_normal(np.shape(value)), and hand it to back.",
        "What back returns is the gradient of sum(upstream * value). So for argument k, define a "
        "function of that argument alone, f(x): np.sum(upstream * unit(*args[:k], x, *args[k + 1:])"
        "[0]), and take its numerical gradient at args[k].",
        "One argument: back gives a bare array; put it into a tuple of one. Then ask of each "
        "gradient whether its shape is right, and of all of them whether they are as many as args.",
        "nan compares as False with everything. So `if not error <= 1e-4: return False` notices "
        "it, and `if error > 1e-4: return False` does not.",
    ),
    prose="A random upstream gradient turns the unit's value into one number, sum(upstream * "
    "value), whose gradient is what back returns. Count and shapes come first, because zip and "
    "broadcasting would hide what is missing. `not error <= 1e-4` is also true for nan.",
)

find_the_bugs = FunctionExercise(
    reference.find_the_bugs,
    points=2,
    draw=cases.draw_planted,
    measure=cases.measure_bugs,
    mistakes=bug_mistakes.FIND_THE_BUGS,
    hints=(
        "`for name, (unit, args) in UNITS.items()` goes through all of them.",
        "Make an rng, np.random.default_rng(0), and collect in a set the names for which "
        "check(unit, args, rng) is False.",
    ),
    prose="The check does the work; what is left is to ask it about each unit and to keep the "
    "names of those that fail. Nothing in it knows what the bugs are, so it finds other ones too.",
)

LESSON = Lesson(
    name="03_gradient_checking",
    title="Gradient checking: ask the function itself",
    given=("plot", "demo"),
    exercises=(
        numerical_gradient,
        quiz_order,
        relative_error,
        error_curve,
        best_step,
        check,
        quiz_upstream,
        quiz_kink,
        find_the_bugs,
    ),
)
progress = LESSON.progress
doctor = LESSON.doctor

"""Known mistakes of lesson 03 in relative_error and error_curve, and what to say."""

# ruff: noqa: D103 - what each function does wrong is said in its Mistake below

from typing import Any

import numpy as np

from backprop_lib.arrays import Array
from backprop_lib.exercises.explain import Mistake
from backprop_lib.exercises.gradient_checking.reference import numerical_gradient, relative_error


def _ratio(top: Any, bottom: Any) -> Any:
    return np.divide(top, np.where(bottom == 0, 1, bottom))


def sum_below(a: Array, b: Array) -> Any:
    return np.max(_ratio(np.abs(a - b), np.abs(a) + np.abs(b)))


def over_a(a: Array, b: Array) -> Any:
    return np.max(_ratio(np.abs(a - b), np.abs(a)))


def over_b(a: Array, b: Array) -> Any:
    return np.max(_ratio(np.abs(a - b), np.abs(b)))


def floored(a: Array, b: Array) -> Any:
    return np.max(np.abs(a - b) / np.maximum(1e-8, np.maximum(np.abs(a), np.abs(b))))


def _with_something_below(small: float) -> Any:
    return lambda a, b: np.max(np.abs(a - b) / (np.maximum(np.abs(a), np.abs(b)) + small))


def nan_for_zeros(a: Array, b: Array) -> Any:
    with np.errstate(all="ignore"):
        return np.max(np.abs(a - b) / np.maximum(np.abs(a), np.abs(b)))


def mean_error(a: Array, b: Array) -> Any:
    return np.mean(_ratio(np.abs(a - b), np.maximum(np.abs(a), np.abs(b))))


def absolute(a: Array, b: Array) -> Any:
    return np.max(np.abs(a - b))


def by_the_largest(a: Array, b: Array) -> Any:
    return _ratio(np.max(np.abs(a - b)), np.maximum(np.max(np.abs(a)), np.max(np.abs(b))))


def norms(a: Array, b: Array) -> Any:
    size = np.maximum(np.linalg.norm(a), np.linalg.norm(b))
    return _ratio(np.linalg.norm(a - b), size)


def signed(a: Array, b: Array) -> Any:
    return np.max(_ratio(a - b, np.maximum(np.abs(a), np.abs(b))))


def no_abs_below(a: Array, b: Array) -> Any:
    return np.max(_ratio(np.abs(a - b), np.maximum(a, b)))


def each_entry(a: Array, b: Array) -> Any:
    return _ratio(np.abs(a - b), np.maximum(np.abs(a), np.abs(b)))


RELATIVE_ERROR = (
    Mistake(
        "|a| + |b| for the larger",
        sum_below,
        "The difference is divided by |a| + |b|, about twice as much as the larger of the two: use "
        "np.maximum of the absolute values.",
    ),
    Mistake(
        "divided by |a|",
        over_a,
        "The difference is divided by |a| alone: the larger of |a| and |b| treats both alike.",
    ),
    Mistake(
        "divided by |b|",
        over_b,
        "The difference is divided by |b| alone: the larger of |a| and |b| treats both alike.",
    ),
    Mistake(
        "a floor of 1e-8",
        floored,
        "The divisor is kept above 1e-8 so that 0/0 does no harm, but this also makes an error "
        "between tiny gradients look small: only where both are exactly 0 use another divisor.",
    ),
    *(
        Mistake(
            f"{small:g} added below",
            _with_something_below(small),
            f"About {small:g} is added to the divisor so that 0/0 does no harm, but this also "
            "makes an error between tiny gradients look small: only where both are exactly 0 use "
            "another divisor.",
        )
        for small in (1e-12, 1e-10, 1e-9, 1e-8, 1e-7, 1e-6)
    ),
    Mistake(
        "0/0 is nan",
        nan_for_zeros,
        "Where both entries are 0 the quotient is 0/0, which is nan: these entries agree, so count "
        "0 for them.",
    ),
    Mistake("the mean", mean_error, "The mean hides one wrong entry among many: take the largest."),
    Mistake(
        "not relative",
        absolute,
        "This is the largest difference itself: divide each by the larger of its |a| and |b|.",
    ),
    Mistake(
        "relative to the largest entry",
        by_the_largest,
        "The largest difference is divided by the largest entry of all: divide each difference by "
        "its own |a| or |b|, and then take the largest quotient.",
    ),
    Mistake(
        "norms",
        norms,
        "Norms of whole arrays are compared, in which a small entry that is all wrong is lost: "
        "divide entry by entry, and then take the largest.",
    ),
    Mistake(
        "difference with its sign",
        signed,
        "The difference keeps its sign, so that an a that is too small is not noticed: "
        "np.abs(a - b).",
    ),
    Mistake(
        "divisor with its sign",
        no_abs_below,
        "The divisor is the larger of a and b with their signs: take np.abs of both first.",
    ),
    Mistake(
        "each entry",
        each_entry,
        "This is the error of each entry: return the largest of them, one number.",
    ),
)


def _curve(f: Any, df: Any, x: Array, deltas: Any) -> list[float]:
    right = df(x)
    return [relative_error(numerical_gradient(f, x, delta), right) for delta in deltas]


def sorted_steps(f: Any, df: Any, x: Array, deltas: Any) -> Any:
    return np.array(_curve(f, df, x, sorted(deltas)))


def sorted_back(f: Any, df: Any, x: Array, deltas: Any) -> Any:
    return np.array(_curve(f, df, x, sorted(deltas, reverse=True)))


def smallest_error(f: Any, df: Any, x: Array, deltas: Any) -> Any:
    return np.min(_curve(f, df, x, deltas))


def last_error(f: Any, df: Any, x: Array, deltas: Any) -> Any:
    return _curve(f, df, x, deltas)[-1]


def difference_alone(f: Any, df: Any, x: Array, deltas: Any) -> Any:
    return np.array([np.max(np.abs(numerical_gradient(f, x, d) - df(x))) for d in deltas])


def one_step_for_all(f: Any, df: Any, x: Array, deltas: Any) -> Any:
    return np.array([relative_error(numerical_gradient(f, x, 1e-5), df(x)) for _ in deltas])


def gradients_themselves(f: Any, df: Any, x: Array, deltas: Any) -> Any:
    return np.array([numerical_gradient(f, x, delta) for delta in deltas])


def logarithms(f: Any, df: Any, x: Array, deltas: Any) -> Any:
    return np.log10(_curve(f, df, x, deltas))


def against_f(f: Any, df: Any, x: Array, deltas: Any) -> Any:
    return np.array([relative_error(numerical_gradient(f, x, delta), f(x)) for delta in deltas])


ERROR_CURVE = (
    Mistake(
        "steps sorted",
        sorted_steps,
        "The errors come in the order of the sorted steps: errors[k] belongs to deltas[k], so go "
        "through deltas as they come.",
    ),
    Mistake(
        "steps sorted backwards",
        sorted_back,
        "The errors are those from the largest step to the smallest: errors[k] belongs to "
        "deltas[k], so go through deltas as they come.",
    ),
    Mistake(
        "smallest error alone",
        smallest_error,
        "Only the smallest error is returned: collect one for each step.",
    ),
    Mistake(
        "last error alone",
        last_error,
        "Only the error of the last step is returned: collect one for each step.",
    ),
    Mistake(
        "not relative",
        difference_alone,
        "These are the differences themselves: hand the two gradients to relative_error.",
    ),
    Mistake(
        "one step for all",
        one_step_for_all,
        "The step is 1e-5 each time: hand each delta of deltas to numerical_gradient.",
    ),
    Mistake(
        "gradients themselves",
        gradients_themselves,
        "These are the numerical gradients: compare each with df(x), by relative_error.",
    ),
    Mistake(
        "logarithms",
        logarithms,
        "These are the logarithms of the errors: return the errors; the plot has an axis for that.",
    ),
    Mistake(
        "compared with f",
        against_f,
        "The numerical gradients are compared with f(x): what is right is df(x).",
    ),
)

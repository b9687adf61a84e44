"""Known mistakes of lesson 05 in logistic, and what to say to who made one."""

# ruff: noqa: D103 - what each function does wrong is said in its Mistake below

from collections.abc import Callable
from typing import Any

import numpy as np

from backprop_lib.arrays import Array
from backprop_lib.exercises.findings import Mistake
from backprop_lib.exercises.units.reference import logistic, softmax


def _unit(
    A: Array,
    T: Array,
    *,
    dA: Callable[[Array, int], Array] | None = None,
    factor: Callable[[int, int], float] = lambda m, k: 1.0,
    gradient_factor: Callable[[int, int], float] = lambda m, k: 1.0,
) -> Any:
    """Logistic with room for one mistake; dA makes the gradient from Y and m."""
    m, k = A.shape
    Y = softmax(A)
    D = logistic(A, T)[0] * factor(m, k)

    def back(dD: float) -> Array:
        gradient = (Y - T) / m if dA is None else dA(Y, m)
        made: Array = dD * gradient_factor(m, k) * gradient
        return made

    return D, back


def as_on_the_slide(A: Array, T: Array) -> Any:
    m = len(A)
    E = np.exp(A)
    Y = E / E.sum(axis=1, keepdims=True)
    C = -(T * np.log(Y)).sum(axis=1)
    return C.sum() / m, lambda dD: dD * (Y - T) / m


def sum_not_shifted(A: Array, T: Array) -> Any:
    E = np.exp(A)
    Y = E / E.sum(axis=1, keepdims=True)
    C = np.log(E.sum(axis=1)) - (T * A).sum(axis=1)
    return C.sum() / len(A), lambda dD: dD * (Y - T) / len(A)


def value_not_shifted(A: Array, T: Array) -> Any:
    return sum_not_shifted(A, T)[0], _unit(A, T)[1]


def gradient_not_shifted(A: Array, T: Array) -> Any:
    return logistic(A, T)[0], sum_not_shifted(A, T)[1]


def diagonal_alone(A: Array, T: Array) -> Any:
    return _unit(A, T, dA=lambda Y, m: -T / Y / m * Y * (1 - Y))


def log_of_softmax(A: Array, T: Array) -> Any:
    Y = softmax(A)
    return -(T * np.log(Y)).sum() / len(A), _unit(A, T)[1]


def log_of_chosen(A: Array, T: Array) -> Any:
    chosen = softmax(A)[np.arange(len(A)), T.argmax(axis=1)]
    return -np.log(chosen).sum() / len(A), _unit(A, T)[1]


def _capped(eps: float) -> Any:
    def capped(A: Array, T: Array) -> Any:
        Y = softmax(A)
        return -(T * np.log(Y + eps)).sum() / len(A), _unit(A, T)[1]

    return capped


def shifted_by_half(A: Array, T: Array) -> Any:
    S = A - A.max(axis=1, keepdims=True)
    C = np.log(np.exp(S).sum(axis=1)) - (T * A).sum(axis=1)
    return C.sum() / len(A), _unit(A, T)[1]


def one_shift(A: Array, T: Array) -> Any:
    m = len(A)
    S = A - A.max()
    E = np.exp(S)
    N = E.sum(axis=1, keepdims=True)
    C = np.log(N[:, 0]) - (T * S).sum(axis=1)
    return C.sum() / m, lambda dD: dD * (E / N - T) / m


def sums(A: Array, T: Array) -> Any:
    return _unit(A, T, factor=lambda m, k: m, gradient_factor=lambda m, k: m)


def gradient_of_the_sum(A: Array, T: Array) -> Any:
    return _unit(A, T, gradient_factor=lambda m, k: m)


def sum_alone(A: Array, T: Array) -> Any:
    return _unit(A, T, factor=lambda m, k: m)


def mean_of_entries(A: Array, T: Array) -> Any:
    return _unit(A, T, factor=lambda m, k: 1 / k, gradient_factor=lambda m, k: 1 / k)


def value_mean_of_entries(A: Array, T: Array) -> Any:
    return _unit(A, T, factor=lambda m, k: 1 / k)


def t_minus_y(A: Array, T: Array) -> Any:
    return _unit(A, T, gradient_factor=lambda m, k: -1)


def target_not_subtracted(A: Array, T: Array) -> Any:
    return _unit(A, T, dA=lambda Y, m: Y / m)


def right_class_alone(A: Array, T: Array) -> Any:
    return _unit(A, T, dA=lambda Y, m: (Y - T) * T / m)


def stops_at_y(A: Array, T: Array) -> Any:
    return _unit(A, T, dA=lambda Y, m: -T / Y / m)


def softmax_slope_again(A: Array, T: Array) -> Any:
    return _unit(A, T, dA=lambda Y, m: (Y - T) * Y * (1 - Y) / m)


CAPPED = (
    "A small number under the logarithm keeps the loss finite, but wrong: it cannot grow beyond "
    "about {most:.0f}, however wrong the scores. Take the logarithm on paper instead: "
    "-ln y_t = ln(sum of e^s) - s_t."
)

LOGISTIC = (
    Mistake(
        "as on the slide",
        as_on_the_slide,
        "Right for small scores, but e^1000 is inf in float64 and the loss no number. Subtract "
        "from each row its largest score, and write -ln y_t as ln(sum of e^s) - s_t.",
    ),
    Mistake(
        "sum of the value not shifted",
        value_not_shifted,
        "The gradient is right, but in the value e^1000 is inf. Subtract from each row its largest "
        "score first, in the sum and in the score of the right class.",
    ),
    Mistake(
        "gradient not shifted",
        gradient_not_shifted,
        "The value is right, but the Y of the gradient is made of e^1000, which is inf. Use the "
        "exponentials of the shifted scores here, too.",
    ),
    Mistake(
        "diagonal alone",
        diagonal_alone,
        "Y (1 - Y) is the diagonal of the softmax's Jacobian. Its other entries count as well, and "
        "-T / Y divides by 0 where a probability underflows: (Y - T) / m needs neither.",
    ),
    Mistake(
        "log of softmax",
        log_of_softmax,
        "The softmax is right, and so is the gradient, but a probability below 1e-324 is 0 in "
        "float64: then ln 0 is -inf, and 0 times that is nan. Take the logarithm on paper: "
        "-ln y_t = ln(sum of e^s) - s_t.",
    ),
    Mistake(
        "log of the chosen probability",
        log_of_chosen,
        "The gradient is right, but a probability below 1e-324 is 0 in float64, so the loss is "
        "inf where it should be large. Take the logarithm on paper: "
        "-ln y_t = ln(sum of e^s) - s_t.",
    ),
    *(
        Mistake(f"{eps:g} under the logarithm", _capped(eps), CAPPED.format(most=-np.log(eps)))
        for eps in (1e-7, 1e-8, 1e-9, 1e-10, 1e-12, 1e-15, 1e-300)
    ),
    Mistake(
        "shifted once",
        shifted_by_half,
        "The sum is of the shifted scores, but the score that is subtracted is not shifted: use S "
        "in both places, ln(sum of e^s) - s_t.",
    ),
    Mistake(
        "one shift for all rows",
        one_shift,
        "The shift is the largest score of the whole batch. In a row that lies far below it all "
        "exponentials are 0: give each row its own, A.max(axis=1, keepdims=True).",
    ),
    Mistake(
        "sum for mean",
        sums,
        "This is the sum over the samples and should be their mean: divide D, and so dA, by m.",
    ),
    Mistake(
        "1/m missing in the gradient",
        gradient_of_the_sum,
        "The loss is right, but dA misses its 1/m: each sample has a share of 1/m in the mean.",
    ),
    Mistake(
        "1/m missing in the loss",
        sum_alone,
        "The gradient is right, but the loss is a sum over the samples: divide it by m.",
    ),
    Mistake(
        "mean of all entries",
        mean_of_entries,
        "Everything is divided by all m k entries. There is one loss for each sample: sum over the "
        "classes, and divide by m, the number of rows.",
    ),
    Mistake(
        "loss a mean of all entries",
        value_mean_of_entries,
        "The gradient is right, but the loss is divided by all m k entries. There is one loss for "
        "each sample: sum over the classes, and divide by m.",
    ),
    Mistake(
        "T - Y",
        t_minus_y,
        "dA has its sign flipped: it is Y - T. Raising the right score lowers the loss, so the "
        "gradient of that score must be negative.",
    ),
    Mistake(
        "T not subtracted",
        target_not_subtracted,
        "dA is made of Y alone: the target is not subtracted. It is (Y - T) / m, times dD.",
    ),
    Mistake(
        "right class alone",
        right_class_alone,
        "Only the score of the right class gets a gradient. The other scores stand in the sum of "
        "the softmax, so they get theirs, too: (Y - T) / m in every entry.",
    ),
    Mistake(
        "gradient of Y",
        stops_at_y,
        "-T / Y is the gradient with respect to the probabilities Y. One step further back, "
        "through the softmax, lies dA = (Y - T) / m.",
    ),
    Mistake(
        "softmax twice",
        softmax_slope_again,
        "Y - T holds the slope of the softmax already: multiplying by Y (1 - Y) takes it twice.",
    ),
)

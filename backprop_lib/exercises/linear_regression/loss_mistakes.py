"""Known mistakes of lesson 01 in the two losses; y_hat and y are (m,)."""

# ruff: noqa: D103 - what each function does wrong is said in its Mistake below

from typing import Any

import numpy as np

from backprop_lib.arrays import Array
from backprop_lib.exercises.explain import Mistake


def _squared(
    y_hat: Array, y: Array, loss: float = 1.0, gradient: float = 2.0, sign: float = 1.0
) -> Any:
    """mse with other factors."""
    D = y_hat - y
    return loss * (D**2).mean(), lambda dL: sign * dL * gradient * D / len(y)


def _absolute(y_hat: Array, y: Array, loss: float = 1.0, gradient: float = 1.0) -> Any:
    """mae with other factors."""
    D = y_hat - y
    return loss * np.abs(D).mean(), lambda dL: dL * gradient * np.sign(D) / len(y)


def square_summed(y_hat: Array, y: Array) -> Any:
    return _squared(y_hat, y, len(y), 2 * len(y))


def square_halved(y_hat: Array, y: Array) -> Any:
    return _squared(y_hat, y, 0.5, 1.0)


def two_forgotten(y_hat: Array, y: Array) -> Any:
    return _squared(y_hat, y, gradient=1.0)


def m_forgotten(y_hat: Array, y: Array) -> Any:
    return _squared(y_hat, y, gradient=2.0 * len(y))


def difference_flipped(y_hat: Array, y: Array) -> Any:
    return _squared(y_hat, y, sign=-1.0)


def root_of_mse(y_hat: Array, y: Array) -> Any:
    D = y_hat - y
    L = np.sqrt((D**2).mean())
    return L, lambda dL: dL * D / (len(y) * L)


def square_forgotten(y_hat: Array, y: Array) -> Any:
    return (y_hat - y).mean(), lambda dL: np.full(len(y), dL / len(y))


def square_of_mean(y_hat: Array, y: Array) -> Any:
    d = (y_hat - y).mean()
    return d**2, lambda dL: np.full(len(y), dL * 2 * d / len(y))


def square_averaged_gradient(y_hat: Array, y: Array) -> Any:
    D = y_hat - y
    return (D**2).mean(), lambda dL: dL * (2 * D).mean()


def square_back_called(y_hat: Array, y: Array) -> Any:
    D = y_hat - y
    return (D**2).mean(), 2 * D / len(y)


def square_upstream_left_out(y_hat: Array, y: Array) -> Any:
    D = y_hat - y
    return (D**2).mean(), lambda dL: 2 * D / len(y)


def square_of_sizes(y_hat: Array, y: Array) -> Any:
    D = np.abs(y_hat - y)
    return (D**2).mean(), lambda dL: dL * 2 * D / len(y)


def square_both_gradients(y_hat: Array, y: Array) -> Any:
    D = y_hat - y
    return (D**2).mean(), lambda dL: (dL * 2 * D / len(y), -dL * 2 * D / len(y))


MSE = (
    Mistake(
        "squares summed",
        square_summed,
        "The squares are added up but not divided by m: the loss is their mean, so that it does "
        "not grow with the number of samples, and the same 1/m stands in its gradient.",
    ),
    Mistake(
        "half the square",
        square_halved,
        "The loss is halved, and its gradient too. Some books do that to save the 2; here it is "
        "the mean of the squares, and the 2 stays.",
    ),
    Mistake(
        "2 lost in the gradient",
        two_forgotten,
        "The 2 is lost in the gradient: the derivative of D**2 is 2 D.",
    ),
    Mistake(
        "m lost in the gradient",
        m_forgotten,
        "The loss is divided by m, its gradient is not: each sample has only the share 1/m in a "
        "mean.",
    ),
    Mistake(
        "gradient with respect to y",
        difference_flipped,
        "The gradient has the wrong sign, as if it were asked for y: with D = y_hat - y a "
        "prediction that is too high has D > 0, and its gradient is positive.",
    ),
    Mistake(
        "root of the mean",
        root_of_mse,
        "This is the root of the mean squared error: leave the root out, in the loss and in the "
        "gradient.",
    ),
    Mistake(
        "square left out",
        square_forgotten,
        "The errors are averaged as they are, and those above cancel those below: square them "
        "first.",
    ),
    Mistake(
        "square of the mean",
        square_of_mean,
        "The errors are averaged before they are squared, so those above cancel those below: "
        "square each one, then take the mean.",
    ),
    Mistake(
        "gradients averaged",
        square_averaged_gradient,
        "back gives one number: y_hat is (m,), so its gradient is (m,), an entry for each sample. "
        "Divide by m, and do not add up.",
    ),
    Mistake(
        "gradient in place of back",
        square_back_called,
        "The gradient itself is returned in place of back: define a function, "
        "def back(dL): ..., and return it without calling it.",
    ),
    Mistake(
        "dL left out",
        square_upstream_left_out,
        "back gives the same whatever dL is: it must multiply its slopes by dL.",
    ),
    Mistake(
        "sizes of the errors",
        square_of_sizes,
        "The gradient has lost the signs of the errors: it must be negative where the prediction "
        "is too low. Leave the absolute value out, the square needs none.",
    ),
    Mistake(
        "a gradient for y as well",
        square_both_gradients,
        "back returns two gradients: y is data, which nobody will change, so return dy_hat alone.",
    ),
)


def absolute_summed(y_hat: Array, y: Array) -> Any:
    return _absolute(y_hat, y, len(y), len(y))


def absolute_m_forgotten(y_hat: Array, y: Array) -> Any:
    return _absolute(y_hat, y, gradient=len(y))


def absolute_with_two(y_hat: Array, y: Array) -> Any:
    return _absolute(y_hat, y, gradient=2.0)


def absolute_flipped(y_hat: Array, y: Array) -> Any:
    return _absolute(y_hat, y, gradient=-1.0)


def error_for_sign(y_hat: Array, y: Array) -> Any:
    D = y_hat - y
    return np.abs(D).mean(), lambda dL: dL * D / len(y)


def size_for_sign(y_hat: Array, y: Array) -> Any:
    D = y_hat - y
    return np.abs(D).mean(), lambda dL: dL * np.abs(D) / len(y)


def all_ones(y_hat: Array, y: Array) -> Any:
    D = y_hat - y
    return np.abs(D).mean(), lambda dL: np.full(len(y), dL / len(y))


def size_of_mean(y_hat: Array, y: Array) -> Any:
    d = (y_hat - y).mean()
    return np.abs(d), lambda dL: np.full(len(y), dL * np.sign(d) / len(y))


def absolute_averaged_gradient(y_hat: Array, y: Array) -> Any:
    D = y_hat - y
    return np.abs(D).mean(), lambda dL: dL * np.sign(D).mean()


def absolute_upstream_left_out(y_hat: Array, y: Array) -> Any:
    D = y_hat - y
    return np.abs(D).mean(), lambda dL: np.sign(D) / len(y)


def zero_below(y_hat: Array, y: Array) -> Any:
    D = y_hat - y
    return np.abs(D).mean(), lambda dL: dL * (D > 0) / len(y)


def absolute_back_called(y_hat: Array, y: Array) -> Any:
    D = y_hat - y
    return np.abs(D).mean(), np.sign(D) / len(y)


MAE = (
    Mistake(
        "sizes summed",
        absolute_summed,
        "The absolute errors are added up but not divided by m: the loss is their mean, and the "
        "same 1/m stands in its gradient.",
    ),
    Mistake(
        "m lost in the gradient",
        absolute_m_forgotten,
        "The loss is divided by m, its gradient is not: each sample has only the share 1/m in a "
        "mean.",
    ),
    Mistake(
        "2 left over",
        absolute_with_two,
        "There is a 2 in the gradient, left over from the squares: the slope of |D| is 1 or -1.",
    ),
    Mistake(
        "gradient with respect to y",
        absolute_flipped,
        "The gradient has the wrong sign, as if it were asked for y: with D = y_hat - y a "
        "prediction that is too high has D > 0, and its gradient is positive.",
    ),
    Mistake(
        "D for its sign",
        error_for_sign,
        "The gradient grows with the error, as that of a square does: |D| is as steep far out as "
        "near, so only the sign of D counts, np.sign(D).",
    ),
    Mistake(
        "|D| for its sign",
        size_for_sign,
        "The gradient is |D| / m, the loss of each sample: asked for is its slope, np.sign(D) / m.",
    ),
    Mistake(
        "sign left out",
        all_ones,
        "The gradient is 1/m everywhere: where the prediction is too low, raising it makes the "
        "loss smaller, so there the slope is -1/m. np.sign(D) tells the two apart.",
    ),
    Mistake(
        "size of the mean",
        size_of_mean,
        "The errors are averaged before their sizes are taken, so those above cancel those below: "
        "np.abs each one, then take the mean.",
    ),
    Mistake(
        "dL left out",
        absolute_upstream_left_out,
        "back gives the same whatever dL is: it must multiply its slopes by dL.",
    ),
    Mistake(
        "0 below",
        zero_below,
        "The gradient is 0 where the prediction is too low: there the slope is -1/m, since a "
        "higher prediction makes the loss smaller.",
    ),
    Mistake(
        "gradients averaged",
        absolute_averaged_gradient,
        "back gives one number: y_hat is (m,), so its gradient is (m,), an entry for each sample. "
        "Divide by m, and do not add up.",
    ),
    Mistake(
        "gradient in place of back",
        absolute_back_called,
        "The gradient itself is returned in place of back: define a function, "
        "def back(dL): ..., and return it without calling it.",
    ),
)

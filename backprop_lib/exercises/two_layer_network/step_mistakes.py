"""Known mistakes of lesson 08 in twenty_line_step, and what to say to who made one."""

# ruff: noqa: D103 - what each function does wrong is said in its Mistake below

from collections.abc import Callable
from typing import Any

import numpy as np

from backprop_lib.arrays import Array
from backprop_lib.exercises.findings import Mistake
from backprop_lib.exercises.two_layer_network.reference import twenty_line_step


def _step(
    x: Array,
    y: Array,
    w1: Array,
    w2: Array,
    lr: float,
    *,
    hidden: Callable[[Array], Array] = lambda a: 1 / (1 + np.exp(-a)),
    slope: Callable[[Array, Array], Array] = lambda a, h: h * (1 - h),
    loss_factor: float = 1.0,
    gradient_factor: float = 2.0,
    updated_first: bool = False,
) -> tuple[Any, Array, Array]:
    """twenty_line_step with room for one mistake."""
    a = x @ w1
    h = hidden(a)
    d = h @ w2 - y
    dy_pred = gradient_factor * d
    dw2 = h.T @ dy_pred
    through = w2 - lr * dw2 if updated_first else w2
    dw1 = x.T @ (dy_pred @ through.T * slope(a, h))
    return loss_factor * (d**2).sum(), w1 - lr * dw1, w2 - lr * dw2


def weights_changed(x: Array, y: Array, w1: Array, w2: Array, lr: float) -> Any:
    loss, new1, new2 = twenty_line_step(x, y, w1, w2, lr)
    w1[...], w2[...] = new1, new2
    return loss, w1, w2


def updated_first(x: Array, y: Array, w1: Array, w2: Array, lr: float) -> Any:
    return _step(x, y, w1, w2, lr, updated_first=True)


def two_forgotten(x: Array, y: Array, w1: Array, w2: Array, lr: float) -> Any:
    return _step(x, y, w1, w2, lr, gradient_factor=1.0)


def averaged(x: Array, y: Array, w1: Array, w2: Array, lr: float) -> Any:
    return _step(x, y, w1, w2, lr, loss_factor=1 / len(x), gradient_factor=2 / len(x))


def mean_of_entries(x: Array, y: Array, w1: Array, w2: Array, lr: float) -> Any:
    return _step(x, y, w1, w2, lr, loss_factor=1 / y.size, gradient_factor=2 / y.size)


def loss_averaged(x: Array, y: Array, w1: Array, w2: Array, lr: float) -> Any:
    return _step(x, y, w1, w2, lr, loss_factor=1 / len(x))


def loss_mean_of_entries(x: Array, y: Array, w1: Array, w2: Array, lr: float) -> Any:
    return _step(x, y, w1, w2, lr, loss_factor=1 / y.size)


def step_averaged(x: Array, y: Array, w1: Array, w2: Array, lr: float) -> Any:
    return _step(x, y, w1, w2, lr, gradient_factor=2 / len(x))


def slope_forgotten(x: Array, y: Array, w1: Array, w2: Array, lr: float) -> Any:
    return _step(x, y, w1, w2, lr, slope=lambda a, h: np.ones_like(h))


def slope_half(x: Array, y: Array, w1: Array, w2: Array, lr: float) -> Any:
    return _step(x, y, w1, w2, lr, slope=lambda a, h: h)


def slope_other_half(x: Array, y: Array, w1: Array, w2: Array, lr: float) -> Any:
    return _step(x, y, w1, w2, lr, slope=lambda a, h: 1 - h)


def slope_of_scores(x: Array, y: Array, w1: Array, w2: Array, lr: float) -> Any:
    return _step(x, y, w1, w2, lr, slope=lambda a, h: a * (1 - a))


def relu_inside(x: Array, y: Array, w1: Array, w2: Array, lr: float) -> Any:
    return _step(
        x, y, w1, w2, lr, hidden=lambda a: np.maximum(0, a), slope=lambda a, _: (a > 0) * 1.0
    )


def minus_forgotten(x: Array, y: Array, w1: Array, w2: Array, lr: float) -> Any:
    return _step(x, y, w1, w2, lr, hidden=lambda a: 1 / (1 + np.exp(a)))


def brackets_missing(x: Array, y: Array, w1: Array, w2: Array, lr: float) -> Any:
    return _step(x, y, w1, w2, lr, hidden=lambda a: 1 / 1 + np.exp(-a))


def ascends(x: Array, y: Array, w1: Array, w2: Array, lr: float) -> Any:
    return twenty_line_step(x, y, w1, w2, -lr)


def lr_forgotten(x: Array, y: Array, w1: Array, w2: Array, lr: float) -> Any:
    loss, new1, new2 = twenty_line_step(x, y, w1, w2, 1.0)
    return loss, new1, new2


def lr_of_the_slide(x: Array, y: Array, w1: Array, w2: Array, lr: float) -> Any:
    return twenty_line_step(x, y, w1, w2, 1e-4)


def loss_after(x: Array, y: Array, w1: Array, w2: Array, lr: float) -> Any:
    _, new1, new2 = twenty_line_step(x, y, w1, w2, lr)
    return twenty_line_step(x, y, new1, new2, lr)[0], new1, new2


def gradients_returned(x: Array, y: Array, w1: Array, w2: Array, lr: float) -> Any:
    loss, new1, new2 = twenty_line_step(x, y, w1, w2, 1.0)
    return loss, w1 - new1, w2 - new2


def absolute_errors(x: Array, y: Array, w1: Array, w2: Array, lr: float) -> Any:
    _, new1, new2 = twenty_line_step(x, y, w1, w2, lr)
    h = 1 / (1 + np.exp(-(x @ w1)))
    return np.abs(h @ w2 - y).sum(), new1, new2


def second_alone(x: Array, y: Array, w1: Array, w2: Array, lr: float) -> Any:
    loss, _, new2 = twenty_line_step(x, y, w1, w2, lr)
    return loss, w1.copy(), new2


TWENTY_LINE_STEP = (
    Mistake(
        "weights changed in place",
        weights_changed,
        "The numbers are right, but the arrays that came in are changed: w1 -= ... works in place, "
        "as on the slide. Here they belong to the caller: make new ones, w1 - lr * dw1.",
    ),
    Mistake(
        "w2 moved too early",
        updated_first,
        "w1 takes its step with a gradient that went back through the new w2. The forward pass "
        "used the old one: compute all gradients first, then move both.",
    ),
    Mistake(
        "2 forgotten",
        two_forgotten,
        "The loss is right, but the steps are half of what they should be: the derivative of a "
        "square has a 2, dy_pred = 2 * (y_pred - y).",
    ),
    Mistake(
        "absolute errors",
        absolute_errors,
        "The steps are right, but the loss adds up the errors without their signs: add up their "
        "squares, ((y_pred - y) ** 2).sum().",
    ),
    Mistake(
        "averaged over the samples",
        averaged,
        "You divide by m, in the loss and in the gradients. That is a good habit, but the loss of "
        "the twenty lines is the plain sum of all squares.",
    ),
    Mistake(
        "mean of all entries",
        mean_of_entries,
        "You take the mean over all entries, in the loss and in the gradients. The loss of the "
        "twenty lines is the plain sum of all squares: .sum() in place of .mean().",
    ),
    Mistake(
        "loss averaged",
        loss_averaged,
        "The steps are right, but the loss is divided by m: here it is the plain sum of all "
        "squares.",
    ),
    Mistake(
        "loss the mean of all entries",
        loss_mean_of_entries,
        "The steps are right, but the loss is a mean: here it is the plain sum of all squares, "
        ".sum() in place of .mean().",
    ),
    Mistake(
        "step averaged",
        step_averaged,
        "The loss is right, but the gradients are divided by m. It is a sum over the samples and "
        "not a mean: so are they.",
    ),
    Mistake(
        "slope of the sigmoid missing",
        slope_forgotten,
        "w1 moves as if there were no sigmoid: dh, on its way to da, is multiplied by the "
        "sigmoid's slope, h * (1 - h).",
    ),
    Mistake(
        "slope is h",
        slope_half,
        "w1 moves with h for the slope of the sigmoid. It is h * (1 - h): da = dh * h * (1 - h).",
    ),
    Mistake(
        "slope is 1 - h",
        slope_other_half,
        "w1 moves with 1 - h for the slope of the sigmoid. It is h * (1 - h): "
        "da = dh * h * (1 - h).",
    ),
    Mistake(
        "slope made of scores",
        slope_of_scores,
        "The slope of the sigmoid is made of a, before it: z (1 - z) holds for the value after it, "
        "h * (1 - h).",
    ),
    Mistake(
        "relu for sigmoid",
        relu_inside,
        "This net has a relu in the middle. The twenty lines have a sigmoid, "
        "h = 1 / (1 + np.exp(-a)); the relu comes with the next exercise.",
    ),
    Mistake(
        "minus forgotten in the sigmoid",
        minus_forgotten,
        "The hidden layer is 1 / (1 + e^a), which falls where the sigmoid rises: a minus is "
        "missing in np.exp(-a).",
    ),
    Mistake(
        "brackets missing in the sigmoid",
        brackets_missing,
        "The hidden layer is 1 + e^-a: without brackets the division comes first. Write "
        "1 / (1 + np.exp(-a)).",
    ),
    Mistake(
        "ascends",
        ascends,
        "The loss is right, but the weights climb: the gradient points uphill, so subtract lr "
        "times it.",
    ),
    Mistake(
        "lr forgotten",
        lr_forgotten,
        "The loss is right, but the whole gradient is subtracted: a step is lr times the gradient.",
    ),
    Mistake(
        "lr of the slide",
        lr_of_the_slide,
        "The loss is right, but the learning rate is always 1e-4, as on the slide: use the lr that "
        "is handed over.",
    ),
    Mistake(
        "loss after the step",
        loss_after,
        "The weights are right, but the loss is that of the new ones: return the loss that came "
        "with the gradients, before the step.",
    ),
    Mistake(
        "gradients returned",
        gradients_returned,
        "These are the gradients: take the step with them, and return w1 - lr * dw1 and "
        "w2 - lr * dw2.",
    ),
    Mistake(
        "w1 does not move",
        second_alone,
        "w1 comes back as it was: it takes its step like w2.",
    ),
)

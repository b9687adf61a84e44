"""Known mistakes of lesson 01 in gradient descent, on top of a right mse_gradients."""

# ruff: noqa: D103 - what each function does wrong is said in its Mistake below

from typing import Any

from backprop_lib.arrays import Array
from backprop_lib.exercises.explain import Mistake
from backprop_lib.exercises.linear_regression.reference import mse_gradients


def ascends(X: Array, y: Array, w: Array, b: float, lr: float, steps: int) -> Any:
    losses = []
    for _ in range(steps):
        loss, dw, db = mse_gradients(X, y, w, b)
        losses.append(loss)
        w = w + lr * dw
        b = b + lr * db
    return w, b, losses


def lr_forgotten(X: Array, y: Array, w: Array, b: float, lr: float, steps: int) -> Any:
    losses = []
    for _ in range(steps):
        loss, dw, db = mse_gradients(X, y, w, b)
        losses.append(loss)
        w = w - dw
        b = b - db
    return w, b, losses


def never_moves(X: Array, y: Array, w: Array, b: float, lr: float, steps: int) -> Any:
    losses = []
    for _ in range(steps):
        loss, _, _ = mse_gradients(X, y, w, b)
        losses.append(loss)
    return w.copy(), b, losses


def bias_stays(X: Array, y: Array, w: Array, b: float, lr: float, steps: int) -> Any:
    losses = []
    for _ in range(steps):
        loss, dw, _ = mse_gradients(X, y, w, b)
        losses.append(loss)
        w = w - lr * dw
    return w, b, losses


def weights_stay(X: Array, y: Array, w: Array, b: float, lr: float, steps: int) -> Any:
    losses = []
    for _ in range(steps):
        loss, _, db = mse_gradients(X, y, w, b)
        losses.append(loss)
        b = b - lr * db
    return w.copy(), b, losses


def one_step_too_few(X: Array, y: Array, w: Array, b: float, lr: float, steps: int) -> Any:
    losses = []
    for _ in range(steps - 1):
        loss, dw, db = mse_gradients(X, y, w, b)
        losses.append(loss)
        w = w - lr * dw
        b = b - lr * db
    return w.copy(), b, losses


def one_step_too_many(X: Array, y: Array, w: Array, b: float, lr: float, steps: int) -> Any:
    losses = []
    for _ in range(steps + 1):
        loss, dw, db = mse_gradients(X, y, w, b)
        losses.append(loss)
        w = w - lr * dw
        b = b - lr * db
    return w, b, losses


def one_step_alone(X: Array, y: Array, w: Array, b: float, lr: float, steps: int) -> Any:
    loss, dw, db = mse_gradients(X, y, w, b)
    return w - lr * dw, b - lr * db, [loss]


def loss_after_step(X: Array, y: Array, w: Array, b: float, lr: float, steps: int) -> Any:
    losses = []
    for _ in range(steps):
        _, dw, db = mse_gradients(X, y, w, b)
        w, b = w - lr * dw, b - lr * db
        losses.append(mse_gradients(X, y, w, b)[0])
    return w, b, losses


def one_loss_more(X: Array, y: Array, w: Array, b: float, lr: float, steps: int) -> Any:
    losses = []
    for _ in range(steps):
        loss, dw, db = mse_gradients(X, y, w, b)
        losses.append(loss)
        w = w - lr * dw
        b = b - lr * db
    return w, b, [*losses, mse_gradients(X, y, w, b)[0]]


def last_loss_alone(X: Array, y: Array, w: Array, b: float, lr: float, steps: int) -> Any:
    losses = []
    for _ in range(steps):
        loss, dw, db = mse_gradients(X, y, w, b)
        losses.append(loss)
        w = w - lr * dw
        b = b - lr * db
    return w, b, losses[-1]


def one_loss_kept(X: Array, y: Array, w: Array, b: float, lr: float, steps: int) -> Any:
    losses = []
    for _ in range(steps):
        loss, dw, db = mse_gradients(X, y, w, b)
        losses = [loss]
        w = w - lr * dw
        b = b - lr * db
    return w, b, losses


def places_changed(X: Array, y: Array, w: Array, b: Any, lr: float, steps: int) -> Any:
    losses = []
    for _ in range(steps):
        loss, db, dw = mse_gradients(X, y, w, b)
        losses.append(loss)
        w = w - lr * dw
        b = b - lr * db
    return w, b, losses


def divided_by_m(X: Array, y: Array, w: Array, b: float, lr: float, steps: int) -> Any:
    losses = []
    for _ in range(steps):
        loss, dw, db = mse_gradients(X, y, w, b)
        losses.append(loss)
        w = w - lr * dw / len(y)
        b = b - lr * db / len(y)
    return w, b, losses


def gradients_once(X: Array, y: Array, w: Array, b: float, lr: float, steps: int) -> Any:
    loss, dw, db = mse_gradients(X, y, w, b)
    return w - steps * lr * dw, b - steps * lr * db, [loss] * steps


def bias_a_step_late(X: Array, y: Array, w: Array, b: float, lr: float, steps: int) -> Any:
    losses = []
    for _ in range(steps):
        loss, dw, _ = mse_gradients(X, y, w, b)
        losses.append(loss)
        w = w - lr * dw
        b = b - lr * mse_gradients(X, y, w, b)[2]
    return w, b, losses


def changes_w(X: Array, y: Array, w: Array, b: float, lr: float, steps: int) -> Any:
    losses = []
    for _ in range(steps):
        loss, dw, db = mse_gradients(X, y, w, b)
        losses.append(loss)
        w -= lr * dw
        b -= lr * db
    return w, b, losses


GRADIENT_DESCENT = (
    Mistake(
        "ascends",
        ascends,
        "The parameters climb: the gradient points uphill, so subtract lr times it.",
    ),
    Mistake(
        "lr forgotten",
        lr_forgotten,
        "The gradients are not multiplied by lr.",
    ),
    Mistake(
        "never moves",
        never_moves,
        "w and b come back as they were: each step has to replace them by the new ones.",
    ),
    Mistake(
        "b never moves",
        bias_stays,
        "b stays where it was: it takes its step like w, b = b - lr * db.",
    ),
    Mistake(
        "w never moves",
        weights_stay,
        "w stays where it was: it takes its step like b, w = w - lr * dw.",
    ),
    Mistake(
        "one step too few",
        one_step_too_few,
        "There is one step too few: range(steps) counts steps of them.",
    ),
    Mistake(
        "one step too many",
        one_step_too_many,
        "There is one step too many: range(steps) counts steps of them, from 0 to steps - 1.",
    ),
    Mistake(
        "one step alone",
        one_step_alone,
        "There is one step, however many are asked for: is the return inside the loop?",
    ),
    Mistake(
        "loss after the step",
        loss_after_step,
        "The losses are taken after the step: losses[k] is the loss before step k, the one that "
        "came with the gradients.",
    ),
    Mistake(
        "one loss too many",
        one_loss_more,
        "There is one loss too many: losses[k] is the loss before step k, steps of them in all.",
    ),
    Mistake(
        "last loss alone",
        last_loss_alone,
        "losses is one number: collect the loss of each step in a list, and return that.",
    ),
    Mistake(
        "one loss in the list",
        one_loss_kept,
        "The list holds one loss, the last: `losses = []` belongs before the loop, and the append "
        "inside it.",
    ),
    Mistake(
        "dw for db",
        places_changed,
        "b has become an array, as dw is: the gradient that moves b is db, one number. "
        "mse_gradients returns loss, dw, db, in this order.",
    ),
    Mistake(
        "divided by m again",
        divided_by_m,
        "The steps are divided by m: that is in the gradients already, so a step is lr times the "
        "gradient.",
    ),
    Mistake(
        "gradients computed once",
        gradients_once,
        "The gradients are those of the start in every step: the ground is different where the "
        "step has led, so call mse_gradients anew in each round.",
    ),
    Mistake(
        "b a step late",
        bias_a_step_late,
        "b takes its step with a gradient at the new w: compute dw and db once in a round, then "
        "move both.",
    ),
    Mistake(
        "w changed in place",
        changes_w,
        "The result is right, but the w that came in is changed: w -= ... works in place; make a "
        "new array with w = w - lr * dw.",
    ),
)

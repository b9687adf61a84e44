"""Known mistakes of lesson 07 in training; each calls xor_loss as a student's function does."""

# ruff: noqa: D103 - what each function does wrong is said in its Mistake below

from typing import Any

from backprop_lib.arrays import Array
from backprop_lib.exercises.explain import Mistake
from backprop_lib.exercises.xor.reference import Params, xor_loss


def _moved(params: Any, grads: Any, step: float) -> Any:
    return tuple(P + step * dP for P, dP in zip(params, grads, strict=True))


def ascends(params: Params, X: Array, T: Array, lr: float, steps: int) -> Any:
    losses = []
    for _ in range(steps):
        loss, grads = xor_loss(params, X, T)
        losses.append(loss)
        params = _moved(params, grads, lr)
    return params, losses


def loss_after_step(params: Params, X: Array, T: Array, lr: float, steps: int) -> Any:
    losses = []
    for _ in range(steps):
        params = _moved(params, xor_loss(params, X, T)[1], -lr)
        losses.append(xor_loss(params, X, T)[0])
    return params, losses


def loss_once_more(params: Params, X: Array, T: Array, lr: float, steps: int) -> Any:
    losses = []
    for _ in range(steps):
        loss, grads = xor_loss(params, X, T)
        losses.append(loss)
        params = _moved(params, grads, -lr)
    return params, [*losses, xor_loss(params, X, T)[0]]


def last_loss_alone(params: Params, X: Array, T: Array, lr: float, steps: int) -> Any:
    loss = 0.0
    for _ in range(steps):
        loss, grads = xor_loss(params, X, T)
        params = _moved(params, grads, -lr)
    return params, loss


def changes_params(params: Params, X: Array, T: Array, lr: float, steps: int) -> Any:
    losses = []
    for _ in range(steps):
        loss, grads = xor_loss(params, X, T)
        losses.append(loss)
        for P, dP in zip(params, grads, strict=True):
            P -= lr * dP
    return params, losses


def one_update_too_few(params: Params, X: Array, T: Array, lr: float, steps: int) -> Any:
    losses = []
    for k in range(steps):
        loss, grads = xor_loss(params, X, T)
        losses.append(loss)
        if k < steps - 1:
            params = _moved(params, grads, -lr)
    return params, losses


def one_step_too_few(params: Params, X: Array, T: Array, lr: float, steps: int) -> Any:
    losses = []
    for _ in range(steps - 1):
        loss, grads = xor_loss(params, X, T)
        losses.append(loss)
        params = _moved(params, grads, -lr)
    return params, losses


def never_moves(params: Params, X: Array, T: Array, lr: float, steps: int) -> Any:
    return params, [xor_loss(params, X, T)[0] for _ in range(steps)]


def lr_forgotten(params: Params, X: Array, T: Array, lr: float, steps: int) -> Any:
    losses = []
    for _ in range(steps):
        loss, grads = xor_loss(params, X, T)
        losses.append(loss)
        params = _moved(params, grads, -1.0)
    return params, losses


def biases_not_trained(params: Params, X: Array, T: Array, lr: float, steps: int) -> Any:
    W1, b1, W2, b2 = params
    losses = []
    for _ in range(steps):
        loss, (dW1, _, dW2, _) = xor_loss((W1, b1, W2, b2), X, T)
        losses.append(loss)
        W1, W2 = W1 - lr * dW1, W2 - lr * dW2
    return (W1, b1, W2, b2), losses


TRAIN_XOR = (
    Mistake(
        "ascends",
        ascends,
        "The parameters climb: the gradient points uphill, so subtract lr times it.",
    ),
    Mistake(
        "loss after the step",
        loss_after_step,
        "The losses are taken after the update: losses[k] is the loss before step k, the one that "
        "came with the gradient.",
    ),
    Mistake(
        "one loss too many",
        loss_once_more,
        "There is one loss too many: losses[k] is the loss before step k, steps of them in all.",
    ),
    Mistake(
        "last loss alone",
        last_loss_alone,
        "Only the last loss is returned: collect the loss of each step in a list.",
    ),
    Mistake(
        "given params changed",
        changes_params,
        "The result is right, but the arrays that came in are changed: P -= ... works in place; "
        "make new arrays with P - lr * dP.",
    ),
    Mistake(
        "one update too few",
        one_update_too_few,
        "The last update is missing: the parameters returned have seen all the steps.",
    ),
    Mistake(
        "one step too few",
        one_step_too_few,
        "There is one step too few: range(steps) counts steps of them.",
    ),
    Mistake(
        "params never updated",
        never_moves,
        "The parameters come back as they were: each step has to replace them by the new ones.",
    ),
    Mistake(
        "lr forgotten",
        lr_forgotten,
        "The gradient is not multiplied by lr.",
    ),
    Mistake(
        "biases not trained",
        biases_not_trained,
        "b1 and b2 stay where they were: they take their step like W1 and W2.",
    ),
)

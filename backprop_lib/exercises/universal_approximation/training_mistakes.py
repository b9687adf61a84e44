"""Known mistakes of lesson 06 in the loss and in training, and what to say to who made one."""

# ruff: noqa: D103 - what each function does wrong is said in its Mistake below

from collections.abc import Callable
from typing import Any

import numpy as np

from backprop_lib.arrays import Array
from backprop_lib.exercises.explain import Mistake
from backprop_lib.exercises.universal_approximation import judged
from backprop_lib.exercises.universal_approximation.reference import (
    Function,
    Params,
    net_loss,
    sigmoid,
)


def _loss_and_grads(
    params: Params,
    x: Array,
    t: Array,
    *,
    loss_factor: float = 1.0,
    slope: float | None = None,
    local: Callable[[Array, Array], Array] = lambda A, Z: Z * (1 - Z),
    through: Callable[[Array, Array], Array] = lambda v, W: v,
) -> Any:
    """net_loss with room for one mistake; slope is what d is multiplied by, rightly 2/m."""
    W, b, v = params
    A = np.outer(x, W) + b
    Z = sigmoid(A)
    d = Z @ v - t
    dy = (2 / len(x) if slope is None else slope) * d
    dA = np.outer(dy, through(v, W)) * local(A, Z)
    return loss_factor * np.mean(d**2), (x @ dA, dA.sum(axis=0), Z.T @ dy), dA


def slope_forgotten(params: Params, x: Array, t: Array) -> Any:
    return _loss_and_grads(params, x, t, local=lambda A, Z: np.ones_like(Z))[:2]


def slope_of_scores(params: Params, x: Array, t: Array) -> Any:
    return _loss_and_grads(params, x, t, local=lambda A, Z: A * (1 - A))[:2]


def sigmoid_for_slope(params: Params, x: Array, t: Array) -> Any:
    return _loss_and_grads(params, x, t, local=lambda A, Z: Z)[:2]


def tanh_slope(params: Params, x: Array, t: Array) -> Any:
    return _loss_and_grads(params, x, t, local=lambda A, Z: 1 - Z**2)[:2]


def v_left_out(params: Params, x: Array, t: Array) -> Any:
    return _loss_and_grads(params, x, t, through=lambda v, W: np.ones_like(v))[:2]


def w_for_v(params: Params, x: Array, t: Array) -> Any:
    return _loss_and_grads(params, x, t, through=lambda v, W: W)[:2]


def all_flipped(params: Params, x: Array, t: Array) -> Any:
    return _loss_and_grads(params, x, t, slope=-2 / len(x))[:2]


def not_divided_by_m(params: Params, x: Array, t: Array) -> Any:
    return _loss_and_grads(params, x, t, slope=2.0)[:2]


def two_forgotten(params: Params, x: Array, t: Array) -> Any:
    return _loss_and_grads(params, x, t, slope=1 / len(x))[:2]


def both_factors_forgotten(params: Params, x: Array, t: Array) -> Any:
    return _loss_and_grads(params, x, t, slope=1.0)[:2]


def summed_loss(params: Params, x: Array, t: Array) -> Any:
    return _loss_and_grads(params, x, t, loss_factor=len(x))[:2]


def all_summed(params: Params, x: Array, t: Array) -> Any:
    return _loss_and_grads(params, x, t, loss_factor=len(x), slope=2.0)[:2]


def half_loss(params: Params, x: Array, t: Array) -> Any:
    return _loss_and_grads(params, x, t, loss_factor=0.5, slope=1 / len(x))[:2]


def x_left_out(params: Params, x: Array, t: Array) -> Any:
    loss, (_, db, dv), dA = _loss_and_grads(params, x, t)
    return loss, (dA.sum(axis=0), db, dv)


def db_with_x(params: Params, x: Array, t: Array) -> Any:
    loss, (dW, _, dv), _ = _loss_and_grads(params, x, t)
    return loss, (dW, dW.copy(), dv)


NET_LOSS = (
    Mistake(
        "sigmoid's slope forgotten",
        slope_forgotten,
        "dW and db miss the slope of the sigmoid: on the way from dZ to dA multiply by Z (1 - Z).",
    ),
    Mistake(
        "slope of the scores",
        slope_of_scores,
        "The slope of the sigmoid is taken from A: it is Z (1 - Z), with Z = sigmoid(A).",
    ),
    Mistake(
        "Z for its slope",
        sigmoid_for_slope,
        "dA is dZ times Z, where it should be dZ times Z (1 - Z), the slope of the sigmoid.",
    ),
    Mistake(
        "slope of tanh",
        tanh_slope,
        "1 - Z**2 is the slope of tanh: that of the sigmoid is Z (1 - Z).",
    ),
    Mistake(
        "v left out",
        v_left_out,
        "dW and db do not depend on v: hidden unit j reaches the output through v[j], so dZ is "
        "np.outer(dy, v).",
    ),
    Mistake(
        "W for v",
        w_for_v,
        "dZ is made with W: Z reaches the output through v, so dZ is np.outer(dy, v).",
    ),
    Mistake(
        "all flipped",
        all_flipped,
        "All gradients point downhill: with d = y - t, dy is 2 d / m. Was t - y used there?",
    ),
    Mistake(
        "not divided by m",
        not_divided_by_m,
        "The loss is a mean over m points, so dy is 2 d / m: the gradients lack the m.",
    ),
    Mistake(
        "2 forgotten",
        two_forgotten,
        "The derivative of d**2 is 2 d: all gradients are half of what they should be.",
    ),
    Mistake(
        "2 and m forgotten",
        both_factors_forgotten,
        "dy is d alone: the derivative of a mean of squares is 2 d / m.",
    ),
    Mistake(
        "loss summed",
        summed_loss,
        "The gradients are right, but the loss is a sum: divide it by m, the number of points.",
    ),
    Mistake(
        "all summed",
        all_summed,
        "Loss and gradients are those of a sum over the points: divide both by m.",
    ),
    Mistake(
        "half the loss",
        half_loss,
        "Loss and gradients are half of what is asked for: here the loss is the plain mean of the "
        "squares, without 1/2.",
    ),
    Mistake(
        "x left out",
        x_left_out,
        "dW equals db: W is multiplied by x in the forward, so its gradient is the sum of x dA.",
    ),
    Mistake(
        "x in db",
        db_with_x,
        "db equals dW: b is added, not multiplied by x, so its gradient is the sum of dA alone.",
    ),
)


def _train(
    g: Function,
    a: float,
    b: float,
    width: int,
    steps: int,
    rng: np.random.Generator,
    *,
    direction: float = -1.0,
    lr: float | None = None,
    start: str = "spread",
    trained: str = "Wbv",
    points: str = "a to b",
    losses: str = "before",
    targets: str = "g",
) -> Any:
    """The reference's training with room for one mistake."""
    x = np.linspace(*((a, b) if points == "a to b" else (0.0, 1.0)), 101)
    t = g(x) if targets == "g" else x
    if start == "own rng":
        rng = np.random.default_rng(0)
    if start in ("zero", "alike"):
        W, b0, v = (np.full(width, float(start == "alike")) for _ in range(3))
    else:
        W = rng.normal(size=width) * 10 / (b - a)
        b0, v = -W * rng.uniform(a, b, size=width), np.zeros(width)
    params, begun = (W, b0, v), (W, b0, v)
    lr = 1 / width if lr is None else lr
    history = []
    for _ in range(steps):
        loss, grads = net_loss(params, x, t)
        history.append(loss * len(x) if losses == "summed" else loss)
        params = tuple(
            P + direction * lr * dP * (name in trained)
            for name, P, dP in zip("Wbv", params, grads, strict=True)
        )
    if losses == "once more":
        history.append(net_loss(params, x, t)[0])
    returned = begun if losses == "of another net" else params
    return returned, (history[-1] if steps and losses == "last alone" else history)


def _wrong(name: str, sentence: str, **changes: Any) -> Mistake:
    def train(g: Function, a: float, b: float, width: int, steps: int, rng: Any) -> Any:
        return _train(g, a, b, width, steps, rng, **changes)

    return Mistake(name, train, sentence)


TRAIN = (
    _wrong("climbs", judged.GROWS, direction=1.0),
    _wrong("zero start", judged.ALIKE, start="zero"),
    _wrong("own generator", judged.WITHOUT_RNG, start="own rng"),
    _wrong("start returned", judged.UNMOVED, losses="of another net"),
    _wrong("v alone", judged.one_unmoved("W"), trained="v"),
    _wrong("b untrained", judged.one_unmoved("b"), trained="Wv"),
    _wrong("0 to 1", judged.FIRST_LOSS, points="0 to 1"),
    _wrong(
        "last loss alone",
        "Only the last loss is returned: collect the loss of every step in a list.",
        losses="last alone",
    ),
    _wrong(
        "one loss too many",
        "There is one loss too many: losses[k] is the loss before step k, steps of them in all.",
        losses="once more",
    ),
    _wrong("tiny lr", judged.NOTHING_LEARNED, lr=1e-9),
)

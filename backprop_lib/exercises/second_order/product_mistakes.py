"""Known mistakes of lesson 11 in hvp and jvp, and what to say to who made one."""

# ruff: noqa: D103 - what each function does wrong is said in its Mistake below

from collections.abc import Callable
from typing import Any

import numpy as np

from backprop_lib.exercises.findings import Mistake


def _gradient(loss_and_grad: Any, x: Any) -> Any:
    return loss_and_grad(x)[1]


def _length(v: Any) -> float:
    return float(np.linalg.norm(v)) or 1.0


def one_sided(r: float) -> Callable[..., Any]:
    def wrong(loss_and_grad: Any, x: Any, v: Any) -> Any:
        step = r / _length(v)
        moved = _gradient(loss_and_grad, x + step * v)
        return (moved - _gradient(loss_and_grad, x)) / step

    return wrong


def step_not_scaled(r: float) -> Callable[..., Any]:
    def wrong(loss_and_grad: Any, x: Any, v: Any) -> Any:
        with np.errstate(all="ignore"):
            above, below = (_gradient(loss_and_grad, x + s * v) for s in (r, -r))
            return (above - below) / (2 * r)

    return wrong


def length_lost(loss_and_grad: Any, x: Any, v: Any) -> Any:
    return _symmetric(loss_and_grad, x, v / _length(v))


def divided_by_r(loss_and_grad: Any, x: Any, v: Any) -> Any:
    return 2 * _symmetric(loss_and_grad, x, v)


def not_divided(loss_and_grad: Any, x: Any, v: Any) -> Any:
    step = 1e-5 / _length(v)
    return _gradient(loss_and_grad, x + step * v) - _gradient(loss_and_grad, x - step * v)


def of_the_loss(loss_and_grad: Any, x: Any, v: Any) -> Any:
    return np.sum(_gradient(loss_and_grad, x) * v)


def of_the_loss_unguarded(loss_and_grad: Any, x: Any, v: Any) -> Any:
    return of_the_loss(loss_and_grad, x, v) if v.any() else np.float64(np.nan)


def diagonal_alone(loss_and_grad: Any, x: Any, v: Any) -> Any:
    product = np.zeros(x.shape)
    for k in np.ndindex(x.shape):
        e = np.zeros(x.shape)
        e[k] = 1
        product[k] = _symmetric(loss_and_grad, x, e)[k] * v[k]
    return product


def gradient_times_v(loss_and_grad: Any, x: Any, v: Any) -> Any:
    return _gradient(loss_and_grad, x) * v


def no_direction(loss_and_grad: Any, x: Any, v: Any) -> Any:
    above, below = (_gradient(loss_and_grad, x + s) for s in (1e-5, -1e-5))
    return (above - below) / 2e-5 * v


def zero_divided(loss_and_grad: Any, x: Any, v: Any) -> Any:
    with np.errstate(all="ignore"):
        step = np.divide(1e-5, np.linalg.norm(v))
        above, below = (_gradient(loss_and_grad, x + s * v) for s in (step, -step))
        return (above - below) / (2 * step)


def _symmetric(loss_and_grad: Any, x: Any, v: Any) -> Any:
    step = 1e-5 / _length(v)
    above, below = (_gradient(loss_and_grad, x + s * v) for s in (step, -step))
    return (above - below) / (2 * step)


SIDED = "The difference is taken to one side, which is right to some five digits only: use " + (
    "grad(x + r v) - grad(x - r v), divided by 2 r."
)
SCALED = (
    "The step is r v, however long v is: a long v leads far away, a short one drowns in rounding. "
    "Let r be 1e-5 divided by the length of v, and return zeros where that is 0."
)
OF_THE_LOSS = (
    "It is one number, the slope of the loss along v: the product has the shape of x. Subtract two "
    "gradients, loss_and_grad(...)[1], not two losses."
)
STEPS = (1e-4, 1e-5, 1e-6)

HVP = (
    *(Mistake(f"to one side, {r:g}", one_sided(r), SIDED) for r in STEPS),
    *(Mistake(f"step not scaled, {r:g}", step_not_scaled(r), SCALED) for r in STEPS),
    Mistake(
        "length of v lost",
        length_lost,
        "It is the Hessian times v / |v|: v was made a unit vector, so multiply by its length "
        "in the end.",
    ),
    Mistake(
        "divided by r",
        divided_by_r,
        "It is twice as large: the two points are 2 r apart, so divide by 2 r.",
    ),
    Mistake(
        "not divided",
        not_divided,
        "It is the difference of the two gradients: divide it by 2 r, how far apart they are.",
    ),
    Mistake("slope of the loss", of_the_loss, OF_THE_LOSS),
    Mistake("slope of the loss, or nan", of_the_loss_unguarded, OF_THE_LOSS),
    Mistake(
        "diagonal alone",
        diagonal_alone,
        "Only the diagonal of the Hessian is used: move x along v, not along one axis at a time.",
    ),
    Mistake(
        "gradient times v",
        gradient_times_v,
        "It is the gradient times v, entry by entry: ask how the gradient changes when x moves "
        "along v.",
    ),
    Mistake(
        "no direction",
        no_direction,
        "x is moved by the same amount in every entry, and v multiplied afterwards: move it along "
        "v, x + r * v.",
    ),
    Mistake(
        "0 divided by 0",
        zero_divided,
        "For v = 0 the step is divided by the length 0, and nan comes out: return zeros there.",
    ),
)


def _rows(unit: Any, args: Any, tangents: Any) -> Any:
    value, back = unit(*args)
    shape = np.shape(value)
    for k in np.ndindex(shape):
        e = np.zeros(shape)
        e[k] = 1
        gradients = back(e)
        gradients = gradients if isinstance(gradients, tuple) else (gradients,)
        yield k, [np.sum(G * t) for G, t in zip(gradients, tangents, strict=True)]


def _collected(unit: Any, args: Any, tangents: Any, of: Any) -> Any:
    value = unit(*args)[0]
    tangent = np.zeros(np.shape(value))
    for k, terms in _rows(unit, args, tangents):
        tangent[k] = of(terms)
    return value, tangent


def first_argument(unit: Any, args: Any, tangents: Any) -> Any:
    return _collected(unit, args, tangents, lambda terms: terms[0])


def last_argument(unit: Any, args: Any, tangents: Any) -> Any:
    return _collected(unit, args, tangents, lambda terms: terms[-1])


def averaged(unit: Any, args: Any, tangents: Any) -> Any:
    return _collected(unit, args, tangents, np.mean)


def tangents_lost(unit: Any, args: Any, tangents: Any) -> Any:
    return _collected(unit, args, [np.ones_like(t) for t in tangents], sum)


def all_ones(unit: Any, args: Any, tangents: Any) -> Any:
    value, back = unit(*args)
    gradients = back(np.ones(np.shape(value)))
    gradients = gradients if isinstance(gradients, tuple) else (gradients,)
    return value, sum(np.sum(G * t) for G, t in zip(gradients, tangents, strict=True))


def ones_left_behind(unit: Any, args: Any, tangents: Any) -> Any:
    value, tangent = _collected(unit, args, tangents, sum)
    return value, np.cumsum(tangent).reshape(np.shape(tangent))


def taken_apart(unit: Any, args: Any, tangents: Any) -> Any:
    value, back = unit(*args)
    tangent = np.zeros(np.shape(value))
    for k in np.ndindex(tangent.shape):
        e = np.zeros(tangent.shape)
        e[k] = 1
        tangent[k] = sum(np.sum(G * t) for G, t in zip(back(e), tangents, strict=False))
    return value, tangent


def by_difference(r: float, both: bool) -> Callable[..., Any]:
    def wrong(unit: Any, args: Any, tangents: Any) -> Any:
        def moved(step: float) -> Any:
            near = [x + step * t for x, t in zip(args, tangents, strict=False)]
            return unit(*near, *args[len(tangents) :])[0]

        value = unit(*args)[0]
        other, width = (moved(-r), 2 * r) if both else (value, r)
        return value, np.asarray((moved(r) - other) / width)

    return wrong


def tangent_added(unit: Any, args: Any, tangents: Any) -> Any:
    moved = [x + t for x, t in zip(args, tangents, strict=False)]
    value = unit(*args)[0]
    return value, np.asarray(unit(*moved, *args[len(tangents) :])[0] - value)


def unit_of_tangents(unit: Any, args: Any, tangents: Any) -> Any:
    with np.errstate(all="ignore"):
        return unit(*args)[0], np.asarray(unit(*tangents, *args[len(tangents) :])[0])


DIFFERENCE = (
    "The tangent comes from a difference, which is close but not exact, and goes wrong where the "
    "step crosses a kink. back knows the slopes: ask it once for each entry of the value."
)
JVP = (
    Mistake(
        "first argument alone",
        first_argument,
        "Only the first argument moves: add up what all of them contribute, sum(G * t) for each.",
    ),
    Mistake(
        "last argument alone",
        last_argument,
        "Only the last argument's part is kept: add up what all of them contribute.",
    ),
    Mistake(
        "averaged",
        averaged,
        "The parts of the arguments are averaged: they move the value together, so add them.",
    ),
    Mistake(
        "tangents lost",
        tangents_lost,
        "The gradients are summed without the tangents: multiply each by its tangent, entry by "
        "entry, before you sum.",
    ),
    Mistake(
        "upstream of ones",
        all_ones,
        "An upstream gradient of ones asks for the sum of all outputs, one number: hand over one "
        "with a single 1, for each entry of the value in turn.",
    ),
    Mistake(
        "ones left behind",
        ones_left_behind,
        "The 1 of an earlier entry is still there when the next is asked for, so the entries add "
        "up: begin each time with fresh zeros.",
    ),
    Mistake(
        "bare array taken apart",
        taken_apart,
        "Where back gives one gradient it is a bare array, and zip takes it apart, row by row: if "
        "it is no tuple, make it one, gradients = (gradients,).",
    ),
    *(
        Mistake(
            f"by difference, {r:g}{', to both sides' * both}", by_difference(r, both), DIFFERENCE
        )
        for r in (1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8)
        for both in (False, True)
    ),
    Mistake(
        "a whole step",
        tangent_added,
        "It is how much the value changes over the whole step along the tangents: asked for is its "
        "slope at the start.",
    ),
    Mistake(
        "unit of the tangents",
        unit_of_tangents,
        "The unit is applied to the tangents: they are directions, not inputs. Ask back, one entry "
        "of the value at a time.",
    ),
)

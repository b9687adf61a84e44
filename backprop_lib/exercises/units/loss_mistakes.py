"""Known mistakes of lesson 05 in loss; each calls logistic and decay as a student's does."""

# ruff: noqa: D103 - what each function does wrong is said in its Mistake below

from collections.abc import Sequence
from typing import Any, TypeAlias

from backprop_lib.arrays import Array
from backprop_lib.exercises.findings import Mistake
from backprop_lib.exercises.units.reference import decay, logistic

Weights: TypeAlias = Sequence[Array]


def _loss(A: Array, T: Array, weights: Weights, lam: float, gradients: Any, value: Any) -> Any:
    """The loss with room for one mistake in what is made of D and R, and of the two backs."""
    D, back_logistic = logistic(A, T)
    R, back_decay = decay(weights, lam)
    L = value(D, R)
    return L, lambda dL: gradients(back_logistic, back_decay, dL, L)


def _total(D: float, R: float) -> float:
    return D + R


def _both(back_logistic: Any, back_decay: Any, dL: float, _: float) -> Any:
    return back_logistic(dL), back_decay(dL)


def penalty_forgotten(A: Array, T: Array, weights: Weights, lam: float) -> Any:
    return _loss(A, T, weights, lam, _both, lambda D, R: D)


def penalty_subtracted(A: Array, T: Array, weights: Weights, lam: float) -> Any:
    return _loss(A, T, weights, lam, _both, lambda D, R: D - R)


def multiplied(A: Array, T: Array, weights: Weights, lam: float) -> Any:
    return _loss(A, T, weights, lam, _both, lambda D, R: D * R)


def lam_twice(A: Array, T: Array, weights: Weights, lam: float) -> Any:
    return _loss(
        A, T, weights, lam, lambda f, g, dL, _: (f(dL), g(lam * dL)), lambda D, R: D + lam * R
    )


def lam_twice_in_the_value(A: Array, T: Array, weights: Weights, lam: float) -> Any:
    return _loss(A, T, weights, lam, _both, lambda D, R: D + lam * R)


def lam_twice_in_the_gradient(A: Array, T: Array, weights: Weights, lam: float) -> Any:
    return _loss(A, T, weights, lam, lambda f, g, dL, _: (f(dL), g(lam * dL)), _total)


def lam_ignored(A: Array, T: Array, weights: Weights, lam: float) -> Any:
    return _loss(A, T, weights, 1.0, _both, _total)


def decay_without_upstream(A: Array, T: Array, weights: Weights, lam: float) -> Any:
    return _loss(A, T, weights, lam, lambda f, g, dL, _: (f(dL), g(1.0)), _total)


def logistic_without_upstream(A: Array, T: Array, weights: Weights, lam: float) -> Any:
    return _loss(A, T, weights, lam, lambda f, g, dL, _: (f(1.0), g(dL)), _total)


def value_for_upstream(A: Array, T: Array, weights: Weights, lam: float) -> Any:
    return _loss(A, T, weights, lam, lambda f, g, dL, L: (f(L), g(L)), _total)


def upstream_shared_out(A: Array, T: Array, weights: Weights, lam: float) -> Any:
    return _loss(A, T, weights, lam, lambda f, g, dL, _: (f(dL / 2), g(dL / 2)), _total)


def order_swapped(A: Array, T: Array, weights: Weights, lam: float) -> Any:
    return _loss(A, T, weights, lam, lambda f, g, dL, _: (g(dL), f(dL)), _total)


def not_nested(A: Array, T: Array, weights: Weights, lam: float) -> Any:
    return _loss(A, T, weights, lam, lambda f, g, dL, _: (f(dL), *g(dL)), _total)


def data_alone(A: Array, T: Array, weights: Weights, lam: float) -> Any:
    return _loss(A, T, weights, lam, lambda f, g, dL, _: f(dL), _total)


def scores_and_targets_swapped(A: Array, T: Array, weights: Weights, lam: float) -> Any:
    return _loss(T, A, weights, lam, _both, _total)


LOSS = (
    Mistake(
        "penalty forgotten",
        penalty_forgotten,
        "The gradients are right, but the value is D alone: the loss is D + R.",
    ),
    Mistake(
        "penalty subtracted",
        penalty_subtracted,
        "The gradients are right, but the value is D - R, which would reward large weights: the "
        "penalty is added.",
    ),
    Mistake(
        "multiplied",
        multiplied,
        "The gradients are right, but the value is D times R: the two are added.",
    ),
    Mistake(
        "lam twice",
        lam_twice,
        "lam enters twice, in the value and in the gradients. decay(weights, lam) has it already: "
        "the loss is D + R.",
    ),
    Mistake(
        "lam twice in the value",
        lam_twice_in_the_value,
        "The gradients are right, but in the value lam enters twice: decay(weights, lam) has it "
        "already, so the loss is D + R.",
    ),
    Mistake(
        "lam twice in the gradient",
        lam_twice_in_the_gradient,
        "The value is right, but in the gradients of the weights lam enters twice: the back of "
        "decay has it already, so hand it dL alone.",
    ),
    Mistake(
        "lam ignored",
        lam_ignored,
        "The penalty has a lam of 1, whatever lam is: call decay(weights, lam).",
    ),
    Mistake(
        "dL does not reach decay",
        decay_without_upstream,
        "dL does not reach the decay: its back was called with 1. A sum hands the upstream "
        "gradient to both of its terms.",
    ),
    Mistake(
        "dL does not reach logistic",
        logistic_without_upstream,
        "dL does not reach the logistic unit: its back was called with 1. A sum hands the upstream "
        "gradient to both of its terms.",
    ),
    Mistake(
        "value for upstream",
        value_for_upstream,
        "The backs are called with the loss itself. What flows back is dL, the upstream gradient, "
        "which knows nothing of the value.",
    ),
    Mistake(
        "dL shared out",
        upstream_shared_out,
        "Each term gets half of dL. A sum does not share its gradient out: all of it flows to each "
        "term.",
    ),
    Mistake(
        "order swapped",
        order_swapped,
        "The first thing that back returns is the tuple of decay, where dA belongs. Swap the two; "
        "or, if their order is right, give the two backs names of their own: under one name the "
        "second overwrites the first.",
    ),
    Mistake(
        "not nested",
        not_nested,
        "back returns dA and then each gradient of the weights by itself. There is one for each "
        "argument: return dA, dweights, with dweights the tuple that decay's back gives.",
    ),
    Mistake(
        "data alone",
        data_alone,
        "back returns dA alone: return dA, dweights, with the gradients of the weights, too.",
    ),
    Mistake(
        "scores and targets swapped",
        scores_and_targets_swapped,
        "The scores and the targets have changed places: call logistic(A, T).",
    ),
)

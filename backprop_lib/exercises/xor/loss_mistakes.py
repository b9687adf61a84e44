"""Known mistakes of lesson 07 in xor_loss, and what to say to who made one."""

# ruff: noqa: D103 - what each function does wrong is said in its Mistake below

from typing import Any

import numpy as np

from backprop_lib.arrays import Array
from backprop_lib.exercises.explain import Mistake
from backprop_lib.exercises.xor.reference import Params


def _loss_and_grads(
    params: Params,
    X: Array,
    T: Array,
    *,
    loss_factor: float = 1.0,
    slope: float | None = None,
    mask: str = "A",
    first_layer: float = 1.0,
) -> tuple[Any, ...]:
    """xor_loss with room for one mistake; slope is what D is multiplied by, rightly 2/m."""
    W1, b1, W2, b2 = params
    A = X @ W1 + b1
    Z = np.maximum(0, A)
    D = Z @ W2 + b2 - T
    dY = (2 / len(X) if slope is None else slope) * D
    dZ = dY @ W2.T
    dA = first_layer * dZ * {"A": A > 0, "dZ": dZ > 0, "none": np.array(1.0)}[mask]
    loss = loss_factor * (D**2).sum() / len(X)
    return loss, (X.T @ dA, dA.sum(axis=0), Z.T @ dY, dY.sum(axis=0)), dA, dY


def first_layer_flipped(params: Params, X: Array, T: Array) -> Any:
    return _loss_and_grads(params, X, T, first_layer=-1.0)[:2]


def all_flipped(params: Params, X: Array, T: Array) -> Any:
    return _loss_and_grads(params, X, T, slope=-2 / len(X))[:2]


def gradients_not_divided_by_m(params: Params, X: Array, T: Array) -> Any:
    return _loss_and_grads(params, X, T, slope=2.0)[:2]


def factor_two_forgotten(params: Params, X: Array, T: Array) -> Any:
    return _loss_and_grads(params, X, T, slope=1 / len(X))[:2]


def both_factors_forgotten(params: Params, X: Array, T: Array) -> Any:
    return _loss_and_grads(params, X, T, slope=1.0)[:2]


def nothing_divided_by_m(params: Params, X: Array, T: Array) -> Any:
    return _loss_and_grads(params, X, T, loss_factor=len(X), slope=2.0)[:2]


def loss_not_divided_by_m(params: Params, X: Array, T: Array) -> Any:
    return _loss_and_grads(params, X, T, loss_factor=len(X))[:2]


def half_the_loss(params: Params, X: Array, T: Array) -> Any:
    return _loss_and_grads(params, X, T, loss_factor=0.5, slope=1 / len(X))[:2]


def mask_forgotten(params: Params, X: Array, T: Array) -> Any:
    return _loss_and_grads(params, X, T, mask="none")[:2]


def mask_of_upstream(params: Params, X: Array, T: Array) -> Any:
    return _loss_and_grads(params, X, T, mask="dZ")[:2]


def dW2_transposed(params: Params, X: Array, T: Array) -> Any:
    loss, (dW1, db1, dW2, db2), _, _ = _loss_and_grads(params, X, T)
    return loss, (dW1, db1, dW2.T, db2)


def biases_not_summed(params: Params, X: Array, T: Array) -> Any:
    loss, (dW1, _, dW2, _), dA, dY = _loss_and_grads(params, X, T)
    return loss, (dW1, dA, dW2, dY)


def db1_not_summed(params: Params, X: Array, T: Array) -> Any:
    loss, (dW1, _, dW2, db2), dA, _ = _loss_and_grads(params, X, T)
    return loss, (dW1, dA, dW2, db2)


def db2_not_summed(params: Params, X: Array, T: Array) -> Any:
    loss, (dW1, db1, dW2, _), _, dY = _loss_and_grads(params, X, T)
    return loss, (dW1, db1, dW2, dY)


def layers_swapped(params: Params, X: Array, T: Array) -> Any:
    loss, (dW1, db1, dW2, db2), _, _ = _loss_and_grads(params, X, T)
    return loss, (dW2, db2, dW1, db1)


XOR_LOSS = (
    Mistake(
        "first layer flipped",
        first_layer_flipped,
        "dW1 and db1 have the wrong sign: D is Y - T, and no minus enters on the way from dY back "
        "to dA.",
    ),
    Mistake(
        "all gradients flipped",
        all_flipped,
        "All four gradients have the wrong sign: with D = Y - T, dY is 2 D / m.",
    ),
    Mistake(
        "1/m missing in the gradients",
        gradients_not_divided_by_m,
        "The gradients miss the factor 1/m: the loss is a mean over the batch, so dY is 2 D / m.",
    ),
    Mistake(
        "factor 2 missing",
        factor_two_forgotten,
        "The gradients miss the factor 2: the derivative of D**2 is 2 D, so dY is 2 D / m.",
    ),
    Mistake(
        "2/m missing",
        both_factors_forgotten,
        "The gradients miss the factor 2/m: the loss is the mean of D**2, so dY is 2 D / m.",
    ),
    Mistake(
        "1/m missing in loss and gradients",
        nothing_divided_by_m,
        "The loss is a sum here and should be a mean: divide it, and so dY, by m, the rows of X.",
    ),
    Mistake(
        "1/m missing in the loss",
        loss_not_divided_by_m,
        "The gradients are right, but the loss misses its factor 1/m, with m the rows of X.",
    ),
    Mistake(
        "half the loss",
        half_the_loss,
        "This is half of the loss, and half of its gradients: here there is no 1/2 before the sum.",
    ),
    Mistake(
        "relu mask forgotten",
        mask_forgotten,
        "The gradient passes the relu unchanged: where A <= 0 nothing comes through, so dA is dZ "
        "where A > 0 and 0 elsewhere.",
    ),
    Mistake(
        "mask of dZ",
        mask_of_upstream,
        "The relu is applied to the gradient: which entries pass is decided by the A of the "
        "forward, not by the sign of dZ.",
    ),
    Mistake(
        "dW2 transposed",
        dW2_transposed,
        "dW2 is the right one transposed: Z is (m, h), dY is (m, 1): Z.T @ dY is (h, 1) like W2.",
    ),
    Mistake(
        "biases not summed over the batch",
        biases_not_summed,
        "db1 and db2 are not summed over the batch: b is added to each row, so its gradient is the "
        "sum of the rows, .sum(axis=0).",
    ),
    Mistake(
        "db1 not summed over the batch",
        db1_not_summed,
        "db1 is not summed over the batch: b1 is added to each row of A, so db1 is dA.sum(axis=0).",
    ),
    Mistake(
        "db2 not summed over the batch",
        db2_not_summed,
        "db2 is not summed over the batch: b2 is added to each row of Y, so db2 is dY.sum(axis=0).",
    ),
    Mistake(
        "layers swapped",
        layers_swapped,
        "The gradients come in the wrong order: return (dW1, db1, dW2, db2), the order of params.",
    ),
)

"""Known mistakes of lesson 01 in the gradients of the squared error."""

# ruff: noqa: D103 - what each function does wrong is said in its Mistake below

from typing import Any

import numpy as np

from backprop_lib.arrays import Array
from backprop_lib.exercises.explain import Mistake
from backprop_lib.exercises.linear_regression.reference import mse_gradients


def _from(D: Array, dy_hat: Array, X: Array) -> Any:
    return (D**2).mean(), X.T @ dy_hat, dy_hat.sum()


def flipped(X: Array, y: Array, w: Array, b: float) -> Any:
    D = y - (X @ w + b)
    return _from(D, 2 * D / len(y), X)


def two_lost(X: Array, y: Array, w: Array, b: float) -> Any:
    D = X @ w + b - y
    return _from(D, D / len(y), X)


def m_lost(X: Array, y: Array, w: Array, b: float) -> Any:
    D = X @ w + b - y
    return _from(D, 2 * D, X)


def averaged_twice(X: Array, y: Array, w: Array, b: float) -> Any:
    D = X @ w + b - y
    return _from(D, 2 * D / len(y) ** 2, X)


def predictors_left_out(X: Array, y: Array, w: Array, b: float) -> Any:
    loss, _, db = mse_gradients(X, y, w, b)
    return loss, db, db


def predictors_left_out_everywhere(X: Array, y: Array, w: Array, b: float) -> Any:
    loss, dw, db = mse_gradients(X, y, w, b)
    return loss, np.full_like(dw, db), db


def bias_not_summed(X: Array, y: Array, w: Array, b: float) -> Any:
    loss, dw, _ = mse_gradients(X, y, w, b)
    return loss, dw, 2 * (X @ w + b - y) / len(y)


def bias_averaged(X: Array, y: Array, w: Array, b: float) -> Any:
    loss, dw, db = mse_gradients(X, y, w, b)
    return loss, dw, db / len(y)


def bias_left_out(X: Array, y: Array, w: Array, b: float) -> Any:
    D = X @ w - y
    return _from(D, 2 * D / len(y), X)


def prediction_for_error(X: Array, y: Array, w: Array, b: float) -> Any:
    y_hat = X @ w + b
    loss = ((y_hat - y) ** 2).mean()
    return loss, 2 * X.T @ y_hat / len(y), 2 * y_hat.mean()


def sign_for_error(X: Array, y: Array, w: Array, b: float) -> Any:
    D = X @ w + b - y
    return _from(D, np.sign(D) / len(y), X)


def loss_summed(X: Array, y: Array, w: Array, b: float) -> Any:
    loss, dw, db = mse_gradients(X, y, w, b)
    return loss * len(y), dw, db


def averaged_over_predictors(X: Array, y: Array, w: Array, b: float) -> Any:
    loss, dw, db = mse_gradients(X, y, w, b)
    return loss, dw * len(y) / len(w), db


def root_of_loss(X: Array, y: Array, w: Array, b: float) -> Any:
    loss, dw, db = mse_gradients(X, y, w, b)
    return np.sqrt(loss), dw, db


MSE_GRADIENTS = (
    Mistake(
        "y - y_hat",
        flipped,
        "Both gradients point the other way: the loss is the same for y - y_hat, but the slope "
        "with respect to y_hat is 2 (y_hat - y) / m.",
    ),
    Mistake(
        "2 lost",
        two_lost,
        "The 2 is lost in both gradients: the derivative of D**2 is 2 D.",
    ),
    Mistake(
        "m lost",
        m_lost,
        "The loss is a mean, and the 1/m of it is missing in both gradients.",
    ),
    Mistake(
        "divided by m twice",
        averaged_twice,
        "Both gradients are divided by m twice: the mean is in dy_hat = 2 D / m already, so add "
        "up what comes after, with X.T @ dy_hat and sum().",
    ),
    Mistake(
        "dw without X",
        predictors_left_out,
        "dw is the same number as db: each weight multiplies its predictor, so its gradient is "
        "dy_hat times that predictor, added up over the samples: X.T @ dy_hat, (p,).",
    ),
    Mistake(
        "all of dw alike",
        predictors_left_out_everywhere,
        "Every entry of dw is db: each weight multiplies its own predictor, so its gradient is "
        "dy_hat times that predictor, added up over the samples: X.T @ dy_hat.",
    ),
    Mistake(
        "db not added up",
        bias_not_summed,
        "db has an entry for each sample: b is one number that all samples use, so its gradient "
        "is the sum of theirs.",
    ),
    Mistake(
        "db averaged",
        bias_averaged,
        "db is averaged: the 1/m is in dy_hat already, so db is its sum, not its mean.",
    ),
    Mistake(
        "b left out",
        bias_left_out,
        "The predictions are made without b: y_hat = X @ w + b.",
    ),
    Mistake(
        "y_hat for D",
        prediction_for_error,
        "The gradients are made of the predictions: what counts is how far off they are, "
        "D = y_hat - y.",
    ),
    Mistake(
        "gradients of the mae",
        sign_for_error,
        "These are the gradients of the mean absolute error: for the squared one each error counts "
        "with its size, 2 D / m, not with its sign alone.",
    ),
    Mistake(
        "loss not divided by m",
        loss_summed,
        "The gradients are right; the loss is the sum of the squares, and must be their mean.",
    ),
    Mistake(
        "dw divided by p",
        averaged_over_predictors,
        "dw is divided by p, the number of predictors: the mean is over the m samples, len(y).",
    ),
    Mistake(
        "root of the loss",
        root_of_loss,
        "The gradients are right; the loss is the root of the mean of the squares, and must be "
        "the mean itself.",
    ),
)

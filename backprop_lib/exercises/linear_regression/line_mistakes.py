"""Known mistakes of lesson 01 in what predicts: lines, projections, and two of them in one."""

# ruff: noqa: D103 - what each function does wrong is said in its Mistake below

from typing import Any

import numpy as np

from backprop_lib.arrays import Array
from backprop_lib.exercises.explain import Mistake


def slope_for_intercept(x: Any, k: float, m: float) -> Any:
    return x * m + k


def intercept_forgotten(x: Any, k: float, m: float) -> Any:
    return x * k


def slope_forgotten(x: Any, k: float, m: float) -> Any:
    return x + m


def brackets(x: Any, k: float, m: float) -> Any:
    return k * (x + m)


def intercept_subtracted(x: Any, k: float, m: float) -> Any:
    return x * k - m


def x_changed(x: Any, k: float, m: float) -> Any:
    x *= k
    x += m
    return x


PREDICT = (
    Mistake(
        "slope and intercept swapped",
        slope_for_intercept,
        "Slope and intercept have changed places: x is multiplied by k, and m is added.",
    ),
    Mistake(
        "intercept forgotten",
        intercept_forgotten,
        "The intercept m is not added: at x = 0 the line must be at m.",
    ),
    Mistake(
        "slope forgotten",
        slope_forgotten,
        "The slope k is missing: each step of 1 in x must take the line up by k.",
    ),
    Mistake(
        "m inside the brackets",
        brackets,
        "m is added to x before the multiplication, so that k multiplies it too: multiply first, "
        "then add m.",
    ),
    Mistake(
        "m subtracted",
        intercept_subtracted,
        "m is subtracted: the line is x times k plus m.",
    ),
    Mistake(
        "x changed in place",
        x_changed,
        "The numbers are right, but the x that came in is changed as well: *= and += work in "
        "place on an array; return x * k + m instead.",
    ),
)


def bias_forgotten(X: Array, w: Array, b: float) -> Any:
    return X @ w


def not_added_up(X: Array, w: Array, b: float) -> Any:
    return X * w + b


def bias_for_each_predictor(X: Array, w: Array, b: float) -> Any:
    return (X * w + b).sum(axis=1)


def bias_before_the_weights(X: Array, w: Array, b: float) -> Any:
    return (X + b) @ w


def mean_of_predictors(X: Array, w: Array, b: float) -> Any:
    return (X * w).mean(axis=1) + b


def summed_over_samples(X: Array, w: Array, b: float) -> Any:
    return (X * w).sum(axis=0) + b


def one_row_alone(X: Array, w: Array, b: float) -> Any:
    return X[0] @ w + b


PREDICT_MANY = (
    Mistake("b left out", bias_forgotten, "The bias b is not added to X @ w."),
    Mistake(
        "products not added up",
        not_added_up,
        "X * w multiplies entry by entry and leaves them apart, (m, p): the products of a row must "
        "be added up, which is what X @ w does.",
    ),
    Mistake(
        "b once for each predictor",
        bias_for_each_predictor,
        "b is added before the sum over the predictors, so it counts p times: add it afterwards, "
        "once for each sample.",
    ),
    Mistake(
        "b before the weights",
        bias_before_the_weights,
        "b is added to X, so the weights multiply it too: first X @ w, then + b.",
    ),
    Mistake(
        "mean of the products",
        mean_of_predictors,
        "The products of a row are averaged: they are added up, whatever p is.",
    ),
    Mistake(
        "summed over the samples",
        summed_over_samples,
        "The sum runs down the columns, over the samples: for each sample it runs along its row, "
        "over the predictors, which is what X @ w does.",
    ),
    Mistake(
        "first sample alone",
        one_row_alone,
        "Only the first sample is predicted: X @ w does all rows at once, without a loop.",
    ),
)


def biases_forgotten(X: Array, W: Array, b: Array) -> Any:
    return X @ W


def biases_added_up(X: Array, W: Array, b: Array) -> Any:
    return X @ W + b.sum()


def first_bias_for_all(X: Array, W: Array, b: Array) -> Any:
    return X @ W + b[0]


def first_regression_alone(X: Array, W: Array, b: Array) -> Any:
    return X @ W[:, 0] + b[0]


def regressions_added_up(X: Array, W: Array, b: Array) -> Any:
    return (X @ W + b).sum(axis=1)


def biases_for_each_predictor(X: Array, W: Array, b: Array) -> Any:
    return X @ W + len(W) * b


def biases_subtracted(X: Array, W: Array, b: Array) -> Any:
    return X @ W - b


PROJECT = (
    Mistake(
        "biases left out",
        biases_forgotten,
        "The biases b are not added to X @ W.",
    ),
    Mistake(
        "biases added up",
        biases_added_up,
        "The biases are added up and every output gets their sum: add the array b itself, and "
        "NumPy gives each column its own.",
    ),
    Mistake(
        "one bias for all",
        first_bias_for_all,
        "Every output gets b[0]: add the array b, and NumPy gives each column its own.",
    ),
    Mistake(
        "first regression alone",
        first_regression_alone,
        "Only the first regression is there, (m,): W has q columns, one for each, and X @ W "
        "computes all of them.",
    ),
    Mistake(
        "regressions added up",
        regressions_added_up,
        "The q outputs are added up: they answer q different questions, so keep them in q columns.",
    ),
    Mistake(
        "biases once for each predictor",
        biases_for_each_predictor,
        "The biases count p times: each is added once to each entry of its column.",
    ),
    Mistake("biases subtracted", biases_subtracted, "The biases are subtracted: add them."),
)


def first_biases_forgotten(W1: Array, b1: Array, W2: Array, b2: Array) -> Any:
    return W1 @ W2, b2


def second_biases_forgotten(W1: Array, b1: Array, W2: Array, b2: Array) -> Any:
    return W1 @ W2, b1 @ W2


def first_biases_past_second_layer(W1: Array, b1: Array, W2: Array, b2: Array) -> Any:
    return W1 @ W2, b1.sum() + b2


def relu_between(W1: Array, b1: Array, W2: Array, b2: Array) -> Any:
    return np.maximum(W1, 0) @ W2, np.maximum(b1, 0) @ W2 + b2


def biases_twice(W1: Array, b1: Array, W2: Array, b2: Array) -> Any:
    return W1 @ W2 + b1 @ W2 + b2, b1 @ W2 + b2


def swapped(W1: Array, b1: Array, W2: Array, b2: Array) -> Any:
    return b1 @ W2 + b2, W1 @ W2


COLLAPSE = (
    Mistake(
        "b1 left out",
        first_biases_forgotten,
        "b1 is lost: it is part of what the second layer gets, so it goes through W2 as well, "
        "b1 @ W2.",
    ),
    Mistake(
        "b2 left out",
        second_biases_forgotten,
        "b2 is lost: the second layer adds it to whatever comes out of W2.",
    ),
    Mistake(
        "b1 without W2",
        first_biases_past_second_layer,
        "b1 does not go through W2: the second layer multiplies all that it gets, so its part of u "
        "is b1 @ W2.",
    ),
    Mistake(
        "what is negative cut off",
        relu_between,
        "Negative entries are cut off, as a relu would: these two layers have nothing between "
        "them, so take W1 and b1 as they are.",
    ),
    Mistake(
        "biases inside Q",
        biases_twice,
        "Q holds the biases as well: what is multiplied by X is W1 @ W2 alone, the rest is u.",
    ),
    Mistake(
        "u before Q",
        swapped,
        "Q and u have changed places: return Q, u.",
    ),
)

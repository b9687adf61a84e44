"""Known mistakes of lesson 08 in accuracy, and what to say to who made one."""

# ruff: noqa: D103 - what each function does wrong is said in its Mistake below

from typing import Any

import numpy as np

from backprop_lib.arrays import Array
from backprop_lib.exercises.findings import Mistake
from backprop_lib.exercises.two_layer_network.reference import Params
from backprop_lib.exercises.two_layer_network.reference import accuracy as right_accuracy


def _scores(params: Params, X: Array) -> Array:
    W1, b1, W2, b2 = params
    scores: Array = np.maximum(0, X @ W1 + b1) @ W2 + b2
    return scores


def hits_counted(params: Params, X: Array, T: Array) -> Any:
    return right_accuracy(params, X, T) * len(X)


def percent(params: Params, X: Array, T: Array) -> Any:
    return right_accuracy(params, X, T) * 100


def error_rate(params: Params, X: Array, T: Array) -> Any:
    return 1 - right_accuracy(params, X, T)


def hits_returned(params: Params, X: Array, T: Array) -> Any:
    return _scores(params, X).argmax(axis=1) == T.argmax(axis=1)


def down_the_columns(params: Params, X: Array, T: Array) -> Any:
    return (_scores(params, X).argmax(axis=0) == T.argmax(axis=0)).mean()


def whole_tables(params: Params, X: Array, T: Array) -> Any:
    return float(_scores(params, X).argmax() == T.argmax())


def whole_scores(params: Params, X: Array, T: Array) -> Any:
    return (_scores(params, X).argmax() == T.argmax(axis=1)).mean()


def whole_targets(params: Params, X: Array, T: Array) -> Any:
    return (_scores(params, X).argmax(axis=1) == T.argmax()).mean()


def entries_compared(params: Params, X: Array, T: Array) -> Any:
    A = _scores(params, X)
    answers = np.eye(A.shape[1])[A.argmax(axis=1)]
    return (answers == T).mean()


def relu_forgotten(params: Params, X: Array, T: Array) -> Any:
    W1, b1, W2, b2 = params
    A = (X @ W1 + b1) @ W2 + b2
    return (A.argmax(axis=1) == T.argmax(axis=1)).mean()


def first_bias_forgotten(params: Params, X: Array, T: Array) -> Any:
    W1, b1, W2, b2 = params
    return right_accuracy((W1, np.zeros_like(b1), W2, b2), X, T)


def second_bias_forgotten(params: Params, X: Array, T: Array) -> Any:
    W1, b1, W2, b2 = params
    return right_accuracy((W1, b1, W2, np.zeros_like(b2)), X, T)


def biases_forgotten(params: Params, X: Array, T: Array) -> Any:
    W1, b1, W2, b2 = params
    return right_accuracy((W1, np.zeros_like(b1), W2, np.zeros_like(b2)), X, T)


def more_than_half(params: Params, X: Array, T: Array) -> Any:
    A = _scores(params, X)
    E = np.exp(A - A.max(axis=1, keepdims=True))
    Y = E / E.sum(axis=1, keepdims=True)
    return ((T * Y).sum(axis=1) > 0.5).mean()


def mean_probability(params: Params, X: Array, T: Array) -> Any:
    A = _scores(params, X)
    E = np.exp(A - A.max(axis=1, keepdims=True))
    Y = E / E.sum(axis=1, keepdims=True)
    return (T * Y).sum(axis=1).mean()


def all_or_nothing(params: Params, X: Array, T: Array) -> Any:
    return float(right_accuracy(params, X, T) == 1)


def first_sample_alone(params: Params, X: Array, T: Array) -> Any:
    return right_accuracy(params, X[:1], T[:1]) / len(X)


def lowest_score(params: Params, X: Array, T: Array) -> Any:
    return (_scores(params, X).argmin(axis=1) == T.argmax(axis=1)).mean()


ACCURACY = (
    Mistake(
        "hits counted",
        hits_counted,
        "This is the number of hits: divide it by the number of samples.",
    ),
    Mistake("percent", percent, "This is in percent: return the share, between 0 and 1."),
    Mistake(
        "share of mistakes",
        error_rate,
        "This is the share of mistakes: compare with ==, or subtract it from 1.",
    ),
    Mistake(
        "hits not averaged",
        hits_returned,
        "It returned the hits of the single samples: their mean is the share, hits.mean().",
    ),
    Mistake(
        "down the columns",
        down_the_columns,
        "argmax goes down the columns here, which finds a sample for each class. The samples are "
        "rows, and the classes of a sample lie along axis=1.",
    ),
    Mistake(
        "whole tables",
        whole_tables,
        "argmax() without an axis looks for the one highest number of the whole table, so a single "
        "sample is compared. A2.argmax(axis=1) and T.argmax(axis=1) find a class for each sample.",
    ),
    Mistake(
        "all scores at once",
        whole_scores,
        "A2.argmax() without an axis is one number, the place of the highest score in the whole "
        "table: A2.argmax(axis=1) is the net's answer for each sample.",
    ),
    Mistake(
        "all targets at once",
        whole_targets,
        "T.argmax() without an axis is one number, the place of the first 1 in the whole table: "
        "T.argmax(axis=1) is a class for each sample.",
    ),
    Mistake(
        "entries compared",
        entries_compared,
        "All k entries of each row are compared, and most of them are 0 in both: compare class "
        "numbers, one for each sample, A2.argmax(axis=1) == T.argmax(axis=1).",
    ),
    Mistake(
        "relu forgotten",
        relu_forgotten,
        "These are the answers of a net without its relu: Z = np.maximum(0, X @ W1 + b1).",
    ),
    Mistake("b1 forgotten", first_bias_forgotten, "b1 is missing in the hidden layer."),
    Mistake("b2 forgotten", second_bias_forgotten, "b2 is missing in the scores."),
    Mistake(
        "both biases forgotten",
        biases_forgotten,
        "Both biases are missing: X @ W1 + b1, and Z @ W2 + b2.",
    ),
    Mistake(
        "more than one half",
        more_than_half,
        "A sample counts here only when its class has a probability above 1/2. With more than two "
        "classes the highest may be lower: compare the places of the largest, by argmax.",
    ),
    Mistake(
        "probability of the right class",
        mean_probability,
        "This is the mean probability of the right class. Accuracy asks only whether that class "
        "has the highest score: 1 or 0 for each sample, then the mean.",
    ),
    Mistake(
        "all or nothing",
        all_or_nothing,
        "This is 1 only when every sample is right: take the mean of the hits.",
    ),
    Mistake(
        "first sample alone",
        first_sample_alone,
        "Only the first sample is looked at: is the return inside the loop?",
    ),
    Mistake(
        "lowest score",
        lowest_score,
        "The class with the lowest score is taken: argmax, not argmin.",
    ),
)

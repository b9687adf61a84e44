"""Known mistakes of lesson 10 in batch_norm and layer_norm, made once for both."""

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np

from backprop_lib.arrays import Array
from backprop_lib.exercises.findings import Mistake
from backprop_lib.exercises.training_in_practice.reference import batch_norm, layer_norm

Parts: TypeAlias = tuple[Array, Array]  # N and s
Back: TypeAlias = Callable[[Array, Array, Array, Array], Any]  # dY, N, s, gamma
EPS = 1e-5


def _standardized(A: Array, axis: int, ddof: int = 0, eps: float = EPS) -> Parts:
    R = A - A.mean(axis=axis, keepdims=True)
    n = A.shape[axis] - ddof
    with np.errstate(all="ignore"):
        s = 1 / np.sqrt((R**2).sum(axis=axis, keepdims=True) / n + eps)
        return R * s, s


def _unit(axis: int, forward: Callable[[Array], Parts], back: Back | None = None) -> Any:
    """A unit that standardizes in its own way, and goes back in its own way."""

    def wrong(A: Array, gamma: Array, beta: Array) -> Any:
        N, s = forward(A)
        way = back or (lambda dY, N, s, gamma: _right_back(axis, dY, N, s, gamma))
        return gamma * N + beta, lambda dY: way(dY, N, s, gamma)

    return wrong


def _dN(axis: int, dN: Array, N: Array, s: Array) -> Array:
    along_1 = dN.mean(axis=axis, keepdims=True)
    dA: Array = s * (dN - along_1 - N * (dN * N).mean(axis=axis, keepdims=True))
    return dA


def _right_back(axis: int, dY: Array, N: Array, s: Array, gamma: Array) -> Any:
    return _dN(axis, dY * gamma, N, s), (dY * N).sum(axis=0), dY.sum(axis=0)


def _statistics_taken_for_constant(axis: int) -> Any:
    def back(dY: Array, N: Array, s: Array, gamma: Array) -> Any:
        return dY * gamma * s, (dY * N).sum(axis=0), dY.sum(axis=0)

    return _unit(axis, lambda A: _standardized(A, axis), back)


def _part_of_the_mean_missing(axis: int) -> Any:
    def back(dY: Array, N: Array, s: Array, gamma: Array) -> Any:
        dN = dY * gamma
        dA = s * (dN - N * (dN * N).mean(axis=axis, keepdims=True))
        return dA, (dY * N).sum(axis=0), dY.sum(axis=0)

    return _unit(axis, lambda A: _standardized(A, axis), back)


def _part_of_the_variance_missing(axis: int) -> Any:
    def back(dY: Array, N: Array, s: Array, gamma: Array) -> Any:
        dN = dY * gamma
        dA = s * (dN - dN.mean(axis=axis, keepdims=True))
        return dA, (dY * N).sum(axis=0), dY.sum(axis=0)

    return _unit(axis, lambda A: _standardized(A, axis), back)


def _gamma_lost(axis: int) -> Any:
    def back(dY: Array, N: Array, s: Array, gamma: Array) -> Any:
        return _dN(axis, dY, N, s), (dY * N).sum(axis=0), dY.sum(axis=0)

    return _unit(axis, lambda A: _standardized(A, axis), back)


def _s_lost(axis: int) -> Any:
    def back(dY: Array, N: Array, s: Array, gamma: Array) -> Any:
        return _dN(axis, dY * gamma, N, np.ones_like(s)), (dY * N).sum(axis=0), dY.sum(axis=0)

    return _unit(axis, lambda A: _standardized(A, axis), back)


def _dgamma_without_N(axis: int) -> Any:
    def back(dY: Array, N: Array, s: Array, gamma: Array) -> Any:
        return _dN(axis, dY * gamma, N, s), dY.sum(axis=0), dY.sum(axis=0)

    return _unit(axis, lambda A: _standardized(A, axis), back)


def _sums_in_place_of_means(axis: int) -> Any:
    def back(dY: Array, N: Array, s: Array, gamma: Array) -> Any:
        dN = dY * gamma
        along = dN.sum(axis=axis, keepdims=True), (dN * N).sum(axis=axis, keepdims=True)
        return s * (dN - along[0] - N * along[1]), (dY * N).sum(axis=0), dY.sum(axis=0)

    return _unit(axis, lambda A: _standardized(A, axis), back)


def _means_in_place_of_sums(axis: int) -> Any:
    def back(dY: Array, N: Array, s: Array, gamma: Array) -> Any:
        return _dN(axis, dY * gamma, N, s), (dY * N).mean(axis=0), dY.mean(axis=0)

    return _unit(axis, lambda A: _standardized(A, axis), back)


def _means_of_the_other_axis(axis: int) -> Any:
    def back(dY: Array, N: Array, s: Array, gamma: Array) -> Any:
        return _dN(1 - axis, dY * gamma, N, s), (dY * N).sum(axis=0), dY.sum(axis=0)

    return _unit(axis, lambda A: _standardized(A, axis), back)


def _eps_outside(axis: int) -> Any:
    def forward(A: Array) -> Parts:
        R = A - A.mean(axis=axis, keepdims=True)
        s = 1 / (A.std(axis=axis, keepdims=True) + EPS)
        return R * s, s

    return _unit(axis, forward)


def _divided_by_variance(axis: int) -> Any:
    def forward(A: Array) -> Parts:
        R = A - A.mean(axis=axis, keepdims=True)
        s = 1 / (A.var(axis=axis, keepdims=True) + EPS)
        return R * s, s

    return _unit(axis, forward)


def _mean_of_all(axis: int) -> Any:
    def forward(A: Array) -> Parts:
        s = 1 / np.sqrt(A.var() + EPS) * np.ones((1, 1))
        return (A - A.mean()) * s, s

    return _unit(axis, forward)


def _mistakes(axis: int, what: str, spread: str, other: Any, aside: str) -> tuple[Mistake, ...]:
    mean = f".mean(axis={axis}, keepdims=True)"
    return (
        Mistake("the other axis", other, aside),
        Mistake(
            "mean of all entries",
            _mean_of_all(axis),
            f"One mean and one variance of all entries are used. Each {what} needs its own: "
            f"A{mean}.",
        ),
        Mistake(
            "eps outside of the root",
            _eps_outside(axis),
            "1e-5 is added to the standard deviation; it is meant for the variance, inside of the "
            "root: np.sqrt(variance + 1e-5).",
        ),
        Mistake(
            "no eps",
            _unit(axis, lambda A: _standardized(A, axis, eps=0.0)),
            "The 1e-5 under the root is missing. " + spread,
        ),
        Mistake(
            "divided by the variance",
            _divided_by_variance(axis),
            "R is divided by the variance: the root is missing, np.sqrt(variance + 1e-5).",
        ),
        Mistake(
            "n - 1",
            _unit(axis, lambda A: _standardized(A, axis, ddof=1)),
            "The variance is divided by n - 1 here. Here it is the plain mean of the squares: "
            f"(R**2){mean}, or np.var without ddof.",
        ),
        Mistake(
            "statistics taken for constant",
            _statistics_taken_for_constant(axis),
            f"dA is gamma s dY here, as if mean and variance were given numbers. Each entry of a "
            f"{what} moves both: subtract what goes back through the mean and through the "
            "variance.",
        ),
        Mistake(
            "part of the mean missing",
            _part_of_the_mean_missing(axis),
            f"What goes back through the mean is missing in dA: subtract dN{mean} inside the "
            "brackets.",
        ),
        Mistake(
            "part of the variance missing",
            _part_of_the_variance_missing(axis),
            "What goes back through the variance is missing in dA: subtract N times the mean of "
            "dN * N inside the brackets.",
        ),
        Mistake(
            "gamma lost",
            _gamma_lost(axis),
            "gamma is missing in dA: on its way back dY first passes through gamma * N, so "
            "begin with dN = dY * gamma.",
        ),
        Mistake(
            "s lost",
            _s_lost(axis),
            "The factor s is missing in dA: N = R * s, so that what comes back to R is multiplied "
            "by s.",
        ),
        Mistake(
            "dgamma without N",
            _dgamma_without_N(axis),
            "dgamma is that of beta here. gamma is multiplied by N in the forward: "
            "dgamma = (dY * N).sum(axis=0).",
        ),
        Mistake(
            "sums for means",
            _sums_in_place_of_means(axis),
            "In dA the sums of dN and of dN * N are subtracted; it is their means, since mean and "
            "variance are means themselves.",
        ),
        Mistake(
            "means of the other axis",
            _means_of_the_other_axis(axis),
            "The value is right. In dA the two means are taken along the other axis: here, too, it "
            f"is {mean[1:]}.",
        ),
        Mistake(
            "means for sums",
            _means_in_place_of_sums(axis),
            "dgamma and dbeta are means over the samples here. Every sample used gamma and beta, "
            "so their gradients add up: .sum(axis=0).",
        ),
    )


BATCH_NORM = _mistakes(
    0,
    "column",
    "A batch of one has variance 0, and 0 / 0 is nan.",
    layer_norm,
    "This standardizes each row, which is layer_norm. Here the mean is taken over the samples, "
    "down each column: axis=0.",
)
LAYER_NORM = _mistakes(
    1,
    "row",
    "It keeps a row of equal entries from a division by 0, and shows where a row is narrow.",
    batch_norm,
    "This standardizes each column, which is batch_norm. Here the mean is taken within a sample, "
    "along each row: axis=1, keepdims=True.",
)

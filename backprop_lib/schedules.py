"""Learning rates that change as training goes on: functions of t = 0, 1, 2, ...

Source: CS231n lecture 4 (Stanford, 2024), learning rate scheduling, and for the last one Avrithis,
Deep learning for vision, lecture 6 (2018), Robbins and Monro.
"""

import math
from collections.abc import Callable, Sequence
from typing import TypeAlias

Schedule: TypeAlias = Callable[[int], float]


def step(rate: float, milestones: Sequence[int], factor: float = 0.1) -> Schedule:
    """`rate`, times `factor` once more from each milestone on.

    For a residual net on ImageNet: milestones 30, 60 and 90, in epochs.
    """
    return lambda t: rate * factor ** sum(t >= milestone for milestone in milestones)


def cosine(rate: float, T: int) -> Schedule:
    """Half a cosine wave from `rate` at t = 0 down to 0 at t = T and after.

    Raises ValueError when T is not positive.
    """
    _require_length("cosine", T)
    return lambda t: rate * (1 + math.cos(math.pi * min(t, T) / T)) / 2


def linear(rate: float, T: int) -> Schedule:
    """A straight line from `rate` at t = 0 down to 0 at t = T and after.

    Raises ValueError when T is not positive.
    """
    _require_length("linear", T)
    return lambda t: rate * (1 - min(t, T) / T)


def inverse_sqrt(rate: float) -> Schedule:
    """rate / sqrt(t + 1): the lecture counts from 1, where ours counts from 0."""
    return lambda t: rate / math.sqrt(t + 1)


def robbins_monro(rate: float, power: float = 1.0) -> Schedule:
    """rate / (t + 1)^power: its sum grows without bound, the sum of its squares does not.

    That holds for 1/2 < power <= 1, and makes stochastic gradient descent converge in spite of its
    noise; ValueError for any other power.
    """
    if not 0.5 < power <= 1:
        raise ValueError(
            f"robbins_monro: power is {power}: it must be above 1/2, for the squares to have a "
            "finite sum, and at most 1, for the rates to have none"
        )
    return lambda t: rate / (t + 1) ** power


def _require_length(name: str, T: int) -> None:
    if T < 1:
        raise ValueError(f"{name}: T is {T}: it must be the number of steps, at least 1")

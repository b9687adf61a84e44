"""Known mistakes of lesson 10 in schedule, and what to say to who made one."""

from typing import Any

import numpy as np

from backprop_lib.exercises.findings import Mistake
from backprop_lib.exercises.training_in_practice.reference import schedule


def _but(kind: str, rate: Any) -> Any:
    """A schedule that is wrong for one kind."""

    def wrong(asked: str, lr: float, t: int, T: int) -> Any:
        return rate(lr, t, T) if asked == kind else schedule(asked, lr, t, T)

    return wrong


def _mistake(kind: str, name: str, rate: Any, sentence: str) -> Mistake:
    """A mistake in one kind, which its sentence names: there may be others beside it."""
    return Mistake(name, _but(kind, rate), f"{kind}: {sentence}")


SCHEDULE = (
    Mistake(
        "always constant",
        lambda kind, lr, t, T: lr,
        "The rate is lr for every kind. Only 'constant' keeps it; each of the others has its own "
        "line: if kind == ...: return ...",
    ),
    _mistake(
        "step",
        "step after 30",
        lambda lr, t, T: lr * 0.1 ** sum(t > n for n in (30, 60, 90)),
        "the steps come one epoch late. At t = 30, 30 epochs are done (t counts from 0), and the "
        "rate is a tenth of lr from there on: t >= 30.",
    ),
    _mistake(
        "step",
        "one step only",
        lambda lr, t, T: lr * 0.1 if t >= 30 else lr,
        "the rate drops at 30 alone. At 60 and at 90 it is multiplied by 0.1 once more.",
    ),
    _mistake(
        "step",
        "every 30 epochs",
        lambda lr, t, T: lr * 0.1 ** (t // 30),
        "the rate drops every 30 epochs, also at 120 and later. The lecture has three steps, at "
        "30, 60 and 90.",
    ),
    _mistake(
        "step",
        "for one epoch only",
        lambda lr, t, T: lr * 0.1 if t in (30, 60, 90) else lr,
        "the rate is lower in the epochs 30, 60 and 90 alone. It stays down from there on: "
        "compare with >=.",
    ),
    _mistake(
        "step",
        "0.1 subtracted",
        lambda lr, t, T: lr * (1 - 0.1 * sum(t >= n for n in (30, 60, 90))),
        "each step takes a tenth of lr away. It is multiplied by 0.1: a tenth is what remains.",
    ),
    _mistake(
        "cosine",
        "a whole wave",
        lambda lr, t, T: lr * (1 + np.cos(2 * np.pi * t / T)) / 2,
        "the cosine goes through a whole wave, and the rate is lr again at the end. It is half a "
        "wave: np.pi * t / T.",
    ),
    _mistake(
        "cosine",
        "no pi",
        lambda lr, t, T: lr * (1 + np.cos(t / T)) / 2,
        "the pi is missing. At t = T the argument of the cosine has to be pi, for the rate to be "
        "0: np.pi * t / T.",
    ),
    _mistake(
        "cosine",
        "cosine without 1 +",
        lambda lr, t, T: lr * np.cos(np.pi * t / T),
        "the bare cosine falls to -1, and a negative rate climbs. lr * (1 + cos) / 2 ends at 0.",
    ),
    _mistake(
        "cosine",
        "cosine not halved",
        lambda lr, t, T: lr * (1 + np.cos(np.pi * t / T)),
        "1 + cos is 2 at the beginning: halve it, so that the rate starts at lr.",
    ),
    _mistake(
        "linear",
        "linear upwards",
        lambda lr, t, T: lr * t / T,
        "this rises from 0 to lr. It has to fall from lr to 0: lr * (1 - t / T).",
    ),
    _mistake(
        "linear",
        "lr - t / T",
        lambda lr, t, T: lr - t / T,
        "lr - t / T soon falls below 0. The share is taken of lr: lr * (1 - t / T).",
    ),
    _mistake(
        "linear",
        "linear to T - 1",
        lambda lr, t, T: lr * (1 - t / (T - 1)),
        "this reaches 0 at t = T - 1. The line falls from lr at t = 0 to 0 at t = T: divide by T.",
    ),
    _mistake(
        "inverse_sqrt",
        "root of 0",
        lambda lr, t, T: lr / np.sqrt(t) if t else np.inf,
        "at t = 0 this divides by 0. t is counted from 0 here, so that the epoch of the lecture is "
        "t + 1: lr / np.sqrt(t + 1), which is lr at the beginning.",
    ),
    _mistake(
        "inverse_sqrt",
        "root of t",
        lambda lr, t, T: lr / np.sqrt(max(t, 1)),
        "this is lr at t = 0 and at t = 1. t + 1 stands under the root, so that it falls at once: "
        "lr / np.sqrt(t + 1).",
    ),
    _mistake(
        "inverse_sqrt",
        "no root",
        lambda lr, t, T: lr / (t + 1),
        "lr / (t + 1) falls too fast. The square root is missing: lr / np.sqrt(t + 1).",
    ),
    _mistake(
        "inverse_sqrt",
        "1 + root of t",
        lambda lr, t, T: lr / (1 + np.sqrt(t)),
        "the 1 stands outside of the root. It is added to t: lr / np.sqrt(t + 1).",
    ),
)

"""Known mistakes of lesson 08 in hinge_loss, and what to say to who made one."""

# ruff: noqa: D103 - what each function does wrong is said in its Mistake below

from collections.abc import Callable
from typing import Any

import numpy as np

from backprop_lib.arrays import Array
from backprop_lib.exercises.findings import Mistake
from backprop_lib.exercises.two_layer_network.reference import Labels, hinge_loss


def _violations(S: Array, y: Labels, margin: float = 1.0) -> Array:
    rows = np.arange(len(S))
    M = S - S[rows, y][:, None] + margin
    M[rows, y] = 0
    return M


def _hinge(
    *,
    violations: Callable[[Array, Labels], Array] = _violations,
    cost: Callable[[Array], Array] = lambda M: np.maximum(0, M),
    slope: Callable[[Array], Array] = lambda M: (M > 0) * 1.0,
    own: Callable[[Array, float], Array] = lambda dM, _: -dM.sum(axis=1),
    total: Callable[[Array], Any] = lambda C: C.sum() / len(C),
    share: Callable[[Array], float] = lambda S: 1 / len(S),
) -> Callable[[Array, Labels], Any]:
    """hinge_loss with room for one mistake; `own` makes the right score's gradient of its row."""

    def wrong(S: Array, y: Labels) -> Any:
        rows = np.arange(len(S))
        M = violations(S, y)

        def back(dL: float) -> Array:
            one = dL * share(S)
            dS = slope(M) * one
            dS[rows, y] = own(dS, one)
            return dS

        return total(cost(M)), back

    return wrong


def _added(S: Array, y: Labels) -> Array:
    rows = np.arange(len(S))
    M = S + S[rows, y][:, None] + 1
    M[rows, y] = 0
    return M


def _turned(S: Array, y: Labels) -> Array:
    rows = np.arange(len(S))
    M = S[rows, y][:, None] - S + 1
    M[rows, y] = 0
    return M


def _largest(M: Array) -> Array:
    highest: Array = np.maximum(0, M) * (np.arange(M.shape[1]) == M.argmax(axis=1)[:, None])
    return highest


def own_class_counted(S: Array, y: Labels) -> Any:
    L, back = hinge_loss(S, y)
    return L + 1, back


def own_class_counted_in_back(S: Array, y: Labels) -> Any:
    L, back = hinge_loss(S, y)

    def wrong_back(dL: float) -> Array:
        dS = back(dL)
        dS[np.arange(len(S)), y] -= dL / len(S)
        return dS

    return L, wrong_back


def own_class_counted_twice(S: Array, y: Labels) -> Any:
    L, back = own_class_counted_in_back(S, y)
    return L + 1, back


def _opposite(S: Array, y: Labels) -> Any:
    L, back = _hinge(violations=_turned)(S, y)
    return L, lambda dL: -back(dL)


HINGE_LOSS = (
    Mistake(
        "right class counted in the value",
        own_class_counted,
        "The gradient is right, but the value is larger by 1: the right class is compared with "
        "itself, which gives max(0, 0 + 1) for every sample. Leave it out: set its entry to 0.",
    ),
    Mistake(
        "right class counted in back",
        own_class_counted_in_back,
        "The value is right, but in dS the right class counts itself, too, one violation too many: "
        "leave its entry out of the row's sum.",
    ),
    Mistake(
        "right class counted",
        own_class_counted_twice,
        "The right class is compared with itself, which costs every sample 1, and its score a "
        "gradient: set M[rows, y] to 0 before anything is made of it.",
    ),
    Mistake(
        "right score added",
        _hinge(violations=_added),
        "The right score is added, as one slide has it: subtract it, s_j - s_y + 1. For the scores "
        "1, 2, 4 and y = 1 the loss is 3.",
    ),
    Mistake(
        "right score added there and back",
        _hinge(violations=_added, own=lambda dM, _: dM.sum(axis=1)),
        "The right score is added, in the value and in back, as one slide has it: subtract it, "
        "s_j - s_y + 1, and it gets minus the sum of its row.",
    ),
    Mistake(
        "the other way round",
        _opposite,
        "The difference is taken the other way round: what counts is s_j - s_y + 1, how far a "
        "wrong score comes above the right one less the margin.",
    ),
    Mistake(
        "margin forgotten",
        _hinge(violations=lambda S, y: _violations(S, y, 0.0)),
        "The margin is missing: a wrong score costs as soon as it comes within 1 of the right "
        "one, max(0, s_j - s_y + 1).",
    ),
    Mistake(
        "not cut at 0",
        _hinge(cost=lambda M: M, slope=lambda M: (M != 0) * 1.0),
        "Negative entries count, too, so that classes that are far behind earn something back: "
        "take max(0, ...) of each, and let only the positive ones through in back.",
    ),
    Mistake(
        "largest alone",
        _hinge(cost=_largest, slope=lambda M: (_largest(M) > 0) * 1.0),
        "Only the worst class of each sample counts here. This loss adds up all classes that come "
        "within the margin.",
    ),
    Mistake(
        "sum for mean",
        _hinge(total=lambda C: C.sum(), share=lambda _: 1.0),
        "This is the sum over the samples and should be their mean: divide L, and so dS, by m.",
    ),
    Mistake(
        "mean of all entries",
        _hinge(total=lambda C: C.mean(), share=lambda S: 1 / S.size),
        "This is the mean over all entries: add up over the classes, and divide by m alone.",
    ),
    Mistake(
        "value the mean of all entries",
        _hinge(total=lambda C: C.mean()),
        "The gradient is right, but the value is the mean over all entries: add up over the "
        "classes, and divide by m alone.",
    ),
    Mistake(
        "1/m missing in back",
        _hinge(share=lambda _: 1.0),
        "The value is right, but dS misses its 1/m: each sample has a share of 1/m in the mean.",
    ),
    Mistake(
        "sum in the value",
        _hinge(total=lambda C: C.sum()),
        "The gradient is right, but the value is the sum over the samples: divide it by m.",
    ),
    Mistake(
        "right class once",
        _hinge(own=lambda dM, one: np.where(dM.any(axis=1), -one, 0.0)),
        "The value is right, but the right score gets -1/m however many classes come within the "
        "margin. It is in every one of those terms: minus their number.",
    ),
    Mistake(
        "right class always",
        _hinge(own=lambda dM, one: np.full(len(dM), -one)),
        "The value is right, but the right score gets -1/m in every row. It is in the term of "
        "each class that comes within the margin: minus their number, which may be 0.",
    ),
    Mistake(
        "right class forgotten",
        _hinge(own=lambda dM, _: np.zeros(len(dM))),
        "The value is right, but the right score gets no gradient. It is subtracted in the term of "
        "each class that comes within the margin: minus their number.",
    ),
    Mistake(
        "right class positive",
        _hinge(own=lambda dM, _: dM.sum(axis=1)),
        "The value is right, but the gradient of the right score has its sign flipped: that score "
        "is subtracted, so it gets minus the sum of its row.",
    ),
    Mistake(
        "violations for slopes",
        _hinge(slope=lambda M: np.maximum(0, M)),
        "The value is right, but dS holds the violations themselves. The slope of max(0, m) is 1 "
        "where m > 0, however large m is.",
    ),
    Mistake(
        "M for slopes",
        _hinge(slope=lambda M: M),
        "The value is right, but dS holds M itself. The slope of max(0, m) is 1 where m > 0, and "
        "0 elsewhere: M > 0.",
    ),
    Mistake(
        "squared",
        _hinge(cost=lambda M: np.maximum(0, M) ** 2, slope=lambda M: 2 * np.maximum(0, M)),
        "This is the squared hinge, another loss: here the violations are added up as they are.",
    ),
    Mistake(
        "not averaged",
        _hinge(total=lambda C: C.sum(axis=1)),
        "L is an array of shape (m,), the losses of the single samples: return their mean, one "
        "number.",
    ),
)

"""Known mistakes of lesson 11 in condition_number and best_rate, and what to say to each."""

# ruff: noqa: D103 - what each function does wrong is said in its Mistake below

from typing import Any

import numpy as np

from backprop_lib.exercises.findings import Mistake


def _sizes(H: Any) -> Any:
    return np.sort(np.abs(np.linalg.eigvalsh(H)))


def upside_down(H: Any) -> Any:
    sizes = _sizes(H)
    return sizes[0] / sizes[-1]


def signs_kept(H: Any) -> Any:
    eigenvalues = np.linalg.eigvalsh(H)
    return eigenvalues.max() / eigenvalues.min()


def sizes_too_late(H: Any) -> Any:
    eigenvalues = np.linalg.eigvalsh(H)
    return abs(eigenvalues.max() / eigenvalues.min())


def of_the_entries(H: Any) -> Any:
    return np.abs(H).max() / np.abs(H).min()


def of_the_diagonal(H: Any) -> Any:
    diagonal = np.abs(np.diag(H))
    return diagonal.max() / diagonal.min()


def difference(H: Any) -> Any:
    sizes = _sizes(H)
    return sizes[-1] - sizes[0]


def squared(H: Any) -> Any:
    sizes = _sizes(H @ H)
    return sizes[-1] / sizes[0]


def root(H: Any) -> Any:
    sizes = _sizes(H)
    return np.sqrt(sizes[-1] / sizes[0])


def largest_alone(H: Any) -> Any:
    return _sizes(H)[-1]


def first_and_last_as_found(H: Any) -> Any:
    eigenvalues = np.abs(np.linalg.eigvals(H))
    return eigenvalues[0] / eigenvalues[-1]


CONDITION_NUMBER = (
    Mistake(
        "upside down",
        upside_down,
        "It is the smallest size over the largest: turn the quotient round, so that it is 1 or "
        "more.",
    ),
    Mistake(
        "signs kept",
        signs_kept,
        "The eigenvalues are compared with their signs: take np.abs of them first, then the "
        "largest and the smallest.",
    ),
    Mistake(
        "sizes too late",
        sizes_too_late,
        "The absolute value comes too late: the eigenvalue smallest in size need not be the lowest "
        "one. Take np.abs before max and min.",
    ),
    Mistake(
        "of the entries",
        of_the_entries,
        "It is made of the entries of H: the curvatures along the valley are its eigenvalues, "
        "np.linalg.eigvalsh(H).",
    ),
    Mistake(
        "of the diagonal",
        of_the_diagonal,
        "It is made of the diagonal of H: that is enough only where H is diagonal. Use "
        "np.linalg.eigvalsh(H).",
    ),
    Mistake("difference", difference, "It is a difference of sizes: divide the two instead."),
    Mistake(
        "squared",
        squared,
        "It is the square of the condition number: use the eigenvalues of H, not those of H @ H.",
    ),
    Mistake(
        "root", root, "It is the square root of the condition number: no root is needed for H."
    ),
    Mistake(
        "largest alone",
        largest_alone,
        "It is the largest size alone: divide it by the smallest.",
    ),
    Mistake(
        "first over last",
        first_and_last_as_found,
        "The first and the last eigenvalue are compared: np.linalg.eigvals gives them in no order. "
        "Take max and min.",
    ),
)


def _plan(H: Any, lr: Any, rate: Any) -> Any:
    eigenvalues = np.linalg.eigvalsh(H)
    small, large = eigenvalues[0], eigenvalues[-1]
    with np.errstate(all="ignore"):
        return lr(small, large), rate(large / small)


def _best(small: Any, large: Any) -> Any:
    return 2 / (small + large)


def _factor(kappa: Any) -> Any:
    return (kappa - 1) / (kappa + 1)


def one_over_large(H: Any) -> Any:
    return _plan(H, lambda small, large: 1 / large, _factor)


def one_over_large_throughout(H: Any) -> Any:
    return _plan(H, lambda small, large: 1 / large, lambda kappa: 1 - 1 / kappa)


def two_over_large(H: Any) -> Any:
    return _plan(H, lambda small, large: 2 / large, _factor)


def two_over_small(H: Any) -> Any:
    return _plan(H, lambda small, large: 2 / small, _factor)


def one_over_the_sum(H: Any) -> Any:
    return _plan(H, lambda small, large: 1 / (small + large), _factor)


def kappa_alone(H: Any) -> Any:
    return _plan(H, lambda small, large: 2 / (1 + large / small), _factor)


def half_of_the_sum(H: Any) -> Any:
    return _plan(H, lambda small, large: (small + large) / 2, _factor)


def two_over_the_gap(H: Any) -> Any:
    return _plan(H, lambda small, large: np.divide(2, large - small), _factor)


def two_over_the_trace(H: Any) -> Any:
    return 2 / np.trace(H), _plan(H, _best, _factor)[1]


def rate_of_the_loss(H: Any) -> Any:
    return _plan(H, _best, lambda kappa: _factor(kappa) ** 2)


def rate_of_one_over_large(H: Any) -> Any:
    return _plan(H, _best, lambda kappa: 1 - 1 / kappa)


def rate_upside_down(H: Any) -> Any:
    return _plan(H, _best, lambda kappa: np.divide(kappa + 1, kappa - 1))


def rate_is_kappa(H: Any) -> Any:
    return _plan(H, _best, lambda kappa: kappa)


def rate_with_root(H: Any) -> Any:
    return _plan(H, _best, lambda kappa: _factor(np.sqrt(kappa)))


def rate_negative(H: Any) -> Any:
    return _plan(H, _best, lambda kappa: (1 - kappa) / (1 + kappa))


BEST_RATE = (
    Mistake(
        "both for 1 over large",
        one_over_large_throughout,
        "lr is 1/large, which is safe but not the best, and rate is 1 - 1/kappa, which goes with "
        "it. Choose lr so that both ends of the range shrink equally fast, 1 - lr small = "
        "lr large - 1.",
    ),
    Mistake(
        "1 over large",
        one_over_large,
        "lr is 1/large, which removes the steepest direction in one step and leaves the flat one "
        "slow. Both shrink equally fast where 1 - lr small = lr large - 1: solve that for lr.",
    ),
    Mistake(
        "2 over large",
        two_over_large,
        "lr is 2/large, the edge beyond which descent diverges: the steepest direction does not "
        "shrink there. Solve 1 - lr small = lr large - 1 for lr.",
    ),
    Mistake(
        "2 over small",
        two_over_small,
        "lr is 2/small, far too large for the steepest direction: the sum of both eigenvalues "
        "belongs below.",
    ),
    Mistake(
        "1 over the sum",
        one_over_the_sum,
        "lr is 1/(small + large): solving 1 - lr small = lr large - 1 gives 2 above, not 1.",
    ),
    Mistake(
        "kappa alone",
        kappa_alone,
        "lr is made of kappa alone: a valley twice as steep everywhere has the same kappa, and "
        "needs half of lr. Use the two eigenvalues.",
    ),
    Mistake(
        "the mean curvature",
        half_of_the_sum,
        "lr is the mean of the two eigenvalues: it is one over that, for where the curvature is "
        "large the step must be small.",
    ),
    Mistake(
        "2 over the gap",
        two_over_the_gap,
        "lr is 2/(large - small): the two eigenvalues are added there, as 1 - lr small = "
        "lr large - 1 shows.",
    ),
    Mistake(
        "2 over the trace",
        two_over_the_trace,
        "lr is 2 over the sum of all eigenvalues, the trace: only the smallest and the largest "
        "count.",
    ),
    Mistake(
        "rate of the loss",
        rate_of_the_loss,
        "rate is the factor of the loss, the square: asked for is that of the distance to the "
        "lowest point.",
    ),
    Mistake(
        "rate of another lr",
        rate_of_one_over_large,
        "rate is 1 - 1/kappa, which belongs to lr = 1/large: for your lr it is smaller, put lr "
        "into 1 - lr small.",
    ),
    Mistake(
        "rate upside down",
        rate_upside_down,
        "rate is turned upside down: it must lie below 1, since the distance shrinks.",
    ),
    Mistake(
        "rate is kappa",
        rate_is_kappa,
        "rate is the condition number itself: it is what 1 - lr small comes to, written with "
        "kappa.",
    ),
    Mistake(
        "rate with a root",
        rate_with_root,
        "rate is made of the square root of kappa: that is what the best momentum reaches. Plain "
        "descent has kappa itself.",
    ),
    Mistake(
        "rate negative",
        rate_negative,
        "rate is negative, the factor of the steepest direction, which changes sides: give the "
        "size of the factor, (kappa - 1) / (kappa + 1).",
    ),
)

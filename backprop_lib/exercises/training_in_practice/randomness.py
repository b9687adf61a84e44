"""What may be asked of something random: of weights, and of the mask of a dropout."""

import math

import numpy as np
from numpy.typing import NDArray

from backprop_lib.arrays import Array
from backprop_lib.exercises.compare import Measured, WrongForm

MANY = 600  # entries of a mask from which on its share of zeros tells something
SPREAD_MARGIN = 0.03  # of a standard deviation, by 20,000 entries and more: six times its own
SHARE_MARGIN = 6.0  # standard deviations of a share

NOT_THIS_RNG = (
    "Two calls with an rng in the same state draw different numbers: draw from the rng that is "
    "handed in; np.random.randn and the like know nothing of it."
)
NO_RNG = (
    "Another rng makes no difference: draw from the rng that is handed in, and make no generator "
    "of your own."
)
ALL_ZERO = (
    "All weights are 0: all units of the layer compute the same and get the same gradient, for "
    "ever. Draw them from rng."
)
ALL_ALIKE = (
    "All weights are the same number, so all units of the layer compute the same and get the same "
    "gradient, for ever. Draw each of them from rng."
)
UNITS_ALIKE = (
    "All columns of W are the same, so all units of the layer compute the same and get the same "
    "gradient. Draw all p x q weights: rng.standard_normal((p, q))."
)
INPUTS_ALIKE = (
    "All rows of W are the same: every input has the same weights. Draw all p x q weights: "
    "rng.standard_normal((p, q))."
)
NOT_AROUND_0 = (
    "The mean of the weights is not 0. rng.random draws from 0 to 1; rng.standard_normal draws "
    "around 0, with standard deviation 1."
)
DROPPED_IN_TESTING = (
    "train is False, and entries of Z are 0 all the same. When testing nothing is dropped: Z is A, "
    "and dA is dZ."
)
NOTHING_DROPPED = (
    "train is True, and nothing is dropped: no entry of Z is 0. The mask is 0 where "
    "rng.random(A.shape) < p."
)
ALL_DROPPED = (
    "train is True, and everything is dropped: all of Z is 0. A comparison with p has to choose "
    "entry by entry, with one random number for each."
)
SAMPLES_ALIKE = (
    "Every sample loses the same entries: the mask has one row for all. Draw a random number for "
    "each entry: rng.random(A.shape)."
)
ENTRIES_ALIKE = (
    "Whole samples are dropped: the mask has one number for each row. Draw a random number for "
    "each entry: rng.random(A.shape)."
)
BACK_DROPS_NOTHING = (
    "The forward drops entries and back lets everything through. What was multiplied by 0 passes "
    "no gradient: multiply dZ by the same mask, with its scaling."
)
ANOTHER_MASK = (
    "back drops other entries than the forward did. Draw the mask once, in the forward; back uses "
    "the one that it finds there."
)


def judge_source(W: Array, again: Array, other: Array) -> None:
    """WrongForm when weights do not come from the rng that was handed in.

    again: drawn from an rng in the same state; other: from another. All alike pass here.
    """
    if W.size and np.ptp(W) > 0:
        if again.shape != W.shape or (again != W).any():
            raise WrongForm(NOT_THIS_RNG)
        if other.shape == W.shape and (other == W).all():
            raise WrongForm(NO_RNG)


def judge_weights(W: Array, p: int, q: int, variance: float) -> Measured:
    """The standard deviation of weights W (p, q); WrongForm with what is wrong first.

    variance: the right one; a draw that is near it comes out as if it met it.
    """
    if W.shape != (p, q):
        turned = " It is the right one transposed: rows are inputs." if W.shape == (q, p) else ""
        raise WrongForm(f"W has the shape {W.shape}: ({p}, {q}) is needed.{turned}")
    if not np.isfinite(W).all():
        raise WrongForm("W holds nan or inf: look at the square root and what is divided.")
    std = float(W.std())
    for wrong, sentence in (
        (not W.any(), ALL_ZERO),
        (np.ptp(W) == 0, ALL_ALIKE),
        ((W[:, :1] == W).all(), UNITS_ALIKE),
        ((W[:1] == W).all(), INPUTS_ALIKE),
        (abs(W.mean()) > SHARE_MARGIN * std / math.sqrt(W.size), NOT_AROUND_0),
    ):
        if wrong:
            raise WrongForm(sentence)
    return {"the standard deviation of W": np.array(_snapped(std, p, q, math.sqrt(variance)))}


def _snapped(std: float, p: int, q: int, right: float) -> float:
    """The right standard deviation if it is near, else the nearest that a formula has."""
    n = p + q
    variances = [c / size for c in (2 / 3, 1, 2, 3, 4, 6) for size in (p, q, n)]
    squares = [c / size**2 for c in (1, 2, 4) for size in (p, q, n)]  # the root forgotten
    turned = [p / 2, n / 2]
    others = sorted(
        (*variances, *squares, *turned, 1.0, 1e-4), key=lambda v: abs(math.sqrt(v) - std)
    )
    named = (right, *map(math.sqrt, others))
    return next((each for each in named if abs(each - std) < SPREAD_MARGIN * each), std)


def judge_mask(A: Array, Z: Array, again: Array, other: Array, dA: Array | None) -> None:
    """WrongForm when Z (m, q), made from A, has not lost entries as dropout does.

    again: from the same call; other: from another A and another rng; dA: what back gave.
    """
    dropped = Z == 0
    many = A.size >= MANY
    for wrong, sentence in (
        ((again != Z).any() and not np.isnan(Z).any(), NOT_THIS_RNG),
        (many and not dropped.any(), NOTHING_DROPPED),
        (many and dropped.all(), ALL_DROPPED),
        (many and ((other == 0) == dropped).all(), NO_RNG),
        (many and (dropped == dropped[:1]).all(), SAMPLES_ALIKE),
        (many and (dropped == dropped[:, :1]).all(), ENTRIES_ALIKE),
    ):
        if wrong:
            raise WrongForm(sentence)
    if dA is not None and dA.shape == Z.shape and dropped.any() and np.isfinite(dA).all():
        if (dA != 0).all():
            raise WrongForm(BACK_DROPS_NOTHING)
        if dA.any() and ((dA == 0) != dropped).any():
            raise WrongForm(ANOTHER_MASK)


def filled_in(values: Array, kept: Array, dropped: NDArray[np.bool_]) -> Array:
    """The values, with what each dropped entry would be had it been kept in place of its 0.

    If all the others are wrong by one factor, so are these.
    """
    if values.shape != kept.shape or not values.any():
        return values
    ratios = values[~dropped] / kept[~dropped]
    same = ratios.size and np.allclose(ratios, ratios[0])
    factor = float(ratios[0]) if same else 1.0
    return np.where(dropped & (values == 0), factor * kept, values)


def share(dropped: Array, p: float) -> Array:
    """The share of the dropped entries; p, or 1 - p, where it is that up to chance."""
    found = float(dropped.mean())
    margin = SHARE_MARGIN * math.sqrt(p * (1 - p) / dropped.size)
    return np.array(next((each for each in (p, 1 - p) if abs(found - each) < margin), found))

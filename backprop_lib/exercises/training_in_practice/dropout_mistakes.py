"""Known mistakes of lesson 10 in dropout, and what to say to who made one."""

# ruff: noqa: D103 - what each function does wrong is said in its Mistake below

from typing import Any

import numpy as np

from backprop_lib.arrays import Array
from backprop_lib.exercises.findings import Mistake
from backprop_lib.exercises.training_in_practice import randomness
from backprop_lib.exercises.training_in_practice.reference import Rng, dropout


def _dropout(A: Array, M: Any) -> Any:
    return A * M, lambda dZ: dZ * M


def p_for_keeping(A: Array, p: float, rng: Rng, train: bool) -> Any:
    return _dropout(A, (rng.random(A.shape) < p) / (p or 1) if train else np.ones(A.shape))


def kept_with_p(A: Array, p: float, rng: Rng, train: bool) -> Any:
    return _dropout(A, (rng.random(A.shape) < p) / (1 - p) if train else np.ones(A.shape))


def not_scaled(A: Array, p: float, rng: Rng, train: bool) -> Any:
    return _dropout(A, (rng.random(A.shape) >= p) * 1.0 if train else np.ones(A.shape))


def scaled_when_testing(A: Array, p: float, rng: Rng, train: bool) -> Any:
    return _dropout(A, (rng.random(A.shape) >= p) * 1.0 if train else np.full(A.shape, 1 - p))


def scaled_by_p_when_testing(A: Array, p: float, rng: Rng, train: bool) -> Any:
    return _dropout(A, (rng.random(A.shape) >= p) * 1.0 if train else np.full(A.shape, p))


def multiplied(A: Array, p: float, rng: Rng, train: bool) -> Any:
    return _dropout(A, (rng.random(A.shape) >= p) * (1 - p) if train else np.ones(A.shape))


def divided_by_p(A: Array, p: float, rng: Rng, train: bool) -> Any:
    return _dropout(A, (rng.random(A.shape) >= p) / (p or 1) if train else np.ones(A.shape))


def train_ignored(A: Array, p: float, rng: Rng, train: bool) -> Any:
    return dropout(A, p, rng, True)


def testing_for_training(A: Array, p: float, rng: Rng, train: bool) -> Any:
    return dropout(A, p, rng, not train)


def back_lets_all_through(A: Array, p: float, rng: Rng, train: bool) -> Any:
    return dropout(A, p, rng, train)[0], lambda dZ: 1.0 * dZ


def back_without_scale(A: Array, p: float, rng: Rng, train: bool) -> Any:
    Z, _ = dropout(A, p, rng, train)
    return Z, lambda dZ: dZ * (Z != 0)


def forward_without_scale(A: Array, p: float, rng: Rng, train: bool) -> Any:
    Z, back = dropout(A, p, rng, train)
    return (Z * (1 - p) if train else Z), back


def back_with_value(A: Array, p: float, rng: Rng, train: bool) -> Any:
    Z, _ = dropout(A, p, rng, train)
    return Z, lambda dZ: dZ * Z


def masked_in_testing(A: Array, p: float, rng: Rng, train: bool) -> Any:
    Z, back = dropout(A, p, rng, True)
    return (Z if train else 1.0 * A), back


def drawn_again(A: Array, p: float, rng: Rng, train: bool) -> Any:
    return dropout(A, p, rng, train)[0], lambda dZ: dropout(dZ, p, rng, train)[0]


def one_row(A: Array, p: float, rng: Rng, train: bool) -> Any:
    M = (rng.random(A.shape[1]) >= p) / (1 - p)
    return _dropout(A, np.ones(A.shape) * M if train else np.ones(A.shape))


def its_own_generator(A: Array, p: float, rng: Rng, train: bool) -> Any:
    return dropout(A, p, np.random.default_rng(0), train)


DROPOUT = (
    Mistake(
        "p taken for keeping",
        p_for_keeping,
        "p is taken for the probability of keeping. Here it is that of dropping, as in the "
        "lecture: keep where rng.random(A.shape) >= p, and divide by 1 - p.",
    ),
    Mistake(
        "kept with probability p",
        kept_with_p,
        "The comparison is the wrong way round: rng.random(A.shape) < p is true with probability "
        "p, and those entries are to be dropped.",
    ),
    Mistake(
        "not scaled",
        not_scaled,
        "The kept entries are not scaled, so that the mean of Z is (1 - p) A: divide by 1 - p "
        "when training.",
    ),
    Mistake(
        "scaled when testing",
        scaled_when_testing,
        "This scales by 1 - p when testing, which is right as well, but it is not the inverted "
        "dropout: divide by 1 - p when training, and leave A alone when testing.",
    ),
    Mistake(
        "scaled by p when testing",
        scaled_by_p_when_testing,
        "When testing A is multiplied by p, the probability of dropping. The mean of what was "
        "there in training is (1 - p) A; inverted, divide by 1 - p when training.",
    ),
    Mistake(
        "multiplied by 1 - p",
        multiplied,
        "The kept entries are multiplied by 1 - p: that makes them smaller still. Divide by it.",
    ),
    Mistake(
        "divided by p",
        divided_by_p,
        "The kept entries are divided by p, the probability of dropping. They make up for those "
        "that are gone: divide by 1 - p, the share that is kept.",
    ),
    Mistake(
        "train ignored",
        train_ignored,
        "Entries are dropped also when train is False. Then nothing is to be done: Z is A.",
    ),
    Mistake(
        "train the wrong way round",
        testing_for_training,
        "Entries are dropped when train is False, and none when it is True: the wrong way round.",
    ),
    Mistake(
        "back lets all through",
        back_lets_all_through,
        randomness.BACK_DROPS_NOTHING,
    ),
    Mistake(
        "scale lost in back",
        back_without_scale,
        "back drops the right entries, but does not divide by 1 - p. It needs the mask with its "
        "scaling: dZ * M.",
    ),
    Mistake(
        "scale lost in the forward",
        forward_without_scale,
        "back divides by 1 - p, and the forward does not. Both need the mask with its scaling: "
        "Z = A * M and dA = dZ * M.",
    ),
    Mistake(
        "value for mask",
        back_with_value,
        "dZ is multiplied by the value Z; Z = A * M, so that the slope is M, whatever A is.",
    ),
    Mistake(
        "back knows nothing of train",
        masked_in_testing,
        "When train is False the value is right, but back drops entries all the same. Then dA is "
        "dZ: let the mask be ones.",
    ),
    Mistake(
        "another mask in back",
        drawn_again,
        randomness.ANOTHER_MASK,
    ),
    Mistake(
        "one row for all",
        one_row,
        randomness.SAMPLES_ALIKE,
    ),
    Mistake(
        "generator of its own",
        its_own_generator,
        randomness.NO_RNG,
    ),
)

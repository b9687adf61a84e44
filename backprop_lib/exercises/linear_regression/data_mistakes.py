"""Known mistakes of lesson 01 in the handling of data: mini-batches, standardised columns."""

# ruff: noqa: D103 - what each function does wrong is said in its Mistake below

from collections.abc import Iterator
from typing import Any

import numpy as np

from backprop_lib.arrays import Array
from backprop_lib.exercises.cases import Rng
from backprop_lib.exercises.explain import Mistake
from backprop_lib.exercises.linear_regression.batches import (
    ANOTHER_GENERATOR,
    DRAWN_TWICE,
    IN_ORDER,
    NEIGHBOURS,
    RNG_UNUSED,
)


def _cut(order: Any, size: int) -> Iterator[Any]:
    for start in range(0, len(order), size):
        yield order[start : start + size]


def in_order(n: int, size: int, rng: Rng) -> Any:
    return _cut(np.arange(n), size)


def another_generator(n: int, size: int, rng: Rng) -> Any:
    return _cut(np.random.permutation(n), size)


def own_seed(n: int, size: int, rng: Rng) -> Any:
    return _cut(np.random.default_rng(0).permutation(n), size)


def drawn_anew(n: int, size: int, rng: Rng) -> Any:
    for start in range(0, n, size):
        yield rng.permutation(n)[start : start + size]


def batches_shuffled(n: int, size: int, rng: Rng) -> Any:
    batches = list(_cut(np.arange(n), size))
    for i in rng.permutation(len(batches)):
        yield batches[i]


def last_dropped(n: int, size: int, rng: Rng) -> Any:
    for batch in _cut(rng.permutation(n), size):
        if len(batch) == size:
            yield batch


def first_alone(n: int, size: int, rng: Rng) -> Any:
    yield rng.permutation(n)[:size]


def one_at_a_time(n: int, size: int, rng: Rng) -> Any:
    return _cut(rng.permutation(n), 1)


def size_for_count(n: int, size: int, rng: Rng) -> Any:
    return iter(np.array_split(rng.permutation(n), size))


def empty_at_the_end(n: int, size: int, rng: Rng) -> Any:
    order = rng.permutation(n)
    for start in range(0, n + 1, size):
        yield order[start : start + size]


def overlapping(n: int, size: int, rng: Rng) -> Any:
    order = rng.permutation(n)
    for start in range(n):
        yield order[start : start + size]


def all_at_once(n: int, size: int, rng: Rng) -> Any:
    yield rng.permutation(n)


MINIBATCHES = (
    Mistake("in order", in_order, IN_ORDER),
    Mistake("np.random", another_generator, ANOTHER_GENERATOR),
    Mistake("a seed of one's own", own_seed, RNG_UNUSED),
    Mistake("drawn anew for each batch", drawn_anew, DRAWN_TWICE),
    Mistake("batches shuffled, not samples", batches_shuffled, NEIGHBOURS),
    Mistake(
        "last batch dropped",
        last_dropped,
        "The last batch is missing where it is shorter than the others: every sample must come, "
        "so yield what is left as well.",
    ),
    Mistake(
        "first batch alone",
        first_alone,
        "Only the first batch comes: the yield belongs in a loop over all of them.",
    ),
    Mistake(
        "batches of one",
        one_at_a_time,
        "Every batch holds one sample: take size of them at a time, order[start : start + size].",
    ),
    Mistake(
        "size taken for the number",
        size_for_count,
        "There are `size` batches: size is how many samples are in each, so go through the order "
        "in steps of size.",
    ),
    Mistake(
        "an empty batch at the end",
        empty_at_the_end,
        "Where size divides n there is an empty batch at the end: let the starts stop before n, "
        "range(0, n, size).",
    ),
    Mistake(
        "batches overlap",
        overlapping,
        "The batches overlap: each start must be `size` further than the last, range(0, n, size).",
    ),
    Mistake(
        "all in one batch",
        all_at_once,
        "All samples come in one batch: cut the order into pieces of size.",
    ),
)


def _with(X: Array, mean: Any, std: Any) -> Any:
    std = np.where(std == 0, 1.0, std)
    return (X - mean) / std, mean, std


def constant_divided_by_zero(X: Array) -> Any:
    mean, std = X.mean(axis=0), X.std(axis=0)
    with np.errstate(invalid="ignore"):
        return (X - mean) / std, mean, std


def zero_returned(X: Array) -> Any:
    mean, std = X.mean(axis=0), X.std(axis=0)
    return (X - mean) / (std + 1e-8), mean, std


def one_mean_for_all(X: Array) -> Any:
    mean, std = X.mean(), X.std()
    std = 1.0 if std == 0 else std
    return (X - mean) / std, mean, std


def by_rows(X: Array) -> Any:
    mean, std = X.mean(axis=1), X.std(axis=1)
    std = np.where(std == 0, 1.0, std)
    return (X - mean[:, None]) / std[:, None], mean, std


def variance(X: Array) -> Any:
    return _with(X, X.mean(axis=0), X.var(axis=0))


def one_less(X: Array) -> Any:
    squares = ((X - X.mean(axis=0)) ** 2).sum(axis=0)
    return _with(X, X.mean(axis=0), np.sqrt(squares / max(len(X) - 1, 1)))


def mean_kept(X: Array) -> Any:
    _, mean, std = _with(X, X.mean(axis=0), X.std(axis=0))
    return X / std, mean, std


def spread_kept(X: Array) -> Any:
    Xs, mean, std = _with(X, X.mean(axis=0), X.std(axis=0))
    return Xs * std, mean, std


def brackets(X: Array) -> Any:
    _, mean, std = _with(X, X.mean(axis=0), X.std(axis=0))
    return X - mean / std, mean, std


def to_unit_range(X: Array) -> Any:
    low, span = X.min(axis=0), np.ptp(X, axis=0)
    return _with(X, low, span)


def of_the_new_columns(X: Array) -> Any:
    Xs, _, _ = _with(X, X.mean(axis=0), X.std(axis=0))
    std = Xs.std(axis=0)
    return Xs, Xs.mean(axis=0), np.where(std == 0, 1.0, std)


def changes_x(X: Array) -> Any:
    mean, std = X.mean(axis=0), X.std(axis=0)
    std[std == 0] = 1
    X -= mean
    X /= std
    return X, mean, std


STANDARDIZE = (
    Mistake(
        "0 divided by 0",
        constant_divided_by_zero,
        "A constant column is divided by its standard deviation of 0: put 1 where std is 0, and "
        "the column becomes 0 everywhere.",
    ),
    Mistake(
        "std of 0 returned",
        zero_returned,
        "The std that you return is 0, or nearly so, for a constant column: whoever divides new "
        "samples by it gets inf or huge numbers. Put 1 there, and divide by the std that you "
        "return; then nothing has to be added to it.",
    ),
    Mistake(
        "one mean for all columns",
        one_mean_for_all,
        "Mean and std are taken over all entries: square metres and years do not mix, so take them "
        "for each column, with axis=0.",
    ),
    Mistake(
        "rows for columns",
        by_rows,
        "Mean and std are taken along the rows, over the predictors of one sample: use axis=0, "
        "over the samples.",
    ),
    Mistake(
        "variance for std",
        variance,
        "The variance stands where the standard deviation belongs: take its square root, or "
        "X.std(axis=0).",
    ),
    Mistake(
        "m - 1 for m",
        one_less,
        "The squares are divided by m - 1: here std is the root of their mean, so divide by m, as "
        "X.std(axis=0) does.",
    ),
    Mistake(
        "mean not subtracted",
        mean_kept,
        "Xs is not centred: subtract the mean of each column before you divide.",
    ),
    Mistake(
        "not divided by std",
        spread_kept,
        "Xs is centred but not scaled: divide each column by its std.",
    ),
    Mistake(
        "brackets",
        brackets,
        "Only the mean is divided by std: division comes before subtraction, so write brackets, "
        "(X - mean) / std.",
    ),
    Mistake(
        "from 0 to 1",
        to_unit_range,
        "The columns are brought to the range from 0 to 1: subtract the mean and divide by the "
        "standard deviation instead.",
    ),
    Mistake(
        "mean and std of Xs",
        of_the_new_columns,
        "The mean and std that you return are those of Xs, near 0 and 1: return those of X, which "
        "new samples will need.",
    ),
    Mistake(
        "X changed in place",
        changes_x,
        "The numbers are right, but the X that came in is changed as well: X -= ... works in "
        "place; write (X - mean) / std.",
    ),
)

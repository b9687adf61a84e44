"""Ways to go through the samples in sgd, one of them right: pairs of the rows of X and of T."""

# ruff: noqa: D103 - what each function does wrong is said in its Mistake in training_mistakes

from collections.abc import Iterator
from typing import Any, TypeAlias

import numpy as np

from backprop_lib.exercises.two_layer_network.reference import Labels

Rng: TypeAlias = np.random.Generator


def cut(order: Labels, size: int) -> Iterator[tuple[Any, Any]]:
    for start in range(0, len(order), size):
        rows = order[start : start + size]
        yield rows, rows


def in_order(m: int, size: int, epochs: int, _: Rng) -> Iterator[tuple[Any, Any]]:
    for _epoch in range(epochs):
        yield from cut(np.arange(m), size)


def one_order(m: int, size: int, epochs: int, rng: Rng) -> Iterator[tuple[Any, Any]]:
    order = rng.permutation(m)
    for _ in range(epochs):
        yield from cut(order, size)


def order_on_order(m: int, size: int, epochs: int, rng: Rng) -> Iterator[tuple[Any, Any]]:
    order = np.arange(m)
    for _ in range(epochs):
        order = order[rng.permutation(m)]
        yield from cut(order, size)


def right_order(m: int, size: int, epochs: int, rng: Rng) -> Iterator[tuple[Any, Any]]:
    for _ in range(epochs):
        yield from cut(rng.permutation(m), size)


def own_generator(m: int, size: int, epochs: int, _: Rng) -> Iterator[tuple[Any, Any]]:
    yield from right_order(m, size, epochs, np.random.default_rng(0))


def generator_in_the_loop(m: int, size: int, epochs: int, _: Rng) -> Iterator[tuple[Any, Any]]:
    for _epoch in range(epochs):
        yield from cut(np.random.default_rng(0).permutation(m), size)


def with_replacement(m: int, size: int, epochs: int, rng: Rng) -> Iterator[tuple[Any, Any]]:
    for _ in range(epochs):
        for start in range(0, m, size):
            rows = rng.integers(0, m, min(size, m - start))
            yield rows, rows


def chosen_each_step(m: int, size: int, epochs: int, rng: Rng) -> Iterator[tuple[Any, Any]]:
    for _ in range(epochs):
        for start in range(0, m, size):
            rows = rng.choice(m, min(size, m - start), replace=False)
            yield rows, rows


def permuted_each_step(m: int, size: int, epochs: int, rng: Rng) -> Iterator[tuple[Any, Any]]:
    for _ in range(epochs):
        for start in range(0, m, size):
            rows = rng.permutation(m)[: min(size, m - start)]
            yield rows, rows


def choice_for_permutation(m: int, size: int, epochs: int, rng: Rng) -> Iterator[tuple[Any, Any]]:
    for _ in range(epochs):
        yield from cut(rng.choice(m, m, replace=False), size)


def targets_left_behind(m: int, size: int, epochs: int, rng: Rng) -> Iterator[tuple[Any, Any]]:
    for _ in range(epochs):
        order = rng.permutation(m)
        for start in range(0, m, size):
            yield order[start : start + size], np.arange(m)[start : start + size]


def shuffled_apart(m: int, size: int, epochs: int, rng: Rng) -> Iterator[tuple[Any, Any]]:
    for _ in range(epochs):
        order, other = rng.permutation(m), rng.permutation(m)
        for start in range(0, m, size):
            yield order[start : start + size], other[start : start + size]


def last_dropped(m: int, size: int, epochs: int, rng: Rng) -> Iterator[tuple[Any, Any]]:
    for rows, _ in right_order(m, size, epochs, rng):
        if len(rows) == size:
            yield rows, rows


def one_batch_an_epoch(m: int, size: int, epochs: int, rng: Rng) -> Iterator[tuple[Any, Any]]:
    for _ in range(epochs):
        rows = rng.permutation(m)[:size]
        yield rows, rows


def one_epoch(m: int, size: int, _: int, rng: Rng) -> Iterator[tuple[Any, Any]]:
    yield from right_order(m, size, 1, rng)


def whole_batch(m: int, size: int, epochs: int, rng: Rng) -> Iterator[tuple[Any, Any]]:
    for _ in right_order(m, size, epochs, rng):
        yield slice(None), slice(None)

"""The cases of the units of lesson 10, and of its weights."""

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from backprop_lib.arrays import Array
from backprop_lib.exercises.cases import Case, Rng
from backprop_lib.exercises.training_in_practice import reference
from backprop_lib.exercises.unit_cases import LARGE, UnitCase

NARROW = "(the entries of this case lie close together, far from 0: a variance of about 1e-4)"
TRAINING = "(what is dropped is filled in before Z and dA are compared, so that chance decides not)"
EVALUATION = "(train is False: nothing is dropped)"


def leak(rng: Rng, _: Mapping[str, int]) -> float:
    """A slope for the left side of leaky_relu."""
    return float(rng.uniform(0.02, 0.3))


def depth(rng: Rng, _: Mapping[str, int]) -> float:
    """How far down elu goes."""
    return float(rng.uniform(0.4, 2.5))


def draw_maxout(rng: Rng) -> list[UnitCase]:
    """Batches of one and several, large entries, non-contiguous arrays."""

    def args(m: int, scale: float = 1.0) -> Callable[[], tuple[Any, ...]]:
        p, q = (int(n) for n in rng.permutation([n for n in (3, 4, 5, 6) if n != m])[:2])
        shapes = (m, p), (2, p, q), (2, q)
        return lambda: tuple(scale * rng.standard_normal(shape) for shape in shapes)

    several, more = int(rng.integers(3, 6)), int(rng.integers(6, 9))
    return [
        _case(reference.maxout, args(1), rng, numerical=True),
        _case(reference.maxout, args(several), rng, numerical=True),
        _case(reference.maxout, args(more), rng, strided=True),
        _case(reference.maxout, args(several, 1e3), rng, note=LARGE),
    ]


def draw_batch_norm(rng: Rng) -> list[UnitCase]:
    """A batch of one, columns of many scales and offsets, a narrow one."""
    return _draw_norm(reference.batch_norm, rng)


def draw_layer_norm(rng: Rng) -> list[UnitCase]:
    """The same for rows."""
    return _draw_norm(reference.layer_norm, rng)


def draw_residual(rng: Rng) -> list[UnitCase]:
    """Batches of one and several, large entries, non-contiguous arrays.

    The bias has both signs in each case, and is large enough to tell and too small to decide.
    """

    def args(m: int, scale: float = 1.0) -> Callable[[], tuple[Any, ...]]:
        q = int(rng.choice([n for n in (4, 5, 6, 7) if n != m]))

        def draw() -> tuple[Any, ...]:
            A, W = rng.standard_normal((m, q)), rng.standard_normal((q, q)) / math.sqrt(q)
            b = rng.permutation(rng.uniform(0.4, 0.8, q) * (-1) ** np.arange(q))
            return scale * A, W, scale * b

        return draw

    several, more = int(rng.integers(3, 6)), int(rng.integers(8, 12))
    return [
        _case(reference.residual, args(1), rng, numerical=True),
        _case(reference.residual, args(several), rng, numerical=True),
        _case(reference.residual, args(more), rng, strided=True),
        _case(reference.residual, args(more, 1e3), rng, note=LARGE),
    ]


def draw_dropout(rng: Rng) -> list[UnitCase]:
    """Training with p on both sides of 1/2, p = 0, evaluation, a batch of one."""
    low, high = float(rng.uniform(0.15, 0.3)), float(rng.uniform(0.65, 0.8))
    few, many = rng.integers(3, 6, 2), rng.integers(30, 40, 2)

    def args(shape: Any, p: float, train: bool) -> Callable[[], tuple[Any, ...]]:
        return lambda: (_off_zero(rng, tuple(map(int, shape))), p, _generator(rng), train)

    return [
        _case(reference.dropout, args((1, 2 * many[0]), high, False), rng, note=EVALUATION),
        _case(reference.dropout, args((few[0], few[1] + 3), 0.0, True), rng, note=TRAINING),
        _case(reference.dropout, args(many, low, True), rng, note=TRAINING),
        _case(reference.dropout, args(many + 1, high, True), rng, strided=True, note=TRAINING),
        _case(reference.dropout, args((few[1] + 4, 7), high, False), rng, note=EVALUATION),
    ]


def draw_weights(rng: Rng) -> list[Case]:
    """A layer that narrows, one that widens, one in between."""
    wide, narrow = rng.integers(380, 450, 2), rng.integers(50, 70, 2)
    shapes = (wide[0], narrow[0]), (narrow[1], wide[1]), (150, int(rng.integers(220, 260)))
    return [Case((int(p), int(q), _generator(rng)), {"p": int(p), "q": int(q)}) for p, q in shapes]


def _draw_norm(unit: Callable[..., Any], rng: Rng) -> list[UnitCase]:
    def args(m: int, scale: float = 1.0, offset: float = 0.0) -> Callable[[], tuple[Any, ...]]:
        q = int(rng.choice([n for n in (3, 4, 5, 6) if n != m]))

        def draw() -> tuple[Any, ...]:
            A = offset + scale * rng.standard_normal((m, q))
            return A, rng.standard_normal(q), rng.standard_normal(q)

        return draw

    several, more = int(rng.integers(4, 6)), int(rng.integers(6, 9))
    return [
        _case(unit, args(1, 2.0, 1.0), rng, numerical=True),
        _case(unit, args(several, 2.0, 1.0), rng, numerical=True),
        _case(unit, args(more, 0.01, 5.0), rng, note=NARROW),
        _case(unit, args(more), rng, strided=True),
        _case(unit, args(several, 1e3), rng, note=LARGE),
    ]


def _case(
    unit: Callable[..., Any],
    args: Callable[[], tuple[Any, ...]],
    rng: Rng,
    numerical: bool = False,
    strided: bool = False,
    note: str = "",
) -> UnitCase:
    """A case of a unit, and one of the same shapes that is called before it."""
    one, other = args(), args()
    upstreams = [_off_zero(rng, unit(*Case(each).fresh_args())[0].shape) for each in (one, other)]
    return UnitCase(
        one,
        {"m": len(one[0])},
        strided=strided,
        numerical=numerical,
        note=note,
        upstream=upstreams[0],
        other=other,
        other_upstream=upstreams[1],
    )


def _off_zero(rng: Rng, shape: tuple[int, ...]) -> Array:
    """Normal entries, none of them near 0."""
    A = rng.standard_normal(shape)
    return A + 0.1 * np.sign(A)


def _generator(rng: Rng) -> np.random.Generator:
    return np.random.default_rng(int(rng.integers(1 << 30)))

"""The cases of lesson 05 beyond those that every unit gets."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from backprop_lib.arrays import Array
from backprop_lib.exercises.cases import Case, Rng
from backprop_lib.exercises.compare import Measured, as_array
from backprop_lib.exercises.unit_cases import LARGE, UnitCase
from backprop_lib.exercises.units.kinds import ListCase

FAR_APART = "(the rows of this case lie far apart: some scores near 1000, others near -1000)"
CONFIDENT = "(the entries of this case are large and positive, so the loss is very small)"
ONE_WEIGHT = "(weights holds a single array in this case)"
AS_LIST = "(weights is a list in this case)"


def one_of_k(rng: Rng, sizes: Mapping[str, int]) -> Array:
    """Targets T (m, k), one-of-k."""
    return np.eye(sizes["k"])[rng.integers(0, sizes["k"], sizes["m"])]


def strength(rng: Rng, _: Mapping[str, int]) -> float:
    """A lambda that is not small, so that the penalty shows in every digit."""
    return float(rng.uniform(0.2, 0.8))


def beyond_exp(rng: Rng) -> list[UnitCase]:
    """Scores (m, q) of both signs in one batch, all of them too large for an exponential."""
    m, q = int(rng.integers(3, 6)), int(rng.integers(6, 8))
    signs = np.where(np.arange(m * q) % 2, 1.0, -1.0).reshape(m, q)
    A, other = (signs * rng.uniform(750, 1500, (m, q)) for _ in range(2))
    upstreams = rng.standard_normal((2, m, q))
    case = UnitCase(
        (A,), {"m": m, "q": q}, note=LARGE,
        upstream=upstreams[0], other=(other,), other_upstream=upstreams[1],
    )  # fmt: skip
    return [case]


def far_apart(rng: Rng) -> tuple[Array, int, int]:
    """Scores (m, k) whose rows have their own offsets, and m and k."""
    m, k = int(rng.integers(3, 6)), int(rng.integers(6, 8))
    offsets = np.where(np.arange(m) % 2, -1000.0, 1000.0)[:, None]
    return offsets + rng.standard_normal((m, k)), m, k


def draw_softmax(rng: Rng) -> list[Case]:
    """Batches of one and several, scores of +-1000, rows far apart, non-contiguous arrays."""
    k = int(rng.integers(3, 6))
    cases = [
        _scores(rng.standard_normal((1, k + 1))),
        _scores(2 * rng.standard_normal((int(rng.integers(6, 9)), k))),
        replace(_scores(rng.standard_normal((7, k))), strided=True),
        _scores(np.array([[1000.0, 998.5, -1000.0]]) + rng.standard_normal(3)),
    ]
    A, m, k = far_apart(rng)
    return [*cases, Case((A,), sizes={"m": m, "k": k}, note=FAR_APART)]


def measure_softmax(result: object, _: Case) -> Measured:
    """The probabilities."""
    return {"Y": as_array("Y", result)}


def logistic_far_apart(rng: Rng) -> list[UnitCase]:
    """Rows far apart, so that each needs its own shift; a right and a wrong score far below."""
    A, m, k = far_apart(rng)
    sizes = {"m": m, "k": k}
    T, other = one_of_k(rng, sizes), rng.permuted(A, axis=1)
    A[0] -= rng.uniform(1200, 1800) * T[0]
    A[1] -= rng.uniform(1200, 1800) * np.roll(T[1], 1)
    high = 1000 + rng.standard_normal((m, k))  # where a wrong score underflows, and no right one
    high[0] -= rng.uniform(1200, 1800) * np.roll(T[0], 1)
    return [
        _scalar_unit((A, T), (other, T), sizes, FAR_APART, rng),
        _scalar_unit((high, T), (other, T), sizes, LARGE, rng),
    ]


def large_of_both_signs(rng: Rng) -> list[UnitCase]:
    """Beyond +-800; where e^-a overflows and e^a does not underflow; a very small loss."""
    m = int(rng.integers(4, 7))
    signs = np.where(np.arange(m) % 2, 1.0, -1.0)
    both = [signs * rng.uniform(800, 1500, m) for _ in range(2)]
    edge = [-rng.uniform(712, 730, m - 1) for _ in range(2)]
    small = [rng.uniform(45, 65, m + 1) for _ in range(2)]
    return [
        _scalar_unit((both[0],), (both[1],), {"m": m}, "", rng),
        _scalar_unit((edge[0],), (edge[1],), {"m": m - 1}, "", rng),
        _scalar_unit((small[0],), (small[1],), {"m": m + 1}, CONFIDENT, rng),
    ]


def other_weights(rng: Rng) -> list[UnitCase]:
    """A list of weights in place of a tuple, and a tuple of one."""
    p, q, r = (int(n) for n in rng.permutation([2, 3, 4, 5])[:3])

    def three() -> tuple[Array, ...]:
        return rng.standard_normal((p, q)), rng.standard_normal((q, r)), rng.standard_normal(r)

    def one() -> tuple[Array, ...]:
        return (rng.standard_normal((r, p)),)

    def arguments(weights: tuple[Array, ...]) -> tuple[Any, ...]:
        return weights, strength(rng, {})

    case = _scalar_unit(arguments(three()), arguments(three()), {}, AS_LIST, rng)
    as_list = ListCase(
        case.args, note=case.note, upstream=case.upstream,
        other=case.other, other_upstream=case.other_upstream,
    )  # fmt: skip
    return [as_list, _scalar_unit(arguments(one()), arguments(one()), {}, ONE_WEIGHT, rng)]


def _scores(A: Array) -> Case:
    return Case((A,), sizes={"m": A.shape[0], "k": A.shape[1]})


def _scalar_unit(
    args: tuple[Any, ...],
    other: tuple[Any, ...],
    sizes: Mapping[str, int],
    note: str,
    rng: Rng,
) -> UnitCase:
    """A case of a unit whose value is one number."""
    upstream, other_upstream = (float(d) for d in rng.standard_normal(2))
    return UnitCase(
        args, sizes, note=note, upstream=upstream, other=other, other_upstream=other_upstream
    )

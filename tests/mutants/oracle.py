"""Which general pattern a wrong result has, decided from the numbers alone.

Written without a look at the checks' own diagnosis, to judge that by.
"""

import copy
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tests.mutants.probe import Call, Leaves, leaves, transplanted

Array: TypeAlias = NDArray[Any]
Pair: TypeAlias = tuple[Array, Array]  # actual, expected

NEGATIVE = "wrong where x <= 0"  # x is an argument
SEVERAL = 3  # cases that a pattern must hold in


def seen(calls: Sequence[Call]) -> dict[str, set[str]]:
    """For each array that is wrong in some call the patterns that it has in all of them."""
    by_leaf: dict[str, list[Call]] = {}
    for call in calls:
        for path in call.expected:
            by_leaf.setdefault(call.of + path, []).append(call)
    found = {}
    for leaf, its in by_leaf.items():
        path = leaf.removeprefix(its[0].of)
        pairs = [(call.actual[path], call.expected[path]) for call in its if call.actual]
        if not all(_equal(a, e) for a, e in pairs):
            found[leaf] = patterns(pairs, [dict(leaves(call.args)) for call in its])
    return found


def patterns(pairs: Sequence[Pair], arguments: Sequence[Leaves]) -> set[str]:
    """The names of the general patterns that hold in every pair; empty when there are too few.

    arguments: for each pair the arrays of its call, whose sizes a factor may be made of.
    """
    telling = [(a, e) for a, e in pairs if e.size > 1 or np.any(e)]
    if len(telling) < SEVERAL:
        return set()
    found = {name for name, holds in PATTERNS.items() if all(holds(a, e) for a, e in pairs)}
    if "zero" in found:
        found.discard("zero block")
    if all(a.shape[:1] == (1,) for a, _ in pairs):
        found.discard("not summed over the batch")  # a batch dimension that is always 1 is no batch
    if not found & WHOLE:
        found |= set(_factors(pairs, [_sizes(given) for given in arguments]))
    if not found and _wrong_where_negative(pairs, arguments):
        found.add(NEGATIVE)
    return found


def can_judge(mistake: str) -> bool:
    """Whether the name is that of a pattern which the oracle looks for."""
    # A wrong shape may also be one with other numbers.
    names = PATTERNS.keys() - {"wrong shape"}
    return mistake in names or _parse_factor(mistake) is not None or agrees(mistake, NEGATIVE)


def agrees(mistake: str, pattern: str) -> bool:
    """Whether the name that a check gave means this pattern of the oracle's."""
    if pattern == NEGATIVE:
        return re.fullmatch(r"wrong where \w+ <= 0", mistake) is not None
    if not pattern.startswith("factor"):
        return mistake == pattern
    named, meant = _parse_factor(mistake), _parse_pattern(pattern)
    return named is not None and named[1] == meant[1] and bool(np.isclose(named[0], meant[0]))


def reproduces(wrong: Callable[..., Any], calls: Sequence[Call]) -> bool:
    """Whether a known mistake gives a function's numbers wherever it differs from the reference."""
    affected: set[tuple[str, str]] = set()
    results = []
    for call in calls:
        try:
            with np.errstate(all="ignore"):  # some overflow on purpose
                result = transplanted(wrong, call.names)(*_copies(call.args))
                if call.of == "back":
                    result = result[1](copy.deepcopy(call.upstream))
            theirs = dict(leaves(result))
        except Exception:
            return False
        results.append((call, theirs))
        differ = (p for p, e in call.expected.items() if not _equal(theirs.get(p), e))
        affected |= {(call.of, path) for path in differ}
    return bool(affected) and all(
        call.actual is not None and _equal(call.actual.get(path), theirs.get(path))
        for call, theirs in results
        for of, path in affected
        if call.of == of and path in call.expected
    )


def _equal(a: Array | None, e: Array | None) -> bool:
    if a is None or e is None:
        return a is e
    if a.shape != e.shape:
        return False
    margin = 1e-6 * np.max(np.abs(e[np.isfinite(e)]), initial=0.0) + 1e-12
    with np.errstate(all="ignore"):
        near = np.abs(a - e) <= margin
    return bool((near | (a == e) | (np.isnan(a) & np.isnan(e))).all())


def _permuted(axis: int) -> Callable[[Array, Array], bool]:
    def holds(a: Array, e: Array) -> bool:
        if a.shape != e.shape or e.ndim != 2:
            return False
        return _equal(_sorted(a, axis), _sorted(e, axis))

    return holds


def _sorted(a: Array, axis: int) -> Array:
    rows = np.moveaxis(a, axis, 0)
    return rows[np.lexsort(np.round(rows, 9).reshape(len(rows), -1).T[::-1])]


def _zero_block(a: Array, e: Array) -> bool:
    """Whether what is wrong is one contiguous block of zeros; what was zero may be part of it."""
    if a.shape != e.shape or not a.ndim or not np.setdiff1d(e, (0, 1)).size:
        return False
    wrong = np.argwhere(~np.isclose(a, e, rtol=1e-6))
    if not len(wrong):
        return True
    block = tuple(
        slice(*ends) for ends in zip(wrong.min(axis=0), wrong.max(axis=0) + 1, strict=True)
    )
    return not a[block].any()


WHOLE = {"zero", "sign flipped"}
PATTERNS: dict[str, Callable[[Array, Array], bool]] = {
    "transposed": lambda a, e: _equal(a.T, e),
    "wrong shape": lambda a, e: a.size == e.size and _equal(a.reshape(e.shape), e),
    "not summed over the batch": lambda a, e: a.ndim == e.ndim + 1 and _equal(a.sum(axis=0), e),
    "rows permuted": _permuted(0),
    "columns permuted": _permuted(1),
    "zero": lambda a, e: a.shape == e.shape and not a.any(),
    "sign flipped": lambda a, e: _equal(-a, e),
    "zero block": _zero_block,
}


def _wrong_where_negative(pairs: Sequence[Pair], arguments: Sequence[Leaves]) -> bool:
    """Whether some argument of the same shape is <= 0 wherever a result is wrong."""

    def holds(pair: Pair, x: Array | None) -> bool:
        a, e = pair
        if x is None or not a.shape == e.shape == x.shape:
            return False
        return bool((np.isclose(a, e, rtol=1e-6) | (x <= 0)).all())

    return any(
        all(holds(pair, given.get(name)) for pair, given in zip(pairs, arguments, strict=True))
        for name in arguments[0]
    )


def _sizes(arguments: Leaves) -> list[int]:
    return [size for array in arguments.values() for size in array.shape]


def _factors(pairs: Sequence[Pair], sizes: Sequence[Sequence[int]]) -> Iterator[str]:
    """Names such as "factor 2 size^-1": one number, times a size of the case to some power."""
    ratios: list[float] = []
    kept: list[Sequence[int]] = []
    for (a, e), these in zip(pairs, sizes, strict=True):
        norm = float(np.vdot(e, e))
        if a.shape != e.shape or not np.isfinite(a).all():
            return
        if norm == 0:
            if a.any():
                return
            continue
        ratio = float(np.vdot(e, a)) / norm
        if not _equal(a, ratio * e):
            return
        ratios.append(ratio)
        kept.append(these)
    if not ratios or min(map(abs, ratios)) == 0:
        return
    if np.allclose(ratios, ratios[0], rtol=1e-6):
        yield f"factor {ratios[0]:.6g} size^0"
        return
    if len(set(map(len, kept))) > 1:
        return  # no size that all cases have
    for size in zip(*kept, strict=True):
        for power in (1, -1):
            numbers = np.array(ratios) / np.array(size, dtype=float) ** power
            if np.allclose(numbers, numbers[0], rtol=1e-6):
                yield f"factor {numbers[0]:.6g} size^{power}"


def _parse_pattern(pattern: str) -> tuple[float, int]:
    _, number, power = pattern.replace("size^", "").split()
    return float(number), int(power)


def _parse_factor(mistake: str) -> tuple[float, int] | None:
    """ "constant factor -2/m" is (-2, -1)."""
    found = re.fullmatch(r"constant factor (-?[\d.e+-]*)\s*(/?)\s*([a-z]*)", mistake)
    if found is None:
        return None
    number, divided, size = found.groups()
    value = float(number + "1") if number in ("", "-") else float(number)
    return value, (-1 if divided else 1) if size else 0


def _copies(args: Sequence[Any]) -> list[Any]:
    return copy.deepcopy(list(args))

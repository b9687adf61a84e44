"""What is wrong with an array: patterns that hold for any exercise.

A pattern is given only when it reproduces the student's numbers on every case drawn, and when
there are several on which they are wrong.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from types import MappingProxyType
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from backprop_lib.exercises.compare import Values, close, differing
from backprop_lib.exercises.findings import Finding
from backprop_lib.exercises.order import permutation

SEVERAL = 2  # cases on which a guess must reproduce wrong numbers
ENTRIES = 4  # wrong entries, in all cases together, that a guess about their places needs


@dataclass(frozen=True)
class Sample:
    """One array of the student's beside the right one, and what is known of its case.

    sizes: such as {"m": 5}; inputs: the arguments that are arrays, by name; alternatives: other
    values, whose reproduction is a finding of its own.
    """

    actual: Values
    expected: Values
    sizes: Mapping[str, int]
    inputs: Mapping[str, Values] = field(default_factory=lambda: MappingProxyType({}))
    alternatives: Mapping[Finding, Values] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def same_shape(self) -> bool:
        return self.actual.shape == self.expected.shape

    @property
    def wrong(self) -> NDArray[np.bool_]:
        """Which entries are wrong; the shapes are the same."""
        return differing(self.actual, self.expected)


@dataclass(frozen=True)
class Factor:
    """A number, times or divided by one of the sizes of a case."""

    number: float
    size: str = ""
    power: int = 0

    @property
    def name(self) -> str:
        """Such as -1, 2, m, -m, 1/m, 0.5 m."""
        text = f"{self.number:.6g}"
        if self.power == 0:
            return text
        if self.power < 0:
            return f"{text}/{self.size}"
        return {"1": "", "-1": "-"}.get(text, f"{text} ") + self.size

    def of(self, sizes: Mapping[str, int]) -> float:
        """Its value for the sizes of one case."""
        return self.number * float(sizes[self.size]) ** self.power if self.power else self.number


Pattern: TypeAlias = Callable[[Sequence[Sample]], Finding | None]


def diagnose(samples: Sequence[Sample]) -> Finding | None:
    """The first pattern that explains every sample; its sentence reads on from the array's name.

    Shapes are a fact, and so is nan; everything else is a guess, which needs several wrong cases.
    """
    wrong = [s for s in samples if not s.same_shape or s.wrong.any()]
    patterns = (*GUESSES, *FACTS) if len(wrong) >= SEVERAL else FACTS
    with np.errstate(all="ignore"):
        return next((found for pattern in patterns if (found := pattern(samples))), None)


def _transposed(samples: Sequence[Sample]) -> Finding | None:
    if not all(close(s.actual.T, s.expected) for s in samples):
        return None
    shapes = _unequal_shapes(samples)
    told = f": it is {shapes[0]} and must be {shapes[1]}" if shapes else ""
    return Finding("transposed", f"is the right one transposed{told}.")


def _extra_dimension(samples: Sequence[Sample]) -> Finding | None:
    if not all(
        s.actual.size == s.expected.size and close(s.actual.reshape(s.expected.shape), s.expected)
        for s in samples
    ):
        return None
    shapes = _unequal_shapes(samples)
    if shapes is None:
        return None
    return Finding(
        "wrong shape", f"has the right numbers in the wrong shape, {shapes[0]}: {shapes[1]}."
    )


def _not_summed(samples: Sequence[Sample]) -> Finding | None:
    if not all(
        s.actual.ndim == s.expected.ndim + 1 and close(s.actual.sum(axis=0), s.expected)
        for s in samples
    ):
        return None
    return Finding("not summed over the batch", "is not summed over the batch: sum(axis=0).")


def _zero(samples: Sequence[Sample]) -> Finding | None:
    if not all(s.same_shape for s in samples) or any(s.actual.any() for s in samples):
        return None
    return Finding("zero", "is zero everywhere.")


def _constant_factor(samples: Sequence[Sample]) -> Finding | None:
    for factor in _factors(samples):
        if all(close(s.actual, factor.of(s.sizes) * s.expected) for s in samples):
            if factor.name == "-1":
                return Finding("sign flipped", "is the right one with its sign flipped.")
            legend = ", with m the number of samples" if factor.size == "m" else ""
            return Finding(
                f"constant factor {factor.name}", f"is the right one times {factor.name}{legend}."
            )
    return None


def _alternative(samples: Sequence[Sample]) -> Finding | None:
    for finding in samples[0].alternatives:
        if all(
            finding in s.alternatives and close(s.actual, s.alternatives[finding]) for s in samples
        ):
            return finding
    return None


def _single_precision(samples: Sequence[Sample]) -> Finding | None:
    for s in samples:
        scale = float(np.max(np.abs(s.expected), initial=0.0))
        with np.errstate(all="ignore"):
            single = np.array_equal(s.actual, s.actual.astype(np.float32))
            near = s.same_shape and bool((np.abs(s.actual - s.expected) <= 1e-3 * scale).all())
        if not (single and near):
            return None
    return Finding(
        "float32",
        "is right to the 7 digits of float32 alone: somewhere on the way float64 was given up.",
    )


def _permuted(samples: Sequence[Sample]) -> Finding | None:
    if not all(s.same_shape and s.actual.ndim in (1, 2) for s in samples):
        return None
    if all(permutation(s.actual, s.expected) for s in samples):
        what = "rows" if samples[0].actual.ndim == 2 else "entries"
    elif all(s.actual.ndim == 2 and permutation(s.actual.T, s.expected.T) for s in samples):
        what = "columns"
    else:
        return None
    return Finding(f"{what} permuted", f"has the right {what} in another order.")


def _zero_block(samples: Sequence[Sample]) -> Finding | None:
    if not all(s.same_shape and s.actual.ndim for s in samples):
        return None
    if not any(set(np.unique(s.expected)) - {0.0, 1.0} for s in samples):
        return None  # where all is 0 or 1, zeros say nothing of a block
    for s in samples:
        wrong = s.wrong
        box = tuple(_extent(places) for places in np.nonzero(wrong))
        if s.actual[wrong].any() or (~wrong & (s.expected != 0))[box].any():
            return None
    if sum(int(s.wrong.sum()) for s in samples) < ENTRIES:
        return None
    return Finding("zero block", "is right but for a block of zeros: is all of it written?")


def _wrong_on_one_side(samples: Sequence[Sample]) -> Finding | None:
    for name in samples[0].inputs:
        inputs = [s.inputs.get(name) for s in samples]
        if not all(
            x is not None and x.shape == s.actual.shape == s.expected.shape
            for x, s in zip(inputs, samples, strict=True)
        ):
            continue
        wrong = np.concatenate([s.wrong.ravel() for s in samples])
        negative = np.concatenate([np.ravel(x) <= 0 for x in inputs if x is not None])
        for side, here in (("<= 0", negative), ("> 0", ~negative)):
            if (
                not here.all()
                and wrong.sum() >= ENTRIES
                and not (wrong & ~here).any()
                and 2 * wrong.sum() > here.sum()
            ):
                other = "> 0" if side == "<= 0" else "<= 0"
                return Finding(
                    f"wrong where {name} {side}",
                    f"is right where {name} {other} and wrong where {name} {side}.",
                )
    return None


def _wrong_shape(samples: Sequence[Sample]) -> Finding | None:
    shapes = _unequal_shapes(samples)
    if shapes is None:
        return None
    if shapes[0] == ():
        return Finding("wrong shape", f"is one number: an array of shape {shapes[1]} is needed.")
    return Finding("wrong shape", f"has the shape {shapes[0]}: {shapes[1]} is needed.")


def _not_finite(samples: Sequence[Sample]) -> Finding | None:
    if not any(np.isnan(s.actual).any() or np.isinf(s.actual).any() for s in samples):
        return None
    return Finding("not finite", "holds nan or inf: look for a division by zero or an overflow.")


def _factors(samples: Sequence[Sample]) -> Iterator[Factor]:
    """Factors with names, the simplest first, then the one number that fits the first sample."""
    sizes = sorted(set.intersection(*(set(s.sizes) for s in samples)))
    for number, power in product((1.0, -1.0, 2.0, -2.0, 0.5, -0.5), (0, 1, -1)):
        yield from (Factor(number, size, power) for size in (sizes if power else [""]))
    for s in samples:
        norm = float(np.vdot(s.expected, s.expected))
        if norm and s.same_shape and np.isfinite(s.actual).all():
            yield Factor(float(np.vdot(s.expected, s.actual)) / norm)
            return


def _unequal_shapes(samples: Sequence[Sample]) -> tuple[tuple[int, ...], tuple[int, ...]] | None:
    unequal = ((s.actual.shape, s.expected.shape) for s in samples if not s.same_shape)
    return next(unequal, None)


def _extent(places: NDArray[np.intp]) -> slice:
    return slice(int(places.min()), int(places.max()) + 1) if places.size else slice(0)


GUESSES: tuple[Pattern, ...] = (
    _transposed,
    _extra_dimension,
    _not_summed,
    _zero,
    _constant_factor,
    _alternative,
    _single_precision,
    _permuted,
    _zero_block,
    _wrong_on_one_side,
)
FACTS: tuple[Pattern, ...] = (_wrong_shape, _not_finite)

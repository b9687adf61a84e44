"""What is wrong with an array: patterns that hold for any exercise.

A pattern is given only when it reproduces the student's numbers on every case drawn.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TypeAlias

import numpy as np

from backprop_lib.exercises.compare import Values, close


@dataclass(frozen=True)
class Sample:
    """One array of the student's beside the right one, and the sizes of its case."""

    actual: Values
    expected: Values
    sizes: Mapping[str, int]


@dataclass(frozen=True)
class Finding:
    """The name of a mistake and its sentence."""

    name: str
    sentence: str


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
    """The first pattern that explains every sample; its sentence reads on from the array's name."""
    for pattern in PATTERNS:
        finding = pattern(samples)
        if finding is not None:
            return finding
    return None


def _not_finite(samples: Sequence[Sample]) -> Finding | None:
    if not any(np.isnan(s.actual).any() or np.isinf(s.actual).any() for s in samples):
        return None
    return Finding("not finite", "holds nan or inf: look for a division by zero or an overflow.")


def _transposed(samples: Sequence[Sample]) -> Finding | None:
    if not all(close(s.actual.T, s.expected) for s in samples):
        return None
    return Finding("transposed", "is the right one transposed.")


def _extra_dimension(samples: Sequence[Sample]) -> Finding | None:
    if not all(
        s.actual.size == s.expected.size and close(s.actual.reshape(s.expected.shape), s.expected)
        for s in samples
    ):
        return None
    shape, right = _unequal_shapes(samples)
    return Finding("wrong shape", f"has the right numbers in the wrong shape, {shape}: {right}.")


def _not_summed(samples: Sequence[Sample]) -> Finding | None:
    if not all(
        s.actual.ndim == s.expected.ndim + 1 and close(s.actual.sum(axis=0), s.expected)
        for s in samples
    ):
        return None
    return Finding("not summed over the batch", "is not summed over the batch: sum(axis=0).")


def _wrong_shape(samples: Sequence[Sample]) -> Finding | None:
    if all(s.actual.shape == s.expected.shape for s in samples):
        return None
    shape, right = _unequal_shapes(samples)
    return Finding("wrong shape", f"has the shape {shape}: {right} is needed.")


def _zero(samples: Sequence[Sample]) -> Finding | None:
    if any(s.actual.any() for s in samples):
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


def _factors(samples: Sequence[Sample]) -> Iterator[Factor]:
    """Factors with names, the simplest first, then the one number that fits the first sample."""
    sizes = sorted(set.intersection(*(set(s.sizes) for s in samples)))
    for number, power in product((1.0, -1.0, 2.0, -2.0, 0.5, -0.5), (0, 1, -1)):
        yield from (Factor(number, size, power) for size in (sizes if power else [""]))
    for s in samples:
        norm = float(np.vdot(s.expected, s.expected))
        if norm:
            yield Factor(float(np.vdot(s.expected, s.actual)) / norm)
            return


def _unequal_shapes(samples: Sequence[Sample]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    return next(
        (s.actual.shape, s.expected.shape) for s in samples if s.actual.shape != s.expected.shape
    )


PATTERNS: tuple[Pattern, ...] = (
    _transposed,
    _extra_dimension,
    _not_summed,
    _wrong_shape,
    _not_finite,
    _zero,
    _constant_factor,
)

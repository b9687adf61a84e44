"""Units of lesson 05 that need a case, or a look, more than every unit gets."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from backprop_lib.exercises.calls import Outcome
from backprop_lib.exercises.cases import Case, Rng
from backprop_lib.exercises.findings import Finding
from backprop_lib.exercises.unit import BACKWARD, UnitExercise
from backprop_lib.exercises.unit_cases import UnitCase

SMALL, NOISE = 1e-19, 1e-17  # far below, and a little below, what is left of 1 + E - 1
TINY = 1e-30  # float32 has nothing below 1e-38

SMALL_LOSS_LOST = Finding(
    "small loss lost",
    "For a far above 0 the loss is nearly e^-a, small but not 0. Yours has lost its digits: 1 + E "
    "rounds to 1 when E is below 1e-16. np.log1p(E) is ln(1 + E) without that sum.",
)


class MoreCases(UnitExercise):
    """A unit with further cases, drawn by `more`, after those that every unit gets."""

    def __init__(
        self, *args: Any, more: Callable[[Rng], Sequence[UnitCase]], **keywords: Any
    ) -> None:
        super().__init__(*args, **keywords)
        self.more = more

    def cases(self, rng: Rng, part: str | None) -> Sequence[UnitCase]:
        """The usual ones and those of `more`."""
        return [*super().cases(rng, part), *self.more(rng)]


class SmallValues(MoreCases):
    """A loss that must keep its digits also where it is far below 1."""

    def run(self, answer: Any, case: Case, part: str | None = None) -> Outcome:
        """As every unit's, with a remark on a small value that has no right digit."""
        outcome = super().run(answer, case, part)
        if part == BACKWARD or self.value not in outcome.values:
            return outcome
        right = float(self.reference(*case.fresh_args())[0])
        value = np.abs(outcome.values[self.value])
        # Nothing is left, or noise of rounding; a wrong factor is told by the other cases.
        if value.shape or not TINY < right <= SMALL or 0 < value < NOISE:
            return outcome
        return replace(outcome, conduct=(*outcome.conduct, SMALL_LOSS_LOST))


@dataclass(frozen=True)
class ListCase(UnitCase):
    """A case whose tuples are handed over as lists."""

    def fresh_args(self) -> tuple[Any, ...]:
        """Copies, as in every case, with lists in place of tuples."""
        return tuple(list(a) if isinstance(a, tuple) else a for a in super().fresh_args())

"""Exercises of lesson 10 whose results are random, and units with cases of their own."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, TypeAlias

import numpy as np

from backprop_lib.arrays import Array
from backprop_lib.exercises.calls import SHARED, Outcome, Seen, observe, returned
from backprop_lib.exercises.cases import Case, Rng
from backprop_lib.exercises.compare import Measured, as_array
from backprop_lib.exercises.explain import Trial
from backprop_lib.exercises.function import FunctionExercise
from backprop_lib.exercises.remote import call_with_names
from backprop_lib.exercises.report import Worst
from backprop_lib.exercises.training_in_practice import cases, randomness, training_cases
from backprop_lib.exercises.unit import BACKWARD, UnitExercise
from backprop_lib.exercises.unit_cases import Sizes, UnitCase

DrawUnits: TypeAlias = Callable[[Rng], Sequence[UnitCase]]


def drawn_with_the_rest(rng: Rng, sizes: Sizes) -> None:
    """For an argument without a gradient whose unit is Drawn."""


class Drawn(UnitExercise):
    """A unit whose cases are drawn by a function of its own, in place of the usual ones."""

    def __init__(self, *args: Any, draw: DrawUnits, **keywords: Any) -> None:
        super().__init__(*args, **keywords)
        self.draw = draw

    def cases(self, rng: Rng, part: str | None) -> Sequence[UnitCase]:
        """As drawn, whatever the part."""
        return self.draw(rng)


class Initialiser(FunctionExercise):
    """A function that draws weights; any draw of the right mean and spread is right."""

    tolerant = True

    def __init__(self, *args: Any, variance: Callable[[int, int], float], **keywords: Any) -> None:
        super().__init__(*args, draw=cases.draw_weights, measure=lambda *_: {}, **keywords)
        self.variance = variance

    def run(self, answer: Any, case: Case, part: str | None = None) -> Outcome:
        """One large draw, and three small ones that tell where its numbers come from."""

        def measure(seen: Seen) -> Measured:
            p, q, rng = case.args

            def draw(p: int, q: int, rng: np.random.Generator) -> Array:
                args = replace(case, args=(p, q, rng)).fresh_args()
                return as_array("W", returned(call_with_names(answer, case.names, *args)))

            rngs = rng, rng, np.random.default_rng(p + q)
            randomness.judge_source(*(draw(3, 4, each) for each in rngs))
            return randomness.judge_weights(draw(p, q, rng), p, q, self.variance(p, q))

        return observe(measure)


class Schedule(FunctionExercise):
    """A function of one epoch t that is asked for many: a case has a list of them in its place."""

    def __init__(self, *args: Any, **keywords: Any) -> None:
        super().__init__(*args, measure=lambda *_: {}, **keywords)

    def run(self, answer: Any, case: Case, part: str | None = None) -> Outcome:
        """One call for each epoch."""
        return observe(lambda _: training_cases.rates(answer, case))

    def _worst(self, answer: Any, trial: Trial) -> Worst | None:
        """The worst entry, placed by its epoch."""
        worst = super()._worst(answer, trial)
        if worst is None:
            return None
        epoch = trial.case.args[2][int(worst.place.strip("[]"))]
        return replace(worst, place=f" at t = {epoch}")


class Dropout(Drawn):
    """A unit with a random mask; any mask of the right kind is right.

    When training, the dropped entries of Z and dA are filled in with what they would be had they
    been kept, if they are 0 as they should be: so what is compared does not depend on the draw.
    """

    def run(self, answer: Any, case: Case, part: str | None = None) -> Outcome:
        """As every unit's, and what the mask is like."""
        outcome = super().run(answer, case, part)
        if outcome.raised or outcome.wrong_form:
            return outcome
        if not case.args[3]:
            # Nothing is done to A, so that A itself may come back.
            kept = tuple(finding for finding in outcome.conduct if finding.name != SHARED)
            Z = outcome.values.get(self.value)
            some = Z is not None and not Z.all() and Z.any()
            wrong_form = randomness.DROPPED_IN_TESTING if some else ""
            return replace(outcome, conduct=kept, wrong_form=wrong_form)
        look = observe(lambda seen: self._look(seen, answer, case, outcome.values, part))
        if look.raised or look.wrong_form:
            return replace(outcome, wrong_form=look.wrong_form, raised=look.raised)
        return replace(outcome, values=look.values)

    def _look(
        self, seen: Seen, answer: Any, case: Case, values: Measured, part: str | None
    ) -> Measured:
        assert isinstance(case, UnitCase)
        A, p, _, _ = case.args
        calls = case, case, replace(case, args=case.other)
        Z, again, other = (self._forward(Seen(), answer, each)[0][self.value] for each in calls)
        if Z.shape != A.shape:
            return values
        randomness.judge_mask(A, Z, again, other, values.get("dA"))
        filled: dict[str, Array] = {}
        if "Z" in values:
            filled["Z"] = randomness.filled_in(values["Z"], A / (1 - p), Z == 0)
        if "dA" in values:
            filled["dA"] = randomness.filled_in(values["dA"], case.upstream / (1 - p), Z == 0)
        if part != BACKWARD and A.size >= randomness.MANY:
            filled["the share dropped"] = randomness.share(Z == 0, p)
        return filled

"""Exercises that ask for a value: a number, an array, or several of them by name."""

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from backprop_lib.exercises.calls import Outcome, Seen, observe
from backprop_lib.exercises.cases import Case, Rng
from backprop_lib.exercises.compare import Measured, WrongForm, a_kind, from_list
from backprop_lib.exercises.computed import ComputedExercise, Spec
from backprop_lib.exercises.findings import Mistake
from backprop_lib.exercises.report import Report


class ValueExercise(ComputedExercise):
    """A value to find, such as one worked out by hand.

    right: the value, or a dict of them; handed over as it is, `ex.slope.check(slope)`, as a dict,
    or by name, `ex.line.check(slope=slope, intercept=b)`. Lists will do for arrays. The parts, if
    any, are names of the dict. A mistake's `wrong` is a function that gives the wrong value.
    """

    def __init__(
        self,
        name: str,
        points: int,
        right: Any,
        *,
        mistakes: tuple[Mistake, ...],
        hints: tuple[str, ...],
        prose: str,
        parts: Mapping[str, int] | None = None,
    ) -> None:
        covers = {part: (part,) for part in parts or ()}
        spec = Spec(points, mistakes, hints, prose, covers, parts)
        super().__init__(lambda: right, spec, (), name)
        self.right = right

    def check(
        self, answer: object = None, seed: int | None = None, part: str | None = None, **named: Any
    ) -> None:
        """As for every exercise; values by name make one dict."""
        super().check(named or answer, seed, part)

    def cases(self, rng: Rng, part: str | None) -> Sequence[Case]:
        """One, without arguments."""
        return [Case()]

    def run(self, answer: Any, case: Case, part: str | None = None) -> Outcome:
        """The value that `answer` gives, measured."""

        def measure(_: Seen) -> Measured:
            value = answer()
            if not isinstance(self.right, Mapping):
                return {self.name: from_list(self.name, value)}
            if not isinstance(value, Mapping):
                names = ", ".join(self.right)
                raise WrongForm(f"The answer is {a_kind(value)}: give {names} by name.")
            asked = [name for name in self.right if part is None or name == part]
            missing = [name for name in asked if value.get(name) is None]
            if missing:
                raise WrongForm(f"There is no {missing[0]} yet.")
            return {name: from_list(name, value[name]) for name in asked}

        return observe(measure)

    def report_on(self, answer: object, seed: int | None, part: str | None) -> Report:
        """The report on a value; None and ... are not attempted."""
        values = answer.values() if isinstance(answer, Mapping) else [answer]
        if all(value is None or value is Ellipsis for value in values):
            step = f"work out {self.name}; ex.{self.name}.hint() gives a hint."
            return Report(self.name, "not attempted", "There is no value yet.", next_step=step)
        report = self.report_on_cases(lambda: answer, [Case()], 0, part)
        return replace(report, seed=None)

    def wrong_kind(self, answer: object) -> tuple[str, str] | None:
        """Nothing: what a value must be is said when it is measured."""
        return None

    def explanation(self) -> str:
        """The value, and how one comes to it."""
        values = (
            self.right.items() if isinstance(self.right, Mapping) else [(self.name, self.right)]
        )
        found = "\n".join(f"{name} = {value!r}" for name, value in values)
        return f"{textwrap.fill(self.prose, width=100)}\n\n{found}"

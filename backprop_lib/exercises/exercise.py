"""What every exercise offers: check, hint, solution; whole, or one part at a time."""

import abc
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from backprop_lib.exercises.report import ExerciseFailed, Report, Verdict
from backprop_lib.exercises.settings import solutions_shown
from backprop_lib.exercises.show import show

WHOLE = ""  # the one part of an exercise that declares none


class Exercise(abc.ABC):
    """One exercise of a lesson, worth some points.

    parts: what can be checked and paid for on its own, with its points; they add up to `points`.
    """

    def __init__(
        self,
        name: str,
        points: int,
        hints: tuple[str, ...],
        parts: Mapping[str, int] | None = None,
    ) -> None:
        if parts and sum(parts.values()) != points:
            raise ValueError(f"{name}: the parts are worth {sum(parts.values())}, not {points}")
        self.name = name
        self.points = points
        self.hints = hints
        self.parts: Mapping[str, int] = MappingProxyType(dict(parts or {WHOLE: points}))
        self.verdicts: dict[str, Verdict] = dict.fromkeys(self.parts, "not attempted")
        self.on_check: Callable[[Exercise], None] | None = None
        self._hints_given = 0

    def __repr__(self) -> str:
        return f"<exercise {self.name}: check, hint, solution>"

    @abc.abstractmethod
    def report_on(self, answer: object, seed: int | None, part: str | None) -> Report:
        """The report on an answer; `part` is one of `parts`, None for all of them."""

    @abc.abstractmethod
    def explanation(self) -> str:
        """The reference solution, with a sentence or two of prose."""

    @property
    def verdict(self) -> Verdict:
        """How the last checks went, all parts together: the first that is not passed counts."""
        return next((v for v in self.verdicts.values() if v != "passed"), "passed")

    def judge(self, answer: object, seed: int | None = None, part: str | None = None) -> Report:
        """The report on an answer, without showing it or raising.

        Raises ValueError when the exercise has no such part.
        """
        if part is not None and (part == WHOLE or part not in self.parts):
            known = ", ".join(repr(name) for name in self.parts if name != WHOLE)
            remedy = f"use one of {known}" if known else "leave part out"
            raise ValueError(f"{self.name} has no part {part!r}: {remedy}")
        return replace(self.report_on(answer, seed, part), part=part)

    def check(self, answer: object, seed: int | None = None, part: str | None = None) -> None:
        """Show what passed; raise ExerciseFailed, with the report, when something did not.

        seed repeats the cases of an earlier check; without it they are drawn afresh. part asks for
        one part alone; without it all of them must be right.
        """
        report = self.judge(answer, seed, part)
        for name in self.parts if part is None else [part]:
            self.verdicts[name] = report.verdict
        if self.on_check is not None:
            self.on_check(self)
        if report.verdict != "passed":
            raise ExerciseFailed(report) from None
        show(report)

    def hint(self) -> None:
        """Print the next hint, and how many remain."""
        if self._hints_given == len(self.hints):
            print("No hints remain." + self._solution_is_shown())
            return
        text = self.hints[self._hints_given]
        self._hints_given += 1
        remain = len(self.hints) - self._hints_given
        print(_wrap(f"Hint {self._hints_given} of {len(self.hints)} ({remain} remaining): {text}"))

    def solution(self) -> None:
        """Print a solution and why it is right, unless the course keeps its solutions back."""
        if solutions_shown():
            print(self.explanation())
        else:
            print(f"This course keeps its solutions back. ex.{self.name}.hint() gives a hint.")

    def _solution_is_shown(self) -> str:
        return f" ex.{self.name}.solution() shows a solution." if solutions_shown() else ""


def _wrap(text: str) -> str:
    return textwrap.fill(text, width=100)

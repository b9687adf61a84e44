"""What every exercise offers: check, hint, solution."""

import abc
import textwrap

from backprop_lib.exercises.report import ExerciseFailed, Report, Verdict


class Exercise(abc.ABC):
    """One exercise of a lesson, worth some points."""

    def __init__(self, name: str, points: int, hints: tuple[str, ...]) -> None:
        self.name = name
        self.points = points
        self.hints = hints
        self.verdict: Verdict = "not attempted"
        self._hints_given = 0

    def __repr__(self) -> str:
        return f"<exercise {self.name}: check, hint, solution>"

    @abc.abstractmethod
    def judge(self, answer: object, seed: int | None = None) -> Report:
        """The report on an answer, without printing or raising."""

    @abc.abstractmethod
    def explanation(self) -> str:
        """The reference solution, with a sentence or two of prose."""

    def check(self, answer: object, seed: int | None = None) -> None:
        """Print what passed; raise ExerciseFailed, with the report, when something did not.

        seed repeats the cases of an earlier check; without it they are drawn afresh.
        """
        report = self.judge(answer, seed)
        self.verdict = report.verdict
        if report.verdict != "passed":
            raise ExerciseFailed(report) from None
        print(report)

    def hint(self) -> None:
        """Print the next hint, and how many remain."""
        if self._hints_given == len(self.hints):
            print(f"No hints remain. ex.{self.name}.solution() shows a solution.")
            return
        text = self.hints[self._hints_given]
        self._hints_given += 1
        remain = len(self.hints) - self._hints_given
        print(_wrap(f"Hint {self._hints_given} of {len(self.hints)} ({remain} remaining): {text}"))

    def solution(self) -> None:
        """Print a solution and why it is right."""
        print(self.explanation())


def _wrap(text: str) -> str:
    return textwrap.fill(text, width=100)

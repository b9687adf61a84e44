"""Exercises in which the student writes a function."""

import ast
import inspect
import textwrap
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import numpy as np

from backprop_lib.exercises.calls import Measure, Outcome, observe
from backprop_lib.exercises.cases import Case, Rng, fresh_seed
from backprop_lib.exercises.describe import describe_arguments, describe_difference, join
from backprop_lib.exercises.exercise import Exercise
from backprop_lib.exercises.explain import Mistake, Trial, explain
from backprop_lib.exercises.numerical import NumericalCheck
from backprop_lib.exercises.remote import RaisedElsewhere
from backprop_lib.exercises.report import Report

Draw: TypeAlias = Callable[[Rng], Sequence[Case]]
Run: TypeAlias = Callable[[Case], Outcome]
Verify: TypeAlias = Callable[[Run, Case, Outcome], NumericalCheck]

SHOWN = 3  # arrays that a report shows
LONGEST = 300  # characters of an exception's text that a report repeats


class FunctionExercise(Exercise):
    """A function to write, judged by what it computes on fresh random cases.

    reference: the right function, whose name the exercise has; draw: its cases; measure: from what
    a call returned to named arrays (WrongForm when it cannot); verify: numerical gradients of the
    student's own forward; or_else: other cases under which an answer is right as well.
    """

    def __init__(
        self,
        reference: Callable[..., Any],
        points: int,
        *,
        draw: Draw,
        measure: Measure,
        mistakes: tuple[Mistake, ...],
        hints: tuple[str, ...],
        prose: str,
        verify: Verify | None = None,
        or_else: Draw | None = None,
    ) -> None:
        super().__init__(reference.__name__, points, hints)
        self.reference = reference
        self.arguments = tuple(inspect.signature(reference).parameters)
        self.draw = draw
        self.measure = measure
        self.mistakes = mistakes
        self.prose = prose
        self.verify = verify
        self.or_else = or_else

    def judge(self, answer: object, seed: int | None = None) -> Report:
        """The report on a function, or on a proxy of one."""
        seed = fresh_seed() if seed is None else seed
        if not callable(answer):
            message = f"A {type(answer).__name__} is no function."
            step = f"hand over the function itself: ex.{self.name}.check({self.name})."
            return Report(self.name, "failed", message, next_step=step)
        report = self._judge(answer, self.draw, seed)
        if self.or_else is None or report.verdict in ("passed", "not attempted"):
            return report
        other = self._judge(answer, self.or_else, seed)
        if other.verdict == "passed" or (other.mistake and not report.mistake):
            return other
        return report

    def explanation(self) -> str:
        """Why the reference is right, and its source as a notebook would have it, without types."""
        source = inspect.getsource(self.reference)
        definition = ast.parse(source).body[0]
        assert isinstance(definition, ast.FunctionDef)
        body = "\n".join(source.splitlines()[definition.body[0].lineno - 1 :])
        signature = f"def {self.name}({', '.join(self.arguments)}):"
        return f"{textwrap.fill(self.prose, width=100)}\n\n{signature}\n{body}"

    def _run(self, fn: Callable[..., Any], case: Case) -> Outcome:
        return observe(fn, case, self.arguments, self.measure)

    def _judge(self, answer: Callable[..., Any], draw: Draw, seed: int) -> Report:
        trials: list[Trial] = []
        for case in draw(np.random.default_rng(seed)):
            actual = self._run(answer, case)
            if actual.not_attempted and not trials:
                return self._not_attempted()
            if actual.raised is not None:
                return self._raised(actual.raised, case, seed)
            trials.append(Trial(case, actual, self._run(self.reference, case)))
        findings = explain(trials, self.mistakes, self._run)
        if findings:
            mistake = next((finding.name for finding in findings if finding.name), None)
            message = " ".join(finding.sentence for finding in findings)
            return self._failed(message, mistake, self._details(trials), seed)
        return self._verified(answer, trials, seed)

    def _verified(self, answer: Callable[..., Any], trials: Sequence[Trial], seed: int) -> Report:
        """The last step: the gradients, which equal the reference's, against numerical ones."""
        message = f"right in {len(trials)} cases" if self.arguments else "right"
        if self.verify is None:
            return Report(self.name, "passed", f"{message}.", seed=seed)
        check = NumericalCheck()
        for trial in trials:
            if trial.case.numerical:
                try:
                    check += self.verify(self._run_checked(answer), trial.case, trial.actual)
                except RaisedElsewhere as raised:
                    return self._raised(raised, trial.case, seed)
        if check.wrong:
            names = join(check.wrong)
            text = f"{names}: not the numerical gradient of the value that your function returns."
            return self._failed(text, "not the numerical gradient", (), seed)
        message += f", {check.compared} entries equal to numerical gradients"
        if check.left_out:
            message += f" ({check.left_out} left out, where the difference crosses a kink)"
        return Report(self.name, "passed", f"{message}.", seed=seed)

    def _run_checked(self, answer: Callable[..., Any]) -> Run:
        def run(case: Case) -> Outcome:
            outcome = self._run(answer, case)
            if outcome.raised is not None:
                raise outcome.raised
            if outcome.wrong_form:
                raise RaisedElsewhere("TypeError", outcome.wrong_form)
            return outcome

        return run

    def _details(self, trials: Sequence[Trial]) -> tuple[str, ...]:
        """The smallest case that failed: its arguments, and what is not as expected."""
        trial = min((t for t in trials if not t.right), key=lambda t: _size(t.case.args))
        lines = [
            describe_difference(name, trial.actual.values[name], trial.expected.values[name])
            for name in (() if trial.actual.wrong_form else trial.wrong[:SHOWN])
        ]
        if trial.actual.changed:
            lines.append(f"changed by the call: {join(trial.actual.changed)}")
        return (*self._call(trial.case), *lines)

    def _call(self, case: Case) -> tuple[str, ...]:
        call = f"{self.name}({', '.join(self.arguments)})"
        lines = [f"{call} with {describe_arguments(self.arguments, case.args)}"]
        return tuple([*lines, case.note] if case.note else lines) if case.args else ()

    def _failed(
        self, message: str, mistake: str | None, details: tuple[str, ...], seed: int
    ) -> Report:
        step = f"mend {self.name} and check again; ex.{self.name}.hint() gives a hint."
        return Report(self.name, "failed", message, mistake, details, step, seed)

    def _raised(self, raised: RaisedElsewhere, case: Case, seed: int) -> Report:
        message = f"It raised {raised.ename}: {raised.evalue}"[:LONGEST]
        where = (raised.where[:LONGEST],) if raised.where else ()
        step = "look at the shapes of the quantities in that line."
        if not where:
            step = f"keep the signature {self.name}({', '.join(self.arguments)})."
        return Report(self.name, "raised", message, None, where + self._call(case), step, seed)

    def _not_attempted(self) -> Report:
        step = f"write {self.name} and check again; ex.{self.name}.hint() gives a hint."
        return Report(self.name, "not attempted", "It is not written yet.", next_step=step)


def _size(args: Sequence[object]) -> int:
    return sum(np.size(a) if isinstance(a, np.ndarray) else 1 for a in args)

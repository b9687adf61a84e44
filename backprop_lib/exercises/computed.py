"""Exercises that are judged by what the answer computes on cases drawn afresh."""

import abc
import contextlib
import io
import re
import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import numpy as np

from backprop_lib.exercises.calls import Outcome, wrong_arguments
from backprop_lib.exercises.cases import Case, Rng, fresh_seed, item, replaced
from backprop_lib.exercises.compare import Values
from backprop_lib.exercises.describe import (
    describe_arguments,
    describe_row,
    join,
    number,
    worst_entry,
)
from backprop_lib.exercises.exercise import Exercise
from backprop_lib.exercises.explain import Trial, explain
from backprop_lib.exercises.findings import Finding, Mistake
from backprop_lib.exercises.numerical import NumericalCheck, check_gradient, quotient
from backprop_lib.exercises.remote import RaisedElsewhere
from backprop_lib.exercises.report import Report, Worst
from backprop_lib.exercises.source import bare_source
from backprop_lib.gradcheck import has_kink

Draw: TypeAlias = Callable[[Rng], Sequence[Case]]

SHOWN = 6  # warnings and arrays that a report shows
LONGEST = 300  # characters of an exception's text that a report repeats
STATE = Finding(
    "stale",
    "The same call gives another result when it is made again: something is kept between calls. "
    "Let each call begin afresh, with local names alone.",
)

# How NumPy speaks of arrays that do not fit.
_ABOUT_SHAPES = re.compile(r"shape|broadcast|dimension|align|matmul|axis", re.IGNORECASE)


@dataclass(frozen=True)
class Spec:
    """What every computed exercise declares beside its reference.

    mistakes: known ones; covers: for each part, the names of the arrays that it is judged by;
    shown: what `solution` shows, where that is not the reference itself.
    """

    points: int
    mistakes: tuple[Mistake, ...]
    hints: tuple[str, ...]
    prose: str
    covers: Mapping[str, tuple[str, ...]] | None = None
    parts: Mapping[str, int] | None = None
    shown: Callable[..., Any] | None = None


class ComputedExercise(Exercise):
    """An exercise with a reference, cases, and known mistakes.

    reference: what is right, whose name the exercise has unless it is given one; arguments: the
    names of a case's arguments.
    """

    def __init__(
        self, reference: Callable[..., Any], spec: Spec, arguments: Sequence[str], name: str = ""
    ) -> None:
        super().__init__(name or reference.__name__, spec.points, spec.hints, spec.parts)
        self.reference = reference
        self.mistakes = spec.mistakes
        self.prose = spec.prose
        self.shown = spec.shown or reference
        self.covers = spec.covers or {}
        self.arguments = tuple(arguments)

    @property
    def signature(self) -> str:
        """Such as affine(X, W, b)."""
        return f"{self.name}({', '.join(self.arguments)})"

    @abc.abstractmethod
    def cases(self, rng: Rng, part: str | None) -> Sequence[Case]:
        """The cases of one check."""

    @abc.abstractmethod
    def run(self, answer: Any, case: Case, part: str | None = None) -> Outcome:
        """What the answer comes to on a case; `part` may spare work, but need not."""

    @abc.abstractmethod
    def wrong_kind(self, answer: object) -> tuple[str, str] | None:
        """A sentence and a next step for an answer that cannot be judged at all, else None."""

    def wrong_signature(self, evalue: str) -> tuple[str, str]:
        """What to say, and what to do, when a call does not fit what was written."""
        return (
            f"It cannot be called as {self.signature}: {evalue}",
            f"keep the signature {self.signature}.",
        )

    def scalar(self, answer: Any, case: Case) -> float:
        """What the gradients are gradients of, by the answer's own forward."""
        raise NotImplementedError

    def gradients(self, case: Case) -> Mapping[str, tuple[int, ...]]:
        """The arrays that are gradients: by name, where in the arguments their array is."""
        return {}

    def report_on(self, answer: object, seed: int | None, part: str | None) -> Report:
        """The report on an answer, or on a proxy of one."""
        seed = fresh_seed() if seed is None else seed
        if problem := self.wrong_kind(answer):
            return Report(self.name, "failed", problem[0], "wrong kind", next_step=problem[1])
        return self.report_on_cases(
            answer, self.cases(np.random.default_rng(seed), part), seed, part
        )

    def report_on_cases(
        self, answer: Any, cases: Sequence[Case], seed: int, part: str | None
    ) -> Report:
        """The report on an answer that was found fit to be judged."""
        trials: list[Trial] = []
        for case in cases:
            actual = self.run(answer, case, part)
            if actual.not_attempted and not trials:
                return self._not_attempted("It is not written yet.")
            if actual.raised is not None:
                return self._raised(actual.raised, case, seed, actual.warnings)
            right = self.run(self.reference, case, part)
            forgiven = tuple(finding for finding in actual.conduct if finding not in right.conduct)
            actual = replace(actual, conduct=forgiven)
            trials.append(Trial(case, actual, self._asked_for(right, actual, part)))
        trials[0] = self._asked_again(answer, trials[0], part)
        telling = sorted(trials, key=_last_to_tell)  # the first is shown, and spoken of
        findings = explain(
            telling, self.mistakes, lambda fn, case: self.run(fn, case, part), self.arguments
        )
        if findings:
            return self._failed(answer, telling, findings, seed)
        unwritten = next((t.actual.unwritten for t in trials if t.actual.unwritten), "")
        if unwritten:
            return self._not_attempted(unwritten)
        return self._verified(answer, trials, seed, part)

    def judged_otherwise(
        self, answer: Any, report: Report, cases: Draw, part: str | None
    ) -> Report | None:
        """The report on other cases, where the first one did not find the answer right."""
        if report.seed is None or report.verdict in ("passed", "not attempted"):
            return None
        others = cases(np.random.default_rng(report.seed))
        return self.report_on_cases(answer, others, report.seed, part)

    def explanation(self) -> str:
        """Why the solution is right, and its source as a notebook would have it, without types."""
        return f"{textwrap.fill(self.prose, width=100)}\n\n{bare_source(self.shown)}"

    def _asked_for(self, expected: Outcome, actual: Outcome, part: str | None) -> Outcome:
        """What of the reference's arrays is looked at: those of the part that are written."""
        names = self.covers.get(part or "", tuple(expected.values))
        if actual.unwritten:
            names = tuple(name for name in names if name in actual.values)
        return replace(expected, values={n: v for n, v in expected.values.items() if n in names})

    def _asked_again(self, answer: Any, trial: Trial, part: str | None) -> Trial:
        """The first trial, with a remark when the same call now comes to something else."""
        if not trial.case.args or trial.actual.wrong_form:
            return trial
        again = self.run(answer, trial.case, part)
        same = again.values.keys() == trial.actual.values.keys() and all(
            np.array_equal(again.values[name], value, equal_nan=True)
            for name, value in trial.actual.values.items()
        )
        if same:
            return trial
        conduct = (*trial.actual.conduct, STATE)
        return replace(trial, actual=replace(trial.actual, conduct=conduct))

    def _verified(
        self, answer: Any, trials: Sequence[Trial], seed: int, part: str | None
    ) -> Report:
        """The last step: the gradients, which equal the reference's, against numerical ones.

        Not for a part: a wrong forward must not cost the backward's points.
        """
        message = f"right in {len(trials)} cases" if self.arguments else "right"
        check = NumericalCheck()
        for trial in trials:
            if part is None and trial.case.numerical and not self._in_single_precision(trial):
                try:
                    check += self._against_quotients(answer, trial)
                except RaisedElsewhere as raised:
                    return self._raised(raised, trial.case, seed, trial.actual.warnings)
        warnings = _warnings(trials)
        if check.wrong:
            text = f"{join(check.wrong)}: not the numerical gradient of the value that you return."
            mistake = "not the numerical gradient"
            step = f"mend {self.name} and check again."
            return Report(
                self.name, "failed", text, mistake, next_step=step, seed=seed, warnings=warnings
            )
        if check.compared:
            message += f", {check}"
        return Report(self.name, "passed", f"{message}.", seed=seed, warnings=warnings)

    def _against_quotients(self, answer: Any, trial: Trial) -> NumericalCheck:
        check = NumericalCheck()
        for name, place in self.gradients(trial.case).items():
            if name in trial.expected.values:
                x = item(trial.case.args, place)
                with contextlib.redirect_stdout(io.StringIO()):  # hundreds of calls
                    f = self._along(answer, trial.case, place)
                    check += check_gradient(f, x, name, trial.actual.values[name])
        return check

    def _along(self, answer: Any, case: Case, place: tuple[int, ...]) -> Callable[[Values], float]:
        """The answer's own forward as a function of one of its arrays."""
        number = isinstance(item(case.args, place), float)
        return lambda x: self.scalar(answer, replaced(case, place, x.item() if number else x))

    def _in_single_precision(self, trial: Trial) -> bool:
        """A difference of float32 values has no digits left."""
        return any(value.dtype == np.float32 for value in trial.actual.values.values())

    def _failed(
        self, answer: Any, trials: Sequence[Trial], findings: Sequence[Finding], seed: int
    ) -> Report:
        """The case that tells most: its arguments, what came back, the worst entry."""
        trial = trials[0]
        details = [*self.call(trial.case)]
        rows = []
        if trial.wrong and not trial.actual.wrong_form:
            names = [*trial.wrong, *(n for n in trial.expected.values if n not in trial.wrong)]
            values = trial.actual.values, trial.expected.values
            rows = [describe_row(n, values[0].get(n), values[1][n]) for n in names[:SHOWN]]
        if trial.actual.changed:
            details.append(f"changed by the call: {join(trial.actual.changed)}")
        return Report(
            self.name,
            "failed",
            " ".join(finding.sentence for finding in findings),
            next((finding.name for finding in findings if finding.name), None),
            tuple(details),
            f"mend {self.name} and check again; ex.{self.name}.hint() gives a hint.",
            seed,
            rows=tuple(rows),
            worst=self._worst(answer, trial),
            warnings=_warnings(trials),
        )

    def _worst(self, answer: Any, trial: Trial) -> Worst | None:
        """The worst entry of the first array that is wrong and has the right shape."""
        if trial.actual.wrong_form:
            return None
        for name in trial.wrong:
            actual, expected = trial.actual.values[name], trial.expected.values[name]
            if actual.shape == expected.shape and actual.ndim:
                i = worst_entry(actual, expected)
                numeric = self._quotient(answer, trial, name, i)
                place = f"[{', '.join(map(str, i))}]"
                return Worst(name, place, number(actual[i]), number(expected[i]), numeric)
        return None

    def _quotient(self, answer: Any, trial: Trial, name: str, i: tuple[int, ...]) -> str:
        """One difference quotient of the student's own forward; "" where it would mean nothing."""
        place = self.gradients(trial.case).get(name)
        if place is None or self._in_single_precision(trial):
            return ""
        f = self._along(answer, trial.case, place)
        x = np.asarray(item(trial.case.args, place), dtype=float)
        with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(Exception):
            found = quotient(f, x, i)
            if np.isfinite(found) and not has_kink(f, x, i, max(1.0, abs(found)) * 1e-4):
                return number(found)
        return ""

    def call(self, case: Case) -> tuple[str, ...]:
        """The call of a case in words, and what there is to know about it."""
        lines = [f"{self.signature} with {describe_arguments(self.arguments, case.args)}"]
        return tuple([*lines, case.note] if case.note else lines) if case.args else ()

    def _raised(
        self, raised: RaisedElsewhere, case: Case, seed: int, warnings: tuple[str, ...]
    ) -> Report:
        message = f"It raised {raised.ename}: {raised.evalue}"[:LONGEST]
        where = (raised.where[:LONGEST],) if raised.where else ()
        step = "mend that line and check again."
        if _ABOUT_SHAPES.search(raised.evalue):
            step = "look at the shapes of the quantities in that line."
        if raised.ename == "NameError":
            step = "define that name before it is used: was the cell that defines it run?"
        elif wrong_arguments(raised):
            message, step = self.wrong_signature(raised.evalue[:LONGEST])
        elif not where:
            step = "mend it and check again."
        return Report(
            self.name, "raised", message, None, where + self.call(case), step, seed, None,
            warnings=warnings[:SHOWN],
        )  # fmt: skip

    def _not_attempted(self, message: str) -> Report:
        step = f"write {self.name} and check again; ex.{self.name}.hint() gives a hint."
        return Report(self.name, "not attempted", message, next_step=step)


def _warnings(trials: Sequence[Trial]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(w for trial in trials for w in trial.actual.warnings))[:SHOWN]


def _last_to_tell(trial: Trial) -> tuple[bool, bool, bool, int]:
    """Sorts cases: of those that failed, first what has the wrong form or shape, then by size."""
    return (
        trial.right,
        not trial.actual.wrong_form,
        trial.shapes_fit,
        _size(trial.case.args),
    )


def _size(args: Sequence[object]) -> int:
    return sum(np.size(a) if isinstance(a, np.ndarray) else 1 for a in args)

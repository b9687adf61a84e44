"""Exercises in which the student writes a function."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from backprop_lib.exercises.calls import (
    Measure,
    Outcome,
    Seen,
    note_aliases,
    note_changes,
    observe,
    returned,
)
from backprop_lib.exercises.cases import Case, Rng
from backprop_lib.exercises.compare import Measured, type_name
from backprop_lib.exercises.computed import ComputedExercise, Draw, Spec
from backprop_lib.exercises.findings import Mistake
from backprop_lib.exercises.remote import RaisedElsewhere, RemoteCallable, call_with_names
from backprop_lib.exercises.report import Report


class FunctionExercise(ComputedExercise):
    """A function to write.

    reference: the right function, whose name the exercise has; draw: its cases; measure: from what
    a call returned to named arrays (WrongForm when it cannot); gradients: for each array that is a
    gradient, where in the arguments its array is, and value: the name of what it is a gradient of,
    so that both are compared with difference quotients; parts with points, and for each of them
    the arrays that it covers; or_else: other cases under which an answer is right as well;
    may_return_input: whether a result may be an array that was given; may_return_generator:
    whether it may be a generator, from which `measure` then draws, no more than it needs.
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
        gradients: Mapping[str, tuple[int, ...]] | None = None,
        value: str = "",
        parts: Mapping[str, int] | None = None,
        covers: Mapping[str, tuple[str, ...]] | None = None,
        or_else: Draw | None = None,
        may_return_input: bool = False,
        may_return_generator: bool = False,
    ) -> None:
        if set(parts or ()) != set(covers or ()):
            raise ValueError(f"{reference.__name__}: say for each part which arrays it covers")
        spec = Spec(points, mistakes, hints, prose, covers, parts)
        super().__init__(reference, spec, list(inspect.signature(reference).parameters))
        self.draw = draw
        self.measure = measure
        self.or_else = or_else
        self.value = value
        self.may_return_input = may_return_input
        self.may_return_generator = may_return_generator
        self._gradients = dict(gradients or {})

    def cases(self, rng: Rng, part: str | None) -> Sequence[Case]:
        """As drawn, whatever the part."""
        return self.draw(rng)

    def run(self, answer: Any, case: Case, part: str | None = None) -> Outcome:
        """One call, measured."""

        def measure(seen: Seen) -> Measured:
            args = case.fresh_args()
            result = call_with_names(answer, case.names, *args)
            note_changes(seen, answer, case.args, args, self.arguments)
            values = self.measure(returned(result, self.may_return_generator), case)
            if not self.may_return_input:
                note_aliases(seen, answer, result, args)
            return values

        return observe(measure)

    def gradients(self, case: Case) -> Mapping[str, tuple[int, ...]]:
        """As declared."""
        return self._gradients

    def scalar(self, answer: Any, case: Case) -> float:
        """The value that the gradients belong to; raises RaisedElsewhere where there is none."""
        outcome = self.run(answer, case)
        if outcome.raised is not None:
            raise outcome.raised
        if outcome.wrong_form:
            raise RaisedElsewhere("TypeError", outcome.wrong_form)
        return float(outcome.values[self.value])

    def wrong_kind(self, answer: object) -> tuple[str, str] | None:
        """What is no function: a value, a class."""
        return no_function(self.name, self.arguments, answer)

    def report_on(self, answer: object, seed: int | None, part: str | None) -> Report:
        """The report on a function, or on a proxy of one."""
        report = super().report_on(answer, seed, part)
        if self.or_else is None or report.mistake in {mistake.name for mistake in self.mistakes}:
            return report
        other = self.judged_otherwise(answer, report, self.or_else, part)
        if other and (other.verdict == "passed" or (other.mistake and not report.mistake)):
            return other
        return report


def no_function(name: str, arguments: Sequence[str], answer: object) -> tuple[str, str] | None:
    """A sentence and a next step for what is no function, else None."""
    kind = type_name(answer)
    signature = f"def {name}({', '.join(arguments)})"
    remote = isinstance(answer, RemoteCallable)
    if isinstance(answer, type) or (remote and getattr(answer, "handle_kind", "") == "class"):
        return "A class is no function.", f"write a function, {signature}: ..."
    if not callable(answer) or kind in ("generator", "coroutine"):
        step = f"hand over the function itself: ex.{name}.check({name})."
        return f"A {kind} is no function.", step
    return None

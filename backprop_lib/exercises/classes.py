"""Exercises in which the student writes a class, judged through what its objects do."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from backprop_lib.exercises.calls import Outcome, Seen, note_changes, observe, returned
from backprop_lib.exercises.cases import Case, Rng, fresh_seed
from backprop_lib.exercises.compare import Measured, as_array, type_name
from backprop_lib.exercises.computed import ComputedExercise, Draw, Spec
from backprop_lib.exercises.findings import Mistake
from backprop_lib.exercises.remote import RemoteCallable
from backprop_lib.exercises.report import Report


@dataclass(frozen=True)
class Scenario:
    """One thing that is done with a class, as a program would do it.

    draw: its cases; play: what is done, play(cls, *arguments), which gives named arrays or numbers;
    arguments: their names; points: what it pays as a part of its own.
    """

    points: int
    draw: Draw
    play: Callable[..., Mapping[str, Any]]
    arguments: tuple[str, ...] = ()


class ClassExercise(ComputedExercise):
    """A class to write, constructed and used through its methods.

    reference: the right class, whose name the exercise has; scenarios: its parts, by name, checked
    in their order; shown: the class as `solution` shows it, if that is another one. A mistake's
    `wrong` is a wrong class.
    """

    def __init__(
        self,
        reference: type,
        scenarios: Mapping[str, Scenario],
        *,
        mistakes: tuple[Mistake, ...],
        hints: tuple[str, ...],
        prose: str,
        shown: type | None = None,
    ) -> None:
        parts = {name: scenario.points for name, scenario in scenarios.items()}
        spec = Spec(sum(parts.values()), mistakes, hints, prose, parts=parts, shown=shown)
        super().__init__(reference, spec, ())
        self.scenarios = dict(scenarios)

    def cases(self, rng: Rng, part: str | None) -> Sequence[Case]:
        """Those of a part, or of the first one."""
        return self.scenarios[part or next(iter(self.scenarios))].draw(rng)

    def run(self, answer: Any, case: Case, part: str | None = None) -> Outcome:
        """One scenario, played."""
        scenario = self.scenarios[part or next(iter(self.scenarios))]

        def measure(seen: Seen) -> Measured:
            args = case.fresh_args()
            found = scenario.play(answer, *args)
            note_changes(seen, None, case.args, args, scenario.arguments)
            return {name: as_array(name, returned(value)) for name, value in found.items()}

        return observe(measure)

    def report_on(self, answer: object, seed: int | None, part: str | None) -> Report:
        """The report on a class, or on a proxy of one; without a part, on the first that fails."""
        seed = fresh_seed() if seed is None else seed
        reports = []
        for name in self.scenarios if part is None else [part]:
            self.arguments = self.scenarios[name].arguments
            report = super().report_on(answer, seed, name)
            if report.verdict != "passed":
                return report
            reports.append(f"{name}: {report.message}")
        text = "\n".join(reports) if part is None else reports[0].removeprefix(f"{part}: ")
        return Report(self.name, "passed", text, seed=seed)

    def wrong_kind(self, answer: object) -> tuple[str, str] | None:
        """What is no class: an object of it, a function."""
        if isinstance(answer, RemoteCallable):
            is_class = getattr(answer, "handle_kind", "class") == "class"
        else:
            is_class = isinstance(answer, type)
        if is_class:
            return None
        step = f"hand over the class itself: ex.{self.name}.check({self.name})."
        kind = "function" if callable(answer) else type_name(answer)
        return f"A {kind} is no class.", step

    def wrong_signature(self, evalue: str) -> tuple[str, str]:
        """What to say when a method does not take what it is given."""
        return f"A method takes other arguments: {evalue}", "keep the signatures that were given."

    def call(self, case: Case) -> tuple[str, ...]:
        """The arguments of a scenario, and what there is to know about the case."""
        return tuple(line.removeprefix(f"{self.signature} with ") for line in super().call(case))

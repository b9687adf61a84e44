"""Kinds of exercises of lesson 09: functions that make functions, and the class Tensor."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, TypeAlias

from backprop_lib.exercises.calls import Outcome, Seen, observe, returned
from backprop_lib.exercises.cases import Case
from backprop_lib.exercises.classes import ClassExercise
from backprop_lib.exercises.compare import WrongForm, a_kind, as_array
from backprop_lib.exercises.computed import Draw
from backprop_lib.exercises.findings import Mistake
from backprop_lib.exercises.function import FunctionExercise
from backprop_lib.exercises.remote import RaisedElsewhere

NOT_RUN = RaisedElsewhere("NotRun", "")  # what known mistakes come to where they are not tried

Play: TypeAlias = Callable[..., Mapping[str, Any]]


class PlayedExercise(FunctionExercise):
    """A function that takes a function and returns one, such as `unit(f)`.

    play: what is done with it, play(answer, *arguments of the case), which gives named arrays.
    Reports describe a case by its note.
    """

    def __init__(
        self,
        reference: Callable[..., Any],
        points: int,
        *,
        draw: Draw,
        play: Play,
        mistakes: tuple[Mistake, ...],
        hints: tuple[str, ...],
        prose: str,
    ) -> None:
        super().__init__(
            reference,
            points,
            draw=draw,
            measure=lambda result, _: result,
            mistakes=mistakes,
            hints=hints,
            prose=prose,
        )
        self.play = play

    def run(self, answer: Any, case: Case, part: str | None = None) -> Outcome:
        """One case, played."""

        def measure(_: Seen) -> Mapping[str, Any]:
            found = self.play(answer, *case.fresh_args())
            return {name: as_array(name, returned(value)) for name, value in found.items()}

        return observe(measure)

    def wrong_signature(self, evalue: str) -> tuple[str, str]:
        """For what it returned, too."""
        if evalue.partition("(")[0].rpartition(".")[2] == self.name:
            return super().wrong_signature(evalue)
        step = "let the inner function take what f takes, def call(*args): ..."
        return f"What it returned cannot be called as f can: {evalue}", step

    def call(self, case: Case) -> tuple[str, ...]:
        """What is done in the case."""
        return (case.note,)


class TensorExercise(ClassExercise):
    """A class whose long scenarios are played with few of the known mistakes.

    long: for a scenario's name those mistakes that show themselves in it alone.
    """

    long: Mapping[str, tuple[Mistake, ...]] = MappingProxyType({})

    def run(self, answer: Any, case: Case, part: str | None = None) -> Outcome:
        """One scenario, played, unless it would take long and show nothing."""
        tried = [mistake.wrong for mistake in self.long.get(part or "", self.mistakes)]
        if answer not in tried and answer in [mistake.wrong for mistake in self.mistakes]:
            return Outcome(raised=NOT_RUN)
        return super().run(answer, case, part)


def function_from(answer: Any, f: Any) -> Any:
    """What the answer made of f. Raises WrongForm when that cannot be called."""
    made = answer(f)
    if made is None:
        raise WrongForm("It returned None: return the inner function itself, `return call`.")
    if not callable(made):
        raise WrongForm(f"It returned {a_kind(made)}: return a function, without calling it.")
    return made


def attribute(label: str, thing: Any, name: str) -> Any:
    """An attribute of an object of the student's. Raises WrongForm when there is none."""
    try:
        return getattr(thing, name)
    except AttributeError:
        raise WrongForm(f"{label} is {a_kind(thing)}: a Node is needed.") from None

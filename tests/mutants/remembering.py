"""An exercise that remembers what it has worked out itself: the same verdicts, sooner."""

import copy
import io
import pickle
from collections.abc import Sequence
from types import MappingProxyType
from typing import Any

from backprop_lib.exercises.calls import Outcome
from backprop_lib.exercises.cases import Case
from backprop_lib.exercises.computed import ComputedExercise
from backprop_lib.exercises.report import Report


def remembering(exercise: Any) -> Any:
    """A copy of an exercise that runs its reference and its known mistakes once on each case.

    Every wrong answer is compared with all of them, on the same cases under the same seed. What
    is judged always runs, also where it is one of them.
    """
    made: Any = copy.copy(exercise)
    if not isinstance(exercise, ComputedExercise):
        return made
    own = {id(fn) for fn in (exercise.reference, *(m.wrong for m in exercise.mistakes))}
    outcomes: dict[tuple[int, str | None, bytes], Outcome] = {}
    contents: dict[int, bytes | None] = {}
    judged: object = None

    def report_on_cases(
        answer: object, cases: Sequence[Case], seed: int, part: str | None
    ) -> Report:
        nonlocal judged
        judged = answer
        contents.clear()  # and anew before anything runs: what a case holds may note its calls
        contents.update({id(case): _content(case) for case in cases})
        return type(exercise).report_on_cases(made, answer, cases, seed, part)

    def run(answer: Any, case: Case, part: str | None = None) -> Outcome:
        content = contents.get(id(case))
        if content is None or answer is judged or id(answer) not in own:
            return type(exercise).run(made, answer, case, part)
        key = id(answer), part, content
        if key not in outcomes:
            outcomes[key] = type(exercise).run(made, answer, case, part)
        return outcomes[key]

    made.report_on_cases, made.run = report_on_cases, run
    return made


class _Pickler(pickle.Pickler):
    def reducer_override(self, value: Any) -> Any:
        return (dict, (dict(value),)) if isinstance(value, MappingProxyType) else NotImplemented


def _content(case: Case) -> bytes | None:
    """What is equal for equal cases alone; None where a case holds what has no such thing."""
    made = io.BytesIO()
    try:
        _Pickler(made).dump(case)
    except (AttributeError, TypeError, pickle.PicklingError):
        return None  # a function within another
    return made.getvalue()

"""Exercises with an open result: a trained net is judged by what it reaches."""

import textwrap
from collections.abc import Callable
from typing import Any

import numpy as np

from backprop_lib.exercises.calls import observe
from backprop_lib.exercises.compare import as_number
from backprop_lib.exercises.describe import number
from backprop_lib.exercises.exercise import Exercise
from backprop_lib.exercises.report import Report


class OpenExercise(Exercise):
    """Something to train or to design, with credit for the way that it has come.

    reached: from the answer to one number, such as the accuracy on held-out samples (WrongForm for
    what it cannot judge); what: what the number is; target: the number that earns all points;
    start: the one that earns none. Between them credit grows in proportion; a target below start
    means that less is better. prose: how one gets there.
    """

    def __init__(
        self,
        name: str,
        points: int,
        reached: Callable[[Any], float],
        *,
        what: str,
        start: float,
        target: float,
        hints: tuple[str, ...],
        prose: str,
    ) -> None:
        if start == target:
            raise ValueError(f"{name}: start and target are both {start}: they must differ")
        super().__init__(name, points, hints)
        self.reached = reached
        self.what = what
        self.start = start
        self.target = target
        self.prose = prose

    def report_on(self, answer: object, seed: int | None, part: str | None) -> Report:
        """The report on an answer; its score is the share of the points that it earns."""
        step = f"see what could take it further; ex.{self.name}.hint() gives a hint."
        if answer is None or answer is Ellipsis:
            text, step = "There is no answer yet.", f"hand over {self.name} when it is made."
            return Report(self.name, "not attempted", text, next_step=step)
        outcome = observe(lambda _: {self.what: as_number(self.what, self.reached(answer))})
        if outcome.not_attempted:
            return Report(self.name, "not attempted", "It is not written yet.", next_step=step)
        if outcome.raised is not None:
            text = f"It raised {outcome.raised}"[:300]
            where = (outcome.raised.where,) if outcome.raised.where else ()
            return Report(
                self.name, "raised", text, None, where, step, warnings=outcome.warnings
            )  # fmt: skip
        if outcome.wrong_form:
            return Report(self.name, "failed", outcome.wrong_form, "wrong kind", next_step=step)
        value = float(outcome.values[self.what])
        if not np.isfinite(value):
            text = f"The {self.what} is {value}: look for a division by zero or an overflow."
            return Report(self.name, "failed", text, "not finite", next_step=step)
        score = float(np.clip((value - self.start) / (self.target - self.start), 0.0, 1.0))
        text = f"The {self.what} is {number(value)}"
        if score == 1.0:
            return Report(self.name, "passed", f"{text}.", warnings=outcome.warnings)
        text += (
            f": {number(score * self.points)} of {self.points} points; all of them "
            f"from {number(self.target)}, none at {number(self.start)}."
        )
        return Report(
            self.name, "failed", text, next_step=step, score=score, warnings=outcome.warnings
        )  # fmt: skip

    def explanation(self) -> str:
        """How one gets there."""
        return textwrap.fill(self.prose, width=100)

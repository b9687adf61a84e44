"""A question with options, one of which is right."""

import textwrap
from collections.abc import Mapping

from backprop_lib.exercises.compare import a_kind
from backprop_lib.exercises.exercise import Exercise
from backprop_lib.exercises.report import Report


class Quiz(Exercise):
    """A multiple-choice question, answered with a letter.

    why_wrong: for each wrong option the sentence that answers it; because: why the right one is.
    """

    def __init__(
        self,
        name: str,
        points: int,
        question: str,
        options: Mapping[str, str],
        right: str,
        because: str,
        why_wrong: Mapping[str, str],
        hints: tuple[str, ...],
    ) -> None:
        super().__init__(name, points, hints)
        if set(options) != {right, *why_wrong}:
            raise ValueError(f"{name}: each wrong option needs a sentence, and there is one right")
        self.question = question
        self.options = options
        self.right = right
        self.because = because
        self.why_wrong = why_wrong

    def report_on(self, answer: object, seed: int | None, part: str | None) -> Report:
        """The report on an answer such as "a"; None, ... and "" are not attempted."""
        letters = ", ".join(f'"{letter}"' for letter in self.options)
        if answer is None or answer is Ellipsis:
            return self._not_attempted(letters)
        if not isinstance(answer, str):
            return self._failed(f"The answer is {a_kind(answer)}: give a letter, one of {letters}.")
        letter = answer.strip().strip(".)").lower()
        if not letter:
            return self._not_attempted(letters)
        if letter == self.right:
            return Report(self.name, "passed", self.because)
        if letter in self.why_wrong:
            return self._failed(self.why_wrong[letter], mistake=letter)
        return self._failed(f"The answer is {answer[:20]!r}: give one of {letters}.")

    def explanation(self) -> str:
        """The right option and why."""
        option = f"{self.right}. {self.options[self.right]}"
        return f"{option}\n\n{textwrap.fill(self.because, width=100)}"

    def _not_attempted(self, letters: str) -> Report:
        step = f"set {self.name} to one of {letters}, in quotes."
        return Report(self.name, "not attempted", "There is no answer yet.", next_step=step)

    def _failed(self, message: str, mistake: str | None = None) -> Report:
        step = f"read the question again; ex.{self.name}.hint() gives a hint."
        return Report(self.name, "failed", message, mistake=mistake, next_step=step)

"""What a check has to say: the report, and the exception that carries it."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

Verdict: TypeAlias = Literal["not attempted", "failed", "raised", "passed"]


@dataclass(frozen=True)
class Report:
    """The outcome of one check.

    `message` is what the student needs to read; `mistake` names the known mistake or the pattern
    behind it, None when there is none; `details` are lines of shapes and numbers; `seed` repeats
    the same cases, None where nothing is random.
    """

    exercise: str
    verdict: Verdict
    message: str
    mistake: str | None = None
    details: tuple[str, ...] = ()
    next_step: str = ""
    seed: int | None = None

    def __str__(self) -> str:
        lines = [f"{self.exercise}: {self.verdict}", self.message]
        lines += [f"  {line}" for line in self.details]
        if self.next_step:
            lines.append(f"Next: {self.next_step}")
        if self.seed is not None and self.verdict in ("failed", "raised"):
            again = f"ex.{self.exercise}.check({self.exercise}, seed={self.seed})"
            lines.append(f"The same cases again: {again}")
        return "\n".join(lines)


class ExerciseFailed(AssertionError):
    """A check that did not pass. Its text is the whole report; notebooks show nothing else."""

    def __init__(self, report: Report) -> None:
        super().__init__(report)
        self.report = report

    def __str__(self) -> str:
        return str(self.report)

    def _render_traceback_(self) -> list[str]:
        return str(self.report).splitlines()

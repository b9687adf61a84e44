"""What a check has to say: the report, in text, in HTML and as data, and what carries it."""

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

Verdict: TypeAlias = Literal["not attempted", "failed", "raised", "passed"]

ICONS: dict[Verdict, str] = {"passed": "✔", "failed": "✘", "raised": "⚠", "not attempted": "○"}


@dataclass(frozen=True)
class Row:
    """One array of a result beside the one that was expected, in words."""

    name: str
    yours: str
    expected: str
    right: bool


@dataclass(frozen=True)
class Worst:
    """The entry that is furthest off: `place` such as "[2, 0]", numbers as text.

    numeric: the difference quotient of the student's own forward, "" where there is none.
    """

    name: str
    place: str
    yours: str
    expected: str
    numeric: str = ""

    def __str__(self) -> str:
        beside = f", by difference quotient {self.numeric}" if self.numeric else ""
        return f"worst entry: {self.name}{self.place} is {self.yours}, expected {self.expected}" + (
            beside
        )


@dataclass(frozen=True)
class Report:
    """The outcome of one check.

    `message` is what the student needs to read; `mistake` names the known mistake or the pattern
    behind it, None when there is none; `details` are the student's line, the call and notes on it;
    `rows` the table of its result and `worst` the worst entry; `seed` repeats the same cases, None
    where nothing is random; `part` is what was asked for, None for all; `score` is what was
    earned, from 0 to 1; `warnings` are those that the student's code gave.
    """

    exercise: str
    verdict: Verdict
    message: str
    mistake: str | None = None
    details: tuple[str, ...] = ()
    next_step: str = ""
    seed: int | None = None
    part: str | None = None
    rows: tuple[Row, ...] = ()
    worst: Worst | None = None
    score: float = 0.0
    warnings: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.verdict == "passed":
            object.__setattr__(self, "score", 1.0)

    @property
    def title(self) -> str:
        """The exercise, its part and the verdict."""
        part = f" ({self.part})" if self.part else ""
        return f"{self.exercise}{part}: {self.verdict}"

    @property
    def again(self) -> str:
        """What to type for the same cases again; empty when there is nothing to repeat."""
        if self.seed is None or self.verdict not in ("failed", "raised"):
            return ""
        part = f", part={self.part!r}" if self.part else ""
        return f"ex.{self.exercise}.check({self.exercise}{part}, seed={self.seed})"

    def as_dict(self) -> dict[str, Any]:
        """What a class report counts: exercise, part, verdict, message, mistake, seed, score."""
        names = ("exercise", "part", "verdict", "message", "mistake", "seed", "score")
        return {name: getattr(self, name) for name in names}

    def __str__(self) -> str:
        lines = [self.title, self.message]
        lines += [f"  {line}" for line in (*self.details, *_table(self.rows))]
        if self.worst is not None:
            lines.append(f"  {self.worst}")
        lines += [f"Warning: {text}" for text in self.warnings]
        if self.next_step:
            lines.append(f"Next: {self.next_step}")
        if self.again:
            lines.append(f"The same cases again: {self.again}")
        return "\n".join(lines)

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        from backprop_lib.exercises.report_html import as_html

        return {"text/html": as_html(self), "text/plain": str(self)}


def _table(rows: tuple[Row, ...]) -> list[str]:
    if not rows:
        return []
    cells = [("", "yours", "expected", "")]
    cells += [(r.name, r.yours, r.expected, "right" if r.right else "wrong") for r in rows]
    widths = [max(len(row[k]) for row in cells) for k in range(4)]
    return [
        "  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)).rstrip() for row in cells
    ]


class ExerciseFailed(AssertionError):
    """A check that did not pass. Its text is the whole report; notebooks show nothing else."""

    def __init__(self, report: Report) -> None:
        super().__init__(report)
        self.report = report
        self._displayed = False

    def __str__(self) -> str:
        return str(self.report)

    def _render_traceback_(self) -> list[str]:
        """The report in place of a traceback; where it is shown as HTML, one line is left."""
        from backprop_lib.exercises.show import show_rich

        # A kernel asks more than once for one exception.
        self._displayed = self._displayed or show_rich(self.report)
        if self._displayed:
            return [f"{self.report.title}. The report is above."]
        return str(self.report).splitlines()

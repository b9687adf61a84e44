"""The report in the terminal: what a page says first."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from autograder.report.history import Changes
from autograder.report.near_copies import NearCopy
from autograder.report.results import ClassResults
from autograder.report.summary import faults, mistakes, rates, scores, stops

MISTAKES = 10
NAMES = 20


def show(of: ClassResults, pairs: list[NearCopy], changes: Changes, out: Console) -> None:
    """Print how the class did."""
    spread = scores(of.results, of.points)
    _line(
        out,
        f"{of.lesson}: {spread.count} graded, on average {spread.mean:.1f} of {of.points:g} "
        f"points, median {spread.median:g}, from {spread.lowest:g} to {spread.highest:g}.",
    )
    out.print(_rates(of))
    if found := mistakes(of):
        out.print(_mistakes(of))
        if len(found) > MISTAKES:
            _line(out, f"And {len(found) - MISTAKES} rarer mistakes: see the page.")
    stopped = sorted({told.student for told in stops(of)})
    at_fault = sorted({told.check.title for told in faults(of)})
    for what, names in (
        ("Stopped (time-outs and crashes)", stopped),
        ("The course is at fault in", at_fault),
        ("Handed in, not graded yet", of.ungraded),
        ("Not handed in", of.absent),
        ("Graded by nbgrader's own command, reasons unknown", of.without_record),
        ("Near-copies (a hint)", [" and ".join(pair.students) for pair in pairs]),
    ):
        if names:
            _line(out, f"{what}: {_some(names)}")
    if changes.since:
        _line(
            out,
            f"Since {changes.since}: {len(changes.new)} newly graded, "
            f"{len(changes.moved)} with other points or verdicts.",
        )


def _rates(of: ClassResults) -> Table:
    table = Table("exercise", "points", "passed", "how it went")
    for rate in rates(of):
        told = ", ".join(
            f"{count} {state}" for state, count in rate.states.items() if state != "passed"
        )
        passed = "by hand" if rate.check.by_hand else f"{100 * rate.passed:.0f} %"
        table.add_row(escape(rate.check.title), f"{rate.check.points:g}", passed, told)
    return table


def _mistakes(of: ClassResults) -> Table:
    table = Table("students", "exercise", "mistake", "what they were told")
    for each in mistakes(of)[:MISTAKES]:
        cells = (each.exercise, each.name, " ".join(each.sentence.split())[:200])
        table.add_row(str(len(each.students)), *map(escape, cells))
    return table


def _line(out: Console, text: str) -> None:
    out.print(escape(text), highlight=False, soft_wrap=True)


def _some(names: list[str] | tuple[str, ...]) -> str:
    more = f" and {len(names) - NAMES} more" if len(names) > NAMES else ""
    return ", ".join(names[:NAMES]) + more

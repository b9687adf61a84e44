"""docs/checks.md: what the corpus found out, as a page."""

from collections.abc import Iterable, Iterator, Sequence

from tests.mutants import long_run
from tests.mutants.corpus import SEEDS, Name, equivalent_of
from tests.mutants.record import Record, Row
from tests.root import ROOT

COUNTS = ("mutants", "killed", "equivalent")
PAIRS = ("mistakes", "variants", "diagnosed")

PAGE = ROOT / "docs" / "checks.md"

INTRODUCTION = f"""\
# How far the checks can be trusted

A check must accept every right answer, reject every wrong one, and say what is wrong. For every
exercise this is tried on three kinds of answers, each under {len(SEEDS)} seeds, that is with
{len(SEEDS)} draws of shapes and numbers:

- **Known mistakes**, which the exercise lists with a sentence each. Counted are those that were
  rejected with their own sentence under every seed.
- **Mutants**: the reference with one small change, made from its syntax tree. An operator, a
  comparison, a sign, an axis, a transpose, an index or a constant is another one, a statement or
  an operand is missing, operands or values that are returned are swapped, `=` stands for `+=`.
  Killed are those that were rejected under every seed; equivalent are those that are right all
  the same, for the reasons below.
- **Variants** that are right but written otherwise: with loops, einsum, other stable forms, other
  containers, in float32.

A mutant may match a general pattern, such as a transposed or negated array or a constant factor,
in everything that is wrong with it. Whether it does is found out from its numbers, apart from the
checks. **Diagnosed** counts those that were called by a name that their numbers bear out, under
every seed, among those that match.

The samples are exercises of the kinds that no lesson has yet; they belong to the tests alone.

This page is written by `python -m tests.mutants`, which runs the corpus and keeps the counts. The
tests see to it that these are of the checks as they are now, and run the corpus under the first of
the seeds.

| exercise | known mistakes | mutants made | killed | equivalent | variants accepted | diagnosed |
| --- | ---: | ---: | ---: | ---: | ---: | ---: |
"""


def page(records: Sequence[Record]) -> str:
    """The whole page."""
    rows = [(record.lesson, row) for record in records for row in record.rows]
    text = INTRODUCTION + "\n".join(_row(f"{lesson}: {row.exercise}", row) for lesson, row in rows)
    total = _row("all", _sum([row for _, row in rows]), bold=True)
    return f"{text}\n{total}\n{_long_run()}{_equivalent(rows)}"


def _row(title: str, row: Row, bold: bool = False) -> str:
    mutants = (row.mutants, row.killed, row.equivalent)
    cells = [
        title,
        _of(row.mistakes),
        *(str(count) if row.mutants else "–" for count in mutants),
        _of(row.variants),
        _of(row.diagnosed),
    ]
    return _line([f"**{cell}**" for cell in cells] if bold else cells)


def _sum(rows: Sequence[Row]) -> Row:
    def both(name: str) -> tuple[int, int]:
        pairs = [getattr(row, name) for row in rows]
        return sum(some for some, _ in pairs), sum(every for _, every in pairs)

    mutants, killed, equivalent = (sum(getattr(row, n) for row in rows) for n in COUNTS)
    mistakes, variants, diagnosed = map(both, PAIRS)
    return Row("", mistakes, mutants, killed, equivalent, variants, diagnosed)


def _long_run() -> str:
    counts = long_run.last()
    runs, rejected = (sum(getattr(c, what) for c in counts) for what in ("runs", "rejected"))
    fewest = min(count.runs for count in counts)
    earlier = sorted({count.lesson for count in counts if not count.is_current})
    state = f" Since then the checks of {', '.join(earlier)} have changed." if earlier else ""
    return f"""
## False alarms

The correct variants were run {runs:,} times, {fewest:,} times or more for each exercise that draws
its cases, every variant under ever new seeds: {rejected} of these runs were rejected.{state}
`python -m tests.mutants --runs {fewest}` does it again and takes its time.
"""


def _equivalent(rows: Iterable[tuple[str, Row]]) -> str:
    lines = "\n".join(_equivalent_lines((lesson, row.exercise) for lesson, row in rows))
    return f"""
## Mutants that are right all the same

| exercise | change | why it is no mistake |
| --- | --- | --- |
{lines}
"""


def _equivalent_lines(names: Iterable[Name]) -> Iterator[str]:
    for name in names:
        for change, reason in equivalent_of(name).items():
            before, after = change.split(" -> ")
            yield _line([": ".join(name), f"`{before}` → `{after}`", reason])


def _of(counts: tuple[int, int]) -> str:
    some, every = counts
    return f"{some} of {every}" if every else "–"


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"

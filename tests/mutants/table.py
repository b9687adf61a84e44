"""docs/checks.md: what the corpus found out, as a page."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from tests.mutants import long_run
from tests.mutants.corpus import SEEDS, Survey, equivalent_of

PAGE = Path(__file__).parents[2] / "docs" / "checks.md"

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

This page is written by `python -m tests.mutants` and compared with the corpus by the tests.

| exercise | known mistakes | mutants made | killed | equivalent | variants accepted | diagnosed |
| --- | ---: | ---: | ---: | ---: | ---: | ---: |
"""


def page(surveys: Sequence[Survey]) -> str:
    """The whole page."""
    text = INTRODUCTION + "\n".join(_row(each) for each in surveys) + f"\n{_total(surveys)}\n"
    return text + _long_run() + _equivalent(surveys)


def _row(each: Survey) -> str:
    listed = equivalent_of((each.lesson, each.exercise))
    mutants = [
        len(each.mutants),
        sum(not mutant.passed for mutant in each.mutants),
        len(each.survivors & listed.keys()),
    ]
    cells = [
        f"{each.lesson}: {each.exercise}",
        _of(each.mistakes.values()),
        *(str(count) if each.mutants else "–" for count in mutants),
        _of(each.variants.values()),
        _of_all(sum(m.right for m in each.with_pattern), len(each.with_pattern)),
    ]
    return _line(cells)


def _total(surveys: Sequence[Survey]) -> str:
    mutants = [mutant for each in surveys for mutant in each.mutants]
    matching = [mutant for each in surveys for mutant in each.with_pattern]
    cells = [
        "all",
        _of([problem for each in surveys for problem in each.mistakes.values()]),
        str(len(mutants)),
        str(sum(not mutant.passed for mutant in mutants)),
        str(sum(len(equivalent_of((each.lesson, each.exercise))) for each in surveys)),
        _of([problem for each in surveys for problem in each.variants.values()]),
        _of_all(sum(mutant.right for mutant in matching), len(matching)),
    ]
    return _line([f"**{cell}**" for cell in cells])


def _long_run() -> str:
    last = long_run.last()
    runs, rejected = (sum(getattr(c, what) for c in last.counts) for what in ("runs", "rejected"))
    fewest = min(count.runs for count in last.counts)
    state = "as they are" if last.is_current else "in an earlier state than they are now"
    return f"""
## False alarms

With the checks {state}, the correct variants were run {runs:,} times,
{fewest:,} times or more for each exercise that draws its cases, every variant under ever new seeds:
{rejected} of these runs were rejected. `python -m tests.mutants --runs {fewest}` does it again and
takes some minutes.
"""


def _equivalent(surveys: Sequence[Survey]) -> str:
    rows = "\n".join(_equivalent_rows(surveys))
    return f"""
## Mutants that are right all the same

| exercise | change | why it is no mistake |
| --- | --- | --- |
{rows}
"""


def _equivalent_rows(surveys: Sequence[Survey]) -> Iterator[str]:
    for each in surveys:
        for change, reason in equivalent_of((each.lesson, each.exercise)).items():
            before, after = change.split(" -> ")
            yield _line([f"{each.lesson}: {each.exercise}", f"`{before}` → `{after}`", reason])


def _of(problems: Iterable[str]) -> str:
    fine = [not problem for problem in problems]
    return _of_all(sum(fine), len(fine))


def _of_all(some: int, every: int) -> str:
    return f"{some} of {every}" if every else "–"


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"

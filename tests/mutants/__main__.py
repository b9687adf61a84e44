"""`python -m tests.mutants [LESSON...]`: run the corpus, tell its problems, write the page."""

import argparse
import sys
from collections.abc import Iterator, Sequence

from tests.mutants import corpus, long_run, record
from tests.mutants.table import PAGE, page


def main() -> int:
    """Run the corpus, print what is not as it should be, keep the counts and write the page."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=main.__doc__)
    parser.add_argument("lessons", nargs="*", help="such as 07_xor; without any, all of them")
    parser.add_argument("--runs", type=int, default=0, help="runs of correct variants an exercise")
    parser.add_argument("--dry", action="store_true", help="print only, keep and write nothing")
    options = parser.parse_args()
    chosen = options.lessons or corpus.all_lessons()
    found = 0
    for lesson in chosen:
        checks = record.state_of_checks(lesson)
        with corpus.processes() as workers:
            surveys = corpus.survey(lesson, corpus.SEEDS, workers)
        problems, remarks = list(_problems(surveys)), list(_undiagnosed(surveys))
        print(f"{lesson}: {len(problems)} problems", *problems, *remarks, sep="\n  ")
        found += len(problems)
        if not options.dry:
            record.keep(lesson, surveys, checks)
    if options.runs:
        for count in long_run.run(options.runs, chosen):
            print(f"{count.exercise}: {count.rejected} of {count.runs} runs rejected")
    if not options.dry:
        records = [kept for lesson in corpus.all_lessons() if (kept := record.kept(lesson))]
        PAGE.write_text(page(records), encoding="utf-8")
        print(f"wrote {PAGE}")
    return 1 if found else 0


def _problems(surveys: Sequence[corpus.Survey]) -> Iterator[str]:
    for each in surveys:
        listed = corpus.equivalent_of((each.lesson, each.exercise)).keys()
        for kind, problems in (("mistake", each.mistakes), ("variant", each.variants)):
            for name, problem in problems.items():
                if problem:
                    yield f"{each.exercise}: {kind} {name}: {problem}"
        for change in sorted(each.survivors - listed):
            yield f"{each.exercise}: a mutant is accepted: {change}"
        for change in sorted(listed - each.survivors):
            yield f"{each.exercise}: listed as equivalent, but rejected or no mutant: {change}"
        for change, passed in each.sometimes.items():
            yield f"{each.exercise}: a mutant is accepted under seeds {passed}: {change}"
        for mutant in each.mutants:
            if mutant.crashed:
                yield f"{each.exercise}: the check breaks over {mutant.change}: {mutant.crashed}"
            if mutant.refuted:
                yield f"{each.exercise}: {mutant.change} is no {', '.join(mutant.refuted)}"


def _undiagnosed(surveys: Sequence[corpus.Survey]) -> Iterator[str]:
    for each in surveys:
        for mutant in each.with_pattern:
            if not mutant.right:
                called = ", ".join(mutant.diagnosed) or "nothing"
                yield (
                    f"{each.exercise}: {mutant.change} has the pattern "
                    f"{', '.join(mutant.pattern)} and was called {called}: one in ten may be"
                )


if __name__ == "__main__":
    sys.exit(main())

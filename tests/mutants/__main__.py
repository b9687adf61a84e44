"""`python -m tests.mutants`: run the corpus and write docs/checks.md."""

import argparse

from tests.mutants import long_run
from tests.mutants.corpus import survey
from tests.mutants.table import PAGE, page


def main() -> None:
    """Run the corpus, and before it, if asked for, the correct variants very often."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=main.__doc__)
    parser.add_argument("--runs", type=int, default=0, help="runs of correct variants an exercise")
    runs = parser.parse_args().runs
    if runs:
        for count in long_run.run(runs).counts:
            print(f"{count.exercise}: {count.rejected} of {count.runs} runs rejected")
    PAGE.write_text(page(survey()), encoding="utf-8")
    print(f"wrote {PAGE}")


if __name__ == "__main__":
    main()

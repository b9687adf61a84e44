"""Run every benchmark there is, one after another."""

import subprocess
import sys
from pathlib import Path

BENCHMARKS = ("library.py", "grading.py", "grading_growth.py", "widgets.py")


def main() -> int:
    """Run each with the arguments given; the exit status is that of the first that failed."""
    here = Path(__file__).parent
    for name in BENCHMARKS:
        print(f"== {name}", flush=True)
        status = subprocess.run([sys.executable, here / name, *sys.argv[1:]]).returncode
        if status:
            return status
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""How the cost of grading grows with the class, the notebook, and the exercise.

    python benchmarks/grading_growth.py [--json]

One worker, no hostile submission. For each of the three, sizes that double, the seconds, and how
far the largest is from a straight line through the others.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402

from benchmarks import grading_class  # noqa: E402
from benchmarks.grading import BACKPROP  # noqa: E402
from benchmarks.process_tree import timed  # noqa: E402

CLASS = 20  # students, where something else grows
SIZES = {
    "students": (10, 20, 40, 80),
    "exercises": (24, 48, 96, 192),
    "calls of a check": (20, 40, 80, 160),
}


def main() -> int:
    """Print a row for each size, then how straight the lines are."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    grading_class.HOSTILE_EVERY = sys.maxsize
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        for what, sizes in SIZES.items():
            seconds = [_seconds(Path(folder) / f"{what}-{size}", what, size) for size in sizes]
            slope, start = np.polyfit(sizes[:-1], seconds[:-1], 1)
            off = seconds[-1] / (slope * sizes[-1] + start) - 1
            shown = ", ".join(f"{size}: {s:.2f} s" for size, s in zip(sizes, seconds, strict=True))
            print(f"{what}: {shown}; {1000 * slope:.1f} ms each, the last {off:+.0%} off the line")
            found[what] = {"ms_each": round(1000 * slope, 2), "off_the_line": round(off, 3)}
    if asked.json:
        print(json.dumps(found))
    return 0


def _seconds(root: Path, what: str, size: int) -> float:
    students = size if what == "students" else CLASS
    repeat = size // 6 if what == "exercises" else 1
    calls = size if what == "calls of a check" else 1
    course = grading_class.build(root, students, repeat=repeat, calls=calls)
    return timed([*BACKPROP, "--workers", "1"], course.root).seconds


if __name__ == "__main__":
    sys.exit(main())

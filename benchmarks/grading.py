"""How fast a class is graded, against nbgrader as it comes.

    python benchmarks/grading.py [--students N] [--plain N] [--rounds N] [--memory N N ...] [--json]

`--plain` and `--memory` say how many students nbgrader's own way and the measurement of memory
get; of `--rounds` the best counts. `--json` prints one line last. Run it on a machine that does
nothing else.
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
# nbgrader runs `alembic` by name.
os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
os.environ["PYTHONPATH"] = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])

from autograder.course import Course  # noqa: E402
from benchmarks.grading_class import LESSON, build, clear  # noqa: E402
from benchmarks.process_tree import Timed, peak_memory, timed  # noqa: E402

BACKPROP = [sys.executable, "-c", "from autograder.cli import main; main()", "grade", LESSON]
NBGRADER = [sys.executable, "-m", "nbgrader"]


def main() -> int:
    """Print a row for each run of each way of grading, their memory, then the ratios."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--students", type=int, default=100)
    parser.add_argument("--plain", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--memory", type=int, nargs="*", default=[])
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        rows = _rows(Path(folder), asked.students, asked.plain, asked.rounds)
        _show_memory(Path(folder))
        memory = {size: _memory(Path(folder), size) for size in asked.memory}
    for size, peak in memory.items():
        print(f"memory of the process tree at {size} students: {peak / 2**20:.0f} MiB")
    ratios = _ratios(rows, asked.students, asked.plain)
    for name, ratio in ratios.items():
        print(f"{name}: {ratio:.2f}")
    if asked.json:
        peaks = {str(size): peak for size, peak in memory.items()}
        print(json.dumps({**ratios, "students": asked.students, "peak_bytes": peaks}))
    return 0


def _rows(folder: Path, students: int, plain: int, rounds: int) -> dict[str, Timed]:
    """Each way of grading the class, by name: the best of some rounds through all of them.

    A machine that is shared with others is now quicker, now slower.
    """
    best: dict[str, Timed] = {}
    print(f"{'':28}{'students':>9}{'seconds':>9}{'a second':>9}{'first':>8}")
    for name, size, command, others in rounds * _ways(students, plain):
        with _class(folder, size, name) as course, others(folder) as (words, _):
            begun = functools.partial(_begun, course)
            found = timed([*command, *words], course.root, begun, ENDS[name])
        rate = size / found.seconds
        print(f"{name:28}{size:9}{found.seconds:9.1f}{rate:9.2f}{found.first:8.1f}", flush=True)
        before = best.get(name, found)
        best[name] = Timed(min(before.seconds, found.seconds), min(before.first, found.first))
    return best


def _show_memory(folder: Path) -> None:
    """In runs of its own: to look at memory takes time."""
    for name, size, command, others in _ways(20, 20):
        with _class(folder, size, name) as course, others(folder) as (words, processes):
            peak = peak_memory([*command, *words], course.root, processes, ENDS[name])
        print(f"{name:28}at most {peak / 2**20:4.0f} MiB, {size} students", flush=True)


@contextlib.contextmanager
def _class(folder: Path, students: int, name: str) -> Iterator[Course]:
    """A class that has not been graded yet."""
    root = folder / "class"
    course = build(root, students, plain=name == PLAIN)
    if name == PLAIN:
        timed([*NBGRADER, "generate_assignment", LESSON], root)
    else:
        clear(course)
    yield course
    shutil.rmtree(root)


def _begun(course: Course) -> bool:
    return any((course.root / "autograded").glob("*/*/*.ipynb"))


PLAIN = "nbgrader, as it comes"
PLUGIN = "nbgrader, our plugin"
ONE, TWO, DASK = "backprop, 1 worker", "backprop, 2 workers", "backprop, Dask of 2"
# The proper statuses to end with: 1 when it could not grade somebody, the hostile ones.
ENDS = {**dict.fromkeys((PLUGIN, ONE, TWO, DASK), (0,)), PLAIN: (0, 1)}
Others = Callable[[Path], contextlib.AbstractContextManager[tuple[list[str], list[int]]]]
"""What else has to run, and may write into a folder: options that lead to it, its processes."""


def _ways(students: int, plain: int) -> list[tuple[str, int, list[str], Others]]:
    autograde = [*NBGRADER, "autograde", LESSON]
    return [
        (PLAIN, plain, autograde, _nothing),
        (PLUGIN, plain, autograde, _nothing),
        (ONE, students, [*BACKPROP, "--workers", "1"], _nothing),
        (TWO, students, [*BACKPROP, "--workers", "2"], _nothing),
        (DASK, students, BACKPROP, _cluster),
    ]


@contextlib.contextmanager
def _nothing(_folder: Path) -> Iterator[tuple[list[str], list[int]]]:
    yield [], []


@contextlib.contextmanager
def _cluster(folder: Path) -> Iterator[tuple[list[str], list[int]]]:
    from tests.autograder.servers import dask

    with dask(folder / "dask") as (address, workers):
        yield ["--scheduler", address], workers


def _memory(folder: Path, students: int) -> int:
    with _class(folder, students, TWO) as course:
        return peak_memory([*BACKPROP, "--workers", "2"], course.root)


def _ratios(rows: dict[str, Timed], students: int, plain: int) -> dict[str, float]:
    rates = {
        name: (plain if name in (PLAIN, PLUGIN) else students) / row.seconds
        for name, row in rows.items()
    }
    pairs = {
        "backprop_grade_over_plain_nbgrader": (TWO, PLAIN),
        "one_worker_over_plain_nbgrader": (ONE, PLAIN),
        "plugin_over_plain_nbgrader": (PLUGIN, PLAIN),
        "two_workers_over_one": (TWO, ONE),
        "dask_over_local": (DASK, TWO),
    }
    ratios = {name: rates[one] / rates[other] for name, (one, other) in pairs.items()}
    one, two = (rows[name].seconds - rows[name].first for name in (ONE, TWO))
    ratios["two_workers_over_one_after_the_first_result"] = one / two
    return {name: round(ratio, 3) for name, ratio in ratios.items()}


if __name__ == "__main__":
    sys.exit(main())

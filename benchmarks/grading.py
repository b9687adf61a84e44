"""How fast a class is graded, against nbgrader as it comes.

    python benchmarks/grading.py [--students N] [--plain N] [--memory N N ...] [--json]

`--plain` and `--memory` say how many students nbgrader's own way and the measurement of memory
get. `--json` prints one line last. Run it on a machine that does nothing else.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
# nbgrader runs `alembic` by name.
os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
os.environ["PYTHONPATH"] = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])

from benchmarks.grading_class import LESSON, build, clear  # noqa: E402
from benchmarks.process_tree import Watched, watch  # noqa: E402

BACKPROP = [sys.executable, "-c", "from autograder.cli import main; main()", "grade", LESSON]
NBGRADER = [sys.executable, "-m", "nbgrader"]


def main() -> int:
    """Print a row for each way of grading, then the ratios."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--students", type=int, default=100)
    parser.add_argument("--plain", type=int, default=20)
    parser.add_argument("--memory", type=int, nargs="*", default=[])
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        rows = dict(_rows(Path(folder), asked.students, asked.plain))
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


def _rows(folder: Path, students: int, plain: int) -> Iterator[tuple[str, Watched]]:
    """Each way of grading the class, by name."""
    print(f"{'':28}{'students':>9}{'seconds':>9}{'a second':>9}{'first':>8}{'peak MiB':>10}")
    for name, size, command, others in _ways(folder, students, plain):
        course = build(folder / name.replace(" ", "-"), size, plain=name == PLAIN)
        if name == PLAIN:
            generate = [*NBGRADER, "generate_assignment", LESSON]
            watch(generate, course.root, lambda: False)
        else:
            clear(course)
        with others as (words, processes):
            results = course.root / "autograded"
            found = watch(
                [*command, *words],
                course.root,
                lambda results=results: any(results.glob("*/*/*.ipynb")),  # type: ignore[misc]
                processes,
            )
        peak = found.peak / 2**20
        rate = size / found.seconds
        print(
            f"{name:28}{size:9}{found.seconds:9.1f}{rate:9.2f}{found.first:8.1f}{peak:10.0f}",
            flush=True,
        )
        yield name, found


PLAIN = "nbgrader, as it comes"
PLUGIN = "nbgrader, our plugin"
ONE, TWO, DASK = "backprop, 1 worker", "backprop, 2 workers", "backprop, Dask of 2"
Others = contextlib.AbstractContextManager[tuple[list[str], list[int]]]


def _ways(folder: Path, students: int, plain: int) -> Iterator[tuple[str, int, list[str], Others]]:
    nothing: Any = contextlib.nullcontext(([], []))
    autograde = [*NBGRADER, "autograde", LESSON]
    yield PLAIN, plain, autograde, nothing
    yield PLUGIN, plain, autograde, nothing
    yield ONE, students, [*BACKPROP, "--workers", "1"], nothing
    yield TWO, students, [*BACKPROP, "--workers", "2"], nothing
    yield DASK, students, BACKPROP, _cluster(folder / "dask")


@contextlib.contextmanager
def _cluster(folder: Path) -> Iterator[tuple[list[str], list[int]]]:
    from tests.autograder.servers import dask

    with dask(folder) as (address, workers):
        yield ["--scheduler", address], workers


def _memory(folder: Path, students: int) -> int:
    course = build(folder / f"memory-{students}", students)
    return watch([*BACKPROP, "--workers", "2"], course.root, lambda: True).peak


def _ratios(rows: dict[str, Watched], students: int, plain: int) -> dict[str, float]:
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
    return {name: round(rates[one] / rates[other], 3) for name, (one, other) in pairs.items()}


if __name__ == "__main__":
    sys.exit(main())

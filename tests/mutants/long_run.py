"""Many runs of the correct variants, to look for false alarms."""

import hashlib
import json
import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from tests.mutants.corpus import Name, exercise_names, find, variants

RESULT = Path(__file__).with_name("long_run.json")
CHECKS = Path(__file__).parents[2] / "backprop_lib" / "exercises"
FIRST_SEED = 1000  # beyond those of every day


@dataclass(frozen=True)
class Count:
    """How many runs one exercise had, over all its correct variants, and how many were rejected."""

    lesson: str
    exercise: str
    runs: int
    rejected: int


@dataclass(frozen=True)
class LongRun:
    """A long run; checks: which state of the checks it was of, empty when they changed under it."""

    checks: str
    counts: tuple[Count, ...]

    @property
    def is_current(self) -> bool:
        """Whether the checks are still what they were."""
        return self.checks == state_of_checks()


def drawing() -> list[Name]:
    """The exercises whose checks draw something: for the others one run is as good as many."""
    return [name for name in exercise_names() if _draws(find(name))]


def run(runs: int) -> LongRun:
    """Check the correct variants of each exercise `runs` times in all, each under new seeds.

    The result is kept in long_run.json, and the first report of a rejection printed.
    """
    names, before = drawing(), state_of_checks()
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(2, os.cpu_count() or 1), mp_context=context) as workers:
        counts = tuple(workers.map(_run, names, [runs] * len(names)))
    result = LongRun(before if before == state_of_checks() else "", counts)
    RESULT.write_text(json.dumps(asdict(result), indent=2) + "\n")
    return result


def last() -> LongRun:
    """What the last long run found."""
    kept = json.loads(RESULT.read_text())
    return LongRun(kept["checks"], tuple(Count(**count) for count in kept["counts"]))


def state_of_checks() -> str:
    """A digest of the sources of all exercises and of what judges them."""
    digest = hashlib.sha256()
    for path in sorted(CHECKS.rglob("*.py")):
        digest.update(path.relative_to(CHECKS).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def _draws(exercise: Any) -> bool:
    cases = getattr(exercise, "cases", None)
    return cases is not None and any(case.args for case in cases(np.random.default_rng(0), None))


def _run(name: Name, runs: int) -> Count:
    exercise, answers = find(name), list(variants(name).values())
    rejected = 0
    for k in range(runs):
        report = exercise.judge(answers[k % len(answers)], FIRST_SEED + k // len(answers))
        if report.verdict != "passed":
            if not rejected:
                print(report)
            rejected += 1
    return Count(*name, runs, rejected)

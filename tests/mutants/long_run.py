"""Many runs of the correct variants, to look for false alarms."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from tests.mutants.corpus import Name, exercise_names, find, processes, variants
from tests.mutants.record import state_of_checks

RESULT = Path(__file__).with_name("long_run.json")
FIRST_SEED = 1000  # beyond those of every day


@dataclass(frozen=True)
class Count:
    """How many runs one exercise had, over all its correct variants, and how many were rejected.

    checks: the state of the checks then.
    """

    lesson: str
    exercise: str
    checks: str
    runs: int
    rejected: int

    @property
    def is_current(self) -> bool:
        """Whether the checks are still what they were."""
        return self.checks == state_of_checks(self.lesson)


def drawing() -> list[Name]:
    """The exercises whose checks draw something: for the others one run is as good as many."""
    return [name for name in exercise_names() if _draws(find(name))]


def run(runs: int, chosen: Sequence[str]) -> list[Count]:
    """Check the correct variants of each exercise `runs` times in all, each under new seeds.

    The counts of the chosen lessons are kept in long_run.json, and the first report of each
    rejection printed.
    """
    names = [name for name in drawing() if name[0] in chosen]
    with processes() as workers:
        made = list(workers.map(_run, names, [runs] * len(names)))
    counts = [count for count in last() if count.lesson not in chosen] + made
    order = drawing()
    counts = [c for c in counts if (c.lesson, c.exercise) in order]
    counts.sort(key=lambda count: order.index((count.lesson, count.exercise)))
    RESULT.write_text(json.dumps([asdict(count) for count in counts], indent=1) + "\n")
    return made


def last() -> list[Count]:
    """What the last long run of each lesson found."""
    return [Count(**count) for count in json.loads(RESULT.read_text())]


def _draws(exercise: Any) -> bool:
    cases = getattr(exercise, "cases", None)
    return cases is not None and any(case.args for case in cases(np.random.default_rng(0), None))


def _run(name: Name, runs: int) -> Count:
    checks = state_of_checks(name[0])
    exercise, answers = find(name), list(variants(name).values())
    rejected = 0
    for k in range(runs):
        report = exercise.judge(answers[k % len(answers)], FIRST_SEED + k // len(answers))
        if report.verdict != "passed":
            if not rejected:
                print(report)
            rejected += 1
    return Count(*name, checks, runs, rejected)

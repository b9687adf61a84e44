"""What the corpus found out about each lesson under all seeds, kept beside it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.mutants.corpus import SAMPLES, Survey, equivalent_of, module_of
from tests.root import ROOT

FOLDER = Path(__file__).with_name("records")
ENGINE = ROOT / "backprop_lib" / "exercises"
# What these do, which lessons there are and how far one is, changes no check.
NOT_CHECKS = ("__init__", "lesson", "progress_file", "course_progress", "show", "report_html")


@dataclass(frozen=True)
class Row:
    """The counts of one exercise: of each pair, the first is how many of the second went well."""

    exercise: str
    mistakes: tuple[int, int]
    mutants: int
    killed: int
    equivalent: int
    variants: tuple[int, int]
    diagnosed: tuple[int, int]


@dataclass(frozen=True)
class Record:
    """The rows of one lesson, and the state of the checks that they are of."""

    lesson: str
    checks: str
    rows: tuple[Row, ...]

    @property
    def is_current(self) -> bool:
        """Whether the checks are still what they were."""
        return self.checks == state_of_checks(self.lesson)


def keep(lesson: str, surveys: Sequence[Survey], checks: str) -> None:
    """Keep what was found out about a lesson whose checks were in this state."""
    record = Record(lesson, checks, tuple(map(_row, surveys)))
    text = json.dumps(asdict(record), indent=1)
    (FOLDER / f"{lesson}.json").write_text(f"{text}\n", encoding="utf-8")


def kept(lesson: str) -> Record | None:
    """What was kept of a lesson, None where there is nothing."""
    path = FOLDER / f"{lesson}.json"
    if not path.exists():
        return None
    raw = json.loads(path.read_text(encoding="utf-8"))
    for row in raw["rows"]:
        for name in ("mistakes", "variants", "diagnosed"):
            row[name] = tuple(row[name])
    return Record(raw["lesson"], raw["checks"], tuple(Row(**row) for row in raw["rows"]))


def state_of_checks(lesson: str) -> str:
    """A digest of the sources of a lesson's exercises, of their variants and of what judges."""
    module = module_of(lesson)
    sources = [path for path in ENGINE.glob("*.py") if path.stem not in NOT_CHECKS]
    sources += (ENGINE / module).rglob("*.py")
    sources.append(Path(__file__).parent / "variants" / f"{module}.py")
    if lesson == SAMPLES:
        sources.append(Path(__file__).with_name("samples.py"))
    digest = hashlib.sha256()
    for path in sorted(sources):
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def _row(each: Survey) -> Row:
    listed = equivalent_of((each.lesson, each.exercise))
    return Row(
        each.exercise,
        mistakes=_fine(each.mistakes.values()),
        mutants=len(each.mutants),
        killed=sum(not mutant.passed for mutant in each.mutants),
        equivalent=len(each.survivors & listed.keys()),
        variants=_fine(each.variants.values()),
        diagnosed=(sum(m.right for m in each.with_pattern), len(each.with_pattern)),
    )


def _fine(problems: Iterable[str]) -> tuple[int, int]:
    fine = [not problem for problem in problems]
    return sum(fine), len(fine)

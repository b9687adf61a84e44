"""What has changed since the last run: the state of a class is kept with each report.

Two states are kept, the newest and the one that was different before it, so that a report that is
written again tells the same changes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from autograder.grading.records import write_whole
from autograder.report.results import ClassResults

State = dict[str, Any]


@dataclass(frozen=True)
class Change:
    """One student's points before and now, None where there were none, and which checks changed."""

    student: str
    before: float | None
    now: float | None
    checks: tuple[str, ...]


@dataclass(frozen=True)
class Changes:
    """What has changed since an earlier state, which was seen at `since`; None: there is none."""

    since: str | None
    each: tuple[Change, ...]

    @property
    def new(self) -> list[Change]:
        """Those that had not been graded before."""
        return [change for change in self.each if change.before is None]

    @property
    def moved(self) -> list[Change]:
        """Those that have other points or other verdicts now."""
        return [change for change in self.each if change.before is not None]


def changes(of: ClassResults, path: Path) -> Changes:
    """Compare with what the file `path` keeps of earlier reports, and keep the present state."""
    kept = _read(path)
    now = _state(of)
    if not kept or kept[-1]["students"] != now["students"]:
        kept = [*kept[-1:], now]
        write_whole(path, json.dumps(kept))
    if len(kept) < 2:
        return Changes(None, ())
    return Changes(kept[0]["seen"], _between(kept[0]["students"], kept[1]["students"]))


def _state(of: ClassResults) -> State:
    return {
        "seen": datetime.now().astimezone().isoformat(timespec="minutes"),
        "students": {
            result.student: {
                "score": result.score,
                "checks": {check.title: result.state(check) for check in of.checks},
            }
            for result in of.results
        },
    }


def _between(before: Mapping[str, State], now: Mapping[str, State]) -> tuple[Change, ...]:
    found = []
    for student in sorted({*before} | {*now}):
        old, new = before.get(student, {}), now.get(student, {})
        if old != new:
            was = old.get("checks", {})
            other = (
                name for name, state in new.get("checks", {}).items() if state != was.get(name)
            )
            found.append(
                Change(student, old.get("score"), new.get("score"), tuple(other) if old else ())
            )
    return tuple(found)


def _read(path: Path) -> list[State]:
    """The states that are kept; none where there is no file, or one that makes no sense."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        states: list[State] = [
            {"seen": str(state["seen"]), "students": {**state["students"]}} for state in kept[-2:]
        ]
        each = [one for state in states for one in state["students"].values()]
        return states if all({"score", "checks"} <= {*one} for one in each) else []
    except (OSError, ValueError, KeyError, TypeError):
        return []

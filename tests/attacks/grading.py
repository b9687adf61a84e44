"""The class of all attacks, graded once by `backprop grade` and once by `nbgrader autograde`."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests.attacks.corpus import Attack, hand_in
from tests.attacks.course import FILE, LESSON, Canaries, Target, build, judged_config, read
from tests.root import ROOT

BACKPROP = [sys.executable, "-c", "from autograder.cli import main; main()"]
NBGRADER = [sys.executable, "-m", "nbgrader"]
WAYS = {
    "backprop": ([*BACKPROP, "grade", LESSON], [*BACKPROP, "feedback", LESSON]),
    "nbgrader": ([*NBGRADER, "autograde", LESSON],),
}
WARM = "cold" not in os.environ.get("ATTACKS", "")  # else an interpreter for each submission
MEMORY = 8 * 2**30  # address space of the grader itself: what it takes beyond that is an error
FILE_SIZE = 2**30  # of a file that the grader itself writes
LONGEST = 540.0  # seconds for a whole class; one that takes longer hangs


@dataclass(frozen=True)
class Result:
    """What one way of grading the class has left behind."""

    target: Target
    attacks: Sequence[Attack]
    status: int
    log: str
    scores: Mapping[str, float]
    seconds: Mapping[str, float]

    def autograded(self, student: str) -> Path:
        return self.target.course.root / "autograded" / student / LESSON / FILE

    def page(self, student: str) -> str:
        """The student's feedback page; empty when there is none."""
        path = self.target.course.root / "feedback" / student / LESSON / f"{LESSON}.html"
        return path.read_text(encoding="utf-8") if path.is_file() else ""

    def told(self, student: str) -> str:
        """All that a student is told in the graded notebook: its prose and its outputs."""
        parts = []
        path = self.autograded(student)
        for cell in read(path).cells if path.is_file() else []:
            if cell.cell_type == "markdown":
                parts.append(cell.source)
            for output in cell.get("outputs", []):
                parts.append(output.get("text", ""))
                parts.extend(output.get("traceback", []))
                parts.append(str(output.get("data", {}).get("text/plain", "")))
        return "\n".join(parts)

    def left_behind(self, student: str) -> dict[str, str]:
        """Everything that grading has written for a student, by path, as text."""
        found = {}
        for step in ("autograded", "feedback"):
            for path in sorted((self.target.course.root / step / student).rglob("*")):
                if path.is_file():
                    found[str(path)] = path.read_text(encoding="utf-8", errors="replace")
        return found


def grade(folder: Path, attacks: Sequence[Attack]) -> dict[str, Result]:
    """Hand all of it in to one course for each way of grading, and grade them side by side."""
    canaries = Canaries.fresh()
    targets = {way: build(folder / way / "course", judged_config(WARM), canaries) for way in WAYS}
    for target in targets.values():
        for attack in attacks:
            hand_in(target, attack)
    with ThreadPoolExecutor() as pool:
        done = {way: pool.submit(_grade, way, each, attacks) for way, each in targets.items()}
        return {way: each.result() for way, each in done.items()}


def _grade(way: str, target: Target, attacks: Sequence[Attack]) -> Result:
    began = target.course.root / "began"
    began.touch()
    grading, *feedback = WAYS[way]
    status, log = run(grading, target, LONGEST)
    for command in feedback:
        log += run(command, target, LONGEST)[1]
    return Result(target, attacks, status, log, scores(target), _seconds(target, began))


def run(command: list[str], target: Target, longest: float) -> tuple[int, str]:
    """Run a command in the course's folder, as an instructor; returns its status and output."""
    home = target.course.root.parent / "home"
    home.mkdir(exist_ok=True)
    (home / "notes.txt").write_text(target.canaries.environment)
    environment = {
        **os.environ,
        "HOME": str(home),
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]),
        "TOKEN": target.canaries.environment,
        "PYTHONPATH": str(ROOT),
        "COLUMNS": "200",
        "NO_COLOR": "1",
    }
    try:
        done = subprocess.run(
            command,
            cwd=target.course.root,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=longest,
            check=False,
            preexec_fn=_bounded,
        )
    except subprocess.TimeoutExpired as slow:
        return -1, f"{(slow.stdout or b'').decode(errors='replace')}\ntook too long"
    return done.returncode, done.stdout.decode(errors="replace")


def _bounded() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_SIZE, FILE_SIZE))


def scores(target: Target) -> dict[str, float]:
    """The gradebook's scores, by student."""
    with target.course.nbgrader.gradebook as gradebook:
        submissions = gradebook.assignment_submissions(LESSON)
        return {submission.student_id: submission.score for submission in submissions}


def _seconds(target: Target, began: Path) -> dict[str, float]:
    """How long each took: from the writing of the result before to the writing of its own."""
    written = {
        path.parent.parent.name: path.stat().st_mtime
        for path in target.course.root.glob(f"autograded/*/{LESSON}/{FILE}")
    }
    ordered = sorted(written, key=lambda name: written[name])
    times = [began.stat().st_mtime, *(written[name] for name in ordered)]
    return {
        name: after - before for name, before, after in zip(ordered, times, times[1:], strict=False)
    }


def recorded(result: Result, student: str) -> str:
    """The record of the verdicts that `backprop grade` keeps, as text without JSON's escapes."""
    path = result.target.course.root / "verdicts" / LESSON / f"{student}.json"
    if not path.is_file():
        return ""
    return json.dumps(json.loads(path.read_text(encoding="utf-8")), ensure_ascii=False)

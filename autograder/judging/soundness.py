"""Whether a lesson's own solution passes its checks: if not, no student is to blame."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Mapping
from pathlib import Path

from autograder.judging.apart import judge_apart
from autograder.judging.verdict import Verdict
from autograder.submission.rebuild import rebuild, template
from autograder.submission.supporting import supporting_files
from autograder.walls.bubblewrap import Walls


def blame_the_course(
    verdicts: dict[str, Verdict], source: Path, walls: Walls, given: tuple[str, ...]
) -> dict[str, Verdict]:
    """The verdicts; a miss of a check that the solution misses, too, is the course's fault."""
    return blame(verdicts, _unsound(source, source.stat().st_mtime_ns, walls, given))


def blame(verdicts: Mapping[str, Verdict], unsound: Mapping[str, Verdict]) -> dict[str, Verdict]:
    """The verdicts, given those of the checks that the course's own solution misses."""
    return {
        name: _blamed(verdict, unsound[name]) if name in unsound else verdict
        for name, verdict in verdicts.items()
    }


def _blamed(verdict: Verdict, unsound: Verdict) -> Verdict:
    if verdict.state == "passed":
        return verdict
    sentence = "This check is at fault, not you: the course's own solution does not pass it."
    explanation = f"{sentence}\n{unsound.explanation}"
    return dataclasses.replace(
        verdict, state="course fault", sentence=sentence, explanation=explanation
    )


@functools.lru_cache(maxsize=8)
def _unsound(
    source: Path, _changed: int, walls: Walls, given: tuple[str, ...]
) -> dict[str, Verdict]:
    """The verdicts of those checks that the solution does not pass, judged once for each state."""
    form = template(source)
    solved = rebuild(form, source.read_bytes()).notebook
    verdicts = judge_apart(solved, walls, given, supporting_files(source.parent, source.parent))
    return {name: verdict for name, verdict in verdicts.items() if verdict.state != "passed"}

"""Grades the class of attacks once."""

from __future__ import annotations

import shutil
from collections.abc import Sequence

import pytest

from tests.attacks.corpus import Attack
from tests.attacks.grading import Result, grade
from tests.attacks.summary import SUMMARY
from tests.needs import need


@pytest.fixture(scope="session")
def results(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Result]:
    """What came of the attacks that were asked for, by way of grading."""
    need(shutil.which("bwrap"), "bubblewrap", "install it with: apt-get install bubblewrap")
    wanted = _wanted(request.session.items)
    graded = grade(tmp_path_factory.mktemp("attacks"), wanted)
    request.config.stash[SUMMARY] = summary = _summarise(wanted, graded)
    told = getattr(request.config, "workeroutput", None)
    if told is not None:  # one process of several
        told["attacks"] = summary
    return graded


def _wanted(items: Sequence[pytest.Item]) -> list[Attack]:
    """The attacks of the tests that were selected: `-k lie_` grades those alone."""
    found: dict[str, Attack] = {}
    for item in items:
        needs_it = "results" in getattr(item, "fixturenames", ())
        callspec = getattr(item, "callspec", None) if needs_it else None
        attack = callspec.params.get("attack") if callspec else None
        if isinstance(attack, Attack):
            found[attack.name] = attack
    return [found[name] for name in sorted(found)]


def _summarise(attacks: list[Attack], results: dict[str, Result]) -> str:
    gained = {
        attack.name
        for result in results.values()
        for attack in attacks
        if result.scores.get(attack.student, 0) > attack.score
    }
    passed = [
        attack
        for attack in attacks
        if all(
            result.scores.get(attack.honest) == result.target.points for result in results.values()
        )
    ]
    return f"attacks {len(attacks)}, gained {len(gained)}, controls {len(passed)} passed"

"""What the harmless ones of the attacks gain under nbgrader as it comes. Run by hand:

    python -m tests.attacks.plain_nbgrader [NAME...]

This runs students' code WITHOUT walls. Only attacks that are marked `harmless` are taken: they
change nothing outside their own process. The table shows that an attack is one: a test that no
attack could fail would prove nothing.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from autograder.terminal import out
from tests.attacks import corpus
from tests.attacks.corpus import Attack, hand_in
from tests.attacks.course import LESSON, Canaries, Target, build
from tests.attacks.grading import NBGRADER, run, scores

CONFIG = """
c = get_config()
c.CourseDirectory.course_id = "plain"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "notebooks"
c.Execute.timeout = 20
"""
LONGEST = 120.0


def gains(folder: Path, attacks: list[Attack]) -> tuple[Target, dict[str, float]]:
    """The scores of the attacks under `nbgrader autograde` and its own way of executing."""
    target = build(folder / "course", CONFIG, Canaries.fresh())
    for attack in attacks:
        hand_in(target, attack, control=False)
    status, said = run([*NBGRADER, "generate_assignment", LESSON], target, LONGEST)
    if status != 0:
        raise SystemExit(said)
    for attack in attacks:  # one by one: some of them stop the grading of all that follow
        run([*NBGRADER, "autograde", LESSON, "--student", attack.student], target, LONGEST)
    return target, scores(target)


def main(names: list[str]) -> None:
    """Print the table, those that gain the most first."""
    attacks = [
        each for each in corpus.load() if each.harmless and (not names or each.name in names)
    ]
    with tempfile.TemporaryDirectory() as folder:
        target, found = gains(Path(folder), attacks)
    for attack in sorted(attacks, key=lambda each: -found.get(each.student, 0)):
        score = found.get(attack.student, 0)
        mark = "gains" if score > attack.score else "-"
        out.print(
            f"{attack.name:34} {score:4g} of {target.points:g}, earned {attack.score:g}  {mark}",
            highlight=False,
        )
    gained = sum(found.get(attack.student, 0) > attack.score for attack in attacks)
    out.print(f"harmless attacks {len(attacks)}, gained {gained} under plain nbgrader")


if __name__ == "__main__":
    main(sys.argv[1:])

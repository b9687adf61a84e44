"""The judge in a process of its own: what happens around it is no student's fault."""

import subprocess

from autograder.judging.apart import judge_apart
from autograder.walls import warm
from autograder.walls.bubblewrap import Walls
from tests.autograder import notebooks as nb
from tests.autograder.processes import pid_of


def test_when_the_warm_interpreter_is_killed_another_one_runs_the_notebook(walls: Walls) -> None:
    zygote = warm.warm_up(walls, ())
    assert isinstance(zygote, warm.OwnZygote)
    lesson = nb.notebook(
        nb.locked("import time\ntime.sleep(2)\nx = 1"), nb.grading("assert x == 1", "test_x", 3)
    )
    killing = subprocess.Popen(["sh", "-c", f"sleep 0.7; kill -9 {pid_of(zygote)}"])
    verdicts = judge_apart(lesson, walls, (), {})
    assert killing.wait() == 0
    assert not zygote.alive
    assert verdicts["test_x"].score == 3

"""What travels to the processes that grade, and what happens when one of them dies."""

import dataclasses
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from autograder.course import Course
from autograder.grading.job import REASON, Job
from autograder.grading.jobs import Jobs
from autograder.grading.process import TRIES, GradingProcesses
from autograder.grading.records import Records
from autograder.walls.bubblewrap import Walls
from tests.autograder.squares import WRONG, grade, hand_in


class Deadly:
    """Ends the process that unpickles it."""

    def __reduce__(self) -> Any:
        return os._exit, (9,)


@pytest.fixture
def job(course: Course, walls: Walls) -> Job:
    hand_in(course, "ada", answer=WRONG)
    return Jobs(course, "squares", Records(course, "squares"), walls).of("ada")


@pytest.fixture
def processes() -> Iterator[GradingProcesses]:
    made = GradingProcesses()
    yield made
    made.end()


def test_a_job_holds_no_solution_and_no_path(course: Course, job: Job) -> None:
    travels = pickle.dumps(job)
    assert b"SOLUTION" not in travels and b"x * x" not in travels
    assert str(course.root).encode() not in travels
    assert b"HIDDEN TESTS" in travels


def test_a_process_grades_one_job_after_another(job: Job, processes: GradingProcesses) -> None:
    processes.start(1)
    first, second = processes.run(job), processes.run(job)
    assert first.marks == second.marks == {"test_square": 0.0, "test_hidden": 0.0}
    assert first.log.splitlines()[1] == second.log.splitlines()[1], "by the same process"


def test_processes_share_a_warm_interpreter_and_outlive_it(
    job: Job, processes: GradingProcesses
) -> None:
    processes.start(2)
    processes.prepare(job.material.walls, job.material.given)
    with ThreadPoolExecutor(2) as threads:
        done = list(threads.map(processes.run, [job] * 4))
    assert len({each.log.splitlines()[1] for each in done}) == 2, "by two processes"
    (shared,) = processes._zygotes
    assert shared.alive
    os.kill(shared.pid, signal.SIGKILL)
    assert not processes.run(job).fault and not shared.alive


def test_a_job_that_ends_its_process_again_and_again_scores_0_and_no_other_is_hurt(
    job: Job, processes: GradingProcesses
) -> None:
    deadly = dataclasses.replace(job, files={"x": Deadly()})  # type: ignore[dict-item]
    done = processes.run(deadly)
    assert f"died, {TRIES} times" in done.fault and "could not be graded" in done.log
    assert {verdict.sentence for verdict in done.verdicts} == {REASON}
    assert not processes.run(job).fault


def test_a_run_with_nothing_to_do_imports_neither_nbgrader_nor_nbformat(
    course: Course, walls: Walls
) -> None:
    hand_in(course, "ada")
    grade(course, walls)
    program = (
        "import sys; from autograder.cli import app; "
        "app(['grade', 'squares'], standalone_mode=False); "
        "slow = {'nbgrader', 'nbformat', 'nbconvert', 'IPython', 'matplotlib', 'distributed'}; "
        "print(sorted(slow & {*sys.modules}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=course.root, capture_output=True, text=True, check=True
    )
    assert "unchanged" in done.stdout and done.stdout.endswith("[]\n")

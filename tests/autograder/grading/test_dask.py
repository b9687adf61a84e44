"""Grading on a Dask cluster: real workers in processes of their own, over TCP."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder import version
from autograder.course import Course
from autograder.errors import CourseError
from autograder.grading import executors
from autograder.grading.run import Graded, Hooks
from autograder.grading.run import grade as grade_class
from autograder.walls.bubblewrap import Walls
from tests.autograder import servers
from tests.autograder.classes import gradebook_content, hand_in_class
from tests.autograder.squares import RIGHT, grade, hand_in

SLOW = "import time\ntime.sleep(0.3)\n" + RIGHT
Cluster = tuple[str, list[int]]


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with servers.dask(tmp_path_factory.mktemp("dask")) as started:
        yield started


def grade_on(
    course: Course, scheduler: str, walls: Walls, hooks: Hooks | None = None
) -> dict[str, Graded]:
    students = course.students("squares")
    workers = executors.dask(scheduler)
    results = grade_class(course, "squares", students, walls, workers=workers, hooks=hooks)
    return {graded.student: graded for graded in results}


def test_a_cluster_gives_what_this_process_gives(
    course: Course, walls: Walls, cluster: Cluster, tmp_path: Path
) -> None:
    hand_in_class(course, 4)
    other = tmp_path / "other"
    subprocess.run(["cp", "-r", course.root, other], check=True)
    grade(Course(other), walls)
    graded = grade_on(course, cluster[0], walls)
    assert [graded[name].score for name in sorted(graded)] == [0, 3, 3, 0]
    assert gradebook_content(course) == gradebook_content(Course(other))
    assert all(each.skipped for each in grade(course, walls).values())


def test_workers_with_another_version_are_named_and_nothing_is_graded(
    course: Course, walls: Walls, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_in(course, "ada")
    monkeypatch.setattr(version, "code_digest", lambda: "0123456789")
    with pytest.raises(CourseError, match=r"another version .*code 01234567.*: tcp://127") as told:
        grade_on(course, cluster[0], walls)
    assert "\n" not in str(told.value)
    assert not (course.root / "gradebook.db").exists()


def test_a_worker_that_is_killed_in_the_middle_loses_nothing(
    course: Course, walls: Walls, cluster: Cluster
) -> None:
    names = hand_in_class(course, 10, SLOW)
    victim = cluster[1][0]

    def watch(in_flight: object) -> None:
        if in_flight and not killed.is_set():
            killed.set()
            threading.Timer(0.5, os.killpg, (victim, signal.SIGKILL)).start()

    killed = threading.Event()
    graded = grade_on(course, cluster[0], walls, Hooks(watch=watch))
    assert sorted(graded) == names
    assert {name: each.fault for name, each in graded.items() if each.fault} == {}
    assert [each.score for _, each in sorted(graded.items())] == [0, 3, 3] * 3 + [0]
    deadline = time.monotonic() + 10
    while Path(f"/proc/{victim}/fd/0").exists():
        assert time.monotonic() < deadline


def test_a_scheduler_that_cannot_be_reached_is_told(
    course: Course, walls: Walls, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_in(course, "ada")
    monkeypatch.setattr(executors, "SECONDS_TO_CONNECT", 1.0)
    address = f"tcp://127.0.0.1:{servers.free_port()}"
    with pytest.raises(CourseError, match=rf"The scheduler {address} cannot be reached") as told:
        grade_on(course, address, walls)
    assert "\n" not in str(told.value)


def test_a_scheduler_without_workers_is_told(
    course: Course, walls: Walls, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_in(course, "ada")
    monkeypatch.setattr(executors, "SECONDS_FOR_WORKERS", 0.5)
    with (
        servers.dask(tmp_path, workers=0) as (address, _),
        pytest.raises(CourseError, match="has no workers"),
    ):
        grade_on(course, address, walls)

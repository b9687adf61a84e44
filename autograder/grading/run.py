"""Grades a class: submissions go out to workers, results come back to the one writer.

What is unchanged since it was graded is skipped. A result is recorded in this order: the old record
is taken away, the autograded folder written, then the gradebook, in one transaction for a batch,
and last the record. A run that ends anywhere in between is continued by the next one, which grades
again what has no record.
"""

from __future__ import annotations

import contextlib
import logging
import time
from collections.abc import Callable, Generator, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from autograder.course import Course
from autograder.errors import CourseError
from autograder.grading import executors
from autograder.grading.records import Records
from autograder.grading.run_lock import run_lock

if TYPE_CHECKING:
    from autograder.grading.executors import Workers
    from autograder.grading.job import Done, Job
    from autograder.grading.recorder import Recorder
    from autograder.judging.verdict import Verdict
    from autograder.walls.bubblewrap import Walls

log = logging.getLogger("autograder")

IN_FLIGHT = 2  # submissions for each that is graded at once: the next one waits beside it
BYTES_IN_FLIGHT = 64 * 1024 * 1024  # beyond this a new one has to wait
BATCH = 32
SECONDS = 1.0  # after which a smaller batch is written


@dataclass(frozen=True)
class Graded:
    """One student's result: the verdicts of all grading cells, in order, and what was repaired.

    `skipped`: it is unchanged since an earlier run. `fault` says why it could not be graded.
    """

    student: str
    verdicts: tuple[Verdict, ...]
    repairs: tuple[str, ...]
    skipped: bool = False
    seconds: float = 0.0
    fault: str = ""

    @property
    def score(self) -> float:
        return sum(verdict.score for verdict in self.verdicts)

    @property
    def max_score(self) -> float:
        return sum(verdict.max_score for verdict in self.verdicts)

    @property
    def missed(self) -> list[Verdict]:
        """The verdicts that are not "passed"."""
        return [verdict for verdict in self.verdicts if verdict.state != "passed"]


@dataclass(frozen=True)
class Hooks:
    """What the caller is asked and told while a class is graded.

    `stop`: whether to begin no more. `watch` is told who is in flight, and since when.
    """

    stop: Callable[[], bool] = lambda: False
    watch: Callable[[Mapping[str, float]], None] = lambda _: None


def grade(
    course: Course,
    lesson: str,
    students: list[str],
    walls: Walls | None = None,
    force: bool = False,
    workers: executors.Start = executors.in_this_process,
    hooks: Hooks | None = None,
) -> Generator[Graded, None, None]:
    """Grade `lesson` for `students`; yields each result once it is recorded, in no order.

    What has not changed is skipped unless `force`. `walls` default to those configured.
    """
    records = Records(course, lesson)
    with run_lock(records.folder / ".lock", lesson):
        known = {} if force else _unchanged(course, lesson, students, records)
        yield from known.values()
        left = [student for student in students if student not in known]
        if left:
            yield from _grade(course, lesson, left, records, walls, workers, hooks or Hooks())


def _unchanged(
    course: Course, lesson: str, students: list[str], records: Records
) -> dict[str, Graded]:
    """The results that are recorded, here and in the gradebook, of these very submissions."""
    if not records.any():
        return {}
    from autograder.grading.gradebook import marks  # what it needs takes long to import

    in_gradebook = marks(course.gradebook_url, lesson)
    found = {}
    for student in students:
        record = records.read(student) if student in in_gradebook else None
        if (
            record is not None
            and record.marks.items() <= in_gradebook[student].items()
            and records.autograded(student).is_file()
            and record.digest == records.submission(student).digest
        ):
            found[student] = Graded(student, record.verdicts, record.repairs, skipped=True)
    return found


def _grade(
    course: Course,
    lesson: str,
    students: list[str],
    records: Records,
    walls: Walls | None,
    workers: executors.Start,
    hooks: Hooks,
) -> Iterator[Graded]:
    with ExitStack() as stack:
        started = stack.enter_context(workers(len(students) + 1))  # and the course's own solution
        walls = walls or course.walls()
        if started.here:
            walls.check()
        started.prepare(walls, course.given(lesson))
        from autograder.grading.jobs import Jobs

        jobs = Jobs(course, lesson, records, walls)
        run = _Run(started, hooks)
        run.begin(jobs.solution(), (jobs.of(student) for student in students))
        # The workers have something to do by now: this takes a second to import.
        from autograder.grading.recorder import Recorder

        yield from run.finish(stack.enter_context(Recorder(course, lesson, records)))


class _Run:
    """Hands out jobs, a few at a time, and has what comes back recorded in batches."""

    def __init__(self, workers: Workers, hooks: Hooks) -> None:
        self._workers, self._hooks = workers, hooks
        self._jobs: Iterator[Job] = iter(())
        self._in_flight: dict[Future[Done], tuple[Job, float]] = {}
        self._batch: list[Done] = []
        self._recorded = time.monotonic()
        self._solution: Job | None = None
        self._unsound: dict[str, Verdict] | None = None  # not known yet

    def begin(self, solution: Job, jobs: Iterator[Job]) -> None:
        """Hand out the first jobs.

        The course's own solution goes first: what it does not pass is no student's fault.
        """
        self._solution, self._jobs = solution, jobs
        self._submit(solution)
        self._hand_out()

    def finish(self, recorder: Recorder) -> Iterator[Graded]:
        """Hand out the rest; yields the results as they are recorded."""
        more = True
        try:
            while more or self._in_flight:
                more = more and not self._hooks.stop() and self._hand_out()
                self._tell_who_is_in_flight()
                for future in wait(self._in_flight, 0.2, FIRST_COMPLETED).done:
                    job, _ = self._in_flight.pop(future)
                    self._take(self._result(future, job), job is self._solution)
                if self._is_time():
                    yield from self._record(recorder)
            yield from self._record(recorder)
        except BaseException:
            with contextlib.suppress(CourseError, OSError):
                for _ in self._record(recorder):
                    pass
            raise

    def _tell_who_is_in_flight(self) -> None:
        self._hooks.watch(
            {
                job.student: since
                for job, since in self._in_flight.values()
                if job is not self._solution
            }
        )

    def _hand_out(self) -> bool:
        """Submit while there is room; returns whether there may be more."""
        while self._has_room():
            job = next(self._jobs, None)
            if job is None:
                return False
            self._submit(job)
        return True

    def _has_room(self) -> bool:
        taken = sum(job.size for job, _ in self._in_flight.values())
        at_once = IN_FLIGHT * max(1, self._workers.count())
        return (
            len(self._in_flight) < at_once
            and taken < BYTES_IN_FLIGHT
            and len(self._batch) < 2 * BATCH
        )

    def _submit(self, job: Job) -> None:
        future: Future[Done] = self._workers.executor.submit(self._workers.run, job)
        self._in_flight[future] = (job, time.monotonic())

    def _result(self, future: Future[Done], job: Job) -> Done:
        try:
            return future.result()
        except self._workers.killed as error:
            from autograder.grading.job import not_graded

            return not_graded(job, f"the workers that graded it died: {error}")
        except self._workers.lost as error:
            raise CourseError(
                "The connection to the workers is lost. What was graded is kept: "
                "see that they are up, then run this again."
            ) from error

    def _take(self, done: Done, is_solution: bool) -> None:
        if not is_solution:
            self._batch.append(done)
        elif done.fault:
            log.error("%s\n%s", done.student, done.fault)
            raise CourseError("The course's own solution cannot be graded: see its log in logs/.")
        else:
            missed = (verdict for verdict in done.verdicts if verdict.state != "passed")
            self._unsound = {verdict.grade_id: verdict for verdict in missed}

    def _is_time(self) -> bool:
        full = len(self._batch) >= BATCH or not self._in_flight
        return bool(self._batch) and (full or time.monotonic() - self._recorded >= SECONDS)

    def _record(self, recorder: Recorder) -> Iterator[Graded]:
        if self._unsound is None:
            return
        blamed = [_blamed(done, self._unsound) for done in self._batch]
        self._batch = []
        recorder.record(blamed)
        self._recorded = time.monotonic()
        for done in blamed:
            yield _told(done)


def _blamed(done: Done, unsound: Mapping[str, Verdict]) -> Done:
    from autograder.judging.soundness import blame

    verdicts = blame({verdict.grade_id: verdict for verdict in done.verdicts}, unsound)
    return replace(done, verdicts=tuple(verdicts.values()))


def _told(done: Done) -> Graded:
    graded = Graded(
        done.student, done.verdicts, done.repairs, seconds=done.seconds, fault=done.fault
    )
    log.info("%s: %g of %g points", done.student, graded.score, graded.max_score)
    if done.fault:
        log.error("%s could not be graded: %s", done.student, done.fault)
    for fault in (verdict for verdict in graded.missed if verdict.state == "course fault"):
        log.error("%s: a fault of the course: %s", fault.grade_id, fault.explanation)
    return graded

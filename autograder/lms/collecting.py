"""`backprop collect`: from what an LMS hands out to nbgrader's submitted/STUDENT/LESSON/."""

from __future__ import annotations

import os
import shutil
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from autograder.errors import CourseError
from autograder.grading.run_lock import run_lock
from autograder.lms import archives, class_list, placing, times
from autograder.lms.archives import Entry
from autograder.lms.blackboard import Blackboard
from autograder.lms.canvas import Canvas
from autograder.lms.class_list import Deadline
from autograder.lms.gradescope import Gradescope
from autograder.lms.handed_in import NotCollected, submission
from autograder.lms.moodle import Moodle
from autograder.lms.naming import OWN, Attempt, Lms, attempts, notebooks, share
from autograder.lms.plain import Plain
from autograder.lms.roster import Roster, Student, Unmatched, is_folder_name, read_roster
from autograder.lms.whose import Lessons, release_digest

if TYPE_CHECKING:
    from autograder.course import Course

LMS: dict[str, type[Lms]] = {
    "canvas": Canvas,
    "moodle": Moodle,
    "blackboard": Blackboard,
    "gradescope": Gradescope,
}
SAMPLE = 25  # notebooks that are read to find out which lesson they are of


@dataclass(frozen=True)
class Options:
    """What was asked for. `deadline` and times without a zone are in `timezone`, or local."""

    lesson: str | None = None
    lms: str | None = None
    roster: Path | None = None
    deadline: str | None = None
    timezone: str | None = None


@dataclass
class Collected:
    """What came of it. `problems`: what was not collected, and why; nothing of it was written."""

    lesson: str
    title: str
    placed: list[placing.Placed] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def collect(
    course: Course, source: Path, options: Options, told: Callable[[int, int], None] | None = None
) -> Collected:
    """Collect an archive; `told` is called with how many attempts are read, of how many.

    Raises CourseError for an archive or a roster that is refused; then nothing was written.
    """
    if course.root.is_relative_to(source.resolve()):
        raise CourseError(f"{source} is the course itself, or holds it: name what is collected.")
    zone = times.zone(options.timezone)
    due = times.read(options.deadline, zone) if options.deadline else None
    roster = read_roster(options.roster) if options.roster else None
    lessons = Lessons(course)
    with archives.opened(source) as entries:
        if not any(notebooks(entries)) and not any(e.path.suffix == ".zip" for e in entries):
            raise CourseError(f"There is no notebook in {source}.")
        lms = lms_of(entries, options.lms, lessons)
        lesson = options.lesson or _lesson(entries, lessons)
        if roster is None:
            roster = class_list.known_students(course)
        if roster is None and isinstance(lms, Moodle):
            raise CourseError(
                "Moodle's zip tells full names alone: give the assignment's grading worksheet, or "
                "another table of the class, with --roster."
            )
        with run_lock(course.root / "verdicts" / lesson / ".lock", lesson):
            run = _Run(course, lesson, lessons, lms, roster, zone)
            return run.collect(entries, due, options, told or (lambda *_: None))


class _Run:
    """One archive, from its files to the folders."""

    def __init__(
        self,
        course: Course,
        lesson: str,
        lessons: Lessons,
        lms: Lms,
        roster: Roster | None,
        zone: ZoneInfo | None,
    ) -> None:
        self._course, self._lesson, self._lessons = course, lesson, lessons
        self._lms, self._roster, self._zone = lms, roster, zone
        self._result = Collected(lesson, lms.title)
        self._releases: defaultdict[str, list[str]] = defaultdict(list)

    def collect(
        self,
        entries: list[Entry],
        due: datetime | None,
        options: Options,
        told: Callable[[int, int], None],
    ) -> Collected:
        found, nobodys = attempts(self._lms, entries)
        problems = self._result.problems
        problems += [f"{entry.path}: its name tells no student" for entry in nobodys]
        known = class_list.deadline(self._course, self._lesson)
        deadline = Deadline(due, known.extensions) if due else known
        fresh = self._course.root / placing.KEPT / f".{self._lesson}.{os.getpid()}.part"
        try:
            staged = self._stage(fresh, self._matched(found), deadline, told)
            if options.roster and self._roster:
                class_list.enter_students(self._course, self._roster)
            if due:
                class_list.set_deadline(self._course, self._lesson, due)
            for student in sorted(staged):
                self._result.placed.append(
                    placing.place(
                        self._course, self._lesson, student, staged[student], deadline.of(student)
                    )
                )
        except OSError as error:
            raise CourseError(
                f"{error.filename or self._course.root} cannot be written: {error.strerror}. See "
                "to it, then run this again: what was collected is kept."
            ) from error
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
        if due and due != known.due:
            from autograder.lms.late import penalise  # takes seconds to import

            penalise(self._course, self._lesson)
        self._note(deadline)
        return self._result

    def _matched(self, found: list[Attempt]) -> list[tuple[Student, Attempt]]:
        matched = []
        for attempt in found:
            try:
                matched.append((self._student(attempt), attempt))
            except Unmatched as reason:
                self._result.problems.append(f"{attempt.label}: {reason}")
        undated = Counter(student.id for student, attempt in matched if not attempt.when)
        several = {name for name, count in undated.items() if count > 1}
        for name in sorted(several):
            labels = " and ".join(a.label for s, a in matched if s.id == name and not a.when)
            self._result.problems.append(
                f"{name}: there is no telling which was last, {labels}: collect one of them alone"
            )
        return [(s, a) for s, a in matched if a.when or s.id not in several]

    def _student(self, attempt: Attempt) -> Student:
        if self._roster is not None:
            return self._roster.find(attempt.keys)
        name = next((attempt.keys[kind] for kind in OWN if kind in attempt.keys), "")
        if not is_folder_name(name):
            raise Unmatched("this cannot be a folder's name: give a --roster")
        return Student(name)

    def _stage(
        self,
        fresh: Path,
        matched: list[tuple[Student, Attempt]],
        deadline: Deadline,
        told: Callable[[int, int], None],
    ) -> dict[str, list[placing.Candidate]]:
        """Write all attempts into a new folder; whatever is wrong is found here."""
        staged: defaultdict[str, list[placing.Candidate]] = defaultdict(list)
        for number, (student, attempt) in enumerate(matched):
            told(number, len(matched))
            try:
                made = submission(attempt, self._lesson, self._lessons)
            except NotCollected as reason:
                self._result.problems.append(f"{student.id}: {reason}")
                continue
            self._result.notes += [f"{student.id}: {each}" for each in made.unread]
            if made.release:
                self._releases[made.release].append(student.id)
            last = deadline.of(student.id)
            when = self._aware(attempt.when or student.handed_in)
            if when is None and attempt.late and last:
                when = last + timedelta(seconds=1)  # how late it is, Canvas does not tell
            folder = fresh / student.id / str(len(staged[student.id]))
            made.write(folder, when)
            late = attempt.late or placing.is_late(when, last)
            staged[student.id].append(placing.Candidate(folder, when, late, made.digest))
        return staged

    def _aware(self, when: datetime | None) -> datetime | None:
        return when if when is None or when.tzinfo else times.within(when, self._zone)

    def _note(self, deadline: Deadline) -> None:
        result = self._result
        if deadline.due is None and any(placed.late for placed in result.placed):
            result.notes.append(
                "Some are late, but nbgrader knows no due date: give it with --deadline."
            )
        released = self._course.folder("release", self._lesson)
        current = [release_digest(path.read_bytes()) for path in released.glob("*.ipynb")]
        for release, students in self._releases.items():
            if current and release not in current:
                result.notes.append(
                    f"Made from an older release ({release}), graded against today's: "
                    f"{', '.join(sorted(students))}"
                )
        if self._roster is not None:
            folders = (
                self._course.folder("submitted", self._lesson, each.id)
                for each in self._roster.students
            )
            missing = [folder.parent.name for folder in folders if not folder.is_dir()]
            if missing:
                result.notes.append(
                    f"{len(missing)} of {len(self._roster.students)} have nothing for "
                    f"{self._lesson} yet: "
                    f"{', '.join(missing[:20])}{' and others' if len(missing) > 20 else ''}"
                )


def lms_of(entries: list[Entry], name: str | None, lessons: Lessons) -> Lms:
    """The LMS by its name, or by how the files are named."""
    if name and name in LMS:
        return LMS[name](entries)
    if name and name != "plain":
        raise CourseError(f"There is no LMS {name!r}. There are: {', '.join(LMS)} and plain.")
    handed_in = [entry for entry in entries if entry.path.suffix.lower() in (".ipynb", ".zip")]
    for lms in () if name else LMS.values():
        if share(handed_in, lms.knows) > 0.5:
            return lms(entries)
    return Plain(entries, lessons.names, lessons.notebooks.values())


def _lesson(entries: list[Entry], lessons: Lessons) -> str:
    """The lesson that most of the notebooks are of."""
    seen: Counter[str | None] = Counter()
    for entry in [entry for entry in notebooks(entries) if not entry.refused][:SAMPLE]:
        seen[lessons.of(entry.read())] += 1
    best, count = max(seen.items(), key=lambda item: item[1], default=(None, 0))
    if best is None or count * 2 <= seen.total():
        raise CourseError(
            "There is no telling which lesson these notebooks are of: name it with --lesson. "
            f"There are: {', '.join(lessons.names)}."
        )
    return best

"""All that is known of a lesson's class, from the gradebook and the records of what was judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from autograder.errors import CourseError
from autograder.grading.records import Records
from autograder.report.checks import Check, checks_of
from autograder.report.marks import Mark, Marked, Marks, read_marks
from backprop_lib.notebook_file import read_notebook, source_of

if TYPE_CHECKING:
    from pathlib import Path

    from autograder.course import Course
    from autograder.judging.verdict import Verdict

# How a check can have gone, from the best to the worst for the student.
STATES = (
    "passed",
    "partly",
    "failed",
    "raised",
    "stopped",
    "not attempted",
    "course fault",
    "not passed",
    "to be marked",
    "marked",
)


@dataclass(frozen=True)
class Result:
    """One student's submission.

    `verdicts` by cell, empty where only nbgrader's own command has graded; `again`: something was
    handed in after it was graded.
    """

    student: str
    name: str
    marked: Marked
    verdicts: Mapping[str, Verdict]
    repairs: tuple[str, ...]
    again: bool

    @property
    def score(self) -> float:
        """All points together, less what is taken off for being late."""
        marks = sum(mark.score for mark in self.marked.marks.values())
        return max(0.0, marks - self.marked.penalty)

    @property
    def open(self) -> bool:
        """Whether a person has to look at something yet."""
        return any(mark.open for mark in self.marked.marks.values())

    def points(self, check: Check) -> float | None:
        """The points for a check; None where the gradebook has none yet."""
        mark = self.marked.marks.get(check.name)
        return None if mark is None or (mark.open and mark.auto is None) else mark.score

    def state(self, check: Check) -> str:
        """One of STATES. Full marks that a person gave are a pass."""
        mark, verdict = self.marked.marks.get(check.name), self.verdicts.get(check.name)
        if check.by_hand:
            if mark is None or mark.open:
                return "to be marked"
            return "not attempted" if mark.manual is None else "marked"
        if mark is not None and mark.manual is not None and mark.manual >= check.points:
            return "passed"
        earned = mark.score if mark is not None else 0.0
        if verdict is None or (verdict.state in ("passed", "failed") and earned > 0):
            if earned >= check.points:
                return "passed"
            return "partly" if earned > 0 else "not passed"
        return verdict.state


@dataclass(frozen=True)
class ClassResults:
    """A lesson's class.

    `ungraded` have handed in and are not graded; `absent` have not handed in.
    """

    lesson: str
    title: str
    checks: tuple[Check, ...]
    results: tuple[Result, ...]
    ungraded: tuple[str, ...]
    absent: tuple[str, ...]
    roster: Mapping[str, str]

    @property
    def points(self) -> float:
        """What can be reached."""
        return sum(check.points for check in self.checks)

    @property
    def without_record(self) -> list[str]:
        """Who was graded by nbgrader's own command: of the why nothing is kept."""
        return [result.student for result in self.results if not result.verdicts]


def class_results(course: Course, lesson: str) -> ClassResults:
    """Gather what is known of a lesson.

    Raises CourseError where nothing is graded yet, or a record or the gradebook cannot be read.
    """
    marks = read_marks(course.gradebook_url, lesson)
    records = Records(course, lesson)
    handed_in = course.students(lesson)
    recorded = {path.stem for path in records.folder.glob("[!.]*.json")}
    # Who got more time before handing in anything has an empty submission in the gradebook.
    marked = {student for student, each in marks.submissions.items() if each.graded}
    graded = sorted(marked | recorded)
    if not graded:
        raise CourseError(
            f"Nothing of {lesson} is graded yet. Grade it with: backprop grade {lesson}"
        )
    source = course.notebook(lesson)
    results = [_result(course, lesson, records, marks, student) for student in graded]
    everybody = {*marks.roster} | {*handed_in} | _known_elsewhere(course)
    return ClassResults(
        lesson,
        _title(source) or lesson,
        tuple(checks_of(source)),
        tuple(results),
        tuple(sorted({*handed_in} - {*graded})),
        tuple(sorted(everybody - {*graded} - {*handed_in})),
        marks.roster,
    )


def _result(course: Course, lesson: str, records: Records, marks: Marks, student: str) -> Result:
    path = records.folder / f"{student}.json"
    record = records.read(student)
    if record is None and path.exists():
        raise CourseError(
            f"The record {path} is damaged. Write it anew with: "
            f"backprop grade {lesson} --student {student}"
        )
    verdicts = {each.grade_id: each for each in record.verdicts} if record else {}
    marked = marks.submissions.get(student) or Marked(
        marks={name: Mark(each.score, None, 0.0, False) for name, each in verdicts.items()}
    )
    submitted = course.folder("submitted", lesson, student) / course.notebook(lesson).name
    again = record is not None and _time(submitted) > _time(path)
    name = marks.roster.get(student, "")
    return Result(student, name, marked, verdicts, record.repairs if record else (), again)


def _time(path: Path) -> float:
    try:
        return path.lstat().st_mtime
    except OSError:
        return 0.0


def _known_elsewhere(course: Course) -> set[str]:
    """Who has handed in anything, in any lesson."""
    return {student for lesson in course.lessons() for student in course.students(lesson)}


def _title(source: Path) -> str:
    for cell in read_notebook(source.read_bytes()).cells:
        for line in (source_of(cell) or "").split("\n"):
            if line.startswith("# ") and cell.get("cell_type") == "markdown":
                return line[2:].strip()
    return ""

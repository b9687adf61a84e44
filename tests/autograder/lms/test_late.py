"""What being late costs is set in one place, and an extension takes it back."""

import math
from datetime import UTC, datetime

import pytest

from autograder.course import Course
from autograder.errors import CourseError
from autograder.grading.gradebook import Entry, GradebookWriter
from autograder.lms import class_list, late
from autograder.lms.late import DAY, LatePolicy
from tests.autograder.command_line import Here
from tests.autograder.squares import configure

POLICY = """
c.LatePolicy.per_day = 0.25
c.LatePolicy.grace_minutes = 15
"""


def penalty(seconds: float, **settings: float) -> float | None:
    return LatePolicy(**settings).late_submission_penalty("ada", 8.0, seconds)


@pytest.mark.parametrize(
    ("seconds", "settings", "points"),
    [
        (DAY, {}, None),
        (1, {"per_day": 0.1}, 0.8),
        (DAY, {"per_day": 0.1}, 0.8),
        (DAY + 1, {"per_day": 0.1}, 1.6),
        (9 * DAY, {"per_day": 0.25}, 8.0),
        (9 * DAY, {"per_day": 0.25, "most": 0.5}, 4.0),
        (899, {"per_day": 0.1, "grace_minutes": 15}, None),
        (901, {"per_day": 0.1, "grace_minutes": 15}, 0.8),
        (7 * DAY, {"days_until_nothing": 7}, None),
        (7 * DAY + 1, {"days_until_nothing": 7}, 8.0),
    ],
)
def test_a_begun_day_costs_its_share(
    seconds: float, settings: dict[str, float], points: float | None
) -> None:
    found = penalty(seconds, **settings)
    assert found is points is None or math.isclose(found or 0, points or 0)


@pytest.fixture
def graded(course: Course) -> Course:
    """ada is 10 hours late and ben 10 minutes; both have full marks."""
    course = configure(course, POLICY)
    class_list.set_deadline(course, "squares", datetime(2026, 3, 1, 12, tzinfo=UTC))
    writer = GradebookWriter(course, "squares")
    marks = {"test_square": 2.0, "test_hidden": 1.0}
    times = {"ada": datetime(2026, 3, 1, 22), "ben": datetime(2026, 3, 1, 12, 10)}
    writer.write([Entry(name, marks, {}, when) for name, when in times.items()])
    writer.close()
    return course


def penalties(course: Course) -> dict[str, float]:
    return {each.student: each.penalty for each in late.late_submissions(course, "squares")}


def test_an_extension_and_another_due_date_set_the_penalties_anew(graded: Course) -> None:
    assert penalties(graded) == {"ada": 0.75, "ben": 0.0}
    late.extend(graded, "squares", "ada", 1)
    late.penalise(graded, "squares")
    assert penalties(graded) == {"ben": 0.0}
    class_list.set_deadline(graded, "squares", datetime(2026, 2, 28, tzinfo=UTC))
    late.penalise(graded, "squares")
    assert penalties(graded) == {"ada": 0.75, "ben": 1.5}
    late.extend(graded, "squares", "ada", 0)
    late.penalise(graded, "squares")
    assert penalties(graded) == {"ada": 1.5, "ben": 1.5}


def test_an_extension_may_come_before_the_submission(graded: Course) -> None:
    graded.nbgrader.gradebook.add_student("chloe")
    late.extend(graded, "squares", "chloe", 2)
    assert class_list.deadline(graded, "squares").extensions["chloe"].days == 2


def test_who_is_not_in_the_gradebook_gets_no_extension(graded: Course) -> None:
    with pytest.raises(CourseError, match="has no student 'zoe'"):
        late.extend(graded, "squares", "zoe", 2)


def test_the_command_shows_who_is_late(graded: Course, here: Here) -> None:
    words = ("late", "squares", "--due", "2026-03-01 12:00", "--timezone", "UTC")
    status, shown = here(*words, cwd=graded.root)
    assert status == 0
    assert "- ada: 10.0 hours late, 0.75 points off" in shown
    assert "- ben: 0.2 hours late, 0 points off" in shown

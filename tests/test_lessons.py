"""What holds for every lesson: nothing is given away, and the full solution gets full marks."""

import functools
import itertools
import re

import nbformat
import pytest
from nbformat.notebooknode import NotebookNode

from autograder.course import Course
from autograder.judging.judge import judge
from autograder.judging.verdict import Verdict
from autograder.submission.rebuild import rebuild
from autograder.walls.bubblewrap import Walls
from tests.autograder import notebooks as nb
from tests.root import ROOT

COURSE = Course(ROOT)
LESSONS = COURSE.lessons()


@pytest.fixture(scope="session")
def walls(walls: Walls) -> Walls:
    """With the limits of a real course: a figure takes its time on a busy machine."""
    return Walls()


def source(lesson: str) -> NotebookNode:
    made: NotebookNode = nbformat.read(COURSE.notebook(lesson), as_version=4)
    return made


def released(lesson: str) -> NotebookNode:
    path = COURSE.folder("release", lesson) / COURSE.notebook(lesson).name
    made: NotebookNode = nbformat.read(path, as_version=4)
    return made


def grade_ids(notebook: NotebookNode) -> list[str]:
    found = [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in notebook.cells]
    return [name for name in found if name]


def solved(lesson: str) -> NotebookNode:
    """The release with the answers of the source typed in."""
    answers = {
        cell.metadata.nbgrader.grade_id: cell.source
        for cell in source(lesson).cells
        if cell.metadata.get("nbgrader", {}).get("solution")
    }
    made = released(lesson)
    for cell in made.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        cell.source = answers.get(name, cell.source)
    return made


def judged(
    lesson: str, notebook: NotebookNode, walls: Walls
) -> tuple[NotebookNode, dict[str, Verdict]]:
    """The notebook as it is run, with its outputs, and the verdicts."""
    rebuilt = rebuild(COURSE.template(lesson), nb.as_bytes(notebook))
    assert rebuilt.repairs == []
    return rebuilt.notebook, judge(rebuilt.notebook, walls, COURSE.given(lesson), {})


@functools.cache
def judged_solution(lesson: str, walls: Walls) -> tuple[NotebookNode, dict[str, Verdict]]:
    return judged(lesson, solved(lesson), walls)


@pytest.mark.parametrize("lesson", LESSONS)
def test_no_solution_is_in_the_release(lesson: str) -> None:
    text = "\n".join(cell.source for cell in released(lesson).cells)
    assert "BEGIN SOLUTION" not in text and "END SOLUTION" not in text
    for cell in source(lesson).cells:
        for solution in re.findall(r"BEGIN SOLUTION\n(.*?)### END", cell.source, re.DOTALL):
            for line in solution.splitlines():
                # Short lines such as `losses = []` may stand elsewhere in good faith.
                if len(line.strip()) > 25:
                    assert line.strip() not in text


@pytest.mark.parametrize("lesson", LESSONS)
def test_the_full_solution_gets_full_marks(lesson: str, walls: Walls) -> None:
    for name, verdict in judged_solution(lesson, walls)[1].items():
        assert verdict.score == verdict.max_score, (name, verdict.explanation)


@pytest.mark.parametrize("lesson", LESSONS)
def test_the_untouched_release_gets_nothing(lesson: str, walls: Walls) -> None:
    notebook, verdicts = judged(lesson, released(lesson), walls)
    for name, verdict in verdicts.items():
        assert (verdict.score, verdict.state) == (0, "not attempted"), (name, verdict.explanation)
    for cell in notebook.cells:
        failed = any(output.output_type == "error" for output in cell.get("outputs", []))
        role = cell.metadata.get("nbgrader", {})
        assert not failed or role.get("grade") or role.get("solution"), cell.id


@pytest.mark.parametrize("lesson", LESSONS)
def test_points_are_those_of_the_exercises(lesson: str) -> None:
    exercises = COURSE.exercises(lesson)
    assert exercises is not None
    points = dict.fromkeys((each.name for each in exercises.exercises), 0)
    for cell in source(lesson).cells:
        if cell.metadata.get("nbgrader", {}).get("grade"):
            # Its check, or that of one of its parts: test_affine, test_affine_backward.
            checked = cell.metadata.nbgrader.grade_id.removeprefix("test_")
            name = max((name for name in points if f"{checked}_".startswith(f"{name}_")), key=len)
            points[name] += cell.metadata.nbgrader.points
    assert points == {each.name: each.points for each in exercises.exercises}


@pytest.mark.parametrize("lesson", LESSONS)
def test_cell_ids_are_stable_and_unique(lesson: str) -> None:
    notebook = source(lesson)
    ids = [cell.id for cell in notebook.cells]
    assert len(set(ids)) == len(ids)
    assert len(set(grade_ids(notebook))) == len(grade_ids(notebook))
    assert [cell.id for cell in released(lesson).cells] == ids
    for cell in notebook.cells:
        if "nbgrader" in cell.metadata:
            assert cell.id == cell.metadata.nbgrader.grade_id
        else:
            assert re.fullmatch(r"[a-z0-9-]+", cell.id)


@pytest.mark.parametrize("lesson", LESSONS)
def test_headings_are_in_order(lesson: str) -> None:
    text = "\n".join(cell.source for cell in source(lesson).cells if cell.cell_type == "markdown")
    levels = [len(found) for found in re.findall(r"^(#+) ", text, re.MULTILINE)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


@pytest.mark.parametrize("lesson", LESSONS)
def test_every_figure_has_alt_text(lesson: str) -> None:
    """Figures go through plot.show or plot.html, which insist on it; none goes past them."""
    for cell in source(lesson).cells:
        if cell.cell_type == "code":
            assert not re.search(r"\bpyplot\b|\bplt\.|\.savefig\(", cell.source), cell.id


@pytest.mark.parametrize("lesson", LESSONS)
def test_with_the_solution_no_cell_ends_in_an_error_or_a_warning(lesson: str, walls: Walls) -> None:
    notebook, _ = judged_solution(lesson, walls)
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            assert output.output_type != "error", (cell.id, output)
            assert output.get("name") != "stderr", (cell.id, output)

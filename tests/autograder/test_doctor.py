"""What an instructor is told of a damaged notebook, and the copy that is put right."""

import copy
import json
from pathlib import Path

import nbformat
import pytest
from nbformat.notebooknode import NotebookNode
from typer.testing import CliRunner

from autograder import cli
from autograder.authoring import release
from autograder.course import Course
from autograder.doctor import Doctor, environment, keep, notebooks_in
from autograder.walls.bubblewrap import Walls
from tests.autograder import notebooks as nb
from tests.autograder.squares import RIGHT, grade, hand_in


def damaged(course: Course) -> NotebookNode:
    """A right answer, a check that is missing, a cell of the student's own, an answer unwritten."""
    form = course.template("squares")
    made = copy.deepcopy(form.notebook)
    for cell in made.cells:
        cell.source = RIGHT if cell.id == "square" else form.released[cell.id]
    made.cells = [cell for cell in made.cells if cell.id != "test_hidden"]
    made.cells.append(nb.own("print(square(2))"))
    return made


def doctor(course: Course, *words: str) -> tuple[int, str]:
    """The command in this process: its status and what it printed, on one line."""
    result = CliRunner().invoke(cli.app, ["doctor", *words, "--course", str(course.root)])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        return 1, f"error: {result.exception}"
    return result.exit_code, " ".join(result.output.split())


def test_the_damage_is_told_and_the_copy_is_what_would_be_graded(
    course: Course, tmp_path: Path, walls: Walls
) -> None:
    path = nb.write(tmp_path / "mine.ipynb", damaged(course))
    before = path.read_bytes()
    examined = Doctor(course).examine(path)
    assert examined.lesson == "squares" and examined.ill
    assert [str(trouble) for trouble in examined.troubles] == [
        "✘ The cell `test_hidden` was missing. It was put back."
    ]
    target = keep(course, examined, None)
    assert target == tmp_path / "mine.repaired.ipynb" and path.read_bytes() == before
    repaired = nbformat.read(target, as_version=4)
    nbformat.validate(repaired)
    sources = {cell.id: cell.source for cell in repaired.cells}
    assert sources["square"] == RIGHT and "print(square(2))" in sources.values()
    assert "HIDDEN" not in target.read_text() and "16" not in sources["test_hidden"]
    assert Doctor(course).examine(target).troubles == ()
    hand_in(course, "ada", target.read_bytes())
    hand_in(course, "ben", before)
    graded = grade(course, walls)
    assert graded["ada"].score == graded["ben"].score == 3
    assert graded["ada"].repairs == ()


def test_a_copy_never_replaces_a_file_and_is_not_made_twice(course: Course, tmp_path: Path) -> None:
    path = nb.write(tmp_path / "mine.ipynb", damaged(course))
    examined = Doctor(course).examine(path)
    first = keep(course, examined, None)
    assert first is not None and keep(course, Doctor(course).examine(path), None) == first
    first.write_text("worked on")
    assert keep(course, examined, None) == tmp_path / "mine.repaired-2.ipynb"
    assert first.read_text() == "worked on"
    status, told = doctor(course, str(path), "--output", str(first))
    assert status == 1 and "is there already" in told


def test_a_class_is_examined_and_its_copies_stand_apart(course: Course) -> None:
    hand_in(course, "ada")
    hand_in(course, "ben", nb.as_bytes(damaged(course)))
    hand_in(course, "chloe", b"<<<<<<< HEAD\n{}")
    hand_in(course, "dan", answer=nb.STUB)
    course.folder("submitted", "squares", "emma").mkdir(parents=True)
    link = course.folder("submitted", "squares", "felix") / "squares.ipynb"
    link.parent.mkdir(parents=True)
    link.symlink_to(course.notebook("squares"))
    status, told = doctor(course, "--lesson", "squares")
    assert status == 1
    for text in (
        "Nothing is wrong.",
        "`test_hidden` was missing",
        "merge markers",
        "Not written yet: `square`",
        "There was no file squares.ipynb",
        "6 notebooks, 4 with something wrong.",
    ):
        assert text in told
    copies = notebooks_in(course.root / "repaired")
    assert copies == [course.root / "repaired" / "ben" / "squares" / "squares.ipynb"]
    assert [*course.folder("submitted", "squares", "ben").iterdir()] == [
        course.folder("submitted", "squares", "ben") / "squares.ipynb"
    ]


def test_a_notebook_of_another_course_and_another_release_are_told(
    course: Course, tmp_path: Path
) -> None:
    other = nb.write(tmp_path / "other.ipynb", nb.notebook(nb.answer("x = 1", "elsewhere")))
    assert "the notebook of no lesson here" in str(Doctor(course).examine(other).troubles[0])
    assert "another lesson" in str(Doctor(course, "squares").examine(other).troubles[0])
    release.generate(course, "squares")
    made = damaged(course)
    made.metadata["backprop"] = {"release": "abc123"}
    old = Doctor(course).examine(nb.write(tmp_path / "old.ipynb", made))
    assert any("another release of squares (abc123)" in str(each) for each in old.troubles)


def test_what_a_file_holds_is_told_without_running_in_the_terminal(
    course: Course, tmp_path: Path
) -> None:
    made = damaged(course)
    made.cells.append(nb.own("# \x1b]0;evil\x07[bold]\nx = input('?')"))
    status, told = doctor(course, str(nb.write(tmp_path / "x.ipynb", made)))
    assert status == 1 and "\x1b]0" not in told and "calls input()" in told


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("nowhere.ipynb",), "There is no file nowhere.ipynb"),
        (("--lesson", "sqares"), "Did you mean squares?"),
        (("--lesson", "squares"), "Nobody has handed in squares"),
        ((".",), "There is no notebook in ."),
    ],
)
def test_a_mistake_is_told_in_a_line(
    course: Course,
    words: tuple[str, ...],
    told: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    status, shown = doctor(course, *words)
    assert status == 1 and told in shown


def test_this_machine_is_well(walls: Walls, course: Course) -> None:
    assert [*environment()] == []
    assert doctor(course)[0] == 0


def test_a_kernel_that_is_not_there_is_told_with_the_remedy(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    kernels = tmp_path / "kernels" / "python3"
    kernels.mkdir(parents=True)
    kernel = {"argv": ["/nowhere/python"], "display_name": "Python 3", "language": "python"}
    (kernels / "kernel.json").write_text(json.dumps(kernel))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    told = " ".join(str(trouble) for trouble in environment())
    assert "/nowhere/python, which is not there" in told and "ipykernel install" in told

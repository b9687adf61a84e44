"""What a student is told before handing in."""

import copy
import importlib
import json
import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from backprop_lib import doctor_here
from backprop_lib.doctor import Trouble, checksum, doctor, examine_file
from backprop_lib.exercises import lessons, xor
from backprop_lib.notebook_file import nbgrader_of, source_of
from tests.root import ROOT

RELEASE = json.loads((ROOT / "notebooks" / "07_xor" / "xor.ipynb").read_text())
SOLUTION = json.loads((ROOT / "solutions" / "07_xor" / "xor.ipynb").read_text())

Notebook = dict[str, Any]
Cell = dict[str, Any]


def cell(notebook: Notebook, name: str) -> Cell:
    found: Cell = next(c for c in notebook["cells"] if nbgrader_of(c).get("grade_id") == name)
    return found


def told(content: str | Notebook, folder: Path) -> list[Trouble]:
    path = folder / "xor.ipynb"
    text = content if isinstance(content, str) else json.dumps(content)
    path.write_text(text, encoding="utf-8")
    return examine_file(path, xor.LESSON)


def serious(troubles: list[Trouble]) -> str:
    return "\n".join(str(trouble) for trouble in troubles if trouble.serious)


@pytest.mark.parametrize("name", lessons())
def test_a_released_notebook_is_well_and_not_written_yet(name: str) -> None:
    lesson = importlib.import_module(lessons()[name]).LESSON
    released = [*(ROOT / "notebooks" / name).glob("*.ipynb")]
    if not released:
        return  # a lesson that is being made
    (trouble,) = examine_file(released[0], lesson)
    assert not trouble.serious and trouble.text.startswith("Not written yet")
    assert all(f"`{exercise.name}`" in trouble.text for exercise in lesson.exercises)


def test_a_solved_notebook_has_nothing_wrong(tmp_path: Path) -> None:
    solved = copy.deepcopy(RELEASE)
    for each in SOLUTION["cells"]:
        if nbgrader_of(each).get("solution"):
            cell(solved, nbgrader_of(each)["grade_id"])["source"] = each["source"]
    assert told(solved, tmp_path) == []


def test_the_checksum_is_nbgraders() -> None:
    noted = [each for each in RELEASE["cells"] if nbgrader_of(each).get("checksum")]
    assert len(noted) > 10
    for each in noted:
        assert checksum(each, source_of(each) or "") == nbgrader_of(each)["checksum"]


def lose(notebook: Notebook) -> None:
    notebook["cells"].remove(cell(notebook, "xor_loss"))


def lose_check(notebook: Notebook) -> None:
    notebook["cells"].remove(cell(notebook, "test_xor_loss"))


def double(notebook: Notebook) -> None:
    notebook["cells"].append(copy.deepcopy(cell(notebook, "xor_loss")))


def write_nonsense(notebook: Notebook) -> None:
    cell(notebook, "xor_loss")["source"] = "def xor_loss(params, X, T):\n    return ("


def make_markdown(notebook: Notebook) -> None:
    cell(notebook, "xor_loss").update(cell_type="markdown", source="def xor_loss(): pass")


def ask(notebook: Notebook) -> None:
    cell(notebook, "xor_loss")["source"] = "# no input() here\nname = input('who? ')"


def speak_r(notebook: Notebook) -> None:
    notebook["metadata"]["kernelspec"] = {"name": "ir", "language": "R", "display_name": "R"}


def change_check(notebook: Notebook) -> None:
    cell(notebook, "test_xor_loss")["source"] = "pass"


def run_in_another_order(notebook: Notebook) -> None:
    for place, each in enumerate(c for c in notebook["cells"] if c["cell_type"] == "code"):
        each["execution_count"] = 100 - place


def raise_somewhere(notebook: Notebook) -> None:
    error = {"output_type": "error", "ename": "NameError", "evalue": "", "traceback": []}
    cell(notebook, "setup")["outputs"] = [error]


@pytest.mark.parametrize(
    ("damage", "sentence", "is_serious"),
    [
        (lose, "answer cell `xor_loss` is missing", True),
        (lose_check, "check of `xor_loss` is missing", False),
        (double, "`xor_loss` is there 2 times", True),
        (write_nonsense, "`xor_loss` is not Python yet: line 2", True),
        (make_markdown, "`xor_loss` has become a markdown cell", True),
        (ask, "`xor_loss` calls input()", True),
        (speak_r, "kernel is R, not Python", True),
        (change_check, "`test_xor_loss` has been changed", False),
        (run_in_another_order, "not run from top to bottom", False),
        (raise_somewhere, "`setup` ended with NameError", False),
    ],
)
def test_damage_is_named(
    damage: Callable[[Notebook], None], sentence: str, is_serious: bool, tmp_path: Path
) -> None:
    notebook = copy.deepcopy(RELEASE)
    damage(notebook)
    found = [trouble for trouble in told(notebook, tmp_path) if sentence in trouble.text]
    assert [trouble.serious for trouble in found] == [is_serious]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "empty"),
        ("<<<<<<< HEAD\n{}", "merge markers"),
        ("not JSON", "not a notebook"),
        ("[1]", "no list of cells"),
        ('{"cells": [1, null, {"source": 3}, {"metadata": 5}]}', "not the notebook of 07_xor"),
        ('{"cells": []}', "not the notebook of 07_xor"),
    ],
)
def test_a_file_that_is_no_notebook_of_the_lesson_is_told(
    content: str, sentence: str, tmp_path: Path
) -> None:
    assert sentence in serious(told(content, tmp_path))
    assert "cannot be read" in serious(examine_file(tmp_path / "absent.ipynb", xor.LESSON))


def test_cells_of_any_kind_stop_nothing(tmp_path: Path) -> None:
    notebook = copy.deepcopy(RELEASE)
    odd: list[Any] = [1, None, [], {"cell_type": 3, "metadata": [], "outputs": "x"}]
    odd += [{"source": {"a": 1}}, {"metadata": {"nbgrader": {"grade_id": 5}}, "outputs": [1]}]
    odd += [{"metadata": {"nbgrader": {"grade_id": "x", "grade": 1, "points": "y", "checksum": 1}}}]
    notebook["cells"] += odd
    notebook["metadata"] = 5
    assert "no text that can be read" in serious(told(notebook, tmp_path))


def test_asked_in_the_notebooks_folder_it_finds_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    doctor(xor.LESSON)
    assert "Which file is this notebook?" in capsys.readouterr().out
    (tmp_path / "mine.ipynb").write_text(json.dumps(RELEASE))
    (tmp_path / "other.ipynb").write_text('{"cells": []}')
    doctor(xor.LESSON)
    shown = capsys.readouterr().out
    assert shown.startswith("07_xor: mine.ipynb, saved at ")
    assert "Nothing is wrong with the file" in shown
    (tmp_path / "copy.ipynb").write_text(json.dumps(RELEASE))
    monkeypatch.setenv("JPY_SESSION_NAME", str(tmp_path / "copy.ipynb"))
    doctor(xor.LESSON)
    assert "copy.ipynb" in capsys.readouterr().out


class Shell:
    """As much of IPython's shell as is asked."""

    def __init__(self, *inputs: str) -> None:
        self.user_ns = {"In": ["", *inputs]}


def test_a_notebook_that_is_not_saved_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "xor.ipynb"
    path.write_text(json.dumps({"cells": [{"cell_type": "code", "source": ["ex.doctor()\n"]}]}))
    monkeypatch.setattr(doctor_here, "_shell", lambda: Shell("x = 1", "ex.doctor()"))
    assert [*doctor_here.unsaved(path)] == []
    monkeypatch.setattr(doctor_here, "_shell", lambda: Shell("ex.doctor()", "ex.doctor() # again"))
    (trouble,) = doctor_here.unsaved(path)
    assert "press Ctrl+S" in trouble.text


def test_the_environment_of_the_course_is_well_and_another_is_told() -> None:
    assert [*doctor_here.environment()] == []
    assert "This is Python 3.9" in doctor_here.wrong_python((3, 9))
    assert "less than 3.15" in doctor_here.wrong_python((3, 15))
    assert "nosuch is missing" in doctor_here.wrong_package("nosuch", "nosuch", "1.0")
    told = doctor_here.wrong_package("numpy", "numpy", "99.1")
    assert re.search(r"numpy is \d.*at least 99\.1.*-m pip install \"numpy>=99\.1\"", told)


def test_its_least_versions_are_those_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = {
        re.split(r"[<>=]", line)[0]: line.split(">=")[1].split(",")[0]
        for line in project["dependencies"]
    }
    for _, package, least in doctor_here.PACKAGES:
        assert asked[package] == least
    first, beyond = (".".join(map(str, version)) for version in doctor_here.PYTHON)
    assert project["requires-python"] == f">={first},<{beyond}"

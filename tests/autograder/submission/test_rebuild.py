"""The notebook that is run is the course's, filled with the student's answers."""

import copy
import json
from pathlib import Path

import pytest
from nbformat.notebooknode import NotebookNode
from traitlets.config import Config

from autograder.submission import rebuild
from autograder.submission.rebuild import Template
from autograder.submission.submitted import NotANotebook
from tests.autograder import notebooks as nb


@pytest.fixture
def form(tmp_path: Path) -> Template:
    return rebuild.template(nb.write(tmp_path / "squares.ipynb", nb.squares()))


@pytest.fixture
def handed_in(form: Template) -> NotebookNode:
    """A submission as it should be: the release with an answer typed in."""
    made = copy.deepcopy(form.notebook)
    for cell in made.cells:
        cell.source = form.released[cell.id]
    by_id(made)["square"].source = "def square(x):\n    return x ** 2"
    return made


def by_id(made: NotebookNode) -> dict[str, NotebookNode]:
    return {cell.id: cell for cell in made.cells}


def test_the_template_has_hidden_tests_and_no_solution(form: Template) -> None:
    cells = by_id(form.notebook)
    assert "x * x" not in cells["square"].source
    assert "NotImplementedError" in cells["square"].source
    assert "assert square(-4) == 16" in cells["test_hidden"].source
    assert "assert square(-4) == 16" not in form.released["test_hidden"]


def test_the_template_is_made_as_the_course_configures_nbgrader(tmp_path: Path) -> None:
    own = nb.answer("def square(x):\n    # ANSWER\n    return x * x\n    # END", "square")
    source = nb.write(tmp_path / "squares.ipynb", nb.notebook(own))
    config = Config()
    config.ClearSolutions.begin_solution_delimeter = "ANSWER"
    config.ClearSolutions.end_solution_delimeter = "END"
    config.ClearSolutions.code_stub = {"python": "... # yours"}
    form = rebuild.template(source, config)
    assert form.released["square"] == "def square(x):\n    ... # yours"


def test_an_undamaged_submission_needs_no_repair(form: Template, handed_in: NotebookNode) -> None:
    rebuilt = rebuild.rebuild(form, nb.as_bytes(handed_in))
    assert rebuilt.repairs == []
    cells = by_id(rebuilt.notebook)
    assert cells["square"].source == "def square(x):\n    return x ** 2"
    assert "hidden" in cells["test_hidden"].source.lower()


def test_a_changed_test_is_the_courses_again(form: Template, handed_in: NotebookNode) -> None:
    by_id(handed_in)["test_square"].source = "pass"
    rebuilt = rebuild.rebuild(form, nb.as_bytes(handed_in))
    assert by_id(rebuilt.notebook)["test_square"].source == "assert square(3) == 9"
    assert rebuilt.repairs == [
        "The cell `test_square` had been changed. The course's own text was used."
    ]


def test_metadata_tags_outputs_and_points_come_from_the_source(
    form: Template, handed_in: NotebookNode
) -> None:
    for cell in handed_in.cells:
        cell.metadata["tags"] = ["mine"]
        if cell.cell_type == "code":
            cell.outputs = [{"output_type": "stream", "name": "stdout", "text": "mine"}]
        if cell.id == "test_square":
            cell.metadata.nbgrader.points = 1000
    rebuilt = rebuild.rebuild(form, nb.as_bytes(handed_in)).notebook
    assert "mine" not in json.dumps(rebuilt)
    assert by_id(rebuilt)["test_square"].metadata.nbgrader.points == 2


@pytest.mark.parametrize("missing", ["test_square", "square", "setup"])
def test_a_missing_cell_is_put_back_and_told(
    form: Template, handed_in: NotebookNode, missing: str
) -> None:
    handed_in.cells = [cell for cell in handed_in.cells if cell.id != missing]
    rebuilt = rebuild.rebuild(form, nb.as_bytes(handed_in))
    assert [cell.id for cell in rebuilt.notebook.cells] == [cell.id for cell in form.notebook.cells]
    assert len(rebuilt.repairs) == 1 and f"`{missing}` was missing" in rebuilt.repairs[0]


def test_a_renamed_cell_is_recognised_by_its_cell_id(
    form: Template, handed_in: NotebookNode
) -> None:
    cell = by_id(handed_in)["square"]
    cell.metadata.nbgrader.grade_id = "cube"
    rebuilt = rebuild.rebuild(form, nb.as_bytes(handed_in))
    assert by_id(rebuilt.notebook)["square"].source == cell.source


def test_a_second_copy_of_an_answer_stays_in_its_place(
    form: Template, handed_in: NotebookNode
) -> None:
    second = copy.deepcopy(by_id(handed_in)["square"])
    second.source = "def square(x):\n    return x * x"
    handed_in.cells.insert(3, second)
    rebuilt = rebuild.rebuild(form, nb.as_bytes(handed_in))
    sources = [cell.source for cell in rebuilt.notebook.cells]
    assert sources.index(second.source) == sources.index("def square(x):\n    return x ** 2") + 1
    assert "twice" in rebuilt.repairs[0]


def test_a_second_copy_of_a_test_is_left_out(form: Template, handed_in: NotebookNode) -> None:
    handed_in.cells.append(copy.deepcopy(by_id(handed_in)["test_square"]))
    rebuilt = rebuild.rebuild(form, nb.as_bytes(handed_in))
    assert len(rebuilt.notebook.cells) == len(form.notebook.cells)
    assert "twice" in rebuilt.repairs[0]


def test_an_answer_that_became_text_is_code_again(form: Template, handed_in: NotebookNode) -> None:
    content = json.loads(nb.as_bytes(handed_in))
    (cell,) = (cell for cell in content["cells"] if cell["id"] == "square")
    cell["cell_type"] = "markdown"
    rebuilt = rebuild.rebuild(form, json.dumps(content).encode())
    assert by_id(rebuilt.notebook)["square"].cell_type == "code"
    assert "had become a markdown cell" in rebuilt.repairs[0]


def test_cells_that_the_student_added_keep_their_place(
    form: Template, handed_in: NotebookNode
) -> None:
    handed_in.cells.insert(0, nb.own("first = 1"))
    handed_in.cells.insert(4, nb.own("helper = 2"))
    rebuilt = rebuild.rebuild(form, nb.as_bytes(handed_in))
    assert [cell.source for cell in rebuilt.notebook.cells] == [
        "first = 1",
        "# Squares",
        "import numpy as np",
        "def square(x):\n    return x ** 2",
        "helper = 2",
        *[cell.source for cell in form.notebook.cells[3:]],
    ]


def test_a_notebook_without_cell_ids_does_not_double_the_prose(
    form: Template, handed_in: NotebookNode
) -> None:
    content = json.loads(nb.as_bytes(handed_in))
    for cell in content["cells"]:
        del cell["id"]
    content["nbformat_minor"] = 4
    rebuilt = rebuild.rebuild(form, json.dumps(content).encode())
    assert len(rebuilt.notebook.cells) == len(form.notebook.cells)
    assert rebuilt.repairs == []


def test_a_notebook_of_version_3_is_read(form: Template) -> None:
    cell = {
        "cell_type": "code",
        "input": ["def square(x):\n", "    return x * x"],
        "metadata": {"nbgrader": {"grade_id": "square"}},
    }
    content = {"nbformat": 3, "worksheets": [{"cells": [cell]}]}
    rebuilt = rebuild.rebuild(form, json.dumps(content).encode())
    assert by_id(rebuilt.notebook)["square"].source == "def square(x):\n    return x * x"


def test_cells_in_another_order_are_put_in_the_courses(
    form: Template, handed_in: NotebookNode
) -> None:
    handed_in.cells.reverse()
    rebuilt = rebuild.rebuild(form, nb.as_bytes(handed_in))
    assert [cell.id for cell in rebuilt.notebook.cells] == [cell.id for cell in form.notebook.cells]


def test_the_kernel_is_the_courses(form: Template, handed_in: NotebookNode) -> None:
    handed_in.metadata["kernelspec"] = {"name": "bash", "language": "bash", "display_name": "Bash"}
    rebuilt = rebuild.rebuild(form, nb.as_bytes(handed_in)).notebook
    assert rebuilt.metadata.kernelspec.name == "python3"


def test_a_hundred_megabytes_of_outputs_are_left_out(
    form: Template, handed_in: NotebookNode
) -> None:
    cell = by_id(handed_in)["square"]
    cell.outputs = [{"output_type": "stream", "name": "stdout", "text": "x" * (100 * 2**20)}]
    rebuilt = rebuild.rebuild(form, nb.as_bytes(handed_in))
    assert len(nb.as_bytes(rebuilt.notebook)) < 10_000 and rebuilt.repairs == []


def test_the_notebook_of_another_lesson_is_told(form: Template) -> None:
    other = nb.notebook(nb.answer("x = 1", "cube"), nb.grading("assert x", "test_cube"))
    with pytest.raises(NotANotebook, match="another lesson"):
        rebuild.rebuild(form, nb.as_bytes(other))


def test_a_byte_order_mark_does_no_harm(form: Template, handed_in: NotebookNode) -> None:
    assert rebuild.rebuild(form, b"\xef\xbb\xbf" + nb.as_bytes(handed_in)).repairs == []


def test_half_a_surrogate_pair_can_be_written(form: Template, handed_in: NotebookNode) -> None:
    content = nb.as_bytes(handed_in).replace(b"x ** 2", b"x ** 2 # \\ud800")
    rebuilt = rebuild.rebuild(form, content)
    assert nb.as_bytes(rebuilt.notebook)


@pytest.mark.parametrize(
    ("submission", "reason"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"PK\x03\x04", "JSON"),
        (b"<html>", "JSON"),
        (b'{"cells": [', "JSON"),
        (b"[" * 100_000, "JSON"),
        (b'{\n<<<<<<< HEAD\n"cells": []\n=======\n}', "merge markers"),
        (b"[]", "no list of cells"),
        (b'{"cells": 3}', "no list of cells"),
        (b'{"cells": [' + b"0," * 6000 + b"0]}", "6001 cells"),
    ],
    ids=["empty", "blank", "zip", "html", "cut", "deep", "merge", "list", "number", "many"],
)
def test_a_file_that_is_no_notebook_says_why(
    form: Template, submission: bytes, reason: str
) -> None:
    with pytest.raises(NotANotebook, match=reason):
        rebuild.rebuild(form, submission)


@pytest.mark.parametrize(
    "cell",
    [
        None,
        [],
        {"cell_type": "code"},
        {"cell_type": 3, "source": {}},
        {"cell_type": "code", "source": [1]},
        {"cell_type": "code", "source": "1", "metadata": []},
        {"cell_type": "code", "source": "1", "metadata": {"nbgrader": {"grade_id": []}}, "id": {}},
    ],
)
def test_a_malformed_cell_stops_nothing(form: Template, cell: object) -> None:
    rebuilt = rebuild.rebuild(form, json.dumps({"cells": [cell]}).encode())
    assert nb.as_bytes(rebuilt.notebook)


def test_no_file_at_all_is_told_in_the_notebook(form: Template, tmp_path: Path) -> None:
    rebuilt = rebuild.rebuild_file(form, tmp_path / "squares2.ipynb")
    assert "There was no file squares2.ipynb" in rebuilt.notebook.cells[0].source


def test_a_link_is_not_followed(form: Template, handed_in: NotebookNode, tmp_path: Path) -> None:
    target = nb.write(tmp_path / "other.ipynb", handed_in)
    (tmp_path / "mine.ipynb").symlink_to(target)
    rebuilt = rebuild.rebuild_file(form, tmp_path / "mine.ipynb")
    assert "There was no file mine.ipynb" in rebuilt.notebook.cells[0].source

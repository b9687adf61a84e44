"""The verdict is the judge's: right answers score, wrong ones do not, whatever they do."""

import copy
from collections.abc import Callable
from pathlib import Path

import pytest
from nbformat.notebooknode import NotebookNode

from autograder.errors import CourseError
from autograder.judging.judge import judge
from autograder.judging.verdict import Verdict
from autograder.submission import rebuild
from autograder.walls.bubblewrap import Limits, Walls
from tests.autograder import notebooks as nb

Judged = Callable[..., dict[str, Verdict]]


@pytest.fixture
def judged(walls: Walls, tmp_path: Path) -> Judged:
    """Judge a source notebook whose answer cells hold these sources."""

    def run(
        source: NotebookNode, limits: Limits | None = None, **answers: str
    ) -> dict[str, Verdict]:
        form = rebuild.template(nb.write(tmp_path / "lesson.ipynb", source))
        handed_in = copy.deepcopy(form.notebook)
        for cell in handed_in.cells:
            if cell.id in answers:
                cell.source = answers[cell.id]
        rebuilt = rebuild.rebuild(form, nb.as_bytes(handed_in)).notebook
        run.notebook = rebuilt  # type: ignore[attr-defined]
        return judge(rebuilt, Walls(limits) if limits else walls, (), {})

    return run


def scores(verdicts: dict[str, Verdict]) -> dict[str, float]:
    return {name: verdict.score for name, verdict in verdicts.items()}


def test_a_right_answer_gets_the_points(judged: Judged) -> None:
    verdicts = judged(nb.squares(), square="def square(x):\n    return x * x")
    assert scores(verdicts) == {"test_square": 2, "test_hidden": 1}
    assert {verdict.state for verdict in verdicts.values()} == {"passed"}


def test_hidden_tests_count(judged: Judged) -> None:
    verdicts = judged(nb.squares(), square="def square(x):\n    return 9")
    assert scores(verdicts) == {"test_square": 2, "test_hidden": 0}


def test_an_untouched_answer_is_not_attempted(judged: Judged) -> None:
    verdicts = judged(nb.squares())
    assert scores(verdicts) == {"test_square": 0, "test_hidden": 0}
    assert {verdict.state for verdict in verdicts.values()} == {"not attempted"}


def test_a_deleted_function_is_not_attempted_and_named(judged: Judged) -> None:
    verdicts = judged(nb.squares(), square="")
    assert verdicts["test_square"].state == "not attempted"
    assert "`square` is not defined" in verdicts["test_square"].explanation


def test_an_exception_in_the_students_code_is_told_with_its_line(judged: Judged) -> None:
    verdicts = judged(nb.squares(), square="def square(x):\n    return y * x")
    assert verdicts["test_square"].state == "raised"
    assert "NameError: name 'y' is not defined" in verdicts["test_square"].explanation
    assert "line 2: `return y * x`" in verdicts["test_square"].explanation


def test_a_failed_assert_shows_its_line(judged: Judged) -> None:
    verdicts = judged(nb.squares(), square="def square(x):\n    return x")
    assert verdicts["test_square"].state == "failed"
    assert "assert square(3) == 9" in verdicts["test_square"].explanation


@pytest.mark.parametrize(
    "trick",
    [
        # An object that is equal to everything.
        "class Yes:\n    def __eq__(self, other): return True\ndef square(x): return Yes()",
        # An array that agrees with every function.
        "import numpy as np\nclass A(np.ndarray):\n    __array_ufunc__ = lambda *a, **k: True\n"
        "def square(x): return np.ones(1).view(A)",
        # Assertions switched off in the process that does not decide.
        "import builtins\nbuiltins.AssertionError = type('E', (Exception,), {})\n"
        "builtins.__debug__ if False else None\ndef square(x): return 0",
        # A rewritten check.
        "from IPython import get_ipython\n"
        "get_ipython().input_transformers_cleanup.append(lambda lines: ['pass\\n'])\n"
        "def square(x): return 0",
        # The interpreter ends as if all were well.
        "import os\ndef square(x): os._exit(0)",
        "import sys\ndef square(x): sys.exit(0)",
        # An exception of the checks' own kind.
        "from unittest import SkipTest\ndef square(x): raise SkipTest('fine')",
        # Named as the judge's own exceptions are.
        "class Stopped(BaseException): pass\ndef square(x): raise Stopped('passed')",
        # The answer is looked up where the checks are.
        "import inspect\ndef square(x):\n    return [f for f in inspect.stack() if 9 in f][0]",
        # A number that would be read as partial credit.
        "def square(x): return 1.0",
    ],
    ids=[
        "equal",
        "array",
        "assert",
        "transform",
        "_exit",
        "exit",
        "skip",
        "stopped",
        "frames",
        "number",
    ],
)
def test_a_trick_gains_nothing(judged: Judged, trick: str) -> None:
    assert sum(scores(judged(nb.squares(), square=trick)).values()) == 0


def test_an_endless_loop_costs_its_own_exercise_alone(judged: Judged) -> None:
    source = nb.notebook(
        nb.answer("", "one"),
        nb.grading("assert one() == 1", "test_one"),
        nb.answer("", "two"),
        nb.grading("assert two() == 2 and one is not None", "test_two"),
    )
    verdicts = judged(
        source,
        one="def one():\n    while True:\n        pass",
        two="def two():\n    return 2",
    )
    assert scores(verdicts) == {"test_one": 0, "test_two": 1}
    assert "took longer than 2 seconds" in verdicts["test_one"].explanation


def test_a_cell_that_never_ends_is_left_out_when_the_others_are_replayed(judged: Judged) -> None:
    source = nb.notebook(
        nb.answer("", "one"),
        nb.answer("", "loop"),
        nb.grading("assert one() == 1", "test_one"),
    )
    verdicts = judged(source, one="def one():\n    return 1", loop="while True:\n    pass")
    assert scores(verdicts) == {"test_one": 1}
    loop = next(cell for cell in judged.notebook.cells if cell.id == "loop")  # type: ignore[attr-defined]
    assert "is there a loop that never ends?" in str(loop.outputs)


def test_a_death_costs_its_own_exercise_alone(judged: Judged) -> None:
    source = nb.notebook(
        nb.answer("", "one"),
        nb.grading("assert one() == 1", "test_one"),
        nb.answer("", "two"),
        nb.grading("assert two() == 2", "test_two"),
    )
    verdicts = judged(
        source,
        one="import os\ndef one():\n    os.kill(os.getpid(), 9)",
        two="def two():\n    return 2",
    )
    assert scores(verdicts) == {"test_one": 0, "test_two": 1}
    assert "ended the whole Python process" in verdicts["test_one"].explanation


def test_when_the_time_is_up_every_check_has_a_verdict(judged: Judged) -> None:
    cells = [nb.answer("", "slow")]
    cells += [nb.grading("assert slow()", f"test_{i}") for i in range(3)]
    limits = Limits(cell_seconds=30, call_seconds=30, submission_seconds=1.5)
    verdicts = judged(nb.notebook(*cells), limits, slow="def slow():\n    while True: pass")
    assert [verdict.state for verdict in verdicts.values()] == ["stopped"] * 3
    assert "whole notebook took longer than 1.5 seconds" in verdicts["test_0"].explanation
    assert "whole notebook's time was used up" in verdicts["test_2"].explanation


def test_the_judges_numpy_is_its_own(judged: Judged) -> None:
    source = nb.notebook(
        nb.locked("import numpy as np"),
        nb.answer("", "patch"),
        nb.grading("np.testing.assert_allclose(np.ones(2), value)", "test_value"),
    )
    patch = (
        "import numpy as np\nnp.testing.assert_allclose = lambda *a, **k: None\n"
        "value = np.zeros(2)\nnp = None"
    )
    verdicts = judged(source, patch=patch)
    assert scores(verdicts) == {"test_value": 0}
    assert "Not equal to tolerance" in verdicts["test_value"].explanation


def test_each_grading_cell_sees_what_the_notebook_means_by_a_name_then(judged: Judged) -> None:
    source = nb.notebook(
        nb.answer("", "first"),
        nb.grading("assert x == 1\nhelper = 10", "test_first"),
        nb.answer("", "second"),
        nb.grading("assert x == 2 and helper == 10", "test_second"),
    )
    verdicts = judged(source, first="x = 1", second="x = 2\nhelper = 0")
    assert scores(verdicts) == {"test_first": 1, "test_second": 1}


def test_names_inside_functions_of_a_grading_cell_are_fetched(judged: Judged) -> None:
    source = nb.notebook(
        nb.answer("", "one"),
        nb.grading(
            "def helper():\n    return [one() for _ in range(2)]\nassert helper() == [1, 1]", "t"
        ),
    )
    assert scores(judged(source, one="def one():\n    return 1")) == {"t": 1}


@pytest.mark.parametrize("number", ["0.5", "np.float64(0.5)", "np.mean([0, 1])", "1 / 2"])
def test_a_number_at_the_end_is_partial_credit(judged: Judged, number: str) -> None:
    check = f"import numpy as np\none()\n{number}"
    source = nb.notebook(nb.answer("", "one"), nb.grading(check, "test_one", points=2))
    assert scores(judged(source, one="def one(): pass")) == {"test_one": 0.5}


@pytest.mark.parametrize("number", ["float('nan')", "-1", "3", "np.float64(-0.1)", "float('inf')"])
def test_a_number_that_is_no_partial_credit_is_none(judged: Judged, number: str) -> None:
    check = f"import numpy as np\none()\n{number}"
    source = nb.notebook(nb.answer("", "one"), nb.grading(check, "test_one", points=2))
    (verdict,) = judged(source, one="def one(): pass").values()
    assert verdict.score == 0 and "no part of 2 points" in verdict.explanation


@pytest.mark.parametrize("value", ["None", "True", "np.True_", "'fine'", "np.ones(3)"])
def test_a_check_that_ends_in_no_number_gives_all_points(judged: Judged, value: str) -> None:
    check = f"import numpy as np\none()\n{value}"
    source = nb.notebook(nb.answer("", "one"), nb.grading(check, "test_one", points=2))
    assert scores(judged(source, one="def one(): pass")) == {"test_one": 2}


def test_an_answer_that_a_check_cannot_use_fails_and_says_why(judged: Judged) -> None:
    source = nb.notebook(nb.answer("", "one"), nb.grading("assert one()[0] == 1", "test_one"))
    (verdict,) = judged(source, one="def one():\n    return None").values()
    assert (verdict.state, verdict.score) == ("failed", 0)
    assert "'NoneType' object is not subscriptable" in verdict.explanation


def test_an_import_of_the_courses_own_that_fails_is_told_as_its_fault(judged: Judged) -> None:
    locked = nb.locked("import numpy as np\nfrom backprop_lib import nothing")
    source = nb.notebook(locked, nb.grading("assert nothing", "test_nothing"))
    with pytest.raises(CourseError, match="`from backprop_lib import nothing`, in the course's"):
        judged(source)


def test_the_judge_imports_only_what_the_checks_use(judged: Judged) -> None:
    locked = nb.locked("import numpy as np\nimport no_such_module as unused")
    source = nb.notebook(locked, nb.grading("assert np.ones(3).sum() == 3", "test_sum"))
    assert judged(source)["test_sum"].state == "passed"


def test_a_check_that_is_no_python_is_told_as_the_courses_fault(judged: Judged) -> None:
    source = nb.notebook(nb.locked("import numpy as np"), nb.grading("x = 1\nassert (", "test_x"))
    with pytest.raises(CourseError, match=r"own cell test_x is no Python: .* was never closed"):
        judged(source)


def test_what_a_grading_cell_prints_is_shown_and_its_text_is_clean(judged: Judged) -> None:
    source = nb.notebook(nb.answer("", "one"), nb.grading("print('seen')\none()", "test_one"))
    judged(source, one="def one():\n    raise ValueError('\\x1b[31m<script>\\x07')")
    shown = judged.notebook.cells[-1].outputs  # type: ignore[attr-defined]
    assert shown[0].text == "seen\n"
    assert "\x1b" not in str(shown) and "<script>" in str(shown[1].evalue)

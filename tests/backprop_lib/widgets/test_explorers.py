"""Explorers: their still pictures, what they refuse, and where they stand aside."""

import html
import json
import re
import subprocess
import sys
import textwrap
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from backprop_lib.widgets import explorers
from backprop_lib.widgets.assemble import bundle
from backprop_lib.widgets.explorers import base

CIRCUIT: dict[str, Any] = {
    "gates": {"q": ("+", "x", "y"), "f": ("×", "q", "z")},
    "places": {"x": (0, 2), "y": (0, 1), "q": (1, 1.5), "z": (1, 0.5), "f": (2, 1)},
    "inputs": {"x": -2.0, "y": 5.0, "z": -4.0},
}
PROGRAM: dict[str, Any] = {
    "program": {"z": ("×", "x", "y"), "w": ("+", "z", "y"), "o": ("relu", "w")},
    "places": {"x": (0, 1.5), "y": (0, 0.2), "z": (1, 1.2), "w": (2, 0.7), "o": (3, 0.7)},
    "inputs": {"x": 3.0, "y": 2.0},
}
MATRICES: dict[str, Any] = {"X": [[1, 2]], "W": [[3], [4]], "dY": [[5]]}
ARGUMENTS: dict[str, dict[str, Any]] = {
    "CircuitExplorer": CIRCUIT,
    "LineExplorer": {"x": [0, 1, 2, 3], "y": [1, 3, 4, 8]},
    "MatrixExplorer": MATRICES,
    "TapeExplorer": PROGRAM,
}


def make(name: str, **changes: Any) -> Any:
    return getattr(explorers, name)(**(ARGUMENTS.get(name, {}) | changes))


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("CircuitExplorer", "x: value -2, gradient -4. y: value 5, gradient -4."),
        ("LineExplorer", "C, slope 2.2 and intercept 0.7, has MSE 0.45."),
        ("StepExplorer", "with delta = 0.5 the chord has slope 3.25"),
        ("MatrixExplorer", "the product of the two is 15, the entry [0, 0] of dX."),
        ("UnitExplorer", "sigmoid: at most 0.25"),
        ("ScoresExplorer", "Y is [0.04 0.11 0.84], Y - T is [ 0.04 -0.89  0.84]."),
        ("BumpExplorer", "16 bumps of steepness 500, sup error 0.15"),
        ("XorExplorer", "one line: 3 of 4 right; by two lines: 4 of 4 right"),
        ("CapacityExplorer", "with lambda 0 100% and"),
        ("TapeExplorer", "z has had its turn."),
        ("DepthExplorer", "sigmoid, std 0.01: 3e-32 in layer 1"),
        ("ValleyExplorer", "lr 0.18: 3.04 at first, 0.15 in the end"),
    ],
)
def test_it_is_a_widget_with_a_picture_that_tells_the_numbers(name: str, words: str) -> None:
    made = make(name)
    widget, still = made.outputs()
    assert "application/vnd.jupyter.widget-view+json" in widget and "text/html" not in widget
    (alt,) = re.findall(r'<figure.*<img.* alt="(.*?)" src="data:image/png', still["text/html"])
    assert words in html.unescape(alt)
    assert still["text/plain"].startswith("Figure: ")
    json.dumps(made.opening)
    assert made.view._esm == bundle(made.entry)


@pytest.mark.parametrize(
    ("name", "changes", "sentence"),
    [
        ("LineExplorer", {"y": [1, 2]}, "y is of shape (2,): give one of shape (4)"),
        ("LineExplorer", {"x": [0, 1, 2, float("nan")]}, "x holds nan or inf"),
        ("LineExplorer", {"lines": {}}, "lines holds 0: give one to four"),
        ("CircuitExplorer", {"gates": {}}, "there is no gate"),
        ("CircuitExplorer", {"gates": {"f": ("sin", "x", "y")}}, "gate f is 'sin'"),
        ("CircuitExplorer", {"gates": {"f": ("+", "x", "u")}}, "gate f needs u"),
        ("CircuitExplorer", {"gates": {"f": ("+", "x")}}, "gate f has 1 inputs: + has 2"),
        ("CircuitExplorer", {"places": {}}, "f has no place"),
        ("StepExplorer", {"deltas": [2]}, "a step is 2: give steps from"),
        ("MatrixExplorer", {"W": [[3]]}, "W is of shape (1, 1): give one of shape (2, any)"),
        ("MatrixExplorer", {"entries": [("X", 0, 2)]}, "entries holds ('X', 0, 2)"),
        ("UnitExplorer", {"unit": "step"}, "unit is 'step': there are sigmoid"),
        ("UnitExplorer", {"a": "two"}, "a is 'two': give numbers"),
        ("UnitExplorer", {"own": {"relu": 3}}, "own relu is 3: give a function"),
        ("ScoresExplorer", {"right": 4}, "right is 4: give a class from 1 to 3"),
        ("ScoresExplorer", {"scores": [1]}, "scores is [1]: give two to six"),
        ("BumpExplorer", {"choices": [(0, 500)]}, "choices holds (0, 500)"),
        ("XorExplorer", {"lines": [(200, 0), (0, 0)]}, "a direction from 0 to 180"),
        ("CapacityExplorer", {"units": 9}, "units is 9: give 1 to 8"),
        ("TapeExplorer", {"program": {"o": ("relu", "x", "y")}}, "gate o has 2 inputs"),
        ("DepthExplorer", {"bend": "sine"}, "bend is 'sine': there are sigmoid"),
        ("DepthExplorer", {"depth": 1}, "depth is 1: give 2 to 40"),
        ("ValleyExplorer", {"start": (0, 0)}, "give a point within 4 of the bottom"),
        ("ValleyExplorer", {"rates": [1]}, "rates is [1.0]: give one to four"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(
    name: str, changes: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(ValueError) as refused:
        make(name, **changes)
    assert sentence in str(refused.value) and "\n" not in str(refused.value)


def test_own_units_are_shown_beside_the_others_and_checked() -> None:
    def square(A: Any) -> Any:
        return A**2, lambda dZ: dZ * 2 * A

    made = make("UnitExplorer", own={"square": square})
    assert made.problems == [] and made.opening["unit"] == "your square"
    values, slopes = made.opening["own"]["your square"]
    assert (values[0], slopes[0], values[160]) == (64, -16, 0) and len(values) == len(slopes)


@pytest.mark.parametrize(
    ("unit", "sentence"),
    [
        (lambda A: (A, lambda dZ: -dZ), "mine: dA is the right one with its sign flipped."),
        (lambda A: A, "mine returned an array (321, 1): it must return its value and"),
        (lambda A: (A.missing, None), "mine raised AttributeError: "),
        (lambda A: (np.full_like(A, np.nan), lambda dZ: dZ), "mine: the value holds nan"),
        (lambda A: (A, lambda dZ: dZ[:3]), "mine's back: dA is (3, 1): it must be (321, 1)."),
    ],
)
def test_what_is_wrong_with_an_own_unit_is_told(unit: Any, sentence: str) -> None:
    made = make("UnitExplorer", own={"mine": unit})
    (problem,) = made.opening["problems"]
    assert problem.startswith(sentence) and problem in made.still().alt
    right = problem.startswith("mine: dA")
    assert made.opening["unit"] == ("your mine" if right else "sigmoid")


def test_an_own_unit_that_is_not_written_yet_is_told_and_the_others_are_shown() -> None:
    def relu(A: Any) -> Any:
        raise NotImplementedError

    made = make("UnitExplorer", own={"relu": relu})
    sentence = "relu is not written yet. Write it, run its cell, and then this one again."
    assert made.problems == [sentence]
    assert made.opening["unit"] == "sigmoid"
    assert " relu: at most 1, at -8 0" in made.still().alt


def test_the_picture_has_an_own_unit_in_the_place_of_the_library_s() -> None:
    def sigmoid(A: Any) -> Any:
        return A, lambda dZ: 3 * dZ

    alt = make("UnitExplorer", own={"sigmoid": sigmoid}).still().alt
    assert "of your sigmoid: at most 3, at -8 3, at 8 3; tanh: " in alt
    assert "sigmoid: dA is the right one times 3." in alt


def test_an_own_unit_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    def hang(A: Any) -> Any:
        while True:
            pass

    monkeypatch.setattr("backprop_lib.widgets.explorers.unit.SECONDS", 0.1)
    (problem,) = make("UnitExplorer", own={"mine": hang}).problems
    assert problem.startswith("A call ran longer than 0.1 s")


def test_without_anywidget_the_picture_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "backprop_lib.widgets.base", None)
    base._view_of.cache_clear()
    try:
        (shown,) = make("LineExplorer").outputs()
        assert shown["text/html"].startswith("<figure")
    finally:
        base._view_of.cache_clear()


def test_where_the_library_must_not_be_reached_a_sentence_stands() -> None:
    """As while grading: a finder refuses what is not given, naming it."""
    script = """
        import sys

        class Guard:
            def find_spec(self, name, path=None, target=None):
                if name in {"backprop_lib.losses", "backprop_lib.units"}:
                    raise ImportError(f"{name} is not available", name=name)

        sys.meta_path.insert(0, Guard())
        from backprop_lib.widgets.explorers import LineExplorer

        print(LineExplorer([1], [2], lines={}))
    """
    ran = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script)], capture_output=True, text=True, timeout=60
    )
    assert ran.stdout.startswith("A widget stands here when the notebook is open"), ran.stderr


def test_other_names_are_unknown_and_errors_of_its_own_are_not_hidden(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(AttributeError, match="has no attribute 'Explorers'"):
        getattr(explorers, "Explorers")  # noqa: B009
    monkeypatch.setattr(explorers, "import_module", _fails(ImportError("no such", name="numpy")))
    with pytest.raises(ImportError, match="no such"):
        getattr(explorers, "LineExplorer")  # noqa: B009


def _fails(error: Exception) -> Callable[[str], Any]:
    def fail(_: str) -> Any:
        raise error

    return fail

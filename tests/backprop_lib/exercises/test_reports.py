"""One report in three forms: text, HTML and data; each where it belongs, and never two at once."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
import pytest
from nbclient import NotebookClient
from nbgrader.validator import Validator

from backprop_lib.exercises import xor as ex
from backprop_lib.exercises.report import Report, Row, Worst
from backprop_lib.exercises.report_html import as_html
from tests.root import ROOT

FULL = Report(
    "affine",
    "failed",
    "dW is the right one times `m` & <more>.",
    "constant factor m",
    ("affine(X, W, b) with X (3, 2)", "line 3: `dW = X.T @ dA * m`"),
    "mend affine.",
    7,
    "backward",
    (Row("dW", "(2, 4)", "(2, 4)", False), Row("db", "(4,)", "(4,)", True)),
    Worst("dW", "[1, 0]", "3", "1", "1.00001"),
    warnings=("RuntimeWarning: overflow",),
)
REPORTS = {
    "full": FULL,
    "passed": Report("affine", "passed", "right in 5 cases."),
    "raised": Report("affine", "raised", "It raised ValueError: 2", seed=3),
    "not attempted": Report("affine", "not attempted", "It is not written yet."),
}


def test_text_holds_everything_in_the_order_in_which_it_is_read() -> None:
    assert str(FULL).splitlines() == [
        "affine (backward): failed",
        "dW is the right one times `m` & <more>.",
        "  affine(X, W, b) with X (3, 2)",
        "  line 3: `dW = X.T @ dA * m`",
        "      yours   expected",
        "  dW  (2, 4)  (2, 4)    wrong",
        "  db  (4,)    (4,)      right",
        "  worst entry: dW[1, 0] is 3, expected 1, by difference quotient 1.00001",
        "Warning: RuntimeWarning: overflow",
        "Next: mend affine.",
        "The same cases again: ex.affine.check(affine, part='backward', seed=7)",
    ]


def test_data_is_what_a_class_report_counts_and_plain() -> None:
    assert json.loads(json.dumps(FULL.as_dict())) == {
        "exercise": "affine",
        "part": "backward",
        "verdict": "failed",
        "message": FULL.message,
        "mistake": "constant factor m",
        "seed": 7,
        "score": 0.0,
    }
    assert REPORTS["passed"].as_dict()["score"] == 1.0


class Words(HTMLParser):
    """The text of a page as a screen reader has it, and whether every element is closed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[tuple[str, bool]] = []
        self.heard: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag not in ("script", "style", "img")
        self.open.append((tag, ("aria-hidden", "true") in attrs))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        if not any(hidden for _, hidden in self.open):
            self.heard.append(data)


@pytest.mark.parametrize("name", REPORTS)
def test_html_says_in_words_all_that_the_text_says(name: str) -> None:
    report = REPORTS[name]
    page = as_html(report)
    words = Words(page)
    assert words.open == []
    heard = re.sub(r"\s+", " ", " ".join(words.heard))
    for word in re.findall(r"[\w.]+", str(report).replace("by difference", "difference")):
        assert word in heard, word
    assert f'role="status" aria-label="{report.title}"' in page
    assert "#" not in re.sub(r"var\([^)]*\)|&#x27;", "", page)  # every colour follows the theme


def test_html_escapes_what_a_student_wrote() -> None:
    def crash(X: Any, w: Any, b: Any) -> Any:
        raise ValueError("<script>alert(1)</script>")

    assert "<script" not in as_html(ex.threshold.judge(crash))


def test_the_plain_text_of_a_display_is_the_text() -> None:
    bundle = FULL._repr_mimebundle_()
    assert bundle == {"text/html": as_html(FULL), "text/plain": str(FULL)}


WRONG = "def threshold(X, w, b):\n    return (X @ w + b > 0).astype(float)"
SENTENCE = "A score of exactly 0 must fire too"


def notebook(*sources: str) -> Any:
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    setup = nbformat.v4.new_code_cell("from backprop_lib.exercises import xor as ex")
    return nbformat.v4.new_notebook(cells=[setup, *cells])


@pytest.fixture
def in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_notebook_shows_each_report_once_as_html_and_keeps_the_progress(in_folder: Path) -> None:
    made = notebook(
        "ex.threshold.check(ex.threshold.reference)",
        WRONG,
        "ex.threshold.check(threshold)",
        "import contextlib, io\n"
        "with contextlib.redirect_stdout(io.StringIO()) as said:\n"
        "    ex.threshold.check(ex.threshold.reference)\n"
        "print(said.getvalue())",
        "ex.quiz_one_line.check('c')",
    )
    NotebookClient(made, allow_errors=True, kernel_name="python3").execute()
    passed, failed, redirected = (made.cells[k].outputs for k in (1, 3, 4))
    assert [output.output_type for output in passed] == ["display_data"]
    assert "threshold: passed" in passed[0].data["text/html"]
    assert [output.output_type for output in failed] == ["display_data", "error"]
    assert SENTENCE in failed[0].data["text/html"]
    assert SENTENCE not in "".join(failed[1].traceback)
    assert [output.output_type for output in redirected] == ["stream"]
    assert redirected[0].text.startswith("threshold: passed\n")
    kept = json.loads((in_folder / ".backprop-progress.json").read_text())
    assert kept == {"07_xor": {"threshold": {"": "failed"}, "quiz_one_line": {"": "passed"}}}


def test_nbgrader_validate_tells_the_same_sentence(in_folder: Path) -> None:
    made = notebook(WRONG, "ex.threshold.check(threshold)")
    made.cells[2].metadata.nbgrader = {
        "grade": True, "grade_id": "test_threshold", "locked": True, "points": 1,
        "schema_version": 3, "solution": False, "task": False, "cell_type": "code",
    }  # fmt: skip
    path = in_folder / "lesson.ipynb"
    nbformat.write(made, path)
    found = Validator(ignore_checksums=True).validate(str(path))
    (failed,) = found["failed"]
    assert failed["raw_error"].startswith("threshold: failed\n" + SENTENCE)


def test_a_difference_quotient_stands_beside_a_wrong_gradient() -> None:
    def doubled(params: Any, X: Any, T: Any) -> Any:
        loss, (dW1, db1, dW2, db2) = ex.xor_loss.reference(params, X, T)
        return loss, (dW1, db1, dW2 + np.arange(len(dW2))[:, None], db2)

    worst = ex.xor_loss.judge(doubled, 4).worst
    assert worst is not None and worst.name == "dW2"
    assert float(worst.numeric) == pytest.approx(float(worst.expected), rel=1e-4, abs=1e-6)

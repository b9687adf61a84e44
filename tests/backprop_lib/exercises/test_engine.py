"""The engine: four answers, reports, hints, progress, seeds."""

import subprocess
import sys
from typing import Any

import numpy as np
import pytest

from backprop_lib.exercises import lessons
from backprop_lib.exercises import xor as ex
from backprop_lib.exercises.compare import close
from backprop_lib.exercises.diagnosis import Sample, diagnose
from backprop_lib.exercises.exercise import Exercise
from backprop_lib.exercises.lesson import Lesson
from backprop_lib.exercises.numerical import check_gradient
from backprop_lib.exercises.quiz import Quiz
from backprop_lib.exercises.remote import RaisedElsewhere
from backprop_lib.exercises.report import ExerciseFailed, Report
from tests.backprop_lib.exercises.proxies import Copying


def stub(X: Any, w: Any, b: Any) -> Any:
    raise NotImplementedError()


def wrong(X: Any, w: Any, b: Any) -> Any:
    return X @ w


def crash(X: Any, w: Any, b: Any) -> Any:
    return X @ w.reshape(-1, 17)


ANSWERS = {
    "not attempted": stub,
    "failed": wrong,
    "raised": crash,
    "passed": ex.threshold.reference,
}


@pytest.mark.parametrize("verdict", ANSWERS)
def test_the_four_answers_are_four(verdict: str) -> None:
    answer = ANSWERS[verdict]
    assert ex.threshold.judge(answer).verdict == verdict
    assert ex.threshold.judge(Copying(answer)).verdict == verdict


@pytest.mark.parametrize("verdict", ["not attempted", "failed", "raised"])
def test_what_did_not_pass_is_an_assertion_error_with_the_whole_report(verdict: str) -> None:
    with pytest.raises(AssertionError) as caught:
        ex.threshold.check(ANSWERS[verdict], seed=5)
    assert isinstance(caught.value, ExerciseFailed)
    assert caught.value.report.verdict == verdict
    assert str(caught.value) == str(caught.value.report)
    assert caught.value._render_traceback_() == str(caught.value).splitlines()
    assert str(caught.value).startswith(f"threshold: {verdict}\n")
    assert ("seed=5" in str(caught.value)) is (verdict != "not attempted")


def test_a_seed_repeats_the_cases_and_none_draws_them_afresh() -> None:
    assert ex.threshold.judge(wrong, 7) == ex.threshold.judge(wrong, 7)
    seeds = {ex.threshold.judge(wrong).seed for _ in range(5)}
    assert len(seeds) > 1


def test_an_exception_is_reported_with_the_students_own_line() -> None:
    report = ex.threshold.judge(crash)
    assert report.message.startswith("It raised ValueError: cannot reshape array")
    line = crash.__code__.co_firstlineno + 1
    assert report.details[0] == f"line {line}: `return X @ w.reshape(-1, 17)`"


def test_an_exception_inside_numpy_is_put_down_to_the_line_that_called_it() -> None:
    def bad_axis(X: Any, w: Any, b: Any) -> Any:
        return np.concatenate([np.median(X, axis=9)])

    assert "`return np.concatenate([np.median(X, axis=9)])`" in str(ex.threshold.judge(bad_axis))


def test_a_wrong_signature_is_told_the_right_one() -> None:
    def without_bias(X: Any, w: Any) -> Any:
        return X @ w

    report = ex.threshold.judge(without_bias)
    assert report.verdict == "raised"
    assert report.next_step == "keep the signature threshold(X, w, b)."


def test_an_exception_elsewhere_keeps_its_name_its_text_and_its_line() -> None:
    class Broken(Copying):
        def call_with_names(self, names: Any, *args: Any, **kwargs: Any) -> Any:
            raise RaisedElsewhere("MyError", "no such luck", "line 3: `Z = A @ W`")

    report = ex.threshold.judge(Broken(wrong))
    assert report.message == "It raised MyError: no such luck"
    assert report.details[0] == "line 3: `Z = A @ W`"


def test_leaving_python_is_an_exception_like_any_other() -> None:
    assert ex.threshold.judge(lambda X, w, b: sys.exit("bye")).verdict == "raised"


def test_a_result_handed_over_in_place_of_the_function_is_told_so() -> None:
    report = ex.threshold.judge(np.zeros(3))
    assert report.verdict == "failed"
    assert report.next_step == "hand over the function itself: ex.threshold.check(threshold)."


def test_an_input_changed_on_the_way_to_a_right_result_is_named() -> None:
    def scales_X(X: Any, w: Any, b: Any) -> Any:
        out = ex.threshold.reference(X, w, b)
        X *= 2
        return out

    report = ex.threshold.judge(scales_X)
    assert (report.verdict, report.mistake) == ("failed", "input changed")
    assert "changes its input X" in report.message
    assert ex.threshold.judge(Copying(scales_X)).mistake == "input changed"


def test_inputs_are_not_always_contiguous_and_one_batch_is_of_one() -> None:
    seen = []

    def watch(X: Any, w: Any, b: Any) -> Any:
        seen.append((len(X), X.flags.c_contiguous or X.flags.f_contiguous))
        return ex.threshold.reference(X, w, b)

    ex.threshold.judge(watch)
    assert {m for m, _ in seen} >= {1, 7, 8}
    assert {contiguous for _, contiguous in seen} == {True, False}


def test_an_answer_that_changes_its_mind_is_reported_and_not_a_crash_of_ours() -> None:
    calls = []

    def fickle(params: Any, X: Any, T: Any) -> Any:
        calls.append(1)
        # The cases, and the first of them once more; difference quotients come after them.
        return ex.xor_loss.reference(params, X, T) if len(calls) <= 6 else None

    report = ex.xor_loss.judge(fickle)
    assert report.verdict == "raised" and "is a `return` missing?" in report.message


class Echo(Exercise):
    """An exercise that is passed by True."""

    def report_on(self, answer: object, seed: int | None, part: str | None) -> Report:
        return Report(self.name, "passed" if answer is True else "failed", "Said.")

    def explanation(self) -> str:
        return "True."


def test_hints_count_down_and_then_point_to_the_solution(
    capsys: pytest.CaptureFixture[str],
) -> None:
    echo = Echo("echo", 1, ("First.", "Second."))
    for _ in range(3):
        echo.hint()
    assert capsys.readouterr().out.splitlines() == [
        "Hint 1 of 2 (1 remaining): First.",
        "Hint 2 of 2 (0 remaining): Second.",
        "No hints remain. ex.echo.solution() shows a solution.",
    ]


def test_progress_shows_the_last_answer_of_each_exercise(
    capsys: pytest.CaptureFixture[str],
) -> None:
    first, second = Echo("first", 2, ()), Echo("second", 3, ())
    lesson = Lesson("99_echo", "Echoes", (), (first, second, Echo("third", 1, ())))
    first.check(True)
    with pytest.raises(ExerciseFailed):
        second.check(False)
    capsys.readouterr()
    lesson.progress()
    assert capsys.readouterr().out.splitlines() == [
        "99_echo: Echoes",
        "  first    2 points  passed",
        "  second   3 points  failed",
        "  third    1 point   not attempted",
        "1 of 3 passed, 2 of 6 points",
    ]


def test_a_quiz_without_a_sentence_for_each_wrong_option_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="each wrong option needs a sentence"):
        Quiz("q", 1, "?", {"a": "", "b": "", "c": ""}, "a", "", {"b": ""}, ())


def test_lessons_name_their_modules() -> None:
    assert lessons()["07_xor"] == ex.__name__


E = np.random.default_rng(0).normal(size=(3, 2))


@pytest.mark.parametrize(
    ("spoil", "name"),
    [
        (lambda e, m: e.T, "transposed"),
        (lambda e, m: -e, "sign flipped"),
        (lambda e, m: e * m, "constant factor m"),
        (lambda e, m: e / m, "constant factor 1/m"),
        (lambda e, m: -2 * e / m, "constant factor -2/m"),
        (lambda e, m: e / 2, "constant factor 0.5"),
        (lambda e, m: e * 0.3, "constant factor 0.3"),
        (lambda e, m: e[None], "wrong shape"),
        (lambda e, m: e[:1], "wrong shape"),
        (lambda e, m: np.stack([e, 0 * e]), "not summed over the batch"),
        (lambda e, m: 0 * e, "zero"),
        (lambda e, m: e + np.nan, "not finite"),
        (lambda e, m: e[::-1], "rows permuted"),
        (lambda e, m: e[:, ::-1], "columns permuted"),
        (lambda e, m: e * [[1], [1], [0]], "zero block"),
        (lambda e, m: e * [[1, 0]], "zero block"),
        (lambda e, m: np.where(e == e[1, 1], 0, e), None),
        (lambda e, m: (e * (1 + 3e-5 * E)).astype(np.float32).astype(float), "float32"),
        (lambda e, m: e + 1, None),
        (lambda e, m: e * (1 + 1e-4), "constant factor 1.0001"),
    ],
)
def test_a_pattern_is_named_when_it_holds_in_every_case(spoil: Any, name: str | None) -> None:
    samples = [Sample(spoil(k * E, m), k * E, {"m": m}) for k, m in ((1, 1), (2, 5), (3, 7))]
    finding = diagnose(samples)
    assert (finding.name if finding else None) == name


def test_a_pattern_needs_several_cases_on_which_the_answer_is_wrong() -> None:
    assert diagnose([Sample(-E, E, {"m": 2})]) is None
    assert diagnose([Sample(-E, E, {"m": 2}), Sample(0 * E, 0 * E, {"m": 3})]) is None
    two = [Sample(-E, E, {"m": 2}), Sample(0 * E, 0 * E, {"m": 3}), Sample(E, -E, {"m": 3})]
    finding = diagnose(two)
    assert finding is not None and finding.name == "sign flipped"


def test_a_pattern_that_fails_in_one_case_is_not_named() -> None:
    samples = [Sample(-E, E, {"m": 2}), Sample(E + 1, E, {"m": 3})]
    assert diagnose(samples) is None


def test_rounding_is_forgiven_and_a_millionth_is_not() -> None:
    assert close(E * (1 + 1e-9), E)
    assert not close(E * (1 + 1e-5), E)
    assert not close(E, E[:, :1])
    assert not close(np.full_like(E, np.nan), E)
    assert close((E * (1 + 1e-6)).astype(np.float32), E)


def test_numerical_gradients_catch_what_is_not_the_gradient_and_leave_out_kinks() -> None:
    def loss(x: Any) -> float:
        return float((np.maximum(0, x) * [1.0, 2.0, 3.0]).sum())

    x = np.array([1.0, -1.0, 1e-7])
    right = check_gradient(loss, x, "dx", np.array([1.0, 0.0, 3.0]))
    assert (right.compared, right.left_out, right.wrong) == (2, 1, ())
    wrong = check_gradient(loss, x, "dx", np.array([1.001, 0.0, 3.0]))
    assert wrong.wrong == ("dx",)


def test_a_notebook_shows_the_report_and_no_frames() -> None:
    code = """
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
shell.run_cell("from backprop_lib.exercises import xor as ex")
shell.run_cell("def threshold(X, w, b):\\n    Z = X @ w\\n    return Z @ Z @ b")
shell.run_cell("ex.threshold.check(threshold, seed=3)")
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    shown = done.stdout + done.stderr
    assert shown.startswith("threshold: raised\nIt raised ")
    assert "line 3: `return Z @ Z @ b`" in shown
    assert "Traceback" not in shown and ".py" not in shown

"""Lesson 07: right answers pass, each known mistake gets its own sentence, quizzes answer."""

import warnings
from typing import Any

import numpy as np
import pytest

from backprop_lib.exercises import xor as ex
from backprop_lib.exercises.explain import Mistake
from backprop_lib.exercises.function import FunctionExercise
from backprop_lib.exercises.quiz import Quiz
from tests.backprop_lib.exercises.proxies import Copying
from tests.backprop_lib.exercises.right_answers import RIGHT

SEEDS = range(20)
FUNCTIONS = [e for e in ex.LESSON.exercises if isinstance(e, FunctionExercise)]
QUIZZES = [e for e in ex.LESSON.exercises if isinstance(e, Quiz)]
MISTAKES = [
    pytest.param(e, mistake, id=f"{e.name}-{mistake.name}")
    for e in FUNCTIONS
    for mistake in e.mistakes
]
ANSWERS = [
    pytest.param(e, answer, id=f"{e.name}-{answer.__name__}")
    for e in FUNCTIONS
    for answer in RIGHT[e.name]
]


@pytest.mark.parametrize(("exercise", "answer"), ANSWERS)
def test_right_answers_in_other_forms_pass(exercise: FunctionExercise, answer: Any) -> None:
    for seed in SEEDS:
        report = exercise.judge(answer, seed)
        assert report.verdict == "passed", report


@pytest.mark.parametrize(("exercise", "mistake"), MISTAKES)
def test_a_known_mistake_gets_its_own_sentence(
    exercise: FunctionExercise, mistake: Mistake
) -> None:
    for seed in SEEDS:
        report = exercise.judge(mistake.wrong, seed)
        assert (report.verdict, report.mistake) == ("failed", mistake.name), report
        assert report.message == mistake.sentence
        assert f"seed={seed}" in str(report)


@pytest.mark.parametrize("exercise", FUNCTIONS, ids=lambda e: e.name)
def test_answers_from_another_process_get_the_same_verdict(exercise: FunctionExercise) -> None:
    answers: list[Any] = [*RIGHT[exercise.name], *(mistake.wrong for mistake in exercise.mistakes)]
    for seed, answer in enumerate(answers):
        assert exercise.judge(Copying(answer), seed) == exercise.judge(answer, seed)


@pytest.mark.parametrize("exercise", FUNCTIONS, ids=lambda e: e.name)
def test_the_solution_that_is_printed_passes_when_pasted_into_a_notebook(
    exercise: FunctionExercise, capsys: pytest.CaptureFixture[str]
) -> None:
    exercise.solution()
    shown = capsys.readouterr().out
    prose, source = shown.split("\n\n", 1)
    assert " ".join(prose.split()) == exercise.prose
    notebook: dict[str, Any] = {"np": np}
    exec(source, notebook)
    for seed in SEEDS:
        assert exercise.judge(notebook[exercise.name], seed).verdict == "passed"


@pytest.mark.parametrize("quiz", QUIZZES, ids=lambda q: q.name)
def test_a_quiz_answers_each_option(quiz: Quiz) -> None:
    assert [quiz.judge(letter).verdict for letter in quiz.options].count("passed") == 1
    for letter, sentence in quiz.why_wrong.items():
        for answer in (letter, f" {letter.upper()}. "):
            report = quiz.judge(answer)
            assert (report.verdict, report.message, report.mistake) == ("failed", sentence, letter)
    for empty in (None, ..., "", " "):
        assert quiz.judge(empty).verdict == "not attempted"
    for strange in ("e", 3, ["a"], object()):
        report = quiz.judge(strange)
        assert report.verdict == "failed" and '"a", "b", "c", "d"' in report.message


def test_the_lesson_is_worth_fourteen_points() -> None:
    assert ex.LESSON.points == 14
    assert [(e.name, e.points) for e in ex.LESSON.exercises] == [
        ("threshold", 1),
        ("logic_gates", 1),
        ("perceptron_update", 2),
        ("xor_by_hand", 2),
        ("xor_loss", 4),
        ("train_xor", 2),
        ("quiz_one_line", 1),
        ("quiz_collapse", 1),
    ]


def test_a_wrong_xor_loss_costs_train_xor_nothing() -> None:
    from tests.backprop_lib.exercises import right_answers

    assert ex.xor_loss.judge(right_answers.xor_loss).verdict == "failed"
    assert ex.train_xor.judge(right_answers.train_generator).verdict == "passed"


def test_two_mistakes_at_once_get_a_sentence_each() -> None:
    def both() -> Any:
        return {"OR": ([1, 1], -1.5), "AND": ([1, 1], -1.5), "NAND": ([1, 1], -1.5)}

    report = ex.logic_gates.judge(both)
    assert "Your OR computes AND" in report.message
    assert "Your NAND computes AND" in report.message


def test_what_no_known_mistake_explains_is_left_to_the_patterns() -> None:
    def two_errors(params: Any, X: Any, T: Any) -> Any:
        loss, (dW1, db1, dW2, db2) = ex.xor_loss.reference(params, X, T)
        return loss, (dW1 * 3, db1 * 3, -dW2, db2[None])

    for seed in SEEDS:
        message = ex.xor_loss.judge(two_errors, seed).message
        assert "dW1 and db1: each is the right one times 3." in message
        assert "dW2 is the right one with its sign flipped." in message
        assert "db2 has the right numbers in the wrong shape, (1, 1)" in message


@pytest.mark.parametrize(
    ("exercise", "answer", "text"),
    [
        (ex.threshold, lambda X, w, b: None, "returned None: is a `return` missing?"),
        (ex.threshold, lambda X, w, b: X @ w + b >= 0, "use .astype(float)"),
        (ex.threshold, lambda X, w, b: [1.0] * len(X), "is a list: make it an array"),
        (ex.threshold, lambda X, w, b: "yes", "is a str: an array is needed"),
        (ex.logic_gates, lambda: [1, 2], "It returned a list: return a dict"),
        (ex.logic_gates, lambda: {"OR": ([1, 1], 0)}, 'has no "AND"'),
        (ex.logic_gates, lambda: {"OR": 1}, "OR is one number: it must be a pair (w, b)"),
        (ex.logic_gates, lambda: {"OR": ([1, 1, 1], 0)}, "w of OR has the shape (3,)"),
        (ex.xor_by_hand, lambda: (1, 2), "has 2 items, not 4: return (W1, b1, W2, b2)"),
        (ex.xor_by_hand, lambda: ([[1], [1]], [0], [1], [0]), "W2 has the shape (1,): (h, 1)"),
        (ex.xor_by_hand, lambda: ([[1], [1, 2]], [0], [[1]], [0]), "rows of different lengths"),
        (ex.xor_loss, lambda params, X, T: 0.5, "is one number: return (loss, grads)"),
        (ex.xor_loss, lambda params, X, T: (0.5, params[:2]), "it must be (dW1, db1, dW2, db2)"),
        (ex.xor_loss, lambda params, X, T: (T, params), "a single number is needed"),
        (ex.xor_loss, lambda params, X, T: (1j, params), "loss is a complex"),
        (ex.train_xor, lambda params, X, T, lr, steps: params, "return (params, losses)"),
    ],
)
def test_results_of_the_wrong_kind_are_told_what_to_be(
    exercise: FunctionExercise, answer: Any, text: str
) -> None:
    report = exercise.judge(answer, 0)
    assert (report.verdict, report.mistake) == ("failed", "wrong kind")
    assert text in report.message


def test_a_check_is_silent_but_for_its_report(capfd: pytest.CaptureFixture[str]) -> None:
    def noisy(params: Any, X: Any, T: Any) -> Any:
        warnings.warn("careful", stacklevel=1)
        np.log(np.zeros(2) - 1)
        return ex.xor_loss.reference(params, X, T)

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        ex.xor_loss.check(noisy)
    assert caught == []
    captured = capfd.readouterr()
    assert captured.err == ""
    assert captured.out.startswith("xor_loss: passed\n")
    assert "left out, where the difference crosses a kink" in captured.out

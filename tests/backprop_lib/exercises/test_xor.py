"""Lesson 07: its points, and what its checks say beside the sentences of the known mistakes."""

import warnings
from typing import Any

import numpy as np
import pytest

from backprop_lib.exercises import xor as ex
from backprop_lib.exercises.function import FunctionExercise
from tests.backprop_lib.exercises import right_answers
from tests.mutants.variants.xor import depth_by_loops

SEEDS = range(20)


def one_unit(n: int) -> Any:
    return [(np.ones((n, 1)), [-1])]


@pytest.mark.parametrize("strange", ["e", 3, ["a"], object()])
def test_an_answer_that_is_no_option_is_told_the_options(strange: object) -> None:
    report = ex.quiz_one_line.judge(strange)
    assert report.verdict == "failed" and '"a", "b", "c", "d"' in report.message


def test_the_lesson_is_worth_nineteen_points() -> None:
    assert ex.LESSON.points == 19
    assert [(e.name, e.points) for e in ex.LESSON.exercises] == [
        ("threshold", 1),
        ("logic_gates", 1),
        ("perceptron_update", 2),
        ("xor_by_hand", 2),
        ("xor_loss", 4),
        ("train_xor", 2),
        ("parity_by_depth", 2),
        ("parity_by_width", 2),
        ("quiz_one_line", 1),
        ("quiz_collapse", 1),
        ("quiz_parity", 1),
    ]


def test_a_wrong_xor_loss_costs_train_xor_nothing() -> None:
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
        (ex.parity_by_depth, lambda n: np.eye(n), "It returned an array of shape (2, 2): return a"),
        (ex.parity_by_depth, lambda n: [], "there are no layers in the list"),
        (ex.parity_by_depth, lambda n: [np.eye(n), 0], "Layer 1 is an array of shape (2, 2)"),
        (ex.parity_by_depth, lambda n: [([1, 1], 0)], "W of layer 1 has the shape (2,), but 2 sig"),
        (ex.parity_by_depth, lambda n: [(np.eye(n), 0)], "the last layer has 2 units: it must"),
        (ex.parity_by_depth, lambda n: [(np.eye(n), [0] * 3)], "b of layer 1 has the shape (3,)"),
        (ex.parity_by_depth, one_unit, "For n = 3, unit 1 of the 1 in layer 1 has 3 weights"),
        (
            ex.parity_by_depth,
            lambda n: [([[1], [1]], 0), *[([[1]], 0)] * 8],
            "has 9 units: at most",
        ),
        (ex.parity_by_width, depth_by_loops, "For n = 3 the number of layers is 4: two are asked"),
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

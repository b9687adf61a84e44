"""Answers that no one expects: one sentence each, here and from another process."""

import asyncio
import re
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from backprop_lib.exercises import linear_regression
from backprop_lib.exercises import xor as ex
from backprop_lib.exercises.report import Report
from tests.backprop_lib.exercises.proxies import Copying

Rewrite = Callable[[Any], Any]
right = ex.threshold.reference


def changed(change: Rewrite) -> Any:
    return lambda X, w, b: change(right(X, w, b))


def yields(X: Any, w: Any, b: Any) -> Any:
    yield from right(X, w, b)


async def awaits(X: Any, w: Any, b: Any) -> Any:
    return right(X, w, b)


def two_arguments(X: Any, w: Any) -> Any:
    return X @ w


def four_arguments(X: Any, w: Any, b: Any, eta: Any) -> Any:
    return X @ w


def misspelt(X: Any, w: Any, b: Any) -> Any:
    return (X @ v + b >= 0).astype(float)  # type: ignore[name-defined]  # noqa: F821


class Unit:
    def __init__(self, X: Any, w: Any, b: Any) -> None:
        self.X = X


SENTENCES = [
    (yields, "failed", "It returned a generator: use return in place of yield."),
    (awaits, "failed", "It returned a coroutine: write def in place of async def."),
    (changed(lambda out: None), "failed", "It returned None: is a `return` missing?"),
    (changed(lambda out: [[1.0]]), "failed", "The output is a list: make it an array"),
    (changed(np.ma.masked_array), "failed", "The output is a masked array: use a plain array"),
    (changed(lambda out: np.matrix(out)), "failed", "The output is a np.matrix: use an array"),
    (changed(lambda out: out.astype(object)), "failed", "The output holds objects: real numbers"),
    (changed(lambda out: 1.0), "failed", "The output is one number: an array of shape (1,)"),
    (changed(lambda out: out * np.nan), "failed", "The output holds nan or inf"),
    (changed(lambda out: out * 1j), "failed", "The output holds complex128: real numbers"),
    (changed(lambda out: right), "failed", "The output is a function: call it"),
    (changed(lambda out: "yes"), "failed", "The output is a str: an array is needed."),
    (changed(lambda out: {}), "failed", "The output is a dict: an array is needed."),
    (two_arguments, "raised", "It cannot be called as threshold(X, w, b): two_arguments() takes 2"),
    (four_arguments, "raised", "It cannot be called as threshold(X, w, b): four_arguments() miss"),
    (misspelt, "raised", "It raised NameError: name 'v' is not defined"),
    (Unit, "failed", "A class is no function."),
    (np.ones(3), "failed", "A ndarray is no function."),
    (None, "failed", "A NoneType is no function."),
]


@pytest.mark.parametrize(("answer", "verdict", "text"), SENTENCES)
def test_each_gets_one_sentence(answer: Any, verdict: str, text: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        report = ex.threshold.judge(answer, 0)
    assert report.verdict == verdict
    assert report.message.startswith(text), report.message
    assert report.message.count(". ") == 0
    assert report.next_step


@pytest.mark.parametrize(("answer", "verdict", "text"), SENTENCES[5:13])
def test_each_gets_the_same_sentence_from_another_process(
    answer: Any, verdict: str, text: str
) -> None:
    report = ex.threshold.judge(Copying(answer), 0)
    assert (report.verdict, report.message) == (verdict, ex.threshold.judge(answer, 0).message)


class Foreign(Copying):
    """An object of another process, which is known by the name of its type alone."""

    def __init__(self, handle_type: str, handle_kind: str = "instance") -> None:
        super().__init__(lambda: None)
        self.handle_type, self.handle_kind = handle_type, handle_kind


@pytest.mark.parametrize(
    ("handle_type", "text"),
    [
        ("generator", "It returned a generator: use return in place of yield."),
        ("coroutine", "It returned a coroutine: write def in place of async def."),
        ("MaskedArray", "The output is a masked array"),
        ("matrix", "The output is a np.matrix"),
        ("ndarray", "The output is an array of objects: real numbers are needed."),
        ("Tensor", "The output is a Tensor: an array is needed."),
    ],
)
def test_what_does_not_cross_is_known_by_its_type(handle_type: str, text: str) -> None:
    report = ex.threshold.judge(lambda X, w, b: Foreign(handle_type), 0)
    assert report.message.startswith(text)


def test_a_class_of_another_process_is_no_function() -> None:
    assert ex.threshold.judge(Foreign("Unit", "class")).message == "A class is no function."


def test_a_name_that_is_missing_is_told_to_be_defined() -> None:
    report = ex.threshold.judge(misspelt)
    assert (
        report.next_step == "define that name before it is used: was the cell that defines it run?"
    )
    assert "X @ v + b" in report.details[0]


def warns(X: Any, w: Any, b: Any) -> Any:
    warnings.warn("careful", stacklevel=1)
    np.log(np.zeros(1))
    return right(X, w, b)


def test_warnings_are_in_the_report_once_each_with_their_line(
    capfd: pytest.CaptureFixture[str],
) -> None:
    report: Report = ex.threshold.judge(warns)
    assert report.verdict == "passed"
    line = warns.__code__.co_firstlineno + 1
    assert report.warnings == (
        f'UserWarning: careful (line {line}: `warnings.warn("careful", stacklevel=1)`)',
        "RuntimeWarning: divide by zero encountered in log "
        f"(line {line + 1}: `np.log(np.zeros(1))`)",
    )
    assert f"Warning: {report.warnings[0]}" in str(report)
    assert capfd.readouterr().err == ""


def test_an_event_loop_that_is_running_is_left_alone() -> None:
    async def main() -> Report:
        return ex.threshold.judge(right)

    assert asyncio.run(main()).verdict == "passed"


def test_state_that_is_kept_between_calls_is_named() -> None:
    total = np.zeros(1)

    def remembers(w: Any, x: Any, t: Any, eta: Any) -> Any:
        total[...] += 1
        return ex.perceptron_update.reference(w, x, t, eta) + total

    report = ex.perceptron_update.judge(remembers, 0)
    assert report.mistake == "stale"
    assert "something is kept between calls" in report.message


@pytest.mark.parametrize("seed", range(5))
def test_the_case_that_is_shown_is_the_one_that_is_spoken_of(seed: int) -> None:
    # x is a number in some cases and an array in others, where 0 has the wrong shape.
    report = linear_regression.predict.judge(lambda x, k, m: 0, seed)
    (row,) = report.rows
    shape = re.search(r"an array of shape (\(\d+,\)) is needed", report.message)
    assert shape is not None and row.expected.startswith(shape[1])
    assert "x = [" in report.details[0]

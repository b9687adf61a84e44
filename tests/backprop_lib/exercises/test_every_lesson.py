"""What holds for the exercises of every lesson, whatever they ask for."""

import contextlib
import importlib
import inspect
import io
import time
import warnings
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from backprop_lib.exercises import lessons
from backprop_lib.exercises.computed import ComputedExercise
from backprop_lib.exercises.exercise import Exercise
from backprop_lib.exercises.function import FunctionExercise
from backprop_lib.exercises.quiz import Quiz
from backprop_lib.exercises.unit import UnitExercise
from tests.backprop_lib.exercises.proxies import Copying
from tests.mutants.corpus import known_mistakes, variants
from tests.mutants.remembering import remembering

SLOW = 2.0  # seconds of the processor; ten times of what a check is meant to take

LESSONS = {name: importlib.import_module(module).LESSON for name, module in lessons().items()}
EVERY = [
    pytest.param(lesson, exercise, id=f"{lesson}:{exercise.name}")
    for lesson, its in LESSONS.items()
    for exercise in its.exercises
]
COMPUTED = [each for each in EVERY if isinstance(each.values[1], ComputedExercise)]
OF_FUNCTIONS = [
    each for each in COMPUTED if isinstance(each.values[1], FunctionExercise | UnitExercise)
]
QUIZZES = [each for each in EVERY if isinstance(each.values[1], Quiz)]

# What a lesson's notebook gives to work with, beside np; it stands in the module of the reference.
GIVEN = {
    "09_automatic_differentiation": (
        "Node",
        "as_tuple",
        "calls",
        "gradients",
        "relu_each",
        "tensors",
    )
}

JUNK: dict[str, Any] = {
    "None": lambda *_: None,
    "text": lambda *_: "forty-two",
    "a number": lambda *_: 42.0,
    "an array of nan": lambda *_: np.full((2, 3), np.nan),
    "objects": lambda *_: np.array([object()]),
    "an empty array": lambda *_: np.zeros(0),
    "a pair": lambda *_: (1, 2),
    "a dict": lambda *_: {"a": 1},
    "itself": lambda *arguments: arguments,
}


@contextlib.contextmanager
def silent() -> Iterator[None]:
    """Nothing may reach stderr, and no warning the student."""
    said = io.StringIO()
    with warnings.catch_warnings(), contextlib.redirect_stderr(said):
        warnings.simplefilter("error")
        yield
    assert said.getvalue() == ""


def remote(answer: Any) -> Any:
    """As it would be in another process; what is no plain function stays here."""
    return Copying(answer) if callable(answer) and not isinstance(answer, type) else answer


@pytest.mark.parametrize(("lesson", "exercise"), OF_FUNCTIONS)
def test_answers_from_another_process_get_the_same_verdict(lesson: str, exercise: Any) -> None:
    """As those of this one, which tests/mutants/test_corpus.py sees to."""
    name = (lesson, exercise.name)
    answers: list[tuple[Any, str, str | None]] = [
        (answer, "passed", None) for answer in variants(name).values()
    ]
    answers += [(wrong, "failed", m) for m, (wrong, _) in known_mistakes(name).items()]
    there = remembering(exercise)
    for answer, verdict, mistake in answers:
        report = there.judge(remote(answer), seed=2)
        assert (report.verdict, report.mistake) == (verdict, mistake), report


@pytest.mark.parametrize(("lesson", "exercise"), COMPUTED)
def test_the_solution_that_is_printed_passes_when_pasted_into_a_notebook(
    lesson: str, exercise: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    exercise.solution()
    prose, source = capsys.readouterr().out.split("\n\n", 1)
    assert " ".join(prose.split()) == exercise.prose
    # What is given and the lesson's other solutions stand above it, as they do in the notebook.
    module = inspect.getmodule(exercise.reference)
    given = {name: getattr(module, name) for name in GIVEN.get(lesson, ())}
    notebook: dict[str, Any] = {"np": np, **given}
    for other in LESSONS[lesson].exercises:
        if isinstance(other, ComputedExercise) and other is not exercise:
            notebook.setdefault(other.name, other.reference)
    exec(source, notebook)
    for seed in range(5):
        report = exercise.judge(notebook[exercise.name], seed)
        assert report.verdict == "passed", report


@pytest.mark.parametrize("junk", JUNK.values(), ids=JUNK.keys())
@pytest.mark.parametrize(("lesson", "exercise"), COMPUTED)
def test_junk_gets_a_sentence_and_never_points(lesson: str, exercise: Any, junk: Any) -> None:
    with silent():
        report = exercise.judge(junk, seed=1)
    assert report.verdict in ("failed", "raised"), report
    assert report.message.endswith((".", "?")) or report.verdict == "raised", report
    assert report.score < 1


@pytest.mark.parametrize(("lesson", "exercise"), COMPUTED)
def test_a_check_is_quick(lesson: str, exercise: Any) -> None:
    began = time.process_time()
    assert exercise.judge(exercise.reference, seed=3).verdict == "passed"
    assert time.process_time() - began < SLOW


@pytest.mark.parametrize(("lesson", "exercise"), EVERY)
def test_there_are_hints_and_a_reason(lesson: str, exercise: Exercise) -> None:
    assert exercise.hints
    assert len(set(exercise.hints)) == len(exercise.hints)
    assert exercise.explanation()


@pytest.mark.parametrize(("lesson", "quiz"), QUIZZES)
def test_a_quiz_answers_each_option(lesson: str, quiz: Quiz) -> None:
    assert [quiz.judge(letter).verdict for letter in quiz.options].count("passed") == 1
    for letter, sentence in quiz.why_wrong.items():
        report = quiz.judge(f" {letter.upper()}. ")
        assert (report.verdict, report.message) == ("failed", sentence)
    for empty in (None, ..., "", " "):
        assert quiz.judge(empty).verdict == "not attempted"

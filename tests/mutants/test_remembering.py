"""An exercise that remembers says what it would say otherwise, and works less for it."""

from typing import Any

import pytest

from backprop_lib.exercises.cases import Case
from backprop_lib.exercises.compare import as_array
from backprop_lib.exercises.findings import Mistake
from backprop_lib.exercises.function import FunctionExercise
from tests.mutants import corpus
from tests.mutants.mutate import define
from tests.mutants.remembering import remembering


@pytest.mark.parametrize("name", [n for n in corpus.exercise_names() if n[0] == corpus.SAMPLES])
def test_its_reports_are_the_same(name: corpus.Name) -> None:
    plain = corpus.find(name)
    made = remembering(plain)
    answers = [answer for answer, _ in corpus.known_mistakes(name).values()]
    answers += corpus.variants(name).values()
    reference: Any = getattr(plain, "reference", None)
    answers += [define(mutant.source, reference) for mutant in corpus.mutants_of(name)[::8]]
    for answer in answers:
        assert made.judge(answer, seed=1) == plain.judge(answer, seed=1)


def test_a_known_mistake_runs_once_on_each_case_and_an_answer_always() -> None:
    calls = {"wrong": 0, "answer": 0}

    def double(x: Any) -> Any:
        return 2 * x

    def wrong(x: Any) -> Any:
        calls["wrong"] += 1
        return 3 * x

    def answer(x: Any) -> Any:
        calls["answer"] += 1
        return 5 * x

    made = remembering(
        FunctionExercise(
            double,
            1,
            draw=lambda rng: [Case((rng.standard_normal(3),)) for _ in range(4)],
            measure=lambda result, _: {"y": as_array("y", result)},
            mistakes=(Mistake("tripled", wrong, "It is 3 x."),),
            hints=(),
            prose="",
        )
    )
    again = 1  # the first case is always asked for twice
    for times in (1, 2):
        assert made.judge(answer, seed=0).verdict == "failed"
        assert calls == {"wrong": 4, "answer": times * (4 + again)}
    made.judge(answer, seed=1)
    assert calls["wrong"] == 8
    assert made.judge(wrong, seed=0).mistake == "tripled"
    assert calls["wrong"] == 8 + (4 + again) + 4
    assert made.judge(double, seed=0).verdict == "passed"

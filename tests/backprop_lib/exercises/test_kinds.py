"""The kinds of exercise beside functions and units: classes, values, open results; and parts."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from backprop_lib.exercises import xor as ex
from backprop_lib.exercises.cases import Case, Rng
from backprop_lib.exercises.classes import ClassExercise, Scenario
from backprop_lib.exercises.compare import WrongForm
from backprop_lib.exercises.findings import Mistake
from backprop_lib.exercises.open_result import OpenExercise
from backprop_lib.exercises.remote import RaisedElsewhere
from backprop_lib.exercises.report import ExerciseFailed
from backprop_lib.exercises.value import ValueExercise
from tests.backprop_lib.exercises.proxies import Copying


class Scalar:
    """A number with a gradient."""

    def __init__(self, value: Any) -> None:
        self.value = value
        self.grad = 0.0

    def times(self, other: Any) -> Any:
        made = type(self)(self.value * other.value)
        made.parents = (self, other)  # type: ignore[attr-defined]
        return made

    def backward(self) -> None:
        one, other = self.parents  # type: ignore[attr-defined]
        one.grad += other.value
        other.grad += one.value


class Overwrites(Scalar):
    def backward(self) -> None:
        one, other = self.parents  # type: ignore[attr-defined]
        one.grad = other.value
        other.grad = one.value


class Unwritten(Scalar):
    def backward(self) -> None:
        raise NotImplementedError


class Adds(Scalar):
    def times(self, other: Any) -> Any:
        made = super().times(other)
        made.value = self.value + other.value
        return made


class Crashes(Scalar):
    def backward(self) -> None:
        raise KeyError("parents")


def draw(rng: Rng) -> list[Case]:
    return [Case((float(a), float(b))) for a, b in rng.normal(size=(4, 2))]


def product(cls: Any, a: float, b: float) -> Mapping[str, Any]:
    return {"the value": cls(a).times(cls(b)).value}


def square(cls: Any, a: float, b: float) -> Mapping[str, Any]:
    x = cls(a)
    x.times(x).backward()
    return {"grad": x.grad}


scalar = ClassExercise(
    Scalar,
    {
        "forward": Scenario(1, draw, product, ("a", "b")),
        "backward": Scenario(2, draw, square, ("a", "b")),
    },
    mistakes=(Mistake("overwritten", Overwrites, "Gradients add up where a value branches."),),
    hints=("Use +=.",),
    prose="A product swaps its inputs.",
)


def test_a_class_is_judged_by_what_its_objects_do() -> None:
    assert scalar.points == 3
    report = scalar.judge(Scalar)
    assert report.verdict == "passed"
    assert report.message == "forward: right in 4 cases.\nbackward: right in 4 cases."
    report = scalar.judge(Overwrites, 0)
    assert (report.verdict, report.mistake) == ("failed", "overwritten")
    assert report.message == "Gradients add up where a value branches."
    assert scalar.judge(Adds, 0).rows[0].name == "the value"


def test_the_solution_of_a_class_is_its_source_or_what_is_shown_for_it() -> None:
    assert scalar.explanation().startswith("A product swaps its inputs.\n\nclass Scalar:")
    other = ClassExercise(
        Scalar, scalar.scenarios, mistakes=(), hints=(), prose="", shown=Overwrites
    )  # fmt: skip
    assert "class Overwrites(Scalar):" in other.explanation()


def test_a_class_is_judged_scenario_by_scenario() -> None:
    assert scalar.judge(Unwritten, part="forward").verdict == "passed"
    assert scalar.judge(Unwritten, part="backward").verdict == "not attempted"
    assert scalar.judge(Unwritten).verdict == "not attempted"
    report = scalar.judge(Crashes)
    assert report.verdict == "raised"
    assert "line " in report.details[0] and 'raise KeyError("parents")' in report.details[0]


def test_a_method_with_other_arguments_is_told_so() -> None:
    class Strict(Copying):
        """A class of another process that is constructed without arguments."""

        def call_with_names(self, names: Any, *args: Any, **kwargs: Any) -> Any:
            raise RaisedElsewhere("TypeError", "Strict.__init__() takes 1 positional argument")

    report = scalar.judge(Strict(Scalar), part="forward")
    assert report.verdict == "raised"
    assert report.message.startswith("A method takes other arguments: Strict.__init__() takes 1")


@pytest.mark.parametrize(("answer", "text"), [
    (Scalar(1.0), "A Scalar is no class."),
    (lambda: None, "A function is no class."),
    (3, "A int is no class."),
])  # fmt: skip
def test_what_is_no_class_is_told_so(answer: Any, text: str) -> None:
    assert scalar.judge(answer).message == text


line = ValueExercise(
    "line",
    3,
    {"slope": 2.0, "intercept": -1.0},
    mistakes=(
        Mistake("swapped", lambda: {"slope": -1.0, "intercept": 2.0}, "Slope and intercept swap."),
    ),
    hints=(),
    prose="Two points give a line.",
    parts={"slope": 2, "intercept": 1},
)
matrix = ValueExercise(
    "matrix", 1, np.array([[1.0, 2.0], [3.0, 4.0]]), mistakes=(), hints=(), prose="By rows."
)


def test_a_value_is_given_as_it_is_as_a_dict_or_by_name(
    capsys: pytest.CaptureFixture[str],
) -> None:
    matrix.check([[1, 2], [3, 4]])
    matrix.check(np.array([[1, 2], [3, 4.0]]))
    line.check({"slope": 2, "intercept": -1})
    line.check(slope=2.0, intercept=np.float64(-1))
    line.check(slope=2.0, part="slope")
    assert capsys.readouterr().out.count(": passed\n") == 5


def test_a_wrong_value_is_told_which_one() -> None:
    assert matrix.judge([[1, 3], [2, 4]]).verdict == "failed"
    assert matrix.judge(5.0).mistake == "wrong shape"
    report = line.judge({"slope": 3.0, "intercept": -1.0})
    assert report.message == "slope is not right."
    assert [row.right for row in report.rows] == [False, True]
    assert line.judge({"slope": -1.0, "intercept": 2.0}).message == "Slope and intercept swap."
    assert line.judge({"slope": 2.0, "intercept": 7.0}, part="slope").verdict == "passed"
    assert "There is no intercept yet." in line.judge({"slope": 2.0}).message
    assert "by name" in line.judge(2.0).message
    assert line.judge({"slope": float("nan"), "intercept": -1.0}).mistake == "not finite"


@pytest.mark.parametrize("nothing", [None, ..., {"slope": None, "intercept": None}])
def test_no_value_is_not_attempted(nothing: Any) -> None:
    assert line.judge(nothing).verdict == "not attempted"


def accuracy(predict: Any) -> float:
    if not callable(predict):
        raise WrongForm("Hand over a function that predicts.")
    return float(predict(10)) / 10


trained = OpenExercise(
    "trained", 4, accuracy, what="accuracy", start=0.5, target=0.9, hints=(), prose="Train longer."
)


@pytest.mark.parametrize(
    ("right", "verdict", "score"),
    [(10, "passed", 1), (9, "passed", 1), (7, "failed", 0.5), (5, "failed", 0), (2, "failed", 0)],
)  # fmt: skip
def test_an_open_result_earns_its_share(right: int, verdict: str, score: float) -> None:
    report = trained.judge(lambda _: right)
    assert report.verdict == verdict
    assert report.score == pytest.approx(score)
    assert report.as_dict()["score"] == report.score


def test_an_open_result_says_what_it_earns_and_what_more_takes() -> None:
    text = "The accuracy is 0.7: 2 of 4 points; all of them from 0.9, none at 0.5."
    assert trained.judge(lambda _: 7).message == text
    with pytest.raises(ExerciseFailed, match="2 of 4 points"):
        trained.check(lambda _: 7)


def unwritten(_: Any) -> Any:
    raise NotImplementedError


@pytest.mark.parametrize(
    ("answer", "verdict", "mistake"),
    [
        (None, "not attempted", None),
        (unwritten, "not attempted", None),
        (lambda _: 1 / 0, "raised", None),
        (lambda _: np.nan, "failed", "not finite"),
        ("predict", "failed", "wrong kind"),
    ],
)
def test_an_open_result_keeps_the_four_answers_apart(
    answer: Any, verdict: str, mistake: str | None
) -> None:
    report = trained.judge(answer)
    assert (report.verdict, report.mistake, report.score) == (verdict, mistake, 0.0)


def test_less_is_better_where_the_target_is_below_the_start() -> None:
    loss = OpenExercise(
        "fit", 2, float, what="loss", start=1.0, target=0.0, hints=(), prose=""
    )  # fmt: skip
    assert loss.judge(0.25).score == pytest.approx(0.75)


def test_a_part_of_a_function_is_judged_by_its_own_arrays() -> None:
    def no_gradients(params: Any, X: Any, T: Any) -> Any:
        loss, _ = ex.xor_loss.reference(params, X, T)
        return loss, tuple(np.zeros_like(P) for P in params)

    def no_mean(params: Any, X: Any, T: Any) -> Any:
        loss, grads = ex.xor_loss.reference(params, X, T)
        return loss * len(X), grads

    assert ex.xor_loss.judge(no_gradients, part="forward").verdict == "passed"
    assert ex.xor_loss.judge(no_gradients, part="backward").verdict == "failed"
    assert ex.xor_loss.judge(no_mean, part="forward").verdict == "failed"
    assert ex.xor_loss.judge(no_mean, part="backward").verdict == "passed"
    assert ex.xor_loss.judge(no_gradients).verdict == "failed"


def test_a_part_that_does_not_exist_is_refused_with_those_that_do() -> None:
    with pytest.raises(ValueError, match="has no part 'fwd': use one of 'forward', 'backward'"):
        ex.xor_loss.judge(ex.xor_loss.reference, part="fwd")
    with pytest.raises(ValueError, match="has no part 'forward': leave part out"):
        ex.threshold.judge(ex.threshold.reference, part="forward")

"""Arguments of other kinds than arrays: numbers, dicts, functions, generators of random numbers."""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

import numpy as np
import pytest

from backprop_lib.exercises.cases import Case, Rng
from backprop_lib.exercises.compare import as_array, as_number, as_sequence
from backprop_lib.exercises.findings import Mistake
from backprop_lib.exercises.function import FunctionExercise
from backprop_lib.exercises.given import GivenFunction
from backprop_lib.exercises.unit import UnitExercise
from tests.backprop_lib.exercises.proxies import Copying

Array = np.ndarray[Any, Any]
WORDS: Any = {"mistakes": (), "hints": ("a hint",), "prose": "Prose."}


def number(result: object, _: Case) -> dict[str, Array]:
    return {"the result": as_number("the result", result)}


def slope(f: Callable[[float], float], x: float) -> float:
    return (f(x + 1e-4) - f(x - 1e-4)) / 2e-4


def draw_slope(rng: Rng) -> list[Case]:
    f = GivenFunction("f", "def f(x):\n    return np.sin(a * x)", {"a": float(rng.uniform(1, 2))})
    return [Case((f, float(x))) for x in rng.standard_normal(3)]


SLOPE = FunctionExercise(slope, 1, draw=draw_slope, measure=number, **WORDS)


@pytest.mark.parametrize("wrap", [lambda f: f, Copying])
def test_a_function_that_is_given_is_called_by_the_students(wrap: Any) -> None:
    assert SLOPE.judge(wrap(slope), seed=0).verdict == "passed"
    assert SLOPE.judge(wrap(lambda f, x: f(x)), seed=0).verdict == "failed"


def square(x: float) -> tuple[float, float]:
    return x * x, 2 * x


def pair(result: object, _: Case) -> dict[str, Array]:
    value, dx = as_sequence("The result", result, 2, "return (value, dx)")
    return {"value": as_number("value", value), "dx": as_number("dx", dx)}


def draw_square(rng: Rng) -> list[Case]:
    return [Case((float(x),), numerical=True) for x in rng.standard_normal(3)]


SQUARE = FunctionExercise(
    square, 1, draw=draw_square, measure=pair, value="value", gradients={"dx": (0,)}, **WORDS
)


def test_the_gradient_of_a_plain_number_is_checked_numerically_too() -> None:
    report = SQUARE.judge(lambda x: (float(x) ** 2, 2.0 * x), seed=0)
    assert report.verdict == "passed" and "3 entries equal to numerical" in report.message
    assert SQUARE.judge(lambda x: (x * x, x), seed=0).verdict == "failed"


def ways(graph: dict[str, list[str]]) -> int:
    return sum(map(len, graph.values()))


def draw_ways(rng: Rng) -> list[Case]:
    return [Case(({"a": [], "b": ["a"] * int(rng.integers(1, 4)), "c": ["a", "b"]},))] * 2


WAYS = FunctionExercise(ways, 1, draw=draw_ways, measure=number, **WORDS)


def test_a_dict_that_a_call_empties_is_noticed_and_whole_for_the_next() -> None:
    def emptied(graph: dict[str, list[str]]) -> int:
        return sum(len(graph.pop(name)) for name in list(graph))

    assert WAYS.judge(ways, seed=1).verdict == "passed"
    for answer in (emptied, Copying(emptied)):
        assert WAYS.judge(answer, seed=1).mistake == "input changed"


def batches(n: int, size: int, rng: Rng) -> Iterator[Array]:
    order = rng.permutation(n)
    yield from (order[k : k + size] for k in range(0, n, size))


def draw_batches(rng: Rng) -> list[Case]:
    return [Case((int(n), 3, np.random.default_rng(int(n)))) for n in rng.integers(4, 9, 3)]


def every_index(result: Any, case: Case) -> dict[str, Array]:
    drawn = [as_array("a batch", each) for each in islice(result, 20)]
    return {"the indices": np.sort(np.concatenate(drawn))}


def test_a_generator_is_drawn_from_where_the_exercise_asks_for_one() -> None:
    options = WORDS | {"draw": draw_batches, "measure": every_index}
    exercise = FunctionExercise(batches, 1, may_return_generator=True, **options)
    assert exercise.judge(batches, seed=0).verdict == "passed"
    report = FunctionExercise(batches, 1, **options).judge(batches, seed=0)
    assert "It returned a generator" in report.message


def penalised(A: Array, T: Array, w: Array) -> tuple[float, Any]:
    D = A - T
    return float((D * D).sum() + w @ w), lambda dL: (2 * dL * D, 2 * dL * w)


def test_an_argument_without_a_gradient_may_stand_between_two_with_one() -> None:
    exercise = UnitExercise(
        penalised,
        {"forward": 1, "backward": 1},
        {"A": "m q", "w": "p"},
        given={"T": lambda rng, sizes: rng.standard_normal((sizes["m"], sizes["q"]))},
        value="L",
        **WORDS,
    )
    report = exercise.judge(penalised, seed=0)
    assert report.verdict == "passed" and "numerical" in report.message


def double(X: Array) -> tuple[Array, Any]:
    return 2 * X, lambda dY: 2 * dY


def twice(X: Array) -> tuple[Array, Any]:
    half, back = double(X)
    return 2 * half, lambda dY: back(2 * dY)


def quadruple(X: Array) -> tuple[Array, Any]:
    return 4 * X, lambda dY: 4 * dY


def test_a_wrong_unit_that_another_is_made_of_costs_its_own_points_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    source = "def double(X):\n    return 2 * X, lambda dY: 2 * dY"
    exercise = UnitExercise(
        quadruple,
        {"forward": 1, "backward": 1},
        {"X": "m p"},
        value="Y",
        names={"double": source},
        **WORDS,
    )
    monkeypatch.setitem(globals(), "double", lambda X: (X, lambda dY: dY))
    assert exercise.judge(twice, seed=0).verdict == "passed"
    # Two of the student's own that differ from ours and fit each other are right as well.
    monkeypatch.setitem(globals(), "double", lambda X: (4 * X, lambda dY: 4 * dY))
    whole: Any = lambda X: (double(X)[0], lambda dY: double(X)[1](dY))  # noqa: E731
    assert exercise.judge(whole, seed=0).verdict == "passed"
    assert exercise.judge(double, seed=0).verdict == "passed"
    assert exercise.judge(lambda X: (3 * X, lambda dY: 3 * dY), seed=0).verdict == "failed"


def test_a_known_mistake_that_makes_nan_is_recognised() -> None:
    def naive(X: Array) -> Array:
        with np.errstate(all="ignore"):
            return np.asarray(np.exp(X) / (1 + np.exp(X)))

    def logistic(X: Array) -> Array:
        return np.asarray(0.5 * (1 + np.tanh(X / 2)))

    exercise = FunctionExercise(
        logistic,
        1,
        draw=lambda rng: [Case((np.array([900.0, float(rng.normal())]),))],
        measure=lambda result, _: {"the output": as_array("the output", result)},
        **WORDS | {"mistakes": (Mistake("overflow", naive, "exp overflows."),)},
    )
    report = exercise.judge(lambda X: naive(X) * 1.0, seed=0)
    assert (report.verdict, report.mistake) == ("failed", "overflow")


def test_a_back_that_takes_no_argument_is_told_apart_from_the_unit() -> None:
    exercise = UnitExercise(
        quadruple, {"forward": 1, "backward": 1}, {"X": "m p"}, value="Y", **WORDS
    )

    def back_of_nothing(X: Array) -> Any:
        def back() -> Array:
            return 4 * X

        return 4 * X, back

    report = exercise.judge(back_of_nothing, seed=0)
    assert report.message.startswith("back cannot be called with the upstream gradient")
    assert report.next_step == "let it take one argument, def back(dY): ..."

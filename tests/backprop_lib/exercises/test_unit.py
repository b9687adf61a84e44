"""Exercises that are units: what is wrong with a value or with `back` is found and named."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from backprop_lib import units
from backprop_lib.exercises.findings import Mistake
from backprop_lib.exercises.unit import UnitExercise
from tests.backprop_lib.exercises.proxies import Copying

SEEDS = range(8)
POINTS = {"forward": 1, "backward": 3}
Back = Callable[..., Any]


def scores_negated(X: Any, W: Any, b: Any) -> Any:
    A, back = units.affine(-X, W, b)
    return A, back


affine = UnitExercise(
    units.affine,
    POINTS,
    {"X": "m p", "W": "p q", "b": "q"},
    value="A",
    mistakes=(Mistake("X negated", scores_negated, "X enters with a minus."),),
    hints=("Look at the shapes.",),
    prose="One product and a bias.",
)
sigmoid = UnitExercise(
    units.sigmoid,
    POINTS,
    {"A": "m q"},
    value="Z",
    mistakes=(),
    hints=(),
    prose="",
    others=(units.tanh, units.relu),
)
relu = UnitExercise(units.relu, POINTS, {"A": "m q"}, value="Z", mistakes=(), hints=(), prose="")


def one_of_k(rng: np.random.Generator, sizes: Any) -> Any:
    return np.eye(sizes["k"])[rng.integers(0, sizes["k"], sizes["m"])]


logistic = UnitExercise(
    units.logistic,
    POINTS,
    {"A": "m k"},
    given={"T": one_of_k},
    value="L",
    mistakes=(),
    hints=(),
    prose="",
)
decay = UnitExercise(
    units.decay,
    POINTS,
    {"weights": ("p q", "q k")},
    given={"lam": lambda rng, sizes: float(rng.uniform(0.1, 1))},
    value="R",
    mistakes=(),
    hints=(),
    prose="",
)
add = UnitExercise(
    units.add, POINTS, {"terms": ("m q",) * 3}, value="S", mistakes=(), hints=(), prose=""
)
split = UnitExercise(
    units.split, POINTS, {"x": "m q"}, value="copies", mistakes=(), hints=(), prose=""
)
EXERCISES = [affine, sigmoid, relu, logistic, decay, add, split]


def with_back(change: Callable[..., Any]) -> Any:
    """An affine unit whose gradients go through `change(dX, dW, db, X, W, dA)`."""

    def unit(X: Any, W: Any, b: Any) -> Any:
        A, back = units.affine(X, W, b)
        return A, lambda dA: change(*back(dA), X, W, dA)

    return unit


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda e: e.name)
def test_the_unit_of_the_library_passes_here_and_elsewhere(exercise: UnitExercise) -> None:
    for seed in SEEDS:
        report = exercise.judge(exercise.reference, seed)
        assert report.verdict == "passed", report
        assert "entries equal to numerical gradients" in report.message
        assert exercise.judge(elsewhere(exercise.reference), seed).verdict == "passed"


def elsewhere(unit: Any) -> Copying:
    """A proxy of the unit, whose `back` is a proxy as well."""

    def wrapped(*args: Any) -> Any:
        result = unit(*args)
        if isinstance(result, tuple) and callable(result[-1]):
            return (*result[:-1], Copying(result[-1]))
        return result

    return Copying(wrapped)


def global_state(X: Any, W: Any, b: Any) -> Any:
    latest["X"], latest["W"] = X, W

    def back(dA: Any) -> Any:
        return dA @ latest["W"].T, latest["X"].T @ dA, dA.sum(axis=0)

    return X @ W + b, back


latest: dict[str, Any] = {}


def accumulating(X: Any, W: Any, b: Any) -> Any:
    total = np.zeros_like(W)

    def back(dA: Any) -> Any:
        nonlocal total
        total += X.T @ dA
        return dA @ W.T, total, dA.sum(axis=0)

    return X @ W + b, back


def one_call_behind(X: Any, W: Any, b: Any) -> Any:
    kept = earlier_calls.get(X.shape, X)
    earlier_calls[X.shape] = X
    return X @ W + b, lambda dA: (dA @ W.T, kept.T @ dA, dA.sum(axis=0))


earlier_calls: dict[Any, Any] = {}


@pytest.mark.parametrize(
    ("unit", "mistake", "text"),
    [
        (with_back(lambda dX, dW, db, *_: (dX, dW.T, db)), "transposed", "dW is the right one"),
        (with_back(lambda dX, dW, db, *_: (dX, -dW, db)), "sign flipped", "dW"),
        (with_back(lambda dX, dW, db, X, *_: (dX, dW / len(X), db / len(X))),
         "constant factor 1/m", "dW and db: each is the right one times 1/m"),
        (with_back(lambda dX, dW, db, *_: (dX[::-1], dW, db)), "rows permuted", "dX has"),
        (with_back(lambda dX, dW, db, *_: (dX, dW[:, ::-1], db)), "columns permuted", "dW has"),
        (with_back(lambda dX, dW, db, X, W, dA: (dX, dW, dA)), "not summed over the batch", "db"),
        (with_back(lambda dX, dW, db, *_: (dX, np.vstack([dW[:1], 0 * dW[1:]]), db)),
         "zero block", "dW is right but for a block of zeros"),
        (with_back(lambda dX, dW, db, *_: (dX, 0 * dW, db)), "zero", "dW is zero everywhere"),
        (with_back(lambda dX, dW, db, X, W, dA: (np.ones_like(dA) @ W.T, dW, db)),
         "upstream ignored", "dX is right for an upstream gradient of ones alone"),
        (with_back(lambda dX, dW, db, *_: (dX, dW, db * np.nan)), "not finite", "nan or inf"),
        (with_back(lambda dX, dW, db, X, W, dA: (dX, dW, db, dA.__imul__(2))[:3]),
         "upstream changed", "changes the upstream gradient"),
        (global_state, "stale", "after another call"),
        (accumulating, "called twice", "a second time"),
        (scores_negated, "X negated", "X enters with a minus."),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_unit_is_named(unit: Any, mistake: str, text: str) -> None:
    for seed in SEEDS:
        for answer in (unit, elsewhere(unit)):
            report = affine.judge(answer, seed)
            assert (report.verdict, report.mistake) == ("failed", mistake), report
            assert text in report.message
            assert mistake in str(report.as_dict())


def test_a_gradient_of_an_earlier_call_is_called_so() -> None:
    for seed in SEEDS:
        earlier_calls.clear()
        assert affine.judge(one_call_behind, seed).mistake == "stale"


def test_a_back_of_another_forward_is_named_with_that_unit() -> None:
    def mixed(A: Any) -> Any:
        return units.sigmoid(A)[0], units.tanh(A)[1]

    for seed in SEEDS:
        report = sigmoid.judge(mixed, seed)
        assert report.mistake == "another forward"
        assert report.message == "dA is that of another unit, tanh."


def test_a_gradient_that_is_wrong_on_one_side_is_told_the_side() -> None:
    def leaky(A: Any) -> Any:
        return np.maximum(A, 0), lambda dZ: dZ * np.where(A > 0, 1, 0.1)

    for seed in SEEDS:
        report = relu.judge(leaky, seed)
        assert report.mistake == "wrong where A <= 0"
        assert report.worst is not None and report.worst.numeric == "0"


def test_work_in_place_is_noticed_and_an_input_that_is_returned() -> None:
    def in_place(A: Any) -> Any:
        Z = np.maximum(A, 0, out=A)
        return Z, lambda dZ: dZ * (Z > 0)

    def same_array(terms: Any) -> Any:
        S = terms[0]
        S += terms[1] + terms[2]
        return S, lambda dS: (dS, dS, dS)

    for seed in SEEDS:
        assert relu.judge(in_place, seed).mistake == "input changed"
        assert relu.judge(elsewhere(in_place), seed).mistake == "input changed"
        assert add.judge(same_array, seed).mistake == "input changed"


def test_wrong_numbers_that_follow_from_a_changed_input_are_not_told_as_well() -> None:
    def shifts(X: Any, W: Any, b: Any) -> Any:
        X -= 1
        return units.affine(X, W, b)

    for seed in SEEDS:
        report = affine.judge(shifts, seed)
        assert report.message.startswith("The call changes its input X: work on a copy")
        assert "not right" not in report.message


def test_a_value_that_back_changes_is_noticed() -> None:
    def overwrites(A: Any) -> Any:
        Z = np.maximum(A, 0)

        def back(dZ: Any) -> Any:
            dA = dZ * (Z > 0)
            Z[...] = (Z > 0) * 7.0
            return dA

        return Z, back

    assert relu.judge(overwrites, 0).mistake == "value changed"


def test_a_result_that_shares_its_memory_is_told_when_all_else_is_right() -> None:
    def view(X: Any) -> Any:
        return X[:], lambda dZ: dZ.copy()

    def copy(X: Any) -> Any:
        return X.copy(), lambda dZ: dZ.copy()

    identity = UnitExercise(
        copy, POINTS, {"X": "m q"}, value="Z", mistakes=(), hints=(), prose="", name="identity"
    )
    assert identity.judge(copy, 0).verdict == "passed"
    assert identity.judge(view, 0).mistake == "memory shared"


def test_add_may_hand_its_upstream_gradient_on_as_it_is() -> None:
    for gradients in (lambda dS: (dS, dS, dS), lambda dS: [dS.copy() for _ in range(3)]):
        assert add.judge(lambda terms, g=gradients: (sum(terms), g), 0).verdict == "passed"


def test_an_overflow_is_found_by_the_large_case_and_its_warnings_are_in_the_report() -> None:
    def naive(A: Any, T: Any) -> Any:
        E = np.exp(A)
        P = E / E.sum(axis=1, keepdims=True)
        return -np.mean(np.log((P * T).sum(axis=1))), lambda dL: dL * (P - T) / len(A)

    report = logistic.judge(naive, 0)
    assert report.mistake == "not finite"
    assert any("overflow encountered in exp" in text for text in report.warnings)
    assert "entries of this case are large" in str(report)


def half_written(X: Any, W: Any, b: Any) -> Any:
    def back(dA: Any) -> Any:
        raise NotImplementedError

    return X @ W + b, back


def wrong_and_half_written(X: Any, W: Any, b: Any) -> Any:
    return X @ W, half_written(X, W, b)[1]


@pytest.mark.parametrize("proxy", [lambda unit: unit, elsewhere])
def test_the_parts_are_judged_one_at_a_time(proxy: Any) -> None:
    dW_missing = proxy(with_back(lambda dX, dW, db, *_: (dX, 0 * dW, db)))
    half, wrong = proxy(half_written), proxy(wrong_and_half_written)
    assert affine.judge(dW_missing, part="forward").verdict == "passed"
    assert affine.judge(dW_missing, part="backward").verdict == "failed"
    assert affine.judge(half, part="forward").verdict == "passed"
    assert affine.judge(half, part="backward").verdict == "not attempted"
    report = affine.judge(half)
    assert (report.verdict, report.part) == ("not attempted", None)
    assert report.message == "The value is right; `back` is not written yet."
    assert affine.judge(wrong).verdict == "failed"
    report = affine.judge(dW_missing, 5, "backward")
    assert report.again == "ex.affine.check(affine, part='backward', seed=5)"


@pytest.mark.parametrize(
    ("unit", "text"),
    [
        (lambda X, W, b: X @ W + b, "return A, back"),
        (lambda X, W, b: (X @ W + b, X), "return the function itself, without a call"),
        (with_back(lambda *_: None), "back returned None"),
        (with_back(lambda dX, dW, *_: (dX, dW)), "has 2 items, not 3: return dX, dW, db"),
        (with_back(lambda dX, *_: dX), "return dX, dW, db"),
        (with_back(lambda dX, dW, db, *_: (dX, dW, list(db))), "db is a list"),
    ],
)
def test_results_of_the_wrong_kind_are_told_what_to_be(unit: Any, text: str) -> None:
    report = affine.judge(unit, 0)
    assert (report.verdict, report.mistake) == ("failed", "wrong kind")
    assert text in report.message


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda e: e.name)
def test_cases_are_never_alike_nor_square_and_upstreams_never_constant(
    exercise: UnitExercise,
) -> None:
    shapes = set()
    for seed in SEEDS:
        cases = exercise.cases(np.random.default_rng(seed), None)
        assert any(case.sizes.get("m", 1) == 1 for case in cases)
        assert any(case.strided for case in cases)
        for case in cases:
            assert len(set(case.sizes.values())) == len(case.sizes)
            shapes.add(tuple(case.sizes.values()))
            upstream = np.ravel(case.upstream)
            assert not (upstream == 1).any()
            assert upstream.size == 1 or np.ptp(upstream) > 0
    assert len(shapes) > len(SEEDS)


@pytest.mark.parametrize(
    ("shapes", "points", "text"),
    [
        ({"W": "p q", "X": "m p"}, POINTS, "those with a gradient in its order"),
        ({"X": "m p", "W": "p q", "b": "q"}, {"all": 4}, "give forward and backward"),
    ],
)
def test_a_definition_that_does_not_fit_its_unit_is_refused(
    shapes: Any, points: Any, text: str
) -> None:
    with pytest.raises(ValueError, match=text):
        UnitExercise(units.affine, points, shapes, value="A", mistakes=(), hints=(), prose="")

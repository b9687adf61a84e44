"""The checker checked: a definition that would let a wrong answer through is noticed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest

from backprop_lib.exercises.cases import Case, Rng
from backprop_lib.exercises.compare import as_array
from backprop_lib.exercises.findings import Mistake
from backprop_lib.exercises.function import FunctionExercise
from backprop_lib.exercises.report import Report
from backprop_lib.exercises.unit import UnitExercise
from backprop_lib.exercises.unit_cases import UnitCase
from tests.mutants.corpus import Name, exercise_names, find
from tests.mutants.definitions import complaints
from tests.mutants.samples import POINTS, mse, relu


@pytest.mark.parametrize("name", exercise_names(), ids=":".join)
def test_no_definition_lets_a_wrong_answer_through(name: Name) -> None:
    assert complaints(find(name)) == []


def affine(X: Any, W: Any) -> Any:
    """X (m, p), W (p, q)."""

    def back(dA: Any) -> Any:
        return dA @ W.T, X.T @ dA

    return X @ W, back


@dataclass(frozen=True)
class Definition:
    """How the exercise on `affine` is defined, with room for one fault."""

    upstream: Callable[[Rng, Any], Any] = lambda rng, A: rng.standard_normal(A.shape)
    sizes: Callable[[Rng], tuple[int, int]] = lambda rng: (
        int(rng.integers(2, 4)),
        int(rng.integers(4, 7)),
    )
    batches: Sequence[int] = (1, 5, 7)
    seed: int | None = None
    compared: Sequence[str] = ("A", "dX", "dW")
    mistake: str = "W forgotten"
    part: Sequence[str] = ("A", "dX", "dW")

    def exercise(self) -> FunctionExercise:
        def draw(rng: Rng) -> list[Case]:
            rng = rng if self.seed is None else np.random.default_rng(self.seed)
            cases = []
            for m in self.batches:
                p, q = self.sizes(rng)
                args = rng.standard_normal((m, p)), rng.standard_normal((p, q))
                cases.append(Case(args, sizes={"seed": int(rng.integers(1000))}))
            return cases

        def measure(result: Any, case: Case) -> Any:
            A, back = result
            if self.compared == ("A",):
                return {"A": as_array("A", A)}
            dX, dW = back(self.upstream(np.random.default_rng(case.sizes["seed"]), A))
            values = {"A": as_array("A", A), "dX": as_array("dX", dX), "dW": as_array("dW", dW)}
            return {name: values[name] for name in self.compared}

        return FunctionExercise(
            affine,
            points=1,
            draw=draw,
            measure=measure,
            mistakes=(Mistake(self.mistake, lambda X, W: (X, lambda dA: (dA, dA)), "W is left."),),
            hints=(),
            prose="",
            parts={"all": 1},
            covers={"all": tuple(self.part)},
        )


def test_a_sound_definition_has_no_complaint() -> None:
    assert complaints(Definition().exercise()) == []


FAULTS = {
    "a back that takes its upstream gradient for ones passes": Definition(
        upstream=lambda rng, A: np.ones(A.shape)
    ),
    "a back that takes its upstream gradient for its mean passes": Definition(
        upstream=lambda rng, A: np.full(A.shape, rng.standard_normal())
    ),
    "back is never called": Definition(compared=("A",)),
    "W is square in every case": Definition(sizes=lambda rng: (int(rng.integers(2, 6)),) * 2),
    "W has the shape (3, 4) in every case": Definition(sizes=lambda rng: (3, 4)),
    "X holds the same numbers under every seed": Definition(seed=1),
    "there is no mini-batch of one": Definition(batches=(4, 5)),
    "the result f(...)[0] is not compared: a wrong one passes": Definition(compared=("dX", "dW")),
    "the result back(...)[0] is not compared: a wrong one passes": Definition(compared=("A", "dW")),
    "the result back(...)[1] is not compared: a wrong one passes": Definition(compared=("A", "dX")),
    "the result back(...)[1] belongs to no part: a wrong one passes each of them": Definition(
        part=("A", "dX")
    ),
    "the known mistake 'transposed' has the name of a general pattern": Definition(
        mistake="transposed"
    ),
}


@pytest.mark.parametrize("complaint", FAULTS)
def test_a_faulty_definition_is_noticed(complaint: str) -> None:
    assert complaint in complaints(FAULTS[complaint].exercise())


class OfOnes(UnitExercise):
    """Every upstream gradient is 1."""

    def cases(self, rng: Rng, part: str | None) -> Sequence[UnitCase]:
        drawn = super().cases(rng, part)
        return [replace(case, upstream=np.ones_like(case.upstream)) for case in drawn]


def test_a_unit_that_is_only_given_ones_is_noticed() -> None:
    unit = OfOnes(relu, POINTS, {"A": "m q"}, value="Z", mistakes=(), hints=(), prose="")
    assert "a back that takes its upstream gradient for ones passes" in complaints(unit)


def test_a_loss_that_is_only_given_one_is_noticed() -> None:
    shapes = {"Y": "m q", "T": "m q"}

    def with_dT(Y: Any, T: Any) -> Any:
        L, back = mse(Y, T)
        return L, lambda dL: (back(dL), -back(dL))

    loss = OfOnes(with_dT, POINTS, shapes, value="L", mistakes=(), hints=(), prose="")
    assert complaints(loss) == ["a back that takes its upstream gradient for ones passes"]


class OfOneSeed(FunctionExercise):
    """A check without a seed has always the same one."""

    def report_on(self, answer: object, seed: int | None, part: str | None) -> Report:
        return super().report_on(answer, 5 if seed is None else seed, part)


def test_a_check_that_is_always_the_same_is_noticed() -> None:
    sound = Definition().exercise()
    sound.__class__ = OfOneSeed
    assert complaints(sound) == ["a check without a seed draws the same seed each time"]

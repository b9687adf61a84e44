"""The cases of lesson 02 and how what the student's functions return is measured.

All arguments are plain numbers, as in the lectures' circuits.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, TypeAlias

import numpy as np

from backprop_lib.exercises.cases import Case, Rng
from backprop_lib.exercises.compare import Measured, WrongForm, as_number, as_sequence
from backprop_lib.exercises.findings import Mistake
from backprop_lib.exercises.unit import UnitExercise
from backprop_lib.exercises.unit_cases import UnitCase

Pair: TypeAlias = tuple[float, float]
Measure: TypeAlias = Callable[[object, Case], Measured]

NEAR = 100.0  # differences of larger numbers keep too few digits

# Right gates, in place of the student's own inside `circuit`: a wrong gate costs its own points.
GATES = {
    "add_gate": "def add_gate(x, y):\n    return x + y, lambda d: (d, d)",
    "mul_gate": "def mul_gate(x, y):\n    return x * y, lambda d: (d * y, d * x)",
}


class GateExercise(UnitExercise):
    """A unit of two numbers, `gate(x, y) -> (value, back)`, with pairs that `pairs` draws."""

    def __init__(
        self,
        reference: Callable[..., Any],
        *,
        pairs: Callable[[Rng], list[Pair]],
        mistakes: tuple[Mistake, ...],
        hints: tuple[str, ...],
        prose: str,
    ) -> None:
        super().__init__(
            reference,
            {"forward": 1, "backward": 1},
            {"x": "", "y": ""},
            value="value",
            mistakes=mistakes,
            hints=hints,
            prose=prose,
            large=None,
        )
        self.pairs = pairs

    def cases(self, rng: Rng, part: str | None) -> Sequence[UnitCase]:
        """Each pair with an upstream gradient, after a call with another pair."""
        return [
            UnitCase(
                pair,
                numerical=max(map(abs, pair)) < NEAR,
                upstream=_number(rng),
                other=other,
                other_upstream=_number(rng),
            )
            for pair, other in zip(self.pairs(rng), self.pairs(rng), strict=True)
        ]

    def call(self, case: Case) -> tuple[str, ...]:
        """The upstream gradient is called d, as in the lesson."""
        return tuple(line.replace("dvalue", "d") for line in super().call(case))


def draw_pairs(rng: Rng) -> list[Pair]:
    """Small and large numbers of either sign."""
    return [(scale * _number(rng), scale * _number(rng)) for scale in (1.0, 1.0, 5.0, 1e3)]


def draw_ordered_pairs(rng: Rng) -> list[Pair]:
    """Either one larger, of either sign, near and far apart, and a tie."""
    pairs = []
    for gap in (0.5, 0.02, 3.0, 1e3):
        low = round(_number(rng) - gap / 2, 2)
        pairs += [(round(low + gap, 2), low), (low, round(low + gap, 2))]
    tie = _number(rng)
    return [pairs[0], (tie, tie), *pairs[1:]]


def draw_circuit(rng: Rng) -> list[Case]:
    """Small and large x, y, z; the student's gates, if used, are replaced by right ones."""
    return [replace(case, names=GATES) for case in draw_circuit_as_it_is(rng)]


def draw_circuit_as_it_is(rng: Rng) -> list[Case]:
    """The same with the student's own gates."""
    return [_case(_numbers(rng, 3, scale)) for scale in (1.0, 1.0, 5.0, 1e3)]


def draw_exp_affine(rng: Rng) -> list[Case]:
    """Exponents within reach; factors of several sizes."""
    cases = []
    for a, scale in ((0.5, 1.0), (-1.0, 1.0), (2.0, 4.0), (-4.0, 0.1)):
        w, x = _numbers(rng, 2, scale)
        cases.append(_case((w, x, a + 0.3 * _number(rng) - w * x)))
    return cases


def draw_sigmoid_neuron(rng: Rng) -> list[Case]:
    """Sums near 0 and as far as the flat ends of the sigmoid; weights and inputs up to 12."""
    cases = []
    for s, scale in ((0.2, 1.0), (-0.7, 1.0), (1.5, 4.0), (6.0, 3.0), (-6.0, 3.0)):
        w0, x0, w1, x1 = _numbers(rng, 4, scale)
        w2 = s + 0.1 * _number(rng) - w0 * x0 - w1 * x1
        cases.append(_case((w0, x0, w1, x1, w2)))
    return cases


def draw_shared(rng: Rng) -> list[Case]:
    """Small and large x of either sign."""
    return [_case((scale * _number(rng),)) for scale in (1.0, 1.0, 5.0, 1e3)]


def measure_gradients(value: str, names: tuple[str, ...]) -> Measure:
    """How a result `value, (gradients)` is measured."""
    listed = f"({', '.join(names)})"

    def measure(result: object, _: Case) -> Measured:
        f, grads = as_sequence("The result", result, 2, f"return {value}, {listed}")
        if isinstance(grads, np.ndarray) and grads.ndim == 1:
            grads = list(grads)
        items = as_sequence("The second item", grads, len(names), f"it must be {listed}")
        measured = {value: as_number(value, f)}
        return measured | {n: as_number(n, d) for n, d in zip(names, items, strict=True)}

    return measure


def measure_shared(result: object, _: Case) -> Measured:
    """The value and the one gradient."""
    f, dx = as_sequence("The result", result, 2, "return f, dx")
    if isinstance(dx, tuple | list) and len(dx) == 3:
        raise WrongForm("dx holds three parts: add them up, so that it is one number.")
    return {"f": as_number("f", f), "dx": as_number("dx", dx)}


def _case(args: tuple[float, ...]) -> Case:
    return Case(args, numerical=max(map(abs, args)) < NEAR)


def _number(rng: Rng) -> float:
    """Short, and not so close to 0, 1 or -1 that a mistake could hide."""
    size = rng.choice([rng.uniform(0.2, 0.8), rng.uniform(1.2, 3)])
    return float(rng.choice([-1.0, 1.0]) * round(size, 2))


def _numbers(rng: Rng, n: int, scale: float) -> tuple[float, ...]:
    return tuple(scale * _number(rng) for _ in range(n))

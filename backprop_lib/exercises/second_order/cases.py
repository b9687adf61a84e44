"""The cases of lesson 11 on valleys and steps, and how results are measured."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from backprop_lib.arrays import Array
from backprop_lib.exercises.cases import Case, Rng
from backprop_lib.exercises.compare import (
    Measured,
    WrongForm,
    a_kind,
    as_array,
    as_number,
    as_sequence,
    from_list,
)
from backprop_lib.exercises.given import GivenFunction
from backprop_lib.exercises.second_order import given, reference
from backprop_lib.exercises.source import bare_source

STAND_INS = {"condition_number": bare_source(reference.condition_number)}
RIGHT_HELPER = "(condition_number was replaced by a right one for this check)"
POINTS = 4  # at which an approximation is looked at, the first of them x0 itself


@dataclass(frozen=True)
class TaylorCase(Case):
    """A call of taylor, and the points at which the function that it returns is asked."""

    points: tuple[Array, ...] = ()


def draw_taylor(rng: Rng) -> list[Case]:
    """Each order, in one variable and in several; a strided x0, and a large one."""
    p, q, r = (int(n) for n in rng.permutation([2, 3, 4]))
    cases: list[Case] = []
    for order, d, scale in ((0, p, 1), (1, 1, 1), (1, q, 1), (2, 1, 1), (2, r, 1), (2, p, 100)):
        x0 = scale * rng.standard_normal(d)
        steps = scale * rng.standard_normal((POINTS, d))
        steps[0] = 0.0
        args = (*given.cubic(rng, d), x0, order)
        case = TaylorCase(args, note=given.CUBIC_NOTE, strided=order == 1, points=tuple(x0 + steps))
        cases.append(case)
    return cases


def measure_taylor(result: Any, case: Case) -> Measured:
    """What the function that was returned says at the points."""
    assert isinstance(case, TaylorCase)
    if isinstance(result, type) or not callable(result):
        raise WrongForm(
            f"For order = {case.args[-1]} it returned {a_kind(result)}: return a function of x, "
            "defined inside of taylor, for every order."
        )
    values = []
    for x in case.points:
        value = result(x.copy())
        if value is None:
            raise WrongForm("Your inner function returned None: is a `return` missing in it?")
        if isinstance(value, np.ndarray) and value.shape:
            raise WrongForm(
                f"Your inner function returned {a_kind(value)}: a single number is needed. The "
                "products with step are @, which multiplies and adds up."
            )
        values.append(as_number("what your inner function returned", value))
    return {"the approximation": np.array(values, dtype=float)}


def draw_condition_number(rng: Rng) -> list[Case]:
    """One entry; definite, indefinite and diagonal matrices; large entries; a strided one."""
    p, q = (int(n) for n in rng.permutation([3, 4]))
    negative_small = -np.append(1.0, -_sizes(rng, p)[1:])
    negative_large = np.append(_sizes(rng, q)[:-1], -2.0) * rng.uniform(1, 3)
    negative_large[-1] = -1.5 * negative_large[:-1].max()
    return [
        Case((rng.uniform(1, 5, (1, 1)),)),
        Case((symmetric(rng, _sizes(rng, p)),)),
        Case((symmetric(rng, 1e4 * _sizes(rng, q)),)),
        Case((symmetric(rng, negative_small),), strided=True),
        Case((symmetric(rng, negative_large),)),
        Case((symmetric(rng, -_sizes(rng, p)),)),
        Case((np.diag(rng.permutation(_sizes(rng, 5))),)),
    ]


def measure_condition_number(result: object, _: Case) -> Measured:
    """The number."""
    return {"the condition number": as_number("the condition number", result)}


def draw_best_rate(rng: Rng) -> list[Case]:
    """Positive definite matrices: one entry, several, a round bowl, large entries, strided."""
    p, q = (int(n) for n in rng.permutation([3, 4]))
    matrices = (
        rng.uniform(1, 5, (1, 1)),
        symmetric(rng, _sizes(rng, p)),
        symmetric(rng, 1e3 * _sizes(rng, q)),
        rng.uniform(0.5, 3) * np.eye(2),
        symmetric(rng, rng.uniform(1e-3, 1e-2) * _sizes(rng, 5)),
    )
    return [Case((H,), names=STAND_INS, note=RIGHT_HELPER, strided=len(H) == p) for H in matrices]


def measure_rate(result: object, _: Case) -> Measured:
    """The learning rate and the factor."""
    lr, rate = as_sequence("The result", result, 2, "return (lr, rate)")
    return {"lr": as_number("lr", lr), "rate": as_number("rate", rate)}


def draw_descend(rng: Rng) -> list[Case]:
    """No step, one, several; one variable and several; a strided x."""
    cases = []
    for d, steps in ((1, 2), (3, 0), (2, 1), (4, 3), (3, 6)):
        A = symmetric(rng, rng.uniform(1, 4, d))
        constants = {"A": A, "w": rng.uniform(0, 0.5, d), "b": rng.standard_normal(d)}
        grad = GivenFunction("grad", given.QUARTIC["grad"], constants)
        lr = float(rng.uniform(0.02, 0.1))
        x = rng.standard_normal(d)
        cases.append(Case((grad, x, lr, steps), strided=steps == 3, note=given.QUARTIC_NOTE))
    return cases


def measure_path(result: object, _: Case) -> Measured:
    """The path."""
    if isinstance(result, list | tuple):
        result = [from_list(f"path[{k}]", point) for k, point in enumerate(result)]
    return {"the path": from_list("the path", result)}


def draw_newton_step(rng: Rng) -> list[Case]:
    """Quadratics and others, one variable and several, a saddle, large numbers, a strided x."""
    cases = []
    p, q = (int(n) for n in rng.permutation([3, 4]))
    for d, signs, curved, scale in (
        (1, 1, 0.0, 1.0),
        (2, 1, 0.0, 1.0),
        (p, 1, 1.0, 1.0),
        (q, -1, 0.0, 1.0),
        (q, 1, 1.0, 100.0),
    ):
        eigenvalues = _sizes(rng, d, most=20)
        eigenvalues[0] *= signs
        constants = {
            "A": symmetric(rng, eigenvalues),
            "w": curved * rng.uniform(0.2, 1, d),
            "b": scale * rng.standard_normal(d),
        }
        grad, hess = (GivenFunction(n, given.QUARTIC[n], constants) for n in ("grad", "hess"))
        x = rng.standard_normal(d) * min(scale, 3.0)
        cases.append(Case((grad, hess, x), strided=d == p, note=given.QUARTIC_NOTE))
    return cases


def measure_point(result: object, _: Case) -> Measured:
    """The new point."""
    return {"the new x": as_array("the new x", result)}


def symmetric(rng: Rng, eigenvalues: Array) -> Array:
    """A symmetric matrix with these eigenvalues, in directions drawn at random."""
    Q = np.linalg.qr(rng.standard_normal((len(eigenvalues), len(eigenvalues))))[0]
    H: Array = Q * eigenvalues @ Q.T
    return (H + H.T) / 2


def _sizes(rng: Rng, d: int, most: float = 200) -> Array:
    """Positive eigenvalues from 1 up, all different, d of them, in rising order."""
    steps = rng.uniform(0.3, 1, d)
    steps[0] = 0.0
    sizes: Array = np.exp(np.cumsum(steps) / max(d - 1, 1) * np.log(most))
    return sizes

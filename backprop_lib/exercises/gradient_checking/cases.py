"""The cases of lesson 03 except for `check`, and how results are measured."""

from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np

from backprop_lib.exercises.cases import Case, Rng
from backprop_lib.exercises.compare import (
    Measured,
    WrongForm,
    a_kind,
    as_array,
    as_number,
    from_list,
    type_name,
)
from backprop_lib.exercises.describe import join
from backprop_lib.exercises.given import GivenFunction
from backprop_lib.exercises.gradient_checking.planted import NAMES, VISIBLE, plant
from backprop_lib.exercises.gradient_checking.stand_ins import SURE_CHECK, TOOLS

CUBES = """
def f(x):
    return np.sum(w * x**3) + np.sum(v * x) ** 3
"""
CUBES_NOTE = "(f(x) = sum(w * x**3) + sum(v * x)**3, with arrays w and v of the shape of x)"
QUARTIC = """
def f(x):
    return np.sum(w * x**4)
"""
QUARTIC_SLOPE = """
def df(x):
    return 4 * w * x**3
"""
QUARTIC_NOTE = (
    "(f(x) = sum(w * x**4), df(x) = 4 * w * x**3; numerical_gradient and relative_error were "
    "replaced by right ones for this check)"
)
DTYPES = ("float64", "float32", "float16")
FACTOR = 10  # how far from the reference's a step may be
SETS = ("set", "frozenset", "list", "tuple", "dict_keys")


def draw_numerical_gradient(rng: Rng) -> list[Case]:
    """One entry, one axis, two, three; large and small steps; a single row; a strided matrix."""
    cases = []
    p, q, r = rng.permutation([2, 3, 4])
    for shape, delta, scale in (
        ((1,), 0.1, 1.0),
        ((p + q,), 0.02, 1.0),
        ((p, q), 1e-4, 1.0),
        ((p, q, r), 0.3, 1.0),
        ((1, p + 1), 1.0, 1e3),
        ((q, r), 0.05, 1.0),
    ):
        x, w, v = (rng.standard_normal(shape) for _ in range(3))
        f = GivenFunction("f", CUBES, {"w": w, "v": v})
        step = delta * float(rng.uniform(0.8, 1.2))
        cases.append(Case((f, scale * x, step), strided=delta == 0.05, note=CUBES_NOTE))
    return cases


def measure_gradient(result: object, _: Case) -> Measured:
    """The gradient."""
    return {"the gradient": as_array("the gradient", result)}


def draw_relative_error(rng: Rng) -> list[Case]:
    """Entries of all sizes, zeros on one side and on both, opposite signs, tiny ones, numbers."""
    p, q = (int(n) for n in rng.integers(2, 5, 2))
    a = rng.standard_normal((p, q)) * 10.0 ** rng.integers(-3, 4, (p, q))
    near = a * (1 + 0.1 * rng.uniform(-1, 1, (p, q)))
    holed, holed_near = a.copy(), near.copy()
    holed[0, 0] = holed_near[0, 0] = 0.0
    small = 1e-9 * rng.uniform(1, 2, 5)
    one_sided = rng.standard_normal(4)
    one_sided[int(rng.integers(4))] = 0.0
    return [
        Case((a, near)),
        Case((near.T, a.T)),
        Case((-holed, -holed_near), strided=True),
        Case((small, small * rng.uniform(0.7, 0.99, 5))),
        Case((one_sided, rng.uniform(0.9, 0.999) * (one_sided + 1e-3 * (one_sided == 0)))),
        Case((rng.uniform(1, 2, 3), -rng.uniform(3, 4, 3))),
        Case((np.full((1, 2), 2.0), rng.uniform(1, 1.9, (1, 2)))),
        Case((np.zeros((2, 3)), np.zeros((2, 3)))),
    ]


def measure_error(result: object, _: Case) -> Measured:
    """The error."""
    return {"the error": as_number("the error", result)}


def draw_error_curve(rng: Rng) -> list[Case]:
    """A step alone, several in no order; an x of one axis, of two, of one row."""
    cases = []
    for shape, n in (((1, 2), 1), ((4,), 5), ((2, 3), 7), ((3, 2), 4)):
        x = rng.uniform(0.6, 1.5, shape) * rng.choice([-1.0, 1.0], shape)
        constants = {"w": rng.uniform(0.5, 2, shape)}
        f = GivenFunction("f", QUARTIC, constants)
        df = GivenFunction("df", QUARTIC_SLOPE, constants)
        deltas = 10.0 ** rng.uniform(-2.5, -0.5, n)
        deltas[:2] = np.sort(deltas[:2])  # so that they never come from large to small
        names = {name: TOOLS[name] for name in ("numerical_gradient", "relative_error")}
        cases.append(Case((f, df, x, deltas), names=names, note=QUARTIC_NOTE, strided=n == 4))
    return cases


def measure_curve(result: object, _: Case) -> Measured:
    """The errors."""
    if isinstance(result, list | tuple):
        result = [as_number(f"errors[{k}]", error) for k, error in enumerate(result)]
    return {"the array of errors": from_list("the array of errors", result)}


def draw_dtypes(_: Rng) -> list[Case]:
    """The three precisions that numpy has everywhere."""
    note = f"(any step within a factor of {FACTOR} of the expected one will do)"
    return [Case((dtype,), note=note) for dtype in DTYPES]


def measure_step(result: object, case: Case) -> Measured:
    """The step; one that is near enough to the best counts as the best."""
    step = float(as_number("the step", result))
    best = float(np.finfo(case.args[0]).eps) ** (1 / 3)
    near = best / FACTOR <= abs(step) <= best * FACTOR
    # Three digits, so that it does not matter in which precision the power was taken.
    return {"the step": np.array(np.copysign(best, step) if near else float(f"{step:.2e}"))}


@dataclass(frozen=True)
class PlantedCase(Case):
    """A call of find_the_bugs, and which units are wrong in it."""

    bugs: frozenset[str] = frozenset()


def draw_planted(rng: Rng) -> list[Case]:
    """No bug at all, every unit with one, and a few, other ones each time."""
    names = np.array(NAMES)
    kinds = [rng.choice(names, n, replace=False) for n in (2, 3, 3, 5)]
    planted = [frozenset(str(name) for name in kind) for kind in kinds]
    return [
        PlantedCase(
            names={"UNITS": plant(bugs, int(rng.integers(3, 6)), rng), "check": SURE_CHECK},
            bugs=bugs,
        )
        for bugs in (*(kind for kind in planted if kind != VISIBLE), frozenset(), frozenset(NAMES))
    ]


def measure_bugs(result: Any, case: Case) -> Measured:
    """Nothing when the set is right; what it misses, and what it accuses wrongly, is said."""
    names = _names(result)
    assert isinstance(case, PlantedCase)
    missed = [name for name in NAMES if name in case.bugs - names]
    accused = [name for name in NAMES if name in names - case.bugs]
    told = []
    if missed:
        told.append(f"it misses {join(missed)}, whose gradient is wrong there")
    if accused:
        told.append(f"it names {join(accused)}, whose gradient is right there")
    if told:
        raise WrongForm(f"For a UNITS with other bugs planted, {'; and '.join(told)}.")
    return {"the set": np.array(1.0)}


def _names(result: Any) -> set[str]:
    kind = type_name(result)
    if kind not in SETS:
        remedy = "return the set of the names, such as {'relu'}"
        if isinstance(result, str):
            raise WrongForm(f"It returned the text {result[:30]!r}: {remedy}.")
        raise WrongForm(f"It returned {a_kind(result)}: {remedy}.")
    items = list(islice(iter(result), 100))
    for item in items:
        if not isinstance(item, str):
            raise WrongForm(
                f"What it returned holds {a_kind(item)}: put the names of the units in, the keys "
                "of UNITS."
            )
        if item not in NAMES:
            raise WrongForm(f"It names {item[:30]!r}, but no key of UNITS is called that.")
    return set(items)

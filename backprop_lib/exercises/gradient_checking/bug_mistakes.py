"""Known mistakes of lesson 03 in find_the_bugs, and what to say to who made one."""

# ruff: noqa: D103 - what each function does wrong is said in its Mistake below

from typing import Any

import numpy as np

from backprop_lib.exercises.explain import Mistake
from backprop_lib.exercises.gradient_checking.planted import VISIBLE
from backprop_lib.exercises.gradient_checking.reference import UNITS


def _failing() -> list[str]:
    rng = np.random.default_rng(0)
    return [name for name, (unit, args) in UNITS.items() if not check(unit, args, rng)]


def check(unit: Any, args: Any, rng: Any) -> bool:
    """For the functions below; in a check of find_the_bugs another one stands here."""
    raise NotImplementedError


def those_that_pass() -> set[str]:
    return set(UNITS) - set(_failing())


def by_heart() -> set[str]:
    return set(VISIBLE)


def every_unit() -> set[str]:
    return set(UNITS)


def no_unit() -> set[str]:
    return set()


def first_found() -> set[str]:
    return set(_failing()[:1])


def last_found() -> set[str]:
    return set(_failing()[-1:])


FIND_THE_BUGS = (
    Mistake(
        "those that pass",
        those_that_pass,
        "These are the units that are right: check says True for them, so collect those for which "
        "it says False.",
    ),
    Mistake(
        "by heart",
        by_heart,
        "These are the bugs of the cell above, whatever UNITS holds: let the function look, with "
        "check, through whatever is in UNITS when it is called.",
    ),
    Mistake(
        "every unit",
        every_unit,
        "Every unit is named: leave out those for which check says True.",
    ),
    Mistake(
        "no unit",
        no_unit,
        "No unit is named: put in those for which check says False.",
    ),
    Mistake(
        "the first found",
        first_found,
        "Only the first bug is returned: go on to the end of UNITS, and return after the loop.",
    ),
    Mistake(
        "the last found",
        last_found,
        "Only the last bug is returned: add each name to one set, made before the loop.",
    ),
)

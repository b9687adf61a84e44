"""Known mistakes of lesson 03 in best_step, and what to say to who made one."""

# ruff: noqa: D103 - what each function does wrong is said in its Mistake below

from typing import Any

import numpy as np

from backprop_lib.exercises.explain import Mistake


def root_of_eps(dtype: Any) -> Any:
    return np.sqrt(np.finfo(dtype).eps)


def eps_itself(dtype: Any) -> Any:
    return np.finfo(dtype).eps


def fourth_root(dtype: Any) -> Any:
    return np.finfo(dtype).eps ** 0.25


def _always(step: float) -> Any:
    return lambda dtype: step


def error_for_step(dtype: Any) -> Any:
    return np.finfo(dtype).eps ** (2 / 3)


def always_float64(dtype: Any) -> Any:
    return np.finfo(float).eps ** (1 / 3)


def root_of_tiny(dtype: Any) -> Any:
    return float(np.finfo(dtype).tiny) ** (1 / 3)


def integer_division(dtype: Any) -> Any:
    return np.finfo(dtype).eps ** (1 // 3)


def cube(dtype: Any) -> Any:
    return np.finfo(dtype).eps ** 3


def precedence(dtype: Any) -> Any:
    return float(np.finfo(dtype).eps) ** 1 / 3


BEST_STEP = (
    Mistake(
        "square root",
        root_of_eps,
        "The square root of eps is the best step of the one-sided difference, whose error grows "
        "like delta. Here it grows like delta**2, so the balance is at the cube root.",
    ),
    Mistake(
        "eps itself",
        eps_itself,
        "With delta = eps next to nothing of x moves, and the difference is all rounding: the "
        "balance of delta**2 and eps/delta is at the cube root of eps.",
    ),
    Mistake(
        "fourth root",
        fourth_root,
        "This is the fourth root of eps; the balance of delta**2 and eps/delta is at delta**3 = "
        "eps.",
    ),
    Mistake(
        "cube",
        cube,
        "This is the cube of eps, far below anything that x could notice: the cube root is "
        "eps ** (1 / 3).",
    ),
    *(
        Mistake(
            f"{step:g} for all",
            _always(step),
            f"The step is {step:g} for every precision: eps, and so the best step, depends on the "
            "dtype that comes in, np.finfo(dtype).eps.",
        )
        for step in (1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8)
    ),
    Mistake(
        "error for step",
        error_for_step,
        "eps ** (2/3) is the error that is left at the best step; the step itself is eps ** (1/3).",
    ),
    Mistake(
        "dtype ignored",
        always_float64,
        "This is the step of float64 whatever the dtype: take np.finfo(dtype).eps of the one that "
        "comes in.",
    ),
    Mistake(
        "tiny for eps",
        root_of_tiny,
        "np.finfo(dtype).tiny is the smallest number; what counts is the relative rounding error, "
        "np.finfo(dtype).eps.",
    ),
    Mistake(
        "1 // 3",
        integer_division,
        "This is eps**0, which is 1: 1 // 3 rounds down to 0, write (1 / 3).",
    ),
    Mistake(
        "** 1 / 3",
        precedence,
        "This is a third of eps: ** binds more strongly than /, write ** (1 / 3).",
    ),
)

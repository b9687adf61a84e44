"""Known mistakes of lesson 03 in check, and what to say to who made one."""

# ruff: noqa: D103 - what each function does wrong is said in its Mistake below

from typing import Any

import numpy as np

from backprop_lib.exercises.explain import Mistake
from backprop_lib.exercises.gradient_checking.reference import (
    best_step,
    numerical_gradient,
    relative_error,
)


def _errors(
    unit: Any,
    args: Any,
    rng: Any,
    upstream: Any = None,
    shapes: bool = True,
    weighted: bool = True,
    bare: bool = False,
) -> Any:
    """The relative error of each gradient that back gives; inf where it has another shape."""
    value, back = unit(*args)
    if upstream is None:
        upstream = rng.standard_normal(np.shape(value))
    gradients = back(upstream)
    gradients = gradients if isinstance(gradients, tuple) or bare else (gradients,)
    weights = upstream if weighted else 1.0
    errors = []
    for k, (x, gradient) in enumerate(zip(args, gradients, strict=False)):

        def f(moved: Any, k: int = k) -> Any:
            return np.sum(weights * unit(*args[:k], moved, *args[k + 1 :])[0])

        numerical = numerical_gradient(f, x, best_step(x.dtype))
        fits = not shapes or np.shape(gradient) == x.shape
        errors.append(relative_error(gradient, numerical) if fits else np.inf)
    return errors, len(gradients) == len(args)


def _passes(errors: Any, bound: float = 1e-4) -> bool:
    return all(bool(error <= bound) for error in errors)


def upstream_of_ones(unit: Any, args: Any, rng: Any) -> bool:
    errors, enough = _errors(unit, args, rng, upstream=np.ones(np.shape(unit(*args)[0])))
    return enough and _passes(errors)


def positive_upstream(unit: Any, args: Any, rng: Any) -> bool:
    errors, enough = _errors(unit, args, rng, upstream=rng.random(np.shape(unit(*args)[0])))
    return enough and _passes(errors)


def first_alone(unit: Any, args: Any, rng: Any) -> bool:
    errors, enough = _errors(unit, args, rng)
    return enough and _passes(errors[:1])


def last_alone(unit: Any, args: Any, rng: Any) -> bool:
    errors, enough = _errors(unit, args, rng)
    return enough and _passes(errors[-1:])


def any_will_do(unit: Any, args: Any, rng: Any) -> bool:
    errors, enough = _errors(unit, args, rng)
    return enough and any(_passes([error]) for error in errors)


def nan_passes(unit: Any, args: Any, rng: Any) -> bool:
    errors, enough = _errors(unit, args, rng)
    return enough and not any(error > 1e-4 for error in errors)


def broadcast_passes(unit: Any, args: Any, rng: Any) -> bool:
    errors, enough = _errors(unit, args, rng, shapes=False)
    return enough and _passes(errors)


def missing_passes(unit: Any, args: Any, rng: Any) -> bool:
    errors, _ = _errors(unit, args, rng)
    return _passes(errors)


def too_generous(unit: Any, args: Any, rng: Any) -> bool:
    errors, enough = _errors(unit, args, rng)
    return enough and _passes(errors, 1e-2)


def too_generous_by_far(unit: Any, args: Any, rng: Any) -> bool:
    errors, enough = _errors(unit, args, rng)
    return enough and _passes(errors, 0.5)


def turned_round(unit: Any, args: Any, rng: Any) -> bool:
    errors, enough = _errors(unit, args, rng)
    return not (enough and _passes(errors))


def never_passes(unit: Any, args: Any, rng: Any) -> bool:
    return False


def always_passes(unit: Any, args: Any, rng: Any) -> bool:
    return True


def forgets_shape_and_count(unit: Any, args: Any, rng: Any) -> bool:
    errors, _ = _errors(unit, args, rng, shapes=False)
    return _passes(errors)


def forgets_shape_and_nan(unit: Any, args: Any, rng: Any) -> bool:
    errors, enough = _errors(unit, args, rng, shapes=False)
    return enough and not any(error > 1e-4 for error in errors)


def forgets_count_and_nan(unit: Any, args: Any, rng: Any) -> bool:
    errors, _ = _errors(unit, args, rng)
    return not any(error > 1e-4 for error in errors)


def forgets_all_three(unit: Any, args: Any, rng: Any) -> bool:
    errors, _ = _errors(unit, args, rng, shapes=False)
    return not any(error > 1e-4 for error in errors)


def of_the_plain_sum(unit: Any, args: Any, rng: Any) -> bool:
    errors, enough = _errors(unit, args, rng, weighted=False)
    return enough and _passes(errors)


def of_the_plain_sum_and_nan(unit: Any, args: Any, rng: Any) -> bool:
    errors, enough = _errors(unit, args, rng, weighted=False)
    return enough and not any(error > 1e-4 for error in errors)


def ones_and_all_three(unit: Any, args: Any, rng: Any) -> bool:
    ones = np.ones(np.shape(unit(*args)[0]))
    errors, _ = _errors(unit, args, rng, upstream=ones, shapes=False)
    return not any(error > 1e-4 for error in errors)


def bare_is_taken_apart(unit: Any, args: Any, rng: Any) -> bool:
    errors, enough = _errors(unit, args, rng, bare=True)
    return enough and _passes(errors)


def bare_and_shape_and_count(unit: Any, args: Any, rng: Any) -> bool:
    errors, _ = _errors(unit, args, rng, shapes=False, bare=True)
    return _passes(errors)


def bare_and_all_three(unit: Any, args: Any, rng: Any) -> bool:
    errors, _ = _errors(unit, args, rng, shapes=False, bare=True)
    return not any(error > 1e-4 for error in errors)


def errors_themselves(unit: Any, args: Any, rng: Any) -> Any:
    return max(_errors(unit, args, rng, shapes=False)[0])


SHAPE = (
    "A gradient of shape (1, q) for an argument of shape (q,) passes, because numpy stretches one "
    "over the other: compare gradient.shape with the argument's before the numbers."
)
COUNT = (
    "A back that gives fewer gradients than there are arguments passes, because zip stops at the "
    "shorter of the two: compare their numbers first."
)
NAN = (
    "A gradient with nan in it passes: error > 1e-4 is False for nan, and so is every comparison. "
    "Ask what must hold, error <= 1e-4, and return False otherwise."
)

# The same for those who made two or three of these mistakes.
SHAPE_TOO = (
    "A gradient of shape (1, q) for an argument of (q,), which numpy stretches: compare shapes."
)
COUNT_TOO = "A back with a gradient too few, where zip just stops: compare the counts."
NAN_TOO = (
    "A gradient with nan, for which error > 1e-4 is False: ask whether error <= 1e-4, and fail "
    "if not."
)
BARE = (
    "A unit with one argument is judged by a single row, since its back gives a bare array, not a "
    "tuple, and a loop takes an array apart into its rows."
)

CHECK = (
    Mistake(
        "upstream of ones",
        upstream_of_ones,
        "The upstream gradient is all ones, for which a back that forgets to multiply by it is "
        "right: draw it, rng.standard_normal(value.shape).",
    ),
    Mistake(
        "positive upstream",
        positive_upstream,
        "The upstream gradient has no negative entry, so that a back which loses the sign passes: "
        "draw it with both signs, rng.standard_normal(value.shape).",
    ),
    Mistake(
        "first argument alone",
        first_alone,
        "Only the first gradient decides: return True after the loop over all of them, not inside.",
    ),
    Mistake(
        "last argument alone",
        last_alone,
        "Only the last gradient decides: an earlier one that was wrong is forgotten. Return False "
        "as soon as one is.",
    ),
    Mistake(
        "one right gradient is enough",
        any_will_do,
        "One right gradient is enough for a True here: all of them must be right.",
    ),
    Mistake("nan passes", nan_passes, NAN),
    Mistake("broadcast passes", broadcast_passes, SHAPE),
    Mistake("missing gradient passes", missing_passes, COUNT),
    Mistake(
        "bound too generous",
        too_generous,
        "A gradient that is 0.3 percent off passes: a symmetric difference is good to 1e-4 by far, "
        "so let an error above 1e-4 fail.",
    ),
    Mistake(
        "bound too generous by far",
        too_generous_by_far,
        "Gradients that are off by a third pass: the bound on the relative error is 1e-4.",
    ),
    Mistake(
        "turned round",
        turned_round,
        "The answers are turned round: True says that the gradients are right.",
    ),
    Mistake(
        "never passes",
        never_passes,
        "Every unit is called wrong, the right ones too. The numerical gradient must be that of "
        "sum(upstream * value), with the same upstream that back was given; and the bound must be "
        "above rounding, 1e-4.",
    ),
    Mistake(
        "always passes",
        always_passes,
        "Every unit is called right, the wrong ones too: compare what back returns with numerical "
        "gradients of sum(upstream * value).",
    ),
    Mistake(
        "shape and number",
        forgets_shape_and_count,
        f"Two things slip through. {SHAPE_TOO} {COUNT_TOO}",
    ),
    Mistake(
        "shape and nan", forgets_shape_and_nan, f"Two things slip through. {SHAPE_TOO} {NAN_TOO}"
    ),
    Mistake(
        "number and nan", forgets_count_and_nan, f"Two things slip through. {COUNT_TOO} {NAN_TOO}"
    ),
    Mistake(
        "shape, number and nan",
        forgets_all_three,
        f"The numbers are compared, but three things slip through. {SHAPE_TOO} {COUNT_TOO} "
        f"{NAN_TOO}",
    ),
    Mistake(
        "the plain sum",
        of_the_plain_sum,
        "The upstream gradient goes to back, but not into the numerical gradient: differentiate "
        "np.sum(upstream * value), not np.sum(value).",
    ),
    Mistake(
        "the plain sum and nan",
        of_the_plain_sum_and_nan,
        "The numerical gradient is that of sum(value), without the upstream gradient that back was "
        f"given: differentiate np.sum(upstream * value). And this slips through: {NAN_TOO}",
    ),
    Mistake(
        "ones, shape, number and nan",
        ones_and_all_three,
        "A good start, but four things slip through. A back that forgets its upstream gradient, "
        f"since that is all ones: draw it, rng.standard_normal(np.shape(value)). {SHAPE_TOO} "
        f"{COUNT_TOO} {NAN_TOO}",
    ),
    Mistake(
        "a bare gradient taken apart",
        bare_is_taken_apart,
        f"{BARE} Put it into a tuple of one first: gradients = (gradients,).",
    ),
    Mistake(
        "a bare gradient, shape and number",
        bare_and_shape_and_count,
        f"{BARE} Put it into a tuple of one. Two more things slip through. {SHAPE_TOO} {COUNT_TOO}",
    ),
    Mistake(
        "a bare gradient, shape, number and nan",
        bare_and_all_three,
        f"{BARE} Put it into a tuple of one. Three more things slip through. {SHAPE_TOO} "
        f"{COUNT_TOO} {NAN_TOO}",
    ),
    Mistake(
        "the error itself",
        errors_themselves,
        "It returned a number: return True or False. An error is compared with the bound, error <= "
        "1e-4.",
    ),
)

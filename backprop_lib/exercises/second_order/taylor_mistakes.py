"""Known mistakes of lesson 11 in taylor, and what to say to who made one."""

# ruff: noqa: D103 - what each function does wrong is said in its Mistake below

from typing import Any

import numpy as np

from backprop_lib.exercises.findings import Mistake


def _around(f: Any, grad: Any, hess: Any, x0: Any, terms: Any) -> Any:
    """The function of x that adds up the terms, made of value, slope along the step, curvature."""
    value, g, H = f(x0), grad(x0), hess(x0)

    def approximation(x: Any) -> Any:
        step = x - x0
        return terms(value, step @ g, step @ H @ step)

    return approximation


def half_forgotten(f: Any, grad: Any, hess: Any, x0: Any, order: int) -> Any:
    def terms(value: Any, slope: Any, bend: Any) -> Any:
        return value + (order >= 1) * slope + (order == 2) * bend

    return _around(f, grad, hess, x0, terms)


def slope_lost_at_two(f: Any, grad: Any, hess: Any, x0: Any, order: int) -> Any:
    def terms(value: Any, slope: Any, bend: Any) -> Any:
        return value + (order == 1) * slope + (order == 2) * bend / 2

    return _around(f, grad, hess, x0, terms)


def value_lost(f: Any, grad: Any, hess: Any, x0: Any, order: int) -> Any:
    def terms(value: Any, slope: Any, bend: Any) -> Any:
        return value * (order == 0) + (order >= 1) * slope + (order == 2) * bend / 2

    return _around(f, grad, hess, x0, terms)


def always_two(f: Any, grad: Any, hess: Any, x0: Any, order: int) -> Any:
    return _around(f, grad, hess, x0, lambda value, slope, bend: value + slope + bend / 2)


def one_too_far(f: Any, grad: Any, hess: Any, x0: Any, order: int) -> Any:
    def terms(value: Any, slope: Any, bend: Any) -> Any:
        return value + slope + (order >= 1) * bend / 2

    return _around(f, grad, hess, x0, terms)


def one_too_short(f: Any, grad: Any, hess: Any, x0: Any, order: int) -> Any:
    def terms(value: Any, slope: Any, bend: Any) -> Any:
        return value + (order == 2) * slope

    return _around(f, grad, hess, x0, terms)


def backwards(f: Any, grad: Any, hess: Any, x0: Any, order: int) -> Any:
    def terms(value: Any, slope: Any, bend: Any) -> Any:
        return value - (order >= 1) * slope + (order == 2) * bend / 2

    return _around(f, grad, hess, x0, terms)


def curvature_subtracted(f: Any, grad: Any, hess: Any, x0: Any, order: int) -> Any:
    def terms(value: Any, slope: Any, bend: Any) -> Any:
        return value + (order >= 1) * slope - (order == 2) * bend / 2

    return _around(f, grad, hess, x0, terms)


def x_for_the_step(f: Any, grad: Any, hess: Any, x0: Any, order: int) -> Any:
    value, g, H = f(x0), grad(x0), hess(x0)
    return lambda x: value + (order >= 1) * (x @ g) + (order == 2) * (x @ H @ x) / 2


def gradient_at_x(f: Any, grad: Any, hess: Any, x0: Any, order: int) -> Any:
    def approximation(x: Any) -> Any:
        step = x - x0
        bend = step @ hess(x) @ step / 2
        return f(x0) + (order >= 1) * (step @ grad(x)) + (order == 2) * bend

    return approximation


def f_itself(f: Any, grad: Any, hess: Any, x0: Any, order: int) -> Any:
    return f


def diagonal_alone(f: Any, grad: Any, hess: Any, x0: Any, order: int) -> Any:
    value, g, H = f(x0), grad(x0), hess(x0)

    def approximation(x: Any) -> Any:
        step = x - x0
        bend = np.sum(np.diag(H) * step**2) / 2
        return value + (order >= 1) * (step @ g) + (order == 2) * bend

    return approximation


TAYLOR = (
    Mistake(
        "half forgotten",
        half_forgotten,
        "The second-order term is twice too large: it is half of step @ H @ step.",
    ),
    Mistake(
        "slope lost",
        slope_lost_at_two,
        "For order 2 the first-order term step @ g is missing: each order adds a term to those "
        "before it, so ask for order >= 1.",
    ),
    Mistake(
        "value lost",
        value_lost,
        "For order 1 and 2 the value f(x0) is missing: at x0 itself the approximation must be "
        "f(x0).",
    ),
    Mistake(
        "always two",
        always_two,
        "It is of second order whatever `order` says: leave the quadratic term out for order 1, "
        "and both terms for order 0.",
    ),
    Mistake(
        "one too far",
        one_too_far,
        "Each order has one term too many: order 0 is f(x0) alone, order 1 adds step @ g, and "
        "order 2 adds the term with H.",
    ),
    Mistake(
        "one too short",
        one_too_short,
        "Each order has one term too few: order 1 has the term with the gradient already, and "
        "order 2 the one with H.",
    ),
    Mistake(
        "backwards",
        backwards,
        "The first-order term has the wrong sign, as if the step were x0 - x: it is x - x0.",
    ),
    Mistake(
        "curvature subtracted",
        curvature_subtracted,
        "The second-order term is subtracted: add it. Where the function bends upwards, it lies "
        "above its tangent.",
    ),
    Mistake(
        "x for the step",
        x_for_the_step,
        "The terms are made of x itself: gradient and Hessian multiply the step x - x0, which is 0 "
        "at x0.",
    ),
    Mistake(
        "slopes at x",
        gradient_at_x,
        "Gradient and Hessian are taken at x: they belong to x0, the only place where the "
        "approximation may look at the function.",
    ),
    Mistake(
        "f itself",
        f_itself,
        "It returned f itself: return a new function, made of the value, gradient and Hessian of f "
        "at x0 alone.",
    ),
    Mistake(
        "diagonal alone",
        diagonal_alone,
        "Of the Hessian only the diagonal is used: step @ H @ step has all d times d terms.",
    ),
)

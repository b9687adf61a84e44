"""Known mistakes of lesson 11 in descend and newton_step, and what to say to who made one."""

# ruff: noqa: D103 - what each function does wrong is said in its Mistake below

from typing import Any

import numpy as np

from backprop_lib.exercises.findings import Mistake


def _walk(x: Any, steps: int, move: Any) -> Any:
    path = [x]
    for _ in range(steps):
        path.append(move(path[-1]))
    return np.array(path)


def uphill(grad: Any, x: Any, lr: float, steps: int) -> Any:
    return _walk(x, steps, lambda x: x + lr * grad(x))


def rate_forgotten(grad: Any, x: Any, lr: float, steps: int) -> Any:
    return _walk(x, steps, lambda x: x - grad(x))


def first_gradient_kept(grad: Any, x: Any, lr: float, steps: int) -> Any:
    g = grad(x)
    return _walk(x, steps, lambda x: x - lr * g)


def unit_length(grad: Any, x: Any, lr: float, steps: int) -> Any:
    return _walk(x, steps, lambda x: x - lr * grad(x) / np.linalg.norm(grad(x)))


def start_left_out(grad: Any, x: Any, lr: float, steps: int) -> Any:
    return _walk(x, steps, lambda x: x - lr * grad(x))[1:]


def end_left_out(grad: Any, x: Any, lr: float, steps: int) -> Any:
    return _walk(x, steps, lambda x: x - lr * grad(x))[:-1]


def end_alone(grad: Any, x: Any, lr: float, steps: int) -> Any:
    return _walk(x, steps, lambda x: x - lr * grad(x))[-1]


def one_array_moved(grad: Any, x: Any, lr: float, steps: int) -> Any:
    x = x.copy()
    path = [x]
    for _ in range(steps):
        x -= lr * grad(x)
        path.append(x)
    return np.array(path)


def the_callers_array_moved(grad: Any, x: Any, lr: float, steps: int) -> Any:
    path = [x]
    for _ in range(steps):
        x -= lr * grad(x)
        path.append(x)
    return np.array(path)


def one_behind(grad: Any, x: Any, lr: float, steps: int) -> Any:
    return _walk(x, steps + 1, lambda x: x - lr * grad(x))[1:]


def one_too_many(grad: Any, x: Any, lr: float, steps: int) -> Any:
    return _walk(x, steps + 1, lambda x: x - lr * grad(x))


ONE_ARRAY = (
    "All points of the path are one and the same array, moved by x -= ...: make a new one in each "
    "step, x = x - lr * grad(x)."
)
DESCEND = (
    Mistake("uphill", uphill, "It walks uphill: subtract lr * grad(x)."),
    Mistake(
        "lr forgotten",
        rate_forgotten,
        "The gradient is subtracted whole: multiply it by lr first.",
    ),
    Mistake(
        "first gradient kept",
        first_gradient_kept,
        "Every step uses the gradient of the start: ask grad again at the point that was reached.",
    ),
    Mistake(
        "unit length",
        unit_length,
        "Each gradient is cut to length 1: take it as it is, lr * grad(x). Near the bottom the "
        "steps must become short by themselves.",
    ),
    Mistake(
        "start left out",
        start_left_out,
        "The start is missing: begin the path with x itself, so that it has steps + 1 rows.",
    ),
    Mistake(
        "end left out",
        end_left_out,
        "The last point is missing: note a point after each step, and the start before the first, "
        "which makes steps + 1 rows.",
    ),
    Mistake(
        "end alone",
        end_alone,
        "It is the last point alone: keep all of them, the start included, a row for each.",
    ),
    Mistake("one array", one_array_moved, ONE_ARRAY),
    Mistake(
        "the caller's array",
        the_callers_array_moved,
        "The array x of the caller is moved by x -= ..., and all points of the path are that one "
        "array: make a new one in each step, x = x - lr * grad(x).",
    ),
    Mistake(
        "one behind",
        one_behind,
        "The path begins after the first step, and goes one step too far: note x before you move "
        "it, the start first of all.",
    ),
    Mistake(
        "one step too many",
        one_too_many,
        "There is one step too many: the path has steps + 1 points, with `steps` steps between "
        "them.",
    ),
)


def uphill_newton(grad: Any, hess: Any, x: Any) -> Any:
    return x + np.linalg.solve(hess(x), grad(x))


def step_alone(grad: Any, hess: Any, x: Any) -> Any:
    return -np.linalg.solve(hess(x), grad(x))


def step_alone_unsigned(grad: Any, hess: Any, x: Any) -> Any:
    return np.linalg.solve(hess(x), grad(x))


def multiplied(grad: Any, hess: Any, x: Any) -> Any:
    return x - hess(x) @ grad(x)


def entry_by_entry(grad: Any, hess: Any, x: Any) -> Any:
    with np.errstate(all="ignore"):
        return x - (1 / hess(x)) @ grad(x)


def divided_by_the_diagonal(grad: Any, hess: Any, x: Any) -> Any:
    with np.errstate(all="ignore"):
        return x - grad(x) / np.diag(hess(x))


def plain_descent(grad: Any, hess: Any, x: Any) -> Any:
    return x - grad(x)


def divided(grad: Any, hess: Any, x: Any) -> Any:
    with np.errstate(all="ignore"):
        return x - grad(x) / hess(x)


def inverse_entry_by_entry(grad: Any, hess: Any, x: Any) -> Any:
    return x - np.linalg.inv(hess(x)) * grad(x)


def half_a_step(grad: Any, hess: Any, x: Any) -> Any:
    return x - np.linalg.solve(hess(x), grad(x)) / 2


def sizes_of_the_curvatures(grad: Any, hess: Any, x: Any) -> Any:
    eigenvalues, U = np.linalg.eigh(hess(x))
    return x - U @ ((U.T @ grad(x)) / np.abs(eigenvalues))


def two_steps(grad: Any, hess: Any, x: Any) -> Any:
    x = x - np.linalg.solve(hess(x), grad(x))
    return x - np.linalg.solve(hess(x), grad(x))


def solved_for_x(grad: Any, hess: Any, x: Any) -> Any:
    return grad(x) - np.linalg.solve(hess(x), x)


NEWTON_STEP = (
    Mistake(
        "uphill",
        uphill_newton,
        "The step goes the wrong way: subtract H^-1 g from x.",
    ),
    Mistake(
        "the step alone",
        step_alone,
        "It is the step -H^-1 g alone: add x, so that it is the new point.",
    ),
    Mistake(
        "the step alone, with +",
        step_alone_unsigned,
        "It is H^-1 g alone: subtract it from x, so that it is the new point.",
    ),
    Mistake(
        "multiplied",
        multiplied,
        "The gradient is multiplied by H: it must be divided by it, so to speak, which is "
        "np.linalg.solve(H, g).",
    ),
    Mistake(
        "entries inverted",
        entry_by_entry,
        "1 / H inverts each entry of H by itself: the inverse of a matrix is another thing. "
        "np.linalg.solve(H, g) is H^-1 g.",
    ),
    Mistake(
        "the diagonal alone",
        divided_by_the_diagonal,
        "Each entry of the gradient is divided by the diagonal of H: the other entries of H say "
        "how the variables depend on each other, and count too. np.linalg.solve(H, g) uses all.",
    ),
    Mistake(
        "plain descent",
        plain_descent,
        "It is a step of gradient descent with lr = 1: the Hessian has no part in it.",
    ),
    Mistake(
        "divided",
        divided,
        "g / H divides row by row and gives a matrix: H^-1 g is np.linalg.solve(H, g), (d,).",
    ),
    Mistake(
        "* for @",
        inverse_entry_by_entry,
        "inv(H) * g multiplies entry by entry and gives a matrix: use @, or np.linalg.solve(H, g).",
    ),
    Mistake(
        "half a step",
        half_a_step,
        "It is half of Newton's step: the 1/2 of the Taylor formula is gone once one takes the "
        "gradient of it.",
    ),
    Mistake(
        "curvatures without signs",
        sizes_of_the_curvatures,
        "Negative curvatures are taken for positive ones. That is another method (it avoids "
        "saddles); Newton's step solves H s = g with H as it is.",
    ),
    Mistake("two steps", two_steps, "These are two steps: take one, from x."),
    Mistake(
        "gradient and x swapped",
        solved_for_x,
        "x and the gradient have changed places: it is x minus the solution of H s = g.",
    ),
)

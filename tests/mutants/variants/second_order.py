"""Correct answers to lesson 11 in many forms: every check must accept every one."""

import functools
from typing import Any

import numpy as np

from tests.mutants.variants.second_order_products import (
    net_by_complex_step,
    net_by_tanh,
    net_sample_by_sample,
    net_with_slopes,
    product_by_hessian,
    product_by_largest_entry,
    product_by_unit_vector,
    product_of_fourth_order,
    tangent_by_basis,
    tangent_by_complex_step,
    tangent_by_random_upstreams,
    tangent_by_vdot,
)


def taylor_by_terms(f: Any, grad: Any, hess: Any, x0: Any, order: Any) -> Any:
    def terms(s: Any) -> Any:
        return [f(x0), np.dot(grad(x0), s), 0.5 * np.dot(s, np.dot(hess(x0), s))]

    return lambda x: sum(terms(x - x0)[: order + 1])


def taylor_by_partial(f: Any, grad: Any, hess: Any, x0: Any, order: Any) -> Any:
    value, g, H = f(x0), grad(x0), hess(x0)
    if order == 0:
        return lambda x: value
    if order == 1:
        return lambda x: value + np.sum((x - x0) * g)
    return functools.partial(_quadratic, value, g, H, x0)


def _quadratic(value: Any, g: Any, H: Any, x0: Any, x: Any) -> Any:
    s = x - x0
    return float(value + (g + H @ s / 2) @ s)


def taylor_by_column(f: Any, grad: Any, hess: Any, x0: Any, order: Any) -> Any:
    def approximation(x: Any) -> Any:
        s = (x - x0).reshape(-1, 1)
        result = np.array(f(x0), dtype=float)
        if order > 0:
            result = result + (s.T @ grad(x0)).item()
        if order > 1:
            result = result + (s.T @ hess(x0) @ s).item() / 2
        return result

    return approximation


def taylor_by_einsum(f: Any, grad: Any, hess: Any, x0: Any, order: Any) -> Any:
    kept = x0.copy()

    def approximation(point: Any) -> Any:
        d = point - kept
        bend = np.einsum("i,ij,j", d, hess(kept), d)
        return f(kept) + (order >= 1) * np.vdot(d, grad(kept)) + (order >= 2) * bend / 2

    return approximation


def condition_by_cond(H: Any) -> Any:
    return np.linalg.cond(H)


def condition_by_svd(H: Any) -> Any:
    s = np.linalg.svd(H, compute_uv=False)
    return float(s[0] / s[-1])


def condition_by_norms(H: Any) -> Any:
    return np.linalg.norm(H, 2) * np.linalg.norm(np.linalg.inv(H), 2)


def condition_by_sorting(H: Any) -> Any:
    sizes = sorted(abs(float(value)) for value in np.linalg.eigvals(H).real)
    return sizes[-1] / sizes[0]


def condition_by_square(H: Any) -> Any:
    squares = np.linalg.eigh(H @ H)[0]
    return np.sqrt(squares[-1] / squares[0])


def condition_number(H: Any) -> Any:
    """For the functions below; a check may put another in its place."""
    return condition_by_cond(H)


def path_into_zeros(grad: Any, x: Any, lr: Any, steps: Any) -> Any:
    path = np.zeros((steps + 1, len(x)))
    path[0] = x
    for k in range(steps):
        path[k + 1] = path[k] - lr * grad(path[k])
    return path


def path_as_list(grad: Any, x: Any, lr: Any, steps: Any) -> Any:
    path = [x]
    while len(path) <= steps:
        path.append(path[-1] - lr * grad(path[-1]))
    return path


def path_by_stack(grad: Any, x: Any, lr: Any, steps: Any) -> Any:
    x = np.array(x)
    path = [x.copy()]
    for _ in range(steps):
        x -= lr * grad(x)
        path.append(x.copy())
    return np.stack(path)


def path_by_vstack(grad: Any, x: Any, lr: Any, steps: Any) -> Any:
    path = x[None]
    for _ in range(steps):
        path = np.vstack([path, path[-1] + -lr * grad(path[-1])])
    return path


def path_by_recursion(grad: Any, x: Any, lr: Any, steps: Any) -> Any:
    if steps == 0:
        return [list(x)]
    return [list(x), *path_by_recursion(grad, x - lr * grad(x), lr, steps - 1)]


def rate_by_ends(H: Any) -> Any:
    ends = np.linalg.eigvalsh(H)
    small, large = ends[0], ends[-1]
    lr = 2 / (small + large)
    return lr, 1 - lr * small


def rate_by_kappa(H: Any) -> Any:
    kappa = condition_number(H)
    large = np.linalg.norm(H, 2)
    return 2 / (large + large / kappa), 1 - 2 / (kappa + 1)


def rate_as_list(H: Any) -> Any:
    eigenvalues = np.linalg.eigh(H)[0]
    lr = 1 / np.mean([eigenvalues.min(), eigenvalues.max()])
    return [float(lr), float(np.abs(1 - lr * eigenvalues).max())]


def rate_by_matrix(H: Any) -> Any:
    s = np.linalg.svd(H)[1]
    lr = 2 / (s[0] + s[-1])
    return lr, np.linalg.norm(np.eye(len(H)) - lr * H, 2)


def newton_by_inverse(grad: Any, hess: Any, x: Any) -> Any:
    return x - np.linalg.inv(hess(x)) @ grad(x)


def newton_by_directions(grad: Any, hess: Any, x: Any) -> Any:
    eigenvalues, U = np.linalg.eigh(hess(x))
    return x - U @ (U.T @ grad(x) / eigenvalues)


def newton_in_one_system(grad: Any, hess: Any, x: Any) -> Any:
    H = hess(x)
    return np.linalg.solve(H, H @ x - grad(x))


def newton_by_least_squares(grad: Any, hess: Any, x: Any) -> Any:
    s, *_ = np.linalg.lstsq(hess(x), -grad(x), rcond=None)
    return s + x


def newton_by_pinv(grad: Any, hess: Any, x: Any) -> Any:
    new = x.copy()
    new -= np.linalg.pinv(hess(x)).dot(grad(x))
    return new


VARIANTS: dict[str, list[Any]] = {
    "taylor": [taylor_by_terms, taylor_by_partial, taylor_by_column, taylor_by_einsum],
    "condition_number": [
        condition_by_cond,
        condition_by_svd,
        condition_by_norms,
        condition_by_sorting,
        condition_by_square,
    ],
    "descend": [path_into_zeros, path_as_list, path_by_stack, path_by_vstack, path_by_recursion],
    "best_rate": [rate_by_ends, rate_by_kappa, rate_as_list, rate_by_matrix],
    "newton_step": [
        newton_by_inverse,
        newton_by_directions,
        newton_in_one_system,
        newton_by_least_squares,
        newton_by_pinv,
    ],
    "hvp": [
        product_by_unit_vector,
        product_by_largest_entry,
        product_by_hessian,
        product_of_fourth_order,
    ],
    "jvp": [
        tangent_by_basis,
        tangent_by_vdot,
        tangent_by_random_upstreams,
        tangent_by_complex_step,
    ],
    "two_layer_hvp": [net_with_slopes, net_by_complex_step, net_sample_by_sample, net_by_tanh],
}

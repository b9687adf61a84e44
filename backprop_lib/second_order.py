"""Forward mode, and what lies behind the gradient: the Hessian, never formed.

A loss is a flat function, loss(params) -> (loss, grads), of a tuple of arrays, such as
`lambda params: two_layer_classifier(params, X, T, lam)`.

Source: Avrithis, Deep learning for vision, lecture 6 (2018), gradient descent, automatic
differentiation, higher-order derivatives.
"""

import math
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import numpy as np

from backprop_lib.arguments import argument_names, unit_name
from backprop_lib.arrays import Array, require_floats, require_list
from backprop_lib.dual import Dual, values_of

Params: TypeAlias = tuple[Array, ...]
Loss: TypeAlias = Callable[[Any], tuple[Any, Sequence[Any]]]  # of Params, or a fixed tuple


def jvp(unit: Callable[..., Any], args: Sequence[Any], tangents: Sequence[Any]) -> tuple[Any, Any]:
    """A unit's value, and how it moves when its arguments move along the tangents: J t.

    args: the unit's arguments; tangents: one for each of the first of them, of its shape, a tuple
    for a tuple, or None for an argument that stays. Exact: the unit's own code is run on dual
    numbers, one pass forward, and no Jacobian is formed. `back` gives v J; this gives J t.
    Raises ValueError when a tangent has not its argument's shape, TypeError when the unit uses
    what has no rule (see `dual`).
    Source: Avrithis, Deep learning for vision, lecture 6 (2018), forward accumulation.
    """
    name = unit_name(unit)
    if len(tangents) > len(args):
        raise ValueError(f"jvp: {len(tangents)} tangents for {len(args)} arguments of {name}")
    names = argument_names(unit, len(args))
    moved = [_dual(*given) for given in zip(names, args, tangents, strict=False)]
    value = unit(*moved, *args[len(tangents) :])[0]
    return values_of(value), _tangent(value)


def hvp(loss: Loss, params: Sequence[Array], v: Sequence[Array]) -> Params:
    """The Hessian times v, for about the price of two gradients: H v = d/dr grad(params + r v).

    params, v: as many arrays of the same shapes; so is the result. Exact: the forward and the
    backward pass are each run once on dual numbers, which is Pearlmutter's second vector for every
    quantity of both passes. At a kink (relu at 0) the Hessian is that of the side `back` chose.
    Raises ValueError when v does not fit, TypeError when `loss` uses what has no rule.
    Source: Pearlmutter, Fast exact multiplication by the Hessian (1994); Avrithis, Deep learning
    for vision, lecture 6 (2018), multiplication by Hessian.
    """
    require_list("hvp", "params", params)
    if len(v) != len(params):
        raise ValueError(f"hvp: v holds {len(v)} arrays, params {len(params)}: one for each")
    moved: Any = tuple(
        _dual(f"params[{i}]", P, V) for i, (P, V) in enumerate(zip(params, v, strict=True))
    )
    _, grads = loss(moved)
    return tuple(_tangent(dP) for dP in grads)


def hessian(loss: Loss, params: Sequence[Array]) -> Array:
    """The whole Hessian (n, n) over the n entries of all params in a row: for small n, to look at.

    A product with each unit vector: n times the work of `hvp`, and n^2 numbers.
    Raises what `hvp` raises.
    """
    require_list("hessian", "params", params)
    n = sum(P.size for P in params)
    rows = [_flat(hvp(loss, params, _split(e, params))) for e in np.eye(n, dtype=params[0].dtype)]
    return np.stack(rows)


def newton_step(
    loss: Loss, params: Sequence[Array], damping: float = 0.0, tol: float = 1e-10
) -> Params:
    """The params after one step of Newton's method: params - (H + damping I)^-1 grad.

    The linear system is solved by conjugate gradients, which need products with the Hessian alone:
    as many as there are parameters at most, for a residual of `tol` times the gradient.
    Raises ValueError where the Hessian is not positive definite, for there Newton's step does not
    lead downhill, and when damping is negative; FloatingPointError when a gradient is not finite.
    Source: Avrithis, Deep learning for vision, lecture 6 (2018), higher-order derivatives; Hestenes
    and Stiefel, Methods of conjugate gradients for solving linear systems (1952).
    """
    require_list("newton_step", "params", params)
    if not damping >= 0:
        raise ValueError(f"newton_step: damping is {damping}: it must not be negative")
    residual = -_flat(loss(tuple(params))[1])
    if not np.isfinite(residual).all():
        raise FloatingPointError("newton_step: the gradient is not finite: start elsewhere")
    step = np.zeros_like(residual)
    direction = residual
    square = float(residual @ residual)
    enough = tol * tol * square
    for _ in range(2 * len(step)):  # rounding may cost a few more than n
        if square <= enough:
            break
        curved = _flat(hvp(loss, params, _split(direction, params))) + damping * direction
        curvature = float(direction @ curved)
        if not curvature > 0:
            along = curvature / float(direction @ direction)
            raise ValueError(
                f"newton_step: the curvature is {along:.3g} along a direction, it must be "
                f"positive: use damping above {damping - min(along, 0.0):.3g}, or another start"
            )
        length = square / curvature
        step = step + length * direction
        residual = residual - length * curved
        before, square = square, float(residual @ residual)
        direction = residual + (square / before) * direction
    return tuple(P + S for P, S in zip(params, _split(step, params), strict=True))


def condition_number(H: Array) -> float:
    """The largest over the smallest absolute eigenvalue of a symmetric matrix; inf if singular.

    H (n, n), such as a Hessian: gradient descent needs a number of steps proportional to it.
    Raises ValueError when H is not symmetric, or has an entry that is not finite.
    Source: Avrithis, Deep learning for vision, lecture 6 (2018), gradient descent, problems.
    """
    require_floats("condition_number", {"H": H})
    if H.ndim != 2 or H.shape[0] != H.shape[1]:
        raise ValueError(f"condition_number: H is {H.shape}: H must be (n, n)")
    if not np.isfinite(H).all() or not np.allclose(H, H.T, atol=1e-8 * float(np.abs(H).max())):
        raise ValueError("condition_number: H must be finite and symmetric: try (H + H.T) / 2")
    sizes = np.abs(np.linalg.eigvalsh(H))
    small, large = float(sizes.min()), float(sizes.max())
    singular = small <= len(H) * float(np.finfo(H.dtype).eps) * large
    return math.inf if singular else large / small


def _dual(name: str, x: Any, tangent: Any) -> Any:
    if tangent is None:
        return x
    if isinstance(x, tuple | list):
        if not isinstance(tangent, tuple | list) or len(tangent) != len(x):
            raise ValueError(
                f"{name} holds {len(x)} arrays: its tangent must be a tuple of as many"
            )
        return type(x)(
            _dual(f"{name}[{i}]", *pair) for i, pair in enumerate(zip(x, tangent, strict=True))
        )
    require_floats("forward mode", {name: x})
    t = np.array(tangent, dtype=x.dtype)
    if t.shape != x.shape:
        raise ValueError(
            f"forward mode: {name} is {x.shape}, its tangent {t.shape}: they must have one shape"
        )
    return Dual(np.array(x), t)


def _tangent(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return type(value)(_tangent(part) for part in value)
    return value.tangent if isinstance(value, Dual) else np.zeros_like(value)


def _flat(arrays: Sequence[Any]) -> Array:
    return np.concatenate([np.ravel(array) for array in arrays])


def _split(vector: Array, like: Sequence[Array]) -> Params:
    ends = np.cumsum([P.size for P in like])[:-1]
    parts = np.split(vector, ends)
    return tuple(part.reshape(P.shape) for part, P in zip(parts, like, strict=True))

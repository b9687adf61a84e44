"""The cases of lesson 11 on products with Hessian and Jacobian, and how results are measured."""

import numpy as np

from backprop_lib.exercises.cases import Case, Rng
from backprop_lib.exercises.compare import Measured, as_array, as_sequence
from backprop_lib.exercises.given import GivenFunction
from backprop_lib.exercises.second_order import given

BEND = 10.0  # how quickly the curvature changes, against its size
LENGTH = "v is {:g} long, where r * v should be 1e-5 long for any v that is not 0"
NEAR_THE_KINK = "Z = max(0, A), with entries within 2e-9 of its kink, which a difference crosses"


def draw_hvp(rng: Rng) -> list[Case]:
    """A short v, a long one, none at all; vectors and matrices, a row alone, a strided x."""
    cases = []
    p, q = (int(n) for n in rng.permutation([2, 3]))
    for shape, size in (
        ((p + q,), 1.0),
        ((p, q), 1.0),
        ((1, q), 1.0),
        ((p,), 1e-7),
        ((q, p + 1), 1e6),
        ((p, 1), 0.0),
    ):
        x = rng.uniform(0.5, 1.5, shape) * rng.choice([-1.0, 1.0], shape)
        u = rng.standard_normal(shape)
        u *= BEND / np.linalg.norm(u)
        constants = {"w": rng.uniform(0.5, 2, shape), "u": u, "c": float(np.sum(u * x))}
        loss_and_grad = GivenFunction("loss_and_grad", given.LOSS, constants)
        # Not far from u, along which the curvature changes: so one-sided differences are seen.
        v = u + 0.5 * BEND * rng.uniform(-1, 1, shape)
        v = rng.choice([-1.0, 1.0]) * size * v / np.linalg.norm(v)
        note = given.LOSS_NOTE if size == 1 else f"{given.LOSS_NOTE}; {LENGTH.format(size)}"
        cases.append(Case((loss_and_grad, x, v), strided=shape == (p, q), note=note))
    return cases


def measure_product(result: object, _: Case) -> Measured:
    """The product with the Hessian."""
    return {"the product": as_array("the product", result)}


def draw_jvp(rng: Rng) -> list[Case]:
    """Units with one argument and with several, with one number as value, near a kink."""
    m, p, q = (int(n) for n in rng.permutation([2, 3, 4]))
    normal = rng.standard_normal
    affine, row = ((normal((n, p)), normal((p, q)), normal(q)) for n in (m, 1))
    near = normal((q, m)) * 1e3
    near.flat[: m + 1] = rng.uniform(1e-9, 2e-9, m + 1) * rng.choice([-1.0, 1.0], m + 1)
    a, b = normal(p), rng.uniform(0.5, 2, p)
    chosen = (
        (given.AFFINE, affine, 3, "A = X @ W + b"),
        (given.AFFINE, row, 3, "A = X @ W + b"),
        (given.QUOTIENT, (a, b), 2, "c = a / b"),
        (given.SQUARES, (normal((m, q)), normal((m, q))), 1, "D = sum((Y - T)**2) / m, one number"),
        (given.RELU, (normal((1, p + q)),), 1, "Z = max(0, A)"),
        (given.RELU, (near,), 1, NEAR_THE_KINK),
    )
    cases = []
    for source, args, count, told in chosen:
        tangents = tuple(normal(x.shape) for x in args[:count])
        unit = GivenFunction("unit", source, {})
        note = f"(for a unit {told}; back gives {count} gradient{'s'[: count > 1]})"
        cases.append(Case((unit, args, tangents), strided=args is affine, note=note))
    return cases


def measure_jvp(result: object, _: Case) -> Measured:
    """The value and its tangent."""
    value, tangent = as_sequence("The result", result, 2, "return (value, tangent)")
    return {"the value": as_array("the value", value), "the tangent": as_array("tangent", tangent)}


def draw_two_layer_hvp(rng: Rng) -> list[Case]:
    """A sample alone, several; large weights; a V for one layer alone; non-contiguous arrays."""
    cases = []
    for m, scale, layers in ((1, 1, (1, 1)), (4, 1, (1, 1)), (5, 1, (1, 0)), (7, 4, (1, 1))):
        p, h, q = (int(n) for n in rng.permutation([2, 3, 4]))
        W1, V1 = scale * rng.standard_normal((p, h)), layers[0] * rng.standard_normal((p, h))
        W2, V2 = scale * rng.standard_normal((h, q)), layers[1] * rng.standard_normal((h, q))
        X, T = rng.standard_normal((m, p)), rng.standard_normal((m, q))
        cases.append(Case(((W1, W2), X, T, (V1, V2)), sizes={"m": m, "h": h}, strided=m == 4))
    return cases


def measure_net_product(result: object, _: Case) -> Measured:
    """The two parts of the product."""
    names = ("tdW1", "tdW2")
    items = as_sequence("The result", result, 2, "return (tdW1, tdW2)")
    return {name: as_array(name, part) for name, part in zip(names, items, strict=True)}

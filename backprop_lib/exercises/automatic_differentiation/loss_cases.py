"""The cases of `count_products` and `tensor_loss`, and how their results are measured."""

from dataclasses import replace

import numpy as np

from backprop_lib.exercises.automatic_differentiation.stand_ins import NOTE, TENSOR
from backprop_lib.exercises.cases import Case, Rng
from backprop_lib.exercises.compare import (
    Measured,
    WrongForm,
    a_kind,
    as_array,
    as_number,
    as_sequence,
)

GRADIENTS = ("dW1", "db1", "dW2", "db2")


def draw_depths(rng: Rng) -> list[Case]:
    """One layer, few, many; with and without reuse."""
    depths = [1, 2, *(int(L) for L in rng.integers((3, 8, 100), (8, 30, 300)))]
    return [Case((L, memo)) for L in depths for memo in (False, True)]


def measure_products(result: object, _: Case) -> Measured:
    """The number of products."""
    if isinstance(result, list | tuple | np.ndarray):
        raise WrongForm(f"The count is {a_kind(result)}: one number is asked for, their sum.")
    return {"the count": as_number("the count", result)}


def draw_nets(rng: Rng) -> list[Case]:
    """Nets of several sizes, a batch of one, large inputs, arrays that are not contiguous."""
    return [replace(case, names={"Tensor": TENSOR}, note=NOTE) for case in draw_own_nets(rng)]


def draw_own_nets(rng: Rng) -> list[Case]:
    """The same with the student's own Tensor."""
    cases = [_net(rng, m, p) for m, p in ((1, 3), (3, 2), (4, 3), (2, 4))]
    cases[1] = replace(cases[1], numerical=True)
    cases[2] = replace(cases[2], strided=True)
    params, X, T = cases[3].args
    cases[3] = replace(cases[3], args=(params, 1e3 * X, T))
    return cases


def measure_net(result: object, _: Case) -> Measured:
    """The loss and the four gradients."""
    loss, grads = as_sequence("The result", result, 2, "return (loss, grads)")
    items = as_sequence("grads", grads, 4, "it must be (dW1, db1, dW2, db2)")
    measured = {"loss": as_number("loss", loss)}
    return measured | {n: as_array(n, d) for n, d in zip(GRADIENTS, items, strict=True)}


def _net(rng: Rng, m: int, p: int) -> Case:
    h = int(rng.choice([2, 5]))
    params = (
        rng.standard_normal((p, h)),
        rng.standard_normal(h),
        rng.standard_normal((h, 1)),
        rng.standard_normal(1),
    )
    X, T = rng.standard_normal((m, p)), rng.standard_normal((m, 1))
    return Case((params, X, T), sizes={"m": m})

"""The cases of lesson 07, and how what the student's functions return is measured."""

from dataclasses import replace

import numpy as np

from backprop_lib.arrays import Array
from backprop_lib.data import xor
from backprop_lib.exercises.cases import Case, Rng
from backprop_lib.exercises.compare import (
    Measured,
    WrongForm,
    as_array,
    as_number,
    as_sequence,
    from_list,
)
from backprop_lib.exercises.xor import reference
from backprop_lib.exercises.xor.reference import Params

INPUTS = xor()[0]
GATES = ("OR", "AND", "NAND")
GRADIENTS = ("dW1", "db1", "dW2", "db2")

# Its slope is a simple one and depends on X and T, so that swapped arguments are noticed.
BOWL = """
def xor_loss(params, X, T):
    target = np.mean(X) - 2 * np.mean(T)
    grads = tuple(P - target for P in params)
    loss = sum(float((G ** 2).sum()) for G in grads) / 2
    return loss, grads
"""
BOWL_NOTE = "(xor_loss was replaced by a bowl, sum((P - c)**2) / 2 over the params, for this check)"


def draw_threshold(rng: Rng) -> list[Case]:
    """Batches of one and of many, scores of exactly 0, large scores, non-contiguous arrays."""
    cases = []
    for factor in (-1.5, 2.0):  # b turns the output round, or leaves it as it is
        X, w = rng.standard_normal((1, 3)), rng.standard_normal(3)
        cases.append(_threshold_case(X, w, factor * float(X[0] @ w)))
    for m, scale in ((7, 1.0), (9, 1e3), (8, 1.0)):
        p = int(rng.integers(2, 6))
        X, w = scale * rng.standard_normal((m, p)), rng.standard_normal(p)
        cases.append(_threshold_case(X, w, -float(np.median(X @ w)) + 0.01 * scale))
    cases[-1] = replace(cases[-1], strided=True)
    X = rng.integers(-3, 4, (6, 3)).astype(float)  # whole numbers: the score of 0 is exact
    w = rng.choice([-2.0, -1.0, 1.0, 2.0], 3)
    return [*cases, _threshold_case(X, w, -float(X[0] @ w))]


def measure_threshold(result: object, _: Case) -> Measured:
    """The outputs of a batch."""
    return {"the output": as_array("the output", result)}


def draw_nothing(_: Rng) -> list[Case]:
    """One call without arguments."""
    return [Case()]


def measure_gates(result: object, _: Case) -> Measured:
    """What threshold units with these weights compute on the four inputs."""
    if not isinstance(result, dict):
        kind = type(result).__name__
        raise WrongForm(f'It returned a {kind}: return a dict with "OR", "AND" and "NAND".')
    measured = {}
    for gate in GATES:
        if gate not in result:
            raise WrongForm(f'The dict has no "{gate}".')
        pair = as_sequence(gate, result[gate], 2, "it must be a pair (w, b)")
        w, b = from_list(f"w of {gate}", pair[0]), as_number(f"b of {gate}", pair[1])
        if w.shape != (2,):
            raise WrongForm(f"w of {gate} has the shape {w.shape}: two weights are needed, (2,).")
        measured[gate] = reference.threshold(INPUTS, w, float(b))
    return measured


def draw_perceptron_update(rng: Rng) -> list[Case]:
    """Each target with scores on both sides, near and far; scores of exactly 0; a strided w."""
    cases = []
    for t in (0.0, 1.0):
        for score in (-3.0, -0.3, 0.3, 3.0):
            p = int(rng.integers(3, 6))
            x = np.append(rng.standard_normal(p - 1), 1.0)
            w = rng.standard_normal(p)
            w += (score - w @ x) / (x @ x) * x
            cases.append(Case((w, x, t, _eta(rng)), strided=score > 0))
    w, x = np.array([2.0, -1.0, -1.0]), np.array([1.0, 1.0, 1.0])
    return [*cases, Case((w, x, 0.0, _eta(rng))), Case((w, x, 1.0, _eta(rng)))]


def measure_weights(result: object, _: Case) -> Measured:
    """The new weights."""
    return {"the new w": as_array("the new w", result)}


def measure_xor_net(result: object, _: Case) -> Measured:
    """What the relu net with these parameters says on the four inputs."""
    items = as_sequence("The result", result, 4, "return (W1, b1, W2, b2)")
    names = ("W1", "b1", "W2", "b2")
    W1, b1, W2, b2 = (from_list(name, P) for name, P in zip(names, items, strict=True))
    h = W1.shape[-1] if W1.ndim else 0
    for name, P, shape in zip(names, (W1, b1, W2, b2), ((2, h), (h,), (h, 1), (1,)), strict=True):
        if P.shape != shape or h == 0:
            form = {"W1": "(2, h)", "b1": "(h,)", "W2": "(h, 1)", "b2": "(1,)"}[name]
            h_is = f" with h = {h}" if name != "W1" else ""
            raise WrongForm(f"{name} has the shape {P.shape}: {form} is needed{h_is}.")
    return {"the output": (np.maximum(0, INPUTS @ W1 + b1) @ W2 + b2).ravel()}


def draw_xor_loss(rng: Rng) -> list[Case]:
    """A batch of one, the four corners, an A close to 0, large scores, non-contiguous arrays."""
    X, T = xor()
    one, many = rng.standard_normal((1, 2)), rng.standard_normal((7, 2))
    case = _net_case(rng, many)
    (W1, b1, W2, b2), X_near, T_near = case.args
    b1[0] = 3e-6 - X_near[0] @ W1[:, 0]  # so near the kink that a difference crosses it
    return [
        _net_case(rng, one),
        replace(_net_case(rng, X, T), numerical=True),
        replace(case, args=((W1, b1, W2, b2), X_near, T_near), numerical=True),
        _net_case(rng, 1e3 * rng.standard_normal((9, 2))),
        replace(_net_case(rng, rng.standard_normal((8, 2))), strided=True),
    ]


def measure_loss(result: object, _: Case) -> Measured:
    """The loss and the four gradients."""
    loss, grads = as_sequence("The result", result, 2, "return (loss, grads)")
    items = as_sequence("grads", grads, 4, "it must be (dW1, db1, dW2, db2)")
    measured = {"loss": as_number("loss", loss)}
    return measured | {n: as_array(n, d) for n, d in zip(GRADIENTS, items, strict=True)}


def draw_descent_in_a_bowl(rng: Rng) -> list[Case]:
    """Training with xor_loss replaced by a bowl, so that a wrong xor_loss does no harm here."""
    note = BOWL_NOTE
    return [replace(c, names={"xor_loss": BOWL}, note=note) for c in draw_descent(rng)]


def draw_descent(rng: Rng) -> list[Case]:
    """Training for one step and for three, with a small learning rate."""
    cases = []
    for m, steps, strided in ((4, 1, False), (5, 3, False), (1, 3, False), (6, 2, True)):
        case = _net_case(rng, rng.standard_normal((m, 2)))
        lr = float(rng.uniform(0.01, 0.05))
        cases.append(replace(case, args=(*case.args, lr, steps), strided=strided))
    return cases


def measure_training(result: object, _: Case) -> Measured:
    """The trained parameters and the losses."""
    params, losses = as_sequence("The result", result, 2, "return (params, losses)")
    items = as_sequence("params", params, 4, "it must be (W1, b1, W2, b2)")
    names = ("W1", "b1", "W2", "b2")
    measured = {n: as_array(n, P) for n, P in zip(names, items, strict=True)}
    if isinstance(losses, list | tuple):
        losses = [as_number(f"losses[{k}]", loss) for k, loss in enumerate(losses)]
    history = from_list("losses", losses)
    if history.shape == ():
        raise WrongForm("losses is one number: return all of them, one for each step.")
    return measured | {"losses": history}


def _threshold_case(X: Array, w: Array, b: float) -> Case:
    return Case((X, w, b), sizes={"m": len(X)})


def _eta(rng: Rng) -> float:
    return float(rng.uniform(0.1, 0.9))


def _net_case(rng: Rng, X: Array, T: Array | None = None) -> Case:
    """A net of random width, with its parameters, on X (m, 2)."""
    m, h = len(X), int(rng.choice([3, 5, 6]))
    params: Params = (
        rng.standard_normal((2, h)),
        rng.standard_normal(h),
        rng.standard_normal((h, 1)),
        rng.standard_normal(1),
    )
    targets = T if T is not None else rng.integers(0, 2, (m, 1)).astype(float)
    return Case((params, X, targets), sizes={"m": m, "h": h})

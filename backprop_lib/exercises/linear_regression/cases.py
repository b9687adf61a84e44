"""The cases of lesson 01, and how what the student's functions return is measured."""

from dataclasses import replace
from typing import Any

import numpy as np

from backprop_lib.arrays import Array
from backprop_lib.exercises.cases import Case, Rng
from backprop_lib.exercises.compare import (
    Measured,
    WrongForm,
    as_array,
    as_number,
    as_sequence,
    from_list,
)

# What a student may call from a later function: right, whatever their own does.
PREDICT = "def predict(x, k, m):\n    return x * k + m"
PREDICT_MANY = "def predict_many(X, w, b):\n    return X @ w + b"
MSE = """
def mse(y_hat, y):
    return ((y_hat - y) ** 2).mean(), lambda dL: dL * 2 * (y_hat - y) / len(y)
"""
MSE_GRADIENTS = """
def mse_gradients(X, y, w, b):
    D = X @ w + b - y
    return (D ** 2).mean(), 2 * X.T @ D / len(y), 2 * D.mean()
"""
EARLIER = {"predict": PREDICT, "predict_many": PREDICT_MANY, "mse": MSE}

# Its slope is a simple one and depends on X and y, so that swapped arguments are noticed, and
# that of b on w, so that a step taken too late is.
BOWL = """
def mse_gradients(X, y, w, b):
    target = np.mean(X) - 2 * np.mean(y)
    loss = ((w - target) ** 2).sum() / 2 + (b - target) ** 2 / 2 + b * w.sum() / 10
    return loss, w - target + b / 10, b - target + w.sum() / 10
"""
BOWL_NOTE = "(for this check mse_gradients was replaced by a bowl with another bottom)"


def draw_predict(rng: Rng) -> list[Case]:
    """One number, one sample, several, large and non-contiguous ones."""

    def case(x: Any, strided: bool = False) -> Case:
        k, m = (float(v) for v in rng.uniform(0.5, 3, 2) * rng.choice([-1, 1], 2))
        return Case((x, k, m), strided=strided)

    n = int(rng.integers(3, 6))
    return [
        case(float(rng.uniform(2, 5))),
        case(rng.standard_normal(n)),
        case(rng.standard_normal(1)),
        case(1e3 * rng.standard_normal(n + 1)),
        case(rng.standard_normal(n + 2), strided=True),
    ]


def measure_predict(result: object, _: Case) -> Measured:
    """The predictions."""
    return {"the prediction": as_array("the prediction", result)}


def draw_predict_many(rng: Rng) -> list[Case]:
    """Batches of one and of several, one predictor, large numbers, non-contiguous arrays."""
    cases = []
    for m, p, scale, strided in _sizes(rng):
        X, _, w, b = _regression(rng, m, p, scale)
        cases.append(Case((X, w, b), sizes={"m": m, "p": p}, strided=strided))
    return cases


def draw_mse_gradients(rng: Rng) -> list[Case]:
    """The same, each with targets; earlier functions are right whatever the student's own do."""
    cases = []
    for i, (m, p, scale, strided) in enumerate(_sizes(rng)):
        args = _regression(rng, m, p, scale)
        sizes = {"m": m, "p": p}
        cases.append(Case(args, sizes, EARLIER, strided=strided, numerical=i < 2))
    return cases


def measure_gradients(result: object, _: Case) -> Measured:
    """The loss and the two gradients."""
    loss, dw, db = as_sequence("The result", result, 3, "return loss, dw, db")
    return {"loss": as_number("loss", loss), "dw": as_array("dw", dw), "db": as_number("db", db)}


def draw_descent_in_a_bowl(rng: Rng) -> list[Case]:
    """Descent with mse_gradients replaced by a bowl, so that a wrong one does no harm here."""
    names = {"mse_gradients": BOWL}
    return [replace(case, names=names, note=BOWL_NOTE) for case in _descents(rng)]


def draw_descent(rng: Rng) -> list[Case]:
    """The same on the squared error itself, for who writes the gradients out once more."""
    names = {**EARLIER, "mse_gradients": MSE_GRADIENTS}
    return [replace(case, names=names) for case in _descents(rng)]


def measure_descent(result: object, _: Case) -> Measured:
    """The parameters and the losses."""
    w, b, losses = as_sequence("The result", result, 3, "return w, b, losses")
    if np.ndim(as_array("w", w)) == 0 and np.ndim(as_array("b", b)) == 1:
        raise WrongForm("w and b have changed places: return w, b, losses.")
    measured = {"w": as_array("w", w), "b": as_number("b", b)}
    if isinstance(losses, list | tuple):
        losses = [as_number(f"losses[{k}]", loss) for k, loss in enumerate(losses)]
    history = from_list("losses", losses)
    if history.shape == ():
        raise WrongForm("losses is one number: return all of them, one for each step.")
    return measured | {"losses": history}


def draw_standardize(rng: Rng) -> list[Case]:
    """Columns of all sizes, far from 0; a constant column; a batch of one; non-contiguous."""

    def table(m: int) -> Array:
        p = int(rng.integers(2, 5)) + 2 * (m == 4)
        scale, offset = 10.0 ** rng.uniform(-1, 2, p), rng.uniform(-50, 50, p)
        return np.asarray(scale * rng.standard_normal((m, p)) + offset)

    constant = table(int(rng.integers(5, 8)))
    j = int(rng.integers(constant.shape[1]))
    constant[:, j] = rng.integers(1, 9) / 4  # exact, and so is its mean
    tables = [table(int(rng.integers(8, 12))), constant, np.round(4 * table(1)) / 4, table(4)]
    return [Case((X,), sizes={"m": len(X)}, strided=len(X) == 4) for X in tables]


def measure_standardize(result: object, case: Case) -> Measured:
    """The new columns, and what they were made with."""
    items = as_sequence("The result", result, 3, "return Xs, mean, std")
    names = ("Xs", "mean", "std")
    measured = {name: as_array(name, a) for name, a in zip(names, items, strict=True)}
    (X,) = case.args
    if measured["std"].shape == X.shape[1:] and np.isfinite(measured["Xs"]).all():
        constant = X.max(axis=0) == X.min(axis=0)
        if (np.abs(measured["std"][constant]) < 1e-3).any():
            raise WrongForm(
                "std is 0, or nearly so, where the column is constant: put 1 there, and "
                "divide by the std that you return."
            )
    return measured


def draw_project(rng: Rng) -> list[Case]:
    """Batches of one and of several, large numbers, non-contiguous arrays; no sizes equal."""
    cases = []
    for i, m in enumerate((1, 7, 8, 9)):
        p, q = (int(n) for n in rng.permutation([2, 3, 4, 5])[:2])
        X = (1e3 if i == 2 else 1.0) * rng.standard_normal((m, p))
        args = (X, rng.standard_normal((p, q)), rng.standard_normal(q))
        cases.append(Case(args, sizes={"m": m, "p": p, "q": q}, strided=i == 3))
    return cases


def measure_projection(result: object, _: Case) -> Measured:
    """The outputs."""
    return {"the output": as_array("the output", result)}


def draw_collapse(rng: Rng) -> list[Case]:
    """Pairs of layers, wide and narrow, large and small; no sizes equal."""
    cases = []
    for i, p in enumerate((1, 6, 7, 8)):
        h, q = (int(n) for n in rng.permutation([2, 3, 4, 5])[:2])
        scale = 1e3 if i == 2 else 1.0
        W1, b1 = scale * rng.standard_normal((p, h)), scale * rng.standard_normal(h)
        args = (W1, b1, rng.standard_normal((h, q)), rng.standard_normal(q))
        cases.append(Case(args, sizes={"p": p, "h": h, "q": q}, strided=i == 3))
    return cases


def measure_collapse(result: object, _: Case) -> Measured:
    """The one layer."""
    Q, u = as_sequence("The result", result, 2, "return Q, u")
    return {"Q": as_array("Q", Q), "u": as_array("u", u)}


def _sizes(rng: Rng) -> list[tuple[int, int, float, bool]]:
    """m, p, the scale of X, and whether non-contiguous; m is never p."""
    several = [int(p) for p in rng.permutation([2, 3, 4, 5])]
    return [
        (1, several[0], 1.0, False),
        (int(rng.integers(6, 9)), several[1], 1.0, False),
        (int(rng.integers(6, 9)), several[2], 1e3, False),
        (int(rng.integers(3, 6)), 1, 1.0, False),
        (int(rng.integers(6, 9)), several[3], 1.0, True),
    ]


def _regression(rng: Rng, m: int, p: int, scale: float) -> tuple[Array, Array, Array, float]:
    """X (m, p), y (m,), w (p,) and a b away from 0."""
    X, w = scale * rng.standard_normal((m, p)), rng.standard_normal(p)
    b = float(rng.uniform(0.5, 2) * rng.choice([-1, 1]))
    return X, scale * rng.standard_normal(m), w, scale * b


def _descents(rng: Rng) -> list[Case]:
    """One step and several, a batch of one, non-contiguous arrays."""
    cases = []
    for m, steps, strided in ((6, 1, False), (7, 3, False), (1, 3, False), (8, 2, True)):
        p = int(rng.integers(2, 5))
        X, y, w, b = _regression(rng, m, p, 1.0)
        lr = float(rng.uniform(0.01, 0.05))
        cases.append(Case((X, y, w, b, lr, steps), sizes={"m": m, "p": p}, strided=strided))
    return cases

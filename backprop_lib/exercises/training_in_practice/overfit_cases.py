"""The cases of overfit_small: small linear nets, right and wrong, and what training makes of them.

They are scaled so that each way of asking "is it small?" comes to other answers: a first loss far
above 1 and far below, a last one just below 1 % of it, at 3 %, at 8 % and just below a half.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from backprop_lib.arrays import Array
from backprop_lib.exercises.cases import Case, Rng
from backprop_lib.exercises.compare import (
    Measured,
    WrongForm,
    a_kind,
    as_number,
    as_sequence,
    close,
    from_list,
)
from backprop_lib.exercises.given import GivenFunction

NET = """
def net(params, X, T):
    W, b = params
    m = len(X)
    D = X @ W + b - T
    loss = np.sum(D**2) / m
    dY = 2 * D / m
    dW, db = X.T @ dY, dY.sum(axis=0)
    return loss, (RETURNED)
"""
RIGHT = "dW, db"
JUMPING = "(dW, db) if loss > limit else (-100 * dW, -100 * db)"
UPHILL = "-dW, -db"
ONE_LOST = "0 * dW, db"
BOTH_LOST = "0 * dW, 0 * db"
NAN = "(a net whose loss is nan: False)"
# Only the loss is no number; the gradients are, so that nothing warns.
NO_NUMBER = NET.replace("return loss,", "return np.nan,")
LARGE, SMALL = (20.0, 60.0), (0.05, 0.09)  # between which a first loss is drawn
MOST = 400  # steps


@dataclass(frozen=True)
class Descent(Case):
    """A call of overfit_small, and the losses that it comes to."""

    losses: Sequence[float] = ()

    @property
    def learned(self) -> bool:
        """Whether the last loss is below a hundredth of the first."""
        return bool(self.losses[-1] < 0.01 * self.losses[0])


def draw_overfit(rng: Rng) -> list[Case]:
    """Nets that learn, nets that do not; just far enough and not quite; fewer than ten samples."""
    p, q = int(rng.integers(35, 45)), int(rng.integers(2, 5))  # more weights than ten samples
    many = int(rng.integers(20, 26))

    def case(
        m: int,
        returned: str,
        note: str,
        first: tuple[float, float] = LARGE,
        below: float = 0.0,
        steps: int = MOST,
    ) -> Descent:
        W, b = 0.1 * rng.standard_normal((p, q)), 0.1 * rng.standard_normal(q)
        X, T = rng.standard_normal((m, p)), rng.standard_normal((m, q))
        # Short steps come close to where one is to stop.
        rates = (0.1, 0.15) if below > 0.01 else (0.6, 0.8)
        lr = largest_rate(X[:10]) * float(rng.uniform(*rates))
        net = make_net(returned, NO_NUMBER if note == NAN else NET)
        # The loss is a square: this makes the first one what it is to be.
        first_loss = make_net(RIGHT)((W, b), X[:10], T[:10])[0]
        scale = np.sqrt(rng.uniform(*first) / first_loss)
        args = net, (scale * W, scale * b), X, scale * T, lr
        losses = descend(*args, steps=steps, below=below)
        return Descent((*args, len(losses)), {"m": m}, note=note, losses=losses)

    return [
        case(many, RIGHT, "(a right net: True)", below=0.01),
        case(7, RIGHT, "(a right net, and seven samples in all: True)", (2.0, 5.0), 0.01),
        case(1, RIGHT, "(a right net, and a single sample: True)", steps=8),
        case(12, RIGHT, "(a right net, stopped at about 3 % of its first loss: False)", below=0.03),
        case(16, RIGHT, "(small targets, stopped at about half the first loss: False)", SMALL, 0.5),
        case(14, RIGHT, "(small targets, stopped at about 8 %: False)", SMALL, 0.08),
        case(15, UPHILL, "(a net whose gradients have the wrong sign: False)", steps=6),
        case(11, ONE_LOST, "(a net that forgets dW: False)", steps=12),
        case(18, BOTH_LOST, "(a net whose gradients are all 0: False)", steps=5),
        case(13, RIGHT, NAN, steps=4),
        jumping(case(17, RIGHT, "", below=0.01), "(a net that jumps up at the end: False)"),
    ]


def jumping(case: Descent, note: str) -> Descent:
    """The case with a net that goes up, and far, as soon as it has learned; and one step more."""
    _, params, X, T, lr, steps = case.args
    net = GivenFunction("net", NET.replace("RETURNED", JUMPING), {"limit": 0.01 * case.losses[0]})
    losses = descend(net, params, X, T, lr, steps + 1, 0.0)
    return replace(case, args=(net, params, X, T, lr, len(losses)), note=note, losses=losses)


def make_net(returned: str, source: str = NET) -> GivenFunction:
    """The linear net that returns these gradients beside its loss."""
    return GivenFunction("net", source.replace("RETURNED", returned), {})


def largest_rate(X: Array) -> float:
    """The rate at which descent on the net's loss with all of X begins to diverge."""
    wide = np.column_stack([X, np.ones(len(X))])
    return float(len(X) / np.linalg.norm(wide, 2) ** 2)


def descend(
    net: Any, params: Sequence[Array], X: Array, T: Array, lr: float, steps: int, below: float
) -> list[float]:
    """The loss before each step on the first ten samples, until one is below that share."""
    losses: list[float] = []
    while len(losses) < steps and not (losses and losses[-1] < below * losses[0]):
        loss, grads = net(params, X[:10], T[:10])
        losses.append(float(loss))
        params = [P - lr * dP for P, dP in zip(params, grads, strict=True)]
    return losses


def measure_overfit(result: object, case: Case) -> Measured:
    """The losses, and the verdict on them as 1 or 0; on wrong losses no verdict is looked at.

    Losses that are nan are not compared: nan in what is wrong elsewhere would not be told from it.
    """
    assert isinstance(case, Descent)
    ok, losses = as_sequence("The result", result, 2, "return ok, losses")
    ok = ok.item() if isinstance(ok, np.ndarray) and ok.shape == () else ok
    if not isinstance(ok, bool | np.bool_):
        raise WrongForm(f"ok is {a_kind(ok)}: return True or False first, then the losses.")
    right, history = np.array(case.losses), _history(losses, len(case.losses))
    told = ok if close(history, right) else case.learned
    verdict = {"ok (True is 1)": np.array(float(told))}
    return verdict if np.isnan(right).all() else {"losses": history, **verdict}


def _history(losses: Any, steps: int) -> Array:
    if isinstance(losses, list | tuple):
        losses = [as_number(f"losses[{k}]", loss) for k, loss in enumerate(losses)]
    history = from_list("losses", losses)
    if history.ndim == 0:
        raise WrongForm("losses is one number: return the loss of every step, in a list.")
    if history.shape == (steps + 1,):
        raise WrongForm("There is one loss too many: losses[k] is the loss before step k.")
    if history.shape != (steps,):
        raise WrongForm(f"losses has the shape {history.shape}, not ({steps},): one for each step.")
    made: Array = history
    return made

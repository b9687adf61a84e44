"""Known mistakes of lesson 10 in overfit_small, and what to say to who made one."""

# ruff: noqa: D103 - what each function does wrong is said in its Mistake below

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from backprop_lib.arrays import Array
from backprop_lib.exercises.findings import Mistake

Net = Callable[..., Any]
Params = Sequence[Array]


def _descend(net: Net, params: Params, X: Array, T: Array, lr: float, steps: int) -> list[float]:
    losses = []
    for _ in range(steps):
        loss, grads = net(params, X, T)
        losses.append(loss)
        params = [P - lr * dP for P, dP in zip(params, grads, strict=True)]
    return losses


def _tiny(losses: Sequence[float]) -> Any:
    return losses[-1] < 0.01 * losses[0]


def all_samples(net: Net, params: Params, X: Array, T: Array, lr: float, steps: int) -> Any:
    losses = _descend(net, params, X, T, lr, steps)
    return _tiny(losses), losses


def last_ten(net: Net, params: Params, X: Array, T: Array, lr: float, steps: int) -> Any:
    losses = _descend(net, params, X[-10:], T[-10:], lr, steps)
    return _tiny(losses), losses


def nine(net: Net, params: Params, X: Array, T: Array, lr: float, steps: int) -> Any:
    losses = _descend(net, params, X[:9], T[:9], lr, steps)
    return _tiny(losses), losses


def climbing(net: Net, params: Params, X: Array, T: Array, lr: float, steps: int) -> Any:
    losses = _descend(net, params, X[:10], T[:10], -lr, steps)
    return _tiny(losses), losses


def no_step(net: Net, params: Params, X: Array, T: Array, lr: float, steps: int) -> Any:
    losses = _descend(net, params, X[:10], T[:10], 0.0, steps)
    return _tiny(losses), losses


def one_step(net: Net, params: Params, X: Array, T: Array, lr: float, steps: int) -> Any:
    losses = _descend(net, params, X[:10], T[:10], lr, 2)
    losses = [losses[0], *[losses[1]] * (steps - 1)]
    return _tiny(losses), losses


def one_step_late(net: Net, params: Params, X: Array, T: Array, lr: float, steps: int) -> Any:
    losses = _descend(net, params, X[:10], T[:10], lr, steps + 1)[1:]
    return _tiny(losses), losses


def any_progress(net: Net, params: Params, X: Array, T: Array, lr: float, steps: int) -> Any:
    losses = _descend(net, params, X[:10], T[:10], lr, steps)
    return losses[-1] < losses[0], losses


def a_tenth(net: Net, params: Params, X: Array, T: Array, lr: float, steps: int) -> Any:
    losses = _descend(net, params, X[:10], T[:10], lr, steps)
    return losses[-1] < 0.1 * losses[0], losses


def absolute(net: Net, params: Params, X: Array, T: Array, lr: float, steps: int) -> Any:
    losses = _descend(net, params, X[:10], T[:10], lr, steps)
    return losses[-1] < 0.01, losses


def nan_passes(net: Net, params: Params, X: Array, T: Array, lr: float, steps: int) -> Any:
    losses = _descend(net, params, X[:10], T[:10], lr, steps)
    return not losses[-1] >= 0.01 * losses[0], losses


def the_other_way(net: Net, params: Params, X: Array, T: Array, lr: float, steps: int) -> Any:
    losses = _descend(net, params, X[:10], T[:10], lr, steps)
    return losses[-1] > 0.01 * losses[0], losses


def the_lowest(net: Net, params: Params, X: Array, T: Array, lr: float, steps: int) -> Any:
    losses = _descend(net, params, X[:10], T[:10], lr, steps)
    return min(losses) < 0.01 * losses[0], losses


def always_false(net: Net, params: Params, X: Array, T: Array, lr: float, steps: int) -> Any:
    return False, _descend(net, params, X[:10], T[:10], lr, steps)


def always_true(net: Net, params: Params, X: Array, T: Array, lr: float, steps: int) -> Any:
    return True, _descend(net, params, X[:10], T[:10], lr, steps)


def in_place(net: Net, params: Params, X: Array, T: Array, lr: float, steps: int) -> Any:
    losses = []
    for _ in range(steps):
        loss, grads = net(params, X[:10], T[:10])
        losses.append(loss)
        for P, dP in zip(params, grads, strict=True):
            P -= lr * dP
    return _tiny(losses), losses


def weights_alone(net: Net, params: Params, X: Array, T: Array, lr: float, steps: int) -> Any:
    losses = []
    for _ in range(steps):
        loss, grads = net(params, X[:10], T[:10])
        losses.append(loss)
        pairs = zip(params, grads, strict=True)
        params = [P - lr * dP if np.ndim(P) > 1 else P for P, dP in pairs]
    return _tiny(losses), losses


OVERFIT_SMALL = (
    Mistake(
        "all samples",
        all_samples,
        "All samples are used. Ten can be learned by heart quickly, and that is the point: begin "
        "with X, T = X[:10], T[:10].",
    ),
    Mistake(
        "last ten",
        last_ten,
        "These are the last ten samples, X[-10:]; asked for are the first, X[:10].",
    ),
    Mistake(
        "nine samples",
        nine,
        "These are nine samples: a slice leaves its end out, so X[:10] has the rows 0 to 9.",
    ),
    Mistake(
        "climbing",
        climbing,
        "The parameters move along the gradient, and a right net gets worse: subtract lr * dP.",
    ),
    Mistake(
        "no step",
        no_step,
        "The parameters never move: each step has to make new ones, P - lr * dP, and the next "
        "step has to begin from them.",
    ),
    Mistake(
        "always from the start",
        one_step,
        "There is one step, and no second one from where it led to: let the new parameters take "
        "the place of the old ones, under the same name.",
    ),
    Mistake(
        "loss after the step",
        one_step_late,
        "The losses begin after the first step. losses[k] is the loss before step k, as net "
        "returns it together with the gradients.",
    ),
    Mistake(
        "any progress",
        any_progress,
        "A loss that has only become smaller counts as learned. A net with a bug in one layer "
        "gets better, too: ask for losses[-1] < 0.01 * losses[0].",
    ),
    Mistake(
        "a tenth",
        a_tenth,
        "A tenth of the first loss is enough here; asked for is one hundredth.",
    ),
    Mistake(
        "absolute",
        absolute,
        "The last loss is compared with 0.01 itself. What is small depends on the targets: compare "
        "with 0.01 times the first loss.",
    ),
    Mistake(
        "nan passes",
        nan_passes,
        "A loss of nan counts as learned: every comparison with nan is False, and not False is "
        "True. Ask losses[-1] < 0.01 * losses[0] directly.",
    ),
    Mistake(
        "the wrong way round",
        the_other_way,
        "The losses are right; ok is True where the last one is above 0.01 times the first. It has "
        "learned where the last one is below: < in place of >.",
    ),
    Mistake(
        "always True",
        always_true,
        "The losses are right, but ok is always True: look at the last one.",
    ),
    Mistake(
        "the lowest",
        the_lowest,
        "ok looks at the lowest loss. A net can come close and jump away again: it is the last one "
        "that counts, losses[-1].",
    ),
    Mistake(
        "always False",
        always_false,
        "The losses are right, but ok is never True. It asks whether the last loss is below one "
        "hundredth of the first: losses[-1] < 0.01 * losses[0].",
    ),
    Mistake(
        "params changed",
        in_place,
        "P -= lr * dP writes into the parameters that belong to the caller. Make new ones: "
        "params = [P - lr * dP for ...].",
    ),
    Mistake(
        "biases stay",
        weights_alone,
        "The matrices move and the biases stay. Every parameter takes its step.",
    ),
)

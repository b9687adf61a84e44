"""Training: gradient descent and what makes it faster.

Parameters are a tuple of arrays, as a flat network takes them, and are never changed in place: each
step makes new ones. A learning rate is a number, or a schedule of t = 0, 1, 2, ... (`schedules`).
"""

import math
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeAlias

import numpy as np

from backprop_lib.arrays import Array
from backprop_lib.schedules import Schedule

Params: TypeAlias = tuple[Array, ...]
LossAndGrads: TypeAlias = tuple[Any, Sequence[Array]]
Update: TypeAlias = Callable[[Params, Sequence[Array], float], Params]


def plain() -> Update:
    """Against the gradient: P - rate dP.

    Source: Avrithis, Deep learning for vision, lecture 6 (2018), gradient descent.
    """

    def update(params: Params, grads: Sequence[Array], rate: float) -> Params:
        return tuple(P - rate * dP for P, dP in zip(params, grads, strict=True))

    return update


def momentum(mu: float = 0.9) -> Update:
    """A velocity that keeps the share `mu` of itself and gains the gradient: V = mu V + dP.

    Make a new one for each training run: it remembers. Raises ValueError unless 0 <= mu < 1.
    Source: Polyak, Some methods of speeding up the convergence of iteration methods (1964).
    """
    _require_share("momentum", "mu", mu)
    velocities: list[Array] = []

    def update(params: Params, grads: Sequence[Array], rate: float) -> Params:
        before = velocities or [np.zeros_like(P) for P in params]
        velocities[:] = [mu * V + dP for V, dP in zip(before, grads, strict=True)]
        return tuple(P - rate * V for P, V in zip(params, velocities, strict=True))

    return update


def adam(beta1: float = 0.9, beta2: float = 0.999, eps: float = 1e-8) -> Update:
    """Steps of about `rate` in each entry: the mean gradient over its root mean square.

    Both means are moving ones, of weight beta1 and beta2, corrected for their start at 0. Make a
    new one for each training run: it remembers. Raises ValueError unless 0 <= beta < 1.
    Source: Kingma and Ba, Adam: a method for stochastic optimization (2015), algorithm 1.
    """
    _require_share("adam", "beta1", beta1)
    _require_share("adam", "beta2", beta2)
    means: list[Array] = []
    squares: list[Array] = []
    t = 0

    def update(params: Params, grads: Sequence[Array], rate: float) -> Params:
        nonlocal t
        t += 1
        m = means or [np.zeros_like(P) for P in params]
        s = squares or [np.zeros_like(P) for P in params]
        means[:] = [beta1 * M + (1 - beta1) * dP for M, dP in zip(m, grads, strict=True)]
        squares[:] = [beta2 * S + (1 - beta2) * dP * dP for S, dP in zip(s, grads, strict=True)]
        size = rate / (1 - beta1**t)
        root = math.sqrt(1 - beta2**t)
        return tuple(
            P - size * M / (np.sqrt(S) / root + eps)
            for P, M, S in zip(params, means, squares, strict=True)
        )

    return update


def gradient_descent(
    loss: Callable[[Any], LossAndGrads],
    params: Sequence[Array],
    rate: float | Schedule,
    steps: int,
    update: Update | None = None,
) -> tuple[Params, list[float]]:
    """Train on all samples at once: the parameters, and the loss before each step.

    loss(params) -> (loss, grads), grads in the order of params; `update` is plain() unless given.
    Raises FloatingPointError when the loss is no longer finite, ValueError when `loss` returns
    gradients that do not fit the parameters.
    Source: Avrithis, Deep learning for vision, lecture 6 (2018), gradient descent.
    """
    update, schedule, params = update or plain(), _schedule(rate), tuple(params)
    losses = []
    for t in range(steps):
        value, grads = _evaluate("gradient_descent", loss, params)
        losses.append(value)
        params = update(params, grads, schedule(t))
    return params, losses


def sgd(
    loss: Callable[..., LossAndGrads],
    params: Sequence[Array],
    data: Sequence[Array],
    rate: float | Schedule,
    epochs: int,
    batch_size: int = 32,
    update: Update | None = None,
    until: Callable[[Params], bool] | None = None,
    seed: int = 0,
) -> tuple[Params, list[float]]:
    """Train on shuffled mini-batches: the parameters, and the mean loss of each epoch.

    loss(params, *batch) -> (loss, grads); `data` are arrays with a row for each sample, such as
    (X, T), and a batch is the same rows of each. A schedule counts epochs. `until(params)` is asked
    after each epoch whether to stop, for example an `EarlyStopping`.
    Raises what `gradient_descent` and `mini_batches` raise.
    Source: CS231n lecture 4 (Stanford, 2024), stochastic gradient descent.
    """
    update, schedule, params = update or plain(), _schedule(rate), tuple(params)
    rng = np.random.default_rng(seed)
    losses = []
    for epoch in range(epochs):
        total = 0.0
        for batch in mini_batches(data, batch_size, rng):
            value, grads = _evaluate("sgd", loss, params, *batch)
            total += value * len(batch[0])
            params = update(params, grads, schedule(epoch))
        losses.append(total / len(data[0]))
        if until is not None and until(params):
            break
    return params, losses


def mini_batches(
    data: Sequence[Array], batch_size: int, rng: np.random.Generator
) -> Iterator[tuple[Array, ...]]:
    """Every sample once, in random order, `batch_size` at a time; the last batch may be smaller.

    Raises ValueError when the arrays differ in their number of rows, have none, or batch_size is
    not positive.
    """
    shapes = [array.shape for array in data]
    if not shapes or len({shape[:1] for shape in shapes}) != 1:
        raise ValueError(f"mini_batches: data are {shapes}: arrays must have as many rows")
    m = len(data[0])
    if m == 0 or batch_size < 1:
        raise ValueError(
            f"mini_batches: {m} samples, batch_size is {batch_size}: both must be at least 1"
        )
    order = rng.permutation(m)
    for start in range(0, m, batch_size):
        rows = order[start : start + batch_size]
        yield tuple(array[rows] for array in data)


class EarlyStopping:
    """Keeps the parameters that did best on held-out samples, and says when to stop.

    validation_loss(params) -> a number; call with the parameters after each epoch: True means that
    the best loss is `patience` calls old. `params` and `loss` are the best so far.
    Raises ValueError when patience is not positive.
    Source: JHU CSCI 601-471/671 Neural networks (2025), "Over-training/-fitting Prevention".
    """

    def __init__(self, validation_loss: Callable[[Params], Any], patience: int = 10) -> None:
        if patience < 1:
            raise ValueError(f"EarlyStopping: patience is {patience}: wait at least one epoch")
        self.validation_loss = validation_loss
        self.patience = patience
        self.params: Params = ()
        self.loss = math.inf
        self._since_best = 0

    def __call__(self, params: Params) -> bool:
        loss = float(self.validation_loss(params))
        if loss < self.loss:
            self.params, self.loss, self._since_best = params, loss, 0
        else:
            self._since_best += 1
        return self._since_best >= self.patience


def _schedule(rate: float | Schedule) -> Schedule:
    return rate if callable(rate) else lambda t: rate


def _evaluate(
    name: str, loss: Callable[..., LossAndGrads], params: Params, *batch: Array
) -> tuple[float, Sequence[Array]]:
    value, grads = loss(params, *batch)
    shapes, right = [dP.shape for dP in grads], [P.shape for P in params]
    if shapes != right:
        raise ValueError(
            f"{name}: the gradients are {shapes}, the parameters {right}: loss must return a "
            "gradient of the same shape for each parameter, in their order"
        )
    if not math.isfinite(value):
        raise FloatingPointError(
            f"{name}: the loss is {value}: the steps were too large, use a smaller rate"
        )
    return float(value), grads


def _require_share(name: str, argument: str, value: float) -> None:
    if not 0 <= value < 1:
        raise ValueError(f"{name}: {argument} is {value}: it must be at least 0 and below 1")

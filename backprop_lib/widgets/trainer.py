"""Training in a Playground, step by step: the net, its samples and its parameters."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from backprop_lib import init, optim
from backprop_lib.widgets.model import Array, Net, Params
from backprop_lib.widgets.own import Own
from backprop_lib.widgets.samples import draw, features
from backprop_lib.widgets.state import BadState, Config

INITS: dict[str, init.Init] = {
    "xavier": init.xavier,
    "he": init.he,
    "gaussian": init.gaussian,
    "zeros": lambda p, q, rng: init.zeros(p, q, rng),
}
UPDATES = {"plain": optim.plain, "momentum": optim.momentum, "adam": optim.adam}
HISTORY = 2000  # losses kept: from there on every other one is dropped

# What may change while training goes on; anything else starts anew.
RATES = {"learning_rate", "regularisation_rate", "regularisation"}
KEEPS = {*RATES, "batch_size", "optimizer", "points", "show_test", "discretise", "steps_per_frame"}
SHOWN = {"show_test", "discretise", "steps_per_frame"}


LARGEST = 1e30  # of a weight: single precision, in which it is shown, holds it and its products


class Diverged(Exception):
    """The loss is no longer finite, or a parameter has grown too large to be shown."""


class Trainer:
    """Everything that training changes: params, step, epoch, history.

    history holds (step, loss on training samples, loss on test samples). `own` are own functions.
    """

    def __init__(self, config: Config, own: Own | None = None) -> None:
        self.own = own or Own({})
        self.apply(config)

    def apply(self, config: Config, changed: set[str] | None = None) -> None:
        """Take over a configuration; what was learned stays where only `changed` allows that."""
        self.config = config
        if changed is not None and changed <= SHOWN:
            return
        self.use_own()
        c = config
        kept = changed is not None and changed <= KEEPS
        if not kept or (changed and "points" in changed):
            self.samples = draw(c)
            self.F = features(c.features, self.samples.X)
            self.F_test = features(c.features, self.samples.X_test)
        if not kept:
            self.reset()
        elif changed and "optimizer" in changed:
            self.update = UPDATES[c.optimizer]()
        self._batches = _no_batches()

    def use_own(self) -> None:
        """Compute with the own functions, where there are any."""
        self.net: Net = self._net(self.own)

    def use_library(self) -> None:
        """Compute with the library's units alone: own ones cannot go on."""
        self.net = self._net(Own({}))

    def _net(self, own: Own) -> Net:
        c = self.config
        return own.net(c.activation, c.problem, c.regularisation, c.regularisation_rate)

    def reset(self) -> None:
        """Back to the start: the same weights, the same order of samples."""
        c = self.config
        self.params: Params = init.parameters(self.sizes, INITS[c.init], c.seed)
        self.update = UPDATES[c.optimizer]()
        self.step_count = self.seen = 0
        self.history: list[tuple[int, float, float]] = []
        self._rng = np.random.default_rng([c.seed, 1])
        self._batches = _no_batches()
        self.last_batch: tuple[Array, Array] = self._first_batch()

    @property
    def sizes(self) -> tuple[int, ...]:
        """The number of features, of units in each hidden layer, of outputs."""
        return len(self.config.features), *self.config.hidden, 1

    @property
    def epoch(self) -> float:
        """How often every sample has been seen, on average."""
        return self.seen / len(self.F)

    def step(self) -> None:
        """One mini-batch: forward, backward, and a step against the gradient.

        Raises Diverged when a parameter is no longer finite.
        """
        F, T = self._next_batch()
        loss, gradients = self.net.loss(self.params, F, T)
        params = self.update(self.params, gradients, self.config.learning_rate)
        if not np.isfinite(loss) or not all((np.abs(P) < LARGEST).all() for P in params):
            raise Diverged(
                f"The loss is {loss:.3g} and the weights grow beyond all bounds: the steps were "
                "too large. Choose a smaller learning rate, then Reset."
            )
        self.params, self.last_batch = params, (F, T)
        self.step_count += 1
        self.seen += len(F)

    def losses(self) -> tuple[float, float]:
        """The loss on the training and on the test samples, without regularisation."""
        s = self.samples
        return self._loss(self.F, s.T), self._loss(self.F_test, s.T_test)

    def record(self) -> tuple[float, float]:
        """The losses, which go to the history as well; it stays short, however long one trains."""
        train, test = self.losses()
        if not self.history or self.history[-1][0] != self.step_count:
            self.history.append((self.step_count, train, test))
        if len(self.history) > HISTORY:
            del self.history[1:-1:2]
        return train, test

    def gradients(self) -> tuple[Array, ...]:
        """Those of the last mini-batch, at the present parameters."""
        return self.net.loss(self.params, *self.last_batch)[1]

    def accuracy(self) -> tuple[float, float]:
        """The share of training and of test samples on the right side; nan for a regression."""
        if self.config.problem == "regression":
            return float("nan"), float("nan")
        s = self.samples
        pairs = ((self.F, s.T), (self.F_test, s.T_test))
        shares = [
            float(((self.net.forward(self.params, F).A > 0) == (T > 0)).mean()) for F, T in pairs
        ]
        return shares[0], shares[1]

    def restore(self, weights: Any, step: Any) -> None:
        """Put back what was learned. Raises BadState when it does not fit the choices."""
        try:
            self.set_weights(weights)
            self._start_at(int(step))
        except (TypeError, ValueError) as error:
            raise BadState(f"the state is damaged: {error}") from None

    def _start_at(self, step: int) -> None:
        if step < 0:
            raise ValueError(f"step is {step}: it cannot be negative")
        self.step_count = step
        self.seen = step * min(self.config.batch_size or len(self.F), len(self.F))

    def set_weights(self, weights: Any) -> None:
        """Put other numbers in the place of the parameters, all of them.

        Raises ValueError when they do not fit or are not finite.
        """
        made = [np.asarray(W, dtype=np.float64) for W in weights]
        shapes, right = [W.shape for W in made], [P.shape for P in self.params]
        if shapes != right or not all(np.isfinite(W).all() for W in made):
            raise ValueError(f"weights are {shapes}: they must be {right}, all finite")
        self.params = tuple(made)

    def set_weight(self, layer: int, row: int | None, column: int, value: float) -> None:
        """Change one entry: of W[layer] in row `row`, or of b[layer] when row is None.

        Raises ValueError or IndexError for what is not there and for numbers that are none.
        """
        if not np.isfinite(value):
            raise ValueError(f"a weight cannot be {value}")
        params = [P.copy() for P in self.params]
        target = params[2 * layer + (row is None)]
        target[column if row is None else (row, column)] = value
        self.params = tuple(params)

    def _loss(self, F: Array, T: Array) -> float:
        return float(self.net.data_loss(self.net.forward(self.params, F).A, T)[0])

    def _first_batch(self) -> tuple[Array, Array]:
        n = self.config.batch_size or len(self.F)
        return self.F[:n], self.samples.T[:n]

    def _next_batch(self) -> tuple[Array, Array]:
        size = self.config.batch_size
        if not size or size >= len(self.F):
            return self.F, self.samples.T
        for F, T in self._batches:
            return F, T
        self._batches = optim.mini_batches((self.F, self.samples.T), size, self._rng)
        F, T = next(self._batches)
        return F, T


def _no_batches() -> Iterator[tuple[Array, ...]]:
    return iter(())


def changed_names(before: Config, changes: Mapping[str, Any], after: Config) -> set[str]:
    """The choices that are really others now."""
    return {name for name in changes if getattr(before, name) != getattr(after, name)}

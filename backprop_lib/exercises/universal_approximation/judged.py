"""Exercises that are judged by what the answer's net computes, or by how it goes about it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from backprop_lib.arrays import Array
from backprop_lib.exercises.calls import Outcome, Seen, observe, returned
from backprop_lib.exercises.cases import Case
from backprop_lib.exercises.compare import Measured, WrongForm, as_number, as_sequence, from_list
from backprop_lib.exercises.function import FunctionExercise
from backprop_lib.exercises.remote import call_with_names
from backprop_lib.exercises.universal_approximation.reference import Params, net, net_loss

OVERFLOW = (
    "np.exp overflows: its argument becomes large and positive on one side of the step. Let it "
    "see -|z| alone, or use np.tanh, which never overflows."
)
ENOUGH = 0.5  # of the first loss, or of that of the best constant
JUMP = 1.5  # how far above that a loss may be on the way
ALONG = 0.3  # the cosine between a step and the gradient, at least
NEAR = 0.25  # how far a loss may be from the one on a finer grid
SHAPES = "W, b and v are each of shape (h,), one number for each hidden unit"


class WithoutOverflow(FunctionExercise):
    """A function in which nothing may overflow, right as its value may be."""

    def run(self, answer: Any, case: Case, part: str | None = None) -> Outcome:
        """One call; an overflow is a result of the wrong kind."""
        outcome = super().run(answer, case, part)
        raised = outcome.raised
        if raised and raised.ename in ("FloatingPointError", "OverflowError"):
            return Outcome(wrong_form=OVERFLOW)
        if any("overflow" in warning for warning in outcome.warnings):
            return Outcome(wrong_form=OVERFLOW)
        return outcome


class Tolerant(FunctionExercise):
    """A function whose result is right when the net that it describes comes close enough."""

    tolerant = True


@dataclass(frozen=True)
class Trained:
    """Its start with one rng, twice, and with another; after rounds 3 and 4; its end."""

    start: Params
    again: Params
    other: Params
    third: Params
    fourth: Params
    end: Params
    losses: Array


class Training(Tolerant):
    """A function that trains a net; a few steps of it are looked at one by one."""

    def run(self, answer: Any, case: Case, part: str | None = None) -> Outcome:
        """Three starts and three trainings, looked at together."""

        def measure(seen: Seen) -> Measured:
            g, a, b, width, steps, rng = case.args

            def call(steps: int, rng: np.random.Generator = rng) -> tuple[Params, Array]:
                now = replace(case, args=(g, a, b, width, steps, rng)).fresh_args()
                result = returned(call_with_names(answer, case.names, *now))
                return read_training(result, width, steps)

            end, losses = call(steps)
            trained = Trained(
                start=call(0)[0],
                again=call(0)[0],
                other=call(0, np.random.default_rng(width))[0],
                third=call(3)[0],
                fourth=call(4)[0],
                end=end,
                losses=losses,
            )
            return judge_training(case, trained)

        return observe(measure)


def read_net(label: str, result: object) -> Params:
    """W, b and v of a net, all (h,)."""
    items = as_sequence(label, result, 3, "it must be (W, b, v)")
    W, b, v = (from_list(name, P) for name, P in zip("Wbv", items, strict=True))
    h = next((len(P) for P in (W, b, v) if P.ndim == 1), 0)
    for name, P in zip("Wbv", (W, b, v), strict=True):
        if P.ndim != 1 or len(P) != h:
            beside = f" beside {h} hidden units" if P.ndim == 1 else ""
            raise WrongForm(f"{name} has the shape {P.shape}{beside}: {SHAPES}.")
    return W, b, v


def read_training(result: object, width: int, steps: int) -> tuple[Params, Array]:
    """The net and the losses that a training returned."""
    params, losses = as_sequence("The result", result, 2, "return (W, b, v), losses")
    W, b, v = read_net("The first item", params)
    if len(W) != width:
        raise WrongForm(f"The net has {len(W)} hidden units: width = {width} are asked for.")
    if isinstance(losses, list | tuple):
        losses = [as_number(f"losses[{k}]", loss) for k, loss in enumerate(losses)]
    history = from_list("losses", losses)
    if history.ndim == 0:
        raise WrongForm("losses is one number: return the loss of every step, in a list.")
    if history.shape == (steps + 1,):
        raise WrongForm("There is one loss too many: losses[k] is the loss before step k.")
    if history.shape != (steps,):
        raise WrongForm(f"losses has the shape {history.shape}, not ({steps},): one for each step.")
    return (W, b, v), history


def judge_training(case: Case, trained: Trained) -> Measured:
    """Nothing to compare when all is well; else WrongForm with what is wrong first."""
    g, a, b = case.args[:3]
    start, end, losses = trained.start, trained.end, trained.losses
    before, after = mean_squared_error(start, g, a, b), mean_squared_error(end, g, a, b)
    constant = float(np.var(g(np.linspace(a, b, 401))))  # the best constant's
    scale = max(losses[0], constant)
    unmoved = [np.array_equal(P, Q) for P, Q in zip(start, end, strict=True)]
    for wrong, sentence in (
        (all(np.ptp(P) == 0 for P in start), ALIKE),
        (_same(start, trained.other) or not _same(start, trained.again), WITHOUT_RNG),
        (all(unmoved), UNMOVED),
        (not losses.max() <= JUMP * scale or not np.isfinite(after), GROWS),
        (not abs(losses[0] / before - 1) <= NEAR, FIRST_LOSS),
        (after > 0.9 * scale, NOTHING_LEARNED),
        *((left, one_unmoved(name)) for left, name in zip(unmoved, "Wbv", strict=True)),
        *((away, one_astray(name)) for away, name in _astray(case, trained)),
        (not abs(losses[-1] - after) <= NEAR * after + 0.01 * constant, LAST_LOSS),
    ):
        if wrong:
            raise WrongForm(sentence)
    if after > ENOUGH * scale:
        raise WrongForm(
            f"It learns, but not enough: {len(losses)} steps bring the mean squared error from "
            f"{losses[0]:.2g} to {after:.2g}, and {ENOUGH * scale:.2g} or less is asked for. Start "
            "with steps of steepness around 10 / (b - a), spread over [a, b], and lr = 1 / width."
        )
    return {"the training": np.array(1.0)}


def _astray(case: Case, trained: Trained) -> list[tuple[bool, str]]:
    """For W, b and v whether round 4 took them anywhere but against their gradient."""
    g, a, b = case.args[:3]
    x = np.linspace(a, b, 101)
    _, grads = net_loss(trained.third, x, g(x))
    moves = [P - Q for P, Q in zip(trained.third, trained.fourth, strict=True)]
    return [
        (not move @ dP >= ALONG * np.linalg.norm(move) * np.linalg.norm(dP), name)
        for move, dP, name in zip(moves, grads, "Wbv", strict=True)
    ]


def mean_squared_error(params: Params, g: Callable[[Array], Array], a: float, b: float) -> float:
    """Of a net against g, on a fine grid."""
    x = np.linspace(a, b, 401)
    with np.errstate(all="ignore"):
        return float(np.mean((net(params, x) - g(x)) ** 2))


def _same(one: Params, other: Params) -> bool:
    return all(np.array_equal(P, Q) for P, Q in zip(one, other, strict=True))


def one_unmoved(name: str) -> str:
    """What to say when one of the parameters was left out of the training."""
    return (
        f"{name} ends as it began: W, b and v all take a step, each against its own gradient, "
        "in every round."
    )


def one_astray(name: str) -> str:
    """What to say when one of the parameters is not moved against its gradient."""
    return (
        f"The step of {name} does not go against the gradient of the mean squared error: in every "
        f"round {name} becomes {name} - lr * d{name}, with the gradient taken at the points x from "
        "a to b and the parameters of that round."
    )


ALIKE = (
    "All hidden units start alike, so they get the same gradients and stay alike: the net is worth "
    "one unit. Draw W and b from rng, one number for each unit."
)
WITHOUT_RNG = (
    "The start does not come from rng: the same rng has to give the same start, and another rng "
    "another one. Draw with rng.normal and rng.uniform, and make no generator of your own."
)
UNMOVED = (
    "The net that comes back is the one that it started from: in each round the parameters have "
    "to be replaced by P - lr * dP."
)
GROWS = (
    "The losses rise above where they began, or end in nan or inf. If they grow steadily you are "
    "climbing: subtract lr * dP. If they jump about, lr is too large: try 1 / width."
)
FIRST_LOSS = (
    "losses[0] is not the mean squared error of the start on [a, b]: take t = g(x) at points x "
    "from a to b, and note the loss before the step, a mean over the points."
)
LAST_LOSS = (
    "The losses are not those of the net that you return: the last one is far from its mean "
    "squared error on [a, b]. Does each round start from the parameters of the round before, and "
    "are its last ones returned?"
)
NOTHING_LEARNED = (
    "After all steps the mean squared error is about what it was at the start: lr may be far too "
    "small, or the start may have no steps inside [a, b]. Begin with b = -W times random places in "
    "[a, b]."
)

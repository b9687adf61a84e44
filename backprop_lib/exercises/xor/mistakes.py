"""Known mistakes of lesson 07: small wrong functions, and what to say to who wrote one."""

# ruff: noqa: D103 - what each function does wrong is said in its Mistake below

from typing import Any

import numpy as np

from backprop_lib.arrays import Array
from backprop_lib.exercises.explain import Mistake
from backprop_lib.exercises.xor.reference import Gate, logic_gates


def strictly_above(X: Array, w: Array, b: float) -> Array:
    return (X @ w + b > 0).astype(float)


def bias_forgotten(X: Array, w: Array, b: float) -> Array:
    return (X @ w >= 0).astype(float)


def bias_as_threshold(X: Array, w: Array, b: float) -> Array:
    return (X @ w >= b).astype(float)


def fires_below(X: Array, w: Array, b: float) -> Array:
    return (X @ w + b < 0).astype(float)


def minus_one_for_silent(X: Array, w: Array, b: float) -> Array:
    return np.where(X @ w + b >= 0, 1.0, -1.0)


def raw_score(X: Array, w: Array, b: float) -> Array:
    return X @ w + b


THRESHOLD = (
    Mistake(
        "> for >=",
        strictly_above,
        "A score of exactly 0 must fire too: compare with >=, not with >.",
    ),
    Mistake("bias forgotten", bias_forgotten, "The bias b is not added to X @ w."),
    Mistake(
        "bias as threshold",
        bias_as_threshold,
        "X @ w is compared with b: the bias is added to the score, and the sum compared with 0.",
    ),
    Mistake(
        "fires below",
        fires_below,
        "The unit fires where it should be silent: it gives 1.0 where the score is >= 0.",
    ),
    Mistake(
        "-1 for 0",
        minus_one_for_silent,
        "A unit that does not fire gives 0.0 here, not -1.0.",
    ),
    Mistake(
        "raw score",
        raw_score,
        "The score itself is returned: say 1.0 where it is >= 0 and 0.0 elsewhere.",
    ),
)


def _wrong_gate(name: str, gate: str, does: str, values: Gate, remedy: str) -> Mistake:
    return Mistake(name, lambda: logic_gates() | {gate: values}, f"Your {gate} {does}: {remedy}")


LOGIC_GATES = (
    _wrong_gate(
        "AND for OR",
        "OR",
        "computes AND",
        ([1.0, 1.0], -1.5),
        "one input that is on must be enough, so bring b closer to 0.",
    ),
    _wrong_gate(
        "OR for AND",
        "AND",
        "computes OR",
        ([1.0, 1.0], -0.5),
        "one input alone must not reach the threshold, so make b more negative.",
    ),
    _wrong_gate(
        "NAND without its negation",
        "NAND",
        "computes AND",
        ([1.0, 1.0], -1.5),
        "the negation is forgotten; flip the sign of the weights and of the bias.",
    ),
    _wrong_gate(
        "NOR for NAND",
        "NAND",
        "computes NOR",
        ([-1.0, -1.0], 0.5),
        "with one input on it must still fire, so make b larger.",
    ),
    *(
        _wrong_gate(
            f"{gate} {does}",
            gate,
            f"{does} on every input",
            ([0.0, 0.0], b),
            "look at the sign and the size of b.",
        )
        for gate in ("OR", "AND", "NAND")
        for does, b in (("fires", 1.0), ("is silent", -1.0))
    ),
)


def flipped_update(w: Array, x: Array, t: float, eta: float) -> Array:
    o = 1.0 if w @ x >= 0 else 0.0
    return w + eta * (o - t) * x


def eta_forgotten(w: Array, x: Array, t: float, eta: float) -> Array:
    o = 1.0 if w @ x >= 0 else 0.0
    return w + (t - o) * x


def changed_in_place(w: Array, x: Array, t: float, eta: float) -> Array:
    o = 1.0 if w @ x >= 0 else 0.0
    w += eta * (t - o) * x
    return w


def always_updated(w: Array, x: Array, t: float, eta: float) -> Array:
    return w + eta * (2 * t - 1) * x


def target_alone(w: Array, x: Array, t: float, eta: float) -> Array:
    return w + eta * t * x


def score_for_output(w: Array, x: Array, t: float, eta: float) -> Array:
    return w + eta * (t - w @ x) * x


def silent_at_zero(w: Array, x: Array, t: float, eta: float) -> Array:
    o = 1.0 if w @ x > 0 else 0.0
    return w + eta * (t - o) * x


def input_forgotten(w: Array, x: Array, t: float, eta: float) -> Array:
    o = 1.0 if w @ x >= 0 else 0.0
    return w + eta * (t - o)


PERCEPTRON_UPDATE = (
    Mistake(
        "step flipped",
        flipped_update,
        "The step goes the wrong way, with o - t: a unit that should have fired needs larger "
        "weights on its active inputs, so the factor is t - o.",
    ),
    Mistake("eta forgotten", eta_forgotten, "The step is not multiplied by eta."),
    Mistake(
        "w changed in place",
        changed_in_place,
        "The new weights are right, but the w that came in is changed as well: w += ... works in "
        "place; return w + ... instead.",
    ),
    Mistake(
        "updated where right",
        always_updated,
        "The weights also change where the output is already right: there t - o is 0 and w stays.",
    ),
    Mistake(
        "output left out",
        target_alone,
        "The output o is left out: the step is eta (t - o) x, so a unit that fires where it should "
        "not is corrected too.",
    ),
    Mistake(
        "score for output",
        score_for_output,
        "The raw score w.x stands where the output belongs: o is 1.0 if w.x >= 0, else 0.0.",
    ),
    Mistake(
        "> for >=",
        silent_at_zero,
        "A score of exactly 0 fires: o is 1.0 where w.x >= 0, not only where it is > 0.",
    ),
    Mistake(
        "input forgotten",
        input_forgotten,
        "Every weight moves by the same amount: multiply the step by x, so that an input of 0 "
        "leaves its weight alone.",
    ),
)


def _net(W1: list[list[float]], b1: list[float], W2: list[float], b2: float) -> Any:
    return lambda: (W1, b1, [[w] for w in W2], [b2])


ADD_TWICE = [[1.0, 1.0], [1.0, 1.0]]

XOR_BY_HAND = (
    Mistake(
        "computes OR",
        _net(ADD_TWICE, [0.0, -1.0], [1.0, -1.0], 0.0),
        "Your net computes OR: on (1, 1) the second hidden unit must take away as much as the "
        "first one adds.",
    ),
    Mistake(
        "computes AND",
        _net(ADD_TWICE, [0.0, -1.0], [0.0, 1.0], 0.0),
        "Your net computes AND: it needs a second hidden unit that is on when at least one input "
        "is, and the unit that sees both must count against the output.",
    ),
    Mistake(
        "computes NAND",
        _net(ADD_TWICE, [0.0, -1.0], [0.0, -1.0], 1.0),
        "Your net computes NAND: on (0, 0) it must say 0, so combine NAND with OR.",
    ),
    Mistake(
        "computes XNOR",
        _net(ADD_TWICE, [0.0, -1.0], [-1.0, 2.0], 1.0),
        "Your net computes the opposite of XOR: flip the signs of W2 and look again at b2.",
    ),
    Mistake(
        "bias forgotten",
        _net(ADD_TWICE, [0.0, 0.0], [1.0, -2.0], 0.0),
        "Both hidden units are the same, for want of a bias: a bias of -1 keeps the second one "
        "silent until both inputs are on.",
    ),
    Mistake(
        "x1 + x2",
        _net(ADD_TWICE, [0.0, 0.0], [1.0, 0.0], 0.0),
        "Your net adds its inputs: right up to (1, 1), where a second hidden unit must bring the "
        "sum from 2 down to 0.",
    ),
)

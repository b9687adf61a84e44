"""Known mistakes of lesson 07 in parity by width, and what to say to who made one."""

# ruff: noqa: D103 - what each function does wrong is said in its Mistake below

from typing import Any

import numpy as np

from backprop_lib.arrays import Array
from backprop_lib.exercises.explain import Mistake
from backprop_lib.exercises.xor.parity_cases import inputs
from backprop_lib.exercises.xor.reference import Layers, parity_by_width


def _recognisers(chosen: Array, W: Array, b: Any, last: float = -0.5) -> Layers:
    """A hidden unit for each chosen pattern (h, n), and an output with the same weight for all."""
    return [(W, b), (np.ones((len(chosen), 1)), np.array([last]))]


def _patterns(n: int, remainder: int = 1) -> Array:
    every = inputs(n)
    odd: Array = every[every.sum(axis=1) % 2 == remainder]
    return odd


def even_patterns(n: int) -> Any:
    even = _patterns(n, 0)
    return _recognisers(even, 2 * even.T - 1, 0.5 - even.sum(axis=1))


def all_patterns(n: int) -> Any:
    every = np.vstack([_patterns(n), _patterns(n, 0)])
    return _recognisers(every, 2 * every.T - 1, 0.5 - every.sum(axis=1))


def zeros_ignored(n: int) -> Any:
    odd = _patterns(n)
    return _recognisers(odd, odd.T, 0.5 - odd.sum(axis=1))


def wide_always_silent(n: int) -> Any:
    odd = _patterns(n)
    return _recognisers(odd, 2 * odd.T - 1, -0.5 - odd.sum(axis=1))


def fires_always(n: int) -> Any:
    (W, b), (V, _) = parity_by_width(n)
    return [(W, b), (V, np.array([0.0]))]


def single_ones(n: int) -> Any:
    return _recognisers(np.eye(n), 2 * np.eye(n) - 1, np.full(n, -0.5))


def same_bias(n: int) -> Any:
    odd = _patterns(n)
    return _recognisers(odd, 2 * odd.T - 1, np.full(len(odd), 0.5 - n))


def wide_transposed(n: int) -> Any:
    return [(W.T, b) for W, b in parity_by_width(n)]


def no_output(n: int) -> Any:
    return parity_by_width(n)[:1]


PARITY_BY_WIDTH = (
    Mistake(
        "even patterns",
        even_patterns,
        "Your net fires where the number of ones is even: keep the patterns with sum % 2 == 1.",
    ),
    Mistake(
        "all patterns",
        all_patterns,
        "There is a hidden unit for each of the 2^n patterns: those with an even number of ones "
        "need none, since where no hidden unit fires the output is silent already.",
    ),
    Mistake(
        "zeros ignored",
        zeros_ignored,
        "Your net fires wherever any input is on. Does a hidden unit fire also on inputs with "
        "more ones than its pattern? Where the pattern has a zero the weight is -1, not 0, so "
        "that a one there counts against it.",
    ),
    Mistake(
        "silent",
        wide_always_silent,
        "Your net never fires. On its own pattern, w.x is the number of the pattern's ones, so b "
        "must be a little above minus that number; and one hidden unit that fires must be enough "
        "for the output.",
    ),
    Mistake(
        "fires always",
        fires_always,
        "Your net fires on every input. Either the output fires when no hidden unit does (with "
        "the bias 0 its score is 0: take -0.5), or a hidden unit also fires where one input "
        "differs from its pattern (its score there must be below 0).",
    ),
    Mistake(
        "single ones",
        single_ones,
        "Your net fires for a single one, and for nothing else: the patterns with three, five, ... "
        "ones are odd as well.",
    ),
    Mistake(
        "bias from n",
        same_bias,
        "Each hidden unit waits for n ones: on its own pattern w.x is the number of the pattern's "
        "ones, so b is 0.5 minus that number, another for each pattern.",
    ),
    Mistake(
        "each W transposed",
        wide_transposed,
        "Each W is transposed: its rows are the signals that come in, its columns are the units.",
    ),
    Mistake(
        "no output unit",
        no_output,
        "The output is missing: a second layer, one unit, has to join the hidden units by OR.",
    ),
)

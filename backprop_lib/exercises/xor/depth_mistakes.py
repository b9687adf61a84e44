"""Known mistakes of lesson 07 in parity by depth, and what to say to who made one."""

# ruff: noqa: D103 - what each function does wrong is said in its Mistake below

from typing import Any

import numpy as np

from backprop_lib.exercises.explain import Mistake
from backprop_lib.exercises.xor.reference import Layers, parity_by_depth, parity_by_width

OR, AND, NAND = ((1.0, -0.5), (1.0, -1.5), (-1.0, 1.5))  # the weight of both inputs, and the bias
NOR, NEVER = (-1.0, 0.5), (-1.0, -1.5)
PASS = (1.0, -0.5)  # of one input alone


def _level(pairs: int, one: Any, other: Any, joined: Any = AND) -> Layers:
    """Two layers: two gates of each pair, and one gate of these two."""
    W = np.kron(np.eye(pairs), [[one[0], other[0]], [one[0], other[0]]])
    V = np.kron(np.eye(pairs), [[joined[0]], [joined[0]]])
    return [(W, np.tile([one[1], other[1]], pairs)), (V, np.full(pairs, joined[1]))]


def _tree(n: int, one: Any, other: Any, joined: Any = AND) -> Layers:
    """Level by level; the partner of an odd one out is always 0."""
    layers: Layers = []
    while n > 1:
        (W, b), second = _level((n + 1) // 2, one, other, joined)
        layers += [(W[:n], b), second]
        n = (n + 1) // 2
    return layers


def _beside(first: Layers, second: Layers) -> Layers:
    """Two nets of the same depth side by side."""
    layers = []
    for (W, b), (V, c) in zip(first, second, strict=True):
        zeros = (np.zeros((len(W), V.shape[1])), np.zeros((len(V), W.shape[1])))
        layers.append((np.block([[W, zeros[0]], [zeros[1], V]]), np.concatenate([b, c])))
    return layers


def computes_or(n: int) -> Any:
    return _tree(n, OR, OR)


def computes_and(n: int) -> Any:
    return _tree(n, OR, AND)


def deep_always_silent(n: int) -> Any:
    return _tree(n, OR, NEVER)


def joined_by_or(n: int) -> Any:
    return _tree(n, OR, NAND, OR)


def equal_pairs(n: int) -> Any:
    return _tree(n, AND, NOR, OR)


def opposite(n: int) -> Any:
    *layers, (V, _) = parity_by_depth(n)
    return [*layers, (-V, np.array([1.5]))]


def odd_one_lost(n: int) -> Any:
    layers: Layers = []
    while n > 1:
        (W, b), second = _level(n // 2, OR, NAND)
        layers += [(np.vstack([W, np.zeros((n % 2, W.shape[1]))]), b), second]
        n = n // 2
    return layers


def no_row_for_the_odd_one(n: int) -> Any:
    layers: Layers = []
    while n > 1:
        layers += _level(n // 2, OR, NAND)
        n = n // 2
    return layers


def odd_one_always_on(n: int) -> Any:
    layers: Layers = []
    while n > 1:
        level = _level(n // 2, OR, NAND)
        if n % 2:
            on: Layers = [(np.array([[1.0]]), np.array([0.0]))] * 2
            level = _beside(level, on)
        layers += level
        n = (n + 1) // 2
    return layers


def one_level(n: int) -> Any:
    return parity_by_depth(n)[:2]


def waiting_inputs_carried(n: int) -> Any:
    layers: Layers = []
    for waiting in range(n - 2, -1, -1):
        carried = (np.eye(waiting), np.full(waiting, PASS[1]))
        layers += _beside(_level(1, OR, NAND), [carried, carried])
    return layers


def counts_the_ones(n: int) -> Any:
    signs = (-1.0) ** np.arange(n)
    return [(np.ones((n, n)), -0.5 - np.arange(n)), (signs[:, None], np.array([-0.5]))]


def by_width(n: int) -> Any:
    return parity_by_width(n)


def deep_transposed(n: int) -> Any:
    return [(W.T, b) for W, b in parity_by_depth(n)]


PARITY_BY_DEPTH = (
    Mistake(
        "computes OR",
        computes_or,
        "Your net computes the OR of all its inputs: a pair (1, 1) must give 0. That is the part "
        "of NAND, which must be silent there: weights -1 and -1, bias 1.5.",
    ),
    Mistake(
        "computes AND",
        computes_and,
        "Your net fires only where all its inputs are on: for a pair, the second hidden unit is "
        "NAND, not AND, so its weights are negative and its bias is positive.",
    ),
    Mistake(
        "silent",
        deep_always_silent,
        "Your net never fires. One pair alone, (0, 1), must make OR and NAND fire both, and the "
        "AND of them reach its threshold: look at the three biases, -0.5, 1.5 and -1.5.",
    ),
    Mistake(
        "joined by OR",
        joined_by_or,
        "Your net fires on every input: OR or NAND fires everywhere. Only where both of them do is "
        "one input on and not the other, so join them by AND, whose bias is -1.5.",
    ),
    Mistake(
        "equal pairs",
        equal_pairs,
        "A pair of your net gives 1 where its two signals are equal; XOR is 1 where they are "
        "not. Two such levels can make up for each other, so some n come out right.",
    ),
    Mistake(
        "opposite",
        opposite,
        "Your net says the opposite throughout, 1 for an even number of ones: look at the signs "
        "and the bias of the last unit.",
    ),
    Mistake(
        "odd one lost",
        odd_one_lost,
        "Where the number of signals is odd, the last one has no partner and gets lost: n // 2 "
        "leaves it out. Make (n + 1) // 2 pairs, or hand it on through a unit of its own.",
    ),
    Mistake(
        "no row for the odd one",
        no_row_for_the_odd_one,
        "Where the number of signals is odd, W has no row for the last one: n // 2 leaves it "
        "out. Make (n + 1) // 2 pairs and keep the first n rows, W[:n].",
    ),
    Mistake(
        "odd one always on",
        odd_one_always_on,
        "The signal that is handed on without a partner comes out as 1 always: with the bias 0 "
        "its unit fires for an input of 0 too (the score is 0). Its bias is -0.5.",
    ),
    Mistake(
        "one level",
        one_level,
        "Your net joins each pair once and stops: half as many signals come out as went in. Do "
        "the same again with these, until one is left.",
    ),
    Mistake(
        "waiting inputs carried",
        waiting_inputs_carried,
        "Your net is right but large: it joins one pair at a time and carries all the waiting "
        "inputs through every layer, n^2 - 1 units in all. Join all pairs in the same two layers.",
    ),
    Mistake(
        "counts",
        counts_the_ones,
        "Your net counts the ones, by units that look at all inputs at once. That is a net worth "
        "remembering, and this section comes to it; here each unit may look at two signals.",
    ),
    Mistake(
        "by width",
        by_width,
        "This is the net by width: it is right, but its hidden units look at all inputs at once, "
        "and there are 2^(n-1) of them. Here each unit may look at two signals: join pairs.",
    ),
    Mistake(
        "each W transposed",
        deep_transposed,
        "Each W is transposed: its rows are the signals that come in, its columns are the units.",
    ),
)

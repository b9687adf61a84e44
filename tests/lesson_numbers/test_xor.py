"""Every number that lesson 07 states, computed with the reference functions."""

import ast
from collections.abc import Callable
from itertools import product
from typing import Any

import nbformat
import numpy as np
import pytest

from backprop_lib import data
from backprop_lib.arrays import Array
from backprop_lib.exercises.xor import LESSON
from backprop_lib.exercises.xor.parity_cases import inputs
from backprop_lib.exercises.xor.reference import (
    Layers,
    Params,
    logic_gates,
    parity_by_depth,
    parity_by_width,
    perceptron_update,
    threshold,
    train_xor,
    xor_by_hand,
    xor_loss,
)
from tests.root import ROOT

X, T = data.xor()
SOURCE = ROOT / "solutions" / "07_xor" / "xor.ipynb"


def shown(cell_id: str, name: str) -> Callable[..., Any]:
    """A function that a locked cell of the notebook defines, as it stands there."""
    cells = nbformat.read(SOURCE, as_version=4).cells
    tree = ast.parse(next(cell.source for cell in cells if cell.id == cell_id))
    tree.body = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    scope: dict[str, Any] = {"np": np, "X": X, "T": T, "product": product}
    exec(compile(tree, cell_id, "exec"), scope)
    made: Callable[..., Any] = scope[name]
    return made


fire = shown("parity-picture", "fire")
train_all = shown("luck", "train_all")
start = shown("numerical-check", "start")


def size(layers: Layers) -> int:
    return sum(W.shape[1] for W, _ in layers)


def odd(n: int) -> Array:
    parity: Array = inputs(n).sum(axis=1) % 2
    return parity


def passes_of_the_rule(t: Array, passes: int) -> list[tuple[int, list[float]]]:
    """For each pass over the four samples the updates, and the weights after it."""
    w: Array = np.zeros(3)
    found = []
    for _ in range(passes):
        updates = 0
        for x, target in zip(np.column_stack([X, np.ones(4)]), t, strict=True):
            before, w = w, perceptron_update(w, x, target, 1.0)
            updates += int((before != w).any())
        found.append((updates, w.tolist()))
    return found


def test_the_lesson_is_worth_nineteen_points_of_eight_functions_and_three_quizzes() -> None:
    names = [each.name for each in LESSON.exercises]
    assert LESSON.points == 19
    assert len([n for n in names if n.startswith("quiz")]) == 3 and len(names) == 11


def test_the_rule_ends_for_or_after_five_updates_in_the_fourth_pass() -> None:
    updates = [n for n, _ in passes_of_the_rule(np.array([0.0, 1, 1, 1]), 4)]
    assert sum(updates) == 5 and updates[2] > 0 == updates[3]


def test_the_rule_goes_round_for_xor_from_the_second_pass_on() -> None:
    ends = [w for _, w in passes_of_the_rule(T[:, 0], 3)]
    assert ends[2] == ends[1] == [-1, 0, 0] != ends[0]


def test_275_units_compute_all_tables_but_two() -> None:
    weights, biases = np.arange(-2.0, 3.0), np.arange(-2.5, 3.0, 0.5)
    units = list(product(weights, weights, biases))
    tables = {tuple(threshold(X, np.array([w1, w2]), b)) for w1, w2, b in units}
    assert len(units) == 275
    assert set(product((0, 1), repeat=4)) - tables == {(0, 1, 1, 0), (1, 0, 0, 1)}


def test_or_and_nand_joined_by_and_are_xor() -> None:
    gates = {name: (np.array(w), b) for name, (w, b) in logic_gates().items()}
    H = np.column_stack([threshold(X, *gates["OR"]), threshold(X, *gates["NAND"])])
    assert H.tolist() == [[0, 1], [1, 1], [1, 1], [1, 0]]
    assert threshold(H, *gates["AND"]).tolist() == [0, 1, 1, 0]
    assert xor_loss(xor_by_hand(), X, T)[0] == 0


def test_the_sample_by_hand() -> None:
    W1, W2 = np.array([[2.0, -1.0], [3.0, 1.0]]), np.array([[0.5], [2.0]])
    params: Params = (W1, np.array([1.0, 0.5]), W2, np.array([1.0]))
    loss, grads = xor_loss(params, np.array([[1.0, 0.0]]), np.array([[1.0]]))
    assert loss == 2.25
    assert [d.tolist() for d in grads] == [[[1.5, 0], [0, 0]], [1.5, 0], [[9], [0]], [3]]


def test_the_run_rests_above_a_sixth_with_three_of_four_right() -> None:
    params, losses = train_xor(start(4, seed=60), X, T, 0.1, 400)
    assert 0.16 < losses[200] < losses[60] < 0.2 and losses[-1] < 0.01
    for steps, right in ((100, 3), (300, 4), (400, 4)):
        W1, b1, W2, b2 = train_xor(start(4, seed=60), X, T, 0.1, steps)[0]
        Y = np.maximum(0, X @ W1 + b1) @ W2 + b2
        assert ((Y >= 0.5) == (T == 1)).sum() == right
    assert params[0].shape == (2, 4)


@pytest.mark.parametrize(
    ("h", "fewest", "most"),
    [(2, 740, 810), (4, 310, 390), (8, 90, 140), (16, 130, 200)],
)
def test_how_many_of_1000_starts_fail(h: int, fewest: int, most: int) -> None:
    losses, dead = train_all(h, 0.1, 600)
    failed = losses >= 0.01
    assert fewest < failed.sum() < most
    assert dead.any(axis=0)[failed].mean() > 0.8
    levels = abs(losses[failed, None] - [1 / 4, 1 / 6, 1 / 8]).min(axis=1)
    assert (levels < 0.005).mean() > 0.97


def test_the_loss_of_answering_the_mean_of_four_three_and_two_samples() -> None:
    for answers, level in (((0.5,) * 4, 4), ((0, *(2 / 3,) * 3), 6), ((0, 1, 0.5, 0.5), 8)):
        assert np.mean((np.array(answers) - T[:, 0]) ** 2) == pytest.approx(1 / level)


def test_one_net_of_the_many_trains_as_xor_loss_does() -> None:
    rng = np.random.default_rng(3)
    W1, W2 = rng.normal(size=(2, 3, 5)), rng.normal(size=(3, 5))
    losses, _ = train_all(3, 0.1, 40, count=5)
    for k in range(5):
        params: Params = (W1[:, :, k], np.zeros(3), W2[:, k : k + 1], np.zeros(1))
        assert xor_loss(train_xor(params, X, T, 0.1, 40)[0], X, T)[0] == pytest.approx(losses[k])


def test_a_unit_in_four_is_born_dead_and_the_first_step_of_sixteen_overshoots() -> None:
    (before, born), (after, _), (_, soon) = (train_all(16, 0.1, steps) for steps in (0, 1, 5))
    assert born.mean() == pytest.approx(0.25, abs=0.01)
    assert round(before.mean()) == 8 and round(after.mean()) == 24
    assert soon.mean() == pytest.approx(0.5, abs=0.03)
    born = train_all(2, 0.1, 0)[1]
    assert born.any(axis=0).mean() == pytest.approx(1 - 9 / 16, abs=0.03)


def test_with_a_fifth_of_the_step_a_handful_of_sixteen_fail() -> None:
    losses, dead = train_all(16, 0.02, 600)
    assert (losses >= 0.01).sum() < 10 and dead.mean() < 0.33
    assert train_all(16, 0.02, 1)[0].mean() < train_all(16, 0.02, 0)[0].mean()


def test_the_units_by_depth_and_by_width() -> None:
    counted = {n: (size(parity_by_depth(n)), size(parity_by_width(n))) for n in range(2, 13)}
    assert [counted[n] for n in (4, 5, 6, 12)] == [(9, 9), (18, 17), (18, 33), (36, 2049)]
    assert all(wide > deep for n, (deep, wide) in counted.items() if n >= 6)
    assert all(deep <= 4 * n for n, (deep, _) in counted.items())
    for n in (2, 4, 8):
        deep = parity_by_depth(n)
        assert size(deep) == 3 * (n - 1) and len(deep) == 2 * np.log2(n)
    assert (size(parity_by_depth(8)), len(parity_by_depth(8))) == (21, 6)


@pytest.mark.parametrize("n", range(2, 9))
def test_all_three_nets_compute_parity(n: int) -> None:
    counting = [
        (np.ones((n, n)), 0.5 - np.arange(1, n + 1)),
        ((-1.0) ** np.arange(n)[:, None], np.array([-0.5])),
    ]
    for net in (parity_by_depth(n), parity_by_width(n), counting):
        np.testing.assert_array_equal(fire(net, inputs(n))[:, 0], odd(n))


def test_the_recogniser_of_101() -> None:
    X = np.array([[1.0, 0, 1], [1, 1, 1], [0, 0, 1], [0, 1, 0]])
    w = np.array([1.0, -1, 1])
    assert (X @ w).tolist() == [2, 1, 1, -1]
    assert (X @ w - 1.5).tolist() == [0.5, -0.5, -0.5, -2.5]


def test_an_and_that_leaves_an_input_out_fires_for_an_even_pattern_too() -> None:
    for n in (2, 3, 4):
        for literals in product((-1.0, 0.0, 1.0), repeat=n):
            w = np.array(literals)
            fires = inputs(n) @ w + 0.5 - (w > 0).sum() >= 0
            assert (fires.sum() == 1) == w.all() and fires.sum() == 2 ** (n - (w != 0).sum())
            if not w.all():
                assert set(odd(n)[fires]) == {0, 1}

"""Own functions: named when their gradients are wrong, and when they fail altogether."""

import threading
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from backprop_lib import units
from backprop_lib.widgets.careful import OwnFunctionFailed
from backprop_lib.widgets.limits import TookTooLong, at_most
from backprop_lib.widgets.own import Own
from backprop_lib.widgets.session import Session
from backprop_lib.widgets.state import Config

SIZES = (2, 4, 2, 1)


def affine(change: Callable[..., Any]) -> Any:
    """An affine unit whose gradients (dX, dW, db) go through `change`."""

    def my_affine(X: Any, W: Any, b: Any) -> Any:
        return X @ W + b, lambda dA: change(dA @ W.T, X.T @ dA, dA.sum(axis=0))

    return my_affine


def problems(**own: Any) -> list[str]:
    return Own(own).problems(SIZES, "tanh", "classification")


def test_right_units_have_no_problems() -> None:
    assert problems(affine=affine(lambda *d: d), tanh=units.tanh, logistic=units.logistic) == []


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda dX, dW, db: (dX, 2 * dW, db), "affine: dW is the right one times 2."),
        (lambda dX, dW, db: (-dX, dW, db), "affine: dX is the right one with its sign flipped."),
        (lambda dX, dW, db: (dX, dW, 0 * db), "affine: db is zero everywhere, and should not be."),
    ],
)
def test_wrong_gradients_are_named(change: Callable[..., Any], sentence: str) -> None:
    assert problems(affine=affine(change)) == [sentence]


def test_a_wrong_value_is_named() -> None:
    def half(A: Any) -> Any:
        return np.tanh(A) / 2, lambda dZ: dZ * (1 - np.tanh(A) ** 2) / 2

    (sentence,) = problems(tanh=half)
    assert sentence.startswith("tanh: the value is not that of the library's")


def fail(error: Exception) -> Any:
    raise error


@pytest.mark.parametrize(
    ("own", "sentence"),
    [
        (lambda A: fail(KeyError("k")), "tanh raised KeyError: 'k' (line "),
        (lambda A: fail(NotImplementedError()), "tanh is not written yet. Write it, run its cell"),
        (lambda A: np.tanh(A), "tanh returned an array (5, 3): it must return its value and"),
        (lambda A: None, "tanh returned nothing"),
        (lambda A: (A[:, :1], lambda d: d), "the value is (5, 1): it must be (5, 3)"),
        (lambda A: (A.T, lambda d: d), "the value is (3, 5), transposed: it must be (5, 3)"),
        (lambda A: (A * np.nan, lambda d: d), "holds nan, though all it was given is finite"),
        (lambda A: (A.tolist(), lambda d: d), "the value is a list of 5: it must be an array"),
        (lambda A: (A, lambda d: fail(ValueError())), "tanh's back raised ValueError"),
        (lambda A: (A, lambda d: None), "tanh's back: dA is nothing: it must be an array"),
        (lambda A: (A, lambda d: d[0]), "tanh's back: dA is (3,): it must be (5, 3)"),
    ],
)
def test_what_fails_is_named(own: Any, sentence: str) -> None:
    with pytest.raises(OwnFunctionFailed) as failed:
        problems(tanh=own)
    assert sentence in str(failed.value)
    assert str(failed.value).endswith(", run its cell, and then this one again.")


def forward(params: Any, X: Any) -> Any:
    *hidden, W, b = params
    Z = [X]
    for k in range(0, len(hidden), 2):
        Z.append(np.tanh(Z[-1] @ hidden[k] + hidden[k + 1]))
    return Z[-1] @ W + b, (Z, params)


def backward(dA: Any, cache: Any, forget: bool = False) -> Any:
    Z, params = cache
    gradients: list[Any] = []
    for k in range(len(Z) - 1, -1, -1):
        gradients[:0] = [Z[k].T @ dA, dA.sum(axis=0)]
        dA = dA @ params[2 * k].T
        if not forget:
            dA = dA * (1 - Z[k] ** 2)
    return tuple(gradients)


def test_a_right_forward_and_backward_train_as_the_library_does() -> None:
    own = Own({}, forward, backward)
    assert own.problems(SIZES, "tanh", "classification") == []
    ours, library = (Session(Config(), o, lambda _: None) for o in (own, Own({})))
    assert ours.steps(50) and library.steps(50)
    for mine, right in zip(ours.trainer.params, library.trainer.params, strict=True):
        np.testing.assert_allclose(mine, right, rtol=1e-9)


def test_a_wrong_backward_is_named_by_parameter() -> None:
    found = Own({}, forward, lambda dA, cache: backward(dA, cache, forget=True)).problems(
        SIZES, "tanh", "classification"
    )
    assert [text.split(" is")[0] for text in found] == [
        "backward: dW1", "backward: db1", "backward: dW2", "backward: db2",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("units", "forward", "backward", "error"),
    [
        ({}, forward, None, "backward is missing"),
        ({"relu": units.relu}, forward, backward, "either units, or forward and backward"),
        ({"rely": units.relu}, None, None, "there is no unit 'rely' to replace"),
        ({"relu": 3}, None, None, "relu is a int: give a function"),
    ],
)
def test_what_cannot_be_used_is_refused(
    units: Any, forward: Any, backward: Any, error: str
) -> None:
    with pytest.raises((TypeError, ValueError), match=error):
        Own(units, forward, backward)


def hang() -> None:
    with at_most(0.1):
        while True:
            pass


def hang_and_tell(caught: list[BaseException]) -> None:
    try:
        hang()
    except TookTooLong as error:
        caught.append(error)


def test_what_hangs_is_ended_in_the_main_thread_and_in_others() -> None:
    caught: list[BaseException] = []
    hang_and_tell(caught)
    thread = threading.Thread(target=hang_and_tell, args=[caught])
    thread.start()
    thread.join(10)
    assert len(caught) == 2


def test_nothing_strikes_after_the_block() -> None:
    def many() -> None:
        for _ in range(50):
            with at_most(0.01):
                pass
        time.sleep(0.05)
        done.append(True)

    done: list[bool] = []
    thread = threading.Thread(target=many)
    thread.start()
    thread.join(10)
    many()
    assert done == [True, True]

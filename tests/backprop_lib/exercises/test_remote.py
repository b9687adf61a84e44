"""Replacing the names that a function sees, for the time of a call."""

import functools
from typing import Any

import pytest

from backprop_lib.exercises.remote import call_with_names
from tests.backprop_lib.exercises.proxies import Copying

helper = "mine"
SOURCE = {"helper": "def helper():\n    return float(np.ones(3).sum())"}


def use() -> Any:
    return helper() if callable(helper) else helper


def use_absent() -> Any:
    return absent_name  # type: ignore[name-defined]  # noqa: F821


def crash() -> Any:
    raise ValueError(helper)


class Object:
    """Called like a function, and not one."""

    def __call__(self) -> Any:
        return use()


@functools.wraps(crash)
def decorated() -> Any:
    return use()


@pytest.mark.parametrize("fn", [use, functools.partial(use), Object(), decorated, Copying(use)])
def test_a_name_is_replaced_for_the_call_and_restored(fn: Any) -> None:
    assert call_with_names(fn, SOURCE) == 3.0
    assert helper == "mine"
    assert call_with_names(fn, {}) == "mine"


def test_a_name_is_restored_when_the_function_raises() -> None:
    with pytest.raises(ValueError, match="helper"):
        call_with_names(crash, SOURCE)
    assert helper == "mine"


def test_a_name_that_was_absent_is_absent_again() -> None:
    assert call_with_names(use_absent, {"absent_name": "absent_name = 5"}) == 5
    with pytest.raises(NameError):
        use_absent()


def test_a_builtin_is_called_as_it_is() -> None:
    assert call_with_names(len, SOURCE, [1, 2]) == 2

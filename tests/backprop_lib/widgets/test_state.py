"""The state of a Playground: kept as a dict or a link, restored, and refused in a sentence."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backprop_lib.widgets import state
from backprop_lib.widgets.choices import CHOICES, PROBLEM
from backprop_lib.widgets.state import BadState, Config

CONFIGS = st.builds(
    Config,
    seed=st.integers(0, 999_999_999),
    data=st.sampled_from(sorted(PROBLEM)),
    noise=st.integers(0, 50),
    features=st.lists(st.sampled_from(CHOICES["features"]), min_size=1, unique=True),
    hidden=st.lists(st.integers(1, 8), max_size=6),
    activation=st.sampled_from(CHOICES["activation"]),
    learning_rate=st.floats(1e-6, 100),
    show_test=st.booleans(),
    points=st.lists(
        st.tuples(st.floats(-3, 3), st.floats(-3, 3), st.sampled_from([-1, 1])), max_size=3
    ),
)


@given(CONFIGS)
def test_what_is_kept_is_restored(config: Config) -> None:
    assert state.from_dict(state.to_dict(config)) == config
    assert state.from_link(state.to_link(config, "https://example.org/playground.html")) == config


def test_the_browser_and_python_start_alike() -> None:
    kept = state.to_dict(Config())
    assert kept.pop("version") == CHOICES["version"]
    assert kept == CHOICES["start"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"data": "moon"}, "data is 'moon': choose one of circle, xor"),
        ({"hidden": [9]}, "hidden is [9]: up to 6 layers, each of 1 to 8 units"),
        ({"hidden": [1] * 7}, "up to 6 layers"),
        ({"hidden": [True]}, "up to 6 layers"),
        ({"hidden": 4}, "hidden is 4: give a list"),
        ({"features": []}, "the net needs at least one input"),
        ({"features": ["x1", "x1"]}, "each once"),
        ({"features": "x1"}, "give a list"),
        ({"learning_rate": float("nan")}, "learning_rate is nan"),
        ({"learning_rate": "0.1"}, "learning_rate is '0.1'"),
        ({"seed": 1.5}, "seed is 1.5: it is a whole number"),
        ({"noise": 51}, "noise is 51"),
        ({"show_test": 1}, "show_test is 1: it is True or False"),
        ({"points": [[0, 4, 1]]}, "a point is (x1, x2, target)"),
        ({"points": [[0, 0, 0]]}, "a point is (x1, x2, target)"),
        ({"colour": "red"}, "colour is nothing that can be chosen"),
    ],
)
def test_a_choice_that_there_is_not_is_refused(changes: dict[str, Any], sentence: str) -> None:
    with pytest.raises(BadState) as refused:
        Config().changed(changes)
    assert sentence in str(refused.value)


@pytest.mark.parametrize(
    ("kept", "sentence"),
    [
        ({}, "has no version"),
        ({"version": 2}, "of version 2, this Playground reads 1"),
        ({"version": 1, "hidden": [99]}, "up to 6 layers"),
        ([1, 2], "a dict or a link is needed"),
    ],
)
def test_a_state_that_cannot_be_restored_is_refused(kept: Any, sentence: str) -> None:
    with pytest.raises(BadState, match=sentence):
        state.from_dict(kept)


@pytest.mark.parametrize("link", ["#version=1&hidden=four", "#version=one", "#nothing=1", "hello"])
def test_a_damaged_link_is_refused(link: str) -> None:
    with pytest.raises(BadState, match="damaged"):
        state.from_link(link)

"""What a Playground answers, and how its training starts, waits and stops."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from backprop_lib import units
from backprop_lib.widgets.loop import AHEAD
from backprop_lib.widgets.own import Own
from backprop_lib.widgets.session import Session
from backprop_lib.widgets.state import Config, to_link


class Browser:
    """Takes what a session sends; acknowledges frames while `ready`."""

    def __init__(self, config: Config | None = None, own: Own | None = None) -> None:
        self.headers: list[dict[str, Any]] = []
        self.ready = True
        self.session = Session(config or Config(), own or Own({}), self.receive)

    def receive(self, message: tuple[dict[str, Any], list[bytes]]) -> None:
        header, buffers = message
        parts = {}
        if buffers:
            floats = np.frombuffer(buffers[0], np.float32)
            parts = {name: floats[a:b] for name, (a, b) in header["sections"].items()}
        self.headers.append({**header, **parts})
        if header["kind"] == "frame" and header["running"] and self.ready:
            asyncio.get_running_loop().call_soon(lambda: self.ask("ack", frames=1))

    def ask(self, kind: str, **more: Any) -> None:
        self.session.handle({"kind": kind, **more})

    def last(self, kind: str) -> dict[str, Any]:
        return next(h for h in reversed(self.headers) if h["kind"] == kind)

    def frames(self) -> int:
        return sum(h["kind"] == "frame" and h["running"] for h in self.headers)


async def until(true: Callable[[], bool]) -> None:
    for _ in range(2000):
        if true():
            return
        await asyncio.sleep(0.005)
    raise AssertionError("it did not come to that")


def test_a_frame_divides_one_buffer() -> None:
    browser = Browser(Config(hidden=(3, 2)))
    browser.ask("hello")
    frame, state = browser.last("frame"), browser.last("state")
    sizes = {name: len(frame[name]) for name in frame["sections"]}
    assert sizes == {
        "field": 10_000, "tiles": 5 * 625, "selected_field": 0, "params": 20, "gradients": 20,
        "losses": 4,
    }  # fmt: skip
    assert state["config"]["hidden"] == [3, 2] and len(state["X"]) == 200
    assert np.abs(frame["field"]).max() <= 1


def test_the_field_is_what_the_net_says() -> None:
    browser = Browser()
    browser.ask("select", unit=[1, 1])
    browser.ask("hello")
    frame, t = browser.last("frame"), browser.session.trainer
    corner = np.array([[-2.97, -2.97]])
    made = t.net.forward(t.params, corner)
    assert frame["field"][0] == pytest.approx(np.tanh(made.A[0, 0] / 2), abs=1e-5)
    assert frame["selected_field"][0] == pytest.approx(made.hidden[1][0, 1], abs=1e-5)


def test_training_runs_pauses_and_steps() -> None:
    async def train() -> None:
        browser = Browser()
        browser.ask("run")
        await until(lambda: browser.frames() > 3)
        browser.ask("pause")
        step = browser.session.trainer.step_count
        assert not browser.last("frame")["running"] and browser.last("frame")["step"] == step
        sent = len(browser.headers)
        await asyncio.sleep(0.1)
        assert len(browser.headers) == sent
        browser.ask("step")
        assert browser.last("frame")["step"] == step + 1
        browser.ask("reset")
        assert browser.last("frame")["step"] == 0

    asyncio.run(train())


def test_a_browser_that_is_not_ready_is_waited_for() -> None:
    async def train() -> None:
        browser = Browser()
        browser.ready = False
        browser.ask("run")
        await until(lambda: browser.frames() == AHEAD)
        await asyncio.sleep(0.2)
        assert browser.frames() == AHEAD
        assert browser.session.trainer.step_count <= 5 * (AHEAD + 1)  # one is ready to be sent
        browser.ask("ack", frames=2)
        await until(lambda: browser.frames() == AHEAD + 2)
        browser.ready = True
        browser.ask("hello")  # another view: what was on its way to the first is not awaited
        await until(lambda: browser.frames() > 2 * AHEAD + 2)
        browser.ask("leave")
        assert not browser.session.loop.running

    asyncio.run(train())


def test_a_choice_while_training_does_not_stop_it() -> None:
    async def train() -> None:
        browser = Browser()
        browser.ask("run")
        await until(lambda: browser.frames() > 1)
        browser.ask("set", changes={"learning_rate": 0.01})
        assert browser.session.trainer.step_count > 0
        before = browser.frames()
        await until(lambda: browser.frames() > before)
        browser.ask("pause")

    asyncio.run(train())


def test_a_rate_keeps_what_was_learned_and_another_net_starts_anew() -> None:
    browser = Browser()
    browser.session.train(20)
    params = browser.session.trainer.params
    for changes in ({"learning_rate": 1}, {"points": [[0, 0, 1]]}, {"show_test": True}):
        browser.ask("set", changes=changes)
        assert browser.session.trainer.params is params
    browser.ask("set", changes={"hidden": [3]})
    assert browser.session.trainer.step_count == 0
    assert [P.shape for P in browser.session.trainer.params] == [(2, 3), (3,), (3, 1), (1,)]


@pytest.mark.parametrize(
    ("message", "sentence"),
    [
        ({"kind": "set", "changes": {"hidden": [0]}}, "hidden is [0]"),
        ({"kind": "weight", "layer": 0, "row": 9, "column": 0, "value": 1}, "out of bounds"),
        ({"kind": "weight", "layer": 0, "row": 0, "column": 0, "value": np.inf}, "cannot be inf"),
        (
            {"kind": "restore", "text": "#version=7"},
            "Nothing is changed: the state is of version 7",
        ),
        ({"kind": "restore", "text": " "}, "paste a link or a state"),
        ({"kind": "restore", "text": '{"version": 1, "da'}, "a part of it is missing"),
        ({"kind": "restore", "text": '{"version": 1, "data": "xor", "weights": 3}'}, "damaged"),
    ],
)
def test_what_cannot_be_done_is_said(message: dict[str, Any], sentence: str) -> None:
    browser = Browser()
    browser.session.handle(message)
    assert sentence in browser.last("state")["message"]
    assert browser.session.config == Config()


@pytest.mark.parametrize("hidden", [[3], [2], [99]])
def test_each_choice_is_answered_by_its_id(hidden: list[int]) -> None:
    browser = Browser(Config(hidden=(2,)))
    browser.ask("set", changes={"hidden": hidden}, id=0.25)
    assert browser.last("state")["answers"] == 0.25
    browser.ask("step")
    assert browser.last("state")["answers"] is None


def test_a_weight_can_be_changed() -> None:
    browser = Browser()
    browser.ask("weight", layer=0, row=1, column=2, value=5)
    browser.ask("weight", layer=2, row=None, column=0, value=-4)
    params = browser.session.trainer.params
    assert params[0][1, 2] == 5 and params[5][0] == -4


def test_a_state_and_a_link_are_restored() -> None:
    kept = Browser(Config(data="moons", hidden=(5,)))
    kept.session.train(30)
    browser = Browser()
    browser.ask("restore", text=json.dumps(kept.session.state()))
    assert browser.session.trainer.losses() == kept.session.trainer.losses()
    assert browser.session.trainer.step_count == 30
    browser.ask("restore", text=to_link(Config(seed=8)))
    assert browser.session.config == Config(seed=8)


def test_one_sample_is_followed_forward_and_backward() -> None:
    browser = Browser(Config(hidden=(3,)))
    browser.ask("trace", sample=2)
    stages = browser.last("trace")["stages"]
    names = ["X", "A1", "Z1", "A2", "D", "dA2", "dW2", "db2", "dZ1", "dA1", "dW1", "db1"]
    assert [stage["name"] for stage in stages] == names
    t = browser.session.trainer
    dW1 = t.net.loss(t.params, t.F[2:3], t.samples.T[2:3])[1][0]
    np.testing.assert_allclose(stages[-2]["values"], dW1)


def test_steps_that_are_too_large_stop_with_a_sentence() -> None:
    browser = Browser(Config(data="plane", activation="linear", learning_rate=100.0))
    assert not browser.session.steps(500)
    assert "Choose a smaller learning rate" in browser.last("state")["message"]
    assert np.isfinite(browser.last("frame")["params"]).all()


def test_an_own_function_that_fails_stops_training_and_the_next_run_tries_it_again() -> None:
    broken = False

    def relu(A: Any) -> Any:
        if broken:
            raise ZeroDivisionError("oops")
        return units.relu(A)

    async def train() -> None:
        nonlocal broken
        browser = Browser(Config(activation="relu"), Own({"relu": relu}))
        browser.ask("run")
        await until(lambda: browser.frames() > 1)
        broken = True
        await until(lambda: not browser.session.loop.running)
        assert "relu raised ZeroDivisionError: oops" in browser.last("state")["message"]
        assert not browser.last("frame")["running"]
        broken = False
        before = browser.frames()
        browser.ask("run")
        await until(lambda: browser.frames() > before)
        assert browser.last("state")["message"] == ""
        browser.ask("pause")

    asyncio.run(train())


def test_the_live_check_finds_the_layer_that_is_wrong() -> None:
    def affine(X: Any, W: Any, b: Any) -> Any:
        A, back = units.affine(X, W, b)
        return A, lambda dA: tuple(d * (1.5 if W.shape[1] == 1 else 1) for d in back(dA))

    browser = Browser(Config(hidden=(4,)), Own({"affine": affine}))
    browser.ask("step")
    layers = browser.last("check")["layers"]
    # A factor in the last layer goes through to the first.
    assert [layer["right"] for layer in layers] == [False, False]
    assert "layer 2: wrong, most of all d" in layers[1]["text"]


def test_an_own_function_that_is_not_written_yet_is_not_said_to_be_right() -> None:
    written = False

    def relu(A: Any) -> Any:
        if not written:
            raise NotImplementedError
        return units.relu(A)

    async def train() -> None:
        nonlocal written
        browser = Browser(Config(activation="relu"), Own({"relu": relu}))
        browser.ask("run")
        assert browser.last("state")["message"].startswith("relu is not written yet.")
        assert not browser.last("state")["checked"]
        written = True
        browser.ask("run")
        assert browser.last("state")["message"] == "" and browser.last("state")["checked"]
        assert browser.session.loop.running
        browser.ask("pause")

    asyncio.run(train())

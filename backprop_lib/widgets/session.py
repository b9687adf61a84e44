"""What a Playground does when the browser, or a line of Python, asks for something."""

import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from backprop_lib.widgets import state as states
from backprop_lib.widgets.careful import OwnFunctionFailed
from backprop_lib.widgets.choices import CHOICES
from backprop_lib.widgets.frames import Frames, Message, state_message
from backprop_lib.widgets.live_check import LayerCheck, check_layers
from backprop_lib.widgets.loop import AHEAD, Loop
from backprop_lib.widgets.model import Array
from backprop_lib.widgets.own import Own, guarded
from backprop_lib.widgets.state import Config
from backprop_lib.widgets.trainer import Diverged, Trainer, changed_names

FRAME_SECONDS = 2.0  # for the steps of a frame: own functions that take longer are taken to hang
CHECK_EVERY = 0.5  # seconds between two live gradient checks
NET = {"features", "hidden", "activation", "data"}  # what the check of own functions depends on


class Session:
    """One Playground, whatever shows it: `handle` takes messages, `send` is called with answers.

    problems: what is wrong with the own functions, as far as they could be `checked`;
    message: what stopped training, or ""; ahead: how many frames may be on their way.
    """

    def __init__(
        self, config: Config, own: Own, send: Callable[[Message], None], ahead: int = AHEAD
    ) -> None:
        self.own, self.send, self.message = own, send, ""
        self.trainer = Trainer(config, own)
        self.answers: object = None  # the id of the message that is answered: who sent it knows
        self.frames, self.loop = Frames(), Loop(self._work, ahead)
        self.problems: list[str] = []
        self.checks: list[LayerCheck] = []
        # Cells and messages may be handled in two threads; the loop's methods need no lock.
        self._lock = threading.RLock()
        self._rng = np.random.default_rng(0)
        self._checked = 0.0
        self.check_own()

    @property
    def config(self) -> Config:
        """What is chosen."""
        return self.trainer.config

    def state(self) -> dict[str, Any]:
        """Everything that restores this Playground, as plain data."""
        weights = [P.tolist() for P in self.trainer.params]
        return states.to_dict(self.config, weights, self.trainer.step_count)

    def handle(self, message: Mapping[str, Any]) -> None:
        """Do what a message asks for; what cannot be done is said in a sentence."""
        kind = message.get("kind")
        action = getattr(self, f"_on_{kind}", None) if isinstance(kind, str) else None
        if action is None:
            return
        try:
            with self._lock:
                self.answers = message.get("id")
                action(message)
        except (ValueError, IndexError, KeyError, TypeError) as error:
            self.message = f"Nothing is changed: {error}."
            self.tell_state()

    def change(self, changes: Mapping[str, Any]) -> None:
        """Choose something else; training goes on where it can. Raises BadState."""
        before = self.config
        after = before.changed(changes)
        changed = changed_names(before, changes, after)
        self.message = ""
        if changed:
            self.trainer.apply(after, changed)
        if changed & NET:
            self.check_own()
        self.tell_all()

    def check_own(self) -> None:
        """Check own functions by difference quotients; one that fails altogether stops training."""
        self.problems, self.checked = [], not self.own
        if not self.own:
            return
        try:
            t = self.trainer
            self.problems = self.own.problems(t.sizes, self.config.activation, self.config.problem)
            self.checked = True
        except OwnFunctionFailed as failed:
            self._fail(str(failed))

    def run(self) -> None:
        """Train until paused. Raises RuntimeError where no event loop runs."""
        self.message = ""
        if not self.checked:
            self.check_own()
        if self.message:
            return
        self.trainer.use_own()
        self.loop.start()
        self.tell_state()

    def pause(self) -> None:
        """Stop training, at once."""
        self.loop.stop()
        with self._lock:
            self.tell_frame()

    def steps(self, n: int) -> bool:
        """Train n mini-batches; whether that went well."""
        self.trainer.use_own()
        try:
            with guarded(FRAME_SECONDS):
                for _ in range(n):
                    self.trainer.step()
        except (OwnFunctionFailed, Diverged) as stopped:
            self._fail(str(stopped))
            return False
        return True

    def train(self, n: int) -> None:
        """Train n mini-batches at once, and tell where they led."""
        with self._lock:
            self.message = ""
            self.steps(n)
            self.tell_all()

    def tell_all(self) -> None:
        """Send everything that a view shows."""
        self.tell_state()
        self.tell_frame()

    def tell_state(self) -> None:
        """Send what changes rarely."""
        self.send(
            state_message(
                self.trainer,
                states.to_dict(self.config),
                own=self.own.names,
                problems=self.problems,
                checked=self.checked,
                message=self.message,
                running=self.loop.running,
                answers=self.answers,
            )
        )

    def tell_frame(self) -> None:
        """Send the present frame, whether one is awaited or not."""
        self.send(self._frame(self.loop.running))

    def _frame(self, running: bool) -> Message:
        try:
            with guarded(FRAME_SECONDS):
                return self.frames.frame(self.trainer, running)
        except OwnFunctionFailed as failed:
            self._fail(str(failed))
            with np.errstate(all="ignore"):
                return self.frames.frame(self.trainer, False)

    def _work(self) -> Callable[[], None] | None:
        """One frame of training, ready to be sent."""
        with self._lock:
            return self._advance()

    def _advance(self) -> Callable[[], None] | None:
        if not self.steps(self.config.steps_per_frame):
            return None
        checks = self._live_check()
        frame = self._frame(True)
        if self.message:
            return None

        def send() -> None:
            self.send(frame)
            if checks:
                self.send(checks)

        return send

    def _live_check(self) -> Message | None:
        if time.monotonic() - self._checked < CHECK_EVERY:
            return None
        self._checked = time.monotonic()
        try:
            with guarded(FRAME_SECONDS):
                self.checks = check_layers(self.trainer, self._rng)
        except OwnFunctionFailed as failed:
            self._fail(str(failed))
            return None
        layers = [
            {"layer": c.layer, "error": c.error, "right": c.right, "text": c.sentence}
            for c in self.checks
        ]
        return {"kind": "check", "layers": layers}, []

    def _fail(self, sentence: str) -> None:
        """Training stops, the widget stays: with the library's units, as own ones cannot go on."""
        self.loop.stop()
        self.trainer.use_library()
        self.message = sentence
        self.tell_all()

    def _on_hello(self, _: Mapping[str, Any]) -> None:
        self.loop.acknowledge()
        self.tell_all()

    def _on_leave(self, _: Mapping[str, Any]) -> None:
        self.loop.stop()

    def _on_ack(self, message: Mapping[str, Any]) -> None:
        self.loop.acknowledge(max(0, int(message["frames"])))

    def _on_run(self, _: Mapping[str, Any]) -> None:
        self.run()

    def _on_pause(self, _: Mapping[str, Any]) -> None:
        self.pause()

    def _on_step(self, _: Mapping[str, Any]) -> None:
        self.loop.stop()
        self.message = ""
        if self.steps(1):
            self._checked = 0.0
            check = self._live_check()
            self.tell_all()
            if check:
                self.send(check)

    def _on_reset(self, _: Mapping[str, Any]) -> None:
        self.loop.stop()
        self.message = ""
        self.trainer.use_own()
        self.trainer.reset()
        self.tell_all()

    def _on_regenerate(self, _: Mapping[str, Any]) -> None:
        low, high = CHOICES["ranges"]["seed"]
        self.change({"seed": self.config.seed + 1 if self.config.seed < high else low})

    def _on_set(self, message: Mapping[str, Any]) -> None:
        self.change(message["changes"])

    def _on_restore(self, message: Mapping[str, Any]) -> None:
        """Bring back a link or a state; raises BadState, and nothing is changed, if it is none."""
        text = str(message["text"])
        kept = states.read(text)
        state = kept if isinstance(kept, dict) else {}
        trainer = Trainer(states.from_dict(state) if state else states.from_link(text), self.own)
        if "weights" in state:
            trainer.restore(state["weights"], state.get("step", 0))
        self.loop.stop()
        self.message, self.trainer = "", trainer
        self.check_own()
        self.tell_all()

    def _on_weight(self, message: Mapping[str, Any]) -> None:
        row = message["row"]
        value = float(message["value"])
        self.trainer.set_weight(
            int(message["layer"]), None if row is None else int(row), int(message["column"]), value
        )
        self.tell_frame()

    def _on_select(self, message: Mapping[str, Any]) -> None:
        at = message["unit"]
        self.frames.selected = None if at is None else (int(at[0]), int(at[1]))
        if not self.loop.running:
            self.tell_frame()

    def _on_trace(self, message: Mapping[str, Any]) -> None:
        t = self.trainer
        i = int(message["sample"]) % len(t.F)
        stages: list[dict[str, Any]] = []

        def note(name: str, unit: str, value: Array) -> None:
            values = np.asarray(value, dtype=np.float64)
            made = {"name": name, "unit": unit, "shape": list(values.shape)}
            stages.append({**made, "values": values.tolist()})

        note("X", "data", t.F[i : i + 1])
        try:
            with guarded(FRAME_SECONDS):
                t.net.loss(t.params, t.F[i : i + 1], t.samples.T[i : i + 1], note)
        except OwnFunctionFailed as failed:
            self._fail(str(failed))
            return
        target = float(t.samples.T[i, 0])
        self.send(({"kind": "trace", "sample": i, "target": target, "stages": stages}, []))

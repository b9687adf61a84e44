"""The Playground: a small net that trains before one's eyes, with one's own backprop if given."""

from collections.abc import Callable, Mapping
from typing import Any

import traitlets

from backprop_lib.plot import Picture
from backprop_lib.widgets import state as states
from backprop_lib.widgets.base import BaseWidget
from backprop_lib.widgets.model import ACTIVATIONS, Unit
from backprop_lib.widgets.own import Own
from backprop_lib.widgets.session import Session
from backprop_lib.widgets.stand_in import show
from backprop_lib.widgets.state import BadState, Config
from backprop_lib.widgets.still import still_picture


class Playground(BaseWidget):
    """A net of up to six hidden layers on points in the plane, trained in Python as you watch.

        Playground()
        Playground(data="xor", hidden=[4], learning_rate=0.3)
        Playground(units=dict(affine=my_affine, relu=my_relu, logistic=my_logistic))
        Playground(forward=my_forward, backward=my_backward)

    choices: any field of `state.Config`. `state` is what `state()` gave, or a link: it is restored,
    and other choices come on top; one that cannot be is told about, and the start is a fresh one.

    Own units replace the library's by name: unit(*arguments) -> (value, back). Own functions of
    the whole net: forward(params, X) -> (A, cache), backward(dA, cache) -> gradients in the order
    of params = (W1, b1, W2, b2, ...), with X (m, p) and scores A, dA (m, 1).
    They are checked by difference quotients before and while training. Wrong gradients are named
    and trained with; a function that raises, hangs, or returns nan or another shape stops training.

    Raises BadState for a choice that there is not, TypeError or ValueError for own functions of
    another kind.
    """

    entry = "kernel_entry.js"
    opening = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        *,
        units: Mapping[str, Unit] | None = None,
        forward: Callable[..., Any] | None = None,
        backward: Callable[..., Any] | None = None,
        state: Mapping[str, Any] | str | None = None,
        **choices: Any,
    ) -> None:
        own = Own(dict(units or {}), forward, backward)
        config, warning = _start(state, _with_own_activation(own, choices))
        self.session = Session(config, own, self._answer)
        if isinstance(state, Mapping) and "weights" in state and not warning:
            try:
                self.session.trainer.restore(state["weights"], state.get("step", 0))
            except BadState as bad:
                warning = _fresh(bad)
        self.session.message = self.session.message or warning
        super().__init__(opening=states.to_dict(self.session.config))
        self.on_msg(lambda _widget, content, _buffers: self.session.handle(content))

    def state(self) -> dict[str, Any]:
        """The choices, the weights and the number of steps: `Playground(state=...)` restores it."""
        return self.session.state()

    def link(self, page: str = "") -> str:
        """The choices as a link; `page` is the address of the static playground, if any."""
        return states.to_link(self.session.config, page)

    def run(self) -> None:
        """Train until paused, as the button does. Raises RuntimeError without an event loop."""
        self.session.run()

    def pause(self) -> None:
        """Stop training."""
        self.session.pause()

    def train(self, steps: int) -> None:
        """Train some mini-batches at once, and show where they led."""
        self.session.train(steps)

    def still(self) -> Picture:
        """The untrained net, and how training goes."""
        return still_picture(self.session)

    def _ipython_display_(self) -> None:
        show(self.outputs(self.still))

    def close(self) -> None:
        """Stop training and take the widget away."""
        if hasattr(self, "session"):  # also called of what was never finished
            self.session.loop.stop()
        super().close()

    def _answer(self, message: Any) -> None:
        header, buffers = message
        if getattr(self, "comm", None) is not None:
            self.send(header, buffers)


def _start(state: Mapping[str, Any] | str | None, choices: dict[str, Any]) -> tuple[Config, str]:
    """The configuration to start with, and what could not be restored."""
    restored, warning = Config(), ""
    if state is not None:
        try:
            linked = isinstance(state, str)
            restored = states.from_link(state) if linked else states.from_dict(state)  # type: ignore[arg-type]
        except BadState as bad:
            warning = _fresh(bad)
    return restored.changed(choices), warning


def _fresh(bad: BadState) -> str:
    return f"This is a fresh start: {bad}."


def _with_own_activation(own: Own, choices: dict[str, Any]) -> dict[str, Any]:
    """An own relu is what is trained with, unless another activation is asked for."""
    mine = [name for name in own.units if name in ACTIVATIONS]
    if len(mine) == 1 and "activation" not in choices:
        return {**choices, "activation": mine[0]}
    return choices

"""The Playground where anywidget cannot run: a picture, four buttons, and the losses in words."""

import asyncio
import base64
import html
from typing import Any

import ipywidgets

from backprop_lib.widgets.careful import OwnFunctionFailed
from backprop_lib.widgets.own import Own, guarded
from backprop_lib.widgets.session import Session
from backprop_lib.widgets.state import Config
from backprop_lib.widgets.still import picture_now

PAUSE = 0.05  # seconds for the browser between two pictures: nothing tells when it has drawn


class PlainPlayground(ipywidgets.VBox):  # type: ignore[misc]
    """The same training, shown as an `ipywidgets.Image` with its description below.

    Takes units, forward, backward and the choices of `state.Config`, as `Playground` does.
    """

    def __init__(self, *, units: Any = None, forward: Any = None, backward: Any = None,
                 **choices: Any) -> None:  # fmt: skip
        self.session = Session(
            Config().changed(choices),
            Own(dict(units or {}), forward, backward),
            self._show,
            ahead=1,
        )
        self.image = ipywidgets.Image(format="png", width=300)
        self.words = ipywidgets.HTML()
        actions = {"Run": "run", "Pause": "pause", "Step": "step", "Reset": "reset"}
        buttons = [ipywidgets.Button(description=label) for label in actions]
        for button in buttons:
            button.on_click(self._do(actions[button.description]))
        super().__init__([ipywidgets.HBox(buttons), self.image, self.words])
        self._draw()

    def _do(self, kind: str) -> Any:
        return lambda _button: self.session.handle({"kind": kind})

    def _show(self, message: Any) -> None:
        header, _ = message
        if header["kind"] == "frame" and hasattr(self, "words"):
            self._draw()
            if header["running"]:
                asyncio.get_running_loop().call_later(PAUSE, self.session.loop.acknowledge)

    def _draw(self) -> None:
        try:
            with guarded(2.0):
                picture = picture_now(self.session.trainer)
        except OwnFunctionFailed as failed:
            self.words.value = str(failed)
            return
        self.image.value = base64.b64decode(picture.png)
        sentences = [self.session.message, *self.session.problems, picture.alt]
        self.words.value = "<br>".join(html.escape(s) for s in sentences if s)

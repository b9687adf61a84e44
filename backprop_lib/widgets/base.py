"""What every widget of the course shares: modules put together, a still picture, messages."""

import secrets
from collections.abc import Callable, Iterator
from typing import Any

import anywidget
import traitlets

from backprop_lib.plot import Picture
from backprop_lib.widgets.assemble import bundle, style
from backprop_lib.widgets.stand_in import Bundle, stand_in


class BaseWidget(anywidget.AnyWidget):
    """A widget whose JavaScript starts in the module `entry` of static/.

    Where no widget can run (a page on the web, a converted notebook, one that is opened again and
    has not been run) its still picture stands for it.
    """

    entry = ""
    styles: tuple[str, ...] = ()  # style sheets of its own
    still_id = traitlets.Unicode().tag(sync=True)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "entry" in cls.__dict__:  # not for the classes that anywidget derives from it
            cls._esm = bundle(cls.entry)
            cls._css = style(*cls.styles)

    @traitlets.default("still_id")
    def _fresh_id(self) -> str:
        return f"bp-still-{secrets.token_hex(6)}"

    def outputs(self, still: Callable[[], Picture]) -> Iterator[Bundle]:
        """The widget, and its still picture, made when the widget is on its way: MIME bundles."""
        made: Any = self._repr_mimebundle_()
        data = made[0] if isinstance(made, tuple) else made
        yield {**(data or {}), "text/plain": ""}
        yield stand_in(still(), self.still_id)

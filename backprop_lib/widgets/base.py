"""What every widget of the course shares: modules put together, a still picture, messages."""

from typing import Any

import anywidget

from backprop_lib.widgets.assemble import bundle, style


class BaseWidget(anywidget.AnyWidget):
    """A widget whose JavaScript starts in the module `entry` of static/.

    Where no widget can run (a page on the web, a converted notebook) its still picture stands for
    it: `still()` gives that as HTML, a `<figure>` with alt text, or "" for none.
    """

    entry = ""
    styles: tuple[str, ...] = ()  # style sheets of its own

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "entry" in cls.__dict__:  # not for the classes that anywidget derives from it
            cls._esm = bundle(cls.entry)
            cls._css = style(*cls.styles)

    def still(self) -> str:
        """HTML to show where the widget cannot run."""
        return ""

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        made = super()._repr_mimebundle_(**kwargs)
        if made is None:
            return None
        data, metadata = made if isinstance(made, tuple) else (made, {})
        still = self.still()
        return {**data, **({"text/html": still} if still else {})}, metadata

"""What the explorers share: a widget if there can be one, and a still picture in any case."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from backprop_lib.plot import Picture
from backprop_lib.widgets.stand_in import Bundle, show

Array = NDArray[np.float64]


class Explorer:
    """Shows the module `entry` of static/, which gets `opening`, plain data, to start with.

    Without anywidget, and where no widget runs (a page on the web, a converted notebook), the
    picture of `still` is what is shown.
    """

    entry: ClassVar[str]

    def __init__(self, **opening: Any) -> None:
        self.opening: Mapping[str, Any] = opening
        made = _view_of(self.entry)
        self.view = made and made(opening=opening)

    def still(self) -> Picture:
        """The picture that stands for the explorer where it cannot run."""
        raise NotImplementedError

    def outputs(self) -> Iterable[Bundle]:
        """What is displayed, as MIME bundles."""
        return self.view.outputs(self.still) if self.view else [self.still()._repr_mimebundle_()]

    def _ipython_display_(self) -> None:
        show(self.outputs())


@cache
def _view_of(entry: str) -> Any:
    """The widget class of an entry; None where anywidget cannot be loaded."""
    try:
        import traitlets

        from backprop_lib.widgets.base import BaseWidget
    except ImportError:
        return None
    members = {
        "entry": entry,
        "styles": ("explorers.css",),
        "opening": traitlets.Dict().tag(sync=True),
    }
    return type("ExplorerView", (BaseWidget,), members)


def picture_of(figure: Any, alt: str) -> Picture:
    """A matplotlib figure and its description as a picture."""
    import io

    png = io.BytesIO()
    figure.savefig(png, format="png")
    return Picture(png.getvalue(), alt)


def numbers(name: str, values: ArrayLike, shape: tuple[int | None, ...]) -> Array:
    """The values as an array of finite numbers of a shape, whose None may be of any size.

    Raises ValueError that names what else they are.
    """
    try:
        array = np.asarray(values, dtype=float)
    except (TypeError, ValueError):
        raise ValueError(f"{name} is {values!r}: give numbers") from None
    fits = array.ndim == len(shape) and all(
        n in (None, m) for n, m in zip(shape, array.shape, strict=True)
    )
    if not fits or not array.size:
        wanted = ", ".join("any" if n is None else str(n) for n in shape)
        raise ValueError(f"{name} is of shape {array.shape}: give one of shape ({wanted})")
    if not np.isfinite(array).all():
        raise ValueError(f"{name} holds nan or inf: give finite numbers")
    return array

"""Widgets to think with: `from backprop_lib.widgets import Playground`.

anywidget is loaded with the first widget that is asked for. Where it cannot be loaded a plain
picture with buttons takes its place; while grading, where a learner's notebook must not reach the
reference, a sentence does.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from backprop_lib.widgets.playground import Playground

__all__ = ["Playground"]


def __getattr__(name: str) -> Any:
    if name != "Playground":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    try:
        from backprop_lib.widgets.playground import Playground
    except ImportError as error:
        if (error.name or "").startswith("backprop_lib."):
            from backprop_lib.widgets.absent import Absent

            return Absent
        from backprop_lib.widgets.plain import PlainPlayground

        return PlainPlayground
    return Playground

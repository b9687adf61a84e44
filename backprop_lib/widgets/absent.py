"""What stands for a widget where widgets are not available: it takes anything and does nothing."""

from typing import Any


class Absent:
    """Takes the arguments of any widget; shows a sentence."""

    def __init__(self, *_: Any, **__: Any) -> None:
        """Keeps nothing of what it is given."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return lambda *_, **__: None

    def __repr__(self) -> str:
        return "A widget stands here when the notebook is open in JupyterLab."

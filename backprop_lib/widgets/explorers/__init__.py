"""Explorers: small widgets, one a lesson, that show what its text says, at a touch.

Each computes in the browser, so that it answers at once, also when Python is busy; where no widget
can run a still picture with a description stands in its place. An explorer is loaded when it is
asked for: `from backprop_lib.widgets.explorers import LineExplorer`. While grading, where what its
picture is computed with is not at hand, a sentence stands for it.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from backprop_lib.widgets.explorers.bump import BumpExplorer
    from backprop_lib.widgets.explorers.capacity import CapacityExplorer
    from backprop_lib.widgets.explorers.circuit import CircuitExplorer
    from backprop_lib.widgets.explorers.depth import DepthExplorer
    from backprop_lib.widgets.explorers.line import LineExplorer
    from backprop_lib.widgets.explorers.matrix import MatrixExplorer
    from backprop_lib.widgets.explorers.scores import ScoresExplorer
    from backprop_lib.widgets.explorers.step import StepExplorer
    from backprop_lib.widgets.explorers.tape import TapeExplorer
    from backprop_lib.widgets.explorers.unit import UnitExplorer
    from backprop_lib.widgets.explorers.valley import ValleyExplorer
    from backprop_lib.widgets.explorers.xor import XorExplorer

__all__ = [
    "BumpExplorer",
    "CapacityExplorer",
    "CircuitExplorer",
    "DepthExplorer",
    "LineExplorer",
    "MatrixExplorer",
    "ScoresExplorer",
    "StepExplorer",
    "TapeExplorer",
    "UnitExplorer",
    "ValleyExplorer",
    "XorExplorer",
]
MODULES = {
    "BumpExplorer": "bump",
    "CapacityExplorer": "capacity",
    "CircuitExplorer": "circuit",
    "DepthExplorer": "depth",
    "LineExplorer": "line",
    "MatrixExplorer": "matrix",
    "ScoresExplorer": "scores",
    "StepExplorer": "step",
    "TapeExplorer": "tape",
    "UnitExplorer": "unit",
    "ValleyExplorer": "valley",
    "XorExplorer": "xor",
}


def __getattr__(name: str) -> Any:
    if name not in MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    try:
        module = import_module(f"{__name__}.{MODULES[name]}")
    except ImportError as error:
        if not (error.name or "").startswith("backprop_lib."):
            raise
        from backprop_lib.widgets.absent import Absent

        return Absent
    return getattr(module, name)

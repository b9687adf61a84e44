"""The exercises of the lessons: one module a lesson.

In a lesson's notebook: `from backprop_lib.exercises import xor as ex`, then
`ex.threshold.check(threshold)`, `ex.threshold.hint()`, `ex.threshold.solution()` and
`ex.progress()`.
"""

from collections.abc import Mapping
from types import MappingProxyType

_LESSONS = MappingProxyType({"07_xor": "backprop_lib.exercises.xor"})


def lessons() -> Mapping[str, str]:
    """The lessons in order: name to the module that holds its exercises, not imported yet."""
    return _LESSONS

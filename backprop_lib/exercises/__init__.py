"""The exercises of the lessons: one module a lesson.

In a lesson's notebook: `from backprop_lib.exercises import xor as ex`, then
`ex.threshold.check(threshold)`, `ex.threshold.hint()`, `ex.threshold.solution()` and
`ex.progress()`; for all lessons, `backprop_lib.exercises.progress()`.
"""

from collections.abc import Mapping
from types import MappingProxyType

_LESSONS = MappingProxyType(
    {
        "01_linear_regression": "backprop_lib.exercises.linear_regression",
        "02_computational_graphs": "backprop_lib.exercises.computational_graphs",
        "03_gradient_checking": "backprop_lib.exercises.gradient_checking",
        "04_matrix_backprop": "backprop_lib.exercises.matrix_backprop",
        "05_units": "backprop_lib.exercises.units",
        "06_universal_approximation": "backprop_lib.exercises.universal_approximation",
        "07_xor": "backprop_lib.exercises.xor",
        "08_two_layer_network": "backprop_lib.exercises.two_layer_network",
        "09_automatic_differentiation": "backprop_lib.exercises.automatic_differentiation",
        "10_training_in_practice": "backprop_lib.exercises.training_in_practice",
        "11_second_order": "backprop_lib.exercises.second_order",
    }
)


def lessons() -> Mapping[str, str]:
    """The lessons in order: name to the module that holds its exercises, not imported yet."""
    return _LESSONS


def progress() -> None:
    """Print how far one is in each lesson, from the files in this folder and those beside it."""
    from backprop_lib.exercises.course_progress import show_progress

    show_progress()

"""What importing the library loads."""

import subprocess
import sys

import pytest

HEAVY = {"matplotlib", "IPython", "ipywidgets"}


@pytest.mark.parametrize(
    "module",
    [
        "backprop_lib",
        "backprop_lib.units",
        "backprop_lib.gradcheck",
        "backprop_lib.data",
        "backprop_lib.plot",
        "backprop_lib.demo",
        "backprop_lib.exercises",
        "backprop_lib.exercises.xor",
    ],
)
def test_importing_loads_nothing_heavier_than_numpy(module: str) -> None:
    code = f"import sys, {module}; print(*{HEAVY} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_what_is_given_while_grading_needs_nothing_else_of_the_library() -> None:
    code = (
        "import sys, backprop_lib.data, backprop_lib.plot, backprop_lib.demo;"
        "print(*sorted(m for m in sys.modules if m.startswith('backprop_lib')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    given = ["backprop_lib", "backprop_lib.data", "backprop_lib.demo", "backprop_lib.plot"]
    assert done.stdout.split() == given

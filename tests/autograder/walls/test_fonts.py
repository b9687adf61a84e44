"""matplotlib's list of fonts is found, by matplotlib itself where it must be."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.root import ROOT

PROGRAM = """
import sys
from autograder.walls.fonts import font_list
print(font_list().name, "matplotlib" in sys.modules)
"""


def found(folder: Path) -> tuple[str, bool]:
    """The list that is found where matplotlib's cache is this folder, and whether by matplotlib."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env={**os.environ, "MPLCONFIGDIR": str(folder), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    name, imported = done.stdout.split()
    return name, imported == "True"


@pytest.mark.parametrize("written", [None, 0], ids=["now", "before matplotlib was installed"])
def test_a_list_that_an_older_matplotlib_may_have_written_is_not_taken(
    tmp_path: Path, written: int | None
) -> None:
    made = tmp_path / "fontlist-v1.json"
    made.write_text("{}")
    if written is None:
        assert found(tmp_path) == (made.name, False)
    else:
        os.utime(made, (written, written))
        name, imported = found(tmp_path)
        assert imported and name != made.name

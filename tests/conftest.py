"""Settings for every test: no window opens, Hypothesis has no clock, walls have short limits."""

import os
import shutil

import pytest
from hypothesis import settings

from autograder.walls.bubblewrap import Limits, Walls
from tests.attacks.summary import pytest_terminal_summary, pytest_testnodedown
from tests.needs import need

__all__ = ["pytest_terminal_summary", "pytest_testnodedown"]

os.environ["MPLBACKEND"] = "Agg"

# Deadlines would make a slow machine fail; CI draws the same examples each time.
settings.register_profile("local", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") == "true" else "local")

LIMITS = Limits(cell_seconds=6, call_seconds=2, submission_seconds=60)


@pytest.fixture(scope="session")
def walls() -> Walls:
    need(shutil.which("bwrap"), "bubblewrap", "install it with: apt-get install bubblewrap")
    made = Walls(LIMITS)
    made.check()
    return made

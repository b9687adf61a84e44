"""Settings for every test: no window opens, and Hypothesis has no clock."""

import os

from hypothesis import settings

os.environ["MPLBACKEND"] = "Agg"

# Deadlines would make a slow machine fail; CI draws the same examples each time.
settings.register_profile("local", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") == "true" else "local")

"""What an instructor sets once for a course, in a file `backprop.toml`.

It is looked for in the notebook's folder and then in the folders above it; the nearest one counts.
Put it beside the lessons' folders and hand it out with them:

    solutions = false     # ex.NAME.solution() and the hints no longer show solutions
"""

import tomllib
from pathlib import Path

FILE = "backprop.toml"


def solutions_shown(start: Path | None = None) -> bool:
    """Whether solutions are shown; they are when no file says otherwise.

    A file that cannot be read, or that says something other than true or false, keeps them back.
    """
    folder = (start or Path.cwd()).resolve()
    for place in (folder, *folder.parents):
        path = place / FILE
        if path.is_file():
            try:
                return (
                    tomllib.loads(path.read_text(encoding="utf-8")).get("solutions", True) is True
                )
            except (OSError, ValueError):
                return False
    return True

"""matplotlib's list of the fonts that there are."""

from __future__ import annotations

import functools
import importlib.util
import os
from pathlib import Path


@functools.cache
def font_list() -> Path | None:
    """matplotlib's list of fonts, which takes seconds to make and would be made anew for each
    submission.
    """
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    found = _lists(os.environ.get("MPLCONFIGDIR") or Path(cache, "matplotlib"))
    spec = importlib.util.find_spec("matplotlib")
    if found and spec and spec.origin:  # importing it takes longer than a submission
        code = Path(spec.origin).with_name("font_manager.py")
        if code.is_file() and code.stat().st_mtime < found[-1].stat().st_mtime:
            return found[-1]
    from matplotlib import font_manager, get_cachedir

    font_manager.findfont("sans")
    return next(reversed(_lists(get_cachedir())), None)


def _lists(folder: str | Path) -> list[Path]:
    """matplotlib's lists there, the newest last: their names have the version of their form."""
    return sorted(Path(folder).glob("fontlist-*.json"), key=lambda path: path.stat().st_mtime)

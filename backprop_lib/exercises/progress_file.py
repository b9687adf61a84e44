"""How far a student is, kept in a small file beside the notebook. It never leaves the machine.

The file holds, by lesson, exercise and part, how the last check went. Two notebooks may write it
at once: each change is merged into what the file holds by then, under a lock, and put in place in
one step. A file that cannot be read is set aside under another name.
"""

import contextlib
import json
import os
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeAlias, get_args

from backprop_lib.exercises.report import Verdict

FILE = ".backprop-progress.json"
DAMAGED = ".backprop-progress.damaged.json"
LOCK_SECONDS = 5.0

Verdicts: TypeAlias = dict[str, Verdict]  # by part
Kept: TypeAlias = dict[str, dict[str, Verdicts]]  # by lesson and exercise


def read(folder: Path) -> Kept:
    """What the file in `folder` holds; nothing when there is none, or none that makes sense."""
    kept = _parse(folder / FILE)
    return {} if kept is None else kept


def record(folder: Path, lesson: str, exercise: str, verdicts: Mapping[str, Verdict]) -> str:
    """Merge the verdicts on one exercise into the file in `folder`.

    Returns what the student should be told: "" if all is well, else that the file was set aside,
    or why it cannot be written.
    """
    path, told = folder / FILE, ""
    try:
        with _locked(path.with_suffix(".lock")):
            kept = _parse(path)
            if kept is None:
                os.replace(path, folder / DAMAGED)
                told = f"{FILE} could not be read. It was set aside as {DAMAGED}, and begun anew."
                kept = {}
            kept.setdefault(lesson, {})[exercise] = dict(verdicts)
            _write(path, kept)
    except OSError as problem:
        return f"Progress cannot be kept in {folder}: {problem.strerror or problem}."
    return told


def _parse(path: Path) -> Kept | None:
    """What a file holds, {} when there is none, None when it makes no sense."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError):
        return None
    return found if _is_kept(found, depth=3) else None


def _is_kept(found: object, depth: int) -> bool:
    if depth == 0:
        return found in get_args(Verdict)
    return isinstance(found, dict) and all(_is_kept(v, depth - 1) for v in found.values())


def _write(path: Path, kept: Kept) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=FILE, suffix=".new")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(kept, file, indent=1)
        os.replace(name, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise


@contextlib.contextmanager
def _locked(lock: Path) -> Iterator[None]:
    """Hold the lock, a file that only one can make; one that was left behind is taken over."""
    deadline = time.monotonic() + LOCK_SECONDS
    while True:
        try:
            os.close(os.open(lock, os.O_CREAT | os.O_EXCL))
            break
        except FileExistsError:
            if time.monotonic() > deadline:
                break  # whoever made it is gone
            time.sleep(0.01)
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            os.unlink(lock)

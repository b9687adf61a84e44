"""The files beside a notebook: data and modules that its cells open or import."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from types import MappingProxyType

MAX_FILES = 200
MAX_BYTES = 16 * 1024 * 1024

_NONE: Mapping[str, bytes] = MappingProxyType({})
_NOT_SUPPORTING = {"timestamp.txt", "submission_secret.txt"}
_NOT_ENTERED = {".ipynb_checkpoints", "__pycache__", ".git"}


def supporting_files(source: Path, submitted: Path) -> dict[str, bytes]:
    """What the cells of a submission find in their folder, by relative path.

    The lesson's own files win over a student's of the same name. Links, devices, notebooks and
    names that are no plain text are left out; so is what goes beyond the limits.
    """
    lessons_own = plain_files(source)
    return {**lessons_own, **plain_files(submitted, lessons_own)}


def plain_files(folder: Path, lessons_own: Mapping[str, bytes] = _NONE) -> dict[str, bytes]:
    """The supporting files of one folder, for which there is a place beside the lesson's own."""
    files: dict[str, bytes] = {}
    room = MAX_BYTES - sum(map(len, lessons_own.values()))
    for path in _walk(folder):
        name = path.relative_to(folder).as_posix()
        size = path.lstat().st_size
        too_much = size > room or len(lessons_own) + len(files) >= MAX_FILES
        taken = (*lessons_own, *files)
        if too_much or not name.isprintable() or in_the_way(name, taken):
            continue
        files[name] = path.read_bytes()
        room -= len(files[name])
    return files


def in_the_way(name: str, taken: Iterable[str]) -> bool:
    """Whether a file of this name cannot be beside those taken.

    It is one of them, or a folder of one's name would have to hold the other.
    """
    path = PurePosixPath(name)
    return any(
        path == other or other in path.parents or path in other.parents
        for other in map(PurePosixPath, taken)
    )


def _walk(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder, followlinks=False):
        folders[:] = sorted(name for name in folders if name not in _NOT_ENTERED)
        for name in sorted(names):
            path = Path(place, name)
            known = path.suffix == ".ipynb" or name in _NOT_SUPPORTING
            if not known and stat.S_ISREG(path.lstat().st_mode):
                yield path

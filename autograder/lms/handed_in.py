"""What a student has handed in for a lesson, put together from the files of an attempt."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from autograder.errors import CourseError
from autograder.lms.archives import Entry, opened_zip
from autograder.lms.naming import Attempt
from autograder.lms.plain import TIMESTAMP
from autograder.lms.whose import Lessons, stamped_release
from autograder.submission.supporting import in_the_way

_VERSION = re.compile(r"(?:-Copy|-| \()(\d+)\)?$")


class NotCollected(Exception):
    """An attempt that cannot be collected; the message says why."""


@dataclass(frozen=True)
class Submission:
    """A notebook under the lesson's name, and the files beside it.

    unread: files that were left out, and why; release: what the notebook says it was made from.
    """

    files: dict[PurePosixPath, bytes]
    unread: tuple[str, ...] = ()
    release: str | None = None

    @property
    def digest(self) -> str:
        return digest(self.files)

    def write(self, folder: Path, when: datetime | None) -> None:
        """Write a new folder; `when` goes into nbgrader's timestamp.txt."""
        for name, content in self.files.items():
            path = folder.joinpath(*name.parts)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        if when is not None:
            stamp = f"{when.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC\n"
            (folder / TIMESTAMP).write_text(stamp, encoding="utf-8")


def digest(files: dict[PurePosixPath, bytes]) -> str:
    """What tells two submissions apart: names and contents."""
    made = hashlib.sha256()
    for name in sorted(files):
        for part in (str(name).encode(), files[name]):
            made.update(hashlib.sha256(part).digest())
    return made.hexdigest()


def submission(attempt: Attempt, lesson: str, lessons: Lessons) -> Submission:
    """Put a submission together; raises NotCollected."""
    unread = tuple(
        f"{path}: {entry.refused}" for path, entry in attempt.files.items() if entry.refused
    )
    contents = {path: entry.read() for path, entry in attempt.files.items() if not entry.refused}
    packed = [path for path in contents if path.suffix.lower() == ".zip"]
    if packed and not any(path.suffix.lower() == ".ipynb" for path in contents):
        for path in packed:
            # Two zips may hold files of the same name.
            folder = PurePosixPath(path.stem) if len(packed) > 1 else PurePosixPath()
            inside = _unpacked(path, contents.pop(path))
            contents |= {folder / name: content for name, content in inside}
    taken, why = _notebook(contents, lesson, lessons)
    if taken is None:
        raise NotCollected("; ".join([why, *unread]))
    notebook = PurePosixPath(f"{lessons.notebooks[lesson]}.ipynb")
    above = taken.parent
    files = {notebook: contents[taken]}
    for path, content in contents.items():
        beside = path.relative_to(above) if path.is_relative_to(above) else path
        kept = path.suffix.lower() != ".ipynb" and beside.name != TIMESTAMP
        if kept and not in_the_way(str(beside), map(str, files)):
            files[beside] = content
    return Submission(files, (*unread, *([why] if why else [])), stamped_release(contents[taken]))


def _notebook(
    contents: dict[PurePosixPath, bytes], lesson: str, lessons: Lessons
) -> tuple[PurePosixPath | None, str]:
    """The notebook of the lesson among the files, and what is to be said of it."""
    found: dict[PurePosixPath, str | None] = {
        path: lessons.of(content)
        for path, content in contents.items()
        if path.suffix.lower() == ".ipynb"
    }
    if not found:
        names = ", ".join(str(path) for path in contents) or "nothing"
        return None, f"there is no notebook, but {names[:200]}"
    stem = lessons.notebooks[lesson]
    ours = [
        path
        for path, of in found.items()
        if of == lesson or (of is None and (without_version(path) == stem or len(found) == 1))
    ]
    if not ours:
        other = sorted({of for of in found.values() if of})
        what = (
            f"the notebook is of another lesson, {' and '.join(other)}"
            if other
            else (f"no notebook is of {lesson}")
        )
        return None, f"{what}: {', '.join(map(str, found))}"
    newest = max(map(_version, ours))
    last = [path for path in ours if _version(path) == newest]
    if len(last) > 1:
        return None, f"several notebooks could be meant: {', '.join(map(str, sorted(last)))}"
    if len(ours) > 1:
        return last[0], f"of {len(ours)} notebooks the last was taken, {last[0]}"
    return last[0], ""


def without_version(path: PurePosixPath) -> str:
    """The name of a file without ending and without the number of a copy: xor of xor-1.ipynb."""
    return _VERSION.sub("", path.stem)


def _version(path: PurePosixPath) -> int:
    """The number that browsers, Canvas and Jupyter put at the end of a name that is taken."""
    found = _VERSION.search(path.stem)
    return int(found[1][:9]) if found else 0


def _unpacked(path: PurePosixPath, content: bytes) -> Iterator[tuple[PurePosixPath, bytes]]:
    """The files of a zip that a student has handed in; raises NotCollected for a bad one."""
    try:
        with opened_zip(io.BytesIO(content), path.name) as entries:
            yield from _read(entries)
    except CourseError as error:
        raise NotCollected(str(error)) from error


def _read(entries: list[Entry]) -> Iterator[tuple[PurePosixPath, bytes]]:
    for entry in entries:
        if not entry.refused:
            yield entry.path, entry.read()

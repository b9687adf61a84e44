"""What an LMS hands out, a zip or a folder, as a list of files that are safe to read.

A zip is nothing that one unpacks and looks at later: names are judged before anything is read, and
sizes by what is declared, beyond which no more is ever read.
"""

from __future__ import annotations

import os
import re
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from autograder.errors import CourseError
from autograder.submission.submitted import MAX_BYTES

MAX_FILES = 100_000
MAX_TOTAL = 32 * 2**30
HARMLESS = 256 * 2**20  # bytes, below which no zip is taken for a bomb
RATIO = 100  # notebooks shrink to a fifth or a tenth; a class of them never to less than this

_IGNORED = {"__MACOSX", ".DS_Store", "Thumbs.db", ".ipynb_checkpoints", "__pycache__", ".git"}
_DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA}
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError)


@dataclass(frozen=True)
class Entry:
    """A file in an archive. `refused` says why it is not read, if it is not."""

    path: PurePosixPath
    size: int
    read: Callable[[], bytes]
    refused: str = ""


@contextmanager
def opened(source: Path) -> Iterator[list[Entry]]:
    """The files of a zip or a folder, in the order of their names.

    Raises CourseError, in one sentence, for what is damaged, encrypted, or means harm.
    """
    if source.is_dir():
        yield _sorted(_in_folder(source))
        return
    if not source.is_file():
        raise CourseError(f"There is no file or folder {source}.")
    with source.open("rb") as file, opened_zip(file, source.name) as entries:
        yield entries


@contextmanager
def opened_zip(file: IO[bytes], name: str) -> Iterator[list[Entry]]:
    """The same of a zip that is open already; `name` is what it is called in messages."""
    try:
        archive = zipfile.ZipFile(file)
    except _DAMAGE as error:
        raise _damaged(name, error) from error
    with archive:
        yield _sorted(_in_zip(archive, name))


def _sorted(entries: Iterator[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda entry: str(entry.path))


def _in_folder(folder: Path) -> Iterator[Entry]:
    for place, folders, names in os.walk(folder, followlinks=False):
        folders[:] = [name for name in folders if name not in _IGNORED]
        for name in (*folders, *names):
            path = Path(place, name)
            mode = path.lstat().st_mode
            if stat.S_ISDIR(mode) or name in _IGNORED:
                continue
            if not stat.S_ISREG(mode):
                raise CourseError(
                    f"{path} is a link or a device, which is never followed: "
                    "take it out, then collect again."
                )
            inside = PurePosixPath(path.relative_to(folder).as_posix())
            size = path.lstat().st_size
            yield Entry(inside, size, _file_reader(path), _why_refused(inside, size))


def _in_zip(archive: zipfile.ZipFile, name: str) -> Iterator[Entry]:
    infos = [info for info in archive.infolist() if not info.is_dir()]
    if len(infos) > MAX_FILES:
        raise CourseError(f"{name} holds {len(infos)} files, at most {MAX_FILES} are read.")
    seen: set[PurePosixPath] = set()
    total = compressed = 0
    for info in infos:
        path = _judged(info, name)
        if _IGNORED & {*path.parts}:
            continue
        if path in seen:
            raise CourseError(f"{name} holds {str(path)!r} twice: pack it again.")
        seen.add(path)
        refused = _why_refused(path, info.file_size)
        if not refused:
            total += info.file_size
            compressed += info.compress_size
        yield Entry(path, info.file_size, _reader(archive, info, name), refused)
    if total > MAX_TOTAL or (total > HARMLESS and total > RATIO * max(compressed, 1)):
        raise CourseError(
            f"{name} would grow from {compressed / 2**20:.0f} to {total / 2**20:.0f} MB: "
            "this looks like a zip bomb. Nothing of it was written."
        )


def _judged(info: zipfile.ZipInfo, archive: str) -> PurePosixPath:
    """The path of an entry; raises CourseError for one that no honest LMS writes."""
    name = _decoded(info)
    remedy = "Nothing was written. Download the zip again, or collect from a folder."
    if info.flag_bits & 0x1:
        raise CourseError(
            f"{archive} is encrypted ({name!r} needs a password): unpack it, then collect the "
            "folder."
        )
    if info.compress_type not in _METHODS:
        raise CourseError(
            f"{archive} is packed by a method that Python does not know ({info.compress_type}): "
            "unpack it, then collect the folder."
        )
    if stat.S_ISLNK(info.external_attr >> 16):
        raise CourseError(f"{archive} holds a link, {name!r}, which is never followed. {remedy}")
    parts = name.split("/")
    tricks = (
        "\\" in info.orig_filename,
        name.startswith("/"),
        re.match(r"[A-Za-z]:", name) is not None,
        any(part in ("", ".", "..") for part in parts),
        any(unicodedata.category(character) == "Cc" for character in name + info.orig_filename),
    )
    if any(tricks):
        raise CourseError(
            f"{archive} holds the path {info.orig_filename!r}, which leads elsewhere. {remedy}"
        )
    return PurePosixPath(name)


def _decoded(info: zipfile.ZipInfo) -> str:
    """The name, also where a zip writes UTF-8 without saying so."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.filename


def _why_refused(path: PurePosixPath, size: int) -> str:
    """Why a single file is left out. A student may be the cause: the others go on."""
    if any(_DEVICE.fullmatch(part) for part in path.parts):
        return "its name is reserved for a device on Windows"
    if any(len(part.encode("utf-8", "replace")) > 200 for part in path.parts):
        return "its name is longer than 200 bytes"
    if len(path.parts) > 12:
        return "it lies in more than 12 folders"
    if size > MAX_BYTES:
        return f"it has {size // 2**20} MB, at most {MAX_BYTES // 2**20} are read"
    return ""


def _file_reader(path: Path) -> Callable[[], bytes]:
    def read() -> bytes:
        try:
            return path.read_bytes()
        except OSError as error:
            raise CourseError(f"{path} cannot be read: {error.strerror}.") from error

    return read


def _reader(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> Callable[[], bytes]:
    def read() -> bytes:
        try:
            return archive.read(info)
        except _DAMAGE as error:
            raise _damaged(name, error) from error

    return read


def _damaged(name: str, error: Exception) -> CourseError:
    why = " ".join(str(error).split())[:200] or type(error).__name__
    return CourseError(f"{name} is no zip, or a damaged one ({why}): download it again.")

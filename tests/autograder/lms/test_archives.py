"""Archives that mean harm or are damaged are refused in one line; nothing of them is written."""

import io
import os
import stat
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.course import Course
from autograder.errors import CourseError
from autograder.lms import archives
from autograder.lms.collecting import Options, collect
from tests.autograder.lms import zips

GOOD = "ada/squares.ipynb"


def named(name: str) -> Callable[[Path, bytes], None]:
    def make(path: Path, notebook: bytes) -> None:
        zips.zipped(path, {GOOD: notebook, name: b"x"})

    return make


def backslashes(path: Path, notebook: bytes) -> None:
    named("ben_squares.txt")(path, notebook)
    path.write_bytes(path.read_bytes().replace(b"ben_squares.txt", b"..\\squares.txt\\"))


def link(path: Path, notebook: bytes) -> None:
    info = zipfile.ZipInfo("ben/squares.ipynb")
    info.create_system, info.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(GOOD, notebook)
        archive.writestr(info, "/etc/passwd")


def encrypted(path: Path, notebook: bytes) -> None:
    zips.zipped(path, {GOOD: notebook})
    content = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.index(signature) + offset
        content[place : place + 2] = struct.pack("<H", 1)
    path.write_bytes(content)


def bomb(path: Path, notebook: bytes) -> None:
    zeros = bytes(2**20)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(GOOD, notebook)
        for number in range(4):
            archive.writestr(f"ben/{number}.txt", zeros)


def lying_bomb(path: Path, notebook: bytes) -> None:
    """It declares a byte where there are many."""
    zips.zipped(path, {GOOD: notebook, "ben/squares.ipynb": bytes(2**22)})
    content = bytearray(path.read_bytes())
    place = content.rindex(b"PK\x01\x02") + 24
    content[place : place + 4] = struct.pack("<I", 1)
    path.write_bytes(content)


def cut(path: Path, notebook: bytes) -> None:
    zips.zipped(path, {GOOD: notebook})
    path.write_bytes(path.read_bytes()[:-30])


def flipped(path: Path, notebook: bytes) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(GOOD, notebook)
    path.write_bytes(path.read_bytes().replace(b"Squares", b"sQuares", 1))


def twice(path: Path, notebook: bytes) -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        zips.zipped(path, [(GOOD, notebook), (GOOD, notebook)])


def no_zip(path: Path, _: bytes) -> None:
    path.write_bytes(b"<html>Please log in</html>")


def unknown_method(path: Path, notebook: bytes) -> None:
    zips.zipped(path, {GOOD: notebook})
    content = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        place = content.index(signature) + offset
        content[place : place + 2] = struct.pack("<H", 9)
    path.write_bytes(content)


REFUSED = {
    "up": (named("../outside.txt"), "leads elsewhere"),
    "up in between": (named("ben/../../outside.txt"), "leads elsewhere"),
    "absolute": (named("/etc/cron.d/job"), "leads elsewhere"),
    "drive": (named("C:/outside.txt"), "leads elsewhere"),
    "here": (named("./outside.txt"), "leads elsewhere"),
    "empty part": (named("ben//outside.txt"), "leads elsewhere"),
    "newline": (named("ben/out\nside.txt"), "leads elsewhere"),
    "backslashes": (backslashes, "leads elsewhere"),
    "link": (link, "holds a link"),
    "encrypted": (encrypted, "is encrypted"),
    "bomb": (bomb, "looks like a zip bomb"),
    "lying bomb": (lying_bomb, "a damaged one"),
    "cut": (cut, "a damaged one"),
    "flipped": (flipped, "a damaged one"),
    "twice": (twice, "twice"),
    "no zip": (no_zip, "is no zip"),
    "empty": (lambda path, _: path.write_bytes(b""), "is no zip"),
    "no notebook": (lambda path, _: zips.zipped(path, {"a.txt": b""}), "There is no notebook"),
    "unknown method": (unknown_method, "method that Python does not know"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_means_harm_or_is_damaged_is_refused_in_one_line_and_writes_nothing(
    course: Course, tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    make, said = REFUSED[kind]
    monkeypatch.setattr(archives, "HARMLESS", 3 * 2**20)
    path = tmp_path / "submissions.zip"
    make(path, zips.answered(course))
    before = {each for each in course.root.rglob("*") if "verdicts" not in each.parts}
    with pytest.raises(CourseError, match=said) as told:
        collect(course, path, Options())
    assert "\n" not in str(told.value)
    after = {each for each in course.root.rglob("*") if "verdicts" not in each.parts}
    assert {path for path in after - before if path.name != "collected"} == set()


def test_the_same_zip_without_a_trick_is_read(course: Course, tmp_path: Path) -> None:
    path = tmp_path / "submissions.zip"
    named("ben/inside.txt")(path, zips.answered(course))
    assert [placed.student for placed in collect(course, path, Options()).placed] == ["ada"]


@pytest.mark.parametrize("name", ["nul", "COM1.ipynb", "a/aux.txt", "a" * 210, "a/" * 12 + "a"])
def test_a_name_that_some_system_cannot_write_is_refused_alone(tmp_path: Path, name: str) -> None:
    with archives.opened(zips.zipped(tmp_path / "a.zip", {name: b"", "b": b""})) as entries:
        assert {str(entry.path): bool(entry.refused) for entry in entries} == {
            name: True,
            "b": False,
        }


def test_a_link_in_a_folder_is_not_followed(course: Course, tmp_path: Path) -> None:
    folder = tmp_path / "class"
    (folder / "ada").mkdir(parents=True)
    (folder / "ada" / "squares.ipynb").symlink_to("/etc/passwd")
    with pytest.raises(CourseError, match="is a link or a device"):
        collect(course, folder, Options())
    (folder / "ada" / "squares.ipynb").unlink()
    os.mkfifo(folder / "ada" / "squares.ipynb")
    with pytest.raises(CourseError, match="is a link or a device"):
        collect(course, folder, Options())


def test_names_in_utf8_are_read_also_where_the_zip_does_not_say_so() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("Jose_/squares.ipynb", b"")
    content = file.getvalue().replace(b"Jose_", "José".encode())
    with archives.opened_zip(io.BytesIO(content), "a.zip") as entries:
        assert str(entries[0].path) == "José/squares.ipynb"


def test_a_file_that_is_not_there_is_told(course: Course, tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="There is no file or folder"):
        collect(course, tmp_path / "nothing.zip", Options())

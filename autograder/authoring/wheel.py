"""The library alone as a wheel, which pip installs without a package index."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, metadata, requires
from pathlib import Path
from typing import TypeVar

import backprop_lib
from autograder.authoring.reproducible import packed
from autograder.errors import CourseError

COURSE = "backprop-course"
NAME = "backprop_lib"
# What the library imports and what opens the lessons; the bounds are the course's.
NEEDED = ("anywidget", "ipython", "ipywidgets", "jupyterlab", "matplotlib", "numpy")
T = TypeVar("T")
_IGNORED = {"__pycache__", ".ipynb_checkpoints"}


def filename() -> str:
    """What the wheel is called."""
    return f"{NAME}-{backprop_lib.__version__}-py3-none-any.whl"


def bounds() -> dict[str, str]:
    """What the library needs, each package with its bounds, such as "<3,>=2"."""
    found = {}
    for line in _of_the_course(requires) or ():
        name, bound = re.match(r"([\w.-]+)([^;]*)", line).groups()  # type: ignore[union-attr]
        if name in NEEDED and ";" not in line:
            found[name] = bound.strip()
    return dict(sorted(found.items()))


def python_bounds() -> str:
    """The versions of Python that the course takes, such as ">=3.11,<3.15"."""
    return str(_of_the_course(metadata)["Requires-Python"])


def wheel() -> bytes:
    """The wheel: the same bytes for the same library."""
    top = Path(backprop_lib.__file__).parent
    files = {
        f"{NAME}/{path.relative_to(top).as_posix()}": path.read_bytes()
        for path in top.rglob("*")
        if path.is_file() and not _IGNORED & {*path.parts} and path.suffix != ".pyc"
    }
    info = f"{NAME}-{backprop_lib.__version__}.dist-info"
    needs = "".join(f"Requires-Dist: {name}{bound}\n" for name, bound in bounds().items())
    files[f"{info}/METADATA"] = (
        f"Metadata-Version: 2.1\nName: {NAME}\nVersion: {backprop_lib.__version__}\n"
        "Summary: The library and the checks of the backprop course\n"
        f"Requires-Python: {python_bounds()}\n{needs}"
    ).encode()
    files[f"{info}/WHEEL"] = (
        b"Wheel-Version: 1.0\nGenerator: backprop bundle\nRoot-Is-Purelib: true\n"
        b"Tag: py3-none-any\n"
    )
    record = "".join(
        f"{name},sha256={_digest(content)},{len(content)}\n"
        for name, content in sorted(files.items())
    )
    files[f"{info}/RECORD"] = f"{record}{info}/RECORD,,\n".encode()
    return packed(files)


def _of_the_course(read: Callable[[str], T]) -> T:
    try:
        return read(COURSE)
    except PackageNotFoundError as error:
        raise CourseError(
            "The course is not installed, so that nobody knows what it needs: run make setup."
        ) from error


def _digest(content: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()

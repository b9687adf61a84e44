"""`backprop bundle`: the zip that students get.

Released lessons, each stamped with its release, the library as a wheel, what to install, and a page
that says how. Nothing of `solutions/`, of the autograder or of a class is in it. The library brings
what its checks compare with, and `ex.NAME.solution()`, as it always does; while grading, none of
that can be imported.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import backprop_lib
from autograder.authoring import wheel
from autograder.authoring.reproducible import packed
from autograder.errors import CourseError
from autograder.lms.whose import STAMP, release_digest

if TYPE_CHECKING:
    from autograder.course import Course

FOLDER = "backprop-course"
_CONDA = {"matplotlib": "matplotlib-base"}  # conda's name, where it has another

_README = """\
# The backprop course

Each folder holds a lesson: open its notebook and work from top to bottom. You write small pieces of
backpropagation; below each is a check that says what is right, and what is wrong with it.

## Install, once

With conda or mamba, in this folder:

    conda env create -f environment.yml
    conda activate backprop

Or with Python {python} alone:

    python3 -m venv .venv                                    (Windows: py -m venv .venv)
    .venv/bin/python -m pip install -r requirements.txt      (Windows: .venv\\Scripts\\python)

The library is in this folder, as {wheel}: it comes from no package index.

## Work

    .venv/bin/jupyter lab                                    (Windows: .venv\\Scripts\\jupyter,
                                                              with conda: jupyter lab)

| lesson | what it is about |
| --- | --- |
{lessons}

In any cell, `ex.NAME.hint()` gives the next hint for an exercise, and `ex.progress()` lists what is
done. Save the notebook (Ctrl+S) before you hand it in, and leave its name as it is.

A newer zip of the course goes into a folder of its own: unpack it beside this one, so that nothing
of yours is written over.
"""


def bundle(course: Course, lessons: list[str]) -> bytes:
    """The zip of some lessons, the same bytes each time.

    Raises CourseError where a lesson's release is not what its source generates.
    """
    files: dict[str, bytes] = {}
    for lesson in lessons:
        for name, content in _released(course, lesson).items():
            files[f"{FOLDER}/{lesson}/{name}"] = content
    pages = {
        "README.md": _readme(course, lessons),
        "environment.yml": _environment(),
        "requirements.txt": _requirements(),
    }
    for name, text in pages.items():
        files[f"{FOLDER}/{name}"] = text.encode("utf-8")
    files[f"{FOLDER}/{wheel.filename()}"] = wheel.wheel()
    return packed(files)


def stamped(content: bytes, lesson: str) -> bytes:
    """A released notebook whose metadata tells which release it is."""
    notebook: dict[str, Any] = json.loads(content)
    notebook["metadata"][STAMP] = {
        "lesson": lesson,
        "release": release_digest(content),
        "version": backprop_lib.__version__,
    }
    text = json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True)
    return f"{text}\n".encode()


def _released(course: Course, lesson: str) -> dict[str, bytes]:
    """The files of a lesson as students get them, by name."""
    folder = course.folder("release", lesson)
    notebook = course.notebook(lesson).name
    _check(course, lesson, folder / notebook)
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        hidden = any(part.startswith(".") or part == "__pycache__" for part in name.parts)
        if path.is_file() and not path.is_symlink() and not hidden:
            content = path.read_bytes()
            is_notebook = name.as_posix() == notebook
            found[name.as_posix()] = stamped(content, lesson) if is_notebook else content
    return found


def _check(course: Course, lesson: str, released: Path) -> None:
    """Raise CourseError where the release is missing or stale."""
    try:
        cells = json.loads(released.read_text(encoding="utf-8"))["cells"]
        found = {cell["id"]: "".join(cell["source"]) for cell in cells}
    except (OSError, ValueError, KeyError, TypeError):
        found = {}
    if found != course.template(lesson).released:
        raise CourseError(
            f"{released} is missing, or is not what solutions/ generates today. "
            f"Run: backprop generate {lesson}"
        )


def _readme(course: Course, lessons: list[str]) -> str:
    known = {lesson: course.exercises(lesson) for lesson in lessons}
    rows = [f"| {name} | {lesson.title if lesson else name} |" for name, lesson in known.items()]
    return _README.format(lessons="\n".join(rows), wheel=wheel.filename(), python=_python())


def _python() -> str:
    """Which Python it takes, in words."""
    parts = wheel.python_bounds().split(",")
    least = next((part[2:] for part in parts if part.startswith(">=")), "3")
    below = next((part[1:] for part in parts if part.startswith("<")), "")
    return f"{least} or newer" + (f", below {below}" if below else "")


def _environment() -> str:
    lines = ["name: backprop", "channels:", "  - conda-forge", "  - nodefaults", "dependencies:"]
    lines.append(f"  - python {wheel.python_bounds()}")
    lines += [f"  - {_CONDA.get(name, name)} {bound}" for name, bound in wheel.bounds().items()]
    return "\n".join([*lines, "  - pip", "  - pip:", f"      - ./{wheel.filename()}", ""])


def _requirements() -> str:
    packages = [f"{name}{bound}" for name, bound in wheel.bounds().items()]
    return "\n".join([*packages, f"./{wheel.filename()}", ""])

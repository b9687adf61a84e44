"""What can be said from inside a notebook: its file, whether it is saved, what Python runs it."""

import importlib.metadata
import importlib.util
import os
import re
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backprop_lib.doctor import Trouble
from backprop_lib.notebook_file import NotANotebook, grade_id_of, read_notebook, source_of

if TYPE_CHECKING:
    from backprop_lib.exercises.lesson import Lesson

PYTHON = ((3, 11), (3, 15))  # from, and below
# What a lesson's notebook imports: the module, the package that brings it, and the least version.
PACKAGES = (
    ("numpy", "numpy", "2"),
    ("matplotlib", "matplotlib", "3.9"),
    ("ipywidgets", "ipywidgets", "8"),
    ("anywidget", "anywidget", "0.9.18"),
    ("IPython", "ipython", "8.20"),
)


def this_notebook(lesson: "Lesson") -> Path | None:
    """The file of the notebook that asks; failing that, the only one of the lesson in its folder.

    Jupyter's servers tell a kernel its notebook, under the name it had when it was opened.
    """
    told = os.environ.get("JPY_SESSION_NAME", "")
    in_editor = getattr(_shell(), "user_ns", {}).get("__vsc_ipynb_file__")
    for name in (in_editor, told):
        if isinstance(name, str) and name.endswith(".ipynb") and Path(name).is_file():
            return Path(name)
    names = {exercise.name for exercise in lesson.exercises}
    found = [path for path in sorted(Path.cwd().glob("*.ipynb")) if names & _grade_ids(path)]
    return found[0] if len(found) == 1 else None


def unsaved(path: Path) -> Iterator[Trouble]:
    """Whether the cell that asks is in the file: if not, the file is older than the notebook."""
    inputs = getattr(_shell(), "user_ns", {}).get("In")
    try:
        cells = read_notebook(path.read_bytes()).cells
    except (OSError, NotANotebook):
        return
    asking = inputs[-1].strip() if isinstance(inputs, list) and inputs else ""
    if asking and not any(asking == (source_of(cell) or "").strip() for cell in cells):
        yield Trouble(
            "The notebook has changed since it was saved, and a file that is handed in is the "
            "saved one: press Ctrl+S, then ask again. What is said here is of the saved file."
        )


def when_saved(path: Path) -> str:
    """When a file was saved, in words."""
    try:
        saved = datetime.fromtimestamp(path.stat().st_mtime)
    except OSError:
        return "not saved"
    today = saved.date() == datetime.now().date()
    return f"saved at {saved:%H:%M}" if today else f"saved on {saved:%Y-%m-%d at %H:%M}"


def environment() -> Iterator[Trouble]:
    """What is wrong with this Python and its packages, for a notebook of the course."""
    if trouble := wrong_python(sys.version_info[:2]):
        yield Trouble(trouble)
    for module, package, least in PACKAGES:
        if trouble := wrong_package(module, package, least):
            yield Trouble(trouble)


def wrong_python(version: tuple[int, ...]) -> str:
    """What is wrong with a version of Python; empty where nothing is."""
    first, beyond = PYTHON
    if first <= version[:2] < beyond:
        return ""
    return (
        f"This is Python {'.'.join(map(str, version))}; the course needs at least "
        f"{'.'.join(map(str, first))} and less than {'.'.join(map(str, beyond))}. "
        "Choose the course's kernel in the menu Kernel > Change Kernel."
    )


def wrong_package(module: str, package: str, least: str) -> str:
    """What is wrong with a package: missing or too old, and the line that mends it."""
    mend = f'run in a terminal: "{sys.executable}" -m pip install "{package}>={least}"'
    if importlib.util.find_spec(module) is None:
        return f"{package} is missing: {mend}"
    try:
        found = importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return ""  # there, but without a version that can be told
    if _numbers(found) < _numbers(least):
        return f"{package} is {found}, the course needs at least {least}: {mend}"
    return ""


def _numbers(version: str) -> tuple[int, ...]:
    """The leading numbers of a version."""
    return tuple(int(part) for part in re.match(r"[\d.]*", version).group().split(".") if part)  # type: ignore[union-attr]


def _grade_ids(path: Path) -> set[str | None]:
    try:
        return {grade_id_of(cell) for cell in read_notebook(path.read_bytes()).cells}
    except (OSError, NotANotebook):
        return set()


def _shell() -> Any:
    module = sys.modules.get("IPython")
    return module.get_ipython() if module is not None else None

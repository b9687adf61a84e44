"""What is wrong in a submitted notebook, in words, and a repaired copy; and what is wrong here.

The repairs are those of grading: what stands in a copy is what would be graded, but for the hidden
tests, so that it can be given back.
"""

from __future__ import annotations

import importlib.metadata
import shutil
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.errors import CourseError, WallsUnavailable
from autograder.grading.records import write_whole
from autograder.lms.whose import Lessons, release_digest, stamped_release
from autograder.submission.submitted import NotANotebook, read_file
from backprop_lib.doctor import Trouble, about_answers, about_file
from backprop_lib.doctor_here import wrong_package, wrong_python
from backprop_lib.notebook_file import read_notebook

if TYPE_CHECKING:
    from autograder.course import Course
    from autograder.submission.rebuild import Template

PACKAGE = "backprop-course"


@dataclass(frozen=True)
class Examined:
    """A notebook: whose lesson it is, what is wrong, and its repaired text where it needs one."""

    path: Path
    lesson: str
    troubles: tuple[Trouble, ...]
    repaired: str | None

    @property
    def ill(self) -> bool:
        """Whether anything serious is wrong."""
        return any(trouble.serious for trouble in self.troubles)


class Doctor:
    """Examines notebooks of a course; what it needs of a lesson it reads once."""

    def __init__(self, course: Course, lesson: str | None = None) -> None:
        self._course, self._lesson = course, lesson
        self._forms: dict[str, Template] = {}
        self._lessons = Lessons(course)

    def examine(self, path: Path) -> Examined:
        """What is wrong in one file, whatever it is."""
        try:
            content = read_file(path)
            file = read_notebook(content)
        except (NotANotebook, OSError) as reason:
            told = (
                str(reason) if isinstance(reason, NotANotebook) else f"It cannot be read: {reason}."
            )
            return Examined(path, self._lesson or "", (Trouble(told),), None)
        lesson = self._lesson or self._lessons.of(content)
        if lesson is None:
            told = (
                "It is the notebook of no lesson here: none of its cells has a name that one has."
            )
            return Examined(path, "", (Trouble(told),), None)
        repaired, repairs = self._repair(lesson, content)
        troubles = [
            *map(Trouble, repairs),
            *about_answers(file.cells),
            *about_file(file, len(content)),
            *self._release(lesson, content),
        ]
        return Examined(path, lesson, tuple(troubles), repaired if repairs else None)

    def _repair(self, lesson: str, content: bytes) -> tuple[str | None, list[str]]:
        import nbformat

        from autograder.submission.cells import is_solution
        from autograder.submission.rebuild import rebuild

        if lesson not in self._forms:
            self._forms[lesson] = self._course.template(lesson)
        form = self._forms[lesson]
        try:
            rebuilt = rebuild(form, content)
        except NotANotebook as reason:
            return None, [str(reason)]
        answers = {cell.id for cell in form.notebook.cells if is_solution(cell)}
        for place, cell in enumerate(rebuilt.notebook.cells):
            if cell.id not in form.released:
                cell.id = f"own-{place}"  # the same each time, so that copies are
            elif cell.id not in answers:
                cell.source = form.released[cell.id]
        return nbformat.writes(rebuilt.notebook) + "\n", rebuilt.repairs

    def _release(self, lesson: str, content: bytes) -> Iterator[Trouble]:
        """Whether a notebook was made from another release than the present one."""
        release = self._course.folder("release", lesson) / self._course.notebook(lesson).name
        stamp = stamped_release(content)
        if stamp and release.is_file() and stamp != release_digest(release.read_bytes()):
            yield Trouble(
                f"It was made from another release of {lesson} ({stamp}): it is graded against "
                "the present one.",
                serious=False,
            )


def notebooks_in(folder: Path) -> list[Path]:
    """The notebooks below a folder, in order; no link is followed."""
    found = (path for path in folder.rglob("*.ipynb") if ".ipynb_checkpoints" not in path.parts)
    return sorted(path for path in found if not path.is_symlink())


def submitted(course: Course, lesson: str) -> list[Path]:
    """Where the notebooks of a class should be, one for each who has handed in anything."""
    name = course.notebook(lesson).name
    return [course.folder("submitted", lesson, each) / name for each in course.students(lesson)]


def keep(course: Course, examined: Examined, output: Path | None) -> Path | None:
    """Write the repaired copy, never over a file: beside the notebook, or for what was handed in,
    where copies of the class are kept.
    """
    if examined.repaired is None:
        return None
    path = examined.path.resolve()
    handed_in = course.folder("submitted", "lesson", "student").parents[1]
    if output is not None:
        if output.exists():
            raise CourseError(f"{output} is there already: name a new file with --output.")
        target = output
    elif path.is_relative_to(handed_in):
        target = _free(course.root / "repaired" / path.relative_to(handed_in), examined.repaired)
    else:
        target = _free(path.with_name(f"{path.stem}.repaired.ipynb"), examined.repaired)
    write_whole(target, examined.repaired)
    return target


def environment() -> Iterator[Trouble]:
    """What is wrong with this machine, for someone who grades."""
    if told := wrong_python(sys.version_info[:2]):
        yield Trouble(told)
    for name, least in _needed():
        if told := wrong_package(_module(name), name, least):
            yield Trouble(told)
    yield from _kernel()
    from autograder.walls.bubblewrap import Walls

    try:
        Walls().check()
    except WallsUnavailable as reason:
        yield Trouble(str(reason))


def _needed() -> Iterator[tuple[str, str]]:
    """The packages that the course says it needs, with their least versions."""
    from packaging.requirements import Requirement

    try:
        lines: Iterable[str] = importlib.metadata.requires(PACKAGE) or ()
    except importlib.metadata.PackageNotFoundError:
        lines = ()
    for line in lines:
        needed = Requirement(line)
        if needed.marker is None or needed.marker.evaluate({"extra": ""}):
            least = (each.version for each in needed.specifier if each.operator == ">=")
            yield needed.name, next(least, "0")


def _module(package: str) -> str:
    return {"ipython": "IPython", "pyyaml": "yaml"}.get(package, package)


def _kernel() -> Iterator[Trouble]:
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

    install = f'"{sys.executable}" -m ipykernel install --user'
    try:
        command = KernelSpecManager().get_kernel_spec("python3").argv[0]
    except NoSuchKernel:
        yield Trouble(f"Jupyter has no kernel python3: run {install}")
        return
    if shutil.which(command) is None:
        yield Trouble(f"Jupyter's kernel python3 runs {command}, which is not there: run {install}")


def _free(path: Path, text: str) -> Path:
    """The path, or the first like it that is not taken by something else: a copy that is there may
    have been worked in.
    """
    number = 1
    free = path
    while free.exists() and free.read_bytes() != text.encode():
        number += 1
        free = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return free

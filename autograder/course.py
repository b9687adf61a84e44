"""A course folder: where its lessons, releases, submissions and gradebook are."""

# nbgrader takes seconds to import: what can do without it does.
from __future__ import annotations

import difflib
import functools
import importlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from traitlets.config.loader import Config, PyFileConfigLoader

from autograder.errors import CourseError

if TYPE_CHECKING:
    from autograder.submission.rebuild import Template
    from autograder.walls.bubblewrap import Walls
    from backprop_lib.exercises.lesson import Lesson

CONFIG = "nbgrader_config.py"

_STRUCTURE = os.path.join("{nbgrader_step}", "{student_id}", "{assignment_id}")  # nbgrader's own


class Course:
    """The course in the folder `root`, as its `nbgrader_config.py` describes it."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        if not (self.root / CONFIG).is_file():
            raise CourseError(
                f"{self.root} is no course: there is no {CONFIG}. Name one with --course DIR."
            )

    @classmethod
    def find(cls, start: Path) -> Course:
        """The course that `start` is in; failing that, the one that this package came with."""
        for folder in (start, *start.resolve().parents, Path(__file__).parent.parent):
            if (folder / CONFIG).is_file():
                return cls(folder)
        raise CourseError(
            f"There is no course here or above: no {CONFIG}. Name one with --course DIR."
        )

    @functools.cached_property
    def config(self) -> Config:
        config = PyFileConfigLoader(CONFIG, path=str(self.root)).load_config()
        config.CourseDirectory.root = str(self.root)
        return config

    @functools.cached_property
    def nbgrader(self) -> Any:
        """nbgrader's own interface to this course."""
        from nbgrader.apps.api import NbGraderAPI

        return NbGraderAPI(config=self.config)

    def folder(self, step: str, lesson: str, student: str = ".") -> Path:
        """The folder of `lesson` at a step of nbgrader's.

        Steps: "source", "release", "submitted", "autograded", "feedback".
        """
        settings = self.config.CourseDirectory
        structure = settings.get("directory_structure", _STRUCTURE)
        path: str = structure.format(
            nbgrader_step=settings.get(f"{step}_directory", step),
            student_id=student,
            assignment_id=lesson,
        )
        return (self.root / path).resolve()

    @property
    def gradebook_url(self) -> str:
        """Where the gradebook is: a file of SQLite's in the course's folder, unless configured."""
        default = f"sqlite:///{self.root / 'gradebook.db'}"
        return str(self.config.CourseDirectory.get("db_url", default))

    def lessons(self) -> list[str]:
        """The lessons' names, in order."""
        return sorted(
            path.parent.name for path in self.folder("source", "*").parent.glob("*/*.ipynb")
        )

    def lesson(self, name: str) -> str:
        """`name` if there is such a lesson; raises CourseError with the nearest one otherwise."""
        lessons = self.lessons()
        if name in lessons:
            return name
        by_end = {lesson.split("_", 1)[-1]: lesson for lesson in lessons}
        near = difflib.get_close_matches(name, [*lessons, *by_end], n=1, cutoff=0.4)
        hint = f" Did you mean {by_end.get(near[0], near[0])}?" if near else ""
        raise CourseError(
            f"There is no lesson {name!r}.{hint} There are: {', '.join(lessons) or 'none'}."
        )

    def notebook(self, lesson: str) -> Path:
        """The source notebook of a lesson."""
        found = sorted(self.folder("source", lesson).glob("*.ipynb"))
        if len(found) != 1:
            raise CourseError(
                f"{self.folder('source', lesson)} must hold one notebook, but has {len(found)}."
            )
        return found[0]

    def template(self, lesson: str) -> Template:
        from autograder.submission.rebuild import template

        return template(self.notebook(lesson), self.config)

    def given(self, lesson: str) -> tuple[str, ...]:
        """The modules of backprop_lib that the students' code may import while grading."""
        known = self.exercises(lesson)
        given = known.given if known else ("data", "demo", "plot")
        return *given, "widgets"  # in which what needs the library's answers stands aside

    def walls(self) -> Walls:
        """The walls, with the limits of the course's configuration."""
        from autograder.walls.settings import WallsSettings

        return WallsSettings(config=self.config).walls()

    def exercises(self, lesson: str) -> Lesson | None:
        """The exercises of a lesson; None for one that has only grading cells of its own."""
        from backprop_lib import exercises

        module = exercises.lessons().get(lesson)
        return importlib.import_module(module).LESSON if module else None

    def students(self, lesson: str) -> list[str]:
        """Who has handed in something for `lesson`, by name of folder."""
        submitted = self.folder("submitted", lesson, "*").parent.parent
        return sorted(path.parent.name for path in submitted.glob(f"*/{lesson}") if path.is_dir())

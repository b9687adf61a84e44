"""A course folder: where its lessons, releases, submissions and gradebook are."""

from __future__ import annotations

import difflib
import functools
import importlib
from pathlib import Path
from typing import Any

import nbformat
from nbformat.notebooknode import NotebookNode
from nbgrader.api import MissingEntry
from nbgrader.apps.api import NbGraderAPI
from nbgrader.converters import GenerateAssignment
from nbgrader.preprocessors import SaveCells
from traitlets.config.loader import Config, PyFileConfigLoader

from autograder.apart import judge_apart
from autograder.errors import CourseError
from autograder.rebuild import Template, template
from autograder.soundness import blame_the_course
from autograder.supporting import supporting_files
from autograder.verdict import Verdict
from autograder.walls import Walls
from backprop_lib import exercises
from backprop_lib.exercises.lesson import Lesson

CONFIG = "nbgrader_config.py"


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
        return NbGraderAPI(config=self.config)

    def folder(self, step: str, lesson: str, student: str = ".") -> Path:
        """The folder of `lesson` at a step of nbgrader's.

        Steps: "source", "release", "submitted", "autograded", "feedback".
        """
        directory = getattr(self.nbgrader.coursedir, f"{step}_directory")
        return Path(self.nbgrader.coursedir.format_path(directory, student, lesson)).resolve()

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
        return template(self.notebook(lesson))

    def enter(self, lesson: str) -> None:
        """Enter a lesson into the gradebook, unless it is there."""
        with self.nbgrader.gradebook as gradebook:
            try:
                gradebook.find_assignment(lesson)
                return
            except MissingEntry:
                gradebook.update_or_create_assignment(lesson)
        source = self.notebook(lesson)
        notebook = nbformat.read(source, as_version=4)
        names = {
            "assignment": lesson,
            "notebook": source.stem,
            "db_url": self.nbgrader.coursedir.db_url,
        }
        resources: dict[str, Any] = {"nbgrader": names}
        steps = GenerateAssignment(config=self.config).preprocessors
        for step in steps[: steps.index(SaveCells) + 1]:
            notebook, resources = step(config=self.config).preprocess(notebook, resources)

    def given(self, lesson: str) -> tuple[str, ...]:
        """The modules of backprop_lib that the students' code may import while grading."""
        known = self.exercises(lesson)
        return known.given if known else ("data", "demo", "plot")

    def judge(
        self, notebook: NotebookNode, lesson: str, student: str, walls: Walls
    ) -> dict[str, Verdict]:
        """Judge a student's rebuilt notebook, with the files beside it, in place."""
        source, given = self.notebook(lesson), self.given(lesson)
        files = supporting_files(source.parent, self.folder("submitted", lesson, student))
        verdicts = judge_apart(notebook, walls, given, files)
        return blame_the_course(verdicts, source, walls, given)

    def exercises(self, lesson: str) -> Lesson | None:
        """The exercises of a lesson; None for one that has only grading cells of its own."""
        module = exercises.lessons().get(lesson)
        return importlib.import_module(module).LESSON if module else None

    def students(self, lesson: str) -> list[str]:
        """Who has handed in something for `lesson`, by name of folder."""
        submitted = self.folder("submitted", lesson, "*").parent.parent
        return sorted(path.parent.name for path in submitted.glob(f"*/{lesson}") if path.is_dir())

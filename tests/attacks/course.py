"""The course under attack, built anew in a temporary folder, with something to steal everywhere."""

from __future__ import annotations

import copy
import secrets
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat.notebooknode import NotebookNode

from autograder.course import CONFIG, Course
from autograder.submission.rebuild import template
from tests.attacks import script
from tests.autograder import notebooks as nb

HERE = Path(__file__).parent
LESSON = "target"
FILE = f"{LESSON}.ipynb"
NEIGHBOUR = "aa_neighbour"  # graded first, and again at the end


@dataclass(frozen=True)
class Canaries:
    """Random texts, each kept in one place where no student may look."""

    solution: str
    hidden: str
    neighbour: str
    gradebook: str
    environment: str

    @classmethod
    def fresh(cls) -> Canaries:
        return cls(*(f"canary-{name}-{secrets.token_hex(8)}" for name in cls.__annotations__))

    def never_told(self) -> list[str]:
        """Those that are in no student's result; hidden tests are in what instructors read."""
        return [self.solution, self.neighbour, self.gradebook, self.environment]


@dataclass(frozen=True)
class Target:
    """The course, what students were given of it, and its own solution."""

    course: Course
    canaries: Canaries
    released: NotebookNode
    solved: dict[str, str]

    @property
    def points(self) -> float:
        return float(
            sum(cell.metadata.get("nbgrader", {}).get("points", 0) for cell in self.released.cells)
        )

    def folder(self, student: str) -> Path:
        """Where a student's submission is."""
        return self.course.root / "submitted" / student / LESSON


def build(root: Path, config: str, canaries: Canaries) -> Target:
    """A course in `root` with the configuration `config`; one neighbour has handed in."""
    source = _source(canaries)
    path = nb.write(root / "solutions" / LESSON / FILE, source)
    (path.parent / "numbers.csv").write_text("1,2\n3,4\n")
    (root / CONFIG).write_text(config)
    (root / "gradebook-notes.txt").write_text(f"{canaries.gradebook}\n")
    form = template(path)
    released = copy.deepcopy(form.notebook)
    for cell in released.cells:
        cell.source = form.released[cell.id]
    target = Target(Course(root), canaries, released, _solved(source))
    neighbour = fill(target, target.solved)
    neighbour.cells.append(nb.prose(canaries.neighbour, "mine"))
    nb.write(target.folder(NEIGHBOUR) / FILE, neighbour)
    return target


def judged_config(warm: bool = True) -> str:
    """The repository's own configuration, with short limits."""
    ours = (HERE.parents[1] / CONFIG).read_text(encoding="utf-8")
    limits = (HERE / "target" / "limits.txt").read_text(encoding="utf-8")
    return f"{ours}{limits}c.JudgeNotebook.warm = {warm}\n"


def fill(target: Target, answers: dict[str, str]) -> NotebookNode:
    """The released notebook with these answers."""
    made: NotebookNode = copy.deepcopy(target.released)
    for cell in made.cells:
        cell.source = answers.get(cell.id, cell.source)
    return made


def _source(canaries: Canaries) -> NotebookNode:
    text = (HERE / "target" / "source.py").read_text(encoding="utf-8")
    assert "CANARY_SOLUTION" in text and "CANARY_HIDDEN" in text
    cells = []
    for piece in script.read(HERE / "target" / "source.py"):
        body = piece.source.replace("CANARY_SOLUTION", canaries.solution)
        body = body.replace("CANARY_HIDDEN", canaries.hidden)
        if piece.markdown:
            cells.append(nb.prose(script.prose(piece), "title"))
        elif name := piece.words.get("answer"):
            cells.append(nb.answer(body, name))
        elif name := piece.words.get("grading"):
            cells.append(nb.grading(body, name, float(piece.words["points"])))
        else:
            cells.append(nb.locked(body, piece.words["locked"]))
    return nb.notebook(*cells)


def _solved(source: NotebookNode) -> dict[str, str]:
    solved = {}
    for cell in source.cells:
        if cell.metadata.get("nbgrader", {}).get("solution"):
            lines = [line for line in cell.source.split("\n") if " SOLUTION" not in line]
            solved[cell.id] = "\n".join(line for line in lines if "canary-" not in line)
    return solved


def read(path: Path) -> NotebookNode:
    notebook: NotebookNode = nbformat.read(path, as_version=4)
    return notebook

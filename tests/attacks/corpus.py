"""The attacks: one folder each, with what is handed in and what it must come to.

A folder holds `expect.toml`, and for the attack and its honest control a script of cells
(`attack.py`, `control.py`: see `script.py`) and, where the file itself is the point, what is done
to it (`attack.toml`, `control.toml`: see `damage.py`). Answers that a script leaves out stay
unwritten in an attack and are right in a control.
"""

from __future__ import annotations

import secrets
import tomllib
from dataclasses import dataclass
from pathlib import Path

from nbformat.notebooknode import NotebookNode

from tests.attacks import script
from tests.attacks.course import HERE, Target, fill
from tests.attacks.damage import write_damaged
from tests.autograder import notebooks as nb

SECONDS = 15.0  # an attack without a bound of its own: 12 are the limit of a submission


@dataclass(frozen=True)
class Attack:
    """What an attack tries, and what it must come to.

    score: what it honestly earned; reason: a text that the student is told; seconds: its bound;
    forbidden: texts that are not on its feedback page; harmless: it may be run without walls, to
    show what it gains there.
    """

    name: str
    family: str
    tries: str
    score: float
    reason: str = ""
    seconds: float = SECONDS
    forbidden: tuple[str, ...] = ()
    harmless: bool = False

    @property
    def student(self) -> str:
        return f"{self.name}_1"

    @property
    def honest(self) -> str:
        """The student with the control, who is graded right after."""
        return f"{self.name}_2"

    @property
    def folder(self) -> Path:
        return HERE / self.name


def load() -> list[Attack]:
    """All attacks, by name."""
    return [_load(path) for path in sorted(HERE.glob("*/expect.toml"))]


def _load(path: Path) -> Attack:
    expected = tomllib.loads(path.read_text(encoding="utf-8"))
    expected["forbidden"] = tuple(expected.get("forbidden", ()))
    return Attack(name=path.parent.name, **expected)


def hand_in(target: Target, attack: Attack, control: bool = True) -> None:
    """Put an attack, and its control, where collected submissions are."""
    _hand_in(target, attack.folder / "attack", attack.student, {})
    if control:
        _hand_in(target, attack.folder / "control", attack.honest, target.solved)


def _hand_in(target: Target, stem: Path, student: str, answers: dict[str, str]) -> None:
    path, damage = stem.with_suffix(".py"), stem.with_suffix(".toml")
    made = fill(target, answers)
    place: str | None = None
    for piece in script.read(path) if path.exists() else []:
        place = _place(made, piece, place)
    how = tomllib.loads(damage.read_text(encoding="utf-8")) if damage.exists() else {}
    write_damaged(target, student, made, how)


def _place(made: NotebookNode, piece: script.Piece, last: str | None) -> str:
    """Put one cell of a script into the notebook, and return its id.

    It is an answer, or a cell of the student's own, which stands before the cell that `before=`
    names, else after the cell placed last.
    """
    cells: list[NotebookNode] = made.cells
    names = [cell.id for cell in cells]
    if name := piece.words.get("answer"):
        cells[names.index(name)].source = piece.source
        return name
    own = nb.prose(script.prose(piece), secrets.token_hex(4))
    own = own if piece.markdown else nb.own(piece.source)
    after = names.index(last) + 1 if last else 0
    cells.insert(names.index(piece.words["before"]) if "before" in piece.words else after, own)
    return str(own.id)

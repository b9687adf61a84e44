"""Notebooks as scripts: `# %%` starts a cell, and what follows it says which one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

_HEADER = re.compile(r"^# %%(?: (.*))?$", re.MULTILINE)
_WORD = re.compile(r"(\w+)=(\S+)")


@dataclass(frozen=True)
class Piece:
    """One cell: its text, whether it is prose, and its header's words such as answer=square."""

    source: str
    markdown: bool
    words: dict[str, str]


def read(path: Path) -> list[Piece]:
    """The cells of a script; what comes before the first header is a comment for its readers."""
    _, *parts = _HEADER.split(path.read_text(encoding="utf-8"))
    return [
        Piece(body.strip("\n"), "[markdown]" in (header or ""), dict(_WORD.findall(header or "")))
        for header, body in zip(parts[::2], parts[1::2], strict=True)
    ]


def prose(piece: Piece) -> str:
    """The text of a prose cell, whose lines may be comments in the script."""
    return re.sub(r"^# ?", "", piece.source, flags=re.MULTILINE)

"""What a check has found, and the mistakes that it knows."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Finding:
    """The name of a mistake and its sentence."""

    name: str
    sentence: str


@dataclass(frozen=True)
class Mistake:
    """A known mistake: a wrong implementation, and the sentence that its author needs."""

    name: str
    wrong: Callable[..., Any]
    sentence: str

"""A student's answer as an example for everybody: without who wrote it.

Comments and docstrings go, but for those of the release; so do names and texts in which a
student's id or name stands. What is left is the code that the mistake is in.
"""

from __future__ import annotations

import builtins
import io
import keyword
import re
import tokenize
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from autograder.submission.outputs import plain_text

SHORTEST = 3  # letters, below which part of a name says nothing
PART = 6  # letters of an id, from which on it is noticed within a word
LINES = 60

_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[^\W\d_]+|\d+")
_NOTHING = (tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.COMMENT)
_WITHIN = getattr(tokenize, "FSTRING_MIDDLE", None)  # text in an f-string, from Python 3.12 on


@dataclass(frozen=True)
class Example:
    """An answer to show. `changed`: how many names and texts were taken out."""

    source: str
    changed: int


class Anonymiser:
    """Takes the people of a class out of what they wrote.

    roster: names by id. `released` are the texts of the released cells, whose names and comments
    can give nobody away.
    """

    def __init__(self, roster: Mapping[str, str], released: Iterable[str]) -> None:
        people = [word for each in roster.items() for word in each]
        self._ids = {each.lower() for each in roster if len(each) >= PART}
        self._hidden = {
            word.lower() for text in people for word in _words(text) if len(word) >= SHORTEST
        }
        text = "\n".join(released)
        self._known = {*keyword.kwlist, *dir(builtins), *dir(np), *re.findall(r"\w+", text)}
        self._comments = {line.strip() for line in text.split("\n")}
        self._released = text

    def example(self, source: str) -> Example | None:
        """The answer without who wrote it; None where it is no code that can be taken apart."""
        source = plain_text(source).strip("\n") + "\n"
        try:
            tokens = [*tokenize.generate_tokens(io.StringIO(source).readline)]
        except (tokenize.TokenError, SyntaxError, ValueError, RecursionError):
            return None
        lines = source.split("\n")
        changed = 0
        emptied: set[int] = set()
        for token, text in reversed([*self._edits(tokens)]):
            (first, start), (last, end) = token.start, token.end
            changed += token.type != tokenize.COMMENT
            rest = lines[last - 1][end:]
            lines[first - 1 : last] = [lines[first - 1][:start] + text + rest] + [""] * (
                last - first
            )
            emptied |= {*range(first - 1, last)}
        kept = [line.rstrip() for i, line in enumerate(lines) if line.strip() or i not in emptied]
        more = kept[LINES:]
        text = "\n".join(kept[:LINES]).strip("\n") + ("\n..." if more else "")
        return Example(text, changed) if text.strip() else None

    def sentence(self, text: str) -> str:
        """What was said of an answer, which may quote it, without names."""
        return re.sub(r"\w+", lambda word: "…" if self._tells(word[0]) else word[0], text)

    def _edits(self, tokens: list[tokenize.TokenInfo]) -> Iterator[tuple[tokenize.TokenInfo, str]]:
        """The tokens to replace, and by what, in order."""
        instead: dict[str, str] = {}
        before = tokenize.NEWLINE
        for token, after in zip(tokens, [*tokens[1:], tokens[-1]], strict=True):
            if token.type == tokenize.COMMENT:
                if token.string.strip() not in self._comments:
                    yield token, ""
            elif token.type == tokenize.STRING:
                alone = before in _NOTHING and after.type in _NOTHING
                if alone and token.string not in self._released:
                    yield token, ""
                elif not alone and self._tells(token.string):
                    yield token, '"..."'
            elif token.type == _WITHIN and self._tells(token.string):
                yield token, "..."
            elif token.type == tokenize.NAME and self._tells(token.string):
                name = instead.setdefault(token.string, f"name{len(instead) + 1}")
                yield token, name
            if token.type not in (tokenize.NL, tokenize.COMMENT):
                before = token.type

    def _tells(self, text: str) -> bool:
        """Whether a name or a text may say who somebody is."""
        if text in self._known:
            return False
        low = text.lower()
        return any(each in low for each in self._ids) or any(
            word.lower() in self._hidden for word in _words(text)
        )


def _words(text: str) -> list[str]:
    """The words in a text, in names such as my_loss and myLoss, too."""
    return _WORDS.findall(text)

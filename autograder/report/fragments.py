"""Code as a sequence of statements that can be compared: without layout, types and names of one's
own.
"""

from __future__ import annotations

import ast
import io
import tokenize
import warnings
from collections.abc import Iterator, Set
from dataclasses import dataclass

LONGEST = 50_000  # characters of an answer that are looked at
MOST = 500  # statements
WINDOW = 3
WORDS = 3  # that a comment has at least, to say something
_BLOCKS = ("body", "orelse", "finalbody", "handlers", "cases")
_NAMES = {"id", "arg", "name"}
_NAME = "name "  # no other word has a space after this
_MAKES = (ast.arg, ast.FunctionDef, ast.ClassDef)
_SKIPPED = {"annotation", "returns", "type_comment", "ctx", "kind", "simple", "type_params"}


@dataclass(frozen=True)
class Statement:
    """A statement, without those in it, or a comment, as words. `own`: names to number."""

    words: tuple[str, ...]
    own: Set[str] = frozenset()


def syntax_tree(source: str) -> ast.Module | None:
    """The syntax tree of code, whatever it is; None where it has none."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def statements(source: str) -> list[Statement]:
    """The statements of an answer in their order, then its comments; none where it is no code."""
    source = source[:LONGEST]
    tree = syntax_tree(source)
    if tree is None:
        return []
    cut = _Cut()
    try:
        found = [cut.statement(node) for node in _flat(tree.body)]
    except RecursionError:
        return []
    whole = [Statement(tuple(words), names & cut.own) for words, names in found]
    return [*whole, *_comments(source)][:MOST]


def windows(lines: list[Statement]) -> Iterator[tuple[int, range]]:
    """Every one to three statements in a row: what they say, and which they are."""
    for start in range(len(lines)):
        for end in range(start + 1, min(start + WINDOW, len(lines)) + 1):
            yield _key(lines[start:end]), range(start, end)


def _key(lines: list[Statement]) -> int:
    """The words of some statements, names of one's own by the order in which they come."""
    numbers: dict[str, int] = {}
    words: list[str | int] = []
    for line in lines:
        own = line.own
        words += [
            numbers.setdefault(word, len(numbers)) if word in own else word for word in line.words
        ]
    return hash(tuple(words))


def _flat(body: list[ast.stmt]) -> Iterator[ast.AST]:
    for node in body:
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            continue  # a docstring, or nothing
        yield node
        for block in _BLOCKS:
            inner = getattr(node, block, None)
            if isinstance(inner, list):
                yield from _flat(inner)


class _Cut:
    """Turns statements into words; `own` are the names that they make, as words."""

    def __init__(self) -> None:
        self.own: set[str] = set()

    def statement(self, node: ast.AST) -> tuple[list[str], set[str]]:
        """The words of a statement without those in it, and which of the words are names."""
        words: list[str] = []
        names: set[str] = set()
        self._add(_plain(node), words, names, top=True)
        return words, names

    def _add(self, node: ast.AST, words: list[str], names: set[str], top: bool = False) -> None:
        words.append(type(node).__name__)
        if isinstance(node, ast.Constant):
            words.append(f"{type(node.value).__name__} {_literal(node.value)}")
            return
        makes = isinstance(node, _MAKES) or isinstance(getattr(node, "ctx", None), ast.Store)
        for field in node._fields:
            if field in _SKIPPED or (top and field in _BLOCKS):
                continue
            value = getattr(node, field, None)
            for each in value if isinstance(value, list) else (value,):
                if isinstance(each, ast.AST):
                    self._add(each, words, names)
                elif isinstance(each, str) and field in _NAMES and type(node) is not ast.keyword:
                    name = f"{_NAME}{each}"
                    words.append(name)
                    names.add(name)
                    if makes:
                        self.own.add(name)
                elif isinstance(each, str):
                    words.append(each)
        words.append(".")


def _plain(node: ast.AST) -> ast.AST:
    """`a += b` as `a = a + b`, and `a: int = b` as `a = b`."""
    if isinstance(node, ast.AugAssign):
        return ast.Assign([node.target], ast.BinOp(node.target, node.op, node.value))
    if isinstance(node, ast.AnnAssign) and node.value is not None:
        return ast.Assign([node.target], node.value)
    return node


def _literal(value: object) -> str:
    try:
        return repr(value)[:200]
    except ValueError:  # an integer of too many digits
        return "a huge number"


def _comments(source: str) -> Iterator[Statement]:
    if "#" not in source:
        return
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            words = token.string.strip("# \t").lower().split()
            if token.type == tokenize.COMMENT and len(words) >= WORDS:
                yield Statement(("#", *words))
    except (tokenize.TokenError, SyntaxError):
        return

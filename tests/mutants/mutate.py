"""Mutants: a function or class with one small change, made from its syntax tree."""

import ast
import contextlib
import inspect
import itertools
import signal
import sys
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import FrameType
from typing import Any

from tests.mutants.operators import OPERATORS

STEPS = 1_000_000  # rounds of loops, in all the checks of one mutant
SECONDS = 3.0  # of the processor, in one check


class Endless(BaseException):
    """A mutant does not end. No Exception, so that no check takes it for one of the student's."""


@dataclass(frozen=True)
class Mutant:
    """One change: which operator made it, the line before and after, and the whole source."""

    operator: str
    change: str
    source: str


def has_source(reference: Any) -> bool:
    """Whether it is a class or a function with a name, which mutants can be made of."""
    return callable(reference) and reference.__name__.isidentifier()


def mutants(original: Callable[..., Any] | type) -> list[Mutant]:
    """Every mutant of a function or class, none twice, in the order of its lines."""
    tree = _plain_tree(original)
    before = ast.unparse(tree)
    made: dict[str, Mutant] = {}
    for node in list(ast.walk(tree)):
        for field, position, child in _children(node):
            for operator in OPERATORS:
                for changed in operator(child):
                    _put(node, field, position, changed)
                    source = ast.unparse(ast.fix_missing_locations(tree))
                    _put(node, field, position, child)
                    if source != before and source not in made:
                        made[source] = Mutant(operator.__name__, _change(before, source), source)
    return _numbered(sorted(made.values(), key=lambda m: _first_difference(before, m.source)))


def define(source: str, original: Callable[..., Any] | type) -> Any:
    """What the source defines, in a copy of the module of the original, guarded against loops.

    Its loops raise Endless after STEPS rounds in all.
    """
    scope = dict(vars(sys.modules[original.__module__]))
    rounds = itertools.count(1)

    def step() -> None:
        if next(rounds) > STEPS:
            raise Endless

    scope["__step__"] = step
    tree = _Guarded().visit(ast.parse(source))
    exec(compile(ast.fix_missing_locations(tree), "<mutant>", "exec"), scope)
    return scope[original.__name__]


@contextlib.contextmanager
def time_limit(seconds: float = SECONDS) -> Iterator[None]:
    """Raise Endless when what is inside computes longer, for what no count of rounds can see."""

    def stop(_: int, __: FrameType | None) -> None:
        raise Endless

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


class _Guarded(ast.NodeTransformer):
    def _guard(self, node: Any) -> Any:
        self.generic_visit(node)
        node.body.insert(0, ast.parse("__step__()").body[0])
        return node

    visit_For = visit_While = _guard


class _Plain(ast.NodeTransformer):
    """Without annotations, docstrings and refusals of bad input, which no check looks at."""

    def visit_If(self, node: ast.If) -> ast.AST | None:
        self.generic_visit(node)
        refuses = all(isinstance(statement, ast.Raise) for statement in node.body)
        return None if refuses and not node.orelse else node

    def visit_Expr(self, node: ast.Expr) -> ast.AST | None:
        called = node.value.func if isinstance(node.value, ast.Call) else None
        refuses = isinstance(called, ast.Name) and called.id.startswith("require_")
        return None if refuses else node

    def visit_arg(self, node: ast.arg) -> ast.AST:
        node.annotation = None
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST | None:
        if node.value is None:
            return None
        return ast.copy_location(ast.Assign([node.target], node.value), node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        self.generic_visit(node)
        node.returns = None
        _drop_docstring(node)
        return node

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        self.generic_visit(node)
        _drop_docstring(node)
        return node


def _drop_docstring(node: ast.FunctionDef | ast.ClassDef) -> None:
    if ast.get_docstring(node) is not None:
        node.body = node.body[1:] or [ast.Pass()]


def _plain_tree(original: Callable[..., Any] | type) -> ast.Module:
    tree = ast.parse(textwrap.dedent(inspect.getsource(original)))
    _Plain().visit(tree)
    return ast.fix_missing_locations(tree)


def _children(node: ast.AST) -> Iterator[tuple[str, int | None, ast.AST]]:
    for field, value in ast.iter_fields(node):
        if isinstance(value, ast.AST):
            yield field, None, value
        elif isinstance(value, list):
            for i, item in enumerate(value):
                if isinstance(item, ast.AST):
                    yield field, i, item


def _put(node: ast.AST, field: str, position: int | None, child: ast.AST) -> None:
    if position is None:
        setattr(node, field, child)
    else:
        getattr(node, field)[position] = child


def _first_difference(before: str, after: str) -> int:
    pairs = itertools.zip_longest(before.splitlines(), after.splitlines())
    return next(i for i, (one, other) in enumerate(pairs) if one != other)


def _change(before: str, after: str) -> str:
    i = _first_difference(before, after)
    lines = [[*text.splitlines(), ""][i].strip() for text in (before, after)]
    return f"{lines[0]} -> {lines[1]}"


def _numbered(found: list[Mutant]) -> list[Mutant]:
    """Changes of equal lines told apart by a number."""
    seen: dict[str, int] = {}
    named = []
    for mutant in found:
        count = seen[mutant.change] = seen.get(mutant.change, 0) + 1
        change = mutant.change if count == 1 else f"{mutant.change} ({count})"
        named.append(Mutant(mutant.operator, change, mutant.source))
    return named

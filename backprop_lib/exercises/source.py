"""The source of a reference, as it is shown to a student."""

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

Cut: TypeAlias = tuple[int, int, int]  # line, first and last column


def bare_source(reference: Callable[..., Any]) -> str:
    """The source of a function or class without types."""
    source = textwrap.dedent(inspect.getsource(reference))
    definition = ast.parse(source).body[0]
    assert isinstance(definition, ast.FunctionDef | ast.ClassDef)
    lines = source.splitlines()
    for line, first, last in sorted(_types(definition, lines), reverse=True):
        lines[line] = lines[line][:first] + lines[line][last:]
    if isinstance(definition, ast.ClassDef):
        return "\n".join(lines) + "\n"
    body = "\n".join(lines[definition.body[0].lineno - 1 :])
    parameters = ", ".join(inspect.signature(reference).parameters)
    return f"def {definition.name}({parameters}):\n{body}"


def _types(definition: ast.FunctionDef | ast.ClassDef, lines: list[str]) -> Iterator[Cut]:
    """Where types stand in the body: none of them spreads over lines."""
    for node in ast.walk(definition):
        if isinstance(node, ast.AnnAssign) and node.value:
            yield _cut(node.target.end_col_offset, node.annotation)
        elif isinstance(node, ast.FunctionDef) and node is not definition:
            given = node.args
            for arg in (*given.args, *given.kwonlyargs, given.vararg, given.kwarg):
                if arg and arg.annotation:
                    yield _cut(arg.col_offset + len(arg.arg), arg.annotation)
            if node.returns:
                line = lines[node.returns.lineno - 1]
                yield _cut(line.rindex(" ->", 0, node.returns.col_offset), node.returns)


def _cut(first: int | None, annotation: ast.expr) -> Cut:
    assert first is not None and annotation.end_col_offset is not None
    return annotation.lineno - 1, first, annotation.end_col_offset

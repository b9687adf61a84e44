"""The source of a reference, as it is shown to a student."""

import ast
import inspect
import textwrap
from collections.abc import Callable
from typing import Any


def bare_source(reference: Callable[..., Any]) -> str:
    """The source of a function without types, or of a class as it is."""
    source = textwrap.dedent(inspect.getsource(reference))
    definition = ast.parse(source).body[0]
    if not isinstance(definition, ast.FunctionDef):
        return source
    body = "\n".join(source.splitlines()[definition.body[0].lineno - 1 :])
    parameters = ", ".join(inspect.signature(reference).parameters)
    return f"def {definition.name}({parameters}):\n{body}"

"""What nbgrader's formgrader shows of a student, as text.

It puts their names into its pages as they are; and in many an LMS everybody chooses their own.
"""

from __future__ import annotations

from html import escape
from typing import Any

from nbconvert.preprocessors import Preprocessor
from nbformat.notebooknode import NotebookNode

_NAMES = ("student", "first_name", "last_name")


class EscapeNames(Preprocessor):
    """Before the formgrader's page of a submission is made: names are text, and no HTML."""

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        for name in _NAMES:
            if isinstance(resources.get(name), str):
                resources[name] = escape(resources[name])
        return nb, resources

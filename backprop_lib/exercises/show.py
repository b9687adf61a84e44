"""Where a report is shown: as HTML in a notebook, as plain text everywhere else, never as both."""

import os
import sys
from typing import Any


def show(report: Any) -> None:
    """Display a report in a notebook, print it elsewhere."""
    if not show_rich(report):
        print(report)


def show_rich(report: Any) -> bool:
    """Display a report if this is a notebook that someone looks at; returns whether it was."""
    if not in_notebook():
        return False
    from IPython.display import display

    display(report)
    return True


def in_notebook() -> bool:
    """Whether this code runs in a notebook's kernel and what it prints goes to the notebook.

    Not so in a terminal or a test, where output is redirected, as by a grader, or while
    `nbgrader validate` runs the notebook: it reads text alone.
    """
    module = sys.modules.get("IPython")
    shell = module.get_ipython() if module is not None else None
    return (
        hasattr(shell, "kernel")
        and type(sys.stdout).__module__.startswith("ipykernel")
        and not os.environ.get("NBGRADER_VALIDATING")
    )

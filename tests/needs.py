"""The one way for a test to be skipped."""

import os

import pytest


def need(condition: object, what: str, how: str) -> None:
    """Skip the test unless `condition` holds; with CI=true, fail it instead.

    `what` names the missing component, `how` is the command or step that provides it.
    """
    if condition:
        return
    message = f"{what} is missing; {how}"
    if os.environ.get("CI") == "true":
        pytest.fail(message, pytrace=False)
    pytest.skip(message)

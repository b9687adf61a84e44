"""Says at the end of a run what came of the attacks, also when several processes ran the tests."""

from __future__ import annotations

from typing import Any

import pytest

SUMMARY = pytest.StashKey[str]()


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    if summary := getattr(node, "workeroutput", {}).get("attacks"):
        node.config.stash[SUMMARY] = summary


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    if summary := config.stash.get(SUMMARY, None):
        terminalreporter.write_line(summary)

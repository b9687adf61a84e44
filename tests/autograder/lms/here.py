"""The command line in this process: another one takes seconds to start."""

import os
import sys
from pathlib import Path

import pytest

from autograder import cli


class Here:
    """Runs `backprop` in a folder; returns its status and all that it printed."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch, self._capsys = monkeypatch, capsys

    def __call__(self, *words: str, cwd: Path) -> tuple[int, str]:
        self._capsys.readouterr()
        before = os.getcwd()
        self._monkeypatch.setattr(sys, "argv", ["backprop", *words])
        os.chdir(cwd)
        try:
            cli.main()
        except SystemExit as ended:
            status = ended.code if isinstance(ended.code, int) else 1
        else:
            status = 0
        finally:
            os.chdir(before)
        said = self._capsys.readouterr()
        return status, said.out + said.err

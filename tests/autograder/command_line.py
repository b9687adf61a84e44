"""The command line: in this process, since another takes seconds to start, or as a shell has it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from autograder import cli
from autograder.course import Course
from tests.root import ROOT


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


def backprop(*words: str, cwd: Path = ROOT, path: str | None = None) -> tuple[int, str]:
    """Run the command as a shell would; returns its status and all that it printed."""
    environment = {**os.environ, "COLUMNS": "200", "NO_COLOR": "1"}
    if path is not None:
        environment["PATH"] = path
    done = subprocess.run(
        [sys.executable, "-c", "from autograder.cli import main; main()", *words],
        cwd=cwd,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stdout
    return done.returncode, done.stdout


def nbgrader(course: Course, *command: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", *command],
        cwd=course.root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stderr

"""The commands that the instructors' page names are there, with the options that it gives them."""

import re
import shlex

import pytest
import typer

from autograder import cli
from tests.test_house_rules import ROOT

PAGE = (ROOT / "docs" / "instructors.md").read_text(encoding="utf-8")
VERBS = typer.main.get_command(cli.app).commands  # type: ignore[attr-defined]


def commands() -> list[str]:
    """What is typed, in blocks and within a line."""
    blocks = re.findall(r"^    (backprop [^\n]+?)(?:\s{2,}[^\n]*)?$", PAGE, re.MULTILINE)
    return sorted({*blocks, *re.findall(r"`(backprop [^`]+)`", PAGE)})


@pytest.mark.parametrize("command", commands())
def test_a_command_and_its_options_are_there(command: str) -> None:
    _, verb, *words = shlex.split(command)
    known = {name for each in VERBS[verb].params for name in each.opts}
    assert {word for word in words if word.startswith("--")} <= known


def test_every_command_of_an_instructor_is_on_the_page() -> None:
    named = {shlex.split(command)[1] for command in commands()}
    assert {*VERBS} - named <= {"lab", "lessons"}


def test_the_settings_it_names_are_those_of_the_configuration() -> None:
    config = (ROOT / "nbgrader_config.py").read_text(encoding="utf-8")
    settings = re.findall(r"^    (c\.\w+\.\w+)", PAGE, re.MULTILINE)
    assert settings and all(setting in config for setting in settings)

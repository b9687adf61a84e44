"""The instructors' page names every command of theirs, and settings that are there."""

import re
import shlex

import typer

from autograder import cli
from tests.pages import PAGES, commands, named
from tests.root import ROOT

PAGE = PAGES["docs/instructors.md"]
VERBS = typer.main.get_command(cli.app).commands  # type: ignore[attr-defined]


def test_every_command_of_an_instructor_is_on_the_page() -> None:
    typed = [shlex.split(command) for command in [*commands(PAGE), *named(PAGE)]]
    on_page = {words[1] for words in typed if words[0] == "backprop"}
    assert {*VERBS} - on_page <= {"lab", "lessons"}


def test_the_settings_it_names_are_those_of_the_configuration() -> None:
    config = (ROOT / "nbgrader_config.py").read_text(encoding="utf-8")
    settings = re.findall(r"^    (c\.\w+\.\w+)", PAGE, re.MULTILINE)
    assert settings and all(setting in config for setting in settings)

"""What the pages tell people to type does what they say, as it stands there."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import typer

from autograder import cli
from autograder.walls.bubblewrap import Walls
from tests.autograder import notebooks as nb
from tests.pages import PAGES, blocks, commands, named
from tests.root import ROOT
from tests.test_house_rules import tracked_files
from tests.test_lessons import solved

README = PAGES["README.md"]
# The pages about using the course; all commands of these run in a copy of it, page after page, but
# those of make, which .ci/run runs, and those that begin as these do.
USERS = ["README.md", *(name for name in PAGES if name.startswith("docs/"))]
NOT_RUN = {
    "installs packages from the network, as make does; tests/test_install.py reads the page": (
        *("conda ", "python3 -m venv ", ".venv/bin/python -m pip ", "pip install ", "uv "),
    ),
    "needs a container engine; tests/test_install.py reads the page": ("docker ",),
    "serves until it is ended; .ci/run does so with make lab": ("jupyter lab", ".venv/bin/jupyter"),
    ".ci/run runs it, as make demo": ("backprop demo",),
    "a cluster of several machines; tests/autograder/grading/test_dask.py starts one on this": (
        *("dask ", "backprop grade 07_xor --scheduler "),
    ),
    "takes what an LMS exports; tests/autograder/lms has such files of each": (
        *("backprop collect submissions.zip", "backprop export 07_xor --lms "),
    ),
    "a hub with its shared folder, and its administrator": (
        *("sudo ", "nbgrader release_", "nbgrader collect "),
    ),
    "takes minutes; tests/autograder makes such a lesson": (
        *("backprop new ", "backprop generate 13_", "python -m tests.mutants", "pytest "),
    ),
    # A line end: exactly this command.
    "the same again, with an option or lessons that tests/autograder tries": (
        "backprop bundle\n",
        "backprop report 07_xor --csv ",
        *("backprop grade 07_xor --workers 4", "backprop grade 07_xor --student ada"),
        *("backprop grade 07_xor --force", "backprop grade 07_xor --json"),
    ),
}
LEFT_OUT = tuple(beginning for listed in NOT_RUN.values() for beginning in listed)
# A changelog keeps the names that things had.
OF_TODAY = [name for name in PAGES if name != "CHANGELOG.md"]
BACKPROP: Any = typer.main.get_command(cli.app)
VERBS = BACKPROP.commands
TARGETS = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


def to_run(page: str) -> list[str]:
    """The commands of a page that run here, each once."""
    left_out = ("make ", *LEFT_OUT)
    found = [line for line in commands(page) if not f"{line}\n".startswith(left_out)]
    return list(dict.fromkeys(found))


def run(script: list[str], clone: Path) -> str:
    """What a shell prints that runs the commands in a copy of the course, and ends at a failure."""
    done = subprocess.run(
        ["bash", "-euxo", "pipefail", "-c", "\n".join(script)],
        cwd=clone,
        env={**os.environ, "COLUMNS": "120"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory, walls: Walls) -> Path:
    """A copy of the course, with a student's work, in the environment of this test."""
    clone = tmp_path_factory.mktemp("course") / "clone"
    for path in tracked_files():
        target = clone / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    scripts = clone / ".venv" / "bin"
    scripts.mkdir(parents=True)
    # The environment under test, under the name that the README gives it.
    (scripts / "activate").write_text(f'PATH="{Path(sys.executable).parent}:$PATH"\n')
    for name in ("submitted/ada/07_xor/xor.ipynb", "mine.ipynb"):
        nb.write(clone / name, solved("07_xor"))
    return clone


@pytest.fixture(scope="module")
def printed(clone: Path) -> str:
    """What the README's commands print."""
    return run(to_run(README), clone)


def test_the_readmes_commands_grade_a_class(clone: Path, printed: str) -> None:
    assert re.search(r"│ ada +│ 19 +│ 19", printed)
    assert "Score: 19.0 / 19.0" in (clone / "feedback/ada/07_xor/xor.html").read_text()


def test_the_other_pages_commands_run_after_those_of_the_readme(clone: Path, printed: str) -> None:
    done = set(to_run(README))
    for name in USERS:
        script = [command for command in to_run(PAGES[name]) if command not in done]
        if script:
            run(["source .venv/bin/activate", *script], clone)
            done.update(script)


def test_a_command_is_left_out_for_a_reason_that_still_holds() -> None:
    typed = [command for name in USERS for command in commands(PAGES[name])]
    for beginning in LEFT_OUT:
        assert any(f"{command}\n".startswith(beginning) for command in typed), beginning


def options(*commands: Any) -> set[str]:
    """The names of all options of some commands."""
    parameters = [each for command in commands for each in command.params]
    return {"--help"}.union(*([*each.opts, *each.secondary_opts] for each in parameters))


def missing(command: str) -> list[str]:
    """What a command, whole or in part, names of the course's that is not there."""
    program, *words = shlex.split(command.removeprefix(".venv/bin/"))
    if program == "backprop":
        verb, given = words[0], [word for word in words if word.startswith("--")]
        if verb not in VERBS:
            return [verb]
        return [option for option in given if option not in options(BACKPROP, VERBS[verb])]
    if program == "make":
        return [word for word in words if "=" not in word and word not in TARGETS]
    if program == "python" and words[0] == "-m" and find_spec(words[1]) is None:
        return [words[1]]
    ours = ("tests/", "benchmarks/", "docs/", "backprop_lib/", "autograder/")
    return [word for word in words if word.startswith(ours) and not (ROOT / word).exists()]


@pytest.mark.parametrize("name", OF_TODAY)
def test_all_that_the_commands_of_a_page_name_is_there(name: str) -> None:
    typed = [*commands(PAGES[name]), *named(PAGES[name])]
    assert {command: missing(command) for command in typed if missing(command)} == {}


@pytest.mark.parametrize("name", USERS)
def test_the_commands_and_options_of_backprop_are_given_as_it_takes_them(name: str) -> None:
    known = options(BACKPROP, *VERBS.values())
    for command in commands(PAGES[name]):
        program, *words = shlex.split(command)
        if program == "backprop":
            VERBS[words[0]].make_context(words[0], words[1:])
        else:
            known.update(words)
    alone = re.findall(r"`(--[\w-]+)", PAGES[name])
    assert set(alone) <= known


@pytest.mark.parametrize(
    ("command", "what"),
    [
        ("backprop mark 07_xor", ["mark"]),
        ("backprop grade LESSON --student ada --rounding", ["--rounding"]),
        ("make PYTHON=python3.12 everything", ["everything"]),
        (".venv/bin/python -m pytest -k xor tests/no_tests", ["tests/no_tests"]),
        ("python -m tests.no_tests", ["tests.no_tests"]),
        ("python benchmarks/nothing.py --students 3", ["benchmarks/nothing.py"]),
    ],
)
def test_what_is_not_there_is_noticed(command: str, what: list[str]) -> None:
    assert missing(command) == what


@pytest.mark.parametrize("command", [c for c in commands(README) if c.startswith("make ")])
def test_the_readmes_targets_of_make_run_in_ci(command: str) -> None:
    assert command in (ROOT / ".ci" / "run").read_text()


def test_the_readmes_example_of_the_library_runs() -> None:
    (example,) = (block for block in blocks(README, "python") if "import" in block)
    names: dict[str, object] = {}
    exec(example, names)
    for name in ("X", "W1", "b1", "W2", "b2"):
        assert getattr(names[f"d{name}"], "shape", None) == getattr(names[name], "shape", 0)


def test_the_readmes_ratios_are_those_of_the_pages_about_performance() -> None:
    (measured,) = re.findall(r"^## Measured\n(.*?)^## ", README, re.DOTALL | re.MULTILINE)
    ratios = set(re.findall(r"\d+\.\d+", measured))
    pages = PAGES["docs/performance.md"] + PAGES["benchmarks/README.md"]
    assert ratios and ratios <= set(re.findall(r"\d+\.\d+", pages))


def test_commands_are_found_in_blocks_and_where_they_are_indented() -> None:
    page = (
        "```console\n$ make demo\n```\n\n=== tab\n\n    ```console\n    $ uv venv\n    ```\n\n"
        "    backprop grade 07_xor    all of it\n\n```python\n$ no\n```\n\n```text\n$ no\n```\n"
    )
    assert commands(page) == ["make demo", "uv venv", "backprop grade 07_xor"]
    assert named(page) == []
    with pytest.raises(ValueError, match="begin commands with"):
        commands("```console\n$ make demo\nit prints this\n```\n")


def test_commands_are_found_in_sentences() -> None:
    page = "`make` by `make\nlab`, `.venv/bin/python -m x`, `remake it`.\n\n```text\n`uv x`\n```\n"
    assert named(page) == ["make lab", "python -m x"]

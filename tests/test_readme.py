"""What the pages tell people to type does what they say, as it stands there."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from autograder import cli
from autograder.walls import Walls
from tests.autograder import notebooks as nb
from tests.pages import PAGES, blocks, commands
from tests.test_house_rules import ROOT, tracked_files
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
    "a cluster of several machines; tests/autograder/test_dask.py starts one on this": (
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


@pytest.mark.parametrize("name", USERS)
def test_every_command_of_backprop_has_the_verbs_and_options_that_are_named(name: str) -> None:
    verbs = typer.main.get_command(cli.app).commands  # type: ignore[attr-defined]
    for command in commands(PAGES[name]):
        program, *words = shlex.split(command)
        if program == "backprop":
            verbs[words[0]].make_context(words[0], words[1:])


@pytest.mark.parametrize("name", PAGES)
def test_every_target_of_make_exists(name: str) -> None:
    makefile = (ROOT / "Makefile").read_text()
    for command in commands(PAGES[name]):
        if command.startswith("make "):
            assert re.search(rf"^{command.split()[-1]}:", makefile, re.MULTILINE), command


@pytest.mark.parametrize("command", [c for c in commands(README) if c.startswith("make ")])
def test_the_readmes_targets_of_make_run_in_ci(command: str) -> None:
    assert command in (ROOT / ".ci" / "run").read_text()


def test_the_readmes_example_of_the_library_runs() -> None:
    (example,) = (block for block in blocks(README, "python") if "import" in block)
    names: dict[str, object] = {}
    exec(example, names)
    for name in ("X", "W1", "b1", "W2", "b2"):
        assert getattr(names[f"d{name}"], "shape", None) == getattr(names[name], "shape", 0)


def test_commands_are_found_in_blocks_and_where_they_are_indented() -> None:
    page = (
        "```console\n$ make demo\n```\n\n=== tab\n\n    ```console\n    $ uv venv\n    ```\n\n"
        "    backprop grade 07_xor    all of it\n\n```python\n$ no\n```\n\n```text\n$ no\n```\n"
    )
    assert commands(page) == ["make demo", "uv venv", "backprop grade 07_xor"]
    with pytest.raises(ValueError, match="begin commands with"):
        commands("```console\n$ make demo\nit prints this\n```\n")

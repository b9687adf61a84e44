"""The README's commands do what it says, as they stand there."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.walls import Walls
from tests.autograder import notebooks as nb
from tests.test_house_rules import tracked_files
from tests.test_lessons import COURSE, solved

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(kind: str) -> list[str]:
    """The README's code blocks of one kind."""
    return re.findall(rf"^```{kind}\n(.*?)^```", README, re.DOTALL | re.MULTILINE)


def commands() -> list[str]:
    """The lines of its console blocks that are typed."""
    lines = [line for block in blocks("console") for line in block.splitlines()]
    assert all(line.startswith("$ ") for line in lines)
    return [line.removeprefix("$ ") for line in lines]


def makes() -> list[str]:
    return [command for command in commands() if command.startswith("make ")]


@pytest.mark.parametrize("command", makes())
def test_its_make_targets_exist_and_run_in_ci(command: str) -> None:
    assert re.search(rf"^{command.split()[1]}:", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert command in (ROOT / ".ci" / "run").read_text()


def test_an_instructors_commands_grade_a_class(tmp_path: Path, walls: Walls) -> None:
    clone = tmp_path / "clone"
    for path in tracked_files():
        target = clone / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    scripts = clone / ".venv" / "bin"
    scripts.mkdir(parents=True)
    # The environment under test, under the name that the README gives it.
    (scripts / "activate").write_text(f'PATH="{Path(sys.executable).parent}:$PATH"\n')
    nb.write(clone / "submitted" / "ada" / "07_xor" / "xor.ipynb", solved("07_xor"))
    script = "\n".join(command for command in commands() if not command.startswith("make "))
    done = subprocess.run(
        ["bash", "-euxo", "pipefail", "-c", script],
        cwd=clone,
        env={**os.environ, "COLUMNS": "120"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert re.search(r"│ ada +│ 14 +│ 14", done.stdout)
    assert "Score: 14.0 / 14.0" in (clone / "feedback/ada/07_xor/xor.html").read_text()
    assert COURSE.root == ROOT


def test_its_example_of_the_library_runs() -> None:
    (example,) = (block for block in blocks("python") if "import" in block)
    names: dict[str, object] = {}
    exec(example, names)
    for name in ("X", "W1", "b1", "W2", "b2"):
        assert getattr(names[f"d{name}"], "shape", None) == getattr(names[name], "shape", 0)


def test_the_files_that_it_links_exist() -> None:
    links = re.findall(r"\]\((?!https?://)([^)#]+)", README)
    assert links
    for link in links:
        assert (ROOT / link).is_file(), link

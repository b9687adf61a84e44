"""Every way to install the course takes the same lock and a Python in range.

Containers are not built here: their files are read.
"""

import json
import re
import shlex

import pytest
from packaging.specifiers import SpecifierSet

from tests.root import ROOT
from tests.test_environment import PROJECT

PAGE = (ROOT / "docs" / "install.md").read_text(encoding="utf-8")
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
DEV_CONTAINER = json.loads((ROOT / ".devcontainer" / "devcontainer.json").read_text("utf-8"))
BINDER = ROOT / ".binder"
PYTHON_OF_DEBIAN = {"bookworm": "3.11", "trixie": "3.13"}
LOCKED = "--require-hashes -r requirements.lock"
COURSE_ITSELF = "--no-deps --no-build-isolation -e ."


def instructions(dockerfile: str) -> list[tuple[str, str]]:
    """The instructions of a Dockerfile, each with the rest of its line, continued lines joined."""
    lines = re.sub(r"\\\n\s*", "", re.sub(r"^#.*\n", "", dockerfile, flags=re.MULTILINE))
    split = [line.split(maxsplit=1) for line in lines.splitlines() if line.strip()]
    return [(name, rest) for name, rest in split]


def ignores(patterns: str) -> set[str]:
    """What a .gitignore or a .dockerignore names, wherever in the tree that is."""
    lines = (line.strip() for line in patterns.splitlines())
    return {line.removeprefix("**/").strip("/") for line in lines if line and line[0] != "#"}


@pytest.fixture
def in_range() -> SpecifierSet:
    return SpecifierSet(PROJECT["requires-python"])


def test_the_image_has_a_python_in_range_and_no_other_way_to_packages(
    in_range: SpecifierSet,
) -> None:
    found = instructions(DOCKERFILE)
    assert {name for name, _ in found} <= {
        *("FROM", "RUN", "COPY", "USER", "WORKDIR", "ENV", "EXPOSE", "CMD")
    }
    release = re.fullmatch(r"debian:(\w+)-slim AS system", found[0][1])
    assert release and PYTHON_OF_DEBIAN[release[1]] in in_range
    pips = re.findall(r"pip install (.*?)(?= &&|$)", "\n".join(rest for _, rest in found), re.M)
    assert [pip.removeprefix("--no-cache-dir ").strip() for pip in pips] == [LOCKED, COURSE_ITSELF]


def test_the_image_runs_as_a_user_and_can_build_walls() -> None:
    users = [rest for name, rest in instructions(DOCKERFILE) if name == "USER"]
    assert users and "root" not in users and "0" not in users
    assert "bubblewrap" in DOCKERFILE


def test_the_image_leaves_out_what_git_does() -> None:
    left_out = ignores((ROOT / ".gitignore").read_text(encoding="utf-8"))
    assert left_out <= ignores((ROOT / ".dockerignore").read_text(encoding="utf-8"))


def test_the_dev_container_is_the_images_first_stage_with_the_options_of_the_page() -> None:
    assert (ROOT / ".devcontainer" / DEV_CONTAINER["build"]["dockerfile"]).resolve() == (
        ROOT / "Dockerfile"
    )
    assert f" AS {DEV_CONTAINER['build']['target']}\n" in DOCKERFILE
    assert ("USER", DEV_CONTAINER["remoteUser"]) in instructions(DOCKERFILE)
    assert DEV_CONTAINER["postCreateCommand"] == "make setup"
    (run,) = (line for line in PAGE.splitlines() if "docker run" in line and "security-opt" in line)
    assert [word for word in shlex.split(run) if "security-opt" in word] == DEV_CONTAINER["runArgs"]


def test_binder_has_a_python_in_range_and_installs_the_lock(in_range: SpecifierSet) -> None:
    version = (BINDER / "runtime.txt").read_text("utf-8").strip().removeprefix("python-")
    assert version in in_range
    kind, lock = (BINDER / "requirements.txt").read_text("utf-8").split()
    assert kind == "-r" and (BINDER / lock).resolve() == ROOT / "requirements.lock"
    after = BINDER / "postBuild"
    assert COURSE_ITSELF in after.read_text("utf-8")
    assert after.stat().st_mode & 0o111


def test_the_page_installs_the_lock_by_pip_and_by_uv(in_range: SpecifierSet) -> None:
    assert f"$ .venv/bin/python -m pip install {LOCKED}\n" in PAGE
    assert f"$ .venv/bin/python -m pip install {COURSE_ITSELF}\n" in PAGE
    assert "$ uv pip sync --require-hashes requirements.lock\n" in PAGE
    assert f"$ uv pip install {COURSE_ITSELF}\n" in PAGE
    (version,) = re.findall(r"uv venv --python ([\d.]+)", PAGE)
    assert version in in_range


def test_every_page_names_the_same_range_of_python() -> None:
    lowest, above = re.findall(r"3\.(\d+)", PROJECT["requires-python"])
    words = f"3.{lowest} to 3.{int(above) - 1}"
    pages = [ROOT / "README.md", ROOT / "docs" / "install.md", ROOT / "docs" / "students.md"]
    for path in pages:
        assert words in path.read_text(encoding="utf-8"), path


def test_continued_lines_and_comments_of_a_dockerfile_are_understood() -> None:
    text = "# a comment\nFROM debian AS a\nRUN one \\\n    && two\n"
    assert instructions(text) == [("FROM", "debian AS a"), ("RUN", "one && two")]

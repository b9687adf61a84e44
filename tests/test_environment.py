"""pyproject.toml says what the course needs; environment.yml, the lock and make say the same."""

import re
import sys
import tomllib
from collections.abc import Iterable
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from rattler import MatchSpec

from tests.root import ROOT

PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
CONDA: dict[str, Any] = yaml.safe_load((ROOT / "environment.yml").read_text())
LOCK = (ROOT / "requirements.lock").read_text()

# conda-forge splits or renames these.
PYPI_NAMES = {"matplotlib-base": "matplotlib", "msgpack-python": "msgpack"}

Bounds = dict[str, frozenset[str]]


def split(version: str) -> frozenset[str]:
    """The parts of a version specifier, e.g. {">=3.11", "<3.15"}."""
    return frozenset(filter(None, version.replace(" ", "").split(",")))


def project_bounds(dependencies: Iterable[str], python: str) -> Bounds:
    """What pyproject.toml asks for, by name, Python itself included."""
    requirements = [Requirement(line) for line in dependencies]
    bounds: Bounds = {canonicalize_name(r.name): split(str(r.specifier)) for r in requirements}
    return bounds | {"python": split(python)}


def conda_bounds(entries: Iterable[str]) -> Bounds:
    """What environment.yml asks for, by PyPI's names."""
    specs = [MatchSpec(entry) for entry in entries]
    assert all(spec.name is not None for spec in specs)
    names = [str(spec.name.normalized) for spec in specs if spec.name is not None]
    return {
        PYPI_NAMES.get(name, name): split(str(spec.version or ""))
        for name, spec in zip(names, specs, strict=True)
    }


def pins(lock: str) -> dict[str, tuple[Requirement, int]]:
    """Each locked requirement by name, with the count of its hashes."""
    found: dict[str, tuple[Requirement, int]] = {}
    for entry in re.sub(r"\\\n", " ", lock).splitlines():
        if entry and not entry.lstrip().startswith("#"):
            text, *hashes = re.split(r"\s+--hash=sha256:", entry.strip())
            requirement = Requirement(text)
            assert all(re.fullmatch("[0-9a-f]{64}", digest) for digest in hashes), text
            found[canonicalize_name(requirement.name)] = (requirement, len(hashes))
    return found


def strays(lock: str) -> list[str]:
    """The lines of a lock that hold an option other than a hash, an address or a path."""
    stray = re.compile(r"\s*-(?!-hash=)|.*(://|\bfile:| @ |(^|\s)[.~]*/)")
    return [line for line in lock.splitlines() if stray.match(line)]


def unmet(wanted: Iterable[str], lock: str) -> list[str]:
    """The requirements that the lock leaves out or pins outside their bounds."""
    locked = {name: pinned_version(requirement) for name, (requirement, _) in pins(lock).items()}
    return [
        line
        for line in wanted
        if (version := locked.get(canonicalize_name(Requirement(line).name))) is None
        or not Requirement(line).specifier.contains(version)
    ]


def pinned_version(requirement: Requirement) -> str:
    (specifier,) = requirement.specifier
    assert specifier.operator == "==", requirement
    return specifier.version


def test_environment_yml_has_the_names_and_bounds_of_pyproject() -> None:
    assert conda_bounds(CONDA["dependencies"]) == project_bounds(
        PROJECT["dependencies"], PROJECT["requires-python"]
    )


@pytest.mark.parametrize(
    "drifted",
    [
        ["python >=3.11,<3.15", "numpy >=1.26,<4"],
        ["python >=3.10,<3.15", "numpy >=1.26,<3"],
        ["python >=3.11,<3.15", "numpy >=1.26"],
        ["python >=3.11,<3.15", "numpy"],
        ["python >=3.11,<3.15"],
        ["python >=3.11,<3.15", "numpy >=1.26,<3", "scipy >=1"],
    ],
)
def test_a_drifted_bound_is_noticed(drifted: list[str]) -> None:
    wanted = project_bounds(["numpy>=1.26,<3"], ">=3.11,<3.15")
    assert conda_bounds(["python >=3.11, <3.15", "numpy >=1.26,<3"]) == wanted
    assert conda_bounds(drifted) != wanted


def test_environment_yml_uses_conda_forge_alone() -> None:
    assert CONDA["channels"] == ["conda-forge", "nodefaults"]


def test_every_dependency_has_a_lower_and_an_upper_bound() -> None:
    bounds = project_bounds(PROJECT["dependencies"], PROJECT["requires-python"])
    for name, parts in bounds.items():
        assert sorted(part.rstrip("0123456789.") for part in parts) == ["<", ">="], name


def test_the_lock_names_no_index_address_or_path() -> None:
    assert strays(LOCK) == []


@pytest.mark.parametrize(
    "line",
    ["--index-url https://example.org/simple", "-e .", "six @ file:///six.whl", "./six.whl"],
)
def test_an_index_address_or_path_in_the_lock_is_noticed(line: str) -> None:
    assert strays(f"{LOCK}{line}\n") == [line]


def test_every_locked_requirement_is_pinned_and_hashed() -> None:
    for requirement, hashes in pins(LOCK).values():
        assert pinned_version(requirement)
        assert hashes, requirement


def test_a_requirement_without_hashes_is_noticed() -> None:
    hashed = f"six==1.17.0 \\\n    --hash=sha256:{'0' * 64} \\\n    --hash=sha256:{'f' * 64}\n"
    found = pins(f"# a comment\n{hashed}    # via nothing\nattrs==26.1.0\n")
    assert {name: hashes for name, (_, hashes) in found.items()} == {"six": 2, "attrs": 0}


def test_the_lock_satisfies_pyproject() -> None:
    extras = PROJECT["optional-dependencies"]
    ours = f"{PROJECT['name']}["
    dev = [line for line in extras["dev"] if not line.startswith(ours)]
    assert f"{ours}postgres,scale]" in extras["dev"]
    wanted = [*PROJECT["dependencies"], *dev, *extras["postgres"], *extras["scale"]]
    assert unmet(wanted, LOCK) == []


def test_a_lock_that_fell_behind_is_noticed() -> None:
    lock = f"six==1.17.0 \\\n    --hash=sha256:{'0' * 64}\n"
    assert unmet(["six>=1.16,<2"], lock) == []
    assert unmet(["six>=2", "attrs"], lock) == ["six>=2", "attrs"]


def test_the_lock_leaves_out_the_peers() -> None:
    peers = {Requirement(line).name for line in PROJECT["optional-dependencies"]["peers"]}
    assert peers.isdisjoint(pins(LOCK))


def test_this_python_is_in_range() -> None:
    version = ".".join(map(str, sys.version_info[:2]))
    assert SpecifierSet(PROJECT["requires-python"]).contains(version)


def test_make_and_pyproject_agree_on_the_range_of_python() -> None:
    makefile = (ROOT / "Makefile").read_text()
    lowest, highest = re.findall(r"\((3), (\d+)\)", makefile)
    assert split(PROJECT["requires-python"]) == {
        f">={'.'.join(lowest)}",
        f"<{'.'.join(highest)}",
    }

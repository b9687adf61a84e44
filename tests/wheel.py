"""The wheel of the whole course: how it is built, and what is wrong with one."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from tests.root import ROOT
from tests.test_house_rules import PACKAGES, tracked_files

LARGEST = 1_500_000  # bytes


def packaged_files() -> list[str]:
    """The files of the packages, as they are called in the tree and in a wheel."""
    names = (path.relative_to(ROOT).as_posix() for path in tracked_files())
    return [name for name in names if name.split("/")[0] in PACKAGES]


def build(folder: Path) -> Path:
    """A wheel, made in `folder` from the files that a release would hold.

    From a copy, since setuptools leaves behind a build/ whose old files come into the next wheel.
    """
    tree = folder / "tree"
    for name in [*packaged_files(), "pyproject.toml", "README.md", "LICENSE"]:
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tree / name)
    subprocess.run(
        [sys.executable, "-c", "from setuptools import build_meta; build_meta.build_wheel('..')"],
        cwd=tree,
        check=True,
        capture_output=True,
    )
    (wheel,) = folder.glob("*.whl")
    return wheel


def faults(wheel: Path, wanted: list[str]) -> list[str]:
    """What is wrong with a wheel: what of `wanted` is missing, what else is there, its size."""
    with zipfile.ZipFile(wheel) as opened:
        names = {name for name in opened.namelist() if ".dist-info/" not in name}
    found = [f"{name} is missing" for name in wanted if name not in names]
    found += [f"{name} does not belong there" for name in sorted(names.difference(wanted))]
    if (size := wheel.stat().st_size) > LARGEST:
        found.append(f"it has {size} bytes, more than {LARGEST}")
    return found

"""What must hold before a version is released: `python -m tests.release_check`."""

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import yaml
from packaging.version import InvalidVersion, Version

import backprop_lib
from tests.root import ROOT
from tests.wheel import build, faults, packaged_files


def version_faults(version: str, cited: str) -> Iterator[str]:
    """A version that can be released is the same in backprop_lib and in CITATION.cff."""
    try:
        if Version(version).is_devrelease or str(Version(version)) != version:
            yield f"backprop_lib.__version__ is {version}: release a version such as 0.2.0"
    except InvalidVersion:
        yield f"backprop_lib.__version__ is {version}, which is no version"
    if cited != version:
        yield f"CITATION.cff has version {cited}, backprop_lib.__version__ is {version}"


def changelog_faults(changelog: str, version: str) -> Iterator[str]:
    """The newest section is the version's, with a date, and nothing is left above it."""
    unreleased, *sections = re.split(r"^## ", changelog, flags=re.MULTILINE)[1:] or [""]
    if not unreleased.startswith("[Unreleased]\n"):
        yield 'CHANGELOG.md: the first heading is not "## [Unreleased]"'
    elif unreleased.removeprefix("[Unreleased]").strip():
        yield f'CHANGELOG.md: move what is under "Unreleased" below "## [{version}] - YYYY-MM-DD"'
    heading = sections[0].splitlines()[0] if sections else ""
    if not re.fullmatch(rf"\[{re.escape(version)}\] - \d{{4}}-\d\d-\d\d", heading):
        yield f'CHANGELOG.md: the heading below "Unreleased" is not "## [{version}] - YYYY-MM-DD"'


def tree_faults(folder: Path, version: str) -> Iterator[str]:
    """Everything is committed, and the version has no tag yet."""
    changed = _git(folder, "status", "--porcelain").splitlines()
    if changed:
        yield f"{len(changed)} files are changed or new: commit them, or put them away"
    if f"v{version}" in _git(folder, "tag").split():
        yield f"the tag v{version} exists: raise backprop_lib.__version__"


def _git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=folder, check=True, capture_output=True, text=True
    )
    return done.stdout


def found_faults() -> Iterator[str]:
    """All that stands in the way of a release."""
    version = backprop_lib.__version__
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    yield from version_faults(version, str(citation["version"]))
    yield from changelog_faults((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), version)
    yield from tree_faults(ROOT, version)
    with tempfile.TemporaryDirectory() as folder:
        wheel = build(Path(folder))
        yield from (f"{wheel.name}: {fault}" for fault in faults(wheel, packaged_files()))


def main() -> int:
    """Say what is wrong, or what to do next."""
    found = list(found_faults())
    for fault in found:
        print(f"✘ {fault}")
    if not found:
        version = backprop_lib.__version__
        print(f"{version} can be released: git tag -a v{version} -m 'Version {version}'")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

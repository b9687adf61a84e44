"""`make release-check` lets a release pass that is ready, and names what is missing in another."""

import subprocess
from pathlib import Path

import pytest

from tests.release_check import changelog_faults, tree_faults, version_faults

READY = "# Changelog\n\n## [Unreleased]\n\n## [0.2.0] - 2026-11-30\n\n### Added\n\n- A lesson.\n"


def test_a_release_that_is_ready_has_no_faults() -> None:
    assert list(version_faults("0.2.0", "0.2.0")) == []
    assert list(changelog_faults(READY, "0.2.0")) == []


@pytest.mark.parametrize(("version", "cited"), [("0.2.0.dev1", "0.2.0.dev1"), ("0.2.0", "0.1.0")])
def test_a_version_that_cannot_be_released_is_named(version: str, cited: str) -> None:
    (fault,) = version_faults(version, cited)
    assert version in fault


@pytest.mark.parametrize(
    "changelog",
    [
        READY.replace("- 2026-11-30", ""),
        READY.replace("0.2.0", "0.1.0"),
        READY.replace("[Unreleased]\n", "[Unreleased]\n\n- Forgotten.\n"),
        READY.replace("## [Unreleased]\n", ""),
        "# Changelog\n",
    ],
)
def test_a_changelog_that_does_not_tell_of_the_version_is_named(changelog: str) -> None:
    assert all(fault.startswith("CHANGELOG.md: ") for fault in changelog_faults(changelog, "0.2.0"))
    assert list(changelog_faults(changelog, "0.2.0"))


def test_a_changed_file_and_a_tag_that_exists_are_named(tmp_path: Path) -> None:
    def git(*arguments: str) -> None:
        identity = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org"]
        subprocess.run(["git", *identity, *arguments], cwd=tmp_path, check=True)

    git("init", "--quiet")
    git("commit", "--quiet", "--allow-empty", "-m", "Begin")
    assert list(tree_faults(tmp_path, "0.2.0")) == []
    (tmp_path / "new").touch()
    git("tag", "v0.2.0")
    changed, tagged = tree_faults(tmp_path, "0.2.0")
    assert changed.startswith("1 files") and "v0.2.0 exists" in tagged

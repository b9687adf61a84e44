"""A missing component skips a test on a desk and fails it in CI."""

import pytest

from tests.needs import need


def test_what_is_there_neither_skips_nor_fails() -> None:
    need(True, "bubblewrap", "apt-get install bubblewrap")


def test_what_is_missing_skips_and_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="bubblewrap is missing; apt-get install"):
        need(None, "bubblewrap", "apt-get install bubblewrap")


def test_what_is_missing_fails_in_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="bubblewrap is missing; apt-get install"):
        need("", "bubblewrap", "apt-get install bubblewrap")

"""The documentation as a site, opened as files, without anything from elsewhere."""

import importlib.util
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import violations
from tests.needs import need
from tests.root import ROOT

LOADED = re.compile(r"<(?:script|img|link|iframe|source)\b[^>]*?(?:src|href)=\"?(\w+://[^\s\">]+)")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as `make docs` builds it, which fails at a broken link."""
    need(importlib.util.find_spec("mkdocs"), "MkDocs", "install it: make setup")
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", folder],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def page(browser: Browser, site: Path) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1300, "height": 900})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    yield page
    page.close()
    assert [url for url in asked if not url.startswith(site.as_uri())] == []


def test_no_page_loads_anything_from_elsewhere(site: Path) -> None:
    for path in site.rglob("*.html"):
        assert LOADED.findall(path.read_text(encoding="utf-8")) == [], path
    for path in site.rglob("*.css"):
        assert not re.search(r"url\(['\"]?http", path.read_text(encoding="utf-8")), path


def test_what_is_loaded_from_elsewhere_is_noticed() -> None:
    assert LOADED.findall('<a href="https://a.org"></a><script src="https://b.org/c">') == [
        "https://b.org/c"
    ]


@pytest.mark.parametrize(
    ("scheme", "called", "names"),
    [
        ("light", "default", ("index", "students", "reference/units")),
        ("dark", "slate", ("index", "lessons/05_units")),
    ],
)
def test_axe_has_nothing_against_the_pages(
    scheme: Literal["light", "dark"],
    called: str,
    names: tuple[str, ...],
    browser: Browser,
    site: Path,
) -> None:
    page = browser.new_page(viewport={"width": 1300, "height": 900}, color_scheme=scheme)
    for name in names:
        page.goto((site / f"{name}.html").as_uri())
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", called)
        # axe-core does not see the text of MathML in a table's header.
        found = violations(page, "html")
        assert [each for each in found if "<math" not in each] == [], name
    page.close()


def test_a_narrow_page_scrolls_in_one_direction_only(page: Page, site: Path) -> None:
    page.set_viewport_size({"width": 360, "height": 800})
    for name in ("index", "checks", "lessons/05_units", "reference/units"):
        page.goto((site / f"{name}.html").as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, name


def test_formulas_are_mathml(page: Page, site: Path) -> None:
    page.goto((site / "lessons/05_units.html").as_uri())
    assert page.locator("math").count() > 100
    assert "\\(" not in page.locator("body").inner_text()


def test_the_search_works_in_a_page_that_is_opened_as_a_file(page: Page, site: Path) -> None:
    page.goto((site / "index.html").as_uri())
    page.locator(".md-search__input").click()
    page.keyboard.type("difference quotient")
    results = page.locator(".md-search-result__item")
    expect(results.first).to_be_visible(timeout=30_000)
    results.first.locator("a").first.click()
    page.wait_for_url("**/*.html**")

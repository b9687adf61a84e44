"""Links of all pages lead to files and headings that are there."""

import re
from pathlib import Path

import pytest
import yaml

from tests.pages import PAGES, anchors, broken, links
from tests.root import ROOT

SITE = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")

# Modules that others are made of; nobody imports them by name.
OF_OTHERS = {
    *("arguments", "arrays", "call_tree", "circuit_plot", "demo", "doctor", "doctor_here"),
    *("dual_rules", "gradient_diagnosis", "graph_drawing", "notebook_file"),
}


@pytest.mark.parametrize("name", PAGES)
def test_every_link_leads_somewhere(name: str) -> None:
    found = {link: broken(name, link, PAGES) for link in links(PAGES[name])}
    assert {link: why for link, why in found.items() if why} == {}


def test_every_page_of_docs_is_in_the_navigation_of_the_site() -> None:
    named = set(re.findall(r"[\w./-]+\.md", SITE.split("\nnav:\n")[1]))
    pages = {name.removeprefix("docs/") for name in PAGES if name.startswith("docs/")}
    assert pages - named == set()
    generated = {name for name in named if name.startswith(("reference/", "project/"))}
    assert named - pages == generated


def test_every_module_that_is_there_to_be_used_is_in_the_reference() -> None:
    modules = {path.stem for path in (ROOT / "backprop_lib").glob("[!_]*.py")}
    assert modules - set(re.findall(r"reference/(\w+)\.md", SITE)) == OF_OTHERS


def test_every_picture_has_a_description() -> None:
    for name, text in PAGES.items():
        for description in re.findall(r"!\[([^\]]*)\]\(", text):
            assert len(description) > 20, (name, description)


def test_the_site_takes_nothing_from_elsewhere() -> None:
    settings = yaml.safe_load(SITE)
    assert settings["theme"]["font"] is False
    assert settings["strict"] is True
    assert "https://" not in SITE


@pytest.mark.parametrize(
    ("link", "why"),
    [
        ("b.md", ""),
        ("b.md#a-b-c", ""),
        ("#here", ""),
        ("https://example.org/x#y", ""),
        ("c.md", "no such file"),
        ("../a.md", "no such file"),
        ("b.md#elsewhere", "no such heading"),
        ("#there", "no such heading"),
        ("http://example.org", "form"),
        ("https://localhost", "form"),
    ],
)
def test_a_link_that_leads_nowhere_is_noticed(link: str, why: str, tmp_path: Path) -> None:
    pages = {"a.md": "# Here\n", "b.md": "## A `b`: c\n"}
    for name, text in pages.items():
        (tmp_path / name).write_text(text)
    assert broken("a.md", link, pages, tmp_path) == why


def test_links_are_found_where_they_are_and_not_in_code() -> None:
    page = "[a](b.md) ![c](d.png)\n\n[e]: f.md\n\n`x[i](y)`\n\n```python\nx[i](z)\n```\n"
    assert links(page) == ["b.md", "d.png", "f.md"]
    assert anchors("# `make lab`, twice\n```\n# no\n```\n") == {"make-lab-twice"}

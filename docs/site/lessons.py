"""A hook of MkDocs: a page to read for each lesson, of the notebook that students get.

Its formulas become MathML, which browsers draw and screen readers speak by themselves.
"""

import json
import re
from collections.abc import Iterable, Iterator
from html import unescape
from pathlib import Path
from typing import Any

from latex2mathml.converter import convert
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
NOTE = "*A page to read. To work in the lesson, open its notebook: [Students](../students.md).*"
# What pymdownx.arithmatex has found to be formulas.
FORMULA = re.compile(r'class="arithmatex">\\([(\[])(.*?)\\[)\]]<', re.DOTALL)


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Put the lessons into the navigation, before the widgets."""
    place = next(i for i, entry in enumerate(config.nav) if "Widgets" in entry)
    config.nav.insert(
        place, {"Lessons": [f"lessons/{path.parent.name}.md" for path in _notebooks()]}
    )
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the lessons' pages."""
    for path in _notebooks():
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        content = "\n\n".join(_parts(cells))
        files.append(File.generated(config, f"lessons/{path.parent.name}.md", content=content))
    return files


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Draw the formulas; a table's corner without a text heads nothing."""
    for entry in _entries(page.toc):
        entry.title = re.sub(r"\\\((.*?)\\\)", r"\1", entry.title)
    return FORMULA.sub(_drawn, html).replace("<th></th>", "<td></td>")


def _notebooks() -> list[Path]:
    return sorted(NOTEBOOKS.glob("*/*.ipynb"))


def _parts(cells: list[dict[str, Any]]) -> Iterator[str]:
    """Text as it stands and code in fences, below the title a word on what this page is."""
    for number, cell in enumerate(cells):
        source = "".join(cell["source"])
        yield source if cell["cell_type"] == "markdown" else f"```python\n{source}\n```"
        if number == 0:
            yield NOTE


def _entries(toc: Iterable[AnchorLink]) -> Iterator[AnchorLink]:
    for entry in toc:
        yield entry
        yield from _entries(entry.children)


def _drawn(found: re.Match[str]) -> str:
    display = "block" if found[1] == "[" else "inline"
    return f'class="arithmatex">{convert(unescape(found[2]), display=display)}<'

"""A hook of MkDocs: links that leave docs/ lead to the page of the site that is made of the file.

A link names a file as it lies in the repository, so that it works wherever the repository is read.
Files outside of docs/ that are Markdown become pages here; those of modules and lessons are made by
the other hooks.
"""

import re
from pathlib import Path
from posixpath import normpath, relpath
from urllib.parse import urldefrag

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).parents[2]
OUTSIDE = {
    "CONTRIBUTING.md": "project/CONTRIBUTING.md",
    "CHANGELOG.md": "project/CHANGELOG.md",
    "benchmarks/README.md": "project/benchmarks.md",
}
# Where a file of the repository is on the site, the first pattern that fits.
ON_THE_SITE = [
    *((re.escape(source), page) for source, page in OUTSIDE.items()),
    (r"README\.md", "index.md"),
    (r"backprop_lib/(\w+)(?:\.py|/__init__\.py)?", r"reference/\1.md"),
    (r"notebooks/(\w+)/\w+\.ipynb", r"lessons/\1.md"),
    (r"docs/(.*)", r"\1"),
]
FENCE = re.compile(r"(^```.*?^```)", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"(\]\(|^\[[^\]]+\]: )(?!\w+:|#)([^)\s]+)", re.MULTILINE)


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages from outside of docs/."""
    for source, page in OUTSIDE.items():
        content = (ROOT / source).read_text(encoding="utf-8")
        files.append(File.generated(config, page, content=content))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Turn the links of a page, but for what looks like one in a block of code."""
    own = page.file.src_uri
    origin = next((source for source, name in OUTSIDE.items() if name == own), f"docs/{own}")
    parts = FENCE.split(markdown)
    parts[::2] = [
        LINK.sub(lambda found: found[1] + _on_the_site(found[2], origin, own), part)
        for part in parts[::2]
    ]
    return "".join(parts)


def _on_the_site(link: str, origin: str, own: str) -> str:
    """A link of the file `origin`, which is the page `own`, as it reads on the site."""
    path, fragment = urldefrag(link)
    target = normpath(f"{Path(origin).parent.as_posix()}/{path}")
    for pattern, page in ON_THE_SITE:
        if found := re.fullmatch(pattern, target):
            suffix = f"#{fragment}" if fragment else ""
            return relpath(found.expand(page), Path(own).parent.as_posix()) + suffix
    return link

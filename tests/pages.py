"""The pages of Markdown: what they tell people to type, and where they lead."""

import re
from pathlib import Path

from tests.root import ROOT
from tests.test_house_rules import tracked_files

PAGES = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for path in sorted(tracked_files())
    if path.suffix == ".md"
}
# Commands stand in blocks of the kind "console" after "$ ", or in indented blocks without it.
PROGRAMS = (
    *("backprop", "nbgrader", "python", "pip", "pytest", "jupyter", "uv", "conda", "docker"),
    *("make", "source", "sudo", "dask", "git"),
)
# In sentences they stand in single backquotes, often with their beginning alone.
NAMED = re.compile(rf"`(?:\.venv/bin/)?((?:{'|'.join(PROGRAMS)})\s[^`]+)`")
FENCE = re.compile(r"^( *)```(\w*)[^\n]*\n(.*?)^\1```$", re.DOTALL | re.MULTILINE)

LINK = re.compile(r"\]\(([^)\s]+)\)|^\[[^\]]+\]: (\S+)", re.MULTILINE)


def blocks(page: str, kind: str) -> list[str]:
    """The fenced blocks of one kind of a page's text, in a list or tab or not."""
    return [content for _, found, content in FENCE.findall(page) if found == kind]


def commands(page: str) -> list[str]:
    """What a page's text tells people to type, in its order, without the remarks behind it.

    Raises ValueError when a line of a console block is no command.
    """
    found = []
    marked = FENCE.sub(lambda block: block[3] if block[2] == "console" else "", page)
    for line in marked.splitlines():
        text = line.strip()
        if text.startswith("$ "):
            found.append(text.removeprefix("$ "))
        elif line.startswith("    ") and text.split(" ")[0] in PROGRAMS:
            found.append(re.split(r"\s{2,}", text)[0])
    for block in blocks(page, "console"):
        for line in block.splitlines():
            if not line.strip().startswith("$ "):
                raise ValueError(f"a console block has {line!r}: begin commands with '$ '")
    return found


def named(page: str) -> list[str]:
    """The commands that the sentences of a page's text name, whole or in part."""
    return [" ".join(command.split()) for command in NAMED.findall(FENCE.sub("", page))]


def anchors(page: str) -> set[str]:
    """The fragments that a page's headings have, as MkDocs and code hosts make them."""
    headings = re.findall(r"^#+ +(.*)$", FENCE.sub("", page), re.MULTILINE)
    return {_slug(heading) for heading in headings}


def _slug(heading: str) -> str:
    plain = re.sub(r"\[([^\]]*)\]\([^)]*\)|[`*_]", r"\1", heading)
    return re.sub(r"[\s-]+", "-", re.sub(r"[^\w\s-]", "", plain).strip().lower())


def links(page: str) -> list[str]:
    """Where a page's links and pictures lead, but for what looks like one in code."""
    text = re.sub(r"`[^`\n]*`", "", FENCE.sub("", page))
    return [inline or reference for inline, reference in LINK.findall(text)]


def broken(name: str, link: str, pages: dict[str, str], root: Path = ROOT) -> str:
    """What is wrong with a link of the page called `name`; empty when nothing is."""
    if re.match(r"\w+:", link):
        return "" if re.fullmatch(r"(https://[\w.-]+\.\w+(/\S*)?|mailto:\S+@\S+)", link) else "form"
    path, _, fragment = link.partition("#")
    target = ((root / name).parent / path if path else root / name).resolve()
    if not target.is_relative_to(root) or not target.exists():
        return "no such file"
    there = pages.get(target.relative_to(root).as_posix())
    return "no such heading" if fragment and there and fragment not in anchors(there) else ""

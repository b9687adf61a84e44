"""What a student's cell showed, made safe to keep and to open.

Text loses its terminal escapes, pictures are kept as PNG alone, and everything else (HTML, SVG,
JavaScript, LaTeX) is dropped in favour of the plain text that comes with it.
"""

from __future__ import annotations

import base64
import binascii
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nbformat.notebooknode import NotebookNode

MAX_OUTPUTS = 200
MAX_TEXT = 100_000
MAX_PICTURE = 2 * 1024 * 1024
MAX_NOTEBOOK = 20 * 1024 * 1024

_PNG = b"\x89PNG\r\n\x1a\n"
# Colours and cursor movements (CSI), window titles and links (OSC), and every other escape of one
# letter.
_ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|.)", re.DOTALL)
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\x80-\x9f\u202a-\u202e\u2066-\u2069]")


class Room:
    """What the outputs of a whole notebook may take."""

    def __init__(self, size: int = MAX_NOTEBOOK) -> None:
        self._left = size

    def keep(self, outputs: list[NotebookNode]) -> list[NotebookNode]:
        """Those outputs for which there is room, and a word where some are left out."""
        kept: list[NotebookNode] = []
        for output in outputs:
            self._left -= len(str(output))
            if self._left < 0:
                return [*kept, stream("... the notebook shows too much, the rest is left out ...")]
            kept.append(output)
        return kept


def _new(kind: str, **content: Any) -> NotebookNode:
    from nbformat.v4 import new_output  # takes a second to import

    output: NotebookNode = new_output(kind, **content)
    return output


def plain_text(text: str, limit: int = MAX_TEXT) -> str:
    """`text` without terminal escapes and control characters, cut at `limit` characters."""
    clean = _CONTROLS.sub("", _ESCAPES.sub("", text[: 4 * limit].replace("\r\n", "\n")))
    return clean if len(clean) <= limit else clean[:limit] + "\n... cut here ..."


def plain_markdown(text: str) -> str:
    """A student's Markdown without HTML, links, images and addresses that are made into links.

    nbgrader's pages render it beside the instructor's own session.
    """
    for what, instead in (("<", "&lt;"), ("](", "]&#40;"), ("]:", "]&#58;"), ("://", "&#58;//")):
        text = text.replace(what, instead)
    return re.sub(r"\bwww\.", "www&#46;", text)


def safe_outputs(told: Any) -> list[NotebookNode]:
    """Notebook outputs for what a worker says that a cell showed; the malformed is left out."""
    if not isinstance(told, list):
        return []
    found = (_output(item) for item in told[:MAX_OUTPUTS] if isinstance(item, dict))
    return [output for output in found if output is not None]


def stream(text: str) -> NotebookNode:
    """A notebook output with `text`, as if printed."""
    return _new("stream", name="stdout", text=plain_text(text))


def error(name: str, text: str) -> NotebookNode:
    """A notebook output that shows `text` as an error of kind `name`."""
    clean = plain_text(text)
    last = clean.strip().rsplit("\n", 1)[-1]
    return _new("error", ename=name, evalue=last[:200], traceback=clean.split("\n"))


def _output(item: dict[Any, Any]) -> NotebookNode | None:
    if item.get("stream") in ("stdout", "stderr") and isinstance(item.get("text"), str):
        return _new("stream", name=item["stream"], text=plain_text(item["text"]))
    if isinstance(item.get("error"), str):
        return error("Error", item["error"])
    if isinstance(item.get("display"), dict):
        data = _display(item["display"])
        return _new("display_data", data=data) if data else None
    return None


def _display(data: dict[Any, Any]) -> dict[str, str]:
    kept = {}
    if isinstance(data.get("text/plain"), str):
        kept["text/plain"] = plain_text(data["text/plain"])
    if isinstance(data.get("image/png"), str) and (picture := _picture(data["image/png"])):
        kept["image/png"] = picture
    return kept


def _picture(text: str) -> str | None:
    if len(text) > MAX_PICTURE:
        return None
    try:
        content = base64.b64decode(text.replace("\n", ""), validate=True)
    except (binascii.Error, ValueError):
        return None
    return base64.b64encode(content).decode() if content.startswith(_PNG) else None

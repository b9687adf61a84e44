"""What can be chosen in the Playground: one list, held by the browser and read by Python."""

import json
from pathlib import Path
from typing import Any

STATIC = Path(__file__).parent / "static"


def _read() -> dict[str, Any]:
    text = (STATIC / "choices.js").read_text(encoding="utf-8")
    choices: dict[str, Any] = json.loads(text[text.index("{") : text.rindex("}") + 1])
    return choices


CHOICES = _read()
VERSION: int = CHOICES["version"]
PROBLEM: dict[str, str] = {
    name: problem for problem, names in CHOICES["data"].items() for name in names
}

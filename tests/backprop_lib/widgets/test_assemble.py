"""From modules to one: in order, whole, and refused where that cannot be."""

import re
from pathlib import Path

import pytest

from backprop_lib.widgets.assemble import bundle
from backprop_lib.widgets.choices import STATIC
from backprop_lib.widgets.page import page
from tests.root import ROOT

IMPORTS_A, IMPORTS_B = 'import { a } from "./a.js";\n', 'import { b } from "./b.js";\n'
REGENERATE = "python -m backprop_lib.widgets.page > docs/playground.html"


def test_the_page_is_put_together_from_the_modules_of_the_widget() -> None:
    written = (ROOT / "docs" / "playground.html").read_text(encoding="utf-8")
    assert written == page(), f"docs/playground.html is out of date: {REGENERATE}"


@pytest.mark.parametrize("entry", ["kernel_entry.js", "page_entry.js"])
def test_what_is_needed_comes_first_and_once(entry: str) -> None:
    script = bundle(entry)
    modules = re.findall(r"^// (\w+\.js)$", script, re.MULTILINE)
    assert modules[-1] == entry and len(modules) == len(set(modules))
    assert modules.index("dom.js") < modules.index("playground_view.js")
    assert "import " not in re.sub(r"//.*", "", script)


def test_nothing_is_loaded_from_elsewhere() -> None:
    for path in STATIC.iterdir():
        assert not re.search(r"https?://", path.read_text(encoding="utf-8")), path


def test_modules_are_short() -> None:
    for path in STATIC.glob("*.js"):
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 300, path


def write(folder: Path, **modules: str) -> Path:
    for name, source in modules.items():
        (folder / f"{name}.js").write_text(source)
    return folder


def test_modules_become_one(tmp_path: Path) -> None:
    folder = write(
        tmp_path,
        a='import { b } from "./b.js";\nexport default { b };\n',
        b="export function b() {}\n",
    )
    assert bundle("a.js", folder) == "// b.js\nfunction b() {}\n\n// a.js\nexport default { b };\n"


@pytest.mark.parametrize(
    ("a", "b", "error"),
    [
        (IMPORTS_B + "const c = 1;\n", "export const b = 1;\nconst c = 2;\n", "both declare c"),
        (IMPORTS_B, "const b = 1;\n", "does not export"),
        ("export const a = 1;\n" + IMPORTS_B, IMPORTS_A + "export const b = 1;\n", "in a circle"),
        ('import b from "./b.js";\n', "", "cannot be put together"),
        ("export { a };\n", "", "cannot be put together"),
    ],
)
def test_what_cannot_be_put_together_is_refused(a: str, b: str, error: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=error):
        bundle("a.js", write(tmp_path, a=a, b=b))

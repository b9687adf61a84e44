"""From ES modules to the one module that anywidget takes: no build step, no bundler.

The modules in static/ are plain: each names what it imports on lines of the form
`import { a, b } from "./other.js";` and exports functions, classes and constants where they are
declared. Put one after another, those that are needed first, without these two words, they are one
module; so no two of them may declare the same name at the top.
"""

import re
from functools import cache
from pathlib import Path

from backprop_lib.widgets.choices import STATIC

IMPORT = re.compile(r'^import \{([^}]*)\} from "\./([\w.]+\.js)";\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const|let) ?)", re.MULTILINE)
DECLARED = re.compile(
    r"^(export )?(?:async )?(?:function\*? ?|class |const |let )(\w+)", re.MULTILINE
)


@cache
def bundle(entry: str, folder: Path = STATIC) -> str:
    """The module `entry` and all that it needs, as one.

    Raises ValueError for imports of another form, of what is not exported, in a circle, and for
    names declared twice.
    """
    sources = {name: (folder / name).read_text(encoding="utf-8") for name in _order(entry, folder)}
    owner: dict[str, str] = {}
    for name, source in sources.items():
        for _, declared in DECLARED.findall(source):
            if declared in owner:
                raise ValueError(f"{name} and {owner[declared]} both declare {declared}")
            owner[declared] = name
    return "\n".join(f"// {name}\n{_plain(name, source)}" for name, source in sources.items())


def style(*names: str) -> str:
    """The style sheet of all widgets, and those of `names` after it."""
    return "\n".join(_read(STATIC, name) for name in ("widgets.css", *names))


def _order(entry: str, folder: Path) -> list[str]:
    """Every module after those that it imports."""
    done: list[str] = []
    open_: list[str] = []

    def visit(name: str) -> None:
        if name in done:
            return
        if name in open_:
            raise ValueError(f"imports in a circle: {' -> '.join([*open_, name])}")
        open_.append(name)
        source = (folder / name).read_text(encoding="utf-8")
        for names, other in IMPORT.findall(source):
            exported = {n for export, n in DECLARED.findall(_read(folder, other)) if export}
            missing = {n.strip() for n in names.split(",") if n.strip()} - exported
            if missing:
                raise ValueError(f"{name} imports {sorted(missing)}, which {other} does not export")
            visit(other)
        open_.pop()
        done.append(name)

    visit(entry)
    return done


def _read(folder: Path, name: str) -> str:
    return (folder / name).read_text(encoding="utf-8")


def _plain(name: str, source: str) -> str:
    text = EXPORT.sub("", IMPORT.sub("", source))
    for line in text.splitlines():
        if re.match(r"import\b|export (?!default \{)", line):
            raise ValueError(f"{name}: {line!r} cannot be put together")
    return text

"""The library runs where there is no POSIX: students have Windows, too."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.root import ROOT

LIBRARY = ROOT / "backprop_lib"
SOURCES = {
    path.relative_to(LIBRARY).as_posix(): path.read_text(encoding="utf-8")
    for path in sorted(LIBRARY.rglob("*.py"))
}
POSIX_MODULES = ("fcntl", "resource", "pwd", "grp", "termios", "pty", "tty", "syslog", "crypt")
POSIX_NAMES = {
    *("fork", "forkpty", "getuid", "geteuid", "getgid", "getpgid", "setsid", "killpg", "uname"),
    *("sched_getaffinity", "mkfifo", "nice", "wait", "WNOHANG", "chown", "getloadavg"),
    *("SIGKILL", "SIGALRM", "SIGCHLD", "SIGHUP", "SIGUSR1", "alarm", "setitimer", "pthread_kill"),
}
# Parsing every file would take seconds.
CANDIDATE = re.compile(rf"\b(os|signal)\.|\b({'|'.join(POSIX_MODULES)})\b")

# The lock has a newer NumPy than the oldest that is allowed, 2.0, which lacks these functions.
SINCE_NUMPY_2_0 = re.compile(r"\bnp\.(cumulative_(prod|sum)|matvec|unstack|vecmat)\b")

# What others need of POSIX they have got by the time that it is hidden.
WITHOUT_POSIX = f"""
import importlib, os, signal, sys
import anywidget, IPython, matplotlib.pyplot, numpy as np
from pathlib import Path

sys.modules.update(dict.fromkeys({POSIX_MODULES!r}))
for name in {sorted(POSIX_NAMES)!r}:
    for module in (os, signal):
        if hasattr(module, name):
            delattr(module, name)

import backprop_lib

top = Path(backprop_lib.__file__).parent
for path in top.rglob("*.py"):
    name = path.relative_to(top.parent).with_suffix("").as_posix().replace("/", ".")
    importlib.import_module(name.removesuffix(".__init__"))

from backprop_lib.exercises import matrix_backprop as ex
from backprop_lib.units import affine
from backprop_lib.widgets import Playground

ex.affine.check(affine)
ex.affine.hint()
ex.progress()
ex.doctor("notebook.ipynb")
Playground(hidden=[2]).train(2)
"""


def encodings_left_out(source: str) -> list[str]:
    """The calls that read or write text in whatever encoding the machine has."""
    found = []
    for call in (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
        name = call.func.id if isinstance(call.func, ast.Name) else name
        owner = ast.unparse(call.func).removesuffix(f".{name}")
        given = {keyword.arg for keyword in call.keywords}
        # Path.read_text takes the encoding first, Path.write_text second.
        reads = name == "read_text" and not call.args
        writes = name == "write_text" and len(call.args) < 2
        opens = name in ("open", "fdopen") and (owner, name) != ("os", "open")
        opens = opens and "b" not in _mode(call)
        if (reads or writes or opens) and "encoding" not in given:
            found.append(f"line {call.lineno}: {ast.unparse(call)}")
    return found


def _mode(call: ast.Call) -> str:
    """What a call opens a file for, as written; empty when that is left out."""
    by_name = [keyword.value for keyword in call.keywords if keyword.arg == "mode"]
    texts = [arg for arg in [*call.args, *by_name] if isinstance(arg, ast.Constant)]
    modes = [arg.value for arg in texts if isinstance(arg.value, str)]
    return next((mode for mode in modes if set(mode) <= set("rwaxbt+")), "")


def posix_names(source: str) -> list[str]:
    """The modules that are imported, and the names of `os` and `signal`, that Windows has not."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names if alias.name in POSIX_MODULES]
        elif isinstance(node, ast.ImportFrom) and node.module in POSIX_MODULES:
            found.append(str(node.module))
        elif (
            isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and node.value.id in ("os", "signal")
            and node.attr in POSIX_NAMES
        ):
            found.append(f"{node.value.id}.{node.attr}")
    return found


def test_no_module_of_the_library_names_what_windows_has_not() -> None:
    named = {name: posix_names(text) for name, text in SOURCES.items() if CANDIDATE.search(text)}
    # The limits of a widget use timers where there are any; the last test runs them without.
    assert {name for name, found in named.items() if found} == {"widgets/limits.py"}
    assert 'hasattr(signal, "setitimer")' in SOURCES["widgets/limits.py"]


def test_every_text_file_is_read_and_written_with_an_encoding() -> None:
    opening = {name: text for name, text in SOURCES.items() if re.search(r"open|_text\(", text)}
    left = {name: encodings_left_out(text) for name, text in opening.items()}
    assert opening
    assert {name: calls for name, calls in left.items() if calls} == {}


@pytest.mark.parametrize(
    "source",
    [
        *("open(p)", "open(p, 'w')", "p.open('r')", "os.fdopen(fd, 'w')"),
        *("p.read_text()", "p.write_text(text)", "open(p, mode='a')"),
    ],
)
def test_an_encoding_that_is_left_out_is_noticed(source: str) -> None:
    assert encodings_left_out(source)


@pytest.mark.parametrize(
    "source",
    [
        *("open(p, 'rb')", "p.open('wb')", "os.open(p, os.O_CREAT)", "os.fdopen(fd, 'wb')"),
        *("p.read_text('utf-8')", "p.write_text(text, encoding='utf-8')", "p.read_bytes()"),
    ],
)
def test_bytes_and_a_given_encoding_are_in_order(source: str) -> None:
    assert encodings_left_out(source) == []


@pytest.mark.parametrize("source", ["import fcntl", "from pwd import getpwuid", "os.geteuid()"])
def test_what_windows_has_not_is_noticed(source: str) -> None:
    assert posix_names(source)


def test_nothing_is_named_that_the_oldest_numpy_has_not() -> None:
    kinds = ("backprop_lib/**/*.py", "autograder/**/*.py", "solutions/*/*.ipynb")
    sources = [path for kind in kinds for path in LIBRARY.parent.glob(kind)]
    named = {path: SINCE_NUMPY_2_0.search(path.read_text(encoding="utf-8")) for path in sources}
    assert {path for path, found in named.items() if found} == set()
    assert len(sources) > 100


def test_a_name_that_the_oldest_numpy_has_not_is_noticed() -> None:
    assert SINCE_NUMPY_2_0.search("total = np.cumulative_sum(x)")
    assert not SINCE_NUMPY_2_0.search("np.cumsum(x), np.stack([x]), unstack(x)")


def test_the_library_imports_checks_and_trains_with_posix_hidden(tmp_path: Path) -> None:
    released = LIBRARY.parent / "notebooks" / "04_matrix_backprop" / "matrix_backprop.ipynb"
    (tmp_path / "notebook.ipynb").write_bytes(released.read_bytes())
    done = subprocess.run(
        [sys.executable, "-X", "utf8=0", "-c", WITHOUT_POSIX],
        cwd=tmp_path,
        env={
            "PYTHONPATH": str(LIBRARY.parent),
            "MPLBACKEND": "Agg",
            # Files are ASCII unless an encoding is given; what is printed goes to a notebook.
            "LC_ALL": "C",
            "PYTHONIOENCODING": "utf-8",
        },
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "affine: passed" in done.stdout

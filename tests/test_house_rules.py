"""What holds for every file: it makes sense anywhere, it is short, and imports point one way."""

import ast
import re
import subprocess
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import nbformat
import pytest

from tests.root import ROOT

PACKAGES = ("backprop_lib", "autograder")
LONGEST = 400

# Spelled in halves, so that this file keeps its own rule.
REGISTRIES = [
    ".".join(parts)
    for parts in [
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("deb.debian", "org"),
        ("anaconda", "org"),
        ("crates", "io"),
    ]
]
ABSOLUTE = re.compile(r"(?<![\w.~})-])/(?:home|root|Users|work)/\w")


def tracked_files() -> list[Path]:
    """Every file that git has, or would take, into the tree."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return [path for name in names.split("\0") if name and (path := ROOT / name).is_file()]


def addresses(text: str) -> list[str]:
    """The addresses in `text` that mean something on one machine or network only."""
    return [match.group() for match in ABSOLUTE.finditer(text)] + [
        host for host in REGISTRIES if host in text
    ]


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def module_level(node: ast.AST) -> Iterator[ast.stmt]:
    """The statements that run when a module is imported."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            continue
        if isinstance(child, ast.stmt):
            yield child
        yield from module_level(child)


def imports(source: str, module: str, is_package: bool, known: set[str]) -> set[str]:
    """The modules that importing this source imports; of `known` names, submodules too."""
    found: set[str] = set()
    for statement in module_level(ast.parse(source)):
        if isinstance(statement, ast.Import):
            found.update(alias.name for alias in statement.names)
        elif isinstance(statement, ast.ImportFrom):
            base = statement.module or ""
            if statement.level:
                up = statement.level - is_package
                package = module.split(".")[: -up or None]
                base = ".".join([*package, *filter(None, [statement.module])])
            for alias in statement.names:
                submodule = f"{base}.{alias.name}"
                found.add(submodule if submodule in known else base)
    return found - {module}


def import_graph() -> dict[str, set[str]]:
    paths = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    known = {module_name(path) for path in paths}
    return {
        (name := module_name(path)): imports(
            path.read_text(), name, path.name == "__init__.py", known
        )
        & known
        for path in paths
    }


def is_stripped(notebook: nbformat.NotebookNode) -> bool:
    """No cell has been run, as far as the file tells."""
    return all(
        not cell.outputs and cell.execution_count is None
        for cell in notebook.cells
        if cell.cell_type == "code"
    )


def test_no_file_names_a_package_registry_or_a_path_of_one_machine() -> None:
    found = {}
    for path in tracked_files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        if addresses(text):
            found[str(path.relative_to(ROOT))] = addresses(text)
    assert found == {}


@pytest.mark.parametrize(
    "text",
    [
        "open('" + "/ho" + "me/ada/x')",
        "cd " + "/wo" + "rk/main",
        "/Us" + "ers/ada",
        *(f"https://{host}/simple" for host in REGISTRIES),
    ],
)
def test_an_address_of_one_machine_is_noticed(text: str) -> None:
    assert addresses(text)


@pytest.mark.parametrize(
    "text", ["work/07_xor", "https://example.org/work/here", "${course}/work/x", "/usr/bin/bwrap"]
)
def test_a_path_within_a_course_or_a_system_is_no_such_address(text: str) -> None:
    assert addresses(text) == []


def test_no_file_of_the_packages_is_too_long() -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text().splitlines())
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
    }
    assert {name: n for name, n in lengths.items() if n > LONGEST} == {}


def test_the_library_never_imports_the_autograder() -> None:
    for path in (ROOT / "backprop_lib").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            assert not any(name.split(".")[0] == "autograder" for name in names), path


def test_imports_make_no_circle() -> None:
    TopologicalSorter(import_graph()).prepare()


def test_a_circle_is_noticed() -> None:
    known = {"p", "p.a", "p.b"}
    graph = {
        "p.a": imports("from p import b", "p.a", False, known),
        "p.b": imports("class C:\n    from .a import f", "p.b", False, known),
    }
    assert graph == {"p.a": {"p.b"}, "p.b": {"p.a"}}
    with pytest.raises(CycleError):
        TopologicalSorter(graph).prepare()


def test_an_import_inside_a_function_makes_no_circle() -> None:
    source = (
        "def f():\n    import p.b\nif TYPE_CHECKING:\n    import p.b\nfrom . import c\nimport numpy"
    )
    assert imports(source, "p", True, {"p", "p.b", "p.c"}) == {"p.c", "numpy"}


def test_a_test_is_skipped_through_need_alone() -> None:
    elsewhere = re.compile(r"pytest\.(skip\(|importorskip|mark\.skip)|unittest\.skip")
    tests = [path for path in (ROOT / "tests").rglob("*.py") if path.name != "needs.py"]
    own = Path(__file__)
    assert [path for path in tests if path != own and elsewhere.search(path.read_text())] == []


def test_notebooks_are_stripped() -> None:
    for folder in ("solutions", "notebooks"):
        for path in (ROOT / folder).rglob("*.ipynb"):
            if ".ipynb_checkpoints" not in path.parts:
                assert is_stripped(nbformat.read(path, as_version=4)), path


def test_a_notebook_that_was_run_is_noticed() -> None:
    cell = nbformat.v4.new_code_cell("1 + 1", execution_count=1)
    assert not is_stripped(nbformat.v4.new_notebook(cells=[cell]))

"""Wheels hold what is imported and nothing else, and what is in them works."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from autograder.authoring import wheel as students
from tests.wheel import build, faults, packaged_files

# Imports the whole library but figures, widgets and what draws, with no package but NumPy.
IMPORT = """
import importlib, sys
from pathlib import Path

class OnlyNumPy:
    def find_spec(self, name, path=None, target=None):
        top = name.partition(".")[0]
        ours = {*sys.stdlib_module_names, "numpy", "backprop_lib"}
        if top not in ours and not top.startswith("_"):
            raise ModuleNotFoundError(f"{name} is not part of this", name=name)

sys.meta_path.insert(0, OnlyNumPy())
import backprop_lib

top = Path(backprop_lib.__file__).parent
for path in top.glob("*.py"):
    importlib.import_module(f"backprop_lib.{path.stem}".removesuffix(".__init__"))

from backprop_lib.exercises import xor as ex
ex.threshold.check(lambda X, w, b: (X @ w + b >= 0).astype(float))
print(top)
"""


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("wheel"))


def test_the_wheel_holds_the_packages_with_their_data_and_nothing_else(course: Path) -> None:
    wanted = packaged_files()
    assert any(name.endswith(".js") for name in wanted)
    assert not any("solutions/" in name or name.endswith(".ipynb") for name in wanted)
    assert faults(course, wanted) == []


def test_the_students_wheel_holds_the_library_alone(tmp_path: Path) -> None:
    made = tmp_path / students.filename()
    made.write_bytes(students.wheel())
    assert faults(made, [n for n in packaged_files() if n.startswith("backprop_lib/")]) == []


def test_a_wheel_with_a_stray_file_or_without_one_is_noticed(tmp_path: Path) -> None:
    made = tmp_path / "made.whl"
    with zipfile.ZipFile(made, "w") as opened:
        opened.writestr("backprop_lib/a.py", "")
        opened.writestr("solutions/07_xor/xor.ipynb", "")
        opened.writestr("made-1.dist-info/RECORD", "")
    assert faults(made, ["backprop_lib/a.py", "backprop_lib/a.js"]) == [
        "backprop_lib/a.js is missing",
        "solutions/07_xor/xor.ipynb does not belong there",
    ]


def test_what_is_in_the_wheel_imports_and_checks_with_numpy_alone(
    course: Path, tmp_path: Path
) -> None:
    with zipfile.ZipFile(course) as opened:
        opened.extractall(tmp_path / "site")
    done = subprocess.run(
        [sys.executable, "-c", IMPORT],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path / "site")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == str(tmp_path / "site" / "backprop_lib")

"""What students get: lessons and library, stamped, the same each time, and no solutions."""

import ast
import io
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

import backprop_lib
from autograder.authoring import release, wheel
from autograder.authoring.bundle import FOLDER, bundle
from autograder.course import Course
from autograder.errors import CourseError
from autograder.lms.collecting import Options, collect
from autograder.lms.whose import stamped_release
from autograder.submission.rebuild import rebuild
from tests.autograder.command_line import Here
from tests.autograder.lms import zips
from tests.autograder.lms.conftest import course as course
from tests.root import ROOT

LESSONS = ["05_units", "07_xor"]


def contents(zipped: bytes) -> Mapping[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(zipped)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def zipped() -> bytes:
    return bundle(Course(ROOT), LESSONS)


@pytest.fixture(scope="module")
def files(zipped: bytes) -> Mapping[str, bytes]:
    return contents(zipped)


def test_it_holds_lessons_the_library_and_how_to_install(files: Mapping[str, bytes]) -> None:
    assert set(files) == {
        f"{FOLDER}/05_units/units.ipynb",
        f"{FOLDER}/07_xor/xor.ipynb",
        f"{FOLDER}/README.md",
        f"{FOLDER}/environment.yml",
        f"{FOLDER}/requirements.txt",
        f"{FOLDER}/{wheel.filename()}",
    }
    readme = files[f"{FOLDER}/README.md"].decode()
    assert "07_xor" in readme and wheel.filename() in readme and "3.11 or newer" in readme


def test_no_solution_is_in_it(files: Mapping[str, bytes]) -> None:
    library = contents(files[f"{FOLDER}/{wheel.filename()}"])
    assert not any("autograder" in name or "solutions" in name for name in {*files, *library})
    for lesson in LESSONS:
        (text,) = (content.decode() for name, content in files.items() if f"/{lesson}/" in name)
        given = "\n".join("".join(cell["source"]) for cell in json.loads(text)["cells"])
        assert not re.search("(BEGIN|END) (SOLUTION|HIDDEN TESTS|MARK SCHEME)", given)
        source = json.loads(Course(ROOT).notebook(lesson).read_text(encoding="utf-8"))
        for cell in source["cells"]:
            pattern = r"BEGIN SOLUTION\n(.*?)### END"
            for solution in re.findall(pattern, "".join(cell["source"]), re.DOTALL):
                lines = (line.strip() for line in solution.splitlines())
                assert not any(line in given for line in lines if len(line) > 25)


def test_it_is_the_same_each_time(zipped: bytes, files: Mapping[str, bytes]) -> None:
    assert bundle(Course(ROOT), LESSONS) == zipped
    with zipfile.ZipFile(io.BytesIO(zipped)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.namelist() == sorted(archive.namelist())


def test_the_library_is_installed_without_a_package_index(
    files: Mapping[str, bytes], tmp_path: Path
) -> None:
    path = tmp_path / wheel.filename()
    path.write_bytes(files[f"{FOLDER}/{wheel.filename()}"])
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps"]
    command += ["--disable-pip-version-check", "--target", str(tmp_path / "site"), str(path)]
    subprocess.run(command, check=True)
    code = "import backprop_lib.exercises.xor as ex; print(ex.threshold.points, ex.__file__)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path / "site",
        capture_output=True,
        text=True,
        check=True,
    )
    assert str(tmp_path / "site") in done.stdout


def test_all_that_the_library_imports_is_asked_for() -> None:
    imported = set()
    for path in Path(backprop_lib.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and not node.level:
                names = [node.module or ""]
            imported |= {name.split(".")[0] for name in names}
    others = imported - {*sys.stdlib_module_names} - {"backprop_lib"}
    # traitlets comes with ipywidgets, whose own attributes they are.
    assert {name.lower() for name in others} <= {*wheel.NEEDED, "traitlets", "pyodide", "js"}
    assert {*wheel.bounds()} == {*wheel.NEEDED}


def test_a_stale_release_is_not_handed_out(course: Course) -> None:
    with pytest.raises(CourseError, match="Run: backprop generate squares"):
        bundle(course, ["squares"])
    release.generate(course, "squares")
    bundle(course, ["squares"])
    source = course.notebook("squares")
    source.write_text(source.read_text().replace("square(3) == 9", "square(5) == 25"))
    with pytest.raises(CourseError, match="Run: backprop generate squares"):
        bundle(course, ["squares"])


def test_a_submission_from_an_older_release_is_told_and_graded_against_todays(
    course: Course, tmp_path: Path
) -> None:
    release.generate(course, "squares")
    old = contents(bundle(course, ["squares"]))[f"{FOLDER}/squares/squares.ipynb"]
    assert stamped_release(old)
    archive = zips.zipped(tmp_path / "a.zip", {"ada/squares.ipynb": old})
    assert collect(course, archive, Options()).notes == []
    source = course.notebook("squares")
    source.write_text(source.read_text().replace("square(3) == 9", "square(5) == 25"))
    release.generate(course, "squares")
    new = contents(bundle(course, ["squares"]))[f"{FOLDER}/squares/squares.ipynb"]
    assert stamped_release(new) != stamped_release(old)
    archive = zips.zipped(tmp_path / "b.zip", {"ada/squares.ipynb": old, "ben/squares.ipynb": new})
    (note,) = collect(course, archive, Options()).notes
    assert note.endswith("graded against today's: ada")
    assert rebuild(course.template("squares"), old).repairs == [
        "The cell `test_square` had been changed. The course's own text was used."
    ]


def test_the_command_writes_a_new_file_and_never_over_one(course: Course, here: Here) -> None:
    release.generate(course, "squares")
    status, shown = here("bundle", "--to", "class.zip", cwd=course.root)
    assert status == 0 and "class.zip: 1 lessons" in shown
    status, shown = here("bundle", "--to", "class.zip", cwd=course.root)
    assert status == 1 and "is not written over" in shown and shown.count("\n") == 1

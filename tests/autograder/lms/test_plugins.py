"""nbgrader's own commands collect and export as `backprop` does."""

from pathlib import Path

import pytest
from nbgrader.apps import ZipCollectApp

from autograder.course import Course
from autograder.lms.plugins import SafeExtractor
from tests.autograder.command_line import nbgrader
from tests.autograder.lms import zips
from tests.autograder.lms.test_export import changed, record
from tests.autograder.lms.zips import tree
from tests.autograder.squares import configure


def test_zip_collect_reads_the_same_names(course: Course, tmp_path: Path) -> None:
    notebook = zips.answered(course)
    archive = course.root / "downloaded" / "squares" / "archive"
    archive.mkdir(parents=True)
    files = {f"{zips.canvas_name(n)}_squares.ipynb": notebook for n in range(3)}
    files[f"{zips.canvas_name(1)}_squares-1.ipynb"] = files.pop(
        f"{zips.canvas_name(1)}_squares.ipynb"
    )
    zips.zipped(archive / "submissions.zip", files)
    roster = course.root / "roster.csv"
    roster.write_text(zips.canvas_csv(2), encoding="utf-8")
    configure(course, "c.LmsCollector.roster = 'roster.csv'\n")
    said = nbgrader(course, "zip_collect", "squares")
    assert {*tree(course)} == {f"login{n}/squares/squares.ipynb" for n in range(2)}
    assert "Canvas 1002 is not in roster.csv" in said


def test_zip_collect_refuses_what_backprop_refuses(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    archive, extracted = tmp_path / "archive", tmp_path / "extracted"
    archive.mkdir()
    zips.zipped(archive / "submissions.zip", {"../../outside.ipynb": b"{}"})
    app = ZipCollectApp()
    app.log.propagate = True
    with pytest.raises(SystemExit):
        SafeExtractor(parent=app).extract(str(archive), str(extracted))
    assert "leads elsewhere" in caplog.text
    assert not extracted.exists() and not [*tmp_path.rglob("outside.ipynb")]


def test_zip_collect_unpacks_into_a_folder_of_the_zips_name(tmp_path: Path) -> None:
    archive, extracted = tmp_path / "archive", tmp_path / "extracted"
    archive.mkdir()
    zips.zipped(archive / "submissions.zip", {"a_1_2_x.ipynb": b"{}", "nul": b""})
    (archive / "b_1_2_x.ipynb").write_bytes(b"[]")
    SafeExtractor(parent=ZipCollectApp()).extract(str(archive), str(extracted))
    found = {path.relative_to(extracted).as_posix() for path in extracted.rglob("*.*")}
    assert found == {"submissions/a_1_2_x.ipynb", "b_1_2_x.ipynb"}


def test_nbgrader_export_fills_canvass_table(course: Course) -> None:
    record(course, {"login0": 2.0})
    before = zips.canvas_csv(2)
    (course.root / "grades.csv").write_text(before, encoding="utf-8")
    nbgrader(
        course,
        "export",
        "--exporter=autograder.lms.plugins.CanvasExport",
        "--LmsExport.into=grades.csv",
        "--to=new.csv",
        '--assignment=["squares"]',
    )
    after = (course.root / "new.csv").read_text(encoding="utf-8")
    assert changed(before, after)[3] == '"Lovelace, Ada",1000,S0000,login0,Autumn,7.50,3,75.0'

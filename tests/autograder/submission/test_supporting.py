"""Files beside a notebook are there when it is judged; what is no plain file is not."""

import os
from pathlib import Path

from autograder.course import Course
from autograder.submission.supporting import MAX_BYTES, MAX_FILES, supporting_files
from autograder.walls.bubblewrap import Walls
from tests.autograder.squares import grade, hand_in


def test_the_lessons_own_file_wins_over_the_students(tmp_path: Path) -> None:
    source, submitted = tmp_path / "source", tmp_path / "submitted"
    (source / "data").mkdir(parents=True)
    submitted.mkdir()
    (source / "data" / "points.csv").write_text("1,2")
    (submitted / "data").mkdir()
    (submitted / "data" / "points.csv").write_text("cheat")
    (submitted / "helper.py").write_text("x = 1")
    (submitted / "xor.ipynb").write_text("{}")
    (submitted / "timestamp.txt").write_text("now")
    files = supporting_files(source, submitted)
    assert files == {"data/points.csv": b"1,2", "helper.py": b"x = 1"}


def test_links_devices_and_odd_names_are_left_out(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    submitted = tmp_path / "submitted"
    submitted.mkdir()
    (submitted / "link.txt").symlink_to(secret)
    (submitted / "folder").symlink_to(tmp_path)
    os.mkfifo(submitted / "pipe")
    (submitted / "a\nb.txt").write_text("x")
    assert supporting_files(tmp_path / "none", submitted) == {}


def test_too_many_and_too_large_files_are_left_out(tmp_path: Path) -> None:
    with (tmp_path / "large").open("wb") as large:
        large.truncate(MAX_BYTES + 1)
    for i in range(MAX_FILES + 10):
        (tmp_path / f"{i:04}").write_text("x")
    files = supporting_files(tmp_path / "none", tmp_path)
    assert len(files) == MAX_FILES and "large" not in files


def test_a_module_and_a_data_file_can_be_used_and_written_beside(
    course: Course, walls: Walls
) -> None:
    answer = (
        "import helper\nopen('results.txt', 'w').write('x')\n"
        "def square(x):\n    return helper.square(x) + int(open('data.txt').read())"
    )
    path = hand_in(course, "ada", answer=answer)
    (path.parent / "helper.py").write_text("def square(x):\n    return x * x\n")
    (course.notebook("squares").parent / "data.txt").write_text("0")
    assert grade(course, walls)["ada"].score == 3
    assert not (path.parent / "results.txt").exists()


def test_a_changed_file_is_a_changed_submission(course: Course, walls: Walls) -> None:
    path = hand_in(course, "ada", answer="from helper import square")
    (path.parent / "helper.py").write_text("def square(x):\n    return x\n")
    assert grade(course, walls)["ada"].score == 0
    (path.parent / "helper.py").write_text("def square(x):\n    return x * x\n")
    assert grade(course, walls)["ada"].score == 3

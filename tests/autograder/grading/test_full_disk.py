"""A disk that is full, as it is met: a small one, filled up."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.course import Course
from tests.autograder.squares import hand_in
from tests.needs import need

MIB = 2**20
# What is free at first is less than a gradebook takes, or than the results do.
SCRIPT = """
set -u
cp -r {course}/. {disk}
cd {disk}
free=$(df --output=avail -B1 . | tail -1)
head -c $((free - {left})) /dev/zero >filler
{python} -c 'from autograder.cli import main; main()' grade squares --force
echo "status $?"
rm filler
{python} -c 'from autograder.cli import main; main()' grade squares --workers 1
echo "status $?"
"""


@pytest.mark.parametrize("left", [MIB // 16, MIB // 4])
def test_a_full_disk_is_told_and_the_run_goes_on_when_there_is_room(
    course: Course, walls: object, tmp_path: Path, left: int
) -> None:
    need(shutil.which("bwrap"), "bubblewrap", "install it with: apt-get install bubblewrap")
    for number in range(12):
        hand_in(course, f"student{number:02}")
    disk = tmp_path / "disk"
    disk.mkdir()
    script = SCRIPT.format(course=course.root, disk=disk, python=sys.executable, left=left)
    small = ["--dev-bind", "/", "/", "--size", str(8 * MIB), "--tmpfs", str(disk)]
    done = subprocess.run(
        ["bwrap", *small, "bash", "-c", script],
        env={**os.environ, "COLUMNS": "200", "NO_COLOR": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    full, _, after = done.stdout.partition("status 1")
    assert "Traceback" not in done.stdout
    assert "full" in full and "make room" in full, done.stdout
    assert after.rstrip().endswith("status 0"), done.stdout
    assert after.count("student") >= 12, done.stdout

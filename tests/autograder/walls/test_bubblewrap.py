"""Inside the walls there is nothing to read, nowhere to write, nobody to talk to."""

import contextlib
import ctypes.util
import dataclasses
import os
import random
import shutil
import sys
import tempfile
from pathlib import Path

import pytest

from autograder.errors import WallsUnavailable
from autograder.judging.handles import Stopped
from autograder.judging.session import Session
from autograder.walls import bubblewrap as walls_module
from autograder.walls import warm
from autograder.walls.bubblewrap import Limits, Walls
from tests.autograder.processes import comes_to_be
from tests.needs import need
from tests.root import ROOT

INSIDE = (
    "__init__", "kernel", "memory", "notebook_shell", "supervisor", "worker", "zygote"
)  # fmt: skip
READABLE = walls_module._readable()


@pytest.fixture(params=["warm", "cold"])
def walls(walls: Walls, request: pytest.FixtureRequest) -> Walls:
    """Each of these tests with workers that are forked and with those that are started."""
    return dataclasses.replace(walls, warm=request.param == "warm")


def printed(session: Session, source: str) -> str:
    told, _ = session.run(source)
    return "".join(output.get("text", output.get("error", "")) for output in told)


@pytest.mark.parametrize(
    "path",
    [
        ROOT / "solutions",
        ROOT / "notebooks",
        ROOT / "nbgrader_config.py",
        ROOT / "backprop_lib" / "units.py",
        ROOT / "backprop_lib" / "exercises",
        ROOT / "autograder",
        Path.home() / ".ssh",
        Path("/etc/passwd"),
        Path("/var"),
    ],
    ids=lambda path: path.name,
)
def test_the_course_homes_and_accounts_cannot_be_seen(session: Session, path: Path) -> None:
    assert printed(session, f"import os; print(os.path.exists({str(path)!r}))") == "False\n"


def test_of_our_files_the_workers_and_the_given_ones_alone_can_be_seen(session: Session) -> None:
    source = """
import os
system = {"proc", "usr", "lib", "lib64", "bin", "sbin", "dev", "site-packages", "include", "share"}
system.add("__pycache__")
for folder, folders, files in os.walk("/"):
    folders[:] = [name for name in folders if name not in system]
    for name in files:
        if "backprop_lib" in folder or "autograder" in folder or name.endswith(".ipynb"):
            print(os.path.join(folder, name))
"""
    given = [f"/grader/backprop_lib/{name}.py" for name in ("__init__", "data", "demo", "plot")]
    workers = [f"/grader/autograder/{name}.py" for name in ("__init__", "wire")]
    workers += [f"/grader/autograder/inside/{name}.py" for name in INSIDE]
    assert sorted(printed(session, source).split()) == sorted(given + workers)


@pytest.mark.parametrize("folder", ["/", "/usr", "/grader", "/dev", sys.prefix])
def test_nothing_can_be_written(session: Session, folder: str) -> None:
    source = f"""
try:
    open({folder!r} + "/planted", "w").write("x")
except OSError as error:
    print(type(error).__name__)
"""
    assert printed(session, source) in ("OSError\n", "PermissionError\n")


def test_tmp_can_be_written_and_is_bounded(session: Session) -> None:
    source = """
try:
    for i in range(40):
        open(f"/tmp/{i}", "wb").write(bytes(16 * 2**20))
except OSError as error:
    print(error.strerror)
"""
    assert printed(session, source) == "No space left on device\n"


def test_tmp_is_private(session: Session, tmp_path: Path) -> None:
    printed(session, "open('/tmp/planted', 'w').write('x')")
    assert not Path("/tmp/planted").exists()
    assert printed(session, f"import os; print(os.path.exists({str(tmp_path)!r}))") == "False\n"


def test_there_is_no_network(session: Session) -> None:
    source = """
import socket
for address in [("127.0.0.1", 22), ("10.0.0.1", 80), ("192.0.2.1", 53)]:
    try:
        socket.create_connection(address, 1)
        print("connected")
    except OSError:
        pass
print(len(open("/proc/net/dev").readlines()) - 2, "interface")
"""
    assert printed(session, source) == "1 interface\n"


def test_other_processes_cannot_be_seen(session: Session) -> None:
    source = "import os; print(max(int(name) for name in os.listdir('/proc') if name.isdigit()))"
    assert int(printed(session, source)) < 50


def test_nobody_is_root_and_no_capability_is_left(session: Session) -> None:
    source = """
import os, re
print(os.getuid(), set(re.findall(r"Cap\\w+:\\s*(\\w+)", open("/proc/self/status").read())))
"""
    assert printed(session, source) == "65534 {'0000000000000000'}\n"


def test_the_environment_tells_nothing(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    known = "import os; print('SECRET_TOKEN' in os.environ, os.environ['HOME'])"
    monkeypatch.setenv("SECRET_TOKEN", "x")
    session.start()
    assert printed(session, known) == "False /tmp\n"


def test_a_single_array_that_is_too_large_is_the_students_error(walls: Walls) -> None:
    with Session(walls, ("data",)) as session:
        told, fine = session.run("import numpy as np\nx = np.ones(2**31)")
    assert not fine
    assert "Unable to allocate" in told[0]["error"]


def test_memory_of_all_processes_together_is_limited(walls: Walls) -> None:
    source = """
import os, time
for _ in range(8):
    if os.fork() == 0:
        block = bytearray(b"x") * (60 * 2**20)
        time.sleep(60)
time.sleep(60)
"""
    small = dataclasses.replace(walls, limits=Limits(memory=400 * 2**20))
    with Session(small, ()) as session, pytest.raises(Stopped, match="more memory than is allowed"):
        session.run(source)


def test_a_fork_bomb_is_stopped_though_root_has_no_limit_of_its_own(walls: Walls) -> None:
    bomb = "import os\nwhile True:\n    try: os.fork()\n    except OSError: pass"
    # What forked processes share is counted for each, so it may be their memory that is too much.
    too_many = "used more memory than is|started more processes than are"
    with Session(walls, ()) as session, pytest.raises(Stopped, match=too_many):
        session.run(bomb)


def test_the_supervisor_can_be_neither_killed_nor_looked_into(session: Session) -> None:
    source = """
import os, signal
import time
for kill in signal.valid_signals():
    os.kill(1, kill)
time.sleep(0.5)
for name in ("mem", "environ", "maps"):
    try:
        open(f"/proc/1/{name}", "rb").read()
        print("read", name)
    except OSError:
        pass
print("still", open("/proc/1/status").read().split()[1])
"""
    assert printed(session, source).startswith("still python")


@pytest.mark.parametrize(
    ("call", "error"),
    [
        ("libc.ptrace(16, os.getppid(), 0, 0)", "EPERM"),
        ("libc.unshare(0x10000000)", "EPERM"),
        ("libc.mount(b'none', b'/tmp', b'tmpfs', 0, None)", "EPERM"),
        ("libc.keyctl(0, 0)", "EPERM"),
        ("libc.socket(40, 1, 0)", "EAFNOSUPPORT"),
        ("libc.socket(16, 3, 0)", "EAFNOSUPPORT"),
    ],
)
def test_system_calls_that_no_lesson_needs_are_refused(
    session: Session, call: str, error: str
) -> None:
    need(ctypes.util.find_library("seccomp"), "libseccomp", "apt-get install libseccomp2")
    source = f"""
import ctypes, errno, os
libc = ctypes.CDLL(None, use_errno=True)
libc.keyctl = lambda *a: libc.syscall(250, *a)
print({call}, errno.errorcode[ctypes.get_errno()])
"""
    assert printed(session, source) == f"-1 {error}\n"


def processes_with(argument: str) -> list[str]:
    found = []
    for name in filter(str.isdigit, os.listdir("/proc")):
        with contextlib.suppress(OSError):
            if argument.encode() in Path(f"/proc/{name}/cmdline").read_bytes().split(b"\0"):
                found.append(name)
    return found


def test_what_a_cell_starts_ends_with_the_session(walls: Walls) -> None:
    seconds = str(random.randint(10**6, 10**7))  # no other process has this argument
    with Session(walls, ()) as session:
        start = f"subprocess.Popen(['sleep', '{seconds}'], start_new_session=True)"
        assert session.run(f"import subprocess; {start}")[1]
        assert comes_to_be(lambda: processes_with(seconds) != [])
    assert comes_to_be(lambda: processes_with(seconds) == [])


def test_without_bubblewrap_the_remedy_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    walls_module._check_bubblewrap.cache_clear()
    with pytest.raises(WallsUnavailable, match="Install it with: apt-get install bubblewrap"):
        Walls().check()


def test_where_the_kernel_refuses_the_reason_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    refusing = tmp_path / "bwrap"
    refusing.write_text(
        "#!/bin/sh\necho 'bwrap: No permissions to create new namespace' >&2\nexit 1\n"
    )
    refusing.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    walls_module._check_bubblewrap.cache_clear()
    with pytest.raises(WallsUnavailable, match="No permissions to create new namespace"):
        Walls().check()
    walls_module._check_bubblewrap.cache_clear()


def test_no_walls_is_no_reason_to_look_for_bubblewrap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    walls_module._check_bubblewrap.cache_clear()
    Walls(enclosed=False).check()


def test_a_worker_that_does_not_start_is_told() -> None:
    broken = Walls(Limits(address_space=2**24), warm=False)
    with pytest.raises(WallsUnavailable, match="fails to start: "), Session(broken, ()):
        pass


def test_a_python_in_tmp_can_be_enclosed(walls: Walls, monkeypatch: pytest.MonkeyPatch) -> None:
    # As in a clone below /tmp, which inside is a private one.
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        monkeypatch.setattr(walls_module, "_readable", lambda: [*READABLE, folder])
        warm._zygote.cache_clear()
        (Path(folder) / "package.py").write_text("")
        with Session(walls, ()) as session:
            assert (
                printed(session, f"import os; print(os.listdir({folder!r}))") == "['package.py']\n"
            )

"""The walls around a student's interpreter: bubblewrap, namespaces and resource limits.

Inside there is no network, no home, no course: only the system's libraries and this Python,
read-only, a private /tmp, and of `backprop_lib` the modules that the lesson gives. Outside, `start`
hands back the process and the one socket that leads to it.
"""

from __future__ import annotations

import contextlib
import functools
import importlib.util
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Protocol

from autograder.errors import WallsUnavailable
from autograder.inside import supervisor
from autograder.walls import seccomp
from autograder.walls.fonts import font_list

NO_WALLS = "Without walls the students' code can read and write what you can. Do you trust it?"
INSTALL_LINE = "apt-get install bubblewrap"

_MIB = 1024 * 1024
_SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64")
_ETC = ("/etc/ld.so.cache", "/etc/fonts", "/etc/localtime", "/etc/alternatives")
# Of this package, what runs inside, and the protocol that both sides speak.
_SEEN_INSIDE = ("__init__.py", "wire.py", "inside")
_INSIDE = "/grader"


@dataclass(frozen=True)
class Limits:
    """What one submission may use. Times in seconds, sizes in bytes."""

    cell_seconds: float = 20.0
    call_seconds: float = 10.0
    submission_seconds: float = 120.0
    check_seconds: float = 30.0
    start_seconds: float = 60.0
    memory: int = 2048 * _MIB
    address_space: int = 8192 * _MIB
    tmp: int = 256 * _MIB
    file_size: int = 64 * _MIB
    processes: int = 64
    threads: int = 256
    files: int = 10_000
    open_files: int = 256

    def resources(self) -> dict[str, int]:
        """The limits that the kernel keeps for each process, by their names in `resource`."""
        return {
            "RLIMIT_AS": self.address_space,
            "RLIMIT_FSIZE": self.file_size,
            "RLIMIT_NOFILE": self.open_files,
            "RLIMIT_CPU": int(self.submission_seconds) * 2,
            "RLIMIT_CORE": 0,
        }


class WorkerLost(BaseException):
    """A worker has ended for a reason that has nothing to do with what it ran.

    Not an Exception, so that no check takes it for one that the student's code raised.
    """


class Worker(Protocol):
    """A started worker."""

    @property
    def sock(self) -> socket.socket:
        """Leads to it."""

    def end(self) -> str:
        """End it and all that it started; returns what it said before it was ready."""

    def why_it_ended(self) -> str:
        """What its supervisor says when it has ended by itself: empty for no particular reason.

        Raises WorkerLost when that was not by itself.
        """


@dataclass(frozen=True)
class ColdWorker:
    """A worker whose interpreter was started for it."""

    process: subprocess.Popen[bytes]
    sock: socket.socket
    errors: IO[bytes]

    def end(self) -> str:
        """Kill its first process."""
        self.sock.close()
        # Within the walls this is the first process of its own process namespace: none outlives it.
        self.process.kill()
        self.process.wait()
        with self.errors:
            return last_words(self.errors)

    def why_it_ended(self) -> str:
        """As its exit status tells."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            return supervisor.REASONS.get(self.process.wait(timeout=1), "")
        return ""


@dataclass(frozen=True)
class Walls:
    """How to start a worker: with `enclosed=False` there are no walls, only the limits and another
    process; with `warm`, workers are forked from an interpreter that is kept, where that can be.
    """

    limits: Limits = field(default_factory=Limits)
    enclosed: bool = True
    warm: bool = True

    def check(self) -> None:
        """Raise WallsUnavailable, with reason and remedy, where the walls cannot be built."""
        if self.enclosed:
            _check_bubblewrap()

    def start(self, given: Iterable[str]) -> Worker:
        """Start a worker that may import the modules `given` of backprop_lib."""
        return self.launch("worker", tuple(given), socket.SOCK_STREAM)

    def launch(self, module: str, given: tuple[str, ...], kind: int) -> ColdWorker:
        """Start an interpreter with `main` of this module, at the other end of a socket."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, kind)
        errors = tempfile.TemporaryFile()  # noqa: SIM115 - ColdWorker.end closes it
        with theirs, seccomp.filter_file() as calls:
            process = subprocess.Popen(
                self._command(module, given, theirs.fileno(), calls.fileno() if calls else None),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=errors,
                pass_fds=[file.fileno() for file in (theirs, calls) if file],
                env=None if self.enclosed else _environment(tempfile.gettempdir()),
                start_new_session=True,
            )
        return ColdWorker(process, ours, errors)

    def _command(
        self, module: str, given: tuple[str, ...], descriptor: int, calls: int | None
    ) -> list[str]:
        package = _INSIDE if self.enclosed else str(Path(__file__).parents[2])
        together = {
            name: getattr(self.limits, name) for name in ("memory", "processes", "threads", "files")
        }
        arguments = [descriptor, given, self.limits.resources(), together]
        if module == "zygote":  # it needs the freedom to build walls for each submission
            in_tmp = [path for path in _readable() if path.startswith("/tmp/")]
            arguments += [self.limits.tmp, in_tmp, calls]
            building_site = ["--dir", f"{_INSIDE}/tmp", *_outer_proc()]
            walls = _bubblewrap(given, self.limits, [*_FREEDOM, *building_site])
        else:
            walls = _bubblewrap(given, self.limits, _CONFINED)
            walls += [] if calls is None else ["--seccomp", str(calls)]
        run = (
            f"import sys; sys.path.insert(0, {package!r}); "
            f"from autograder.inside.{module} import main; "
            f"main({', '.join(map(repr, arguments))})"
        )
        python = [sys.executable, "-s", "-P", "-B", "-c", run]
        return [*walls, "--", *python] if self.enclosed else python


def last_words(errors: IO[bytes]) -> str:
    """The end of what was written to this file."""
    errors.seek(0)
    return errors.read(10_000).decode(errors="replace").strip()[-2000:]


def _environment(tmp: str) -> dict[str, str]:
    return {
        "HOME": tmp,
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "MPLCONFIGDIR": f"{tmp}/matplotlib",
        "IPYTHONDIR": f"{tmp}/ipython",
        # One thread for matrix products: neighbours share the machine, and the same work takes the
        # same time.
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
    }


_CONFINED = ["--disable-userns", "--cap-drop", "ALL"]
# Over namespaces of its own alone; all of it is dropped before a student's line runs.
_FREEDOM = ["--cap-drop", "ALL"]
_FREEDOM += [
    word
    for name in ("SYS_ADMIN", "SYS_RESOURCE", "NET_ADMIN", "SETPCAP")
    for word in ("--cap-add", f"CAP_{name}")
]


def _outer_proc() -> list[str]:
    """As root, bubblewrap covers parts of /proc, and the kernel mounts another one only where there
    is one that is whole. It is covered before a student's line runs.
    """
    return ["--ro-bind", "/proc", f"{_INSIDE}/proc"] if os.geteuid() == 0 else []


def _bubblewrap(given: tuple[str, ...], limits: Limits, privileges: list[str]) -> list[str]:
    command = ["bwrap", "--unshare-all", "--as-pid-1", "--unshare-user", *privileges]
    command += ["--die-with-parent", "--new-session", "--clearenv"]
    command += ["--uid", "65534", "--gid", "65534", "--hostname", "grader"]
    for name, value in _environment("/tmp").items():
        command += ["--setenv", name, value]
    command += ["--proc", "/proc", "--dev", "/dev"]
    for path in ("/dev/shm", "/tmp"):
        command += ["--size", str(limits.tmp), "--tmpfs", path]
    # After /tmp, since this Python may be in it.
    for path in _readable():
        command += ["--ro-bind-try", path, path]
    for path in _hidden():
        command += ["--tmpfs", path, "--remount-ro", path]
    for source, target in _library(given):
        command += ["--ro-bind", str(source), target]
    if fonts := font_list():
        command += ["--ro-bind", str(fonts), f"/tmp/matplotlib/{fonts.name}"]
        command += ["--ro-bind", str(fonts), f"{_INSIDE}/fonts/{fonts.name}"]
    command += ["--remount-ro", "/dev", "--remount-ro", "/"]
    return [*command, "--chdir", "/tmp"]


def _readable() -> list[str]:
    """System libraries, and this Python with its packages: whatever it needs to start, and nothing
    else.
    """
    pythons = {os.path.realpath(sys.base_prefix), sys.base_prefix, sys.prefix}
    outside = sorted(path for path in pythons if not path.startswith(_SYSTEM))
    return [*_SYSTEM, *_ETC, *outside]


def _hidden() -> list[str]:
    """Our own packages where they were installed beside the others: they hold the solutions."""
    hidden = []
    for package in ("backprop_lib", "autograder"):
        spec = importlib.util.find_spec(package)
        if spec and spec.origin:
            folder = str(Path(spec.origin).resolve().parent)
            if any(folder.startswith(f"{path}/") for path in _readable()):
                hidden.append(folder)
    return hidden


def _library(given: tuple[str, ...]) -> list[tuple[Path, str]]:
    """The files of ours that are seen inside, and where."""
    here = Path(__file__).resolve().parents[1]
    files = [(here / name, f"{_INSIDE}/autograder/{name}") for name in _SEEN_INSIDE]
    spec = importlib.util.find_spec("backprop_lib")
    assert spec is not None and spec.origin is not None
    library = Path(spec.origin).resolve().parent
    for name in ("__init__", *given):
        for path in (library / f"{name}.py", library / name):
            if path.exists():
                files.append((path, f"{_INSIDE}/backprop_lib/{path.name}"))
    return files


@functools.cache
def _check_bubblewrap() -> None:
    if not sys.platform.startswith("linux"):
        raise WallsUnavailable(
            "Grading needs Linux, for its namespaces. On other systems run it in a container."
        )
    if shutil.which("bwrap") is None:
        raise WallsUnavailable(f"bubblewrap is not installed. Install it with: {INSTALL_LINE}")
    attempt = subprocess.run(
        [*_bubblewrap((), Limits(), _CONFINED), "--", "/bin/true"],
        capture_output=True,
        text=True,
        check=False,
    )
    if attempt.returncode != 0:
        raise WallsUnavailable(
            f"bubblewrap is installed but cannot build the walls here: {attempt.stderr.strip()}\n"
            "The kernel must allow unprivileged user namespaces "
            "(in a container: run it with --security-opt seccomp=unconfined, or --privileged)."
        )

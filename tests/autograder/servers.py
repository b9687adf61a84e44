"""Servers that tests start themselves, on free ports, in temporary folders."""

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from tests.needs import need


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def postgres_command(name: str) -> str | None:
    """A command of PostgreSQL's server: Debian keeps them out of the path."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return shutil.which(name) or (str(found[-1]) if found else None)


@contextlib.contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """A PostgreSQL server; gives the address of an empty database."""
    initdb, pg_ctl = postgres_command("initdb"), postgres_command("pg_ctl")
    need(initdb and pg_ctl, "PostgreSQL", "install it with: apt-get install postgresql")
    assert initdb and pg_ctl
    # It refuses to run as root, and another user must be able to reach the folder.
    user = _ordinary_user()
    home = Path("/tmp", f"pg-{os.getpid()}-{free_port()}") if user else folder / "postgres"
    home.mkdir(mode=0o700)
    port, data = free_port(), home / "data"
    if user:
        os.chown(home, user.pw_uid, user.pw_gid)

    def run(*command: str) -> None:
        subprocess.run(
            command,
            cwd=home,
            check=True,
            stdout=subprocess.DEVNULL,
            user=user.pw_uid if user else None,
            group=user.pw_gid if user else None,
            extra_groups=[] if user else None,
            env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "HOME": str(home)},
        )

    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={home}"
    try:
        run(initdb, "-D", str(data), "-U", "teacher", "--auth=trust", "--no-sync")
        log = str(home / "log")
        run(pg_ctl, "-D", str(data), "-o", options, "-l", log, "-w", "-t", "120", "start")
        try:
            yield f"postgresql+psycopg://teacher@127.0.0.1:{port}/postgres"
        finally:
            run(pg_ctl, "-D", str(data), "-m", "immediate", "stop")
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _ordinary_user() -> pwd.struct_passwd | None:
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]


@contextlib.contextmanager
def dask(folder: Path, workers: int = 2) -> Iterator[tuple[str, list[int]]]:
    """A Dask scheduler and workers of a thread each; gives its address and the workers' ids."""
    folder.mkdir(exist_ok=True)
    address = f"tcp://127.0.0.1:{free_port()}"
    command = [sys.executable, "-m", "dask"]
    port = address.rpartition(":")[2]
    quiet = ["--no-dashboard"]
    started = []
    log = (folder / "dask.log").open("wb")
    try:
        for words in (
            ["scheduler", "--host", "127.0.0.1", "--port", port, *quiet],
            *(["worker", address, "--nthreads", "1", *quiet] for _ in range(workers)),
        ):
            started.append(
                subprocess.Popen(
                    [*command, *words], cwd=folder, stdout=log, stderr=log, start_new_session=True
                )
            )
        _wait_for_workers(address, workers)
        yield address, [process.pid for process in started[1:]]
    finally:
        for process in reversed(started):
            process.terminate()
        for process in started:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=20)
            process.kill()
            process.wait()
        log.close()


def _wait_for_workers(address: str, count: int) -> None:
    from distributed import Client

    deadline = time.monotonic() + 120
    while True:
        try:
            with Client(address, timeout=5, set_as_default=False) as client:  # type: ignore[no-untyped-call]
                if count:
                    client.wait_for_workers(count, timeout=120)
            return
        except (OSError, TimeoutError):
            assert time.monotonic() < deadline, "Dask did not come up"

"""One run of a lesson at a time."""

from __future__ import annotations

import contextlib
import fcntl
import getpass
import json
import os
import socket
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from autograder.errors import CourseError


@contextlib.contextmanager
def run_lock(path: Path, lesson: str) -> Iterator[None]:
    """Hold the lock of a lesson. It ends with this process, however that ends.

    Raises CourseError, which tells who has it and since when, where another process does.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    # Opened once a process: closing any other descriptor of the file would free the lock.
    with path.open("a+", encoding="utf-8") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            file.seek(0)
            raise CourseError(
                f"{lesson} is being graded already{_by_whom(file.read())}. "
                "Wait for that run, or end it; nothing was done here."
            ) from error
        file.truncate(0)
        file.write(json.dumps(_myself()))
        file.flush()
        yield


def _myself() -> dict[str, str | int]:
    try:
        user = getpass.getuser()
    except (KeyError, OSError):  # a container's user may have no name
        user = str(os.getuid())
    since = datetime.now().astimezone().strftime("%Y-%m-%d %H:%M:%S")
    return {"user": user, "host": socket.gethostname(), "process": os.getpid(), "since": since}


def _by_whom(text: str) -> str:
    try:
        who = json.loads(text)
        return (
            f" by {who['user']} (process {who['process']} on {who['host']}), since {who['since']}"
        )
    except (ValueError, KeyError, TypeError):  # it has only just begun
        return ""

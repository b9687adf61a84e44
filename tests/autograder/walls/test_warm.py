"""Workers that are forked from one warm interpreter know nothing of each other."""

import contextlib
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.inside import zygote as zygotes
from autograder.judging.handles import Stopped
from autograder.judging.session import Session
from autograder.walls import bubblewrap as walls_module
from autograder.walls import warm
from autograder.walls.bubblewrap import Walls, WorkerLost
from tests.autograder.processes import children_of, comes_to_be, pid_of

GIVEN = ("data",)


def printed(session: Session, source: str) -> str:
    told, _ = session.run(source)
    return "".join(output.get("text", output.get("error", "")) for output in told).strip()


@pytest.fixture
def zygote(walls: Walls) -> warm.OwnZygote:
    made = warm.warm_up(walls, GIVEN)
    assert isinstance(made, warm.OwnZygote)
    return made


@pytest.fixture
def neighbours(walls: Walls, zygote: warm.OwnZygote) -> Iterator[tuple[Session, Session]]:
    with Session(walls, GIVEN) as one, Session(walls, GIVEN) as other:
        yield one, other


def test_neighbours_see_no_process_of_each_other(neighbours: tuple[Session, Session]) -> None:
    look = "import os; print(sorted(int(p) for p in os.listdir('/proc') if p.isdigit()))"
    for session in neighbours:
        assert printed(session, look) == "[1, 2]"


def test_neighbours_cannot_signal_each_other(neighbours: tuple[Session, Session]) -> None:
    one, other = neighbours
    kill = """
import os, signal
for pid in range(3, 400):
    try:
        os.kill(pid, signal.SIGKILL)
        print("killed", pid)
    except OSError:
        pass
"""
    assert printed(one, kill) == ""
    assert printed(other, "print('alive')") == "alive"


@pytest.mark.parametrize("folder", ["/tmp", "/dev/shm", "."])
def test_neighbours_share_no_folder(neighbours: tuple[Session, Session], folder: str) -> None:
    one, other = neighbours
    one.run(f"open('{folder}/mine', 'w').write('secret')")
    assert printed(one, f"print(open('{folder}/mine').read())") == "secret"
    assert printed(other, f"import os; print(os.path.exists('{folder}/mine'))") == "False"


@pytest.mark.parametrize(
    ("family", "address"),
    [("AF_INET", "('127.0.0.1', 45678)"), ("AF_UNIX", "'\\0rendezvous'")],
)
def test_neighbours_share_no_network(
    neighbours: tuple[Session, Session], family: str, address: str
) -> None:
    one, other = neighbours
    listen = f"""
import socket
server = socket.socket(socket.{family})
server.bind({address})
server.listen()
"""
    connect = f"""
import socket
client = socket.socket(socket.{family})
try:
    client.connect({address})
    print("connected")
except OSError:
    print("refused")
"""
    one.run(listen)
    assert printed(one, connect) == "connected"
    assert printed(other, connect) == "refused"


def test_neighbours_share_no_system_v_memory(neighbours: tuple[Session, Session]) -> None:
    one, other = neighbours
    get = "import ctypes; print(ctypes.CDLL(None).shmget(1234, 4096, {}) >= 0)"
    assert printed(one, get.format("0o1666")) == "True"
    assert printed(one, get.format("0o666")) == "True"
    assert printed(other, get.format("0o666")) == "False"


def test_nothing_of_a_submission_reaches_the_next(walls: Walls, zygote: warm.OwnZygote) -> None:
    harm = """
import builtins, os, sys, threading, warnings
import numpy as np, matplotlib.pyplot as plt
np.sum = np.mean = lambda *_: 42
builtins.sum = lambda _: 42
sys.modules["json"] = None
os.environ["LEFT"] = "behind"
plt.rcParams["figure.dpi"] = 7
left = 1
get_ipython().ast_transformers.append(None)
"""
    look = """
import os, sys
import numpy as np, matplotlib.pyplot as plt
print(np.sum([1, 2]), sum([1, 1]), sys.modules.get("json", 1) is None, "LEFT" in os.environ)
print(plt.rcParams["figure.dpi"] == 7, "left" in globals())
"""
    with Session(walls, GIVEN) as session:
        session.run(harm)
        session.run("import os, signal; os.kill(os.getppid(), signal.SIGKILL)")
    with Session(walls, GIVEN) as session:
        assert printed(session, look) == "3 2 False False\nFalse False"
    assert warm.warm_up(walls, GIVEN) is zygote


def test_each_submission_draws_its_own_random_numbers(
    neighbours: tuple[Session, Session],
) -> None:
    draw = "import random, numpy as np; print(random.random(), np.random.rand(), os.urandom(4))"
    one, other = (printed(session, f"import os\n{draw}") for session in neighbours)
    assert not set(one.split()) & set(other.split())


@pytest.mark.parametrize("to", ["0", "-1", "os.getppid()", "1"])
def test_a_signal_to_all_that_it_can_name_harms_no_neighbour(
    neighbours: tuple[Session, Session], zygote: warm.OwnZygote, to: str
) -> None:
    one, other = neighbours
    with contextlib.suppress(Stopped):
        one.run(f"import os, signal; os.kill({to}, signal.SIGKILL)")
    time.sleep(0.2)
    assert printed(other, "print('here')") == "here"
    assert zygote.alive


def test_a_neighbour_keeps_its_turn_on_the_processor(neighbours: tuple[Session, Session]) -> None:
    one, other = neighbours
    before = printed(other, "import os; print(os.nice(0))")
    one.run("import os; os.setpriority(os.PRIO_PGRP, 0, 19); os.setpriority(os.PRIO_USER, 0, 19)")
    assert printed(other, "print(os.nice(0))") == before


def test_no_descriptor_but_its_own_is_open(neighbours: tuple[Session, Session]) -> None:
    look = """
import contextlib, os
links = []
for fd in range(100):
    with contextlib.suppress(OSError):
        links.append(os.readlink(f"/proc/self/fd/{fd}"))
print(sorted({link.split(":")[0] for link in links}), len(links))
"""
    for session in neighbours:
        assert printed(session, look) == "['/dev/null', 'socket'] 4"


def test_when_the_judge_is_killed_its_worker_goes(walls: Walls, zygote: warm.OwnZygote) -> None:
    inside = pid_of(zygote)
    before = set(children_of(inside))
    child = os.fork()
    if child == 0:
        with Session(walls, GIVEN) as session:
            session.run("import subprocess; subprocess.Popen(['sleep', '1000'])")
            time.sleep(1000)
    try:
        assert comes_to_be(lambda: not set(children_of(inside)) <= before)
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    assert comes_to_be(lambda: set(children_of(inside)) <= before)


def test_a_zygote_that_was_killed_is_replaced(walls: Walls, zygote: warm.OwnZygote) -> None:
    os.kill(pid_of(zygote), signal.SIGKILL)
    assert comes_to_be(lambda: not zygote.alive)
    with Session(walls, GIVEN) as session:
        assert printed(session, "print('here')") == "here"
    assert warm.warm_up(walls, GIVEN) is not zygote


def test_a_session_tells_when_it_was_lost_with_its_zygote(
    walls: Walls, zygote: warm.OwnZygote
) -> None:
    with Session(walls, GIVEN) as session:
        os.kill(pid_of(zygote), signal.SIGKILL)
        with pytest.raises(WorkerLost, match="the warm interpreter has ended"):
            session.run("import time; time.sleep(10)")
    assert comes_to_be(lambda: not zygote.alive)


def test_where_no_fork_can_be_made_the_zygote_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise BlockingIOError("no more processes")

    monkeypatch.setattr(zygotes, "_fork", refuse)
    control, ours = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    keeping = threading.Thread(target=zygotes._Keeper(control, print).keep, daemon=True)
    keeping.start()
    asking = warm.Zygote(ours, ours.fileno(), 5)
    for _ in range(2):
        worker = asking.start()
        assert worker.sock.recv(1) == b""
        with pytest.raises(WorkerLost, match="cannot fork"):
            worker.why_it_ended()
    ours.close()
    keeping.join(5)
    assert not keeping.is_alive()


def test_the_zygote_goes_with_the_process_that_grades() -> None:
    program = """
import os, signal
from autograder.walls import warm
from autograder.walls.bubblewrap import Walls
zygote = warm.warm_up(Walls(), ())
print(zygote.pid, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    bubblewrap = Path("/proc") / done.stdout.strip()
    assert comes_to_be(lambda: not bubblewrap.exists())


def test_where_none_can_be_each_submission_starts_its_own_and_it_is_told(
    walls: Walls, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(walls_module, "_FREEDOM", ["--cap-drop", "ALL"])
    warm._zygote.cache_clear()
    with caplog.at_level(logging.WARNING), Session(walls, GIVEN) as session:
        assert printed(session, "print('here')") == "here"
    warm._zygote.cache_clear()
    assert "No warm interpreter inside the walls" in caplog.text

"""What Python has no words for: namespaces, mounts, capabilities and filters of this process.

Every function raises OSError when the kernel refuses.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import os
import signal
import socket
import struct
from pathlib import Path

READ_ONLY = 1
_NO_SUID, _NO_DEVICES, _NO_EXEC = 2, 4, 8
_BIND, _MOVE, _RECURSIVE, _PRIVATE = 1 << 12, 1 << 13, 1 << 14, 1 << 18
_NEW_MOUNTS, _NEW_HOSTNAME, _NEW_IPC = 0x00020000, 0x04000000, 0x08000000
_NEW_PROCESSES, _NEW_NETWORK = 0x20000000, 0x40000000
_NEW_NAMESPACES = _NEW_MOUNTS | _NEW_HOSTNAME | _NEW_IPC | _NEW_PROCESSES | _NEW_NETWORK
_CLONE_3 = 435  # the number of the system call, on all kinds of machines
_SET_DEATH_SIGNAL, _SET_DUMPABLE, _SET_FILTER, _DROP_FROM_BOUNDS = 1, 4, 22, 24
_CAPABILITIES = 64
_FILTER_MODE = 2
_CAPABILITIES_3 = 0x20080522
_GET_FLAGS, _SET_FLAGS, _UP = 0x8913, 0x8914, 1

_libc = ctypes.CDLL(None, use_errno=True)
# This keeps the interpreter's lock meanwhile: the child needs it.
_fork_call = ctypes.PyDLL(None, use_errno=True).syscall
_fork_call.restype = ctypes.c_long


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def forbid_user_namespaces() -> None:
    """No process of this user namespace can make another, where the kernel lets us say so.

    The filter for system calls refuses them, too.
    """
    with contextlib.suppress(OSError):
        Path("/proc/sys/user/max_user_namespaces").write_text("0")


def fork_into_new_namespaces() -> int:
    """As `os.fork`, but the child is the first process of a process namespace, and has mount, host
    name, IPC and network namespaces of its own.

    For a process with one thread. Unlike after `unshare`, the next children are as ever.
    """
    asked = struct.pack("8Q", _NEW_NAMESPACES, 0, 0, 0, signal.SIGCHLD, 0, 0, 0)
    python = ctypes.pythonapi
    python.PyOS_BeforeFork()
    child: int = _fork_call(_CLONE_3, asked, len(asked))
    if child == 0:
        python.PyOS_AfterFork_Child()
    else:
        python.PyOS_AfterFork_Parent()
    _check(min(child, 0))
    return child


def keep_mounts_to_oneself() -> None:
    """What is mounted from now on is seen here alone."""
    _check(_libc.mount(None, b"/", None, _RECURSIVE | _PRIVATE, None))


def bind(source: str, target: str) -> None:
    """Show what is at `source`, with all that is mounted there, at `target`, too."""
    _check(_libc.mount(source.encode(), target.encode(), None, _BIND | _RECURSIVE, None))


def move_mount(source: str, target: str) -> None:
    """Move what is mounted at `source`, with all that is mounted in it."""
    _check(_libc.mount(source.encode(), target.encode(), None, _MOVE, None))


def mount(kind: str, path: str, flags: int = 0, size: int | None = None) -> None:
    """Mount a new file system of this kind over `path`; `size` in bytes."""
    flags |= _NO_SUID | _NO_DEVICES | (_NO_EXEC if kind == "proc" else 0)
    options = None if size is None else f"size={size},mode=1777".encode()
    _check(_libc.mount(kind.encode(), path.encode(), kind.encode(), flags, options))


def bring_loopback_up() -> None:
    """In a new network namespace: this machine can talk to itself."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        request = struct.pack("16sH14x", b"lo", 0)
        flags = struct.unpack("16sH14x", fcntl.ioctl(sock, _GET_FLAGS, request))[1]
        fcntl.ioctl(sock, _SET_FLAGS, struct.pack("16sH14x", b"lo", flags | _UP))


def drop_capabilities() -> None:
    """No capability is left, and with `no_new_privs`, which bubblewrap sets, none comes back."""
    for capability in range(_CAPABILITIES):
        _libc.prctl(_DROP_FROM_BOUNDS, capability, 0, 0, 0)  # those that there are
    header = struct.pack("Ii", _CAPABILITIES_3, 0)
    _check(_libc.capset(header, bytes(24)))


def die_with_parent(by: signal.Signals = signal.SIGKILL) -> None:
    """This process gets a signal when the thread that started it ends."""
    _check(_libc.prctl(_SET_DEATH_SIGNAL, int(by), 0, 0, 0))


def refuse_to_be_looked_into() -> None:
    """No core dump, no tracing, nothing of this process's under /proc for the others."""
    _check(_libc.prctl(_SET_DUMPABLE, 0, 0, 0, 0))


def filter_system_calls(program: bytes) -> None:
    """Put this process and what it forks under a compiled filter."""
    filter_ = _Program(len(program) // 8, program)
    _check(_libc.prctl(_SET_FILTER, _FILTER_MODE, ctypes.byref(filter_), 0, 0))


def _check(result: int) -> None:
    if result != 0:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error))

"""A filter for system calls that no lesson needs, where the system has libseccomp.

The walls hold without it. It takes away what holes in kernels are most often reached through, and
sockets of families that a network namespace does not confine.
"""

from __future__ import annotations

import contextlib
import ctypes
import ctypes.util
import errno
import functools
import os
import socket
import tempfile
from collections.abc import Iterator
from typing import IO

_ALLOW = 0x7FFF0000
_ERRNO = 0x00050000
_EQUAL, _GREATER, _MASKED_EQUAL = 4, 6, 7
_CLONE_NEW = 0x7E020080  # every CLONE_NEW* flag

_REFUSED = """
    acct add_key bpf chroot delete_module finit_module fsconfig fsmount fsopen fspick
    init_module io_uring_enter io_uring_register io_uring_setup ioperm iopl kcmp kexec_file_load
    kexec_load keyctl lookup_dcookie memfd_create memfd_secret mount mount_setattr move_mount
    move_pages name_to_handle_at nfsservctl open_by_handle_at open_tree perf_event_open
    personality pidfd_getfd pivot_root process_madvise process_vm_readv process_vm_writev ptrace
    quotactl reboot request_key setns swapoff swapon syslog umount2 unshare uselib userfaultfd
    vhangup
"""


class _Comparison(ctypes.Structure):
    _fields_ = (
        ("argument", ctypes.c_uint),
        ("operator", ctypes.c_int),
        ("a", ctypes.c_uint64),
        ("b", ctypes.c_uint64),
    )


@contextlib.contextmanager
def filter_file() -> Iterator[IO[bytes] | None]:
    """An open file with the compiled filter, for bubblewrap to read; None without libseccomp."""
    program = _program()
    if program is None:
        yield None
        return
    with tempfile.TemporaryFile() as file:
        file.write(program)
        file.seek(0)
        yield file


@functools.cache
def _program() -> bytes | None:
    name = ctypes.util.find_library("seccomp")
    if name is None:
        return None
    library = ctypes.CDLL(name)
    library.seccomp_init.restype = ctypes.c_void_p
    context = ctypes.c_void_p(library.seccomp_init(ctypes.c_uint32(_ALLOW)))
    try:
        for call in _REFUSED.split():
            _refuse(library, context, call, errno.EPERM)
        # Its flags are behind a pointer, where a filter cannot look; libraries fall back to clone.
        _refuse(library, context, "clone3", errno.ENOSYS)
        for flag in (1 << bit for bit in range(32) if _CLONE_NEW >> bit & 1):
            _refuse(library, context, "clone", errno.EPERM, (0, _MASKED_EQUAL, flag, flag))
        known = (socket.AF_UNIX, socket.AF_INET, socket.AF_INET6)
        for family in set(range(socket.AF_INET6)) - set(known):
            _refuse(library, context, "socket", errno.EAFNOSUPPORT, (0, _EQUAL, family, 0))
        above = (0, _GREATER, socket.AF_INET6, 0)
        _refuse(library, context, "socket", errno.EAFNOSUPPORT, above)
        with tempfile.TemporaryFile() as file:
            if library.seccomp_export_bpf(context, file.fileno()) != 0:
                return None
            file.seek(0, os.SEEK_SET)
            return file.read()
    finally:
        library.seccomp_release(context)


def _refuse(
    library: ctypes.CDLL,
    context: ctypes.c_void_p,
    name: str,
    error: int,
    comparison: tuple[int, int, int, int] | None = None,
) -> None:
    """Let a system call fail with `error`; a call that this system does not have is left out."""
    number = library.seccomp_syscall_resolve_name(name.encode())
    if number == -1:
        return
    comparisons = (_Comparison * 1)(_Comparison(*(comparison or (0, 0, 0, 0))))
    library.seccomp_rule_add_array(
        context,
        ctypes.c_uint32(_ERRNO | error),
        ctypes.c_int(number),
        ctypes.c_uint(1 if comparison else 0),
        comparisons,
    )

"""A time limit for code that may hang, in whatever thread it runs.

A notebook's cells run in the main thread; what a widget is told may be handled in another, a
subshell of the kernel.
"""

import ctypes
import signal
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

AGAIN = 1.0  # seconds after which the limit strikes again, should it have been swallowed


class TookTooLong(BaseException):
    """Raised in code that ran longer than it may; no Exception, so that few handlers swallow it."""


def at_most(seconds: float) -> AbstractContextManager[None]:
    """Raise TookTooLong in the block when it runs longer.

    In the main thread a sleep is ended too, where the system has timers; in others, and where it
    has none, only what runs Python code.
    """
    main = threading.current_thread() is threading.main_thread()
    return _by_signal(seconds) if main and hasattr(signal, "setitimer") else _by_thread(seconds)


@contextmanager
def _by_signal(seconds: float) -> Iterator[None]:
    """A timer that was set before is set again afterwards."""

    def strike(*_: Any) -> None:
        raise TookTooLong

    handler = signal.signal(signal.SIGALRM, strike)
    before = signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, *before)
        signal.signal(signal.SIGALRM, handler)


@contextmanager
def _by_thread(seconds: float) -> Iterator[None]:
    watch = _Watch(threading.get_ident())
    watch.begin(seconds)
    try:
        yield
    finally:
        watch.end()


class _Watch:
    """Raises TookTooLong in a thread, from another, until it is ended."""

    def __init__(self, thread: int) -> None:
        self._thread = thread
        self._lock = threading.Lock()
        self._over = self._struck = False
        self._timer: threading.Timer | None = None

    def begin(self, seconds: float) -> None:
        self._timer = threading.Timer(seconds, self._strike)
        self._timer.daemon = True
        self._timer.start()

    def end(self) -> None:
        try:
            with self._lock:
                self._over = True
                if self._timer is not None:
                    self._timer.cancel()
                if self._struck:
                    _raise_in(self._thread, None)  # what has not arrived yet is not wanted any more
        except TookTooLong:  # it arrived just now
            self._over = True

    def _strike(self) -> None:
        with self._lock:
            if self._over:
                return
            self._struck = True
            _raise_in(self._thread, TookTooLong)
        self.begin(AGAIN)


def _raise_in(thread: int, error: type[BaseException] | None) -> None:
    target = ctypes.py_object() if error is None else ctypes.py_object(error)
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), target)

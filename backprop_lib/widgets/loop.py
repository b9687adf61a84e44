"""Training as an asyncio task: work, wait until the browser is ready, send; and again."""

import asyncio
from collections.abc import Callable
from typing import Any


class Loop:
    """Calls `work` again and again; what it returns is sent when the browser is ready.

    The next frame is computed while the browser draws the last, and sent once that is acknowledged:
    a slow or hidden browser slows training down and fills no queue. `work` returns a function that
    sends, or None to end; it handles its own errors.

    The task belongs to the event loop in which it was started, which may be that of a subshell's
    thread; the other methods may be called from any thread.
    """

    def __init__(self, work: Callable[[], Callable[[], None] | None]) -> None:
        self._work = work
        self._task: asyncio.Task[None] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._acknowledged = asyncio.Event()

    @property
    def running(self) -> bool:
        """Whether training goes on; not when the thread that it went on in has ended."""
        going = self._task is not None and not self._task.done()
        return going and self._loop is not None and self._loop.is_running()

    def start(self) -> None:
        """Begin, unless it runs. Raises RuntimeError where no event loop runs."""
        if not self.running:
            self._loop = asyncio.get_running_loop()
            self._acknowledged = asyncio.Event()
            self._acknowledged.set()
            self._task = self._loop.create_task(self._run())

    def stop(self) -> None:
        """End; what was computed and not sent is dropped."""
        task, self._task = self._task, None
        if task is not None and not task.done():
            self._call(task.cancel)

    def acknowledge(self) -> None:
        """The browser has drawn the last frame."""
        self._call(self._acknowledged.set)

    def _call(self, function: Callable[[], Any]) -> None:
        """Call in the loop's own thread."""
        if self._loop is None or not self._loop.is_running():
            return
        if self._loop is _current_loop():
            function()
        else:
            self._loop.call_soon_threadsafe(function)

    async def _run(self) -> None:
        while True:
            send = self._work()
            if send is None:
                return
            await self._acknowledged.wait()
            if self._task is not asyncio.current_task():  # stopped from another thread
                return
            self._acknowledged.clear()
            send()
            await asyncio.sleep(0)  # a Pause that has come in is handled before the next steps


def _current_loop() -> asyncio.AbstractEventLoop | None:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None

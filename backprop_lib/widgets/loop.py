"""Training as an asyncio task: work, wait until the browser is ready, send; and again."""

import asyncio
from collections.abc import Callable
from typing import Any

AHEAD = 8  # frames on their way at once


class Loop:
    """Calls `work` again and again; what it returns is sent when the browser is ready.

    The next frames are computed while the browser draws the last, at most `ahead` of which it has
    not acknowledged: a slow or hidden browser slows training down and fills no queue. One
    acknowledgement may do for several, as each makes JupyterLab show that the kernel is busy, then
    idle, which costs it more than a frame. `work` returns a function that sends, or None to end; it
    handles its own errors.

    The task belongs to the event loop in which it was started, which may be that of a subshell's
    thread; the other methods may be called from any thread.
    """

    def __init__(self, work: Callable[[], Callable[[], None] | None], ahead: int = AHEAD) -> None:
        self._work = work
        self._ahead = ahead
        self._under_way = 0
        self._task: asyncio.Task[None] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._drawn = asyncio.Event()

    @property
    def running(self) -> bool:
        """Whether training goes on; not when the thread that it went on in has ended."""
        going = self._task is not None and not self._task.done()
        return going and self._loop is not None and self._loop.is_running()

    def start(self) -> None:
        """Begin, unless it runs. Raises RuntimeError where no event loop runs."""
        if not self.running:
            self._loop = asyncio.get_running_loop()
            self._drawn = asyncio.Event()
            self._under_way = 0
            self._task = self._loop.create_task(self._run())

    def stop(self) -> None:
        """End; what was computed and not sent is dropped."""
        task, self._task = self._task, None
        if task is not None and not task.done():
            self._call(task.cancel)

    def acknowledge(self, frames: int | None = None) -> None:
        """The browser has drawn so many frames more; None stands for all that were sent."""
        self._call(lambda: self._note_drawn(frames))

    def _note_drawn(self, frames: int | None) -> None:
        gone = self._under_way if frames is None else frames
        self._under_way = max(0, self._under_way - gone)
        self._drawn.set()

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
            while self._under_way >= self._ahead:
                self._drawn.clear()
                await self._drawn.wait()
            if self._task is not asyncio.current_task():  # stopped from another thread
                return
            self._under_way += 1
            send()
            await asyncio.sleep(0)  # a Pause that has come in is handled before the next steps


def _current_loop() -> asyncio.AbstractEventLoop | None:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None

"""A Chromium that is measured while nobody looks in.

Playwright is told of every message that a page gets, as JSON. While it is connected, a frame of a
widget costs the browser more than twice the processor time that it costs a student's. So it comes
and goes, and while it is away the page measures itself.
"""

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from benchmarks.process_tree import tree

START_SECONDS = 30
TICKS = os.sysconf("SC_CLK_TCK")


class Window:
    """One window of 1400 x 1100, whose page stays as it is between visits."""

    def __init__(self, chromium: str, profile: Path) -> None:
        """Start Chromium with a new profile. Raises RuntimeError when it does not come up."""
        self._port = profile / "DevToolsActivePort"
        self._process = subprocess.Popen(
            [chromium, "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run",
             "--disable-dev-shm-usage", "--window-size=1400,1100", "--remote-debugging-port=0",
             f"--user-data-dir={profile}", "about:blank"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        end = time.monotonic() + START_SECONDS
        while not self._port.exists() or not self._port.read_text().strip():
            if time.monotonic() > end or self._process.poll() is not None:
                self.close()
                raise RuntimeError(f"Chromium did not come up within {START_SECONDS} s")
            time.sleep(0.1)

    @contextmanager
    def visit(self) -> Iterator[Page]:
        """The page, with Playwright connected to it during the block."""
        port = self._port.read_text().split()[0]
        with sync_playwright() as playwright:
            browser = playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{port}")
            yield browser.contexts[0].pages[0]

    def close(self) -> None:
        """End Chromium."""
        self._process.terminate()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def processor_seconds(self) -> float:
        """What Chromium and the processes below it have used so far."""
        return sum(map(processor_seconds, tree([self._process.pid])))


def processor_seconds(process: int) -> float:
    """What one process has used so far; 0 when it has ended."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / TICKS

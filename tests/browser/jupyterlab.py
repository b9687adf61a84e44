"""A real JupyterLab, and a notebook open in it, for tests to drive as a student would."""

import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import nbformat
from playwright.sync_api import Locator, Page, expect

from tests.root import ROOT

START_SECONDS = 60
RUN_SECONDS = 60
SCREENSHOTS = "BACKPROP_SCREENSHOTS"
RAN = re.compile(r"\[\d+\]:")

# No question about news, and every cell in the page, also those out of sight.
PAGE_CONFIG = {"disabledExtensions": {"@jupyterlab/apputils-extension:announcements": True}}
NOTEBOOK_SETTINGS = {"windowingMode": "none"}


@dataclass(frozen=True)
class Server:
    """A JupyterLab that serves `folder`."""

    folder: Path
    port: int
    token: str

    def address(self, page: str) -> str:
        """Where to find a page of it; `page` may end in a query of its own."""
        separator = "&" if "?" in page else "?"
        return f"http://127.0.0.1:{self.port}/{page}{separator}token={self.token}"


@contextmanager
def serve(folder: Path, home: Path) -> Iterator[Server]:
    """Serve `folder` until the block ends.

    All of Jupyter's own files go to `home`. Raises RuntimeError with the server's log when it does
    not answer.
    """
    server = Server(folder, _free_port(), os.urandom(16).hex())
    log = home / "server.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"),
                f"--ServerApp.root_dir={folder}",
                "--ServerApp.ip=127.0.0.1",
                f"--ServerApp.port={server.port}",
                "--ServerApp.port_retries=0",
                f"--IdentityProvider.token={server.token}",
                "--LabApp.extension_manager=readonly",
            ],
            env=os.environ | _environment(home),
            cwd=folder,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait_for(server, process, log)
        yield server
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


class Notebook:
    """A notebook open in JupyterLab; its cells go by the ids that they have in the file."""

    def __init__(self, page: Page, server: Server, path: Path, *, opened: bool = False) -> None:
        """Open `path`, a notebook in the server's folder, in a window without other documents.

        With `opened` it is open in this page already, and stays as it is.
        """
        self.page = page
        self.ids = [cell.id for cell in nbformat.read(path, as_version=4).cells]
        place = path.relative_to(server.folder).as_posix()
        if not opened:
            page.goto(server.address(f"lab/tree/{place}?reset"))
        expect(page.locator(".jp-Notebook .jp-Cell")).to_have_count(len(self.ids), timeout=60_000)
        idle = page.locator(".jp-NotebookPanel-toolbar [data-status=idle]")
        if not opened:
            expect(idle).to_be_attached(timeout=60_000)

    def cell(self, name: str) -> Locator:
        """The cell with this id."""
        return self.page.locator(".jp-Notebook .jp-Cell").nth(self.ids.index(name))

    def output(self, name: str) -> Locator:
        """What the cell with this id has put out."""
        return self.cell(name).locator(".jp-Cell-outputArea")

    def write(self, name: str, source: str) -> None:
        """Replace what is in a cell, by keyboard."""
        self.cell(name).locator(".cm-content").click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(source)

    def run(self, name: str) -> None:
        """Run one cell, and wait until it has run."""
        with self._run_of(name):
            self._prompt(name).click()
            self.page.keyboard.press("Control+Enter")

    def run_all(self, last: str) -> None:
        """Run all cells from the menu, and wait until the cell `last` has run."""
        with self._run_of(last):
            self.page.get_by_role("menuitem", name="Run", exact=True).click()
            self.page.get_by_role("menuitem", name="Run All Cells", exact=True).click()

    def _prompt(self, name: str) -> Locator:
        return self.cell(name).locator(".jp-InputPrompt")

    @contextmanager
    def _run_of(self, name: str) -> Iterator[None]:
        """Wait, after the block, until the cell has a number that it did not have before."""
        before = self._prompt(name).inner_text()
        yield
        expect(self._prompt(name)).not_to_have_text(before, timeout=RUN_SECONDS * 1000)
        expect(self._prompt(name)).to_have_text(RAN, timeout=RUN_SECONDS * 1000)

    def screenshots_of_figures(self, name: str) -> None:
        """Keep a picture of the window at each cell with a figure, if they are asked for."""
        for cell in self.ids if SCREENSHOTS in os.environ else ():
            if self.output(cell).locator("img").count():
                self.output(cell).scroll_into_view_if_needed()
                self.screenshot(f"{name}_{cell}")

    def screenshot(self, name: str) -> None:
        """Keep a picture of the window in the folder that BACKPROP_SCREENSHOTS names, if any."""
        folder = os.environ.get(SCREENSHOTS)
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=Path(folder) / f"{name}.png")


def _environment(home: Path) -> dict[str, str]:
    config, settings = home / "config", home / "settings"
    _write_json(config / "labconfig" / "page_config.json", PAGE_CONFIG)
    tracker = settings / "@jupyterlab" / "notebook-extension" / "tracker.jupyterlab-settings"
    _write_json(tracker, NOTEBOOK_SETTINGS)
    return {
        "HOME": str(home),
        "IPYTHONDIR": str(home / "ipython"),
        "JUPYTER_CONFIG_DIR": str(config),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "JUPYTERLAB_SETTINGS_DIR": str(settings),
        "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"),
        "PYTHONPATH": str(ROOT),
    }


def _write_json(path: Path, content: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(server: Server, process: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urllib.request.urlopen(server.address("api/status"), timeout=5).close()
            return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"JupyterLab did not answer within {START_SECONDS} s:\n{log.read_text()}")

"""A JupyterLab and a Chromium for each module of tests; a page and a notebook for each test."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.jupyterlab import Notebook, Server, serve
from tests.needs import need
from tests.root import ROOT

expect.set_options(timeout=20_000)  # milliseconds: other tests share the machine


# Not for the whole session: while Playwright is open, its event loop runs in this thread, and no
# test of another folder could start one.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium")
    need(chromium, "chromium", "install it: apt-get install chromium")
    # Chromium's own sandbox does not run as root, as in a container.
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=arguments)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def server(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder, home = tmp_path_factory.mktemp("desk"), tmp_path_factory.mktemp("home")
    with serve(folder, home) as server:
        yield server


@pytest.fixture
def open_lesson(
    browser: Browser, server: Server, request: pytest.FixtureRequest
) -> Iterator[Callable[[str], Notebook]]:
    """Opens a fresh copy of a released lesson, such as "07_xor"."""
    page = browser.new_page(viewport={"width": 1300, "height": 1000})

    def open_lesson(lesson: str) -> Notebook:
        (released,) = (ROOT / "notebooks" / lesson).glob("*.ipynb")
        folder = server.folder / request.node.name
        folder.mkdir()
        return Notebook(page, server, Path(shutil.copy(released, folder)))

    yield open_lesson
    page.close()

"""A notebook of empty cells, open in one page for a whole module of tests, which fill them."""

from collections.abc import Iterator
from contextlib import contextmanager

import nbformat
from playwright.sync_api import Browser, TimeoutError, expect

from tests.browser.jupyterlab import Notebook, Server

NAMES = ("a", "b", "c", "d")
KERNEL = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}


class Desk:
    """Its cells are a, b, c and d; `filled` brings them to what a test needs."""

    def __init__(self, browser: Browser, server: Server) -> None:
        self.server, self.path = server, server.folder / "desk.ipynb"
        cells = [nbformat.v4.new_code_cell("", id=name) for name in NAMES]
        made = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": KERNEL})
        nbformat.write(made, self.path)
        self.page = browser.new_page(viewport={"width": 1400, "height": 1100})
        self.notebook = Notebook(self.page, server, self.path)
        self._run_the_first_time()

    def filled(self, **cells: str) -> Notebook:
        """Take all outputs away, write these cells, and run the first of them."""
        self._choose("Edit", "Clear Outputs of All Cells")
        for name, source in cells.items():
            self.notebook.write(name, source)
        self.notebook.run(next(iter(cells)))
        return self.notebook

    @contextmanager
    def theme(self, name: str) -> Iterator[None]:
        """JupyterLab's theme, "Light" or "Dark", chosen from the menu; light again afterwards."""
        self._set_theme(name)
        try:
            yield
        finally:
            self._set_theme("Light")

    def restart_kernel(self) -> None:
        """As the menu does it."""
        self._choose("Kernel", "Restart Kernel…")
        self.page.get_by_role("button", name="Confirm Kernel Restart").click()

    def reopen(self) -> None:
        """Save, end the kernel, and open the notebook again: it gets a new kernel."""
        self._choose("File", "Save Notebook")
        expect(self.page.locator(".lm-TabBar-tab.jp-mod-dirty")).to_have_count(0)
        self._end_kernel()
        self.notebook = Notebook(self.page, self.server, self.path)

    def reopen_without_kernel(self) -> None:
        """Open it once more, and choose none of the kernels that JupyterLab offers."""
        made = nbformat.read(self.path, as_version=4)
        nbformat.write(nbformat.v4.new_notebook(cells=made.cells), self.path)
        self._end_kernel()
        self.page.goto(self.server.address(f"lab/tree/{self.path.name}?reset"))
        dialog = self.page.get_by_role("dialog")
        dialog.get_by_role("button", name="No Kernel").click(timeout=60_000)

    def _end_kernel(self) -> None:
        request = self.page.request
        for session in request.get(self.server.address("api/sessions")).json():
            request.delete(self.server.address(f"api/sessions/{session['id']}"))

    def _set_theme(self, name: str) -> None:
        body = self.page.locator("body")
        if body.get_attribute("data-jp-theme-name") != f"JupyterLab {name}":
            self._choose("Settings", "Theme", f"JupyterLab {name}")
        named = f"JupyterLab {name}"
        expect(body).to_have_attribute("data-jp-theme-name", named, timeout=20_000)

    def _choose(self, menu: str, *items: str) -> None:
        self.page.get_by_role("menuitem", name=menu, exact=True).click()
        for item in items:  # JupyterLab gives those that open a menu of their own no role
            self.page.locator(".lm-Menu-itemLabel").get_by_text(item, exact=True).click()

    def _run_the_first_time(self) -> None:
        """Until the notebook has the focus, keys go nowhere; it may ask for its kernel first."""
        dialog = self.page.locator(".jp-Dialog")
        for _ in range(4):
            self.page.wait_for_timeout(300)
            if dialog.count():
                dialog.locator(".jp-mod-accept").last.click()
            try:
                self.notebook.write("a", "pass")
                self.notebook.run("a")
                return
            except (AssertionError, TimeoutError):
                continue
        self.notebook.run("a")

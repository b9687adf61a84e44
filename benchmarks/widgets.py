"""The Playground in a real JupyterLab and headless Chromium, beside matplotlib through an Output.

    python benchmarks/widgets.py [--json] [--seconds N] [--memory-minutes N]

Frames shown a second, how soon Pause holds, how soon the first picture stands, and what memory
grows by. `--json` prints one line last, with the ratio of the two ways to show the same net.
"""

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import nbformat  # noqa: E402
from playwright.sync_api import Page  # noqa: E402

from benchmarks.window import Window, processor_seconds  # noqa: E402
from tests.browser.jupyterlab import Notebook, Server, serve  # noqa: E402

# The net of both: 2-8-8-1, all samples in each step, five steps and 100 x 100 cells a frame.
NET = "data='circle', hidden=[8, 8], batch_size=0, steps_per_frame=5"
CELLS = {
    "cold": f"from backprop_lib.widgets import Playground\np = Playground({NET})\np",
    "warm": f"q = Playground({NET})\nq",
    "close": "q.close()",
    "process": "import os; print(os.getpid())",
    "matplotlib": f"""
import asyncio, base64, io, ipywidgets
import numpy as np
from matplotlib.figure import Figure
from backprop_lib.widgets.frames import SIDE, Frames
from backprop_lib.widgets.state import Config
from backprop_lib.widgets.trainer import Trainer

trainer, frames, out = Trainer(Config({NET})), Frames(), ipywidgets.Output()
fig = Figure(figsize=(3, 3))
ax = fig.add_subplot()

async def train():
    while True:
        for _ in range(5):
            trainer.step()
        header, (buffer,) = frames.frame(trainer, True)
        start, end = header["sections"]["field"]
        field = np.frombuffer(buffer, np.float32)[start:end].reshape(SIDE, SIDE)
        ax.clear()
        ax.imshow(field, vmin=-1, vmax=1, origin="lower")
        png = io.BytesIO()
        fig.savefig(png, format="png")
        data = {{"image/png": base64.b64encode(png.getvalue()).decode(), "text/plain": ""}}
        out.outputs = ({{"output_type": "display_data", "data": data, "metadata": {{}}}},)
        await asyncio.sleep(0.01)

task = asyncio.get_running_loop().create_task(train())
out
""",
    "stop": "task.cancel()",
}
# What the page does by itself, a while after nobody looks in any more.
WAIT = 1.5  # seconds
COUNT_FIELDS = """() => {
    window.changes = 0;
    const paint = CanvasRenderingContext2D.prototype.putImageData;
    CanvasRenderingContext2D.prototype.putImageData = function (...given) {
        if (this.canvas.classList.contains('bp-field')) {
            window.changes += 1;
            window.painted = performance.now();
        }
        return paint.apply(this, given);
    };
}"""
COUNT_PICTURES = """() => {
    window.changes = 0;
    new MutationObserver((found) => {
        for (const {addedNodes} of found) {
            for (const node of addedNodes) {
                window.changes += node.matches?.('img') || node.querySelector?.('img') ? 1 : 0;
            }
        }
    }).observe(document.body, {childList: true, subtree: true});
}"""
FRAMES = """([wait, seconds]) => {
    setTimeout(() => {
        const before = window.changes;
        setTimeout(() => window.frames_shown = window.changes - before, 1000 * seconds);
    }, 1000 * wait);
}"""
PAUSES = 10
PAUSE_SECONDS = 1.5  # for one pause and what follows
PAUSE = """([wait, count]) => {
    const sleep = (seconds) => new Promise((done) => setTimeout(done, 1000 * seconds));
    const [run, summary] = ['.bp-run', '.bp-summary'].map((s) => document.querySelector(s));
    const pause = () => new Promise((done) => {
        const begun = performance.now();
        new MutationObserver((_, all) => {
            if (!summary.textContent.startsWith('Paused')) return;
            all.disconnect();
            const told = performance.now();
            setTimeout(() => done([told - begun, window.painted - begun]), 500);
        }).observe(summary, {childList: true, subtree: true, characterData: true});
        run.click();
    });
    window.pauses = [];
    (async () => {
        await sleep(wait);
        for (let i = 0; i < count; i++) {
            window.pauses.push(await pause());
            run.click();
            await sleep(0.7 + 0.037 * i);  // at another moment each time
        }
    })();
}"""


def main() -> int:
    """Measure, print, and give the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true", help="print the figures as a last line")
    parser.add_argument("--seconds", type=float, default=10, help="to count frames for (10)")
    parser.add_argument("--memory-minutes", type=float, default=1, help="to watch memory for (1)")
    options = parser.parse_args()
    chromium = shutil.which("chromium")
    if not chromium:
        print("widgets.py: chromium is missing; install it with: apt-get install chromium")
        return 1
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        folder, home, profile = (Path(scratch, name) for name in ("desk", "home", "profile"))
        for each in (folder, home, profile):
            each.mkdir()
        with serve(folder, home) as server:
            window = Window(chromium, profile)
            try:
                bench = Bench(window, server, _notebook(folder))
                found = bench.measure(options.seconds, 60 * options.memory_minutes)
            finally:
                window.close()
    for name, value in found.items():
        print(f"  {name:44}{value!s:>10}")
    if options.json:
        print(json.dumps(found))
    return 0


class Bench:
    """The notebook in the window, and what is measured with it."""

    def __init__(self, window: Window, server: Server, path: Path) -> None:
        self.window, self.server, self.path = window, server, path
        self.kernel = 0

    def measure(self, seconds: float, memory_seconds: float) -> dict[str, Any]:
        """Every figure, by name."""
        print(f"a 2-8-8-1 net; {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
        found: dict[str, Any] = {}
        with self.window.visit() as page:
            notebook = Notebook(page, self.server, self.path)
            page.wait_for_timeout(3000)
            found["first paint, imports included (s)"] = _first_paint(notebook, "cold", 1)
            found["first paint, of another (s)"] = _first_paint(notebook, "warm", 2)
            notebook.run("close")
            notebook.run("process")
            self.kernel = int(notebook.output("process").inner_text().split()[-1])
            page.locator(".bp-run").click()
            page.evaluate(COUNT_FIELDS)
        ours, python, drawn = self._frames(seconds)
        found["frames/s"] = round(ours, 1)
        found["processor time in Python a frame (ms)"] = round(python, 1)
        found["of Chromium, which paints by software (ms)"] = round(drawn, 1)
        pauses = self._pauses()
        told, moved = zip(*pauses, strict=True)
        found["Pause to Python's answer, median (ms)"] = round(median(told))
        found["Pause to Python's answer, longest (ms)"] = round(max(told))
        found["Pause to the last picture, longest (ms)"] = round(max(moved))
        found |= self._memory(memory_seconds)
        with self.window.visit() as page:
            notebook = self._notebook(page)
            page.locator(".bp-run").click()
            notebook.run("matplotlib")
            page.evaluate(COUNT_PICTURES)
        theirs, _, _ = self._frames(seconds)
        found["frames/s by matplotlib and Output"] = round(theirs, 1)
        found["ratio of frames/s"] = round(ours / theirs, 1) if theirs else None
        found["load"] = round(os.getloadavg()[0], 1)
        return found

    def _notebook(self, page: Page) -> Notebook:
        return Notebook(page, self.server, self.path, opened=True)

    def _frames(self, seconds: float) -> tuple[float, float, float]:
        """Frames a second; processor time a frame (ms), of the kernel and the browser."""
        with self.window.visit() as page:
            page.evaluate(FRAMES, [WAIT, seconds])
        time.sleep(WAIT)
        python, drawn = processor_seconds(self.kernel), self.window.processor_seconds()
        begun = time.monotonic()
        time.sleep(seconds)
        elapsed = time.monotonic() - begun
        python = processor_seconds(self.kernel) - python
        drawn = self.window.processor_seconds() - drawn
        with self.window.visit() as page:
            page.wait_for_function("window.frames_shown !== undefined")
            rate = float(page.evaluate("window.frames_shown")) / seconds
            page.evaluate("delete window.frames_shown")
        each = 1000 / max(rate * elapsed, 1)
        return rate, python * each, drawn * each

    def _pauses(self) -> list[tuple[float, float]]:
        """Milliseconds from Pause to the answer, and to the last picture."""
        with self.window.visit() as page:
            page.evaluate(PAUSE, [WAIT, PAUSES])
        time.sleep(WAIT + PAUSES * PAUSE_SECONDS)
        with self.window.visit() as page:
            page.wait_for_function("count => window.pauses.length === count", arg=PAUSES)
            page.wait_for_timeout(1000)
            return [tuple(each) for each in page.evaluate("window.pauses")]

    def _memory(self, seconds: float) -> dict[str, float]:
        """Megabytes that kernel and page grow by while training, after a while of it."""
        with self.window.visit() as page:
            before = self._megabytes(page)
        time.sleep(seconds)
        with self.window.visit() as page:
            after = self._megabytes(page)
        names = (f"{who} grows in {seconds:.0f} s (MB)" for who in ("kernel", "page"))
        return {name: round(b - a, 1) for name, a, b in zip(names, before, after, strict=True)}

    def _megabytes(self, page: Page) -> tuple[float, float]:
        status = Path(f"/proc/{self.kernel}/statm").read_text()
        session = page.context.new_cdp_session(page)
        session.send("HeapProfiler.collectGarbage")
        heap: int = session.send("Runtime.getHeapUsage")["usedSize"]
        session.detach()
        return int(status.split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6, heap / 1e6


def _first_paint(notebook: Notebook, cell: str, count: int) -> float:
    """Seconds from pressing the keys until the field is coloured."""
    page = notebook.page
    notebook.cell(cell).locator(".jp-InputPrompt").click()
    begun = time.perf_counter()
    page.keyboard.press("Control+Enter")
    page.wait_for_function(
        """(count) => {
            const all = [...document.querySelectorAll('.bp-field')];
            if (all.length < count) return false;
            const field = all.at(-1);
            const pixels = field.getContext('2d').getImageData(0, 0, field.width, 1).data;
            return pixels.some((p) => p > 0);
        }""",
        arg=count,
        timeout=60_000,
        polling="raf",
    )
    return round(time.perf_counter() - begun, 2)


def _notebook(folder: Path) -> Path:
    cells = [nbformat.v4.new_code_cell(source, id=name) for name, source in CELLS.items()]
    kernel = {"name": "python3", "display_name": "Python 3 (ipykernel)"}
    path = folder / "widgets.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel}), path)
    return path


if __name__ == "__main__":
    sys.exit(main())

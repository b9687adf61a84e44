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
from playwright.sync_api import Page, sync_playwright  # noqa: E402

from tests.browser.jupyterlab import Notebook, serve  # noqa: E402

# The net of both: 2-8-8-1, all samples in each step, five steps and 100 x 100 cells a frame.
NET = "data='circle', hidden=[8, 8], batch_size=0, steps_per_frame=5"
CELLS = {
    "cold": f"from backprop_lib.widgets import Playground\np = Playground({NET})\np",
    "warm": f"q = Playground({NET})\nq",
    "close": "q.close()",
    "memory": "import os\nprint(int(open('/proc/self/statm').read().split()[1])"
    " * os.sysconf('SC_PAGE_SIZE'))",
    "cpu": "import os; print(sum(os.times()[:2]))",
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
COUNT_FIELDS = """() => {
    window.changes = 0;
    if (window.paint) return;
    window.paint = CanvasRenderingContext2D.prototype.putImageData;
    CanvasRenderingContext2D.prototype.putImageData = function (...given) {
        if (this.canvas.classList.contains('bp-field')) {
            window.changes += 1;
            window.painted = performance.now();
        }
        return window.paint.apply(this, given);
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
PAUSE = """() => new Promise((done) => {
    const [run, summary] = ['.bp-run', '.bp-summary'].map((s) => document.querySelector(s));
    const begun = performance.now();
    new MutationObserver((_, all) => {
        if (!summary.textContent.startsWith('Paused')) return;
        all.disconnect();
        const told = performance.now();
        setTimeout(() => done([told - begun, window.painted - begun]), 500);
    }).observe(summary, {childList: true, subtree: true, characterData: true});
    run.click();
})"""


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
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as scratch:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        browser = playwright.chromium.launch(executable_path=chromium, args=arguments)
        folder, home = Path(scratch, "desk"), Path(scratch, "home")
        folder.mkdir()
        home.mkdir()
        with serve(folder, home) as server:
            page = browser.new_page(viewport={"width": 1400, "height": 1100})
            notebook = Notebook(page, server, _notebook(folder))
            found = measure(notebook, options.seconds, 60 * options.memory_minutes)
            page.close()
        browser.close()
    for name, value in found.items():
        print(f"  {name:44}{value!s:>10}")
    if options.json:
        print(json.dumps(found))
    return 0


def measure(notebook: Notebook, seconds: float, memory_seconds: float) -> dict[str, Any]:
    """Every figure, by name."""
    page = notebook.page
    print(f"a 2-8-8-1 net; {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    page.wait_for_timeout(3000)
    found: dict[str, Any] = {"first paint, imports included (s)": _first_paint(notebook, "cold", 1)}
    found["first paint, of another (s)"] = _first_paint(notebook, "warm", 2)
    notebook.run("close")
    page.locator(".bp-run").click()
    busy = _cpu_seconds(notebook)
    ours = _frames(page, COUNT_FIELDS, seconds)
    found["frames/s"] = round(ours, 1)
    busy = _cpu_seconds(notebook) - busy
    found["processor time in Python a frame (ms)"] = round(1000 * busy / (ours * seconds), 1)
    drawn = -_chromium_seconds()
    drawn += _after(page, 5)
    found["of Chromium, which paints by software (ms)"] = round(1000 * drawn / (5 * ours), 1)
    pauses = [_pause(page) for _ in range(5)]
    found["Pause to Python's answer, median (ms)"] = round(median(told for told, _ in pauses))
    found["Pause to Python's answer, longest (ms)"] = round(max(told for told, _ in pauses))
    found["Pause to the last picture, longest (ms)"] = round(max(moved for _, moved in pauses))
    found |= _memory(notebook, memory_seconds)
    page.locator(".bp-run").click()
    notebook.run("matplotlib")
    theirs = _frames(page, COUNT_PICTURES, seconds)
    notebook.run("stop")
    found["frames/s by matplotlib and Output"] = round(theirs, 1)
    found["ratio of frames/s"] = round(ours / theirs, 1) if theirs else None
    found["load"] = round(os.getloadavg()[0], 1)
    return found


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


def _frames(page: Page, count: str, seconds: float) -> float:
    page.wait_for_timeout(1500)
    page.evaluate(count)
    page.wait_for_timeout(1000 * seconds)
    return float(page.evaluate("window.changes")) / seconds


def _after(page: Page, seconds: float) -> float:
    page.wait_for_timeout(1000 * seconds)
    return _chromium_seconds()


def _chromium_seconds() -> float:
    """Of processor time that the processes of the browser below this one have used."""
    parents, used = {}, {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            name, rest = stat.read_text().partition("(")[2].rsplit(")", 1)
        except OSError:  # it has just ended
            continue
        fields, process = rest.split(), int(stat.parent.name)
        parents[process] = int(fields[1])
        if name.startswith("chrom"):
            used[process] = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def below(process: int) -> bool:
        while process > 1 and process != os.getpid():
            process = parents.get(process, 0)
        return process == os.getpid()

    return sum(seconds for process, seconds in used.items() if below(process))


def _cpu_seconds(notebook: Notebook) -> float:
    notebook.run("cpu")
    return float(notebook.output("cpu").inner_text().split()[-1])


def _pause(page: Page) -> tuple[float, float]:
    told, moved = page.evaluate(PAUSE)
    page.wait_for_timeout(200)
    page.locator(".bp-run").click()
    page.wait_for_timeout(1000)
    return told, moved


def _memory(notebook: Notebook, seconds: float) -> dict[str, float]:
    """Megabytes that kernel and page grow by while training, after a while of it."""
    before = _megabytes(notebook)
    notebook.page.wait_for_timeout(1000 * seconds)
    after = _megabytes(notebook)
    names = (f"{who} grows in {seconds:.0f} s (MB)" for who in ("kernel", "page"))
    return {name: round(b - a, 1) for name, a, b in zip(names, before, after, strict=True)}


def _megabytes(notebook: Notebook) -> tuple[float, float]:
    notebook.run("memory")
    kernel = int(notebook.output("memory").inner_text().split()[-1])
    session = notebook.page.context.new_cdp_session(notebook.page)
    session.send("HeapProfiler.collectGarbage")
    session.detach()
    page: int = notebook.page.evaluate("performance.memory.usedJSHeapSize")
    return kernel / 1e6, page / 1e6


def _notebook(folder: Path) -> Path:
    cells = [nbformat.v4.new_code_cell(source, id=name) for name, source in CELLS.items()]
    kernel = {"name": "python3", "display_name": "Python 3 (ipykernel)"}
    path = folder / "widgets.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel}), path)
    return path


if __name__ == "__main__":
    sys.exit(main())

"""Photographs what the README shows of the browser: `python docs/pictures/shoot.py`."""

import shutil
import sys
from pathlib import Path

import numpy as np
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1]))

from backprop_lib.exercises import xor as ex  # noqa: E402
from backprop_lib.exercises.report import ExerciseFailed  # noqa: E402
from backprop_lib.exercises.report_html import as_html  # noqa: E402


def playground(browser: Browser) -> None:
    """The Playground after it has trained."""
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto((HERE.parent / "playground.html").as_uri())
    page.get_by_label("data set").select_option("xor")
    page.get_by_role("button", name="Run").click()
    steps = "Number(document.querySelector('.bp-count').textContent.split('step ')[1])"
    page.wait_for_function(f"{steps} > 3000", timeout=120_000)
    page.get_by_role("button", name="Pause").click()
    page.mouse.move(0, 0)
    below_title = {"x": 30, "y": 130, "width": 1220, "height": 604}
    page.screenshot(path=HERE / "playground.png", clip=below_title)  # type: ignore[arg-type]
    _fewer_colours(HERE / "playground.png")


def report(browser: Browser) -> None:
    """What a student is told who forgot the 1/m."""
    page = browser.new_page(viewport={"width": 760, "height": 100}, device_scale_factor=1.5)
    try:
        ex.xor_loss.check(_without_mean, seed=1)
    except ExerciseFailed as failed:
        body = as_html(failed.report)
        page.set_content(f"<body style='margin: 12px; font: 15px sans-serif'>{body}")
        page.locator("body").screenshot(path=HERE / "report.png")
        _fewer_colours(HERE / "report.png")


def _fewer_colours(path: Path) -> None:
    """A third of the bytes, and nothing that could be seen."""
    Image.open(path).convert("RGB").quantize(128).save(path, optimize=True)


def _without_mean(params, X, T):  # type: ignore[no-untyped-def]
    W1, b1, W2, b2 = params
    A = X @ W1 + b1
    Z = np.maximum(A, 0)
    D = Z @ W2 + b2 - T
    loss = (D**2).mean()
    dY = 2 * D
    dA = dY @ W2.T * (A > 0)
    return loss, (X.T @ dA, dA.sum(axis=0), Z.T @ dY, dY.sum(axis=0))


if __name__ == "__main__":
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=arguments
        )
        playground(chromium)
        report(chromium)
        chromium.close()

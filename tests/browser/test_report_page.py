"""The report as an instructor opens it: on any screen, in both themes, on paper, by any means."""

import io
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from rich.console import Console

from autograder.course import CONFIG, Course
from autograder.report.run import report as write_report
from autograder.walls.bubblewrap import Walls
from tests.autograder import notebooks as nb
from tests.autograder.command_line import backprop
from tests.autograder.squares import WRONG, hand_in
from tests.browser.axe import violations
from tests.root import ROOT

PAYLOAD = "<img src=x onerror='window.ran = 1'><script>window.ran = 1</script>"
LONG = "def square(x):\n    return x" + " + x - x" * 100


@pytest.fixture(scope="module")
def report(browser: Browser, walls: Walls, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of a small class in which everything happens, and one name runs if it can."""
    root = tmp_path_factory.mktemp("course")
    shutil.copy(ROOT / CONFIG, root / CONFIG)
    nb.write(root / "solutions" / "squares" / "squares.ipynb", nb.squares())
    course = Course(root)
    raises = f"def square(x):\n    raise ValueError({PAYLOAD!r})"
    loops = "def square(x):\n    import os\n    os._exit(0)"
    for student, answer in (
        ("ada", WRONG),
        ("ben", raises),
        ("chloe", loops),
        ("dan", LONG),
        ("emma", nb.STUB),
    ):
        hand_in(course, student, answer=answer)
    with course.nbgrader.gradebook as book:
        for student in ("ada", "zoe"):
            book.update_or_create_student(student, first_name=PAYLOAD, last_name="x" * 60)
    status, shown = backprop("grade", "squares", cwd=root)
    assert status == 0, shown
    write_report(course, "squares", None, None, Console(file=io.StringIO()))
    return root / "reports" / "squares.html"


@pytest.fixture
def page(browser: Browser, report: Path) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1100, "height": 900})
    page.on("request", lambda request: asked.append(request.url))
    asked: list[str] = []
    page.goto(report.as_uri())
    yield page
    assert asked in ([], [report.as_uri()])
    assert page.evaluate("window.ran") is None
    page.close()


def screenshot(page: Page, name: str) -> None:
    folder = os.environ.get("BACKPROP_SCREENSHOTS")
    if folder:
        page.screenshot(path=Path(folder) / f"report_{name}.png", full_page=True)


@pytest.mark.parametrize(
    ("scheme", "width"), [("light", 1100), ("dark", 1100), ("light", 360), ("dark", 360)]
)
def test_it_can_be_read_on_any_screen(page: Page, scheme: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    for folded in page.locator("details").all():
        folded.locator("summary").click()
    assert violations(page, "html") == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    screenshot(page, f"{scheme}_{width}")


def test_it_prints_dark_on_white_without_cutting_anything(page: Page) -> None:
    page.emulate_media(media="print", color_scheme="dark")
    page.set_viewport_size({"width": 720, "height": 1000})
    colours = page.locator("body").evaluate(
        "body => [getComputedStyle(body).color, getComputedStyle(body).backgroundColor]"
    )
    assert colours == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
    expect(page.get_by_role("navigation")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= 720
    screenshot(page, "print")


def test_tables_say_what_the_plots_say(page: Page) -> None:
    for name in ("Histogram", "how each check went", "most frequent mistakes"):
        expect(page.get_by_role("img", name=name)).to_be_visible()
    row = page.get_by_role("row", name="square").first
    expect(row).to_contain_text("0 %")
    page.get_by_role("link", name="Near-copies").press("Enter")
    expect(page.get_by_role("heading", name="Near-copies")).to_be_in_viewport()

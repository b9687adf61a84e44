"""Reports as a student sees them: in a light and in a dark notebook, and to a screen reader."""

import json
import urllib.request
from collections.abc import Callable

import nbformat
import pytest
from playwright.sync_api import Locator, expect

from tests.browser.jupyterlab import Notebook, Server
from tests.root import ROOT

SOURCE = nbformat.read(ROOT / "solutions" / "07_xor" / "xor.ipynb", as_version=4)
ANSWERS = {cell.id: cell.source for cell in SOURCE.cells}
RIGHT_ORDER = "return loss, (dW1, db1, dW2, db2)"
OpenLesson = Callable[[str], Notebook]

# The contrast of an element's text with the first background behind it that is not transparent.
CONTRAST = """element => {
    const parse = text => text.match(/[\\d.]+/g).map(Number);
    const luminance = ([r, g, b]) => [r, g, b].reduce((sum, c, i) => {
        c /= 255;
        const linear = c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
        return sum + linear * [0.2126, 0.7152, 0.0722][i];
    }, 0);
    let behind = element;
    let background = [0, 0, 0, 0];
    while (behind && (background[3] ?? 1) === 0) {
        background = parse(getComputedStyle(behind).backgroundColor);
        behind = behind.parentElement;
    }
    const [low, high] = [parse(getComputedStyle(element).color), background]
        .map(luminance).sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
}"""


@pytest.fixture(params=["Light", "Dark"])
def lesson(open_lesson: OpenLesson, server: Server, request: pytest.FixtureRequest) -> Notebook:
    """The lesson in a theme, with one answer right, one wrong and one not written."""
    set_theme(server, f"JupyterLab {request.param}")
    made = open_lesson("07_xor")
    body = made.page.locator("body")
    expect(body).to_have_attribute("data-jp-theme-name", f"JupyterLab {request.param}")
    made.write("threshold", ANSWERS["threshold"])
    wrong = "return loss, (dW1, db1, dW2[::-1], db2)"
    assert RIGHT_ORDER in ANSWERS["xor_loss"]
    made.write("xor_loss", ANSWERS["xor_loss"].replace(RIGHT_ORDER, wrong))
    for name in ("setup", "threshold", "logic_gates", "xor_loss"):
        made.run(name)
    for name in ("threshold", "logic_gates", "xor_loss"):
        made.run(f"test_{name}")
    return made


def set_theme(server: Server, theme: str) -> None:
    """Choose JupyterLab's theme as its settings dialogue does."""
    settings = server.address("lab/api/settings/@jupyterlab/apputils-extension:themes")
    content = json.dumps({"raw": json.dumps({"theme": theme})}).encode()
    urllib.request.urlopen(urllib.request.Request(settings, content, method="PUT")).close()


def report(lesson: Notebook, check: str) -> Locator:
    """The one report that a check has put out."""
    found = lesson.output(check).get_by_role("status")
    expect(found).to_have_count(1)
    return found


def test_reports_can_be_read_in_both_themes_and_are_told_once(
    lesson: Notebook, request: pytest.FixtureRequest
) -> None:
    theme = request.node.callspec.params["lesson"].lower()
    verdicts = {"threshold": "passed", "logic_gates": "not attempted", "xor_loss": "failed"}
    for name, verdict in verdicts.items():
        shown = report(lesson, f"test_{name}")
        expect(shown).to_have_attribute("aria-label", f"{name}: {verdict}")
        expect(shown).to_contain_text(f"{name}: {verdict}")
        for element in shown.locator("p, th, td, code").all():
            assert element.evaluate(CONTRAST) >= 4.5, element.inner_text()
        shown.scroll_into_view_if_needed()
        lesson.screenshot(f"report_{verdict.replace(' ', '_')}_{theme}")

    shown, output = report(lesson, "test_xor_loss"), lesson.output("test_xor_loss")
    assert output.inner_text().count("dW2 has the right rows in another order.") == 1
    expect(output).not_to_contain_text("Traceback")
    expect(shown.get_by_role("columnheader", name="expected", exact=True)).to_have_count(2)
    expect(shown.get_by_role("columnheader", name="difference quotient")).to_be_visible()
    expect(shown.get_by_role("row", name="dW2 ").first).to_contain_text("wrong")

"""Lesson 07_xor as a student meets it."""

import re
from collections.abc import Callable

import nbformat
from playwright.sync_api import expect

from tests.browser.jupyterlab import Notebook
from tests.root import ROOT

SOURCE = nbformat.read(ROOT / "solutions" / "07_xor" / "xor.ipynb", as_version=4)
SOLUTIONS = {
    cell.id: cell.source
    for cell in SOURCE.cells
    if cell.metadata.get("nbgrader", {}).get("solution")
}
OpenLesson = Callable[[str], Notebook]


def test_a_missing_1_over_m_is_diagnosed_in_a_sentence_without_a_traceback(
    open_lesson: OpenLesson,
) -> None:
    lesson = open_lesson("07_xor")
    wrong = SOLUTIONS["xor_loss"].replace("dY = 2 * D / m", "dY = 2 * D")
    assert wrong != SOLUTIONS["xor_loss"]
    lesson.write("xor_loss", wrong)
    for name in ("setup", "xor_loss", "test_xor_loss"):
        lesson.run(name)
    output = lesson.output("test_xor_loss")
    output.scroll_into_view_if_needed()
    lesson.screenshot("07_xor_diagnosis")
    expect(output).to_contain_text("The gradients miss the factor 1/m")
    for frame in ("Traceback", "File ", "Cell In", "--->"):
        expect(output).not_to_contain_text(frame)


def test_the_slider_moves_the_decision_boundary_by_keyboard(open_lesson: OpenLesson) -> None:
    lesson = open_lesson("07_xor")
    for name in ("xor_loss", "train_xor"):
        lesson.write(name, SOLUTIONS[name])
    needed = ("setup", "by-hand-picture", "xor_loss", "numerical-check", "train_xor", "snapshots")
    for name in (*needed, "slider"):
        lesson.run(name)
    output = lesson.output("slider")
    picture, handle = output.locator("img"), output.get_by_role("slider")
    expect(output.get_by_text("step", exact=True)).to_be_visible()
    expect(picture).to_have_attribute("alt", re.compile("After 0 steps .* 2 of 4 right"))
    first = picture.get_attribute("src")
    handle.focus()
    for _ in range(30):
        lesson.page.keyboard.press("ArrowRight")
    moved = re.compile("After 300 steps .* 4 of 4 right")
    expect(picture).to_have_attribute("alt", moved, timeout=30_000)
    output.scroll_into_view_if_needed()
    lesson.screenshot("07_xor_slider")
    assert picture.get_attribute("src") != first

"""Every lesson in the real JupyterLab, run with its solutions: each check passes."""

import re
from collections.abc import Callable

import nbformat
import pytest
from playwright.sync_api import expect

from backprop_lib.exercises import lessons
from tests.browser.jupyterlab import Notebook
from tests.root import ROOT

OpenLesson = Callable[[str], Notebook]


@pytest.mark.parametrize("name", lessons())
def test_with_the_solutions_typed_in_every_check_passes(name: str, open_lesson: OpenLesson) -> None:
    (source,) = (ROOT / "solutions" / name).glob("*.ipynb")
    cells = nbformat.read(source, as_version=4).cells
    roles = {cell.id: cell.metadata.get("nbgrader", {}) for cell in cells}
    lesson = open_lesson(name)
    for cell in cells:
        if roles[cell.id].get("solution"):
            lesson.write(cell.id, cell.source)
    lesson.run_all(last="progress")
    points = sum(role.get("points", 0) for role in roles.values())
    expect(lesson.output("progress")).to_contain_text(f"{points} of {points} points")
    for each, role in roles.items():
        if role.get("grade"):
            expect(lesson.output(each)).to_contain_text("passed")
    for picture in lesson.page.locator(".jp-Cell-outputArea img").all():
        assert re.search(r"\w+ \w+", picture.get_attribute("alt") or ""), picture
    lesson.screenshots_of_figures(name)

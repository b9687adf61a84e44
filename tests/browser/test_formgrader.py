"""nbgrader's formgrader on our autograded notebooks: grading by hand stays, nothing runs in it."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Browser, Dialog, Page, expect

from autograder.course import CONFIG, Course
from autograder.walls.bubblewrap import Walls
from tests.autograder import notebooks as nb
from tests.autograder.command_line import backprop
from tests.autograder.squares import RIGHT, gradebook_scores
from tests.browser.axe import violations
from tests.browser.jupyterlab import Server, serve
from tests.root import ROOT

RUN = "window.parent.ran = window.ran = 1; alert(1); fetch('http://evil.invalid/')"
HTML = (
    f"<script>{RUN}</script>"
    f'<img src="http://evil.invalid/x.png" onerror="{RUN}">'
    f'<svg xmlns="http://www.w3.org/2000/svg" onload="{RUN}"><script>{RUN}</script></svg>'
    f'<iframe srcdoc="<script>{RUN}</script>"></iframe>'
    f'<details open ontoggle="{RUN}">x</details><style>#notebook {{ display: none }}</style>'
    f'<a href="javascript:{RUN}">x</a><form action="http://evil.invalid/"><button>x</button></form>'
)
NAME = f'<img src="http://evil.invalid/n.png" onerror="{RUN}">'
MARKDOWN = f"""{HTML}

[x](javascript:{RUN.replace(" ", "%20")}) ![x](http://evil.invalid/y.png)
<javascript:{RUN.replace(" ", "")}> <http://evil.invalid/> [x]: javascript:alert(1)

$\\href{{javascript:{RUN}}}{{x}}$ $$\\unicode{{<img src=x onerror="{RUN}">}}$$

```html
</code></pre>{HTML}
```
"""
DISPLAYS = f"""from IPython.display import HTML, SVG, Javascript, Latex, Markdown, display

payload = {HTML!r}
display(HTML(payload), Javascript({RUN!r}), Latex(payload), Markdown(payload))
display(SVG(data='<svg xmlns="http://www.w3.org/2000/svg" onload="{RUN}"/>'))
display({{"text/html": payload, "image/svg+xml": payload, "text/plain": payload}}, raw=True)
display({{"application/javascript": {RUN!r}, "image/png": payload}}, raw=True)
print(payload, "\\x1b]8;;javascript:{RUN}\\x07x\\x1b]8;;\\x07")
raise ValueError(payload)
"""


# Attributes that would run something: handlers, and addresses that are programs.
ACTIVE = """root => [...root.querySelectorAll("*")].flatMap(element => [...element.attributes]
    .filter(each => /^on/i.test(each.name) || /^\\s*(javascript|data:text)/i.test(each.value))
    .map(each => `${element.tagName} ${each.name}=${each.value.slice(0, 80)}`))"""


@pytest.fixture(scope="module")
def desk(
    browser: Browser, walls: Walls, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """A formgrader on a course whose lesson has an essay: ada is honest, eve means harm."""
    root, home = tmp_path_factory.mktemp("course"), tmp_path_factory.mktemp("home")
    shutil.copy(ROOT / CONFIG, root / CONFIG)
    made = nb.squares()
    essay = nb.answer("Why?", "essay")
    essay.metadata.nbgrader.update(grade=True, points=4)
    made.cells.append(nbformat.v4.new_markdown_cell("Why?", metadata=essay.metadata, id="essay"))
    nb.write(root / "solutions" / "squares" / "squares.ipynb", made)
    course = Course(root)
    hand_in(course, "ada", "Because $a < b$ and *so* on.")
    eve = hand_in(course, "eve", MARKDOWN)
    make_hostile(eve)
    assert backprop("grade", "squares", cwd=root)[0] == 0
    with course.nbgrader.gradebook as book:
        book.update_or_create_student("eve", first_name=NAME, last_name=NAME)
    with serve(root, home) as server:
        yield server


def hand_in(course: Course, student: str, essay: str) -> Path:
    """A submission of `squares` with a right answer and an essay."""
    form = course.template("squares")
    for cell in form.notebook.cells:
        answers = {"square": RIGHT, "essay": essay}
        cell.source = answers.get(cell.id, form.released[cell.id])
    path = course.folder("submitted", "squares", student) / "squares.ipynb"
    return nb.write(path, form.notebook)


def make_hostile(path: Path) -> None:
    """Payloads wherever a submission has room for one."""
    made = nbformat.read(path, as_version=4)
    made.metadata["title"] = made.metadata.kernelspec["display_name"] = HTML
    made.metadata["language_info"] = {"name": HTML, "pygments_lexer": HTML, "version": HTML}
    shown = nbformat.v4.new_output("display_data", {"text/html": HTML, "image/svg+xml": HTML})
    made.cells += [
        nbformat.v4.new_markdown_cell(MARKDOWN, attachments={"x.svg": {"image/svg+xml": HTML}}),
        nbformat.v4.new_raw_cell(HTML, metadata={"raw_mimetype": "text/html"}),
        nb.own(DISPLAYS),
        nbformat.v4.new_code_cell(f"# {HTML}\n1", outputs=[shown]),
    ]
    made.cells[-1].metadata["tags"] = [HTML]
    nb.write(path, made)
    (path.parent / "<img src=x onerror=alert(1)>.txt").write_text("x")
    (path.parent / "evil.html").write_text(HTML)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1200, "height": 900})
    yield page
    page.close()


def open_submission(page: Page, desk: Server, student: str) -> None:
    """From the gradebook to a submission, as a grader clicks."""
    page.goto(desk.address("login"))  # for a cookie: the formgrader's own requests bear no token
    page.goto(desk.address("formgrader/gradebook/squares/squares"))
    page.get_by_role("link", name="Submission #1").wait_for(timeout=60_000)
    page.get_by_role("button", name="Show All Names").click()
    page.get_by_role("link", name=student, exact=True).click()
    expect(page.locator("#essay")).to_be_editable(timeout=60_000)


def test_points_and_a_comment_given_by_hand_survive_a_regrade(page: Page, desk: Server) -> None:
    open_submission(page, desk, "ada")
    expect(page.locator("#essay")).to_have_value("")
    expect(page.locator("#test_square")).to_have_attribute("placeholder", "2")
    for name, points in (("essay", "3"), ("test_square", "1.5"), ("test_hidden_extra_credit", "1")):
        with page.expect_response(lambda answer: answer.request.method == "PUT") as saved:
            page.locator(f"#{name}").fill(points)
            page.locator(f"#{name}").press("Tab")
        assert saved.value.ok
    with page.expect_response(lambda answer: "/api/comment/" in answer.url) as saved:
        page.locator("#essay-comment").fill("Well put, but <b>why</b>?")
        page.locator("#essay-comment").press("Tab")
    assert saved.value.ok

    status, shown = backprop("grade", "squares", "--force", cwd=desk.folder)
    assert status == 0 and "unchanged" not in shown
    open_submission(page, desk, "ada")
    expect(page.locator("#essay")).to_have_value("3")
    expect(page.locator("#test_square")).to_have_value("1.5")
    expect(page.locator("#test_hidden_extra_credit")).to_have_value("1")
    expect(page.locator("#essay-comment")).to_have_value("Well put, but <b>why</b>?")
    assert gradebook_scores(Course(desk.folder))["ada"] == 3 + 1.5 + 1 + 1

    assert backprop("feedback", "squares", cwd=desk.folder)[0] == 0
    feedback = Course(desk.folder).folder("feedback", "squares", "ada") / "squares.html"
    assert re.search(r"Well put, but (<b>|&lt;b&gt;)why", feedback.read_text())


class Watch:
    """What a page does that a student's text must not make it do."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._dialogs: list[str] = []
        self._asked: list[str] = []
        page.on("dialog", self._dismiss)
        page.on("request", lambda request: self._asked.append(request.url))

    def _dismiss(self, dialog: Dialog) -> None:
        self._dialogs.append(dialog.message)
        dialog.dismiss()

    def found(self, within: str) -> list[str]:
        """Everything that ran, was asked for elsewhere, or would run at a click."""
        self._page.wait_for_load_state("networkidle")
        ran = [frame.url for frame in self._page.frames if frame.evaluate("window.ran")]
        asked = [url for url in self._asked if "evil" in url]
        part = self._page.locator(within).first
        tags = part.locator("script, iframe, form, object, embed, svg").evaluate_all(
            "all => all.map(each => each.tagName)"
        )
        return [*self._dialogs, *ran, *asked, *tags, *part.evaluate(ACTIVE)]


def test_nothing_that_a_student_wrote_runs_in_the_formgrader(page: Page, desk: Server) -> None:
    watch = Watch(page)
    open_submission(page, desk, f"{NAME}, {NAME}")
    expect(page.get_by_text("ValueError").first).to_be_visible()  # the cells have run
    assert watch.found("#notebook") == watch.found("nav a.name-shown") == []
    expect(page.locator("nav a.name-shown")).to_contain_text(NAME)
    expect(page.locator("#essay-comment")).to_be_visible()  # no style of the student's hides it


def test_what_runs_is_noticed(page: Page) -> None:
    watch = Watch(page)
    page.set_content(f"<div id=notebook>{HTML}</div>")
    found = watch.found("#notebook")
    assert {"1", "http://evil.invalid/x.png", "IFRAME", "FORM"} <= {*found}
    assert any(each.startswith("A href=javascript:") for each in found)


def test_feedback_can_be_read_by_everybody(page: Page, desk: Server) -> None:
    assert backprop("feedback", "squares", cwd=desk.folder)[0] == 0
    pages = sorted((desk.folder / "feedback").glob("*/squares/squares.html"))
    assert len(pages) == 2
    for path in pages:
        page.goto(path.as_uri())
        found = [each for each in violations(page, "html") if not each.startswith("region:")]
        assert found == []

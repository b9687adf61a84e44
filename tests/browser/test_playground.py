"""The Playground in a real JupyterLab: by mouse and by keyboard, in both themes, and narrow."""

import json
import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.axe import violations
from tests.browser.desk import Desk
from tests.browser.jupyterlab import Notebook, Server
from tests.browser.playground import (
    FIRST,
    OWN,
    XOR,
    message,
    open_all,
    pixels,
    press,
    step,
    tab_to,
    until_other_pixels,
    until_step,
)
from tests.browser.test_reports import CONTRAST

OpenCells = Callable[..., Notebook]


@pytest.fixture(scope="module")
def desk(browser: Browser, server: Server) -> Iterator[Desk]:
    desk = Desk(browser, server)
    yield desk
    desk.page.close()


@pytest.fixture
def open_cells(desk: Desk) -> OpenCells:
    """Fills cells, name=source, and runs the first: it shows a Playground."""

    def open_cells(**cells: str) -> Notebook:
        notebook = desk.filled(**cells)
        expect(notebook.page.locator(".bp-playground")).to_have_count(1)
        expect(notebook.page.locator(".bp-count")).to_have_text("epoch 0, step 0", timeout=20_000)
        return notebook

    return open_cells


def test_it_trains_pauses_steps_and_resets(open_cells: OpenCells) -> None:
    notebook = open_cells(a=XOR, b="p.session.loop.running, p.session.trainer.step_count")
    page = notebook.page
    before = pixels(page, ".bp-field")
    press(page, "Run")
    until_step(page, 200)
    notebook.screenshot("playground_training")
    assert pixels(page, ".bp-field") != before
    expect(page.locator(".bp-table").get_by_text("✓ agrees")).to_have_count(2)
    press(page, "Pause")
    expect(page.get_by_role("button", name="Run", exact=True)).to_be_visible()
    expect(page.locator(".bp-summary")).to_contain_text("Paused: 2-4-1 net on xor; epoch")
    paused = step(page)
    page.wait_for_timeout(300)
    assert step(page) == paused
    press(page, "Step")
    expect(page.locator(".bp-count")).to_contain_text(f"step {paused + 1}")
    notebook.run("b")
    expect(notebook.output("b")).to_contain_text(f"(False, {paused + 1})")
    press(page, "Reset")
    expect(page.locator(".bp-count")).to_have_text("epoch 0, step 0")
    assert pixels(page, ".bp-field") == before


def test_choices_units_weights_points_and_samples_by_mouse(open_cells: OpenCells) -> None:
    notebook = open_cells(a=XOR, b="p.state()['weights'][0][0][2], p.state()['points']")
    page = notebook.page
    press(page, "more units in hidden layer 1")
    press(page, "more hidden layers")
    expect(page.get_by_role("button", name=re.compile("hidden layer 2, unit"))).to_have_count(5)
    page.get_by_label("feature x1 x2").check()
    expect(page.locator(".bp-feature:not(.bp-off)")).to_have_count(3)
    page.get_by_label("problem").select_option("regression")
    expect(page.get_by_label("data set")).to_have_value("plane")
    page.get_by_label("data set").select_option("multi_gauss")
    expect(page.locator(".bp-key")).to_contain_text("below 0")
    page.get_by_label("problem").select_option("classification")

    output = pixels(page, ".bp-field")
    press(page, "hidden layer 1, unit 3")
    expect(page.get_by_text("Field of unit 3 of hidden layer 1")).to_be_visible()
    until_other_pixels(page, ".bp-field", output)
    page.get_by_label("weight from x1", exact=True).fill("2.5")
    page.keyboard.press("Enter")
    page.locator(".bp-marks").click(position={"x": 30, "y": 60})
    page.get_by_text("Own points", exact=True).click()
    expect(page.get_by_text("1 own point", exact=True)).to_be_visible()
    notebook.run("b")
    expect(notebook.output("b")).to_contain_text(
        re.compile(r"\(2\.5, \[\[-2\.4, 1\.(79|8), 1\]\]\)")
    )

    page.get_by_text("One sample, forward and backward").click()
    press(page, "Next step")
    expect(page.locator(".bp-now")).to_contain_text("X, the features of the sample")
    press(page, "Next step")
    expect(page.locator(".bp-now")).to_contain_text("A1 = X W1 + b1")
    press(page, "All")
    expect(page.locator(".bp-steps tbody tr")).to_have_count(18)
    page.locator(".bp-steps").scroll_into_view_if_needed()
    notebook.screenshot("playground_sample")


def test_quick_clicks_all_count(open_cells: OpenCells) -> None:
    page = open_cells(a=XOR).page
    # All before Python can have answered the first.
    page.evaluate("""() => {
        const named = (name) => document.querySelector(`.bp-playground [aria-label="${name}"]`);
        for (const name of ["more units in hidden layer 1", "more hidden layers",
            "feature x1²", "feature x1 x2", "more units in hidden layer 1"]) named(name).click();
        for (const x of [40, 80]) {
            document.querySelector(".bp-marks").dispatchEvent(
                new PointerEvent("click", { bubbles: true, offsetX: x, clientX: x, clientY: x }));
        }
    }""")
    expect(page.locator(".bp-summary")).to_contain_text("4-6-5-1 net")
    expect(page.get_by_text("2 own points", exact=True)).to_have_count(1)
    press(page, "Reset")  # answered after all of them
    expect(page.locator(".bp-count")).to_have_text("epoch 0, step 0")
    expect(page.get_by_role("button", name=re.compile("hidden layer 1, unit"))).to_have_count(6)
    expect(page.locator(".bp-message")).to_be_hidden()


def test_everything_is_reached_and_done_by_keyboard(open_cells: OpenCells) -> None:
    page = open_cells(a=XOR).page
    page.get_by_role("button", name="Run", exact=True).focus()
    page.keyboard.press("Enter")
    until_step(page, 20)
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Run", exact=True)).to_be_visible()
    tab_to(page, "activation")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("activation")).to_have_value("relu")
    tab_to(page, "noise")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text("noise 15 %")).to_be_visible()
    tab_to(page, "more hidden layers")
    page.keyboard.press("Enter")
    expect(page.get_by_text("2 hidden layers")).to_be_visible()
    tab_to(page, "feature x2²")
    page.keyboard.press("Space")
    expect(page.get_by_label("feature x2²")).to_be_checked()
    expect(page.locator(".bp-feature:not(.bp-off)")).to_have_count(3)
    tab_to(page, "hidden layer 1, unit 2")
    expect(page.get_by_text("Field of unit 2 of hidden layer 1")).to_be_visible()
    page.keyboard.press("Enter")
    tab_to(page, "bias")
    page.keyboard.type("1.5")
    page.keyboard.press("Tab")
    expect(page.get_by_label("bias")).to_have_value("1.5")
    tab_to(page, "Own points")
    page.keyboard.press("Enter")
    tab_to(page, "x2 of the point")
    page.keyboard.press("Control+a")
    page.keyboard.type("-1.5")
    tab_to(page, "Add point")
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 own point", exact=True)).to_be_visible()


def test_it_is_accessible_in_both_themes(open_cells: OpenCells, desk: Desk) -> None:
    notebook = open_cells(a=OWN.replace("FACTOR", "2"))
    page = notebook.page
    open_all(page)
    press(page, "hidden layer 1, unit 2")
    press(page, "Next step")
    press(page, "All")
    words = page.locator(".bp-playground :is(.bp-title, label, p, td, th, summary, li)")
    for theme in ("Dark", "Light"):
        with desk.theme(theme):
            assert violations(page, ".bp-playground") == []
            found = words.evaluate_all(
                f"""all => all.filter(e => e.offsetParent && e.innerText)
                    .map(e => [e.innerText, ({CONTRAST})(e)])"""
            )
            assert [text for text, contrast in found if contrast < 4.5] == []
            page.locator(".bp-playground").scroll_into_view_if_needed()
            notebook.screenshot(f"playground_{theme.lower()}")


def test_wrong_gradients_are_named_and_trained_with(open_cells: OpenCells) -> None:
    notebook = open_cells(a=OWN.replace("FACTOR", "-1"))
    page = notebook.page
    expect(page.locator(".bp-own")).to_contain_text("The gradients are wrong.")
    expect(page.locator(".bp-own li")).to_have_text(
        "affine: dW is the right one with its sign flipped."
    )
    press(page, "Run")
    until_step(page, 50)
    expect(page.locator(".bp-table").get_by_text("✗ wrong").first).to_be_visible()
    press(page, "Pause")
    notebook.screenshot("playground_wrong_gradients")


def test_an_own_function_that_fails_stops_training_and_is_named(open_cells: OpenCells) -> None:
    notebook = open_cells(
        a=OWN.replace("FACTOR", "1"), b="mode = next(modes)", c="mode = ''; print('mended')",
        d="modes = iter(['raise', 'nan', 'hang'])",
    )  # fmt: skip
    page = notebook.page
    expect(page.locator(".bp-own")).to_contain_text("The gradients agree")
    notebook.run("d")
    stopped = 0
    for sentence in (
        "relu raised ZeroDivisionError: oops",
        "relu: the value holds nan, though all it was given is finite",
        "A call ran longer than 2 s (line 1",
    ):
        press(page, "Run")
        until_step(page, stopped + 10)
        expect(message(page)).to_be_hidden()
        notebook.run("b")
        expect(message(page)).to_contain_text(sentence, timeout=20_000)
        expect(page.get_by_role("button", name="Run", exact=True)).to_be_visible()
        stopped = step(page)
        notebook.run("c")
        expect(notebook.output("c")).to_contain_text("mended")
    notebook.screenshot("playground_hang")


def test_it_stops_when_its_cell_runs_again_and_when_it_is_closed(open_cells: OpenCells) -> None:
    again = FIRST + "old = [*globals().get('old', []), Playground()]\nold[-1]"
    running = "[p.session.loop.running for p in old]"
    notebook = open_cells(a=again, b=running, c="old[-1].close()", d=running)
    page = notebook.page
    press(page, "Run")
    until_step(page, 10)
    notebook.run("a")
    expect(page.locator(".bp-count")).to_have_text("epoch 0, step 0")
    notebook.run("b")
    expect(notebook.output("b")).to_contain_text("[False, False]")
    press(page, "Run")
    until_step(page, 10)
    notebook.run("c")
    expect(page.locator(".bp-playground")).to_have_count(0)
    notebook.run("d")
    expect(notebook.output("d")).to_contain_text("[False, False]")


def test_a_state_is_kept_and_restored(open_cells: OpenCells) -> None:
    notebook = open_cells(
        a=XOR, b="p.session.trainer.step_count, p.session.config.data",
        c="Playground(state={'version': 2, 'data': 'xor'})",
    )  # fmt: skip
    page = notebook.page
    press(page, "Step")
    page.get_by_text("Keep and restore").click()
    press(page, "State with weights")
    kept = page.get_by_label("To keep").input_value()
    assert json.loads(kept)["step"] == 1
    page.get_by_label("data set").select_option("spiral")
    expect(page.locator(".bp-count")).to_have_text("epoch 0, step 0")
    page.get_by_label("To bring back").fill(kept)
    press(page, "Restore")
    expect(page.locator(".bp-count")).to_have_text("epoch 0, step 1")
    notebook.run("b")
    expect(notebook.output("b")).to_contain_text("(1, 'xor')")
    page.get_by_label("To bring back").fill("#version=3&data=xor")
    press(page, "Restore")
    expect(message(page)).to_contain_text("of version 3, this Playground reads 1")
    notebook.run("c")
    expect(notebook.output("c").locator(".bp-message")).to_have_text(
        "This is a fresh start: the state is of version 2, this Playground reads 1."
    )
    expect(notebook.output("c").get_by_label("data set")).to_have_value("circle")


def test_two_on_one_page_train_apart(open_cells: OpenCells) -> None:
    notebook = open_cells(a=XOR, b=FIRST + "q = Playground(data='moons'); q")
    page = notebook.page
    notebook.run("b")
    expect(page.locator(".bp-playground")).to_have_count(2)
    first, second = page.locator(".bp-playground").all()
    for playground in (first, second):
        playground.get_by_role("button", name="Run", exact=True).click()
    for playground in (first, second):
        expect(playground.locator(".bp-count")).to_have_text(
            re.compile(r"step [1-9]\d\d"), timeout=30_000
        )
    first.get_by_role("button", name="Pause", exact=True).click()
    expect(first.locator(".bp-summary")).to_contain_text("Paused")
    paused = first.locator(".bp-count").inner_text()
    went = second.locator(".bp-count").inner_text()
    expect(second.locator(".bp-count")).not_to_have_text(went)
    assert first.locator(".bp-count").inner_text() == paused


# The last: a restart leaves nothing of what the other tests have defined.
def test_a_kernel_restart_is_told_and_mended_by_running_again(
    open_cells: OpenCells, desk: Desk
) -> None:
    notebook = open_cells(a=XOR)
    page = notebook.page
    press(page, "Run")
    until_step(page, 10)
    desk.restart_kernel()
    expect(message(page)).to_contain_text("After a restart run this cell again.", timeout=20_000)
    expect(page.get_by_role("button", name="Run", exact=True)).to_be_visible()
    notebook.screenshot("playground_restarted")
    notebook.run("a")
    expect(message(page)).to_be_hidden()
    press(page, "Run")
    until_step(page, 10)

"""The explorers in a real JupyterLab, all in one page: by mouse, by keyboard, in both themes."""

from collections.abc import Iterator

import matplotlib
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.axe import violations
from tests.browser.desk import Desk
from tests.browser.jupyterlab import Server
from tests.browser.playground import XOR, focused
from tests.browser.test_reports import CONTRAST

# A fresh home has no list of fonts yet: making one takes longer than all pictures together.
FIRST = f"""
import os
os.environ["MPLCONFIGDIR"] = {matplotlib.get_cachedir()!r}
import numpy as np
from backprop_lib.widgets import explorers as ex

def relu(A):
    return np.maximum(A, 0), lambda dZ: 2 * dZ * (A > 0)

circuit = ex.CircuitExplorer(
    {{"q": ("+", "x", "y"), "m": ("max", "q", "z"), "f": ("×", "m", "w")}},
    {{"x": (0, 1.9), "y": (0, 1), "q": (1, 1.45), "z": (1, 0.5), "m": (2, 1), "w": (2, 0),
      "f": (3, 0.55)}},
    {{"x": 3.0, "y": 1.0, "z": 2.0, "w": 5.0}}, changes=({{}}, {{"z": 6.0}}, {{"w": -1.0}}),
)
matrices = [[2, 1, -3], [-3, 4, 2]], [[3, 2, 1, -1], [2, 1, 3, 2], [3, 2, 1, -2]]
display(
    ex.LineExplorer([0, 1, 2, 3], [1, 3, 4, 8]), circuit, ex.StepExplorer(),
    ex.MatrixExplorer(*matrices, [[2, 3, -3, 9], [-8, 1, 4, 6]],
                      entries=[("X", 1, 2), ("W", 0, 3)]),
    ex.UnitExplorer(own={{"relu": relu}}), ex.ScoresExplorer(),
)
"""
SECOND = """
display(
    ex.BumpExplorer(), ex.XorExplorer(), ex.CapacityExplorer(),
    ex.TapeExplorer({"z": ("×", "x", "y"), "w": ("+", "z", "y"), "o": ("relu", "w")},
                    {"x": (0, 1.5), "y": (0, 0.2), "z": (1, 1.2), "w": (2, 0.7), "o": (3, 0.7)},
                    {"x": 3.0, "y": 2.0}),
    ex.DepthExplorer(), ex.ValleyExplorer(),
)
"""
NAMES = (
    "A line and its loss",
    "A computational graph",
    "The step of a difference quotient",
    "A matrix product and its gradients",
    "A unit and its derivative",
    "Scores, shares and gradients",
    "Bumps into a function",
    "Exclusive or and two lines",
    "Capacity and regularisation",
    "The tape, forward and back",
    "Gradients through depth",
    "A valley and its steps",
)


@pytest.fixture(scope="module")
def desk(browser: Browser, server: Server) -> Iterator[Desk]:
    """All of them are in one notebook, and stay as a test leaves them."""
    desk = Desk(browser, server)
    desk.page.on("pageerror", lambda error: pytest.fail(f"{error}"))
    desk.filled(a=FIRST, b=SECOND).run("b")
    expect(desk.page.locator(".bp-explorer .bp-summary")).to_have_count(len(NAMES), timeout=20_000)
    yield desk
    desk.page.close()


@pytest.fixture
def page(desk: Desk) -> Page:
    return desk.page


def explorer(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name)


def press(part: Locator, *names: str) -> None:
    for name in names:
        part.get_by_role("button", name=name, exact=True).click()


def keys(part: Locator, label: str, *pressed: str) -> None:
    """Press keys in the control of this label."""
    control = part.get_by_label(label).first
    control.focus()
    for key in pressed:
        control.page.keyboard.press(key)


def told(part: Locator, *texts: str) -> None:
    for text in texts:
        expect(part.locator(".bp-summary")).to_contain_text(text)


@pytest.mark.parametrize("theme", ["Dark", "Light"])
def test_they_are_accessible_and_readable(desk: Desk, theme: str) -> None:
    words = desk.page.locator(".bp-explorer :is(.bp-title, label, p, td, caption)")
    with desk.theme(theme):
        assert violations(desk.page, ".bp-explorer") == []
        found = words.evaluate_all(f"all => all.map(e => [e.innerText, ({CONTRAST})(e)])")
        assert [text for text, contrast in found if text and contrast < 4.5] == []
        for name in NAMES:
            explorer(desk.page, name).scroll_into_view_if_needed()
            desk.notebook.screenshot(f"explorer_{name.replace(' ', '_').lower()}_{theme.lower()}")


def test_every_picture_has_words_and_every_control_a_name(page: Page) -> None:
    for name in NAMES:
        part = explorer(page, name)
        for picture in part.locator(".bp-chart").all():
            assert len(picture.get_attribute("aria-label") or "") > 20, name
        assert part.locator("input:not([id]), select:not([id])").count() == 0, name


def test_they_fit_a_narrow_window(desk: Desk) -> None:
    desk.page.set_viewport_size({"width": 720, "height": 900})
    for name in NAMES:
        part = explorer(desk.page, name)
        assert part.evaluate("e => e.scrollWidth <= e.clientWidth + 1"), name
    desk.notebook.screenshot("explorers_narrow")
    desk.page.set_viewport_size({"width": 1400, "height": 1100})


def test_a_line_by_sliders_buttons_and_a_click_on_the_map(page: Page) -> None:
    line = explorer(page, "A line and its loss")
    press(line, "Line C")
    told(line, "Slope 2.2, intercept 0.7: the mean of the squared errors is 0.45")
    keys(line, "slope k", "ArrowRight", "ArrowRight")
    told(line, "Slope 2.3, intercept 0.7: the mean of the squared errors is 0.485")
    line.locator(".bp-clickable").click(position={"x": 200, "y": 200})
    expect(line.locator(".bp-summary")).not_to_contain_text("Slope 2.3")


def test_it_is_left_and_reached_by_keyboard_alone(page: Page) -> None:
    """Every stop in order, and each key goes to the control, not to JupyterLab."""
    line = explorer(page, "A line and its loss")
    line.get_by_label("slope k").focus()
    stops = []
    for _ in range(5):
        stops.append(focused(page).partition(" =")[0])
        page.keyboard.press("Tab")
    assert stops == ["slope k", "intercept m", "Line A", "Line B", "Line C"]
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    told(line, "Slope 3, intercept 0: the mean of the squared errors is 1.5")


def test_a_circuit_gate_by_gate(page: Page) -> None:
    circuit = explorer(page, "A computational graph")
    told(circuit, "x = 3, gradient 5; y = 1, gradient 5; z = 2, gradient 0; w = 5, gradient 4")
    press(circuit, "Forward only")
    told(circuit, "Forward: f = 20. Its own gradient is 1.")
    keys(circuit, "z =", *["ArrowRight"] * 8)
    press(circuit, "Next gate", "Next gate")
    told(circuit, "m is a max gate. It gets 5 and routes", "q gets 0, z gets 5")
    press(circuit, "All the way back", "w = −1")
    told(circuit, "x = 3, gradient −1; y = 1, gradient −1; z = 2, gradient 0; w = −1, gradient 4")


def test_steps_that_are_too_large_and_too_small(page: Page) -> None:
    step = explorer(page, "The step of a difference quotient")
    told(step, "gives the slope 3.25 (error 0.25), the one-sided one 4.75")
    press(step, "δ = 4e−16")
    told(step, "gives the slope 3.33067")
    press(step, "δ = 1e−5")
    step.get_by_label("numbers").select_option("float32")
    told(step, "x³ at 1 in float32")
    keys(step, "step δ", "Home")
    told(step, "δ = 1e−17")


def test_a_matrix_product_entry_by_entry(page: Page) -> None:
    matrix = explorer(page, "A matrix product and its gradients")
    told(matrix, "(−8) · 3 + 1 · 2 + 4 · 1 + 6 · (−2) = −30")
    press(matrix, "W[0, 3]")
    told(matrix, "dW[0, 3] = column 0 of X times column 3 of dY = 2 · 9 + (−3) · 6 = 0")
    assert matrix.locator("td.source").all_inner_texts() == ["2", "−3", "9", "6"]
    keys(matrix, "matrix", "y")
    told(matrix, "Y[0, 3] = row 0 of X times column 3 of W = 2 · (−1) + 1 · 2 + (−3) · (−2) = 6")
    keys(matrix, "row", "ArrowRight")
    told(matrix, "Y[1, 3] =")
    matrix.locator("table", has_text="X (2, 3)").first.locator("td").first.click()
    told(matrix, "dX[0, 0] = row 0 of dY times row 0 of W")


def test_units_that_saturate(page: Page) -> None:
    unit = explorer(page, "A unit and its derivative")
    told(unit, "your relu at 2: value 2, derivative 2")
    expect(unit.get_by_text("relu: dA is the right one times 2.")).to_be_visible()
    unit.get_by_label("unit", exact=True).select_option("sigmoid")
    keys(unit, "input a", "End")
    keys(unit, "units passed", "ArrowRight")
    told(unit, "sigmoid at 8", "it is saturated", "after 2 such units")
    unit.get_by_label("unit", exact=True).select_option("relu")
    told(unit, "relu at 8: value 8, derivative 1")
    keys(unit, "input a", "Home")
    told(unit, "it is off: nothing comes through")


def test_scores_and_what_flows_back(page: Page) -> None:
    scores = explorer(page, "Scores, shares and gradients")
    press(scores, "scores × 0")
    told(scores, "loss 1.1.", "Gradients, Y − T: +0.33, −0.67, +0.33")
    press(scores, "scores × 5")
    told(scores, "Gradients, Y − T: 0.00, −1.00, +1.00")
    scores.get_by_label("right class").select_option("3")
    told(scores, "class 3 is right", "0.00, 0.00, 0.00")


def test_bumps_come_closer(page: Page) -> None:
    bumps = explorer(page, "Bumps into a function")
    told(bumps, "by 4 bumps of steepness 500, 8 hidden units: the largest error is 0.64")
    press(bumps, "16 bumps, steepness 500")
    told(bumps, "the largest error is 0.15")
    keys(bumps, "bumps", "ArrowLeft")
    told(bumps, "by 15 bumps")


def test_the_line_that_cannot_and_the_two_that_can(page: Page) -> None:
    xor = explorer(page, "Exclusive or and two lines")
    told(xor, "Two lines: 4 of 4 right")
    press(xor, "The line that cannot")
    told(xor, "One line: 3 of 4 right; one line never gets all four.")
    expect(xor.get_by_label("direction of line 2")).to_be_hidden()
    press(xor, "The two that can")
    keys(xor, "place of line 2", "Home")
    told(xor, "Two lines: 2 of 4 right")


def test_a_penalty_against_learning_by_heart(page: Page) -> None:
    capacity = explorer(page, "Capacity and regularisation")
    told(capacity, "λ = 0: on the samples to train on loss")
    keys(capacity, "units in each of two layers", "Home")
    told(capacity, "Two layers of 1 unit, λ = 0")
    press(capacity, "Try every λ")
    expect(capacity.locator(".bp-summary")).to_contain_text("λ = 0.1:", timeout=20_000)
    assert capacity.locator("polygon.bp-f-orange").count() == 8


def test_the_tape_there_and_back(page: Page) -> None:
    tape = explorer(page, "The tape, forward and back")
    told(tape, "The tape is empty. x = 3; y = 2.")
    press(tape, "Next step", "Next step")
    told(tape, "Forward, step 2 of 3: w = z + y = 8 goes onto the tape.")
    assert tape.get_by_role("listitem").all_inner_texts() == ["z = x × y → 6", "▶ w = z + y → 8"]
    press(tape, *["Next step"] * 4)
    told(tape, "It hands to z 1, so far 1; to y 1, so far 1.")
    press(tape, "To the end")
    told(tape, "to y 3, so far 4. The end: x = 3, grad 2; y = 2, grad 4.")


def test_gradients_that_vanish_and_explode(page: Page) -> None:
    depth = explorer(page, "Gradients through depth")
    told(depth, "20 layers of tanh, start Xavier", "it arrives about as large as it set out")
    depth.get_by_label("activation").select_option("sigmoid")
    told(depth, "20 layers of sigmoid", "it vanishes on its way down")
    depth.get_by_label("activation").select_option("tanh")
    depth.get_by_label("start that is told").select_option("std 1")
    told(depth, "it explodes on its way down")
    keys(depth, "layers", "Home")
    told(depth, "2 layers of tanh")


def test_a_valley_with_small_and_large_steps(page: Page) -> None:
    valley = explorer(page, "A valley and its steps")
    press(valley, "lr = 0.18")
    told(valley, "after 15 steps the distance from the bottom is 0.15", "across it by −0.8")
    press(valley, "lr = 0.205")
    told(valley, "across it by −1.05, more than 1 in size: it climbs out")
    keys(valley, "momentum", "ArrowRight", "ArrowRight")
    told(valley, "learning rate 0.205, momentum 0.1")


# The last: it leaves them without a kernel.
def test_opened_again_they_are_still_pictures_until_they_run(desk: Desk, page: Page) -> None:
    desk.filled(a="ex.XorExplorer()", c=XOR).run("c")
    stills, errors = page.locator(".bp-still"), page.get_by_text("Error displaying widget")
    expect(page.locator(".bp-count")).to_have_text("epoch 0, step 0", timeout=20_000)
    expect(stills.locator("visible=true")).to_have_count(0)
    desk.reopen()
    expect(errors).to_have_count(2, timeout=20_000)
    expect(errors.locator("visible=true")).to_have_count(0)
    expect(stills.get_by_text("Run this cell").locator("visible=true")).to_have_count(2)
    desk.notebook.screenshot("explorers_opened_again")
    desk.notebook.run("c")
    expect(page.locator(".bp-count")).to_have_text("epoch 0, step 0", timeout=20_000)
    expect(stills.locator("visible=true")).to_have_count(1)
    desk.reopen_without_kernel()
    expect(stills.get_by_text("Run this cell").locator("visible=true")).to_have_count(2)
    expect(errors).to_have_count(0)

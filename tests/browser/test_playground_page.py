"""The Playground as a page of its own: it computes what the library does, and fits everywhere."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect

from backprop_lib import init
from backprop_lib.widgets.choices import CHOICES
from backprop_lib.widgets.model import Net
from backprop_lib.widgets.samples import SETS, draw, features
from backprop_lib.widgets.state import Config
from backprop_lib.widgets.trainer import INITS, UPDATES
from tests.browser.axe import violations
from tests.browser.playground import open_all, pixels, press, until_step
from tests.root import ROOT

PAGE = (ROOT / "docs" / "playground.html").as_uri()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1250, "height": 1000})
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(PAGE)
    expect(page.locator(".bp-count")).to_have_text("epoch 0, step 0")
    yield page
    page.close()
    assert errors == []


def screenshot(page: Page, name: str) -> None:
    folder = os.environ.get("BACKPROP_SCREENSHOTS")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


@pytest.mark.parametrize("problem", ["classification", "regression"])
@pytest.mark.parametrize("activation", CHOICES["activation"])
@pytest.mark.parametrize("regularisation", CHOICES["regularisation"])
def test_its_gradients_are_those_of_the_library(
    page: Page, problem: str, activation: str, regularisation: str
) -> None:
    rng = np.random.default_rng(5)
    F, T = rng.normal(size=(7, 3)), np.sign(rng.normal(size=(7, 1)))
    sizes = (3, 4, 2, 1)
    params = tuple(
        P + 0.3 * rng.normal(size=P.shape) for P in init.parameters(sizes, init.xavier, 2)
    )
    loss, gradients = Net(activation, problem, regularisation, 0.1).loss(params, F, T)
    net = {
        "sizes": sizes, "activation": activation, "problem": problem,
        "regularisation": regularisation, "rate": 0.1,
    }  # fmt: skip
    flat = [array.ravel().tolist() for array in (*params, F, T)]
    found: Any = page.evaluate(
        """([net, arrays]) => {
            const [T, F, ...params] = arrays.map((a) => Float64Array.from(a)).reverse();
            const [loss, gradients] = playground.lossAndGradients(net, params.reverse(), F, T);
            return [loss, gradients.map((g) => [...g])];
        }""",
        [net, flat],
    )
    np.testing.assert_allclose(found[0], loss, rtol=1e-12)
    for mine, right in zip(found[1], gradients, strict=True):
        np.testing.assert_allclose(mine, right.ravel(), rtol=1e-10, atol=1e-14)


@pytest.mark.parametrize("optimizer", CHOICES["optimizer"])
def test_its_steps_are_those_of_the_library(page: Page, optimizer: str) -> None:
    """The page draws other random numbers; from its own weights and batches the steps agree."""
    steps = page.evaluate(
        """(optimizer) => {
            const { engine } = playground;
            engine.send({ kind: "set", changes: { optimizer } });
            const start = engine.params.map((P) => [...P]);
            const batches = [];
            for (let i = 0; i < 12; i++) {
                engine.stepOnce();
                batches.push(engine.batch.map((a) => [...a]));
            }
            return [engine.net.sizes, start, batches, engine.params.map((P) => [...P])];
        }""",
        optimizer,
    )
    sizes, start, batches, end = steps
    shapes = [P.shape for P in init.parameters(sizes)]
    params = tuple(
        np.reshape(np.array(P, float), shape) for P, shape in zip(start, shapes, strict=True)
    )
    net, update = Net("tanh", "classification"), UPDATES[optimizer]()
    for F, T in batches:
        X, targets = np.reshape(F, (-1, sizes[0])), np.reshape(np.array(T, float), (-1, 1))
        gradients = net.loss(params, X, targets)[1]
        params = update(params, gradients, 0.1)
    for mine, right in zip(end, params, strict=True):
        np.testing.assert_allclose(mine, right.ravel(), rtol=1e-9)


def test_its_data_sets_features_and_weights_are_drawn_alike(page: Page) -> None:
    made = page.evaluate(
        """(names) => names.map((data) => {
            const { engine } = playground;
            const changes = { data, samples: 1000, train_share: 90, noise: 20 };
            engine.send({ kind: "set", changes });
            const { X, T } = engine.samples;
            return [data, [...X], [...T]];
        })""",
        list(SETS),
    )
    for data, X, T in made:
        right = draw(Config(data=data, samples=1000, train_share=90, noise=20))
        mine = np.column_stack([np.reshape(X, (-1, 2)), T])
        theirs = np.column_stack([right.X, right.T])
        np.testing.assert_allclose(mine.mean(axis=0), theirs.mean(axis=0), atol=0.2, err_msg=data)
        np.testing.assert_allclose(np.cov(mine.T), np.cov(theirs.T), atol=0.35, err_msg=data)
    assert set(INITS) == set(CHOICES["init"]) and set(UPDATES) == set(CHOICES["optimizer"])
    assert features(CHOICES["features"], np.ones((1, 2))).shape == (1, 7)


def test_it_trains_until_it_separates_the_circle(page: Page) -> None:
    before = pixels(page, ".bp-field")
    page.get_by_label("steps a frame").select_option("100")
    press(page, "Run")
    until_step(page, 2000)
    press(page, "Pause")
    expect(page.locator(".bp-summary")).to_contain_text("Paused: 2-4-2-1 net on circle")
    right = page.locator(".bp-legend").last.inner_text()
    assert int(right.rpartition(", ")[2].split()[0]) >= 95
    assert pixels(page, ".bp-field") != before
    expect(page.locator(".bp-table").get_by_text("✓ agrees")).to_have_count(3)
    screenshot(page, "page_light")


def test_its_address_holds_the_state(page: Page) -> None:
    page.get_by_label("data set").select_option("spiral")
    press(page, "Regenerate")
    assert "data=spiral" in page.url and "seed=2" in page.url
    first = pixels(page, ".bp-marks")
    page.reload()
    expect(page.get_by_label("data set")).to_have_value("spiral")
    assert pixels(page, ".bp-marks") == first
    page.goto("about:blank")
    page.goto(PAGE + "#version=9")
    expect(page.locator(".bp-message")).to_contain_text("This is a fresh start: the state is of")


def test_steps_that_are_too_large_stop_with_a_sentence(page: Page) -> None:
    page.get_by_label("problem").select_option("regression")
    page.get_by_label("activation").select_option("linear")
    page.get_by_label("learning rate").select_option("10")
    press(page, "Run")
    expect(page.locator(".bp-message")).to_contain_text("Choose a smaller learning rate")
    expect(page.get_by_role("button", name="Run", exact=True)).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 800])
def test_it_is_accessible_and_fits_a_narrow_window(page: Page, scheme: Any, width: int) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    open_all(page)
    press(page, "Next step")
    press(page, "hidden layer 2, unit 1")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page, "body") == []
    screenshot(page, f"page_{scheme}_{width}")


def test_the_deepest_net_scrolls_within_a_narrow_window(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 900})
    for _ in range(4):
        press(page, "more hidden layers")
    expect(page.get_by_role("button", name="more hidden layers")).to_be_disabled()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    net = page.locator(".bp-network")
    assert net.evaluate("net => net.scrollWidth > net.clientWidth")


def test_nothing_moves_by_itself_where_less_motion_is_asked_for(browser: Browser) -> None:
    page = browser.new_page(reduced_motion="reduce")
    page.goto(PAGE)
    unit = page.get_by_role("button", name="hidden layer 1, unit 1")
    expect(unit).to_have_css("transition-duration", "0s")
    press(page, "Run")
    until_step(page, 10)  # training is what one asks for by pressing Run
    page.close()


def test_a_damaged_state_changes_nothing_and_says_what_is_wrong(page: Page) -> None:
    open_all(page)
    press(page, "Step")
    press(page, "State with weights")
    kept = page.get_by_label("To keep").input_value()
    other = json.dumps(json.loads(kept) | {"hidden": [5, 2]})
    for text, sentence in (
        ("", "paste a link or a state."),
        (kept[:40], "a part of it is missing or changed."),
        (other, "its weights are not those of a 2-5-2-1 net."),
    ):
        page.get_by_label("To bring back").fill(text)
        press(page, "Restore")
        expect(page.locator(".bp-message")).to_contain_text("Nothing is changed: ")
        expect(page.locator(".bp-message")).to_contain_text(sentence)
        expect(page.locator(".bp-count")).to_have_text("epoch 0, step 1")
    page.get_by_label("To bring back").fill(kept)
    press(page, "Restore")
    expect(page.locator(".bp-message")).to_be_hidden()


def test_a_number_that_cannot_be_is_answered_with_those_that_can(page: Page) -> None:
    page.get_by_label("seed").fill("-3")
    page.keyboard.press("Tab")
    expect(page.get_by_text("Give a whole number from 0 to 999999999.")).to_be_visible()
    page.get_by_label("seed").fill("3")
    page.keyboard.press("Tab")
    expect(page.get_by_text("Give a whole number")).to_be_hidden()
    assert "seed=3" in page.url

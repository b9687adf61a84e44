"""A Playground in the browser: what tests press, read and wait for."""

from playwright.sync_api import Locator, Page

FIRST = "from backprop_lib.widgets import Playground\n"
XOR = FIRST + "p = Playground(data='xor', hidden=[4])\np"
OWN = """
import time
import numpy as np
from backprop_lib.widgets import Playground

mode = ""

def affine(X, W, b):
    def back(dA):
        return dA @ W.T, FACTOR * X.T @ dA, dA.sum(axis=0)
    return X @ W + b, back

def relu(A):
    while mode == "hang":
        pass
    if mode == "raise":
        raise ZeroDivisionError("oops")
    Z = np.maximum(A, 0) * (np.nan if mode == "nan" else 1)
    return Z, lambda dZ: dZ * (A > 0)

p = Playground(units=dict(affine=affine, relu=relu), data="xor", learning_rate=0.03)
p
"""


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def step(page: Page) -> int:
    return int(page.locator(".bp-count").inner_text().rpartition(" ")[2])


def until_step(page: Page, least: int) -> None:
    page.wait_for_function(
        """least => Number(
            document.querySelector(".bp-count").textContent.split(" ").at(-1)) >= least""",
        arg=least,
        timeout=60_000,
    )


def open_all(page: Page) -> None:
    """Unfold every part of it."""
    page.evaluate("document.querySelectorAll('.bp-playground details').forEach(d => d.open = true)")


def message(page: Page) -> Locator:
    return page.locator(".bp-message")


def until_other_pixels(page: Page, selector: str, before: str) -> None:
    page.wait_for_function(
        "([selector, before]) => document.querySelector(selector).toDataURL() !== before",
        arg=[selector, before],
    )


def pixels(page: Page, selector: str) -> str:
    made: str = page.locator(selector).first.evaluate("canvas => canvas.toDataURL()")
    return made


def focused(page: Page) -> str:
    name: str = page.evaluate(
        """() => {
            const e = document.activeElement;
            return e.getAttribute("aria-label") ?? (e.labels?.[0] ?? e).textContent.trim();
        }"""
    )
    return name


def tab_to(page: Page, name: str) -> None:
    for _ in range(80):
        page.keyboard.press("Tab")
        if focused(page).startswith(name):
            return
    raise AssertionError(f"the keyboard does not reach {name}")

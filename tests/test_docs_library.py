"""The page of six spellings: its code runs as it stands there, and the gradients are the same."""

import re
from typing import Any

import numpy as np
import pytest

from backprop_lib.networks import two_layer_classifier
from tests.root import ROOT

PAGE = (ROOT / "docs" / "library.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## (.*?)\n(.*?)(?=^## |\Z)", PAGE, re.DOTALL | re.MULTILINE))
SPELLINGS = ("NumPy", "Units", "Nodes", "Graph", "Tensor", "HIPS autograd")


def code(text: str) -> str:
    (block,) = re.findall(r"^```python\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    return str(block)


def run(spelling: str) -> dict[str, Any]:
    """What the names of a spelling stand for after its block was run on the page's data."""
    names: dict[str, Any] = {}
    exec(code(PAGE.split("\n## ")[0]), names)
    exec(code(SECTIONS[spelling]), names)
    return names


def test_there_are_six_spellings() -> None:
    with_code = [title for title, text in SECTIONS.items() if "```python" in text]
    assert with_code == list(SPELLINGS)


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_each_gives_the_gradients_of_the_flat_function(spelling: str) -> None:
    names = run(spelling)
    params = tuple(names[name] for name in ("W1", "b1", "W2", "b2"))
    loss, gradients = two_layer_classifier(params, names["X"], names["T"], names["lam"])
    assert len(names["gradients"]) == 4
    for actual, expected in zip(names["gradients"], gradients, strict=True):
        if spelling == "HIPS autograd":
            np.testing.assert_allclose(actual, expected, rtol=1e-12, atol=1e-14)
        else:
            np.testing.assert_array_equal(actual, expected)
    np.testing.assert_allclose(names["loss"], loss, rtol=1e-15)


def test_the_call_tree_is_the_one_on_the_page() -> None:
    (shown,) = re.findall(r"^```text\n(.*?)^```", SECTIONS["Nodes"], re.DOTALL | re.MULTILINE)
    assert run("Nodes")["L"].tree() == shown.rstrip("\n")

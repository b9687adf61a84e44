"""docs/errata.md and the tests tell of the same slides."""

import importlib
import re
from pathlib import Path

import pytest

from tests.lecture_numbers.slides import LECTURES, Slide, slides_of

FOLDER = Path(__file__).parent
ERRATA = (FOLDER.parents[1] / "docs" / "errata.md").read_text()

# Slips of words, names, dates and indices, which no computation can show.
OF_WORDS = {
    "Gradients of variables wrt loss have same dims as the original variable",
    "the logistic unit",
    "The task of linear regression",
    "Representing weights in matrix form",
    "Let's write operations as functions",
    "But that is not the complete chain rule...",
    "Universal Approximation",
    "Formally Defining a 2 Layer Network",
    "Perceptron Learning Rule",
    "Deep Learning Revolution (2010...)",
    "A Generic Neural Network: Direct Gradients",
    "PyTorch Operators",
    "Weight Initialization",
    "Neural Networks Resurgence (1986)",
}


def noted() -> dict[str, tuple[Slide, ...]]:
    """The slides of each test in this folder."""
    found = {}
    for path in sorted(FOLDER.glob("test_*.py")):
        module = importlib.import_module(f"tests.lecture_numbers.{path.stem}")
        found.update({f"{path.stem}.{name}": slides_of(it) for name, it in vars(module).items()})
    return {name: slides for name, slides in found.items() if slides}


def section(lecture: str) -> str:
    _, after = ERRATA.split(f"\n## {lecture}\n", 1)
    return after.split("\n## ", 1)[0]


def titles(text: str) -> list[str]:
    return re.findall(r'\*\*"(.+?)"\*\*', " ".join(text.split()))


@pytest.mark.parametrize("lecture", LECTURES)
def test_every_erratum_is_computed_unless_it_is_of_words(lecture: str) -> None:
    wrong = {
        slide.title
        for slides in noted().values()
        for slide in slides
        if slide.lecture == lecture and not slide.is_right
    }
    told = set(titles(section(lecture)))
    assert told - OF_WORDS == wrong - OF_WORDS
    assert wrong <= told


def test_every_slip_of_words_is_told() -> None:
    assert set(titles(ERRATA)) >= OF_WORDS


@pytest.mark.parametrize("lecture", LECTURES)
def test_the_table_counts_what_was_found_right_and_what_wrong(lecture: str) -> None:
    right = sum(
        slide.lecture == lecture and slide.is_right
        for slides in noted().values()
        for slide in slides
    )
    entries = section(lecture).count("\n- **")
    assert f"| {lecture} | {right} | {entries} |" in ERRATA

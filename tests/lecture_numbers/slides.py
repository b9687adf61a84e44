"""Which slide of which lecture a test recomputes, and whether the slide is right."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

# The headings of docs/errata.md.
CS4644 = "CS 4644/7643, lecture 5 (Danfei Xu, Georgia Tech)"
CS231N = "CS231n, lecture 4 (Stanford, 2024)"
AVRITHIS = "Avrithis, *Deep learning for vision*, lecture 6 (2018)"
KRAJEVSKI = "Krajevski, *Back to Backprop* (2025)"
JHU = "JHU CSCI 601-471/671, *Neural Networks* (2025)"
LECTURES = (CS4644, CS231N, AVRITHIS, KRAJEVSKI, JHU)

Test = TypeVar("Test", bound=Callable[..., None])


@dataclass(frozen=True)
class Slide:
    """A slide by its title (where it has none: the section's, or its first words)."""

    lecture: str
    title: str
    is_right: bool


def right(title: str, *lectures: str) -> Callable[[Test], Test]:
    """The test finds what these lectures have on this slide."""
    return _note(title, lectures, True)


def wrong(title: str, *lectures: str) -> Callable[[Test], Test]:
    """The test holds the right value: the slide has another, or is easily misread."""
    return _note(title, lectures, False)


def slides_of(test: object) -> tuple[Slide, ...]:
    """The slides that a test was marked with."""
    slides: tuple[Slide, ...] = getattr(test, "slides", ())
    return slides


def _note(title: str, lectures: tuple[str, ...], is_right: bool) -> Callable[[Test], Test]:
    def mark(test: Test) -> Test:
        noted = tuple(Slide(lecture, title, is_right) for lecture in lectures)
        test.slides = (*slides_of(test), *noted)  # type: ignore[attr-defined]
        return test

    return mark

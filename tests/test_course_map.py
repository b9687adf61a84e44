"""docs/course.md: everything it names is there, and every exercise is named."""

import re

import pytest

from tests import course_map
from tests.root import ROOT

ERRATA = (ROOT / "docs" / "errata.md").read_text(encoding="utf-8")


def test_every_place_is_there() -> None:
    places = {place for slide in course_map.slides() for place in slide.places}
    assert [flaw for place in sorted(places) if (flaw := course_map.flaw(place))] == []


@pytest.mark.parametrize(
    "place",
    [
        "02 no_such_exercise",
        "02 § No such heading",
        "99 circuit",
        "lib no_such_module",
        "lib gates.no_such_gate",
        "docs/no_such_page.md",
    ],
)
def test_a_place_that_is_not_there_is_told(place: str) -> None:
    assert place in course_map.flaw(place)


def test_every_exercise_of_every_lesson_is_named() -> None:
    named = {place for slide in course_map.slides() for place in slide.places}
    missing = [
        place
        for number in course_map.lesson_names()
        for exercise in course_map.lesson(number).exercises
        if (place := f"{number} {exercise.name}") not in named
    ]
    assert missing == []


def test_no_slide_is_blank() -> None:
    for slide in course_map.slides():
        assert slide.places or len(slide.note.split()) > 1, slide


@pytest.mark.parametrize("lecture", course_map.read()["lecture"], ids=lambda each: each["short"])
def test_every_slide_with_an_erratum_is_named(lecture: dict[str, object]) -> None:
    (section,) = re.findall(
        rf"^## .*{lecture['short']}.*\n((?:(?!## ).*\n)*)", ERRATA, re.MULTILINE
    )
    titles = set(re.findall(r'\*\*"(.*?)"\*\*', section))
    assert titles and titles <= {
        slide.title for slide in course_map.slides() if slide.lecture == lecture["short"]
    }


def test_the_page_is_up_to_date() -> None:
    """Write it anew with `python -m tests.course_map`."""
    assert course_map.PAGE.read_text(encoding="utf-8") == course_map.page()

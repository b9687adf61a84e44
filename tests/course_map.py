"""`python -m tests.course_map`: write docs/course.md, which maps the lectures to the lessons.

What is mapped stands in docs/course_topics.toml, whose first lines tell how.
"""

import functools
import importlib
import json
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from backprop_lib.exercises import lessons
from backprop_lib.exercises.lesson import Lesson
from tests.root import ROOT

PAGE = ROOT / "docs" / "course.md"
TOPICS = ROOT / "docs" / "course_topics.toml"

INTRODUCTION = """\
# The lectures and the course

Where the course has each slide of the five lectures that it follows. Names in code font are
exercises and quizzes, names in quotation marks sections of the notebook. A slide that has no place
says why; what is wrong on a slide stands in [errata.md](errata.md). Slides of one title share a
row; those without a title have a description in brackets.

This page is written by `python -m tests.course_map` from `docs/course_topics.toml`; the tests see
to it that everything named here is there, and that every exercise is named.
"""

NOTE = "note: "


@dataclass(frozen=True)
class Slide:
    """A slide of a lecture, the places that have it, and a remark or the reason for no place."""

    lecture: str
    title: str
    places: tuple[str, ...]
    note: str


@functools.cache
def read() -> dict[str, Any]:
    """The file of topics."""
    return tomllib.loads(TOPICS.read_text(encoding="utf-8"))


def slides() -> list[Slide]:
    """All slides, lecture by lecture; a lecture is given by its short name."""
    return [
        _slide(lecture["short"], title, found)
        for lecture in read()["lecture"]
        for title, found in lecture["slides"].items()
    ]


def lesson_names() -> dict[str, str]:
    """Number to name, such as "07" to "07_xor", of the lessons that are there."""
    return {name[:2]: name for name in lessons()}


@functools.cache
def to_come() -> dict[str, str]:
    """Number to title of the lessons that are not there yet."""
    return {n[:2]: title for n, title in read()["to_come"].items() if n not in lessons()}


@functools.cache
def lesson(number: str) -> Lesson:
    """The lesson of this number, with its exercises."""
    module = importlib.import_module(lessons()[lesson_names()[number]])
    found: Lesson = module.LESSON
    return found


@functools.cache
def sections(number: str) -> list[str]:
    """The headings of a lesson's notebook, without numbers."""
    (path,) = (ROOT / "solutions" / lesson_names()[number]).glob("*.ipynb")
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    text = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    return re.findall(r"^##+ (?:\d+\. )?(.*)$", text, re.MULTILINE)


def flaw(place: str) -> str:
    """What is wrong with a place, in words; empty when it is there, or in a lesson to come."""
    number, _, name = place.partition(" ")
    if place.startswith("docs/"):
        return "" if (ROOT / place).is_file() else f"{place}: no such file"
    if number == "lib":
        return "" if _in_library(*name.partition(".")[::2]) else f"{place}: not in the library"
    if number in to_come():
        return ""
    if number not in lesson_names():
        return f"{place}: no such lesson, and none to come"
    if name.startswith("§ "):
        there = name[2:] in sections(number)
        return "" if there else f"{place}: no such heading in {lesson_names()[number]}"
    there = not name or name in {exercise.name for exercise in lesson(number).exercises}
    return "" if there else f"{place}: no such exercise in {lesson_names()[number]}"


def page() -> str:
    """The whole page."""
    every = slides()
    parts = [INTRODUCTION, _lessons(), *(_lecture(each, every) for each in read()["lecture"])]
    parts.append(_exercises(every))
    targets = (f"[{number}]: {_link(name)}" for number, name in lesson_names().items())
    return "\n".join([*parts, *targets, ""])


def _in_library(module: str, what: str) -> bool:
    """Whether backprop_lib has this module and, where `what` is no empty text, defines it."""
    path = ROOT / "backprop_lib" / f"{module}.py"
    if not path.is_file():
        return False
    source = path.read_text(encoding="utf-8")
    return not what or bool(re.search(rf"^(def|class) {what}\b", source, re.MULTILINE))


def _slide(lecture: str, title: str, found: str | Sequence[str]) -> Slide:
    if isinstance(found, str):
        return Slide(lecture, title, (), found)
    notes = [each.removeprefix(NOTE) for each in found if each.startswith(NOTE)]
    places = tuple(each for each in found if not each.startswith(NOTE))
    return Slide(lecture, title, places, "; ".join(notes))


def _lessons() -> str:
    rows = [f"- [{number}] {lesson(number).title}" for number in lesson_names()]
    rows += [f"- {number} {title}: to come" for number, title in to_come().items()]
    return "\n".join(["## The lessons", "", *rows, ""])


def _lecture(lecture: dict[str, Any], every: Sequence[Slide]) -> str:
    rows = ["| slide | where |", "| --- | --- |"]
    for slide in every:
        if slide.lecture == lecture["short"]:
            where = "; ".join([*_shown(slide.places), *filter(None, [slide.note])])
            rows.append(f"| {_cell(slide.title)} | {_cell(where)} |")
    return "\n".join([f"## {lecture['name']}", "", *rows, ""])


def _shown(places: Sequence[str]) -> Iterator[str]:
    """The places in words: those in one lesson together, then the library and the pages."""
    by_lesson: dict[str, list[str]] = {}
    for place in places:
        number, _, name = place.partition(" ")
        if number == "lib":
            name = f"`{name}`"
        elif place.startswith("docs/"):
            number, name = "page", f"[{place}]({place.removeprefix('docs/')})"
        elif name:
            name = f"“{name[2:]}”" if name.startswith("§ ") else f"`{name}`"
        by_lesson.setdefault(number, []).append(name)
    for number in sorted(by_lesson):  # lessons first, then lib and page
        named = ", ".join(filter(None, by_lesson[number]))
        if number in to_come():
            yield f"lesson {number}, to come"
        elif number == "lib":
            yield f"library: {named}"
        else:
            yield named if number == "page" else f"[{number}] {named}".strip()


def _exercises(every: Sequence[Slide]) -> str:
    rows = ["| lesson | exercise | slides |", "| --- | --- | --- |"]
    for number in lesson_names():
        for exercise in lesson(number).exercises:
            its = [s for s in every if f"{number} {exercise.name}" in s.places]
            named = "; ".join(f"{slide.lecture}: {slide.title}" for slide in its)
            rows.append(f"| [{number}] | `{exercise.name}` | {_cell(named)} |")
    return "\n".join(["## From the exercises back to the slides", "", *rows, ""])


def _link(name: str) -> str:
    return f"../notebooks/{name}/{name[3:]}.ipynb"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("*", "\\*")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")

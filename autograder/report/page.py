"""The report as one HTML page: it loads nothing, runs nothing, and can be printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from markupsafe import Markup, escape

from autograder.report.anonymous import Anonymiser, Example
from autograder.report.answers import Answers
from autograder.report.history import Changes
from autograder.report.near_copies import NearCopy
from autograder.report.results import STATES, ClassResults
from autograder.report.summary import (
    LISTED,
    Mistake,
    faults,
    mistakes,
    rates,
    scores,
    spread,
    stops,
)
from autograder.version import version

EXAMPLES = 40  # mistakes that are shown with one
BARS = 12  # mistakes that are drawn
SIDES = 20  # pairs whose answers are shown side by side
LONGEST = 2_500  # characters of an answer that is shown so


@dataclass(frozen=True)
class Material:
    """What a page is made of, beside the results: answers by student, pairs, changes."""

    of: ClassResults
    answers: Mapping[str, Answers]
    pairs: list[NearCopy]
    changes: Changes
    anonymiser: Anonymiser


def page(material: Material) -> str:
    """The whole page, in which everything that a student wrote is text."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    from autograder.report import plots

    of = material.of
    found = [_told_to_all(each, material.anonymiser) for each in mistakes(of)]
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["n"] = lambda number: f"{number:.4g}"
    environment.filters["percent"] = lambda share: f"{100 * share:.0f} %"
    environment.filters["brief"] = _brief
    environment.filters["code"] = _code
    rows = rates(of)
    with plots.style():
        drawn = {
            "histogram": plots.histogram(spread(of.results, of.points)),
            "bars": plots.pass_rates(rows) if rows else "",
            "frequencies": plots.frequencies(found[:BARS]) if found else "",
        }
    return environment.get_template("page.html.j2").render(
        of=of,
        checks=of.checks,
        scores=scores(of.results, of.points),
        spread=spread(of.results, of.points),
        rates=rows,
        states=[state for state in STATES if any(state in row.states for row in rows)],
        mistakes=[(each, _example(material, each, i)) for i, each in enumerate(found[:LISTED])],
        more_mistakes=len(found[LISTED:]),
        stops=stops(of),
        faults=_by_sentence(of),
        changes=material.changes,
        pairs=[(pair, _sides(material, pair, i)) for i, pair in enumerate(material.pairs[:LISTED])],
        more_pairs=len(material.pairs[LISTED:]),
        listed=LISTED,
        **drawn,
        written=datetime.now().astimezone().strftime("%Y-%m-%d %H:%M %Z"),
        version=version(),
    )


def _example(material: Material, mistake: Mistake, place: int) -> Example | None:
    """Of those who made a mistake, the answer that needs least taken out, and is shortest."""
    if place >= EXAMPLES:
        return None
    found = []
    for student in mistake.students[:50]:
        texts = material.answers.get(student, {})
        source = "\n\n".join(texts[name] for name in mistake.answers if name in texts)
        if source.strip() and (example := material.anonymiser.example(source)):
            found.append(example)
    return min(found, key=lambda each: (each.changed, len(each.source), each.source), default=None)


def _told_to_all(mistake: Mistake, anonymiser: Anonymiser) -> Mistake:
    """A mistake as it can be shown: what is not the course's own sentence may quote a student."""
    if mistake.known:
        return mistake
    name, sentence = map(anonymiser.sentence, (mistake.name, mistake.sentence))
    return replace(mistake, name=name, sentence=sentence)


def _code(text: str) -> Markup:
    """Text in which what stands between backticks is code."""
    pieces = text.split("`")
    if len(pieces) % 2 == 0:
        return escape(text)
    marked = (
        Markup("<code>{}</code>").format(p) if i % 2 else escape(p) for i, p in enumerate(pieces)
    )
    return Markup("").join(marked)


def _by_sentence(of: ClassResults) -> list[tuple[str, str, int]]:
    """The course's faults: the check, what was said, and how many students it touches."""
    groups: dict[tuple[str, str], int] = {}
    for told in faults(of):
        key = (told.check.title, _brief(told.sentence, 500))
        groups[key] = groups.get(key, 0) + 1
    return [(check, sentence, count) for (check, sentence), count in groups.items()]


def _sides(material: Material, pair: NearCopy, place: int) -> list[tuple[str, str]]:
    """The answer in which a pair agrees most, from both: who, and what."""
    if place >= SIDES:
        return []
    most = max(pair.agreements, key=lambda each: each.bits).answer
    return [
        (student, _brief(material.answers[student][most], LONGEST)) for student in pair.students
    ]


def _brief(text: str, most: int = 300) -> str:
    return text if len(text) <= most else f"{text[:most]} …"

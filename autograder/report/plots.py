"""The report's plots, as SVG within the page: they take its colours and its font."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from autograder.report.summary import Mistake, Rate

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.figure import Figure

# matplotlib draws in these colours, which the page then replaces by those of its theme.
_INK, _FAINT = "#010203", "#040506"
_FILLS = {"passed": "#070809", "partly": "#0a0b0c", "wrong": "#0d0e0f", "nothing": "#101112"}
_THEME = {_INK: "ink", _FAINT: "line"} | {colour: name for name, colour in _FILLS.items()}
# Told apart without colour, too: none is as dark as what has no lines, nor as pale.
_HATCHES = {"passed": "", "partly": "||", "wrong": "//", "nothing": ""}
GROUPS = {
    "passed": ("passed", "marked"),
    "partly": ("partly",),
    "wrong": ("failed", "raised", "stopped", "not passed", "course fault"),
    "nothing": ("not attempted", "to be marked"),
}
WORDS = {
    "passed": "passed",
    "partly": "part of the points",
    "wrong": "failed, raised or stopped",
    "nothing": "not attempted, or not marked yet",
}
WIDTH = 7.2  # inches


@contextmanager
def style() -> Iterator[None]:
    """How all plots are drawn: text stays text, and none of it is a formula."""
    import matplotlib  # takes a while

    with (
        matplotlib.rc_context(
            {"svg.fonttype": "none", "hatch.color": _INK, "text.parse_math": False}
        ),
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("ignore")  # of characters that the font lacks: the page's has them
        yield


def histogram(spread: Sequence[tuple[float, float, int]]) -> str:
    """How many students have how many points."""
    figure, axes = _axes(2.6)
    lows, highs, counts = zip(*spread, strict=True)
    width = highs[0] - lows[0]
    axes.bar(lows, counts, width, align="edge", color=_FILLS["passed"], edgecolor=_INK)
    _whole_numbers(axes.xaxis)
    axes.set_xlabel("points")
    axes.set_ylabel("students")
    _whole_numbers(axes.yaxis)
    return _svg(figure, "scores", "Histogram of the points. The table below has the numbers.")


def pass_rates(rates: Sequence[Rate]) -> str:
    """How each check went, as shares of the class."""
    figure, axes = _axes(0.9 + 0.26 * len(rates))
    names = [rate.check.title for rate in rates]
    left = [0.0] * len(rates)
    for group, states in GROUPS.items():
        share = [
            100 * sum(rate.states.get(state, 0) for state in states) / max(rate.count, 1)
            for rate in rates
        ]
        axes.barh(
            range(len(rates)),
            share,
            left=left,
            label=WORDS[group],
            color=_FILLS[group],
            hatch=_HATCHES[group],
            edgecolor=_INK,
            linewidth=0.5,
        )
        left = [before + each for before, each in zip(left, share, strict=True)]
    axes.set_yticks(range(len(rates)), [_short(name) for name in names])
    axes.invert_yaxis()
    axes.set_xlim(0, 100)
    axes.set_xlabel("% of those who handed in")
    figure.legend(loc="outside upper center", ncols=2, frameon=False, fontsize=8, labelcolor=_INK)
    return _svg(figure, "rates", "Bars: how each check went. The table below has the numbers.")


def frequencies(mistakes: Sequence[Mistake]) -> str:
    """The most frequent mistakes, by number of students."""
    figure, axes = _axes(0.6 + 0.28 * len(mistakes))
    counts = [len(mistake.students) for mistake in mistakes]
    bars = axes.barh(range(len(mistakes)), counts, color=_FILLS["wrong"], edgecolor=_INK)
    axes.bar_label(bars, padding=3, color=_INK, fontsize=8)
    labels = [_short(f"{mistake.exercise}: {mistake.name}") for mistake in mistakes]
    axes.set_yticks(range(len(mistakes)), labels)
    axes.invert_yaxis()
    axes.margins(x=0.1)
    axes.set_xlabel("students")
    _whole_numbers(axes.xaxis)
    return _svg(figure, "mistakes", "Bars: the most frequent mistakes, as listed below.")


def _whole_numbers(axis: Axis) -> None:
    from matplotlib.ticker import MaxNLocator

    axis.set_major_locator(MaxNLocator(integer=True))


def _axes(height: float) -> tuple[Figure, Axes]:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH, height), layout="constrained")
    axes = figure.add_subplot()
    axes.tick_params(colors=_INK, labelsize=8)
    for label in (axes.xaxis.label, axes.yaxis.label):
        label.set_color(_INK)
        label.set_fontsize(9)
    for side, spine in axes.spines.items():
        spine.set_visible(side in ("left", "bottom"))
        spine.set_color(_FAINT)
    return figure, axes


def _svg(figure: Figure, name: str, alt: str) -> str:
    """The figure as an SVG element; its ids are its own, its colours are the page's."""
    import matplotlib

    figure.patch.set_alpha(0)
    for axes in figure.axes:
        axes.patch.set_alpha(0)
    text = io.StringIO()
    with matplotlib.rc_context({"svg.hashsalt": name}):
        figure.savefig(text, format="svg", metadata={"Date": None, "Creator": None})
    drawn = text.getvalue()
    drawn = drawn[drawn.index("<svg") :]
    drawn = re.sub(r"<metadata>.*?</metadata>", "", drawn, flags=re.DOTALL)
    drawn = re.sub(r'\bid="', f'id="{name}-', drawn)
    drawn = re.sub(r'href="#', f'href="#{name}-', drawn)
    drawn = re.sub(r"url\(#", f"url(#{name}-", drawn)
    drawn = re.sub(r"font: ?([\d.]+px)[^;\"]*", r"font: \1 sans-serif", drawn)
    for colour, variable in _THEME.items():
        drawn = drawn.replace(colour, f"var(--{variable})")
    size = re.search(r'viewBox="([^"]*)"', drawn)
    box = size.group(1) if size else "0 0 500 200"
    start = (
        f'<svg role="img" aria-label="{alt}" viewBox="{box}" '
        'xmlns:xlink="http://www.w3.org/1999/xlink">'
    )
    return start + drawn[drawn.index(">") + 1 :]


def _short(text: str) -> str:
    plain = " ".join(text.encode("utf-8", "replace").decode("utf-8").split())
    return plain if len(plain) <= 44 else f"{plain[:42]}…"

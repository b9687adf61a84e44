"""Drawing a circuit of numbers: on each edge the value above and the gradient below.

    gates = {"q": ("+", "x", "y"), "f": ("×", "q", "z")}
    places = {"x": (0, 2), "y": (0, 1), "z": (0, 0), "q": (1, 1.5), "f": (2, 0.75)}
    fig = draw(gates, places, values, gradients)

A gate is its symbol and the names of its inputs; names that are no gates are inputs of the circuit.
Nothing is computed or sorted here: places, values and gradients come with the call. matplotlib is
loaded when a figure is drawn, not before.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeAlias, cast

import numpy as np

from backprop_lib.plot import BLUE, DPI, ORANGE

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Gates: TypeAlias = Mapping[str, tuple[str, ...]]
Place: TypeAlias = tuple[float, float]
Edge: TypeAlias = tuple[str, int]
Numbers: TypeAlias = Mapping[str, float | None]
Gradients: TypeAlias = Mapping[Any, float | None]  # by name, or by Edge

WIDTH, HEIGHT = 1.55, 1.0  # inches from column to column, from row to row
RADIUS = 0.23
TITLE = 0.35
ROLES = {"+": "distributes", "×": "swaps", "max": "routes"}
LABEL = {"boxstyle": "square,pad=0.05", "facecolor": "white", "edgecolor": "none", "alpha": 0.85}


def draw(
    gates: Gates,
    places: Mapping[str, Place],
    values: Numbers,
    gradients: Gradients | None = None,
    *,
    ax: "Axes | None" = None,
    title: str = "",
    roles: bool = False,
    bends: Mapping[Edge, float] | None = None,
) -> "Figure":
    """Draw a circuit: values in blue above each edge, gradients in orange italics below.

    places: for each name its column and row, from the left and from below; gradients: by name, or
    by edge, `gradients["b", 1]` being what b hands back to its second input; None, in either, is
    drawn as a question mark, and a gradient that is not there is left out; roles: whether the word
    for what a gate does to gradients stands below it; bends: edges drawn as arcs. Draws into `ax`
    if given, else into a new figure. Raises ValueError when a name has no place.
    """
    missing = [name for name in _names(gates) if name not in places]
    if missing:
        raise ValueError(f"draw: {missing[0]!r} has no place: give its column and row")
    gradients = gradients or {}
    at = {name: (WIDTH * x, HEIGHT * y) for name, (x, y) in places.items()}
    ax = ax if ax is not None else _new_axes(at)
    _frame(ax, at)
    every = [source for _, *inputs in gates.values() for source in inputs]
    for name, (_, *inputs) in gates.items():
        for i, source in enumerate(inputs):
            # Numbers stand where edges are apart: those that branch, near their ends.
            along = 0.38 if every.count(source) == 1 else 0.62
            gradient = gradients.get((name, i), gradients.get(source, np.nan))
            bend = (bends or {}).get((name, i), 0.0)
            start, end = _ends(at[source], at[name], bend)
            _draw_edge(ax, start, end, values.get(source, np.nan), gradient, bend, along)
    for name in _outputs(gates):
        x, y = at[name]
        start, end = (x + RADIUS, y), (x + WIDTH - 0.45, y)
        _draw_edge(ax, start, end, values.get(name, np.nan), gradients.get(name, np.nan), 0.0, 0.5)
    for name in _names(gates):
        _draw_name(ax, name, gates.get(name), at[name], roles)
    if title:
        ax.set_title(title, fontsize=11)
    return cast("Figure", ax.figure)


def room_for(rows: int, columns: int, places: Mapping[str, Place]) -> "tuple[Figure, list[Axes]]":
    """A figure with room for several circuits of the same places, row by row."""
    from matplotlib.figure import Figure

    width, height = _size({name: (WIDTH * x, HEIGHT * y) for name, (x, y) in places.items()})
    fig = Figure(figsize=(columns * width, rows * (height + TITLE)), dpi=DPI)
    fig.subplots_adjust(left=0, right=1, bottom=0, top=1 - TITLE / (rows * (height + TITLE)))
    fig.subplots_adjust(wspace=0, hspace=TITLE / height)
    return fig, [fig.add_subplot(rows, columns, i + 1) for i in range(rows * columns)]


def describe(gates: Gates, values: Numbers, gradients: Gradients | None = None) -> str:
    """The circuit in words, for its alt text: each name with its value and gradient."""
    gradients = gradients or {}
    sentences = []
    for name in _names(gates):
        text = name
        if name in gates:
            symbol, *inputs = gates[name]
            text = f"gate {name}, {symbol} of {' and '.join(inputs)}"
        told = []
        if name in values:
            told.append(f"value {_number(values[name])}")
        if name in gradients:
            told.append(f"gradient {_number(gradients[name])}")
        sentences.append(f"{text}: {', '.join(told)}." if told else f"{text}.")
    handed = [
        f"{gate} hands {_number(d)} back to {gates[gate][1 + i]}"
        for (gate, i), d in ((edge, d) for edge, d in gradients.items() if isinstance(edge, tuple))
    ]
    if handed:
        sentences.append("; ".join(handed) + ".")
    return "A circuit, with values above and gradients below each edge. " + " ".join(sentences)


def _names(gates: Gates) -> list[str]:
    """Inputs and gates, each once: those of a gate before it where they are not gates."""
    return list(dict.fromkeys(n for gate, (_, *inputs) in gates.items() for n in (*inputs, gate)))


def _outputs(gates: Gates) -> list[str]:
    used = {name for _, *inputs in gates.values() for name in inputs}
    return [name for name in gates if name not in used]


def _size(at: Mapping[str, Place]) -> Place:
    xs, ys = zip(*at.values(), strict=True)
    return max(xs) - min(xs) + WIDTH + 0.15, max(ys) - min(ys) + 1.05


def _new_axes(at: Mapping[str, Place]) -> "Axes":
    from matplotlib.figure import Figure

    return Figure(figsize=_size(at), dpi=DPI).add_axes((0, 0, 1, 1))


def _frame(ax: "Axes", at: Mapping[str, Place]) -> None:
    xs, ys = zip(*at.values(), strict=True)
    width, height = _size(at)
    ax.set_axis_off()
    ax.set_xlim(min(xs) - 0.35, min(xs) - 0.35 + width)
    ax.set_ylim(min(ys) - 0.5, min(ys) - 0.5 + height)


def _ends(start: Place, end: Place, bend: float) -> tuple[Place, Place]:
    """Where an edge leaves the rim of its source and meets that of its gate."""
    (x0, y0), (x1, y1) = start, end
    angle = np.arctan2(y1 - y0, x1 - x0)
    out, into = angle + bend, angle - bend + np.pi
    return (
        (x0 + RADIUS * float(np.cos(out)), y0 + RADIUS * float(np.sin(out))),
        (x1 + RADIUS * float(np.cos(into)), y1 + RADIUS * float(np.sin(into))),
    )


def _draw_edge(
    ax: "Axes",
    start: Place,
    end: Place,
    value: float | None,
    gradient: float | None,
    bend: float,
    along: float,
) -> None:
    arrow = {"arrowstyle": "-|>", "color": "black", "shrinkA": 0, "shrinkB": 0}
    style = f"arc3,rad={-bend}"
    ax.annotate("", end, start, arrowprops={**arrow, "connectionstyle": style}, zorder=1)
    (x0, y0), (x1, y1) = start, end
    aside = 2 * along * (1 - along) * bend  # an arc is a parabola; its middle is half a bend aside
    x = x0 + along * (x1 - x0) - aside * (y1 - y0)
    y = y0 + along * (y1 - y0) + aside * (x1 - x0)
    rise = 0.04 + 0.13 * abs(y1 - y0) / max(abs(x1 - x0), 0.2)
    for number, side, colour, style in (
        (value, 1, BLUE, "normal"),
        (gradient, -1, ORANGE, "italic"),
    ):
        if number is None or not np.isnan(number):
            ax.text(
                x, y + side * rise, _number(number), color=colour, style=style, fontsize=10,
                ha="center", va="bottom" if side > 0 else "top", bbox=LABEL, zorder=4,
            )  # fmt: skip


def _draw_name(
    ax: "Axes", name: str, gate: tuple[str, ...] | None, place: Place, roles: bool
) -> None:
    from matplotlib.patches import Circle

    x, y = place
    if gate is None:
        ax.text(x, y, name, ha="center", va="center", fontsize=12, weight="bold", zorder=5)
        return
    symbol = gate[0]
    size = 13 if len(symbol) < 3 else 9
    ax.add_patch(Circle(place, RADIUS, facecolor="white", edgecolor="black", zorder=2))
    ax.text(x, y, symbol, ha="center", va="center", fontsize=size, zorder=5)
    ax.text(x, y + RADIUS + 0.03, name, ha="center", va="bottom", fontsize=10, zorder=5)
    if roles and symbol in ROLES:
        ax.text(
            x, y - RADIUS - 0.04, ROLES[symbol], ha="center", va="top", fontsize=9,
            style="italic", zorder=5,
        )  # fmt: skip


def _number(number: float | None) -> str:
    """A number with three digits, without "-0"; a question mark for None."""
    return "?" if number is None else f"{number + 0.0:.3g}"

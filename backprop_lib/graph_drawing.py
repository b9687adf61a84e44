"""Drawing a computational graph: values above and gradients below each edge.

Gates stand in columns by their depth, and an edge that passes a column gets a place of its own
there, so that it runs through no gate. matplotlib is loaded when a figure is drawn, not before.
"""

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from backprop_lib.plot import BLUE, DPI, ORANGE

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from backprop_lib.graph import ComputationalGraph

SYMBOLS = {"add": "+", "sub": "−", "mul": "×", "max_": "max", "sum_": "Σ", "matmul": "@"}
WIDTH, HEIGHT = 1.7, 1.15  # inches from column to column, from row to row
RADIUS = 0.24
SWEEPS = 8
LABEL = {"boxstyle": "square,pad=0.05", "facecolor": "white", "edgecolor": "none", "alpha": 0.8}


class Layout:
    """Where each gate, input and constant of a graph is drawn, and the way of each edge.

    `places`: name to (x, y); `routes[gate, i]`: the points of the edge into the gate's i-th source,
    from the source to the gate. A constant is called by its edge.
    """

    def __init__(self, graph: "ComputationalGraph") -> None:
        self.depths = _depths(graph)
        self.edges = {
            (name, i): source if isinstance(source, str) else _constant(name, i)
            for name in graph.order
            for i, source in enumerate(graph.gates[name].sources)
        }
        chains = {edge: self._chain(edge) for edge in self.edges}
        columns: list[list[str]] = [[] for _ in range(1 + max(self.depths.values()))]
        for name, depth in self.depths.items():
            columns[depth].append(name)
        for edge, chain in chains.items():
            for i, stop in enumerate(chain[1:-1], start=1):
                columns[self.depths[self.edges[edge]] + i].append(stop)
        pairs = [pair for chain in chains.values() for pair in pairwise(chain)]
        heights = _heights(columns, pairs)
        self.places = {
            stop: (WIDTH * x, HEIGHT * heights[stop])
            for x, column in enumerate(columns)
            for stop in column
        }
        self.routes = {edge: [self.places[stop] for stop in c] for edge, c in chains.items()}

    def _chain(self, edge: tuple[str, int]) -> list[str]:
        name, i = edge
        source = self.edges[edge]
        between = self.depths[name] - self.depths[source] - 1
        return [source, *(f"{name}[{i}] passes {k}" for k in range(between)), name]


def draw(graph: "ComputationalGraph") -> "Figure":
    """The figure of a graph that has been evaluated; RuntimeError when it has not.

    On each edge the value that flows forward is written above, in blue, and the gradient that flows
    back below, in orange italics. A value of several entries is told by its shape. Below a gate
    stands its role; a dot marked "adds" is where a value branches and its gradients add up.
    """
    from matplotlib.figure import Figure

    if not graph.values:
        raise RuntimeError("graph: there is no value to draw yet: call forward() before draw()")
    layout = Layout(graph)
    xs, ys = zip(*layout.places.values(), strict=True)
    left, right = min(xs) - 0.6, max(xs) + WIDTH
    low, high = min(ys) - 0.7, max(ys) + 0.6
    fig = Figure(figsize=(right - left, high - low), dpi=DPI)
    ax = fig.add_axes((0, 0, 1, 1))
    ax.set_axis_off()
    ax.set_xlim(left, right)
    ax.set_ylim(low, high)
    for (name, i), source in layout.edges.items():
        gradient = graph.edge_gradients.get((name, i))
        twins = [j for (n, j), s in layout.edges.items() if (n, s) == (name, source)]
        bend = 0.0 if len(twins) == 1 else 0.5 if i == twins[0] else -0.5
        route = _without_ends(layout.routes[name, i])
        _draw_edge(ax, route, _value(graph, source, name, i), gradient, bend)
    for name, place in layout.places.items():
        if name in layout.depths:
            _draw_place(ax, graph, name, place)
    _draw_branches(ax, layout)
    x, y = layout.places[graph.output]
    out = [(x + RADIUS, y), (x + WIDTH - 0.3, y)]
    _draw_edge(ax, out, graph.values[graph.output], graph.gradients.get(graph.output), 0.0)
    return fig


def describe(graph: "ComputationalGraph") -> str:
    """Each input and gate with its value and gradient, in a sentence each."""
    sentences = []
    for name in (*graph.inputs, *graph.order):
        gate = graph.gates.get(name)
        text = name
        if gate is not None:
            sources = ", ".join(f"{s:g}" if not isinstance(s, str) else s for s in gate.sources)
            text += f" = {gate.label}({sources})"
            text += f", which {gate.role}" if gate.role else ""
        if name in graph.values:
            text += f": value {_short(graph.values[name])}"
        if name in graph.gradients:
            text += f", gradient {_short(graph.gradients[name])}"
        sentences.append(text + ".")
    return "A computational graph. " + " ".join(sentences)


def _depths(graph: "ComputationalGraph") -> dict[str, int]:
    """Columns: a gate is right of all its sources, an input just left of its first gate."""
    depths: dict[str, int] = {}
    for name in graph.order:
        sources = graph.gates[name].sources
        depths[name] = 1 + max((depths.get(s, 0) for s in sources if isinstance(s, str)), default=0)
    for name in graph.order:
        for i, source in enumerate(graph.gates[name].sources):
            if not isinstance(source, str):
                depths[_constant(name, i)] = depths[name] - 1
            elif source not in graph.gates:
                depths[source] = min(depths.get(source, depths[name] - 1), depths[name] - 1)
    return depths


def _constant(name: str, i: int) -> str:
    return f"{name}[{i}]"


def _heights(columns: list[list[str]], pairs: list[tuple[str, str]]) -> dict[str, float]:
    """A height for each stop, near the mean of its neighbours' and at least 1 from the next one."""
    neighbours: dict[str, list[str]] = {stop: [] for column in columns for stop in column}
    for a, b in pairs:
        neighbours[a].append(b)
        neighbours[b].append(a)
    heights = {stop: -float(i) for column in columns for i, stop in enumerate(column)}
    for sweep in range(SWEEPS):
        for column in columns if sweep % 2 else columns[::-1]:
            wish = {s: np.mean([heights[n] for n in neighbours[s]] or [0.0]) for s in column}
            ordered = sorted(column, key=lambda s: -float(wish[s]))
            offsets = np.array([float(wish[s]) for s in ordered]) + np.arange(len(ordered))
            level = _falling(offsets)
            heights.update({s: float(level[i]) - i for i, s in enumerate(ordered)})
    return heights


def _falling(values: Any) -> Any:
    """The nearest sequence that never rises: runs that rise are levelled to their mean."""
    blocks: list[tuple[float, int]] = []
    for value in values:
        total, n = float(value), 1
        while blocks and blocks[-1][0] / blocks[-1][1] < total / n:
            above, count = blocks.pop()
            total, n = total + above, n + count
        blocks.append((total, n))
    return np.concatenate([np.full(n, total / n) for total, n in blocks])


def _value(graph: "ComputationalGraph", source: str, name: str, i: int) -> Any:
    return graph.values[source] if source in graph.values else graph.gates[name].sources[i]


def _short(value: Any) -> str:
    array = np.asarray(value)
    return f"{array.item() + 0.0:.3g}" if array.size == 1 else f"{array.shape}"  # no "-0"


def _without_ends(route: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """A route that leaves its source on the right and ends at the rim of its gate."""
    points = np.array(route)
    points[0, 0] += RADIUS
    step = points[-2] - points[-1]
    points[-1] += RADIUS * step / np.linalg.norm(step)
    return [(float(x), float(y)) for x, y in points]


def _draw_edge(
    ax: "Axes", route: list[tuple[float, float]], value: Any, gradient: Any, bend: float
) -> None:
    for start, end in pairwise(route[:-1]):
        ax.plot(*zip(start, end, strict=True), color="black", linewidth=1, zorder=1)
    start, end = route[-2:]
    style = f"arc3,rad={-bend}"
    arrow = {"arrowstyle": "-|>", "color": "black", "connectionstyle": style, "shrinkA": 0}
    ax.annotate("", end, start, arrowprops={**arrow, "shrinkB": 0}, zorder=1)
    (x0, y0), (x1, y1) = start, end
    # Past the middle, where edges cross; on an arc at its middle, half its bend to the side.
    along = 0.5 if bend else 0.6
    x = x0 + along * (x1 - x0) - bend * (y1 - y0) / 2
    y = y0 + along * (y1 - y0) + bend * (x1 - x0) / 2
    rise = 0.05 + 0.12 * abs(y1 - y0) / max(x1 - x0, 0.1)
    ax.text(
        x, y + rise, _short(value), color=BLUE, ha="center", va="bottom", fontsize=10, bbox=LABEL,
        zorder=4,
    )  # fmt: skip
    if gradient is not None:
        ax.text(
            x, y - rise, _short(gradient), color=ORANGE, style="italic", ha="center", va="top",
            fontsize=10, bbox=LABEL, zorder=4,
        )  # fmt: skip


def _draw_place(
    ax: "Axes", graph: "ComputationalGraph", name: str, place: tuple[float, float]
) -> None:
    from matplotlib.patches import Circle

    x, y = place
    gate = graph.gates.get(name)
    if gate is None:
        if name in graph.values:  # a constant's number stands on its edge
            ax.text(x, y, name, ha="center", va="center", fontsize=12, weight="bold", zorder=5)
        return
    ax.add_patch(Circle(place, RADIUS, facecolor="white", edgecolor="black", zorder=2))
    symbol = SYMBOLS.get(gate.label, gate.label)
    size = 13 if len(symbol) < 4 else 8
    ax.text(x, y, symbol, ha="center", va="center", fontsize=size, zorder=5)
    ax.text(x, y + RADIUS + 0.04, name, ha="center", va="bottom", fontsize=9, zorder=5)
    if gate.role:
        ax.text(
            x, y - RADIUS - 0.05, gate.role, ha="center", va="top", fontsize=9, style="italic",
            zorder=5,
        )  # fmt: skip


def _draw_branches(ax: "Axes", layout: Layout) -> None:
    sources = list(layout.edges.values())
    for source in dict.fromkeys(sources):
        if sources.count(source) > 1:
            x, y = layout.places[source]
            ax.plot([x + RADIUS], [y], marker="o", markersize=5, color="black", zorder=3)
            ax.text(
                x + RADIUS + 0.14, y, "adds", ha="left", va="center", fontsize=9,
                style="italic", bbox=LABEL, zorder=5,
            )  # fmt: skip

"""Figures: orange against blue, a marker shape for each class, and alt text on every one.

matplotlib and IPython are loaded when a figure is drawn, not before. Figures are made without
pyplot, so that none stays open and none is shown twice.
"""

import base64
import html as html_text
import io
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias, cast

import numpy as np
from numpy.typing import ArrayLike, NDArray

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

BLUE, ORANGE = "#2166ac", "#e66101"  # told apart under the common colour-vision deficiencies
PALE_BLUE, PALE_ORANGE = "#92c5de", "#fdc38d"
CLASSES = (("target 0", BLUE, "o"), ("target 1", ORANGE, "^"))
DPI = 100
MARGIN = 0.5

Array: TypeAlias = NDArray[np.float64]


class Picture:
    """A drawn figure as a notebook displays it: HTML with alt text, and a plain PNG beside it."""

    def __init__(self, png: bytes, alt: str) -> None:
        self.alt = alt
        self.png = base64.b64encode(png).decode("ascii")

    @property
    def html(self) -> str:
        """The picture as a figure element that carries its own image."""
        alt = html_text.escape(self.alt, quote=True)
        source = f"data:image/png;base64,{self.png}"
        style = "margin: 0; max-width: 100%"
        return f'<figure style="{style}"><img style="{style}" alt="{alt}" src="{source}"></figure>'

    def __repr__(self) -> str:
        return f"Figure: {self.alt}"

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return {"text/html": self.html, "image/png": self.png, "text/plain": repr(self)}


def show(fig: "Figure", *, alt: str) -> None:
    """Display a figure with its alt text, and close it.

    The display bundle holds `<figure><img alt=...></figure>` with the image inside, the plain
    PNG for viewers that refuse HTML, and the alt text. Outside a notebook the alt text is printed.
    Raises ValueError when alt is empty, TypeError when it is no text.
    """
    from IPython.display import display

    display(_picture(fig, alt))


def html(fig: "Figure", *, alt: str) -> str:
    """The HTML that `show` displays, for a widget to swap in; the figure is closed."""
    return _picture(fig, alt).html


def panels(n: int = 1, width: float = 3.6, height: float = 3.4) -> "tuple[Figure, list[Axes]]":
    """A figure of n axes in a row, each width by height inches; always a list of axes."""
    from matplotlib.figure import Figure

    fig = Figure(figsize=(n * width, height), dpi=DPI)
    axes = [fig.add_subplot(1, n, i + 1) for i in range(n)]
    # Margins in inches; a layout engine would draw every figure twice.
    fig.subplots_adjust(
        left=0.75 / (n * width),
        right=1 - 0.1 / (n * width),
        bottom=0.85 / height,
        top=1 - 0.35 / height,
        wspace=0.85 / (width - 0.85),
    )
    return fig, axes


def points(ax: "Axes", X: ArrayLike, T: ArrayLike) -> None:
    """Draw the samples: one colour and one marker for each class, with a legend.

    X (m, 2), T (m,) or (m, 1) of 0 and 1. Raises ValueError when the shapes do not fit.
    """
    X, t = _samples(X, T)
    for k, (label, colour, marker) in enumerate(CLASSES):
        chosen = X[t == k]
        ax.scatter(
            chosen[:, 0], chosen[:, 1], s=70, c=colour, marker=marker,
            edgecolors="black", label=label, zorder=3,
        )  # fmt: skip
    _finish(ax, X)


def decision_boundary(
    predict: Callable[[Array], ArrayLike],
    X: ArrayLike,
    T: ArrayLike,
    ax: "Axes | None" = None,
    title: str = "",
    resolution: int = 100,
) -> "Figure":
    """Draw what a net says around its samples, and the line where it says 0.5.

    predict maps (n, 2) to (n,) or (n, 1); X (m, 2), T (m,) or (m, 1) of 0 and 1. Draws into `ax`
    if given, else into a new figure. Values beyond 0 and 1 are shown as 0 and 1.
    Raises ValueError when predict returns another shape.
    """
    from matplotlib.colors import LinearSegmentedColormap

    samples, t = _samples(X, T)
    ax = ax if ax is not None else panels()[1][0]
    (left, right), (low, high) = _limits(samples)
    x1, x2 = np.meshgrid(np.linspace(left, right, resolution), np.linspace(low, high, resolution))
    grid = np.column_stack([x1.ravel(), x2.ravel()])
    field = np.asarray(predict(grid), dtype=float)
    if field.shape not in {(len(grid),), (len(grid), 1)}:
        raise ValueError(
            f"decision_boundary: predict of {grid.shape} returned {field.shape}: "
            f"it must return ({len(grid)},) or ({len(grid)}, 1)"
        )
    field = field.reshape(x1.shape)
    shades = LinearSegmentedColormap.from_list("blue-orange", [PALE_BLUE, "white", PALE_ORANGE])
    ax.imshow(
        field, cmap=shades, vmin=0, vmax=1, origin="lower",
        extent=(left, right, low, high), aspect="auto", interpolation="bilinear",
    )  # fmt: skip
    known = field[np.isfinite(field)]  # training may have diverged
    if known.size and known.min() < 0.5 < known.max():
        ax.contour(x1, x2, field, levels=[0.5], colors="black", linewidths=1.5)
    points(ax, samples, t)
    ax.set_title(title)
    return cast("Figure", ax.figure)


def threshold_line(
    w: ArrayLike,
    b: float,
    X: ArrayLike,
    T: ArrayLike,
    ax: "Axes | None" = None,
    title: str = "",
) -> "Figure":
    """Draw the line of a threshold unit, the side where it fires, and the samples it gets wrong.

    The unit fires where w.x + b >= 0; w (2,), b a number, X (m, 2), T (m,) or (m, 1) of 0 and 1.
    Draws into `ax` if given, else into a new figure. Raises ValueError when w is not (2,).
    """
    weights = np.asarray(w, dtype=float)
    if weights.shape != (2,):
        raise ValueError(f"threshold_line: w is {weights.shape}: it must be (2,)")
    samples, t = _samples(X, T)
    ax = ax if ax is not None else panels()[1][0]
    _shade_firing_side(ax, weights, float(b), samples)
    points(ax, samples, t)
    wrong = samples[(samples @ weights + b >= 0) != (t == 1)]
    ax.scatter(
        wrong[:, 0], wrong[:, 1], s=260, facecolors="none", edgecolors="black",
        linewidths=1.5, zorder=4,
    )  # fmt: skip
    for x in wrong:
        ax.annotate("wrong", x, xytext=(0, 12), textcoords="offset points", ha="center")
    ax.set_title(title)
    return cast("Figure", ax.figure)


def _shade_firing_side(ax: "Axes", w: Array, b: float, X: Array) -> None:
    (left, right), (low, high) = _limits(X)
    x1, x2 = np.meshgrid(np.linspace(left, right, 101), np.linspace(low, high, 101))
    score = w[0] * x1 + w[1] * x2 + b
    fires = score >= 0
    if not fires.any():
        return
    if fires.all():
        ax.axhspan(low, high, color=PALE_ORANGE, alpha=0.5, zorder=0)
    else:
        ax.contourf(x1, x2, score, levels=[0, np.inf], colors=[PALE_ORANGE], alpha=0.5, zorder=0)
        ax.contour(x1, x2, score, levels=[0], colors="black", linewidths=1.5)
    i = int(np.argmax(np.where(fires, _room(x1, x2, X, score, w), -np.inf)))
    ax.text(x1.flat[i], x2.flat[i], "fires", ha="center", va="center", style="italic")


def _room(x1: Array, x2: Array, X: Array, score: Array, w: Array) -> Array:
    """The distance of each grid point from what is drawn: samples, line and frame."""
    grid = np.stack([x1, x2], axis=-1)
    distances = [np.linalg.norm(grid - x, axis=-1) for x in X]
    distances += [x1 - x1.min(), x1.max() - x1, x2 - x2.min(), x2.max() - x2]
    length = float(np.linalg.norm(w))
    if length:
        distances.append(np.abs(score) / length)
    room: Array = np.min(distances, axis=0)
    return room


def _samples(X: ArrayLike, T: ArrayLike) -> tuple[Array, Array]:
    samples, targets = np.asarray(X, dtype=float), np.asarray(T, dtype=float)
    if samples.ndim != 2 or samples.shape[1] != 2 or len(samples) == 0:
        raise ValueError(f"plot: X is {samples.shape}: it must be (m, 2) with at least one sample")
    if targets.shape not in {(len(samples),), (len(samples), 1)}:
        m = len(samples)
        raise ValueError(f"plot: X is {samples.shape}, T is {targets.shape}: T must be ({m}, 1)")
    t = targets.ravel()
    if not np.isin(t, (0, 1)).all():
        raise ValueError("plot: T holds other values than 0 and 1, the two classes that are drawn")
    return samples, t


def _limits(X: Array) -> tuple[tuple[float, float], tuple[float, float]]:
    low, high = X.min(axis=0) - MARGIN, X.max(axis=0) + MARGIN
    return (float(low[0]), float(high[0])), (float(low[1]), float(high[1]))


def _finish(ax: "Axes", X: Array) -> None:
    horizontal, vertical = _limits(X)
    ax.set_xlim(horizontal)
    ax.set_ylim(vertical)
    ax.set_aspect("equal")  # a unit's weights are seen at a right angle to its line
    ax.locator_params(nbins=4)
    ax.tick_params(labelsize="small")
    ax.set_xlabel("$x_1$")
    ax.set_ylabel("$x_2$")
    ax.legend(
        loc="upper center", bbox_to_anchor=(0.5, -0.16), ncols=2, fontsize="small", frameon=False
    )


def _picture(fig: "Figure", alt: str) -> Picture:
    if not isinstance(alt, str):
        raise TypeError(f"show: alt is a {type(alt).__name__}: describe the figure in words")
    if not alt.strip():
        raise ValueError("show: alt is empty: say in a sentence what the figure shows")
    png = io.BytesIO()
    fig.savefig(png, format="png")
    _close(fig)
    return Picture(png.getvalue(), alt)


def _close(fig: "Figure") -> None:
    """Let go of a figure that pyplot made; others hold nothing open."""
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close(fig)
    fig.clear()

"""Figures: a marker for each class, a line at 0.5, alt text, a real PNG."""

import base64
import json
import re
import subprocess
import sys
from typing import Any

import numpy as np
import pytest
from matplotlib.collections import PathCollection

from backprop_lib import data, plot

X, T = data.xor()
ALT = "Four points, and a line between them."


def first(X: Any) -> Any:
    return X[:, 0]


def scatters(ax: Any) -> list[Any]:
    return [c for c in ax.collections if isinstance(c, PathCollection)]


def markers(ax: Any) -> list[bytes]:
    return [s.get_paths()[0].vertices.tobytes() for s in scatters(ax) if s.get_label()[0] != "_"]


def texts(ax: Any) -> list[str]:
    return [text.get_text() for text in ax.texts]


def test_each_class_has_a_marker_shape_and_a_colour_of_its_own() -> None:
    (ax,) = plot.decision_boundary(first, X, T).axes
    shapes = markers(ax)
    assert len(shapes) == 2 and shapes[0] != shapes[1]
    assert ax.get_legend_handles_labels()[1] == ["target 0", "target 1"]
    assert len({tuple(s.get_facecolor()[0]) for s in scatters(ax)}) == 2


def test_the_line_is_where_predict_says_one_half() -> None:
    fig = plot.decision_boundary(lambda X: X[:, :1] - 0.25, X, T)  # 0.5 at x1 = 0.75
    paths = [c.get_paths() for c in fig.axes[0].collections if not isinstance(c, PathCollection)]
    vertices = np.concatenate([np.asarray(path.vertices) for group in paths for path in group])
    np.testing.assert_allclose(vertices[:, 0], 0.75)


def test_a_constant_net_is_drawn_without_a_line() -> None:
    fig = plot.decision_boundary(lambda X: np.full(len(X), 0.5), X, T)
    assert all(isinstance(c, PathCollection) for c in fig.axes[0].collections)


def test_a_net_that_has_diverged_is_drawn_without_a_word(recwarn: pytest.WarningsRecorder) -> None:
    plot.html(plot.decision_boundary(lambda X: np.full(len(X), np.nan), X, T), alt=ALT)
    assert not recwarn.list


def test_points_on_the_wrong_side_are_named_in_words() -> None:
    assert texts(plot.threshold_line([1, 1], -0.5, X, T).axes[0]).count("wrong") == 1
    or_gate = plot.threshold_line([1, 1], -0.5, X, [0, 1, 1, 1]).axes[0]
    assert "wrong" not in texts(or_gate) and "fires" in texts(or_gate)


@pytest.mark.parametrize(("b", "fires"), [(0.0, True), (-1.0, False)])
def test_a_unit_with_no_weights_fires_everywhere_or_nowhere(b: float, fires: bool) -> None:
    assert ("fires" in texts(plot.threshold_line([0, 0], b, X, T).axes[0])) is fires


def test_panels_are_always_a_list_and_take_what_is_drawn() -> None:
    for n in (1, 3):
        fig, axes = plot.panels(n)
        assert len(axes) == n
        assert plot.threshold_line([1, 1], -0.5, X, T, ax=axes[-1], title="OR") is fig
        assert plot.decision_boundary(first, X, T, ax=axes[0]) is fig
    assert axes[-1].get_title() == "OR"
    assert axes[-1].get_aspect() == 1


@pytest.mark.parametrize("alt", ["", "   "])
def test_empty_alt_text_is_refused(alt: str) -> None:
    with pytest.raises(ValueError, match="alt is empty"):
        plot.show(plot.panels()[0], alt=alt)


def test_alt_text_is_required() -> None:
    with pytest.raises(TypeError):
        plot.show(plot.panels()[0])  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="alt is a int"):
        plot.show(plot.panels()[0], alt=3)  # type: ignore[arg-type]


def test_html_holds_the_escaped_alt_text_and_a_real_png() -> None:
    html = plot.html(plot.decision_boundary(first, X, T), alt='a < "b" & c')
    match = re.fullmatch(
        r'<figure[^>]*><img [^>]*alt="([^"]*)" src="data:image/png;base64,([^"]*)"></figure>', html
    )
    assert match is not None
    assert match[1] == "a &lt; &quot;b&quot; &amp; c"
    assert base64.b64decode(match[2]).startswith(b"\x89PNG\r\n\x1a\n")


def test_a_notebook_gets_html_and_png_in_one_bundle() -> None:
    code = f"""
import json
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
shell = InteractiveShell.instance()
from backprop_lib import data, plot
with capture_output() as captured:
    plot.show(plot.threshold_line([1, 1], -0.5, *data.xor()), alt={ALT!r})
print(json.dumps([output.data for output in captured.outputs]))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    (bundle,) = json.loads(done.stdout)
    assert set(bundle) == {"text/html", "image/png", "text/plain"}
    assert bundle["text/plain"] == f"Figure: {ALT}"
    assert bundle["image/png"] in bundle["text/html"]


def test_outside_a_notebook_the_alt_text_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    plot.show(plot.panels()[0], alt=ALT)
    assert capsys.readouterr().out == f"Figure: {ALT}\n"


def test_a_figure_of_pyplots_is_closed() -> None:
    from matplotlib import pyplot as plt

    fig = plt.figure()
    plot.html(fig, alt=ALT)
    assert fig.number not in plt.get_fignums()


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: plot.decision_boundary(lambda G: G, X, T), r"predict of \(10000, 2\) returned"),
        (lambda: plot.decision_boundary(first, X[:, :1], T), r"X is \(4, 1\)"),
        (lambda: plot.decision_boundary(first, X, T[:2]), r"T must be \(4, 1\)"),
        (lambda: plot.decision_boundary(first, X, T + 1), "other values than 0 and 1"),
        (lambda: plot.threshold_line([1, 1, 1], 0, X, T), r"w is \(3,\)"),
    ],
)
def test_shapes_that_cannot_be_drawn_are_refused(draw: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        draw()

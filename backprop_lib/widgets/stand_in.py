"""The still picture that is seen where a widget does not run: an output of its own, below it."""

from collections.abc import Iterable
from typing import Any

from backprop_lib.plot import Picture

# A notebook that is opened again has its outputs, but the kernel that the widget was in is gone:
# JupyterLab says "Error displaying widget" in its place. The picture is seen then, instead of that,
# and not while the widget loads or is there.
STYLE = """<style>
.lm-Widget.jp-OutputArea-child:not(:has(> .jp-RenderedText, > .jupyter-widgets))
  + .jp-OutputArea-child:has(> * > .bp-still),
.jp-OutputArea-child:has(> .jupyter-widgets):has(+ .jp-OutputArea-child > * > .bp-still) {
  display: none;
}
</style>"""
CAPTION = "A still picture of the widget. Run this cell to have the widget itself."

Bundle = dict[str, Any]


def stand_in(still: Picture, id_: str) -> Bundle:
    """The picture as a MIME bundle, with an id by which the widget can hide it."""
    html = f'{STYLE}<div class="bp-still" id="{id_}">{still.html}<p>{CAPTION}</p></div>'
    return {"text/html": html, "text/plain": repr(still)}


def show(bundles: Iterable[Bundle]) -> None:
    """Display MIME bundles, each an output of the cell."""
    from IPython.display import display

    for each in bundles:
        display(each, raw=True)

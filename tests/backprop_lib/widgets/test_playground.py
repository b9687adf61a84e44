"""The widget where there is no browser: what it shows, keeps and refuses."""

import re
import subprocess
import sys
from typing import Any

import pytest

from backprop_lib.widgets import Playground
from backprop_lib.widgets.plain import PlainPlayground
from backprop_lib.widgets.state import BadState, Config

WIDGET = "application/vnd.jupyter.widget-view+json"


def run(code: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.strip()


def test_it_is_a_widget_with_a_still_picture_beside_it() -> None:
    playground = Playground(data="xor", hidden=[4])
    widget, still = playground.outputs(playground.still)
    assert WIDGET in widget
    alt = re.findall(r'<figure.*<img.* alt="(.*?)" src="data:image/png', still["text/html"])
    assert alt and alt[0].startswith(
        "The data set xor and the field of a 2-4-1 net with tanh units."
    )
    assert "After 0 steps" in alt[0]


def test_a_state_is_restored_with_its_weights() -> None:
    playground = Playground(data="spiral", hidden=[8, 4], optimizer="adam", learning_rate=0.01)
    playground.train(25)
    again = Playground(state=playground.state())
    assert again.state() == playground.state()
    linked = Playground(state=playground.link(), seed=5)
    assert linked.session.config == Config().changed(
        {"data": "spiral", "hidden": [8, 4], "optimizer": "adam", "learning_rate": 0.01, "seed": 5}
    )


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ({"version": 99}, "This is a fresh start: the state is of version 99"),
        ("#version=1&hidden=a", "This is a fresh start: the link is damaged: hidden is 'a'"),
        ({"version": 1, "weights": [[1]]}, "This is a fresh start: the state is damaged: weights"),
        ({"version": 1, "weights": None}, "This is a fresh start: the state is damaged"),
    ],
)
def test_a_state_that_cannot_be_restored_is_told_about(state: Any, sentence: str) -> None:
    playground = Playground(state=state)
    assert playground.session.message.startswith(sentence)
    assert playground.session.config == Config()


def test_an_impossible_choice_is_refused() -> None:
    with pytest.raises(BadState, match="activation is 'swish'"):
        Playground(activation="swish")


def test_an_own_activation_is_the_one_that_is_trained_with() -> None:
    from backprop_lib.units import relu

    assert Playground(units={"relu": relu}).session.config.activation == "relu"
    chosen = Playground(units={"relu": relu}, activation="tanh")
    assert chosen.session.config.activation == "tanh"


def test_without_an_event_loop_nothing_runs() -> None:
    playground = Playground()
    with pytest.raises(RuntimeError, match="no running event loop"):
        playground.run()
    playground.close()


def test_the_plain_playground_shows_a_picture_and_its_words() -> None:
    plain = PlainPlayground(data="gauss", hidden=[3])
    assert bytes(plain.image.value).startswith(b"\x89PNG")
    before = plain.image.value
    assert "After 0 steps" in plain.words.value
    step = next(b for b in plain.children[0].children if b.description == "Step")
    step.click()
    assert "After 1 steps" in plain.words.value and plain.image.value != before


def test_importing_the_package_loads_no_widgets() -> None:
    code = "import sys, backprop_lib.widgets; print({'anywidget', 'numpy'} & set(sys.modules))"
    assert run(code) == "set()"


def test_without_anywidget_the_plain_one_takes_its_place() -> None:
    code = (
        "import sys; sys.modules['anywidget'] = None\n"
        "from backprop_lib.widgets import Playground; print(Playground.__name__)"
    )
    assert run(code) == "PlainPlayground"


def test_while_grading_it_takes_anything_and_does_nothing() -> None:
    code = (
        "import sys; from autograder.inside.worker import Guard\n"
        "sys.meta_path.insert(0, Guard(['widgets', 'data', 'plot']))\n"
        "from backprop_lib.widgets import Playground\n"
        "p = Playground(data='xor', forward=print, backward=print); p.run(); p.train(1); print(p)\n"
        "print('backprop_lib.units' in sys.modules)"
    )
    assert run(code).splitlines() == [
        "A widget stands here when the notebook is open in JupyterLab.",
        "False",
    ]

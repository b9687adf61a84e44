"""Circuits are drawn with every number that they are given, and described in words."""

import pytest
from matplotlib.figure import Figure
from matplotlib.text import Annotation

from backprop_lib.circuit_plot import describe, draw, room_for

GATES = {"q": ("+", "x", "y"), "f": ("×", "q", "z")}
PLACES = {"x": (0.0, 2.0), "y": (0.0, 1.0), "z": (0.0, 0.0), "q": (1.0, 1.5), "f": (2.0, 0.75)}
VALUES = {"x": -2.0, "y": 5.0, "z": -4.0, "q": 3.0, "f": -12.0}
GRADIENTS = {"x": -4.0, "y": -4.5, "z": 3.25, "q": -4.25, "f": 1.0}


def texts(fig: Figure) -> list[str]:
    return [text.get_text() for ax in fig.axes for text in ax.texts if text.get_text()]


def test_every_name_value_and_gradient_is_drawn() -> None:
    drawn = texts(draw(GATES, PLACES, VALUES, GRADIENTS))
    assert sorted(drawn) == sorted(
        [*VALUES, "+", "×", "-2", "5", "-4", "3", "-12", "-4", "-4.5", "3.25", "-4.25", "1"]
    )


def test_what_is_not_known_is_left_out_and_what_is_asked_is_a_question_mark() -> None:
    drawn = texts(draw(GATES, PLACES, {"x": -2.0, "q": None}, {"z": None}))
    assert sorted(drawn) == sorted([*VALUES, "+", "×", "-2", "?", "?"])


def test_an_edge_may_have_a_gradient_of_its_own() -> None:
    square = {"s": ("×", "x", "x")}
    drawn = texts(draw(square, {"x": (0, 0), "s": (1, 0)}, {}, {("s", 0): 3.0, "x": 6.0}))
    assert "3" in drawn and "6" in drawn


def test_an_edge_has_as_many_arrows_as_inputs_and_outputs() -> None:
    fig = draw(GATES, PLACES, VALUES)
    arrows = [t for t in fig.axes[0].texts if isinstance(t, Annotation) and t.arrow_patch]
    assert len(arrows) == 5


def test_roles_are_written_below_the_gates_when_asked_for() -> None:
    assert {"distributes", "swaps"} <= set(texts(draw(GATES, PLACES, VALUES, roles=True)))


def test_a_name_without_a_place_is_refused() -> None:
    with pytest.raises(ValueError, match="'z' has no place"):
        draw(GATES, {name: PLACES[name] for name in "xyqf"}, VALUES)


def test_several_circuits_fit_into_one_figure() -> None:
    fig, axes = room_for(2, 3, PLACES)
    assert len(axes) == 6
    assert draw(GATES, PLACES, VALUES, ax=axes[4], title="five") is fig
    assert axes[4].get_title() == "five"


def test_a_circuit_is_told_in_words() -> None:
    said = describe(GATES, {"x": -2.0, "f": None}, {("f", 1): 3.0, "f": 1.0})
    assert "x: value -2." in said
    assert "gate q, + of x and y." in said
    assert "gate f, × of q and z: value ?, gradient 1." in said
    assert "f hands 3 back to z" in said


def test_zero_is_not_minus_zero() -> None:
    assert "x: value 0." in describe(GATES, {"x": -0.0})

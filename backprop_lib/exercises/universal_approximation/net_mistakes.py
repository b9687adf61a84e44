"""Known mistakes of lesson 06 in the net built by hand, and what to say to who made one."""

# ruff: noqa: D103 - what each function does wrong is said in its Mistake below

from typing import Any

import numpy as np

from backprop_lib.exercises.explain import Mistake
from backprop_lib.exercises.universal_approximation.reference import Function, sigmoid


def _net_of(
    g: Function,
    a: float,
    b: float,
    bumps: int,
    steepness: float,
    *,
    heights_at: str = "middle",
    closing: float = -1.0,
    slope: float | None = None,
    side: float = -1.0,
    factor: float | None = None,
    per_width: bool = False,
) -> Any:
    """approximate with room for one mistake; closing: the sign of the steps that end a bump."""
    edges = np.linspace(a, b, bumps + 1)
    left, right = edges[:-1], edges[1:]
    heights = g((left + right) / 2 if heights_at == "middle" else left)
    if per_width:
        heights = heights * (right - left)
    at = np.concatenate([left, right] if closing else [left])
    v = np.concatenate([heights, closing * heights] if closing else [heights])
    W = np.full(len(at), steepness if slope is None else slope)
    return W, side * (steepness if factor is None else factor) * at, v


def _both(name: str, sentence: str, **changes: Any) -> tuple[Mistake, Mistake]:
    """The mistake with heights taken in the middle of each piece, and at its left edge."""

    def made(heights_at: str) -> Any:
        def wrong(g: Function, a: float, b: float, bumps: int, steepness: float) -> Any:
            return _net_of(g, a, b, bumps, steepness, heights_at=heights_at, **changes)

        return wrong

    return (
        Mistake(name, made("middle"), sentence),
        Mistake(f"{name}, heights at the left", made("left"), sentence),
    )


def pieces_one_too_few(g: Function, a: float, b: float, bumps: int, steepness: float) -> Any:
    return _net_of(g, a, b, bumps - 1, steepness)


def on_unit_pieces(g: Function, a: float, b: float, bumps: int, steepness: float) -> Any:
    return _net_of(g, 0.0, 1.0, bumps, steepness)


def steepness_not_in_b(g: Function, a: float, b: float, bumps: int, steepness: float) -> Any:
    return _net_of(g, a, b, bumps, steepness, factor=1.0)


def upside_down(g: Function, a: float, b: float, bumps: int, steepness: float) -> Any:
    W, shifts, v = _net_of(g, a, b, bumps, steepness)
    return W, shifts, -v


def one_height(g: Function, a: float, b: float, bumps: int, steepness: float) -> Any:
    W, shifts, _ = _net_of(g, a, b, bumps, steepness)
    return W, shifts, np.repeat([1.0, -1.0], bumps) * g(np.array((a + b) / 2))


def values_for_parameters(g: Function, a: float, b: float, bumps: int, steepness: float) -> Any:
    W, shifts, v = _net_of(g, a, b, bumps, steepness)
    return sigmoid(np.outer(np.linspace(a, b, 101), W) + shifts) @ v


APPROXIMATE = (
    *_both(
        "never closed",
        "The bumps never end: each one stands on top of all those before it. Each needs a second "
        "unit, a step at its right edge with the weight -height.",
        closing=0.0,
    ),
    *_both(
        "closed upwards",
        "The steps that end a bump go up as well: their weights in v are -height.",
        closing=1.0,
    ),
    *_both(
        "b without its minus",
        "Your steps stand at -x in place of x: W x + b is 0 where the step stands, so b is "
        "-steepness times the place.",
        side=1.0,
    ),
    Mistake(
        "b without the steepness",
        steepness_not_in_b,
        "Your steps stand at places divided by the steepness: W x + b is 0 at x = -b / W, so with "
        "W = steepness the bias is -steepness times the place.",
    ),
    *_both(
        "steepness left out",
        "The steps are too gentle for the bumps: W is steepness for every unit, and b is "
        "-steepness times the place of the step.",
        slope=1.0,
        factor=1.0,
    ),
    *_both(
        "heights times the width",
        "The heights are multiplied by the width of the pieces, as for an integral. A bump is as "
        "high as g, however wide it is.",
        per_width=True,
    ),
    Mistake(
        "one edge too few",
        pieces_one_too_few,
        "There is one piece too few, and with bumps = 1 none at all: bumps pieces have bumps + 1 "
        "edges, np.linspace(a, b, bumps + 1).",
    ),
    Mistake(
        "0 to 1",
        on_unit_pieces,
        "The pieces divide the interval from 0 to 1: let them run from a to b.",
    ),
    Mistake(
        "upside down",
        upside_down,
        "Your net follows -g: the step at the left edge of a piece has the weight +height, the "
        "one at its right edge -height.",
    ),
    Mistake(
        "one height",
        one_height,
        "All bumps have the height of g in the middle of [a, b]: each takes the value of g in the "
        "middle of its own piece.",
    ),
    Mistake(
        "values for parameters",
        values_for_parameters,
        "These are values of a net at some points: return its parameters, the tuple (W, b, v), "
        "each of shape (h,).",
    ),
)

"""Known mistakes of lesson 06 in errors, steps and bumps, and what to say to who made one."""

# ruff: noqa: D103 - what each function does wrong is said in its Mistake below

from typing import Any

import numpy as np

from backprop_lib.arrays import Array
from backprop_lib.exercises.explain import Mistake
from backprop_lib.exercises.universal_approximation.judged import OVERFLOW
from backprop_lib.exercises.universal_approximation.reference import Function, sigmoid, step


def _differences(f: Function, g: Function, a: float, b: float, points: int = 1001) -> Any:
    x = np.linspace(a, b, points)
    return f(x) - g(x)


def without_abs(f: Function, g: Function, a: float, b: float) -> Any:
    return _differences(f, g, a, b).max()


def abs_of_max(f: Function, g: Function, a: float, b: float) -> Any:
    return abs(_differences(f, g, a, b).max())


def mean_for_max(f: Function, g: Function, a: float, b: float) -> Any:
    return np.abs(_differences(f, g, a, b)).mean()


def mean_square(f: Function, g: Function, a: float, b: float) -> Any:
    return (_differences(f, g, a, b) ** 2).mean()


def root_mean_square(f: Function, g: Function, a: float, b: float) -> Any:
    return np.sqrt(mean_square(f, g, a, b))


def largest_square(f: Function, g: Function, a: float, b: float) -> Any:
    return (_differences(f, g, a, b) ** 2).max()


def coarse_grid(f: Function, g: Function, a: float, b: float) -> Any:
    return np.abs(_differences(f, g, a, b, 100)).max()


def difference_of_maxima(f: Function, g: Function, a: float, b: float) -> Any:
    x = np.linspace(a, b, 1001)
    return abs(f(x).max() - g(x).max())


def end_left_out(f: Function, g: Function, a: float, b: float) -> Any:
    x = np.linspace(a, b, 1000, endpoint=False)
    return np.abs(f(x) - g(x)).max()


def place_for_error(f: Function, g: Function, a: float, b: float) -> Any:
    return np.linspace(a, b, 1001)[np.abs(_differences(f, g, a, b)).argmax()]


def on_unit_interval(f: Function, g: Function, a: float, b: float) -> Any:
    return np.abs(_differences(f, g, 0.0, 1.0)).max()


SUP_ERROR = (
    Mistake(
        "abs forgotten",
        without_abs,
        "Only where f lies above g do you see an error: take the absolute value of f(x) - g(x) "
        "before the maximum.",
    ),
    Mistake(
        "abs outside",
        abs_of_max,
        "abs comes too late: the largest difference, made positive, misses where f lies below g. "
        "Take np.abs of each difference first, then the maximum.",
    ),
    Mistake(
        "mean for max",
        mean_for_max,
        "That is the mean distance: a high narrow spike hardly shows in a mean. The sup error is "
        "the largest distance, np.max.",
    ),
    Mistake(
        "mean square",
        mean_square,
        "That is the mean squared error, which comes later for training. Here it is the largest "
        "distance, without square and without mean.",
    ),
    Mistake(
        "root mean square",
        root_mean_square,
        "That is the root of the mean square: the sup error is the largest distance, np.max of "
        "np.abs.",
    ),
    Mistake(
        "largest square",
        largest_square,
        "That is the square of the largest distance: np.abs in place of the square.",
    ),
    Mistake(
        "100 points",
        coarse_grid,
        "Your grid is too coarse: it steps over narrow places where f and g are far apart. Use "
        "1001 points.",
    ),
    Mistake(
        "end left out",
        end_left_out,
        "The grid stops short of b, where the largest distance may be: np.linspace(a, b, 1001) has "
        "both ends, np.arange does not.",
    ),
    Mistake(
        "difference of maxima",
        difference_of_maxima,
        "You compare the highest points of f and g, which may be at different x: subtract at each "
        "x first, then take the largest distance.",
    ),
    Mistake(
        "place for error",
        place_for_error,
        "You return the x at which f and g are furthest apart: the distance there is asked for, "
        "np.max rather than np.argmax.",
    ),
    Mistake(
        "0 to 1",
        on_unit_interval,
        "The grid runs from 0 to 1: let it run from a to b.",
    ),
)


def overflows(x: Array, at: float, steepness: float) -> Any:
    return 1 / (1 + np.exp(-steepness * (x - at)))


def falls(x: Array, at: float, steepness: float) -> Array:
    return sigmoid(-steepness * (x - at))


def at_added(x: Array, at: float, steepness: float) -> Array:
    return sigmoid(steepness * (x + at))


def at_not_multiplied(x: Array, at: float, steepness: float) -> Array:
    return sigmoid(steepness * x - at)


def steepness_forgotten(x: Array, at: float, steepness: float) -> Array:
    return sigmoid(x - at)


def steepness_divides(x: Array, at: float, steepness: float) -> Array:
    return sigmoid((x - at) / steepness)


def jump(x: Array, at: float, steepness: float) -> Any:
    return (x >= at).astype(float)


def tanh_of_half(x: Array, at: float, steepness: float) -> Any:
    return np.tanh(steepness * (x - at) / 2)


def tanh(x: Array, at: float, steepness: float) -> Any:
    return np.tanh(steepness * (x - at))


def mirrored(x: Array, at: float, steepness: float) -> Array:
    return sigmoid(steepness * np.abs(x - at))


def twice_as_steep(x: Array, at: float, steepness: float) -> Array:
    return sigmoid(2 * steepness * (x - at))


STEP = (
    Mistake("overflow", overflows, OVERFLOW),
    Mistake(
        "falls",
        falls,
        "Your step falls from 1 to 0: the sign in the exponent is flipped. It rises when e is "
        "raised to -steepness (x - at).",
    ),
    Mistake(
        "at added",
        at_added,
        "Your step stands at -at: the sigmoid is 1/2 where its argument is 0, so the argument "
        "must contain x - at.",
    ),
    Mistake(
        "at not multiplied",
        at_not_multiplied,
        "Your step stands at at / steepness: multiply the whole difference, steepness * (x - at).",
    ),
    Mistake(
        "steepness forgotten",
        steepness_forgotten,
        "Every step has the same slope: x - at is not multiplied by steepness.",
    ),
    Mistake(
        "steepness divides",
        steepness_divides,
        "A larger steepness makes your step gentler: multiply x - at by it, do not divide.",
    ),
    Mistake(
        "jump",
        jump,
        "That is a jump from 0 to 1: its slope is 0 wherever it has one, so nothing could be "
        "trained through it. Use the sigmoid, which rises smoothly.",
    ),
    Mistake(
        "tanh for sigmoid",
        tanh_of_half,
        "Your step runs from -1 to 1: a sigmoid is (1 + tanh(z / 2)) / 2.",
    ),
    Mistake(
        "tanh of z",
        tanh,
        "Your step runs from -1 to 1, and too steeply: a sigmoid is (1 + tanh(z / 2)) / 2.",
    ),
    Mistake(
        "mirrored",
        mirrored,
        "Left of the step your curve goes up again. With e = exp(-|z|) the sigmoid is 1 / (1 + e) "
        "where z >= 0, and e / (1 + e) where z < 0.",
    ),
    Mistake(
        "twice as steep",
        twice_as_steep,
        "Your step is twice as steep as it should be: the sigmoid of z is "
        "(1 + tanh(z / 2)) / 2, with z halved inside.",
    ),
)


def steps_added(x: Array, left: float, right: float, height: float, steepness: float) -> Array:
    return height * (step(x, left, steepness) + step(x, right, steepness))


def never_closed(x: Array, left: float, right: float, height: float, steepness: float) -> Array:
    return height * step(x, left, steepness)


def height_forgotten(x: Array, left: float, right: float, height: float, steepness: float) -> Array:
    return step(x, left, steepness) - step(x, right, steepness)


def first_step_scaled(
    x: Array, left: float, right: float, height: float, steepness: float
) -> Array:
    return height * step(x, left, steepness) - step(x, right, steepness)


def height_added(x: Array, left: float, right: float, height: float, steepness: float) -> Array:
    return height + step(x, left, steepness) - step(x, right, steepness)


def steps_multiplied(x: Array, left: float, right: float, height: float, steepness: float) -> Array:
    return height * step(x, left, steepness) * (1 - step(x, right, steepness))


def opens_where_it_ends(
    x: Array, left: float, right: float, height: float, steepness: float
) -> Array:
    return height * (step(x, right, steepness) - step(x, left, steepness))


def height_in_steepness(
    x: Array, left: float, right: float, height: float, steepness: float
) -> Array:
    return step(x, left, height * steepness) - step(x, right, height * steepness)


BUMP = (
    Mistake(
        "steps added",
        steps_added,
        "The second step goes up as well, so right of the bump you have twice the height: "
        "subtract it.",
    ),
    Mistake(
        "never closed",
        never_closed,
        "Your bump never ends: a second step, at right, has to take the height away again.",
    ),
    Mistake("height forgotten", height_forgotten, "The bump is not multiplied by height."),
    Mistake(
        "first step scaled",
        first_step_scaled,
        "Only the first step is multiplied by height: put brackets around the difference.",
    ),
    Mistake(
        "height added",
        height_added,
        "height is added, which lifts everything, left and right of the bump too: multiply by it.",
    ),
    Mistake(
        "steps multiplied",
        steps_multiplied,
        "You multiply two steps. The last layer of a net can only add them with weights, here "
        "height and -height: take their difference.",
    ),
    Mistake(
        "left and right swapped",
        opens_where_it_ends,
        "Your bump points the wrong way: the step at left is added, the one at right taken away.",
    ),
    Mistake(
        "height in the steepness",
        height_in_steepness,
        "height multiplies the steepness, inside the sigmoid, which never exceeds 1: multiply the "
        "difference of the steps.",
    ),
)

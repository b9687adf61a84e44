"""The cases of lesson 06, and how what the student's functions return is measured."""

from dataclasses import replace
from typing import Any

import numpy as np

from backprop_lib.arrays import Array
from backprop_lib.exercises.cases import Case, Rng
from backprop_lib.exercises.compare import Measured, WrongForm, as_array, as_number, as_sequence
from backprop_lib.exercises.given import GivenFunction
from backprop_lib.exercises.universal_approximation import names
from backprop_lib.exercises.universal_approximation.judged import read_net
from backprop_lib.exercises.universal_approximation.reference import Params, net

GRADIENTS = ("dW", "db", "dv")
MARGIN = 1e-3  # of the largest |g|: what is left of a step that has nearly risen

SMOOTH = "def {name}(x):\n    return q * np.sin(w * x + p) + c * x"
WITH_END = SMOOTH + " + h * np.exp(-k * np.abs(x - e))"
WITH_PLATEAUS = SMOOTH + (
    " + h1 * (np.abs(x - e1) < d) - h2 * (np.abs(x - e2) < d)"  # f above g, then f below g
)
# Places in thousandths that coarser grids step over.
HIDDEN = [n / 1000 for n in range(200, 800) if n % 10 in (3, 7) and 0.1 < n * 99 / 1000 % 1 < 0.9]
WAVE = "def g(x):\n    return c + q * np.sin(w * x + p)"


def draw_sup_error(rng: Rng) -> list[Case]:
    """The largest difference at either end, and on narrow pieces inside, of either sign."""
    cases = []
    for at_left, sign in ((True, 1.0), (False, -1.0)):
        a, b, smooth = _smooth(rng)
        end = {"h": sign * _between(rng, 1, 3), "k": _between(rng, 2, 4), "e": a if at_left else b}
        f, g = _given("f", WITH_END, smooth | end), _given("g", SMOOTH, smooth)
        note = f"f and g are furthest apart at the end, x = {end['e']:.6g}"
        cases.append(Case((f, g, a, b), note=note))
    for sign in (1.0, -1.0):
        a, b, smooth = _smooth(rng)
        places = a + (b - a) * rng.choice(HIDDEN, 2, replace=False)
        high = _between(rng, 2, 3)
        plateaus = {
            "h1": high if sign > 0 else high / 2,
            "h2": high / 2 if sign > 0 else high,
            "e1": float(places[0]),
            "e2": float(places[1]),
            "d": 0.7e-3 * (b - a),  # wider than the grid's spacing, by little
        }
        f, g = _given("f", WITH_PLATEAUS, smooth | plateaus), _given("g", SMOOTH, smooth)
        where = places[0] if sign > 0 else places[1]
        note = f"f and g are furthest apart on a narrow piece around x = {where:.4g}"
        cases.append(Case((f, g, a, b), note=note))
    return cases


def measure_error(result: object, _: Case) -> Measured:
    """One number."""
    return {"the error": as_number("the error", result)}


def draw_step(rng: Rng) -> list[Case]:
    """Gentle and steep, one row and many, far from the step and exactly on it; strided."""
    cases = []
    for shape, steepness in (((7,), 1.0), ((1, 5), 3.0), ((3, 4), 12.0)):
        x = rng.standard_normal(shape)
        at, s = float(rng.standard_normal()), steepness * _between(rng, 0.7, 1.5)
        cases.append(Case((x, at, s)))
    cases[-1] = replace(cases[-1], strided=True)
    at = float(rng.standard_normal())
    for steepness in (1e3, 1e6):
        near = rng.standard_normal(int(rng.integers(2, 5))) / steepness
        x = at + np.concatenate([near, [0.0], rng.uniform(-9, -1, 3), rng.uniform(1, 9, 3)])
        cases.append(Case((x, at, steepness * _between(rng, 1, 3))))
    return [replace(case, names={"np": names.STRICT_NUMPY}) for case in cases]


def draw_bump(rng: Rng) -> list[Case]:
    """Wide and narrow bumps, up and down; too gentle to reach their height, and steep."""
    cases = []
    for shape, steepness in (((7,), 2.0), ((1, 5), 8.0), ((4, 3), 30.0), ((9,), 1e4)):
        left = float(rng.standard_normal())
        right = left + _between(rng, 0.5, 2)
        x = rng.uniform(left - 1, right + 1, shape)
        height = float(rng.choice([-1, 1])) * _between(rng, 0.5, 3)
        cases.append(Case((x, left, right, height, steepness * _between(rng, 0.7, 1.5))))
    cases[2] = replace(cases[2], strided=True)
    return cases


def draw_bump_of_steps(rng: Rng) -> list[Case]:
    """Bumps with step replaced by a right one."""
    return [replace(case, names={"step": names.STEP}) for case in draw_bump(rng)]


def measure_values(result: object, _: Case) -> Measured:
    """The curve at x."""
    return {"the output": as_array("the output", result)}


def draw_approximate(rng: Rng) -> list[Case]:
    """A few bumps, one alone, many; intervals that begin left of 0; g that is not 0 there."""
    cases = []
    for bumps in (2, 1, int(rng.integers(5, 9)), int(rng.integers(15, 25))):
        a, b = -_between(rng, 0.4, 2), _between(rng, 0.6, 3)
        wave = {
            "c": float(rng.choice([-1, 1])) * _between(rng, 0.5, 1),
            "q": _between(rng, 1, 2),
            "w": _between(rng, 4, 7) / (b - a),
            "p": _between(rng, 0, 6),
        }
        steepness = _between(rng, 60, 120) * bumps / (b - a)
        case = Case((_given("g", WAVE, wave), a, b, bumps, steepness))
        points = "the points " + ", ".join(f"{x:.3g}" for x in probes(case))
        if bumps > 2:
            points = "three points of each bump"
        note = f"judged at {points}: the net must be a value that g takes within a bump's width"
        cases.append(replace(case, note=note))
    return cases


def probes(case: Case) -> Array:
    """Three points inside each of the equal pieces of [a, b]."""
    _, a, b, bumps, _ = case.args
    places = np.arange(bumps)[:, None] + np.array([0.25, 0.5, 0.75])
    x: Array = a + (b - a) * places.ravel() / bumps
    return x


def measure_net(result: object, case: Case) -> Measured:
    """What the net computes; where it is a value that g takes within one bump's width, g(x)."""
    g, a, b, bumps, _ = case.args
    params = read_net("The result", result)
    h = len(params[0])
    if h == 0:
        raise WrongForm(
            "The net has no hidden units for bumps = 1: one bump needs two edges, bumps of them "
            "bumps + 1, as in np.linspace(a, b, bumps + 1)."
        )
    if h > 2 * bumps:
        raise WrongForm(
            f"The net has {h} hidden units for {bumps} bumps: two for each bump are enough."
        )
    x, width = probes(case), (b - a) / bumps
    near = np.clip(x[:, None] + width * np.linspace(-1, 1, 201), a, b)
    low, high = g(near).min(axis=1), g(near).max(axis=1)
    margin = MARGIN * np.abs(g(np.linspace(a, b, 201))).max()
    with np.errstate(all="ignore"):
        y = net(params, x)
        close = (y >= low - margin) & (y <= high + margin)
    return {"the net": np.where(close, g(x), y)}


def draw_net_loss_alone(rng: Rng) -> list[Case]:
    """A batch of one, small nets and wide ones, saturated units, non-contiguous arrays."""
    cases = [
        _net_case(rng, m=1, h=int(rng.integers(2, 4))),
        replace(_net_case(rng, m=5, h=3), numerical=True),
        _net_case(rng, m=8, h=int(rng.integers(4, 7))),
        _net_case(rng, m=6, h=4, scale=1e3),
        replace(_net_case(rng, m=7, h=int(rng.integers(4, 7))), strided=True),
    ]
    return cases


def draw_net_loss(rng: Rng) -> list[Case]:
    """The same, with what was written before replaced by something right."""
    return [replace(case, names=names.BEFORE_LOSS) for case in draw_net_loss_alone(rng)]


def measure_loss(result: object, _: Case) -> Measured:
    """The loss and the three gradients."""
    loss, grads = as_sequence("The result", result, 2, "return loss, (dW, db, dv)")
    items = as_sequence("grads", grads, 3, "it must be (dW, db, dv)")
    measured = {"loss": as_number("loss", loss)}
    return measured | {n: as_array(n, d) for n, d in zip(GRADIENTS, items, strict=True)}


def draw_training_alone(rng: Rng) -> list[Case]:
    """Half a wave on lopsided intervals, and more units than it needs."""
    cases = []
    for _ in range(2):
        a, b = -_between(rng, 0.5, 1), _between(rng, 1.8, 2.6)
        wave = {
            "c": _between(rng, -0.2, 0.2),
            "q": float(rng.choice([-1, 1])) * _between(rng, 0.5, 1.5),
            "w": _between(rng, 2.5, 3.5) / (b - a),
            "p": _between(rng, -0.5, 0.5),
        }
        wave["p"] -= wave["w"] * (a + b) / 2  # the middle of the wave in that of [a, b]
        width, start = int(rng.integers(24, 37)), np.random.default_rng(int(rng.integers(1 << 30)))
        cases.append(Case((_given("g", WAVE, wave), a, b, width, 80, start)))
    return cases


def draw_training(rng: Rng) -> list[Case]:
    """The same with net_loss replaced, so that a wrong one does no harm here."""
    note = (
        "(net_loss was replaced by a right one for this check; b is the end of the interval, so "
        "the bias needs another name)"
    )
    return [
        replace(case, names=names.BEFORE_TRAINING, note=note) for case in draw_training_alone(rng)
    ]


def _given(name: str, source: str, constants: dict[str, Any]) -> GivenFunction:
    return GivenFunction(name, source.format(name=name), constants)


def _between(rng: Rng, low: float, high: float) -> float:
    return float(rng.uniform(low, high))


def _smooth(rng: Rng) -> tuple[float, float, dict[str, float]]:
    """An interval, and the constants of a smooth function."""
    a = _between(rng, -3, 3)
    smooth = {"q": _between(rng, 0.5, 2), "w": _between(rng, 1, 3), "p": _between(rng, 0, 6)}
    return a, a + _between(rng, 1.5, 3), smooth | {"c": _between(rng, -1, 1)}


def _net_case(rng: Rng, m: int, h: int, scale: float = 1.0) -> Case:
    """A net with h hidden units at m points."""
    params: Params = (
        scale * rng.standard_normal(h),
        rng.standard_normal(h),
        rng.standard_normal(h),
    )
    x, t = rng.standard_normal(m), rng.standard_normal(m)
    return Case((params, x, t), sizes={"m": m, "h": h})

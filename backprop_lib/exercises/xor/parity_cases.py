"""The cases of parity, and how a net of threshold units is read, counted and applied."""

import functools

import numpy as np

from backprop_lib.arrays import Array
from backprop_lib.exercises.cases import Case, Rng
from backprop_lib.exercises.compare import Measured, WrongForm, a_kind, as_sequence, from_list
from backprop_lib.exercises.xor.reference import Layers

UNITS_PER_BIT = 4  # by depth; three are needed for each pair, and a pair may be half empty
LOOKS = 2  # signals that a unit by depth may look at
PARITIES = {"even": 0, "odd": 1}


def draw_parity(rng: Rng) -> list[Case]:
    """Two bits, three, five and seven (odd on the way, too), and an even number of more."""
    return [_case(n) for n in (2, 3, 5, int(rng.choice([4, 6, 8])), 7)]


@functools.cache
def inputs(n: int) -> Array:
    """All inputs of n bits (2^n, n), in counting order."""
    return np.array(list(np.ndindex(*n * [2])), dtype=float)


def measure_deep_parity(result: object, case: Case) -> Measured:
    """What the net says to all inputs; each unit has two signals at most, and there are few."""
    n = case.args[0]
    layers = _layers(result, n)
    for k, (W, _) in enumerate(layers, 1):
        looks = np.count_nonzero(W, axis=0)
        j = int(looks.argmax())
        if looks[j] > LOOKS:
            raise WrongForm(
                f"For n = {n}, unit {j + 1} of the {len(looks)} in layer {k} has {looks[j]} "
                "weights that are not 0: here each unit may look at two signals."
            )
    units = sum(W.shape[1] for W, _ in layers)
    if units > UNITS_PER_BIT * n:
        raise WrongForm(f"For n = {n} the net has {units} units: at most 4 n = {4 * n} are asked.")
    return _answers(layers, n)


def measure_wide_parity(result: object, case: Case) -> Measured:
    """What the net with one hidden layer says to all inputs; that layer is not too wide."""
    n = case.args[0]
    layers = _layers(result, n)
    if len(layers) != 2:
        raise WrongForm(
            f"For n = {n} the number of layers is {len(layers)}: two are asked for, the hidden "
            "layer and the output."
        )
    hidden = layers[0][0].shape[1]
    if hidden > 2 ** (n - 1):
        raise WrongForm(
            f"For n = {n} the hidden layer has {hidden} units: "
            f"{2 ** (n - 1)} are enough, one for each pattern with an odd number of ones."
        )
    return _answers(layers, n)


def _case(n: int) -> Case:
    told = []
    for kind, remainder in PARITIES.items():
        chosen = inputs(n)[_ones(n) % 2 == remainder]
        texts = ["".join(f"{x:g}" for x in bits) for bits in chosen[:4]]
        told.append(f"{kind} inputs: {', '.join(texts)}" + (", ..." if len(chosen) > 4 else ""))
    return Case((n,), note=f"({'; '.join(told)})")


def _layers(result: object, n: int) -> Layers:
    """The layers of a net of n inputs and one output. Raises WrongForm where they do not fit."""
    if not isinstance(result, list | tuple):
        raise WrongForm(f"It returned {a_kind(result)}: return a list of layers [(W, b), ...].")
    if len(result) == 0:
        raise WrongForm(f"For n = {n} there are no layers in the list: append each one, (W, b).")
    layers: Layers = []
    signals = n
    for k, pair in enumerate(result, 1):
        given = as_sequence(f"Layer {k}", pair, 2, "it must be a pair (W, b)")
        W, b = (from_list(f"{x} of layer {k}", P) for x, P in zip("Wb", given, strict=True))
        if W.ndim != 2 or W.shape[0] != signals or W.shape[1] == 0:
            raise WrongForm(
                f"For n = {n}, W of layer {k} has the shape {W.shape}, but {signals} signals "
                f"arrive there: it must be ({signals}, units), a column for each unit."
            )
        units = W.shape[1]
        if b.shape not in {(), (1,), (units,), (1, units)}:
            raise WrongForm(
                f"For n = {n}, b of layer {k} has the shape {b.shape}: its W has {units} columns, "
                f"so it must be ({units},), a bias for each unit."
            )
        layers.append((W, b))
        signals = units
    if signals != 1:
        raise WrongForm(
            f"For n = {n} the last layer has {signals} units: it must have one, whose output is "
            "the parity."
        )
    return layers


def _answers(layers: Layers, n: int) -> Measured:
    """What the last unit says to all inputs, each kind in counting order."""
    signals = inputs(n)
    for W, b in layers:
        signals = (signals @ W + b >= 0).astype(float)
    said = signals[:, 0]
    return {
        f"the answer to {kind} inputs": said[_ones(n) % 2 == remainder]
        for kind, remainder in PARITIES.items()
    }


def _ones(n: int) -> Array:
    ones: Array = inputs(n).sum(axis=1)
    return ones

"""How the weights of a net start.

Each returns W (p, q) for p inputs and q outputs, float64, drawn from the generator that is passed.
The aim of a good start: signals, and gradients, neither fade nor grow from layer to layer.
"""

import math
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Weights: TypeAlias = NDArray[np.float64]
Init: TypeAlias = Callable[[int, int, np.random.Generator], Weights]


def zeros(p: int, q: int, rng: np.random.Generator | None = None) -> Weights:
    """All zero, to show why not: the units of a layer stay equal, as they get equal gradients.

    Source: JHU CSCI 601-471/671 Neural networks (2025), "Weight Initialization".
    """
    return np.zeros((p, q))


def gaussian(p: int, q: int, rng: np.random.Generator, std: float = 0.01) -> Weights:
    """Normal, of standard deviation `std` whatever the layer's size.

    Source: JHU CSCI 601-471/671 Neural networks (2025), "Weight Initialization".
    """
    return std * rng.standard_normal((p, q))


def xavier(p: int, q: int, rng: np.random.Generator) -> Weights:
    """Normal, of variance 2 / (p + q): for tanh and sigmoid units.

    Source: Glorot and Bengio, Understanding the difficulty of training deep feedforward neural
    networks (2010).
    """
    return math.sqrt(2 / (p + q)) * rng.standard_normal((p, q))


def he(p: int, q: int, rng: np.random.Generator) -> Weights:
    """Normal, of variance 2 / p: for relu units, which let half of their input's power through.

    Source: He, Zhang, Ren and Sun, Delving deep into rectifiers (2015).
    """
    return math.sqrt(2 / p) * rng.standard_normal((p, q))


def parameters(sizes: Sequence[int], weights: Init = he, seed: int = 0) -> tuple[Weights, ...]:
    """(W1, b1, W2, b2, ...) of a net whose layers have these sizes, the inputs first.

    Biases start at 0. Raises ValueError for fewer than two sizes and for sizes below 1.
    """
    if len(sizes) < 2 or min(sizes) < 1:
        raise ValueError(
            f"parameters: sizes is {tuple(sizes)}: give at least the number of inputs and the "
            "number of outputs, for example (2, 16, 2)"
        )
    rng = np.random.default_rng(seed)
    layers = ((weights(p, q, rng), np.zeros(q)) for p, q in pairwise(sizes))
    return tuple(array for layer in layers for array in layer)

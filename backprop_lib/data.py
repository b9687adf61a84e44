"""Small data sets, made on the spot."""

import numpy as np
from numpy.typing import NDArray

CORNERS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])


def xor(
    m: int = 4, noise: float = 0.0, seed: int = 0
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The exclusive or: X (m, 2), T (m, 1), float64.

    With no arguments the four corners in the order 00, 01, 10, 11. With more samples the corners
    take turns; `noise` is the standard deviation of what is added to them, drawn from `seed`.
    Raises ValueError when m is not positive or noise is negative.
    Source: JHU CSCI 601-471/671 Neural networks (2025), "Perceptron: Demise".
    """
    if m < 1:
        raise ValueError(f"xor: m is {m}: ask for at least one sample")
    if noise < 0:
        raise ValueError(f"xor: noise is {noise}: a standard deviation cannot be negative")
    corners = CORNERS[np.arange(m) % 4]
    T = (corners[:, 0] != corners[:, 1]).astype(float)[:, None]
    X = corners + noise * np.random.default_rng(seed).standard_normal((m, 2))
    return X, T

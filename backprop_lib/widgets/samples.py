"""The samples of a Playground: the library's data sets on one square, and the features of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from backprop_lib import data
from backprop_lib.widgets.state import EXTENT, Config

Floats: TypeAlias = NDArray[np.float64]

FEATURES: dict[str, Callable[[Any, Any], Any]] = {
    "x1": lambda x1, x2: x1,
    "x2": lambda x1, x2: x2,
    "x1^2": lambda x1, x2: x1 * x1,
    "x2^2": lambda x1, x2: x2 * x2,
    "x1 x2": lambda x1, x2: x1 * x2,
    "sin x1": lambda x1, x2: np.sin(x1),
    "sin x2": lambda x1, x2: np.sin(x2),
}


@dataclass(frozen=True)
class DataSet:
    """A data set of the library, moved by `centre` and stretched by `scale` onto the square.

    quiet, loud: the library's `noise` at 0 and at 50 percent.
    """

    make: Callable[..., data.Samples]
    scale: float
    centre: tuple[float, float]
    quiet: float
    loud: float


SETS = {
    "circle": DataSet(data.circle, 1.25, (0, 0), 0, 0.4),
    "xor": DataSet(data.xor, 3, (0.5, 0.5), 0.06, 0.3),
    "gauss": DataSet(data.gauss, 1.25, (0, 0), 0.25, 0.9),
    "spiral": DataSet(data.spiral, 2.6, (0, 0), 0, 0.12),
    "moons": DataSet(data.moons, 1.5, (0.5, 0.25), 0.02, 0.35),
    "plane": DataSet(data.plane, 2.75, (0, 0), 0, 0.6),
    "multi_gauss": DataSet(data.multi_gauss, 2.75, (0, 0), 0, 0.6),
}


@dataclass(frozen=True)
class Samples:
    """Samples to train on and to test on: X (m, 2) within the square, T (m, 1) of -1 and 1.

    For a regression T holds real numbers about as large.
    """

    X: Floats
    T: Floats
    X_test: Floats
    T_test: Floats


def draw(config: Config) -> Samples:
    """The samples that a configuration asks for; own points are added to those to train on."""
    kind = SETS[config.data]
    noise = kind.quiet + (kind.loud - kind.quiet) * config.noise / 50
    X, T = kind.make(config.samples, noise=noise, seed=config.seed)
    X = np.clip(kind.scale * (X - np.array(kind.centre)), -EXTENT, EXTENT)
    if config.problem == "classification":
        T = 2 * T - 1
    elif config.data == "plane":
        T = T / 2
    parts = data.hold_out(X, T, 1 - config.train_share / 100, seed=config.seed)
    own = np.array(config.points, dtype=np.float64).reshape(-1, 3)
    return Samples(
        np.concatenate([parts[0], own[:, :2]]),
        np.concatenate([parts[1], own[:, 2:]]),
        parts[2],
        parts[3],
    )


def features(names: Sequence[str], X: NDArray[Any]) -> NDArray[Any]:
    """The inputs of the net, (m, p): a column for each feature, in the order of their names."""
    x1, x2 = X[:, 0], X[:, 1]
    return np.stack([FEATURES[name](x1, x2) for name in names], axis=1)


def grid(n: int) -> NDArray[np.float32]:
    """The centres of n x n cells of the square, (n n, 2), rows from the bottom up."""
    at = (np.arange(n, dtype=np.float32) + 0.5) * np.float32(2 * EXTENT / n) - np.float32(EXTENT)
    x1, x2 = np.meshgrid(at, at)
    return np.column_stack([x1.ravel(), x2.ravel()])

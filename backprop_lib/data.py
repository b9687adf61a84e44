"""Small data sets, made on the spot from a seed.

Each returns X (m, p), a row for each sample, and T (m, 1), both float64. For classes T holds the
class numbers 0, 1, ...; `one_of_k` turns them into the targets of a net with an output for each
class.
"""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Samples: TypeAlias = tuple[Floats, Floats]

CORNERS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
HILLS = np.array([[x1, x2] for x2 in (0.45, -0.45) for x1 in (-0.65, 0.0, 0.65)])
APARTMENT_COLUMNS = ("floor space (m²)", "bedrooms", "age (years)")


def xor(m: int = 4, noise: float = 0.0, seed: int = 0) -> Samples:
    """The exclusive or: X (m, 2), T (m, 1), float64.

    With no arguments the four corners in the order 00, 01, 10, 11. With more samples the corners
    take turns; `noise` is the standard deviation of what is added to them, drawn from `seed`.
    Raises ValueError when m is not positive or noise is negative.
    Source: JHU CSCI 601-471/671 Neural networks (2025), "Perceptron: Demise".
    """
    rng = _generator("xor", m, noise, seed)
    corners = CORNERS[np.arange(m) % 4]
    T = (corners[:, 0] != corners[:, 1]).astype(float)[:, None]
    return corners + noise * rng.standard_normal((m, 2)), T


def apartments(m: int = 100, noise: float = 15.0, seed: int = 0) -> Samples:
    """Made-up apartments: no such flat was ever sold.

    X (m, 3): floor space in square metres, bedrooms, age in years (`APARTMENT_COLUMNS`); T (m, 1):
    the price in thousands of euros, 40 + 2.8 space + 6 bedrooms - 0.9 age plus normal noise of
    standard deviation `noise`, so that a linear regression should find these four numbers again.
    Raises ValueError when m is not positive or noise is negative.
    Source of the setting: Back to Backprop (Krajevski, 2025), "Linear projections".
    """
    rng = _generator("apartments", m, noise, seed)
    space = np.round(rng.uniform(25, 140, m), 1)
    bedrooms = np.clip(np.round(space / 32 + 0.5 * rng.standard_normal(m)), 1, 5)
    age = np.floor(rng.uniform(0, 80, m))
    price = 40 + 2.8 * space + 6 * bedrooms - 0.9 * age + noise * rng.standard_normal(m)
    return np.stack([space, bedrooms, age], axis=1), price[:, None]


def circle(m: int = 200, noise: float = 0.1, seed: int = 0) -> Samples:
    """A disc of class 1 within a ring of class 0; classes take turns.

    X (m, 2), T (m, 1); `noise` is the standard deviation of what is added to X.
    Raises ValueError when m is not positive or noise is negative.
    """
    rng = _generator("circle", m, noise, seed)
    t = np.arange(m) % 2
    radius = np.where(t == 1, np.sqrt(rng.uniform(0, 1, m)), rng.uniform(1.5, 2, m))
    angle = rng.uniform(0, 2 * np.pi, m)
    return _polar(radius, angle) + noise * rng.standard_normal((m, 2)), _column(t)


def gauss(m: int = 200, noise: float = 0.7, seed: int = 0) -> Samples:
    """Two round clouds, class 0 around (-1, -1) and class 1 around (1, 1); classes take turns.

    X (m, 2), T (m, 1); `noise` is the standard deviation of each cloud.
    Raises ValueError when m is not positive or noise is negative.
    """
    rng = _generator("gauss", m, noise, seed)
    t = np.arange(m) % 2
    return (2.0 * t - 1)[:, None] + noise * rng.standard_normal((m, 2)), _column(t)


def moons(m: int = 200, noise: float = 0.1, seed: int = 0) -> Samples:
    """Two half circles that reach into each other; classes take turns.

    X (m, 2), T (m, 1); `noise` is the standard deviation of what is added to X.
    Raises ValueError when m is not positive or noise is negative.
    """
    rng = _generator("moons", m, noise, seed)
    t = np.arange(m) % 2
    upper = _polar(np.ones(m), rng.uniform(0, np.pi, m))
    X = np.where((t == 0)[:, None], upper, [1.0, 0.5] - upper)
    return X + noise * rng.standard_normal((m, 2)), _column(t)


def spiral(m: int = 200, noise: float = 0.05, classes: int = 2, seed: int = 0) -> Samples:
    """Arms that wind one and a half times around the origin, one for each class.

    X (m, 2) within about the unit disc, T (m, 1) of class numbers below `classes`; classes take
    turns; `noise` is the standard deviation of what is added to X.
    Raises ValueError when m is not positive, noise is negative or classes is below 2.
    """
    rng = _generator("spiral", m, noise, seed)
    if classes < 2:
        raise ValueError(f"spiral: classes is {classes}: ask for at least two")
    t = np.arange(m) % classes
    radius = rng.uniform(0.05, 1, m)
    X = _polar(radius, 3 * np.pi * radius + 2 * np.pi * t / classes)
    return X + noise * rng.standard_normal((m, 2)), _column(t)


def plane(m: int = 200, noise: float = 0.1, seed: int = 0) -> Samples:
    """A regression: T is x1 + x2 and noise, over the square from -1 to 1.

    X (m, 2), T (m, 1) of real numbers; `noise` is the standard deviation of what is added to T.
    Raises ValueError when m is not positive or noise is negative.
    """
    rng = _generator("plane", m, noise, seed)
    X = rng.uniform(-1, 1, (m, 2))
    return X, X.sum(axis=1, keepdims=True) + noise * rng.standard_normal((m, 1))


def multi_gauss(m: int = 200, noise: float = 0.1, seed: int = 0) -> Samples:
    """A regression: six round hills and hollows of height 1, over the square from -1 to 1.

    T is the sum of the six, alternately up and down, each a normal curve of standard deviation 0.2.
    X (m, 2), T (m, 1) of real numbers; `noise` is the standard deviation of what is added to T.
    Raises ValueError when m is not positive or noise is negative.
    """
    rng = _generator("multi_gauss", m, noise, seed)
    X = rng.uniform(-1, 1, (m, 2))
    squares = ((X[:, None] - HILLS) ** 2).sum(axis=2)  # (m, 6)
    T = np.exp(-squares / (2 * 0.2**2)) @ np.array([1.0, -1, 1, -1, 1, -1])
    return X, T[:, None] + noise * rng.standard_normal((m, 1))


def one_of_k(T: NDArray[np.generic], k: int) -> Floats:
    """Class numbers (m,) or (m, 1) as rows of k entries, one of them 1, the others 0.

    Raises ValueError for another shape, and for entries that are no class numbers below k.
    """
    t = np.asarray(T)
    if t.ndim not in (1, 2) or t.size != len(t):
        raise ValueError(f"one_of_k: T is {t.shape}: T must be (m,) or (m, 1)")
    wrong = ~np.isin(t, np.arange(k))
    if wrong.any():
        raise ValueError(
            f"one_of_k: T holds {t[wrong][0]}, k is {k}: classes are numbered from 0 to k - 1"
        )
    rows: Floats = np.eye(k)[t.ravel().astype(int)]
    return rows


def hold_out(
    X: Floats, T: Floats, fraction: float = 0.2, seed: int = 0
) -> tuple[Floats, Floats, Floats, Floats]:
    """X, T to train on and X, T to judge by: a random `fraction` of the samples is held out.

    X (m, p), T (m, ...). Raises ValueError when X and T differ in their number of samples, or when
    either part would be empty.
    """
    if len(X) != len(T):
        raise ValueError(f"hold_out: X is {X.shape}, T is {T.shape}: they must have as many rows")
    held = round(fraction * len(X))
    if not 0 < held < len(X):
        raise ValueError(
            f"hold_out: fraction is {fraction}, X has {len(X)} rows: both parts need at least one"
        )
    order = np.random.default_rng(seed).permutation(len(X))
    out, kept = order[:held], order[held:]
    return X[kept], T[kept], X[out], T[out]


def _generator(name: str, m: int, noise: float, seed: int) -> np.random.Generator:
    if m < 1:
        raise ValueError(f"{name}: m is {m}: ask for at least one sample")
    if not noise >= 0:
        raise ValueError(f"{name}: noise is {noise}: a standard deviation cannot be negative")
    return np.random.default_rng(seed)


def _polar(radius: Floats, angle: Floats) -> Floats:
    direction: Floats = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    return radius[:, None] * direction


def _column(t: NDArray[np.generic]) -> Floats:
    return t.astype(np.float64)[:, None]

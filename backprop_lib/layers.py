"""Units of whole layers: dropout, normalisation over the batch or the layer, residual.

Source: JHU CSCI 601-471/671 Neural networks (2025), normalization, residual connections, dropout.
"""

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np

from backprop_lib.arrays import Array, require_floats, require_same_shape, upstream

Normalised: TypeAlias = tuple[Array, Callable[[Array], tuple[Array, Array, Array]]]
Unit: TypeAlias = Callable[..., tuple[Any, Callable[..., Any]]]


def dropout(A: Array, p: float, rng: np.random.Generator) -> tuple[Array, Callable[[Array], Array]]:
    """Each entry is dropped with probability p, the others are divided by 1 - p (inverted dropout).

    A of any shape, p in [0, 1), rng what the mask is drawn from, once a call; `back(dZ)` gives dA.
    The mean over masks is A: when evaluating leave the unit out.
    Raises ValueError when p is not in [0, 1), TypeError when rng is no numpy Generator.
    Source: JHU CSCI 601-471/671 Neural networks (2025), dropout during test time, scaling up.
    """
    require_floats("dropout", {"A": A})
    if not 0 <= p < 1:
        raise ValueError(f"dropout: p is {p}: the probability of dropping must be in [0, 1)")
    _require_generator(rng)
    M = (rng.random(A.shape) >= p) / A.dtype.type(1 - p)
    Z = A * M

    def back(dZ: Array) -> Array:
        dZ = upstream("dropout", "dZ", dZ, M.shape, M.dtype)
        dA: Array = dZ * M
        return dA

    return Z, back


def batch_norm(
    X: Array,
    gamma: Array,
    beta: Array,
    eps: float = 1e-5,
    moments: tuple[Array, Array] | None = None,
) -> Normalised:
    """Each column is brought to mean 0 and variance 1 over the batch, then scaled and shifted.

    X (m, p), gamma and beta (p,), eps > 0 in the units of the variance; the value is (m, p);
    `back(dY)` gives dX, dgamma, dbeta. The variance is that of the batch, divided by m.
    moments: for evaluation, the means and variances (p,), (p,) measured in training; they are
    data, so that a sample's value no longer depends on the others.
    Raises ValueError when the shapes do not fit, eps is not positive, a variance is negative, or
    the batch is of one and no moments are given.
    Source: Ioffe and Szegedy, Batch normalization (2015).
    """
    _require_norm("batch_norm", X, gamma, beta, eps)
    if moments is None:
        if len(X) < 2:
            raise ValueError(
                f"batch_norm: X is {X.shape}: a batch of one has no variance, use more samples, "
                "or when evaluating pass moments=(mean, variance) measured in training"
            )
        return _normalised("batch_norm", X, gamma, beta, eps, axis=0)
    mean, variance = moments
    named = {"gamma": gamma, "moments[0]": mean, "moments[1]": variance}
    require_floats("batch_norm", named)
    require_same_shape("batch_norm", named)
    if not (variance >= 0).all():
        raise ValueError("batch_norm: moments[1] holds what is no variance: pass numbers >= 0")
    s = 1 / np.sqrt(variance + eps)
    N = (X - mean) * s
    Y = gamma * N + beta

    def back(dY: Array) -> tuple[Array, Array, Array]:
        dY = upstream("batch_norm", "dY", dY, N.shape, N.dtype)
        dbeta = dY.sum(axis=0)
        dgamma = (dY * N).sum(axis=0)
        dX = dY * (gamma * s)
        return dX, dgamma, dbeta

    return Y, back


def layer_norm(X: Array, gamma: Array, beta: Array, eps: float = 1e-5) -> Normalised:
    """Each row is brought to mean 0 and variance 1, then scaled and shifted column by column.

    X (m, p) with p >= 2, gamma and beta (p,), eps > 0 in the units of the variance; the value is
    (m, p); `back(dY)` gives dX, dgamma, dbeta. A sample's value does not depend on the others.
    Raises ValueError when the shapes do not fit, p is 1 or eps is not positive.
    Source: Ba, Kiros and Hinton, Layer normalization (2016).
    """
    _require_norm("layer_norm", X, gamma, beta, eps)
    if X.shape[1] < 2:
        raise ValueError(f"layer_norm: X is {X.shape}: a row of one has no variance, use p >= 2")
    return _normalised("layer_norm", X, gamma, beta, eps, axis=1)


def residual(unit: Unit) -> Unit:
    """The unit X + unit(X, ...): whatever the unit does, the gradient also goes straight past it.

    unit: takes X and perhaps parameters, gives a value of X's shape; the new unit takes the same
    arguments and its `back(dY)` gives the same gradients, with dY added to that of X.
    Raises ValueError when the unit's value has not X's shape.
    Source: JHU CSCI 601-471/671 Neural networks (2025), residual connections.
    """

    def block(X: Array, *params: Any) -> tuple[Array, Callable[[Array], Any]]:
        require_floats("residual", {"X": X})
        F, back_F = unit(X, *params)
        require_same_shape("residual", {"X": X, "the unit's value": F})
        Y = X + F
        shape, dtype = Y.shape, Y.dtype

        def back(dY: Array) -> Any:
            dY = upstream("residual", "dY", dY, shape, dtype)
            gradients = back_F(dY)
            if not isinstance(gradients, tuple):
                return gradients + dY
            dX, *dparams = gradients
            return (dX + dY, *dparams)

        return Y, back

    block.__name__ = f"residual({getattr(unit, '__name__', 'unit')})"
    return block


def _normalised(
    unit: str, X: Array, gamma: Array, beta: Array, eps: float, axis: int
) -> Normalised:
    R = X - X.mean(axis=axis, keepdims=True)
    V = (R * R).mean(axis=axis, keepdims=True)
    s = 1 / np.sqrt(V + eps)
    N = R * s
    Y = gamma * N + beta

    def back(dY: Array) -> tuple[Array, Array, Array]:
        dY = upstream(unit, "dY", dY, N.shape, N.dtype)
        dbeta = dY.sum(axis=0)
        dgamma = (dY * N).sum(axis=0)
        dN = dY * gamma
        # What the mean and the variance take away: the parts of dN along 1 and along N.
        along_1 = dN.mean(axis=axis, keepdims=True)
        along_N = (dN * N).mean(axis=axis, keepdims=True)
        dX = (dN - along_1 - N * along_N) * s
        return dX, dgamma, dbeta

    return Y, back


def _require_generator(rng: object) -> None:
    if not isinstance(rng, np.random.Generator):
        kind = type(rng).__name__
        raise TypeError(f"dropout: rng is a {kind}: pass a generator, np.random.default_rng(0)")


def _require_norm(unit: str, X: Array, gamma: Array, beta: Array, eps: float) -> None:
    require_floats(unit, {"X": X, "gamma": gamma, "beta": beta})
    if X.ndim != 2:
        raise ValueError(f"{unit}: X is {X.shape}: X must be (m, p), for one sample use X[None, :]")
    for name, array in (("gamma", gamma), ("beta", beta)):
        if array.shape != X.shape[1:]:
            raise ValueError(
                f"{unit}: X is {X.shape}, {name} is {array.shape}: "
                f"{name} must have an entry for each column of X"
            )
    if not eps > 0:
        raise ValueError(f"{unit}: eps is {eps}: it must be positive, for example 1e-5")

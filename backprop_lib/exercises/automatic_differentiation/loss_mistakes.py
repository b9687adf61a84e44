"""Known mistakes of lesson 09 in tensor_loss, and what to say to who made one."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from backprop_lib.arrays import Array
from backprop_lib.exercises.automatic_differentiation.reference import Tensor, gradients, tensors
from backprop_lib.exercises.findings import Mistake

__all__ = ["TENSOR_LOSS", "Tensor"]


def _loss(
    params: Sequence[Array],
    X: Array,
    T: Array,
    *,
    factor: float = 0.5,
    sign: float = -1.0,
    relu: bool = True,
    backward: bool = True,
    squared: bool = True,
) -> tuple[Any, tuple[Array, ...]]:
    """tensor_loss with room for one mistake; the loss is a Tensor."""
    W1, b1, W2, b2 = (tensors(P) for P in params)
    Z = X @ W1 + b1
    if relu:
        Z = np.vectorize(lambda a: a.relu(), otypes=[object])(Z)
    D = Z @ W2 + b2 + sign * T
    loss = (D * D if squared else D).sum() * factor
    if backward:
        loss.backward()
    return loss, tuple(gradients(P) for P in (W1, b1, W2, b2))


def loss_is_a_tensor(params: Sequence[Array], X: Array, T: Array) -> Any:
    return _loss(params, X, T)


def half_forgotten(params: Sequence[Array], X: Array, T: Array) -> Any:
    loss, grads = _loss(params, X, T, factor=1.0)
    return loss.value, grads


def mean_of_squares(params: Sequence[Array], X: Array, T: Array) -> Any:
    loss, grads = _loss(params, X, T, factor=1 / len(X))
    return loss.value, grads


def half_the_mean(params: Sequence[Array], X: Array, T: Array) -> Any:
    loss, grads = _loss(params, X, T, factor=0.5 / len(X))
    return loss.value, grads


def targets_added(params: Sequence[Array], X: Array, T: Array) -> Any:
    loss, grads = _loss(params, X, T, sign=1.0)
    return loss.value, grads


def no_relu(params: Sequence[Array], X: Array, T: Array) -> Any:
    loss, grads = _loss(params, X, T, relu=False)
    return loss.value, grads


def not_squared(params: Sequence[Array], X: Array, T: Array) -> Any:
    loss, grads = _loss(params, X, T, squared=False)
    return loss.value, grads


def no_backward(params: Sequence[Array], X: Array, T: Array) -> Any:
    loss, grads = _loss(params, X, T, backward=False)
    return loss.value, grads


def layers_swapped(params: Sequence[Array], X: Array, T: Array) -> Any:
    loss, (dW1, db1, dW2, db2) = _loss(params, X, T)
    return loss.value, (dW2, db2, dW1, db1)


def weights_before_biases(params: Sequence[Array], X: Array, T: Array) -> Any:
    loss, (dW1, db1, dW2, db2) = _loss(params, X, T)
    return loss.value, (dW1, dW2, db1, db2)


TENSOR_LOSS = (
    Mistake(
        "loss is a Tensor",
        loss_is_a_tensor,
        "The loss is returned as a Tensor: return its number, loss.value.",
    ),
    Mistake(
        "half forgotten",
        half_forgotten,
        "The loss and its gradients are twice what they should be: multiply the sum of the squares "
        "by 0.5.",
    ),
    Mistake(
        "mean in place of half",
        mean_of_squares,
        "This is the mean of the squares: here the loss is half of their sum, not divided by m.",
    ),
    Mistake(
        "divided by m",
        half_the_mean,
        "The loss is divided by m here: it is half of the sum of the squares, whatever m is.",
    ),
    Mistake(
        "targets added",
        targets_added,
        "The targets are added to the scores: D is Y - T, and as Tensors have no minus, Y + (-T).",
    ),
    Mistake(
        "relu left out",
        no_relu,
        "There is no relu between the layers: Z holds a.relu() for each Tensor a of A.",
    ),
    Mistake(
        "D not squared",
        not_squared,
        "The differences are added up without being squared: write D * D before the sum.",
    ),
    Mistake(
        "backward never called",
        no_backward,
        "All gradients are 0, and the loss is right: call loss.backward() before you read them.",
    ),
    Mistake(
        "layers swapped",
        layers_swapped,
        "The gradients of the two layers have changed places: return them in the order of params.",
    ),
    Mistake(
        "weights before biases",
        weights_before_biases,
        "The gradients come as dW1, dW2, db1, db2: return them in the order of params, W1, b1, W2, "
        "b2.",
    ),
)

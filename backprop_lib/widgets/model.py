"""The net of a Playground: features, hidden layers, one output; made of units.

Parameters are (W1, b1, W2, b2, ...) as everywhere in the library. Of two classes the first scores
0 and the second the output of the net, so that `logistic` needs a single output.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from backprop_lib import losses, units

Array: TypeAlias = NDArray[Any]
Params: TypeAlias = tuple[Array, ...]
Unit: TypeAlias = Callable[..., tuple[Any, Callable[[Any], Any]]]
Note: TypeAlias = Callable[[str, str, Any], None]


def linear(A: Array) -> tuple[Array, Callable[[Array], Array]]:
    """A as it is; `back(dZ)` gives dA."""
    return A, lambda dZ: dZ


def absolute(weights: Sequence[Array], lam: float) -> tuple[Any, Callable[[Any], Any]]:
    """lam times the sum of all absolute values: L1; `back(dR)` gives a tuple, 0 where W is 0."""
    R = lam * sum(np.abs(W).sum() for W in weights)
    return R, lambda dR: tuple(dR * lam * np.sign(W) for W in weights)


ACTIVATIONS: dict[str, Unit] = {
    "tanh": units.tanh,
    "relu": units.relu,
    "sigmoid": units.sigmoid,
    "linear": linear,
    "leaky_relu": units.leaky_relu,
    "softplus": units.softplus,
}
UNITS: dict[str, Unit] = {
    **ACTIVATIONS,
    "affine": units.affine,
    "logistic": units.logistic,
    "mse": losses.mse,
    "decay": units.decay,
}


@dataclass(frozen=True)
class Pass:
    """A forward: A (m, 1), the values Z of each hidden layer, and `back(dA)`, the gradients."""

    A: Array
    hidden: list[Array]
    back: Callable[[Array], tuple[Array, ...]]


def _say_nothing(name: str, unit: str, value: Any) -> None:
    pass


class Net:
    """A net of units: affine, activation, ..., affine; then logistic or mse, and decay.

    `own` replaces units of the library by name. `note(name, unit, value)` in forward and loss is
    told every quantity, the gradients too, in the order in which they are computed.
    """

    def __init__(
        self,
        activation: str,
        problem: str,
        regularisation: str = "none",
        rate: float = 0.0,
        own: Mapping[str, Unit] | None = None,
    ) -> None:
        self.units = {**UNITS, **(own or {})}
        self.activation = activation
        self.problem = problem
        self.regularisation = regularisation
        self.rate = rate

    def forward(self, params: Params, X: Array, note: Note = _say_nothing) -> Pass:
        """The scores of X (m, p) and what led to them."""
        affine, activation = self.units["affine"], self.units[self.activation]
        layers = len(params) // 2
        backs: list[tuple[Any, Any]] = []
        hidden: list[Array] = []
        Z = X
        for k in range(1, layers + 1):
            A, affine_back = affine(Z, params[2 * k - 2], params[2 * k - 1])
            note(f"A{k}", "affine", A)
            if k == layers:
                backs.append((affine_back, None))
                break
            Z, activation_back = activation(A)
            note(f"Z{k}", self.activation, Z)
            hidden.append(Z)
            backs.append((affine_back, activation_back))

        def back(dA: Array) -> tuple[Array, ...]:
            gradients: list[Array] = []
            for k in range(layers, 0, -1):
                affine_back, activation_back = backs[k - 1]
                if activation_back is not None:
                    dA = activation_back(dA)
                    note(f"dA{k}", self.activation, dA)
                dZ, dW, db = affine_back(dA)
                note(f"dW{k}", "affine", dW)
                note(f"db{k}", "affine", db)
                if k > 1:
                    note(f"dZ{k - 1}", "affine", dZ)
                gradients[:0] = [dW, db]
                dA = dZ
            return tuple(gradients)

        return Pass(A, hidden, back)

    def data_loss(self, A: Array, T: Array) -> tuple[Any, Callable[[Any], Array]]:
        """The loss of scores A (m, 1) for targets T (m, 1); `back(dD)` gives dA."""
        if self.problem == "regression":
            return self.units["mse"](A, T)
        two = np.concatenate([np.zeros_like(A), A], axis=1)
        D, logistic_back = self.units["logistic"](two, one_of_two(T, A.dtype))
        return D, lambda dD: logistic_back(dD)[:, 1:]

    def loss(
        self, params: Params, X: Array, T: Array, note: Note = _say_nothing
    ) -> tuple[float, tuple[Array, ...]]:
        """Loss and regularisation of a mini-batch, and the gradients in the order of params."""
        name = "mse" if self.problem == "regression" else "logistic"
        made = self.forward(params, X, note)
        D, loss_back = self.data_loss(made.A, T)
        note("D", name, D)
        dA = loss_back(1.0)
        note(f"dA{len(params) // 2}", name, dA)
        gradients = made.back(dA)
        if self.regularisation == "none" or not self.rate:
            return float(D), gradients
        R, regularisation_back = self.regulariser()(params[::2], self.rate)
        dR = regularisation_back(1.0)
        both = [g + dR[i // 2] if i % 2 == 0 else g for i, g in enumerate(gradients)]
        return float(D) + float(R), tuple(both)

    def regulariser(self) -> Unit:
        """The unit of the penalty on the weights: decay for L2."""
        return self.units["decay"] if self.regularisation == "L2" else absolute

    def output(self, A: Array) -> Array:
        """What is shown of scores: of two classes 2 P(second) - 1, from -1 to 1; else A itself."""
        shown: Array = np.tanh(A / 2) if self.problem == "classification" else A
        return shown


class OwnNet(Net):
    """A net whose scores come from own functions; the units of the library do the rest.

    forward(params, X) -> (A, cache), backward(dA, cache) -> the gradients in the order of params.
    """

    def __init__(
        self,
        forward: Callable[..., Any],
        backward: Callable[..., Any],
        activation: str,
        problem: str,
        regularisation: str = "none",
        rate: float = 0.0,
    ) -> None:
        super().__init__(activation, problem, regularisation, rate)
        self.own_forward = forward
        self.own_backward = backward

    def forward(self, params: Params, X: Array, note: Note = _say_nothing) -> Pass:
        """The scores by the own forward; the hidden values by the library's."""
        A, cache = self.own_forward(params, X)
        note(f"A{len(params) // 2}", "forward", A)
        hidden = Net(self.activation, self.problem).forward(params, X).hidden

        def back(dA: Array) -> tuple[Array, ...]:
            gradients = tuple(self.own_backward(dA, cache))
            for i, gradient in enumerate(gradients):
                note(f"d{'Wb'[i % 2]}{i // 2 + 1}", "backward", gradient)
            return gradients

        return Pass(A, hidden, back)


def one_of_two(T: Array, dtype: Any = np.float64) -> Array:
    """Targets -1 and 1, (m, 1), as one-of-two, (m, 2)."""
    return np.concatenate([T < 0, T > 0], axis=1).astype(dtype)


def parameter_names(layers: int) -> list[str]:
    """W1, b1, W2, b2, ..."""
    return [f"{letter}{k}" for k in range(1, layers + 1) for letter in "Wb"]

"""Analytical gradients against numerical ones, leaving out what crosses a kink."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backprop_lib.arrays import Array
from backprop_lib.exercises.compare import Values
from backprop_lib.gradcheck import DELTA, crossings, numerical_gradient

RTOL = 1e-5


@dataclass(frozen=True)
class NumericalCheck:
    """How many entries were compared, how many left out, and the parameters that do not agree."""

    compared: int = 0
    left_out: int = 0
    wrong: tuple[str, ...] = ()

    def __add__(self, other: "NumericalCheck") -> "NumericalCheck":
        return NumericalCheck(
            self.compared + other.compared,
            self.left_out + other.left_out,
            tuple(sorted({*self.wrong, *other.wrong})),
        )


def check_gradients(
    loss: Callable[..., float],
    pattern: Callable[..., NDArray[np.bool_]],
    params: Sequence[Array],
    gradients: Mapping[str, Values],
) -> NumericalCheck:
    """Compare the gradients of loss(*params), by name in the order of params, with differences.

    pattern(*params) says on which side of each kink the net is, for example A > 0 before a relu:
    where it is not the same on both sides of a difference quotient, the entry is left out.
    """
    result = NumericalCheck()
    for i, (param, (name, gradient)) in enumerate(zip(params, gradients.items(), strict=True)):

        def with_param(f: Callable[..., Any], i: int = i) -> Callable[[Array], Any]:
            return lambda value: f(*params[:i], value, *params[i + 1 :])

        crossing = crossings(with_param(pattern), param, DELTA)
        numerical = numerical_gradient(with_param(loss), param, DELTA)
        scale = max(1.0, float(np.max(np.abs(numerical), initial=0.0)))
        wrong = (np.abs(numerical - gradient) > RTOL * scale) & ~crossing
        left_out = int(crossing.sum())
        result += NumericalCheck(param.size - left_out, left_out, (name,) if wrong.any() else ())
    return result

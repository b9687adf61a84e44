"""Known mistakes of lesson 11 in two_layer_hvp, and what to say to who made one."""

# ruff: noqa: D103 - what each function does wrong is said in its Mistake below

from collections.abc import Callable
from typing import Any

import numpy as np

from backprop_lib.exercises.findings import Mistake

Wrong = Callable[..., Any]


def without(*terms: str, twice: float = 2.0, slope: bool = True) -> Wrong:
    """Both passes with some of the terms left out; twice: the factor from tY to tdY."""
    keep = {name: float(name not in terms) for name in TERMS}

    def wrong(params: Any, X: Any, T: Any, V: Any) -> Any:
        (W1, W2), (V1, V2) = params, V
        Z = 1 / (1 + np.exp(-(X @ W1)))
        S = Z * (1 - Z)
        dY = 2 * (Z @ W2 - T)
        dZ = dY @ W2.T
        tZ = (S if slope else 1.0) * (X @ V1)
        tY = keep["tZ W2"] * tZ @ W2 + keep["Z V2"] * Z @ V2
        tdY = twice * tY
        tdW2 = keep["tZ dY"] * tZ.T @ dY + keep["Z tdY"] * Z.T @ tdY
        tdZ = keep["tdY W2"] * tdY @ W2.T + keep["dY V2"] * dY @ V2.T
        tdA = keep["tdZ S"] * tdZ * S + keep["dZ tS"] * dZ * (1 - 2 * Z) * tZ
        return X.T @ tdA, tdW2

    return wrong


TERMS = ("tZ W2", "Z V2", "tZ dY", "Z tdY", "tdY W2", "dY V2", "tdZ S", "dZ tS")
PRODUCTS = {
    "tY": "tZ @ W2 + Z @ V2",
    "tdW2": "tZ.T @ dY + Z.T @ tdY",
    "tdZ": "tdY @ W2.T + dY @ V2.T",
    "tdA": "tdZ * Z * (1 - Z) + dZ * (1 - 2 * Z) * tZ",
}
GAUSS_NEWTON = ("tZ dY", "dY V2", "dZ tS")


def slope_with_tangent_of_a(params: Any, X: Any, T: Any, V: Any) -> Any:
    return _inner(params, X, T, V, lambda Z, tZ, tA: (1 - 2 * Z) * tA)


def slope_halved(params: Any, X: Any, T: Any, V: Any) -> Any:
    return _inner(params, X, T, V, lambda Z, tZ, tA: (1 - Z) * tZ)


def one_moves_too(params: Any, X: Any, T: Any, V: Any) -> Any:
    return _inner(params, X, T, V, lambda Z, tZ, tA: tZ * (1 - Z) + Z * (1 - tZ))


def sign_lost(params: Any, X: Any, T: Any, V: Any) -> Any:
    return _inner(params, X, T, V, lambda Z, tZ, tA: tZ * (1 - Z) + Z * tZ)


def weights_and_direction(params: Any, X: Any, T: Any, V: Any) -> Any:
    return without()(params, X, T, (V[0] + params[0], V[1]))


def slope_of_both_multiplied(params: Any, X: Any, T: Any, V: Any) -> Any:
    return _inner(params, X, T, V, lambda Z, tZ, tA: -tZ * tZ)


def _inner(params: Any, X: Any, T: Any, V: Any, of: Any) -> Any:
    """Both passes with another tangent of the slope Z (1 - Z) in tdA."""
    (W1, W2), (V1, V2) = params, V
    Z = 1 / (1 + np.exp(-(X @ W1)))
    tA = X @ V1
    tZ = Z * (1 - Z) * tA
    dY = 2 * (Z @ W2 - T)
    tdY = 2 * (tZ @ W2 + Z @ V2)
    tdA = (tdY @ W2.T + dY @ V2.T) * Z * (1 - Z) + dY @ W2.T * of(Z, tZ, tA)
    return X.T @ tdA, tZ.T @ dY + Z.T @ tdY


def multiplied(*lines: str) -> Wrong:
    """Both passes with a product of tangents in these lines, where a sum of two terms belongs."""

    def wrong(params: Any, X: Any, T: Any, V: Any) -> Any:
        (W1, W2), (V1, V2) = params, V
        Z = 1 / (1 + np.exp(-(X @ W1)))
        tZ = Z * (1 - Z) * (X @ V1)
        dY = 2 * (Z @ W2 - T)
        tdY = 2 * (tZ @ V2 if "tY" in lines else tZ @ W2 + Z @ V2)
        tdW2 = tZ.T @ tdY if "tdW2" in lines else tZ.T @ dY + Z.T @ tdY
        tdZ = tdY @ V2.T if "tdZ" in lines else tdY @ W2.T + dY @ V2.T
        tdA = tdZ * Z * (1 - Z) + dY @ W2.T * (1 - 2 * Z) * tZ
        if "tdA" in lines:
            tdA = tdZ * tZ * (1 - tZ)
        return X.T @ tdA, tdW2

    return wrong


def gradient_itself(params: Any, X: Any, T: Any, V: Any) -> Any:
    W1, W2 = params
    Z = 1 / (1 + np.exp(-(X @ W1)))
    dY = 2 * (Z @ W2 - T)
    return X.T @ (dY @ W2.T * Z * (1 - Z)), Z.T @ dY


def times_v(params: Any, X: Any, T: Any, V: Any) -> Any:
    dW1, dW2 = gradient_itself(params, X, T, V)
    return dW1 * V[0], dW2 * V[1]


def targets_in_the_tangent(params: Any, X: Any, T: Any, V: Any) -> Any:
    (W1, W2), (V1, V2) = params, V
    Z = 1 / (1 + np.exp(-(X @ W1)))
    tZ = Z * (1 - Z) * (X @ V1)
    dY = 2 * (Z @ W2 - T)
    tdY = 2 * (tZ @ W2 + Z @ V2 - T)
    tdA = (tdY @ W2.T + dY @ V2.T) * Z * (1 - Z) + dY @ W2.T * (1 - 2 * Z) * tZ
    return X.T @ tdA, tZ.T @ dY + Z.T @ tdY


TWO_LAYER_HVP = (
    Mistake(
        "no slope in tZ",
        without(slope=False),
        "tZ lacks the slope of the sigmoid: tZ = Z * (1 - Z) * tA.",
    ),
    Mistake(
        "tY by tZ alone",
        without("Z V2"),
        "tY has one term of two: Y = Z @ W2 moves with Z and with W2, so tY = tZ @ W2 + Z @ V2.",
    ),
    Mistake(
        "tY by V2 alone",
        without("tZ W2"),
        "tY has one term of two: Y = Z @ W2 moves with Z and with W2, so add tZ @ W2.",
    ),
    Mistake(
        "2 lost in tdY",
        without(twice=1.0),
        "tdY has lost the 2 of dY = 2 (Y - T): it is 2 * tY.",
    ),
    Mistake(
        "T in tdY",
        targets_in_the_tangent,
        "T stands in tdY: the targets do not move, so their tangent is 0 and tdY = 2 * tY.",
    ),
    Mistake(
        "tdW2 by tdY alone",
        without("tZ dY"),
        "tdW2 has one term of two: dW2 = Z.T @ dY moves with Z and with dY, so add tZ.T @ dY.",
    ),
    Mistake(
        "tdW2 by tZ alone",
        without("Z tdY"),
        "tdW2 has one term of two: dW2 = Z.T @ dY moves with Z and with dY, so add Z.T @ tdY.",
    ),
    Mistake(
        "tdZ by tdY alone",
        without("dY V2"),
        "tdZ has one term of two: dZ = dY @ W2.T moves with dY and with W2, so add dY @ V2.T.",
    ),
    Mistake(
        "tdZ by V2 alone",
        without("tdY W2"),
        "tdZ has one term of two: dZ = dY @ W2.T moves with dY and with W2, so add tdY @ W2.T.",
    ),
    Mistake(
        "slope taken for fixed",
        without("dZ tS"),
        "In tdA the slope Z * (1 - Z) is taken for fixed: it moves with Z, so add "
        "dZ * (1 - 2 * Z) * tZ.",
    ),
    Mistake(
        "tdZ left out",
        without("tdZ S"),
        "In tdA only the slope moves: dZ moves too, so add tdZ * Z * (1 - Z).",
    ),
    Mistake(
        "Gauss-Newton",
        without(*GAUSS_NEWTON),
        "Every term with dY or dZ in it is missing. What is left is the Gauss-Newton product, a "
        "useful approximation near a perfect fit; the Hessian has these terms as well: the product "
        "rule, in dW2, in dZ and in dA.",
    ),
    Mistake(
        "tA for tZ",
        slope_with_tangent_of_a,
        "In tdA the tangent of Z * (1 - Z) is (1 - 2 * Z) * tZ: you have tA in place of tZ.",
    ),
    Mistake(
        "2 lost in the slope",
        slope_halved,
        "In tdA the tangent of Z * (1 - Z), which is Z - Z**2, is (1 - 2 * Z) * tZ: the 2 is lost.",
    ),
    Mistake(
        "the 1 moves",
        one_moves_too,
        "In tdA the tangent of 1 - Z is -tZ, not 1 - tZ: the 1 does not move. Together the slope "
        "moves by (1 - 2 * Z) * tZ.",
    ),
    Mistake(
        "sign lost",
        sign_lost,
        "In tdA the tangent of 1 - Z is -tZ: the sign is lost. Together the slope moves by "
        "(1 - 2 * Z) * tZ.",
    ),
    Mistake(
        "W1 in tA",
        weights_and_direction,
        "tA holds A itself as well: X does not move, so how A = X @ W1 moves is X @ V1 alone.",
    ),
    Mistake(
        "tangents multiplied",
        slope_of_both_multiplied,
        "In tdA the tangent of the product Z * (1 - Z) is no product of tangents: it is "
        "tZ * (1 - Z) - Z * tZ, which is (1 - 2 * Z) * tZ.",
    ),
    *(
        Mistake(
            f"product of tangents in {line}",
            multiplied(line),
            f"{line} multiplies tangents: in a product one factor moves at a time while the other "
            f"stays, so it is {right}.",
        )
        for line, right in PRODUCTS.items()
    ),
    Mistake(
        "products of tangents",
        multiplied(*PRODUCTS),
        "Every product of the two passes has become a product of tangents: the product rule has "
        "two terms, with one tangent in each. Y = Z @ W2 gives tY = tZ @ W2 + Z @ V2, and so on.",
    ),
    Mistake(
        "the gradient",
        gradient_itself,
        "This is the gradient, (dW1, dW2): asked for is how it moves when W1 and W2 move along V.",
    ),
    Mistake(
        "the gradient times V",
        times_v,
        "This is the gradient times V, entry by entry: asked for is how the gradient moves along "
        "V.",
    ),
)

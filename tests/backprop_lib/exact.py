"""Activation functions and their derivatives to hundreds of digits, by their defining formulas."""

from collections.abc import Callable
from decimal import Context, Decimal, localcontext

PRECISION = Context(prec=1000, Emin=-999999, Emax=999999)
SLOPE = 0.1  # a float, and not exactly 1/10
Exact = Callable[[Decimal], tuple[Decimal, Decimal]]


def sigmoid(x: Decimal) -> tuple[Decimal, Decimal]:
    z = 1 / (1 + (-x).exp())
    return z, z * (1 - z)


def tanh(x: Decimal) -> tuple[Decimal, Decimal]:
    z = (x.exp() - (-x).exp()) / (x.exp() + (-x).exp())
    return z, 1 - z * z


def relu(x: Decimal) -> tuple[Decimal, Decimal]:
    return max(x, Decimal(0)), Decimal(x > 0)


def leaky_relu(x: Decimal) -> tuple[Decimal, Decimal]:
    slope = Decimal(SLOPE)
    return (x, Decimal(1)) if x > 0 else (slope * x, slope)


def elu(x: Decimal) -> tuple[Decimal, Decimal]:
    return (x, Decimal(1)) if x >= 0 else (x.exp() - 1, x.exp())


def softplus(x: Decimal) -> tuple[Decimal, Decimal]:
    return (1 + x.exp()).ln(), sigmoid(x)[0]


def swish(x: Decimal) -> tuple[Decimal, Decimal]:
    z, dz = sigmoid(x)
    return x * z, z + x * dz


def gelu(x: Decimal) -> tuple[Decimal, Decimal]:
    root = (2 * pi()).sqrt()
    density = (-x * x / 2).exp() / root
    p = normal_distribution(x, root)
    return x * p, p + x * density


def normal_distribution(x: Decimal, root_two_pi: Decimal) -> Decimal:
    """Phi by its power series; beyond 40 it is 0 or 1 to more digits than a float has."""
    if abs(x) > 40:
        return Decimal(x > 0)
    power, total, n = x, x, 0
    while abs(power) > Decimal("1e-990"):
        n += 1
        power *= -x * x / (2 * n)
        total += power / (2 * n + 1)
    return Decimal("0.5") + total / root_two_pi


def pi() -> Decimal:
    """Machin's formula."""
    return 4 * (4 * _arctan_of_one_over(5) - _arctan_of_one_over(239))


def exactly(f: Exact, x: float) -> tuple[float, float]:
    """The value and the derivative at the float x, rounded once."""
    with localcontext(PRECISION):
        value, derivative = f(Decimal(x))
        return float(value), float(derivative)


def _arctan_of_one_over(q: int) -> Decimal:
    power = total = Decimal(1) / q
    n = 1
    while abs(power) > Decimal("1e-1005"):
        power /= -q * q
        n += 2
        total += power / n
    return total

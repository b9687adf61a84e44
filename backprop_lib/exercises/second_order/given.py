"""The functions that the checks of lesson 11 hand over, as source, with what is told of them."""

from backprop_lib.exercises.cases import Rng
from backprop_lib.exercises.given import GivenFunction

CUBIC = {
    "f": "def f(x):\n    return np.sum(w * x**3) + (u @ x) ** 2",
    "grad": "def grad(x):\n    return 3 * w * x**2 + 2 * (u @ x) * u",
    "hess": "def hess(x):\n    return np.diag(6 * w * x) + 2 * np.outer(u, u)",
}
CUBIC_NOTE = "(f(x) = sum(w * x**3) + (u @ x)**2, with its gradient and Hessian)"

QUARTIC = {
    "grad": "def grad(x):\n    return A @ x + w * x**3 - b",
    "hess": "def hess(x):\n    return A + np.diag(3 * w * x**2)",
}
QUARTIC_NOTE = "(for f(x) = x @ A @ x / 2 + sum(w * x**4) / 4 - b @ x, with its gradient)"

LOSS = """
def loss_and_grad(x):
    E = np.exp(np.sum(u * x) - c)
    return np.sum(w * x**4) + E, 4 * w * x**3 + E * u
"""
LOSS_NOTE = "(for the loss sum(w * x**4) + exp(sum(u * x) - c), with w and u of the shape of x)"

AFFINE = """
def unit(X, W, b):
    A = X @ W + b

    def back(dA):
        return dA @ W.T, X.T @ dA, dA.sum(axis=0)

    return A, back
"""
RELU = """
def unit(A):
    Z = np.maximum(0, A)

    def back(dZ):
        return dZ * (A > 0)

    return Z, back
"""
SQUARES = """
def unit(Y, T):
    m = len(Y)
    D = np.sum((Y - T) ** 2) / m

    def back(dD):
        return 2 * (Y - T) * dD / m

    return D, back
"""
QUOTIENT = """
def unit(a, b):
    c = a / b

    def back(dc):
        return dc / b, -dc * a / b**2

    return c, back
"""


def cubic(rng: Rng, d: int) -> tuple[GivenFunction, ...]:
    """f, grad and hess of d variables."""
    constants = {"w": rng.standard_normal(d), "u": rng.standard_normal(d)}
    return tuple(GivenFunction(name, source, constants) for name, source in CUBIC.items())

"""The cases of `check`: units whose gradient is right, and units whose gradient is wrong."""

from dataclasses import dataclass

import numpy as np

from backprop_lib.arrays import Array
from backprop_lib.exercises.cases import Case, Rng
from backprop_lib.exercises.compare import Measured, WrongForm, a_kind
from backprop_lib.exercises.given import GivenFunction
from backprop_lib.exercises.gradient_checking.stand_ins import TOOLS

AFFINE = """
def unit(X, W, b):
    A = X @ W + b

    def back(dA):
        dX, dW, db = dA @ W.T, X.T @ dA, dA.sum(axis=0)
        return RETURNED

    return A, back
"""
ELEMENTWISE = """
def unit(A):
    Z = c * A**3

    def back(dZ):
        return RETURNED

    return Z, back
"""
SCALAR = """
def unit(Y):
    L = np.sum(Y**2)

    def back(dL):
        return RETURNED

    return L, back
"""
RELU = """
def unit(A):
    Z = np.maximum(0, A)

    def back(dZ):
        return dZ * (A > 0)

    return Z, back
"""
TOLD = "numerical_gradient, relative_error and best_step were right ones for this check"


@dataclass(frozen=True)
class Trap:
    """A unit that `check` is asked about: its source, what its back returns, and why."""

    source: str
    returned: str
    note: str
    c: float = 1.0

    def case(self, args: tuple[Array, ...], rng: Rng, strided: bool = False) -> Case:
        """A call of check with these arguments of the unit."""
        unit = GivenFunction("unit", self.source.replace("RETURNED", self.returned), {"c": self.c})
        note = f"(for a unit {self.note}; {TOLD})"
        generator = np.random.default_rng(int(rng.integers(1_000_000)))
        return Case((unit, args, generator), names=TOOLS, strided=strided, note=note)


RIGHT_AFFINE = Trap(AFFINE, "dX, dW, db", "that is affine, and right: True")
AFFINES = (
    Trap(AFFINE, "1.003 * dX, dW, db", "that is affine, with dX times 1.003: False"),
    Trap(AFFINE, "dX, 0.997 * dW, db", "that is affine, with dW times 0.997: False"),
    Trap(AFFINE, "dX, dW, 1.003 * db", "that is affine, with db times 1.003: False"),
    Trap(AFFINE, "dX, dW, db[None]", "that is affine, with db in the shape (1, q): False"),
    Trap(AFFINE, "dX, dW", "that is affine, whose back gives dX and dW but no db: False"),
)
SIGN_LOST = Trap(  # on many entries, so that some of dZ are negative
    ELEMENTWISE, "3 * A**2 * np.abs(dZ)", "A -> A**3, whose back takes |dZ| for dZ: False"
)
ELEMENTWISES = (
    Trap(ELEMENTWISE, "3 * c * A**2 * dZ", "A -> 1000 A**3, which is right: True", 1e3),
    Trap(ELEMENTWISE, "2 * c * A**2 * dZ", "A -> 1e-6 A**3, with a 2 for the 3: False", 1e-6),
    Trap(ELEMENTWISE, "3 * c * A**2", "A -> A**3, whose back forgets dZ: False"),
    Trap(
        ELEMENTWISE,
        "np.where(A == A[0].max(), np.nan, 3 * A**2 * dZ)",
        "A -> A**3, whose back gives nan for one entry: False",
    ),
    SIGN_LOST,
)
SCALARS = (
    Trap(SCALAR, "2 * Y * dL", "Y -> sum(Y**2), a single number, which is right: True"),
    Trap(SCALAR, "2 * Y * dL / Y.size", "Y -> sum(Y**2), with the slope of the mean: False"),
)
RIGHT_RELU = Trap(RELU, "", "that is relu, far from its kink, and right: True")


def draw_check(rng: Rng) -> list[Case]:
    """Affine, elementwise and scalar units, right and wrong, each wrong in one thing only."""
    m, p, q = (int(n) for n in rng.permutation([2, 3, 4]))
    cases = []
    for trap in (RIGHT_AFFINE, *AFFINES):
        args = rng.standard_normal((m, p)), rng.standard_normal((p, q)), rng.standard_normal(q)
        cases.append(trap.case(args, rng, strided=trap is RIGHT_AFFINE))
    for trap in (*ELEMENTWISES, *SCALARS, RIGHT_RELU):
        shape = {SIGN_LOST: (4, 5), RIGHT_RELU: (1, 5)}.get(trap, (2, 3))
        A = rng.uniform(0.3, 1.5, shape) * rng.choice([-1.0, 1.0], shape)
        cases.append(trap.case((A,), rng))
    return cases


def measure_answer(result: object, _: Case) -> Measured:
    """True or False, as 1 or 0."""
    value = result.item() if isinstance(result, np.ndarray) and result.shape == () else result
    if not isinstance(value, bool | np.bool_):
        raise WrongForm(f"It returned {a_kind(result)}: return True or False.")
    return {"the answer (True is 1)": np.array(float(value))}

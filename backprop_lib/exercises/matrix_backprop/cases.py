"""The cases of lesson 04, and how what the student's functions return is measured."""

from dataclasses import replace

import numpy as np

from backprop_lib.arrays import Array
from backprop_lib.exercises.cases import Case, Rng
from backprop_lib.exercises.compare import Measured, as_array, as_number, as_sequence

GRADIENTS = ("dX", "dW", "db")

# With these a product with the Jacobian comes to 0, so that it shows how dx was made.
NO_JACOBIAN = {
    "relu_jacobian": "def relu_jacobian(x):\n    return np.zeros((len(x), len(x)))",
    "np": """
import numpy


class WithoutDiagonals:
    def __getattr__(self, name):
        return getattr(numpy, name)

    def diag(self, v, k=0):
        return numpy.diag(v, k) if numpy.ndim(v) == 2 else self.eye(len(v))

    def eye(self, n, *args, **kwargs):
        return numpy.zeros((n, n))

    diagflat, identity = diag, eye


np = WithoutDiagonals()
""",
}
NO_JACOBIAN_NOTE = "(in this case relu_jacobian, np.diag and np.eye give zeros)"


def draw_relu_jacobian(rng: Rng) -> list[Case]:
    """One entry of each sign, several, large ones, a non-contiguous array."""
    return [Case((x,), strided=strided) for x, strided in _vectors(rng)]


def measure_jacobian(result: object, _: Case) -> Measured:
    """The Jacobian."""
    return {"the Jacobian": as_array("the Jacobian", result)}


def draw_relu_vjp(rng: Rng) -> list[Case]:
    """The same, and one in which nothing comes through a Jacobian that is formed."""
    cases = [
        Case((x, rng.standard_normal(len(x))), strided=strided) for x, strided in _vectors(rng)
    ]
    names, note = NO_JACOBIAN, NO_JACOBIAN_NOTE
    return [*cases, Case((_signs(rng, 7), rng.standard_normal(7)), names=names, note=note)]


def measure_dx(result: object, _: Case) -> Measured:
    """The gradient of x."""
    return {"dx": as_array("dx", result)}


def draw_jacobian_bytes(rng: Rng) -> list[Case]:
    """A batch of one, small sizes, no two alike, and the layer of the lecture."""
    cases = [Case((1, *_sizes(rng, 2), 8))]
    cases += [Case((*_sizes(rng, 3), itemsize)) for itemsize in (2, 4, 8, 4)]
    return [*cases, Case((64, 4096, 4096, 4))]


def measure_bytes(result: object, _: Case) -> Measured:
    """Both counts; a Python integer may be longer than numpy's."""
    what = "return full, needed"
    pair = zip(("full", "needed"), as_sequence("The result", result, 2, what), strict=True)
    return {
        name: as_number(name, float(count) if isinstance(count, int) else count)
        for name, count in pair
    }


def draw_affine_by_jacobian(rng: Rng) -> list[Case]:
    """Batches of one and of several, large entries, non-contiguous arrays; no two sizes alike."""
    cases = []
    for m, scale in ((1, 1.0), (4, 1.0), (2, 1e3), (3, 1.0), (3, 1.0)):
        p, q = (int(n) for n in rng.permutation([n for n in (2, 3, 4, 5) if n != m])[:2])
        shapes = ((m, p), (p, q), (q,), (m, q))
        X, W, b, dA = (scale * rng.standard_normal(shape) for shape in shapes)
        cases.append(Case((X, W, b, dA), {"m": m}))
    cases[-1] = replace(cases[-1], strided=True)
    return cases


def measure_gradients(result: object, _: Case) -> Measured:
    """The three gradients."""
    items = as_sequence("The result", result, 3, "return dX, dW, db")
    return {name: as_array(name, item) for name, item in zip(GRADIENTS, items, strict=True)}


def _vectors(rng: Rng) -> list[tuple[Array, bool]]:
    """Vectors without a 0, where relu has no derivative, and whether to hand them on strided.

    In one of them small positive entries stand beside large ones, so that a threshold other than
    0 is wrong here and there.
    """
    n = int(rng.integers(5, 9))
    mixed = np.concatenate(
        [[0.3, 2.0, 0.6, -0.4, 3.0, 0.2] * rng.uniform(0.8, 1.2, 6), _signs(rng, 4)]
    )
    single = np.abs(rng.standard_normal(1)) + 0.1
    return [
        (single, False),
        (-single, False),
        (mixed, False),
        (1e3 * _signs(rng, n), False),
        (_signs(rng, n + 1), True),
    ]


def _signs(rng: Rng, n: int) -> Array:
    """Numbers of both signs."""
    signs = rng.permutation([1.0, -1.0, *rng.choice([1.0, -1.0], n - 2)])
    x: Array = signs * (np.abs(rng.standard_normal(n)) + 0.1)
    return x


def _sizes(rng: Rng, count: int) -> tuple[int, ...]:
    return tuple(int(size) for size in rng.permutation(np.arange(2, 10))[:count])

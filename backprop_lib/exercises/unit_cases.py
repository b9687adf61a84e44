"""The cases of a unit: its arguments by their shapes, and the upstream gradients."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from backprop_lib.exercises.cases import Case, Rng

Sizes: TypeAlias = Mapping[str, int]
Shapes: TypeAlias = Mapping[str, str | tuple[str, ...]]
Given: TypeAlias = Callable[[Rng, Sizes], Any]

BATCH = "m"  # the symbol whose size is 1 in some cases
LARGE = "(the entries of this case are large, as scores can be)"


@dataclass(frozen=True)
class UnitCase(Case):
    """A call of a unit and of its back.

    upstream: what back is called with; other, other_upstream: a call with arrays of the same
    shapes, made before this one.
    """

    upstream: Any = None
    other: tuple[Any, ...] = ()
    other_upstream: Any = None

    @property
    def earlier(self) -> "UnitCase":
        """The other call as a case of its own."""
        return UnitCase(self.other, self.sizes, self.names, upstream=self.other_upstream)


def draw_cases(
    unit: Callable[..., Any],
    arguments: Sequence[str],
    shapes: Shapes,
    draws: Mapping[str, Given],
    large: float | None,
    rng: Rng,
) -> list[UnitCase]:
    """Two batches of one, three of several, one of them with large entries, one non-contiguous."""
    kinds: list[tuple[int, float, bool, bool]] = [
        (1, 1.0, False, True),
        (int(rng.integers(3, 6)), 1.0, False, True),
        (int(rng.integers(6, 9)), 1.0, True, False),
        (1, 1.0, True, False),
    ]
    if large is not None:
        kinds.append((int(rng.integers(3, 8)), large, False, False))
    return [_draw(unit, arguments, shapes, draws, rng, *kind) for kind in kinds]


def _draw(
    unit: Callable[..., Any],
    names: Sequence[str],
    shapes: Shapes,
    draws: Mapping[str, Given],
    rng: Rng,
    m: int,
    scale: float,
    strided: bool,
    numerical: bool,
) -> UnitCase:
    sizes = _sizes(shapes, m, rng)

    def arguments() -> tuple[Any, ...]:
        return tuple(map(argument, names))

    def argument(name: str) -> Any:
        if name in draws:
            return draws[name](rng, sizes)
        shape = shapes[name]
        if isinstance(shape, str):
            return scale * _normal(shape, sizes, rng)
        return tuple(scale * _normal(one, sizes, rng) for one in shape)

    args, other = arguments(), arguments()
    upstreams = [_upstream(unit(*Case(each).fresh_args())[0], rng) for each in (args, other)]
    return UnitCase(
        args,
        sizes,
        strided=strided,
        numerical=numerical,
        note=LARGE if scale > 1 else "",
        upstream=upstreams[0],
        other=other,
        other_upstream=upstreams[1],
    )


def _sizes(shapes: Shapes, m: int, rng: Rng) -> dict[str, int]:
    """A size for each symbol, no two the same, so that no product fits by accident."""
    lines = [
        line for shape in shapes.values() for line in ([shape] if isinstance(shape, str) else shape)
    ]
    symbols = list(dict.fromkeys(symbol for line in lines for symbol in line.split()))
    free = [n for n in range(2, 4 + len(symbols)) if n != m]
    drawn = [int(n) for n in rng.permutation(free)]
    return {symbol: m if symbol == BATCH else drawn.pop() for symbol in symbols}


def _normal(shape: str, sizes: Sizes, rng: Rng) -> Any:
    return np.asarray(rng.standard_normal([sizes[symbol] for symbol in shape.split()]))


def _upstream(value: Any, rng: Rng) -> Any:
    if isinstance(value, tuple):
        return tuple(_upstream(one, rng) for one in value)
    shape: Sequence[int] = np.shape(value)
    return np.asarray(rng.standard_normal(shape)) if shape else float(rng.standard_normal())

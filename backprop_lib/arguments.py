"""Which gradient belongs to which argument of a unit.

A unit's differentiable arguments come first, data such as targets last; an argument is an array or
a tuple or list of arrays.
"""

import inspect
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any


def by_argument(unit: str, args: Sequence[Any], gradients: Any) -> tuple[Any, ...]:
    """What a unit's `back` returned, as one entry for each differentiable argument.

    A bare gradient is the first argument's, and so is a tuple of arrays when the first argument is
    a tuple or list. Raises ValueError when there are more gradients than arguments.
    """
    if not isinstance(gradients, tuple | list):
        return (gradients,)
    if args and isinstance(args[0], tuple | list):
        nested = bool(gradients) and isinstance(gradients[0], tuple | list)
        if not nested:
            return (tuple(gradients),)
    if len(gradients) > len(args):
        raise ValueError(
            f"{unit}: back returned {len(gradients)} gradients for {len(args)} arguments: "
            "it must return one for each differentiable argument, in their order"
        )
    return tuple(gradients)


@dataclass(frozen=True)
class Leaf:
    """One array among a unit's arguments, and the gradient that `back` returned for it.

    name: such as W or weights[1]; argument, item: where it is, item None when it is no tuple's.
    """

    name: str
    argument: int
    item: int | None
    array: Any
    gradient: Any

    def of(self, args: Sequence[Any]) -> Any:
        """The array that stands in its place in `args`."""
        arg = args[self.argument]
        return arg if self.item is None else arg[self.item]

    def replaced(self, args: Sequence[Any], array: Any) -> list[Any]:
        """`args` with another array in its place."""
        new = array
        if self.item is not None:
            arg = args[self.argument]
            new = type(arg)([*arg[: self.item], array, *arg[self.item + 1 :]])
        return [*args[: self.argument], new, *args[self.argument + 1 :]]


def leaves(
    unit: Callable[..., Any], args: Sequence[Any], gradients: Sequence[Any]
) -> Iterator[Leaf]:
    """The arrays that have a gradient, in order; `gradients` as `by_argument` gives them.

    Raises ValueError when a tuple argument and its gradients differ in length.
    """
    names = argument_names(unit, len(args))
    for i, (arg, gradient) in enumerate(zip(args, gradients, strict=False)):
        if not isinstance(arg, tuple | list):
            yield Leaf(names[i], i, None, arg, gradient)
            continue
        if not isinstance(gradient, tuple | list) or len(gradient) != len(arg):
            raise ValueError(
                f"{unit_name(unit)}: {names[i]} holds {len(arg)} arrays: its gradient must be a "
                "tuple of as many"
            )
        for j, (array, d) in enumerate(zip(arg, gradient, strict=True)):
            yield Leaf(f"{names[i]}[{j}]", i, j, array, d)


def argument_names(unit: Callable[..., Any], n: int) -> list[str]:
    """The names of the first n arguments, as the unit's signature has them."""
    names: list[str] = []
    for parameter in inspect.signature(unit).parameters.values():
        if parameter.kind is parameter.VAR_POSITIONAL:
            names += [f"{parameter.name}[{i}]" for i in range(n - len(names))]
        elif parameter.kind is not parameter.KEYWORD_ONLY:
            names.append(parameter.name)
    return names[:n]


def unit_name(unit: Callable[..., Any]) -> str:
    """What to call a unit in a message."""
    return str(getattr(unit, "__name__", type(unit).__name__))

"""What a check asks of a function and what it is answered, beside the reference's answers."""

import copy
import functools
import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from numbers import Real
from types import FunctionType
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Leaves: TypeAlias = dict[str, NDArray[Any]]

MOST = 12  # calls that are kept of one check; numerical gradients make many more


@dataclass(frozen=True)
class Call:
    """One call: its arguments, what it returned, what the reference returned, array by array.

    of: which function was called, "f" itself or the "back" that it returned; actual is None where
    the result has not the parts of the reference's; upstream: what back was given; names: globals
    that the check had replaced; changed: whether the call changed its arguments; has_back: whether
    it returned (value, back).
    """

    of: str
    args: tuple[Any, ...]
    actual: Leaves | None
    expected: Leaves
    upstream: Any = None
    names: Mapping[str, Any] = field(default_factory=dict)
    changed: bool = False
    has_back: bool = False


@dataclass
class Probe:
    """Wraps a function so that its calls are kept, with the reference's answers beside them.

    room: how many more calls are kept.
    """

    reference: Callable[..., Any]
    most: int = MOST
    calls: list[Call] = field(default_factory=list)
    room: int = field(init=False)

    def __post_init__(self) -> None:
        self.room = self.most

    def wrap(self, fn: Callable[..., Any]) -> Callable[..., Any]:
        """The function, watched; it passes for fn, also to who looks for its globals."""

        @functools.wraps(fn)
        def watched(*args: Any, **kwargs: Any) -> Any:
            before = copy.deepcopy(args)
            result = fn(*args, **kwargs)
            if kwargs or self.room == 0:
                return result
            self.room -= 1
            names = _replaced(fn, self.reference)
            expected = transplanted(self.reference, names)(*copy.deepcopy(before))
            unit = _is_unit(expected) and _is_unit(result)
            both = _both(result, expected)
            changed = not _same(before, args)
            self.calls.append(Call("f", before, *both, None, names, changed, unit))
            if unit:
                return result[0], self._watched_back(result[1], expected[1], before, names)
            return result

        return watched

    def _watched_back(
        self,
        back: Callable[..., Any],
        right: Callable[..., Any],
        args: tuple[Any, ...],
        names: Mapping[str, Any],
    ) -> Callable[..., Any]:
        @functools.wraps(back)
        def watched(upstream: Any) -> Any:
            before = copy.deepcopy(upstream)
            result = back(upstream)
            both = _both(result, right(copy.deepcopy(before)))
            changed = not _same(before, upstream)
            self.calls.append(Call("back", args, *both, before, names, changed))
            return result

        return watched


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, NDArray[Any]]]:
    """The arrays in a result by their place; a list of numbers is one array; what else, nothing."""
    if isinstance(value, np.ndarray | np.generic | int | float):
        array = np.array(value)
        yield path, array if array.dtype.kind == "f" else array.astype(float)
    elif isinstance(value, tuple | list):
        if isinstance(value, list) and value and all(isinstance(item, Real) for item in value):
            yield from leaves(np.array(value), path)
        else:
            for i, item in enumerate(value):
                yield from leaves(item, f"{path}[{i}]")
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from leaves(item, f"{path}[{key!r}]")


def transplanted(fn: Callable[..., Any], names: Mapping[str, Any]) -> Callable[..., Any]:
    """The function with some of its global names replaced."""
    if not names or not isinstance(fn, FunctionType):
        return fn
    scope = {**fn.__globals__, **names}
    made = FunctionType(fn.__code__, scope, fn.__name__, fn.__defaults__, fn.__closure__)
    made.__kwdefaults__ = fn.__kwdefaults__
    return made


def _replaced(fn: Callable[..., Any], reference: Callable[..., Any]) -> dict[str, Any]:
    """The global names that the reference uses and that were replaced for fn by the check."""
    scope = getattr(inspect.unwrap(fn), "__globals__", {})
    used = getattr(reference, "__code__", None)
    names = used.co_names if used else ()
    return {
        name: scope[name]
        for name in names
        if name in scope and scope[name] is not getattr(reference, "__globals__", {}).get(name)
    }


def _both(result: Any, expected: Any) -> tuple[Leaves | None, Leaves]:
    """Both results by leaf; None for a result that has other leaves than what is expected."""
    try:
        theirs, ours = dict(leaves(result)), dict(leaves(expected))
    except (TypeError, ValueError):
        return None, dict(leaves(expected))
    return (copy.deepcopy(theirs) if theirs.keys() == ours.keys() else None), ours


def _same(before: Any, after: Any) -> bool:
    ours, theirs = dict(leaves(before)), dict(leaves(after))
    return ours.keys() == theirs.keys() and all(
        np.array_equal(array, theirs[path]) for path, array in ours.items()
    )


def _is_unit(result: Any) -> bool:
    return isinstance(result, tuple) and len(result) == 2 and callable(result[1])

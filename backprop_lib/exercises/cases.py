"""Cases: the arguments that a student's function is called with, drawn afresh for each check."""

import copy
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, TypeAlias

import numpy as np

Rng: TypeAlias = np.random.Generator


@dataclass(frozen=True)
class Case:
    """One call: its arguments, the sizes behind their shapes, and what is special about it.

    sizes: such as {"m": 5}, for naming a constant factor; names: source texts that stand in for
    global names during the call; strided: the arrays are handed over non-contiguous;
    numerical: the gradients are also compared with numerical ones; note: what the student should
    know about the case when it fails.
    """

    args: tuple[Any, ...] = ()
    sizes: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    names: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    strided: bool = False
    numerical: bool = False
    note: str = ""

    def fresh_args(self) -> tuple[Any, ...]:
        """A copy of the arguments, for one call to do with as it likes."""
        return tuple(_copy(arg, self.strided) for arg in self.args)


def fresh_seed() -> int:
    """A seed that no one knows yet, short enough to be typed again."""
    return int(np.random.default_rng().integers(1_000_000))


def changed_names(before: Any, after: Any, name: str) -> list[str]:
    """The names of the arrays, lists and dicts in an argument that are not what they were."""
    if isinstance(before, np.ndarray):
        same = (
            isinstance(after, np.ndarray)
            and after.shape == before.shape
            and np.array_equal(after, before)
        )
        return [] if same else [name]
    if isinstance(before, tuple | list):
        if not isinstance(after, tuple | list) or len(after) != len(before):
            return [name]
        return [
            changed
            for i, (old, new) in enumerate(zip(before, after, strict=True))
            for changed in changed_names(old, new, f"{name}[{i}]")
        ]
    if isinstance(before, dict):
        if not isinstance(after, dict) or list(after) != list(before):
            return [name]
        changed = [changed_names(old, after[key], name) for key, old in before.items()]
        return [name] if any(changed) else []
    # Numbers and text cannot change by themselves, but another may stand in their place.
    plain = isinstance(before, int | float | str)
    return [name] if plain and (type(after) is not type(before) or after != before) else []


def item(args: Any, place: tuple[int, ...]) -> Any:
    """The array at a place in nested arguments."""
    for i in place:
        args = args[i]
    return args


def replaced(case: Case, place: tuple[int, ...], x: Any) -> Case:
    """The case with another array at a place in its arguments."""

    def put(value: Any, place: tuple[int, ...]) -> Any:
        if not place:
            return x
        items = [put(v, place[1:]) if i == place[0] else v for i, v in enumerate(value)]
        return type(value)(items)

    return replace(case, args=put(case.args, place))


def _copy(value: Any, strided: bool) -> Any:
    if isinstance(value, np.ndarray):
        return _spread(value) if strided else value.copy()
    if isinstance(value, tuple | list):
        return type(value)(_copy(item, strided) for item in value)
    if isinstance(value, dict):
        return {key: _copy(item, strided) for key, item in value.items()}
    if isinstance(value, np.random.Generator):
        return copy.deepcopy(value)  # draws the same numbers in each call
    return value


def _spread(array: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """The same numbers, every second entry of a larger array."""
    wide = np.zeros([2 * n for n in array.shape], dtype=array.dtype)
    view = wide[tuple(slice(None, None, 2) for _ in array.shape)]
    view[...] = array
    return view

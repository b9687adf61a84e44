"""What is wrong with an exercise's definition: cases that let a wrong answer through."""

import functools
import inspect
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from tests.mutants import oracle
from tests.mutants.mutate import has_source
from tests.mutants.probe import Call, Leaves, Probe, leaves
from tests.mutants.remembering import remembering

SEEDS = range(8)
CALLS = 1000  # of one check: all of them, and some of the many for numerical gradients
OFF = 1.001  # a result that is wrong by this factor must be noticed


def complaints(exercise: Any) -> list[str]:
    """A sentence for each weakness of an exercise on a function; empty when there is none.

    It is judged by what its checks do to the reference under several seeds.
    """
    found = list(_names(exercise))
    exercise = remembering(exercise)
    exercise.mistakes = ()  # whether an answer passes is asked here, not what is wrong with it
    reference: Any = getattr(exercise, "reference", None)
    if not has_source(reference) or isinstance(reference, type):
        return found
    checks = [_calls(exercise, reference, seed) for seed in SEEDS]
    calls = [call for check in checks for call in check]
    if not any(call.args for call in calls):
        return [*found, *_uncompared(exercise, reference, calls, _far_off)]
    if len({exercise.judge(reference).seed for _ in range(4)}) == 1:
        found.append("a check without a seed draws the same seed each time")
    names = tuple(inspect.signature(reference).parameters)
    found += _arguments(checks, names, _square_by_definition(exercise))
    found += _batches(checks)
    found += _upstreams(exercise, reference, calls)
    # Where any answer that comes close is right, only what is far off must be noticed.
    spoil = _far_off if getattr(exercise, "tolerant", False) else _slightly_off
    return [*found, *_uncompared(exercise, reference, calls, spoil)]


def _square_by_definition(exercise: Any) -> set[str]:
    """Arguments that are said to be, or whose shape in a unit names one size twice ("q q")."""
    return {*getattr(exercise, "square", ())} | {
        name
        for name, shape in getattr(exercise, "shapes", {}).items()
        if isinstance(shape, str) and len(set(shape.split())) < len(shape.split())
    }


def _names(exercise: Any) -> Iterator[str]:
    for mistake in getattr(exercise, "mistakes", ()):
        if oracle.can_judge(mistake.name):
            yield f"the known mistake {mistake.name!r} has the name of a general pattern"


def _calls(exercise: Any, reference: Callable[..., Any], seed: int) -> list[Call]:
    probe = Probe(reference, most=CALLS)
    report = exercise.judge(probe.wrap(reference), seed)
    assert report.verdict == "passed", report
    return probe.calls


def _arguments(
    checks: Sequence[Sequence[Call]], names: Sequence[str], square: set[str]
) -> Iterator[str]:
    """Numbers that never change, shapes that never change, matrices that are always square."""
    by_check = [[_named(call, names) for call in check if call.of == "f"] for check in checks]
    every = [given for check in by_check for given in check]
    for name in every[0]:
        arrays = [given[name] for given in every if name in given and given[name].ndim]
        if not arrays or all(array.size == 1 for array in arrays):
            continue
        # An argument that is a tuple may have more parts in one case than in another.
        having = [[given for given in check if name in given] for check in by_check]
        drawn = {b"".join(given[name].tobytes() for given in check) for check in having}
        if len(drawn) == 1:
            yield f"{name} holds the same numbers under every seed"
        if len({array.shape for array in arrays}) == 1:
            yield f"{name} has the shape {arrays[0].shape} in every case"
        for check in filter(None, having):
            shapes = {given[name].shape for given in check}
            if name not in square and all(len(s) == 2 and s[0] == s[1] for s in shapes):
                yield f"{name} is square in every case"
                break


def _batches(checks: Sequence[Sequence[Call]]) -> Iterator[str]:
    """The first matrix that is an argument by itself holds the mini-batch, a sample a row."""
    for check in checks:
        first = [next(filter(_is_matrix, call.args), None) for call in check]
        batches = [len(matrix) for matrix in first if matrix is not None]
        if batches and 1 not in batches:
            yield "there is no mini-batch of one"
            return


def _upstreams(
    exercise: Any, reference: Callable[..., Any], calls: Sequence[Call]
) -> Iterator[str]:
    """Upstream gradients under which a back passes that puts something plainer in their place."""
    if not any(call.has_back for call in calls):
        return
    upstreams = [array for call in calls for _, array in leaves(call.upstream)]
    if not upstreams:
        yield "back is never called"
        return
    if _passes(exercise, _with_upstream(reference, np.ones_like)):
        yield "a back that takes its upstream gradient for ones passes"
    means = any(array.size > 1 for array in upstreams)
    if means and _passes(exercise, _with_upstream(reference, _mean)):
        yield "a back that takes its upstream gradient for its mean passes"


def _mean(upstream: Any) -> Any:
    return np.full_like(upstream, np.mean(upstream))


def _with_upstream(fn: Callable[..., Any], change: Callable[[Any], Any]) -> Callable[..., Any]:
    """The unit with its upstream gradient changed on its way to back."""

    @functools.wraps(fn)
    def wrong(*args: Any) -> Any:
        value, back = fn(*args)
        return value, lambda upstream: back(
            tuple(map(change, upstream)) if isinstance(upstream, tuple) else change(upstream)
        )

    return wrong


def _passes(exercise: Any, answer: Callable[..., Any], part: str | None = None) -> bool:
    """Whether an answer is accepted under any seed."""
    return any(exercise.judge(answer, seed, part).verdict == "passed" for seed in SEEDS)


def _uncompared(
    exercise: Any,
    reference: Callable[..., Any],
    calls: Sequence[Call],
    spoil: Callable[[Any], Any],
) -> Iterator[str]:
    """Results that can be wrong without being noticed."""
    parts = [part for part in exercise.parts if part]
    places = dict.fromkeys((call.of, path) for call in calls for path in call.expected)
    for of, path in places:
        wrong = _spoiled(reference, of, path, spoil)
        if _passes(exercise, wrong):
            yield f"the result {of}(...){path} is not compared: a wrong one passes"
        elif parts and all(_passes(exercise, wrong, part) for part in parts):
            yield f"the result {of}(...){path} belongs to no part: a wrong one passes each of them"


def _slightly_off(array: Any) -> Any:
    return array * OFF


def _far_off(array: Any) -> Any:
    return -3.0 * array - 7.0


def _spoiled(
    fn: Callable[..., Any], of: str, path: str, spoil: Callable[[Any], Any]
) -> Callable[..., Any]:
    @functools.wraps(fn)
    def wrong(*args: Any) -> Any:
        result = fn(*args)
        if of == "f":
            return _altered(result, path, spoil)
        value, back = result
        return value, lambda upstream: _altered(back(upstream), path, spoil)

    return wrong


def _altered(value: Any, path: str, spoil: Callable[[Any], Any], here: str = "") -> Any:
    """The value with the array at a path, in the spelling of `leaves`, spoilt."""
    if here == path:
        if isinstance(value, tuple | list):
            return type(value)(spoil(np.array(value)).tolist())
        return spoil(value)
    if isinstance(value, tuple | list):
        return type(value)(
            _altered(item, path, spoil, f"{here}[{i}]") for i, item in enumerate(value)
        )
    if isinstance(value, dict):
        return {key: _altered(item, path, spoil, f"{here}[{key!r}]") for key, item in value.items()}
    return value


def _is_matrix(value: object) -> bool:
    return isinstance(value, np.ndarray) and value.ndim == 2


def _named(call: Call, names: Sequence[str]) -> Leaves:
    """The arrays in the arguments, by names such as "X" and "params[0]"."""
    return {
        name + path: array
        for name, arg in zip(names, call.args, strict=False)
        for path, array in leaves(arg)
    }

"""One call of a student's function, and everything that can be seen of it."""

import contextlib
import linecache
import re
import sysconfig
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Any, TypeAlias

import numpy as np

from backprop_lib.exercises.cases import Case, changed_names
from backprop_lib.exercises.compare import Measured, Values, WrongForm, type_name
from backprop_lib.exercises.findings import Finding
from backprop_lib.exercises.remote import RaisedElsewhere, RemoteCallable

Measure: TypeAlias = Callable[[Any, Case], Measured]

SHARED = "memory shared"  # the name of findings that harm nothing yet

_NOT_THE_STUDENTS = (
    str(Path(__file__).resolve().parents[1]),
    sysconfig.get_path("stdlib"),
    sysconfig.get_path("purelib"),
    sysconfig.get_path("platlib"),
    "<frozen",
    "<__array_function__",
    "<backprop_lib",
)
_WRONG_ARGUMENTS = re.compile(r"\S*\(\) (missing \d+|takes |got (an unexpected|multiple|some))")
_MADE_BY = {
    "generator": "It returned a generator: use return in place of yield.",
    "coroutine": "It returned a coroutine: write def in place of async def.",
    "async_generator": "It returned an async generator: write def, and return in place of yield.",
}


@dataclass(frozen=True)
class Outcome:
    """What one call came to: named arrays, or why there are none.

    wrong_form: the sentence when the result is of the wrong kind; raised: the exception when
    there was one; changed: the arguments that the call changed; conduct: what else it did that it
    must not; unwritten: what of it is not written yet; alternatives: by array, other values whose
    reproduction means something (of the reference alone); warnings: those that it gave.
    """

    values: Measured = field(default_factory=dict)
    wrong_form: str = ""
    raised: RaisedElsewhere | None = None
    changed: tuple[str, ...] = ()
    conduct: tuple[Finding, ...] = ()
    unwritten: str = ""
    alternatives: Mapping[str, Mapping[Finding, Values]] = field(
        default_factory=lambda: MappingProxyType({})
    )
    warnings: tuple[str, ...] = ()

    @property
    def not_attempted(self) -> bool:
        return self.raised is not None and self.raised.ename == "NotImplementedError"


@dataclass
class Seen:
    """What is noted while a student's code runs: what it changed, did and warned of."""

    changed: list[str] = field(default_factory=list)
    conduct: list[Finding] = field(default_factory=list)
    unwritten: str = ""
    alternatives: dict[str, dict[Finding, Values]] = field(default_factory=dict)


def observe(measure: Callable[[Seen], Measured]) -> Outcome:
    """Run `measure`, which calls a student's code, without a word on stderr."""
    seen = Seen()
    found: dict[str, Any] = {}
    with collected_warnings() as warned:
        try:
            found["values"] = measure(seen)
        except WrongForm as problem:
            found["wrong_form"] = str(problem)
        except RaisedElsewhere as raised:
            found["raised"] = raised
        except (Exception, SystemExit) as error:
            found["raised"] = _raised_here(error)
    return Outcome(
        **found,
        changed=tuple(dict.fromkeys(seen.changed)),
        conduct=tuple(dict.fromkeys(seen.conduct)),
        unwritten=seen.unwritten,
        alternatives=seen.alternatives,
        warnings=tuple(dict.fromkeys(warned)),
    )


@contextlib.contextmanager
def collected_warnings() -> Iterator[list[str]]:
    """Keep warnings of the code inside from stderr; what they said is in the list afterwards."""
    told: list[str] = []
    with (
        warnings.catch_warnings(record=True) as caught,
        np.errstate(over="warn", divide="warn", invalid="warn", under="ignore"),
    ):
        warnings.simplefilter("always")
        try:
            yield told
        finally:
            told += [_warning(w) for w in caught]


def returned(result: object, may_be_generator: bool = False) -> Any:
    """A result, unless it shows that there is none: raises WrongForm for None or a generator."""
    if result is None or result is Ellipsis:
        raise WrongForm(f"It returned {result}: is a `return` missing?")
    kind = type_name(result)
    if may_be_generator and kind == "generator":
        return result
    if sentence := _MADE_BY.get(kind):
        if hasattr(result, "close") and not isinstance(result, RemoteCallable):
            result.close()  # a coroutine that nobody awaits would warn
        raise WrongForm(sentence)
    return result


def note_changes(
    seen: Seen, fn: object, before: Iterable[Any], args: Iterable[Any], names: Iterable[str]
) -> None:
    """Note which of the arguments of a call are not what they were before it."""
    after = fn.arguments_after() if isinstance(fn, RemoteCallable) else tuple(args)
    before = tuple(before)
    if after is not None and len(after) == len(before):
        for old, new, name in zip(before, after, names, strict=False):
            seen.changed += changed_names(old, new, name)


def note_aliases(seen: Seen, fn: object, result: object, args: Iterable[Any]) -> None:
    """Note a result that shares its memory with an argument."""
    if isinstance(fn, RemoteCallable):
        shared = fn.shares_arguments()
    else:
        given = list(arrays_in(tuple(args)))
        shared = any(shares_memory(made, one) for made in arrays_in(result) for one in given)
    if shared:
        seen.conduct.append(
            Finding(
                SHARED,
                "The result shares its memory with an input, so that who changes one changes the "
                "other: return a new array, for example with .copy().",
            )
        )


def arrays_in(value: object) -> Iterator[Values]:
    """All arrays in nested tuples, lists and dicts."""
    if isinstance(value, np.ndarray):
        yield value
    elif isinstance(value, tuple | list):
        for item in value:
            yield from arrays_in(item)
    elif isinstance(value, dict):
        yield from arrays_in(list(value.values()))


def shares_memory(one: Values, other: Values) -> bool:
    """Whether two arrays overlap, as far as their bounds tell."""
    return bool(one.size and other.size) and np.may_share_memory(one, other)


def wrong_arguments(raised: RaisedElsewhere) -> bool:
    """Whether the exception says that the function takes other arguments."""
    return (
        raised.ename == "TypeError"
        and not raised.where
        and _WRONG_ARGUMENTS.match(raised.evalue) is not None
    )


def _warning(caught: warnings.WarningMessage) -> str:
    where = ""
    if not caught.filename.startswith(_NOT_THE_STUDENTS):
        where = f" ({_line(caught.filename, caught.lineno)})"
    return f"{caught.category.__name__}: {caught.message}{where}"[:300]


def _raised_here(error: BaseException) -> RaisedElsewhere:
    unwritten = isinstance(error, NotImplementedError)
    ename = "NotImplementedError" if unwritten else type(error).__name__
    return RaisedElsewhere(ename, str(error), _where(error.__traceback__))


def _where(traceback: TracebackType | None) -> str:
    """The last line of the student's own that was running, such as "line 3: `Z = A @ W`"."""
    where = ""
    while traceback is not None:
        filename = traceback.tb_frame.f_code.co_filename
        if not filename.startswith(_NOT_THE_STUDENTS):
            where = _line(filename, traceback.tb_lineno)
        traceback = traceback.tb_next
    return where


def _line(filename: str, number: int) -> str:
    text = linecache.getline(filename, number).strip()
    return f"line {number}" + (f": `{text}`" if text else "")

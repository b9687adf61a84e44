"""One call of a student's function, and everything that can be seen of it."""

import contextlib
import linecache
import sysconfig
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, TypeAlias

import numpy as np

from backprop_lib.exercises.cases import Case, changed_names
from backprop_lib.exercises.compare import Measured, WrongForm
from backprop_lib.exercises.remote import RaisedElsewhere, RemoteCallable, call_with_names

Measure: TypeAlias = Callable[[Any, Case], Measured]

_NOT_THE_STUDENTS = (
    str(Path(__file__).resolve().parents[1]),
    sysconfig.get_path("stdlib"),
    sysconfig.get_path("purelib"),
    sysconfig.get_path("platlib"),
    "<frozen",
    "<__array_function__",
    "<backprop_lib",
)


@dataclass(frozen=True)
class Outcome:
    """What one call came to: named arrays, or why there are none.

    wrong_form: the sentence when the result is of the wrong kind; raised: the exception when
    there was one; changed: the arguments that the call changed.
    """

    values: Measured = field(default_factory=dict)
    wrong_form: str = ""
    raised: RaisedElsewhere | None = None
    changed: tuple[str, ...] = ()

    @property
    def not_attempted(self) -> bool:
        return self.raised is not None and self.raised.ename == "NotImplementedError"


def observe(
    fn: Callable[..., Any], case: Case, arguments: tuple[str, ...], measure: Measure
) -> Outcome:
    """Call fn on a case, without a word on stderr, and measure what it returned."""
    args = case.fresh_args()
    try:
        with quiet():
            result = call_with_names(fn, case.names, *args)
            values = _measured(result, case, measure)
    except WrongForm as problem:
        return Outcome(wrong_form=str(problem), changed=_changed(fn, case, args, arguments))
    except RaisedElsewhere as raised:
        return Outcome(raised=raised)
    except (Exception, SystemExit) as error:
        return Outcome(raised=_raised_here(error))
    return Outcome(values=values, changed=_changed(fn, case, args, arguments))


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Keep warnings of the code inside from stderr."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        yield


def _measured(result: object, case: Case, measure: Measure) -> Mapping[str, Any]:
    if result is None or result is Ellipsis:
        raise WrongForm(f"It returned {result}: is a `return` missing?")
    return measure(result, case)


def _changed(
    fn: Callable[..., Any], case: Case, args: tuple[Any, ...], names: tuple[str, ...]
) -> tuple[str, ...]:
    after = fn.arguments_after() if isinstance(fn, RemoteCallable) else args
    if after is None or len(after) != len(case.args):
        return ()
    return tuple(
        changed
        for before, now, name in zip(case.args, after, names, strict=True)
        for changed in changed_names(before, now, name)
    )


def _raised_here(error: BaseException) -> RaisedElsewhere:
    unwritten = isinstance(error, NotImplementedError)
    ename = "NotImplementedError" if unwritten else type(error).__name__
    return RaisedElsewhere(ename, str(error), _where(error.__traceback__))


def _where(traceback: TracebackType | None) -> str:
    """The last line of the student's own that was running, such as "line 3: `Z = A @ W`"."""
    where = ""
    while traceback is not None:
        code = traceback.tb_frame.f_code
        if not code.co_filename.startswith(_NOT_THE_STUDENTS):
            text = linecache.getline(code.co_filename, traceback.tb_lineno).strip()
            where = f"line {traceback.tb_lineno}" + (f": `{text}`" if text else "")
        traceback = traceback.tb_next
    return where

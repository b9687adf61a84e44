"""Exercises in which the student writes a unit: a function that returns its value and `back`."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import numpy as np

from backprop_lib.exercises.calls import (
    SHARED,
    Outcome,
    Seen,
    arrays_in,
    note_aliases,
    note_changes,
    observe,
    returned,
    shares_memory,
)
from backprop_lib.exercises.cases import Case, Rng
from backprop_lib.exercises.compare import (
    Measured,
    Values,
    WrongForm,
    a_kind,
    as_array,
    as_sequence,
    close,
)
from backprop_lib.exercises.computed import ComputedExercise, Spec
from backprop_lib.exercises.describe import describe_arguments, join
from backprop_lib.exercises.findings import Finding, Mistake
from backprop_lib.exercises.function import no_function
from backprop_lib.exercises.remote import RaisedElsewhere, RemoteCallable, call_with_names
from backprop_lib.exercises.report import Report
from backprop_lib.exercises.unit_cases import Given, Shapes, UnitCase, draw_cases

FORWARD, BACKWARD = "forward", "backward"

UPSTREAM_IGNORED = Finding(
    "upstream ignored", "is right for an upstream gradient of ones alone: multiply by it."
)
OTHER_CALL = Finding(
    "stale", "belongs to an earlier call: use the arrays of this call, under local names."
)
LATER_CALL = Finding(
    "stale",
    "`back` of one call gives something else after another call: it works with what the latest "
    "call left behind. Keep the arrays under local names, so that each `back` has its own.",
)
TWICE = Finding(
    "called twice",
    "`back` gives something else when it is called a second time: let it compute all of it anew, "
    "and return it rather than add it to something that stays.",
)
UPSTREAM_CHANGED = Finding(
    "upstream changed", "`back` changes the upstream gradient that it is given: make a new array."
)
VALUE_CHANGED = Finding(
    "value changed", "`back` changes the value that the forward returned: make a new array."
)
GRADIENT_SHARED = Finding(
    SHARED,
    "A gradient shares its memory with an argument or with the value, so that who changes one "
    "changes the other: return a new array, for example with .copy().",
)


class UnitExercise(ComputedExercise):
    """A unit to write: `affine(X, W, b)` returns A and back, and back(dA) returns dX, dW, db.

    reference: the right unit; shapes: for each argument that takes a gradient its shape in symbols,
    such as {"X": "m p", "W": "p q", "b": "q"}, m being the size of the mini-batch, or a tuple of
    such for an argument that is a tuple of arrays; given: for each other argument a function of a
    generator and the sizes that draws it; draws: the same for an argument that
    standard normal entries do not suit; value: what the value is called; large: the factor of the
    case with large entries, None where that makes no sense; others: units of the same arguments
    that are easily taken for this one; names: source texts of right units, which stand in for the
    student's own in case this unit is made of them; shown: the unit as `solution` shows it, without
    the checks of a library.

    Cases, upstream gradients, difference quotients and the tests that `back` may be called twice
    and late, changes nothing and shares nothing all follow from these. The parts are "forward" and
    "backward"; points gives those of each.
    """

    def __init__(
        self,
        reference: Callable[..., Any],
        points: Mapping[str, int],
        shapes: Shapes,
        *,
        value: str,
        mistakes: tuple[Mistake, ...],
        hints: tuple[str, ...],
        prose: str,
        given: Mapping[str, Given] | None = None,
        draws: Mapping[str, Given] | None = None,
        large: float | None = 1e3,
        others: Sequence[Callable[..., Any]] = (),
        names: Mapping[str, str] = MappingProxyType({}),
        shown: Callable[..., Any] | None = None,
        name: str = "",
    ) -> None:
        title = name or reference.__name__
        if set(points) != {FORWARD, BACKWARD}:
            raise ValueError(f"{title}: points are {dict(points)}: give forward and backward")
        parameters = [
            p.name
            for p in inspect.signature(reference).parameters.values()
            if p.kind is not p.KEYWORD_ONLY
        ]
        named = [*shapes, *(given or {})]
        arguments = [name for name in parameters if name in named]
        taken = [name for name in arguments if name in shapes]
        if arguments != parameters[: len(named)] or taken != list(shapes):
            raise ValueError(
                f"{title}: shapes and given name {join(named)}, the unit takes "
                f"{join(parameters)}: name its first arguments, those with a gradient in its order"
            )
        spec = Spec(sum(points.values()), mistakes, hints, prose, parts=points, shown=shown)
        super().__init__(reference, spec, arguments, name)
        self.shapes = shapes
        self.given = dict(given or {})
        self.draws = dict(draws or {})
        self.value = value
        self.large = large
        self.others = tuple(others)
        self.names = names

    def cases(self, rng: Rng, part: str | None) -> Sequence[UnitCase]:
        """Batches of one and of several, large entries, non-contiguous arrays."""
        return [replace(case, names=self.names) for case in self._drawn(rng)]

    def report_on(self, answer: object, seed: int | None, part: str | None) -> Report:
        """The report; where others stand in for units of the student's, right with either is right.

        So a wrong unit costs its own points alone.
        """
        report = super().report_on(answer, seed, part)
        if self.names:
            other = self.judged_otherwise(answer, report, self._drawn, part)
            return other if other and other.verdict == "passed" else report
        return report

    def run(self, answer: Any, case: Case, part: str | None = None) -> Outcome:
        """The value and the gradients, and whether `back` behaves when it is called as nets do."""
        assert isinstance(case, UnitCase)
        return observe(lambda seen: self._measure(seen, answer, case, part))

    def scalar(self, answer: Any, case: Case) -> float:
        """The value times the upstream gradient; raises RaisedElsewhere where there is none."""
        assert isinstance(case, UnitCase)
        outcome = self.run(answer, case, FORWARD)
        if outcome.raised is not None:
            raise outcome.raised
        if outcome.wrong_form:
            raise RaisedElsewhere("TypeError", outcome.wrong_form)
        upstream = named(self.value, case.upstream)
        return float(sum(np.vdot(d, outcome.values[name]) for name, d in upstream.items()))

    def gradients(self, case: Case) -> Mapping[str, tuple[int, ...]]:
        """dX, dW and so on; for an argument that is a tuple one for each of its arrays."""
        places: dict[str, tuple[int, ...]] = {}
        for name in self.shapes:
            i = self.arguments.index(name)
            arg = case.args[i]
            if isinstance(arg, tuple):
                places |= {f"d{name}[{j}]": (i, j) for j in range(len(arg))}
            else:
                places[f"d{name}"] = (i,)
        return places

    def wrong_kind(self, answer: object) -> tuple[str, str] | None:
        """What is no function: a value, a class."""
        return no_function(self.name, self.arguments, answer)

    def wrong_signature(self, evalue: str) -> tuple[str, str]:
        """For `back`, too, which takes the upstream gradient alone."""
        if evalue.partition("(")[0].rpartition(".")[2] != "back":
            return super().wrong_signature(evalue)
        return (
            f"back cannot be called with the upstream gradient: {evalue}",
            f"let it take one argument, def back(d{self.value}): ...",
        )

    def call(self, case: Case) -> tuple[str, ...]:
        """The call, and the upstream gradient that back was called with."""
        assert isinstance(case, UnitCase)
        (first, *notes) = super().call(case)
        upstream = describe_arguments([f"d{self.value}"], [case.upstream])
        return (first, f"back(d{self.value}) with {upstream}", *notes)

    def _drawn(self, rng: Rng) -> Sequence[UnitCase]:
        draws = self.given | self.draws
        return draw_cases(self.reference, self.arguments, self.shapes, draws, self.large, rng)

    def _measure(self, seen: Seen, answer: Any, case: UnitCase, part: str | None) -> Measured:
        if part == FORWARD:
            return self._forward(seen, answer, case)[0]
        # The other call comes first, so that what is left over from it shows.
        earlier = case.earlier
        _, back_earlier, _ = self._forward(Seen(), answer, earlier)
        try:
            first_earlier = self._gradients(seen, back_earlier, earlier)
        except (NotImplementedError, RaisedElsewhere) as error:
            if not _unwritten(error):
                raise
            right = "" if part == BACKWARD else "The value is right; "
            seen.unwritten = f"{right}`back` is not written yet."
            return {} if part == BACKWARD else self._forward(seen, answer, case)[0]
        values, back, args = self._forward(seen, answer, case)
        before = {name: value.copy() for name, value in values.items()}
        gradients = self._gradients(seen, back, case, args, values)
        if not _same(self._gradients(seen, back, case), gradients):
            seen.conduct.append(TWICE)
        elif not _same(self._gradients(seen, back_earlier, earlier), first_earlier):
            seen.conduct.append(LATER_CALL)
        if not _same(values, before):
            seen.conduct.append(VALUE_CHANGED)
            values = before
        if not isinstance(answer, RemoteCallable):
            note_changes(seen, answer, case.args, args, self.arguments)
        if answer is self.reference:
            seen.alternatives = self._alternatives(case)
        return gradients if part == BACKWARD else values | gradients

    def _forward(
        self, seen: Seen, answer: Any, case: UnitCase
    ) -> tuple[dict[str, Values], Any, tuple[Any, ...]]:
        """The named value, back, and the arguments as they were handed over."""
        args = case.fresh_args()
        result = returned(call_with_names(answer, case.names, *args))
        value, back = as_sequence("The result", result, 2, f"return {self.value}, back")
        if not callable(back):
            raise WrongForm(f"back is {a_kind(back)}: return the function itself, without a call.")
        note_changes(seen, answer, case.args, args, self.arguments)
        note_aliases(seen, answer, value, args)
        return self._named_like(self.value, value, case.upstream), back, args

    def _gradients(
        self,
        seen: Seen,
        back: Any,
        case: UnitCase,
        args: tuple[Any, ...] = (),
        values: Measured | None = None,
    ) -> dict[str, Values]:
        """The named gradients of one call of back; given its arguments, also what they share."""
        upstream = Case((case.upstream,)).fresh_args()[0]
        result = back(upstream)
        after = back.arguments_after() if isinstance(back, RemoteCallable) else (upstream,)
        if after and not _same(named("", after[0]), named("", case.upstream)):
            seen.conduct.append(UPSTREAM_CHANGED)
        if result is None:
            raise WrongForm("back returned None: is a `return` missing?")
        gradients = self._named_gradients(returned(result), case)
        # Not so the upstream gradient: add hands it on as it is.
        old = [*arrays_in(args), *(values or {}).values()]
        if isinstance(back, RemoteCallable):
            shared = back.shares_earlier()
        else:
            shared = any(shares_memory(new, one) for new in gradients.values() for one in old)
        if values is not None and shared:
            seen.conduct.append(GRADIENT_SHARED)
        # Copies: a back that writes into what it returned before must not go unnoticed.
        return {name: gradient.copy() for name, gradient in gradients.items()}

    def _named_gradients(self, result: Any, case: UnitCase) -> dict[str, Values]:
        names = [f"d{name}" for name in self.shapes]
        args = [case.args[self.arguments.index(name)] for name in self.shapes]
        if len(names) == 1:
            arg = args[0]
            wrapped = isinstance(result, tuple | list) and len(result) == 1
            nested = isinstance(arg, tuple)
            if wrapped and (not nested or isinstance(result[0], tuple | list)):
                result = result[0]
            return self._named_like(names[0], result, arg)
        items = as_sequence("What back returned", result, len(names), f"return {', '.join(names)}")
        made: dict[str, Values] = {}
        for name, one, arg in zip(names, items, args, strict=True):
            made |= self._named_like(name, one, arg)
        return made

    def _named_like(self, name: str, value: Any, like: Any) -> dict[str, Values]:
        """The arrays of a value that must be built as `like` is: an array, or a tuple of them."""
        if not isinstance(like, tuple):
            return {name: as_array(name, value)}
        items = as_sequence(name, value, len(like), f"it must be a tuple of {len(like)}")
        return {f"{name}[{i}]": as_array(f"{name}[{i}]", one) for i, one in enumerate(items)}

    def _alternatives(self, case: UnitCase) -> dict[str, dict[Finding, Values]]:
        """Other gradients and values that a unit might come to, and what each would mean."""
        found: dict[str, dict[Finding, Values]] = {}

        def offer(finding: Finding, values: Measured) -> None:
            for name, value in values.items():
                found.setdefault(name, {})[finding] = value

        _, back = self.reference(*case.fresh_args())
        ones = Case((case.upstream,)).fresh_args()[0]
        ones = tuple(np.ones_like(d) for d in ones) if isinstance(ones, tuple) else _ones(ones)
        offer(UPSTREAM_IGNORED, self._named_gradients(back(ones), case))
        _, back_earlier = self.reference(*case.earlier.fresh_args())
        offer(OTHER_CALL, self._named_gradients(back_earlier(case.upstream), case))
        for other in self.others:
            value, back = other(*case.fresh_args())
            theirs = Finding("another forward", f"is that of another unit, {other.__name__}.")
            offer(theirs, named(self.value, value))
            offer(theirs, self._named_gradients(back(case.upstream), case))
        return found


def named(name: str, value: Any) -> dict[str, Values]:
    """The arrays of an array or of a tuple of them, by name."""
    if isinstance(value, tuple | list):
        return {f"{name}[{i}]": np.asarray(one) for i, one in enumerate(value)}
    return {name: np.asarray(value)}


def _ones(upstream: Any) -> Any:
    return np.ones_like(upstream) if isinstance(upstream, np.ndarray) else 1.0


def _same(one: Measured, other: Measured) -> bool:
    return one.keys() == other.keys() and all(
        close(one[name], value) or np.array_equal(one[name], value, equal_nan=True)
        for name, value in other.items()
    )


def _unwritten(error: Exception) -> bool:
    ename = error.ename if isinstance(error, RaisedElsewhere) else "NotImplementedError"
    return ename == "NotImplementedError"

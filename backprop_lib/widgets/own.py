"""Own functions in a Playground: called with care, and checked by the diagnosing gradient check."""

import inspect
from collections.abc import Callable, Mapping
from contextlib import redirect_stdout
from dataclasses import dataclass
from typing import Any

import numpy as np

from backprop_lib import init
from backprop_lib.gradcheck import WrongGradient, check_gradients
from backprop_lib.widgets.careful import OwnFunctionFailed, careful_pair, careful_unit, where
from backprop_lib.widgets.limits import TookTooLong, at_most
from backprop_lib.widgets.model import UNITS, Net, OwnNet, Unit, parameter_names

CHECK_SECONDS = 3.0


class _Nowhere:
    """What is printed in the thousand calls of a check is dropped."""

    def write(self, text: str) -> int:
        return len(text)

    def flush(self) -> None:
        pass


@dataclass(frozen=True)
class Own:
    """What was given: units by name, or forward and backward; none of them means the library's.

    Raises TypeError or ValueError for what cannot be used.
    """

    units: Mapping[str, Unit]
    forward: Callable[..., Any] | None = None
    backward: Callable[..., Any] | None = None

    def __post_init__(self) -> None:
        if (self.forward is None) != (self.backward is None):
            given, missing = ("backward", "forward") if self.backward else ("forward", "backward")
            raise TypeError(f"Playground: {given} is given, {missing} is missing: give both")
        if self.forward and self.units:
            raise TypeError("Playground: give either units, or forward and backward")
        for name, unit in self._functions().items():
            if name not in UNITS and name not in ("forward", "backward"):
                raise ValueError(
                    f"Playground: there is no unit {name!r} to replace: {', '.join(UNITS)}"
                )
            if not callable(unit):
                raise TypeError(f"Playground: {name} is a {type(unit).__name__}: give a function")

    def __bool__(self) -> bool:
        return bool(self._functions())

    @property
    def names(self) -> list[str]:
        """What is own, for people to read."""
        return list(self._functions())

    def net(self, activation: str, problem: str, regularisation: str, rate: float) -> Net:
        """A net that calls the own functions with care."""
        if self.forward is None or self.backward is None:
            own = {name: careful_unit(name, unit) for name, unit in self.units.items()}
            return Net(activation, problem, regularisation, rate, own)
        forward, backward = careful_pair(self.forward, self.backward)
        return OwnNet(forward, backward, activation, problem, regularisation, rate)

    def problems(self, sizes: tuple[int, ...], activation: str, problem: str) -> list[str]:
        """What the gradient check finds wrong with what is used: a sentence each.

        Raises OwnFunctionFailed when a function raises, hangs or returns what it must not.
        """
        found: list[str] = []
        nowhere: Any = _Nowhere()
        with redirect_stdout(nowhere), guarded(CHECK_SECONDS):
            if self.forward is not None:
                found += self._problems_of_the_pair(sizes, activation, problem)
            loss = "mse" if problem == "regression" else "logistic"
            for name in ("affine", activation, loss, "decay"):
                if name in self.units:
                    found += _problems(name, careful_unit(name, self.units[name]), _case(name))
        return found

    def _functions(self) -> dict[str, Any]:
        pair = {"forward": self.forward, "backward": self.backward}
        return {**self.units, **{name: f for name, f in pair.items() if f is not None}}

    def _problems_of_the_pair(
        self, sizes: tuple[int, ...], activation: str, problem: str
    ) -> list[str]:
        net = self.net(activation, problem, "none", 0.0)
        rng = np.random.default_rng(0)
        X = rng.standard_normal((5, sizes[0]))
        params = [P + 0.1 * rng.standard_normal(P.shape) for P in init.parameters(sizes, seed=1)]

        def both(*params: Any) -> tuple[Any, Callable[[Any], Any]]:
            made = net.forward(params, X)
            return made.A, made.back

        kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
        names = parameter_names(len(sizes) - 1)
        both.__name__ = "backward"
        both.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
            [inspect.Parameter(name, kind) for name in names]
        )
        found = wrong_gradients("backward", both, params)
        right = Net(activation, problem).forward(tuple(params), X).A
        given = both(*params)[0]
        return _wrong_value("forward", given, right, f"the net with {activation}") + found


class guarded:  # noqa: N801
    """A block around own functions: within a time limit, without warnings.

    Raises OwnFunctionFailed when it hangs or is interrupted.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._blocks: list[Any] = []

    def __enter__(self) -> None:
        self._blocks = [np.errstate(all="ignore"), at_most(self.seconds)]
        for block in self._blocks:
            block.__enter__()

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        for block in reversed(self._blocks):
            block.__exit__(None, None, None)
        if kind in (TookTooLong, KeyboardInterrupt):
            at = where(error)
            what = f"ran longer than {self.seconds:g} s" if kind is TookTooLong else "was stopped"
            raise OwnFunctionFailed(f"A call {what}{at}: does a loop never end?")


def _case(name: str) -> list[Any]:
    """Arguments to check a unit with: no two sizes equal."""
    rng = np.random.default_rng(0)
    if name == "affine":
        return [rng.standard_normal(shape) for shape in ((5, 3), (3, 4), (4,))]
    if name == "logistic":
        return [rng.standard_normal((5, 2)), np.eye(2)[[0, 1, 1, 0, 1]]]
    if name == "mse":
        return [rng.standard_normal((5, 1)), rng.standard_normal((5, 1))]
    if name == "decay":
        return [(rng.standard_normal((2, 3)), rng.standard_normal((3, 1))), 0.1]
    return [rng.standard_normal((5, 3))]


def _problems(name: str, unit: Unit, args: list[Any]) -> list[str]:
    value, right = unit(*args)[0], UNITS[name](*args)[0]
    return _wrong_value(name, value, right, "the library's") + wrong_gradients(name, unit, args)


def _wrong_value(name: str, value: Any, right: Any, whose: str) -> list[str]:
    difference = float(np.max(np.abs(np.asarray(value) - right)))
    if difference <= 1e-6 * max(1.0, float(np.max(np.abs(right)))):
        return []
    return [f"{name}: the value is not that of {whose}: it differs by up to {difference:.3g}."]


def wrong_gradients(name: str, unit: Unit, args: list[Any]) -> list[str]:
    """What the gradient check finds wrong with a unit at these arguments: a sentence each."""
    try:
        check_gradients(unit, args)
    except WrongGradient as wrong:
        return [f"{name}: {sentence}" for sentence in wrong.check.problems]
    except ValueError as error:
        return [str(error)]
    return []

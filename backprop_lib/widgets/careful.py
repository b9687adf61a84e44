"""Own functions called with care: whatever goes wrong in them becomes a sentence that names it."""

import inspect
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from backprop_lib.widgets.limits import TookTooLong
from backprop_lib.widgets.model import UNITS, Unit, parameter_names

LIBRARY = str(Path(__file__).parents[1])
LIBRARIES = "-packages"


class OwnFunctionFailed(Exception):
    """An own function raised, returned what it must not, or did not come back.

    Says which, and what to do.
    """

    def __init__(self, what: str, remedy: str = "Mend it") -> None:
        end = "" if what.endswith("?") else "."
        super().__init__(f"{what}{end} {remedy}, run its cell, and then this one again.")


def careful_unit(name: str, unit: Unit) -> Unit:
    """The unit, whose errors, wrong kinds, shapes and nan become sentences."""

    def careful(*args: Any) -> tuple[Any, Callable[[Any], Any]]:
        made = _call(name, unit, args)
        if not isinstance(made, tuple) or len(made) != 2 or not callable(made[1]):
            raise OwnFunctionFailed(
                f"{name} returned {_kind(made)}: it must return its value and the function back"
            )
        value, back = made
        shape = _value_shape(name, args)
        _require_array(name, "the value", value, shape, args)

        def careful_back(d: Any) -> Any:
            gradients = _call(f"{name}'s back", back, (d,))
            for wanted, got in _pair_up(name, args, gradients):
                _require_array(f"{name}'s back", f"d{wanted[0]}", got, wanted[1].shape, (d, *args))
            return gradients

        return value, careful_back

    careful.__name__ = name
    careful.__signature__ = inspect.signature(UNITS.get(name, unit))  # type: ignore[attr-defined]
    return careful


def careful_pair(
    forward: Callable[..., Any], backward: Callable[..., Any]
) -> tuple[Callable[..., Any], Callable[..., Any]]:
    """Forward and backward, of which the same holds."""

    def careful_forward(params: Any, X: Any) -> tuple[Any, Any]:
        made = _call("forward", forward, (params, X))
        if not isinstance(made, tuple) or len(made) != 2:
            raise OwnFunctionFailed(
                f"forward returned {_kind(made)}: it must return the scores and what backward needs"
            )
        _require_array("forward", "the scores", made[0], (len(X), 1), (*params, X))
        return made[0], (params, made[1])

    def careful_backward(dA: Any, cache: Any) -> Any:
        params, given = cache
        gradients = _call("backward", backward, (dA, given))
        if not isinstance(gradients, tuple | list) or len(gradients) != len(params):
            raise OwnFunctionFailed(
                f"backward returned {_kind(gradients)}: it must return {len(params)} gradients, "
                "one for each parameter, in their order"
            )
        names = parameter_names(len(params) // 2)
        for name, P, dP in zip(names, params, gradients, strict=True):
            _require_array("backward", f"d{name}", dP, P.shape, (dA, *params))
        return gradients

    return careful_forward, careful_backward


def _call(name: str, function: Callable[..., Any], args: tuple[Any, ...]) -> Any:
    try:
        return function(*args)
    except (OwnFunctionFailed, TookTooLong):
        raise
    except NotImplementedError:  # what an untouched stub raises
        raise OwnFunctionFailed(f"{name} is not written yet", "Write it") from None
    except (Exception, SystemExit) as error:
        text = f": {error}" if str(error) else ""
        kind = type(error).__name__
        raise OwnFunctionFailed(f"{name} raised {kind}{text[:300]}{where(error)}") from None


def where(error: BaseException) -> str:
    """The last line of the learner's own code that the error went through."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [
        f for f in frames if not f.filename.startswith(LIBRARY) and LIBRARIES not in f.filename
    ]
    return f" (line {lines[-1].lineno}, in {lines[-1].name})" if lines else ""


def _require_array(function: str, what: str, got: Any, shape: tuple[int, ...], given: Any) -> None:
    if not isinstance(got, np.ndarray | np.generic | float):
        raise OwnFunctionFailed(f"{function}: {what} is {_kind(got)}: it must be an array {shape}")
    if np.shape(got) != shape:
        transposed = ", transposed" if np.shape(got) == shape[::-1] else ""
        raise OwnFunctionFailed(
            f"{function}: {what} is {np.shape(got)}{transposed}: it must be {shape}"
        )
    if np.asarray(got).dtype.kind != "f":
        raise OwnFunctionFailed(f"{function}: {what} holds {np.asarray(got).dtype}: not numbers")
    if not np.isfinite(got).all() and _finite(given):
        kind = "nan" if np.isnan(got).any() else "inf"
        raise OwnFunctionFailed(
            f"{function}: {what} holds {kind}, though all it was given is finite"
        )


def _finite(given: Any) -> bool:
    arrays = [g for item in given for g in (item if isinstance(item, tuple | list) else [item])]
    return all(np.isfinite(g).all() for g in arrays)


def _value_shape(name: str, args: tuple[Any, ...]) -> tuple[int, ...]:
    if name == "affine":
        return len(args[0]), args[1].shape[1]
    return () if name in ("logistic", "mse", "decay") else args[0].shape


def _pair_up(name: str, args: tuple[Any, ...], gradients: Any) -> list[tuple[Any, Any]]:
    """(argument name, argument) beside its gradient; refuses another number of gradients."""
    if name == "affine":
        wanted = list(zip("XWb", args, strict=True))
    elif name == "decay":
        wanted = [(f"weights[{i}]", W) for i, W in enumerate(args[0])]
    else:
        wanted = [("Y" if name == "mse" else "A", args[0])]
        gradients = gradients[:1] if isinstance(gradients, tuple) else (gradients,)
    if not isinstance(gradients, tuple | list) or len(gradients) != len(wanted):
        names = ", ".join(f"d{n}" for n, _ in wanted)
        raise OwnFunctionFailed(
            f"{name}'s back returned {_kind(gradients)}: it must return {names}, in this order"
        )
    return list(zip(wanted, gradients, strict=True))


def _kind(value: Any) -> str:
    if isinstance(value, tuple | list):
        return f"a {type(value).__name__} of {len(value)}"
    if isinstance(value, np.ndarray):
        return f"an array {value.shape}"
    return "nothing" if value is None else f"a {type(value).__name__}"

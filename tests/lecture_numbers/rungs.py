"""One circuit in every spelling of the library: flat units, nodes, a graph, tensors.

A circuit is a table of gates in the order of their evaluation; the last one is its output:

    {"q": ("add", "x", "y"), "f": ("mul", "q", "z")}
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import pytest

from backprop_lib import nodes, units
from backprop_lib.graph import ComputationalGraph, Gate
from backprop_lib.tensor import Tensor

Circuit: TypeAlias = Mapping[str, tuple[str | float, ...]]


@dataclass(frozen=True)
class Run:
    """The values of all names of a circuit, and the gradients of those that take one."""

    values: dict[str, Any]
    gradients: dict[str, Any]


def exp(x: Any) -> tuple[Any, Callable[[Any], Any]]:
    """e^x, a unit of one's own: the lectures' circuits take the sigmoid apart."""
    y = np.exp(x)
    return y, lambda dy: dy * y


def log(x: Any) -> tuple[Any, Callable[[Any], Any]]:
    """ln x, a unit of one's own."""
    return np.log(x), lambda dy: dy / x


def reciprocal(x: Any) -> tuple[Any, Callable[[Any], Any]]:
    """1 / x, a unit of one's own."""
    y = 1 / x
    return y, lambda dy: -dy * y * y


UNITS: dict[str, Callable[..., tuple[Any, Callable[[Any], Any]]]] = {
    "add": units.add,
    "affine": units.affine,
    "dot": units.dot,
    "exp": exp,
    "log": log,
    "matmul": units.matmul,
    "max": units.max_,
    "mul": units.mul,
    "reciprocal": reciprocal,
    "relu": units.relu,
    "sigmoid": units.sigmoid,
    "squared_norm": units.squared_norm,
    "sub": units.sub,
    "sum": units.sum_,
}
OF_A_TUPLE = ("add", "max")

# Tensors have no maximum of two tensors.
OPERATIONS: dict[str, Callable[..., Tensor]] = {
    "add": lambda x1, x2: x1 + x2,
    "affine": lambda X, W, b: X @ W + b,
    "dot": lambda x1, x2: x1 @ x2,
    "exp": lambda x: x.exp(),
    "log": lambda x: x.log(),
    "matmul": lambda X, W: X @ W,
    "mul": lambda x1, x2: x1 * x2,
    "reciprocal": lambda x: 1 / x,
    "relu": lambda x: x.relu(),
    "sigmoid": lambda x: x.apply(units.sigmoid),
    "squared_norm": lambda x: (x * x).sum(),
    "sub": lambda x1, x2: x1 - x2,
    "sum": lambda x: x.sum(),
}


def with_units(circuit: Circuit, inputs: Mapping[str, Any], upstream: Any) -> Run:
    """Forward gate by gate, then `back` by `back`; branches add up."""
    values, backs = dict(inputs), {}
    for name, op, sources in _gates(circuit):
        args = _arguments(op, [_look_up(values, source) for source in sources])
        values[name], backs[name] = UNITS[op](*args)
    gradients = {_output(circuit): upstream}
    for name, _, sources in reversed(list(_gates(circuit))):
        parts = backs[name](gradients[name])
        parts = parts if isinstance(parts, tuple) else (parts,)
        for source, part in zip(sources, parts, strict=True):
            if isinstance(source, str):
                gradients[source] = gradients[source] + part if source in gradients else part
    return Run(values, gradients)


def with_nodes(circuit: Circuit, inputs: Mapping[str, Any], upstream: Any) -> Run:
    """The same units, lifted."""
    made: dict[str, Any] = {name: nodes.Node(value) for name, value in inputs.items()}
    for name, op, sources in _gates(circuit):
        args = [_look_up(made, source) for source in sources]
        made[name] = nodes.unit(UNITS[op])(*_arguments(op, args))
    made[_output(circuit)].back(upstream)
    return Run(
        {name: node.value for name, node in made.items()},
        {name: node.grad for name, node in made.items()},
    )


def with_graph(circuit: Circuit, inputs: Mapping[str, Any], upstream: Any) -> Run:
    """The same units, as the gates of an explicit graph."""
    graph = ComputationalGraph(
        {
            name: Gate(UNITS[op], *_arguments(op, list(sources)))
            for name, op, sources in _gates(circuit)
        }
    )
    graph.forward(**inputs)
    graph.backward(upstream)
    return Run(graph.values, graph.gradients)


def with_tensors(circuit: Circuit, inputs: Mapping[str, Any], upstream: Any) -> Run:
    """The operators of tensors."""
    made: dict[str, Any] = {name: Tensor(value) for name, value in inputs.items()}
    for name, op, sources in _gates(circuit):
        made[name] = OPERATIONS[op](*(_look_up(made, source) for source in sources))
    made[_output(circuit)].backward(upstream)
    return Run(
        {name: tensor.value for name, tensor in made.items()},
        {name: tensor.grad for name, tensor in made.items()},
    )


Rung: TypeAlias = Callable[[Circuit, Mapping[str, Any], Any], Run]
RUNGS: dict[str, Rung] = {
    "units": with_units,
    "nodes": with_nodes,
    "graph": with_graph,
    "tensor": with_tensors,
}
every_rung = pytest.mark.parametrize("rung", RUNGS.values(), ids=RUNGS)
rungs_with_max = pytest.mark.parametrize(
    "rung", [with_units, with_nodes, with_graph], ids=["units", "nodes", "graph"]
)


def run(rung: Rung, circuit: Circuit, upstream: Any = 1.0, **inputs: Any) -> Run:
    """Evaluate a circuit at numbers or lists of numbers, and go back from `upstream`."""
    arrays = {name: _floats(value) for name, value in inputs.items()}
    return rung(circuit, arrays, _floats(upstream))


def assert_run(actual: Run, values: Mapping[str, Any], gradients: Mapping[str, Any]) -> None:
    """These values and gradients, exactly or to the last bits."""
    for name, value in values.items():
        np.testing.assert_allclose(actual.values[name], value, rtol=1e-14, err_msg=name)
    for name, gradient in gradients.items():
        np.testing.assert_allclose(actual.gradients[name], gradient, rtol=1e-14, err_msg=name)


def _floats(value: Any) -> Any:
    return np.asarray(value, float)[()]


def _gates(circuit: Circuit) -> Iterator[tuple[str, str, tuple[str | float, ...]]]:
    for name, (op, *sources) in circuit.items():
        yield name, str(op), tuple(sources)


def _arguments(op: str, args: list[Any]) -> tuple[Any, ...]:
    return (tuple(args),) if op in OF_A_TUPLE else tuple(args)


def _look_up(made: Mapping[str, Any], source: str | float) -> Any:
    return made[source] if isinstance(source, str) else np.float64(source)


def _output(circuit: Circuit) -> str:
    return list(circuit)[-1]

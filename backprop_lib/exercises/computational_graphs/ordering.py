"""The exercise on topological order: any valid order is right, and a cycle must be refused."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import numpy as np

from backprop_lib.exercises.calls import Outcome
from backprop_lib.exercises.cases import Case, Rng
from backprop_lib.exercises.compare import Measured, WrongForm, a_kind
from backprop_lib.exercises.findings import Finding
from backprop_lib.exercises.function import FunctionExercise

Graph: TypeAlias = dict[str, list[str]]

NAMES = tuple("abcdefghijklm")
REFUSALS = ("ValueError", "CycleError")  # the latter is one, in the standard library
REFUSE = "there is a cycle and no order is right, so raise ValueError."
CHANGED = Finding(
    "graph changed",
    "The call changes the graph that it is given: work on a copy, such as "
    "{node: list(inputs) for node, inputs in graph.items()}.",
)


@dataclass(frozen=True)
class GraphCase(Case):
    """A call with a graph; cyclic: whether it must be refused."""

    cyclic: bool = False

    @property
    def graph(self) -> Graph:
        """The graph itself."""
        graph: Graph = self.args[0]
        return graph


class OrderExercise(FunctionExercise):
    """A function that orders a graph; on a graph with a cycle it is asked to raise ValueError."""

    def run(self, answer: Any, case: Case, part: str | None = None) -> Outcome:
        """One call; a cycle that is refused is a result, and a graph that was changed is told."""
        assert isinstance(case, GraphCase)
        outcome = super().run(answer, case, part)
        if outcome.changed:
            outcome = replace(outcome, changed=(), conduct=(*outcome.conduct, CHANGED))
        return _judged(outcome, case)


def draw_graphs(rng: Rng) -> list[Case]:
    """Graphs written down in any order, with shared inputs; some have a cycle."""
    cases = [
        GraphCase(({"f": ["q", "z"], "q": ["x", "y"], "x": [], "y": [], "z": []},)),
        GraphCase((_chain(rng, 5),)),
        GraphCase((_fan(rng),)),
        *(GraphCase((_graph(rng, n),)) for n in (6, 9, 12)),
        GraphCase((_two_parts(rng),)),
        GraphCase((_with_cycle(rng, 3, 1),), cyclic=True),
        GraphCase((_with_cycle(rng, 4, 3),), cyclic=True),
        GraphCase((_with_cycle_at_the_end(rng),), cyclic=True),
    ]
    return list(cases)


def measure_order(result: object, case: Case) -> Measured:
    """Whether the order is a valid one; if not, what is the first thing wrong with it."""
    assert isinstance(case, GraphCase)
    if not isinstance(result, list | tuple):
        kind = a_kind(result)
        if case.cyclic:
            raise WrongForm(f"For {_show(case.graph)} it returned {kind}: {REFUSE}")
        raise WrongForm(f"It returned {kind}: return a list of the nodes.")
    graph, order = case.graph, list(result)
    if case.cyclic:
        raise WrongForm(f"For {_show(graph)} it returned a list of {len(order)}: {REFUSE}")
    for node in order:
        if not isinstance(node, str) or node not in graph:
            what = repr(node) if isinstance(node, str) else a_kind(node)
            raise WrongForm(f"The order holds {what}, which is no node of the graph.")
    _refuse(graph, order, [n for n in order if order.count(n) > 1], "is there more than once")
    _refuse(graph, order, [n for n in graph if n not in order], "is missing")
    for i, node in enumerate(order):
        late = [name for name in graph[node] if name not in order[:i]]
        if late:
            raise WrongForm(
                f"{_order_of(graph, order)}: {node!r} comes before its input {late[0]!r}."
            )
    return {"the order": np.array(1.0)}


def _refuse(graph: Mapping[str, Any], order: list[str], nodes: list[str], what: str) -> None:
    if nodes:
        raise WrongForm(f"{_order_of(graph, order)}: {nodes[0]!r} {what}.")


def _order_of(graph: Mapping[str, Any], order: list[str]) -> str:
    return f"For {_show(graph)} the order is {_show(order)}"


def _show(value: object) -> str:
    text = str(value).replace("'", "")
    return text if len(text) <= 160 else f"{text[:150]} ..."


def _judged(outcome: Outcome, case: GraphCase) -> Outcome:
    """What the call raised: ValueError is right for a cycle, and for nothing else."""
    raised = outcome.raised
    if raised is None or (raised.ename not in REFUSALS and not case.cyclic):
        return outcome
    if raised.ename == "NotImplementedError":
        return outcome
    if not case.cyclic:
        where = f", {raised.where}" if raised.where else ""
        text = (
            f"For {_show(case.graph)} it raised {raised.ename}: {raised.evalue}{where}. This graph "
            "has no cycle: that a node is used by two gates does not make one."
        )
        return replace(outcome, raised=None, wrong_form=text)
    if raised.ename in REFUSALS:
        return replace(outcome, raised=None, values={"the order": np.array(1.0)})
    text = f"For {_show(case.graph)} it raised {raised.ename}: {REFUSE}"
    return replace(outcome, raised=None, wrong_form=text)


def _shuffled(rng: Rng, graph: Graph) -> Graph:
    """The same graph, its nodes and their inputs written down in another order."""
    return {
        str(node): [str(name) for name in rng.permutation(np.array(graph[node], dtype=str))]
        for node in rng.permutation(list(graph))
    }


def _names(rng: Rng, n: int) -> list[str]:
    return [str(name) for name in rng.permutation(np.array(NAMES))[:n]]


def _chain(rng: Rng, n: int) -> Graph:
    """One after the other, written down from the end: the worst order there is."""
    names = _names(rng, n)
    graph = {name: names[i - 1 : i] if i else [] for i, name in enumerate(names)}
    return dict(reversed(graph.items()))


def _fan(rng: Rng) -> Graph:
    """A node that is used three times, by gates that depend on each other; twice by one of them."""
    x, a, b, f = _names(rng, 4)
    return {f: [b, x], b: [a, x], a: [x, x], x: []}


def _graph(rng: Rng, n: int) -> Graph:
    names = _names(rng, n)
    graph: Graph = {name: [] for name in names[:2]}
    for i in range(2, n):
        chosen = rng.choice(names[:i], size=min(i, int(rng.integers(1, 4))), replace=False)
        graph[names[i]] = [str(name) for name in chosen]
    return _shuffled(rng, graph)


def _two_parts(rng: Rng) -> Graph:
    """Two circuits that share nothing, so that there are two outputs."""
    names = _names(rng, 6)
    one, other = names[:3], names[3:]
    return _shuffled(rng, {one[0]: [], one[1]: [], one[2]: one[:2], other[0]: [],
                           other[1]: [other[0]], other[2]: [other[1]]})  # fmt: skip


def _with_cycle(rng: Rng, inputs: int, length: int) -> Graph:
    """Inputs, and a ring of gates that also use them."""
    names = _names(rng, inputs + length)
    graph: Graph = {name: [] for name in names[:inputs]}
    ring = names[inputs:]
    for i, node in enumerate(ring):
        graph[node] = [names[int(rng.integers(inputs))], ring[i - 1]]
    return _shuffled(rng, graph)


def _with_cycle_at_the_end(rng: Rng) -> Graph:
    """A ring of two behind gates that are in order."""
    a, b, c, d, e = _names(rng, 5)
    return {a: [], b: [a], c: [b, d], d: [c], e: [b]}

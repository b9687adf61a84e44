"""Known mistakes of lesson 02 in the order of a graph, and what to say to who made one."""

# ruff: noqa: D103 - what each function does wrong is said in its Mistake below

from typing import Any

from backprop_lib.exercises.computational_graphs.reference import Graph, topological_order
from backprop_lib.exercises.findings import Mistake


def as_written(graph: Graph) -> list[str]:
    return list(graph)


def backwards(graph: Graph) -> list[str]:
    return topological_order(graph)[::-1]


def depth_first_backwards(graph: Graph) -> list[str]:
    topological_order(graph)  # refuses a cycle
    return cycle_ignored(graph)[::-1]


def one_round(graph: Graph) -> list[str]:
    order: list[str] = []
    for node in graph:
        if all(name in order for name in graph[node]):
            order.append(node)
    return order


def by_number_of_inputs(graph: Graph) -> list[str]:
    return sorted(graph, key=lambda node: len(graph[node]))


def cycle_ignored(graph: Graph) -> list[str]:
    order: list[str] = []
    visited: set[str] = set()

    def visit(node: str) -> None:
        if node not in visited:
            visited.add(node)
            for name in graph[node]:
                visit(name)
            order.append(node)

    for node in graph:
        visit(node)
    return order


def stops_at_a_cycle(graph: Graph) -> list[str]:
    order: list[str] = []
    more = True
    while more:
        ready = [n for n in graph if n not in order and all(i in order for i in graph[n])]
        order += ready
        more = bool(ready)
    return order


def none_for_a_cycle(graph: Graph) -> Any:
    try:
        return topological_order(graph)
    except ValueError:
        return None


def endless_recursion(graph: Graph) -> list[str]:
    order: list[str] = []

    def visit(node: str) -> None:
        for name in graph[node]:
            if name not in order:
                visit(name)
        if node not in order:
            order.append(node)

    for node in graph:
        visit(node)
    return order


def once_for_each_use(graph: Graph) -> list[str]:
    topological_order(graph)  # refuses a cycle
    order: list[str] = []

    def visit(node: str) -> None:
        for name in graph[node]:
            visit(name)
        order.append(node)

    for node in graph:
        visit(node)
    return order


def node_before_its_inputs(graph: Graph) -> list[str]:
    topological_order(graph)  # refuses a cycle
    order: list[str] = []

    def visit(node: str) -> None:
        if node not in order:
            order.append(node)
            for name in graph[node]:
                visit(name)

    for node in graph:
        visit(node)
    return order


BACKWARDS = (
    "The order is backwards: nodes come before their inputs. This is the order of the backward "
    "pass; for the forward pass turn it round."
)

TOPOLOGICAL_ORDER = (
    Mistake(
        "as written",
        as_written,
        "The nodes come as they are written in the graph. Take a node only when all of its inputs "
        "have been taken.",
    ),
    Mistake("backwards", backwards, BACKWARDS),
    Mistake("depth first backwards", depth_first_backwards, BACKWARDS),
    Mistake(
        "one round",
        one_round,
        "The graph is gone through once only, so nodes that stand before their inputs are never "
        "taken: go through those that are left again, until none is left.",
    ),
    Mistake(
        "by number of inputs",
        by_number_of_inputs,
        "The nodes are sorted by how many inputs they have. A gate with one input may still have "
        "to wait for it: look at which inputs have been taken, not at how many there are.",
    ),
    Mistake(
        "cycle ignored",
        cycle_ignored,
        "Graphs without a cycle come out right. With a cycle there is no right order, and one is "
        "returned all the same: raise ValueError when a node is needed for itself.",
    ),
    Mistake(
        "stops at a cycle",
        stops_at_a_cycle,
        "Graphs without a cycle come out right. With a cycle the list is returned without the "
        "nodes that wait for each other: raise ValueError when some are left and none is ready.",
    ),
    Mistake(
        "None for a cycle",
        none_for_a_cycle,
        "Graphs without a cycle come out right. For a cycle None is returned: raise ValueError, so "
        "that nobody goes on with it.",
    ),
    Mistake(
        "endless recursion",
        endless_recursion,
        "Graphs without a cycle come out right. Around a cycle the recursion never ends: keep the "
        "nodes whose visit has begun but not ended, and raise ValueError on meeting one of them.",
    ),
    Mistake(
        "once for each use",
        once_for_each_use,
        "A node that is used several times is in the list several times: visit each node once, so "
        "ask first whether it has been visited.",
    ),
    Mistake(
        "node before its inputs",
        node_before_its_inputs,
        "A node is appended before its inputs are visited: append it after them.",
    ),
)

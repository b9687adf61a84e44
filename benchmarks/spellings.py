"""The nets in the spellings of the library: units, nodes, graph and tensor."""

from collections.abc import Sequence

from backprop_lib import losses, units
from backprop_lib.arrays import Array
from backprop_lib.graph import ComputationalGraph, Gate
from backprop_lib.nodes import Node, Unit, function, unit
from backprop_lib.tensor import Tensor
from benchmarks.problems import Gradients, Problem, Run

LOSSES: dict[str, Unit] = {
    "softmax": units.logistic,
    "binary": losses.binary_cross_entropy,
}


def with_units(problem: Problem) -> Run:
    """Units called one after another, and their `back`s in reverse, by hand."""
    X, T = problem.X, problem.T

    def sigmoid_net() -> Gradients:
        W1, W2 = problem.params
        A, matmul1_back = units.matmul(X, W1, skip=("X",))
        H, sigmoid_back = units.sigmoid(A)
        P, matmul2_back = units.matmul(H, W2)
        D, sub_back = units.sub(P, T, skip=("X2",))
        _, norm_back = units.squared_norm(D)
        dP, _ = sub_back(norm_back(1.0))
        dH, dW2 = matmul2_back(dP)
        _, dW1 = matmul1_back(sigmoid_back(dH))
        return dW1, dW2

    def affine_layer() -> Gradients:
        _, back = units.affine(*problem.params)
        return back(T)

    def three_layers() -> Gradients:
        W1, b1, W2, b2, W3, b3 = problem.params
        A1, affine1_back = units.affine(X, W1, b1, skip=("X",))
        Z1, relu1_back = units.relu(A1)
        A2, affine2_back = units.affine(Z1, W2, b2)
        Z2, relu2_back = units.relu(A2)
        A3, affine3_back = units.affine(Z2, W3, b3)
        _, loss_back = LOSSES[problem.kind](A3, T)
        dZ2, dW3, db3 = affine3_back(loss_back(1.0))
        dZ1, dW2, db2 = affine2_back(relu2_back(dZ2))
        _, dW1, db1 = affine1_back(relu1_back(dZ1))
        return dW1, db1, dW2, db2, dW3, db3

    return _choose(problem, sigmoid_net, affine_layer, three_layers)


def with_nodes(problem: Problem) -> Run:
    """Nodes and a block."""
    X, T = problem.X, problem.T
    affine, matmul, relu = unit(units.affine), unit(units.matmul), unit(units.relu)
    sigmoid, sub, squared_norm = unit(units.sigmoid), unit(units.sub), unit(units.squared_norm)
    loss = unit(LOSSES.get(problem.kind, units.logistic))
    params = [Node(param) for param in problem.params]

    @function
    def sigmoid_net(X: Array, W1: Node, W2: Node, Y: Array) -> Node:
        D: Node = sub(matmul(sigmoid(matmul(X, W1)), W2), Y)
        L: Node = squared_norm(D)
        return L

    @function
    def three_layers(X: Array, U: Sequence[tuple[Node, Node]], T: Array) -> Node:
        U1, U2, U3 = U
        L: Node = loss(affine(relu(affine(relu(affine(X, *U1)), *U2)), *U3), T)
        return L

    def run_sigmoid() -> Gradients:
        sigmoid_net(X, *params, T).back()
        return tuple(param.grad for param in params)

    def run_affine() -> Gradients:
        affine(*params).back(T)
        return tuple(param.grad for param in params)

    def run_three() -> Gradients:
        three_layers(X, list(zip(params[::2], params[1::2], strict=True)), T).back()
        return tuple(param.grad for param in params)

    return _choose(problem, run_sigmoid, run_affine, run_three)


def with_graph(problem: Problem) -> Run:
    """An explicit graph, built once; forward() and backward() are measured."""
    if problem.kind == "sigmoid":
        names = ["W1", "W2"]
        gates = {
            "A": Gate(units.matmul, "X", "W1"),
            "H": Gate(units.sigmoid, "A"),
            "P": Gate(units.matmul, "H", "W2"),
            "D": Gate(units.sub, "P", "T"),
            "L": Gate(units.squared_norm, "D"),
        }
    elif problem.kind == "affine":
        names = ["X", "W", "b"]
        gates = {"A": Gate(units.affine, "X", "W", "b")}
    else:
        names = ["W1", "b1", "W2", "b2", "W3", "b3"]
        gates = {
            "A1": Gate(units.affine, "X", "W1", "b1"),
            "Z1": Gate(units.relu, "A1"),
            "A2": Gate(units.affine, "Z1", "W2", "b2"),
            "Z2": Gate(units.relu, "A2"),
            "A3": Gate(units.affine, "Z2", "W3", "b3"),
            "L": Gate(LOSSES[problem.kind], "A3", "T"),
        }
    params = dict(zip(names, problem.params, strict=True))
    data = {} if problem.kind == "affine" else {"X": problem.X, "T": problem.T}
    upstream = problem.T if problem.kind == "affine" else None
    graph = ComputationalGraph(gates, data=data)

    def run() -> Gradients:
        graph.forward(**params, **data)
        gradients = graph.backward(upstream)
        return tuple(gradients[name] for name in names)

    return run


def with_tensors(problem: Problem) -> Run:
    """Tensors and their operators."""
    X, T = problem.X, problem.T
    params = [Tensor(param) for param in problem.params]

    def sigmoid_net() -> None:
        W1, W2 = params
        (((X @ W1).apply(units.sigmoid) @ W2 - T) ** 2).sum().backward()

    def affine_layer() -> None:
        X, W, b = params
        (X @ W + b).backward(T)

    def three_layers() -> None:
        W1, b1, W2, b2, W3, b3 = params
        Z1 = (X @ W1 + b1).relu()
        Z2 = (Z1 @ W2 + b2).relu()
        (Z2 @ W3 + b3).apply(LOSSES[problem.kind], T).backward()

    net = _choose(problem, sigmoid_net, affine_layer, three_layers)

    def run() -> Gradients:
        net()
        return tuple(param.grad for param in params)

    return run


def _choose(problem: Problem, sigmoid_net: Run, affine_layer: Run, three_layers: Run) -> Run:
    return {"sigmoid": sigmoid_net, "affine": affine_layer}.get(problem.kind, three_layers)

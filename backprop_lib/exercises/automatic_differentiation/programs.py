"""What the checks of lesson 09 hand over: small programs, as source, so that they can travel.

They find the notebook's Node and calls, and for functions inside functions its `function`, among
the global names of whoever called them: that is the student's own code.
"""

from typing import Any

from backprop_lib.exercises.given import GivenFunction

_FIND = """
import sys

def notebook(name):
    frame = sys._getframe(1)
    while frame is not None and name not in frame.f_globals:
        frame = frame.f_back
    if frame is None:
        raise NameError(f"name {name!r} is not defined")
    return frame.f_globals[name]
"""

# Lifts a unit as the exercise before asks for, so that a wrong `unit` costs its own points alone.
_LIFT = """
def lifted(f):
    def call(*args):
        Node, calls = notebook("Node"), notebook("calls")
        value, unit_back = f(*(arg.value if isinstance(arg, Node) else arg for arg in args))

        def back():
            for arg, d in zip(args, unit_back(node.grad)):
                if isinstance(arg, Node):
                    arg.grad = arg.grad + d

        node = Node(value, back)
        calls.append(node)
        return node
    return call

mul = lifted(lambda X, Y: (X * Y, lambda d: (d * Y, d * X)))
add = lifted(lambda X, Y: (X + Y, lambda d: (d, d)))
sine = lifted(lambda X: (np.sin(X), lambda d: (d * np.cos(X),)))
"""


def plain(name: str, source: str) -> GivenFunction:
    """A plain unit."""
    return GivenFunction(name, source, {})


def program(name: str, source: str, **constants: Any) -> GivenFunction:
    """A function of nodes, which may use mul, add and sine, lifted units."""
    return GivenFunction(name, _FIND + _LIFT + source, constants)


IDENTITY = plain("identity", "def identity(X):\n    return X.copy(), lambda d: d.copy()")

SINE = plain("sine", "def sine(X):\n    return np.sin(X), lambda dS: dS * np.cos(X)")

MUL = plain("mul", "def mul(X, Y):\n    return X * Y, lambda dZ: (dZ * Y, dZ * X)")

AFFINE = plain(
    "affine",
    """
def affine(X, W, b):
    def back(dA):
        return dA @ W.T, X.T @ dA, dA.sum(axis=0)

    return X @ W + b, back
""",
)

# The last argument takes no gradient, so back returns one for the first alone.
LOSS = plain(
    "half_square",
    """
def half_square(Y, T):
    return ((Y - T) ** 2).sum() / 2, lambda dL: dL * (Y - T)
""",
)

# A unit that empties the record, one that tells how many calls are in it, and a function of nodes
# that empties it.
CLEAR = GivenFunction(
    "clear",
    _FIND
    + """
def clear(X):
    notebook("calls").clear()
    return X.copy(), lambda d: d.copy()
""",
    {},
)
LOOK = GivenFunction(
    "look",
    _FIND
    + """
def look(X):
    return np.array(float(len(notebook("calls")))), lambda d: np.zeros_like(X)
""",
    {},
)

CLEAR_CALLS = program(
    "clear_calls",
    """
def clear_calls():
    notebook("calls").clear()
    return notebook("Node")(0.0)
""",
)

# What it returns is no Node of the notebook's, so that it is known again.
OWN = plain(
    "own",
    """
class Node:
    value, grad, is_its_own = np.zeros(2), np.zeros(2), True

    def back(self):
        pass

def own():
    return Node()
""",
)

# Goes back from a node, and ends what would replay calls without end.
GO_BACK = program(
    "go_back",
    """
class TooManySteps(Exception):
    pass

def go_back(node, most):
    left = [most]

    def count(frame, event, argument):
        left[0] -= 1
        if left[0] < 0:
            raise TooManySteps(f"more than {most} steps")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        node.back()
    finally:
        sys.setprofile(before)
    return notebook("Node")(0.0)
""",
)

LEAF = program("leaf", "def leaf(X):\n    return notebook('Node')(X)")

CHAIN = program("chain", "def chain(X, Y):\n    return sine(mul(sine(X), Y))")

LOOP = program(
    "loop",
    """
def loop(X, Y):
    for _ in range(3):
        X = add(mul(X, Y), X)
    return X
""",
)

SQUARE = program("square", "def square(X, Y):\n    return mul(mul(X, X), add(Y, Y))")

# What is returned is neither the last call nor used last.
EARLY = program(
    "early",
    """
def early(X, Y):
    Z = mul(X, Y)
    sine(Z)
    return Z
""",
)

PASS = program("hand_on", "def hand_on(X):\n    return X")
AROUND = program("around", "def around(X, Y):\n    return mul(hand_on(X), add(X, Y))", hand_on=None)

INNER = program("inner", "def inner(X, Y):\n    return add(sine(mul(X, Y)), X)")
OUTER = program(
    "outer",
    """
def outer(X, Y):
    A = mul(X, Y)
    B = inner(A, X)
    return mul(inner(B, Y), A)
""",
    inner=None,
)

# Two numbers are added over and over, in the process where the class lives: 3,000 calls from
# another one would take half a second.
ADDED_UP = GivenFunction(
    "added_up",
    """
def added_up(self, n):
    total = self
    for _ in range(n):
        total = total + self
    return total
""",
    {},
)

DOUBLED = GivenFunction(
    "doubled",
    """
def doubled(self, n):
    total = self
    for _ in range(n):
        total = total + total
    return total
""",
    {},
)

# Ends what would take a million steps and more: calls of functions are counted while it runs.
BACKWARD_IN = GivenFunction(
    "backward_in",
    """
import sys

class TooManySteps(Exception):
    pass

def backward_in(self, result, most):
    left = [most]

    def count(frame, event, argument):
        left[0] -= 1
        if left[0] < 0:
            raise TooManySteps(f"more than {most} steps")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        result.backward()
    finally:
        sys.setprofile(before)
""",
    {},
)

"""Known mistakes of lesson 02 in the three gates, and what to say to who made one."""

from collections.abc import Callable
from typing import Any

from backprop_lib.exercises.findings import Mistake

Rule = Callable[[float, float, float], tuple[float, float]]


def _add(name: str, rule: Rule, sentence: str) -> Mistake:
    return Mistake(name, lambda x, y: (x + y, lambda d: rule(x, y, d)), sentence)


def _mul(name: str, rule: Rule, sentence: str) -> Mistake:
    return Mistake(name, lambda x, y: (x * y, lambda d: rule(x, y, d)), sentence)


def _max(name: str, rule: Rule, sentence: str) -> Mistake:
    return Mistake(name, lambda x, y: (max(x, y), lambda d: rule(x, y, d)), sentence)


def _value(name: str, value: Callable[[float, float], float], right: Any, text: str) -> Mistake:
    """A wrong value with the right gradients."""
    return Mistake(name, lambda x, y: (value(x, y), lambda d: right(x, y, d)), text)


def _to_the_larger(x: float, y: float, d: float) -> tuple[float, float]:
    return (d, 0.0) if x >= y else (0.0, d)


ADD = (
    _add(
        "times the inputs",
        lambda x, y, d: (d * x, d * y),
        "The upstream gradient is multiplied by the inputs. When x grows by a little, x + y grows "
        "by just as much: the local gradients are 1, whatever x and y are.",
    ),
    _add(
        "swaps",
        lambda x, y, d: (d * y, d * x),
        "This is how a mul gate answers. A sum does not scale its inputs, so nothing is "
        "multiplied by x or y: hand d on as it is.",
    ),
    _add(
        "halves",
        lambda x, y, d: (d / 2, d / 2),
        "The upstream gradient is divided among the inputs. It is not a cake: each input moves the "
        "sum by all of its own change, so each gets all of d.",
    ),
    _add(
        "local gradients alone",
        lambda x, y, d: (1.0, 1.0),
        "1 and 1 are the local gradients. What flows back is the local gradient times the upstream "
        "gradient d.",
    ),
    _add(
        "upstream added",
        lambda x, y, d: (1 + d, 1 + d),
        "The local gradient 1 and the upstream gradient d are added: along a path they are "
        "multiplied, 1 times d.",
    ),
    _add(
        "one input alone",
        lambda x, y, d: (d, 0.0),
        "dy is 0, as if y had no part in the sum: both inputs get d.",
    ),
    _value(
        "product for sum",
        lambda x, y: x * y,
        lambda x, y, d: (d, d),
        "The value is x * y: this gate adds.",
    ),
)

MUL = (
    _mul(
        "not swapped",
        lambda x, y, d: (d * x, d * y),
        "dx is d * x and dy is d * y: swap them. When x grows by a little, x * y grows by y times "
        "as much, so the factor for dx is y.",
    ),
    _mul(
        "distributes",
        lambda x, y, d: (d, d),
        "This is how an add gate answers. In x * y each input scales what the other one does, so "
        "the factor for dx is y, and for dy it is x.",
    ),
    _mul(
        "local gradients alone",
        lambda x, y, d: (y, x),
        "y and x are the local gradients. What flows back is the local gradient times the upstream "
        "gradient d.",
    ),
    _mul(
        "upstream added",
        lambda x, y, d: (y + d, x + d),
        "The local gradient and the upstream gradient d are added: along a path they are "
        "multiplied.",
    ),
    _mul(
        "times the value",
        lambda x, y, d: (d * x * y, d * x * y),
        "The upstream gradient is multiplied by the value x * y: leave out the input whose "
        "gradient it is.",
    ),
    _value(
        "sum for product",
        lambda x, y: x + y,
        lambda x, y, d: (d * y, d * x),
        "The value is x + y: this gate multiplies.",
    ),
)

MAX = (
    _max(
        "distributes",
        lambda x, y, d: (d, d),
        "Both inputs get d. The smaller one could move a little and the maximum would not notice: "
        "its gradient is 0.",
    ),
    _max(
        "to the smaller",
        lambda x, y, d: (d, 0.0) if x < y else (0.0, d),
        "d goes to the smaller input: it belongs to the larger one, which is the value.",
    ),
    _max(
        "times the value",
        lambda x, y, d: (d * x, 0.0) if x >= y else (0.0, d * y),
        "The larger input gets d times itself: its local gradient is 1, so it gets d.",
    ),
    _max(
        "local gradients alone",
        lambda x, y, d: _to_the_larger(x, y, 1.0),
        "1 and 0 are the local gradients. What flows back is the local gradient times the upstream "
        "gradient d.",
    ),
    _max(
        "both at a tie",
        lambda x, y, d: (d if x >= y else 0.0, d if y >= x else 0.0),
        "At a tie both inputs get d, so that twice as much flows back as came in. In this lesson x "
        "takes it then: one comparison with >=, the other one with <.",
    ),
    _max(
        "y at a tie",
        lambda x, y, d: (d, 0.0) if x > y else (0.0, d),
        "At a tie y gets d. There is no derivative, so this is a convention, and ours is that x "
        "takes it: compare with >=.",
    ),
    _max(
        "neither at a tie",
        lambda x, y, d: (d if x > y else 0.0, d if y > x else 0.0),
        "At a tie nobody gets d, and the gradient is lost. In this lesson x takes it then: one of "
        "the two comparisons needs the equality sign.",
    ),
    _max(
        "halves at a tie",
        lambda x, y, d: (d / 2, d / 2) if x == y else _to_the_larger(x, y, d),
        "At a tie each input gets half of d. That is a fair convention, but ours is that x takes "
        "all of it, so that there is one right answer.",
    ),
    _max(
        "sign of d",
        lambda x, y, d: (d, 0.0) if d > 0 else (0.0, d),
        "The sign of d decides where it goes: compare the inputs x and y, from the forward pass.",
    ),
    _value(
        "minimum",
        min,
        _to_the_larger,
        "The value is the smaller of the two: this gate gives the larger one.",
    ),
)

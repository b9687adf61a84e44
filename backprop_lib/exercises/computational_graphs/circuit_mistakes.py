"""Known mistakes of lesson 02 in whole circuits, and what to say to who made one."""

import math
from collections.abc import Callable
from typing import Any

from backprop_lib.exercises.computational_graphs import reference
from backprop_lib.exercises.findings import Mistake


def _circuit(name: str, grads: Callable[[float, float, float], Any], sentence: str) -> Mistake:
    """The right value with other gradients of x, y, z."""
    return Mistake(name, lambda x, y, z: ((x + y) * z, grads(x, y, z)), sentence)


CIRCUIT = (
    _circuit(
        "mul not swapped",
        lambda x, y, z: (x + y, x + y, z),
        "The mul gate f = q z hands each input its own value: dq must be df * z, and dz df * q.",
    ),
    _circuit(
        "add gate alone",
        lambda x, y, z: (1.0, 1.0, x + y),
        "dx and dy are the local gradients of q = x + y. f also depends on q: multiply them by dq.",
    ),
    _circuit(
        "times the inputs",
        lambda x, y, z: (z * x, z * y, x + y),
        "dx and dy are multiplied by x and y. q = x + y is an add gate: it hands dq on as it is.",
    ),
    _circuit(
        "add swaps",
        lambda x, y, z: (z * y, z * x, x + y),
        "q = x + y is treated as a mul gate, which swaps. An add gate hands dq on as it is.",
    ),
    _circuit(
        "dz is dq",
        lambda x, y, z: (z, z, z),
        "dz is the gradient of q. For f = q z the factor of dz is the other input, q.",
    ),
    _circuit(
        "dz is 1",
        lambda x, y, z: (z, z, 1.0),
        "dz is 1. When z grows by a little, f = q z grows by q times as much.",
    ),
    Mistake(
        "brackets forgotten",
        lambda x, y, z: (x + y * z, (1.0, z, y)),
        "f is x + y * z: the sum comes first, f = (x + y) * z.",
    ),
)


def _exp(name: str, grads: Callable[[float, float, float, float], Any], sentence: str) -> Mistake:
    """The right value with gradients made of w, x, b and y."""

    def wrong(w: float, x: float, b: float) -> Any:
        y = math.exp(w * x + b)
        return y, grads(w, x, b, y)

    return Mistake(name, wrong, sentence)


EXP_AFFINE = (
    _exp(
        "exp gate forgotten",
        lambda w, x, b, y: (x, w, 1.0),
        "These are the gradients of a = w x + b. On the way back the first gate is exp: "
        "da = dy * y, and everything behind it is multiplied by da.",
    ),
    _exp(
        "mul not swapped",
        lambda w, x, b, y: (y * w, y * x, y),
        "dw and dx are the other way round: for z = w x, dw is dz * x and dx is dz * w. (Or are "
        "they returned in another order than dw, dx, db?)",
    ),
    _exp(
        "power rule",
        lambda w, x, b, y: tuple(
            (w * x + b) * math.exp(w * x + b - 1) * each for each in (x, w, 1.0)
        ),
        "a * exp(a - 1) is the rule for powers, where the base varies. Here the exponent does: the "
        "derivative of exp(a) is exp(a), the value y itself.",
    ),
    _exp(
        "a for y",
        lambda w, x, b, y: tuple((w * x + b) * each for each in (x, w, 1.0)),
        "da is dy * a. The local gradient of exp is its value, y, and not what came in.",
    ),
    _exp(
        "b left out of da",
        lambda w, x, b, y: tuple(math.exp(w * x) * each for each in (x, w, 1.0)),
        "da is exp(w x), without b. It is the value of the forward pass, y: use that.",
    ),
    _exp(
        "db is 1",
        lambda w, x, b, y: (y * x, y * w, 1.0),
        "db is the local gradient of a = z + b alone: multiply it by da.",
    ),
    _exp(
        "db times b",
        lambda w, x, b, y: (y * x, y * w, y * b),
        "db is multiplied by b. a = z + b is an add gate: it hands da on as it is.",
    ),
    _exp(
        "stops before the product",
        lambda w, x, b, y: (y, y, y),
        "dw and dx are both dz. One gate is left, z = w x, and it swaps.",
    ),
    _exp(
        "times the product",
        lambda w, x, b, y: (y * w * x, y * w * x, y),
        "dw and dx are both multiplied by z = w x: leave out the factor whose gradient it is.",
    ),
    _exp(
        "dx is w",
        lambda w, x, b, y: (y * x, w, y),
        "dx is the local gradient of z = w x alone: multiply it by dz.",
    ),
    Mistake(
        "b left out",
        lambda w, x, b: (math.exp(w * x), tuple(math.exp(w * x) * e for e in (x, w, 1.0))),
        "b is left out of the forward pass: y = exp(w x + b).",
    ),
)


def _sigmoid(s: float) -> float:
    return 1 / (1 + math.exp(-s))


def _neuron(
    name: str,
    sentence: str,
    ds3: Callable[[float, float], float] = lambda f, s: f * (1 - f),
    grads: Callable[..., Any] = lambda ds, w0, x0, w1, x1, w2: (
        ds * x0,
        ds * w0,
        ds * x1,
        ds * w1,
        ds,
    ),
) -> Mistake:
    """The right value, with another gradient of the sum s3, or other ones behind it."""

    def wrong(w0: float, x0: float, w1: float, x1: float, w2: float) -> Any:
        s = w0 * x0 + w1 * x1 + w2
        f = _sigmoid(s)
        return f, grads(ds3(f, s), w0, x0, w1, x1, w2)

    return Mistake(name, wrong, sentence)


def _with_sum(total: Callable[..., float]) -> Callable[..., Any]:
    """A neuron whose forward adds up something else, and whose backward goes with it."""

    def wrong(w0: float, x0: float, w1: float, x1: float, w2: float) -> Any:
        f = _sigmoid(total(w0, x0, w1, x1, w2))
        ds = f * (1 - f)
        return f, (ds * x0, ds * w0, ds * x1, ds * w1, ds)

    return wrong


SIGMOID_NEURON = (
    _neuron(
        "sigmoid of the sigmoid",
        "The local gradient of the sigmoid is (1 - f) f with f its value. Here the sigmoid is "
        "taken once more, of f: f needs no second sigmoid.",
        ds3=lambda f, s: _sigmoid(f) * (1 - _sigmoid(f)),
    ),
    _neuron(
        "f forgotten",
        "ds3 is 1 - f: the factor f is missing, since the local gradient is (1 - f) f.",
        ds3=lambda f, s: 1 - f,
    ),
    _neuron(
        "1 - f forgotten",
        "ds3 is f: the factor 1 - f is missing, since the local gradient is (1 - f) f.",
        ds3=lambda f, s: f,
    ),
    _neuron(
        "slope of tanh",
        "ds3 is 1 - f * f: that is the local gradient of tanh. The sigmoid's is (1 - f) f.",
        ds3=lambda f, s: 1 - f * f,
    ),
    _neuron(
        "sum for value",
        "ds3 is (1 - s3) s3. The formula (1 - f) f wants the value f of the sigmoid, not the sum "
        "that went in.",
        ds3=lambda f, s: s * (1 - s),
    ),
    _neuron(
        "sigmoid gate left out",
        "These are the gradients of the sum s3: on the way back the sigmoid comes first, and "
        "multiplies everything by (1 - f) f.",
        ds3=lambda f, s: 1.0,
    ),
    _neuron(
        "mul not swapped",
        "The products hand each input its own value: dw0 is ds0 * x0 and dx0 is ds0 * w0. (Or are "
        "the gradients returned in another order than dw0, dx0, dw1, dx1, dw2?)",
        grads=lambda ds, w0, x0, w1, x1, w2: (ds * w0, ds * x0, ds * w1, ds * x1, ds),
    ),
    _neuron(
        "weights forgotten",
        "dx0 and dx1 are ds0 and ds1 as they came. A mul gate swaps: multiply them by the weights "
        "w0 and w1.",
        grads=lambda ds, w0, x0, w1, x1, w2: (ds * x0, ds, ds * x1, ds, ds),
    ),
    _neuron(
        "weights first",
        "The gradients are right but in another order, the weights first: return them in the order "
        "of the arguments, dw0, dx0, dw1, dx1, dw2.",
        grads=lambda ds, w0, x0, w1, x1, w2: (ds * x0, ds * x1, ds, ds * w0, ds * w1),
    ),
    _neuron(
        "pairs mixed",
        "The gradients of the first pair are made of the second one: s0 = w0 x0, so dw0 is "
        "ds0 * x0, and likewise with 1.",
        grads=lambda ds, w0, x0, w1, x1, w2: (ds * x1, ds * w1, ds * x0, ds * w0, ds),
    ),
    _neuron(
        "dw2 times w2",
        "dw2 is multiplied by w2. s3 = s2 + w2 is an add gate: it hands ds3 on as it is.",
        grads=lambda ds, w0, x0, w1, x1, w2: (ds * x0, ds * w0, ds * x1, ds * w1, ds * w2),
    ),
    _neuron(
        "dw2 is 1",
        "dw2 is the local gradient of s3 = s2 + w2 alone: multiply it by ds3.",
        grads=lambda ds, w0, x0, w1, x1, w2: (ds * x0, ds * w0, ds * x1, ds * w1, 1.0),
    ),
    Mistake(
        "w2 left out",
        _with_sum(lambda w0, x0, w1, x1, w2: w0 * x0 + w1 * x1),
        "w2 is left out of the sum: s3 = w0 x0 + w1 x1 + w2.",
    ),
    Mistake(
        "exp of +s3",
        _with_sum(lambda w0, x0, w1, x1, w2: -(w0 * x0 + w1 * x1 + w2)),
        "f falls when the sum grows: in the sigmoid, 1 / (1 + exp(-s3)), the sum has a minus.",
    ),
)


def _shared(name: str, dx: Callable[[float, float], float], sentence: str) -> Mistake:
    """The right value; dx made of x and a."""
    return Mistake(name, lambda x: (reference.shared(x)[0], dx(x, 5 - x)), sentence)


ONE_ALONE = (
    "dx holds what came back along one path alone. Each further use of x must add to it: += where "
    "there is now =."
)

SHARED = (
    _shared("only from f", lambda x, a: 1.0, ONE_ALONE),
    _shared("only from b", lambda x, a: a, ONE_ALONE),
    _shared("only from a", lambda x, a: -x, ONE_ALONE),
    _shared(
        "f forgotten",
        lambda x, a: a - x,
        "One use of x is missing: f = b + x uses it too, and hands back df.",
    ),
    _shared(
        "b forgotten",
        lambda x, a: 1 - x,
        "One use of x is missing: b = a x uses x itself, and hands back db * a.",
    ),
    _shared(
        "a forgotten",
        lambda x, a: 1 + a,
        "One use of x is missing: a = 5 - x. What b = a x hands back to a is not the end of that "
        "path; it flows on to x.",
    ),
    _shared(
        "minus forgotten",
        lambda x, a: 1 + a + x,
        "a = 5 - x falls when x grows: the part that comes back through a has a minus.",
    ),
    _shared(
        "mul not swapped",
        lambda x, a: 1 + x - a,
        "b = a x hands each input its own value: x gets db * a, and a gets db * x.",
    ),
    _shared(
        "paths multiplied",
        lambda x, a: -x * a,
        "What comes back along the three paths is multiplied. Multiply along a path, and add where "
        "paths meet.",
    ),
)

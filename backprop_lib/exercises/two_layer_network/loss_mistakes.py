"""Known mistakes of lesson 08 in two_layer_loss, and what to say to who made one."""

# ruff: noqa: D103 - what each function does wrong is said in its Mistake below

from collections.abc import Callable
from typing import Any

import numpy as np

from backprop_lib.arrays import Array
from backprop_lib.exercises.findings import Mistake
from backprop_lib.exercises.two_layer_network.reference import Params, two_layer_loss


def _softmax(A: Array) -> Array:
    E = np.exp(A - A.max(axis=1, keepdims=True))
    Y: Array = E / E.sum(axis=1, keepdims=True)
    return Y


def _costs(A: Array, T: Array) -> Array:
    S = A - A.max(axis=1, keepdims=True)
    C: Array = np.log(np.exp(S).sum(axis=1)) - (T * S).sum(axis=1)
    return C


def _with(
    *,
    hidden: Callable[[Array], Array] = lambda A: np.maximum(0, A),
    softmax: Callable[[Array], Array] = _softmax,
    costs: Callable[[Array, Array], Array] = _costs,
    mean: Callable[[Array], float] = lambda T: 1 / len(T),
    share: Callable[[Array], float] = lambda T: 1 / len(T),
    error: Callable[[Array, Array], Array] = lambda Y, T: Y - T,
    mask: str = "A1",
    into_W2: str = "Z",
    penalty: Callable[[Params, float, int], Any] | None = None,
    pull: Callable[[Params, float, int], Any] | None = None,
) -> Callable[[Params, Array, Array, float], Any]:
    """two_layer_loss with room for one mistake: `penalty` is R, `pull` its four gradients."""

    def wrong(params: Params, X: Array, T: Array, lam: float) -> Any:
        W1, b1, W2, b2 = params
        A1 = X @ W1 + b1
        Z = hidden(A1)
        A2 = Z @ W2 + b2
        R = lam / 2 * ((W1**2).sum() + (W2**2).sum())
        if penalty:
            R = penalty(params, lam, len(X))
        loss = costs(A2, T).sum() * mean(T) + R
        dA2 = error(softmax(A2), T) * share(T)
        dZ = dA2 @ W2.T
        dA1 = dZ * {"A1": A1 > 0, "dZ": dZ > 0, "Z": Z, "none": np.array(1.0)}[mask]
        made_of = {"Z": Z, "A1": A1}[into_W2]
        grads = X.T @ dA1, dA1.sum(axis=0), made_of.T @ dA2, dA2.sum(axis=0)
        more = pull(params, lam, len(X)) if pull else (lam * W1, 0, lam * W2, 0)
        return loss, tuple(d + e for d, e in zip(grads, more, strict=True))

    return wrong


def _pull(first: float, bias: float, second: float) -> Callable[[Params, float, int], Any]:
    factors = first, bias, second, bias
    return lambda params, lam, _: tuple(f * lam * P for f, P in zip(factors, params, strict=True))


def _price(of: Callable[[Array], Any]) -> Callable[[Params, float, int], Any]:
    return lambda params, lam, _: lam / 2 * (of(params[0]) + of(params[2]))


def _squares(params: Params) -> float:
    return float((params[0] ** 2).sum() + (params[2] ** 2).sum())


def _naive(A: Array) -> Array:
    E = np.exp(A)
    Y: Array = E / E.sum(axis=1, keepdims=True)
    return Y


def _by_columns(A: Array) -> Array:
    E = np.exp(A - A.max(axis=1, keepdims=True))
    Y: Array = E / E.sum(axis=0)
    return Y


def _one_shift(A: Array) -> Array:
    return _naive(A - A.max())


def _log_of(softmax: Callable[[Array], Array]) -> Callable[[Array, Array], Array]:
    def costs(A: Array, T: Array) -> Array:
        C: Array = -(T * np.log(softmax(A))).sum(axis=1)
        return C

    return costs


def _clipped(floor: float) -> Callable[[Array, Array], Array]:
    return _log_of(lambda A: np.clip(_softmax(A), floor, 1.0))


def _half_shifted(A: Array, T: Array) -> Array:
    C: Array = np.log(np.exp(A - A.max(axis=1, keepdims=True)).sum(axis=1)) - (T * A).sum(axis=1)
    return C


def params_changed(params: Params, X: Array, T: Array, lam: float) -> Any:
    loss, grads = two_layer_loss(params, X, T, lam)
    for P, dP in zip(params, grads, strict=True):
        P -= dP
    return loss, grads


FLOORS = (1e-16, 1e-15, 1e-12, 1e-10, 1e-9, 1e-8)

TWO_LAYER_LOSS = (
    Mistake(
        "exponential of the scores",
        _with(softmax=_naive, costs=_log_of(_naive)),
        "Right for small scores. From 710 on np.exp has no room for the result, and inf / inf is "
        "nan: subtract the largest score of each row first, S = A2 - A2.max(axis=1, "
        "keepdims=True).",
    ),
    Mistake(
        "one shift for all rows",
        _with(softmax=_one_shift, costs=_log_of(_one_shift)),
        "The same number, the largest of all scores, is subtracted everywhere; a row far below it "
        "becomes all zeros. Each row needs its own: A2.max(axis=1, keepdims=True).",
    ),
    Mistake(
        "softmax down the columns",
        _with(softmax=_by_columns, costs=_log_of(_by_columns)),
        "The probabilities add up to 1 down each column, over the samples. They are those of the "
        "classes of one sample, along its row: E / E.sum(axis=1, keepdims=True).",
    ),
    Mistake(
        "logarithm of a softmax",
        _with(costs=_log_of(_softmax)),
        "The gradients are right. But where the right class is far behind, its probability is 0 in "
        "float64 and -ln 0 is inf. Take the logarithm on paper: ln N - s of the right class.",
    ),
    *(
        Mistake(
            f"kept from 0 by {floor:g}",
            _with(costs=_clipped(floor)),
            f"The gradients are right. But the probabilities are kept from 0 by {floor:g}, so the "
            f"loss of a sample stops at {-np.log(floor):.1f}, where it must go on. Take the "
            "logarithm on paper, ln N - s of the right class, and nothing needs a floor.",
        )
        for floor in FLOORS
    ),
    Mistake(
        "shifted in one place",
        _with(costs=_half_shifted),
        "The gradients are right. In the loss the scores are shifted inside the exponential alone: "
        "use the shifted S for the right class too, (T * S).sum(axis=1).",
    ),
    Mistake(
        "decay missing in the gradients",
        _with(pull=_pull(0, 0, 0)),
        "The loss is right, but the decay has no part in dW1 and dW2. Each weight matrix is used "
        "twice, in the net and in R: add lam * W1 and lam * W2.",
    ),
    Mistake(
        "decay missing in the loss",
        _with(penalty=lambda *_: 0.0),
        "The gradients are right, but the loss is D alone: return D + R.",
    ),
    Mistake(
        "no decay at all",
        _with(penalty=lambda *_: 0.0, pull=_pull(0, 0, 0)),
        "The decay is missing, in the loss and in the gradients: R is lam / 2 times the sum of all "
        "squares of W1 and W2, and dW1 and dW2 each get lam times their weights more.",
    ),
    Mistake(
        "half missing",
        _with(penalty=lambda params, lam, _: lam * _squares(params), pull=_pull(2, 0, 2)),
        "Your decay is lam times the sum of squares, as in CS231n, with the gradient 2 lam W. Here "
        "it has a half, lam / 2: then the gradient is lam W.",
    ),
    Mistake(
        "half missing in the loss",
        _with(penalty=lambda params, lam, _: lam * _squares(params)),
        "The gradients are right, but R lacks its half: lam / 2 times the sum of squares.",
    ),
    Mistake(
        "decay twice in the gradients",
        _with(pull=_pull(2, 0, 2)),
        "The loss is right, but the decay's share in dW1 and dW2 is twice what it should be: the "
        "half of lam / 2 takes the 2 away, which leaves lam * W.",
    ),
    Mistake(
        "half in the gradients",
        _with(pull=_pull(0.5, 0, 0.5)),
        "The loss is right, but the decay's share in dW1 and dW2 is half of what it should be: the "
        "2 of the derivative takes the half away, which leaves lam * W.",
    ),
    Mistake(
        "decay subtracted",
        _with(pull=_pull(-1, 0, -1)),
        "The loss is right, but in dW1 and dW2 the decay is subtracted: add lam * W to each.",
    ),
    Mistake(
        "biases decay",
        _with(
            penalty=lambda params, lam, _: lam / 2 * sum((P**2).sum() for P in params),
            pull=_pull(1, 1, 1),
        ),
        "The biases are in the decay, too. It takes the weights alone, W1 and W2: a bias moves a "
        "boundary and bends none.",
    ),
    Mistake(
        "norm not squared",
        _with(penalty=_price(np.linalg.norm)),
        "The gradients are right, but R adds up the norms and not their squares: (W1**2).sum().",
    ),
    Mistake(
        "decay divided by m",
        _with(
            penalty=lambda params, lam, m: lam / 2 / m * _squares(params),
            pull=lambda params, lam, m: _pull(1, 0, 1)(params, lam / m, m),
        ),
        "The decay is divided by m. The mean is over the samples, and R has none: divide D alone.",
    ),
    Mistake(
        "sum for mean",
        _with(mean=lambda _: 1.0, share=lambda _: 1.0),
        "D is the sum over the samples and should be their mean: divide it by m, and dA2 as well.",
    ),
    Mistake(
        "1/m missing in the gradients",
        _with(share=lambda _: 1.0),
        "The loss is right, but dA2 misses its 1/m, and with it all gradients: each sample has a "
        "share of 1/m in the mean.",
    ),
    Mistake(
        "sum in the loss",
        _with(mean=lambda _: 1.0),
        "The gradients are right, but D is the sum over the samples: divide it by m.",
    ),
    Mistake(
        "mean of all entries",
        _with(mean=lambda T: 1 / T.size),
        "The gradients are right, but D is divided by m and by k: a mean over all entries of "
        "T * log Y. Add up over the classes, then take the mean over the m samples.",
    ),
    Mistake(
        "T - Y",
        _with(error=lambda Y, T: T - Y),
        "The loss is right, but dA2 has its sign flipped: it is (Y - T) / m, positive where a "
        "class gets more than it should.",
    ),
    Mistake(
        "softmax without targets",
        _with(error=lambda Y, _: Y),
        "The loss is right, but dA2 is Y / m: subtract the targets, (Y - T) / m.",
    ),
    Mistake(
        "relu forgotten on the way back",
        _with(mask="none"),
        "The loss is right, but dW1 and db1 are those of a net without a relu: let back only "
        "where the unit was on, dA1 = dZ * (A1 > 0).",
    ),
    Mistake(
        "mask of dZ",
        _with(mask="dZ"),
        "The loss is right, but in dW1 and db1 the sign of dZ decides what passes. It is the sign "
        "of A1, before the relu: dA1 = dZ * (A1 > 0).",
    ),
    Mistake(
        "Z for the mask",
        _with(mask="Z"),
        "The loss is right, but dZ is multiplied by Z itself. The slope of the relu is 1 where it "
        "was on: dA1 = dZ * (A1 > 0).",
    ),
    Mistake(
        "A1 into W2",
        _with(into_W2="A1"),
        "dW2 is made of A1, before the relu. What W2 multiplies is Z, after it: Z.T @ dA2.",
    ),
    Mistake(
        "mean of squares",
        _with(penalty=_price(lambda W: (W**2).mean())),
        "The gradients are right, but R takes the means of the squares: take their sums.",
    ),
    Mistake(
        "no relu",
        _with(hidden=lambda A: A, mask="none"),
        "There is no relu in this net, and two affine layers without one are a single affine "
        "layer: Z = np.maximum(0, A1).",
    ),
    Mistake(
        "params changed",
        params_changed,
        "The result is right, but the arrays in params are changed. Return the gradients and leave "
        "the parameters alone: the step is the business of sgd.",
    ),
)

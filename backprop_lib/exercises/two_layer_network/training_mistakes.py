"""Known mistakes of lesson 08 in sgd; each calls two_layer_loss as a student's function does."""

# ruff: noqa: D103 - what each function does wrong is said in its Mistake below

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from backprop_lib.arrays import Array
from backprop_lib.exercises.findings import Mistake
from backprop_lib.exercises.two_layer_network import orders
from backprop_lib.exercises.two_layer_network.orders import Rng
from backprop_lib.exercises.two_layer_network.reference import Params, two_layer_loss

Batches = Callable[[int, int, int, Rng], Iterator[tuple[Any, Any]]]


def _moved(params: Any, grads: Any, step: float) -> Any:
    return tuple(P - step * dP for P, dP in zip(params, grads, strict=True))


def _sgd(
    batches: Batches = orders.right_order,
    *,
    step: Callable[[float, int, int], float] = lambda lr, size, m: lr,
    strength: Callable[[float], float] = lambda lam: lam,
    after: bool = False,
    told: Callable[[list[Any], int], Any] = lambda losses, epochs: losses,
    moved: bool = True,
) -> Callable[..., Any]:
    """sgd with room for one mistake."""

    def wrong(
        params: Params, X: Array, T: Array, lr: float, lam: float, epochs: int, size: int, rng: Rng
    ) -> Any:
        losses = []
        here: Any = params
        for rows, others in batches(len(X), size, epochs, rng):
            loss, grads = two_layer_loss(here, X[rows], T[others], strength(lam))
            here = _moved(here, grads, step(lr, size, len(X)))
            if after:
                loss = two_layer_loss(here, X[rows], T[others], strength(lam))[0]
            losses.append(loss)
        final = here if moved else tuple(P.copy() for P in params)
        return final, told(losses, epochs)

    return wrong


def params_changed(
    params: Params, X: Array, T: Array, lr: float, lam: float, epochs: int, size: int, rng: Rng
) -> Any:
    losses = []
    for rows, _ in orders.right_order(len(X), size, epochs, rng):
        loss, grads = two_layer_loss(params, X[rows], T[rows], lam)
        losses.append(loss)
        for P, dP in zip(params, grads, strict=True):
            P -= lr * dP
    return params, losses


def losses_missing(
    params: Params, X: Array, T: Array, lr: float, lam: float, epochs: int, size: int, rng: Rng
) -> Any:
    return _sgd()(params, X, T, lr, lam, epochs, size, rng)[0]


def gradients_at_the_start(
    params: Params, X: Array, T: Array, lr: float, lam: float, epochs: int, size: int, rng: Rng
) -> Any:
    here: Any = params
    losses = []
    for rows, _ in orders.right_order(len(X), size, epochs, rng):
        loss, grads = two_layer_loss(params, X[rows], T[rows], lam)
        losses.append(loss)
        here = _moved(here, grads, lr)
    return here, losses


def rates_swapped(
    params: Params, X: Array, T: Array, lr: float, lam: float, epochs: int, size: int, rng: Rng
) -> Any:
    return _sgd()(params, X, T, lam, lr, epochs, size, rng)


def once_an_epoch(
    params: Params, X: Array, T: Array, lr: float, lam: float, epochs: int, size: int, rng: Rng
) -> Any:
    here: Any = params
    losses = []
    steps = -(-len(X) // size)
    for rows, _ in orders.right_order(len(X), size, epochs, rng):
        loss, grads = two_layer_loss(here, X[rows], T[rows], lam)
        losses.append(loss)
        if len(losses) % steps == 0:
            here = _moved(here, grads, lr)
    return here, losses


def _by_epoch(losses: list[Any], epochs: int) -> list[float]:
    steps = len(losses) // epochs
    return [float(np.mean(losses[e * steps : (e + 1) * steps])) for e in range(epochs)]


def _last_by_epoch(losses: list[Any], epochs: int) -> list[Any]:
    steps = len(losses) // epochs
    return losses[steps - 1 :: steps]


SGD = (
    Mistake(
        "not shuffled",
        _sgd(orders.in_order),
        "The batches are cut in the order of the table, the same in every epoch: draw an order at "
        "the start of each one, order = rng.permutation(m), and cut that.",
    ),
    Mistake(
        "one order for all epochs",
        _sgd(orders.one_order),
        "Every epoch goes through the same batches: draw a new order at the start of each, inside "
        "the loop over the epochs.",
    ),
    Mistake(
        "shuffled on top of the last epoch",
        _sgd(orders.order_on_order),
        "From the second epoch on the order is another: you shuffle what the last epoch has "
        "shuffled, as X = X[order] does. Leave X and T as they are, and cut rng.permutation(m).",
    ),
    Mistake(
        "generator of one's own",
        _sgd(orders.own_generator),
        "The batches are those of a generator of your own, np.random.default_rng(0): draw from the "
        "rng that is handed over.",
    ),
    Mistake(
        "the same generator in every epoch",
        _sgd(orders.generator_in_the_loop),
        "A new np.random.default_rng(0) in each epoch draws the same order again and again: draw "
        "from the rng that is handed over.",
    ),
    Mistake(
        "with replacement",
        _sgd(orders.with_replacement),
        "The rows of each batch are drawn by themselves, so some samples come twice in an epoch "
        "and others never: draw one order, rng.permutation(m), and cut it into slices.",
    ),
    Mistake(
        "chosen anew in each step",
        _sgd(orders.chosen_each_step),
        "rng.choice draws each batch anew, so some samples come twice in an epoch and others "
        "never: draw one order at its start, rng.permutation(m), and cut it into slices.",
    ),
    Mistake(
        "permuted anew in each step",
        _sgd(orders.permuted_each_step),
        "An order is drawn for each batch, and only its beginning is used: draw one for the whole "
        "epoch, before the loop over the batches, and let each begin where the last one ended.",
    ),
    Mistake(
        "choice for permutation",
        _sgd(orders.choice_for_permutation),
        "rng.choice draws a good order, but another one than rng.permutation(m) does. So that the "
        "check can follow you, draw with rng.permutation(m).",
    ),
    Mistake(
        "targets left behind",
        _sgd(orders.targets_left_behind),
        "X is shuffled and T is not, so most samples meet the target of another: take the same "
        "rows of both, X[rows] and T[rows].",
    ),
    Mistake(
        "shuffled apart",
        _sgd(orders.shuffled_apart),
        "X and T are shuffled apart, so samples meet the targets of others: draw one order, and "
        "take the same rows of both.",
    ),
    Mistake(
        "last batch dropped",
        _sgd(orders.last_dropped),
        "A last batch that is not full is left out: range(0, m, size) reaches its start, too, and "
        "a slice beyond the end is only shorter.",
    ),
    Mistake(
        "one batch an epoch",
        _sgd(orders.one_batch_an_epoch),
        "There is one batch in each epoch. An epoch goes through all samples: a second loop, over "
        "range(0, m, size), inside the first.",
    ),
    Mistake(
        "one epoch alone",
        _sgd(orders.one_epoch),
        "There is one epoch, however many are asked for: is the return inside the loop, or that "
        "loop missing?",
    ),
    Mistake(
        "all samples in every step",
        _sgd(orders.whole_batch),
        "Every step uses all samples: hand the rows of the batch to the loss, X[rows] and T[rows].",
    ),
    Mistake(
        "ascends",
        _sgd(step=lambda lr, size, m: -lr),
        "The parameters climb: the gradient points uphill, so subtract lr times it.",
    ),
    Mistake(
        "lr forgotten",
        _sgd(step=lambda lr, size, m: 1.0),
        "The gradient is not multiplied by lr.",
    ),
    Mistake(
        "divided by the size",
        _sgd(step=lambda lr, size, m: lr / size),
        "The steps are divided by the size of the batches. The loss is a mean already: a step is "
        "lr times its gradient.",
    ),
    Mistake(
        "no decay",
        _sgd(strength=lambda lam: 0.0),
        "lam does not reach the loss: two_layer_loss(params, X[rows], T[rows], lam).",
    ),
    Mistake(
        "gradients at the start",
        gradients_at_the_start,
        "Each gradient is taken at the parameters of the start: hand over those that the last step "
        "has made.",
    ),
    Mistake(
        "one step an epoch",
        once_an_epoch,
        "Only the last batch of each epoch moves the parameters: take the step in the inner loop, "
        "after every batch.",
    ),
    Mistake(
        "lr and lam swapped",
        rates_swapped,
        "lr and lam have changed places: lam goes into two_layer_loss, and lr is the factor of the "
        "step.",
    ),
    Mistake(
        "params never replaced",
        _sgd(moved=False),
        "The parameters come back as they were: is the new tuple given the name params, and "
        "returned?",
    ),
    Mistake(
        "params changed in place",
        params_changed,
        "The result is right, but the arrays that came in are changed: P -= ... works in place; "
        "make new ones with P - lr * dP.",
    ),
    Mistake(
        "loss after the step",
        _sgd(after=True),
        "The params are right, but the losses are taken after the steps: note the loss that came "
        "with the gradients.",
    ),
    Mistake(
        "one loss for each epoch",
        _sgd(told=_by_epoch),
        "There is one loss for each epoch, a mean: return that of every step, as two_layer_loss "
        "gave it.",
    ),
    Mistake(
        "last loss of each epoch",
        _sgd(told=_last_by_epoch),
        "The losses are those of the last batches alone: append in the inner loop, once in every "
        "step.",
    ),
    Mistake(
        "losses of the last epoch",
        _sgd(told=lambda losses, epochs: losses[-(len(losses) // epochs) :]),
        "The losses are those of the last epoch alone: `losses = []` belongs before both loops.",
    ),
    Mistake(
        "last loss alone",
        _sgd(told=lambda losses, epochs: losses[-1]),
        "losses is one number: collect the loss of each step in a list, and return that.",
    ),
    Mistake(
        "losses not returned",
        losses_missing,
        "It returned the parameters alone: return params, losses.",
    ),
)

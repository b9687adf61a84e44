"""The live gradient check: a few entries of each layer against symmetric differences."""

from dataclasses import dataclass

import numpy as np

from backprop_lib.gradcheck import DELTA, has_kink
from backprop_lib.widgets.model import Array, parameter_names
from backprop_lib.widgets.trainer import Trainer

ENTRIES = 4  # of each weight matrix and each bias
TOLERANCE = 1e-4


@dataclass(frozen=True)
class LayerCheck:
    """One layer: the largest relative error, and where it is; entries at a kink are left out."""

    layer: int
    error: float
    compared: int
    name: str
    backprop: float
    numerical: float

    @property
    def right(self) -> bool:
        """Whether backprop and the difference quotients agree."""
        return self.error <= TOLERANCE

    @property
    def sentence(self) -> str:
        """What was found, for people to read."""
        if self.right:
            return f"layer {self.layer}: agrees, relative error {self.error:.0e}"
        return (
            f"layer {self.layer}: wrong, most of all {self.name}: backprop says "
            f"{self.backprop:.4g}, the difference quotient {self.numerical:.4g}"
        )


def check_layers(trainer: Trainer, rng: np.random.Generator) -> list[LayerCheck]:
    """Check the whole net's gradients of the last mini-batch, at entries drawn from `rng`."""
    params, (F, T) = trainer.params, trainer.last_batch
    _, gradients = trainer.net.loss(params, F, T)
    names = parameter_names(len(params) // 2)
    scale = max(float(np.abs(g).max()) for g in gradients)
    found: dict[int, LayerCheck] = {}
    for i, (P, dP) in enumerate(zip(params, gradients, strict=True)):
        layer = i // 2 + 1
        for flat in rng.choice(P.size, min(ENTRIES, P.size), replace=False):
            at = tuple(int(n) for n in np.unravel_index(flat, P.shape))
            error, numerical = _error(trainer, i, at, float(dP[at]), scale)
            before = found.get(layer)
            compared = (before.compared if before else 0) + (not np.isnan(error))
            worst = before is None or error > before.error
            name = f"d{names[i]}[{', '.join(map(str, at))}]"
            found[layer] = (
                LayerCheck(layer, max(error, 0.0), compared, name, float(dP[at]), numerical)
                if worst or before is None
                else LayerCheck(
                    layer, before.error, compared, before.name, before.backprop, before.numerical
                )
            )
    return list(found.values())


def _error(
    trainer: Trainer, i: int, at: tuple[int, ...], backprop: float, scale: float
) -> tuple[float, float]:
    """The relative error of one entry, nan at a kink; and the difference quotient."""
    params, (F, T) = trainer.params, trainer.last_batch

    def loss(P: Array) -> float:
        return trainer.net.loss((*params[:i], P, *params[i + 1 :]), F, T)[0]

    h = DELTA * max(1.0, abs(float(params[i][at])))
    above, below = params[i].copy(), params[i].copy()
    above[at] += h
    below[at] -= h
    numerical = (loss(above) - loss(below)) / float(above[at] - below[at])
    size = max(abs(backprop), abs(numerical), 1e-3 * scale, 1e-7)
    error = abs(backprop - numerical) / size
    if error > TOLERANCE and has_kink(loss, params[i], at, TOLERANCE * size, h):
        return float("nan"), numerical
    return error, numerical

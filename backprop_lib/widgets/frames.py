"""Frames: what a Playground shows, as one binary buffer of float32 and a header that divides it."""

from typing import Any

import numpy as np

from backprop_lib.widgets.model import Array
from backprop_lib.widgets.samples import features, grid
from backprop_lib.widgets.trainer import Trainer

SIDE = 100  # cells of the output's field, on each side
TILE = 25  # and of a unit's
# Rows of the grid at a time: a product small enough for one thread of BLAS, which is faster, and on
# a busy machine many times so, than waking the others for each.
ROWS = 2500

Selected = tuple[int, int] | None  # hidden layer and unit, both from 0
Message = tuple[dict[str, Any], list[bytes]]

GRID = grid(SIDE)


class Frames:
    """Makes frames of a trainer; `selected` is the unit whose field is asked for in full size."""

    def __init__(self) -> None:
        self.selected: Selected = None
        self._names: tuple[str, ...] = ()
        self._inputs: Array = GRID

    def frame(self, trainer: Trainer, running: bool) -> Message:
        """The fields of output and units, parameters, norms of gradients and losses."""
        net, config = trainer.net, trainer.config
        if self._names != config.features:
            self._names, self._inputs = config.features, features(config.features, GRID)
        A, hidden = self._fields(trainer)
        gradients = trainer.gradients()
        losses = trainer.record()
        sections = {
            "field": net.output(A),
            "tiles": _tiles(hidden),
            "selected_field": self._selected_field(hidden),
            "params": np.concatenate([P.ravel() for P in trainer.params]),
            "gradients": np.concatenate([np.ravel(g) for g in gradients]),
            "losses": np.array([*losses, *trainer.accuracy()]),
        }
        header = {
            "kind": "frame",
            "running": running,
            "step": trainer.step_count,
            "epoch": trainer.epoch,
            "selected": self.selected,
        }
        return pack(header, sections)

    def _fields(self, trainer: Trainer) -> tuple[Array, list[Array]]:
        """The scores on the grid, and the values of each hidden layer."""
        params = tuple(P.astype(np.float32) for P in trainer.params)
        inputs = (self._inputs[i : i + ROWS] for i in range(0, len(self._inputs), ROWS))
        made = [trainer.net.forward(params, rows) for rows in inputs]
        layers = zip(*(each.hidden for each in made), strict=True)
        return np.concatenate([each.A for each in made]), [np.concatenate(Z) for Z in layers]

    def _selected_field(self, hidden: list[Array]) -> Array:
        if self.selected is None:
            return np.empty(0)
        layer, unit = self.selected
        if layer >= len(hidden) or unit >= hidden[layer].shape[1]:
            self.selected = None
            return np.empty(0)
        field: Array = hidden[layer][:, unit]
        return field


def state_message(trainer: Trainer, config: dict[str, Any], **more: Any) -> Message:
    """What changes rarely: the choices, the samples, the losses so far."""
    s = trainer.samples
    sections = {
        "X": s.X,
        "T": s.T,
        "X_test": s.X_test,
        "T_test": s.T_test,
        "history": np.array(trainer.history).reshape(-1, 3),
    }
    return pack({"kind": "state", "config": config, **more}, sections)


def pack(header: dict[str, Any], sections: dict[str, Array]) -> Message:
    """The header says where in the one buffer of float32 each section starts and ends."""
    places, end = {}, 0
    for name, section in sections.items():
        places[name] = [end, end + section.size]
        end += section.size
    with np.errstate(over="ignore"):
        parts = [np.ravel(s).astype(np.float32, copy=False) for s in sections.values()]
    return {**header, "sections": places}, [np.concatenate(parts).tobytes()]


def _tiles(hidden: list[Array]) -> Array:
    """Each unit's field, smaller: layer by layer, unit by unit."""
    if not hidden:
        return np.empty(0)
    every = SIDE // TILE
    small = [
        Z.reshape(SIDE, SIDE, -1)[every // 2 :: every, every // 2 :: every].transpose(2, 0, 1)
        for Z in hidden
    ]
    return np.concatenate([tile.ravel() for tile in small])

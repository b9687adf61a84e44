"""Still pictures of a Playground, painted by numpy alone: quick, and without matplotlib."""

import struct
import time
import zlib
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from backprop_lib.plot import BLUE, ORANGE, PALE_BLUE, PALE_ORANGE, Picture
from backprop_lib.widgets.careful import OwnFunctionFailed
from backprop_lib.widgets.frames import GRID, SIDE
from backprop_lib.widgets.own import guarded
from backprop_lib.widgets.samples import Samples, features
from backprop_lib.widgets.state import EXTENT
from backprop_lib.widgets.trainer import Diverged, Trainer

if TYPE_CHECKING:
    from backprop_lib.widgets.session import Session

Pixels = NDArray[np.uint8]
SCALE = 3  # pixels a cell
GAP = 12
STEPS = (0, 100, 1000)
SECONDS = 0.2  # that training for a picture may take
RADIUS = 5.0


def still_picture(session: "Session") -> Picture:
    """The field before and after some training, side by side, from the start of the session."""
    trainer = Trainer(session.config, session.own)
    trainer.params = session.trainer.params
    panels, told, done, end = [], [], 0, time.monotonic() + SECONDS
    try:
        with guarded(2.0):
            for steps in STEPS:
                while done < steps and time.monotonic() < end:
                    trainer.step()
                    done += 1
                panels.append(panel(trainer))
                told.append(_in_words(trainer, done))
                if done < steps:
                    break
    except (OwnFunctionFailed, Diverged) as failed:
        told.append(str(failed))
    return Picture(png(row(panels)), f"{_data(trainer)} {' '.join(told)}")


def picture_now(trainer: Trainer) -> Picture:
    """The field as it is. Own functions may raise what `guarded` says."""
    words = _in_words(trainer, trainer.step_count)
    return Picture(png(panel(trainer)), f"{_data(trainer)} {words}")


def _data(trainer: Trainer) -> str:
    c = trainer.config
    layers = "-".join(map(str, trainer.sizes))
    return f"The data set {c.data} and the field of a {layers} net with {c.activation} units."


def _in_words(trainer: Trainer, steps: int) -> str:
    train, test = trainer.losses()
    right = trainer.accuracy()[1]
    share = "" if np.isnan(right) else f", {right:.0%} of the test samples right"
    return f"After {steps} steps: training loss {train:.3f}, test loss {test:.3f}{share}."


def panel(trainer: Trainer) -> Pixels:
    """The field as it is, with the samples to train on."""
    made = trainer.net.forward(trainer.params, features(trainer.config.features, _grid()))
    field = trainer.net.output(made.A).reshape(SIDE, SIDE)[::-1]
    image = shade(np.kron(field, np.ones((SCALE, SCALE))))
    _paint(image, trainer.samples)
    return image


def _grid() -> NDArray[np.float64]:
    return GRID.astype(np.float64)


def shade(field: NDArray[Any]) -> Pixels:
    """Colours of values from -1, blue, through 0, white, to 1, orange; (h, w) to (h, w, 3)."""
    level = np.clip(np.nan_to_num(field), -1, 1)[..., None]
    end = np.where(level < 0, _rgb(PALE_BLUE), _rgb(PALE_ORANGE))
    shaded: Pixels = (255 + np.abs(level) * (end - 255)).astype(np.uint8)
    return shaded


def _paint(image: Pixels, samples: Samples) -> None:
    """The training samples: blue discs for -1, orange triangles for 1."""
    size = len(image)
    for x, t in zip(samples.X, samples.T[:, 0], strict=True):
        column = (x[0] + EXTENT) / (2 * EXTENT) * size
        row = (EXTENT - x[1]) / (2 * EXTENT) * size
        top, left = max(0, int(row - RADIUS - 2)), max(0, int(column - RADIUS - 2))
        patch = image[top : top + 16, left : left + 16]
        r, c = np.mgrid[top : top + patch.shape[0], left : left + patch.shape[1]]
        inside = _distance(r + 0.5 - row, c + 0.5 - column, triangle=t > 0)
        patch[inside < RADIUS] = 0
        patch[inside < RADIUS - 1.2] = _rgb(ORANGE if t > 0 else BLUE)


def _distance(down: NDArray[Any], right: NDArray[Any], triangle: bool) -> NDArray[Any]:
    if not triangle:
        return np.asarray(np.hypot(down, right) * 1.15)
    # The largest of the distances from three sides, a triangle that points up.
    sides = (down * 1.6, 0.87 * right * 1.45 - down * 0.72, -0.87 * right * 1.45 - down * 0.72)
    return np.asarray(np.maximum.reduce(sides) + 0.4)


def row(panels: list[Pixels]) -> Pixels:
    """Panels side by side; an empty one where there are none."""
    if not panels:
        panels = [np.full((SIDE, SIDE, 3), 255, np.uint8)]
    gap = np.full((len(panels[0]), GAP, 3), 255, np.uint8)
    parts = [part for each in panels for part in (each, gap)][:-1]
    return np.concatenate(parts, axis=1)


def _rgb(colour: str) -> NDArray[np.int64]:
    return np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)])


def png(image: Pixels) -> bytes:
    """The image as a file."""
    height, width, _ = image.shape
    rows = np.concatenate([np.zeros((height, 1), np.uint8), image.reshape(height, -1)], axis=1)

    def chunk(kind: bytes, content: bytes) -> bytes:
        check = zlib.crc32(kind + content)
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = zlib.compress(rows.tobytes(), 6)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")

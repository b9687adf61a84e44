"""Draws the pictures of the README: `python docs/pictures/draw.py`."""

from pathlib import Path

import numpy as np

from backprop_lib import data, plot
from backprop_lib.exercises.xor.reference import train_xor

HERE = Path(__file__).parent


def xor_boundary() -> None:
    """The decision boundary of a small net as it learns XOR."""
    X, T = data.xor()
    rng = np.random.default_rng(60)
    params = rng.normal(size=(2, 4)), np.zeros(4), rng.normal(size=(4, 1)), np.zeros(1)
    figure, axes = plot.panels(3)
    for ax, step in zip(axes, (0, 100, 400), strict=True):
        W1, b1, W2, b2 = train_xor(params, X, T, lr=0.1, steps=step)[0]

        def predict(X: np.ndarray, W1=W1, b1=b1, W2=W2, b2=b2) -> np.ndarray:  # type: ignore
            return np.maximum(0, X @ W1 + b1) @ W2 + b2

        plot.decision_boundary(predict, X, T, ax=ax, title=f"after {step} steps")
    figure.savefig(HERE / "xor-boundary.png", metadata={"Software": None})


if __name__ == "__main__":
    xor_boundary()

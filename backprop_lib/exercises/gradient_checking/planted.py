"""Eight small units as source, each with its right gradient and with wrong ones to be found."""

import textwrap
from dataclasses import dataclass

import numpy as np

ARGS = {
    "affine": "normal(m, 3), normal(3, 4), normal(4)",
    "scale": "normal(m, 3), normal(3)",
    "centre": "normal(m, 3)",
    "sigmoid": "normal(m, 4)",
    "tanh": "normal(m, 3)",
    "relu": "off_zero(normal(m, 4))",
    "softmax": "normal(m, 4)",
    "mean_square": "normal(m, 2)",
}
VISIBLE = frozenset({"scale", "tanh", "mean_square"})  # the bugs that the notebook shows


@dataclass(frozen=True)
class Source:
    """A unit's source up to what its back returns, and what stands there, right or wrong."""

    text: str
    right: str
    wrong: tuple[str, ...]

    def with_return(self, expression: str) -> str:
        """The unit whose back returns this."""
        return self.text.replace("RETURNED", expression)


def _unit(signature: str, forward: str, upstream: str, right: str, *wrong: str) -> Source:
    value = forward.splitlines()[-1].split(" = ")[0].strip()
    text = f"""\
def {signature}:
{textwrap.indent(textwrap.dedent(forward).strip(), "    ")}

    def back({upstream}):
        return RETURNED

    return {value}, back
"""
    return Source(text, right, wrong)


SOURCES = {
    "affine": _unit(
        "affine(X, W, b)",
        "A = X @ W + b",
        "dA",
        "dA @ W.T, X.T @ dA, dA.sum(axis=0)",
        "dA @ W.T, X.T @ dA, dA.mean(axis=0)",
        "dA @ W.T, X.T @ dA / len(X), dA.sum(axis=0)",
        "-dA @ W.T, X.T @ dA, dA.sum(axis=0)",
    ),
    "scale": _unit(
        "scale(X, g)",
        "S = X * g",
        "dS",
        "dS * g, (dS * X).sum(axis=0)",
        "dS * g, (dS * X).mean(axis=0)",
        "dS * g, dS.sum(axis=0)",
        "dS, (dS * X).sum(axis=0)",
    ),
    "centre": _unit(
        "centre(X)",
        "C = X - X.mean(axis=0)",
        "dC",
        "dC - dC.mean(axis=0)",
        "dC",
        "dC - dC.mean()",
    ),
    "sigmoid": _unit(
        "sigmoid(A)",
        "Z = 1 / (1 + np.exp(-A))",
        "dZ",
        "dZ * Z * (1 - Z)",
        "dZ * Z * (1 + Z)",
        "dZ * A * (1 - A)",
    ),
    "tanh": _unit(
        "tanh(A)",
        "Z = np.tanh(A)",
        "dZ",
        "dZ * (1 - Z**2)",
        "dZ * (1 - Z) ** 2",
        "dZ * (1 - A**2)",
    ),
    "relu": _unit(
        "relu(A)", "Z = np.maximum(0, A)", "dZ", "dZ * (A > 0)", "dZ * Z", "dZ * np.sign(A)"
    ),
    "softmax": _unit(
        "softmax(A)",
        "E = np.exp(A - A.max(axis=1, keepdims=True))\nZ = E / E.sum(axis=1, keepdims=True)",
        "dZ",
        "Z * (dZ - (dZ * Z).sum(axis=1, keepdims=True))",
        "dZ * Z * (1 - Z)",
        "Z * (dZ - (dZ * Z).sum(axis=0))",
    ),
    "mean_square": _unit(
        "mean_square(Y)",
        "L = np.mean(Y**2)",
        "dL",
        "dL * 2 * Y / Y.size",
        "2 * Y / Y.size",
        "dL * 2 * Y / len(Y)",
        "dL * Y / Y.size",
    ),
}
NAMES = tuple(SOURCES)


def units_source(returned: dict[str, str], m: int, seed: int) -> str:
    """A module's text that defines UNITS: name to (unit, args), with batches of m samples.

    returned: for each unit what its back returns.
    """
    definitions = "\n\n".join(SOURCES[name].with_return(returned[name]) for name in NAMES)
    entries = "\n".join(f'    "{name}": ({name}, ({args},)),' for name, args in ARGS.items())
    return f"""{definitions}

_rng = np.random.default_rng({seed})
m = {m}


def normal(*shape):
    return _rng.standard_normal(shape)


def off_zero(A):
    return A + 0.1 * np.sign(A)


UNITS = {{
{entries}
}}
"""


def plant(bugs: frozenset[str], m: int, rng: np.random.Generator) -> str:
    """The text of UNITS with a bug, one of several, in each of these units and in no other."""
    returned = {
        name: str(rng.choice(source.wrong)) if name in bugs else source.right
        for name, source in SOURCES.items()
    }
    return units_source(returned, m, int(rng.integers(1_000_000)))

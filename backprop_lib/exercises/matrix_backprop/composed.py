"""A unit that may be put together from other units of the student's."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from backprop_lib.exercises.cases import Rng
from backprop_lib.exercises.report import Report
from backprop_lib.exercises.unit import UnitExercise
from backprop_lib.exercises.unit_cases import UnitCase

RIGHT_UNITS = {
    "matmul": """
def matmul(X, W):
    return X @ W, lambda dY: (dY @ W.T, X.T @ dY)
""",
    "add_bias": """
def add_bias(A, b):
    return A + b, lambda dS: (dS.copy(), dS.sum(axis=0))
""",
    "transpose": """
def transpose(A):
    return A.T.copy(), lambda dB: dB.T.copy()
""",
}


class ComposedUnit(UnitExercise):
    """A unit whose check replaces the student's other units by right ones.

    So a wrong one of these costs its own points alone. An answer that is right with those of the
    student is right as well.
    """

    def cases(self, rng: Rng, part: str | None) -> Sequence[UnitCase]:
        """The cases of the unit, with right units to make it of."""
        return [replace(case, names=RIGHT_UNITS) for case in super().cases(rng, part)]

    def report_on(self, answer: object, seed: int | None, part: str | None) -> Report:
        """The report with right units, unless the student's own make the answer right."""
        report = super().report_on(answer, seed, part)
        if report.seed is None or report.verdict in ("passed", "not attempted"):
            return report
        cases = super().cases(np.random.default_rng(report.seed), part)
        other = self.report_on_cases(answer, cases, report.seed, part)
        return other if other.verdict == "passed" else report

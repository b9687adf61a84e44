"""The kinds of exercise that only lesson 11 has."""

from backprop_lib.exercises.function import FunctionExercise


class TaylorExercise(FunctionExercise):
    """A function that returns another one."""

    def wrong_signature(self, evalue: str) -> tuple[str, str]:
        """As ever, but for the function that was returned."""
        if "<locals>" in evalue.partition("(")[0] or "<lambda>" in evalue.partition("(")[0]:
            return (
                f"The function that it returned cannot be called with a point x: {evalue}",
                "give it one argument, x, and take all else from taylor's own arguments.",
            )
        return super().wrong_signature(evalue)


class OfAMatrix(FunctionExercise):
    """A function of a symmetric matrix H, square by definition."""

    square = ("H",)

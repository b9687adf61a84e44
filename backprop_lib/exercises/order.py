"""Whether two arrays hold the same rows in another order."""

import numpy as np

from backprop_lib.exercises.compare import Values, differing


def permutation(actual: Values, expected: Values) -> bool:
    """Whether the rows of two arrays of one shape are the same, each as often, in any order.

    The entries of an array of one dimension are its rows.
    """
    rows = expected.reshape(len(expected), -1)
    free = np.ones(len(rows), dtype=bool)
    for row in actual.reshape(len(actual), -1):
        fits = free & ~differing(np.broadcast_to(row, rows.shape), rows).any(axis=1)
        if not fits.any():
            return False
        free[np.argmax(fits)] = False
    return True
